"""Articles in, Parquet tables out, for DuckDB, Polars, Spark and R."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from importlib import import_module
from typing import Any

from archive.errors import MissingExtra
from exports.bundle import Bundle
from exports.selection import Selection
from exports.tables import LINK_COLUMNS, TABLE_LOSSES, TABLES, Cell, link_rows

NAME = "parquet"
DESCRIPTION = "Parquet tables: articles, bylines, comments, tags, assets, addresses, links (needs oldface[parquet])"
LOSSES = TABLE_LOSSES

GROUP = 5000
"""Rows held in memory for one row group."""


def write(archive: Selection, folder: Bundle) -> None:
    """A file a table."""
    with ExitStack() as stack:
        writers = {table.name: stack.enter_context(GroupWriter(folder, table.name, table.columns)) for table in TABLES}
        for article in archive.articles():
            for table in TABLES:
                writers[table.name].add(table.rows(article))
    with GroupWriter(folder, "links", LINK_COLUMNS) as links:
        links.add(link_rows(archive))
    for name in (*(table.name for table in TABLES), "links"):
        folder.seal(f"{name}.parquet")


class GroupWriter:
    """One Parquet file being written, a row group at a time; for `with`."""

    def __init__(self, folder: Bundle, name: str, columns: tuple[tuple[str, type], ...]) -> None:
        try:
            pyarrow: Any = import_module("pyarrow")  # Any: pyarrow has no types
            parquet: Any = import_module("pyarrow.parquet")  # Any: the same
        except ImportError as error:
            raise MissingExtra(
                "Parquet needs pyarrow", next_step="Install it: pip install 'oldface[parquet]'."
            ) from error
        self._arrow = pyarrow
        types = {str: pyarrow.string(), int: pyarrow.int64(), bool: pyarrow.bool_()}
        self._schema = pyarrow.schema([(column, types[kind]) for column, kind in columns])
        path = folder.adopt(f"{name}.parquet")
        self._writer = parquet.ParquetWriter(path, self._schema, compression="zstd")
        self._rows: list[tuple[Cell, ...]] = []

    def __enter__(self) -> GroupWriter:
        return self

    def __exit__(self, *_: object) -> None:
        self._flush()
        self._writer.close()

    def add(self, rows: Iterable[tuple[Cell, ...]]) -> None:
        """Rows, in the order of the columns."""
        for row in rows:
            self._rows.append(row)
            if len(self._rows) >= GROUP:
                self._flush()

    def _flush(self) -> None:
        if self._rows:
            columns = [
                self._arrow.array([_plain(cell) for cell in column], type=field.type)
                for column, field in zip(zip(*self._rows, strict=True), self._schema, strict=True)
            ]
            self._writer.write_table(self._arrow.Table.from_arrays(columns, schema=self._schema))
            self._rows.clear()


def _plain(cell: Cell) -> Cell:
    """A cell that is valid UTF-8."""
    return cell.encode("utf-8", "replace").decode() if isinstance(cell, str) else cell
