"""Page in, its text blocks out: runs of visible text that a browser without styles would set as one paragraph."""

from __future__ import annotations

from dataclasses import dataclass

from archive.markup import BLOCK_TAGS
from archive.model import Page

__all__ = ["Blocks", "read_blocks"]


@dataclass(frozen=True, slots=True)
class Blocks:
    """The blocks of a page in page order; all lists but the last have the same length."""

    nodes: list[list[int]]
    """Text nodes of each block."""
    parents: list[int]
    """Nearest block element around each."""
    texts: list[str]
    """Its words, white space collapsed."""
    link_characters: list[int]
    """How many characters of it stand in links."""
    elements: list[int]
    """Every element around any visible text; as many as there are, in the order in which they were met."""


def read_blocks(page: Page) -> Blocks:
    """Blocks end where a block element begins or ends, and at two <br> in a row."""
    tags, texts, parents_of = page.tags, page.texts, page.parents
    around: dict[int, tuple[int, bool]] = {-1: (0, False)}
    nodes: list[list[int]] = []
    parents: list[int] = []
    link_characters: list[int] = []
    words: list[str] = []
    parts: list[str] = []
    previous = -1
    for node in page.visible:
        above = parents_of[node]
        element, is_linked = around[above] if above in around else _around(page, above, around)
        if (
            previous < 0
            or element != parents[-1]
            or _is_parted(between := tags[previous + 1 : node])
            or _has_ended(page, previous, node)
        ):
            if parts:
                words.append(" ".join("".join(parts).split()))
            parts = [texts[node]]
            nodes.append([node])
            parents.append(element)
            link_characters.append(0)
        else:
            if "#text" in between:  # white space alone is no visible text, and yet parts words
                parts.append(" ")
            parts.append(texts[node])
            nodes[-1].append(node)
        if is_linked:
            link_characters[-1] += len(texts[node].strip())
        previous = node
    if parts:
        words.append(" ".join("".join(parts).split()))
    del around[-1]
    return Blocks(nodes, parents, words, link_characters, list(around))


def _around(page: Page, element: int, known: dict[int, tuple[int, bool]]) -> tuple[int, bool]:
    """(nearest block element around, whether in a link) of what stands in an element; `known` is filled on the way."""
    chain: list[int] = []
    while element not in known:
        chain.append(element)
        element = page.parents[element]
    found = known[element]
    for inner in reversed(chain):
        tag = page.tags[inner]
        found = (inner if tag in BLOCK_TAGS else found[0], found[1] or tag == "a")
        known[inner] = found
    return found


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
