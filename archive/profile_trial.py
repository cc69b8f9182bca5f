"""A profile and captured pages in, what it changes on each of them out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archive.errors import OldfaceError
from archive.model import ParsedPage
from archive.page_sources import SourcePage
from archive.parse import parse_page
from archive.profiles import Profile, profile_for

__all__ = ["Change", "PageTrial", "try_profile"]


@dataclass(frozen=True, slots=True)
class Change:
    """One fact of a page, without and with the profile."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PageTrial:
    """A page that the profile is for, and what it changes there; empty when it agrees with the parsers."""

    url: str
    changes: tuple[Change, ...]
    idle: tuple[str, ...]
    """Fields whose selectors select nothing on the page, e.g. 'regions.tags'."""


def try_profile(profile: Profile, sources: Iterable[SourcePage]) -> Iterator[PageTrial]:
    """A trial for each page that the profile holds for; pages of other hosts and days are passed over."""
    from archive.page import read_page
    from archive.profile_tree import page_tree, select_nodes

    for source in sources:
        if profile_for([profile], source.url, source.day) is None:
            continue
        try:
            before = parse_page(source.payload, url=source.url, charset=source.charset)
            after = parse_page(source.payload, url=source.url, charset=source.charset, profile=profile)
            tree = page_tree(read_page(source.payload, url=source.url, charset=source.charset))
        except OldfaceError as error:
            yield PageTrial(source.url, (Change("page", str(error), ""),), ())
            continue
        tables = (("regions", profile.regions), ("navigation", profile.navigation), ("notices", profile.notices))
        idle = [f"{table}.{name}" for table, held in tables for name, s in held.items() if not select_nodes(tree, s)]
        yield PageTrial(source.url, tuple(_changes(before, after)), tuple(idle))


def _changes(before: ParsedPage, after: ParsedPage) -> Iterator[Change]:
    for (field, one), (_, other) in zip(_facts(before), _facts(after), strict=True):
        if one != other:
            yield Change(field, one, other)


def _facts(page: ParsedPage) -> Iterator[tuple[str, str]]:
    """(field, value in words) of what a person checks first, in a fixed order."""
    yield "title", page.title.text if page.title else ""
    yield "authors", ", ".join(person.name for byline in page.bylines for person in byline.contributors)
    yield "published", page.published.value if page.published else ""
    yield "tags", ", ".join(tag.name for tag in page.tags)
    words = page.body.text.split() if page.body else []
    yield "body", f"{len(words)} words: {' '.join(words[:8])} … {' '.join(words[-4:])}" if words else ""
    names = ", ".join(comment.author or "nobody" for comment in page.comments[:6])
    yield "comments", f"{len(page.comments)}: {names}" if page.comments else ""
    yield "notices", "; ".join(f"{notice.kind}: {notice.text[:60]}" for notice in page.notices)
    kinds = [str(entry.kind) for entry in page.navigation]
    yield "navigation", ", ".join(f"{kind} {kinds.count(kind)}" for kind in sorted(set(kinds)))
