"""What feeds say completes a page, and never overrules it."""

from __future__ import annotations

from dataclasses import replace

from archive.feed_facts import FeedFacts, Statement, completed, facts_of
from archive.model import DateFact, PageKind
from archive.parsed_json import StoredPage

PAGE = StoredPage(
    url="http://blog.example/a", canonical_url=None, kind=PageKind.ARTICLE, language=None, direction=None, title=None,
    bylines=(), published=None, modified=None, tags=(), body=None, comments=(), comment_status=None,
    comment_count_stated=None, comment_system=None, notices=(), assets=(), addresses=(), description=None,
    node_paths={},
)  # fmt: skip
TIME = DateFact("2010-05-03T10:14:05+02:00", "second", "Mon, 03 May 2010 10:14:05 +0200", "feed")


def said(entry_id: int, **facts: object) -> Statement:
    return replace(Statement(entry_id, None, None, (), ()), **facts)  # type: ignore[arg-type]  # fields by name


def test_each_fact_comes_from_the_newest_entry_that_states_it() -> None:
    facts = facts_of([said(1), said(2, categories=("Ropes",)), said(3, published=TIME, categories=("Knots",))])
    assert facts == FeedFacts(published=(TIME, 3), categories=(("Ropes",), 2))


def test_a_date_in_the_address_alone_is_made_exact() -> None:
    page = replace(PAGE, published=DateFact("2010-05", "month", "2010/05", "url"))
    assert completed(page, FeedFacts(published=(TIME, 1)))[0].published == TIME


def test_a_date_in_the_address_that_says_otherwise_stays() -> None:
    page = replace(PAGE, published=DateFact("2010-04", "month", "2010/04", "url"))
    assert completed(page, FeedFacts(published=(TIME, 1))) == (page, {})


def test_a_change_in_the_minute_of_publication_is_none() -> None:
    same = replace(TIME, value="2010-05-03T10:14:50+02:00")
    page, used = completed(PAGE, FeedFacts(published=(TIME, 1), modified=(same, 1)))
    assert (page.modified, used) == (None, {"date_published": 1})
