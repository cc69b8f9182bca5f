"""Page and its text blocks in, the elements that hold them out: the part of the tree that judging a body needs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from archive.model import Page
from archive.regions.body_blocks import Blocks

__all__ = ["LEVELS", "Integers", "Reals", "Skeleton", "running", "skeleton_of", "windows"]

Integers = NDArray[np.int64]
Reals = NDArray[np.float64]

LEVELS = 6
"""How many elements above a block are looked at, its own block element included."""


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Where the blocks stand among the elements around any visible text."""

    places: Integers
    """Places in Blocks.elements around each block, one column a block: its block element, those above it up to LEVELS,
    and last the element right around its first text."""
    begin: Integers
    """First block below each element."""
    stop: Integers
    """One past its last block."""


def skeleton_of(page: Page, blocks: Blocks) -> Skeleton:
    """The elements around the text of each block."""
    ends = page.ends
    first = np.array([nodes[0] for nodes in blocks.nodes])
    places = np.empty((LEVELS + 1, len(first)), dtype=np.int64)
    places[LEVELS] = blocks.inner
    places[0] = blocks.around
    parent = np.array(blocks.above)
    for level in range(1, LEVELS):
        places[level] = parent[places[level - 1]]
    begin = first.searchsorted(np.array(blocks.elements))
    stop = first.searchsorted(np.array([ends[element] for element in blocks.elements]))
    stop[0] = len(first)
    return Skeleton(places, begin, stop)


def running(*values: Reals) -> Reals:
    """Sums of the first 0, 1, 2 … of the values; one row for each."""
    sums = np.empty((len(values), len(values[0]) + 1))
    sums[:, 0] = 0
    for row, numbers in zip(sums, values, strict=True):
        row[1:] = numbers
    return np.asarray(np.add.accumulate(sums, axis=1, out=sums))


@lru_cache(maxsize=256)
def windows(count: int, widths: tuple[int, ...]) -> tuple[Integers, Integers]:
    """(first, one past the last) of the blocks around each of `count`, so many to both sides; one row a width."""
    place = np.arange(count)
    low = np.array([np.maximum(place - width, 0) for width in widths])
    high = np.array([np.minimum(place + width + 1, count) for width in widths])
    low.setflags(write=False)
    high.setflags(write=False)
    return low, high
