"""What feed entries say of a page in, what of it the page's article takes out. Pure.

A feed completes a page and never overrules it: a date, a byline, tags are taken from it where the page has none. What
contradicts the page is for people to look at (view v_feed_differences).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from archive.model import Byline, Contributor, DateFact, Tag
from archive.name_forms import is_organisation
from archive.parsed_json import StoredPage

__all__ = ["SOURCE", "FeedFacts", "Statement", "completed", "facts_of"]

_Value = TypeVar("_Value")
SOURCE = "feed"
"""What a date or a byline from a feed names as its source."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What one entry says of a page; None and () where it says nothing that counts."""

    entry_id: int
    published: DateFact | None
    modified: DateFact | None
    authors: tuple[tuple[str, str | None, str], ...]
    """(name, address, as written) of each."""
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FeedFacts:
    """What feeds say of a page, each fact with the id of the entry that says it; None where none does."""

    published: tuple[DateFact, int] | None = None
    modified: tuple[DateFact, int] | None = None
    authors: tuple[tuple[tuple[str, str | None, str], ...], int] | None = None
    categories: tuple[tuple[str, ...], int] | None = None


def facts_of(statements: Sequence[Statement]) -> FeedFacts:
    """Each fact from the first entry that states it; the newest capture comes first."""
    return FeedFacts(
        _first(statements, lambda s: s.published),
        _first(statements, lambda s: s.modified),
        _first(statements, lambda s: s.authors or None),
        _first(statements, lambda s: s.categories or None),
    )


def _first(statements: Sequence[Statement], asked: Callable[[Statement], _Value | None]) -> tuple[_Value, int] | None:
    for statement in statements:
        value = asked(statement)
        if value is not None:
            return value, statement.entry_id
    return None


def completed(page: StoredPage, facts: FeedFacts) -> tuple[StoredPage, dict[str, int]]:
    """The page with what it does not say itself; and, by column or table a fact went to, the entry that says it."""
    used: dict[str, int] = {}
    if facts.published and _is_better(facts.published[0], page.published):
        page = replace(page, published=facts.published[0])
        used["date_published"] = facts.published[1]
    if facts.modified and page.modified is None and not _is_same_time(facts.modified[0], page.published):
        page = replace(page, modified=facts.modified[0])
        used["date_modified"] = facts.modified[1]
    if facts.authors and not any(byline.contributors for byline in page.bylines):
        page = replace(page, bylines=(*page.bylines, _byline(facts.authors[0])))
        used["bylines"] = facts.authors[1]
    if facts.categories and not page.tags:
        page = replace(page, tags=tuple(Tag(name, "category") for name in facts.categories[0]))
        used["tags"] = facts.categories[1]
    return page, used


def _is_better(said: DateFact, held: DateFact | None) -> bool:
    """Whether the page says nothing itself: no date, or only one in its address, which the feed says more exactly."""
    if held is None:
        return True
    return held.source == "url" and said.value != held.value and said.value.startswith(held.value)


def _is_same_time(one: DateFact, other: DateFact | None) -> bool:
    """Whether a change would be one of the minute of publication: software writes both when it saves a post."""
    return other is not None and one.value[:16] == other.value[:16]


def _byline(authors: Sequence[tuple[str, str | None, str]]) -> Byline:
    written = dict.fromkeys(raw for _, _, raw in authors)
    people = tuple(Contributor(name, is_organisation=is_organisation(name), url=url) for name, url, _ in authors)
    return Byline(", ".join(written), people, SOURCE)
