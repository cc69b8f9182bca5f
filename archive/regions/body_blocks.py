"""Page in, its text blocks out: runs of visible text that a browser without styles would set as one paragraph."""

from __future__ import annotations

from dataclasses import dataclass

from archive.markup import BLOCK_TAGS
from archive.model import Page

__all__ = ["Blocks", "read_blocks"]


@dataclass(frozen=True, slots=True)
class Blocks:
    """The blocks of a page in page order, and the elements around them."""

    nodes: list[list[int]]
    """Text nodes of each block."""
    parents: list[int]
    """Nearest block element around each."""
    texts: list[str]
    """Its words, white space collapsed."""
    link_characters: list[int]
    """How many characters of it stand in links."""
    around: list[int]
    """Place in `elements` of its block element."""
    inner: list[int]
    """Place in `elements` of the element right around its first text."""
    elements: list[int]
    """Every element around any visible text, in document order; the root is the first."""
    above: list[int]
    """Place in `elements` of each one's parent; the root is its own."""


def read_blocks(page: Page) -> Blocks:
    """Blocks end where a block element begins or ends, and at two <br> in a row."""
    tags, texts, parents_of = page.tags, page.texts, page.parents
    elements, above = [0], [0]
    places = {-1: 0, 0: 0}
    # by place of an element: that of the block element around what stands in it, and whether that is in a link
    holders, is_linked = [0], [False]
    nodes: list[list[int]] = []
    around: list[int] = []
    inner: list[int] = []
    link_characters: list[int] = []
    pieces: list[list[str]] = []
    previous, holder = -1, -1
    for node in page.visible:
        here = parents_of[node]
        place = places.get(here)
        if place is None:
            chain = [here]
            here = parents_of[here]
            while here not in places:
                chain.append(here)
                here = parents_of[here]
            place = places[here]
            around_it, linked = holders[place], is_linked[place]
            for element in reversed(chain):
                above.append(place)
                place = places[element] = len(elements)
                elements.append(element)
                if (tag := tags[element]) in BLOCK_TAGS:
                    around_it = place
                elif tag == "a":
                    linked = True
                holders.append(around_it)
                is_linked.append(linked)
        text = texts[node]
        if (
            holders[place] != holder
            or _is_parted(between := tags[previous + 1 : node])
            or _has_ended(page, previous, node)
        ):
            holder = holders[place]
            nodes.append([node])
            around.append(holder)
            inner.append(place)
            pieces.append([text])
            link_characters.append(len(text.strip()) if is_linked[place] else 0)
        else:
            if "#text" in between:  # white space alone is no visible text, and yet parts words
                pieces[-1].append(" ")
            pieces[-1].append(text)
            nodes[-1].append(node)
            if is_linked[place]:
                link_characters[-1] += len(text.strip())
        previous = node
    words = [_collapsed("".join(held)) for held in pieces]
    return Blocks(nodes, [elements[n] for n in around], words, link_characters, around, inner, elements, above)


def _collapsed(text: str) -> str:
    """The text with its white space collapsed; most texts of one line need no more than a look.

    >>> _collapsed(" It was\\n\\xa0late. "), _collapsed(" It was late. ")
    ('It was late.', 'It was late.')
    """
    stripped = text.strip()
    if "  " not in stripped and stripped.isprintable():  # the one white space that is printable is the space
        return stripped
    return " ".join(text.split())


def _is_parted(between: list[str]) -> bool:
    """Whether a block element begins, or two <br> stand, among the tags between two texts."""
    return not BLOCK_TAGS.isdisjoint(between) or between.count("br") > 1


def _has_ended(page: Page, previous: int, node: int) -> bool:
    """Whether a block element that holds the first text has ended before the second."""
    above = page.parents[previous]
    while page.ends[above] <= node:
        if page.tags[above] in BLOCK_TAGS:
            return True
        above = page.parents[above]
    return False
