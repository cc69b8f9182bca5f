"""Rows of numbers in, probabilities out: gradient-boosted oblivious trees, evaluated with numpy alone.

All splits of one level of an oblivious tree ask the same question, so the answers are the bits of the leaf's number,
and a whole page is judged with a few array operations. The result is the same on every machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

__all__ = ["Trees", "probabilities", "trees_from"]

_ROWS_AT_ONCE = 256


@dataclass(frozen=True, slots=True, eq=False)
class Trees:
    """Trees of one depth."""

    columns: NDArray[np.int64]
    """Column each split asks about; depth x trees."""
    borders: NDArray[np.float32]
    """A split's bit is set where the column is greater; depth x trees."""
    leaves: NDArray[np.float32]
    """Value of each leaf; classes x trees x 2**depth. The first level's bit is the lowest."""
    bias: NDArray[np.float32]
    """What is added to the sum, by class."""


def trees_from(arrays: Mapping[str, NDArray[np.generic]], name: str) -> Trees:
    """The trees stored under `name` in an npz file."""
    return Trees(
        np.asarray(arrays[f"{name}_columns"], dtype=np.int64),
        np.asarray(arrays[f"{name}_borders"], dtype=np.float32),
        np.asarray(arrays[f"{name}_leaves"], dtype=np.float32),
        np.asarray(arrays[f"{name}_bias"], dtype=np.float32),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Questions:
    """What trees ask, each question once: many splits ask the same."""

    columns: NDArray[np.int64]
    """Column of each question."""
    borders: NDArray[np.float32]
    """What the column must be greater than; one column of an array, for rows of answers."""
    asked: list[NDArray[np.int64]]
    """By level, the last first, the number of the question that each tree asks."""
    leaves: NDArray[np.float32]
    """Value of each leaf; classes x (trees x 2**depth)."""


@lru_cache(maxsize=8)
def _questions(trees: Trees) -> _Questions:
    splits = list(zip(trees.columns.ravel().tolist(), trees.borders.ravel().tolist(), strict=True))
    numbers = {split: number for number, split in enumerate(sorted(set(splits)))}
    asked = np.array([numbers[split] for split in splits], dtype=np.int64).reshape(trees.columns.shape)
    columns, borders = zip(*numbers, strict=True)
    return _Questions(
        np.array(columns, dtype=np.int64),
        np.array(borders, dtype=np.float32)[:, None],
        list(asked[::-1]),
        trees.leaves.reshape(len(trees.leaves), -1),
    )


def sums(trees: Trees, rows: NDArray[np.float32]) -> NDArray[np.float64]:
    """Sum of the leaves that each row falls in; rows x classes."""
    classes, count, size = trees.leaves.shape
    questions = _questions(trees)
    bits = np.uint8 if size <= 256 else np.uint16
    starts = np.arange(0, count * size, size, dtype=np.uint16 if count * size <= 1 << 16 else np.uint32)[:, None]
    found = np.empty((len(rows), classes))
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        part = rows[start : start + _ROWS_AT_ONCE].T
        answers = (part.take(questions.columns, axis=0) > questions.borders).view(np.uint8)
        leaf = np.zeros((count, part.shape[1]), dtype=bits)
        for asked in questions.asked:
            leaf += leaf
            leaf += answers.take(asked, axis=0)
        values = questions.leaves.take((leaf + starts).astype(np.intp), axis=1)
        total = np.add.reduce(values, axis=1, dtype=np.float64)
        found[start : start + _ROWS_AT_ONCE] = (total + trees.bias[:, None]).T
    return found


def probabilities(trees: Trees, rows: NDArray[np.float32]) -> NDArray[np.float64]:
    """Of one class: its probability, one a row. Of several: rows x classes, each row adding up to 1."""
    raw = sums(trees, rows)
    if raw.shape[1] == 1:
        return np.asarray(1 / (1 + np.exp(-raw[:, 0].clip(-30, 30))))
    raw = np.exp(raw - raw.max(axis=1, keepdims=True))
    return np.asarray(raw / raw.sum(axis=1, keepdims=True))
