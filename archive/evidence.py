"""Pieces of evidence in, one number for each candidate out: models that stand in archive/models/metadata.*.

`benchmarks/train_metadata.py` learns them. A feature without a weight counts nothing, so a model file that is older
than the code still works; without the trees the weights decide alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import as_file, files

import numpy as np

from archive.feature_trees import FeatureTrees, feature_trees, weighed
from archive.trees import trees_from

__all__ = ["Weights", "score", "scores", "weights"]

Weights = Mapping[str, float]


@cache
def _stored() -> dict[str, dict[str, dict[str, float]]]:
    text = files("archive").joinpath("models/metadata.json").read_text("utf-8")
    stored: dict[str, dict[str, dict[str, float]]] = json.loads(text)
    return stored


@cache
def weights(model: str) -> Weights:
    """Feature name to weight of one linear model: title, author, published; empty when there is no such model."""
    return _stored()["linear"].get(model, {})


@cache
def _trees(model: str) -> FeatureTrees | None:
    """The trees of a model by feature; None where there are none."""
    columns = _stored()["columns"].get(model)
    place = files("archive").joinpath("models/metadata.npz")
    if not columns or not place.is_file():
        return None
    with as_file(place) as path, np.load(path) as arrays:
        return feature_trees(trees_from(arrays, model), list(columns), weights(model))


def score(features: Mapping[str, float], model: Weights) -> float:
    """Sum of the weighted evidence.

    >>> score({"h1": 1.0, "linked": 1.0, "new": 1.0}, {"h1": 2.0, "linked": -0.5})
    1.5
    """
    return sum([value * model.get(name, 0.0) for name, value in features.items() if value])


# Trees see what only counts together, weights keep them sober: together they choose better than either.
_SHARE_OF_TREES = 0.7
_SHARE_OF_WEIGHTS = 1 - _SHARE_OF_TREES


def scores(candidates: Sequence[Mapping[str, float]], model: str) -> list[float]:
    """How likely each candidate is, by its features: the higher the likelier; with the trees where there are some."""
    trees = _trees(model)
    if trees is None or not candidates:
        held = weights(model)
        return [score(features, held) for features in candidates]
    told, grown = weighed(candidates, trees)
    return [_SHARE_OF_TREES * g + _SHARE_OF_WEIGHTS * t for g, t in zip(grown, told, strict=True)]
