"""One payload in, the rows of its parse out: pure, picklable, run in a worker process."""

from __future__ import annotations

import hashlib
import json
import marshal
import re
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TypeVar

from archive.errors import OldfaceError
from archive.keys import page_key, row_id, site_of, without_fragment
from archive.model import Link, NavigationLink, Page, PageKind, ParsedPage, Problem, Segment
from archive.near_duplicates import signature
from archive.node_paths import paths_of
from archive.page import read_page
from archive.parse import assemble, read_context
from archive.parsed_json import stored_page, to_json
from archive.profiles import Profile
from archive.site_concern import concern_of, has_same_concern
from archive.site_templates import SiteEvidence

__all__ = ["ParseRows", "Payload", "Row", "content_sha256", "given_up", "parse_id_of", "parse_rows"]

Row = tuple[object, ...]
_SURROGATE = re.compile(rb"\xed[\xa0-\xbf]")
"""A lone surrogate in UTF-8, which no well-formed text has."""
_Item = TypeVar("_Item", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Payload:
    """What names a parse."""

    url: str
    """Address of the page, without fragment."""
    sha256: str
    """Of the payload, codings removed, in hex."""
    charset: str | None
    """Charset parameter of the Content-Type header."""
    capture_id: int
    """The capture that brought it."""

    @property
    def parse_id(self) -> int:
        """Key of the parse."""
        return parse_id_of(self.url, self.sha256, self.charset)


@dataclass(frozen=True, slots=True)
class HeldParse:
    """What the archive knows of a parse that these parsers made with other evidence."""

    rows_sha256: str
    """As in ParseRows."""
    concern: str
    """What of the evidence concerned the page (archive/site_concern.py)."""


@dataclass(frozen=True, slots=True)
class ParseRows:
    """What one payload becomes: rows by table, values in the order of the table's columns."""

    parse_id: int
    page_id: int
    rows_sha256: str
    """Over all rows, but not the versions of what made them."""
    made_by: tuple[str, str] = ("", "")
    """Version of the parsers, and what the site told."""
    tables: dict[str, list[Row]] = field(default_factory=dict)
    """Empty for a page that was not parsed again, as its rows would be those that are held."""
    packed: bytes | None = field(default=None, compare=False, repr=False)
    """All tables but `parses` as marshal writes them, where that was done for the digest: so they go from one process
    to another, which takes no time, while to pickle a thousand values does."""

    def __reduce__(self) -> tuple[Callable[..., ParseRows], tuple[object, ...]]:
        own = (self.parse_id, self.page_id, self.rows_sha256, self.made_by)
        if self.packed is None:
            return ParseRows, (*own, self.tables)
        return _unpacked, (*own, self.packed, self.tables["parses"])


def _unpacked(
    parse_id: int, page_id: int, rows_sha256: str, made_by: tuple[str, str], packed: bytes, parses: list[Row]
) -> ParseRows:
    tables: dict[str, list[Row]] = dict(marshal.loads(packed))  # noqa: S302 - from a process of our own, as pickle is
    tables["parses"] = parses
    return ParseRows(parse_id, page_id, rows_sha256, made_by, tables)


def parse_id_of(url: str, payload_sha256: str, charset: str | None) -> int:
    """Key of the parse of a payload at an address."""
    return row_id("parse", without_fragment(url), payload_sha256, (charset or "").lower())


def parse_rows(
    payload: Payload,
    content: bytes,
    *,
    version: str,
    evidence: SiteEvidence | None = None,
    profile: Profile | None = None,
    told: str = "",
) -> ParseRows:
    """The rows of the page; of a page that cannot be read, an empty parse with the problem.

    `version` names the parsers; `evidence` is what the site's pages tell together, `profile` what is known of the site,
    `told` the version of both.
    """
    evidence = evidence or SiteEvidence()
    try:
        context = read_context(content, url=payload.url, charset=payload.charset, profile=profile, site=evidence)
        concern = concern_of(
            context.page, context.asked_of_site, evidence, profile_version=profile_part(told, evidence)
        )
        return _rows(payload, assemble(context), context.page, version, f"{told}/{concern}")
    except (OldfaceError, RecursionError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError) as error:
        # A fault of ours in one page must not stop a run of a million: it becomes a row, with its kind.
        return given_up(payload, error, version=version, told=told)


def profile_part(told: str, evidence: SiteEvidence) -> str:
    """Version of the site's profiles: what follows in `told` on that of the evidence, which is '' when it is empty."""
    return told.removeprefix(evidence.version) if evidence != SiteEvidence() else told


def same_rows(
    payload: Payload, content: bytes, *, version: str, told: str, evidence: SiteEvidence | None, held: HeldParse
) -> ParseRows | None:
    """What is noted of a page whose parse would give the rows held; None where it has to be parsed.

    `version`, `told` and `evidence` as for parse_rows.
    """
    evidence = evidence or SiteEvidence()
    try:
        page = read_page(content, url=payload.url, charset=payload.charset)
    except OldfaceError:
        return None
    if not has_same_concern(held.concern, page, evidence, profile_version=profile_part(told, evidence)):
        return None
    made_by = (version, f"{told}/{held.concern}")
    return ParseRows(payload.parse_id, page_key(payload.url), held.rows_sha256, made_by)


def given_up(payload: Payload, error: Exception, *, version: str, told: str) -> ParseRows:
    """The rows of a page that could not be parsed: an empty parse, and the problem."""
    nothing = Page(payload.url, payload.url, [], [], [], [], [], [], [])
    parsed = replace(_empty(payload.url), problems=(_fault(error),))
    return _rows(payload, parsed, nothing, version, told)


def _rows(payload: Payload, parsed: ParsedPage, page: Page, version: str, told: str) -> ParseRows:
    parse_id, url = payload.parse_id, payload.url

    path_of = paths_of(page)
    tables: dict[str, list[Row]] = {
        "segments": [_segment_row(parse_id, segment) for segment in parsed.segments],
        "navigation": _navigation_rows(parse_id, path_of, parsed.navigation),
        "links": _link_rows(parse_id, url, parsed.links),
        "notices": [
            (
                parse_id, place, str(n.kind), n.text, n.html, _json([list(link) for link in n.links]),
                None if n.node is None else path_of(n.node),
            )
            for place, n in enumerate(parsed.notices)
        ],
        "field_claims": [
            (parse_id, place, claim.field, claim.value, claim.source, int(claim.accepted))
            for place, claim in enumerate(parsed.field_claims)
        ],
        "page_addresses": [
            (parse_id, place, address.url, _page_key(address.url), address.relation)
            for place, address in enumerate(_once(parsed.addresses))
        ],
        "problems": [_problem_row(parse_id, url, problem) for problem in _once(parsed.problems)],
    }  # fmt: skip
    stored = to_json(stored_page(parsed, path_of))
    # Version 2 of marshal writes values only, nothing of how objects are shared: the same rows give the same bytes.
    written = marshal.dumps(sorted(tables.items()), 2)
    packed: bytes | None = written
    if b"\xed" in written and _SURROGATE.search(written):
        tables, packed = _without_surrogates(tables), None
    digest = hashlib.sha256(written + stored).hexdigest()
    page_id = page_key(url)
    tables["parses"] = [_encodable_row(_parse_row(payload, parsed, page, (version, told, digest), stored))]
    return ParseRows(parse_id, page_id, digest, (version, told), tables, packed)


def _without_surrogates(tables: dict[str, list[Row]]) -> dict[str, list[Row]]:
    """The rows with every lone surrogate replaced: JSON in a page may name one, and no database can hold it."""
    return {table: [_encodable_row(row) for row in rows] for table, rows in tables.items()}


def _encodable_row(row: Row) -> Row:
    return tuple([_encodable(value) if isinstance(value, str) else value for value in row])


def _encodable(text: str) -> str:
    return text if text.isprintable() else text.encode("utf-8", "replace").decode("utf-8")


def _navigation_rows(parse_id: int, path_of: Callable[[int], str], entries: Iterable[NavigationLink]) -> list[Row]:
    return [
        (
            parse_id, place, str(entry.kind), entry.group, entry.level, entry.parent, entry.text, href,
            None if href is None else _page_key(href), None if entry.node is None else path_of(entry.node),
        )
        for place, entry in enumerate(entries)
        for href in (entry.href,)
    ]  # fmt: skip


def _link_rows(parse_id: int, page_url: str, links: Iterable[Link]) -> list[Row]:
    site = site_of(page_url)
    # Most links lead to the same site, and are written as the page's own address is.
    origin = f"{_origin_of(page_url)}/"
    return [
        (
            parse_id, place, url, _page_key(url), link.href_raw, link.text, link.rel, str(link.region),
            int(url.startswith(origin) or _site_of_origin(_origin_of(url)) == site),
        )
        for place, link in enumerate(links)
        for url in (link.url,)
    ]  # fmt: skip


# Most links of a page stand on the site's other pages too.
@lru_cache(maxsize=20_000)
def _page_key(url: str) -> int:
    return page_key(url)


_ORIGIN = re.compile(r"https?://[^/?#]*", re.IGNORECASE)


def _origin_of(url: str) -> str:
    """The beginning of an address, which is all that its site needs; the address itself where it is none of the web."""
    origin = _ORIGIN.match(url)
    return origin[0] if origin else url


@lru_cache(maxsize=20_000)
def _site_of_origin(origin: str) -> str:
    return site_of(origin)


def _once(items: Iterable[_Item]) -> list[_Item]:
    return list(dict.fromkeys(items))


# Made once: json.dumps makes an encoder for each call.
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _segment_row(parse_id: int, segment: Segment) -> Row:
    return (
        parse_id, segment.position, str(segment.region), segment.kind, segment.group, segment.node_path,
        len(segment.nodes), segment.text, segment.rule, round(segment.confidence, 4),
    )  # fmt: skip


def _parse_row(payload: Payload, parsed: ParsedPage, page: Page, made_by: tuple[str, str, str], stored: bytes) -> Row:
    body = parsed.body
    return (
        payload.parse_id, page_key(payload.url), payload.sha256, payload.charset, payload.capture_id, *made_by,
        str(parsed.kind), parsed.title.text if parsed.title else None,
        parsed.published.value if parsed.published else None,
        str(parsed.comment_status) if parsed.comment_status else None,
        parsed.kind_rule, parsed.canonical_url, parsed.language, parsed.platform,
        _json(list(parsed.platform_evidence)), int(parsed.kind == PageKind.ERROR),
        len(page.visible), sum(len(byline.contributors) for byline in parsed.bylines),
        body.word_count if body else 0, signature(body.text) if body else None,
        content_sha256(parsed), stored,
    )  # fmt: skip


def content_sha256(parsed: ParsedPage) -> str:
    """SHA-256 of what a reader cares about: title, bylines, dates, tags, body, comments and notices, not menus."""
    title, body = parsed.title, parsed.body
    content = [
        [title.text, title.subtitle, title.kicker] if title else None,
        [[b.text_raw, [[c.name, c.role, c.organisation, c.relation] for c in b.contributors]] for b in parsed.bylines],
        [d.value if d else None for d in (parsed.published, parsed.modified)],
        [[t.taxonomy, t.name] for t in parsed.tags],
        body.text if body else None,
        [
            [c.author, c.subject, (c.posted_at.value or None) if c.posted_at else None, c.parent, c.text]
            for c in parsed.comments
        ],
        str(parsed.comment_status),
        [[str(n.kind), n.text] for n in parsed.notices],
    ]
    return hashlib.sha256(_json(content).encode("utf-8", "surrogatepass")).hexdigest()


def _empty(url: str) -> ParsedPage:
    """What is known of a page that cannot be read."""
    return ParsedPage(
        url=url, canonical_url=None, kind=PageKind.OTHER, kind_rule="unreadable", platform=None, platform_evidence=(),
        language=None, direction=None, title=None, bylines=(), published=None, modified=None, tags=(), body=None,
        comments=(), comment_status=None, comment_count_stated=None, comment_system=None, notices=(),
        navigation=(), links=(), assets=(), addresses=(), segments=(), field_claims=(),
    )  # fmt: skip


def _fault(error: Exception) -> Problem:
    if isinstance(error, OldfaceError):
        return Problem(_code(type(error)), error.what, error.next_step)
    return Problem(
        "page.parser-fault",
        f"The parsers failed: {type(error).__name__}: {error}",
        "Please report the page: its capture is kept, 'oldface show --raw URL' gives it.",
    )


def _code(kind: type[Exception]) -> str:
    words = "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in kind.__name__).strip("-")
    return f"page.{words.removeprefix('page-')}"


def _problem_row(parse_id: int, url: str, problem: Problem) -> Row:
    number = row_id("problem", parse_id, problem.code, problem.message)
    return (number, None, None, parse_id, url, problem.code, problem.message, problem.next_step)
