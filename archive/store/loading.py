"""Rows of all tables in, an archive.db out: how an archive that was kept in another form becomes one again."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from archive.schema_docs import schema_docs
from archive.store.database import create_database
from archive.store.late_indices import complete, leave_out_indices, leave_out_search
from archive.store.writing import Row

__all__ = ["load_archive"]

TableRows = Callable[[str, Sequence[str]], Iterator[Row]]
"""(name of a table, names of its columns) -> its rows, values in that order."""


def load_archive(path: Path, rows: TableRows) -> None:
    """Makes `path` an archive of the rows; they are taken as they are, so that references may lead to rows left out."""
    create_database(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -131072")
        tables = [doc for doc in schema_docs() if doc.kind == "table"]
        leave_out_indices(database, [doc.name for doc in tables])
        leave_out_search(database)
        for doc in tables:
            columns = [column.name for column in doc.columns]
            marks = ", ".join("?" * len(columns))
            database.execute("BEGIN")
            database.execute(f"DELETE FROM {doc.name}")
            database.executemany(f"INSERT INTO {doc.name} VALUES ({marks})", rows(doc.name, columns))
            database.execute("COMMIT")
        complete(database)
