"""Labelled pages in, word tables out: how much more body there is under a name or beside a word, by sites.

Each site has one voice for a word, however many pages it has, and words of fewer than three sites are left out.
A page's own fold never speaks for it: `tables_by_fold` leaves it out, `whole_table` is for the finished model.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from archive.model import Page
from archive.regions.body_blocks import Blocks
from archive.regions.body_words import WordTable, block_words, element_names, naming_values

_LEAST_SITES = 3
_SHRINK = 2.0
_LIMIT = 5.0
_WORDS_OF_BLOCKS_UP_TO = 25


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


def page_voices(item: Labelled) -> tuple[dict[str, float], dict[str, float]]:
    """(by name, by word): log odds of body where it stands, against the page's own."""
    lengths = np.array([len(text) for text in item.blocks.texts], dtype=float)
    labels = np.array(item.labels)
    known = labels >= 0
    lengths = np.where(known, lengths, 0)
    good = lengths * np.clip(labels, 0, 1)
    total = lengths.sum()
    if not total or not good.sum():
        return {}, {}
    prior = good.sum() / total
    base = _logit(prior, 1, prior, 0)
    first = np.array([nodes[0] for nodes in item.blocks.nodes])
    running = np.concatenate(([0.0], np.cumsum(lengths)))
    running_good = np.concatenate(([0.0], np.cumsum(good)))
    begin = np.searchsorted(first, np.arange(len(item.page.tags)))
    stop = np.searchsorted(first, np.array(item.page.ends))
    names: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    named = naming_values(item.page)
    for node in np.flatnonzero(stop > begin).tolist():
        under = running[stop[node]] - running[begin[node]]
        under_good = running_good[stop[node]] - running_good[begin[node]]
        for name in element_names(item.page.tags[node], named.get(node)):
            held = names[name]
            held[0] += under_good
            held[1] += under
    words: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    block_prior = float(labels[known].mean())
    for found, label in zip(block_words(item.blocks.texts), item.labels, strict=True):
        if label < 0 or len(found) > _WORDS_OF_BLOCKS_UP_TO:
            continue
        for word in set(found):
            held = words[word]
            held[0] += label
            held[1] += 1
    block_base = _logit(block_prior, 1, block_prior, 0)
    return (
        {name: _logit(g, a, prior, 20) - base for name, (g, a) in names.items() if a},
        {word: _logit(g, a, block_prior, 0.5) - block_base for word, (g, a) in words.items()},
    )


def tables_by_fold(items: Sequence[Labelled], folds: int) -> tuple[list[WordTable], WordTable]:
    """(the table that leaves each fold out, the table of all)."""
    voices: list[dict[str, dict[str, list[float]]]] = [defaultdict(dict), defaultdict(dict)]
    fold_of: dict[str, int] = {}
    for item in items:
        fold_of[item.host] = item.fold
        for kind, said in enumerate(page_voices(item)):
            for word, value in said.items():
                voices[kind][word].setdefault(item.host, []).append(value)
    tables = []
    for left_out in [*range(folds), -1]:
        tables.append(WordTable(*(_fit(voices[kind], fold_of, left_out, least) for kind, least in ((0, 3), (1, 4)))))
    return tables[:-1], tables[-1]


def _fit(
    voices: dict[str, dict[str, list[float]]], fold_of: dict[str, int], left_out: int, least: int
) -> dict[str, float]:
    found: dict[str, float] = {}
    for word, by_host in voices.items():
        said = [sum(values) / len(values) for host, values in by_host.items() if fold_of[host] != left_out]
        if len(said) < least:
            continue
        value = sum(said) / (len(said) + _SHRINK)
        value = max(-_LIMIT, min(_LIMIT, value))
        if abs(value) > 0.15:
            found[word] = round(value, 2)
    return dict(sorted(found.items()))
