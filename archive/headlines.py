"""Page and its structured data in, the headlines it may have out, each with the evidence for it.

Every text that could be the headline (headings, the title element and its parts, og:title, JSON-LD, …) becomes one
candidate; equal texts from several places are one candidate with several pieces of evidence.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from archive.inline_text import inline_text, visible_nodes
from archive.json_ld import json_ld_types
from archive.marks import Hint, hints_above
from archive.model import Page
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
# What stands between a headline and the site's name in a title element.
_BREAK = re.compile(r"\s+[|\-‐-―·•»«:/~>]+\s+|\s*[|»«]\s*|:\s+")
_LONGEST_HEADLINE = 400
_FIRST_HEADINGS = 6


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
    return " ".join(_WORD.findall((text if text.isascii() else unicodedata.normalize("NFKC", text)).casefold()))


def title_parts(title: str) -> list[str]:
    """The parts of a title element between separators, and its beginnings and ends, without the whole.

    >>> title_parts("Why oak - Trees | Example Blog")
    ['Why oak', 'Trees | Example Blog', 'Why oak - Trees', 'Example Blog']
    """
    return list(_parts(title))


@lru_cache(maxsize=1024)
def _parts(title: str) -> tuple[str, ...]:
    parts: list[str] = []
    for match in list(_BREAK.finditer(title))[:6]:
        parts += [title[: match.start()].strip(), title[match.end() :].strip()]
    return tuple(dict.fromkeys(part for part in parts if part))


def headlines(page: Page, structured: StructuredData) -> list[Headline]:
    """Candidates for the page's headline, in order of their first mention."""
    mentions: dict[str, list[tuple[str, str, int | None]]] = {}
    told = _told_words(page, structured)
    headings = 0
    for source, text, node in _mentions(page, structured):
        text = " ".join(text.split())[:_LONGEST_HEADLINE]
        key = word_key(text)
        if not key:
            continue
        if node is not None and source != "h1":
            # of the many lesser headings only the first few, and those with words of the title, can be the headline
            headings += 1
            words = key.split()
            if headings > _FIRST_HEADINGS and 3 * len([word for word in words if word in told]) < len(words):
                continue
        mentions.setdefault(key, []).append((source, text, node))
    around = _around(page, structured, mentions)
    return [_candidate(page, structured, key, told, around) for key, told in mentions.items()]


def _told_words(page: Page, structured: StructuredData) -> frozenset[str]:
    """Words of the titles that the page states, and of its address; without the small ones."""
    told = [structured.html_title, *structured.meta_values("og:title", "twitter:title")]
    return frozenset(w for title in told for w in word_key(title).split() if len(w) > 3) | slug_words(page.url)


def _mentions(page: Page, structured: StructuredData) -> Iterable[tuple[str, str, int | None]]:
    """(source, text, node) of each text that may be the headline."""
    marks = structured.marks
    for node in marks.headings:
        yield page.tags[node], inline_text(page, node, most=40), node
    for node in marks.having(Hint.TITLE):
        if page.tags[node] not in ("h1", "h2", "h3", "h4") and page.ends[node] - node < 12:
            yield "class", inline_text(page, node, most=6), node
    for name, content in structured.meta:
        source = _META_SOURCES.get(name)
        if source:
            yield source, content, None
            for part in title_parts(content)[:1]:
                yield f"{source}-first-part", part, None
    for item in structured.json_ld:
        types = json_ld_types(item)
        is_article = any(name in ARTICLE_TYPES for name in types)
        if is_article or any(name.endswith("WebPage") for name in types):
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

    html_title: frozenset[str]
    html_title_key: str
    og_key: str
    slug: frozenset[str]
    site_keys: frozenset[str]
    h1_count: int
    first_h1: int
    frequency: Counter[str]
    total: int


def _around(page: Page, structured: StructuredData, mentions: Mapping[str, object]) -> _Around:
    title_key = word_key(structured.html_title)
    og = structured.meta_values("og:title")
    h1s = [node for node in structured.marks.headings if page.tags[node] == "h1"]
    shown = [node for node in h1s if inline_text(page, node, most=40)]
    frequency: Counter[str] = Counter()
    for key in mentions:
        frequency.update(set(key.split()))
    return _Around(
        frozenset(title_key.split()), title_key, word_key(og[0]) if og else "", slug_words(page.url),
        frozenset(site_name_keys(page, structured)), len(shown), shown[0] if shown else -1, frequency,
        len(page.tags),
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
    names = structured.meta_values("og:site_name", "application-name", "apple-mobile-web-app-title", "dc.publisher")
    for item in structured.json_ld:
        if any(kind in ("WebSite", "Organization", "NewsMediaOrganization", "Blog") for kind in json_ld_types(item)):
            name = item.get("name")
            if isinstance(name, str):
                names.append(name)
    keys = {word_key(name) for name in names}
    try:
        host = (urlsplit(page.url).hostname or "").removeprefix("www.")
    except ValueError:
        host = ""
    keys.add(word_key(host))
    keys.add(host.split(".")[0])
    return keys - {""}


def _is_site_name(key: str, around: _Around) -> bool:
    return key in around.site_keys or key.replace(" ", "") in around.site_keys


def _share(words: Iterable[str], of: frozenset[str]) -> float:
    wanted = list(words)
    return len([word for word in wanted if word in of]) / len(wanted) if wanted else 0.0


def _candidate(
    page: Page, structured: StructuredData, key: str, told: list[tuple[str, str, int | None]], around: _Around
) -> Headline:
    words = key.split()
    features: dict[str, float] = {}
    for source, _, _ in told:
        features[f"source:{source}"] = 1.0
    shown = [mention for mention in told if mention[2] is not None and visible_nodes(page, mention[2])]
    best = max(shown, key=lambda m: (_showing(page, structured, m), -(m[2] or 0)), default=None)
    if best is not None:
        features |= _place_features(page, structured, best[2] or 0, around)
    else:
        features["hidden"] = 1.0
    features["in-title"] = _share(words, around.html_title)
    features["of-title"] = _share(around.html_title, frozenset(words))
    features["of-slug"] = _share(around.slug, frozenset(words))
    features["title-starts"] = float(around.html_title_key.startswith(key))
    features["title-ends"] = float(around.html_title_key.endswith(key) and not around.html_title_key.startswith(key))
    features["og-starts"] = float(around.og_key.startswith(key))
    features["starts-with-title"] = float(bool(around.html_title_key) and key.startswith(around.html_title_key))
    features["site-name"] = float(_is_site_name(key, around))
    parts = title_parts(told[0][1])
    features["ends-in-site-name"] = float(any(_is_site_name(word_key(part), around) for part in parts))
    features["words:1"] = float(len(words) == 1)
    features["words:2-3"] = float(2 <= len(words) <= 3)
    features["words:20+"] = float(len(words) > 20)
    features["words:35+"] = float(len(words) > 35)
    features["sources"] = min(len({source for source, _, _ in told}), 5) / 5
    text = best[1] if best else min((text for _, text, _ in told), key=len)
    return Headline(text, key, best[2] if best else None, tuple(dict.fromkeys(m[0] for m in told)), features)


def _showing(page: Page, structured: StructuredData, mention: tuple[str, str, int | None]) -> float:
    """How likely the place is the one where a headline stands."""
    source, _, node = mention
    rank = {"h1": 4.0, "h2": 2.0, "class": 1.0}.get(source, 1.5)
    above = hints_above(page, structured.marks, node or 0)
    if above & (Hint.CHROME | Hint.TEASER | Hint.FOOTER | Hint.COMMENT):
        rank -= 3
    return rank


def _place_features(page: Page, structured: StructuredData, node: int, around: _Around) -> dict[str, float]:
    marks = structured.marks
    above = hints_above(page, marks, node)
    own = marks.hints.get(node, 0)
    tag = page.tags[node]
    return {
        f"tag:{tag}": 1.0,
        "only-h1": float(tag == "h1" and around.h1_count == 1),
        "first-h1": float(node == around.first_h1),
        "chrome": float(bool(above & Hint.CHROME)),
        "footer": float(bool(above & Hint.FOOTER)),
        "teaser": float(bool(above & Hint.TEASER)),
        "comment": float(bool(above & Hint.COMMENT)),
        "bio": float(bool(above & Hint.BIO)),
        "article": float(bool(above & Hint.ARTICLE)),
        "header": float(bool(above & Hint.HEADER)),
        "title-class": float(bool(own & Hint.TITLE)),
        "subtitle-class": float(bool(own & Hint.SUBTITLE)),
        "byline-class": float(bool(own & Hint.BYLINE)),
        "place": node / max(around.total, 1),
        "linked": float(_is_linked(page, node)),
    }


def _is_linked(page: Page, node: int) -> bool:
    """Whether the words are a link to another page (a teaser's headline)."""
    here = node
    for _ in range(3):
        if here < 0:
            break
        if page.tags[here] == "a":
            return _leads_away(page, here)
        here = page.parents[here]
    return any(
        page.tags[below] == "a" and _leads_away(page, below)
        for below in range(node + 1, min(page.ends[node], node + 6))
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
