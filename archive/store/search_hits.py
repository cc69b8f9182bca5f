"""Ids that were found in, hits out: with address, title, authors, date, and the words around what was found."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from typing import Any

from archive.search import Hit, Term
from archive.store.late_indices import SEARCHED, TOKENIZER
from archive.store.reading import Archive
from archive.store.search_within import snippet_within

__all__ = ["hits_of"]

_SNIPPET_WORDS = 24


def hits_of(
    archive: Archive, table: str, found: Sequence[tuple[int, float]], *, words: str, within: tuple[Term, ...]
) -> list[Hit]:
    """The hits of (id, rank), in that order; their snippets show the words of the FTS5 expression, or, where there are
    none ('' for the expression), the terms that were found within texts."""
    hits = [_hit(archive, table, number, rank) for number, rank in found]
    ids = [hit.id for hit in hits]
    snippets: dict[int, str] = {}
    if words:
        snippets = _snippets(archive, table, ids, words)
    elif within:
        snippets = _snippets_within(archive, table, ids, within)
    return [replace(hit, snippet=snippets.get(hit.id, hit.snippet)) for hit in hits]


def _hit(archive: Archive, table: str, number: int, rank: float) -> Hit:
    run = archive.database.conn.execute
    if table == "articles":
        url, headline, date, start, authors = run(
            """SELECT a.url, a.headline, a.date_published, substr(a.body_text, 1, 200), (SELECT group_concat(name, '; ')
            FROM (SELECT b.name FROM bylines b WHERE b.article_id = a.id ORDER BY b.position))
            FROM articles a WHERE a.id = ?""",
            (number,),
        ).fetchone()
    else:
        url, headline, date, start, authors = run(
            """SELECT coalesce(m.permalink, a.url), a.headline, m.date_created, substr(m.text, 1, 200), m.author_name
            FROM comments m JOIN articles a ON a.id = m.article_id WHERE m.id = ?""",
            (number,),
        ).fetchone()
    kind = "article" if table == "articles" else "comment"
    return Hit(kind, number, url, headline, authors or "", date, start, rank)


def _snippets(archive: Archive, table: str, ids: list[int], words: str) -> dict[int, str]:
    """By id of a row: the words around what the FTS5 expression found there.

    The rows are indexed again, alone, in memory: asking the archive's index for the snippet of one row makes it find
    all rows first, and a common word is in a hundred thousand.
    """
    columns = SEARCHED[table]
    with closing(sqlite3.connect(":memory:")) as memory:
        memory.execute(f"CREATE VIRTUAL TABLE shown USING fts5({', '.join(columns)}, tokenize = '{TOKENIZER}')")
        rows = _texts(archive, table, ids)
        values = ", ".join("?" * (len(columns) + 1))
        memory.executemany(f"INSERT INTO shown (rowid, {', '.join(columns)}) VALUES ({values})", rows)
        return dict(
            memory.execute(
                f"""SELECT rowid, snippet(shown, -1, char(2), char(3), '…', {_SNIPPET_WORDS}) FROM shown
                WHERE shown MATCH ?""",
                (words,),
            ).fetchall()
        )


def _snippets_within(archive: Archive, table: str, ids: list[int], terms: tuple[Term, ...]) -> dict[int, str]:
    """By id of a row: the text around what was found within it, of its longest column that has it."""
    texts = {
        number: sorted((text or "" for text in columns), key=len) for number, *columns in _texts(archive, table, ids)
    }
    found = {number: [snippet_within(text, terms) for text in columns] for number, columns in texts.items()}
    return {number: snippet for number, columns in found.items() for snippet in columns if snippet}


def _texts(archive: Archive, table: str, ids: list[int]) -> list[tuple[Any, ...]]:  # Any: SQL values
    """(id, text of each searched column) of the rows."""
    columns, marks = ", ".join(SEARCHED[table]), ", ".join("?" * len(ids))
    return archive.database.conn.execute(f"SELECT id, {columns} FROM {table} WHERE id IN ({marks})", ids).fetchall()
