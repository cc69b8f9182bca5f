"""Page in, how likely each of its text blocks is body and what kind of page it is out, by the learned model.

A linear look at words and names comes first; trees see what it thinks of each block, of its neighbours and of the
elements around, beside the measures of body_features.py; more trees see what these think of the surroundings. How the
model was trained and how good it is stands in archive/models/README.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from archive.model import Page
from archive.regions.body_blocks import Blocks, read_blocks
from archive.regions.body_context import best_threshold, context_of
from archive.regions.body_copies import copies
from archive.regions.body_features import FEATURES, Look, look_at
from archive.regions.body_words import LINEAR_GROUPS, WordTable
from archive.regions.kind_features import KINDS, kind_measures, kind_rows
from archive.trees import Trees, probabilities, trees_from

__all__ = ["MODEL", "BodyModel", "Judgement", "judge", "load_model", "model_is_there"]

MODEL = Path(__file__).parent.parent / "models" / "body.npz"

_WORDS = FEATURES.index("words")


@dataclass(frozen=True, slots=True)
class BodyModel:
    """The model file, read."""

    table: WordTable
    first: Trees
    second: Trees
    second_columns: NDArray[np.int64]
    """Columns of FEATURES that the second look takes, before those of CONTEXT_FEATURES and KINDS."""
    kind_weights: NDArray[np.float32]
    """One row a word of the table's `kinds`, one column a kind; the last row is the bias."""
    kind_trees: Trees


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the model says of a page."""

    blocks: Blocks
    likely: NDArray[np.float64]
    """Probability of being body, one a block."""
    threshold: float
    """Where the best cut between body and the rest is expected."""
    chosen: list[bool]
    """Whether each block is taken as body: at or above the threshold, and no copy of another."""
    kinds: dict[str, float]
    """Probability of each of KINDS."""


def load_model(path: Path) -> BodyModel:
    """The model in an npz file as benchmarks/train_body.py writes it."""
    with np.load(path, allow_pickle=False) as arrays:
        return BodyModel(
            WordTable(
                _table(arrays, "names"),
                {group: _table(arrays, f"linear_{group}") for group in LINEAR_GROUPS},
                {word: row for row, word in enumerate(_lines(arrays["kind_words"]))},
            ),
            _asking(trees_from(arrays, "first"), _lines(arrays["features"])),
            trees_from(arrays, "second"),
            _places(_lines(arrays["second_features"])),
            arrays["kind_weights"].astype(np.float32),
            trees_from(arrays, "kind"),
        )


def _lines(packed: NDArray[np.uint8]) -> list[str]:
    return packed.tobytes().decode().split("\n")


def _table(arrays: np.lib.npyio.NpzFile, name: str) -> dict[str, float]:
    return dict(zip(_lines(arrays[name]), arrays[f"{name}_values"].astype(float).tolist(), strict=True))


def _asking(trees: Trees, names: list[str]) -> Trees:
    """The trees, asking for columns of FEATURES instead of those of `names`."""
    return replace(trees, columns=_places(names)[trees.columns])


def _places(names: list[str]) -> NDArray[np.int64]:
    return np.array([FEATURES.index(name) for name in names], dtype=np.int64)


@lru_cache(maxsize=1)
def model_is_there() -> bool:
    """Whether the model's file was installed."""
    return MODEL.is_file()


@lru_cache(maxsize=1)
def _model(path: Path) -> BodyModel:
    return load_model(path)


# The body and the kind of a page are read by two parsers, one after the other: the last page is remembered.
_last: tuple[Page, Judgement] | None = None


def judge(page: Page) -> Judgement | None:
    """What the model says of the page; None for a page without text. Asking again for the same page costs nothing."""
    global _last
    if _last is not None and _last[0] is page:
        return _last[1]
    blocks = read_blocks(page)
    if not blocks.nodes:
        return None
    judgement = _judge(page, blocks, _model(MODEL))
    _last = (page, judgement)
    return judgement


def _judge(page: Page, blocks: Blocks, model: BodyModel) -> Judgement:
    look = look_at(page, blocks, model.table)
    rows, words = look.rows, look.rows[:, _WORDS].astype(float)
    kinds = _kinds(page, blocks.elements, look, model)
    opinions = probabilities(model.first, rows)
    context = context_of(look.skeleton, opinions, words)
    second = np.empty((model.second_columns.size + context.shape[1] + len(KINDS), len(rows)), dtype=np.float32)
    second[: model.second_columns.size] = rows.T[model.second_columns]
    second[model.second_columns.size : -len(KINDS)] = context.T
    second[-len(KINDS) :] = kinds[:, None]
    likely = probabilities(model.second, second.T)
    threshold = best_threshold(likely, words)
    chosen = _chosen(page, blocks, likely, threshold)
    return Judgement(blocks, likely, threshold, chosen, dict(zip(KINDS, kinds.tolist(), strict=True)))


def _chosen(page: Page, blocks: Blocks, likely: NDArray[np.float64], threshold: float) -> list[bool]:
    chosen: list[bool] = (likely >= threshold).tolist()
    for block in copies(page, blocks, likely.tolist(), chosen):
        chosen[block] = False
    return chosen


def _kinds(page: Page, elements: Sequence[int], look: Look, model: BodyModel) -> NDArray[np.float64]:
    """Probability of each of KINDS."""
    found = kind_rows(page, elements, look.kinds, model.table.kinds)
    raw = model.kind_weights[found].sum(axis=0) + model.kind_weights[-1]
    exponents = np.exp(raw - raw.max())
    by_words = np.log(exponents / exponents.sum() + 1e-4)
    row = np.array([[*kind_measures(look.rows), *by_words.tolist()]], dtype=np.float32)
    return np.asarray(probabilities(model.kind_trees, row)[0])
