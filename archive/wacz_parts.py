"""Files, lines and data in, the parts of a package out: each with its digest, and open to be read again.

What was written is what is indexed: a WARC file that is kept elsewhere is fetched once, and what its place holds a
minute later changes nothing.
"""

from __future__ import annotations

import hashlib
import io
import re
import tempfile
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, BinaryIO, Literal, Self, cast

__all__ = ["PartFile", "PartWriter"]

_CHUNK = 1 << 20
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest a ZIP can say: when a file was put in is no fact of the archive."""


@dataclass(frozen=True, slots=True)
class PartFile:
    """A part that was written, as a file: a WarcFile when it is a WARC file."""

    name: str
    """Last part of its name in the package."""
    package: Path
    """The package, or its draft."""
    start_bytes: int
    size_bytes: int
    sha256: str

    def open(self, _: Literal["rb"], /) -> BinaryIO:
        """The part's bytes."""
        return cast(BinaryIO, io.BufferedReader(_Stretch(self.package, self.start_bytes, self.size_bytes)))

    def __str__(self) -> str:
        return self.name


class _Stretch(io.RawIOBase):
    """A stretch of a file, to be read as if it were one."""

    def __init__(self, path: Path, start_bytes: int, size_bytes: int) -> None:
        super().__init__()
        self._file = path.open("rb", buffering=0)
        self._start = start_bytes
        self._size = size_bytes
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0, /) -> int:
        self._at = max(0, (0, self._at, self._size)[whence] + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: Any, /) -> int:  # Any: typeshed's own name for a writable buffer is private
        size = max(0, min(len(buffer), self._size - self._at))
        self._file.seek(self._start + self._at)
        data = self._file.read(size) or b""
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)

    def close(self) -> None:
        self._file.close()
        super().close()


class PartWriter:
    """The parts of a package being written, and what datapackage.json says of them. To be used in `with`,
    inside that of the file it is given."""

    def __init__(self, file: IO[bytes], path: Path) -> None:
        self._file = file
        self._path = path
        self._archive = zipfile.ZipFile(file, "w", zipfile.ZIP_STORED, allowZip64=True)
        self.resources: list[dict[str, Any]] = []  # Any: JSON

    def add(self, name: str, source: IO[bytes]) -> PartFile:
        """Writes a part from its bytes, and notes its digest."""
        digest, size = hashlib.sha256(), 0
        member = zipfile.ZipInfo(name, _ZIP_TIME)
        # told beforehand, the size is no reason for a ZIP64 field in the member's own header: wabac.js takes the length
        # of that header from the central directory, which has none, and would begin to read 20 bytes too early
        member.file_size = source.seek(0, 2)
        source.seek(0)
        with self._archive.open(member, "w") as target:
            start = self._file.tell()
            while block := source.read(_CHUNK):
                digest.update(block)
                size += len(block)
                target.write(block)
        self._file.flush()
        sha256 = digest.hexdigest()
        self.resources.append({"name": _resource_name(name), "path": name, "hash": f"sha256:{sha256}", "bytes": size})
        return PartFile(name.rpartition("/")[2], self._path, start, size, sha256)

    def add_lines(self, name: str, lines: Iterable[str]) -> int:
        """The same from lines; gives how many."""
        count = 0
        with tempfile.TemporaryFile() as buffer:
            for line in lines:
                buffer.write(line.encode("utf-8", "surrogatepass") + b"\n")
                count += 1
            buffer.seek(0)
            self.add(name, cast("IO[bytes]", buffer))
        return count

    def add_data(self, name: str, data: bytes) -> None:
        """Writes what is not listed in datapackage.json: itself, and its digest."""
        self._archive.writestr(zipfile.ZipInfo(name, _ZIP_TIME), data)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Writes the list of parts, which ends the package."""
        self._archive.close()


def _resource_name(path: str) -> str:
    """The name a data package may use: lower case, few characters, one for each path."""
    return re.sub(r"[^a-z0-9._-]+", "-", path.rpartition("/")[2].lower())
