"""A WARC file in, its decompressed bytes out, member by member: gzip, zstd or none, with a bound on every step."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, Protocol

import zstandard
from zlib_ng import zlib_ng

from archive.arc_lines import ARC_LINE
from archive.errors import BadRecord, NotAWarc, TruncatedRecord
from archive.warc_places import WarcFile

__all__ = ["MemberStream", "compression_of", "open_stream"]

_CHUNK = 65536
# One zstd block decodes to at most 128 KiB and may take 4 bytes: so much input at a time is at most 32 MiB of output.
_ZSTD_CHUNK = 1024
_MOST_AT_ONCE = 1 << 20
_FAULTS: tuple[type[Exception], ...] = (zlib_ng.error, zstandard.ZstdError)  # type: ignore[assignment]  # stub errs

_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"
_ZSTD_DICTIONARY = b"\x5d\x2a\x4d\x18"
"""Skippable frame that holds the dictionary of all later frames (specification of .warc.zst, section 4)."""
_ZSTD_SKIPPABLE = b"\x2a\x4d\x18"
"""Behind a byte 0x50 to 0x5F: a frame of other use, as parallel compressors write (RFC 8878 section 3.1.2)."""

_RECORD_START = re.compile(rb"(?i:WARC/\d{1,3}\.\d{1,3}[ \t]*\r?\n)|" + ARC_LINE)
_LONGEST_START = 8192
_START_IN_LINE = re.compile(rb"WARC/\d{1,3}\.\d{1,3}\r?\n\Z")
_FIELD = re.compile(rb"(?:WARC|Content)-[A-Za-z-]+:", re.IGNORECASE)


class _Decoder(Protocol):
    def decode(self, data: bytes) -> bytes: ...

    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    @property
    def wants_input(self) -> bool: ...


class _GzipDecoder:
    def __init__(self) -> None:
        self._decoder = zlib_ng.decompressobj(16 + zlib_ng.MAX_WBITS)

    def decode(self, data: bytes) -> bytes:
        return self._decoder.decompress(self._decoder.unconsumed_tail + data, _MOST_AT_ONCE)

    @property
    def wants_input(self) -> bool:
        return not self._decoder.unconsumed_tail

    @property
    def eof(self) -> bool:
        return self._decoder.eof

    @property
    def unused_data(self) -> bytes:
        return self._decoder.unused_data


class _ZstdDecoder:
    def __init__(self, dictionary: zstandard.ZstdCompressionDict | None) -> None:
        self._decoder = zstandard.ZstdDecompressor(dict_data=dictionary).decompressobj()

    def decode(self, data: bytes) -> bytes:
        return self._decoder.decompress(data)

    @property
    def wants_input(self) -> bool:
        return True

    @property
    def eof(self) -> bool:
        return self._decoder.eof

    @property
    def unused_data(self) -> bytes:
        return self._decoder.unused_data


def compression_of(head: bytes) -> str:
    """gzip, zstd or none, told by the first bytes of a file.

    >>> compression_of(b"WARC/1.1"), compression_of(bytes([0x1F, 0x8B, 8]))
    ('none', 'gzip')
    """
    if head.startswith(_GZIP):
        return "gzip"
    if head.startswith(_ZSTD) or (head[1:4] == _ZSTD_SKIPPABLE and head[0] >> 4 == 5):
        return "zstd"
    return "none"


class MemberStream:
    """Bytes of one file: `read` and `readline` stay inside one compressed member, `next_member` goes on to the next.

    A file without compression is one member whose `member_start` stays at the place it was opened at.
    """

    def __init__(self, raw: BinaryIO, compression: str, *, start: int = 0, name: str = "", place: str = "") -> None:
        self.compression = compression
        self.name = name
        self.place = place
        """Path or address of the file, for messages."""
        self.member_start = start
        """Offset in the file of the member being read."""
        self.record_start = start
        """Offset in the file of the record being looked for."""
        self.position = 0
        """Decompressed bytes of this member given out so far."""
        self._raw = raw
        self._input = b""
        self._read_to = start
        """Offset in the file of the first byte not yet in _input."""
        self._buffer = b""
        self._at = 0
        self._decoder: _Decoder | None = None
        self._has_begun = False
        self._is_broken = False
        self._dictionary: zstandard.ZstdCompressionDict | None = None
        if compression == "zstd":
            self._dictionary = _read_dictionary(raw)
        raw.seek(start)
        if compression != "none":
            self._begin_member()

    @property
    def file_position(self) -> int:
        """Offset in the file of the next byte; of the next member, once this one is over."""
        if self.compression == "none":
            return self.member_start + self.position
        return self._read_to - len(self._input)

    @property
    def record_place(self) -> int:
        """Offset in the file by which a record that begins here is found again."""
        return self.file_position if self.compression == "none" else self.member_start

    def read(self, size: int) -> bytes:
        """Up to `size` bytes; b'' only at the end of the member. TruncatedRecord when the file ends before it does."""
        if self._at >= len(self._buffer) and not self._fill():
            return b""
        taken = self._buffer[self._at : self._at + size]
        self._at += len(taken)
        self.position += len(taken)
        return taken

    def readline(self, longest: int = _CHUNK) -> bytes:
        """The next line with its end, or its first `longest` bytes; b'' at the end of the member."""
        parts: list[bytes] = []
        left = longest
        while left > 0:
            if self._at >= len(self._buffer) and not self._fill():
                break
            end = self._buffer.find(b"\n", self._at, self._at + left)
            stop = end + 1 if end >= 0 else min(len(self._buffer), self._at + left)
            parts.append(self._buffer[self._at : stop])
            left -= stop - self._at
            self.position += stop - self._at
            self._at = stop
            if end >= 0:
                break
        return b"".join(parts)

    def peek(self, size: int) -> bytes:
        """The next bytes, at least one if there is one, without taking them."""
        if self._at >= len(self._buffer) and not self._fill():
            return b""
        while len(self._buffer) - self._at < size:
            rest = self._buffer[self._at :]
            if not self._fill():
                self._buffer, self._at = rest, 0
                break
            self._buffer, self._at = rest + self._buffer, 0
        return self._buffer[self._at : self._at + size]

    def before(self, mark: bytes, longest: int) -> bytes | None:
        """The next bytes up to the mark, without taking them; None where it is not among the next `longest` bytes, or
        not among those that are decompressed by now."""
        end = self._buffer.find(mark, self._at, self._at + longest + len(mark))
        return None if end < 0 else self._buffer[self._at : end]

    def skip_to(self, position: int) -> None:
        """Goes forward to that place of the member."""
        while self.position < position and self.read(min(_CHUNK, position - self.position)):
            pass

    def next_member(self) -> bool:
        """Goes to the next member; False at the end of the file."""
        if self.compression == "none":
            return False
        while self.read(_CHUNK):
            pass
        self._take_input()
        if not self._input:
            return False
        self.member_start = self.file_position
        self._begin_member()
        return True

    def begins_record(self) -> bool:
        """Whether a record, of WARC or ARC, begins with the next byte."""
        head = self.peek(5)
        if head.upper() == b"WARC/" or b":" not in self.peek(16):
            return bool(_RECORD_START.match(self.peek(16)))
        return bool(_RECORD_START.match(self.peek(_LONGEST_START)))

    def goes_on(self) -> bool:
        """At the end of a member: whether a next one goes on with the record, as where a file was cut into members of
        one size (bgzip, pzstd). Goes to the next member in any case, where there is one."""
        return self.next_member() and not self.begins_record()

    def first_bytes(self) -> tuple[bytes, bytes]:
        """The file's first bytes, as they are and with compression removed; the stream stands at its beginning."""
        self.go_to(0)
        head = self.bytes_at(0, 512)
        try:
            return head, self.peek(512)
        except BadRecord:
            return head, b""

    def bytes_at(self, place: int, size: int) -> bytes:
        """The bytes that stand at that place of the file, as they are; the stream stays where it is."""
        self._raw.seek(place)
        found = self._raw.read(size)
        self._raw.seek(self._read_to)
        return found

    def go_to(self, start: int) -> None:
        """Goes to the member, or the place of a file without compression, that begins there."""
        at = start - (self._read_to - len(self._input))
        if self.compression != "none" and 0 <= at <= len(self._input):
            self._input = self._input[at:]
        else:
            self._raw.seek(start)
            self._input, self._read_to = b"", start
        self.member_start = self.record_start = start
        self._begin_member()

    def resynchronise(self, *, within: int | None = None) -> bool:
        """After damage: goes to the next member, or line, that begins a record; False when there is none, or none in
        the next `within` bytes. A record's first line is also found behind what was written before it without a line
        end."""
        before = None if within is None else self.member_start + self.position + within
        if self.compression == "none":
            broken = self.record_start
            self.go_to(broken)
            return self._find_line(before, in_line_after=broken)
        if self.position == 0 and self._stands_at_record():
            return True
        return self.seek_member(self.member_start + 1, before=before)

    def seek_member(self, start: int, *, before: int | None = None) -> bool:
        """Goes to the first member, or line, from `start` on that begins a record; False when there is none, or none
        `before` there.

        What looks like a member may lie inside another one, a WARC file within a WARC file: who must be sure compares
        with where the records before it end.
        """
        if self.compression == "none":
            self.go_to(max(0, start - 1))
            return self._find_line(before)
        magic = _GZIP if self.compression == "gzip" else _ZSTD
        place = start
        while (place := _find(self._raw, magic, place, before)) >= 0:
            self._raw.seek(place)
            self._input, self._read_to, self.member_start = b"", place, place
            self._begin_member()
            if self._stands_at_record():
                return True
            place += 1
        return False

    def _stands_at_record(self) -> bool:
        try:
            return not self._is_broken and self.begins_record()
        except BadRecord:
            return False

    def _find_line(self, before: int | None, *, in_line_after: int | None = None) -> bool:
        """Goes to the next line that begins a record; with `in_line_after`, also within a line, behind that place."""
        while line := self.readline():
            if before is not None and self.file_position >= before:
                return False
            if line.endswith(b"\n") and self.begins_record():
                return True
            if in_line_after is not None and (found := _START_IN_LINE.search(line)) and _FIELD.match(self.peek(64)):
                place = self.file_position - len(line) + found.start()
                if place > in_line_after:
                    self.go_to(place)
                    return True
        return False

    def _begin_member(self) -> None:
        self.position = 0
        self._has_begun = self._is_broken = False
        self._buffer, self._at = b"", 0
        if self.compression != "none":
            self._decoder = _GzipDecoder() if self.compression == "gzip" else _ZstdDecoder(self._dictionary)

    def _take_input(self) -> None:
        if not self._input:
            self._input = self._raw.read(_CHUNK)
            self._read_to += len(self._input)

    def _fill(self) -> bool:
        if self._decoder is None:
            self._buffer, self._at = self._raw.read(_CHUNK), 0
            self._read_to += len(self._buffer)
            return bool(self._buffer)
        while not self._decoder.eof:
            step = b""
            if self._decoder.wants_input:
                self._take_input()
                if not self._input:
                    if not self._has_begun:
                        return False  # opened at the very end
                    raise TruncatedRecord(
                        "The file ends inside a compressed record", where=f"{self.name} at byte {self.member_start}"
                    )
                size = _ZSTD_CHUNK if self.compression == "zstd" else _CHUNK
                step, self._input = self._input[:size], self._input[size:]
                self._has_begun = True
            try:
                decoded = self._decoder.decode(step)
            except _FAULTS as error:
                self._is_broken = True
                raise BadRecord(
                    f"A compressed record is damaged: {error}", where=f"{self.name} at byte {self.member_start}"
                ) from error
            if self._decoder.eof:
                self._input = self._decoder.unused_data + self._input
            if decoded:
                self._buffer, self._at = decoded, 0
                return True
        return False


def _read_dictionary(raw: BinaryIO) -> zstandard.ZstdCompressionDict | None:
    raw.seek(0)
    head = raw.read(8)
    if not head.startswith(_ZSTD_DICTIONARY):
        return None
    size = int.from_bytes(head[4:], "little")
    if size > 64 * _MOST_AT_ONCE:
        raise BadRecord(f"The file's dictionary is said to take {size} bytes")
    content = raw.read(size)
    if content.startswith(_ZSTD):
        content = zstandard.ZstdDecompressor().decompress(content, max_output_size=64 * _MOST_AT_ONCE)
    return zstandard.ZstdCompressionDict(content)


def _find(raw: BinaryIO, needle: bytes, place: int, before: int | None) -> int:
    """Offset of the next `needle` at or after `place`; -1 when there is none, or none `before` there."""
    while before is None or place < before:
        raw.seek(place)
        block = raw.read(_CHUNK)
        found = block.find(needle)
        if found >= 0:
            return place + found if before is None or place + found < before else -1
        if len(block) < len(needle):
            return -1
        place += len(block) - len(needle) + 1
    return -1


@contextmanager
def open_stream(path: WarcFile, *, start: int = 0) -> Iterator[MemberStream]:
    """The file's bytes from a member that begins at `start`; NotAWarc when it cannot be a WARC or ARC file."""
    with path.open("rb") as raw:
        head = raw.read(8)
        if head.startswith(b"PK"):
            raise NotAWarc(f"{path.name} is a ZIP file", where=str(path), next_step="Give it as a .wacz file.")
        yield MemberStream(raw, compression_of(head), start=start, name=path.name, place=str(path))
