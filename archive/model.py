"""The values that travel between stages: captures in, pages, claims and segments between, parsed pages out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from archive.quick_values import quickly_made

__all__ = [
    "Address",
    "AssetUse",
    "Body",
    "Byline",
    "Capture",
    "Claim",
    "Comment",
    "CommentStatus",
    "Contributor",
    "DateFact",
    "FieldClaim",
    "Link",
    "NavigationKind",
    "NavigationLink",
    "Notice",
    "NoticeKind",
    "Page",
    "PageKind",
    "ParsedPage",
    "Problem",
    "Region",
    "Segment",
    "Tag",
    "Title",
]


class Region(StrEnum):
    """A kind of text on a page. Each visible text node is in exactly one."""

    TITLE = "title"
    BODY = "body"
    BYLINE = "byline"
    DATE = "date"
    TAGS = "tags"
    NAVIGATION = "navigation"
    COMMENT = "comment"
    COMMENT_FORM = "comment_form"
    NOTICE = "notice"
    FURNITURE = "furniture"


class NavigationKind(StrEnum):
    """What a navigation link is for."""

    MENU = "menu"
    BREADCRUMB = "breadcrumb"
    PAGINATION = "pagination"
    PREVIOUS_NEXT = "previous_next"
    RELATED = "related"
    ARCHIVES = "archives"
    TAG_CLOUD = "tag_cloud"
    UTILITY = "utility"
    SHARE = "share"
    FOOTER = "footer"


class NoticeKind(StrEnum):
    """What a notice tells the reader."""

    REDESIGN = "redesign"
    COOKIE = "cookie"
    COMMENT_POLICY = "comment_policy"
    COMMENTS_CLOSED = "comments_closed"
    MODERATION = "moderation"
    ERROR = "error"
    OTHER = "other"


class PageKind(StrEnum):
    """What a page is, as a whole."""

    ARTICLE = "article"
    LISTING = "listing"
    HOME = "home"
    AUTHOR = "author"
    TAG = "tag"
    SEARCH = "search"
    FORM = "form"
    ERROR = "error"
    PRINT = "print"
    ATTACHMENT = "attachment"
    FORUM = "forum"
    PRODUCT = "product"
    SERVICE = "service"
    DOCUMENTATION = "documentation"
    OTHER = "other"


class CommentStatus(StrEnum):
    """Whether a page takes comments; absent (None) where the page does not tell."""

    OPEN = "open"
    CLOSED = "closed"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Capture:
    """One fetch, as its WARC record tells it (WARC 1.1 section 5, CDXJ field names)."""

    filename: str
    """Name of the WARC file inside the archive folder's warc/, without a directory."""
    offset_bytes: int
    """Where the record's (compressed) bytes begin in the file."""
    length_bytes: int
    """How many (compressed) bytes the record takes in the file."""
    record_id: str
    """WARC-Record-ID with its angle brackets stripped, e.g. 'urn:uuid:…'."""
    record_type: str
    """WARC-Type: response, revisit, resource, …"""
    target_uri: str
    """WARC-Target-URI, angle brackets of old writers stripped."""
    warc_date: str
    """WARC-Date as written, ISO 8601 in UTC, with fractions where the record has them."""
    status: int | None = None
    """HTTP status code; None for records that hold no HTTP response."""
    mime: str | None = None
    """Media type of the payload as declared, lower case, without parameters."""
    payload_digest: str | None = None
    """'sha1:BASE32' of the payload with its transfer coding removed (WARC 1.1 section 6.3.2); computed by the
    reader where the record has none, so it is None only for records without a payload."""
    block_digest: str | None = None
    """WARC-Block-Digest as written."""
    http_headers: Sequence[tuple[str, str]] = ()
    """Response header lines in order, repeats kept, values decoded as Latin-1."""
    refers_to_uri: str | None = None
    """WARC-Refers-To-Target-URI of a revisit."""
    refers_to_date: str | None = None
    """WARC-Refers-To-Date of a revisit."""
    truncated: str | None = None
    """WARC-Truncated: length, time, disconnect or unspecified; None when whole."""
    ip_address: str | None = None
    """WARC-IP-Address."""
    hop_path: str | None = None
    """Hops from the seed (Heritrix letters: L link, R redirect, E embed, I inferred, X speculative; M: known to an
    earlier crawl)."""
    via: str | None = None
    """Address of the page that led here."""
    offset_in_member_bytes: int = 0
    """Where the record begins in the decompressed bytes from offset_bytes on; 0 unless records share a member."""


@dataclass(frozen=True, slots=True)
class Page:
    """A capture that is HTML, decoded, as flat arrays over its nodes in document order.

    A node is an element or a text node; its number is its index. All lists have the same length, and the
    subtree of node n is range(n, ends[n]). The tree is the one a browser builds (WHATWG HTML section 13.2), so
    `path(n)` evaluates as XPath in a browser too. Comments, doctype and processing instructions are no nodes.
    """

    url: str
    """Address of the capture: the base of relative links, unless <base href> says otherwise."""
    base_url: str
    """What relative links are resolved against."""
    tags: list[str]
    """Lower-case tag name; '#text' for text nodes."""
    parents: list[int]
    """Number of the parent element; -1 for the root."""
    ends: list[int]
    """One past the last node of the subtree; n + 1 for text nodes."""
    depths: list[int]
    """Distance from the root, which has 0."""
    attributes: list[Mapping[str, str]]
    """Attributes of an element, empty for text nodes; an attribute without value has ''."""
    texts: list[str]
    """Text of a text node, entities resolved and otherwise as written; '' for elements."""
    visible: list[int]
    """Numbers of the visible text nodes, in order: not blank, and under no element that never shows its text (head,
    script, style, template, svg, …). Boxes that start hidden ([hidden], inline display:none) count where they hold
    text of some length, and <noscript> where it holds the page: see archive/page.py."""
    charset: str | None = None
    """Encoding the bytes were read with; None when the page came as text."""
    charset_source: str | None = None
    """Where that was told: bom, http, meta, detected or fallback; None when the page came as text."""
    problems: tuple[Problem, ...] = ()
    """What had to be replaced or left out to read it."""


@quickly_made
@dataclass(frozen=True, slots=True)
class Claim:
    """A rule's statement that a node and what is below it belong to a region."""

    node: int
    """Number of an element or text node of the page."""
    region: Region
    rule: str
    """Name of the rule, '<module>:<rule>', e.g. 'title:h1-in-head' or 'model:body'."""
    kind: str | None = None
    """Finer kind: a NavigationKind or NoticeKind value, or a part of a comment (author, date, subject, text)."""
    confidence: float = 1.0
    """How sure, 0 to 1; 1 for what a standard or a profile says outright."""
    group: int | None = None
    """Which item of the region, from 0 in page order: which comment, which menu. None where there is only one."""


@quickly_made
@dataclass(frozen=True, slots=True)
class Segment:
    """A run of neighbouring visible text nodes of one region, kind and group, with the rule that decided."""

    position: int
    """From 0, in page order."""
    region: Region
    kind: str | None
    group: int | None
    nodes: tuple[int, ...]
    """Numbers of its text nodes; over all segments each visible node occurs exactly once."""
    node_path: str
    """XPath of the nearest element that holds all its nodes."""
    text: str
    """Text as read: white space collapsed, blocks on lines of their own."""
    rule: str
    confidence: float


@quickly_made
@dataclass(frozen=True, slots=True)
class FieldClaim:
    """What one source says about a field, kept also when another source was believed."""

    field: str
    """title, author, published, modified, language, canonical, kind, …"""
    value: str
    source: str
    """json-ld, microdata, rdfa, opengraph, meta, h-entry, visible, url, profile, platform, http"""
    accepted: bool
    """Whether this is the value the page's field got."""


@quickly_made
@dataclass(frozen=True, slots=True)
class Title:
    """The headline and what stands with it."""

    text: str
    source: str
    """Where it came from, as in FieldClaim.source."""
    node: int | None = None
    """Number of the element that holds it; None when not visible on the page."""
    subtitle: str | None = None
    kicker: str | None = None


@quickly_made
@dataclass(frozen=True, slots=True)
class Contributor:
    """One person or body that a byline, box or signature names."""

    name: str
    role: str | None = None
    """Job title as printed, e.g. 'general manager'."""
    organisation: str | None = None
    """What the role is at, as printed."""
    relation: str = "author"
    """author, translator, interviewer, photographer, editor, contributor"""
    is_guest: bool = False
    is_organisation: bool = False
    """Whether the name is of a company, team or office, not a person."""
    url: str | None = None
    """Profile page, absolute."""
    bio: str | None = None


@quickly_made
@dataclass(frozen=True, slots=True)
class Byline:
    """The words that name contributors, as printed, and who they are."""

    text_raw: str
    contributors: tuple[Contributor, ...]
    source: str
    """visible, json-ld, meta, author-box, rel-author, profile, platform …"""
    node: int | None = None


@quickly_made
@dataclass(frozen=True, slots=True)
class DateFact:
    """A date as found: nothing is added that the page does not say."""

    value: str
    """ISO 8601: YYYY, YYYY-MM, YYYY-MM-DD, or with time; with an offset only where the page states one. '' where a
    comment's words tell no day: an age ("3 years ago"), a day without a year."""
    precision: str
    """year, month, day, minute or second; '' where value is ''."""
    raw: str
    """As printed or as in the attribute."""
    source: str
    node: int | None = None


@quickly_made
@dataclass(frozen=True, slots=True)
class AssetUse:
    """An image, document or embed where the page uses it."""

    url: str
    kind: str
    """image, document, video, audio, embed"""
    role: str
    """figure, inline, lead, attachment, icon"""
    alt: str | None = None
    caption: str | None = None
    credit: str | None = None
    node: int | None = None


@quickly_made
@dataclass(frozen=True, slots=True)
class Body:
    """The article's own text."""

    text: str
    """Blocks separated by blank lines; nothing but the body region's text."""
    html: str
    """Clean HTML by an allow-list: structure kept, links absolute, nothing executable."""
    word_count: int
    assets: tuple[AssetUse, ...] = ()


@quickly_made
@dataclass(frozen=True, slots=True)
class Comment:
    """One comment, trackback, pingback or forum post."""

    position: int
    """From 0, in page order."""
    text: str
    html: str = ""
    author: str | None = None
    author_url: str | None = None
    author_source: str | None = None
    """byline, signature, data; None when there is no author."""
    subject: str | None = None
    posted_at: DateFact | None = None
    parent: int | None = None
    """Position of the comment it answers; None at top level or when the page does not tell."""
    depth: int = 0
    permalink: str | None = None
    anchor: str | None = None
    """The fragment id that names it on the page."""
    kind: str = "comment"
    """comment, trackback, pingback, post (of a forum)"""
    status: str | None = None
    """approved, pending, deleted; None when the page does not tell."""
    votes: int | None = None
    is_by_author: bool = False
    """Whether the page marks it as by the article's author."""
    source: str = "visible"
    """visible, or the embedded data it was read from (json-ld, disqus, …)."""
    node: int | None = None


@quickly_made
@dataclass(frozen=True, slots=True)
class NavigationLink:
    """One entry of a menu, breadcrumb, pager, share bar …"""

    kind: NavigationKind
    position: int
    """From 0, in page order."""
    text: str
    href: str | None
    """Absolute address; None for an entry without link (the current page of a breadcrumb)."""
    level: int = 0
    parent: int | None = None
    """Position of the entry it is nested under."""
    group: int = 0
    node: int | None = None


@quickly_made
@dataclass(frozen=True, slots=True)
class Notice:
    """A message of the site to its reader."""

    kind: NoticeKind
    text: str
    html: str = ""
    links: tuple[tuple[str, str], ...] = ()
    """(text, absolute address) of each link, in order."""
    node: int | None = None


@quickly_made
@dataclass(frozen=True, slots=True)
class Tag:
    """A category, tag or section the article is filed under."""

    name: str
    taxonomy: str = "tag"
    """tag, category, section"""
    url: str | None = None
    node: int | None = None


@quickly_made
@dataclass(frozen=True, slots=True)
class Link:
    """An <a href> or other outlink, with the region it stands in."""

    url: str
    """Absolute address."""
    href_raw: str
    text: str
    rel: str | None
    region: Region
    node: int


@quickly_made
@dataclass(frozen=True, slots=True)
class Address:
    """Another address of the same article that the page itself names."""

    url: str
    relation: str
    """canonical, shortlink, print, amp, mobile, feed, next, prev, alternate"""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read, kept as a row instead of stopping the run."""

    code: str
    """Dotted name, e.g. 'page.too-large', 'comments.third-party-missing'."""
    message: str
    next_step: str = ""


@quickly_made
@dataclass(frozen=True, slots=True)
class ParsedPage:
    """All that the parsers say of one page. A pure function of bytes, URL, profile and code."""

    url: str
    canonical_url: str | None
    """What the page names as its own address; None when it names none."""
    kind: PageKind
    kind_rule: str
    platform: str | None
    """Name of the platform file that recognised the page, e.g. 'drupal7'."""
    platform_evidence: tuple[str, ...]
    language: str | None
    """BCP 47 tag; stated by the page, or detected from the body (see field_claims)."""
    direction: str | None
    """ltr or rtl, where the page states it."""
    title: Title | None
    bylines: tuple[Byline, ...]
    published: DateFact | None
    modified: DateFact | None
    tags: tuple[Tag, ...]
    body: Body | None
    comments: tuple[Comment, ...]
    comment_status: CommentStatus | None
    comment_count_stated: int | None
    comment_system: str | None
    """Third-party system the comments live in (disqus, facebook, …), when not on the page itself."""
    notices: tuple[Notice, ...]
    navigation: tuple[NavigationLink, ...]
    links: tuple[Link, ...]
    assets: tuple[AssetUse, ...]
    """Every image, document and embed of the page; those of the body also stand in body.assets."""
    addresses: tuple[Address, ...]
    segments: tuple[Segment, ...]
    field_claims: tuple[FieldClaim, ...]
    problems: tuple[Problem, ...] = ()
    description: str | None = None
    """The page's own summary (meta description, og:description)."""
    captured_at: datetime | None = field(default=None, compare=False)
    """Never set by parsers: law 2 keeps the clock out; the archive sets it from WARC-Date."""
