"""Texts of blocks in, what the linear look makes of their words out; all words of a page are looked up together.

A word is looked up by a number: its letters' code points are the coefficients of a polynomial modulo 2**64. Sums over
the whole text give those of all its words in a few operations on arrays, where a dictionary would need each as text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from archive.regions.body_skeleton import Integers, Reals
from archive.regions.body_words import BLOCK_START, MOST_WORDS, WordTable, code_points, is_letter

__all__ = ["HEADING_WORDS", "SHORT", "weigh"]

SHORT = 12
"""Words below which a text is a line rather than prose."""
HEADING_WORDS = 6

Numbers = NDArray[np.uint64]

_BASE = 0x9E3779B97F4A7C15
_LINES_AT_ONCE = 128
_CHARACTERS_AT_ONCE = 1 << 16
"""More than so many lines hold, with twice their length for letters whose small form is two."""
_GROUPS = ("short", "long", "first", "last", "heading")
_ROOTS = np.array([(count + 1) ** 0.5 for count in range(MOST_WORDS + 1)])


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that the linear look knows."""

    numbers: Numbers
    """Of each word, in order, and one more that is none."""
    may_hold: NDArray[np.bool_]
    """By the upper 16 bits of a number, whether a word's begins so: most numbers need no search."""
    weights: Reals
    """One row for each of _GROUPS, one column a word and a last one of zeros for all others."""
    pairs: Integers
    """Of each known pair of words, the first one's place times the number of columns and the second's, in order."""
    pair_weights: Reals

    def places(self, numbers: Numbers) -> Integers:
        """The column of each word."""
        found = np.full(len(numbers), len(self.numbers) - 1)
        likely = self.may_hold.take((numbers >> 48).astype(np.intp)).nonzero()[0]
        sought = numbers[likely]
        places = self.numbers.searchsorted(sought)
        is_known = self.numbers[places] == sought
        found[likely[is_known]] = places[is_known]
        return found


@lru_cache(maxsize=8)
def _vocabulary(table: WordTable) -> Vocabulary:
    pairs = {tuple(pair.split(" ")): weight for pair, weight in table.linear["pair"].items()}
    words = sorted({*(word for group in _GROUPS for word in table.linear[group]), *(w for pair in pairs for w in pair)})
    numbers, _ = _words_of(words)
    order = numbers.argsort()
    place = {words[number]: place for place, number in enumerate(order.tolist())}
    weights = np.zeros((len(_GROUPS), len(words) + 1))
    for row, group in zip(weights, _GROUPS, strict=True):
        for word, weight in table.linear[group].items():
            row[place[word]] = weight
    may_hold = np.zeros(1 << 16, dtype=np.bool_)
    may_hold[(numbers >> 48).astype(np.intp)] = True
    known = sorted((place[a] * weights.shape[1] + place[b], weight) for (a, b), weight in pairs.items())
    known.append((weights.shape[1] ** 2, 0.0))  # so that a search for what comes after all others finds something
    return Vocabulary(
        np.append(numbers[order], np.uint64(0xFFFF_FFFF_FFFF_FFFF)),
        may_hold,
        weights,
        np.array([code for code, _ in known]),
        np.array([weight for _, weight in known]),
    )


def weigh(texts: Sequence[str], table: WordTable) -> tuple[Reals, Reals]:
    """(what the first words of each text weigh, what they weigh as a heading for what stands below)."""
    vocabulary = _vocabulary(table)
    parts = [
        _weigh([text[:BLOCK_START] for text in texts[start : start + _LINES_AT_ONCE]], vocabulary)
        for start in range(0, len(texts), _LINES_AT_ONCE)
    ]
    if len(parts) == 1:
        return parts[0]
    as_text, as_heading = zip(*parts, strict=True)
    return np.concatenate(as_text), np.concatenate(as_heading)


def _weigh(lines: Sequence[str], vocabulary: Vocabulary) -> tuple[Reals, Reals]:
    numbers, borders = _words_of(lines)
    first, held = borders[:-1], borders[1:] - borders[:-1]
    count = np.minimum(held, MOST_WORDS)
    is_line = count < SHORT
    unknown = vocabulary.weights.shape[1] - 1
    places = np.full(len(numbers) + 2, unknown)
    places[:-2] = vocabulary.places(numbers)
    short, long, as_first, as_last, heading = vocabulary.weights
    line = np.arange(len(lines)).repeat(held)
    rank = np.arange(len(numbers)) - first.repeat(held)
    words = places[:-2]
    weight = np.where(is_line[line], short.take(words), long.take(words)) * (rank < MOST_WORDS)
    total = np.bincount(line, weight, len(lines))
    one = np.where(count > 0, places[first], unknown)
    two = np.where(count > 1, places[first + 1], unknown)
    last = np.where(is_line & (count > 0), places[first + count - 1], unknown)
    pair = one * len(short) + two
    at = vocabulary.pairs.searchsorted(pair)
    of_pair = np.where(vocabulary.pairs[at] == pair, vocabulary.pair_weights[at], 0.0)
    return (
        total / _ROOTS[count] + as_first[one] + of_pair + as_last[last],
        np.bincount(line, heading.take(words) * (rank < HEADING_WORDS), len(lines)).astype(np.float64, copy=False),
    )


def _words_of(lines: Sequence[str]) -> tuple[Numbers, Integers]:
    """(number of each word of the lines, how many of these stand before each line and in all), in small letters."""
    codes = code_points("\n".join(("", *lines, "")).lower())
    in_word = is_letter().take(codes)
    edges = (in_word[1:] != in_word[:-1]).nonzero()[0] + 1  # where words begin and end, in turn
    begin = edges[::2]
    borders = begin.searchsorted((codes == ord("\n")).nonzero()[0])
    if not len(edges):
        return np.zeros(0, dtype=np.uint64), borders
    powers, inverses = _powers(max(len(codes), _CHARACTERS_AT_ONCE))
    sums = np.add.reduceat(codes.astype(np.uint64) * powers[: len(codes)], edges)[::2]
    return sums * inverses[begin], borders


@cache
def _powers(count: int) -> tuple[Numbers, Numbers]:
    """The powers of _BASE from the first on, and what each is undone by."""
    bases = np.array([_BASE, pow(_BASE, -1, 1 << 64)], dtype=np.uint64)
    powers, inverses = np.multiply.accumulate(np.repeat(bases[:, None], count, axis=1), axis=1)
    return powers, inverses
