"""Names as printed in, people out: who is one person across spellings, bylines, comments and profile pages, and why.

Never silently wrong: names are joined only by evidence that is kept (the same name on the same site, the same profile
page, an entry of oldface.toml), and a name that two profile pages share stays two people.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from archive.keys import row_id, slug_of, without_fragment

__all__ = ["Mention", "PeopleRules", "Person", "is_nobody", "name_key", "name_of_profile", "resolve_people"]


@dataclass(frozen=True, slots=True)
class Mention:
    """One spelling in one use; the same for all bylines, or comments, that print it so."""

    name: str
    site: str
    use: str
    """byline, comment, or profile: the title of a profile page"""
    url: str | None
    """Profile page or home page that the name links to."""
    scope: str = ""
    """What a bare first name of a comment cannot be known beyond: the article's address; '' elsewhere."""
    is_by_author: bool = False
    """Whether a comment is marked as by the article's author."""
    is_organisation: bool = False


@dataclass(frozen=True, slots=True)
class PeopleRules:
    """The [people] table of oldface.toml: what a person who knows better has decided."""

    merge: Sequence[Sequence[str]] = ()
    """Lists of names that are one person."""
    split: Sequence[str] = ()
    """Names that are never one person across articles, whatever the evidence."""


@dataclass(frozen=True, slots=True)
class Person:
    """One person and the mentions that mean them."""

    id: int
    name: str
    slug: str
    is_organisation: bool
    url: str | None
    evidence: Mapping[Mention, str] = field(default_factory=dict)
    """Why each mention belongs: alone, same-name, same-profile or oldface.toml."""


_NOBODY = frozenset(
    ["anonymous", "anonym", "anonyme", "anonimo", "anónimo", "guest", "gast", "invité", "unknown", "visitor"]
)


def name_key(name: str) -> str:
    """The name without case, accents, punctuation and honorifics: equal for spellings of one name.

    >>> name_key("Dr. José  Altman"), name_key("JOSE ALTMAN")
    ('jose altman', 'jose altman')
    """
    plain = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    words = re.findall(r"[^\W_]+", plain.replace("'", "").replace("’", ""))
    titles = ("dr", "prof", "mr", "mrs", "ms", "sir", "phd")
    kept = [word for word in words if word not in titles] or words
    return " ".join(kept)


_PROFILE_TITLE = re.compile(
    r"^(?:(?:all |recent )?(?:posts?|articles?|entries|stories|blogs?|archives?|author(?: archives?)?|about|"
    r"profile|beiträge|artículos|auteur|autore?)(?: by| of| von| de| di| par| for)?\s*[:\-–]?\s+)?(?P<name>.+?)"
    r"(?:['’]s (?:blog|posts|articles|profile)|\s*[|–—-]\s.*)?$",
    re.IGNORECASE,
)


def name_of_profile(title: str | None) -> str | None:
    """The person that the title of a profile page names; None when it has no look of a name.

    >>> name_of_profile("Posts by Anne Altman"), name_of_profile("Anne Altman's blog"), name_of_profile("Our team")
    ('Anne Altman', 'Anne Altman', None)
    """
    match = _PROFILE_TITLE.match(" ".join((title or "").split()))
    words = match["name"].split() if match else []
    small = ("de", "van", "von", "da", "la")
    looks_so = 2 <= len(words) <= 4 and all(word[:1].isupper() or word in small for word in words)
    return " ".join(words) if looks_so and not any(c.isdigit() for c in " ".join(words)) else None


def is_nobody(name: str | None) -> bool:
    """Whether a commenter's name names nobody."""
    return not name or not name_key(name) or name_key(name) in _NOBODY


def profile_key(url: str | None) -> str | None:
    """The profile page a link means; None for a link that many share: a home page, an e-mail address.

    >>> profile_key("http://x.example/users/anne/"), profile_key("http://x.example/")
    ('x.example/users/anne', None)
    """
    if not url or not url.lower().startswith(("http://", "https://")):
        return None
    try:
        parts = urlsplit(without_fragment(url))
    except ValueError:
        return None
    path = parts.path.rstrip("/")
    if not path and not parts.query:
        return None
    return f"{parts.netloc.lower().removeprefix('www.')}{path}" + (f"?{parts.query}" if parts.query else "")


# A page of one person's own: below such a path, one more part names them.
_PERSONAL_PROFILE = re.compile(
    r"/(?:authors?|users?|people|persons?|profiles?|members?|bloggers?|contributors?|experts?|autor(?:en)?|~)/?[^/]+$|"
    r"[?&](?:author|uid|user|userid)=|/~"
)


def _compatible(keys: Sequence[str]) -> list[list[int]]:
    """Places of names that may be spellings of one name: same words, or the same last word and initials that agree.

    >>> _compatible(["anne altman", "a altman", "dan pelino", "altman anne"])
    [[0, 1, 3], [2]]
    """
    groups: list[list[int]] = []
    for place in sorted(range(len(keys)), key=lambda n: (-len(keys[n].split()), -len(keys[n]), keys[n], n)):
        for group in groups:
            if any(_may_be_one(keys[member].split(), keys[place].split()) for member in group):
                group.append(place)
                break
        else:
            groups.append([place])
    return sorted(sorted(group) for group in groups)


def _may_be_one(longer: Sequence[str], shorter: Sequence[str]) -> bool:
    if set(shorter) <= set(longer):
        return len(shorter) > 1 or list(longer) == list(shorter)
    first = [words[0] for words in (longer, shorter)]
    return (
        len(shorter) > 1
        and longer[-1] == shorter[-1]
        and first[0][0] == first[1][0]
        and min(len(word) for word in first) == 1
    )


class _Groups:
    """Mentions joined into groups (union by smallest place)."""

    def __init__(self, size: int) -> None:
        self._leader = list(range(size))

    def find(self, place: int) -> int:
        while self._leader[place] != place:
            self._leader[place] = self._leader[self._leader[place]]
            place = self._leader[place]
        return place

    def join(self, one: int, other: int) -> None:
        a, b = sorted((self.find(one), self.find(other)))
        self._leader[b] = a


def resolve_people(mentions: Mapping[Mention, int], rules: PeopleRules | None = None) -> list[Person]:
    """The people behind the mentions (mention -> how often), by id; the order of mentions changes nothing."""
    rules = rules or PeopleRules()
    ordered = sorted(mentions, key=_order)
    groups = _Groups(len(ordered))
    evidence: dict[int, str] = {}
    split = {name_key(name) for name in rules.split}
    merged = {name_key(name): number for number, names in enumerate(rules.merge) for name in names}

    def join_all(places: Iterable[int], why: str) -> None:
        first: int | None = None
        for place in places:
            if first is None:
                first = place
            elif groups.find(first) != groups.find(place):
                groups.join(first, place)
                evidence.setdefault(first, why)
                evidence.setdefault(place, why)

    by_profile: dict[tuple[str, str], list[int]] = defaultdict(list)
    by_name: dict[tuple[str, ...], list[int]] = defaultdict(list)
    by_rule: dict[int, list[int]] = defaultdict(list)
    for place, mention in enumerate(ordered):
        key = name_key(mention.name)
        if key in split:
            continue
        if key in merged:
            by_rule[merged[key]].append(place)
        profile = profile_key(mention.url)
        if profile is not None and (mention.use != "comment" or " " in key):
            # A commenter's link may be anybody's home page: the name must agree as well.
            by_profile[profile, key if mention.use == "comment" else ""].append(place)
        by_name[_name_group(mention, key)].append(place)
    for (profile, key), places in by_profile.items():
        writers = by_profile.get((profile, ""), [])
        if key:
            join_all([*places, *(p for p in writers if name_key(ordered[p].name) == key)], "same-profile")
        elif _PERSONAL_PROFILE.search(profile):
            join_all(places, "same-profile")
        else:
            for names in _compatible([name_key(ordered[p].name) for p in places]):
                join_all([places[n] for n in names], "same-profile")
    for places in by_name.values():
        _join_names(ordered, places, join_all)
    for places in by_rule.values():
        join_all(places, "oldface.toml")
    return _people(ordered, mentions, groups, evidence)


def _order(mention: Mention) -> tuple[str, str, str, str, str, bool, bool]:
    return (
        mention.site, mention.name, mention.use, mention.url or "", mention.scope, mention.is_by_author,
        mention.is_organisation,
    )  # fmt: skip


def _name_group(mention: Mention, key: str) -> tuple[str, ...]:
    """Mentions in one group may be one person by name alone."""
    if mention.use == "profile":
        # The title of a profile page is joined to those who link to it, and to nobody by name alone.
        return "profile", mention.site, key, mention.url or ""
    if mention.use == "byline" or mention.is_by_author:
        return "writer", mention.site, key
    if " " in key:
        return "commenter", mention.site, key
    return "commenter", mention.site, key, mention.scope, profile_key(mention.url) or ""


def _join_names(
    ordered: Sequence[Mention], places: Sequence[int], join_all: Callable[[Iterable[int], str], None]
) -> None:
    """Joins mentions of one name, unless they link to different profile pages."""
    profiles = {profile_key(ordered[p].url) for p in places} - {None}
    if len(profiles) <= 1:
        join_all(places, "same-name")
        return
    for profile in sorted(p for p in profiles if p):
        join_all([p for p in places if profile_key(ordered[p].url) == profile], "same-name")
    join_all([p for p in places if profile_key(ordered[p].url) is None], "same-name")


def _people(
    ordered: Sequence[Mention], uses: Mapping[Mention, int], groups: _Groups, evidence: Mapping[int, str]
) -> list[Person]:
    members: dict[int, list[int]] = defaultdict(list)
    for place in range(len(ordered)):
        members[groups.find(place)].append(place)
    people: list[Person] = []
    for places in members.values():
        mentions = [ordered[place] for place in places]
        if all(mention.use == "profile" for mention in mentions):
            continue  # a page that nobody links to as their profile
        best = max(
            mentions, key=lambda m: (m.use != "comment", len(name_key(m.name)), uses[m], _not_shouted(m), m.name)
        )
        urls = sorted({m.url for m in mentions if m.url and profile_key(m.url)}, key=lambda url: (len(url), url))
        first = mentions[0]
        people.append(
            Person(
                row_id("person", *(str(part) for part in _order(first))),
                best.name,
                slug_of(best.name, default="person"),
                any(m.is_organisation for m in mentions),
                urls[0] if urls else None,
                {ordered[place]: evidence.get(place) or _why_alone(uses[ordered[place]]) for place in places},
            )
        )
    return sorted(people, key=lambda person: person.id)


def _why_alone(uses: int) -> str:
    """A mention that nothing was joined to: one use, or the same words each time."""
    return "same-name" if uses > 1 else "alone"


def _not_shouted(mention: Mention) -> bool:
    return not (mention.name.isupper() or mention.name.islower())
