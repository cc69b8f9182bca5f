"""Rows in, archive.db out: one writer, whole batches, each in one transaction with how far its file was read."""

from __future__ import annotations

import fcntl
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from archive.errors import ArchiveInUse
from archive.keys import page_key, row_id, site_of, without_fragment
from archive.parser_version import parser_version
from archive.store.database import open_for_writing
from archive.store.file_state import FileState
from archive.store.late_indices import complete, leave_out_indices, leave_out_search

__all__ = ["PARSE_TABLES", "ArchiveWriter", "CaptureFacts", "Row"]

Row = Sequence[object]

CaptureFacts = tuple[str | None, str | None, int | None, int]
"""(hop path, via, milliseconds of the fetch, capture id) as a metadata record tells them."""

_AT_ONCE = 32
"""Rows that one statement adds."""

PARSE_TABLES = ("segments", "navigation", "links", "notices", "field_claims", "page_addresses", "problems")
"""Tables whose rows belong to one parse and go when it goes."""

# A record that is in two WARC files is one capture: of its two places the one whose file has the smaller id is
# kept, so that the order of reading changes nothing.
_CAPTURE_PLACE = """ON CONFLICT (id) DO UPDATE SET warc_file_id = excluded.warc_file_id,
    crawl_id = excluded.crawl_id, offset_bytes = excluded.offset_bytes, length_bytes = excluded.length_bytes,
    offset_in_member_bytes = excluded.offset_in_member_bytes WHERE excluded.warc_file_id < captures.warc_file_id"""

_ON_CONFLICT = {
    "captures": _CAPTURE_PLACE,
    "crawls": """ON CONFLICT (id) DO UPDATE SET warc_filename = excluded.warc_filename, software = excluded.software,
        operator = excluded.operator, robots = excluded.robots, user_agent = excluded.user_agent,
        description = excluded.description WHERE excluded.warc_filename < crawls.warc_filename""",
    "warc_files": """ON CONFLICT (id) DO UPDATE SET size_bytes = excluded.size_bytes, sha256 = excluded.sha256,
        warc_version = coalesce(excluded.warc_version, warc_files.warc_version), compression = excluded.compression,
        record_count = excluded.record_count, read_bytes = excluded.read_bytes,
        torn_at_bytes = excluded.torn_at_bytes, crawl_id = excluded.crawl_id""",
    "skipped": "ON CONFLICT DO NOTHING",
}


class ArchiveWriter:
    """The one writer of an archive folder; ArchiveInUse while another process is."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._lock = _locked(folder)
        try:
            self.database = open_for_writing(folder)
        except BaseException:
            self._lock.close()
            raise
        self.connection = self.database.conn
        for name, function in (("row_id", row_id), ("site_of", site_of), ("without_fragment", without_fragment)):
            self.connection.create_function(name, -1, function, deterministic=True)
        self.connection.create_function("page_key", 1, page_key, deterministic=True)
        self._inserts: dict[tuple[str, int], str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Gives the database and the folder back."""
        self.database.close()
        self._lock.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; also of what a kill leaves."""
        with self.database.atomic():
            yield

    @contextmanager
    def loading(self, *tables: str) -> Iterator[None]:
        """Many rows of these tables come in: their secondary indices are made at the end, and, of `articles`, while
        there are none yet, the search index too. After a kill the next writer makes them."""
        leave_out_indices(self.connection, tables)
        if "articles" in tables and not self.count("articles"):
            leave_out_search(self.connection)
        yield
        complete(self.connection)

    def insert(self, table: str, rows: Iterable[Row]) -> None:
        """Adds rows given in column order; one whose key is there is kept, or changed as the table's rule says."""
        held = list(rows)
        whole = len(held) - len(held) % _AT_ONCE
        at_once = (tuple(chain.from_iterable(held[n : n + _AT_ONCE])) for n in range(0, whole, _AT_ONCE))
        self.connection.executemany(self._insert(table, _AT_ONCE), at_once)
        self.connection.executemany(self._insert(table, 1), held[whole:])

    def insert_all(self, tables: Mapping[str, Sequence[Row]]) -> None:
        """Adds the rows of several tables."""
        for table, rows in tables.items():
            if rows:
                self.insert(table, rows)

    def _insert(self, table: str, rows: int) -> str:
        """The statement that adds so many rows at a time: to begin and end one costs as much as to write a row."""
        if (table, rows) not in self._inserts:
            row = f"({', '.join('?' * len(self.database.table(table).columns))})"
            rule = _ON_CONFLICT.get(table, "ON CONFLICT DO NOTHING")
            self._inserts[table, rows] = f"INSERT INTO {table} VALUES {', '.join([row] * rows)} {rule}"
        return self._inserts[table, rows]

    def forget_parses(self, parse_ids: Iterable[int]) -> None:
        """Removes parses with all rows that are theirs alone; versions and articles stay: finishing puts them right."""
        keys = [(number,) for number in parse_ids]
        for table in PARSE_TABLES:
            self.connection.executemany(f"DELETE FROM {table} WHERE parse_id = ?", keys)
        self.connection.executemany("DELETE FROM parses WHERE id = ?", keys)

    def known_parses(self, parse_ids: Sequence[int]) -> set[int]:
        """Those of the parses that the archive has."""
        marks = ", ".join("?" * len(parse_ids))
        return {row[0] for row in self.connection.execute(f"SELECT id FROM parses WHERE id IN ({marks})", parse_ids)}

    def update_captures(self, facts: Iterable[CaptureFacts]) -> list[CaptureFacts]:
        """Sets hop path, via and time of the fetch of captures; those that the archive does not have (yet)."""
        return [
            fact
            for fact in facts
            if not self.connection.execute(
                """UPDATE captures SET hop_path = coalesce(?, hop_path), via = coalesce(?, via),
                fetch_milliseconds = coalesce(?, fetch_milliseconds) WHERE id = ?""",
                fact,
            ).rowcount
        ]

    def file_states(self) -> dict[str, FileState]:
        """How far each file was read, by its name."""
        query = "SELECT filename, read_bytes, record_count, size_bytes, sha256, crawl_id FROM warc_files"
        return {row[0]: FileState(*row[1:]) for row in self.connection.execute(query)}

    def counts(self) -> dict[str, int]:
        """Rows by table."""
        names = (
            "crawls", "warc_files", "captures", "pages", "parses", "articles", "people", "comments", "notices", "tags",
            "links", "assets", "problems",
        )  # fmt: skip
        return {name: self.count(name) for name in names}

    def count(self, table: str) -> int:
        """Rows of a table."""
        return int(self.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

    def outdated_parses(self) -> int:
        """How many parses another version of the parsers made."""
        query = "SELECT count(*) FROM parses WHERE parser_version <> ?"
        return int(self.connection.execute(query, (parser_version(),)).fetchone()[0])

    def info(self, key: str) -> str | None:
        """One fact of archive_info; None when it has none of that name."""
        row = self.connection.execute("SELECT value FROM archive_info WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else None

    def set_info(self, key: str, value: str) -> None:
        """Sets one fact of archive_info."""
        self.database.table("archive_info").upsert({"key": key, "value": value}, pk="key")

    def checkpoint(self) -> None:
        """Moves the write-ahead log into the database file."""
        self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:  # Any: SQL values
        """Rows of a query, streaming."""
        return iter(self.connection.execute(sql, parameters))

    def columns(self) -> dict[str, list[str]]:
        """Column names by table, in order."""
        names: dict[str, list[str]] = defaultdict(list)
        for table in self.database.table_names():
            names[table] = [column.name for column in self.database.table(table).columns]
        return names


def _locked(folder: Path) -> IO[bytes]:
    lock = (folder / "archive.lock").open("ab")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.close()
        raise ArchiveInUse("Another process writes to this archive", where=str(folder)) from error
    return lock
