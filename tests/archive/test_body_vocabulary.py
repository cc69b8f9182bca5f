"""What the linear look makes of words: all texts of a page together, and each as a dictionary would have it."""

from __future__ import annotations

import pytest

from archive.regions.body_vocabulary import HEADING_WORDS, SHORT, weigh
from archive.regions.body_words import LINEAR_GROUPS, WordTable, block_words

LINEAR: dict[str, dict[str, float]] = {
    "short": {"stop": 0.5, "café": -1.25, "istanbul": 3.0, "𝐁old": 0.125},
    "long": {"stop": -0.5, "word": 0.75},
    "first": {"don": 2.0, "word": -0.25, "一二": 0.5},
    "pair": {"don t": 4.0, "word word": 1.5, "t don": 8.0},
    "last": {"x": 1.0, "lone": -3.0, "σοφος": 0.25},
    "heading": {"stop": 0.25, "café": 16.0, "word": 1.0},
}
TEXTS = [
    "Don’t stop\tme_now 2nd", "", "42", "İstanbul café", "一二 ٣ 𝐁old 😀x", "a\u2028b\x1cc", "\ud800lone", "Word word",
    "ΟΔΟΣ ΣΟΦΟΣ", "stop " * 40, "word stop " * 30, "café " * 7, "x", "t don stop", "Word" + "s" * 300, "STOP",
]  # fmt: skip


def table() -> WordTable:
    return WordTable({}, {group: LINEAR.get(group, {}) for group in LINEAR_GROUPS})


def by_dictionary(text: str) -> tuple[float, float]:
    [words] = block_words([text])
    if not words:
        return 0.0, 0.0
    is_line = len(words) < SHORT
    value = sum(LINEAR["short" if is_line else "long"].get(word, 0.0) for word in words) / (len(words) + 1) ** 0.5
    value += LINEAR["first"].get(words[0], 0.0) + LINEAR["pair"].get(" ".join(words[:2]), 0.0)
    value += LINEAR["last"].get(words[-1], 0.0) if is_line else 0.0
    return value, sum(LINEAR["heading"].get(word, 0.0) for word in words[:HEADING_WORDS])


def test_texts_weigh_together_what_the_words_of_each_weigh_alone() -> None:
    wanted = [by_dictionary(text) for text in TEXTS]
    assert len(set(wanted)) > 8
    as_text, as_heading = weigh(TEXTS, table())
    assert as_text.tolist() == pytest.approx([weight for weight, _ in wanted])
    assert as_heading.tolist() == pytest.approx([weight for _, weight in wanted])


def test_a_page_of_many_texts_weighs_what_each_weighs_alone() -> None:
    alone = [float(weigh([text], table())[0][0]) for text in TEXTS]
    as_text, as_heading = weigh(TEXTS * 40, table())
    assert as_text.tolist() == alone * 40
    assert len(as_heading) == len(as_text)


def test_letters_whose_small_form_is_two_fill_no_room_that_is_not_there() -> None:
    as_text, _ = weigh(["İ" * 200] * 500 + ["stop"], table())
    assert as_text.tolist() == [0.0] * 500 + [0.5 / 2**0.5]


def test_a_table_without_words_makes_nothing_of_any_text() -> None:
    empty = WordTable({}, {group: {} for group in LINEAR_GROUPS})
    assert [part.tolist() for part in weigh(TEXTS[:3], empty)] == [[0.0] * 3, [0.0] * 3]
