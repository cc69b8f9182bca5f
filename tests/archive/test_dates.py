"""Dates are read as far as they are stated, and no further."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.dates import date_in_url, day_first_of_language, find_dates, first_date, read_machine_date


@pytest.mark.parametrize(
    ("printed", "value", "precision"),
    [
        ("July 25, 2013", "2013-07-25", "day"),
        ("Thu, 07/25/2013 - 10:14", "2013-07-25T10:14", "minute"),
        ("25 July 2013 10:14 AM EDT", "2013-07-25T10:14-04:00", "minute"),
        ("10:14 AM on July 25, 2013", "2013-07-25T10:14", "minute"),
        ("Dec. 9th, 2019 | 3:04 pm PT", "2019-12-09T15:04", "minute"),
        ("25. Juli 2013 um 10:14 Uhr", "2013-07-25T10:14", "minute"),
        ("25.07.2013", "2013-07-25", "day"),
        ("25 de julio de 2013 a las 10:14", "2013-07-25T10:14", "minute"),
        ("le 25 juillet 2013 à 10h14", "2013-07-25T10:14", "minute"),
        ("1 de março de 2012", "2012-03-01", "day"),
        ("20 марта 2014, 15:30", "2014-03-20T15:30", "minute"),
        ("2013年7月25日", "2013-07-25", "day"),
        ("2013-07-25 10:14:06 +0200", "2013-07-25T10:14:06+02:00", "second"),
        ("3/4/2013 5:06:07 PM", "2013-04-03T17:06:07", "second"),
        ("25-Jul-13", "2013-07-25", "day"),
        ("March 2014", "2014-03", "month"),
    ],
)
def test_a_printed_date_is_read_as_precisely_as_it_is_stated(printed: str, value: str, precision: str) -> None:
    (found,) = find_dates(printed)

    assert (found.value, found.precision) == (value, precision)
    assert found.raw in printed


@pytest.mark.parametrize(
    "text", ["31 February 2013", "Route 2013/14", "call 555-12-13", "version 10.12.13.2", "13/13/2013"]
)
def test_what_is_no_day_is_no_date(text: str) -> None:
    assert [d for d in find_dates(text) if d.day] == []


def test_an_ambiguous_date_keeps_both_readings() -> None:
    (found,) = find_dates("05/04/2013")

    assert (found.day, found.other_day) == ("2013-04-05", "2013-05-04")


def test_the_order_of_the_site_settles_an_ambiguous_date() -> None:
    (found,) = find_dates("05/04/2013", day_first=False)

    assert (found.day, found.other_day) == ("2013-05-04", None)


def test_several_dates_of_a_line_come_in_order() -> None:
    line = "Published 25 July 2013, updated August 3, 2014"

    assert [d.value for d in find_dates(line)] == ["2013-07-25", "2014-08-03"]


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("2013-07-25T10:14:06-04:00", "2013-07-25T10:14:06-04:00"),
        ("2013-07-25T10:14:06.123Z", "2013-07-25T10:14:06Z"),
        ("2013-07-25T10:14:06-04", "2013-07-25T10:14:06-04:00"),
        ("20130725T101406Z", "2013-07-25T10:14:06Z"),
        ("Thu, 25 Jul 2013 10:14:06 GMT", "2013-07-25T10:14:06Z"),
        ("1374747246", "2013-07-25T10:14:06Z"),
        ("1374747246000", "2013-07-25T10:14:06Z"),
        ("2013-07", "2013-07"),
        ("2013", "2013"),
    ],
)
def test_machine_dates_of_every_usual_form_are_read(raw: str, value: str) -> None:
    found = read_machine_date(raw)

    assert found
    assert found.value == value


@pytest.mark.parametrize("raw", ["", "0000-00-00 00:00:00", "yesterday", "2013-W05", "2013-99-99T00:00"])
def test_what_is_no_machine_date_gives_none(raw: str) -> None:
    assert read_machine_date(raw) is None


@pytest.mark.parametrize(
    ("url", "value"),
    [
        ("http://example.com/blog/2013/07/25/slug", "2013-07-25"),
        ("http://example.com/2013/jul/25/slug", "2013-07-25"),
        ("http://example.com/news/slug-20130725.html", "2013-07-25"),
        ("http://example.com/2013/07/slug", "2013-07"),
    ],
)
def test_a_date_in_an_address_is_evidence(url: str, value: str) -> None:
    found = date_in_url(url)

    assert found
    assert found.value == value


@pytest.mark.parametrize(
    "url", ["http://example.com/article-20199999", "http://[bad", "http://example.com/node/201307"]
)
def test_other_numbers_in_an_address_are_no_date(url: str) -> None:
    assert date_in_url(url) is None


def test_english_alone_does_not_tell_the_order_of_day_and_month() -> None:
    assert day_first_of_language("en") is None


@given(st.text(max_size=300), st.sampled_from([None, True, False]))
def test_no_text_makes_the_date_parsers_raise(text: str, day_first: bool | None) -> None:
    for found in find_dates(text, day_first=day_first):
        assert 0 <= found.start < found.end <= len(text)
    first_date(text)
    read_machine_date(text)
    date_in_url(text)


@given(st.text(alphabet="0123456789/.-:, TZ+APMapmJanFebMarJuly", max_size=60))
def test_no_date_like_text_makes_the_date_parsers_raise(text: str) -> None:
    find_dates(text)
    read_machine_date(text)


@pytest.mark.parametrize(
    "dated", ["12/01/2009 - 09:30", "March 3rd, 2014 at 5 pm", "3. März 2014", "2014年5月2日", "May 2014"]
)
@pytest.mark.parametrize("before", ["", "on Tue, ", "Submitted by İpek Öz on ", "– "])
def test_words_before_a_date_move_it_and_change_nothing_else(before: str, dated: str) -> None:
    alone, moved = find_dates(dated), find_dates(before + dated)

    assert [replace(found, start=found.start - len(before), end=found.end - len(before)) for found in moved] == alone
    assert len(alone) == 1
