"""Natural keys in, row ids out: the same id whatever the order in which files are read, on any machine."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import urlsplit

from slugify import slugify

__all__ = ["page_key", "row_id", "site_of", "slug_of", "without_campaign", "without_fragment"]

_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
_ROOT = re.compile(r"https?://[^/?#]+", re.IGNORECASE)
_CAMPAIGN = re.compile(r"(?<=[?&])utm_[a-z]+=[^&#]*&?", re.IGNORECASE)
_DEFAULT_PORTS = {"http": 80, "https": 443}


def row_id(*parts: str | int) -> int:
    """The first 53 bits of the SHA-256 of the parts: exact in JSON and JavaScript too; the first part names the table.

    Among 10 million rows of one table, the chance that any two share an id is below one in a hundred.

    >>> row_id("page", "http://example.com/")
    8251068258886351
    """
    text = "\x00".join([str(part) for part in parts])
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:7], "big") >> 3


def without_fragment(url: str) -> str:
    """The address of the page that `url` leads to.

    >>> without_fragment("http://example.com/a#c1")
    'http://example.com/a'
    """
    return url.partition("#")[0]


def without_campaign(url: str) -> str:
    """The address without what names the way a reader came: services that measure a feed's readers write it there.

    >>> without_campaign("http://example.com/a?utm_source=feedburner&p=2&utm_medium=feed")
    'http://example.com/a?p=2'
    """
    bare = _CAMPAIGN.sub("", url)
    return url if bare == url else re.sub(r"[?&]+(?=#|$)", "", bare)


def page_key(url: str) -> int:
    """The key a page of that address has; addresses that RFC 3986 sections 6.2.2.1 and 6.2.3 call equal have one key.

    WordPress writes the names of its pages with %d1 where a crawler asks for %D1.

    >>> page_key("http://a.example/%d1%8F/#c1") == page_key("http://a.example/%D1%8f/")
    True
    >>> page_key("http://a.example") == page_key("http://a.example/")
    True
    """
    address = without_fragment(url)
    if "%" in address:
        address = _ESCAPE.sub(lambda escape: escape[0].upper(), address)
    if _ROOT.fullmatch(address):
        address += "/"
    return row_id("page", address)


def site_of(url: str) -> str:
    """Host of an address in lower case, with the port where it is not the scheme's own; '' when there is none.

    >>> site_of("http://Blog.Example.com:80/a"), site_of("http://127.0.0.1:8000/"), site_of("mailto:a@b")
    ('blog.example.com', '127.0.0.1:8000', '')
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    if port is None or port == _DEFAULT_PORTS.get(parts.scheme.lower()):
        return host
    return f"{host}:{port}"


def slug_of(words: str, *, default: str = "untitled", longest: int = 80) -> str:
    """The words for an address: lower-case ASCII letters, digits and single hyphens.

    >>> slug_of("A Vision for México’s Future")
    'a-vision-for-mexicos-future'
    """
    plain = words if words.isascii() else str(slugify(words))
    slug = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    if len(slug) > longest:
        slug = slug[:longest].rpartition("-")[0] or slug[:longest]
    return slug or default
