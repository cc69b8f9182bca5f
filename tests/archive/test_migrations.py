"""An older archive becomes what a new one is when it is next written to, without losing a row."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from archive.ingest import IngestOptions, ingest
from archive.search import read_query
from archive.store import Archive, open_for_writing
from archive.store.dump import dump
from archive.store.searching import search


def schema_of(folder: Path) -> dict[str, str]:
    """Every index, trigger, view and search index, by name."""
    with closing(sqlite3.connect(folder / "archive.db")) as database:
        return dict(
            database.execute(
                """SELECT name, sql FROM sqlite_master
                WHERE sql IS NOT NULL AND (type <> 'table' OR sql LIKE 'CREATE VIRTUAL%')"""
            )
        )


def make_old(folder: Path) -> None:
    """Takes away what the first release did not have."""
    with closing(sqlite3.connect(folder / "archive.db", isolation_level=None)) as database:
        database.execute("DELETE FROM _sqlite_migrations")
        for name in ("comments_kind", "comments_date_created", "destinations_status", "articles_date_published"):
            database.execute(f"DROP INDEX {name}")
        database.execute("CREATE INDEX articles_date_published ON articles (date_published)")
        database.execute("DROP INDEX articles_filtered")
        database.execute("DROP INDEX pages_site")
        database.execute("CREATE INDEX pages_site ON pages (site)")
        database.execute("DROP TABLE articles_fts")
        database.execute("CREATE VIRTUAL TABLE articles_fts USING fts5 (headline, body_text, content='articles')")
        for table in ("article_feed_facts", "feed_entries", "feeds"):
            database.execute(f"DROP TABLE {table}")
            database.execute("DELETE FROM column_docs WHERE table_name = ?", (table,))
            database.execute("DELETE FROM table_docs WHERE table_name = ?", (table,))
        database.execute("DROP VIEW v_dead_links")
        database.execute("CREATE VIEW v_dead_links AS SELECT url AS page_url FROM links")


def test_an_older_archive_gets_todays_indices_and_views(demo_copy: Path) -> None:
    before, rows = schema_of(demo_copy), list(dump(demo_copy))
    make_old(demo_copy)
    assert schema_of(demo_copy) != before
    open_for_writing(demo_copy).close()
    assert schema_of(demo_copy) == before
    to_fill = ("INSERT INTO feed", "INSERT INTO archive_info")
    kept = [row for row in rows if not row.startswith(to_fill)]
    assert [row for row in dump(demo_copy) if not row.startswith(to_fill)] == kept
    with Archive(demo_copy) as archive:
        assert search(archive, read_query("mex* title:mexico")).articles > 0


def test_the_next_ingest_fills_tables_that_an_older_archive_did_not_have(demo_copy: Path) -> None:
    rows = list(dump(demo_copy))
    make_old(demo_copy)
    with closing(sqlite3.connect(demo_copy / "archive.db", isolation_level=None)) as database:
        database.execute("UPDATE captures SET mime_detected = 'application/xml' WHERE mime_detected GLOB '*rss+xml'")
    ingest([demo_copy / "warc"], into=demo_copy, options=IngestOptions(workers=0))
    assert list(dump(demo_copy)) == rows


def test_an_archive_of_today_is_left_as_it_is(demo_copy: Path) -> None:
    before = (demo_copy / "archive.db").stat().st_size, schema_of(demo_copy)
    open_for_writing(demo_copy).close()
    assert ((demo_copy / "archive.db").stat().st_size, schema_of(demo_copy)) == before
