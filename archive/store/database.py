"""A folder in, an open database out: made from schema.sql when new, brought up to date when old."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import sqlite_utils
from sqlite_utils.migrations import Migrations

from archive.errors import BadArchive
from archive.schema_docs import read_sql, schema_docs
from archive.store.late_indices import SEARCHED, complete, search_table, search_triggers

__all__ = [
    "DATABASE_NAME",
    "SCHEMA_VERSION",
    "SEARCHED",
    "create_database",
    "open_for_reading",
    "open_for_writing",
]

DATABASE_NAME = "archive.db"

SCHEMA_VERSION = 1
"""Raised with each migration; stands in archive_info and in PRAGMA user_version."""

migrations = Migrations("oldface")
"""What brings an older archive.db up to date; each one a function below, never changed once released."""


@migrations()
def dead_links_start_from_the_dead(database: sqlite_utils.Database) -> None:
    """Views of large archives answer at once; the indices they need are made with all that are missing."""
    database.execute("DROP INDEX IF EXISTS articles_date_published")
    _make_views_again(database)


@migrations()
def the_link_graph_is_counted_in_an_index(database: sqlite_utils.Database) -> None:
    """Who cites whom is one table with questions of each row; the index it needs is made with all that are missing."""
    _make_views_again(database)


@migrations()
def words_are_found_by_their_first_three_letters(database: sqlite_utils.Database) -> None:
    """The search index holds beginnings of words; the indices that filters of a search need are made with all that
    are missing."""
    for table in SEARCHED:
        (statement,) = database.execute("SELECT sql FROM sqlite_master WHERE name = ?", (f"{table}_fts",)).fetchone()
        if statement != search_table(table):
            database.execute(f"DROP TABLE {table}_fts")
            database.execute(search_table(table))
            database.execute(f"INSERT INTO {table}_fts ({table}_fts) VALUES ('rebuild')")


@migrations()
def feeds_are_read(database: sqlite_utils.Database) -> None:
    """What feeds say has tables of its own; the next ingest fills them."""
    _add_tables(database, "feeds", "feed_entries")
    # The first bytes of payloads were not asked yet whether they are a feed's.
    database.execute("INSERT OR REPLACE INTO archive_info VALUES ('feeds_are_detected', '0')")


@migrations()
def feeds_complete_articles(database: sqlite_utils.Database) -> None:
    """What an article has from a feed leads back to it; views tell what feeds know of and what they contradict."""
    _add_tables(database, "article_feed_facts")


def _add_tables(database: sqlite_utils.Database, *names: str) -> None:
    """Makes the tables as the schema has them, with today's views and descriptions; the next ingest fills them."""
    held = set(database.table_names())
    for name in names:
        statement = next(s for s in _statements(read_sql("schema.sql")) if f"\nCREATE TABLE {name} (" in s)
        if name not in held:
            database.execute(statement)
    database.execute("UPDATE archive_info SET value = '0' WHERE key = 'is_finished'")
    _make_views_again(database)
    for table in ("column_docs", "table_docs"):
        database.execute(f"DELETE FROM {table}")
    _write_docs(database)


def _make_views_again(database: sqlite_utils.Database) -> None:
    """Puts today's views in place of those that the archive has."""
    for name in database.view_names():
        database.execute(f'DROP VIEW "{name}"')
    for statement in _statements(read_sql("views.sql")):
        database.execute(statement)


def _statements(sql: str) -> Iterator[str]:
    """The statements of a script, one by one: a script run whole would end the migration's transaction."""
    lines: list[str] = []
    for line in sql.splitlines():
        lines.append(line)
        if sqlite3.complete_statement("\n".join(lines)):
            yield "\n".join(lines)
            lines = []


def open_for_reading(folder: Path) -> sqlite_utils.Database:
    """The archive of a folder, read only; BadArchive where there is none or it is of another version."""
    path = folder / DATABASE_NAME if folder.is_dir() else folder
    if not path.is_file():
        raise BadArchive(f"There is no {DATABASE_NAME}", where=str(folder))
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, check_same_thread=False)
    try:
        _check_version(connection, path)
    except sqlite3.DatabaseError as error:
        connection.close()
        raise BadArchive(f"{path.name} cannot be read: {error}", where=str(path)) from error
    except BadArchive:
        connection.close()
        raise
    connection.executescript("PRAGMA query_only = 1; PRAGMA mmap_size = 1073741824; PRAGMA cache_size = -65536")
    return sqlite_utils.Database(connection, execute_plugins=False)


def open_for_writing(folder: Path) -> sqlite_utils.Database:
    """The archive of a folder, made when it is not there; the caller holds the folder's lock."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / DATABASE_NAME
    if not path.exists():
        create_database(path)
    connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
    try:
        # WAL: readers go on reading while a crawl is ingested, and a kill leaves the last whole batch.
        connection.executescript(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -131072;"
            "PRAGMA journal_size_limit = 67108864"
        )
        database = sqlite_utils.Database(connection, execute_plugins=False)
        _check_version(connection, path, older_is_fine=True)
        migrations.apply(database)
        complete(connection)
    except sqlite3.DatabaseError as error:
        connection.close()
        raise BadArchive(f"{path.name} cannot be used: {error}", where=str(path)) from error
    except BadArchive:
        connection.close()
        raise
    return database


def create_database(path: Path) -> None:
    """Makes an archive without rows beside its place and moves it there: half a schema is never found."""
    draft = path.with_suffix(".db.new")
    draft.unlink(missing_ok=True)
    database = sqlite_utils.Database(draft, execute_plugins=False)
    # A draft that a power cut spoils is made again: only the finished one goes to disk.
    database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
    database.executescript(read_sql("schema.sql"))
    database.executescript(read_sql("views.sql"))
    for table in SEARCHED:
        for statement in (search_table(table), *search_triggers(table)):
            database.execute(statement)
    _write_docs(database)
    database.table("archive_info").insert_all(
        [{"key": "schema_version", "value": str(SCHEMA_VERSION)}, {"key": "is_finished", "value": "1"}]
    )
    database.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    database.close()
    with draft.open("rb+") as file:
        os.fsync(file.fileno())
    draft.replace(path)


def _write_docs(database: sqlite_utils.Database) -> None:
    docs = schema_docs()
    database.table("table_docs").insert_all({"table_name": t.name, "description": t.description} for t in docs)
    database.table("column_docs").insert_all(
        {"table_name": t.name, "position": n, "column_name": c.name, "description": c.description}
        for t in docs
        for n, c in enumerate(t.columns)
    )


def _check_version(connection: sqlite3.Connection, path: Path, *, older_is_fine: bool = False) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > SCHEMA_VERSION:
        raise BadArchive(
            f"{path.name} has schema version {version}, this oldface knows {SCHEMA_VERSION}",
            where=str(path),
            next_step="Install a newer oldface, or rebuild the archive from its WARC files with 'oldface ingest'.",
        )
    if version < SCHEMA_VERSION and not older_is_fine:
        raise BadArchive(
            f"{path.name} has schema version {version}, this oldface reads {SCHEMA_VERSION}",
            where=str(path),
            next_step="Run 'oldface ingest DIR/warc --into DIR': it brings the archive up to date.",
        )
