"""A first opinion on each block in, what its surroundings think of it out: the columns the second look takes.

The first look judges each block by itself. Text of an article stands together, so the second look sees the opinions
on the neighbours and on the elements around.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from archive.regions.body_skeleton import LEVELS, Reals, Skeleton, running, windows

__all__ = ["CONTEXT_FEATURES", "best_threshold", "context_of"]

_FARTHEST = 4
_WIDTHS = (2, 5, 12)
_LIKELY = (0.4, 0.8)
_LIKELY_COLUMN = np.array(_LIKELY)[:, None]
_NEVER = 999


def best_threshold(opinions: Reals, words: Reals) -> float:
    """The cut that promises the best F1 of words: blocks at or above it are taken.

    With probabilities p and sizes w, taking a set S promises F1 of 2 * sum(S, p w) / (sum(S, w) + sum(all, p w)).
    """
    order = (-opinions).argsort(kind="stable")
    sizes = words[order]
    sorted_opinions = opinions[order]
    hit = (sorted_opinions * sizes).cumsum()
    if not len(order) or not hit[-1]:
        return 1.0
    promised = hit / (sizes.cumsum() + hit[-1])
    return float(sorted_opinions[promised.argmax()])


def context_of(skeleton: Skeleton, opinions: Reals, words: Reals) -> NDArray[np.float32]:
    """One row a block, one column a name of CONTEXT_FEATURES.

    `opinions` are probabilities of being body, `words` sizes in words.
    """
    count = len(opinions)
    table = np.empty((len(CONTEXT_FEATURES), count), dtype=np.float32)
    place = np.arange(count)
    sizes = words + 0.5
    sums = running(opinions * sizes, sizes)
    mass, size = sums
    total = float(mass[-1]) + 1e-9
    table[0] = opinions
    row = 1
    padded = np.zeros(count + 2 * _FARTHEST)
    padded[_FARTHEST : _FARTHEST + count] = opinions
    for start in _SHIFTED:
        table[row] = padded[start : start + count]
        row += 1
    low, high = windows(count, _WIDTHS)
    near = sums.take(high, axis=1) - sums.take(low, axis=1)
    np.divide(near[0], near[1], out=table[row : row + len(_WIDTHS)], casting="same_kind")
    row += len(_WIDTHS)
    held, held_size = sums.take(skeleton.stop, axis=1) - sums.take(skeleton.begin, axis=1)
    around = skeleton.places[:LEVELS]
    table[row : row + 2 * LEVELS : 2] = (held / np.maximum(held_size, 0.5)).take(around)
    table[row + 1 : row + 2 * LEVELS : 2] = (held / total).take(around)
    row += 2 * LEVELS
    table[row] = mass[:-1] / total
    table[row + 1 : row + 4] = np.array([[total], [total / size[-1]], [np.maximum.reduce(opinions)]])
    table[row + 4] = opinions - best_threshold(opinions, words)
    row += 5
    likely = opinions >= _LIKELY_COLUMN
    before = np.maximum.accumulate(np.where(likely, place, -_NEVER), axis=1)
    after = np.minimum.accumulate(np.where(likely, place, count + _NEVER)[:, ::-1], axis=1)[:, ::-1]
    table[row : row + 2 * len(_LIKELY) : 2] = np.minimum(place - before, _NEVER)
    table[row + 1 : row + 2 * len(_LIKELY) : 2] = np.minimum(after - place, _NEVER)
    row += 2 * len(_LIKELY)
    start, end = _heaviest_run(mass - 0.4 * size)
    table[row:] = 0
    table[row, start:end] = 1
    table[row + 1, :start] = place[start:0:-1]
    table[row + 1, end:] = -1 - place[: count - end]
    return table.T


_SHIFTED = [start for start in range(2 * _FARTHEST + 1) if start != _FARTHEST]


def _heaviest_run(sums: Reals) -> tuple[int, int]:
    """(start, end) of the run with the greatest sum, from running sums."""
    end = int((sums - np.minimum.accumulate(sums)).argmax())
    start = int(sums[: end + 1].argmin())
    return start, end


def context_names() -> tuple[str, ...]:
    """Names of the columns, in order."""
    names = ["opinion"]
    names += [f"opinion@{start - _FARTHEST}" for start in _SHIFTED]
    names += [f"opinion~{width}" for width in _WIDTHS]
    for level in range(LEVELS):
        names += [f"opinion_around_{level}", f"mass_around_{level}"]
    names += ["mass_before", "mass", "mean_opinion", "top_opinion", "over_threshold"]
    for least in _LIKELY:
        names += [f"since_{least}", f"until_{least}"]
    names += ["in_run", "from_run"]
    return tuple(names)


CONTEXT_FEATURES = context_names()
