"""An open archive and some of its articles in, an archive of these alone out: the same schema, and rows that are equal.

A row is in the slice when it belongs to one of the articles or when a row of the slice refers to it, so that every
reference leads to a row. Each row is the whole archive's: what it counts (articles of a person, links to a page) is
counted there.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from archive.store.database import SEARCHED, create_database
from archive.store.reading import Archive
from archive.store.writing import PARSE_TABLES

__all__ = ["copy_whole", "write_slice"]

# What is chosen, as four sets of ids; everything else follows from them.
_SETS = ("articles", "pages", "parses", "captures")

_DUPLICATES = """INSERT OR IGNORE INTO chosen_articles SELECT a.duplicate_of_id FROM chosen_articles x
    JOIN source.articles a ON a.id = x.id WHERE a.duplicate_of_id IS NOT NULL"""

_OWN = (
    # the pages of the articles, and the other forms of these pages
    "INSERT OR IGNORE INTO chosen_pages SELECT a.page_id FROM chosen_articles x JOIN source.articles a ON a.id = x.id",
    """INSERT OR IGNORE INTO chosen_pages SELECT g.id FROM chosen_pages x
    JOIN source.pages g ON g.rendition_of_page_id = x.id""",
    # every capture of them, what redirects to them, and the files that the articles use
    """INSERT OR IGNORE INTO chosen_captures SELECT c.id FROM chosen_pages x
    JOIN source.captures c ON c.page_id = x.id""",
    """INSERT OR IGNORE INTO chosen_captures SELECT c.id FROM chosen_pages x
    JOIN source.destinations d ON d.page_id = x.id JOIN source.captures c ON c.url_id = d.url_id""",
    """INSERT OR IGNORE INTO chosen_captures SELECT s.capture_id FROM chosen_articles x
    JOIN source.article_assets u ON u.article_id = x.id JOIN source.assets s ON s.id = u.asset_id
    WHERE s.capture_id IS NOT NULL""",
    """INSERT OR IGNORE INTO chosen_captures SELECT s.capture_id FROM chosen_articles x
    JOIN source.articles a ON a.id = x.id JOIN source.assets s ON s.id = a.main_image_id
    WHERE s.capture_id IS NOT NULL""",
    """INSERT OR IGNORE INTO chosen_parses SELECT v.parse_id FROM chosen_pages x
    JOIN source.versions v ON v.page_id = x.id""",
    # what their links found to be no page, or one that says so: that a link is dead is a fact of the page that has it
    *(
        f"""INSERT OR IGNORE INTO chosen_captures SELECT d.capture_id FROM chosen_parses x
        JOIN source.{table} l ON l.parse_id = x.id JOIN source.destinations d ON d.url_id = l.url_id
        LEFT JOIN source.pages t ON t.id = d.page_id
        WHERE d.capture_id IS NOT NULL AND (t.id IS NULL OR t.is_soft_404 = 1)"""
        for table in ("links", "navigation", "page_addresses")
    ),
)

# What the chosen refer to, until nothing new comes.
_REFERRED = (
    """INSERT OR IGNORE INTO chosen_parses SELECT a.parse_id FROM chosen_articles x
    JOIN source.articles a ON a.id = x.id""",
    """INSERT OR IGNORE INTO chosen_parses SELECT b.parse_id FROM chosen_articles x
    JOIN source.bylines b ON b.article_id = x.id""",
    """INSERT OR IGNORE INTO chosen_parses SELECT m.parse_id FROM chosen_articles x
    JOIN source.comments m ON m.article_id = x.id""",
    """INSERT OR IGNORE INTO chosen_parses SELECT g.parse_id FROM chosen_pages x JOIN source.pages g ON g.id = x.id
    WHERE g.parse_id IS NOT NULL""",
    """INSERT OR IGNORE INTO chosen_parses SELECT v.parse_id FROM chosen_captures x
    JOIN source.versions v ON v.capture_id = x.id""",
    """INSERT OR IGNORE INTO chosen_captures SELECT p.capture_id FROM chosen_parses x
    JOIN source.parses p ON p.id = x.id""",
    """INSERT OR IGNORE INTO chosen_captures SELECT c.refers_to_capture_id FROM chosen_captures x
    JOIN source.captures c ON c.id = x.id WHERE c.refers_to_capture_id IS NOT NULL""",
    # feeds that say something of the pages
    """INSERT OR IGNORE INTO chosen_captures SELECT f.capture_id FROM chosen_pages x
    JOIN source.feed_entries e ON e.page_id = x.id JOIN source.feeds f ON f.id = e.feed_id""",
    """INSERT OR IGNORE INTO chosen_pages SELECT p.page_id FROM chosen_parses x JOIN source.parses p ON p.id = x.id""",
    """INSERT OR IGNORE INTO chosen_pages SELECT c.page_id FROM chosen_captures x
    JOIN source.captures c ON c.id = x.id WHERE c.page_id IS NOT NULL""",
    """INSERT OR IGNORE INTO chosen_pages SELECT g.rendition_of_page_id FROM chosen_pages x
    JOIN source.pages g ON g.id = x.id WHERE g.rendition_of_page_id IS NOT NULL""",
)

_OF_ARTICLES = "article_id IN (SELECT id FROM chosen_articles)"
_PEOPLE = f"""SELECT person_id FROM source.bylines WHERE {_OF_ARTICLES}
    UNION SELECT person_id FROM source.comments WHERE {_OF_ARTICLES}"""
_CRAWLS = """SELECT c.crawl_id FROM chosen_captures x JOIN source.captures c ON c.id = x.id
    UNION SELECT f.crawl_id FROM chosen_captures x JOIN source.captures c ON c.id = x.id
    JOIN source.warc_files f ON f.id = c.warc_file_id"""
_ADDRESSES_MET = """SELECT c.url_id FROM chosen_captures x JOIN source.captures c ON c.id = x.id
    UNION SELECT url_id FROM source.links WHERE parse_id IN (SELECT id FROM chosen_parses)
    UNION SELECT url_id FROM source.navigation WHERE parse_id IN (SELECT id FROM chosen_parses)
    UNION SELECT url_id FROM source.page_addresses WHERE parse_id IN (SELECT id FROM chosen_parses)"""
_URLS = "SELECT g.url FROM chosen_pages x JOIN source.pages g ON g.id = x.id"

# By table: which of its rows belong to the slice.
_ROWS = {
    **{table: f"id IN (SELECT id FROM chosen_{table})" for table in _SETS},
    **{table: "parse_id IN (SELECT id FROM chosen_parses)" for table in PARSE_TABLES if table != "problems"},
    **dict.fromkeys(
        ("bylines", "comments", "article_tags", "article_assets", "article_feed_facts", "addresses"), _OF_ARTICLES
    ),
    "feeds": """id IN (SELECT e.feed_id FROM chosen_pages x JOIN source.feed_entries e ON e.page_id = x.id)""",
    "feed_entries": "page_id IN (SELECT id FROM chosen_pages)",
    "versions": "capture_id IN (SELECT id FROM chosen_captures)",
    "people": f"id IN ({_PEOPLE})",
    "person_names": f"person_id IN ({_PEOPLE})",
    "tags": f"id IN (SELECT tag_id FROM source.article_tags WHERE {_OF_ARTICLES})",
    "assets": f"""id IN (SELECT asset_id FROM source.article_assets WHERE {_OF_ARTICLES} UNION
        SELECT a.main_image_id FROM chosen_articles x JOIN source.articles a ON a.id = x.id)""",
    "destinations": f"""url_id IN ({_ADDRESSES_MET})
        AND (page_id IS NULL OR page_id IN (SELECT id FROM chosen_pages))
        AND (capture_id IS NULL OR capture_id IN (SELECT id FROM chosen_captures))""",
    "sites": "site IN (SELECT g.site FROM chosen_pages x JOIN source.pages g ON g.id = x.id)",
    "crawls": f"id IN ({_CRAWLS})",
    "warc_files": """id IN (SELECT c.warc_file_id FROM chosen_captures x
        JOIN source.captures c ON c.id = x.id)""",
    "skipped": f"crawl_id IN ({_CRAWLS}) AND via IN ({_URLS})",
    "problems": f"""CASE WHEN parse_id IS NOT NULL THEN parse_id IN (SELECT id FROM chosen_parses)
        AND (capture_id IS NULL OR capture_id IN (SELECT id FROM chosen_captures))
        WHEN capture_id IS NOT NULL THEN capture_id IN (SELECT id FROM chosen_captures)
        ELSE crawl_id IN ({_CRAWLS}) AND url IN ({_URLS}) END""",
}


def write_slice(archive: Archive, article_ids: Iterable[int], path: Path, *, name: str) -> list[str]:
    """Makes `path` an archive of those articles; names of the WARC files that its rows lead back to, in order.

    An article that a chosen one is nearly equal to comes along. `name` says in archive_info what the slice is.
    """
    create_database(path)
    with closing(sqlite3.connect(path, uri=True, isolation_level=None)) as database:
        database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -131072")
        database.execute("ATTACH ? AS source", (archive.database_uri,))
        database.execute("BEGIN")
        _choose(database, article_ids)
        _copy_rows(database)
        database.execute("INSERT OR REPLACE INTO archive_info SELECT * FROM source.archive_info")
        database.execute("INSERT OR REPLACE INTO archive_info VALUES ('slice', ?)", (name,))
        database.execute("COMMIT")
        for table in SEARCHED:
            database.execute(f"INSERT INTO {table}_fts ({table}_fts) VALUES ('optimize')")
        database.execute("DETACH source")
        return _settled(database)


def copy_whole(archive: Archive, path: Path) -> list[str]:
    """Makes `path` a copy of the archive's database; names of its WARC files, in order."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        # A copy of the file alone would miss what stands in the write-ahead log.
        archive.database.conn.backup(database)
        return _settled(database)


def _settled(database: sqlite3.Connection) -> list[str]:
    """Makes one file of it, which can be read from a disk that nobody may write to; names of its WARC files."""
    database.executescript("PRAGMA journal_mode = DELETE; VACUUM")
    return [row[0] for row in database.execute("SELECT filename FROM warc_files ORDER BY filename")]


def _choose(database: sqlite3.Connection, article_ids: Iterable[int]) -> None:
    for name in _SETS:
        database.execute(f"CREATE TEMP TABLE chosen_{name} (id INTEGER PRIMARY KEY)")
    database.executemany("INSERT OR IGNORE INTO chosen_articles VALUES (?)", ((number,) for number in article_ids))
    _until_nothing_comes(database, (_DUPLICATES,))
    for statement in _OWN:
        database.execute(statement)
    _until_nothing_comes(database, _REFERRED)


def _until_nothing_comes(database: sqlite3.Connection, statements: Iterable[str]) -> None:
    """Runs statements that add to the sets until they are closed."""
    before = -1
    while database.total_changes != before:
        before = database.total_changes
        for statement in statements:
            database.execute(statement)


def _copy_rows(database: sqlite3.Connection) -> None:
    """Copies the rows of each table in the order of its key, so that the same slice is the same bytes."""
    for table, condition in _ROWS.items():
        keys = [row[1] for row in sorted(database.execute(f"PRAGMA table_info({table})"), key=lambda r: r[5]) if row[5]]
        database.execute(
            f"INSERT INTO main.{table} SELECT * FROM source.{table} WHERE {condition} ORDER BY {', '.join(keys)}"
        )
