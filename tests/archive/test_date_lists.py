"""Days of posts listed beside an article are known by standing in elements of the same names."""

from __future__ import annotations

from archive.date_lists import days_in_lists
from archive.page import read_page
from archive.page_dates import date_candidates
from archive.parse import parse_page
from archive.structured import read_structured_data

DAYS = ("Nov 9, 2020", "May 15, 2020", "Feb 27, 2020")
POST = (
    "<p class=late><a href=/{n}>Post</a> <span class=posted>Posted <span class=date>{day}</span> by Ann Lee</span></p>"
)
TEXT = "<p>The oak keeps its leaves until late in the year, and many birds live in it, as they always did.</p>" * 3


def page_of(days: tuple[str, ...], own: str) -> str:
    beside = "".join(POST.format(n=n, day=day) for n, day in enumerate(days))
    return f"<title>Oaks</title>{own}<body><h1>Oaks of the park</h1><div class=side>{beside}</div><div>{TEXT}</div>"


def listed(html: str) -> list[str]:
    page = read_page(html, url="http://example.com/oaks")
    candidates = date_candidates(page, read_structured_data(page))
    return [candidates[n].key for n in days_in_lists(page, candidates)]


def test_three_days_printed_alike_are_a_list_and_two_are_none() -> None:
    assert listed(page_of(DAYS, "")) == ["2020-11-09", "2020-05-15", "2020-02-27"]
    assert listed(page_of(DAYS[:2], "")) == []


def test_a_day_that_the_page_states_as_well_is_not_only_the_lists() -> None:
    assert "2020-05-15" not in listed(page_of(DAYS, '<meta name="date" content="2020-05-15">'))


def test_the_articles_own_day_is_stated_beside_a_list_of_later_ones() -> None:
    published = parse_page(
        page_of(DAYS, '<meta name="date" content="2016-09-21">'), url="http://example.com/oaks"
    ).published

    assert published is not None
    assert published.value == "2016-09-21"
