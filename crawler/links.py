"""A page's or style sheet's text in, the addresses it names out, in the order it names them. Pure.

The HTML tree is lexbor's. Its cost is quadratic in the attributes of one tag and in nesting (17 s for 100,000 of
either), so text that has too much of one goes to a linear scan instead: a bomb gets a worse reading, not our time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import chain
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from archive.long_tags import MAXIMUM_TAG_CHARACTERS, longest_tag
from crawler.addresses import join_address
from crawler.css_links import css_addresses
from crawler.header_links import read_header_elements

__all__ = [
    "MAXIMUM_LINKS",
    "FoundLink",
    "LinkKind",
    "find_css_links",
    "find_html_links",
    "is_bomb",
    "read_srcset",
]


class LinkKind(StrEnum):
    """What an address is to the page that names it."""

    PAGE = "page"
    """A link a reader may follow."""
    RENDITION = "rendition"
    """Another form of this page: print, AMP, mobile, canonical, shortlink."""
    REQUISITE = "requisite"
    """What the page needs to be shown, and documents it offers."""
    FRAME = "frame"
    """A page shown inside this one."""
    FEED = "feed"
    """RSS, Atom or RDF."""


@dataclass(frozen=True, slots=True)
class FoundLink:
    """One address that a page names."""

    url: str
    """As it is asked for, see crawler/addresses.py."""
    kind: LinkKind
    relation: str
    """Where it stands or what it is for: 'a', 'next', 'print', 'comment-page', 'img', 'srcset', 'css', …"""
    is_nofollow: bool = False


# A page may have very many links (a link farm, a generated index); a crawl that holds millions for one page ends.
MAXIMUM_LINKS = 20_000
MAXIMUM_ATTRIBUTES = 500
MAXIMUM_DEPTH = 4_000
_MANY_TAGS = 8_000
"""Pages with fewer tags cannot be deep enough to cost a second."""

_DOCUMENT_SUFFIXES = (
    "pdf doc docx dot xls xlsx xlsm csv ppt pptx pps ppsx odt ods odp rtf txt epub mobi ps tex xml json ics vcf "
    "png jpg jpeg jpe gif svg webp avif bmp ico tif tiff mp3 m4a ogg oga wav aac flac mp4 m4v webm mov avi wmv mpg "
    "mpeg ogv flv swf srt vtt zip gz tgz bz2 xz 7z rar tar css js woff woff2 ttf otf eot"
).split()
_DOCUMENT = re.compile(r"\.(?:" + "|".join(_DOCUMENT_SUFFIXES) + r")$", re.IGNORECASE)

_ELEMENTS = (
    "a[href],a[onclick],svg a,area[href],option[value],link,img,source,video,audio,track,embed,object,param,iframe,"
    "frame,input[src],script[src],"
    "image,use,amp-img,meta,style,[background],[style],[data-src],[data-srcset],[data-bg],[data-background],"
    "[data-background-image],[data-original]"
)

# Names under which lazy-loading scripts and WordPress's galleries keep the real picture's address.
_LAZY_ATTRIBUTES = frozenset((
    "data-src", "data-lazy-src", "data-original", "data-lazy", "data-bg", "data-background", "data-background-image",
    "data-hi-res-src", "data-full-url", "data-large-file", "data-orig-file", "data-medium-file", "data-image",
    "data-poster", "data-retina", "data-echo",
))  # fmt: skip
_SRCSET_ATTRIBUTES = frozenset(["srcset", "data-srcset", "data-lazy-srcset", "imagesrcset"])

_LINK_REQUISITES = frozenset(
    ["stylesheet", "icon", "apple-touch-icon", "apple-touch-icon-precomposed", "mask-icon", "image_src", "preload",
     "modulepreload", "manifest", "search", "fluid-icon"]
)  # fmt: skip
_LINK_PAGES = frozenset(
    ["next", "prev", "previous", "start", "first", "last", "up", "index", "contents", "toc", "chapter", "section",
     "author", "help", "license", "copyright", "glossary", "appendix", "archives", "bookmark", "home", "me"]
)  # fmt: skip
_LINK_RENDITIONS = frozenset(["canonical", "amphtml", "shortlink", "shorturl"])
_FEED_TYPES = frozenset(["application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"])
_IMAGE_META = frozenset(
    ["og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src", "msapplication-tileimage",
     "thumbnail", "og:video", "og:audio"]
)  # fmt: skip
_META_REFRESH = re.compile(r"^\s*[\d.]*\s*[;,]?\s*(?:url\s*=\s*)?[\"']?(.*?)[\"']?\s*$", re.IGNORECASE | re.DOTALL)

_PRINT = re.compile(r"(?:^|[/?&_=.-])print(?:er|able|friendly|version|view|_page|page)?(?:[/?&_=.-]|$)", re.IGNORECASE)
_COMMENT_PAGE = re.compile(r"[?&]cpage=\d|/comment-page-\d|[?&]comments?_?page=\d", re.IGNORECASE)
_FEED_ADDRESS = re.compile(
    r"/(?:feed|rss2?|atom|rdf)/?$|/(?:rss|atom|feed|index)\.(?:xml|rdf)$|[?&]feed=(?:rss2?|atom|rdf|comments-)",
    re.IGNORECASE,
)


# What a script is told to open by the words of a link: pop-ups of comments, menus of buttons.
_SCRIPTED = re.compile(
    r"""(?:\bopen\w*|popup\w*|\blocation(?:\.href)?|\bassign|\breplace)\s{0,9}[=(]\s{0,9}["']([^"'\s<>]{2,2000})["']""",
    re.IGNORECASE,
)


def find_html_links(
    text: str, *, url: str, charset: str = "utf-8", headers: Iterable[tuple[str, str]] = ()
) -> list[FoundLink]:
    """What an HTML page names, in its HTTP header and in itself, each address once for each kind, at most
    MAXIMUM_LINKS of them.

    `charset` is the one the page was decoded with: browsers write non-ASCII queries in it.
    """
    found: dict[tuple[str, LinkKind], FoundLink] = {}
    in_page = _scan_without_tree(text) if is_bomb(text) else _read_tree(text)
    in_header = (one for tag, attributes in read_header_elements(headers) for one in _read_attributes(tag, attributes))
    candidates = chain(in_header, in_page)
    join = _Joiner(url, charset)
    met: set[_Candidate] = set()
    for candidate in candidates:
        if candidate.relation == "base":
            join = join.with_base(candidate.written)
            continue
        if candidate in met:
            continue
        met.add(candidate)
        address = join(candidate.written)
        if address is None:
            continue
        kind, relation = _refine(candidate, address)
        link = FoundLink(address, kind, relation, candidate.is_nofollow)
        found.setdefault((address, kind), link)
        if len(found) >= MAXIMUM_LINKS:
            break
    return list(found.values())


def find_css_links(text: str, *, url: str) -> list[FoundLink]:
    """What a style sheet names by url() and @import, in order, each once."""
    addresses = (join_address(url, written) for written in css_addresses(text))
    return [FoundLink(a, LinkKind.REQUISITE, "css") for a in dict.fromkeys(addresses) if a is not None][:MAXIMUM_LINKS]


def read_srcset(value: str) -> list[str]:
    """The addresses of a srcset attribute, as written (WHATWG HTML section 4.8.4.3).

    >>> read_srcset("a.jpg 1x, b,c.jpg 2x,d.jpg")
    ['a.jpg', 'b,c.jpg', 'd.jpg']
    """
    addresses: list[str] = []
    position, end = 0, len(value)
    while position < end:
        while position < end and (value[position].isspace() or value[position] == ","):
            position += 1
        start = position
        while position < end and not value[position].isspace():
            position += 1
        address = value[start:position]
        if address.endswith(","):
            address = address.rstrip(",")
        else:
            comma = value.find(",", position)
            position = end if comma < 0 else comma + 1
        if address:
            addresses.append(address)
    return addresses


class _Candidate(NamedTuple):
    """An address as written; relation 'base' is that of <base href>. A tuple, for pages have hundreds."""

    written: str
    kind: LinkKind
    relation: str
    is_nofollow: bool = False
    classes: str = ""


class _Joiner:
    """Resolves what a page writes; menus repeat on every page, so addresses without a folder are resolved once."""

    def __init__(self, base: str, charset: str) -> None:
        self._base = base
        self._charset = charset
        parts = urlsplit(base)
        self._origin = f"{parts.scheme}://{parts.netloc}/"

    def with_base(self, href: str) -> _Joiner:
        try:
            return _Joiner(urljoin(self._base, href.strip()), self._charset)
        except ValueError:
            return self

    def __call__(self, written: str) -> str | None:
        if len(written) > 8192 or not written:
            return None
        is_rooted = written[0] == "/" or written.startswith("http")
        return _join_cached(self._origin if is_rooted else self._base, written, self._charset)


@lru_cache(maxsize=16384)
def _join_cached(base: str, written: str, charset: str) -> str | None:
    return join_address(base, written, query_charset=charset)


def _refine(candidate: _Candidate, address: str) -> tuple[LinkKind, str]:
    """Kind and relation of a link, which for <a> depend on the address."""
    if candidate.relation != "a":
        return candidate.kind, candidate.relation
    kind, relation = _read_address(address)
    if relation == "a" and "print" in candidate.classes:
        return LinkKind.RENDITION, "print"
    return kind, relation


@lru_cache(maxsize=16384)
def _read_address(address: str) -> tuple[LinkKind, str]:
    """What the address of an <a> tells of it."""
    parts = urlsplit(address)
    local = f"{parts.path}?{parts.query}"
    if _FEED_ADDRESS.search(address):
        return LinkKind.FEED, "feed-link"
    if _COMMENT_PAGE.search(local):
        return LinkKind.PAGE, "comment-page"
    if _PRINT.search(local):
        return LinkKind.RENDITION, "print"
    if _DOCUMENT.search(parts.path[-8:]):
        return LinkKind.REQUISITE, "document"
    return LinkKind.PAGE, "a"


def _read_tree(text: str) -> Iterator[_Candidate]:
    tree = LexborHTMLParser(text)
    base = tree.css_first("base[href]")
    if base is not None:
        yield _Candidate(base.attributes.get("href") or "", LinkKind.PAGE, "base")
    for node in tree.css(_ELEMENTS):
        yield from _read_element(node)


def _read_element(node: LexborNode) -> Iterator[_Candidate]:
    attributes = node.attributes
    tag = node.tag or ""
    if len(attributes) == 1 and tag == "a":  # most of all links
        href = attributes.get("href") or ""
        if href and href[:11].lower() != "javascript:":
            yield _Candidate(href, LinkKind.PAGE, "a")
            return
    yield from _read_attributes(tag, attributes)
    if tag == "style":
        yield from _css_candidates(node.text(deep=True))


def _read_attributes(tag: str, attributes: Mapping[str, str | None]) -> Iterator[_Candidate]:
    href = attributes.get("href") or attributes.get("xlink:href") or ""
    if tag in ("a", "area"):
        if href[:1] in ("", "#") or href[:11].lower() == "javascript:":
            yield from _read_script(f"{href} {attributes.get('onclick') or ''}")
        else:
            rel = (attributes.get("rel") or "").lower()
            relation = rel if rel in ("next", "prev", "previous") else "a"
            yield _Candidate(href, LinkKind.PAGE, relation, "nofollow" in rel, (attributes.get("class") or "").lower())
    elif tag == "link":
        yield from _read_link(attributes)
    elif tag == "meta":
        yield from _read_meta(attributes)
    elif tag in ("iframe", "frame"):
        yield from _one(attributes.get("src"), LinkKind.FRAME, tag)
        inner = attributes.get("srcdoc")
        if inner and not is_bomb(inner):
            yield from (candidate for candidate in _read_tree(inner) if candidate.relation != "base")
    elif tag == "option":
        chosen = (attributes.get("value") or "").strip()
        if chosen[:1] == "/" or chosen[:8].lower().startswith(("http://", "https://")):  # archives of months as a menu
            yield _Candidate(chosen, LinkKind.PAGE, "option")
    elif tag == "object":
        yield from _one(attributes.get("data"), LinkKind.REQUISITE, tag)
    elif tag == "param":
        if (attributes.get("name") or "").lower() in ("movie", "src", "filename", "url"):
            yield from _one(attributes.get("value"), LinkKind.REQUISITE, tag)
    elif tag in ("image", "use"):
        yield from _one(href, LinkKind.REQUISITE, tag)
    else:
        yield from _one(attributes.get("src"), LinkKind.REQUISITE, tag)
        yield from _one(attributes.get("poster"), LinkKind.REQUISITE, "poster")
    for name, value in attributes.items():
        if not value:
            continue
        if name in _SRCSET_ATTRIBUTES:
            yield from (_Candidate(written, LinkKind.REQUISITE, "srcset") for written in read_srcset(value))
        elif name == "background":
            yield _Candidate(value, LinkKind.REQUISITE, "background")
        elif name in _LAZY_ATTRIBUTES:
            yield from _read_lazy(tag, value)
        elif name == "style" and "url(" in value.lower():
            yield from _css_candidates(value)


def _read_script(script: str) -> Iterator[_Candidate]:
    for found in _SCRIPTED.finditer(script[:8192]):
        if "/" in found[1] or "." in found[1] or "?" in found[1]:
            yield _Candidate(found[1], LinkKind.PAGE, "script")


def _one(written: str | None, kind: LinkKind, relation: str) -> Iterator[_Candidate]:
    if written:
        yield _Candidate(written, kind, relation)


def _read_lazy(tag: str, value: str | None) -> Iterator[_Candidate]:
    if not value:
        return
    if "url(" in value:
        yield from _css_candidates(value)
    elif " " not in value.strip() and ("/" in value or "." in value) and value[0] not in "{[#":
        yield _Candidate(value, LinkKind.FRAME if tag == "iframe" else LinkKind.REQUISITE, "lazy")


def _read_link(attributes: Mapping[str, str | None]) -> Iterator[_Candidate]:
    href = attributes.get("href")
    if not href:
        return
    rels = (attributes.get("rel") or "").lower().split()
    media_type = (attributes.get("type") or "").lower().partition(";")[0].strip()
    if "stylesheet" in rels:  # 'alternate stylesheet' is a style sheet
        yield _Candidate(href, LinkKind.REQUISITE, "stylesheet")
    elif "alternate" in rels:
        if media_type in _FEED_TYPES:
            yield _Candidate(href, LinkKind.FEED, "feed")
        elif "json" not in media_type and "oembed" not in media_type:
            is_mobile = "handheld" in (attributes.get("media") or "") or "max-width" in (attributes.get("media") or "")
            yield _Candidate(href, LinkKind.RENDITION if is_mobile else LinkKind.PAGE, "alternate")
    else:
        for rel in rels:
            if rel in _LINK_RENDITIONS:
                yield _Candidate(href, LinkKind.RENDITION, rel)
            elif rel in _LINK_REQUISITES:
                yield _Candidate(href, LinkKind.REQUISITE, rel)
            elif rel in _LINK_PAGES:
                yield _Candidate(href, LinkKind.PAGE, rel)
            else:
                continue
            return


def _read_meta(attributes: Mapping[str, str | None]) -> Iterator[_Candidate]:
    content = attributes.get("content")
    if not content:
        return
    if (attributes.get("http-equiv") or "").lower() == "refresh":
        match = _META_REFRESH.match(content[:2048])  # lazy groups before white space are quadratic
        if match and match[1]:
            yield _Candidate(match[1], LinkKind.PAGE, "refresh")
        return
    name = (attributes.get("property") or attributes.get("name") or "").lower()
    if name in _IMAGE_META and not content.startswith("#"):
        yield _Candidate(content, LinkKind.REQUISITE, "meta")


def _css_candidates(text: str) -> Iterator[_Candidate]:
    return (_Candidate(written, LinkKind.REQUISITE, "css") for written in css_addresses(text))


_TAG_NAME = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_VOID_TAGS = frozenset("area base br col embed hr img input link meta param source track wbr".split())
# Tags that a following one of their own kind, or of a container, closes: unclosed ones nest no deeper.
_SELF_CLOSING_TAGS = frozenset("p li td th tr dt dd option tbody thead tfoot".split())


def is_bomb(text: str) -> bool:
    """Whether a tree of this text would cost more than its size is worth; linear in the text."""
    if longest_tag(text) > MAXIMUM_TAG_CHARACTERS:
        return True
    return text.count("<") > _MANY_TAGS and _depth(text) > MAXIMUM_DEPTH


def _depth(text: str) -> int:
    """An upper estimate of how deep elements nest."""
    open_tags: dict[str, int] = {}
    depth = deepest = 0
    for match in _TAG_NAME.finditer(text):
        name = match[2].lower()
        if name in _VOID_TAGS or name in _SELF_CLOSING_TAGS:
            continue
        count = open_tags.get(name, 0)
        if not match[1]:
            open_tags[name] = count + 1
            depth += 1
            deepest = max(deepest, depth)
        elif count:
            open_tags[name] = count - 1
            depth -= 1
    return deepest


_START_TAG = re.compile(
    r"<(a|area|base|link|img|source|video|audio|iframe|frame|embed|object|script|meta|input)\b", re.IGNORECASE
)
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]{1,60})\s*=\s*(?:"([^"]{0,8192})"|'([^']{0,8192})'|([^\s"'<>]{1,8192}))""")


def _scan_without_tree(text: str) -> Iterator[_Candidate]:
    """The same from start tags alone: each tag's first attributes, comments and scripts not told apart."""
    for match in _START_TAG.finditer(text):
        tag = match[1].lower()
        attributes: dict[str, str | None] = {}
        for name, value in _scan_attributes(text, match.end()):
            attributes.setdefault(name, value)
        if tag == "base" and attributes.get("href"):
            yield _Candidate(attributes["href"] or "", LinkKind.PAGE, "base")
        else:
            yield from _read_attributes(tag, attributes)


def _scan_attributes(text: str, start: int) -> Iterable[tuple[str, str]]:
    ends = (text.find(mark, start, start + MAXIMUM_TAG_CHARACTERS) for mark in "<>")  # '<' too: "<a <a <a …" is a bomb
    stop = min((end for end in ends if end >= 0), default=start + MAXIMUM_TAG_CHARACTERS)
    for count, match in enumerate(_ATTRIBUTE.finditer(text, start, stop)):
        if count >= MAXIMUM_ATTRIBUTES:
            return
        yield match[1].lower(), match[2] or match[3] or match[4] or ""
