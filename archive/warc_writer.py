"""Records in, WARC 1.1 files out: rotated, locked, `.open` while written, each record one gzip member.

What `append` returned from is in the file (it survives the death of this process); what `sync` returned from is on
the disk (it survives a power cut). When a write fails, the file is cut back to the record before it, so a full disk
leaves a valid file behind.
"""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from archive.errors import ArchiveInUse, DiskFull
from archive.warc_digests import digest_of
from archive.warc_gzip import gzip_member, stored_member

__all__ = ["OPEN_SUFFIX", "Block", "Place", "WarcRecord", "WarcWriter", "WriterOptions", "warc_date", "warc_fields"]

OPEN_SUFFIX = ".open"
"""What a file's name ends with until it is closed (as Heritrix and warcprox do)."""

_ONE_WRITE_BYTES = 8 * 1024 * 1024
"""Records up to this size go to the file in one write(), so that a kill finds them whole or not there."""

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class Block(Protocol):
    """A record's block: pieces of bytes that can be read more than once, and their sum."""

    def __iter__(self) -> Iterator[bytes]: ...

    def __len__(self) -> int: ...


@dataclass(frozen=True, slots=True)
class WarcRecord:
    """One record to write; Content-Length and WARC-Block-Digest are added by the writer."""

    record_type: str
    record_id: str
    """'urn:uuid:…', without angle brackets."""
    date: str
    """WARC-Date, see `warc_date`."""
    content_type: str
    block: Sequence[bytes] | Block
    fields: tuple[tuple[str, str], ...] = ()
    """Further named fields in order, repeats allowed: WARC-Target-URI, WARC-Concurrent-To, …"""
    is_compressed: bool = False
    """Whether the block is mostly compressed data already, so that deflating it would only take time."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record was written."""

    filename: str
    """Without folder and without `.open`."""
    offset_bytes: int
    length_bytes: int
    block_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WriterOptions:
    """How files are named, when they end, how hard they are compressed."""

    prefix: str = "oldface"
    """First part of a file's name (annex B)."""
    host: str = "localhost"
    """Last part of a file's name: the machine that wrote it."""
    max_bytes: int = 1_000_000_000
    """A file that has reached this size is closed and the next one begun; 10^9 is the standard's advice."""
    level: int = 6
    """zlib level of what is not compressed already."""


class WarcWriter:
    """The open WARC file of one crawl; close it, or use it in a `with` statement."""

    def __init__(
        self,
        folder: Path,
        *,
        warcinfo: Callable[[str, str], WarcRecord],
        options: WriterOptions | None = None,
        next_serial: int = 1,
    ) -> None:
        """Writes into `folder`. `warcinfo` makes a file's first record from its name and WARC-Date."""
        self.folder = folder
        self.next_serial = next_serial
        self.filename: str | None = None
        """Name of the file being written, without `.open`; None between files."""
        self.offset_bytes = 0
        """Bytes of it that are whole records."""
        self.warcinfo_id: str | None = None
        """Record id of its warcinfo record."""
        self._warcinfo = warcinfo
        self._options = options or WriterOptions()
        self._file = -1

    def __enter__(self) -> WarcWriter:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def begin_file(self, at: datetime) -> str:
        """Opens the next file unless one is open that has room; gives the name of the open file."""
        if self.filename is not None and self.offset_bytes >= self._options.max_bytes:
            self.close()
        if self.filename is None:
            self._open(at)
        assert self.filename is not None  # noqa: S101 - what _open is for
        return self.filename

    def append(self, records: Iterable[WarcRecord]) -> list[Place]:
        """Writes the records into the open file, in order, and gives their places.

        All or none: raises `DiskFull`, with the file as it was, when the disk does not take them.
        """
        if self.filename is None:
            raise ValueError("begin_file comes before append")
        start = self.offset_bytes
        places: list[Place] = []
        try:
            for record in records:
                places.append(self._append_one(record))
        except OSError as error:
            self._cut_back(start)
            raise self._disk_full(error) from error
        return places

    def sync(self) -> int:
        """Brings the open file to the disk; gives the number of its bytes that are safe there.

        Raises `DiskFull` when the disk does not take them: then only what an earlier call said is safe.
        """
        if self._file < 0:
            return 0
        written = self.offset_bytes
        try:
            os.fdatasync(self._file)
        except OSError as error:
            raise self._disk_full(error) from error
        return written

    def close(self) -> None:
        """Brings the open file to the disk and takes `.open` off its name; raises `DiskFull`, and leaves the name."""
        if self.filename is None:
            return
        try:
            os.fsync(self._file)
        except OSError as error:
            raise self._disk_full(error) from error
        final = self.folder / self.filename
        (self.folder / (self.filename + OPEN_SUFFIX)).rename(final)
        os.close(self._file)
        sync_folder(self.folder)
        self._file, self.filename, self.offset_bytes, self.warcinfo_id = -1, None, 0, None

    def _open(self, at: datetime) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        stamp = at.strftime("%Y%m%d%H%M%S")
        while True:
            name = f"{self._options.prefix}-{stamp}-{self.next_serial:05}-{self._options.host}.warc.gz"
            self.next_serial += 1
            if not (self.folder / name).exists():
                with suppress(FileExistsError):
                    path = self.folder / (name + OPEN_SUFFIX)
                    self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC, 0o644)
                    break
        self.filename = name
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ArchiveInUse("another process writes this WARC file", where=self._where()) from error
        sync_folder(self.folder)
        record = self._warcinfo(name, warc_date(at))
        self.warcinfo_id = record.record_id
        try:
            self.append([record])
        except DiskFull:
            self._discard()
            raise

    def _discard(self) -> None:
        """Takes away a file that could not even begin."""
        (self.folder / f"{self.filename}{OPEN_SUFFIX}").unlink()
        os.close(self._file)
        self._file, self.filename, self.offset_bytes, self.warcinfo_id = -1, None, 0, None

    def _append_one(self, record: WarcRecord) -> Place:
        head, block_digest = _head(record)
        if record.is_compressed:
            pieces = stored_member(head, [*_joined(record.block), b"\r\n\r\n"], level=self._options.level)
        else:
            pieces = gzip_member(_with_ends(head, record.block), level=self._options.level)
        length = self._write(pieces)
        place = Place(self.filename or "", self.offset_bytes, length, block_digest)
        self.offset_bytes += length
        return place

    def _write(self, pieces: Iterable[bytes]) -> int:
        """Writes the pieces, as one write() where they are no more than `_ONE_WRITE_BYTES`; gives their sum."""
        total, held, held_bytes = 0, [], 0
        for piece in pieces:
            held.append(piece)
            held_bytes += len(piece)
            if held_bytes > _ONE_WRITE_BYTES:
                total += self._write_all(b"".join(held))
                held, held_bytes = [], 0
        return total + self._write_all(b"".join(held))

    def _write_all(self, data: bytes) -> int:
        view = memoryview(data)
        while view:
            view = view[os.write(self._file, view) :]
        return len(data)

    def _cut_back(self, offset: int) -> None:
        os.ftruncate(self._file, offset)
        self.offset_bytes = offset

    def _disk_full(self, error: OSError) -> DiskFull:
        """The error of a write the disk did not take."""
        if error.errno in _FULL:
            return DiskFull(f"no room to write a record ({error.strerror})", where=self._where())
        return DiskFull(
            f"the disk did not take a record ({error.strerror})",
            where=self._where(),
            next_step="See to the disk, then run the same command again: it goes on where it stopped.",
        )

    def _where(self) -> str:
        return f"{self.folder / (self.filename or '')}{OPEN_SUFFIX} at {self.offset_bytes}"


def warc_date(at: datetime) -> str:
    """WARC-Date of an aware UTC time, with microseconds (WARC 1.1 section 5.4).

    >>> from datetime import UTC
    >>> warc_date(datetime(2016, 3, 1, 12, 0, 0, 250, tzinfo=UTC))
    '2016-03-01T12:00:00.000250Z'
    """
    return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def warc_fields(fields: Iterable[tuple[str, str]]) -> bytes:
    """An application/warc-fields block; line ends inside a value become spaces, so that no value can forge a field.

    >>> warc_fields([("via", "http://a.example/"), ("note", "two\\r\\nlines")])
    b'via: http://a.example/\\r\\nnote: two lines\\r\\n'
    """
    return "".join(f"{name}: {' '.join(value.split())}\r\n" for name, value in fields).encode("utf-8", "replace")


def sync_folder(folder: Path) -> None:
    """Brings a folder's entries to the disk: a new or renamed file is only safe after this."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _head(record: WarcRecord) -> tuple[bytes, str]:
    """The record's header with its closing empty line, and the block's digest."""
    length = sum(map(len, record.block)) if isinstance(record.block, (list, tuple)) else len(record.block)
    block_digest = digest_of(record.block)
    lines = [
        "WARC/1.1",
        f"WARC-Type: {record.record_type}",
        f"WARC-Record-ID: <{record.record_id}>",
        f"WARC-Date: {record.date}",
        *(f"{name}: {value}" for name, value in record.fields),
        f"WARC-Block-Digest: {block_digest}",
        f"Content-Type: {record.content_type}",
        f"Content-Length: {length}",
        "\r\n",
    ]
    return "\r\n".join(lines).encode("utf-8", "replace"), block_digest


def _with_ends(head: bytes, block: Iterable[bytes]) -> Iterator[bytes]:
    yield head
    yield from block
    yield b"\r\n\r\n"


def _joined(block: Sequence[bytes] | Block) -> Iterable[bytes]:
    """Small pieces as one: a stored block each would cost more than it holds."""
    if isinstance(block, (list, tuple)):
        return [b"".join(block)]
    return block
