"""A database in, what it claims of files and records out: for `oldface check` to hold against them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.errors import BadArchive
from archive.store.database import open_for_reading

__all__ = ["CaptureClaim", "DatabaseAudit"]


@dataclass(frozen=True, slots=True)
class CaptureClaim:
    """Where the database says a capture's record is."""

    filename: str
    offset_bytes: int
    offset_in_member_bytes: int
    length_bytes: int
    record_id: str
    target_uri: str
    status: int | None
    payload_digest: str | None


class DatabaseAudit:
    """The database, open for reading; close it, or use it in `with`. BadArchive when it cannot be read."""

    def __init__(self, folder: Path) -> None:
        self._database = open_for_reading(folder)

    def __enter__(self) -> DatabaseAudit:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def faults(self) -> list[str]:
        """What SQLite itself finds: damaged pages, and rows that refer to rows that are not there."""
        connection = self._database.conn
        try:
            found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(20)") if row[0] != "ok"]
            rows = connection.execute("PRAGMA foreign_key_check").fetchmany(20)
        except sqlite3.DatabaseError as error:
            raise BadArchive(f"archive.db cannot be read: {error}") from error
        return found + [f"row {row[1]} of table {row[0]} refers to a row of {row[2]} that is not there" for row in rows]

    def files(self) -> Iterator[tuple[str, int, str | None]]:
        """(name, size in bytes, SHA-256 or None) of each WARC file that was read, by name."""
        yield from self._database.conn.execute("SELECT filename, size_bytes, sha256 FROM warc_files ORDER BY filename")

    def captures(self) -> Iterator[CaptureClaim]:
        """Each capture, by file and place."""
        for row in self._database.conn.execute(
            """SELECT f.filename, c.offset_bytes, c.offset_in_member_bytes, c.length_bytes, c.record_id, c.target_uri,
            c.status, c.payload_digest FROM captures c JOIN warc_files f ON f.id = c.warc_file_id
            ORDER BY f.filename, c.offset_bytes, c.id"""
        ):
            yield CaptureClaim(*row)
