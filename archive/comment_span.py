"""Where one comment stands in, the text nodes that are its own out."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from archive.model import Page

__all__ = ["Span", "own_nodes"]


class Span(NamedTuple):
    """Where one comment stands: neighbouring nodes of one parent, from `start` to before `end`."""

    start: int
    end: int

    def holds(self, other: Span) -> bool:
        """Whether the other lies inside and is not the same."""
        return self.start <= other.start and other.end <= self.end and self != other


def own_nodes(page: Page, span: Span, inner: Sequence[Span]) -> list[int]:
    """Visible text nodes of a span that lie in none of the inner spans (sorted, not overlapping)."""
    visible = page.visible
    at, last = bisect_left(visible, span.start), bisect_left(visible, span.end)
    if not inner:
        return visible[at:last]
    kept: list[int] = []
    for hole in inner:
        stop = bisect_left(visible, hole.start)
        kept.extend(visible[at:stop])
        at = max(at, bisect_left(visible, hole.end))
    kept.extend(visible[at:last])
    return kept
