"""The terms of a query in, an FTS5 expression out, every word quoted: nothing typed is taken for its syntax."""

from __future__ import annotations

import re

from archive.search import Term
from archive.store.search_within import TITLES

__all__ = ["match_expression", "quoted", "unwanted_words"]

TITLE_COLUMNS = {table: f"{{{' '.join(columns)}}}" for table, columns in TITLES.items()}


def match_expression(terms: tuple[Term, ...], table: str, *, is_in_title: bool = False) -> str:
    """The FTS5 expression of the terms, every word quoted; '' when none must be there.

    With `is_in_title`, all that must be there must be in the title; what must not be there, nowhere.

    >>> terms = Term("smarter planet"), Term("cloud", is_excluded=True), Term("clou", is_prefix=True)
    >>> match_expression(terms, "articles")
    '("smarter planet" AND "clou"*) NOT "cloud"'
    >>> match_expression(terms, "comments", is_in_title=True)
    '{subject} : ("smarter planet" AND "clou"*) NOT "cloud"'
    """
    wanted = [quoted(term, table) for term in terms if not term.is_excluded and not term.is_within]
    unwanted = unwanted_words(terms, table)
    if not wanted:
        return ""
    place = f"{TITLE_COLUMNS[table]} : " if is_in_title else ""
    return f"{place}({' AND '.join(wanted)})" + "".join(f" NOT {word}" for word in unwanted)


def unwanted_words(terms: tuple[Term, ...], table: str) -> list[str]:
    """The FTS5 expression of each term that must not be there."""
    return [quoted(term, table) for term in terms if term.is_excluded and not term.is_within]


def quoted(term: Term, table: str) -> str:
    """The FTS5 expression of one term; a sharp s and two plain ones are the same, as in Swiss spelling and in capitals.

    >>> quoted(Term("Strasse"), "articles"), quoted(Term("Haus"), "articles")
    ('("Strasse" OR "Straße")', '"Haus"')
    """
    spellings = dict.fromkeys((term.text, re.sub("[ßẞ]", "ss", term.text), re.sub("ss|SS|ẞ", "ß", term.text)))
    star = "*" if term.is_prefix else ""
    words = ['"' + text.replace('"', '""').replace("\x00", " ") + f'"{star}' for text in spellings]
    word = words[0] if len(words) == 1 else f"({' OR '.join(words)})"
    return f"{TITLE_COLUMNS[table]} : {word}" if term.in_title else word
