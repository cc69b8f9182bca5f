"""Page in, the names it prints out that may be its author's: bylines, author boxes and lone lines, with their evidence.

Looked at are elements whose class, rel or address says author, short lines that begin like a byline ("By", "Von"), and
lines beside the headline or at the end of the text that are a name and nothing else.
"""
# ruff: noqa: E501 - patterns and tables read best unbroken

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from archive.author_sources import web_address
from archive.inline_text import inline_text, visible_nodes
from archive.marks import Hint
from archive.mentions import ELSEWHERE, Mention, Surroundings, place_features
from archive.model import Contributor, Page
from archive.name_forms import begins_with_article, is_person_name, may_hold_person
from archive.name_words import LABEL_WORDS
from archive.names import Label, leading_label, may_begin_label, read_byline
from archive.page_index import page_index
from archive.shown_texts import shown_texts, texts_beginning

__all__ = ["printed_authors", "profile_url"]

_MOST_PLACES = 60
_LONGEST_LINE = 220
_LONGEST_GUEST_LINE = 600
_LONGEST_LONE_LINE = 160
_LONGEST_LINK = 16
"""Nodes."""

_AUTHOR_STEPS = frozenset(
    """author authors people person persons profile profiles contributor contributors by user users staff team autor autoren
    autores auteur auteurs writer writers redaktion member members blogger bloggers journalist journalists reporter reporters
    editor editors expert experts bio columnist columnists autori byline u""".split()
)
_AUTHOR_PATH = re.compile(
    rf"/(?:{'|'.join(sorted(_AUTHOR_STEPS))}|@[\w.-]+)(?:/|$|\?|\.)|[?&]author=|/@[\w.-]+/?$",
    re.IGNORECASE,
)
_BIO_SENTENCE = re.compile(
    r"\s*((?:[A-ZÄÖÜÉ][\w.'’-]+\s+){1,3}[A-ZÄÖÜÉ][\w'’-]+),?\s+(?:is|was|has been|has|ist|es|est|è|é)\s+(?:an?|the|our|one|also|ein|"
    r"eine|una?|une|um|uma|\w+ing|\w+ed|currently|writ|co-|founder|director|senior|chief)\b"
)

_HEADING_LABEL = re.compile(r"^(?:about|über|sobre|à propos de|author:?)\s+(?!the\b)", re.IGNORECASE)
_LINE_WORDS = LABEL_WORDS - {"as"}
"""Words that a label at the beginning of a line begins with; "as told to" stands inside one."""
_LONE_EDGES = " ,|·•-–—\n\t"
_SET_APART = frozenset(["em", "i", "b", "strong"])
_INLINE = ("em", "i", "strong", "b", "span", "small", "font")
# A line beside the headline that is more than a name: "04.02.2022 | 13:10 Uhr | Jane Doe", "Jane Doe, MD; John Roe, PhD"
_MANY = re.compile(r"[|•·;]|\d{4}|,.*,|\band\b|\bund\b")
_MOST_AFTER_TEXT = 3
_MOST_NEIGHBOURS = 4
# Letters of "By: " and its like; a label of more ("Written by") tells more
_STRONG_LABEL = 6
_WHOLE_LABEL = 7
_SENTENCE_LABEL = 20
_END_TEXT = 200


_LIST_PATH = re.compile(r"/(?:categor(?:y|ies|ia|ie)|kategorie|rubrik|tags?|topics?)/[^/?#]+", re.IGNORECASE)
_BADGE = re.compile(r"\bbadge\b|[-_](?:badge|level|rank)\b|\b(?:author|user)(?:badge|level|rank)\b", re.IGNORECASE)
"""What stands beside a name: how much somebody wrote."""


def printed_authors(around: Surroundings) -> Iterator[Mention[Contributor]]:
    """Mentions in the elements and lines that may be bylines, nearest to the headline first."""
    places = _places(around)
    for node in around.nearest_first(places)[:_MOST_PLACES]:
        if not around.is_excluded(node):
            lists = _names_of_lists(around.page, node)
            yield from (m for m in _at(around, node, places[node]) if m.fact.name.casefold() not in lists)


def _names_of_lists(page: Page, node: int) -> frozenset[str]:
    """Single words in a line that are links to a category or tag: "Posted on 15 May 2020 in People"."""
    names: list[str] = []
    for link in range(node, page.ends[node]):
        if page.tags[link] == "a" and _LIST_PATH.search(page.attributes[link].get("href", "")[-200:]):
            names.append(inline_text(page, link, most=4).casefold())
    return frozenset(name for name in names if " " not in name)


def _places(around: Surroundings) -> dict[int, str]:
    """Element to how it was found."""
    page, marks = around.page, around.structured.marks
    places = dict.fromkeys(marks.author_links, "rel")
    for node in around.hints.having(Hint.BYLINE | Hint.NAME | Hint.BIO):
        if (
            page.ends[node] - node <= 40
            and page.tags[node] not in ("input", "button", "select", "img")
            and not _BADGE.search(page.attributes[node].get("class", ""))
        ):
            places.setdefault(node, "name" if marks.hints[node] & Hint.NAME else "class")
    for node in page_index(page).with_class("name"):
        if page.ends[node] - node <= 6 and marks.hints.get(page.parents[node], 0) & Hint.BYLINE:
            places.setdefault(node, "name")
    attributes, links = page.attributes, page_index(page).tags.get("a", [])
    hrefs = [attributes[link].get("href") for link in links]
    for node in [link for link, href in zip(links, hrefs, strict=True) if href and _leads_to_author(href)]:
        if page.ends[node] - node <= _LONGEST_LINK:
            places.setdefault(node, "link")
    for node in texts_beginning(page, _LINE_WORDS):
        text = page.texts[node]
        if len(text) < _LONGEST_GUEST_LINE and may_begin_label(text):
            element = _line_element(page, node)
            if element is not None:
                places.setdefault(element, "line")
    shown, match = shown_texts(page), _BIO_SENTENCE.match
    for at in [at for at in around.sentences_at if match(shown.texts[at], 0, 2000)]:
        places.setdefault(shown.nodes[at], "bio-sentence")
    for node in _lone_lines(around):
        places.setdefault(page.parents[node], "alone")
    return places


def _lone_lines(around: Surroundings) -> Iterator[int]:
    """Short texts beside the headline, and after the last long text, that name people and say nothing else."""
    shown = shown_texts(around.page)
    if around.title_node is not None:
        at = around.title_end_at
        first = max(at - 12, 0)
        for place, text in enumerate(shown.texts[first : at + 24], first):
            if 5 <= len(text) <= 60 and _is_name_alone(text, _LONE_EDGES):
                yield shown.nodes[place]
            elif (
                -4 <= place - at <= 4
                and 5 <= len(text) <= _LONGEST_LONE_LINE
                and _MANY.search(text)
                and may_hold_person(text)
            ):
                people = read_byline(" ".join(text.split()))
                if people and all(is_person_name(p.name) for p in people):
                    yield shown.nodes[place]
    end = next((at for at in reversed(around.long_at) if _is_running_text(around, shown.nodes[at])), -1)
    if end >= 0:
        for place, text in enumerate(shown.texts[end + 1 : end + 1 + _MOST_AFTER_TEXT], end + 1):
            if 5 <= len(text) <= 60 and _is_name_alone(text, _LONE_EDGES + "()"):
                yield shown.nodes[place]


def _is_name_alone(text: str, edges: str) -> bool:
    """Whether a text is a person's name and nothing else; most are told by their first letter."""
    bare = text.strip(edges)
    return bare[:1].isupper() and is_person_name(bare)


def _is_running_text(around: Surroundings, node: int) -> bool:
    if len(around.page.texts[node]) < _END_TEXT:
        return False
    return not around.hints(node) & (Hint.CHROME | Hint.COMMENT | Hint.FOOTER | Hint.TEASER | Hint.BIO)


@lru_cache(maxsize=16384)  # the menus of a site lead to the same addresses from every page
def _leads_to_author(href: str) -> bool:
    """Whether an address is one of a person's own page; its steps are looked at before the whole pattern is."""
    steps = href.lower().replace("?", "/").replace(".", "/").split("/")
    if _AUTHOR_STEPS.isdisjoint(steps) and "@" not in href and "author=" not in href.lower():
        return False
    return _AUTHOR_PATH.search(href) is not None


def _line_element(page: Page, node: int) -> int | None:
    """The element whose words begin with this text node: the line, when a label leads it and names may follow."""
    text = page.texts[node].strip()
    label = leading_label(f"{text} ")
    if not label:
        return None
    element = page.parents[node]
    if label.end < len(text) and text[label.end :].strip(" :"):
        while page.tags[element] in _INLINE and element > 0:
            parent = page.parents[element]
            if page.ends[parent] - parent > 12 or inline_text(page, parent, most=6)[:20] != text[:20]:
                break
            element = parent
        return element
    # the label stands alone ("By"): the names are in what follows
    for _ in range(3):
        if page.ends[element] - element > 30:
            return _following(page, node) if label.end >= _WHOLE_LABEL else _named_next(page, node)
        words = inline_text(page, element, most=12)
        if len(words) > len(text) + 2:
            return element if words.startswith(text[:10]) else _named_next(page, node)
        element = page.parents[element]
    return None


def _named_next(page: Page, node: int) -> int | None:
    """The text after a label in the middle of a block ("Date: … Author: Jane Doe"), where it is a person's name."""
    at = bisect_left(page.visible, node) + 1
    for following in page.visible[at : at + 2]:
        text = page.texts[following]
        if following - node <= 6 and len(text) <= 60 and is_person_name(text.strip(_LONE_EDGES)):
            return following
    return None


def _following(page: Page, node: int) -> int | None:
    """The element of the next visible text, for a label that is a heading of its own ("Article by")."""
    at = bisect_left(page.visible, node) + 1
    if at >= len(page.visible) or page.visible[at] - node > 10 or len(page.texts[page.visible[at]]) > 60:
        return None
    return page.parents[page.visible[at]]


def _at(around: Surroundings, node: int, how: str) -> Iterator[Mention[Contributor]]:
    page, own = around.page, around.structured.marks.hints.get(node, 0)
    text = _words(page, node)
    sentence = ""
    if how == "bio-sentence":
        match = _BIO_SENTENCE.match(text)
        sentence, text = text[:_LONGEST_LINE], match[1] if match else ""
    if not text:
        return
    label = leading_label(text)
    longest = _LONGEST_GUEST_LINE if label and label.is_guest else _LONGEST_LINE
    if len(text) > longest:
        text = _beginning(page, node, label) if label else ""
        text = text or (inline_text(page, node, most=16, apart=True)[:60] if how == "class" and label else "")
    if own & Hint.BIO and not label:
        heading = _bio_heading(page, node)
        if heading:
            how, text = "bio", heading
    people = read_byline(text) if text else ()
    if how in ("line", "class", "bio-sentence", "alone"):
        people = tuple(p for p in people if not p.name[:1].islower() or p.name == text.strip() or _is_the_team(p))
    if not people:
        return
    if sentence:
        people = _as_said(people, sentence)
    before = label or _label_before(page, node)
    features = place_features(around, node) | _words_features(around, node, text, before, how)
    url = _profile_url(page, node) if len(people) == 1 else None
    if url and _leads_to_author(url):
        features["profile-link"] = 1.0
    for place, person in enumerate(people[:12]):
        person = _as_labelled(person, label, before, url)
        source = {"rel": "rel-author", "bio": "author-box", "bio-sentence": "author-box"}.get(how, "visible")
        yield Mention(person, how, source, node, text, features | _person_features(person, label, place, features))


def _beginning(page: Page, node: int, label: Label) -> str:
    """The first words of a long line that tells more than who wrote: "This entry was posted by Jane Doe on …"."""
    words = " ".join(page.texts[visible_nodes(page, node)[0]].split())
    return words if _SENTENCE_LABEL <= label.end < len(words) <= _LONGEST_LINE else ""


def _as_said(people: tuple[Contributor, ...], sentence: str) -> tuple[Contributor, ...]:
    """The person that a sentence begins with, as what it says: "Jane Doe is general manager of Rivermill."."""
    told = read_byline(sentence)
    return told[:1] if len(people) == 1 and told and told[0].name == people[0].name else people


def _words(page: Page, node: int) -> str:
    """The words of a place in one line; names that only a style sheet keeps apart stand apart."""
    nodes = visible_nodes(page, node)
    if not 1 < len(nodes) <= 16:
        return inline_text(page, node, most=16, apart=True)
    pieces = [" ".join(page.texts[n].split()) for n in nodes]
    names = [is_person_name(piece) for piece in pieces]
    if sum(names) < 2 or sum(names) > _MOST_NEIGHBOURS:  # more is a list to choose from
        return " ".join(pieces)
    apart = [", " + piece if names[n] and names[n - 1] else piece for n, piece in enumerate(pieces[1:], 1)]
    return " ".join([pieces[0], *apart])


def _is_the_team(person: Contributor) -> bool:
    return person.is_organisation and begins_with_article(person.name)


def _as_labelled(person: Contributor, label: Label | None, before: Label | None, url: str | None) -> Contributor:
    """The person with what the label before the place says, and the profile's address."""
    relation, is_guest = person.relation, person.is_guest
    if before and not label and before.relation != "author" and relation == "author":
        relation = before.relation
    if before and before.is_guest and not is_guest:
        is_guest = relation == "author"
    if url or relation != person.relation or is_guest != person.is_guest:
        return replace(person, relation=relation, is_guest=is_guest, url=url or person.url)
    return person


def _bio_heading(page: Page, node: int) -> str:
    """The name that heads an author box: "About Jane Doe", or its first words when they are a name."""
    first = bisect_left(page.visible, node)
    for place in page.visible[first : first + 4]:
        if place >= page.ends[node]:
            break
        text = _HEADING_LABEL.sub("", page.texts[place].strip())
        if is_person_name(text):
            return text
    return ""


def _label_before(page: Page, node: int) -> Label | None:
    """The label in the words just before a node ("By" in an element of its own)."""
    place = bisect_left(page.visible, node) - 1
    if place < 0 or node - page.visible[place] > 10:
        return None
    text = page.texts[page.visible[place]].strip()
    if len(text) > 40:
        text = text[-12:]
        text = text[text.find(" ") + 1 :]
    label = leading_label(f"{text} ")
    return label if label and label.end >= len(text) else None


def profile_url(page: Page, box: int) -> str | None:
    """The address of the author's own page among the links of an author box; None where they lead to several."""
    links = page_index(page).tags.get("a", [])
    held = links[bisect_left(links, box) : bisect_left(links, page.ends[box])]
    hrefs = {n: page.attributes[n].get("href", "") for n in held}
    marked = {href for n, href in hrefs.items() if "author" in page.attributes[n].get("rel", "").split()} - {""}
    told = marked or {href for href in hrefs.values() if href and _leads_to_author(href)}
    return web_address(page, told.pop()) if len(told) == 1 else None


def _profile_url(page: Page, node: int) -> str | None:
    """Absolute address of the one link in or around a name."""
    names = page.tags[node : min(page.ends[node], node + 40)]
    links = [node + place for place, tag in enumerate(names) if tag == "a"] if "a" in names else []
    if not links and page.parents[node] >= 0 and page.tags[page.parents[node]] == "a":
        links = [page.parents[node]]
    addresses = {page.attributes[n].get("href", "") for n in links} - {""}
    if len(addresses) != 1:
        addresses = {a for a in addresses if _AUTHOR_PATH.search(a)}
    return web_address(page, addresses.pop()) if len(addresses) == 1 else None


def _words_features(around: Surroundings, node: int, text: str, label: Label | None, how: str) -> dict[str, float]:
    """Evidence of the words and of the element that holds them."""
    page, hints = around.page, around.structured.marks.hints
    own = hints.get(node, 0) | hints.get(page.parents[node], 0)
    features = {f"how:{how}": 1.0}
    if own & Hint.BYLINE:
        features["byline-class"] = 1.0
    if own & Hint.NAME:
        features["name-class"] = 1.0
    if own & Hint.META:
        features["meta-class"] = 1.0
    if label is not None:
        features["label:author" if label.relation == "author" else "label:other"] = 1.0
    if len(text) > 90:
        features["long"] = 1.0
    if page.tags[node] == "a":
        features["linked"] = 1.0
    if how == "alone" and _is_signature(page, node, text):
        features["signature"] = 1.0
    return features


def _is_signature(page: Page, node: int, text: str) -> bool:
    """Whether a name alone in its block is set as one that signs: in italics or bold, or to the right."""
    is_set = False
    while page.tags[node] in _INLINE and node > 0:
        is_set |= page.tags[node] in _SET_APART
        node = page.parents[node]
    held = page.attributes[node]
    is_set |= "right" in held.get("align", "").lower() or "right" in held.get("style", "").lower()
    return is_set and page.tags[node] in ("p", "div", "td") and inline_text(page, node, most=6) == text


def _person_features(
    person: Contributor, label: Label | None, place: int, features: dict[str, float]
) -> dict[str, float]:
    """Evidence of the one person among the words."""
    told = {f"relation:{person.relation}": 1.0}
    if place:
        told["nth"] = 1.0
    if " " not in person.name:
        told["lone-word"] = 1.0
    is_labelled = label is not None and person.relation == "author"
    if is_labelled:
        told["labelled"] = 1.0
    if features.keys().isdisjoint(ELSEWHERE) and is_person_name(person.name):
        if "after:8" in features:
            told["near:person"] = 1.0
        if is_labelled:
            told["labelled:person"] = 1.0
            if label is not None and label.end >= _STRONG_LABEL:
                told["strong-label:person"] = 1.0
    return told
