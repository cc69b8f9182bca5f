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

from archive.trees import Trees, sums, trees_from

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
def _trees(model: str) -> tuple[Trees, dict[str, int]] | None:
    """The trees of a model and the column of each feature; None where there are none."""
    columns = _stored()["columns"].get(model)
    place = files("archive").joinpath("models/metadata.npz")
    if not columns or not place.is_file():
        return None
    with as_file(place) as path, np.load(path) as arrays:
        return trees_from(arrays, model), {name: n for n, name in enumerate(columns)}


def score(features: Mapping[str, float], model: Weights) -> float:
    """Sum of the weighted evidence.

    >>> score({"h1": 1.0, "linked": 1.0, "new": 1.0}, {"h1": 2.0, "linked": -0.5})
    1.5
    """
    return sum([value * model.get(name, 0.0) for name, value in features.items() if value])


# Trees see what only counts together, weights keep them sober: together they choose better than either.
_SHARE_OF_TREES = 0.7


def scores(candidates: Sequence[Mapping[str, float]], model: str) -> list[float]:
    """How likely each candidate is, by its features: the higher the likelier; with the trees where there are some."""
    held = weights(model)
    linear = [score(features, held) for features in candidates]
    stored = _trees(model)
    if stored is None or not candidates:
        return linear
    trees, columns = stored
    rows = np.zeros((len(candidates), len(columns)), dtype=np.float32)
    for line, features in enumerate(candidates):
        told = [(columns[name], value) for name, value in features.items() if value and name in columns]
        if told:
            places, values = zip(*told, strict=True)
            rows[line, places] = values
    grown = sums(trees, rows)[:, 0]
    return [_SHARE_OF_TREES * float(g) + (1 - _SHARE_OF_TREES) * told for g, told in zip(grown, linear, strict=True)]
