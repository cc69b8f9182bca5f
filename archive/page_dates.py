"""Page and its structured data in, the days it names out, each with the evidence that it is the day of publication.

Every date that a machine-readable source (date_sources.py), a date element or a short printed line (date_places.py)
states is a mention; mentions of one day are one candidate. Dates inside comments (claimed before) are no mentions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from archive.date_choice import says_modified
from archive.date_places import printed_dates
from archive.date_sources import stated_dates
from archive.dates import FoundDate, day_first_of_language
from archive.mentions import Candidate, Mention, is_elsewhere, surroundings
from archive.model import Page
from archive.structured import StructuredData

__all__ = ["DateCandidate", "DateMention", "date_candidates", "month_shown"]

DateMention = Mention[FoundDate]
DateCandidate = Candidate[FoundDate]

_FIRST_YEAR, _LAST_YEAR = "1990", "2060"
_MOST_MENTIONS = 80
_NUMERIC = re.compile(r"(?<!\d)(\d\d?)[/-](\d\d?)[/-]\d{2,4}")
_STATES_PUBLICATION = frozenset(
    [
        "meta:article", "meta:published", "meta:vendor", "meta:named", "data", "json-ld:article:datepublished",
        "property:published",
    ]
)  # fmt: skip


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
    around = surroundings(page, structured, title_node, excluded)
    mentions = [*stated_dates(page, structured), *printed_dates(around)]
    told = [m for m in mentions if _FIRST_YEAR <= m.fact.value[:4] <= _LAST_YEAR]
    order = day_first if day_first is not None else _order_told(told, language or structured.language)
    days: dict[str, list[DateMention]] = {}
    for mention in told[:_MOST_MENTIONS]:
        mention = _settled(mention, told, day_first, order)
        if mention.fact.day:
            days.setdefault(mention.fact.day, []).append(mention)
    months = {(m.kind, m.fact.value) for m in told if m.fact.precision == "month"}
    about = {day: _about(held) for day, held in days.items()}
    local_days = {day: local for day, held in days.items() for m in held if (local := _local_day(m))}
    return [_candidate(day, held, months, about, local_days) for day, held in days.items()]


def month_shown(
    page: Page, structured: StructuredData, *, title_node: int | None, excluded: Iterable[tuple[int, int]]
) -> DateMention | None:
    """The line or date element beside the headline that names a month and no day ("May 2014"), or None."""
    for mention in printed_dates(surroundings(page, structured, title_node, excluded)):
        held = mention.features
        is_beside = "after:8" in held or "before:3" in held
        is_alone = "short" in held and "label:other" not in held and "several" not in held
        if mention.fact.precision == "month" and is_beside and is_alone and not is_elsewhere(mention):
            return None if says_modified(mention) or "long-block" in held else mention
    return None


def _order_told(mentions: list[DateMention], language: str) -> bool | None:
    """Day first or month first, as the page's own unambiguous numeric dates or its language tell."""
    votes = 0
    for mention in mentions:
        match = _NUMERIC.search(mention.fact.raw) if mention.fact.other_day is None else None
        if match:
            votes += (int(match[1]) > 12) - (int(match[2]) > 12)
    if votes:
        return votes > 0
    return day_first_of_language(language)


def _settled(mention: DateMention, told: list[DateMention], site: bool | None, order: bool | None) -> DateMention:
    """The mention with the reading of an ambiguous date that other evidence supports."""
    other = mention.fact.other_day
    if other is None:
        return mention
    if site is None:
        certain = {m.fact.day for m in told if m.fact.other_day is None}
        has_this, has_other = mention.fact.day in certain, other in certain
        if has_this != has_other:
            return mention if has_this else _other_reading(mention)
    # Without any evidence: day first, but for English, whose corporate blogs are mostly American.
    day_first = order if order is not None else False
    return mention if day_first else _other_reading(mention)


def _other_reading(mention: DateMention) -> DateMention:
    found = mention.fact
    value = (found.other_day or found.day) + found.value[10:]
    fact = FoundDate(value, found.precision, found.raw, found.start, found.end, found.day)
    return Mention(fact, mention.kind, mention.source, mention.node, mention.printed, mention.features)


# --- one candidate --------------------------------------------------------------------------------------------

_MODIFIED, _PUBLISHED, _STATED, _SHOWN, _SHOWN_NEAR = 1, 2, 4, 8, 16


def _about(mentions: list[DateMention]) -> int:
    """What the mentions of a day say of it, as bits."""
    held = 0
    for mention in mentions:
        held |= _MODIFIED * says_modified(mention) | _PUBLISHED * _says_published(mention)
        held |= _STATED * (mention.kind in _STATES_PUBLICATION)
        if mention.features:
            held |= _SHOWN
            if not is_elsewhere(mention) and ("after:20" in mention.features or "before:3" in mention.features):
                held |= _SHOWN_NEAR
    return held


def _candidate(
    day: str,
    mentions: list[DateMention],
    months: set[tuple[str, str]],
    about: Mapping[str, int],
    local_days: Mapping[str, str],
) -> DateCandidate:
    features: dict[str, float] = {f"source:{mention.kind}": 1.0 for mention in mentions}
    visible = [m for m in mentions if m.features]
    others = [told for other, told in about.items() if other != day]
    own = about[day]
    if visible:
        best = max(visible, key=_plainness)
        features |= {f"best:{name}": value for name, value in best.features.items()}
        for name in ("label:updated", "updated-class", "label:published"):
            if any(name in m.features for m in visible):
                features[f"any:{name}"] = 1.0
        features["visible"] = 1.0
    if own & _SHOWN_NEAR:
        features["near"] = 1.0
    elif any(told & _SHOWN_NEAR for told in others):
        features["another-near"] = 1.0
    if len(visible) < len(mentions):
        features["machine"] = 1.0
    for kind in ("url:month", "image:month"):
        if (kind, day[:7]) in months:
            features[f"in-{kind}"] = 1.0
    if ("line", day[:7]) in months:
        features["month-shown"] = 1.0
    features[f"days:{min(len(about), 4)}"] = 1.0
    if len(about) > 8:
        features["days:8+"] = 1.0
    features["mentions"] = min(len(mentions), 4) / 4
    if day == min(about):
        features["earliest"] = 1.0
    if day == max(about):
        features["latest"] = 1.0
    _compare(features, mentions, own, others)
    if visible and day in local_days.values():
        features["local-day-of-utc"] = 1.0
    if not visible and about.get(local_days.get(day, ""), 0) & _SHOWN:
        features["utc-of-local-day"] = 1.0
    return Candidate(day, mentions[0].fact, tuple(mentions), features)


def _compare(features: dict[str, float], mentions: list[DateMention], own: int, others: list[int]) -> None:
    """What the day's mentions say of it, beside what others say of their days."""
    if own & _MODIFIED:
        features["modified"] = 1.0
        if all(says_modified(m) for m in mentions):
            is_other_published = any(told & _PUBLISHED for told in others)
            features["modified-only:others-published" if is_other_published else "modified-only"] = 1.0
    elif any(told & _MODIFIED for told in others):
        features["another-modified"] = 1.0
    if own & _PUBLISHED:
        features["published"] = 1.0
    if own & _STATED:
        features["stated"] = 1.0
    else:
        stated = [told for told in others if told & _STATED]
        if stated:
            features["another-stated"] = 1.0
            if any(told & _SHOWN_NEAR for told in stated):
                features["another-stated-near"] = 1.0
    if any(told & _PUBLISHED and told & _SHOWN_NEAR for told in others):
        features["another-published-near"] = 1.0


def _says_published(mention: DateMention) -> bool:
    if mention.features:
        return "label:published" in mention.features and not says_modified(mention)
    return "published" in mention.kind or mention.kind in (
        "meta:article",
        "meta:vendor",
        "meta:named",
        "data",
        "url:day",
    )


def _local_day(mention: DateMention) -> str:
    """The day somewhere west or east of Greenwich of a time stated in UTC; '' for another time."""
    value = mention.fact.value
    if mention.features or not value.endswith(("Z", "+00:00")) or len(value) < 16:
        return ""
    hour = int(value[11:13])
    shift = -1 if hour < 12 else 1 if hour >= 13 else 0
    return (date.fromisoformat(value[:10]) + timedelta(days=shift)).isoformat() if shift else ""


def _plainness(mention: DateMention) -> float:
    """How much a visible mention looks like the article's own date line."""
    held = mention.features
    score = -3.0 * len([name for name in ("chrome", "footer", "teaser", "comment", "label:other") if name in held])
    score += 2.0 * ("after:8" in held) + ("after:20" in held) + ("before:3" in held) - ("long-block" in held)
    return score + ("date-class" in held) + ("label:published" in held) - ("label:updated" in held) - ("long" in held)
