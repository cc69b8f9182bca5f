"""Words in, whether they have the form of a person's or a body's name out; and the key that names are compared by."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from archive.name_words import CREDENTIALS, DOMAIN, NOISE, ORGANISATION, PARTICLES, ROLE

__all__ = [
    "bare_name",
    "begins_with_article",
    "is_organisation",
    "is_person_name",
    "letter_words",
    "may_be_name",
    "may_hold_person",
    "name_key",
]

_WORD = re.compile(r"\w+")
_LETTERS = re.compile(r"[^\W\d_]+")
_NO_SMALL_WORD = re.compile(r"(?<![^\W\d_])[^\W\d_a-zß-öø-ÿ][^\W\d_]*")
_NEVER_IN_NAMES = NOISE | ROLE
_HONORIFIC = re.compile(
    r"^(?:by|von|par|por|dr|prof|professor|mr|mrs|ms|miss|sir|dame|rev|herr|frau|monsieur|madame|hon)\b\.?:?\s+", re.I
)
_DEGREE = re.compile(r"(?:dr|prof)", re.IGNORECASE)
_ALSO_OF_BODIES = frozenset(["new", "press"])
"""Noise that names of bodies have too: "The New York Times"."""
_OUR = re.compile(r"^unser(?:er|em|e)?\s+")
# A name that the house writes with an article: "the Cloud Team", "el equipo de Molino", "l'équipe Moulin"
_ARTICLE = re.compile(r"(?:the|das|die|der|el|la|los|las|le|les|o|a|os|as|il|lo|het|de)\s|l['’]")


@lru_cache(maxsize=8192)
def name_key(name: str) -> str:
    """A name for comparison: no accents, case, punctuation, honorifics or letters after it.

    >>> name_key("Dr. José  Núñez, PhD") == name_key("Jose Nunez")
    True
    """
    name = " ".join(name.split())
    while honorific := _HONORIFIC.match(name):
        name = name[honorific.end() :]
    kept = [token for place, token in enumerate(name.split()) if place < 2 or not CREDENTIALS.match(token.strip(","))]
    folded = unicodedata.normalize("NFKD", " ".join(kept)).casefold()
    words = _WORD.findall("".join(c for c in folded if not unicodedata.combining(c)))
    while len(words) > 2 and words[-1] in ("phd", "md", "jr", "sr", "mba", "rd", "cpa", "esq"):
        words.pop()
    return " ".join(words)


@lru_cache(maxsize=8192)
def is_organisation(name: str) -> bool:
    """Whether a name is of a company, team or office.

    >>> is_organisation("Public Affairs"), is_organisation("The Meetingnotes Team"), is_organisation("Jane Doe")
    (True, True, False)
    """
    return bool(
        not ORGANISATION.isdisjoint(letter_words(name))
        or DOMAIN.search(name)
        or (name.startswith("The ") and len(name.split()) > 1)
    )


def begins_with_article(name: str) -> bool:
    """Whether a body's name begins with an article in lower case.

    >>> begins_with_article("the Cloud Team"), begins_with_article("l'équipe Moulin"), begins_with_article("The Team")
    (True, True, False)
    """
    return _ARTICLE.match(name) is not None


def letter_words(text: str) -> list[str]:
    """The words of a text, letters alone, folded."""
    return _LETTERS.findall(text.casefold())


@lru_cache(maxsize=8192)
def is_person_name(text: str) -> bool:
    """Whether a text has the form of a person's full name.

    >>> is_person_name("Ludwig van Beethoven"), is_person_name("Read More"), is_person_name("general manager")
    (True, False, False)
    """
    tokens = text.replace(",", " ").split()
    while len(tokens) > 2 and tokens[1].casefold() in (
        "med.",
        "phil.",
        "jur.",
        "nat.",
        "rer.",
        "ing.",
        "h.",
        "c.",
        "dr.",
    ):
        del tokens[1]  # "Dr. rer. nat. Hans Müller"
    if not 2 <= len(tokens) <= 5 or len(text) > 50 or not tokens[0][:1].isupper():
        return False
    if not all(map(_is_name_token, tokens)) or tokens[-1] in PARTICLES:
        return False
    words = letter_words(text)
    return NOISE.isdisjoint(words) and ROLE.isdisjoint(words) and not is_organisation(text)


def may_hold_person(text: str) -> bool:
    """Whether a text has words enough for a full name among its others: cheap, and never wrong about "no".

    Of a full name two words at least begin with no small letter.

    >>> may_hold_person("on Tue, 12/01/2009"), may_hold_person("Doe, Jane"), may_hold_person("on Tuesday, May 3 2009")
    (False, True, False)
    """
    return len([word for word in _NO_SMALL_WORD.findall(text) if word.casefold() not in _NEVER_IN_NAMES]) > 1


def _is_name_token(token: str) -> bool:
    bare = token.strip(".,'’\"“”()-")
    if not bare:
        return False
    if bare.casefold() in PARTICLES:
        return True
    if bare.isascii() and bare.isalpha():
        return bare[0].isupper()
    first = bare[0]
    # scripts without capital letters (Chinese, Arabic) tell nothing by them
    return (first.isupper() or not (first.islower() or first.isupper())) and all(
        c.isalpha() or c in "-.'’ʼ·" or unicodedata.combining(c) for c in bare
    )


def bare_name(name: str) -> str:
    """The name without what stands around it: punctuation, "Mr", letters after it, the same name again.

    >>> bare_name('Mr. Jane Doe Jane Doe:')
    'Jane Doe'
    """
    is_dotted = name.rstrip(" \t").endswith(".")
    name = _OUR.sub("", name.strip(" \t[].:,;\"“”'‘’*#–—-|_"))
    while not _DEGREE.match(name) and (honorific := _HONORIFIC.match(name)):
        name = name[honorific.end() :]
    tokens = name.split()
    half = len(tokens) // 2
    for size in range(1, half + 1):  # "Example Corp Example Corp", from a name beside its picture's text
        if len(tokens) % size == 0 and tokens == tokens[:size] * (len(tokens) // size):
            tokens = tokens[:size]
            break
    if len(tokens) > 2 and tokens[-1] == tokens[0]:  # "Jane Doe Jane is an editor"
        tokens.pop()
    while len(tokens) > 2 and CREDENTIALS.match(tokens[-1]) and len(tokens[-1]) > 2 and not name.isupper():
        tokens.pop()
    if is_dotted and len(tokens) > 1 and len(tokens[-1]) == 1:
        tokens[-1] += "."  # an initial
    return " ".join(tokens)


def may_be_name(name: str) -> bool:
    """Whether words where a name is due are one: of a person, a body, an account."""
    if not 2 <= len(name) <= 60 or len(name.split()) > 6 or not any(map(str.isalpha, name)):
        return False
    if is_person_name(name):
        return True
    noise = NOISE.intersection(letter_words(name))
    if name.casefold() in PARTICLES or name.endswith(("…", "...")) or (noise and not noise <= _ALSO_OF_BODIES):
        return False
    tokens = name.split()
    if is_organisation(name) and not noise.issuperset(letter_words(name)):
        return name[:1].isupper() or len(tokens) == 1 or begins_with_article(name)
    if noise:
        return False
    if len(tokens) == 2 and tokens[1].isdigit():
        return False  # "Jun 2"
    if len(tokens) == 1:
        return not name.isdigit() and name.casefold() not in ROLE
    if not ROLE.isdisjoint(letter_words(name)):
        return False
    return all(_is_name_token(t) or t.isdigit() for t in tokens) or (len(tokens) <= 3 and name.islower())
