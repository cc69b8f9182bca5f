"""Paragraphs are paired the way a person would."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from exports.verify.paragraphs import pair, split_paragraphs

LONG = "We stopped bleaching in March because nobody could tell and the gas was unpleasant to keep."


def test_typographic_quotes_and_spaces_are_no_difference() -> None:
    assert pair(["“It’s\xa0thirsty,” he said – twice."], ['"It\'s thirsty," he said - twice.']).kept


def test_an_edited_paragraph_is_told_apart_from_a_missing_one() -> None:
    result = pair([LONG, "Gone entirely, every word of it."], [LONG.replace("March", "April")])
    assert result.edited == ((LONG, LONG.replace("March", "April")),)
    assert result.missing == ("Gone entirely, every word of it.",)
    assert result.new == ()


def test_a_paragraph_shown_elsewhere_on_the_page_is_kept() -> None:
    assert pair(["A caption."], [], elsewhere="Menu\nA caption.\nFooter").kept == ("A caption.",)


def test_a_paragraph_printed_twice_must_arrive_twice() -> None:
    result = pair([LONG, LONG], [LONG])
    assert len(result.kept) == 1
    assert result.missing == (LONG,)


def test_a_new_paragraph_is_told() -> None:
    assert pair([LONG], [LONG, "Subscribe to our letter."]).new == ("Subscribe to our letter.",)


@given(st.text(), st.lists(st.text(min_size=1, max_size=40), max_size=8))
def test_a_text_held_against_itself_loses_nothing(text: str, more: list[str]) -> None:
    paragraphs = split_paragraphs("\n\n".join([text, *more]))
    result = pair(paragraphs, paragraphs)
    assert result.kept == tuple(paragraphs)
    assert not (result.edited)
    assert not (result.missing)
    assert not (result.new)
