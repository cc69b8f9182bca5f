"""Page in, its text blocks out: runs of visible text that a browser without styles would set as one paragraph."""

from __future__ import annotations

from dataclasses import dataclass

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
    characters: list[int]
    """Length of its text, white space collapsed at both ends."""
    link_characters: list[int]
    """How much of that stands in links."""


def read_blocks(page: Page) -> Blocks:
    """Blocks end where a block element begins or ends, and at two <br> in a row."""
    tags, parents = page.tags, page.parents
    block_around = [0] * len(tags)
    link_around = [False] * len(tags)
    starts = [0] * len(tags)
    breaks = 0
    begun = 0
    last_break = -2
    for node, tag in enumerate(tags):
        if tag in BLOCK_TAGS:
            block_around[node] = node
            begun += 1
        else:
            above = parents[node]
            block_around[node] = block_around[above] if above >= 0 else 0
            link_around[node] = tag == "a" or (above >= 0 and link_around[above])
            if tag == "br":
                if breaks == last_break:
                    begun += 1
                last_break = breaks
            elif tag == "#text" and not page.texts[node].isspace():
                breaks += 1
        starts[node] = begun
    found: list[list[int]] = []
    around: list[int] = []
    characters: list[int] = []
    link_characters: list[int] = []
    previous = -1
    for node in page.visible:
        length = len(page.texts[node].strip())
        if previous < 0 or block_around[previous] != block_around[node] or starts[previous] != starts[node]:
            found.append([])
            around.append(block_around[node])
            characters.append(0)
            link_characters.append(0)
        found[-1].append(node)
        characters[-1] += length
        if link_around[node]:
            link_characters[-1] += length
        previous = node
    return Blocks(found, around, characters, link_characters)
