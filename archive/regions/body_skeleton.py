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
    """Elements with text blocks below them, in document order; the root is the first."""

    elements: list[int]
    """Number of each on the page."""
    above: list[int]
    """Place in `elements` of each one's parent; the root is its own."""
    places: Integers
    """Places in `elements` around each block, one column a block: its block element, those above it up to LEVELS, and
    last the element right around its first text."""
    begin: Integers
    """First block below each element."""
    stop: Integers
    """One past its last block."""


def skeleton_of(page: Page, blocks: Blocks) -> Skeleton:
    """The elements around the first text of each block."""
    parents, ends = page.parents, page.ends
    known = {-1: 0, 0: 0}
    elements, above, begin, inner, first = [0], [0], [0], [], []
    for block, nodes in enumerate(blocks.nodes):
        here = parents[nodes[0]]
        first.append(nodes[0])
        if here not in known:
            chain: list[int] = []
            while here not in known:
                chain.append(here)
                here = parents[here]
            place = known[here]
            for element in reversed(chain):
                above.append(place)
                place = known[element] = len(elements)
                elements.append(element)
                begin.append(block)
            inner.append(place)
        else:
            inner.append(known[here])
    stop = np.array(first).searchsorted(np.array([ends[element] for element in elements]))
    stop[0] = len(first)
    places = np.empty((LEVELS + 1, len(first)), dtype=np.int64)
    places[LEVELS] = inner
    places[0] = [known.get(element, 0) for element in blocks.parents]
    parent = np.array(above)
    for level in range(1, LEVELS):
        places[level] = parent[places[level - 1]]
    return Skeleton(elements, above, places, np.array(begin), stop)


def running(values: NDArray[np.generic]) -> Reals:
    """Sums of the first 0, 1, 2 … values along the last axis."""
    sums = np.zeros((*values.shape[:-1], values.shape[-1] + 1))
    values.cumsum(axis=-1, out=sums[..., 1:])
    return sums


@lru_cache(maxsize=256)
def windows(count: int, widths: tuple[int, ...]) -> tuple[Integers, Integers]:
    """(first, one past the last) of the blocks around each of `count`, so many to both sides; one row a width."""
    place = np.arange(count)
    low = np.array([np.maximum(place - width, 0) for width in widths])
    high = np.array([np.minimum(place + width + 1, count) for width in widths])
    low.setflags(write=False)
    high.setflags(write=False)
    return low, high
