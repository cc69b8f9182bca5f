"""Page and its text blocks in, the elements that hold them out: the part of the tree that judging a body needs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from archive.model import Page
from archive.regions.body_blocks import Blocks

__all__ = ["Integers", "Reals", "Skeleton", "running", "skeleton_of"]

Integers = NDArray[np.int64]
Reals = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Elements with text blocks below them, in document order; the root is the first."""

    elements: list[int]
    """Number of each on the page."""
    above: list[int]
    """Place in `elements` of each one's parent; the root is its own."""
    around: Integers
    """Place in `elements` of each block's block element."""
    inner: Integers
    """Place in `elements` of the element right around each block's first text."""
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
    stop = np.searchsorted(np.array(first), np.array([ends[element] for element in elements]))
    stop[0] = len(first)
    return Skeleton(
        elements,
        above,
        np.array([known.get(element, 0) for element in blocks.parents], dtype=np.int64),
        np.array(inner, dtype=np.int64),
        np.array(begin, dtype=np.int64),
        stop,
    )


def running(values: NDArray[np.generic]) -> Reals:
    """Sums of the first 0, 1, 2 … values."""
    sums = np.zeros(len(values) + 1)
    np.cumsum(values, out=sums[1:])
    return sums
