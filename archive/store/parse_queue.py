"""Which pages wait for a parser, and where their bytes are; parsed rows back in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from archive.parse_rows import HeldParse, ParseRows
from archive.store.writing import PARSE_TABLES, ArchiveWriter, Row

__all__ = ["ParseQueue", "WaitingPage"]

# The capture that brought the bytes: a response where there is one, the first by date.
_PLACES = """SELECT v.parse_id AS parse_id, v.page_id AS page_id, o.id AS capture_id, c.target_uri AS url,
    o.content_sha256 AS sha256, coalesce(c.charset, o.charset) AS charset, f.filename AS filename,
    o.offset_bytes AS offset_bytes, o.offset_in_member_bytes AS in_member, substr(o.warc_date, 1, 10) AS day,
    row_number() OVER (PARTITION BY v.parse_id ORDER BY o.warc_date, o.record_id) AS place
    FROM versions v JOIN captures c ON c.id = v.capture_id
    JOIN captures o ON o.id = coalesce(c.refers_to_capture_id, c.id) JOIN warc_files f ON f.id = o.warc_file_id"""


# What a page's site told when it was parsed: all before the slash, or all.
_TOLD = "substr(p.evidence_version, 1, instr(p.evidence_version || '/', '/') - 1)"

# Why a page that was parsed is parsed again. What its site tells is one text, evidence before profiles: where one of
# the two still stands there, it is the other that changed.
_WHY = f"""CASE WHEN p.id IS NULL THEN NULL WHEN p.parser_version <> ? THEN 'parsers'
    WHEN s.evidence_version <> '' AND {_TOLD} GLOB s.evidence_version || '*' THEN 'profile'
    WHEN s.evidence_version = '' AND s.profile_version <> '' AND {_TOLD} = '' THEN 'profile'
    ELSE 'evidence' END"""


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """A payload to parse and where it is."""

    parse_id: int
    capture_id: int
    url: str
    sha256: str
    charset: str | None
    filename: str
    offset_bytes: int
    offset_in_member_bytes: int
    day: str
    """When it was captured, YYYY-MM-DD."""
    held: HeldParse | None = None
    """What is held of it by these parsers, where only what its site tells has changed."""


class ParseQueue:
    """The queue is no table: it is what versions name and parses do not hold, or hold from other parsers."""

    def __init__(self, writer: ArchiveWriter) -> None:
        self._writer = writer
        self._run = writer.connection.execute
        self._many = writer.connection.executemany

    def told(self) -> dict[str, str]:
        """By site: the version of what its pages tell together and of its profiles."""
        return dict(self._run("SELECT site, evidence_version || profile_version FROM sites"))

    def pages_of_sites(self) -> Iterator[tuple[int, str]]:
        """(page id, address) of every page that versions name, by id."""
        yield from self._run(
            """SELECT v.page_id, min(c.target_uri) FROM versions v JOIN captures c ON c.id = v.capture_id
            GROUP BY v.page_id ORDER BY v.page_id"""
        )

    def latest(self, page_ids: Sequence[int]) -> list[WaitingPage]:
        """The last whole capture of each page, by place in the files."""
        self._run("CREATE TEMP TABLE wanted (page_id INTEGER PRIMARY KEY)")
        self._many("INSERT INTO wanted VALUES (?)", [(number,) for number in page_ids])
        rows = self._run(
            """SELECT parse_id, capture_id, url, sha256, charset, filename, offset_bytes, in_member, day FROM
            (SELECT v.parse_id AS parse_id, o.id AS capture_id, c.target_uri AS url, o.content_sha256 AS sha256,
            coalesce(c.charset, o.charset) AS charset, f.filename AS filename, o.offset_bytes AS offset_bytes,
            o.offset_in_member_bytes AS in_member, substr(o.warc_date, 1, 10) AS day,
            row_number() OVER (PARTITION BY v.page_id
            ORDER BY c.truncated IS NOT NULL, v.captured_at DESC, c.record_id DESC) AS place
            FROM wanted w JOIN versions v ON v.page_id = w.page_id JOIN captures c ON c.id = v.capture_id
            JOIN captures o ON o.id = coalesce(c.refers_to_capture_id, c.id)
            JOIN warc_files f ON f.id = o.warc_file_id) WHERE place = 1
            ORDER BY filename, offset_bytes, in_member"""
        ).fetchall()
        self._run("DROP TABLE wanted")
        return [WaitingPage(*row) for row in rows]

    def set_sites(self, rows: Sequence[Row]) -> None:
        """Sets what is known of sites."""
        with self._writer.transaction():
            self._many("INSERT OR REPLACE INTO sites VALUES (?, ?, ?, ?, ?, ?)", rows)

    def fill(self, *, version: str | None, only_new: bool = False) -> int:
        """Finds what waits, and how many there are: pages without a parse; unless `only_new`, those parsed with other
        evidence than their site now has; and, where `version` is given, those that other parsers read."""
        self._run("DROP TABLE IF EXISTS temp.waiting")
        self._run(
            """CREATE TEMP TABLE waiting (place INTEGER PRIMARY KEY, parse_id INTEGER, capture_id INTEGER, url TEXT,
            sha256 TEXT, charset TEXT, filename TEXT, offset_bytes INTEGER, in_member INTEGER, day TEXT, why TEXT)"""
        )
        self._run(
            f"""INSERT INTO waiting (parse_id, capture_id, url, sha256, charset, filename, offset_bytes, in_member, day,
            why)
            SELECT x.parse_id, x.capture_id, x.url, x.sha256, x.charset, x.filename, x.offset_bytes, x.in_member,
            x.day, {_WHY}
            FROM ({_PLACES}) x LEFT JOIN parses p ON p.id = x.parse_id
            LEFT JOIN sites s ON s.site = site_of(x.url)
            WHERE x.place = 1 AND (p.id IS NULL
            OR ? AND {_TOLD} <> coalesce(s.evidence_version || s.profile_version, '')
            OR p.parser_version <> coalesce(?, p.parser_version))
            ORDER BY x.filename, x.offset_bytes, x.in_member""",
            (version, not only_new, version),
        )
        return int(self._run("SELECT count(*) FROM waiting").fetchone()[0])

    def reasons(self) -> list[tuple[str, str, int]]:
        """(reason, site, pages) of those that wait and were parsed before: 'parsers' where another version of the
        parsers read them, 'profile' or 'evidence' where that of their site changed."""
        return self._run(
            """SELECT why, site_of(url) AS site, count(*) FROM waiting WHERE why IS NOT NULL
            GROUP BY why, site ORDER BY why, site"""
        ).fetchall()

    def waiting(self, group_size: int, *, version: str) -> Iterator[list[WaitingPage]]:
        """All that wait, by place in the files, in groups; `version` is that of the parsers that will read them."""
        after = 0
        while True:
            rows = self._run(
                """SELECT w.place, w.parse_id, w.capture_id, w.url, w.sha256, w.charset, w.filename, w.offset_bytes,
                w.in_member, w.day, p.rows_sha256, substr(p.evidence_version, instr(p.evidence_version, '/') + 1)
                FROM waiting w LEFT JOIN parses p ON p.id = w.parse_id AND w.why = 'evidence'
                    AND p.parser_version = ? AND instr(p.evidence_version, '/') > 0
                WHERE w.place > ? ORDER BY w.place LIMIT ?""",
                (version, after, group_size),
            ).fetchall()
            if not rows:
                return
            after = rows[-1][0]
            yield [replace(WaitingPage(*row[1:10]), held=HeldParse(*row[10:]) if row[10] else None) for row in rows]

    def digests(self, parse_ids: Sequence[int]) -> dict[int, str]:
        """By parse id: digest of the rows held; nothing for a parse that is not held."""
        marks = ", ".join("?" * len(parse_ids))
        return dict(self._run(f"SELECT id, rows_sha256 FROM parses WHERE id IN ({marks})", parse_ids))

    def parsed_json(self, parse_id: int) -> bytes:
        """The stored page of a parse."""
        return bytes(self._run("SELECT parsed_json FROM parses WHERE id = ?", (parse_id,)).fetchone()[0])

    def put(self, parsed: Sequence[ParseRows]) -> None:
        """Writes new parses, replaces changed ones, and of unchanged ones notes only what made them."""
        held = self.digests([rows.parse_id for rows in parsed])
        same = [rows for rows in parsed if held.get(rows.parse_id) == rows.rows_sha256]
        # By key: neighbours in the table are written together.
        fresh = sorted(
            (rows for rows in parsed if held.get(rows.parse_id) != rows.rows_sha256), key=lambda rows: rows.parse_id
        )
        tables: dict[str, list[Row]] = {name: [] for name in ("parses", *PARSE_TABLES)}
        for rows in fresh:
            for table, lines in rows.tables.items():
                tables[table].extend(lines)
        with self._writer.transaction():
            self._many(
                "UPDATE parses SET parser_version = ?, evidence_version = ? WHERE id = ?",
                [(*rows.made_by, rows.parse_id) for rows in same],
            )
            self._writer.forget_parses([rows.parse_id for rows in fresh if rows.parse_id in held])
            self._writer.insert_all(tables)
