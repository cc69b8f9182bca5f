"""Text nodes of a page in, what a reader gets out: plain text by blocks, and clean HTML by an allow-list."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from functools import cache, lru_cache
from html import escape
from urllib.parse import urljoin, urlsplit

import nh3

from archive.model import Page
from archive.page_index import page_index

__all__ = [
    "BLOCK_TAGS",
    "absolute",
    "absolute_to",
    "block_text",
    "clean_html",
    "embed_address",
    "embed_kind",
    "image_address",
    "media_kept",
    "visible_below",
]

BLOCK_TAGS = frozenset(
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer "
    "form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol optgroup p pre search section "
    "summary table caption tbody td tfoot th thead tr ul".split()
)
"""Elements that begin and end a line of their own in a browser without styles."""

# How far apart two neighbouring texts stand: nothing, <br>, cell, line, blank line.
_INLINE, _BREAK, _CELL, _LINE, _BLOCK = range(5)
_GAP = dict.fromkeys(BLOCK_TAGS, _BLOCK)
_GAP |= dict.fromkeys(("li", "tr", "dt", "dd", "thead", "tbody", "tfoot", "summary"), _LINE)
_GAP |= dict.fromkeys(("td", "th"), _CELL)
_GAP["br"] = _BREAK
_JOINT = {_INLINE: "", _BREAK: "\n", _CELL: "\t", _LINE: "\n", _BLOCK: "\n\n"}

# HTML's own white space (WHATWG Infra): a no-break space is a letter to it, and stays.
_SPACE = re.compile(r"[ \t\n\f\r]+")
_SPACE_CHARACTERS = " \t\n\f\r"


def visible_below(page: Page, node: int, *, without: Collection[int] = ()) -> list[int]:
    """Numbers of the visible text nodes below a node (itself, if it is one), but not below those in `without`."""
    first, last = bisect_left(page.visible, node), bisect_left(page.visible, page.ends[node])
    found = page.visible[first:last]
    for unwanted in without:
        end = page.ends[unwanted]
        found = [n for n in found if not unwanted <= n < end]
    return found


def block_text(page: Page, text_nodes: Sequence[int]) -> str:
    """The nodes' text as read: a blank line between blocks, a line for <br>, <li> and table rows, a tab between
    cells, white space collapsed outside <pre>. The nodes are in page order."""
    tags, parents, ends, texts = page.tags, page.parents, page.ends, page.texts
    pre = page_index(page).tags.get("pre", ())
    if len(text_nodes) == 1 and not pre:
        return _collapsed(texts[text_nodes[0]]).strip(" ")
    gap_of = _GAP.get
    parts: list[str] = []
    previous = -1
    gap = _INLINE
    pre_end = _enclosing_pre_end(page, text_nodes[0]) if pre and text_nodes else -1
    owed = ""  # the space or gap that stands before the next word
    for node in text_nodes:
        if previous >= 0:
            gap = _INLINE
            above = parents[previous]
            while ends[above] <= node:
                step = gap_of(tags[above])
                if step is not None and step > gap:
                    gap = step
                    if step == _BLOCK:
                        break
                above = parents[above]
            if gap != _BLOCK:
                between = tags[previous + 1 : node]
                for tag in between:
                    step = gap_of(tag)
                    if step is not None and step > gap:
                        gap = step
                if not gap and not owed and "#text" in between:
                    # white space alone is no visible text, and yet parts words
                    owed = " " if any(map(str.isspace, texts[previous + 1 : node])) else ""
            if gap:
                owed = _JOINT[gap]
            if pre and "pre" in tags[previous + 1 : node]:
                pre_end = ends[pre[bisect_left(pre, node) - 1]]
        text = texts[node]
        if node < pre_end:
            if text.strip(_SPACE_CHARACTERS) or (not gap and parts):
                parts.append(owed + text)
                owed = ""
        else:
            words = text if text.isprintable() and "  " not in text else _collapsed(text)
            core = words.strip(" ")
            if core is words:  # most texts have no space around them
                parts.append(owed + core)
                owed = ""
            elif core:
                parts.append((owed or " ") + core if words[0] == " " else owed + core)
                owed = " " if words[-1] == " " else ""
            elif not owed:
                owed = " "
        previous = node
    return "".join(parts).strip(_SPACE_CHARACTERS)


def _collapsed(text: str) -> str:
    return _SPACE.sub(" ", text) if "  " in text or not text.isprintable() else text


def _enclosing_pre_end(page: Page, node: int) -> int:
    while node >= 0:
        if page.tags[node] == "pre":
            return page.ends[node]
        node = page.parents[node]
    return -1


# --- clean HTML ---------------------------------------------------------------------------------------------------

_KEPT_BLOCKS = frozenset(
    "p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table caption thead tbody tfoot tr th td blockquote pre figure "
    "figcaption details summary".split()
)
_KEPT_INLINE = frozenset(
    "a abbr b bdi bdo cite code del dfn em i ins kbd mark q rp rt ruby s samp small strong sub sup time u var".split()
)
_RENAMED = {"strike": "s", "tt": "code", "acronym": "abbr", "dir": "ul", "menu": "ul"}
# Blocks that take running text as it is; anywhere else it gets a paragraph.
_HOLDS_TEXT = frozenset("p h1 h2 h3 h4 h5 h6 li dt dd caption th td pre figcaption summary".split())
_ATTRIBUTES: Mapping[str, tuple[str, ...]] = {
    "a": ("title", "rel"),
    "abbr": ("title",),
    "td": ("colspan", "rowspan"),
    "th": ("colspan", "rowspan", "scope"),
    "ol": ("start", "type", "reversed"),
    "li": ("value",),
    "time": ("datetime",),
    "bdo": ("dir",),
}
_LANGUAGE = ("lang", "dir")
_ATTRIBUTES_AND_LANGUAGE = {name: (*names, *_LANGUAGE) for name, names in _ATTRIBUTES.items()}
_MEDIA = frozenset(["img", "iframe", "video", "audio", "object", "embed", "hr"])
_SCHEMES = frozenset(["http", "https", "mailto", "tel", "ftp"])

_ALLOWED_TAGS = set(_KEPT_BLOCKS | _KEPT_INLINE | {"br", "hr", "img"})
_ALLOWED_ATTRIBUTES: dict[str, set[str]] = {tag: set(names) for tag, names in _ATTRIBUTES.items()}
_ALLOWED_ATTRIBUTES["*"] = {"id", "lang", "dir"}
_ALLOWED_ATTRIBUTES.setdefault("a", set()).update({"href", "data-embed"})
_ALLOWED_ATTRIBUTES["img"] = {"src", "alt", "title", "width", "height"}
_ALLOWED_ATTRIBUTES["blockquote"] = _ALLOWED_ATTRIBUTES["q"] = {"cite"}
_ALLOWED_ATTRIBUTES["ins"] = _ALLOWED_ATTRIBUTES["del"] = {"cite", "datetime"}
_ALLOWED_ATTRIBUTES["code"] = _ALLOWED_ATTRIBUTES["pre"] = {"data-language"}

_EMBED_HOSTS = {
    "youtube.com": "youtube",
    "youtube-nocookie.com": "youtube",
    "youtu.be": "youtube",
    "vimeo.com": "vimeo",
    "slideshare.net": "slideshare",
    "scribd.com": "scribd",
    "soundcloud.com": "soundcloud",
    "spotify.com": "spotify",
    "twitter.com": "twitter",
    "facebook.com": "facebook",
    "instagram.com": "instagram",
    "dailymotion.com": "dailymotion",
    "flickr.com": "flickr",
    "ted.com": "ted",
    "google.com": "google",
    "brightcove.net": "brightcove",
    "brightcove.com": "brightcove",
    "wistia.com": "wistia",
    "wistia.net": "wistia",
    "issuu.com": "issuu",
    "storify.com": "storify",
    "codepen.io": "codepen",
}


# An address that resolving against a base leaves as it is, and a path that only needs the base's host before it: no
# dots that climb, no white space, nothing that the URL standard would take out or percent-encode differently.
_WHOLE_ADDRESS = re.compile(r"https?://[a-z0-9.\-]+(?::\d+)?(?:/(?!\.)(?:[!-.0-~]|/(?![./]))*)?", re.ASCII)
_ROOTED_PATH = re.compile(r"/(?![./])(?:[!-.0-~]|/(?![./]))*", re.ASCII)
# How addresses begin that are resolved alike against all pages of a host (RFC 3986 section 5.2.2).
_NEEDS_NO_PATH = re.compile(r"/(?:\Z|[^/\s])|https?://[a-z0-9]")
_FRAGMENT = re.compile(r"#[!-~]+", re.ASCII)


def absolute(page: Page, address: str) -> str | None:
    """The address made absolute against the page's base; None where it is none that a reader could follow."""
    return absolute_to(page.base_url, address)


# Links, navigation and clean HTML ask for the same addresses of a page.
@lru_cache(maxsize=2_000)
def absolute_to(base_url: str, address: str) -> str | None:
    """The same against any base."""
    needed = _origin(base_url) if _NEEDS_NO_PATH.match(address) else None
    return _resolved(needed or base_url, address)


# A site's pages have most addresses in common, and these are the same wherever they stand.
@lru_cache(maxsize=10_000)
def _resolved(base_url: str, address: str) -> str | None:
    address = address.strip()
    if not address:
        return None
    if _WHOLE_ADDRESS.fullmatch(address) and address[-1] not in "?#;":
        return address
    if _ROOTED_PATH.fullmatch(address) and address[-1] not in "?#;" and (origin := _origin(base_url)):
        return origin + address
    if _FRAGMENT.fullmatch(address) and (bare := _without_fragment(base_url)):
        return bare + address
    try:
        joined = urljoin(base_url, address)
        return joined if urlsplit(joined).scheme.lower() in _SCHEMES else None
    except ValueError:
        return None


@lru_cache(maxsize=64)
def _without_fragment(base_url: str) -> str | None:
    """The base without its fragment; None where resolving against it would change more."""
    bare = base_url.partition("#")[0]
    return bare if _WHOLE_ADDRESS.fullmatch(bare) and bare[-1] not in "?;" else None


@lru_cache(maxsize=64)
def _origin(base_url: str) -> str | None:
    """Scheme and host of a web address; None for what is none."""
    try:
        split = urlsplit(base_url)
    except ValueError:
        return None
    return f"{split.scheme}://{split.netloc}" if split.scheme in ("http", "https") and split.netloc else None


def image_address(page: Page, node: int) -> str | None:
    """Address of an <img>, also one that a script would have loaded later; None where there is none."""
    attributes = page.attributes[node]
    for name in ("data-src", "data-lazy-src", "data-original", "data-orig-file", "src"):
        value = attributes.get(name, "").strip()
        if value and not value.startswith("data:"):
            return absolute(page, value)
    candidates = attributes.get("srcset") or attributes.get("data-srcset") or ""
    first = candidates.split(",")[0].split()
    return absolute(page, first[0]) if first else None


def embed_kind(address: str) -> str:
    """Name of the service an embed comes from, else its host.

    >>> embed_kind("https://www.youtube.com/embed/x")
    'youtube'
    >>> embed_kind("https://maps.example.org/m")
    'maps.example.org'
    """
    try:
        host = (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return "embed"
    labels = host.split(".")
    return _EMBED_HOSTS.get(".".join(labels[-2:]), host or "embed")


def embed_address(page: Page, node: int) -> str | None:
    """Address of what an <iframe>, <object>, <embed>, <video> or <audio> shows; None where it names none."""
    attributes = page.attributes[node]
    for name in ("src", "data-src", "data", "data-lazy-src"):
        if found := absolute(page, attributes.get(name, "")):
            return found
    for below in range(node + 1, page.ends[node]):
        tag = page.tags[below]
        if tag in ("source", "embed") and (found := absolute(page, page.attributes[below].get("src", ""))):
            return found
        is_film = tag == "param" and page.attributes[below].get("name", "").lower() in ("movie", "src")
        if is_film and (found := absolute(page, page.attributes[below].get("value", ""))):
            return found
    return None


def _escaped(text: str) -> str:
    """The text as HTML; most texts are so already."""
    return escape(text, quote=False) if "&" in text or "<" in text or ">" in text else text


def clean_html(
    page: Page, text_nodes: Sequence[int], *, root: int | None = None, media: Collection[int] | None = None
) -> str:
    """The nodes as clean HTML: structure kept, links absolute, embeds as links, nothing executable.

    Pictures, rules and embeds come along where most of the text around them does. `root` is the element to start
    from: by default the nearest that holds all nodes; give it where an item has pictures and no text. `media` is
    what media_kept gives for the same nodes and root, for callers that have it already.
    """
    if root is None:
        if not text_nodes:
            return ""
        root = _common_ancestor(page, text_nodes[0], text_nodes[-1])
    written = _Writer(page, text_nodes, root, media).html()
    return written if _CLEAN_PARAGRAPHS.fullmatch(written) else _cleaner().clean(written)


# What the cleaner gives back as it is: paragraphs of words, as most comments are. No sign that it would write as an
# entity or read as one, no tag but these two.
_CLEAN_PARAGRAPHS = re.compile(r"(?:<p>[^<>&\r\0\xa0]*(?:<br>[^<>&\r\0\xa0]*)*</p>\n?)+")


@cache
def _cleaner() -> nh3.Cleaner:
    """Made once: on a page with a hundred comments its rules cost more than the cleaning."""
    return nh3.Cleaner(
        tags=_ALLOWED_TAGS,
        attributes=_ALLOWED_ATTRIBUTES,
        link_rel=None,
        url_schemes=set(_SCHEMES),
        strip_comments=True,
    )


def _common_ancestor(page: Page, first: int, last: int) -> int:
    here = page.parents[first]
    while page.ends[here] <= last:
        here = page.parents[here]
    return here


def media_kept(page: Page, text_nodes: Sequence[int], root: int | None = None) -> list[int]:
    """Pictures, rules and embeds below `root` (by default the nearest element that holds all nodes) that belong to
    the text: the nearest element around each that has visible text has most of it chosen."""
    if root is None:
        if not text_nodes:
            return []
        root = _common_ancestor(page, text_nodes[0], text_nodes[-1])
    tags, end = page_index(page).tags, page.ends[root]
    held = [tags[tag] for tag in _MEDIA if tag in tags]
    # Found by place: a page of a hundred comments would look at all its pictures a hundred times.
    found = sorted([node for nodes in held for node in nodes[bisect_left(nodes, root) : bisect_left(nodes, end)]])
    if not found:
        return []
    chosen_before = _Prefix(page, text_nodes)
    visible = page.visible
    below = visible[bisect_left(visible, root) : bisect_left(visible, page.ends[root])]
    all_before = _Prefix(page, below)
    kept: list[int] = []
    skip_until = -1
    for node in found:
        if node < skip_until:  # the <embed> inside an <object>
            continue
        around = page.parents[node]
        while around > root and not all_before.between(around, page.ends[around]):
            around = page.parents[around]
        end = page.ends[around]
        everything = all_before.between(around, end)
        if (everything == 0 and around <= root) or (
            everything and 2 * chosen_before.between(around, end) >= everything
        ):
            kept.append(node)
            skip_until = page.ends[node]
    return kept


class _Prefix:
    """Running sum of text lengths over some text nodes."""

    def __init__(self, page: Page, nodes: Sequence[int]) -> None:
        self.nodes = nodes
        self.sums = [0]
        total = 0
        for node in nodes:
            total += len(page.texts[node])
            self.sums.append(total)

    def between(self, start: int, end: int) -> int:
        """Characters in nodes start <= n < end."""
        return self.sums[bisect_left(self.nodes, end)] - self.sums[bisect_left(self.nodes, start)]


class _Writer:
    """Writes the chosen nodes of one subtree; holds the output, what is open around it, and the next chosen node."""

    def __init__(self, page: Page, text_nodes: Sequence[int], root: int, media: Collection[int] | None) -> None:
        self.page = page
        self.root = root
        self.chosen = set(text_nodes)
        self.media = set(media_kept(page, text_nodes, root) if media is None else media)
        self.marks = sorted(self.chosen | self.media)
        self.out: list[str] = []
        self.targets = self._link_targets()
        self.implied = False
        self.inline = 0
        """How many of the open elements are no blocks."""
        self.holding = 0
        """How many of them take running text as it is."""

    def _link_targets(self) -> frozenset[str]:
        """Ids that chosen links of the same text lead to: footnotes and their way back."""
        page = self.page
        links = page_index(page).tags.get("a", ())
        own = links[bisect_left(links, self.root) : bisect_left(links, page.ends[self.root])]
        if not own:
            return frozenset()
        hrefs = [page.attributes[node].get("href", "") for node in own]
        return frozenset([href[1:] for href in hrefs if href.startswith("#")]) - {""}

    def html(self) -> str:
        page, tags, ends, out = self.page, self.page.tags, self.page.ends, self.out
        # (end of element, closing text, whether it is a block, whether it holds running text)
        open_elements: list[tuple[int, str, bool, bool]] = []
        node = self.root
        stop = ends[self.root]
        marks = [*self.marks, stop]
        place = bisect_left(self.marks, node)
        first = marks[place]
        while node < stop or open_elements:
            while open_elements and open_elements[-1][0] <= node:
                self._close(*open_elements.pop()[1:])
            if node >= stop:
                break
            while marks[place] < node:
                place += 1
            tag = tags[node]
            if tag == "#text":
                if marks[place] == node:
                    if not self.holding:
                        self._begin_text()
                    out.append(_escaped(page.texts[node]))
                elif not page.texts[node].strip():
                    out.append(" ")
                node += 1
            elif marks[place] == node and node in self.media:
                self._write_media(node, tag)
                node = ends[node]
            elif tag == "br":
                if out and first < node:
                    out.append("<br>")
                node += 1
            elif marks[place] >= ends[node]:
                if tag in BLOCK_TAGS and not self.inline:
                    self._close_paragraph()
                node = ends[node]
            else:
                self._open(node, tag, open_elements)
                node += 1
        self._close_paragraph()
        return "".join(out)

    def _begin_text(self) -> None:
        if not (self.implied or self.holding or self.inline):
            self.out.append("<p>")
            self.implied = True

    def _close_paragraph(self) -> None:
        if self.implied:
            self.out.append("</p>\n")
            self.implied = False

    def _close(self, closing: str, is_block: bool, holds_text: bool) -> None:
        if is_block:
            self._close_paragraph()
        self.inline -= not is_block
        self.holding -= holds_text
        self.out.append(closing)

    def _open(self, node: int, tag: str, open_elements: list[tuple[int, str, bool, bool]]) -> None:
        page = self.page
        name = _RENAMED.get(tag, tag)
        attributes = page.attributes[node]
        if name in _KEPT_BLOCKS:
            self._close_paragraph()
            self.out.append(f"<{name}{self._attributes(name, attributes)}>" if attributes else f"<{name}>")
            holds_text = name in _HOLDS_TEXT
            self.holding += holds_text
            open_elements.append((page.ends[node], f"</{name}>\n", True, holds_text))
        elif name in _KEPT_INLINE and (name != "a" or "href" in attributes or "id" in attributes):
            if BLOCK_TAGS.isdisjoint(page.tags[node : page.ends[node]]):
                self._begin_text()
            self.out.append(f"<{name}{self._attributes(name, attributes)}>" if attributes else f"<{name}>")
            self.inline += 1
            open_elements.append((page.ends[node], f"</{name}>", False, False))
        elif tag in BLOCK_TAGS:
            self._close_paragraph()
            open_elements.append((page.ends[node], "", True, False))
        # any other element (font, span, center's kin) is left out and its content kept

    def _attributes(self, name: str, attributes: Mapping[str, str]) -> str:
        kept: list[tuple[str, str]] = []
        if name == "a" and (href := attributes.get("href", "").strip()):
            address = href if href.startswith("#") else absolute(self.page, href)
            if address:
                kept.append(("href", address))
        elif name in ("blockquote", "q", "ins", "del") and (cite := absolute(self.page, attributes.get("cite", ""))):
            kept.append(("cite", cite))
        elif name in ("code", "pre"):
            for token in attributes.get("class", "").split():
                if token.startswith(("language-", "lang-")):
                    kept.append(("data-language", token.partition("-")[2]))
                    break
        for key in _ATTRIBUTES_AND_LANGUAGE.get(name, _LANGUAGE):
            if key in attributes:
                kept.append((key, attributes[key]))
        target = attributes.get("id") or (attributes.get("name") if name == "a" else None)
        if target and target in self.targets:
            kept.append(("id", target))
        return "".join([f' {key}="{escape(value)}"' for key, value in kept])

    def _write_media(self, node: int, tag: str) -> None:
        page = self.page
        attributes = page.attributes[node]
        if tag == "hr":
            self._close_paragraph()
            self.out.append("<hr>\n")
        elif tag == "img":
            address = image_address(page, node)
            width = attributes.get("width", "")
            if address and width not in ("0", "1"):
                kept = [("src", address), ("alt", attributes.get("alt", ""))]
                kept += [(k, attributes[k]) for k in ("title", "width", "height") if attributes.get(k)]
                self.out.append("<img" + "".join(f' {k}="{escape(v)}"' for k, v in kept) + ">")
        else:
            address = embed_address(page, node)
            if address:
                kind = {"video": "video", "audio": "audio"}.get(tag) or embed_kind(address)
                self._begin_text()
                self.out.append(f'<a href="{escape(address)}" data-embed="{escape(kind)}">{escape(kind)}</a>')
