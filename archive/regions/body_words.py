"""Elements and texts in, the words that speak of them out, and what those words are known to mean."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "BLOCK_START",
    "CODE_POINTS",
    "LINEAR_GROUPS",
    "MOST_WORDS",
    "NAMING_BUT_CLASS",
    "VALUE_LENGTH",
    "Paths",
    "WordTable",
    "block_words",
    "code_points",
    "element_names",
    "is_letter",
    "name_values",
    "naming_values",
    "token_names",
    "tokens_of",
]

_PART = re.compile(r"[A-Z]?[a-z]{2,}|[A-Z]{2,}")
_NAMING = tuple("class id role itemprop itemtype data-testid aria-label data-component property".split())
_NAMING_PLACES = {name: place for place, name in enumerate(_NAMING)}
NAMING_BUT_CLASS = frozenset(_NAMING) - {"class"}
_TOKEN_LIMIT = 12
VALUE_LENGTH = 200
_MOST_REMEMBERED = 50_000
_WORD = re.compile(r"[^\W\d_]+")
MOST_WORDS = 24
BLOCK_START = 200

_tokens_seen: dict[str, dict[str, None]] = {}

Weights = tuple[float | None, float, float, float, float]
"""Of a word that names elements: its value, None where it has none, and what the linear look weighs it by place."""

NameValues = tuple[float, float, float, float, float, float, float, tuple[int, ...]]
"""Sum over the square root of the count, lowest and highest value of the known names; the linear look's sums of what
they weigh inside a block's element, as that element, as its parent, and farther up; numbers of the words that tell of
the page's kind."""


class Paths:
    """One row of numbers for each way from the root met so far, found by the way above it and its last element."""

    places: dict[tuple[int, str, str | None], int]
    told: list[Sequence[float]]
    """The rows by place."""
    kinds: list[tuple[int, ...]]
    """By place, numbers of the words of the last element that tell of a page's kind."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Begin again without any way."""
        self.places = {}
        self.told = []
        self.kinds = []
        self._rows = np.zeros((256, PATH_COLUMNS))
        self._written = 0

    def rows(self) -> NDArray[np.float64]:
        """All rows in one array, with room for more below."""
        count = len(self.told)
        if count > self._written:
            if count > len(self._rows):
                self._rows = np.concatenate((self._rows, np.zeros((count, PATH_COLUMNS))))
            self._rows[self._written : count] = self.told[self._written :]
            self._written = count
        return self._rows


PATH_COLUMNS = 11


@dataclass(frozen=True, slots=True, eq=False)
class WordTable:
    """What words mean, learned from many sites; words not in it say nothing."""

    names: Mapping[str, float]
    """By word of class, id, role and the like, as element_names gives them: how much more body there is under it."""
    linear: Mapping[str, Mapping[str, float]]
    """By each of LINEAR_GROUPS, the weight of each word in the linear look."""
    kinds: Mapping[str, int] = field(default_factory=dict)
    """Number of each word that tells of a page's kind: names without tags, and others."""
    of_names: dict[str, Weights] = field(default_factory=dict, repr=False)
    """By word that names elements: its value in `names`, and its weights in the linear look's "inner", "block",
    "parent" and "path"; filled when first asked."""
    of_tokens: dict[str, Known] = field(default_factory=dict, repr=False)
    """By class token met so far, those of its words that `of_names` and `kinds` know."""
    remembered: dict[tuple[str, str | None], NameValues] = field(default_factory=dict, repr=False)
    """What the names of elements met so far come to: a site's pages have the same ones."""
    paths: Paths = field(default_factory=Paths, repr=False)
    """What the names on the ways from the root to the elements met so far come to."""


Known = tuple[Mapping[str, Weights], tuple[int, ...]]

LINEAR_GROUPS = ("short", "long", "first", "pair", "last", "heading", "inner", "block", "parent", "path", "bias")
"""Words of a short text, of a long one, its first word, its first two, the last one of a short text, words of the
heading above; names of the element right around it where that is not its block element, of the block element, of
that one's parent, of all elements farther up; and what is added to all, under the empty word."""


def naming_values(written: Mapping[str, str]) -> str | None:
    """All that names an element with these attributes beside its tag, as one text of a line each; None for nothing."""
    if NAMING_BUT_CLASS.isdisjoint(written):
        value = written.get("class")
        return value[:VALUE_LENGTH] or None if value else None
    names = [name for name in written if name in _NAMING_PLACES]
    if len(names) == 1:
        return written[names[0]][:VALUE_LENGTH] or None
    names.sort(key=_NAMING_PLACES.__getitem__)
    return "\n".join(written[name][:VALUE_LENGTH] for name in names if written[name]) or None


def element_names(tag: str, values: str | None) -> tuple[str, ...]:
    """The words an element is named by: its tag, whole class tokens, and the words inside them marked '*'."""
    words: dict[str, None] = {f"<{tag}>": None}
    for token in tokens_of(values):
        words.update(token_names(token))
    return tuple(words)


def tokens_of(values: str | None) -> list[str]:
    """The class tokens and the like of what naming_values gives, the first of each value."""
    if values is None:
        return []
    if "\n" not in values:
        return values.split()[:_TOKEN_LIMIT]
    return [token for value in values.split("\n") for token in value.split()[:_TOKEN_LIMIT]]


def token_names(token: str) -> dict[str, None]:
    """The words of one class token, in order."""
    found = _tokens_seen.get(token)
    if found is None:
        if len(_tokens_seen) >= _MOST_REMEMBERED:
            _tokens_seen.clear()
        found = {token.lower().rpartition("/")[2]: None}
        for part in _PART.findall(token):
            found["*" + part.lower()] = None
        _tokens_seen[token] = found
    return found


def name_values(tag: str, values: str | None, table: WordTable) -> NameValues:
    """What the table knows of an element's names, remembered."""
    remembered = table.remembered
    found = remembered.get((tag, values))
    if found is not None:
        return found
    of_names = table.of_names or _fill(table)
    words: dict[str, Weights] = {}
    kinds: tuple[int, ...] = ()
    tag_word = f"<{tag}>"
    if tag_word in of_names:
        words[tag_word] = of_names[tag_word]
    of_tokens = table.of_tokens
    for token in tokens_of(values):
        known = of_tokens.get(token)
        if known is None:
            if len(of_tokens) >= _MOST_REMEMBERED:
                of_tokens.clear()
            known = of_tokens[token] = _known(token, table)
        words.update(known[0])
        kinds += known[1]
    if words:
        own, inside, as_block, as_parent, anywhere = zip(*words.values(), strict=True)
        said = sorted([value for value in own if value is not None])
        mean = (sum(said) / len(said) ** 0.5, said[0], said[-1]) if said else (0.0, 0.0, 0.0)
        found = (*mean, sum(inside), sum(as_block), sum(as_parent), sum(anywhere), kinds)
    else:
        found = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, kinds)
    if len(remembered) >= _MOST_REMEMBERED:
        remembered.clear()
    remembered[tag, values] = found
    return found


def _known(token: str, table: WordTable) -> Known:
    """The words of a class token that mean something."""
    names = token_names(token)
    of_names, kinds = table.of_names, table.kinds
    return (
        {word: of_names[word] for word in names if word in of_names},
        tuple([kinds[word] for word in names if word in kinds]),
    )


def _fill(table: WordTable) -> dict[str, Weights]:
    """One look-up for the five tables of names."""
    groups = [table.linear[group] for group in ("inner", "block", "parent", "path")]
    words = {word: None for known in (table.names, *groups) for word in known}
    value = table.names.get
    inner, block, parent, path = (group.get for group in groups)
    table.of_names.update({
        word: (value(word), inner(word, 0.0), block(word, 0.0), parent(word, 0.0), path(word, 0.0)) for word in words
    })  # fmt: skip
    return table.of_names


def block_words(texts: Sequence[str]) -> list[list[str]]:
    """The first words of each text, lower case, without digits."""
    return [_WORD.findall(text[:BLOCK_START].lower())[:MOST_WORDS] for text in texts]


CODE_POINTS = 0x110000
_LETTERS_END = 0x40000
"""Above are planes without letters: unassigned ones, tags and variation selectors, private use."""


def code_points(text: str) -> NDArray[np.uint32]:
    """The code point of each character."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


@cache
def is_letter() -> NDArray[np.bool_]:
    """For each code point whether _WORD takes it."""
    everything = np.arange(_LETTERS_END, dtype="<u4").tobytes().decode("utf-32-le", "surrogatepass")
    found = np.zeros(CODE_POINTS, dtype=np.bool_)
    for run in _WORD.finditer(everything):
        found[run.start() : run.end()] = True
    return found
