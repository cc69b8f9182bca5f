"""A query in, its filters out as SQL in two forms: one gathers all ids that pass, the other asks of a single row."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from archive.search import SearchQuery
from archive.store.reading import Archive
from archive.store.search_within import ids_within

__all__ = ["ID_END", "Filter", "by_index", "held_languages", "is_language", "read_filters"]

ID_END = 1 << 53
"""Above every id (archive/keys.py)."""
_MOST_COUNTED = 4_000
"""Rows that pass a filter are counted so far; how many more there are is told by a sample."""
_SAMPLED_ROWS = 2_000
_THESE = "(SELECT value FROM json_each(?))"
"""SQL for a list of ids; its parameter is a JSON array."""


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition on the articles or comments that are searched."""

    ids: str
    """SQL that selects the ids that pass."""
    row: str
    """SQL condition on the row x; for few rows."""
    parameters: tuple[str, ...]
    """Values of either."""
    size: int
    """About how many rows pass."""
    is_of_row: bool = False
    """Whether the row's own columns tell."""

    @property
    def gathered(self) -> str:
        """SQL condition on the row x; for many rows."""
        return f"x.id IN ({self.ids})"


def held_languages(archive: Archive) -> list[str | None]:
    """The language tags that articles have, each once, in order; None first where one has none."""
    run = archive.database.conn.execute
    names: list[str | None] = []
    if run("SELECT 1 FROM articles WHERE in_language IS NULL LIMIT 1").fetchone():
        names.append(None)
    # From one to the next in the index: SELECT DISTINCT goes through all articles.
    (name,) = run("SELECT min(in_language) FROM articles").fetchone()
    while name is not None:
        names.append(name)
        (name,) = run("SELECT min(in_language) FROM articles WHERE in_language > ?", (name,)).fetchone()
    return names


def is_language(name: str | None, wanted: str) -> bool:
    """Whether a language tag is the one wanted or a form of it.

    >>> is_language("de-AT", "de"), is_language("DE-at", "de"), is_language("den", "de"), is_language(None, "de")
    (True, True, False, False)
    """
    return name is not None and (name == wanted or name.lower().startswith(f"{wanted.lower()}-"))


def by_index(archive: Archive, table: str) -> str:
    """SQL after the row x that has its columns read in the small index of what filters ask for, where the archive has
    it: SQLite itself would rather go to the whole row, with all its text around it."""
    name = f"{table}_filtered"
    held = archive.database.conn.execute("SELECT 1 FROM sqlite_master WHERE type = 'index' AND name = ?", (name,))
    return f" INDEXED BY {name}" if held.fetchone() else ""


def read_filters(archive: Archive, query: SearchQuery, table: str) -> tuple[Filter, ...]:
    """The filters of the query on articles or comments."""
    return tuple(_filters(_Source(archive, table), query))


@dataclass(frozen=True, slots=True)
class _Source:
    """The table that is searched."""

    archive: Archive
    table: str

    @property
    def is_articles(self) -> bool:
        return self.table == "articles"

    @property
    def index(self) -> str:
        return by_index(self.archive, self.table)

    def numbers(self, sql: str, *parameters: str) -> list[int]:
        """The first column of the rows."""
        return [int(row[0]) for row in self.archive.database.conn.execute(sql, parameters)]

    def size(self, ids: str, row: str, *parameters: str) -> int:
        """About how many ids the SQL selects, that is, of how many rows x the condition `row` is true.

        Ids are hashes, so that the rows with the smallest are a sample of all.
        """
        (counted,) = self.numbers(f"SELECT count(*) FROM ({ids} LIMIT {_MOST_COUNTED})", *parameters)
        if counted < _MOST_COUNTED:
            return counted
        end = ID_END * _SAMPLED_ROWS // self.archive.count(self.table)
        (sampled,) = self.numbers(
            f"SELECT count(*) FROM {self.table} x{self.index} WHERE x.id < {end} AND {row}", *parameters
        )
        return max(counted, sampled * ID_END // end)

    def on_rows(self, ids: str, row: str, *parameters: str, is_of_row: bool = False) -> Filter:
        """The filter whose ids the SQL selects; `row` asks of the row x."""
        return Filter(ids, row, parameters, self.size(ids, row, *parameters), is_of_row)

    def on_articles(self, table: str, condition: str, *parameters: str) -> Filter:
        """The filter on articles, or on their comments, by a condition on y: rows of a table with an article_id."""
        of_article = f"EXISTS (SELECT 1 FROM {table} y WHERE y.article_id = {{}} AND {condition})"
        if self.is_articles:
            ids = f"SELECT y.article_id FROM {table} y WHERE {condition}"
            return self.on_rows(ids, of_article.format("x.id"), *parameters)
        ids = f"SELECT m.id FROM {table} y JOIN comments m ON m.article_id = y.article_id WHERE {condition}"
        return self.on_rows(ids, of_article.format("x.article_id"), *parameters)


def _filters(source: _Source, query: SearchQuery) -> Iterator[Filter]:
    for author in query.authors:
        # In comments, author: is who commented; in articles, who is named in the byline, by any spelling.
        part = "%" + author.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        people = source.numbers(
            """SELECT DISTINCT n.person_id FROM person_names n JOIN people p ON p.id = n.person_id
            WHERE n.name LIKE ? ESCAPE '\\' OR p.name LIKE ? ESCAPE '\\' OR p.slug = ? ORDER BY 1""",
            part, part, author,
        )  # fmt: skip
        if source.is_articles:
            yield source.on_articles("bylines", f"y.person_id IN {_THESE}", json.dumps(people))
        else:
            yield source.on_rows(
                f"SELECT m.id FROM comments m WHERE m.person_id IN {_THESE}",
                f"x.person_id IN {_THESE}",
                json.dumps(people),
            )
    for tag in query.tags:
        tags = source.numbers("SELECT id FROM tags WHERE slug = ? OR name = ? COLLATE NOCASE ORDER BY 1", tag, tag)
        yield source.on_articles("article_tags", f"y.tag_id IN {_THESE}", json.dumps(tags))
    within = [term for term in query.terms if term.is_within]
    if within:
        found = ids_within(source.archive, within, source.table)
        yield Filter("SELECT value FROM json_each(?)", f"x.id IN {_THESE}", (json.dumps(found),), len(found))
    if query.before or query.after:
        date = "date_published" if source.is_articles else "date_created"
        asked = [(sign, value) for sign, value in (("<", query.before), (">=", query.after)) if value]
        yield source.on_rows(
            f"SELECT d.id FROM {source.table} d WHERE {' AND '.join(f'd.{date} {sign} ?' for sign, _ in asked)}",
            " AND ".join(f"x.{date} {sign} ?" for sign, _ in asked),
            *(value for _, value in asked),
            is_of_row=True,
        )
    if query.site:
        pages = "(SELECT a.id AS article_id, g.site AS site FROM pages g JOIN articles a ON a.page_id = g.id)"
        yield source.on_articles(pages, "y.site = ?", query.site)
    if query.language:
        names = json.dumps([name for name in held_languages(source.archive) if is_language(name, query.language)])
        if source.is_articles:
            ids = f"SELECT l.id FROM articles l WHERE l.in_language IN {_THESE}"
            yield source.on_rows(ids, f"x.in_language IN {_THESE}", names, is_of_row=True)
        else:
            languages = "(SELECT id AS article_id, in_language FROM articles)"
            yield source.on_articles(languages, f"y.in_language IN {_THESE}", names)
