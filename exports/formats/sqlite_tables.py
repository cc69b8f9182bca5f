"""Articles in, a small SQLite database out: the readable tables alone, for Datasette and SQL without the crawl."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from exports.bundle import Bundle
from exports.selection import Selection
from exports.tables import LINK_COLUMNS, TABLE_LOSSES, TABLES, link_rows

NAME = "sqlite-tables"
DESCRIPTION = "SQLite database of the readable tables alone, to send along or for a spreadsheet"
LOSSES = TABLE_LOSSES
SINGLE_FILE = "articles.db"

TYPES = {str: "TEXT", int: "INTEGER", bool: "INTEGER"}


def write(archive: Selection, folder: Bundle) -> None:
    """articles.db with a full-text index over titles and texts."""
    path = folder.adopt(SINGLE_FILE)
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;")
        for name, columns in [*((table.name, table.columns) for table in TABLES), ("links", LINK_COLUMNS)]:
            database.execute(create_table(name, columns))
        for article in archive.articles():
            for table in TABLES:
                marks = ", ".join("?" * len(table.columns))
                database.executemany(f"INSERT INTO {table.name} VALUES ({marks})", table.rows(article))  # noqa: S608
        marks = ", ".join("?" * len(LINK_COLUMNS))
        database.executemany(f"INSERT INTO links VALUES ({marks})", link_rows(archive))  # noqa: S608
        database.executescript(INDEXES)
    folder.seal(SINGLE_FILE)


INDEXES = """
CREATE INDEX bylines_article_id ON bylines (article_id);
CREATE INDEX comments_article_id ON comments (article_id);
CREATE INDEX tags_article_id ON tags (article_id);
CREATE INDEX assets_article_id ON assets (article_id);
CREATE INDEX addresses_article_id ON addresses (article_id);
CREATE INDEX links_target_url ON links (target_url);
CREATE VIRTUAL TABLE articles_fts USING fts5 (
    title, body_text, content=articles, content_rowid=id, tokenize='porter unicode61 remove_diacritics 2'
);
INSERT INTO articles_fts (articles_fts) VALUES ('rebuild');
"""


def create_table(name: str, columns: tuple[tuple[str, type], ...]) -> str:
    """The statement that makes a table; the articles' id is its key, and what names an article refers to it."""
    words = []
    for column, kind in columns:
        word = f"{column} {TYPES[kind]}"
        if column == "id":
            word += " PRIMARY KEY"
        elif column == "article_id":
            word += " REFERENCES articles (id)"
        words.append(word)
    return f"CREATE TABLE {name} ({', '.join(words)}) STRICT"
