"""A WARC file that may be torn in, the end of its last whole record out.

A record counts as whole when its gzip member inflates to the checksum, holds exactly one record with its two closing
line ends, and says WARC/1.x. Everything after the first record that is not whole is the torn tail.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

__all__ = ["MemberEnd", "Tear", "cut_torn_tail", "whole_members"]

_READ_BYTES = 256 * 1024
_LONGEST_HEAD = 1024 * 1024
"""Bytes a record's header may take; more is no WARC record."""


@dataclass(frozen=True, slots=True)
class MemberEnd:
    """A whole record's place."""

    offset_bytes: int
    length_bytes: int


@dataclass(frozen=True, slots=True)
class Tear:
    """A torn tail that was cut off and saved."""

    filename: str
    offset_bytes: int
    """Where the file ends now."""
    length_bytes: int
    """How many bytes were cut off."""
    saved_as: str
    """Name of the file beside it that has them."""


def cut_torn_tail(path: Path, *, trusted_bytes: int = 0) -> tuple[int, Tear | None]:
    """The length of `path` after cutting it to its last whole record, and what was cut; None when nothing was.

    The first `trusted_bytes` are known to be whole records and are not read. The bytes cut off are saved first, in a
    file beside it, so that nothing is lost to a mistake of ours.
    """
    size = path.stat().st_size
    end = min(trusted_bytes, size)
    with path.open("rb") as file:
        for member in whole_members(file, start=end):
            end = member.offset_bytes + member.length_bytes
    if end == size:
        return end, None
    saved = _save_tail(path, end)
    with path.open("r+b") as file:
        file.truncate(end)
        os.fsync(file.fileno())
    return end, Tear(path.name, end, size - end, saved.name)


def whole_members(file: BinaryIO, *, start: int = 0) -> Iterator[MemberEnd]:
    """The whole records from `start` on, in order, up to the first that is not whole."""
    offset = start
    while (length := _member_length(file, offset)) is not None:
        yield MemberEnd(offset, length)
        offset += length


def _member_length(file: BinaryIO, offset: int) -> int | None:
    """Bytes the gzip member at `offset` takes; None when there is none, or it is no whole record."""
    file.seek(offset)
    inflate = zlib.decompressobj(zlib.MAX_WBITS | 16)
    shape = _RecordShape()
    read = 0
    while not inflate.eof:
        data = inflate.unconsumed_tail
        if not data:
            data = file.read(_READ_BYTES)
            read += len(data)
        if not data:
            return None
        try:
            shape.feed(inflate.decompress(data, _READ_BYTES))
        except zlib.error:
            return None
    return read - len(inflate.unused_data) if shape.is_whole() else None


class _RecordShape:
    """Follows one record's bytes: header, block, two line ends; keeps no more than the header."""

    def __init__(self) -> None:
        self._head = b""
        self._missing: int | None = None  # bytes of block and line ends still to come, once the header is read
        self._tail = b""
        self._is_broken = False

    def feed(self, data: bytes) -> None:
        if self._missing is None:
            self._head += data
            end = self._head.find(b"\r\n\r\n")
            if end < 0:
                self._is_broken |= len(self._head) > _LONGEST_HEAD
                return
            data = self._head[end + 4 :]
            self._missing = self._block_length(self._head[:end]) + 4
            self._head = b""
        self._missing -= len(data)
        self._tail = (self._tail + data)[-4:]

    def is_whole(self) -> bool:
        return not self._is_broken and self._missing == 0 and self._tail == b"\r\n\r\n"

    def _block_length(self, head: bytes) -> int:
        version, *lines = head.split(b"\r\n")
        lengths = [v for n, _, v in (line.partition(b":") for line in lines) if n.strip().lower() == b"content-length"]
        if not version.startswith(b"WARC/1.") or len(lengths) != 1 or not lengths[0].strip().isdigit():
            self._is_broken = True
            return 0
        return int(lengths[0])


def _save_tail(path: Path, start: int) -> Path:
    """Copies what follows `start` into a new file beside `path`."""
    target = path.with_name(f"{path.name.removesuffix('.open')}.torn-{start}")
    with path.open("rb") as file, target.open("wb") as copy:
        file.seek(start)
        while data := file.read(_READ_BYTES):
            copy.write(data)
        copy.flush()
        os.fsync(copy.fileno())
    return target
