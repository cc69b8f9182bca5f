"""An archive in, a Parquet dataset out: every table with its own columns, in folders by site and month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from itertools import groupby, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

from archive.errors import MissingExtra
from archive.keys import site_of
from archive.schema_docs import TableDoc, schema_docs
from archive.store import DATABASE_NAME, Archive
from archive.store.slicing import write_slice
from archive.store.writing import Row
from exports.bundle import Bundle
from exports.losses import Field
from exports.selection import Selection, in_words

NAME = "dataset"
DESCRIPTION = "Parquet dataset of all tables, by site and month, columns as in SQLite (needs oldface[parquet])"
LOSSES: Mapping[Field, str] = {
    Field.ASSETS: "named by address, size and digest; the bytes stay in the archive",
}

GROUP = 5000
"""Rows held in memory for one row group."""
SITE_FOLDER = "in_site="
MONTH_FOLDER = "in_month="
NO_SITE = "__HIVE_DEFAULT_PARTITION__"
"""What Hive and those after it call the folder of rows without a value: what a crawl kept of itself has no host."""
_UNDATED = "undated"
_BY_ADDRESS = {"captures": "target_uri", "destinations": "url"}
"""Tables whose rows may belong to no page: their site is that of this address."""
_MONTH = f"coalesce(CASE WHEN length(a.date_published) >= 7 THEN substr(a.date_published, 1, 7) END, '{_UNDATED}')"


def write(archive: Selection, folder: Bundle) -> None:
    """TABLE/in_site=…/in_month=…/part-0.parquet for what belongs to a page, TABLE/part-0.parquet for the rest.

    The folders follow Hive's convention, so DuckDB, Polars and Spark read them as columns in_site and in_month. With
    conditions it holds what an archive of those articles would: each reference leads to a row.
    """
    if archive.is_whole:
        _write_tables(archive.archive, folder)
        return
    with TemporaryDirectory(prefix="oldface-slice-") as temporary:
        name = in_words(archive.conditions)
        write_slice(archive.archive, archive.article_ids(), Path(temporary) / DATABASE_NAME, name=name)
        with Archive(Path(temporary)) as slice_:
            _write_tables(slice_, folder)


def _write_tables(archive: Archive, folder: Bundle) -> None:
    try:
        arrow: Any = import_module("pyarrow")  # Any: pyarrow has no types
        parquet: Any = import_module("pyarrow.parquet")  # Any: the same
    except ImportError as error:
        raise MissingExtra("Parquet needs pyarrow", next_step="Install it: pip install 'oldface[parquet]'.") from error
    types = {"INTEGER": arrow.int64(), "REAL": arrow.float64(), "BLOB": arrow.binary()}
    archive.database.conn.create_function("site_of", 1, site_of, deterministic=True)
    for doc in (doc for doc in schema_docs() if doc.kind == "table"):
        schema = arrow.schema([(column.name, types.get(column.type, arrow.string())) for column in doc.columns])
        rows = archive.database.execute(_query(doc))
        places = 0
        for place, found in groupby(rows, key=lambda row: row[:2]):
            path = f"{doc.name}/{_folder(*place)}part-0.parquet"
            with parquet.ParquetWriter(folder.adopt(path), schema, compression="zstd") as writer:
                for group in _groups(row[2:] for row in found):
                    writer.write_table(_table(arrow, schema, group))
            folder.seal(path)
            places += 1
        if not places:
            # A table without rows has its columns all the same: a query that names it gives nothing, not an error.
            path = f"{doc.name}/part-0.parquet"
            parquet.write_table(schema.empty_table(), folder.adopt(path), compression="zstd")
            folder.seal(path)


def _groups(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while group := list(islice(rows, GROUP)):
        yield group


def _table(arrow: Any, schema: Any, rows: Sequence[Row]) -> Any:  # Any: pyarrow has no types
    columns = zip(zip(*rows, strict=True), schema, strict=True)
    arrays = [arrow.array([_plain(cell) for cell in column], type=field.type) for column, field in columns]
    return arrow.Table.from_arrays(arrays, schema=schema)


def _folder(site: str | None, month: str | None) -> str:
    """Where rows of a site and month go, with a slash; '' for rows of no site."""
    return "" if site is None else f"{SITE_FOLDER}{quote(site, safe='')}/{MONTH_FOLDER}{month}/"


def _query(doc: TableDoc) -> str:
    """Rows as (site, month, *columns), by place, then key; nulls where a row belongs to no site."""
    table = doc.name
    columns = [column.name for column in doc.columns]
    listed = ", ".join(f't."{name}"' for name in columns)
    order = ", ".join(f't."{key}"' for key in doc.primary_key)
    site = "p.site"
    if table == "articles":
        joined = "articles t JOIN articles a ON a.id = t.id JOIN pages p ON p.id = t.page_id"
    elif table == "pages":
        joined = "pages t JOIN pages p ON p.id = t.id LEFT JOIN articles a ON a.page_id = p.id"
    elif "article_id" in columns:
        joined = f'"{table}" t JOIN articles a ON a.id = t.article_id JOIN pages p ON p.id = a.page_id'
    elif "parse_id" in columns and table not in ("problems", "versions"):
        joined = f"""\"{table}" t JOIN parses x ON x.id = t.parse_id JOIN pages p ON p.id = x.page_id
            LEFT JOIN articles a ON a.page_id = p.id"""
    elif table in ("parses", "versions"):
        joined = f'"{table}" t JOIN pages p ON p.id = t.page_id LEFT JOIN articles a ON a.page_id = p.id'
    elif table in _BY_ADDRESS:
        site = f"coalesce(nullif(site_of(t.{_BY_ADDRESS[table]}), ''), '{NO_SITE}')"
        joined = f'"{table}" t LEFT JOIN articles a ON a.page_id = t.page_id'
    else:
        return f'SELECT NULL, NULL, {listed} FROM "{table}" t ORDER BY {order}'  # noqa: S608 (names are ours)
    return f"SELECT {site}, {_MONTH}, {listed} FROM {joined} ORDER BY 1, 2, {order}"  # noqa: S608 (names are ours)


def _plain(cell: object) -> object:
    """A cell that is valid UTF-8."""
    return cell.encode("utf-8", "replace").decode() if isinstance(cell, str) else cell
