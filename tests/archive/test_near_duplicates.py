"""Texts that are nearly equal are found, others are not."""

from __future__ import annotations

from collections.abc import Callable

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
