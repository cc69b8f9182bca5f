"""Page and its structured data in, the names that may be its author out, each with the evidence for it.

Names come from machine-readable sources (author_sources.py) and from printed words (author_places.py). Equal names
from several places are one candidate. Names inside comments (claimed before) are not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from archive.author_choice import WEAK_KINDS, choose_authors
from archive.author_places import printed_authors
from archive.author_sources import owners, stated_authors
from archive.headlines import ARTICLE_TYPES, site_name_keys
from archive.marks import Hint
from archive.mentions import Candidate, Mention, Surroundings, is_elsewhere, is_near_title, surroundings
from archive.model import Contributor, Page
from archive.name_forms import is_person_name, name_key
from archive.page_statements import statements
from archive.structured import StructuredData

__all__ = ["AuthorCandidate", "AuthorMention", "author_candidates", "choose_authors"]

AuthorMention = Mention[Contributor]
AuthorCandidate = Candidate[Contributor]

_BLOG_PATH = re.compile(
    r"/(?:blogs?|news|posts?|articles?|stories|story|journal|magazine|insights|p|\d{4})/", re.IGNORECASE
)
_OF_NO_ARTICLE = frozenset(["Product", "Service", "CollectionPage", "ItemList"])
_ACCOUNTS = frozenset(
    """admin administrator webmaster editor staff author publisher unknown anonymous user guest default root support
    info marketing redaktion redaction redacción autor team""".split()
) | {"editorial team", "no author", "site admin", "web master", "blog admin", "guest author", "guest blogger"}
_EVERYWHERE = (
    "labelled", "label:author", "label:other", "byline-class", "name-class", "after:3", "after:8", "by-date",
    "labelled:person", "strong-label:person", "near:person", "profile-link", "before-text", "leads-text",
)  # fmt: skip


def author_candidates(
    page: Page,
    structured: StructuredData,
    *,
    title_node: int | None = None,
    excluded: Iterable[tuple[int, int]] = (),
) -> list[AuthorCandidate]:
    """Everybody the page may be by, in order of first mention; `excluded` are (first node, end) of comments."""
    site = site_name_keys(page, structured)
    around = surroundings(page, structured, title_node, excluded)
    mentions = [*stated_authors(page, structured, site), *owners(page, structured), *printed_authors(around)]
    names: dict[str, list[AuthorMention]] = {}
    for mention in mentions:
        key = name_key(mention.fact.name)
        if key:
            names.setdefault(key, []).append(mention)
    if not names:
        return []
    _join_short_names(names)
    kinds: dict[str, set[str]] = {}
    for key, held in names.items():
        for mention in held:
            if not mention.features or is_near_title(mention):
                kinds.setdefault(mention.kind, set()).add(mention.printed or key)
            if "labelled:person" in mention.features:
                kinds.setdefault("labelled:person", set()).add(mention.printed)
    of_page = _page_features(around)
    told = {key: _Told.of(held) for key, held in names.items()}
    return [_candidate(key, held, kinds, site, told, of_page) for key, held in names.items()]


_OWN_PLACE = frozenset(["rel", "name", "link"])


def _join_short_names(names: dict[str, list[AuthorMention]]) -> None:
    """ "Jane Doe Staff" or "Jane" said beside "Jane Doe": mentions of a name go to the person that has it whole."""
    for key in [key for key in names if " " not in key]:
        if any(m.source in ("json-ld", "meta") or m.kind in _OWN_PLACE for m in names[key]):
            continue
        longer = [other for other in names if other != key and key in (other.split()[0], other.split()[-1])]
        longer = [other for other in longer if len(other.split()) in (2, 3)]
        if len(longer) == 1:
            names[longer[0]].extend([replace(m, kind="short") for m in names.pop(key)])


def _page_features(around: Surroundings) -> dict[str, float]:
    """What tells an article from a shop's or a list's page."""
    structured = around.structured
    told_of = statements(structured, around.page.url)
    types = {name for names, _ in told_of.items for name in names}
    stated = {value.casefold() for value in told_of.values.get("og:type", ())}
    long_texts = len(around.long_at)
    try:
        path = urlsplit(around.page.url).path
    except ValueError:
        path = ""
    told = {
        "page:og-article": "article" in stated,
        "page:og-other": bool(stated) and "article" not in stated,
        "page:ld-article": not types.isdisjoint(ARTICLE_TYPES),
        "page:ld-product": not types.isdisjoint(_OF_NO_ARTICLE),
        "page:home": not path.strip("/"),
        "page:blog-path": _BLOG_PATH.search(path) is not None,
        "page:little-text": long_texts < 4,
        "page:much-text": long_texts > 15,
        "page:teasers": len(around.hints.having(Hint.TEASER)) > 8,
    }
    return {name: 1.0 for name, holds in told.items() if holds}


@dataclass(frozen=True, slots=True)
class _Told:
    """How somebody is named, in as much as it matters to the others."""

    words: frozenset[tuple[str, str]]
    by_machine: bool
    is_labelled: bool
    is_weak: bool
    is_near: bool
    is_author: bool
    """Whether any place names them as more than a photographer, translator, editor …"""

    @classmethod
    def of(cls, mentions: list[AuthorMention]) -> _Told:
        return cls(
            frozenset([(m.kind, m.printed) for m in mentions]),
            not all(m.features for m in mentions),
            any("labelled" in m.features and "after:8" in m.features for m in mentions),
            all(m.kind in WEAK_KINDS for m in mentions),
            any("near:person" in m.features and m.kind not in WEAK_KINDS for m in mentions),
            any(m.fact.relation == "author" for m in mentions),
        )


def _candidate(
    key: str,
    mentions: list[AuthorMention],
    kinds: Mapping[str, set[str]],
    site: set[str],
    names: Mapping[str, _Told],
    of_page: Mapping[str, float],
) -> AuthorCandidate:
    features: dict[str, float] = {"bias": 1.0, **of_page}
    for kind in dict.fromkeys([m.kind for m in mentions]):
        features[f"source:{kind}"] = 1.0
        many = len(kinds.get(kind, ()))
        if many > 1:
            features[f"several:{kind}"] = 1.0
        if many > 4:
            features[f"many:{kind}"] = 1.0
    visible = [m for m in mentions if m.features]
    if visible:
        best = max(visible, key=_plainness)
        features |= {f"best:{name}": value for name, value in best.features.items()}
        held = set().union(*[m.features for m in visible])
        features |= {f"any:{name}": 1.0 for name in _EVERYWHERE if name in held}
        features["visible"] = 1.0
        if "labelled:person" in held and len(kinds["labelled:person"]) == 1:
            features["only-labelled-person"] = 1.0
    if len(visible) < len(mentions):
        features["machine"] = 1.0
        if visible:
            features["both"] = 1.0
    person = _fullest(mentions)
    features.update(_beside_others(key, names))
    features.update(_name_features(key, person, site))
    features["mentions"] = min(len(mentions), 5) / 5
    kind_count = len({m.kind for m in mentions if m.kind not in WEAK_KINDS})
    features["kinds"] = min(kind_count, 5) / 5
    if kind_count == 0:
        features["weak-only"] = 1.0
    return Candidate(key, person, tuple(mentions), features)


def _beside_others(key: str, names: Mapping[str, _Told]) -> Mapping[str, float]:
    """How the others on the page are named."""
    own = names[key]
    others = [told for other, told in names.items() if other != key and own.words.isdisjoint(told.words)]
    companions = len(others) < len(names) - 1
    others = [told for told in others if told.is_author]
    strong = 1 + len([other for other in others if not other.is_weak])
    if not others:
        return {"companions": 1.0, **_ALONE} if companions else _ALONE
    told = {
        "another-machine": not own.by_machine and any(other.by_machine for other in others),
        "another-labelled": any(other.is_labelled for other in others),
        "another-near": any(other.is_near for other in others),
        "companions": companions,
        "only-name": strong == 1,
        "names:3+": strong > 2,
        "names:8+": strong > 7,
        "names:15+": strong > 14,
    }
    return {name: 1.0 for name, holds in told.items() if holds}


_ALONE: Mapping[str, float] = {"only-name": 1.0, "only-one": 1.0}


def _name_features(key: str, person: Contributor, site: set[str]) -> dict[str, float]:
    """What the name itself tells."""
    name, words = person.name, key.split()
    told = {
        "person-name": is_person_name(name),
        "organisation": person.is_organisation,
        "one-word": len(words) == 1,
        "many-words": len(words) > 3,
        "lower-case": name.islower(),
        "upper-case": name.isupper(),
        "digits": any(c.isdigit() for c in name),
        "mark-inside": "." in name[2:-2] or "@" in name or "_" in name,
        "site-name": key in site or key.replace(" ", "") in site,
        "generic": key in _ACCOUNTS,
        "has-role": person.role is not None,
    }
    return {name: 1.0 for name, holds in told.items() if holds}


def _plainness(mention: AuthorMention) -> float:
    """How much a visible mention looks like the article's own byline."""
    held = mention.features
    score = -3.0 * (is_elsewhere(mention) + ("label:other" in held))
    score += 2.0 * ("after:8" in held) + ("after:20" in held) + ("before:10" in held) + ("by-date" in held) / 2
    return score + ("byline-class" in held) + 2 * ("labelled" in held) + ("name-class" in held) - ("nth" in held)


def _fullest(mentions: list[AuthorMention]) -> Contributor:
    """What all mentions together say of the person, under the most usual spelling."""
    if len(mentions) == 1:
        return mentions[0].fact
    shown = [m for m in mentions if m.features and m.kind != "short"] or [m for m in mentions if m.kind != "short"]
    people = [m.fact for m in shown or mentions]
    person = next((p for p in people if not p.name.isupper()), people[0])
    everybody = [m.fact for m in mentions]
    return Contributor(
        person.name,
        next((p.role for p in everybody if p.role), None),
        next((p.organisation for p in everybody if p.organisation), None),
        person.relation,
        any(p.is_guest for p in everybody),
        all(p.is_organisation for p in everybody),
        next((p.url for p in everybody if p.url), None),
        person.bio,
    )
