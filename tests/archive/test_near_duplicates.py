"""Texts that are nearly equal are found, others are not."""

from __future__ import annotations

import hashlib
import re
import struct
import zlib
from collections.abc import Callable
from functools import reduce

from archive.near_duplicates import candidate_pairs, nearly_equal_pairs, signature, similarity


def test_a_text_is_like_itself_and_its_edited_copy(prose: Callable[[int], str]) -> None:
    one = signature(prose(1) * 3)
    edited = signature(prose(1) * 3 + " And a closing line was added.")
    other = signature(prose(2) * 3)
    assert one is not None
    assert edited is not None
    assert other is not None
    assert similarity(one, one) == 1.0
    assert similarity(one, edited) > 0.8
    assert similarity(one, other) < 0.2


def test_a_short_text_has_no_signature() -> None:
    assert signature("Too short to tell.") is None


def test_case_and_punctuation_do_not_count(prose: Callable[[int], str]) -> None:
    assert signature(prose(1)) == signature(prose(1).upper().replace(".", " !"))


def test_pairs_are_found_among_many(prose: Callable[[int], str]) -> None:
    texts = [prose(n) for n in range(60)]
    texts.append(prose(7) + " One more sentence for the copy.")
    signatures = [(100 + n, found) for n, text in enumerate(texts) if (found := signature(text))]
    assert [(a, b) for a, b, _ in nearly_equal_pairs(signatures)] == [(107, 160)]


def test_of_a_large_group_each_is_compared_with_the_first_alone() -> None:
    parts = [bytes(16)] * 5 + [b"\x01" * 16]
    assert candidate_pairs(lambda _: parts, largest_group=4) == [(0, n) for n in range(1, 5)]
    assert len(candidate_pairs(lambda _: parts)) == 10


def test_no_texts_have_no_pairs() -> None:
    assert list(nearly_equal_pairs([])) == []


def test_the_signature_of_a_text_is_the_same_for_ever() -> None:
    found = signature(
        "Der naïve “Müller” saß — 3½ Tage lang — im Café, dann ging er nach Łódź: 漢字 stand an jeder Tür dort. " * 2
    )
    assert found is not None
    assert hashlib.sha256(found).hexdigest() == "4e2e071a99e59974c19639e3bf57a9bb46a179cf0ecffe6d56ebf95d69a84540"


def test_each_number_is_the_least_remainder_of_all_word_runs(prose: Callable[[int], str]) -> None:
    prime = 2**31 - 1
    words = [zlib.crc32(word.encode()) for word in re.findall(r"\w+", prose(3).casefold())]
    runs = [reduce(lambda run, word: (run * 1000003 + word) % prime, words[n : n + 4]) for n in range(len(words) - 3)]
    factors = [(2654435761 * (n + 1)) % (prime - 1) + 1 for n in range(64)]
    shifts = [(2246822519 * (n + 7)) % prime for n in range(64)]
    least = [min((run * f + s) % prime for run in runs) for f, s in zip(factors, shifts, strict=True)]
    assert signature(prose(3)) == struct.pack("<64I", *least)


def test_words_end_at_marks_of_any_script_however_many_there_are(prose: Callable[[int], str]) -> None:
    marks = [chr(number) for number in range(0x2500, 0x2580)]
    words = re.findall(r"\w+", prose(1))
    plain = signature(" ".join(words))
    assert plain is not None
    assert signature("—".join(words)) == plain
    assert signature("".join(f"{word}{marks[n % len(marks)]}" for n, word in enumerate(words))) == plain
