"""An archive in, a Parquet dataset out: every table with its own columns, in folders by site and month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from itertools import groupby, islice
from typing import Any
from urllib.parse import quote

from archive.errors import MissingExtra
from exports.bundle import Bundle
from exports.losses import Field
from exports.selection import Conditions, Selection

NAME = "dataset"
DESCRIPTION = "Parquet dataset of all tables, by site and month, columns as in SQLite (needs oldface[parquet])"
LOSSES: Mapping[Field, str] = {
    Field.ASSETS: "named by address, size and digest; the bytes stay in the archive",
}

GROUP = 5000
"""Rows held in memory for one row group."""
_UNDATED = "undated"
_HIDDEN = ("sqlite_", "_sqlite_")
_MONTH = f"coalesce(CASE WHEN length(a.date_published) >= 7 THEN substr(a.date_published, 1, 7) END, '{_UNDATED}')"


def write(archive: Selection, folder: Bundle) -> None:
    """TABLE/in_site=…/in_month=…/part-0.parquet for what belongs to a page, TABLE/part-0.parquet for the rest.

    The folders follow Hive's convention, so DuckDB, Polars and Spark read them as columns in_site and in_month. With
    conditions, what belongs to an article is limited to those that fit; what articles share is there whole.
    """
    try:
        arrow: Any = import_module("pyarrow")  # Any: pyarrow has no types
        parquet: Any = import_module("pyarrow.parquet")  # Any: the same
    except ImportError as error:
        raise MissingExtra("Parquet needs pyarrow", next_step="Install it: pip install 'oldface[parquet]'.") from error
    wanted = {article.id for article in archive.articles()}
    run = archive.archive.database.execute
    names = [name for (name,) in run("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    for table in (name for name in names if "_fts" not in name and not name.startswith(_HIDDEN)):
        columns = run(f'PRAGMA table_info("{table}")').fetchall()
        types = {"INTEGER": arrow.int64(), "REAL": arrow.float64(), "BLOB": arrow.binary()}
        schema = arrow.schema([(column[1], types.get(column[2], arrow.string())) for column in columns])
        rows = run(_query(table, [column[1] for column in columns], [c[1] for c in columns if c[5]]))
        for place, found in groupby(
            _placed(rows, wanted, is_whole=archive.conditions == Conditions()), key=lambda row: row[0]
        ):
            path = f"{table}/{place}part-0.parquet"
            with parquet.ParquetWriter(folder.adopt(path), schema, compression="zstd") as writer:
                lines = (row[1] for row in found)
                while group := list(islice(lines, GROUP)):
                    arrays = [
                        arrow.array([_plain(cell) for cell in column], type=field.type)
                        for column, field in zip(zip(*group, strict=True), schema, strict=True)
                    ]
                    writer.write_table(arrow.Table.from_arrays(arrays, schema=schema))
            folder.seal(path)


def _query(table: str, columns: list[str], keys: list[str]) -> str:
    """Rows as (site, month, article id, *columns), by place, then key; nulls where the table knows no page."""
    listed = ", ".join(f't."{name}"' for name in columns)
    order = ", ".join(f't."{key}"' for key in keys) or listed
    if table == "articles":
        joined = "articles t JOIN articles a ON a.id = t.id JOIN pages p ON p.id = t.page_id"
    elif table == "pages":
        joined = "pages t JOIN pages p ON p.id = t.id LEFT JOIN articles a ON a.page_id = p.id"
    elif "article_id" in columns:
        joined = f'"{table}" t JOIN articles a ON a.id = t.article_id JOIN pages p ON p.id = a.page_id'
    elif "parse_id" in columns and table != "problems":
        joined = f"""\"{table}" t JOIN parses x ON x.id = t.parse_id JOIN pages p ON p.id = x.page_id
            LEFT JOIN articles a ON a.page_id = p.id"""
    elif "page_id" in columns and table in ("parses", "versions"):
        joined = f'"{table}" t JOIN pages p ON p.id = t.page_id LEFT JOIN articles a ON a.page_id = p.id'
    else:
        return f'SELECT NULL, NULL, NULL, {listed} FROM "{table}" t ORDER BY {order}'  # noqa: S608 (names are ours)
    return f"SELECT p.site, {_MONTH}, a.id, {listed} FROM {joined} ORDER BY 1, 2, {order}"  # noqa: S608 (names are ours)


def _placed(
    rows: Iterator[tuple[Any, ...]], wanted: set[int], *, is_whole: bool
) -> Iterator[tuple[str, tuple[Any, ...]]]:
    # Any: SQL values
    """(folder with a slash, or '', row) of the rows that are wanted."""
    for site, month, article, *row in rows:
        if site is None:
            yield "", tuple(row)
        elif is_whole or article in wanted:
            yield f"in_site={quote(site, safe='')}/in_month={month}/", tuple(row)


def _plain(cell: object) -> object:
    """A cell that is valid UTF-8."""
    return cell.encode("utf-8", "replace").decode() if isinstance(cell, str) else cell
