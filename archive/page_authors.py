"""Page and its structured data in, the names that may be its author out, each with the evidence for it.

Names come from machine-readable sources, from elements whose class, rel or address says author, and from short
printed lines that begin like a byline. Equal names from several places are one candidate. Names inside comments
(claimed before) are not looked at.
"""
# ruff: noqa: E501 - patterns and tables read best unbroken

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from html import unescape
from urllib.parse import urljoin, urlsplit

from archive.first_words import texts_beginning
from archive.headlines import ARTICLE_TYPES, site_name_keys, title_parts
from archive.inline_text import inline_text
from archive.json_ld import json_ld_types
from archive.marks import Hint, hints_above
from archive.model import Contributor, Page
from archive.name_words import LABEL_WORDS
from archive.names import Label, is_person_name, leading_label, may_begin_label, name_key, read_byline
from archive.page_index import page_index
from archive.structured import StructuredData

__all__ = ["AuthorCandidate", "AuthorMention", "author_candidates", "choose_authors"]

_MOST_PLACES = 60
_LONGEST_LINE = 220
_LONGEST_GUEST_LINE = 600

_META_AUTHORS = {
    "author": "author", "dc.creator": "dc", "dcterms.creator": "dc", "article:author": "article", "dc:creator": "dc",
    "parsely-author": "vendor", "sailthru.author": "vendor", "byl": "vendor", "citation_author": "dc",
    "article:author_name": "article", "og:article:author": "article", "authors": "author", "author_name": "author",
    "creator": "author", "article.author": "author", "cxenseparse:author": "vendor", "bi:author": "vendor",
    "rbauthors": "vendor", "dcsext.author": "vendor", "byline": "vendor", "ob_author": "vendor", "bt:author": "vendor",
    "citation_authors": "dc", "og:author": "article", "dc.contributor": "contributor", "mediator_author": "vendor",
}  # fmt: skip
_AUTHOR_STEPS = frozenset(
    """author authors people person persons profile profiles contributor contributors by user users staff team autor autoren
    autores auteur auteurs writer writers redaktion member members blogger bloggers journalist journalists reporter reporters
    editor editors expert experts bio columnist columnists autori byline u""".split()
)
_AUTHOR_PATH = re.compile(
    rf"/(?:{'|'.join(sorted(_AUTHOR_STEPS))}|@[\w.-]+)(?:/|$|\?|\.)|[?&]author=|/@[\w.-]+/?$",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:copyright|©)?\s*(?:\d{4}(?:\s*[-–—]\s*(?:\d{4}|present))?)?,?\s*(?:by\s+)?(\w.*)", re.I
)
_COPYRIGHT_END = re.compile(r"[.|,·•]|\ball rights|\d{4}|\s[-–—]\s", re.IGNORECASE)
_BIO_SENTENCE = re.compile(
    r"((?:[A-ZÄÖÜÉ][\w.'’-]+\s+){1,3}[A-ZÄÖÜÉ][\w'’-]+),?\s+(?:is|was|has been|has|ist|es|est|è|é)\s+(?:an?|the|our|one|also|ein|"
    r"eine|una?|une|um|uma|\w+ing|\w+ed|currently|writ|co-|founder|director|senior|chief)\b"
)

_WEAK_KINDS = frozenset(["alone", "bio-sentence", "short", "title-part", "copyright"])


@dataclass(frozen=True, slots=True)
class AuthorMention:
    """One place that names somebody."""

    person: Contributor
    kind: str
    """Name of the source as a feature: 'json-ld:article', 'meta:author', 'class', 'line', 'link', 'rel' …"""
    source: str
    """json-ld, microdata, rdfa, meta, opengraph, visible, author-box or rel-author."""
    node: int | None = None
    """Element whose words were read; None when not visible."""
    printed: str = ""
    features: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AuthorCandidate:
    """One name with all its mentions."""

    key: str
    person: Contributor
    mentions: tuple[AuthorMention, ...]
    features: Mapping[str, float]


def author_candidates(
    page: Page,
    structured: StructuredData,
    *,
    title_node: int | None = None,
    excluded: Iterable[tuple[int, int]] = (),
) -> list[AuthorCandidate]:
    """Everybody the page may be by, in order of first mention; `excluded` are (first node, end) of comments."""
    site = site_name_keys(page, structured)
    mentions = [
        *_machine_mentions(page, structured, site),
        *_owner_mentions(page, structured),
        *_visible_mentions(page, structured, title_node, list(excluded)),
    ]
    names: dict[str, list[AuthorMention]] = {}
    for mention in mentions:
        key = name_key(mention.person.name)
        if key:
            names.setdefault(key, []).append(mention)
    _join_short_names(names)
    kinds: dict[str, set[str]] = {}
    for key, held in names.items():
        for mention in held:
            if not mention.features or mention.features.get("after:25") or mention.features.get("before:10"):
                kinds.setdefault(mention.kind, set()).add(mention.printed or key)
            if mention.features.get("labelled:person"):
                kinds.setdefault("labelled:person", set()).add(mention.printed)
    around = _page_features(page, structured)
    told = {key: _Told.of(held) for key, held in names.items()}
    return [_candidate(key, held, kinds, site, told, around) for key, held in names.items()]


def _join_short_names(names: dict[str, list[AuthorMention]]) -> None:
    """ "Jane Doe Staff" or "Jane" said beside "Jane Doe": mentions of a name go to the person that has it whole."""
    for key in list(names):
        words = key.split()
        if len(words) != 1:
            continue
        longer = [other for other in names if other != key and words[0] in (other.split()[0], other.split()[-1])]
        longer = [other for other in longer if len(other.split()) in (2, 3)]
        if len(longer) == 1 and not any(m.source in ("json-ld", "meta") for m in names[key]):
            names[longer[0]].extend(replace(m, kind="short") for m in names.pop(key))


# --- machine-readable sources ---------------------------------------------------------------------------------


def _machine_mentions(page: Page, structured: StructuredData, site: set[str]) -> Iterator[AuthorMention]:
    for mention in _stated_mentions(page, structured):
        # "Luxury Travel Expert" is the site's name, not a person with a role
        whole = name_key(mention.printed)
        if whole != name_key(mention.person.name) and (whole in site or whole.replace(" ", "") in site):
            person = Contributor(mention.printed.strip(), is_organisation=True, url=mention.person.url)
            mention = replace(mention, person=person)
        yield mention


def _stated_mentions(page: Page, structured: StructuredData) -> Iterator[AuthorMention]:
    for name, content in structured.meta:
        kind = _META_AUTHORS.get(name)
        if kind and "://" not in content and len(content) < 300:
            yield from _named(content, f"meta:{kind}", "opengraph" if kind == "article" else "meta")
    yield from _labelled_data(structured)
    for item in structured.json_ld[:100]:
        types = json_ld_types(item)
        if any(name in ARTICLE_TYPES for name in types):
            kind = "article"
        elif any(name.endswith("Page") for name in types):
            kind = "page"
        elif any(name in ("Comment", "Review", "Answer", "Product", "UserComments") for name in types):
            continue
        else:
            kind = "other"
        for wanted in ("author", "creator"):
            people = list(_json_ld_people(page, item.get(wanted), f"json-ld:{kind}"))
            words = ", ".join(dict.fromkeys(m.printed for m in people))
            yield from (replace(m, printed=words) for m in people)
        yield from _json_ld_people(page, item.get("contributor"), "json-ld:contributor")
    for stated in structured.properties:
        is_author = stated.name in ("author", "creator") or (
            stated.name == "name" and stated.item_property in ("author", "creator")
        )
        if is_author and stated.item_type not in ("comment", "review", "usercomments"):
            for mention in _named(stated.value[:200], f"property:{stated.name}", stated.syntax):
                yield replace(mention, node=None)


def _labelled_data(structured: StructuredData) -> Iterator[AuthorMention]:
    """twitter:label1 "Written by" with twitter:data1 "Jane Doe"."""
    held = dict(structured.meta)
    for number in ("1", "2"):
        label = held.get(f"twitter:label{number}", "")
        if leading_label(f"{label} ") or label.strip().casefold() in (
            "written by",
            "author",
            "verfasst von",
            "escrito por",
        ):
            yield from _named(held.get(f"twitter:data{number}", ""), "meta:vendor", "meta")


def _named(text: str, kind: str, source: str) -> Iterator[AuthorMention]:
    text = " ".join(unescape(text).split())
    people = read_byline(text)
    if not people and 2 < len(text) <= 40 and len(text.split()) <= 5 and any(c.isalpha() for c in text):
        # a machine-readable name is one, even where its words look like none ("Your Native Teacher")
        people = (Contributor(text.strip(" |,"), is_organisation=True),)
    for person in people:
        yield AuthorMention(person, kind, source, None, text)


def _owner_mentions(page: Page, structured: StructuredData) -> Iterator[AuthorMention]:
    """The person whose site it is: a name at the end of the title element, or after © in the footer."""
    parts = title_parts(structured.html_title)
    for part in parts[:1] + parts[-1:]:
        if is_person_name(part):
            yield AuthorMention(Contributor(part), "title-part", "html-title", None, part)
    for node in reversed(page.visible[-60:]):
        match = _COPYRIGHT.search(page.texts[node][:200])
        if match:
            name = _COPYRIGHT_END.split(match[1])[0].strip(" .,")
            if is_person_name(name):
                yield AuthorMention(Contributor(name), "copyright", "visible", None, name)
            return


def _json_ld_people(page: Page, value: object, kind: str, depth: int = 0) -> Iterator[AuthorMention]:
    if isinstance(value, list) and depth < 3:
        for entry in value[:20]:
            yield from _json_ld_people(page, entry, kind, depth + 1)
    elif isinstance(value, str) and "://" not in value:
        yield from _named(value, kind, "json-ld")
    elif isinstance(value, dict):
        name = value.get("name")
        if isinstance(name, list):
            name = name[0] if name else None
        if not isinstance(name, str) or "://" in name:
            return
        types = json_ld_types(value)
        is_body = any("Organization" in entry for entry in types)
        role, url = value.get("jobTitle"), value.get("url")
        for mention in _named(name, f"{kind}:organisation" if is_body else kind, "json-ld"):
            person = replace(
                mention.person,
                is_organisation=is_body or (mention.person.is_organisation and "Person" not in types),
                role=role if isinstance(role, str) and len(role) < 200 else mention.person.role,
                url=_absolute(page, url) if isinstance(url, str) else None,
            )
            yield replace(mention, person=person)


def _absolute(page: Page, address: str) -> str | None:
    try:
        joined = urljoin(page.base_url, address.strip())
    except ValueError:
        return None
    return joined if joined.startswith(("http://", "https://")) else None


# --- visible sources ------------------------------------------------------------------------------------------


def _visible_mentions(
    page: Page, structured: StructuredData, title_node: int | None, excluded: list[tuple[int, int]]
) -> Iterator[AuthorMention]:
    """Mentions in the elements and lines that may be bylines, nearest to the headline first."""
    places = _places(page, structured, title_node)
    anchor = page.ends[title_node] if title_node is not None else 0
    start = title_node if title_node is not None else 0
    ordered = sorted(places, key=lambda n: abs(n - anchor) if n >= start else 2 * abs(n - start))
    for node in ordered[:_MOST_PLACES]:
        if not any(first <= node < end for first, end in excluded):
            yield from _at(page, structured, node, places[node], title_node)


def _places(page: Page, structured: StructuredData, title_node: int | None) -> dict[int, str]:
    """Element to how it was found."""
    marks = structured.marks
    places: dict[int, str] = {}
    for node in marks.author_links:
        places.setdefault(node, "rel")
    for node in marks.having(Hint.BYLINE | Hint.NAME | Hint.BIO):
        size = page.ends[node] - node
        if size <= 40 and page.tags[node] not in ("input", "button", "select", "img"):
            places.setdefault(node, "name" if marks.hints[node] & Hint.NAME else "class")
    for node in page_index(page).tags.get("a", ()):
        href = page.attributes[node].get("href")
        if href and page.ends[node] - node <= 16 and node not in places and _leads_to_author(href):
            places[node] = "link"
    for node in texts_beginning(page, LABEL_WORDS):
        text = page.texts[node]
        if len(text) < _LONGEST_GUEST_LINE and may_begin_label(text):
            element = _line_element(page, node)
            if element is not None:
                places.setdefault(element, "line")
    texts = page.texts
    for node in [node for node in page.visible if 60 < len(texts[node]) < 2000]:
        if _BIO_SENTENCE.match(texts[node].lstrip()):
            places.setdefault(node, "bio-sentence")
    if title_node is not None:
        at = bisect_left(page.visible, page.ends[title_node])
        for node in page.visible[max(at - 12, 0) : at + 24]:
            if 5 <= len(page.texts[node]) <= 60 and is_person_name(page.texts[node].strip(" ,|·•-–—\n\t")):
                places.setdefault(page.parents[node], "alone")
    return places


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
        while page.tags[element] in ("em", "i", "strong", "b", "span", "small", "font") and element > 0:
            parent = page.parents[element]
            if page.ends[parent] - parent > 12 or inline_text(page, parent, most=6)[:20] != text[:20]:
                break
            element = parent
        return element
    # the label stands alone ("By"): the names are in what follows
    for _ in range(3):
        if page.ends[element] - element > 30:
            return None
        words = inline_text(page, element, most=12)
        if len(words) > len(text) + 2:
            return element if words.startswith(text[:10]) else None
        element = page.parents[element]
    return None


def _at(page: Page, structured: StructuredData, node: int, how: str, title_node: int | None) -> Iterator[AuthorMention]:
    text = inline_text(page, node, most=16, apart=True)
    if how == "bio-sentence":
        match = _BIO_SENTENCE.match(text)
        text = match[1] if match else ""
    own = structured.marks.hints.get(node, 0)
    if not text:
        return
    label = leading_label(text)
    longest = _LONGEST_GUEST_LINE if label and label.is_guest else _LONGEST_LINE
    if len(text) > longest:
        text = text[:60] if how == "class" and label else ""
    if own & Hint.BIO and not label:
        heading = _bio_heading(page, node)
        if heading:
            how, text = "bio", heading
    if not text:
        return
    before = label or _label_before(page, node)
    people = read_byline(text)
    if how in ("line", "class", "bio-sentence", "alone"):
        people = tuple(person for person in people if not person.name[:1].islower() or person.name == text.strip())
    features = _place_features(page, structured, node, title_node, text, before, how)
    url = _profile_url(page, node)
    for place, person in enumerate(people[:12]):
        if before and not label and before.relation != "author" and person.relation == "author":
            person = replace(person, relation=before.relation)
        if before and before.is_guest and not person.is_guest:
            person = replace(person, is_guest=person.relation == "author")
        if url and len(people) == 1:
            person = replace(person, url=url)
        source = {"rel": "rel-author", "bio": "author-box", "bio-sentence": "author-box"}.get(how, "visible")
        told = dict(features) | {f"relation:{person.relation}": 1.0, "nth": float(place > 0)}
        told["labelled"] = float(bool(label) and person.relation == "author")
        is_person = is_person_name(person.name)
        is_clear = is_person and not (
            features["chrome"] or features["teaser"] or features["comment"] or features["footer"]
        )
        told["labelled:person"] = float(bool(told["labelled"]) and is_clear)
        told["strong-label:person"] = float(bool(label and told["labelled"] and label.end >= 6) and is_clear)
        told["near:person"] = float(is_clear and bool(features.get("after:10")))
        told["lone-word"] = float(len(person.name.split()) == 1)
        yield AuthorMention(person, how, source, node, text, told)


def _bio_heading(page: Page, node: int) -> str:
    """The name that heads an author box: "About Jane Doe", or its first words when they are a name."""
    first = bisect_left(page.visible, node)
    for place in page.visible[first : first + 4]:
        if place >= page.ends[node]:
            break
        text = re.sub(
            r"^(?:about|über|sobre|à propos de|author:?)\s+(?!the\b)", "", page.texts[place].strip(), flags=re.I
        )
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


def _profile_url(page: Page, node: int) -> str | None:
    """Absolute address of the one link in or around a name."""
    names = page.tags[node : min(page.ends[node], node + 40)]
    links = [node + place for place, tag in enumerate(names) if tag == "a"] if "a" in names else []
    if not links and page.parents[node] >= 0 and page.tags[page.parents[node]] == "a":
        links = [page.parents[node]]
    addresses = {page.attributes[n].get("href", "") for n in links} - {""}
    if len(addresses) != 1:
        addresses = {a for a in addresses if _AUTHOR_PATH.search(a)}
    return _absolute(page, addresses.pop()) if len(addresses) == 1 else None


def _place_features(
    page: Page,
    structured: StructuredData,
    node: int,
    title_node: int | None,
    text: str,
    label: Label | None,
    how: str,
) -> dict[str, float]:
    marks = structured.marks
    above = hints_above(page, marks, node)
    own = marks.hints.get(node, 0) | marks.hints.get(page.parents[node], 0)
    features = {
        f"how:{how}": 1.0,
        "chrome": float(bool(above & Hint.CHROME)),
        "footer": float(bool(above & Hint.FOOTER)),
        "teaser": float(bool(above & Hint.TEASER)),
        "comment": float(bool(above & Hint.COMMENT)),
        "bio": float(bool(above & Hint.BIO)),
        "article": float(bool(above & Hint.ARTICLE)),
        "header": float(bool(above & Hint.HEADER)),
        "byline-class": float(bool(own & Hint.BYLINE)),
        "name-class": float(bool(own & Hint.NAME)),
        "meta-class": float(bool(own & Hint.META)),
        "label:author": float(label is not None and label.relation == "author"),
        "label:other": float(label is not None and label.relation != "author"),
        "long": float(len(text) > 90),
        "linked": float(page.tags[node] == "a"),
    }
    if title_node is None:
        features["no-title"] = 1.0
    elif node >= title_node:
        distance = bisect_left(page.visible, node) - bisect_left(page.visible, page.ends[title_node])
        features["after:4"] = float(distance <= 4)
        features["after:10"] = float(distance <= 10)
        features["after:25"] = float(distance <= 25)
        features["after:far"] = float(distance > 25)
    else:
        distance = bisect_left(page.visible, title_node) - bisect_left(page.visible, node)
        features["before:10"] = float(distance <= 10)
        features["before:far"] = float(distance > 10)
    return features


# --- one candidate --------------------------------------------------------------------------------------------


def _page_features(page: Page, structured: StructuredData) -> dict[str, float]:
    """What tells an article from a shop's or a list's page."""
    types = {name for item in structured.json_ld[:100] for name in json_ld_types(item)}
    stated = {value.casefold() for value in structured.meta_values("og:type")}
    texts = page.texts
    long_texts = len([node for node in page.visible if len(texts[node]) > 120])
    teasers = len(structured.marks.having(Hint.TEASER))
    try:
        path = urlsplit(page.url).path
    except ValueError:
        path = ""
    return {
        "page:og-article": float("article" in stated),
        "page:og-other": float(bool(stated) and "article" not in stated),
        "page:ld-article": float(not types.isdisjoint(ARTICLE_TYPES)),
        "page:ld-product": float(not types.isdisjoint({"Product", "Service", "CollectionPage", "ItemList"})),
        "page:home": float(len(path.strip("/")) == 0),
        "page:blog-path": float(bool(_BLOG_PATH.search(path))),
        "page:little-text": float(long_texts < 4),
        "page:much-text": float(long_texts > 15),
        "page:teasers": float(teasers > 8),
    }


_BLOG_PATH = re.compile(
    r"/(?:blogs?|news|posts?|articles?|stories|story|journal|magazine|insights|p|\d{4})/", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Told:
    """How somebody is named, in as much as it matters to the others."""

    words: frozenset[tuple[str, str]]
    by_machine: bool
    is_labelled: bool
    is_weak: bool

    @classmethod
    def of(cls, mentions: list[AuthorMention]) -> _Told:
        return cls(
            frozenset([(m.kind, m.printed) for m in mentions]),
            not all(m.features for m in mentions),
            any(m.features.get("labelled") and m.features.get("after:10") for m in mentions),
            all(m.kind in _WEAK_KINDS for m in mentions),
        )


def _candidate(
    key: str,
    mentions: list[AuthorMention],
    kinds: Mapping[str, set[str]],
    site: set[str],
    names: Mapping[str, _Told],
    around: Mapping[str, float],
) -> AuthorCandidate:
    features: dict[str, float] = {"bias": 1.0, **around}
    visible = [m for m in mentions if m.features]
    for mention in mentions:
        features[f"source:{mention.kind}"] = 1.0
        many = len(kinds.get(mention.kind, ()))
        if many > 1:
            features[f"several:{mention.kind}"] = 1.0
        if many > 4:
            features[f"many:{mention.kind}"] = 1.0
    if any(m.features.get("labelled:person") for m in mentions) and len(kinds["labelled:person"]) == 1:
        features["only-labelled-person"] = 1.0
    if visible:
        best = max(visible, key=_plainness)
        features |= {f"best:{name}": value for name, value in best.features.items() if value}
        for name in (
            "labelled", "label:author", "byline-class", "name-class", "after:10", "labelled:person",
            "strong-label:person", "near:person",
        ):  # fmt: skip
            features[f"any:{name}"] = max(m.features.get(name, 0.0) for m in visible)
    features["visible"] = float(bool(visible))
    machine = [m for m in mentions if not m.features]
    features["machine"] = float(bool(machine))
    features["both"] = float(bool(machine) and bool(visible))
    own = names[key].words
    others = [told for other, told in names.items() if other != key and own.isdisjoint(told.words)]
    features["another-machine"] = float(not machine and any(other.by_machine for other in others))
    features["another-labelled"] = float(any(other.is_labelled for other in others))
    features["companions"] = float(len(others) < len(names) - 1)
    person = _fullest(mentions)
    words = key.split()
    features["person-name"] = float(is_person_name(person.name))
    features["organisation"] = float(person.is_organisation)
    features["one-word"] = float(len(words) == 1)
    features["many-words"] = float(len(words) > 3)
    features["lower-case"] = float(person.name.islower())
    features["digits"] = float(any(c.isdigit() for c in person.name))
    features["site-name"] = float(key in site or key.replace(" ", "") in site)
    features["generic"] = float(
        key in ("admin", "administrator", "webmaster", "editor", "staff", "author", "editorial team")
    )
    features["mentions"] = min(len(mentions), 5) / 5
    told = 1 + sum([not other.is_weak for other in others])
    features["only-name"] = float(told == 1)
    features["names:3+"] = float(told > 2)
    features["names:8+"] = float(told > 7)
    features["names:15+"] = float(told > 14)
    kind_count = len({m.kind for m in mentions if m.kind not in _WEAK_KINDS})
    features["kinds"] = min(kind_count, 5) / 5
    features["weak-only"] = float(kind_count == 0)
    return AuthorCandidate(key, person, tuple(mentions), features)


def _plainness(mention: AuthorMention) -> float:
    """How much a visible mention looks like the article's own byline."""
    held = mention.features
    score = -3 * (held["chrome"] + held["footer"] + held["teaser"] + held["comment"] + held["label:other"])
    score += 2 * held.get("after:10", 0) + held.get("after:25", 0) + held.get("before:10", 0)
    score += held["byline-class"] + 2 * held["labelled"] + held["name-class"] - held["nth"]
    return score


def _fullest(mentions: list[AuthorMention]) -> Contributor:
    """What all mentions together say of the person, under the most usual spelling."""
    shown = [m for m in mentions if m.features and m.kind != "short"] or [m for m in mentions if m.kind != "short"]
    people = [m.person for m in shown or mentions]
    person = next((p for p in people if not p.name.isupper()), people[0])
    everybody = [m.person for m in mentions]
    return replace(
        person,
        role=next((p.role for p in everybody if p.role), None),
        organisation=next((p.organisation for p in everybody if p.organisation), None),
        url=next((p.url for p in everybody if p.url), None),
        is_guest=any(p.is_guest for p in everybody),
        is_organisation=all(p.is_organisation for p in everybody),
    )


def choose_authors(candidates: list[AuthorCandidate], scores: list[float]) -> list[int]:
    """Places of the candidates that are authors, in page order.

    The surest candidate needs less than a second one, and a person less than a company; who stands in the same
    words as an author is one too.
    """
    # what the page says outright needs no weighing
    scores = [100.0 if _is_called_guest(candidates[n]) else told for n, told in enumerate(scores)]
    scores = [told if _may_be_author(candidates[n]) else -100.0 for n, told in enumerate(scores)]
    is_person = [candidate.features["person-name"] > 0 for candidate in candidates]
    best = max(range(len(candidates)), key=lambda n: (scores[n], -n), default=-1)
    if best < 0 or scores[best] <= (_LEAST_FOR_PERSON if is_person[best] else _LEAST_FOR_OTHER):
        said = [n for n, candidate in enumerate(candidates) if _is_said_plainly(candidate)]
        return said if len(said) == 1 else []
    any_person = any(is_person[n] and scores[n] > _LEAST_FOR_SECOND for n in range(len(candidates)))
    chosen = {
        n for n, told in enumerate(scores)
        if told > (_LEAST_FOR_SECOND if is_person[n] or not any_person else _LEAST_BESIDE_PERSON)
    } | {best}  # fmt: skip
    words = {w for n in chosen for w in _shared_words(candidates[n])}
    for n, candidate in enumerate(candidates):
        is_companion = is_person[n] and scores[n] > _LEAST_FOR_COMPANION
        if n not in chosen and is_companion and any(w in words for w in _shared_words(candidate)):
            chosen.add(n)
    return sorted(chosen)


_LEAST_FOR_PERSON, _LEAST_FOR_OTHER = -1.2, -0.4
_LEAST_FOR_SECOND, _LEAST_BESIDE_PERSON, _LEAST_FOR_COMPANION = -0.4, 2.0, -3.5


def _is_said_plainly(candidate: AuthorCandidate) -> bool:
    """Whether the page's only labelled person is one that "Written by" names."""
    features = candidate.features
    return bool(features.get("only-labelled-person") and features.get("any:strong-label:person"))


def _may_be_author(candidate: AuthorCandidate) -> bool:
    """Whether any place names the person as something but photographer, editor, translator …"""
    return any(m.person.relation == "author" and m.kind not in ("alone", "short") for m in candidate.mentions) or all(
        m.person.relation == "author" for m in candidate.mentions
    )


def _is_called_guest(candidate: AuthorCandidate) -> bool:
    """Whether a line that begins like "Guest post by" names the person."""
    return any(m.person.is_guest and m.features.get("labelled:person") for m in candidate.mentions)


def _shared_words(candidate: AuthorCandidate) -> set[tuple[str, str]]:
    """(kind, words) of the statements that name several authors at once."""
    return {
        (m.kind, m.printed)
        for m in candidate.mentions
        if m.person.relation == "author" and m.printed and len(m.printed) > len(m.person.name) + 4
        and m.kind not in _WEAK_KINDS
    }  # fmt: skip
