"""One WARC file in, the rows of its captures out, in file order, in groups that each say how far they go."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from archive.capture_rows import capture_id_of, capture_row, is_page
from archive.errors import BadRecord, NotAWarc
from archive.intake import sha256_of
from archive.keys import row_id, without_fragment
from archive.parse_rows import Row, parse_id_of
from archive.store.file_state import FileState
from archive.warc_reader import (
    CAPTURE_TYPES,
    OPEN_SUFFIX,
    Damage,
    ReadCapture,
    ReaderLimits,
    Record,
    iterate_records,
    read_capture,
)
from archive.warc_streams import compression_of

__all__ = ["Group", "read_groups", "refused_group"]

_MOST_FIELDS_BYTES = 1 << 20
_KEPT_BYTES = 1 << 18
"""Enough of a payload to tell its kind and, of an image, its size; the parsers read the page again for themselves."""


@dataclass(slots=True)
class Group:
    """Captures in file order, as rows; which page versions they are, but not yet what the pages say."""

    filename: str
    tables: dict[str, list[Row]] = field(default_factory=dict)
    metadata: list[tuple[str | None, str | None, int | None, int]] = field(default_factory=list)
    """(hop path, via, milliseconds of the fetch, capture id)"""
    captures: int = 0
    read_bytes: int = 0
    """Where the file had been read to after the group."""
    records: int = 0
    """Records read from the file by then."""
    is_torn: bool = False

    def add(self, table: str, row: Row) -> None:
        """One more row."""
        self.tables.setdefault(table, []).append(row)


def read_groups(path: Path, state: FileState, *, captures_per_group: int) -> Iterator[Group]:
    """The file from `state` on; each group ends with a row of warc_files that says how far it goes.

    NotAWarc when the file is none; other damage becomes rows of problems.
    """
    reading = _Reading(path, state)
    damages: list[Damage] = []
    limits = ReaderLimits(longest_kept_bytes=_KEPT_BYTES)
    last: Record | None = None
    for record in iterate_records(path, start=state.read_bytes, limits=limits, damages=damages):
        last = record
        if record.offset_in_member_bytes == 0:
            reading.note_place(record.offset_bytes)
            if reading.group.captures >= captures_per_group:
                yield reading.cut()
        reading.version = record.version
        try:
            reading.take(record, limits)
            while record.read():
                pass
        except BadRecord:
            continue  # iterate_records meets the same fault, and tells of it
        reading.records += 1
    yield reading.end(damages, last.end_bytes if last else state.read_bytes)


def refused_group(path: Path, error: NotAWarc) -> Group:
    """The rows of a file that is none: it is known, with the reason, and not opened again."""
    name, size = path.name.removesuffix(OPEN_SUFFIX), path.stat().st_size
    group = Group(name, read_bytes=size)
    group.add("warc_files", (row_id("warc_file", name), name, size, sha256_of(path), None, "none", 0, size, None, None))
    damage = Damage("warc.not-a-warc", error.what, 0, error.next_step)
    group.add("problems", _damage_row(name, damage))
    return group


class _Reading:
    """The state of one pass over one file."""

    def __init__(self, path: Path, state: FileState) -> None:
        self.path = path
        self.name = path.name.removesuffix(OPEN_SUFFIX)
        self.is_open = path.name.endswith(OPEN_SUFFIX)
        self.file_id = row_id("warc_file", self.name)
        self.size_bytes = path.stat().st_size
        with path.open("rb") as raw:
            self.compression = compression_of(raw.read(8))
        self.crawl_id = state.crawl_id
        self.version: str | None = None
        self.records = state.records
        self.place = state.read_bytes
        self.records_at_place = state.records
        self.group = Group(self.name)

    def note_place(self, offset_bytes: int) -> None:
        self.place, self.records_at_place = offset_bytes, self.records

    def cut(self) -> Group:
        """The group so far, with the place to go on from."""
        group, self.group = self.group, Group(self.name)
        group.read_bytes, group.records = self.place, self.records_at_place
        group.add("warc_files", self._file_row(None, None))
        return group

    def end(self, damages: list[Damage], end_bytes: int) -> Group:
        """The last group. A closed file is read to its end; a file still being written, to its last whole record."""
        torn = next((damage.offset_bytes for damage in damages if damage.code == "warc.torn"), None)
        for damage in damages:
            if not (self.is_open and damage.code == "warc.torn"):
                self.group.add("problems", _damage_row(self.name, damage))
        if torn is not None:
            # What was read of the torn record's compressed neighbours is whole; the place is the tear itself.
            self.place, self.records_at_place = torn, self.records
        else:
            # A file that is being written may have grown by now: only what was read counts.
            self.size_bytes = end_bytes if self.is_open else self.path.stat().st_size
            self.place, self.records_at_place = self.size_bytes, self.records
        digest = None if self.is_open else sha256_of(self.path)
        self.group.add("warc_files", self._file_row(digest, None if self.is_open else torn))
        self.group.read_bytes, self.group.records = self.place, self.records_at_place
        self.group.is_torn = torn is not None and not self.is_open
        return self.group

    def _file_row(self, digest: str | None, torn_at_bytes: int | None) -> Row:
        return (
            self.file_id, self.name, self.size_bytes, digest, self.version, self.compression,
            self.records_at_place, self.place, torn_at_bytes, self.crawl_id,
        )  # fmt: skip

    def take(self, record: Record, limits: ReaderLimits) -> None:
        """Adds what the record says to the group."""
        if record.record_type == "warcinfo":
            self._enter_crawl(_crawl_row(self.name, _fields(record)))
        elif record.record_type in CAPTURE_TYPES:
            if self.crawl_id is None:
                self._enter_crawl(_crawl_row(self.name, {}))
            self._add_capture(read_capture(record, self.path, limits=limits))
        elif record.record_type == "metadata":
            self._add_metadata(record)

    def _enter_crawl(self, row: Row) -> None:
        self.crawl_id = int(str(row[0]))
        self.group.add("crawls", row)

    def _add_capture(self, read: ReadCapture) -> None:
        capture = read.capture
        url = without_fragment(capture.target_uri)
        capture_id = capture_id_of(capture.record_id)
        page_id = row_id("page", url) if is_page(read) and read.content_sha256 else None
        row = capture_row(read, warc_file_id=self.file_id, crawl_id=self.crawl_id, page_id=page_id)
        self.group.add("captures", row)
        self.group.captures += 1
        for damage in read.damages:
            self.group.add("problems", _payload_problem(capture_id, capture.target_uri, damage))
        if page_id is None or read.content_sha256 is None:
            return
        parse_id = parse_id_of(url, read.content_sha256, read.charset)
        self.group.add("versions", (capture_id, page_id, parse_id, capture.warc_date, 0))

    def _add_metadata(self, record: Record) -> None:
        about = record.header("warc-concurrent-to") or record.header("warc-refers-to")
        if not about or "warc-fields" not in (record.header("content-type") or ""):
            return
        fields = _fields(record)
        milliseconds = fields.get("fetchtimems", "")
        hop_path, via = fields.get("hopsfromseed"), fields.get("via") or None
        if hop_path is None and via is None and not milliseconds:
            return
        number = int(milliseconds) if re.fullmatch(r"\d{1,12}", milliseconds) else None
        self.group.metadata.append((hop_path, via, number, capture_id_of(about.strip("<>"))))


def _fields(record: Record) -> dict[str, str]:
    """The warc-fields of a block by lower-case name, the first value of each."""
    parts: list[bytes] = []
    size = 0
    while size < _MOST_FIELDS_BYTES and (part := record.read()):
        parts.append(part)
        size += len(part)
    fields: dict[str, str] = {}
    for line in b"".join(parts).decode("utf-8", "replace").splitlines():
        name, colon, value = line.partition(":")
        if colon:
            fields.setdefault(name.strip().lower(), value.strip())
    return fields


def _crawl_row(filename: str, fields: dict[str, str]) -> Row:
    """The crawl that a warcinfo tells of; without a name of its own it has the file's."""
    name = fields.get("ispartof") or re.sub(r"\.w?arc(\.gz|\.zst|\.zstd)?$", "", filename, flags=re.IGNORECASE)
    return (
        row_id("crawl", name), name, filename, None, None, None, fields.get("software"), fields.get("operator"),
        fields.get("robots"), fields.get("http-header-user-agent"), fields.get("description"), None,
    )  # fmt: skip


def _damage_row(filename: str, damage: Damage) -> Row:
    return (
        row_id("problem", filename, damage.offset_bytes, damage.code), None, None, None, None, damage.code,
        f"{damage.message} ({filename} at byte {damage.offset_bytes})", damage.next_step,
    )  # fmt: skip


def _payload_problem(capture_id: int, url: str, damage: Damage) -> Row:
    return (
        row_id("problem", capture_id, damage.code), None, capture_id, None, url, damage.code, damage.message,
        damage.next_step,
    )  # fmt: skip
