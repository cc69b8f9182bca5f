"""A span of a WARC file in, the rows of the captures that begin in it out: what a task of a reading worker does."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from archive.capture_rows import CaptureRow, capture_id_of, capture_row, is_page
from archive.errors import BadInput, BadRecord, NotAWarc, OldfaceError
from archive.file_kinds import derived_kind, holds_no_captures
from archive.intake import sha256_of
from archive.keys import page_key, row_id, without_fragment
from archive.parse_rows import Row, parse_id_of
from archive.twin_records import has_other_content, under_own_id
from archive.warc_payload import ReadCapture, read_capture
from archive.warc_places import size_of
from archive.warc_reader import CAPTURE_TYPES, Damage, ReaderLimits, Record, records_in
from archive.warc_spans import Span
from archive.warc_streams import MemberStream, open_stream

__all__ = ["SpanRows", "crawl_row", "give_up_reading", "read_span"]

_MOST_FIELDS_BYTES = 1 << 20
_KEPT_BYTES = 1 << 18
"""Enough of a payload to tell its kind and, of an image, its size; the parsers read the page again for themselves."""


@dataclass(slots=True)
class SpanRows:
    """Captures in file order, as rows; which page versions they are, but not yet what the pages say."""

    began_bytes: int | None = None
    """Where the first record was found; None when none begins in the span."""
    ended_bytes: int = 0
    """Where the next span has to begin; how far the file could be read, when this one reached its end."""
    reached_end: bool = False
    tables: dict[str, list[Row]] = field(default_factory=dict)
    captures: int = 0
    captures_before_crawl: int = 0
    """How many of the captures, the first ones, come before any warcinfo of the span: who knows what came before it
    tells their crawl."""
    crawl_id: int | None = None
    """The crawl of the last warcinfo; None when there is none in the span."""
    metadata: list[tuple[str | None, str | None, int | None, int]] = field(default_factory=list)
    """(hop path, via, milliseconds of the fetch, capture id)"""
    records: int = 0
    """Whole records read."""
    version: str | None = None
    """WARC version of the last record."""
    compression: str = "none"
    size_bytes: int = 0
    """Of the file."""
    sha256: str | None = None
    """Of the file, where the span was to tell it."""
    torn_at_bytes: int | None = None
    """Where the file ends inside a record."""
    is_given_up: bool = False
    """Whether the span could not be read, and is passed over."""
    fault: tuple[str, str, str] | None = None
    """(what, where, next step) when the file is no WARC file at all."""

    def add(self, table: str, row: Row) -> None:
        """One more row."""
        self.tables.setdefault(table, []).append(row)


def read_span(span: Span) -> SpanRows:
    """The rows of the span's captures; what is broken in it becomes rows of problems. BadInput when the file cannot be
    reached."""
    rows = SpanRows(span.start_bytes if span.is_exact else None)
    try:
        rows.size_bytes = size_of(span.warc)
        rows.sha256 = sha256_of(span.warc) if span.has_digest else None
        with open_stream(span.warc, start=span.start_bytes) as stream:
            rows.compression = stream.compression
            if not span.is_exact and not stream.seek_member(span.start_bytes, before=span.end_bytes):
                rows.ended_bytes = rows.size_bytes if span.end_bytes is None else span.end_bytes
                return rows
            rows.began_bytes = stream.record_place
            _read(span, stream, rows)
        return rows
    except NotAWarc as error:
        return _refused(span, rows.size_bytes, rows.sha256, error)
    except OSError as error:
        raise BadInput(f"The WARC file cannot be read: {error}", where=span.place) from error


def give_up_reading(span: Span, error: OldfaceError) -> SpanRows:
    """The rows of a span that hung or killed its worker: none, and a problem; reading goes on behind it."""
    size = size_of(span.warc)
    rows = SpanRows(span.start_bytes, span.end_bytes or size, reached_end=span.end_bytes is None, size_bytes=size)
    rows.is_given_up = True
    rows.add("problems", _damage_row(span.filename, Damage("warc.damaged", error.what, span.start_bytes)))
    return rows


def _refused(span: Span, size_bytes: int, sha256: str | None, error: NotAWarc) -> SpanRows:
    """The rows of a file that is no WARC file: it is known, with the reason, and not opened again."""
    rows = SpanRows(0, size_bytes, reached_end=True, size_bytes=size_bytes, sha256=sha256)
    rows.fault = (error.what, error.where, error.next_step)
    rows.add("problems", _damage_row(span.filename, Damage("warc.not-a-warc", error.what, 0, error.next_step)))
    return rows


def _read(span: Span, stream: MemberStream, rows: SpanRows) -> None:
    """Reads from where the stream stands, up to the first record that begins behind the span."""
    damages: list[Damage] = []
    limits = ReaderLimits(longest_kept_bytes=_KEPT_BYTES)
    file_id = row_id("warc_file", span.filename)
    last: Record | None = None
    first_of_id: dict[str, CaptureRow] = {}
    derived = ""
    for record in records_in(stream, limits=limits, damages=damages, is_first=span.is_exact and not span.start_bytes):
        is_behind = span.end_bytes is not None and record.offset_bytes >= span.end_bytes
        if is_behind and record.offset_in_member_bytes == 0:
            rows.ended_bytes = record.offset_bytes
            break
        last = record
        rows.version = record.version
        try:
            derived = derived or derived_kind(record.record_type, record.header("content-type"))
            _take(record, span, rows, limits, file_id, first_of_id)
            while record.read():
                pass
        except BadRecord:
            continue  # records_in meets the same fault, and tells of it
        rows.records += 1
    else:
        rows.reached_end = True
        torn = next((damage.offset_bytes for damage in damages if damage.code == "warc.torn"), None)
        if torn is None and span.is_open:
            # A file that is being written may have grown by now: only what was read counts.
            rows.size_bytes = last.end_bytes if last else span.start_bytes
        rows.ended_bytes = rows.size_bytes if torn is None else torn
        rows.torn_at_bytes = None if span.is_open else torn
    if derived and not rows.captures and not span.start_bytes:
        raise holds_no_captures(derived, span.filename)
    for damage in damages:
        if not (span.is_open and damage.code == "warc.torn"):
            rows.add("problems", _damage_row(span.filename, damage))


def _take(
    record: Record, span: Span, rows: SpanRows, limits: ReaderLimits, file_id: int, first_of_id: dict[str, CaptureRow]
) -> None:
    """Adds what the record says."""
    if record.record_type == "warcinfo":
        row = crawl_row(span.filename, _fields(record))
        rows.add("crawls", row)
        rows.crawl_id = int(str(row[0]))
    elif record.record_type in CAPTURE_TYPES:
        _add_capture(read_capture(record, span.warc, limits=limits), span, rows, file_id, first_of_id)
    elif record.record_type == "metadata":
        _add_metadata(record, rows)


def _add_capture(
    read: ReadCapture, span: Span, rows: SpanRows, file_id: int, first_of_id: dict[str, CaptureRow]
) -> None:
    capture = read.capture
    url = without_fragment(capture.target_uri)
    page_id = page_key(url) if is_page(read) and read.content_sha256 else None
    row = capture_row(read, warc_file_id=file_id, crawl_id=rows.crawl_id, page_id=page_id)
    capture_id = capture_id_of(capture.record_id)
    if has_other_content(row, first_of_id.setdefault(capture.record_id, row)):
        row, problem = under_own_id(row, span.filename)
        capture_id = int(str(row[0]))
        rows.add("problems", problem)
    rows.add("captures", row)
    rows.captures += 1
    if rows.crawl_id is None:
        rows.captures_before_crawl += 1
    for damage in read.damages:
        rows.add("problems", _payload_problem(capture_id, capture.target_uri, damage))
    if page_id is None or read.content_sha256 is None:
        return
    parse_id = parse_id_of(url, read.content_sha256, read.charset)
    rows.add("versions", (capture_id, page_id, parse_id, capture.warc_date, 0))


def _add_metadata(record: Record, rows: SpanRows) -> None:
    about = record.header("warc-concurrent-to") or record.header("warc-refers-to")
    if not about or "warc-fields" not in (record.header("content-type") or ""):
        return
    fields = _fields(record)
    milliseconds = fields.get("fetchtimems", "")
    hop_path, via = fields.get("hopsfromseed"), fields.get("via") or None
    if hop_path is None and via is None and not milliseconds:
        return
    number = int(milliseconds) if re.fullmatch(r"\d{1,12}", milliseconds) else None
    rows.metadata.append((hop_path, via, number, capture_id_of(about.strip("<>"))))


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


def crawl_row(filename: str, fields: dict[str, str]) -> Row:
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
