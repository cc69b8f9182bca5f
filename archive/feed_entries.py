"""The bytes of a feed in, its entries out: addresses, dates, authors, categories, raw beside normalised. Pure.

RSS 0.9 to 2.0, RSS 1.0 (RDF) and Atom by feedparser, JSON Feed by json_feeds.py. Whatever the bytes are, what can be
read of them is read, and what could not be is told in problems; nothing is raised.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

from archive.dates import read_machine_date
from archive.decoding import decode
from archive.errors import BadPage
from archive.feed_facts import SOURCE
from archive.feed_syntax import MAXIMUM_BYTES, MAXIMUM_TAGS, is_feed_head, parsed_feed
from archive.json_feeds import json_feed
from archive.markup import absolute_to
from archive.model import DateFact, Problem
from archive.names import read_byline

__all__ = ["FeedAuthor", "FeedEntry", "ReadFeed", "read_feed"]

_NEXT_STEP = "Nothing needs to be done: the payload is kept, 'oldface show --raw URL' gives it."
_LONGEST_TEXT = 2_000
"""Characters of a title or a name that are kept."""
_MOST_VALUES = 100
"""Authors or categories of one entry that are kept."""
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_ENTITY = re.compile(r"<!ENTITY[^>]*>", re.IGNORECASE)
_END_OF_ENTRY = re.compile(r"</(?:\w+:)?(?:item|entry)\s*>", re.IGNORECASE)
_END_OF_FEED = re.compile(r"</(?:\w+:)?(?:rss|feed|rdf)\s*>", re.IGNORECASE)
_TAG = re.compile(r"<(?:/?[A-Za-z][^<>]*|!--[^>]*)>")
_NAME_ONLY = re.compile(
    r"<guid\s[^<>]{0,200}isPermaLink\s*=\s*[\"']\s*false[^<>]{0,200}>\s*(?:<!\[CDATA\[)?([^<>\]]{1,2000})",
    re.IGNORECASE,
)
"""A guid that says that it is no address; feedparser tells that only of an entry without a link."""
_MAILBOX = re.compile(
    r"(<(?:author|dc:creator)>)\s*[^\s<>@]{1,100}@[^\s<>()]{1,100}\s*(?:\(([^<>()]{0,200})\)\s*)?(?=</)"
)
_PATHS = {"rss": "/rss/channel/item[{}]", "rss10": "/rdf:RDF/item[{}]", "rss090": "/rdf:RDF/item[{}]",
          "atom": "/feed/entry[{}]", "json": "/items/{}"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FeedAuthor:
    """One author as an entry names them."""

    name: str
    url: str | None
    """Absolute; None where the feed names none."""
    raw: str
    """As written, but for a mailbox beside it."""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry of a feed: what it says of a page."""

    position: int
    """Order in the feed, from 0."""
    node_path: str
    """Where it stands: XPath of its element, or a JSON pointer (RFC 6901) in a JSON Feed."""
    url: str | None
    """The page it is about, absolute, past a redirecting service where the entry tells; None when it names none."""
    guid: str | None
    """RSS guid, Atom id or JSON Feed id, as written."""
    guid_url: str | None
    """The same where it is an address of the page, absolute; else None."""
    answers: str | None
    """What it answers, for a comment (RFC 4685 in-reply-to); None for other entries."""
    title: str | None
    """Plain text."""
    title_raw: str | None
    published: DateFact | None
    modified: DateFact | None
    authors: tuple[FeedAuthor, ...]
    """Its own; the author of a whole feed is not that of an entry."""
    categories: tuple[str, ...]
    comments_url: str | None
    comment_count: int | None


@dataclass(frozen=True, slots=True)
class ReadFeed:
    """What a payload says, read as a feed."""

    format: str
    """rss20, rss10, atom10, … as feedparser names them, json for a JSON Feed; '' when it is no feed."""
    title: str | None = None
    site_url: str | None = None
    """The site whose feed it is, absolute."""
    generator: str | None = None
    entries: tuple[FeedEntry, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_feed(payload: bytes, *, url: str, charset: str | None = None) -> ReadFeed:
    """What the feed at `url` says; `charset` is what the HTTP header declares."""
    problems: list[Problem] = []
    if len(payload) > MAXIMUM_BYTES:
        payload = payload[:MAXIMUM_BYTES]
        problems.append(_problem("feed.too-large", f"The feed is read to its first {MAXIMUM_BYTES} bytes"))
    text = decode(payload, charset=charset).text
    if text.lstrip("\ufeff \t\r\n").startswith("{"):
        return _json(text, url, problems)
    text = _XML_DECLARATION.sub("", text)
    if not is_feed_head(text[:65536].encode()):
        return ReadFeed("", problems=tuple(problems))
    try:
        text = _readable(text, problems)
        parsed = parsed_feed(text.encode(), url=url)
    except BadPage as error:
        return ReadFeed("", problems=(*problems, _problem("feed.bomb", error.what)))
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError) as error:
        # A fault of feedparser's in one feed must not stop a run.
        return ReadFeed("", problems=(*problems, _problem("feed.unreadable", f"{type(error).__name__}: {error}")))
    if not problems and parsed.bozo and hasattr(parsed.get("bozo_exception"), "getLineNumber"):
        said = f"The feed is no well-formed XML: {parsed.bozo_exception}; it was read as far as possible"
        problems.append(_problem("feed.malformed", said))
    version, channel = str(parsed.get("version", "")), parsed.feed
    names = frozenset(unescape(guid).strip() for guid in _NAME_ONLY.findall(text))
    return ReadFeed(
        version,
        _line(_plain(channel.get("title_detail"))) or None,
        absolute_to(url, _text(dict.get(channel, "link"))),
        _line(_text(dict.get(channel, "generator"))) or None,
        tuple(_entry(entry, place, version, url, names) for place, entry in enumerate(parsed.entries)),
        tuple(problems),
    )


def _problem(code: str, message: str) -> Problem:
    return Problem(code, message, _NEXT_STEP)


def _readable(text: str, problems: list[Problem]) -> str:
    """The feed without what costs or misleads: the texts of whole posts, which nobody asks it for, entities, which a
    bomb declares, and an entry that is torn off."""
    text = _without_contents(text)
    # "jane@blog.example (Jane Doe)" in RSS: feedparser takes such an address to end after four letters of its domain.
    text = _MAILBOX.sub(lambda found: found[1] + (found[2] or ""), text)
    if _ENTITY.search(text, 0, 65536):
        text = _ENTITY.sub("", text)
        problems.append(_problem("feed.entities", "The feed declares XML entities; it was read without them"))
    pieces = text.split("<", MAXIMUM_TAGS)
    is_cut = len(pieces) > MAXIMUM_TAGS
    if is_cut:
        text = "<".join(pieces[:MAXIMUM_TAGS])
    if is_cut or not _END_OF_FEED.search(text[-2000:]):
        # The last words of a torn feed may be half an address: its last whole entry ends it.
        ends = [found.end() for found in _END_OF_ENTRY.finditer(text)]
        text = text[: ends[-1]] if ends else text
        problems.append(
            _problem("feed.cut", f"The feed has more than {MAXIMUM_TAGS} tags; its first entries were read")
            if is_cut
            else _problem("feed.torn", "The feed ends before it is closed; its whole entries were read")
        )
    return text


def _without_contents(text: str) -> str:
    """The feed without <content:encoded> and <content>: they are most of it, and their pages say the same."""
    kept: list[str] = []
    here = 0
    while (start := text.find("<content", here)) >= 0:
        is_rss = text.startswith("<content:encoded", start)
        end = text.find("</content:encoded>" if is_rss else "</content>", start)
        if end < 0 or not (is_rss or text[start + 8 : start + 9] in " >"):
            break
        kept.append(text[here:start])
        here = end + (18 if is_rss else 10)
    return "".join((*kept, text[here:]))


def _entry(
    entry: Any,  # Any: feedparser has no types
    position: int,
    version: str,
    base: str,
    names: Container[str],
) -> FeedEntry:
    """The entry at that place; `names` are the guids that are no addresses."""
    guid = _text(dict.get(entry, "id")) or None
    link = _text(dict.get(entry, "link"))
    original = _text(dict.get(entry, "feedburner_origlink"))
    # An RSS guid is an address unless it says no; an Atom id names, and may look like an address that never was one.
    is_address = guid is not None and "://" in guid and guid not in names and version.startswith("rss")
    guid_url = absolute_to(base, guid) if guid and is_address else None
    published, modified = _dates(entry, is_rss=version.startswith("rss"))
    family = "rss" if version.startswith("rss") and version not in _PATHS else version
    place = position if family == "json" else position + 1
    answers = dict.get(entry, "thr_in-reply-to")
    return FeedEntry(
        position,
        _PATHS.get(family, _PATHS["atom"] if version.startswith("atom") else _PATHS["rss"]).format(place),
        absolute_to(base, original) or absolute_to(base, link) or guid_url,
        guid,
        guid_url,
        _text(answers.get("ref") or answers.get("href")) or None if isinstance(answers, Mapping) else None,
        _line(_plain(entry.get("title_detail"))) or None,
        _text(dict.get(entry, "title")) or None,
        published,
        modified,
        tuple(_authors(dict.get(entry, "authors", ()), base)),
        _categories(dict.get(entry, "tags", ())),
        absolute_to(base, _text(dict.get(entry, "comments"))),
        _count(entry),
    )


def _dates(entry: Any, *, is_rss: bool) -> tuple[DateFact | None, DateFact | None]:  # Any: as above
    """When the entry says its page was published and changed.

    feedparser calls dc:date "updated", which in RSS tells the publication; a second date counts when it is later.
    """
    published = _date(dict.get(entry, "published") or dict.get(entry, "created"))
    modified = _date(dict.get(entry, "updated"))
    if is_rss and published is None:
        return modified, None
    if published and modified and modified.value == published.value:
        modified = None
    return published, modified


def _date(raw: object) -> DateFact | None:
    """The date as ISO 8601; None where it is none that can be read."""
    text = _text(raw)
    found = read_machine_date(text) if text else None
    # What has no date in a database is written as its first second.
    if found is None or found.value.startswith("1970-01-01"):
        return None
    return DateFact(found.value, found.precision, text, SOURCE)


def _authors(people: Iterable[Any], base: str) -> Iterator[FeedAuthor]:  # Any: as above
    for person in [person for person in people if isinstance(person, Mapping)][:_MOST_VALUES]:
        raw = _line(_text(person.get("name")))
        # "jane@blog.example" alone names a mailbox
        if not raw or ("@" in raw and " " not in raw):
            continue
        url = absolute_to(base, _text(person.get("href")))
        names = [who.name for who in read_byline(raw) if who.relation == "author"]
        # What names no person by its form is a name all the same: a feed has nothing else there.
        yield from (FeedAuthor(name, url, raw) for name in names or [raw])


def _categories(tags: Iterable[Any]) -> tuple[str, ...]:  # Any: as above
    """Each category once. An address is none: Google's feeds say with one what kind of thing an entry is."""
    names: dict[str, None] = {}
    for tag in tags:
        if isinstance(tag, Mapping):
            name = _line(unescape(_text(tag.get("label")) or _text(tag.get("term"))))
            if name and "://" not in name:
                names.setdefault(name)
    return tuple(names)[:_MOST_VALUES]


def _count(entry: Any) -> int | None:  # Any: as above
    """How many comments the entry says there are (slash:comments, thr:total, thr:count)."""
    said = [dict.get(entry, "slash_comments"), dict.get(entry, "thr_total")]
    said += [link.get("count") for link in dict.get(entry, "links", ()) if link.get("rel") == "replies"]
    return next((int(text) for value in said if (text := _text(value)).isdecimal() and len(text) < 10), None)


def _text(value: object) -> str:
    """A text within bounds, white space around it stripped; '' for what is none."""
    return value.strip()[:_LONGEST_TEXT] if isinstance(value, str) else ""


def _line(text: str) -> str:
    return " ".join(text.split())


def _plain(detail: object) -> str:
    """A title as plain text: in many feeds it is HTML."""
    if not isinstance(detail, Mapping):
        return ""
    text = _text(detail.get("value"))
    return unescape(_TAG.sub("", text)) if "html" in _text(detail.get("type")) else text


def _json(text: str, url: str, problems: list[Problem]) -> ReadFeed:
    found = json_feed(text)
    if found is None:
        return ReadFeed("", problems=tuple(problems))
    entries = []
    for position, item in enumerate(found.get("items", ())):
        guid = _text(item.get("id")) or None
        published, modified = _date(item.get("date_published")), _date(item.get("date_modified"))
        # version 1 of JSON Feed knows one author, version 1.1 several
        people = item.get("authors") if isinstance(item.get("authors"), list) else [item.get("author")]
        named = [{"name": p.get("name"), "href": p.get("url")} for p in people or () if isinstance(p, dict)]
        tags = item.get("tags")
        entries.append(
            FeedEntry(
                position,
                _PATHS["json"].format(position),
                absolute_to(url, _text(item.get("url")))
                or (absolute_to(url, guid) if guid and "://" in guid else None),
                guid,
                absolute_to(url, guid) if guid and "://" in guid else None,
                None,
                _line(_text(item.get("title"))) or None,
                _text(item.get("title")) or None,
                published,
                None if published and modified and modified.value == published.value else modified,
                tuple(_authors(named, url)),
                _categories([{"term": tag} for tag in tags] if isinstance(tags, list) else ()),
                None,
                None,
            )
        )
    return ReadFeed(
        "json",
        _line(_text(found.get("title"))) or None,
        absolute_to(url, _text(found.get("home_page_url"))),
        None,
        tuple(entries),
        tuple(problems),
    )
