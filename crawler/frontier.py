"""What a crawl knows of its addresses in SQLite: queued, in flight, done, failed, refused; and what it has captured.

One connection, WAL, one open transaction between `commit` calls. A commit survives the death of the process; what
`commit(durable=True)` returned from survives a power cut too. The order that nothing is lost by: the record is written
to its WARC file, then the capture and all addresses its page led to, then `done`, and these in one transaction.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from archive.errors import BadArchive, DiskFull
from archive.model import Capture

__all__ = ["Counts", "Frontier", "KnownCapture", "QueuedRequest"]

VERSION = 1

QUEUED, IN_FLIGHT, DONE, FAILED, REFUSED = range(5)

_SCHEMA = """
CREATE TABLE IF NOT EXISTS facts (        -- Small facts of the crawl: its seeds, options, when it ended.
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS requests (     -- One address to fetch, once.
    id INTEGER PRIMARY KEY,               -- Order in which they became known.
    crawl_key TEXT NOT NULL UNIQUE,       -- What makes two requests the same.
    host TEXT NOT NULL,                   -- host:port, the unit of politeness.
    state INTEGER NOT NULL,               -- 0 queued, 1 in flight, 2 done, 3 failed, 4 refused
    priority INTEGER NOT NULL,            -- Higher first.
    url TEXT NOT NULL,
    hop_path TEXT NOT NULL,
    via TEXT,
    rest TEXT NOT NULL,                   -- All else of the request, JSON.
    status INTEGER,                       -- HTTP status of its last capture.
    reason TEXT                           -- Why it failed or was refused.
) STRICT;
CREATE INDEX IF NOT EXISTS requests_queue ON requests (host, priority DESC, id) WHERE state = 0;
CREATE INDEX IF NOT EXISTS requests_open ON requests (state) WHERE state <> 2;
CREATE TABLE IF NOT EXISTS captures (     -- One response or revisit record of this crawl.
    id INTEGER PRIMARY KEY,
    request_id INTEGER,                   -- The request; null for robots.txt and other fetches beside the queue.
    filename TEXT NOT NULL,
    offset_bytes INTEGER NOT NULL,
    end_bytes INTEGER NOT NULL,           -- Where the last record of the exchange ends.
    fields TEXT NOT NULL                  -- The Capture, JSON.
) STRICT;
CREATE INDEX IF NOT EXISTS captures_place ON captures (filename, end_bytes);
CREATE TABLE IF NOT EXISTS payloads (     -- First whole record of each payload: what a revisit refers to.
    payload_digest TEXT PRIMARY KEY,
    target_uri TEXT NOT NULL,
    warc_date TEXT NOT NULL,
    record_id TEXT NOT NULL,
    filename TEXT NOT NULL,
    offset_bytes INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS known (        -- Last whole capture of each URL, by this crawl and those before it.
    url TEXT PRIMARY KEY,
    warc_date TEXT NOT NULL,
    record_id TEXT NOT NULL,
    payload_digest TEXT,
    status INTEGER NOT NULL,
    etag TEXT,
    last_modified TEXT,
    filename TEXT NOT NULL,
    offset_bytes INTEGER NOT NULL,
    is_of_this_crawl INTEGER NOT NULL     -- 0 when an earlier crawl made it: only these are asked for by condition.
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS warc_files (   -- The WARC files of this crawl.
    filename TEXT PRIMARY KEY,
    serial INTEGER NOT NULL,
    written_bytes INTEGER NOT NULL,       -- Whole records, as of the last commit.
    synced_bytes INTEGER NOT NULL,        -- Of these, safe on the disk.
    is_open INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS robots (       -- The robots.txt of an origin.
    origin TEXT PRIMARY KEY,
    fetched_at REAL NOT NULL,             -- Seconds since 1970.
    verdict TEXT NOT NULL,                -- rules, allow or disallow
    body BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS skipped (      -- An address that was known and not fetched.
    url TEXT PRIMARY KEY,
    reason TEXT NOT NULL,
    detail TEXT NOT NULL,
    via TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS problems (     -- What a person should look at.
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL,
    message TEXT NOT NULL,
    next_step TEXT NOT NULL,
    url TEXT
) STRICT;
"""


class Counts(NamedTuple):
    """How many requests are in which state."""

    queued: int
    in_flight: int
    done: int
    failed: int
    refused: int

    @property
    def unfinished(self) -> int:
        """Requests that still have to be made."""
        return self.queued + self.in_flight

    @property
    def total(self) -> int:
        return sum(self)


class QueuedRequest(NamedTuple):
    """A request as the frontier keeps it."""

    id: int
    crawl_key: str
    host: str
    priority: int
    url: str
    hop_path: str
    via: str | None
    rest: dict[str, Any]  # JSON: method, headers, body, callback, meta …


@dataclass(frozen=True, slots=True)
class KnownCapture:
    """The last whole capture of a URL: what a conditional request and a revisit need."""

    url: str
    warc_date: str
    record_id: str
    payload_digest: str | None
    status: int
    etag: str | None
    last_modified: str | None
    filename: str
    offset_bytes: int


class Frontier:
    """The state of one crawl; close it, or use it in a `with` statement."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, isolation_level=None, cached_statements=256)
        try:
            self._set_up()
        except sqlite3.DatabaseError as error:
            self._db.close()
            raise BadArchive(
                f"the crawl's frontier cannot be read ({error})",
                where=str(path),
                next_step="Move the crawl's folder away and crawl again; the WARC files are not touched.",
            ) from error

    def __enter__(self) -> Frontier:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Commits, brings all to the disk, and leaves one file without its log."""
        with suppress(DiskFull):
            self.commit(durable=True)
        with suppress(sqlite3.OperationalError):  # a reader still has it open, or the disk is full: the log stays
            self._db.execute("COMMIT")
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._db.close()

    def commit(self, *, durable: bool = False) -> None:
        """Makes what was told so far survive this process; with `durable`, a power cut too."""
        try:
            if durable:
                self._db.execute("COMMIT")
                # in WAL mode NORMAL does not wait for the disk at a commit, FULL does, and for all before it
                self._db.execute("PRAGMA synchronous=FULL")
                self._db.execute("BEGIN IMMEDIATE")
                self._set("synced", "1")
                self._db.execute("COMMIT")
                self._db.execute("PRAGMA synchronous=NORMAL")
            else:
                self._db.execute("COMMIT")
            self._db.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            self._roll_back()
            raise DiskFull(f"the frontier cannot be written ({error})", where=str(self.path)) from error

    # --- requests -------------------------------------------------------------------------------------------------

    def add(
        self,
        crawl_key: str,
        *,
        host: str,
        priority: int,
        url: str,
        hop_path: str,
        via: str | None,
        rest: Mapping[str, Any],
    ) -> int | None:
        """Queues a request; its id, or None when one of this key is known."""
        cursor = self._execute(
            "INSERT OR IGNORE INTO requests (crawl_key, host, state, priority, url, hop_path, via, rest)"
            " VALUES (?, ?, 0, ?, ?, ?, ?, ?)",
            (crawl_key, host, priority, url, hop_path, via, json.dumps(rest, separators=(",", ":"))),
        )
        return cursor.lastrowid if cursor.rowcount else None

    def is_known(self, crawl_key: str) -> bool:
        """Whether a request of this key was ever queued."""
        return bool(self._one("SELECT 1 FROM requests WHERE crawl_key = ?", crawl_key))

    def id_of(self, crawl_key: str) -> int | None:
        """Id of the request with this key."""
        row = self._one("SELECT id FROM requests WHERE crawl_key = ?", crawl_key)
        return row[0] if row else None

    def is_over(self, request_id: int) -> bool:
        """Whether a request was made or given up."""
        row = self._one("SELECT state FROM requests WHERE id = ?", request_id)
        return row is not None and row[0] >= DONE

    def requeue(self, request_id: int, *, priority: int, rest: Mapping[str, Any]) -> None:
        """Queues a request again, as it is now."""
        self._execute(
            "UPDATE requests SET state = 0, priority = ?, rest = ?, reason = NULL WHERE id = ?",
            (priority, json.dumps(rest, separators=(",", ":")), request_id),
        )

    def take(self, host: str, most: int) -> list[QueuedRequest]:
        """The next requests of a host, highest priority first, then the oldest; they are in flight from now on."""
        rows = self._execute(
            "SELECT id, crawl_key, host, priority, url, hop_path, via, rest FROM requests"
            " WHERE state = 0 AND host = ? ORDER BY priority DESC, id LIMIT ?",
            (host, most),
        ).fetchall()
        taken = [QueuedRequest._make((*row[:7], json.loads(row[7]))) for row in rows]
        self._executemany("UPDATE requests SET state = 1 WHERE id = ?", [(request.id,) for request in taken])
        return taken

    def give_back(self, request_ids: Iterable[int]) -> None:
        """Queues requests again that were taken and not made."""
        self._executemany("UPDATE requests SET state = 0 WHERE id = ? AND state = 1", [(i,) for i in request_ids])

    def set_done(self, request_id: int, status: int | None) -> None:
        self._execute("UPDATE requests SET state = 2, status = ?, reason = NULL WHERE id = ?", (status, request_id))

    def set_failed(self, request_id: int, reason: str) -> None:
        """The request got no answer after all tries."""
        self._execute("UPDATE requests SET state = 3, reason = ? WHERE id = ?", (reason, request_id))

    def set_refused(self, request_id: int, reason: str) -> None:
        """The request was not made, and shall not be."""
        self._execute("UPDATE requests SET state = 4, reason = ? WHERE id = ?", (reason, request_id))

    def retry_unfinished(self, *, also_failed: bool) -> int:
        """Queues what was in flight when the last run ended, and what failed; gives how many."""
        states = "(1, 3)" if also_failed else "(1)"
        cursor = self._execute(f"UPDATE requests SET state = 0, reason = NULL WHERE state IN {states}")  # noqa: S608
        return cursor.rowcount

    def hosts_with_work(self) -> dict[str, int]:
        """host -> how many of its requests are queued, by the age of the oldest."""
        rows = self._execute("SELECT host, count(*) FROM requests WHERE state = 0 GROUP BY host ORDER BY min(id)")
        return dict(rows.fetchall())

    def counts(self) -> Counts:
        rows = dict(self._execute("SELECT state, count(*) FROM requests GROUP BY state").fetchall())
        return Counts(*(rows.get(state, 0) for state in range(5)))

    def addresses(self) -> Iterator[tuple[str, str, str]]:
        """(crawl key, url, kind) of every request there ever was, in the order they became known."""
        yield from self._db.execute(
            "SELECT crawl_key, url, coalesce(json_extract(rest, '$.meta.kind'), 'page') FROM requests ORDER BY id"
        )

    def known_addresses(self, *, limit: int = -1) -> list[str]:
        """Addresses that an earlier crawl of the folder captured whole, sorted; all of them for a limit below 0."""
        rows = self._execute("SELECT url FROM known WHERE is_of_this_crawl = 0 ORDER BY url LIMIT ?", (limit,))
        return [url for (url,) in rows.fetchall()]

    def has_unfinished(self) -> bool:
        """Whether requests are left to make, or are being made."""
        return self._one("SELECT 1 FROM requests WHERE state <> 2 AND state < 2 LIMIT 1") is not None

    def failures(self) -> Iterator[tuple[str, str, str | None]]:
        """(url, reason, via) of what failed or was refused, in order."""
        yield from self._execute(
            "SELECT url, coalesce(reason, ''), via FROM requests WHERE state IN (3, 4) ORDER BY id"
        ).fetchall()

    # --- captures -------------------------------------------------------------------------------------------------

    def add_capture(self, capture: Capture, *, request_id: int | None, end_bytes: int) -> None:
        """Notes a record of this crawl, and where the last record of its exchange ends."""
        fields = {name: getattr(capture, name) for name in Capture.__slots__}
        self._execute(
            "INSERT INTO captures (request_id, filename, offset_bytes, end_bytes, fields) VALUES (?, ?, ?, ?, ?)",
            (request_id, capture.filename, capture.offset_bytes, end_bytes, json.dumps(fields, separators=(",", ":"))),
        )

    def captures(self) -> Iterator[Capture]:
        """The records of this crawl, in the order they were written."""
        for (text,) in self._db.execute("SELECT fields FROM captures ORDER BY id"):
            fields = json.loads(text)
            fields["http_headers"] = tuple((name, value) for name, value in fields["http_headers"])
            yield Capture(**fields)

    def capture_count(self) -> int:
        return int(self._one("SELECT count(*) FROM captures")[0])

    def earlier_payload(self, payload_digest: str) -> tuple[str, str, str] | None:
        """(target URI, WARC-Date, record id) of the first record with this payload; None when there is none."""
        row: tuple[str, str, str] | None = self._one(
            "SELECT target_uri, warc_date, record_id FROM payloads WHERE payload_digest = ?", payload_digest
        )
        return row

    def add_payload(self, capture: Capture) -> None:
        """Notes a whole response record, for revisits to refer to."""
        self._execute(
            "INSERT OR IGNORE INTO payloads VALUES (?, ?, ?, ?, ?, ?)",
            (
                capture.payload_digest,
                capture.target_uri,
                capture.warc_date,
                capture.record_id,
                capture.filename,
                capture.offset_bytes,
            ),
        )

    def known(self, url: str, *, of_earlier_crawls: bool = True) -> KnownCapture | None:
        """The last whole capture of a URL, by default only one of an earlier crawl; None when there is none."""
        row = self._one(
            "SELECT url, warc_date, record_id, payload_digest, status, etag, last_modified, filename, offset_bytes"
            " FROM known WHERE url = ? AND is_of_this_crawl <= ?",
            url,
            0 if of_earlier_crawls else 1,
        )
        return KnownCapture(*row) if row else None

    def remember(self, known: KnownCapture, *, is_of_this_crawl: bool = False) -> None:
        """Notes the last whole capture of a URL."""
        self._execute(
            "INSERT OR REPLACE INTO known VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                known.url,
                known.warc_date,
                known.record_id,
                known.payload_digest,
                known.status,
                known.etag,
                known.last_modified,
                known.filename,
                known.offset_bytes,
                int(is_of_this_crawl),
            ),
        )

    def inherit(self, earlier: Path) -> None:
        """Takes over what an earlier crawl of the folder knew of URLs and payloads."""
        self.commit()
        self._db.execute("COMMIT")
        self._db.execute("ATTACH DATABASE ? AS earlier", (str(earlier),))
        self._db.execute("BEGIN IMMEDIATE")
        self._db.execute("INSERT OR IGNORE INTO main.payloads SELECT * FROM earlier.payloads")
        self._db.execute(
            "INSERT OR REPLACE INTO main.known SELECT url, warc_date, record_id, payload_digest, status, etag,"
            " last_modified, filename, offset_bytes, 0 FROM earlier.known"
        )
        self._db.execute("COMMIT")
        self._db.execute("DETACH DATABASE earlier")
        self._db.execute("BEGIN IMMEDIATE")

    # --- WARC files -----------------------------------------------------------------------------------------------

    def note_file(self, filename: str, *, serial: int, written_bytes: int, is_open: bool = True) -> None:
        """Notes how much of a WARC file is whole records."""
        self._execute(
            "INSERT INTO warc_files VALUES (?, ?, ?, 0, ?) ON CONFLICT (filename) DO UPDATE"
            " SET written_bytes = excluded.written_bytes, is_open = excluded.is_open",
            (filename, serial, written_bytes, int(is_open)),
        )

    def note_synced(self, filename: str, synced_bytes: int) -> None:
        """Notes how much of it is on the disk."""
        self._execute("UPDATE warc_files SET synced_bytes = ? WHERE filename = ?", (synced_bytes, filename))

    def open_files(self) -> list[tuple[str, int, int]]:
        """(filename, written bytes, synced bytes) of the files that were not closed, in order."""
        rows = self._execute(
            "SELECT filename, written_bytes, synced_bytes FROM warc_files WHERE is_open ORDER BY serial"
        )
        return rows.fetchall()

    def files(self) -> list[str]:
        """Names of this crawl's WARC files, in order."""
        return [name for (name,) in self._execute("SELECT filename FROM warc_files ORDER BY serial").fetchall()]

    def next_serial(self) -> int:
        return int(self._one("SELECT coalesce(max(serial), 0) + 1 FROM warc_files")[0])

    def forget_beyond(self, filename: str, end_bytes: int) -> int:
        """Forgets captures whose records the file does not have, and queues their requests again; gives how many."""
        lost = self._execute(
            "SELECT id, request_id, offset_bytes FROM captures WHERE filename = ? AND end_bytes > ?",
            (filename, end_bytes),
        ).fetchall()
        self._executemany("DELETE FROM captures WHERE id = ?", [(row[0],) for row in lost])
        self._executemany("UPDATE requests SET state = 0 WHERE id = ?", [(row[1],) for row in lost if row[1]])
        for table in ("payloads", "known"):
            self._execute(
                f"DELETE FROM {table} WHERE filename = ? AND offset_bytes >= ?",  # noqa: S608 - names of ours
                (filename, end_bytes),
            )
        return len(lost)

    # --- robots.txt, skipped addresses, problems, facts -----------------------------------------------------------

    def robots(self, origin: str) -> tuple[float, str, bytes] | None:
        """(when it was fetched, verdict, body) of an origin's robots.txt; None when it was not fetched yet."""
        row: tuple[float, str, bytes] | None = self._one(
            "SELECT fetched_at, verdict, body FROM robots WHERE origin = ?", origin
        )
        return row

    def set_robots(self, origin: str, fetched_at: float, verdict: str, body: bytes) -> None:
        self._execute("INSERT OR REPLACE INTO robots VALUES (?, ?, ?, ?)", (origin, fetched_at, verdict, body))

    def skip(self, url: str, reason: str, detail: str, via: str | None) -> None:
        """Notes an address that is known and will not be fetched; the first reason counts."""
        self._execute("INSERT OR IGNORE INTO skipped VALUES (?, ?, ?, ?)", (url, reason, detail, via))

    def skipped(self) -> Iterator[tuple[str, str, str, str | None]]:
        """(url, reason, detail, via), by URL."""
        yield from self._db.execute("SELECT url, reason, detail, via FROM skipped ORDER BY url")

    def note_problem(self, code: str, message: str, next_step: str, url: str | None = None) -> None:
        self._execute(
            "INSERT INTO problems (code, message, next_step, url) VALUES (?, ?, ?, ?)", (code, message, next_step, url)
        )

    def problems(self) -> Iterator[tuple[str, str, str, str | None]]:
        """(code, message, next step, url), in order."""
        yield from self._db.execute("SELECT code, message, next_step, url FROM problems ORDER BY id")

    def value(self, name: str) -> str | None:
        """A fact of the crawl; None when it was never set."""
        row = self._one("SELECT value FROM facts WHERE name = ?", name)
        return row[0] if row else None

    def set_value(self, name: str, text: str) -> None:
        self._set(name, text)

    # --- below --------------------------------------------------------------------------------------------------

    def _set_up(self) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "temp_store=MEMORY", "cache_size=-8000"):
            self._db.execute(f"PRAGMA {pragma}")
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        if version not in (0, VERSION):
            raise sqlite3.DatabaseError(f"version {version}, this oldface knows {VERSION}")
        self._db.execute("BEGIN IMMEDIATE")
        for statement in _SCHEMA.split(";\n"):
            self._db.execute(statement)
        self._db.execute(f"PRAGMA user_version={VERSION}")

    def _set(self, name: str, text: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, text))

    def _one(self, query: str, *values: object) -> Any:  # Any: a row of the query's columns
        return self._execute(query, values).fetchone()

    def _execute(self, query: str, values: Iterable[object] = ()) -> sqlite3.Cursor:
        try:
            return self._db.execute(query, tuple(values))
        except sqlite3.OperationalError as error:
            raise DiskFull(f"the frontier cannot be written ({error})", where=str(self.path)) from error

    def _executemany(self, query: str, rows: Iterable[tuple[object, ...]]) -> None:
        try:
            self._db.executemany(query, rows)
        except sqlite3.OperationalError as error:
            raise DiskFull(f"the frontier cannot be written ({error})", where=str(self.path)) from error

    def _roll_back(self) -> None:
        with suppress(sqlite3.OperationalError):
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            self._db.execute("BEGIN IMMEDIATE")
