"""Two versions of a page in, what changed between them out, region by region: a byline removed, a comment deleted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from archive.errors import BadInput
from archive.parsed_json import StoredPage
from archive.store.reading import Archive
from archive.store.versions import SegmentRecord, Version, page_of, segments_of, stored_page_of, versions_of

__all__ = ["Change", "PageDiff", "compare", "diff_pages", "words_changed"]

_CHROME = ("navigation", "notice", "furniture", "comment_form")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is there, or reads, otherwise."""

    region: str
    kind: str
    """added, removed or changed"""
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class PageDiff:
    """What changed between two captures of a page."""

    url: str
    before: Version
    after: Version
    versions: int
    """How many versions the archive has."""
    changes: tuple[Change, ...]


def compare(archive: Archive, url: str, first: str | None = None, second: str | None = None) -> PageDiff:
    """What changed between two captures: by default between the last change and what was before it.

    `first` and `second` are times (YYYYMMDDhhmmss or the beginning of one, also with dashes); the nearest capture
    counts. BadInput when there is only one version.
    """
    page = page_of(archive, url)
    versions = versions_of(archive, page)
    if len(versions) < 2:
        raise BadInput(
            f"The archive has one version of {url}", where=f"captured {versions[0].captured_at}" if versions else "",
            next_step="Crawl the site again, or ingest other WARC files of it.",
        )  # fmt: skip
    before, after = _chosen(versions, first, second)
    changes = diff_pages(
        stored_page_of(archive, before.parse_id),
        stored_page_of(archive, after.parse_id),
        segments_of(archive, before.parse_id),
        segments_of(archive, after.parse_id),
    )
    return PageDiff(url, before, after, len(versions), tuple(changes) if before.parse_id != after.parse_id else ())


def _chosen(versions: Sequence[Version], first: str | None, second: str | None) -> tuple[Version, Version]:
    if first is None:
        place = max((n for n, version in enumerate(versions) if n and version.is_changed), default=len(versions) - 1)
        return versions[place - 1], versions[place]
    before = _nearest(versions, first)
    after = _nearest(versions, second) if second else versions[-1]
    return (before, after) if before.captured_at <= after.captured_at else (after, before)


def _nearest(versions: Sequence[Version], time: str) -> Version:
    digits = re.sub(r"\D", "", time)[:14]
    if len(digits) < 4:
        raise BadInput(f"{time} is no time", next_step="Write it as 2014, 2014-03 or 20140331120000.")
    exact = [version for version in versions if version.timestamp14.startswith(digits)]
    if exact:
        return exact[-1]
    return min(versions, key=lambda v: abs(int(v.timestamp14) - int(digits.ljust(14, "0"))))


def diff_pages(
    before: StoredPage,
    after: StoredPage,
    before_segments: Sequence[SegmentRecord] = (),
    after_segments: Sequence[SegmentRecord] = (),
) -> Iterator[Change]:
    """Every change, in the order of a page: title, bylines, dates, tags, body, comments, then the chrome."""
    yield from _single("title", _title(before), _title(after))
    yield from _set("byline", _bylines(before), _bylines(after))
    for name in ("published", "modified"):
        one, other = getattr(before, name), getattr(after, name)
        yield from _single("date", one and f"{name} {one.value}", other and f"{name} {other.value}")
    yield from _set("tags", [t.name for t in before.tags], [t.name for t in after.tags])
    yield from _paragraphs(before, after)
    yield from _single(
        "comment",
        before.comment_status and f"comments {before.comment_status}",
        after.comment_status and f"comments {after.comment_status}",
    )
    yield from _comments(before, after)
    for region in _CHROME:
        yield from _set(region, _texts(before_segments, region), _texts(after_segments, region))


def _title(page: StoredPage) -> str | None:
    return page.title.text if page.title else None


def _texts(segments: Sequence[SegmentRecord], region: str) -> list[str]:
    return [line for s in segments if s.region == region for line in s.text.split("\n") if line.strip()]


def _bylines(page: StoredPage) -> list[str]:
    return [
        ", ".join(part for part in (c.name, c.role, c.organisation) if part)
        + (f" ({c.relation})" if c.relation != "author" else "")
        for byline in page.bylines
        for c in byline.contributors
    ]


def _single(region: str, before: str | None, after: str | None) -> Iterator[Change]:
    if before == after:
        return
    yield Change(
        region, "changed" if before and after else "added" if after else "removed", before or None, after or None
    )


def _set(region: str, before: Sequence[str], after: Sequence[str]) -> Iterator[Change]:
    gone, new = Counter(before) - Counter(after), Counter(after) - Counter(before)
    for text in dict.fromkeys(before):
        if gone[text]:
            yield Change(region, "removed", text, None)
    for text in dict.fromkeys(after):
        if new[text]:
            yield Change(region, "added", None, text)


def _paragraphs(before: StoredPage, after: StoredPage) -> Iterator[Change]:
    one = before.body.text.split("\n\n") if before.body else []
    other = after.body.text.split("\n\n") if after.body else []
    for tag, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        gone, new = one[a:b], other[c:d]
        paired = min(len(gone), len(new))
        for text, changed in zip(gone, new, strict=False):
            yield Change("body", "changed", text, changed)
        for text in gone[paired:]:
            yield Change("body", "removed", text, None)
        for text in new[paired:]:
            yield Change("body", "added", None, text)


def _comments(before: StoredPage, after: StoredPage) -> Iterator[Change]:
    """Comments by their anchor where they have one: an edited comment is changed, not another."""
    one = {c.anchor or f"{c.author}\x00{c.text}": c for c in before.comments}
    other = {c.anchor or f"{c.author}\x00{c.text}": c for c in after.comments}
    for key, comment in one.items():
        if key not in other:
            yield Change("comment", "removed", _said(comment.author, comment.subject, comment.text), None)
        else:
            now = other[key]
            yield from _single(
                "comment",
                _said(comment.author, comment.subject, comment.text),
                _said(now.author, now.subject, now.text),
            )
    for key, comment in other.items():
        if key not in one:
            yield Change("comment", "added", None, _said(comment.author, comment.subject, comment.text))


def _said(author: str | None, subject: str | None, text: str) -> str:
    return f"{author or 'somebody'}: " + (f"{subject}. " if subject else "") + text


def words_changed(before: str, after: str) -> Iterator[tuple[str, str]]:
    """(kind, words) of a changed text in reading order: same, removed or added.

    >>> list(words_changed("one two three", "one 2 three"))
    [('same', 'one'), ('removed', 'two'), ('added', '2'), ('same', 'three')]
    """
    one, other = before.split(), after.split()
    for tag, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag == "equal":
            yield "same", " ".join(one[a:b])
            continue
        if b > a:
            yield "removed", " ".join(one[a:b])
        if d > c:
            yield "added", " ".join(other[c:d])
