"""Page, its blocks and those chosen as body in, which of these say again what another one says out.

Pages carry a text twice for small and large screens, as an excerpt above it, or as a quote in a forum's answer; some
have all of it a second time in one piece, for a script to read. Two equal paragraphs side by side are the author's own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from archive.model import Page
from archive.regions.body_blocks import Blocks

__all__ = ["copies"]

_LONG = 80
"""Characters from which a text does not occur twice by chance."""
_ONE_PIECE = 600
"""Characters from which a block may be several others in one piece."""
_FEWEST_PIECES = 3
_MOSTLY = 0.8
_SURELY_BODY = 0.93
"""So likely body is a paragraph that the author says again, such as the exercises of each week of a plan."""


def copies(page: Page, blocks: Blocks, likely: Sequence[float], chosen: Sequence[bool]) -> list[int]:
    """Numbers of the chosen blocks that say what other chosen blocks say; the likeliest of equal ones is no copy."""
    places: dict[str, list[int]] = {}
    for block, text in enumerate(blocks.texts):
        if chosen[block] and len(text) >= _LONG:
            places.setdefault(text, []).append(block)
    found = _in_one_piece(places)
    if len(places) < sum(map(len, places.values())):
        for same in places.values():
            if len(same) > 1:
                found.update(_equal(page, blocks, likely, same))
    return sorted(found)


def _equal(page: Page, blocks: Blocks, likely: Sequence[float], same: Sequence[int]) -> list[int]:
    """Of blocks of the same text, those that are copies."""
    first = max(same, key=lambda block: (likely[block], -block))
    around = page.parents[blocks.parents[first]]
    return [
        block
        for block in same
        if block != first and likely[block] < _SURELY_BODY and page.parents[blocks.parents[block]] != around
    ]


def _in_one_piece(places: Mapping[str, Sequence[int]]) -> set[int]:
    """Blocks whose text is little but that of several others, by the numbers of the blocks that have each text."""
    found: set[int] = set()
    for whole, same in places.items():
        if len(whole) >= _ONE_PIECE:
            pieces = [len(text) for text in places if text in whole]
            if len(pieces) > _FEWEST_PIECES and sum(pieces) - len(whole) >= _MOSTLY * len(whole):
                found.update(same)
    return found
