"""Trees, weights and the names of features in, candidates weighed by feature name out: for a handful of candidates.

A candidate has a dozen of the hundred features that trees ask about, and most are there or not. What one feature
changes in the leaves that an empty candidate falls in is known beforehand: the leaves' numbers, a byte a tree, are one
long integer, and each feature flips some of its bits. For a few candidates that is several times faster than a row of
numbers for each, asked every question.
"""

from __future__ import annotations

import struct
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import getitem

from archive.trees import Trees

__all__ = ["FeatureTrees", "feature_trees", "weighed"]

_FLOAT32 = struct.Struct("f")
_Step = tuple[float, int, tuple[float, ...], tuple[int, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class FeatureTrees:
    """Trees of one class and at most eight levels, and weights, by feature."""

    steps: Mapping[str, _Step]
    """By feature: its weight; the bits that flip where its value is 1; the values that trees ask whether it is above,
    each once, the lowest first; the bits that flip by the number of those that it is above."""
    start: int
    """Numbers of the leaves that a candidate without any feature falls in, a byte a tree, the first tree's lowest."""
    leaves: tuple[tuple[float, ...], ...]
    """By tree, the value of each leaf."""
    bias: float
    """What is added to the sum of the leaves."""


def feature_trees(trees: Trees, columns: Sequence[str], weights: Mapping[str, float]) -> FeatureTrees:
    """The trees by feature; `columns` are the names of their columns in order, `weights` may name others too."""
    asked: dict[str, list[tuple[float, int]]] = {name: [] for name in weights}
    for level, (places, borders) in enumerate(zip(trees.columns.tolist(), trees.borders.tolist(), strict=True)):
        for tree, (place, border) in enumerate(zip(places, borders, strict=True)):
            asked.setdefault(columns[place], []).append((border, 1 << (8 * tree + level)))
    steps: dict[str, _Step] = {}
    start = 0
    for name, splits in asked.items():
        lows = tuple(sorted({border for border, _ in splits}))
        above = [sum(bit for border, bit in splits if border in lows[:count]) for count in range(len(lows) + 1)]
        without = above[bisect_left(lows, 0.0)]
        start |= without
        flips = tuple([bits ^ without for bits in above])
        steps[name] = (weights.get(name, 0.0), flips[bisect_left(lows, 1.0)], lows, flips)
    leaves = tuple([tuple(values) for values in trees.leaves[0].tolist()])
    return FeatureTrees(steps, start, leaves, float(trees.bias[0]))


def weighed(candidates: Sequence[Mapping[str, float]], trees: FeatureTrees) -> tuple[list[float], list[float]]:
    """(sum of the weights, sum of the leaves) of each candidate by its features, as two lists.

    A value is compared as the 32-bit float that the trees have learned from.
    """
    find = trees.steps.get
    told: list[float] = []
    grown: list[float] = []
    for features in candidates:
        total, numbers = 0.0, trees.start
        for name, value in features.items():
            step = find(name)
            if step is None:
                continue
            weight, when_one, borders, flips = step
            if value == 1.0:
                total += weight
                numbers ^= when_one
            else:
                total += value * weight
                numbers ^= flips[bisect_left(borders, _FLOAT32.unpack(_FLOAT32.pack(value))[0])]
        told.append(total)
        grown.append(_sum_of_leaves(trees, numbers))
    return told, grown


@lru_cache(maxsize=4096)  # the pages of a site are of one make: most of their candidates fall in the same leaves
def _sum_of_leaves(trees: FeatureTrees, numbers: int) -> float:
    """Sum of the leaves with these numbers, a byte a tree, and the bias."""
    return sum(map(getitem, trees.leaves, numbers.to_bytes(len(trees.leaves), "little"))) + trees.bias
