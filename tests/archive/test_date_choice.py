"""Which of a page's days is the one of publication follows from how likely each is and from what states it."""

from __future__ import annotations

from archive.date_choice import choose_day
from archive.dates import FoundDate
from archive.mentions import Candidate, Mention


def candidate(day: str, kind: str, *features: str) -> Candidate[FoundDate]:
    fact = FoundDate(day, "day", day)
    return Candidate(day, fact, (Mention(fact, kind, "meta"),), dict.fromkeys(features, 1.0))


def test_the_likeliest_day_is_chosen_unless_none_at_all_is_much_likelier() -> None:
    days = [candidate("2013-07-25", "line"), candidate("2013-07-26", "line")]

    assert choose_day(days, [0.5, 1.0, 2.0]) == 1
    assert choose_day(days, [0.5, 1.0, 4.0]) is None
    assert choose_day([], [0.0]) is None


def test_a_day_of_change_gives_way_to_one_that_is_stated_as_publication() -> None:
    changed = candidate("2024-07-04", "meta:modified", "modified-only:others-published")
    stated = candidate("2020-12-20", "meta:article")
    of_plugin = candidate("2018-01-01", "json-ld:article:datepublished")

    assert choose_day([changed, stated], [3.0, 1.0, 0.0]) == 1
    assert choose_day([changed, of_plugin], [3.0, 1.0, 0.0]) == 0


def test_days_of_a_list_of_latest_posts_give_way_to_a_day_that_the_article_states() -> None:
    stated, first, second = (candidate(day, "meta:date") for day in ("2016-09-21", "2020-05-09", "2020-04-09"))

    assert choose_day([stated, first, second], [1.0, 5.0, 4.0, 0.0], listed=[1, 2]) == 0
    assert choose_day([stated, first, second], [1.0, 5.0, 4.0, 0.0]) == 1
    assert choose_day([first, second], [5.0, 4.0, 0.0], listed=[0, 1]) == 0
