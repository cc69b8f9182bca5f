"""A query in, its filters out as SQL in two forms: one gathers all ids that pass, the other asks of a single row."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from archive.search import SearchQuery
from archive.store.reading import Archive

__all__ = ["MOST_COUNTED", "Filter", "read_filters"]

MOST_COUNTED = 40_000
"""Rows that pass a filter, or have the words, are counted so far to see which are fewer."""
_THESE = "(SELECT value FROM json_each(?))"
"""SQL for a list of ids; its parameter is a JSON array."""


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition on the articles or comments that are searched."""

    ids: str
    """SQL that selects the ids that pass; it ends in a condition, so that another may be added with AND."""
    id_column: str
    """What `ids` selects."""
    row: str
    """SQL condition on the row x; for few rows."""
    parameters: tuple[str, ...]
    """Values of either."""
    size: int
    """About how many rows pass; no more are counted than make it a wide one."""

    @property
    def gathered(self) -> str:
        """SQL condition on the row x; for many rows."""
        return f"x.id IN ({self.ids})"


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

    def numbers(self, sql: str, *parameters: str) -> list[int]:
        """The first column of the rows."""
        return [int(row[0]) for row in self.archive.database.conn.execute(sql, parameters)]

    def size(self, ids: str, *parameters: str) -> int:
        """How many ids the SQL selects, counted as far as tells."""
        return self.numbers(f"SELECT count(*) FROM ({ids} LIMIT {MOST_COUNTED})", *parameters)[0]

    def on_rows(self, id_column: str, source: str, row: str, *parameters: str) -> Filter:
        """The filter whose ids are `id_column` of `source`, what follows FROM; `row` asks of the row x."""
        ids = f"SELECT {id_column} FROM {source}"
        return Filter(ids, id_column, row, parameters, self.size(ids, *parameters))

    def on_articles(self, table: str, condition: str, *parameters: str) -> Filter:
        """The filter on articles, or on their comments, by a condition on y: rows of a table with an article_id."""
        of_article = f"EXISTS (SELECT 1 FROM {table} y WHERE y.article_id = {{}} AND {condition})"
        source = f"{table} y WHERE {condition}"
        if self.is_articles:
            return self.on_rows("y.article_id", source, of_article.format("x.id"), *parameters)
        ids = f"SELECT m.id FROM {table} y JOIN comments m ON m.article_id = y.article_id WHERE {condition}"
        ratio = self.archive.count("comments") / max(1, self.archive.count("articles"))
        size = int(self.size(f"SELECT y.article_id FROM {source}", *parameters) * ratio)
        return Filter(ids, "m.id", of_article.format("x.article_id"), parameters, size)


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
                "m.id", f"comments m WHERE m.person_id IN {_THESE}", f"x.person_id IN {_THESE}", json.dumps(people)
            )
    for tag in query.tags:
        tags = source.numbers("SELECT id FROM tags WHERE slug = ? OR name = ? COLLATE NOCASE ORDER BY 1", tag, tag)
        yield source.on_articles("article_tags", f"y.tag_id IN {_THESE}", json.dumps(tags))
    if query.before or query.after:
        date = "date_published" if source.is_articles else "date_created"
        asked = [(sign, value) for sign, value in (("<", query.before), (">=", query.after)) if value]
        yield source.on_rows(
            "d.id",
            f"{source.table} d WHERE {' AND '.join(f'd.{date} {sign} ?' for sign, _ in asked)}",
            " AND ".join(f"x.{date} {sign} ?" for sign, _ in asked),
            *(value for _, value in asked),
        )
    if query.site:
        pages = "(SELECT a.id AS article_id, g.site AS site FROM pages g JOIN articles a ON a.page_id = g.id)"
        yield source.on_articles(pages, "y.site = ?", query.site)
    if query.language:
        languages = "(SELECT id AS article_id, in_language FROM articles)"
        yield source.on_articles(
            languages, "(y.in_language = ? OR y.in_language LIKE ?)", query.language, f"{query.language}-%"
        )
