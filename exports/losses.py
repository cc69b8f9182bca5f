"""Articles and a format in, a ledger of what will not arrive out: fields without a place, and what the importer drops.

A format declares in LOSSES which fields its target has no place for and what becomes of them; `preflight` of the
format predicts, article by article, what its importer will drop, shorten, merge or change.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TextIO

from archive.store import Article, ArticleComment

__all__ = ["FIELDS", "Field", "FieldLoss", "Loss", "count_fields", "field_losses", "write_ledger"]


class Field(StrEnum):
    """A field of the archive that a target may have no place for."""

    SUBTITLE = "article.subtitle"
    KICKER = "article.kicker"
    DESCRIPTION = "article.description"
    MODIFIED = "article.date_modified"
    DATE_RAW = "article.date_published_raw"
    DATE_PRECISION = "article.date_precision"
    LANGUAGE = "article.language"
    DIRECTION = "article.direction"
    SECTION = "article.section"
    TAGS = "article.tags"
    TAXONOMIES = "article.taxonomies"
    BODY_HTML = "article.body_html"
    CANONICAL = "article.url"
    ADDRESSES = "article.addresses"
    QUERY_ADDRESSES = "article.addresses_with_query"
    COMMENT_STATUS = "article.comment_status"
    COMMENT_NOTICE = "article.comment_notice"
    COMMENT_COUNT_STATED = "article.comment_count_stated"
    PROVENANCE = "article.provenance"
    AUTHORS = "byline.name"
    FURTHER_AUTHORS = "byline.further_authors"
    ROLE = "byline.role"
    ORGANISATION = "byline.organisation"
    RELATION = "byline.relation"
    GUEST = "byline.guest"
    BYLINE_RAW = "byline.text_raw"
    AUTHOR_URL = "byline.url"
    COMMENTS = "comment"
    COMMENT_SUBJECT = "comment.subject"
    COMMENT_PARENT = "comment.parent"
    COMMENT_HTML = "comment.html"
    COMMENT_DATE_PRECISION = "comment.date_precision"
    COMMENT_AUTHOR_URL = "comment.author_url"
    COMMENT_AUTHOR_SOURCE = "comment.author_source"
    COMMENT_KIND = "comment.kind"
    COMMENT_VOTES = "comment.votes"
    COMMENT_BY_AUTHOR = "comment.is_by_author"
    COMMENT_PERMALINK = "comment.permalink"
    ASSETS = "asset"
    ALT = "asset.alt"
    CAPTION = "asset.caption"
    CREDIT = "asset.credit"
    ASSETS_MISSING = "asset.not_captured"
    LEAD_IMAGE = "asset.lead_image"


def _given(*values: object) -> int:
    return sum(1 for value in values if value)


def _is_partial(date: str | None) -> bool:
    return bool(date) and "T" not in (date or "")


def _comments(test: Callable[[ArticleComment], object]) -> Callable[[Article], int]:
    return lambda article: sum(1 for comment in article.comments if test(comment))


def _query_addresses(article: Article) -> int:
    return sum(1 for address in article.addresses if "?" in address.url)


FIELDS: Mapping[Field, Callable[[Article], int]] = {
    Field.SUBTITLE: lambda a: _given(a.alternative_headline),
    Field.KICKER: lambda a: _given(a.kicker),
    Field.DESCRIPTION: lambda a: _given(a.description),
    Field.MODIFIED: lambda a: _given(a.date_modified),
    Field.DATE_RAW: lambda a: _given(a.date_published_raw),
    Field.DATE_PRECISION: lambda a: int(_is_partial(a.date_published)),
    Field.LANGUAGE: lambda a: _given(a.in_language),
    Field.DIRECTION: lambda a: _given(a.direction),
    Field.SECTION: lambda a: _given(a.article_section),
    Field.TAGS: lambda a: len(a.tags),
    Field.TAXONOMIES: lambda a: sum(1 for tag in a.tags if tag.taxonomy != "tag"),
    Field.BODY_HTML: lambda a: _given(a.body_html),
    Field.CANONICAL: lambda a: _given(a.url),
    Field.ADDRESSES: lambda a: len(a.addresses),
    Field.QUERY_ADDRESSES: _query_addresses,
    Field.COMMENT_STATUS: lambda a: _given(a.comment_status),
    Field.COMMENT_NOTICE: lambda a: _given(a.comment_notice),
    Field.COMMENT_COUNT_STATED: lambda a: int(a.comment_count_stated is not None),
    Field.PROVENANCE: lambda a: _given(a.capture),
    Field.AUTHORS: lambda a: len(a.bylines),
    Field.FURTHER_AUTHORS: lambda a: max(0, len(a.bylines) - 1),
    Field.ROLE: lambda a: _given(*(b.role for b in a.bylines)),
    Field.ORGANISATION: lambda a: _given(*(b.organisation for b in a.bylines)),
    Field.RELATION: lambda a: sum(1 for b in a.bylines if b.relation != "author"),
    Field.GUEST: lambda a: sum(1 for b in a.bylines if b.is_guest),
    Field.BYLINE_RAW: lambda a: _given(*(b.text_raw for b in a.bylines)),
    Field.AUTHOR_URL: lambda a: _given(*(b.url for b in a.bylines)),
    Field.COMMENTS: lambda a: len(a.comments),
    Field.COMMENT_SUBJECT: _comments(lambda c: c.subject),
    Field.COMMENT_PARENT: _comments(lambda c: c.parent_id is not None),
    Field.COMMENT_HTML: _comments(lambda c: c.html),
    Field.COMMENT_DATE_PRECISION: _comments(lambda c: _is_partial(c.date_created)),
    Field.COMMENT_AUTHOR_URL: _comments(lambda c: c.author_url),
    Field.COMMENT_AUTHOR_SOURCE: _comments(lambda c: c.author_source),
    Field.COMMENT_KIND: _comments(lambda c: c.kind != "comment"),
    Field.COMMENT_VOTES: _comments(lambda c: c.upvote_count is not None),
    Field.COMMENT_BY_AUTHOR: _comments(lambda c: c.is_by_author),
    Field.COMMENT_PERMALINK: _comments(lambda c: c.permalink),
    Field.ASSETS: lambda a: len(a.assets),
    Field.ALT: lambda a: _given(*(use.alt for use in a.assets)),
    Field.CAPTION: lambda a: _given(*(use.caption for use in a.assets)),
    Field.CREDIT: lambda a: _given(*(use.credit for use in a.assets)),
    Field.ASSETS_MISSING: lambda a: sum(
        1 for use in a.assets if use.asset.capture_id is None and use.asset.kind != "embed"
    ),
    Field.LEAD_IMAGE: lambda a: _given(a.main_image_id),
}
"""How often an article has each field."""

ALWAYS_LOST: Mapping[Field, str] = {
    Field.ASSETS_MISSING: "the archive does not hold its bytes, so its address is left as it was",
}


@dataclass(frozen=True, slots=True)
class FieldLoss:
    """A field that the target has no place for."""

    field: Field
    count: int
    """How often the field is there in what is exported."""
    fate: str
    """What becomes of it, in words."""


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing that the importer will drop, shorten, merge or change."""

    kind: str
    """dropped, truncated, merged or changed"""
    field: str
    url: str
    """Address of the article."""
    reason: str
    """What the importer does, and the value, in words."""


def count_fields(articles: Iterable[Article]) -> Counter[Field]:
    """How often each field is there."""
    counts: Counter[Field] = Counter()
    for article in articles:
        for field, count in FIELDS.items():
            counts[field] += count(article)
    return counts


def field_losses(counts: Counter[Field], declared: Mapping[Field, str]) -> list[FieldLoss]:
    """The declared losses that occur, in the order of Field."""
    fates = {**ALWAYS_LOST, **declared}
    return [FieldLoss(field, counts[field], fates[field]) for field in Field if field in fates and counts[field]]


def write_ledger(out: TextIO, fields: Iterable[FieldLoss], losses: Iterator[Loss]) -> Counter[str]:
    """Both kinds of loss as CSV; how many predicted losses there are of each kind."""
    kinds: Counter[str] = Counter()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(["kind", "field", "count", "url", "reason"])
    for lost in fields:
        table.writerow(["no place", lost.field.value, lost.count, "", lost.fate])
    for loss in losses:
        kinds[loss.kind] += 1
        table.writerow([loss.kind, loss.field, 1, loss.url, loss.reason])
    return kinds
