"""An open database in, the same with secondary indices or the search index left out for a while, and put back.

Rows of an archive have hashes for keys: an index kept up to date while a million rows come in is read and written all
over the place, one made at the end is sorted once. What is missing after a kill is made when the archive is next
opened for writing, so that nothing but time is ever lost.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from functools import cache

from archive.schema_docs import read_sql

__all__ = [
    "SEARCHED",
    "TOKENIZER",
    "complete",
    "leave_out_indices",
    "leave_out_search",
    "search_table",
    "search_triggers",
]

SEARCHED = {
    "articles": ["headline", "alternative_headline", "description", "body_text"],
    "comments": ["subject", "text", "author_name"],
}
"""Columns in the search index, by table."""

# Words of one stem are found by each other, and letters with and without accents are the same.
TOKENIZER = "porter unicode61 remove_diacritics 2"
_INDEXED_BEGINNINGS = "3"
"""Letters: the shortest that may be asked for. So many words begin with them that all their rows would have to be put
together for each search; of longer ones there are few enough."""

_GATHERED = 1 << 20
_GATHERED_FOR_ALL = 16 << 20
"""Bytes: of few large parts few are merged while the whole index is made, which takes a quarter less, and few are asked
in a search."""

_INDEX = re.compile(r"^CREATE INDEX (?P<name>\w+) ON (?P<table>\w+) \([^)]*\)[^;]*", re.MULTILINE)


@cache
def _indices() -> dict[str, tuple[str, str]]:
    """By name of a secondary index: its table, and the statement that makes it."""
    return {found["name"]: (found["table"], found[0]) for found in _INDEX.finditer(read_sql("schema.sql"))}


def leave_out_indices(connection: sqlite3.Connection, tables: Sequence[str]) -> None:
    """Drops the secondary indices of the tables; keys stay."""
    for name, (table, _) in _indices().items():
        if table in tables:
            connection.execute(f"DROP INDEX IF EXISTS {name}")


def leave_out_search(connection: sqlite3.Connection) -> None:
    """Lets articles and comments be written without being indexed for search: only while there are none."""
    for table in SEARCHED:
        for event in ("ai", "ad", "au"):
            connection.execute(f"DROP TRIGGER IF EXISTS {table}_{event}")


def complete(connection: sqlite3.Connection) -> None:
    """Makes whatever of both is missing, and again what an older archive has of other columns."""
    held = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type IN ('index', 'trigger')"))
    for name, (_, statement) in _indices().items():
        if held.get(name) != statement:
            connection.execute(f"DROP INDEX IF EXISTS {name}")
            connection.execute(statement)
    for table in SEARCHED:
        if f"{table}_au" not in held:
            # One transaction: with the triggers, and only with them, the index is whole.
            connection.execute("BEGIN IMMEDIATE")
            _set_gathered(connection, table, _GATHERED_FOR_ALL)
            connection.execute(f"INSERT INTO {table}_fts ({table}_fts) VALUES ('rebuild')")
            _set_gathered(connection, table, _GATHERED)
            for statement in search_triggers(table):
                connection.execute(statement)
            connection.execute("COMMIT")


def _set_gathered(connection: sqlite3.Connection, table: str, size_bytes: int) -> None:
    """Sets how much a search index gathers in memory before it writes a part of itself: an option of every
    FTS5 (fts5_config.c) that its manual leaves out."""
    connection.execute(f"INSERT INTO {table}_fts ({table}_fts, rank) VALUES ('hashsize', ?)", (size_bytes,))


def search_table(table: str) -> str:
    """The statement that makes a table's search index, with nothing in it."""
    names = ", ".join(f'"{column}"' for column in SEARCHED[table])
    return (
        f"CREATE VIRTUAL TABLE \"{table}_fts\" USING FTS5 ({names}, tokenize='{TOKENIZER}', "
        f"prefix='{_INDEXED_BEGINNINGS}', content=\"{table}\")"
    )


def search_triggers(table: str) -> tuple[str, str, str]:
    """The statements that keep a table's search index in step with it.

    An update indexes the row again only where its text changed: most updates (who wrote it, what it duplicates) leave
    the text alone.
    """
    names = ", ".join(SEARCHED[table])
    old, new = (", ".join(f"{age}.{column}" for column in SEARCHED[table]) for age in ("old", "new"))
    add = f"INSERT INTO {table}_fts (rowid, {names}) VALUES (new.rowid, {new});"
    remove = f"INSERT INTO {table}_fts ({table}_fts, rowid, {names}) VALUES ('delete', old.rowid, {old});"
    return (
        f"CREATE TRIGGER IF NOT EXISTS {table}_ai AFTER INSERT ON {table} BEGIN {add} END",
        f"CREATE TRIGGER IF NOT EXISTS {table}_ad AFTER DELETE ON {table} BEGIN {remove} END",
        f"CREATE TRIGGER IF NOT EXISTS {table}_au AFTER UPDATE OF {names} ON {table} BEGIN {remove} {add} END",
    )
