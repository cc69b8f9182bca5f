"""Page and its structured data in, the days it names out, each with the evidence that it is the day of publication.

Every date that a machine-readable source, a date element or a short printed line states is a mention; mentions of
one day are one candidate. Dates inside comments (claimed before) are no mentions.
"""
# ruff: noqa: E501 - patterns and tables read best unbroken

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from archive.dates import FoundDate, date_in_url, day_first_of_language, find_dates, read_machine_date
from archive.headlines import ARTICLE_TYPES
from archive.inline_text import inline_text
from archive.json_ld import JsonObject, json_ld_types
from archive.marks import Hint, hints_above
from archive.model import Page
from archive.structured import StructuredData

__all__ = ["DateCandidate", "DateMention", "date_candidates"]

_FIRST_YEAR, _LAST_YEAR = "1990", "2060"
_MOST_MENTIONS = 80
_LONGEST_LINE = 140

_META_PUBLISHED = {
    "article:published_time": "article", "article:published": "article", "og:published_time": "article",
    "datepublished": "published", "date": "date", "pubdate": "published", "publishdate": "published",
    "publish-date": "published", "publish_date": "published", "published-date": "published",
    "publication_date": "published", "publication-date": "published", "published": "published",
    "dc.date": "dc", "dc.date.issued": "dc", "dcterms.date": "dc", "dcterms.created": "dc", "dcterms.issued": "dc",
    "dc.date.created": "dc", "parsely-pub-date": "vendor", "sailthru.date": "vendor", "bt:pubdate": "vendor",
    "cxenseparse:recs:publishtime": "vendor", "cxenseparse:publishtime": "vendor", "citation_publication_date": "dc",
    "citation_date": "dc", "article.published": "published", "article:published_date": "article", "created": "date",
    "datecreated": "date", "dc:date": "dc", "dc:created": "dc", "rnews:datepublished": "published", "pub_date": "published",
    "originalpublicationdate": "published", "displaydate": "date", "ptime": "date", "article_date_original": "published",
    "uploaddate": "date", "video:release_date": "date", "release_date": "date", "bi:published": "published",
    "og:article:published_time": "article", "article.created": "date", "date.created": "date",
    "datum": "date", "last-published": "published", "pdate": "published", "cse_publish_date": "vendor",
    "og:pubdate": "article", "eprints.datestamp": "dc", "dcsext.articlefirstpublished": "vendor", "revision_date": "date",
}  # fmt: skip
_META_MODIFIED = frozenset(
    [
        "article:modified_time", "og:updated_time", "last-modified", "lastmod", "datemodified", "dcterms.modified",
        "dc.date.modified", "article:modified", "modified", "updated_time", "article:updated_time", "revised",
        "last_modified", "article.updated", "dateupdated", "moddate", "dc:modified", "modifieddate", "og:modified_time",
    ]
)  # fmt: skip

_UPDATED_WORDS = re.compile(
    r"\b(?:updated?|modified|revised|reviewed|edited|aktualisiert|geändert|actualizado|actualizada|mis(?:e)? à jour|"
    r"modifié|atualizado|atualizada|aggiornato|bijgewerkt|uppdaterad|обновлено|last\s+(?:update|change|edit))",
    re.IGNORECASE,
)
_PUBLISHED_WORDS = re.compile(
    r"\b(?:published|posted|created|written|submitted|released|originally|first\s+published|veröffentlicht|erstellt|"
    r"publicado|publicada|publié|publiée|pubblicato|gepubliceerd|geplaatst|publicerad|erschienen|vom|stand|date|datum|"
    r"fecha|data|on)\b",
    re.IGNORECASE,
)
_OTHER_WORDS = re.compile(
    r"©|\bcopyright|\(c\)|all rights|deadline|expires?|register|event|through|until|born|webinar|conference|valid|"
    r"retrieved|accessed|joined|member since|version|copyrights|effective",
    re.IGNORECASE,
)
_MACHINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
# A digit first: the search then skips to the next digit at once.
_DATED = re.compile(r"\d(?:(?<=1)9\d\d|(?<=2)0\d\d|[/.-]\d\d?[/.-]\s?\d\d)")


@dataclass(frozen=True, slots=True)
class DateMention:
    """One place that states a date."""

    source: str
    """json-ld, microdata, rdfa, meta, visible or url."""
    kind: str
    """Finer source, the name of a feature: 'json-ld:article:datepublished', 'line', 'time' …"""
    found: FoundDate
    node: int | None = None
    printed: str = ""
    """The words on the page, where it is visible."""
    features: Mapping[str, float] = field(default_factory=dict)
    """Evidence of the place; empty for what is not visible."""


@dataclass(frozen=True, slots=True)
class DateCandidate:
    """One day with all its mentions."""

    day: str
    """YYYY-MM-DD"""
    mentions: tuple[DateMention, ...]
    features: Mapping[str, float]


def date_candidates(
    page: Page,
    structured: StructuredData,
    *,
    title_node: int | None = None,
    excluded: Iterable[tuple[int, int]] = (),
    day_first: bool | None = None,
    language: str = "",
) -> list[DateCandidate]:
    """The days the page names, earliest mention first.

    `excluded` are (first node, end) of what is known to be a comment. `day_first` is the site's order of day and
    month where it is known; else what else the page states decides between 3 April and 4 March.
    """
    mentions = [*_machine_mentions(page, structured), *_visible_mentions(page, structured, title_node, list(excluded))]
    told = [m for m in mentions if _FIRST_YEAR <= m.found.value[:4] <= _LAST_YEAR]
    order = day_first if day_first is not None else _order_told(told, language or structured.language)
    days: dict[str, list[DateMention]] = {}
    for mention in told[:_MOST_MENTIONS]:
        mention = _settled(mention, told, day_first, order)
        if mention.found.day:
            days.setdefault(mention.found.day, []).append(mention)
    months = {m.found.value for m in told if m.found.precision == "month"}
    return [_candidate(day, held, days, months) for day, held in days.items()]


def _order_told(mentions: list[DateMention], language: str) -> bool | None:
    """Day first or month first, as the page's own unambiguous numeric dates or its language tell."""
    votes = 0
    for mention in mentions:
        raw = mention.found.raw
        match = re.search(r"(?<!\d)(\d\d?)[/-](\d\d?)[/-]\d{2,4}", raw)
        if match and mention.found.other_day is None:
            votes += (int(match[1]) > 12) - (int(match[2]) > 12)
    if votes:
        return votes > 0
    return day_first_of_language(language)


def _settled(mention: DateMention, told: list[DateMention], site: bool | None, order: bool | None) -> DateMention:
    """The mention with the reading of an ambiguous date that other evidence supports."""
    other = mention.found.other_day
    if other is None:
        return mention
    if site is None:
        certain = {m.found.day for m in told if m.found.other_day is None}
        has_this, has_other = mention.found.day in certain, other in certain
        if has_this != has_other:
            return mention if has_this else _other_reading(mention)
    # Without any evidence: day first, but for English, whose corporate blogs are mostly American.
    day_first = order if order is not None else False
    return mention if day_first else _other_reading(mention)


def _other_reading(mention: DateMention) -> DateMention:
    found = mention.found
    value = (found.other_day or found.day) + found.value[10:]
    return replace(mention, found=replace(found, value=value, other_day=found.day))


# --- machine-readable sources ---------------------------------------------------------------------------------


def _machine_mentions(page: Page, structured: StructuredData) -> Iterator[DateMention]:
    for name, content in structured.meta:
        if name in _META_MODIFIED:
            yield from _mention("meta", "meta:modified", content)
        elif name in _META_PUBLISHED:
            source = "opengraph" if name.startswith(("article:", "og:")) else "meta"
            yield from _mention(source, f"meta:{_META_PUBLISHED[name]}", content)
    for item in structured.json_ld[:100]:
        yield from _json_ld_mentions(item)
    for stated in structured.properties:
        if stated.name in _PROPERTY_KINDS and not stated.item_type.endswith("comment"):
            kind = _PROPERTY_KINDS[stated.name]
            if kind == "date" and stated.item_type in ("event", "offer"):
                continue
            yield from _mention(stated.syntax, f"property:{kind}", stated.value, stated.node)
    for raw in structured.script_dates:
        kind = "script:only" if len(structured.script_dates) == 1 else "script"
        yield from _mention("script", kind, raw)
    from_url = date_in_url(page.url)
    if from_url:
        yield DateMention("url", f"url:{from_url.precision}", from_url, None, "", {})


_STATES_PUBLICATION = frozenset(
    ["meta:article", "meta:published", "meta:vendor", "json-ld:article:datepublished", "property:published"]
)
_PROPERTY_KINDS = {
    "datepublished": "published", "datemodified": "modified", "datecreated": "created", "created": "created",
    "date": "date", "issued": "published", "published": "published", "modified": "modified", "uploaddate": "created",
    "dateupdated": "modified",
}  # fmt: skip


def _json_ld_mentions(item: JsonObject) -> Iterator[DateMention]:
    types = json_ld_types(item)
    if any(name in ARTICLE_TYPES for name in types):
        kind = "article"
    elif any(name.endswith("Page") or name == "QAPage" for name in types):
        kind = "page"
    elif any(name in ("Comment", "Person", "Event", "Offer", "Answer", "UserComments") for name in types):
        return
    else:
        kind = "other"
    for name in ("datePublished", "dateCreated", "dateModified", "uploadDate"):
        value = item.get(name)
        if isinstance(value, str):
            yield from _mention("json-ld", f"json-ld:{kind}:{name.lower()}", value)


def _mention(source: str, kind: str, raw: str, node: int | None = None) -> Iterator[DateMention]:
    found = read_machine_date(raw)
    if found:
        yield DateMention(source, kind, found, node, "", {})


# --- visible sources ------------------------------------------------------------------------------------------


def _visible_mentions(
    page: Page, structured: StructuredData, title_node: int | None, excluded: list[tuple[int, int]]
) -> list[DateMention]:
    """Mentions in date elements and in short printed lines, nearest to the headline first."""
    places: dict[int, str] = {}
    marks = structured.marks
    for node in marks.times:
        places.setdefault(node, "time")
    covered = set(places)
    for node in marks.having(Hint.DATE | Hint.META):
        if page.ends[node] - node <= 40 and page.tags[node] not in ("time", "input", "button", "form", "select"):
            places.setdefault(node, "class")
    for node in page.visible:
        text = page.texts[node]
        dated = _DATED.search(text, 0, _LONGEST_LINE)
        if dated and (len(text) <= _LONGEST_LINE or dated.start() < 24):
            parent = page.parents[node]
            if parent not in covered:
                places.setdefault(node, "line")
    title_end = page.ends[title_node] if title_node is not None else 0
    start = title_node if title_node is not None else 0
    ordered = sorted(places, key=lambda n: abs(n - title_end) if n >= start else 2 * abs(n - start))
    mentions: list[DateMention] = []
    seen: set[int] = set()
    for node in ordered[:_MOST_MENTIONS]:
        if any(first <= node < end for first, end in excluded):
            continue
        for mention in _at(page, structured, node, places[node], title_node):
            key = mention.node if mention.node is not None else -1
            if places[node] == "class" and any(n in seen for n in range(node + 1, page.ends[node])):
                continue
            seen.add(key)
            mentions.append(mention)
    return mentions


def _at(page: Page, structured: StructuredData, node: int, how: str, title_node: int | None) -> Iterator[DateMention]:
    text = page.texts[node].strip() if how == "line" else inline_text(page, node, most=12)
    element = page.parents[node] if how == "line" else node
    # a line that shares its element with other words is claimed alone
    place = element if how != "line" or inline_text(page, element, most=3) == text else node
    text = text[: 2 * _LONGEST_LINE]
    attribute = page.attributes[node].get("datetime", "") if how == "time" else ""
    if how == "class":  # hAtom's <abbr class="published" title="2009-06-03T10:00:00Z">
        attribute = page.attributes[node].get("title", "")[:40]
        attribute = attribute if _MACHINE.match(attribute) else ""
    readings = find_dates(text) if text else []
    if attribute:
        machine = read_machine_date(attribute)
        if machine:
            features = _place_features(page, structured, element, title_node, text, None, how) | {"datetime": 1.0}
            yield DateMention("visible" if text else "time", "time", machine, node, text, features)
            readings = [r for r in readings if r.day != machine.day][:1]
    for number, found in enumerate(readings[:4]):
        label = text[: found.start] if number == 0 else text[readings[number - 1].end : found.start]
        if how == "line" or not label:
            label = (_text_before(page, node) + " " + label)[-60:]
        features = _place_features(page, structured, element, title_node, text, label, how)
        features["nth"] = float(number)
        yield DateMention("visible", how, found, place, text, features)


def _text_before(page: Page, node: int) -> str:
    """The visible words just before a node, when they are few (a label)."""
    place = bisect_left(page.visible, node) - 1
    if place < 0 or node - page.visible[place] > 12:
        return ""
    text = page.texts[page.visible[place]].strip()
    return text if len(text) <= 40 else text[-20:]


def _place_features(
    page: Page, structured: StructuredData, node: int, title_node: int | None, text: str, label: str | None, how: str
) -> dict[str, float]:
    marks = structured.marks
    above = hints_above(page, marks, node)
    own = marks.hints.get(node, 0) | marks.hints.get(page.parents[node], 0)
    label = text if label is None else label
    features = {
        f"how:{how}": 1.0,
        "chrome": float(bool(above & Hint.CHROME)),
        "footer": float(bool(above & Hint.FOOTER)),
        "teaser": float(bool(above & Hint.TEASER)),
        "comment": float(bool(above & Hint.COMMENT)),
        "bio": float(bool(above & Hint.BIO)),
        "article": float(bool(above & Hint.ARTICLE)),
        "header": float(bool(above & Hint.HEADER)),
        "date-class": float(bool(own & Hint.DATE)),
        "meta-class": float(bool(own & (Hint.META | Hint.BYLINE))),
        "updated-class": float(bool(own & Hint.UPDATED)),
        "label:updated": float(bool(_UPDATED_WORDS.search(label))),
        "label:published": float(bool(_PUBLISHED_WORDS.search(label))),
        "label:other": float(bool(_OTHER_WORDS.search(text))),
        "short": float(len(text) <= 30),
        "long": float(len(text) > 90),
        "link": float(page.tags[node] == "a"),
    }
    if title_node is None:
        features["no-title"] = 1.0
        features["early"] = float(node < len(page.tags) * 0.3)
    elif node >= title_node:
        distance = bisect_left(page.visible, node) - bisect_left(page.visible, page.ends[title_node])
        features["after:3"] = float(distance <= 3)
        features["after:8"] = float(distance <= 8)
        features["after:20"] = float(distance <= 20)
        features["after:60"] = float(distance <= 60)
        features["after:far"] = float(distance > 60)
    else:
        distance = bisect_left(page.visible, title_node) - bisect_left(page.visible, node)
        features["before:3"] = float(distance <= 3)
        features["before:10"] = float(distance <= 10)
        features["before:far"] = float(distance > 10)
    return features


# --- one candidate --------------------------------------------------------------------------------------------


def _candidate(
    day: str, mentions: list[DateMention], days: Mapping[str, list[DateMention]], months: set[str]
) -> DateCandidate:
    features: dict[str, float] = {}
    visible = [m for m in mentions if m.features]
    for mention in mentions:
        features[f"source:{mention.kind}"] = 1.0
    if visible:
        best = max(visible, key=_plainness)
        features |= {f"best:{name}": value for name, value in best.features.items() if value}
        for name in ("label:updated", "updated-class", "label:published"):
            features[f"any:{name}"] = max(m.features.get(name, 0.0) for m in visible)
    features["visible"] = float(bool(visible))
    features["machine"] = float(any(not m.features for m in mentions))
    features["month-in-url"] = float(day[:7] in months)
    features["only-day"] = float(len(days) == 1)
    features["mentions"] = min(len(mentions), 4) / 4
    ordered = sorted(days)
    place = ordered.index(day)
    features["earliest"] = float(place == 0)
    features["latest"] = float(place == len(ordered) - 1)
    if all(map(_says_modified, mentions)):
        is_other_published = any(_says_published(m) for other, held in days.items() if other != day for m in held)
        features["modified-only:others-published" if is_other_published else "modified-only"] = 1.0
    features["published"] = float(any(map(_says_published, mentions)))
    if not any(map(_states_publication, mentions)):
        stated = any(_states_publication(m) for held in days.values() for m in held)
        features["another-stated"] = float(stated)
    if visible and any(_is_utc_of(m, day) for held in days.values() for m in held):
        features["local-day-of-utc"] = 1.0
    if not visible and any(_is_utc_of(m, other) for m in mentions for other, held in days.items() if _is_shown(held)):
        features["utc-of-local-day"] = 1.0
    return DateCandidate(day, tuple(mentions), features)


def _says_modified(mention: DateMention) -> bool:
    held = mention.features
    return "modified" in mention.kind or bool(held and (held["label:updated"] or held["updated-class"]))


def _says_published(mention: DateMention) -> bool:
    if mention.features:
        return bool(mention.features["label:published"] and not _says_modified(mention))
    return "published" in mention.kind or mention.kind in ("meta:article", "meta:vendor", "url:day")


def _states_publication(mention: DateMention) -> bool:
    return mention.kind in _STATES_PUBLICATION


def _is_shown(mentions: list[DateMention]) -> bool:
    return any(m.features for m in mentions)


def _is_utc_of(mention: DateMention, local_day: str) -> bool:
    """Whether the mention is a time in UTC that falls on `local_day` somewhere west or east of Greenwich."""
    value = mention.found.value
    if not value.endswith(("Z", "+00:00")) or len(value) < 16 or mention.features:
        return False
    hour = int(value[11:13])
    shift = -1 if hour < 12 else 1 if hour >= 13 else 0
    return bool(shift) and (date.fromisoformat(value[:10]) + timedelta(days=shift)).isoformat() == local_day


def _plainness(mention: DateMention) -> float:
    """How much a visible mention looks like the article's own date line."""
    held = mention.features
    score = -3 * (held["chrome"] + held["footer"] + held["teaser"] + held["comment"] + held["label:other"])
    score += 2 * held.get("after:8", 0) + held.get("after:20", 0) + held.get("before:3", 0)
    score += held["date-class"] + held["label:published"] - held["label:updated"] - held["long"]
    return score
