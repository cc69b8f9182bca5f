"""A piece of a byline in, what it tells of the person before it out: the role and what the role is at."""

from __future__ import annotations

import re
from dataclasses import replace

from archive.model import Contributor
from archive.name_forms import is_person_name, letter_words
from archive.name_words import BEATS, FUNCTIONS, ROLE

__all__ = [
    "before_role",
    "has_role",
    "is_plural_role",
    "is_role",
    "may_be_body",
    "role_start",
    "said_to_be",
    "with_role",
]

_LETTERS = re.compile(r"[^\W\d_]+")
# "chief of outreach at the Western Satellite Office": where there is an "at", what stands before it is the role
_AT_BODY = re.compile(r"(?<=\w)\s+(?:at|bei(?:\s+(?:der|dem))?|chez|presso|bij)\s+(?=\w)", re.IGNORECASE)
_ROLE_AT = re.compile(
    r"\s+(?:of|at|for|from|with|bei|der|des|von|van|de|du|del|da|do|di|della|chez|presso)\s+|\s*@\s*|,\s+",
    re.IGNORECASE,
)
_LEAD = re.compile(r"^(?:is\s+|was\s+)?(?:(?:an?|the|our|eine?|une?|una|uma|um)\s+)?(?=\w)", re.IGNORECASE)
_IS = re.compile(
    r"\s(?:is|ist|es|est|è|é)\s+(?:(?:currently|also)\s+)?(?:(?:an?|the|our|eine?|une?|una|uma|um|el|la|le|il|der|die)\s+)?"
)
_CLAUSE_END = re.compile(
    r"[.;:!?]\s|[.;]$|\s(?:who|that|which|where|and (?:is|has|was|the|a|an|author))\b", re.IGNORECASE
)
_FIRST_WORDS = 40
_SHORTEST_SENTENCE = 20
_ABBREVIATION = re.compile(r"[A-Z]{2,5}")


def has_role(text: str) -> bool:
    """Whether a word tells a profession or an office."""
    return not ROLE.isdisjoint(letter_words(text))


def role_start(text: str) -> int:
    """Where the first word of a role begins; -1 when there is none."""
    if not has_role(text):
        return -1
    return next((m.start() for m in _LETTERS.finditer(text) if m[0].casefold() in ROLE), -1)


def is_role(piece: str) -> bool:
    """Whether a piece tells what somebody is, not who."""
    if is_person_name(piece):
        return False
    return has_role(piece) or (piece[:1].islower() and " " in piece)


def is_plural_role(piece: str) -> bool:
    """Whether a piece tells what several people are.

    >>> is_plural_role("Software Engineers"), is_plural_role("Head of Sales")
    (True, False)
    """
    return any(word.endswith("s") and word[:-1] in ROLE and word in ROLE for word in letter_words(piece))


def before_role(piece: str, start: int) -> str:
    """The name that stands before a role without a comma ("Jane Ann Doe Senior Health Writer"), or ''."""
    tokens = piece[:start].split()
    beat = next((n for n, token in enumerate(tokens) if token.casefold() in BEATS), len(tokens))
    for count in (4, 3, 2):
        name = " ".join(tokens[:count])
        if beat >= count and is_person_name(name) and len(tokens) - count <= 2:
            return name
    return ""


def said_to_be(text: str) -> str:
    """A sentence that says what somebody is, as a byline; the text itself where it is none.

    >>> said_to_be("Jane Doe is the head of research at Rivermill. She lives in Ulm.")
    'Jane Doe, head of research at Rivermill'
    """
    match = _IS.search(text) if len(text) > _SHORTEST_SENTENCE else None
    if not match or not is_person_name(text[: match.start()]):
        return text
    clause = _CLAUSE_END.split(text[match.end() :], maxsplit=1)[0]
    return f"{text[: match.start()]}, {clause}" if 0 <= role_start(clause) <= _FIRST_WORDS else text


def may_be_body(person: Contributor, piece: str, *, is_last_of_two: bool) -> bool:
    """Whether a piece after a comma names what the person belongs to: "…, Product Manager, Rivermill Storage"."""
    if person.role is not None:
        words = letter_words(piece)
        is_body = any(_ABBREVIATION.fullmatch(token) for token in piece.split()) and not piece.isupper()
        return person.organisation is None and (is_body or not FUNCTIONS.isdisjoint(words))
    return is_last_of_two and piece.isalpha() and piece[:1].isupper() and is_person_name(person.name)


def with_role(person: Contributor, piece: str) -> Contributor:
    """The person with a further piece of role or organisation."""
    if person.role:
        if person.organisation:
            return person
        if _is_function(piece):
            return replace(person, role=f"{person.role}, {piece}")
        return replace(person, organisation=piece)
    if not has_role(piece):
        return replace(person, organisation=piece)
    piece = _LEAD.sub("", piece)
    for cut in [*_AT_BODY.finditer(piece), *_ROLE_AT.finditer(piece)]:
        role, body = piece[: cut.start()], piece[cut.end() :]
        # "VP of Sales": the field of the role, and no house
        if has_role(role) and not _is_function(_ROLE_AT.split(body, maxsplit=1)[0]):
            return replace(person, role=role.strip(), organisation=body.strip() or None)
    return replace(person, role=piece)


def _is_function(piece: str) -> bool:
    """Whether a piece names a field of work and no house.

    >>> _is_function("Sales and Marketing"), _is_function("Rivermill Marketing")
    (True, False)
    """
    words = letter_words(piece)
    return bool(words) and FUNCTIONS.issuperset(words)
