"""A WARC file in, the same file out, which tells its size and SHA-256 once it has been read: its bytes come once.

What is kept in object storage is fetched, and paid for, each time it is read.
"""

from __future__ import annotations

import hashlib
from contextlib import ExitStack
from typing import BinaryIO, Literal, Self, cast

from archive.warc_places import WarcFile

__all__ = ["DigestedWarc"]

_CHUNK = 1 << 20


class DigestedWarc:
    """An open WARC file that others may open and close as if it were theirs. To be used in `with`."""

    def __init__(self, warc: WarcFile) -> None:
        self.name = warc.name
        self._opened = ExitStack()
        self._file = _DigestedFile(self._opened.enter_context(warc.open("rb")))
        self._place = str(warc)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._opened.close()

    def open(self, _: Literal["rb"], /) -> BinaryIO:
        """The file's bytes, from the first on."""
        self._file.seek(0)
        return cast(BinaryIO, self._file)

    def finish(self) -> tuple[int, str]:
        """(size in bytes, SHA-256 in hex) of the whole file; reads what nobody has read."""
        file = self._file
        file.seek(file.summed_bytes)
        while file.read(_CHUNK):
            pass
        return file.summed_bytes, file.sha256.hexdigest()

    def __str__(self) -> str:
        return self._place


class _DigestedFile:
    """The bytes of a file; each counts into the digest when all before it have."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._at = 0
        self.summed_bytes = 0
        self.sha256 = hashlib.sha256()

    def read(self, size: int = -1, /) -> bytes:
        """Up to `size` bytes; b'' at the end."""
        data = self._file.read(size)
        new = self._at + len(data) - self.summed_bytes
        if 0 < new <= len(data):
            self.sha256.update(memoryview(data)[len(data) - new :])
            self.summed_bytes += new
        self._at += len(data)
        return data

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Goes to that place; gives it."""
        self._at = self._file.seek(offset, whence)
        return self._at

    def close(self) -> None:
        """Nothing: the file is closed by who opened it."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing, as `close`."""
