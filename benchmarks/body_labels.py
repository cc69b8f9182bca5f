"""Text blocks and a page's annotated body in, a label a block out: how much of each block is body.

The annotation is plain text, so each block's words are sought in it. Short texts occur in many places; a block counts
only where the order of the page and the order of the annotation agree (the heaviest chain of matches), or where a
long match is left over.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

WORD = re.compile(r"\w+")
_MOST_PLACES = 30
_PARTIAL_FROM = 6
_LEFT_OVER_FROM = 4


def words_of(text: str) -> list[str]:
    """Words as the measure of the data counts them."""
    return WORD.findall(text.lower())


def label_blocks(texts: Sequence[str], body: str) -> list[float]:
    """For each block the share of its words that the body holds at the fitting place; -1 for a block without words."""
    gold = words_of(body)
    blocks = [words_of(text) for text in texts]
    places = _places(gold)
    labels = [0.0 if words else -1.0 for words in blocks]
    options = [_options(words, gold, places) for words in blocks]
    covered = [False] * len(gold)
    for block, start, length, share in _heaviest_chain(options):
        labels[block] = share
        covered[start : start + length] = [True] * length
    for block, (words, found) in enumerate(zip(blocks, options, strict=True)):
        if labels[block] == 0.0 and len(words) >= _LEFT_OVER_FROM:
            for start, length, share in found:
                if not any(covered[start : start + length]):
                    labels[block] = share
                    covered[start : start + length] = [True] * length
                    break
    return labels


def _places(gold: Sequence[str]) -> dict[tuple[str, ...], list[int]]:
    found: dict[tuple[str, ...], list[int]] = {}
    for size in (1, 2, 3):
        for start in range(len(gold) - size + 1):
            found.setdefault(tuple(gold[start : start + size]), []).append(start)
    return found


def _options(
    words: Sequence[str], gold: Sequence[str], places: dict[tuple[str, ...], list[int]]
) -> list[tuple[int, int, float]]:
    """(start in the body, length, share of the block) of each place where the block may stand."""
    if not words:
        return []
    count = len(words)
    starts = places.get(tuple(words[:3]), [])
    exact = [(start, count, 1.0) for start in starts if list(gold[start : start + count]) == list(words)]
    if exact or count < _PARTIAL_FROM:
        return exact[:_MOST_PLACES]
    hits = [places.get(tuple(words[i : i + 3])) for i in range(count - 2)]
    share = sum(hit is not None for hit in hits) / len(hits)
    if share < 0.3:
        return []
    first = next(hit for hit in hits if hit is not None)
    length = max(1, int(share * count))
    return [(start, min(length, len(gold) - start), share) for start in first[:_MOST_PLACES]]


def _heaviest_chain(options: Sequence[Sequence[tuple[int, int, float]]]) -> list[tuple[int, int, int, float]]:
    """(block, start, length, share) of the chain that covers most words, in page order and body order at once."""
    ends: list[int] = [0]
    weights: list[float] = [0.0]
    links: list[tuple[int, int, int, float] | None] = [None]
    back: list[int] = [-1]
    # the frontier keeps, for growing ends, growing weights: indices into the lists above
    frontier: list[int] = [0]
    for block, found in enumerate(options):
        fresh: list[int] = []
        frontier_ends = [ends[i] for i in frontier]
        for start, length, share in found:
            before = frontier[bisect_right(frontier_ends, start) - 1]
            ends.append(start + length)
            weights.append(weights[before] + length)
            links.append((block, start, length, share))
            back.append(before)
            fresh.append(len(ends) - 1)
        if fresh:
            merged = sorted([*frontier, *fresh], key=lambda i: (ends[i], -weights[i]))
            frontier = []
            for i in merged:
                if not frontier or weights[i] > weights[frontier[-1]]:
                    frontier.append(i)
    here = frontier[-1]
    chain: list[tuple[int, int, int, float]] = []
    while here >= 0:
        link = links[here]
        if link is not None:
            chain.append(link)
        here = back[here]
    return chain[::-1]
