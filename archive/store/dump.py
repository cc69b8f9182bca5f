"""An archive in, all its rows as SQL text out, in key order: equal dumps are equal archives (law 4)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from archive.store.database import open_for_reading

__all__ = ["dump"]


def dump(folder: Path) -> Iterator[str]:
    """One INSERT a row, tables by name, rows by key. The search index is left out: it follows from the rows, and its
    pages depend on the order of writing."""
    database = open_for_reading(folder)
    try:
        for table in sorted(database.table_names()):
            if "_fts" in table or table.startswith(("sqlite_", "_sqlite_")):
                continue
            keys = ", ".join(f'"{key}"' for key in database.table(table).pks)
            columns = [column.name for column in database.table(table).columns]
            literals = " || ', ' || ".join(f'quote("{name}")' for name in columns)
            query = f"""SELECT 'INSERT INTO {table} VALUES (' || {literals} || ')' FROM "{table}" ORDER BY {keys}"""
            for (line,) in database.conn.execute(query):
                yield line
    finally:
        database.close()
