"""Page, its blocks and those chosen as body in, which of these say again what another one says out.

Pages carry a text twice for small and large screens, as an excerpt above it, or as a quote in a forum's answer. Two
equal paragraphs side by side are the author's own.
"""

from __future__ import annotations

from collections.abc import Sequence

from archive.model import Page
from archive.regions.body_blocks import Blocks

__all__ = ["copies"]

_LONG = 80
"""Characters from which a text does not occur twice by chance."""
_SURELY_BODY = 0.93
"""So likely body is a paragraph that the author says again, such as the exercises of each week of a plan."""


def copies(page: Page, blocks: Blocks, likely: Sequence[float], chosen: Sequence[bool]) -> list[int]:
    """Numbers of the chosen blocks whose text another chosen block has; the likeliest of each text is no copy."""
    places: dict[str, list[int]] = {}
    for block, text in enumerate(blocks.texts):
        if chosen[block] and len(text) >= _LONG:
            places.setdefault(text, []).append(block)
    if len(places) == sum(map(len, places.values())):
        return []
    found: list[int] = []
    for same in places.values():
        if len(same) < 2:
            continue
        first = max(same, key=lambda block: (likely[block], -block))
        around = page.parents[blocks.parents[first]]
        found.extend(
            block
            for block in same
            if block != first and likely[block] < _SURELY_BODY and page.parents[blocks.parents[block]] != around
        )
    return sorted(found)
