"""Words as people type them in, a query out: phrases, fields, exclusions; nothing typed can break the search."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from archive.errors import BadInput

__all__ = ["Hit", "SearchQuery", "SearchResult", "Term", "read_query"]

_TOKEN = re.compile(r'(-?)(?:([A-Za-z]+):)?(?:"([^"]*)"?|(\S+))')
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")
_FIELDS = frozenset(["author", "tag", "title", "before", "after", "in", "site", "lang"])
_SPACED_FIELD = re.compile(rf"(?<!\S)(-?(?:{'|'.join(sorted(_FIELDS))})):\s+(?=\S)", re.IGNORECASE)
# Thai, Lao, Burmese, Khmer, Korean (whose endings stand at the word), kana and Chinese characters.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]"
)
_SHORTEST_PREFIX = 3
"""Letters: a shorter beginning is that of so many words that finding them takes seconds; it counts as a word."""
_MOST_TERMS = 300
"""Each is looked for by itself: thousands, as in a text that was pasted in, would take many seconds."""
_PLACES = frozenset(["articles", "comments", "all"])


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase that must, or must not, be there."""

    text: str
    in_title: bool = False
    is_prefix: bool = False
    """Whether words that begin with it count, too."""
    is_excluded: bool = False

    @property
    def is_within(self) -> bool:
        """Whether it is looked for anywhere in the text, not as a word: scripts without spaces, and pictographs.

        >>> Term("図書館").is_within, Term("🚀").is_within, Term("library").is_within
        (True, True, False)
        """
        return bool(_UNSPACED.search(self.text)) or not re.search(r"\w", self.text)


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What is looked for."""

    terms: tuple[Term, ...] = ()
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    before: str | None = None
    """Exclusive; ISO date, year or month."""
    after: str | None = None
    """Inclusive."""
    place: str = "all"
    """articles, comments or all"""
    site: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One article or comment that was found."""

    kind: str
    """article or comment"""
    id: int
    url: str
    """Address of the article; of a comment with its permalink where it has one."""
    headline: str | None
    authors: str
    date: str | None
    snippet: str
    """Words around what was found; what was found stands between \\x02 and \\x03."""
    rank: float
    """Smaller is better."""


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What was found, best first."""

    hits: tuple[Hit, ...]
    articles: int
    """How many articles fit in all, or at least, where there are more than were to be counted."""
    comments: int
    """How many comments fit in all, or at least."""
    has_more_articles: bool = False
    """Whether more articles fit than `articles` says."""
    has_more_comments: bool = False
    """Whether more comments fit than `comments` says."""

    def found_in(self, place: str) -> str:
        """How much was found in articles, comments or all, in words.

        >>> SearchResult((), 1, 0).found_in("all"), SearchResult((), 10_000, 2, has_more_articles=True).found_in("all")
        ('1 article', 'more than 10,000 articles and 2 comments')
        """
        articles = _counted(self.articles, "article", self.has_more_articles)
        comments = _counted(self.comments, "comment", self.has_more_comments)
        if place == "comments":
            return comments
        return f"{articles} and {comments}" if self.comments else articles


def _counted(count: int, name: str, has_more: bool) -> str:
    return f"{'more than ' if has_more else ''}{count:,} {name}{'' if count == 1 else 's'}"


def read_query(words: str) -> SearchQuery:
    """The query that the words ask for; BadInput for a date or place that is none.

    >>> query = read_query('"smarter planet" author:"Anne Altman" -cloud after:2012')
    >>> [(term.text, term.is_excluded) for term in query.terms], query.authors, query.after
    ([('smarter planet', False), ('cloud', True)], ('Anne Altman',), '2012')
    """
    words = _SPACED_FIELD.sub(r"\1:", words.encode("utf-8", "replace").decode("utf-8"))
    terms: dict[Term, None] = {}  # each once: a word that is asked for again tells nothing
    found: dict[str, list[str]] = {name: [] for name in _FIELDS}
    for minus, field, phrase, word in _TOKEN.findall(words):
        text = phrase or word
        name = field.lower()
        if name and name not in _FIELDS:
            text, name = f"{field}:{text}", ""  # a word with a colon, as in "http://…"
        if name == "title" or not name:
            is_prefix = text.endswith("*") and not phrase and len(text) > _SHORTEST_PREFIX
            text = text if phrase else text.rstrip("*")
            if text.endswith(":") and text[:-1].lower() in _FIELDS:
                raise BadInput(
                    f"{text} is followed by nothing", next_step=f"Write what to find after {text}, or leave it out."
                )
            if re.search(r"\w", text) or any(unicodedata.category(sign) == "So" for sign in text):
                terms[Term(text, name == "title", is_prefix, bool(minus))] = None
        else:
            found[name].append(text)
    if words.strip() and not terms and not any(found.values()):
        raise BadInput("There is no word in what was typed", next_step="Write a word, or a field like tag:cloud.")
    if len(terms) + sum(map(len, found.values())) > _MOST_TERMS:
        raise BadInput(
            f"The search asks for more than {_MOST_TERMS} words",
            next_step="Write the words that matter, or put a passage into quotes to find it as it stands.",
        )
    for name in ("before", "after"):
        for value in found[name]:
            if not _DATE.match(value):
                raise BadInput(
                    f"{name}:{value} is no date", next_step=f"Write {name}:2013, {name}:2013-07 or {name}:2013-07-25."
                )
    place = found["in"][-1].lower() if found["in"] else "all"
    if place not in _PLACES:
        raise BadInput(f"in:{place} is no place", next_step="Write in:articles or in:comments.")
    return SearchQuery(
        tuple(terms),
        tuple(found["author"]),
        tuple(found["tag"]),
        min(found["before"], default=None),
        max(found["after"], default=None),
        place,
        found["site"][-1] if found["site"] else None,
        found["lang"][-1] if found["lang"] else None,
    )
