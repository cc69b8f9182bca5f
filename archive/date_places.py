"""Page in, the dates it prints out: those of date elements and of short lines, each with the evidence of its place."""
# ruff: noqa: E501 - patterns read best unbroken

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from archive.dates import FoundDate, find_dates, read_machine_date
from archive.inline_text import inline_text
from archive.marks import Hint
from archive.mentions import Mention, Surroundings, place_features
from archive.model import Page
from archive.shown_texts import shown_texts, texts_like_dates

__all__ = ["printed_dates"]

_MOST_PLACES = 80
_LONGEST_LINE = 140
_BEGINNING = 24
"""Characters of a long text in which a date begins that it begins with."""
_LONG_BLOCK = 160

_UPDATED_WORDS = re.compile(
    r"\b(?:updated?|modified|revised|reviewed|edited|aktualisiert|geändert|actualizado|actualizada|mis(?:e)? à jour|"
    r"modifié|atualizado|atualizada|aggiornato|bijgewerkt|uppdaterad|обновлено|last\s+(?:update|change|edit))",
    re.IGNORECASE,
)
_UPDATED_STEMS = (
    "updat", "modif", "revis", "review", "edit", "aktual", "geänd", "tualiz", "à jour", "ggiorn", "ijgew", "uppdat",
    "обновл", "chang",
)  # fmt: skip
"""Parts of all that _UPDATED_WORDS finds: a quick look that spares most labels the pattern."""
_PUBLISHED_WORDS = re.compile(
    r"\b(?:published|posted|created|written|submitted|released|originally|first\s+published|veröffentlicht|erstellt|"
    r"publicado|publicada|publié|publiée|pubblicato|gepubliceerd|geplaatst|publicerad|erschienen|vom|stand|date|datum|"
    r"fecha|data|on)\b",
    re.IGNORECASE,
)
# For words in lower case. Each way begins with a letter of its own, which the search skips to.
_OTHER_WORDS = re.compile(
    r"©|copyrights|c(?<=\bc)opyright|\(c\)|all rights|deadline|expire|register|event|through|until|born|webinar|conference|"
    r"valid|retrieved|accessed|joined|member since|version|effective|v(?<=\bv)ol\.|i(?<=\bi)ssue\b|d(?<=\bd)oi\b|p(?<=\bp)p\.|"
    r"zeitraum|gültig|b(?<=\bb)is\b|s(?<=\bs)eit\b|b(?<=\bb)etween\b|s(?<=\bs)ince\b|h(?<=\bh)asta\b|jusqu|received|accepted"
)
_MACHINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
# A digit first: the search then skips to the next digit at once.
_DATED = re.compile(r"[0-9](?:(?<=1)9\d\d|(?<=2)0\d\d|[/.-]\d\d?[/.-]\s?\d\d)")
_INLINE = frozenset("em i strong b span small font a u abbr time sup sub mark code cite label".split())
_NO_DATE_ELEMENTS = frozenset(["time", "input", "button", "form", "select"])


def printed_dates(around: Surroundings) -> list[Mention[FoundDate]]:
    """Mentions in date elements and in short printed lines, nearest to the headline first."""
    page, places = around.page, _places(around.page, around)
    mentions: list[Mention[FoundDate]] = []
    seen: set[int] = set()
    for node in around.nearest_first(places)[:_MOST_PLACES]:
        if around.is_excluded(node):
            continue
        how = places[node]
        if how == "class" and not seen.isdisjoint(range(node + 1, page.ends[node])):
            continue
        for mention in _at(around, node, how):
            seen.add(mention.node if mention.node is not None else -1)
            mentions.append(mention)
    return mentions


def _places(page: Page, around: Surroundings) -> dict[int, str]:
    """Element or text node to how it was found."""
    marks = around.structured.marks
    places = dict.fromkeys(marks.times, "time")
    covered = set(places)
    for node in around.hints.having(Hint.DATE | Hint.META):
        if page.ends[node] - node <= 40 and page.tags[node] not in _NO_DATE_ELEMENTS:
            places.setdefault(node, "class")
    for node in around.hints.having(Hint.UPDATED):  # hAtom's <span class="updated" title="2013-04-04T18:52:11Z">
        if page.attributes[node].get("title"):
            places.setdefault(node, "class")
    for node in _dated_texts(page):
        if page.parents[node] not in covered:
            places.setdefault(node, "line")
    return places


def _dated_texts(page: Page) -> Iterator[int]:
    """Visible texts that look dated, and are short or begin so."""
    shown = shown_texts(page)
    for place in texts_like_dates(page):
        text = shown.texts[place]
        found = _DATED.search(text, 0, _LONGEST_LINE)
        if found and (found.start() < _BEGINNING or len(text) <= _LONGEST_LINE):
            yield shown.nodes[place]


def _at(around: Surroundings, node: int, how: str) -> Iterator[Mention[FoundDate]]:
    page = around.page
    is_line = how == "line"
    text = page.texts[node].strip() if is_line else inline_text(page, node, most=12)
    attribute = page.attributes[node].get("datetime", "") if how == "time" else ""
    if how == "class":  # hAtom's <abbr class="published" title="2009-06-03T10:00:00Z">
        attribute = page.attributes[node].get("title", "")[:40]
        attribute = attribute if _MACHINE.match(attribute) else ""
    text = text[: 2 * _LONGEST_LINE]
    readings = find_dates(text) if text else []
    machine = read_machine_date(attribute) if attribute else None
    if not readings and not machine:
        return
    element = page.parents[node] if is_line else node
    # a line that shares its element with other words is claimed alone
    place = element if not is_line or inline_text(page, element, most=3) == text else node
    held = place_features(around, node if is_line else element)
    if _is_in_long_block(page, element):
        held["long-block"] = 1.0
    if machine:
        label = f"{_text_before(page, node)} {text}"
        features = held | _words_features(around, element, text, label, how) | {"datetime": 1.0}
        yield Mention(machine, "time", "visible" if text else "time", node, text, features)
        readings = [r for r in readings if r.day != machine.day][:1]
    for number, found in enumerate(readings[:4]):
        label = text[: found.start] if number == 0 else text[readings[number - 1].end : found.start]
        if is_line or not label:
            label = (_text_before(page, node) + " " + label)[-60:]
        features = held | _words_features(around, element, text, label, how)
        if number:
            features["nth"] = 1.0
        if len(readings) > 1:
            features["several"] = 1.0
        features["rest"] = min(len(text) - (found.end - found.start), 140) / 140
        if found.start < 3:
            features["starts-line"] = 1.0
        yield Mention(found, how, "visible", place, text, features)


def _text_before(page: Page, node: int) -> str:
    """The visible words just before a node, when they are few (a label)."""
    place = bisect_left(page.visible, node) - 1
    if place < 0 or node - page.visible[place] > 12:
        return ""
    text = page.texts[page.visible[place]].strip()
    return text if len(text) <= 40 else text[-20:]


def _is_in_long_block(page: Page, element: int) -> bool:
    """Whether the words stand in a paragraph: what is around them up to the next block is long."""
    while element > 0 and page.tags[element] in _INLINE:
        element = page.parents[element]
    end = page.ends[element]
    length = 0
    for node in range(element, min(end, element + 40)):
        length += len(page.texts[node])
        if length > _LONG_BLOCK:
            return end - element <= 60
    return False


def _words_features(around: Surroundings, element: int, text: str, label: str, how: str) -> dict[str, float]:
    page, hints = around.page, around.structured.marks.hints
    own = hints.get(element, 0) | hints.get(page.parents[element], 0)
    features = {f"how:{how}": 1.0}
    if own & Hint.DATE:
        features["date-class"] = 1.0
    if own & (Hint.META | Hint.BYLINE):
        features["meta-class"] = 1.0
    # hAtom asks for both names, so templates print both on the one date of what was never changed
    if own & Hint.UPDATED and "published" not in page.attributes[element].get("class", "").lower().split():
        features["updated-class"] = 1.0
    lowered = label.lower()
    if any(map(lowered.__contains__, _UPDATED_STEMS)) and _UPDATED_WORDS.search(label):
        features["label:updated"] = 1.0
    if _PUBLISHED_WORDS.search(label):
        features["label:published"] = 1.0
    if _OTHER_WORDS.search(text.lower()):
        features["label:other"] = 1.0
    if len(text) <= 30:
        features["short"] = 1.0
    elif len(text) > 90:
        features["long"] = 1.0
    if page.tags[element] == "a":
        features["link"] = 1.0
    return features
