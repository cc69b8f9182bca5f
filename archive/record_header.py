"""Header lines of a WARC record in, its fields out (WARC 1.1 section 4): as they are written, in order, repeats kept.

Lenient as readers of WARC files are: any white space ends a line, what is no UTF-8 is taken for Latin-1, and a line
without a colon is passed over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from archive.errors import BadRecord

__all__ = ["RecordHeader", "read_record_header"]

_END = b"\r\n\r\n"


class _Lines(Protocol):
    """What a header is read from: a stream that stays inside one compressed member."""

    def read(self, size: int) -> bytes: ...

    def readline(self, longest: int) -> bytes: ...

    def before(self, mark: bytes, longest: int) -> bytes | None: ...

    def goes_on(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class RecordHeader:
    """The fields of a record."""

    fields: tuple[tuple[str, str], ...]
    is_whole: bool
    """Whether an empty line ended it; else the file, or its last member, did."""


def read_record_header(stream: _Lines, *, longest_bytes: int) -> RecordHeader:
    """The fields of the record whose first line was read; the stream stands behind them. BadRecord when they are too
    long."""
    lines = _lines_at_hand(stream, longest_bytes)
    if lines is not None:
        return RecordHeader(_fields(lines), True)
    lines, left, line = [], longest_bytes, b""
    while True:
        line = stream.readline(left)
        while not line.endswith(b"\n") and len(line) < left and stream.goes_on():
            line += stream.readline(left - len(line))
        left -= len(line)
        if left <= 0:
            raise BadRecord("The record's header lines are too long")
        text = _decoded(line).rstrip()
        if not text:
            return RecordHeader(_fields(lines), line.endswith(b"\n"))
        lines.append(text)


def _lines_at_hand(stream: _Lines, longest_bytes: int) -> list[str] | None:
    """The lines, where all are there and as the standard has them; None where they have to be read one by one."""
    block = stream.before(_END, longest_bytes - len(_END))
    if block is None:
        return None
    try:
        lines = [line.rstrip() for line in block.decode("utf-8").split("\n")]
    except UnicodeDecodeError:
        return None
    if "" in lines:
        return None
    stream.read(len(block) + len(_END))
    return lines


def _decoded(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("latin-1")


def _fields(lines: Sequence[str]) -> tuple[tuple[str, str], ...]:
    fields: list[tuple[str, str]] = []
    is_field = False
    for number, line in enumerate(lines):
        if number and line[0] in " \t":
            # A folded line (WARC 1.1 section 4): part of the value before it.
            if is_field:
                fields[-1] = (fields[-1][0], fields[-1][1] + line)
            continue
        name, colon, value = line.partition(":")
        is_field = bool(colon)
        if is_field:
            fields.append((name.rstrip(" \t"), value.lstrip()))
    return tuple(fields)
