"""Elements and texts in, the words that speak of them out, and what those words are known to mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["WordTable", "block_words", "element_names", "name_values", "words_in"]

_PART = re.compile(r"[A-Z]?[a-z]{2,}|[A-Z]{2,}")
_NAMING = frozenset("class id role itemprop itemtype data-testid aria-label data-component property".split())
_TOKEN_LIMIT = 12
_VALUE_LENGTH = 200
_MOST_REMEMBERED = 50_000
_WORD = re.compile(r"[^\W\d_]+")
_MOST_WORDS = 40
_BLOCK_START = 400

_names_seen: dict[str, tuple[str, ...]] = {}

NameValues = tuple[float, float, float]
"""Sum over the square root of the count, lowest and highest value of the known words."""


@dataclass(frozen=True, slots=True)
class WordTable:
    """How much more body there is where a word stands, learned from many sites; words not in it say nothing."""

    names: Mapping[str, float]
    """By word of class, id, role and the like, as element_names gives them."""
    words: Mapping[str, float]
    """By word of the text, as block_words gives them."""
    remembered: dict[str, NameValues | None] = field(default_factory=dict, compare=False, repr=False)
    """What the names of elements met so far come to: a site's pages have the same ones."""


def _naming_key(tag: str, attributes: Mapping[str, str]) -> str:
    """All that names an element, as one text."""
    if not attributes:
        return tag
    key = tag
    for name, value in attributes.items():
        if name in _NAMING and value:
            key += "\n" + value[:_VALUE_LENGTH]
    return key


def element_names(tag: str, attributes: Mapping[str, str]) -> tuple[str, ...]:
    """The words that an element is named by: whole class tokens, and the words inside them marked '*'."""
    key = _naming_key(tag, attributes)
    found = _names_seen.get(key)
    if found is None:
        if len(_names_seen) >= _MOST_REMEMBERED:
            _names_seen.clear()
        found = _names_seen[key] = _split_names(key)
    return found


def _split_names(key: str) -> tuple[str, ...]:
    tag, *values = key.split("\n")
    words: dict[str, None] = {f"<{tag}>": None}
    for value in values:
        for token in value.split()[:_TOKEN_LIMIT]:
            words[token.lower().rpartition("/")[2]] = None
            for part in _PART.findall(token):
                words["*" + part.lower()] = None
    return tuple(words)


def name_values(tag: str, attributes: Mapping[str, str], table: WordTable) -> NameValues | None:
    """What the table knows of an element's names; None where it knows none."""
    key = _naming_key(tag, attributes)
    remembered = table.remembered
    if key in remembered:
        return remembered[key]
    known = table.names
    values = sorted(known[name] for name in _split_names(key) if name in known)
    found = (sum(values) / len(values) ** 0.5, values[0], values[-1]) if values else None
    if len(remembered) >= _MOST_REMEMBERED:
        remembered.clear()
    remembered[key] = found
    return found


def block_words(text: str) -> list[str]:
    """The first words of a text, lower case, without digits."""
    return _WORD.findall(text[:_BLOCK_START].lower())[:_MOST_WORDS]


def words_in(text: str) -> list[str]:
    """All words of a text, lower case, without digits."""
    return _WORD.findall(text.lower())
