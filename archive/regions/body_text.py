"""Text blocks in, what their own text looks like out: lengths, marks, known words, copies; one column a measure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import chain, repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from archive.model import Page
from archive.regions.body_blocks import Blocks
from archive.regions.body_words import WordTable, block_words, words_in

__all__ = ["Column", "text_columns"]

Column = NDArray[Any]  # Any: bits, counts and shares stand side by side until they become one float32 matrix

_PRICE = re.compile(r"[$€£¥₹]\s?\d|\d\s?(?:[$€£¥₹]|USD|EUR|GBP)")
_ENDS_SENTENCE = frozenset(".!?…。！？”\"'’»)")
_ARROWS = frozenset("»«›‹→←<>+×✕")
_START = 300
"""So many characters of a block are looked at for its letters, figures and prices."""
_TITLE_LENGTH = 300

# Kinds of characters that are counted, as bits.
_UPPER, _DIGIT, _SPACE, _COMMA, _STOP, _SEPARATOR = (1 << bit for bit in range(6))


def text_columns(page: Page, blocks: Blocks, table: WordTable) -> dict[str, Column]:
    """Measures of each block's text by name."""
    texts = blocks.texts
    counts, start_counts = _character_counts(texts)
    characters = np.array([len(text) for text in texts], dtype=np.float64)
    linked = np.array(blocks.link_characters, dtype=np.float64)
    start = np.minimum(characters, _START)
    columns: dict[str, Column] = {
        "characters": characters,
        "words": counts[:, 2] + 1,
        "linked": linked,
        "word_length": start / (start_counts[:, 2] + 1),
        "commas": counts[:, 3],
        "stops": counts[:, 4],
        "ends_sentence": np.array([text[-1] in _ENDS_SENTENCE for text in texts]),
        "ends_colon": np.array([text[-1] == ":" for text in texts]),
        "starts_lower": np.array([text[0].islower() for text in texts]),
        "upper": start_counts[:, 0] / (start + 1),
        "digits": start_counts[:, 1] / (start + 1),
        "separators": counts[:, 5],
        "copyright": np.array(["©" in text for text in texts]),
        "at_sign": np.array(["@" in text for text in texts]),
        "price": np.array([_has_price(text) for text in texts]),
        "starts_arrow": np.array([text[0] in _ARROWS for text in texts]),
    }
    columns |= _word_columns(page, texts, table)
    columns["link_density"] = linked / np.maximum(characters, 1)
    return columns


def _has_price(text: str) -> bool:
    # the pattern is slow, and few texts have a sign of money
    return (not text.isascii() or "$" in text or "USD" in text or "EUR" in text or "GBP" in text) and (
        _PRICE.search(text, 0, _START) is not None
    )


def _character_counts(texts: Sequence[str]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(counts of each kind of character in each text, the same in its start only); texts x kinds."""
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    kinds = _character_kinds()[np.minimum(codes, 0xFFFF)]
    ends = np.cumsum([len(text) for text in texts])
    told = np.flatnonzero(kinds)  # most characters are of no kind
    owners = np.searchsorted(ends, told, side="right")
    keys = owners * 64 + kinds[told]
    bits = (np.arange(64)[:, None] >> np.arange(6)) & 1
    starts = np.concatenate(([0], ends[:-1]))
    start_keys = keys[told - starts[owners] < _START]
    counts = np.bincount(keys, minlength=64 * len(texts)).reshape(-1, 64) @ bits
    start_counts = np.bincount(start_keys, minlength=64 * len(texts)).reshape(-1, 64) @ bits
    return counts.astype(np.float64), start_counts.astype(np.float64)


@cache
def _character_kinds() -> NDArray[np.uint8]:
    """Bits of each character of the Basic Multilingual Plane."""
    found = np.zeros(0x10000, dtype=np.uint8)
    for code in range(0x10000):
        character = chr(code)
        found[code] = (
            _UPPER * character.isupper()
            + _DIGIT * character.isdigit()
            + _SPACE * (character == " ")
            + _COMMA * (character == ",")
            + _STOP * (character in ".!?。")
            + _SEPARATOR * (character in "|·•/")
        )
    return found


def _word_columns(page: Page, texts: Sequence[str], table: WordTable) -> dict[str, Column]:
    words = block_words(texts)
    columns = _known_word_columns(words, table)
    title = _title_words(page)
    copies = Counter(texts)
    met: dict[str, int] = {}
    rows: list[tuple[float, int, int]] = []
    for text, found in zip(texts, words, strict=True):
        before = met.get(text, 0)
        met[text] = before + 1
        overlap = len(title.intersection(found)) / (len(title) + 1) if title and len(text) < _TITLE_LENGTH else 0.0
        rows.append((overlap, before, copies[text] - before - 1))
    array = np.array(rows)
    return columns | {"title_overlap": array[:, 0], "copies_before": array[:, 1], "copies_after": array[:, 2]}


def _known_word_columns(words: Sequence[Sequence[str]], table: WordTable) -> dict[str, Column]:
    """What the table knows of the words of each block: all words of the page are looked up in one go."""
    count = len(words)
    lengths = np.array([len(found) for found in words])
    everything = list(chain.from_iterable(words))
    values = np.fromiter(map(table.words.get, everything, repeat(np.nan)), dtype=np.float64, count=len(everything))
    is_known = ~np.isnan(values)
    values, owners = values[is_known], np.repeat(np.arange(count), lengths)[is_known]
    known = np.bincount(owners, minlength=count)
    holding = np.flatnonzero(known)
    begins = (np.cumsum(known) - known)[holding]
    low, high, first = np.zeros(count), np.zeros(count), np.zeros(count)
    if len(holding):
        low[holding] = np.minimum.reduceat(values, begins)
        high[holding] = np.maximum.reduceat(values, begins)
        first[holding] = values[begins]
    return {
        "word_mean": np.bincount(owners, weights=values, minlength=count) / np.maximum(known, 1),
        "word_min": low,
        "word_max": high,
        "word_first": first,
        "word_known": known / (lengths + 1),
    }


def _title_words(page: Page) -> frozenset[str]:
    """The longer words of the <title>."""
    for node, tag in enumerate(page.tags):
        if tag == "title":
            text = "".join(page.texts[node : page.ends[node]])[:_TITLE_LENGTH]
            return frozenset(word for word in words_in(text) if len(word) > 2)
        if tag == "body":
            break
    return frozenset()
