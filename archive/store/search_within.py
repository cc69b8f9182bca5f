"""Words of scripts without spaces, and pictographs, in: the rows that have them anywhere in their text out.

FTS5 takes all between two spaces or stops for one word: a whole clause of Japanese, Chinese or Thai. What stands within
one is found by reading the texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from archive.search import Term
from archive.store.late_indices import SEARCHED
from archive.store.reading import Archive

__all__ = ["TITLES", "ids_within", "in_title", "snippet_within"]

TITLES = {"articles": ("headline", "alternative_headline"), "comments": ("subject",)}
"""The columns of each table that are a title."""
_BEFORE, _AFTER = 40, 80
"""Characters of a snippet before what was found, and from there on."""


def ids_within(archive: Archive, terms: Iterable[Term], table: str) -> list[int]:
    """Ids of the rows that have every term somewhere in their text or title, and of those excluded none.

    All are asked for at once: reading the texts is what takes time.
    """
    conditions: list[str] = []
    values: list[str] = []
    for term in terms:
        columns = TITLES[table] if term.in_title else SEARCHED[table]
        test, value = _test(term)
        found = " OR ".join(test.format(column) for column in columns)
        conditions.append(f"{'NOT ' if term.is_excluded else ''}({found})")
        values += [value] * len(columns)
    sql = f"SELECT id FROM {table} WHERE {' AND '.join(conditions)}"
    return [int(row[0]) for row in archive.database.conn.execute(sql, values)]


def in_title(terms: Iterable[Term], table: str) -> tuple[str, list[str]]:
    """(SQL that counts the terms in the title of a row x, its values)"""
    tests = [(_test(term), column) for term in terms for column in TITLES[table]]
    return " + ".join(["0", *(f"({test.format(f'x.{column}')} > 0)" for (test, _), column in tests)]), [
        value for (_, value), _ in tests
    ]


def _test(term: Term) -> tuple[str, str]:
    """(SQL condition on the column `{}`, its value); Latin letters are the same in either case."""
    if re.search("[A-Za-z]", term.text):
        return "coalesce({}, '') LIKE ? ESCAPE '\\'", "%" + re.sub(r"([\\%_])", r"\\\1", term.text) + "%"
    return "instr(coalesce({}, ''), ?)", term.text


def snippet_within(text: str, terms: Iterable[Term]) -> str | None:
    r"""The text around the first place where a term stands, each marked by \x02 and \x03; None where none does.

    >>> snippet_within("古い図書館で検索を試した", [Term("検索")])
    '古い図書館で\x02検索\x03を試した'
    """
    marked = re.compile("|".join(re.escape(term.text) for term in terms), re.IGNORECASE)
    found = marked.search(text)
    if not found:
        return None
    start, end = max(0, found.start() - _BEFORE), found.start() + max(_AFTER, len(found[0]))
    shown = marked.sub(lambda place: f"\x02{place[0]}\x03", text[start:end])
    return f"{'…' if start else ''}{shown}{'…' if end < len(text) else ''}"
