"""Page and its text blocks in, what each block's own text tells out: its length, its links, its words, its copies."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from archive.model import Page
from archive.regions.body_blocks import Blocks
from archive.regions.body_words import TextRow, WordTable, block_words

__all__ = ["HEADING_WORDS", "SHORT", "Column", "heading_levels", "text_columns", "title_block"]

Column = NDArray[np.generic] | float
"""One value a block, or one for all; counts, flags and shares stand side by side until they are one float32 matrix."""

_PRICE = re.compile(r"[$€£¥₹]\s?\d|\d\s?(?:[$€£¥₹]|USD|EUR|GBP)")
_ENDS_SENTENCE = frozenset(".!?…。！？”\"'’»)")
_START = 300
"""So many characters of a block are looked at for prices."""
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
SHORT = 12
"""Words below which a text is a line rather than prose."""
HEADING_WORDS = 6
_MOST_REMEMBERED = 50_000
_REMEMBERED_LENGTH = 80
_TITLE_LENGTH = 300
_LEAST_TITLE = 12


def text_columns(blocks: Blocks, table: WordTable) -> dict[str, Column]:
    """Measures of each block's text by name; the linear look's of its words are 'linear_text' and 'section'."""
    rows = _rows(blocks.texts, table)
    copies: list[int] = []
    met: dict[str, int] = {}
    for text in blocks.texts:
        before = met.get(text, 0)
        met[text] = before + 1
        copies.append(before)
    size, words, stops, sentences, prices, value, section = np.array(rows, dtype=np.float64).T
    linked = np.array(blocks.link_characters, dtype=np.float64)
    return {
        "characters": size,
        "words": words,
        "linked": linked,
        "link_density": linked / np.maximum(size, 1),
        "stops": stops,
        "ends_sentence": sentences,
        "price": prices,
        "copies_before": np.array(copies),
        "nodes": np.array([len(nodes) for nodes in blocks.nodes]),
        "linear_text": value,
        "section": section,
    }


def _rows(texts: Sequence[str], table: WordTable) -> list[TextRow]:
    """One row a text. Those of short texts are remembered: a site's pages have the same menus."""
    known = table.texts
    if len(known) > _MOST_REMEMBERED:
        known.clear()
    missing = [text for text in dict.fromkeys(texts) if text not in known]
    fresh: dict[str, TextRow] = {}
    for text, words in zip(missing, block_words(missing), strict=True):
        row = _row(text, words, table.linear)
        if len(text) <= _REMEMBERED_LENGTH:
            known[text] = row
        else:
            fresh[text] = row
    return [known[text] if text in known else fresh[text] for text in texts]


def _row(text: str, words: Sequence[str], linear: Mapping[str, Mapping[str, float]]) -> TextRow:
    stops = text.count(".") + text.count("!") + text.count("?") + text.count("。") + text.count(",")
    return (
        len(text), text.count(" ") + 1, stops, text[-1] in _ENDS_SENTENCE, _has_price(text),
        _weight(words, linear), _total(words[:HEADING_WORDS], linear["heading"]),
    )  # fmt: skip


def _weight(words: Sequence[str], linear: Mapping[str, Mapping[str, float]]) -> float:
    """What the linear look makes of the words of a text."""
    count = len(words)
    if not count:
        return 0.0
    value: float = _total(words, linear["short" if count < SHORT else "long"]) / (count + 1) ** 0.5
    value += linear["first"].get(words[0], 0.0)
    if count > 1:
        value += linear["pair"].get(f"{words[0]} {words[1]}", 0.0)
    return value if count >= SHORT else value + linear["last"].get(words[-1], 0.0)


def _total(words: Sequence[str], weights: Mapping[str, float]) -> float:
    return float(sum(filter(None, map(weights.get, words))))


def _has_price(text: str) -> bool:
    # the pattern is slow, and few texts have a sign of money
    has_sign = (
        "$" in text or "€" in text or "£" in text or "¥" in text or "₹" in text
        or "USD" in text or "EUR" in text or "GBP" in text
    )  # fmt: skip
    return has_sign and _PRICE.search(text, 0, _START) is not None


def heading_levels(page: Page, blocks: Blocks) -> list[int]:
    """1 to 6 for headings, 0 for other blocks."""
    tags = page.tags
    return [_HEADINGS.get(tags[element], 0) for element in blocks.parents]


def title_block(page: Page, blocks: Blocks) -> int:
    """The first block whose text stands in the <title>; -1 for none."""
    title = _title(page)
    if title:
        for block, text in enumerate(blocks.texts):
            if _LEAST_TITLE <= len(text) <= len(title) and text in title:
                return block
    return -1


def _title(page: Page) -> str:
    for node, tag in enumerate(page.tags):
        if tag == "title":
            return " ".join("".join(page.texts[node : page.ends[node]]).split())[:_TITLE_LENGTH]
        if tag == "body":
            break
    return ""
