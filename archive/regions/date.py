"""Page in, its dates of publication and change out, with the words that print them."""

from __future__ import annotations

import math
import re

from archive.date_choice import RATHER_A_DAY, choose_day, says_modified
from archive.date_lists import days_in_lists
from archive.evidence import scores
from archive.inline_text import inline_text
from archive.mentions import is_below_article, is_elsewhere
from archive.model import Claim, DateFact, FieldClaim, Page, Region
from archive.page_dates import DateCandidate, date_candidates, month_shown
from archive.regions import Context, Findings

ORDER = 35

# A visible place is claimed only when it is short: a paragraph that mentions a date stays with its region.
_MOST_NODES = 12
_LONGEST_CLAIM = 80
_LEADING_WORD = re.compile(
    r"^(?:on|am|le|el|em|den|vom|il|at|posted on|published on|published|posted)\b:?\s+", re.IGNORECASE
)
_WEEKDAY = re.compile(
    r"\b(?:mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|lun|mar|mer|mié|jeu|jue|ven|vie|sam|sáb|seg|ter|qua|qui|sex)"
    r"[^\W\d]{0,8}\.?,?\s+$",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^\W*(?:(?:date|time|posted|published|created|updated|modified|changed|edited|last|first|release|released|written|"
    r"on|at|datum|veröffentlicht|erstellt|aktualisiert|geändert|zuletzt|am|vom|um|publié|mise? à jour|modifié|créé|le|"
    r"publicado|actualizado|creado|modificado|fecha|el|atualizado|em|data|pubblicato|aggiornato|il|geplaatst|op|"
    r"发布于|发表于|更新于|创建于|最近更新|发布时间|更新时间|日期|投稿日|更新日|公開日)\W*){1,4}$",
    re.IGNORECASE,
)
_MOST_STEPS = 2
_NO_DAY = {"none": 1.0}
_PRECISIONS = ("year", "month", "day", "minute", "second")
_SOURCE_RANK = ("visible", "time", "rdfa", "microdata", "opengraph", "json-ld", "meta", "script", "url")


def read(context: Context) -> Findings:
    """Published and modified, and what each source says of them."""
    page = context.page
    candidates = date_candidates(
        page,
        context.structured,
        title_node=_title_node(context),
        excluded=context.spans(Region.COMMENT, Region.COMMENT_FORM),
        day_first=context.day_first,
    )
    if not candidates:
        return _month(context)
    likely = scores([*(candidate.features for candidate in candidates), _NO_DAY], "published")
    best = choose_day(candidates, likely, listed=days_in_lists(context.page, candidates))
    published = None if best is None else candidates[best]
    confidence = 0.0 if best is None else _share(likely, best)
    modified = _modified(candidates, published)
    claims = _claims(context, published, confidence) + _claims(context, modified, 0.7)
    return Findings(
        claims=tuple(claims),
        field_claims=_field_claims(candidates, published, modified),
        published=_fact(published, is_modified=False) if published else None,
        modified=_fact(modified, is_modified=True) if modified else None,
    )


def _share(likely: list[float], best: int) -> float:
    """The chosen day's share of the likelihood of all, that of no day among them."""
    weighed = [*likely[:-1], likely[-1] - RATHER_A_DAY]
    return 1 / sum(math.exp(min(told - likely[best], 30.0)) for told in weighed)


def _month(context: Context) -> Findings:
    """The month of publication, where the page names no day at all."""
    excluded = context.spans(Region.COMMENT, Region.COMMENT_FORM)
    shown = month_shown(context.page, context.structured, title_node=_title_node(context), excluded=excluded)
    if shown is None or shown.node is None:
        return Findings()
    fact = DateFact(shown.fact.value, "month", shown.fact.raw, "visible", shown.node)
    claim = Claim(shown.node, Region.DATE, f"date:{shown.kind}", confidence=0.5)
    field = FieldClaim("published", fact.value, "visible", True)
    return Findings(claims=(claim,), field_claims=(field,), published=fact)


def _title_node(context: Context) -> int | None:
    return next((f.title.node for f in context.found if f.title is not None), None)


def _modified(candidates: list[DateCandidate], published: DateCandidate | None) -> DateCandidate | None:
    """The day most places call the last change; never one before publication."""
    told: list[tuple[int, DateCandidate]] = []
    for candidate in candidates:
        count = sum(says_modified(m) and not is_elsewhere(m) for m in candidate.mentions)
        if count and (published is None or candidate.key >= published.key):
            told.append((count, candidate))
    return max(told, key=lambda t: (t[0], t[1].key))[1] if told else None


def _fact(candidate: DateCandidate, *, is_modified: bool) -> DateFact:
    """The day as stated: value from the most precise statement, words as printed where it is visible."""
    mentions = [m for m in candidate.mentions if says_modified(m) == is_modified] or list(candidate.mentions)
    printed = [m for m in mentions if m.node is not None and m.printed and not is_elsewhere(m)]
    exact = max(mentions, key=lambda m: (_PRECISIONS.index(m.fact.precision), -_SOURCE_RANK.index(m.source)))
    shown = min(printed, key=lambda m: (len(m.printed), mentions.index(m)), default=None)
    # a time from elsewhere is only taken over when it is the moment that is printed, or the print names only the day
    value = exact
    if shown and shown.fact.precision != "day" and shown.fact.value[:16] != exact.fact.value[:16]:
        value = shown
    node = shown.node if shown else exact.node
    told = shown or exact
    raw = _printed_date(told.printed, told.fact.raw) if told.printed else told.fact.raw
    return DateFact(value.fact.value, value.fact.precision, raw, value.source, node)


def _printed_date(printed: str, raw: str) -> str:
    """The date among the words that print it, with its weekday.

    >>> _printed_date("Submitted by Jane Doe on Thu, 07/25/2013 - 10:14", "07/25/2013 - 10:14")
    'Thu, 07/25/2013 - 10:14'
    """
    place = printed.find(raw)
    if place < 0:  # a time element whose words say it in another form
        return _LEADING_WORD.sub("", printed) if len(printed) <= _LONGEST_CLAIM else raw
    weekday = _WEEKDAY.search(printed[:place])
    return (weekday[0] if weekday else "") + raw


def _claims(context: Context, candidate: DateCandidate | None, confidence: float) -> list[Claim]:
    """The visible places of the day that are dates and nothing else."""
    if candidate is None:
        return []
    page = context.page
    claims: dict[int, Claim] = {}
    for mention in candidate.mentions:
        node = mention.node
        if node is None or not mention.printed:
            continue
        if (is_elsewhere(mention) or "after:far" in mention.features) and not is_below_article(page, mention):
            continue
        rest = mention.printed.replace(mention.fact.raw, "", 1) if mention.kind != "time" else ""
        if page.ends[node] - node <= _MOST_NODES and len(mention.printed) <= _LONGEST_CLAIM and len(rest) <= 30:
            place = _with_label(page, node)
            claims[place] = Claim(place, Region.DATE, f"date:{mention.kind}", confidence=round(confidence, 3))
    return list(claims.values())


def _with_label(page: Page, node: int) -> int:
    """The line around a date, where it says nothing else than what the date is: "Published: 3 May 2014"."""
    text, place = inline_text(page, node), node
    for _ in range(_MOST_STEPS):
        parent = page.parents[place]
        if (
            parent < 1
            or page.ends[parent] - parent > _MOST_NODES
            or page.tags[parent] in ("body", "article", "main", "a")
        ):
            break
        label = inline_text(page, parent).replace(text, " ", 1)
        if label.strip() and not _LABEL.match(label):
            break
        place = parent
    return place


def _field_claims(
    candidates: list[DateCandidate], published: DateCandidate | None, modified: DateCandidate | None
) -> tuple[FieldClaim, ...]:
    claims: dict[FieldClaim, None] = {}
    for candidate in candidates:
        for mention in candidate.mentions:
            is_modified = says_modified(mention)
            chosen = modified if is_modified else published
            if is_elsewhere(mention):
                continue
            claims[
                FieldClaim(
                    "modified" if is_modified else "published", mention.fact.value, mention.source,
                    candidate is chosen,
                )
            ] = None  # fmt: skip
    return tuple(claims)[:20]
