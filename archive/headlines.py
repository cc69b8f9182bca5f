"""Page and its structured data in, the headlines it may have out, each with the evidence for it.

Every text that could be the headline (headings, the title element and its parts, og:title, JSON-LD, …) becomes one
candidate; equal texts from several places are one candidate with several pieces of evidence.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from archive.heading_text import heading_text
from archive.inline_text import inline_text, visible_nodes
from archive.marks import Hint
from archive.mentions import ELSEWHERE_HINTS, hints_around
from archive.model import Page
from archive.page_statements import statements
from archive.quick_values import quickly_made
from archive.structured import StructuredData

__all__ = ["ARTICLE_TYPES", "Headline", "headlines", "site_name_keys", "slug_words", "title_parts", "word_key"]

ARTICLE_TYPES = frozenset(
    [
        "Article", "NewsArticle", "BlogPosting", "TechArticle", "ScholarlyArticle", "Report", "ReportageNewsArticle",
        "AnalysisNewsArticle", "OpinionNewsArticle", "ReviewNewsArticle", "BackgroundNewsArticle", "LiveBlogPosting",
        "SocialMediaPosting", "MedicalWebPage", "AdvertiserContentArticle", "SatiricalArticle", "Review", "Recipe",
        "HowTo", "DiscussionForumPosting", "MedicalScholarlyArticle", "PodcastEpisode", "AskPublicNewsArticle",
    ]
)  # fmt: skip
"""schema.org types whose headline and author are those of the page's article."""

_WORD = re.compile(r"\w+")
_ASCII_WORDS = {code: c.lower() if (c := chr(code)).isalnum() or c == "_" else " " for code in range(128)}
# What stands between a headline and the site's name in a title element.
_BREAK = re.compile(r"\s+[|\-‐-―·•»«:/~>]+\s+|\s*[|»«]\s*|:\s+")
_BREAKING = frozenset("|-·•»«:/~>" + "".join(map(chr, range(0x2010, 0x2016))))
"""Every character that a break is made of."""
_LONGEST_HEADLINE = 400
_FIRST_HEADINGS = 6
_SHOWING = frozenset(["h1", "h2", "h3", "h4", "class"])
"""Sources whose text is what the page shows."""


@quickly_made
@dataclass(frozen=True, slots=True)
class Headline:
    """One text that may be the headline."""

    text: str
    key: str
    node: int | None
    """Element that shows it; None when it is not visible."""
    sources: tuple[str, ...]
    features: Mapping[str, float]


@lru_cache(maxsize=8192)
def word_key(text: str) -> str:
    """Words of a text for comparison: case, punctuation and width of letters put aside.

    >>> word_key("Tips—for “Online” success!")
    'tips for online success'
    """
    if text.isascii():
        return " ".join(text.translate(_ASCII_WORDS).split())
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


def title_parts(title: str) -> list[str]:
    """The parts of a title element between separators, and its beginnings and ends, without the whole.

    >>> title_parts("Why oak - Trees | Example Blog")
    ['Why oak', 'Trees | Example Blog', 'Why oak - Trees', 'Example Blog']
    """
    return [] if _BREAKING.isdisjoint(title) else list(_parts(title))


@lru_cache(maxsize=1024)
def _parts(title: str) -> tuple[str, ...]:
    parts: list[str] = []
    for match in list(_BREAK.finditer(title))[:6]:
        parts += [title[: match.start()].strip(), title[match.end() :].strip()]
    return tuple(dict.fromkeys(part for part in parts if part))


def headlines(page: Page, structured: StructuredData) -> list[Headline]:
    """Candidates for the page's headline, in order of their first mention."""
    mentions: dict[str, list[tuple[str, str, int | None]]] = {}
    told: frozenset[str] | None = None
    headings = 0
    for source, text, node in _mentions(page, structured):
        text = " ".join(text.split())[:_LONGEST_HEADLINE]
        key = word_key(text)
        if not key:
            continue
        if node is not None and source != "h1":
            # of the many lesser headings only the first few, and those with words of the title, can be the headline
            headings += 1
            if headings > _FIRST_HEADINGS:
                told = _told_words(page, structured) if told is None else told
                words = key.split()
                if 3 * len([word for word in words if word in told]) < len(words):
                    continue
        mentions.setdefault(key, []).append((source, text, node))
    around = _around(page, structured)
    return [_candidate(page, structured, key, told, around) for key, told in mentions.items()]


def _told_words(page: Page, structured: StructuredData) -> frozenset[str]:
    """Words of the titles that the page states, and of its address; without the small ones."""
    values = statements(structured, page.url).values
    told = [structured.html_title, *values.get("og:title", ()), *values.get("twitter:title", ())]
    return frozenset(w for title in told for w in word_key(title).split() if len(w) > 3) | slug_words(page.url)


def _mentions(page: Page, structured: StructuredData) -> Iterable[tuple[str, str, int | None]]:
    """(source, text, node) of each text that may be the headline."""
    marks = structured.marks
    for node in marks.headings:
        yield page.tags[node], heading_text(page, node, most=40), node
    for node in hints_around(page, marks).having(Hint.TITLE):
        if page.tags[node] not in ("h1", "h2", "h3", "h4") and page.ends[node] - node < 12:
            yield "class", inline_text(page, node, most=6), node
    for name, content in structured.meta:
        source = _META_SOURCES.get(name)
        if source:
            yield source, content, None
            for part in title_parts(content)[:1]:
                yield f"{source}-first-part", part, None
    for types, item in statements(structured, page.url).items:
        is_article = not ARTICLE_TYPES.isdisjoint(types)
        if is_article or any([name.endswith("WebPage") for name in types]):  # noqa: C419 - a generator costs more
            for field in ("headline", "name", "alternativeHeadline"):
                value = item.get(field)
                if isinstance(value, str) and (is_article or field != "alternativeHeadline"):
                    yield f"json-ld-{'article' if is_article else 'page'}-{field}", value, None
    for stated in structured.properties:
        if stated.name in ("headline", "title") or (
            stated.name == "name"
            and not stated.item_property
            and stated.item_type.endswith(("article", "posting", "recipe"))
        ):
            yield f"{stated.syntax}-{stated.name}", stated.value, stated.node
    if structured.html_title:
        yield "html-title", structured.html_title, None
        for part in title_parts(structured.html_title):
            yield "html-title-part", part, None


_META_SOURCES = {
    "og:title": "og", "twitter:title": "twitter", "dc.title": "dc", "dcterms.title": "dc", "title": "meta-title",
    "parsely-title": "parsely", "sailthru.title": "parsely", "citation_title": "dc", "headline": "meta-title",
    "hdl": "meta-title", "article:title": "meta-title",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Around:
    """What candidates are held against."""

    html_title_key: str
    og_key: str
    site_keys: frozenset[str]
    h1_count: int
    first_h1: int
    main_h1_key: str
    """The first h1 that is not the site's; '' where there is none, or more than one."""
    told: tuple[tuple[str, str, frozenset[str]], ...]
    """(features for the share of a candidate's words in them and of them in it, words) of the title element, og:title,
    the main h1 and the address."""
    total: int


def _around(page: Page, structured: StructuredData) -> _Around:
    title_key = word_key(structured.html_title)
    og_key = word_key(statements(structured, page.url).first("og:title"))
    h1s = [node for node in structured.marks.headings if page.tags[node] == "h1"]
    shown = [node for node in h1s if inline_text(page, node, most=40)]
    home = {
        word_key(inline_text(page, n, most=40))
        for n in structured.marks.headings[:_FIRST_HEADINGS]
        if _leads_home(page, n)
    }
    site_keys = frozenset(site_name_keys(page, structured) | home)
    hints = hints_around(page, structured.marks)
    mains = [n for n in shown if not hints(n) & ELSEWHERE_HINTS and not _is_linked(page, n)]
    keys = [key for key in dict.fromkeys([word_key(inline_text(page, n, most=40)) for n in mains]) if key]
    keys = [key for key in keys if key not in site_keys]
    main = keys[0] if len(keys) == 1 else ""
    told = (("in-title", "of-title", title_key), ("in-og", "of-og", og_key), ("in-main-h1", "of-main-h1", main))
    slug = ("in-slug", "of-slug", slug_words(page.url))
    words = (*[(share, theirs, frozenset(key.split())) for share, theirs, key in told if key], slug)
    return _Around(
        title_key, og_key, site_keys, len(shown), shown[0] if shown else -1, main, words, len(page.tags)
    )  # fmt: skip


@lru_cache(maxsize=64)
def slug_words(url: str) -> frozenset[str]:
    """Words of the last telling step of an address's path."""
    try:
        steps = [step for step in unquote(urlsplit(url).path).split("/") if step]
    except ValueError:
        return frozenset()
    for step in reversed(steps):
        words = [w for w in re.split(r"[^\w]+|_", step.casefold()) if len(w) > 1 and not w.isdigit()]
        words = [w for w in words if w not in ("html", "htm", "php", "aspx", "index", "asp", "shtml", "amp")]
        if len(words) > 1:
            return frozenset(words)
    return frozenset()


def site_name_keys(page: Page, structured: StructuredData) -> set[str]:
    """Keys of the names under which the site speaks of itself."""
    stated = statements(structured, page.url)
    keys = {word_key(name) for name in stated.site_names}
    keys.add(word_key(stated.host))
    keys.add(stated.host.split(".")[0])
    return keys - {""}


def _is_site_name(key: str, around: _Around) -> bool:
    return key in around.site_keys or key.replace(" ", "") in around.site_keys


def _candidate(
    page: Page, structured: StructuredData, key: str, told: list[tuple[str, str, int | None]], around: _Around
) -> Headline:
    words = key.split()
    sources = tuple(dict.fromkeys([source for source, _, _ in told]))
    features = dict(_source_features(sources))
    shown = [
        mention for mention in told
        if mention[2] is not None and (mention[0] in _SHOWING or visible_nodes(page, mention[2]))
    ]  # fmt: skip
    best = _best_shown(page, structured, shown)
    if best is not None:
        features |= _place_features(page, structured, best[2] or 0, around)
    else:
        features["hidden"] = 1.0
    features |= _word_features(words, key, told[0][1], around)
    features["sources"] = min(len(sources), 5) / 5
    text = best[1] if best else min((text for _, text, _ in told), key=len)
    return Headline(text, key, best[2] if best else None, sources, features)


@lru_cache(maxsize=1024)
def _source_features(sources: tuple[str, ...]) -> Mapping[str, float]:
    return {f"source:{source}": 1.0 for source in sources}


def _word_features(words: list[str], key: str, text: str, around: _Around) -> dict[str, float]:
    """What the words tell, beside the title element, the address, og:title and the page's one h1."""
    own = frozenset(words)
    count, title = len(words), around.html_title_key
    features = {"words": min(count, 30) / 30}
    for share_of_own, share_of_theirs, others in around.told:
        shared = len(own & others)
        if shared:
            features[share_of_own] = shared / len(own)
            features[share_of_theirs] = shared / len(others)
    if title.startswith(key):
        features["title-starts"] = 1.0
    elif title.endswith(key):
        features["title-ends"] = 1.0
    elif title and key.startswith(title):
        features["starts-with-title"] = 1.0
    if title == key:
        features["starts-with-title"] = 1.0
    if around.og_key.startswith(key):
        features["og-starts"] = 1.0
    if _is_site_name(key, around):
        features["site-name"] = 1.0
    for part in title_parts(text):
        if _is_site_name(word_key(part), around):
            features["ends-in-site-name"] = 1.0
            break
    if around.main_h1_key:
        features["main-h1" if key == around.main_h1_key else "another-main-h1"] = 1.0
    if count <= 3:
        features["words:1" if count == 1 else "words:2-3"] = 1.0
    elif count > 20:
        features["words:20+"] = 1.0
        if count > 35:
            features["words:35+"] = 1.0
    return features


def _best_shown(
    page: Page, structured: StructuredData, shown: list[tuple[str, str, int | None]]
) -> tuple[str, str, int | None] | None:
    if len(shown) < 2:
        return shown[0] if shown else None
    return max(shown, key=lambda m: (_showing(page, structured, m), -(m[2] or 0)))


def _showing(page: Page, structured: StructuredData, mention: tuple[str, str, int | None]) -> float:
    """How likely the place is the one where a headline stands."""
    source, _, node = mention
    rank = {"h1": 4.0, "h2": 2.0, "class": 1.0}.get(source, 1.5)
    above = hints_around(page, structured.marks)(node or 0)
    if above & ELSEWHERE_HINTS:
        rank -= 3
    return rank


def _place_features(page: Page, structured: StructuredData, node: int, around: _Around) -> dict[str, float]:
    marks = structured.marks
    above = hints_around(page, marks)(node)
    own = marks.hints.get(node, 0)
    tag = page.tags[node]
    features = {f"tag:{tag}": 1.0, "place": node / max(around.total, 1)}
    features |= _hint_features(above & _ANY_ABOVE, own & _ANY_OWN)
    if tag == "h1" and around.h1_count == 1:
        features["only-h1"] = 1.0
    if node == around.first_h1:
        features["first-h1"] = 1.0
    if _is_linked(page, node):
        features["linked"] = 1.0
    visible, texts = page.visible, page.texts
    end = bisect_left(visible, page.ends[node])
    for distance, following in enumerate(visible[end : end + 12]):
        if len(texts[following]) > 120:
            features["text-next" if distance < 4 else "text-soon"] = 1.0
            break
    return features


_ABOVE = (
    (Hint.CHROME, "chrome"), (Hint.FOOTER, "footer"), (Hint.TEASER, "teaser"), (Hint.COMMENT, "comment"),
    (Hint.BIO, "bio"), (Hint.ARTICLE, "article"), (Hint.HEADER, "header"),
)  # fmt: skip
_OWN = ((Hint.TITLE, "title-class"), (Hint.SUBTITLE, "subtitle-class"), (Hint.BYLINE, "byline-class"))
_ANY_ABOVE = sum([hint for hint, _ in _ABOVE])
_ANY_OWN = sum([hint for hint, _ in _OWN])


@lru_cache(maxsize=1024)
def _hint_features(above: int, own: int) -> Mapping[str, float]:
    """Features of the hints around a place and of its own."""
    return {
        **{name: 1.0 for hint, name in _ABOVE if above & hint},
        **{name: 1.0 for hint, name in _OWN if own & hint},
    }


def _is_linked(page: Page, node: int) -> bool:
    """Whether the words are a link to another page (a teaser's headline)."""
    link = _link(page, node)
    return link is not None and _leads_away(page, link)


def _link(page: Page, node: int) -> int | None:
    """The link around the words, or the first one in them that leads away."""
    here = node
    for _ in range(3):
        if here < 0:
            break
        if page.tags[here] == "a":
            return here
        here = page.parents[here]
    for below in range(node + 1, min(page.ends[node], node + 6)):
        if page.tags[below] == "a" and _leads_away(page, below):
            return below
    return None


def _leads_home(page: Page, node: int) -> bool:
    """Whether the words link to the site's or the blog's first page: the head of a blog of 2005 is an h1 that does."""
    link = _link(page, node)
    return link is not None and _is_above(page.attributes[link].get("href", "").strip(), page.url)


@lru_cache(maxsize=1024)
def _is_above(href: str, url: str) -> bool:
    """
    >>> _is_above("http://example.com/blog/", "http://www.example.com/blog/2005/05/oaks"), _is_above("/a", "http://a.b/c")
    (True, False)
    """
    try:
        linked, own = urlsplit(href), urlsplit(url)
        hosts = {(part.hostname or "").removeprefix("www.") for part in (linked, own) if part.netloc}
    except ValueError:
        return False
    path = linked.path.rstrip("/") + "/"
    is_site = len(hosts) < 2 and bool(href) and not linked.query and linked.scheme in ("", "http", "https")
    return (
        is_site and not href.startswith("#") and (path == "/" or own.path.startswith(path)) and own.path != linked.path
    )


def _leads_away(page: Page, node: int) -> bool:
    href = page.attributes[node].get("href", "").split("#")[0].strip()
    if not href:
        return False
    path = _path(page.url)
    return path is None or not (path and href.rstrip("/").endswith(path))


@lru_cache(maxsize=16)
def _path(url: str) -> str | None:
    """The path of an address without its last slash; None when it is no address."""
    try:
        return urlsplit(url).path.rstrip("/")
    except ValueError:
        return None
