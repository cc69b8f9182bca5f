"""Pieces of evidence in, one number out: linear models whose weights stand in archive/models/metadata.json.

`benchmarks/train_metadata.py` learns the weights. A feature without a weight counts nothing, so a model file that is
older than the code still works.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

__all__ = ["Weights", "score", "weights"]

Weights = Mapping[str, float]


@cache
def weights(model: str) -> Weights:
    """Feature name to weight of one model: title, author, published, …; empty when there is no such model."""
    text = files("archive").joinpath("models/metadata.json").read_text("utf-8")
    models: dict[str, dict[str, float]] = json.loads(text)
    return models.get(model, {})


def score(features: Mapping[str, float], model: Weights) -> float:
    """Sum of the weighted evidence.

    >>> score({"h1": 1.0, "linked": 1.0, "new": 1.0}, {"h1": 2.0, "linked": -0.5})
    1.5
    """
    return sum(value * model.get(name, 0.0) for name, value in features.items())
