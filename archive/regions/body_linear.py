"""Words and names around each block in, a first opinion on it out: the linear look, and how it sees the neighbours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from archive.regions.body_skeleton import Reals, Skeleton, running, windows
from archive.regions.body_sums import WORDS, Sums

__all__ = ["LINEAR_FEATURES", "Linear", "linear_of"]

_SHIFTS = (-2, -1, 1, 2)
_FARTHEST = 2
_WIDTHS = (3, 8)
_FAR = -9.0
"""What the linear look says of neighbours that are not there."""

LINEAR_FEATURES = (
    "linear_text", "linear_names", "linear", *(f"linear@{shift}" for shift in _SHIFTS),
    *(f"linear~{width}" for width in _WIDTHS), *(f"linear_{level}" for level in (1, 2, 3, 4)),
    "linear_share_2", "linear_share_4", "linear_before",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Linear:
    """A first opinion by words and names alone."""

    rows: NDArray[np.float32]
    """One row for each of LINEAR_FEATURES: of each block, its neighbours and the elements around it."""
    mass: float
    """How many words of the page it takes for body."""
    mean: float
    """Their share."""


def linear_of(skeleton: Skeleton, sums: Sums, text: Reals, section: Reals, names: Reals, bias: float) -> Linear:
    """The opinion by what the words of each block, those of the heading above, and the names around it weigh."""
    count = len(text)
    padded = np.full(count + 2 * _FARTHEST, _FAR)
    opinion = padded[_FARTHEST:-_FARTHEST] = text + section + names + bias
    size = sums.running[WORDS]
    [mass] = running((size[1:] - size[:-1]) / (1 + np.exp(-opinion.clip(-30, 30))))
    total = float(mass[-1]) + 1e-6
    rows = np.empty((len(LINEAR_FEATURES), count), dtype=np.float32)
    rows[0] = text
    rows[1] = names
    rows[2] = opinion
    for row, shift in enumerate(_SHIFTS, 3):
        rows[row] = padded[_FARTHEST + shift : _FARTHEST + shift + count]
    low, high = windows(count, _WIDTHS)
    rows[7:9] = (mass[high] - mass[low]) / (size[high] - size[low])
    below = mass[skeleton.stop] - mass[skeleton.begin]
    rows[9:13] = (below / np.maximum(sums.below[WORDS], 0.5)).take(skeleton.places[1:5])
    rows[13:15] = (below / total).take(skeleton.places[2:5:2])
    rows[15] = mass[:-1] / total
    return Linear(rows, float(mass[-1]), float(mass[-1] / size[-1]))
