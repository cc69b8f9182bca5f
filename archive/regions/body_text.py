"""Page and its text blocks in, what each block's own text tells out: its length, its links, its words, its copies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from archive.model import Page
from archive.regions.body_blocks import Blocks
from archive.regions.body_skeleton import Integers, Reals
from archive.regions.body_vocabulary import weigh
from archive.regions.body_words import CODE_POINTS, WordTable, code_points

__all__ = ["Texts", "heading_levels", "measure_texts", "title_block"]

_PRICE = re.compile(r"[$€£¥₹]\s?\d|\d\s?(?:[$€£¥₹]|USD|EUR|GBP)")
_MONEY = ("$", "€", "£", "¥", "₹", "USD", "EUR", "GBP")
_STOPS = ".!?。,"
_ENDS_SENTENCE = frozenset(".!?…。！？”\"'’»)")
_START = 300
"""So many characters of a block are looked at for prices."""
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_TITLE_LENGTH = 300
_LEAST_TITLE = 12


@dataclass(frozen=True, slots=True)
class Texts:
    """Measures of each block's text."""

    characters: Reals
    words: Reals
    linked: Reals
    """Characters in links."""
    stops: Reals
    """Signs that end or part sentences."""
    ends_sentence: list[bool]
    copies: list[int]
    """How many blocks before it have the same text."""
    weights: Reals
    """What the linear look makes of its words."""
    heading_weights: Reals
    """What it makes of them as a heading for what stands below."""
    prices: int
    """How many blocks hold a price."""


def measure_texts(blocks: Blocks, table: WordTable) -> Texts:
    """Measures of each block's text."""
    texts = blocks.texts
    joined = "\n".join(texts)
    characters = np.array(list(map(len, texts)), dtype=np.float64)
    borders = np.zeros(len(texts) + 1, dtype=np.int64)
    borders[1:] = (characters + 1).cumsum()
    codes = code_points(joined)
    return Texts(
        characters,
        _count(codes == _SPACE, borders) + 1,
        np.array(blocks.link_characters, dtype=np.float64),
        _count(_stops().take(codes), borders),
        [text[-1] in _ENDS_SENTENCE for text in texts],
        _copies(texts),
        *weigh(texts, table),
        _prices(texts, joined),
    )


_SPACE = ord(" ")


@cache
def _stops() -> NDArray[np.bool_]:
    """For each code point whether it is one of _STOPS."""
    found = np.zeros(CODE_POINTS, dtype=np.bool_)
    found[[ord(sign) for sign in _STOPS]] = True
    return found


def _count(signs: NDArray[np.bool_], borders: Integers) -> Reals:
    """How many signs stand between each border and the next."""
    before = signs.nonzero()[0].searchsorted(borders)
    return (before[1:] - before[:-1]).astype(np.float64)


def _copies(texts: Sequence[str]) -> list[int]:
    if len(set(texts)) == len(texts):
        return [0] * len(texts)
    copies: list[int] = []
    met: dict[str, int] = {}
    for text in texts:
        before = met.get(text, 0)
        met[text] = before + 1
        copies.append(before)
    return copies


def _prices(texts: Sequence[str], joined: str) -> int:
    # the pattern is slow, and few pages have a sign of money
    signs = [sign for sign in _MONEY if sign in joined]
    if not signs:
        return 0
    found = 0
    for text in texts:
        for sign in signs:
            if sign in text:
                found += _PRICE.search(text, 0, _START) is not None
                break
    return found


def heading_levels(page: Page, blocks: Blocks) -> list[int]:
    """1 to 6 for headings, 0 for other blocks."""
    tags = page.tags
    return [_HEADINGS.get(tags[element], 0) for element in blocks.parents]


def title_block(page: Page, blocks: Blocks) -> int:
    """The first block whose text stands in the <title>; -1 for none."""
    title = _title(page)
    if title:
        longest = len(title)
        for block, text in enumerate(blocks.texts):
            if _LEAST_TITLE <= len(text) <= longest and text in title:
                return block
    return -1


def _title(page: Page) -> str:
    for node, tag in enumerate(page.tags):
        if tag == "title":
            return " ".join("".join(page.texts[node : page.ends[node]]).split())[:_TITLE_LENGTH]
        if tag == "body":
            break
    return ""
