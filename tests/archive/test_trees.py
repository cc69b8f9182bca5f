"""Oblivious trees: rows in, probabilities out."""

from __future__ import annotations

import numpy as np
import pytest

from archive.trees import Trees, probabilities


def stump(*leaves: list[float], bias: list[float]) -> Trees:
    """One tree of one split: is column 1 greater than 0.5? `leaves` holds (no, yes) for each class."""
    return Trees(
        np.array([[1]]), np.array([[0.5]], np.float32), np.array([[leaf] for leaf in leaves], np.float32),
        np.array(bias, np.float32),
    )  # fmt: skip


def test_a_split_is_true_above_its_border_and_not_at_it() -> None:
    rows = np.array([[9, 0.4], [9, 0.5], [9, 0.6]], np.float32)
    assert probabilities(stump([-2, 2], bias=[0]), rows) == pytest.approx([0.119, 0.119, 0.881], abs=1e-3)


def test_probabilities_of_several_classes_add_up_to_one() -> None:
    found = probabilities(stump([0, 1], [0, 2], [0, 3], bias=[0, 0, 1]), np.array([[0, 0], [0, 1]], np.float32))
    assert found.sum(axis=1) == pytest.approx([1, 1])
    assert found.argmax(axis=1).tolist() == [2, 2]


def test_many_rows_come_to_the_same_as_each_alone() -> None:
    chance = np.random.default_rng(7)
    trees = Trees(
        chance.integers(0, 5, (3, 20)), chance.random((3, 20), np.float32), chance.random((1, 20, 8), np.float32),
        np.zeros(1, np.float32),
    )  # fmt: skip
    rows = chance.random((700, 5), np.float32)
    assert probabilities(trees, rows).tolist() == [probabilities(trees, row[None])[0] for row in rows]
