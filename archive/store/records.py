"""What readers of the archive get: one frozen value per article, person, asset, capture, redirect or menu entry."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "Article",
    "ArticleAsset",
    "ArticleByline",
    "ArticleComment",
    "ArticleTag",
    "Asset",
    "CaptureRecord",
    "FeedFact",
    "KnownAddress",
    "MenuEntry",
    "Person",
    "Redirect",
]


@dataclass(frozen=True, slots=True)
class CaptureRecord:
    """Where a fact comes from: one record of one WARC file."""

    id: int
    filename: str
    """Name of the WARC file in the folder's warc/."""
    offset_bytes: int
    length_bytes: int
    offset_in_member_bytes: int
    """Where the record begins in the decompressed bytes from offset_bytes on; 0 unless records share a member."""
    record_id: str
    record_type: str
    target_uri: str
    warc_date: str
    timestamp14: str
    status: int | None
    mime: str | None
    payload_digest: str | None


@dataclass(frozen=True, slots=True)
class ArticleByline:
    """One contributor of an article, in printed order."""

    position: int
    person_id: int
    person_name: str
    """The fullest spelling of the person's name in the archive."""
    person_slug: str
    name: str
    """As printed here."""
    role: str | None
    organisation: str | None
    relation: str
    """author, translator, interviewer, photographer, editor or contributor"""
    is_guest: bool
    is_organisation: bool
    url: str | None
    text_raw: str
    source: str
    node_path: str | None


@dataclass(frozen=True, slots=True)
class ArticleComment:
    """One comment, trackback or pingback, in thread order: a parent comes before its answers."""

    id: int
    parent_id: int | None
    position: int
    depth: int
    person_id: int | None
    author_name: str | None
    author_url: str | None
    author_source: str | None
    subject: str | None
    date_created: str | None
    """ISO 8601, only as precise as stated."""
    date_created_raw: str | None
    text: str
    html: str
    permalink: str | None
    kind: str
    status: str | None
    upvote_count: int | None
    is_by_author: bool
    source: str
    node_path: str | None


@dataclass(frozen=True, slots=True)
class ArticleTag:
    """One tag, category or section an article is filed under."""

    id: int
    name: str
    slug: str
    taxonomy: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Asset:
    """One image, document, video or embed."""

    id: int
    url: str
    kind: str
    capture_id: int | None
    """Its last whole capture: give it to Archive.payload; None when the archive does not hold it."""
    mime: str | None
    size_bytes: int | None
    sha256: str | None
    width: int | None
    height: int | None


@dataclass(frozen=True, slots=True)
class ArticleAsset:
    """An asset where an article uses it."""

    position: int
    asset: Asset
    role: str
    """figure, inline, lead, attachment or icon"""
    alt: str | None
    caption: str | None
    credit: str | None
    node_path: str | None


@dataclass(frozen=True, slots=True)
class KnownAddress:
    """An address the article was known by."""

    url: str
    relation: str
    """self, canonical, shortlink, print, amp, mobile, redirect, comment-page, part or variant"""
    evidence: str


@dataclass(frozen=True, slots=True)
class FeedFact:
    """A fact of an article that its page does not tell and an entry of a feed does."""

    field: str
    """date_published, date_modified, bylines or tags"""
    feed_url: str
    node_path: str
    """Where the entry stands in the feed."""
    capture: CaptureRecord
    """The first capture of the feed as it is there."""


@dataclass(frozen=True, slots=True)
class Article:
    """One article with all that belongs to it."""

    id: int
    page_id: int
    url: str
    site: str
    slug: str
    headline: str | None
    alternative_headline: str | None
    kicker: str | None
    description: str | None
    date_published: str | None
    """ISO 8601, only as precise as stated: '2013', '2013-07', '2013-07-25', '2013-07-25T10:14'; zone where stated."""
    date_published_raw: str | None
    date_published_precision: str | None
    date_published_source: str | None
    date_modified: str | None
    date_modified_raw: str | None
    in_language: str | None
    direction: str | None
    article_section: str | None
    word_count: int
    comment_status: str | None
    """open, closed or none; None when the page does not tell."""
    comment_notice: str | None
    comment_count: int
    comment_count_stated: int | None
    comment_system: str | None
    main_image_id: int | None
    body_text: str
    body_html: str
    duplicate_of_id: int | None
    bylines: tuple[ArticleByline, ...]
    comments: tuple[ArticleComment, ...]
    tags: tuple[ArticleTag, ...]
    assets: tuple[ArticleAsset, ...]
    addresses: tuple[KnownAddress, ...]
    capture: CaptureRecord
    """The capture that its rows lead back to."""


@dataclass(frozen=True, slots=True)
class Person:
    """One person or body, across the archive."""

    id: int
    name: str
    slug: str
    is_organisation: bool
    url: str | None
    job_title: str | None
    organisation: str | None
    bio: str | None
    article_count: int
    comment_count: int
    names: tuple[str, ...]
    """Every spelling, sorted."""


@dataclass(frozen=True, slots=True)
class Redirect:
    """A redirect that a crawl met."""

    url: str
    redirect_url: str
    status: int
    last_seen_at: str


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One entry of a menu of a page, in page order."""

    kind: str
    group_number: int
    position: int
    level: int
    parent_position: int | None
    label: str
    href: str | None
    target_page_id: int | None
