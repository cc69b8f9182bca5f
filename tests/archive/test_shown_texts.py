"""Labels are looked for only where a text begins with one of their words, dates where one holds their shape."""

from __future__ import annotations

from archive.page import read_page
from archive.shown_texts import shown_texts, texts_beginning, texts_like_dates


def test_texts_are_found_by_their_first_word_in_page_order() -> None:
    page = read_page("<p>Tags: a</p><p> BY: Jane</p><p>Standby</p><p>by-line</p><p>42</p>", url="http://example.com/")

    found = [page.texts[node] for node in texts_beginning(page, frozenset(["by", "tags"]))]

    assert found == ["Tags: a", " BY: Jane", "by-line"]


def test_a_word_ends_where_its_letters_do_and_dashes_before_it_are_passed_over() -> None:
    html = "<p>\n — [Posted by x]</p><p>Autor(in): y</p><p>“By” z</p><p>Émile</p><p>7 days</p>"
    page = read_page(html, url="http://example.com/")

    assert shown_texts(page).first_words == ["posted", "autor", "", "émile", ""]


def test_texts_with_a_year_or_numbers_between_marks_are_found_each_once() -> None:
    html = "<p>Oaks</p><p>3/4/05, 4/5/06</p><p>Über 1998–2003</p><p>a-b 12 34.</p><p>v1.2</p><p>2014年5月</p>"
    page = read_page(html, url="http://example.com/")

    assert [shown_texts(page).texts[place] for place in texts_like_dates(page)] == [
        "3/4/05, 4/5/06", "Über 1998–2003", "v1.2", "2014年5月",
    ]  # fmt: skip


def test_a_page_without_text_has_no_texts() -> None:
    page = read_page("<p></p>", url="http://example.com/")

    assert shown_texts(page).texts == shown_texts(page).first_words == list(texts_like_dates(page)) == []
