"""A WARC or ARC file of any origin in, its records out: streamed, bounded, tears reported.

All of it is ours: the header lines (`record_header`), the bytes below (members, frames, tears: `warc_streams`) and
above (HTTP, codings: `warc_payload`). warcio has no bound on these (its issue 122: endless loop on damaged data),
passes over a torn tail in silence, and takes longer for a record's header than it takes to decompress a page.
"""

from __future__ import annotations

import re
from collections.abc import Generator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Self

from archive.arc_lines import read_arc_line
from archive.errors import BadRecord, NotAWarc, TruncatedRecord
from archive.file_kinds import describe_kind
from archive.record_header import read_record_header
from archive.warc_places import OPEN_SUFFIX, WarcFile, find_warc
from archive.warc_streams import MemberStream, compression_of, open_stream

__all__ = [
    "CAPTURE_TYPES",
    "OPEN_SUFFIX",
    "Damage",
    "ReaderLimits",
    "Record",
    "WarcCursor",
    "find_warc",
    "iterate_records",
    "pass_blank_lines",
    "records_in",
]

_CHUNK = 65536
_MOST_BEFORE_FIRST_BYTES = 16 << 20
"""How far a first whole record is looked for: what has none up to there is no WARC file, and need not be read to its
end. The first record of a file is mostly a small warcinfo."""
_IS_WARC = re.compile(rb"WARC/", re.IGNORECASE)
_KNOWN_VERSION = re.compile(rb"WARC/(?:1\.[01]|0\.1[78])", re.IGNORECASE)
_VERSION = re.compile(rb"WARC/\d{1,3}\.\d{1,3}\s+", re.IGNORECASE)
_BOM = b"\xef\xbb\xbf"
CAPTURE_TYPES = frozenset(["response", "revisit", "resource"])


@dataclass(frozen=True, slots=True)
class ReaderLimits:
    """Bounds that keep one hostile record from stopping a run."""

    longest_header_bytes: int = 1 << 20
    """Of a record's or an HTTP message's header lines together."""
    longest_kept_bytes: int = 16 << 20
    """Payloads up to here are kept whole in memory; of longer ones only the first bytes."""
    longest_decoded_bytes: int = 1 << 30
    """A payload that decodes to more is a bomb, and is left at that."""
    head_bytes: int = 65536
    """How much is kept of a payload that is not kept whole."""


@dataclass(frozen=True, slots=True)
class Damage:
    """A place where a file breaks the standard, and what was done."""

    code: str
    """warc.torn, warc.damaged, warc.shared-member, record.date, record.segmented, payload.bomb or payload.coding"""
    message: str
    offset_bytes: int
    next_step: str = ""


@dataclass(slots=True)
class Record:
    """One record while it is being read: take `read` to its end, or leave it; then the next one comes."""

    record_type: str
    headers: tuple[tuple[str, str], ...]
    version: str
    """WARC/1.0, WARC/1.1 … or ARC/1.0"""
    content_length: int
    offset_bytes: int
    offset_in_member_bytes: int
    _stream: MemberStream
    _left: int = 0
    _fault: BadRecord | None = None
    """What ended the block early: whoever reads on meets it again, so that no consumer can lose it."""
    end_bytes: int = 0
    """Offset of the byte after the record, once it has been left."""
    _by_name: dict[str, str] | None = None
    """The first header of each lower-case name, once one was asked for."""

    def header(self, name: str) -> str | None:
        """Value of the first header of that lower-case name; None when there is none."""
        if self._by_name is None:
            self._by_name = {key.lower(): value for key, value in reversed(self.headers)}
        return self._by_name.get(name)

    def read(self, size: int = _CHUNK) -> bytes:
        """Up to `size` bytes of the block; b'' at its end. TruncatedRecord when the file ends before it."""
        if self._left <= 0:
            return b""
        if self._fault is not None:
            raise self._fault
        try:
            data = self._stream.read(min(size, self._left))
            while not data and self._stream.goes_on():
                data = self._stream.read(min(size, self._left))
            if not data and self._stream.position == 0 and self._stream.peek(1):
                raise BadRecord(f"The record is {self._left} bytes shorter than it says, for another one begins")
            if not data:
                raise TruncatedRecord(
                    f"The file ends {self._left} bytes before its record does",
                    where=f"{self._stream.name} at byte {self.offset_bytes}",
                )
        except BadRecord as error:
            self._fault = error
            raise
        self._left -= len(data)
        return data

    def read_beginning(self, size: int = 5) -> bytes:
        """As `read`, but at least `size` bytes where the block has them; as many as tell whether it is HTTP.

        A piece ends where decompression of what was fetched from the file ends, be that after the first byte.
        """
        data = self.read()
        while len(data) < size and (more := self.read()):
            data += more
        return data

    @property
    def is_sound(self) -> bool:
        """Whether no fault was met in the block so far."""
        return self._fault is None

    @property
    def is_read(self) -> bool:
        """Whether the block has been read to its end."""
        return self._left <= 0


def iterate_records(
    path: WarcFile,
    *,
    start: int = 0,
    start_in_member: int = 0,
    limits: ReaderLimits | None = None,
    damages: list[Damage] | None = None,
) -> Generator[Record, None, None]:
    """Every record of the file, or from the place of one on; each must be used before the next is asked for.

    What is broken goes to `damages` and reading goes on at the next record; without that list it is raised.
    """
    with open_stream(path, start=start) as stream:
        stream.skip_to(start_in_member)
        is_first = start == 0 and start_in_member == 0
        yield from records_in(stream, limits=limits or ReaderLimits(), damages=damages, is_first=is_first)


def records_in(
    stream: MemberStream, *, limits: ReaderLimits, damages: list[Damage] | None, is_first: bool
) -> Generator[Record, None, None]:
    """Every record from where the stream stands; `is_first` when that is the beginning of the file, whose first bytes
    tell whether it is a WARC file at all: NotAWarc when they do not."""
    while True:
        record = None
        try:
            record = _next_record(stream, limits)
            if record is None:
                return
            yield record
            while record.read():
                pass
            record.end_bytes = pass_blank_lines(stream)
        except TruncatedRecord as error:
            if damages is None:
                raise
            damages.append(Damage("warc.torn", error.what, _place(record, stream), error.next_step))
            return
        except BadRecord as error:
            place = _place(record, stream)
            next_step = _parting(stream, place)
            if is_first and (damages is None or not stream.resynchronise(within=_MOST_BEFORE_FIRST_BYTES)):
                raise _not_a_warc(stream, error) from error
            if damages is None:
                raise
            damages.append(Damage("warc.damaged", error.what, place, next_step or error.next_step))
            if not is_first and not stream.resynchronise():
                return
        is_first = False


def _parting(stream: MemberStream, place: int) -> str:
    """What to do where a file goes on in another compression, as files of two kinds do that were put together."""
    goes_on_as = compression_of(stream.bytes_at(place, 8))
    if stream.compression == goes_on_as or (goes_on_as == "none" and stream.bytes_at(place, 5) != b"WARC/"):
        return ""
    return (
        f"From here on the file is {'not compressed' if goes_on_as == 'none' else goes_on_as}, before it is not so:"
        f" 'head -c {place}' and 'tail -c +{place + 1}' give the two files it was made of. Ingest both."
    )


def _not_a_warc(stream: MemberStream, error: BadRecord) -> NotAWarc:
    kind = describe_kind(*stream.first_bytes())
    if kind is not None:
        return NotAWarc(f"{stream.name} is {kind[0]}, and no WARC or ARC file", where=stream.place, next_step=kind[1])
    return NotAWarc(f"{stream.name} is no WARC or ARC file: {error.what}", where=stream.place)


class WarcCursor:
    """A WARC file that is open: the record at any place of it, cheap where places come in the file's order. To be
    closed."""

    def __init__(self, path: WarcFile, *, limits: ReaderLimits | None = None) -> None:
        self._name = path.name
        self._limits = limits or ReaderLimits()
        self._opened = ExitStack()
        self._stream = self._opened.enter_context(open_stream(path))
        self._last: Record | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes the file."""
        self._opened.close()

    def record_at(self, offset_bytes: int, offset_in_member_bytes: int = 0) -> Record:
        """The record at that place, to be read before the next is asked for; BadRecord when there is none."""
        stream, last = self._stream, self._last
        is_ahead = (
            offset_in_member_bytes > 0
            and last is not None
            and last.is_sound
            and stream.member_start == offset_bytes
            and stream.position <= offset_in_member_bytes
        )
        if not is_ahead:
            stream.go_to(offset_bytes)
        self._last = None
        stream.skip_to(offset_in_member_bytes)
        self._last = _next_record(stream, self._limits)
        if self._last is None:
            raise BadRecord("There is no record at this place", where=f"{self._name} at byte {offset_bytes}")
        return self._last


def _place(record: Record | None, stream: MemberStream) -> int:
    """Where the record that broke begins."""
    return record.offset_bytes if record is not None else stream.record_start


def _next_record(stream: MemberStream, limits: ReaderLimits) -> Record | None:
    while True:
        offset, in_member = stream.record_place, 0 if stream.compression == "none" else stream.position
        stream.record_start = offset
        line = stream.readline()
        if not offset and not in_member:
            line = line.removeprefix(_BOM)  # editors put it there
        while line.strip() and not line.endswith(b"\n") and stream.goes_on():
            line += stream.readline()
        if line.strip():
            break
        if not line and not stream.next_member():
            return None
    where = f"{stream.name} at byte {offset}"
    if not _IS_WARC.match(line):
        return _arc_record(stream, line, offset, in_member)
    # Versions that nobody knows yet will say what they are in the same first line.
    if not _VERSION.fullmatch(line) and not _KNOWN_VERSION.match(line):
        raise BadRecord(f"No record begins here, but {line[:40]!r}", where=where)
    header = read_record_header(stream, longest_bytes=limits.longest_header_bytes)
    if not header.is_whole:
        raise TruncatedRecord("The file ends inside a record's header", where=where)
    version = line.split(b" ")[0].strip().decode("ascii", "replace").upper()
    record = Record("", header.fields, version, 0, offset, in_member, stream)
    length = record.header("content-length") or ""
    if not length.strip().isdecimal():
        raise BadRecord("The record has no usable Content-Length", where=where)
    record.record_type = (record.header("warc-type") or "").lower()
    record.content_length = record._left = int(length)
    return record


def _arc_record(stream: MemberStream, line: bytes, offset: int, in_member: int) -> Record:
    """The ARC record that begins with the line. warcio knows version 1 alone, and takes the fields of version 2 for
    parts of the address."""
    arc = read_arc_line(line)
    if arc is None:
        found = repr(line[:40]) if line.strip(b"\0\r\n") else "zero bytes"
        raise BadRecord(f"No record begins here, but {found}", where=f"{stream.name} at byte {offset}")
    return Record(
        arc.record_type, arc.headers, "ARC/1.0", arc.length_bytes, offset, in_member, stream, arc.length_bytes
    )


def pass_blank_lines(stream: MemberStream) -> int:
    """Goes over the line ends after a record (and to the end of its member); the offset reached."""
    while (ahead := stream.peek(1)) and ahead in b"\r\n":
        stream.readline(2)
    return stream.file_position
