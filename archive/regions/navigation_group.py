"""The value that stands for one group of navigation, and ranges of nodes to look groups up in."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.model import NavigationKind as Kind
from archive.quick_values import quickly_made

__all__ = ["GENERIC", "NEVER", "NO_ROWS", "Group", "is_inside", "outermost"]

NEVER = frozenset(
    ["html", "body", "main", "article", "a", "p", "img", "h1", "h2", "h3", "h4", "h5", "h6", "input", "button"]
)
"""Elements that are no group of links."""
NO_ROWS = NEVER - {"p"}
"""Elements that are no row of links."""
GENERIC = frozenset([Kind.MENU, Kind.FOOTER])
"""Kinds that any list of links may have until its words tell more."""


@quickly_made
@dataclass(frozen=True, slots=True)
class Group:
    """One menu, breadcrumb, pager …: an element whose links belong together."""

    node: int
    kind: Kind
    rule: str
    confidence: float
    headings: tuple[int, ...] = ()
    """Elements outside of `node` that announce it."""
    family: int = -1
    """Element that single links of one group share; -1 for a group of its own."""
    number: int = 0
    """Which group of its kind, from 0."""


def is_inside(ranges: Sequence[tuple[int, int]], node: int) -> bool:
    """Whether the node lies in one of the sorted, disjoint ranges."""
    if not ranges:
        return False
    place = bisect_left(ranges, (node + 1,))
    return place > 0 and node < ranges[place - 1][1]


def outermost(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The ranges sorted, those inside another one left out."""
    outer: list[tuple[int, int]] = []
    for first, end in sorted(ranges):
        if not outer or first >= outer[-1][1]:
            outer.append((first, end))
    return outer
