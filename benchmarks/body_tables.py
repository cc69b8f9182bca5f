"""Labelled pages in, name tables out: how much more body there is under a name, by sites.

Each site has one voice for a name, however many pages it has, and names of fewer than three sites are left out.
A page's own fold never speaks for it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from archive.model import Page
from archive.regions.body_blocks import Blocks
from archive.regions.body_words import element_names, naming_values

_LEAST_SITES = 3
_SHRINK = 2.0
_LIMIT = 5.0


@dataclass(frozen=True)
class Labelled:
    """A page with a label for each of its blocks: share of body, or -1 where nothing is known."""

    page: Page
    blocks: Blocks
    labels: Sequence[float]
    host: str
    fold: int


def _logit(good: float, all_: float, prior: float, weight: float) -> float:
    share = (good + prior * weight) / (all_ + weight)
    share = min(max(share, 0.003), 0.997)
    return math.log(share / (1 - share))


def page_voices(item: Labelled) -> dict[str, float]:
    """By name: log odds of body under it, against the page's own."""
    lengths = np.array([len(text) for text in item.blocks.texts], dtype=float)
    labels = np.array(item.labels)
    lengths = np.where(labels >= 0, lengths, 0)
    good = lengths * np.clip(labels, 0, 1)
    total = lengths.sum()
    if not total or not good.sum():
        return {}
    prior = good.sum() / total
    base = _logit(prior, 1, prior, 0)
    first = np.array([nodes[0] for nodes in item.blocks.nodes])
    running = np.concatenate(([0.0], np.cumsum(lengths)))
    running_good = np.concatenate(([0.0], np.cumsum(good)))
    begin = np.searchsorted(first, np.arange(len(item.page.tags)))
    stop = np.searchsorted(first, np.array(item.page.ends))
    names: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for node in np.flatnonzero(stop > begin).tolist():
        under = running[stop[node]] - running[begin[node]]
        under_good = running_good[stop[node]] - running_good[begin[node]]
        for name in element_names(item.page.tags[node], naming_values(item.page.attributes[node])):
            held = names[name]
            held[0] += under_good
            held[1] += under
    return {name: _logit(g, a, prior, 20) - base for name, (g, a) in names.items() if a}


def name_tables(items: Sequence[Labelled], folds: int) -> list[dict[str, float]]:
    """For each fold the table that leaves it out; last the table of all."""
    voices: dict[str, dict[str, list[float]]] = defaultdict(dict)
    fold_of: dict[str, int] = {}
    for item in items:
        fold_of[item.host] = item.fold
        for name, value in page_voices(item).items():
            voices[name].setdefault(item.host, []).append(value)
    return [_fit(voices, fold_of, left_out) for left_out in [*range(folds), -1]]


def _fit(voices: dict[str, dict[str, list[float]]], fold_of: dict[str, int], left_out: int) -> dict[str, float]:
    found: dict[str, float] = {}
    for word, by_host in voices.items():
        said = [sum(values) / len(values) for host, values in by_host.items() if fold_of[host] != left_out]
        if len(said) < _LEAST_SITES:
            continue
        value = max(-_LIMIT, min(_LIMIT, sum(said) / (len(said) + _SHRINK)))
        if abs(value) > 0.15:
            found[word] = round(value, 2)
    return dict(sorted(found.items()))
