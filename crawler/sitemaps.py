"""The bytes of a sitemap, or the text of a robots.txt, in; the addresses they list out. Pure.

Protocol: sitemaps.org 0.9 (index, urlset, text, gzip; 50,000 addresses and 50 MB a file), robots.txt's Sitemap lines
(RFC 9309 section 2.2.4 leaves them to the sitemap protocol).
"""

from __future__ import annotations

import io
import re
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin

from lxml import etree

from archive.errors import BadPage, PageTooLarge
from crawler.addresses import join_address

__all__ = ["Sitemap", "SitemapEntry", "latest_moment", "read_sitemap", "sitemaps_of_robots", "well_known_sitemaps"]

MAXIMUM_BYTES = 50 * 1024 * 1024
"""The protocol's bound on an unpacked sitemap; a gzip bomb ends here."""
MAXIMUM_ENTRIES = 50_000
"""The protocol's bound on addresses in one file."""

_WELL_KNOWN = ("/sitemap.xml", "/sitemap_index.xml", "/wp-sitemap.xml", "/sitemap.xml.gz", "/sitemap.txt")


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """One address a sitemap lists."""

    url: str
    modified_on: str | None = None
    """lastmod as written; None where there is none."""
    is_sitemap: bool = False
    """Whether it is a sitemap again (an entry of an index)."""
    images: tuple[str, ...] = ()
    """Addresses of <image:image> elements, which the page needs."""


@dataclass(frozen=True, slots=True)
class Sitemap:
    """What a sitemap lists."""

    entries: tuple[SitemapEntry, ...]
    form: str
    """'index', 'urlset', 'text', 'feed' (RSS or Atom: read it as one) or 'none' (a web page, an empty file)."""
    was_cut: bool = False
    """Whether it listed more than MAXIMUM_ENTRIES, or broke off: what was read until then is here."""


def well_known_sitemaps(url: str) -> list[str]:
    """Where a site's sitemap stands by custom, from any address of the site.

    >>> well_known_sitemaps("http://blog.example/2011/")[0]
    'http://blog.example/sitemap.xml'
    """
    return [urljoin(url, path) for path in _WELL_KNOWN]


_LASTMOD = re.compile(
    r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?)?)?$",
    re.IGNORECASE,
)
_FURTHEST_WEST = timedelta(hours=12)
"""A day that names no zone ends last where clocks are furthest behind."""


def latest_moment(lastmod: str | None) -> datetime | None:
    """The last moment that a lastmod may mean (W3C's note on date formats), UTC; None for what is no date.

    A day may have been any moment of that day, and any place's: what was captured after this moment is certainly
    as new as the sitemap says.

    >>> latest_moment("2014-02-26T10:00:00+01:00").isoformat(), latest_moment("2014-02-26").isoformat()
    ('2014-02-26T09:00:00+00:00', '2014-02-27T12:00:00+00:00')
    """
    match = _LASTMOD.match((lastmod or "").strip())
    if match is None or match[1] == "0000":
        return None
    year, month, day, hour, minute, second = (int(part) if part else None for part in match.groups()[:6])
    try:
        if hour is not None:
            moment = datetime(year or 1, month or 1, day or 1, hour, minute or 0, second or 0, tzinfo=UTC)
            return moment - _offset(match[7]) if match[7] else moment + _FURTHEST_WEST
        if day is not None:
            after = datetime(year or 1, month or 1, day, tzinfo=UTC) + timedelta(days=1)
        elif month is not None:
            after = datetime((year or 1) + month // 12, month % 12 + 1, 1, tzinfo=UTC)
        else:
            after = datetime((year or 1) + 1, 1, 1, tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
    return after + _FURTHEST_WEST


def _offset(zone: str) -> timedelta:
    """
    >>> _offset("-05:30")
    datetime.timedelta(days=-1, seconds=66600)
    """
    if zone in "zZ":
        return timedelta(0)
    size = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
    return -size if zone[0] == "-" else size


def sitemaps_of_robots(text: str, *, url: str) -> list[str]:
    """The addresses of robots.txt's Sitemap lines, in order, each once.

    >>> sitemaps_of_robots("User-agent: *\\nSITEMAP: /s.xml # all", url="http://blog.example/robots.txt")
    ['http://blog.example/s.xml']
    """
    found: dict[str, None] = {}
    for line in text[:512_000].splitlines():  # RFC 9309 section 2.5: a crawler need not read more than 500 kibibytes
        name, colon, value = line.partition("#")[0].partition(":")
        if colon and name.strip().lower() == "sitemap":
            address = join_address(url, value.strip())
            if address:
                found[address] = None
    return list(found)


def read_sitemap(payload: bytes, *, url: str) -> Sitemap:
    """What the sitemap at `url` lists.

    Raises PageTooLarge when it unpacks to more than MAXIMUM_BYTES, BadPage when it declares entities: no sitemap
    needs them, and an entity bomb does.
    """
    data = _unpack(payload)
    start = data[:2048].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if not start.startswith(b"<") and b"\0" not in start:
        return _read_text(data, url)
    return _read_xml(data, url)


def _unpack(payload: bytes) -> bytes:
    for _ in range(2):  # .xml.gz served with Content-Encoding: gzip and unpacked once, or twice
        if not payload.startswith(b"\x1f\x8b"):
            break
        unpacker = zlib.decompressobj(wbits=31)
        try:
            payload = unpacker.decompress(payload, MAXIMUM_BYTES + 1)
        except zlib.error as error:
            raise BadPage(f"The sitemap's gzip is broken: {error}") from error
    if len(payload) > MAXIMUM_BYTES:
        raise PageTooLarge(f"The sitemap unpacks to more than {MAXIMUM_BYTES} bytes, the protocol's bound")
    return payload


def _read_text(data: bytes, url: str) -> Sitemap:
    lines = data.decode("utf-8-sig", "replace").split("\n", MAXIMUM_ENTRIES + 1)
    addresses = (join_address(url, line) for line in lines[:MAXIMUM_ENTRIES] if line.lstrip().startswith("http"))
    entries = tuple(SitemapEntry(address) for address in dict.fromkeys(addresses) if address)
    return Sitemap(entries, "text" if entries else "none", was_cut=len(lines) > MAXIMUM_ENTRIES)


def _read_xml(data: bytes, url: str) -> Sitemap:
    if b"<!entity" in data[:65536].lower() or b"<\0!\0e\0n\0t\0i\0t\0y" in data[:65536].lower():
        raise BadPage("The sitemap declares XML entities, which a bomb does and no sitemap needs")
    events = etree.iterparse(
        io.BytesIO(data), events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False,
        huge_tree=False, recover=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    entries: list[SitemapEntry] = []
    form = "none"
    try:
        for event, element in events:
            name = _local_name(element)
            if event == "start":
                if form == "none":
                    form = _form_of(name)
                    if form in ("feed", "none"):
                        return Sitemap((), form)
                continue
            if name in ("url", "sitemap"):
                entry = _read_entry(element, url, is_sitemap=name == "sitemap")
                if entry is not None:
                    entries.append(entry)
                _forget(element)
                if len(entries) >= MAXIMUM_ENTRIES:
                    return Sitemap(tuple(entries), form, was_cut=True)
    except etree.XMLSyntaxError:
        return Sitemap(tuple(entries), form, was_cut=True)
    return Sitemap(tuple(entries), form)


def _form_of(root: str) -> str:
    return {"urlset": "urlset", "sitemapindex": "index", "rss": "feed", "feed": "feed", "rdf": "feed"}.get(root, "none")


def _local_name(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _read_entry(element: etree._Element, base: str, *, is_sitemap: bool) -> SitemapEntry | None:
    location: str | None = None
    modified: str | None = None
    images: list[str] = []
    for child in element.iter():
        name, text = _local_name(child), (child.text or "").strip()
        if not text:
            continue
        if name == "loc" and child.getparent() is element:
            location = join_address(base, text)
        elif name == "lastmod":
            modified = text[:40]
        elif name == "loc":
            image = join_address(base, text)
            if image and len(images) < 1000:  # Google's bound on images of a page
                images.append(image)
    return SitemapEntry(location, modified, is_sitemap, tuple(images)) if location else None


def _forget(element: etree._Element) -> None:
    """Frees what was read: iterparse keeps the tree otherwise."""
    element.clear()
    previous = element.getprevious()
    while previous is not None:
        parent = element.getparent()
        if parent is None:
            break
        parent.remove(previous)
        previous = element.getprevious()
