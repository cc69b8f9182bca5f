"""Trees asked by feature name give what the same trees give for rows of numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.feature_trees import feature_trees, weighed
from archive.trees import Trees, sums

_NAMES = ["h1", "linked", "place", "words"]
_SOME = np.random.default_rng(7)
_TREES = Trees(
    _SOME.integers(0, len(_NAMES), size=(5, 40)),
    _SOME.choice(np.array([-0.5, 0.0, 0.1, 0.3, 0.5, 0.9], dtype=np.float32), size=(5, 40)),
    _SOME.normal(size=(1, 40, 32)).astype(np.float32),
    np.array([0.25], dtype=np.float32),
)
_VALUES = st.sampled_from([0.0, 1.0, -1.0, 0.1, 0.3, 0.5, 0.9]) | st.floats(-2, 2)


@given(st.lists(st.dictionaries(st.sampled_from([*_NAMES, "unheard of"]), _VALUES), min_size=1, max_size=5))
def test_features_by_name_fall_in_the_leaves_that_rows_of_numbers_fall_in(candidates: list[dict[str, float]]) -> None:
    rows = np.array([[told.get(name, 0.0) for name in _NAMES] for told in candidates], dtype=np.float32)

    _, grown = weighed(candidates, feature_trees(_TREES, _NAMES, {}))

    assert grown == pytest.approx(sums(_TREES, rows)[:, 0].tolist())


def test_weights_are_summed_beside_the_trees_also_of_features_that_no_tree_asks_about() -> None:
    trees = feature_trees(_TREES, _NAMES, {"linked": -1.0, "subtitle": 0.5})

    told, _ = weighed([{"linked": 1.0, "subtitle": 3.0, "unheard of": 9.0}, {}], trees)

    assert told == [0.5, 0.0]
