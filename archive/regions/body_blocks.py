"""Page in, its text blocks out: runs of visible text that a browser without styles would set as one paragraph."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from archive.markup import BLOCK_TAGS
from archive.model import Page

__all__ = ["Blocks", "read_blocks"]


@dataclass(frozen=True, slots=True)
class Blocks:
    """The blocks of a page in page order; all lists have the same length."""

    nodes: list[list[int]]
    """Text nodes of each block."""
    parents: list[int]
    """Nearest block element around each."""
    texts: list[str]
    """Its words, white space collapsed."""
    link_characters: list[int]
    """How many characters of it stand in links."""


def read_blocks(page: Page) -> Blocks:
    """Blocks end where a block element begins or ends, and at two <br> in a row."""
    texts = page.texts
    block_around, in_link, breaks, spaces = _surroundings(page)
    nodes: list[list[int]] = []
    parents: list[int] = []
    link_characters: list[int] = []
    previous = -1
    for node in page.visible:
        around = block_around[node]
        if previous < 0 or block_around[previous] != around or breaks[previous] != breaks[node]:
            nodes.append([node])
            parents.append(around)
            link_characters.append(0)
        else:
            nodes[-1].append(node)
        if in_link[node]:
            link_characters[-1] += len(texts[node].strip())
        previous = node
    words = [_words(run, texts, spaces) for run in nodes]
    return Blocks(nodes, parents, words, link_characters)


def _words(run: list[int], texts: list[str], spaces: list[int]) -> str:
    if len(run) == 1:
        return " ".join(texts[run[0]].split())
    parts = [texts[run[0]]]
    for before, node in pairwise(run):
        if spaces[before] != spaces[node]:
            parts.append(" ")
        parts.append(texts[node])
    return " ".join("".join(parts).split())


def _surroundings(page: Page) -> tuple[list[int], list[bool], list[int], list[int]]:
    """For each node: its nearest block element, whether it is in a link, how many block borders stand before it, and
    how many texts of white space alone, which part words though they are not visible text."""
    block_around: list[int] = []
    in_link: list[bool] = []
    breaks: list[int] = []
    spaces: list[int] = []
    begun = blank = 0
    fresh_break = False  # a <br> with no words since
    for node, (tag, above) in enumerate(zip(page.tags, page.parents, strict=True)):
        linked = above >= 0 and in_link[above]
        if tag == "#text":
            if page.texts[node].isspace():
                blank += 1
            else:
                fresh_break = False
            block_around.append(block_around[above] if above >= 0 else 0)
        elif tag in BLOCK_TAGS:
            begun += 1
            block_around.append(node)
        else:
            if tag == "a":
                linked = True
            elif tag == "br":
                begun += fresh_break
                fresh_break = True
            block_around.append(block_around[above] if above >= 0 else 0)
        in_link.append(linked)
        breaks.append(begun)
        spaces.append(blank)
    return block_around, in_link, breaks, spaces
