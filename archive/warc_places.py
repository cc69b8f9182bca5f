"""The name of a WARC file in, something that opens out: a file of the archive folder, or one that stays elsewhere.

A WARC file that is not brought into DIR/warc has a file NAME.at there, whose one line says where it is: a path (one
that is not absolute begins at the note's own folder), or an address of fsspec (extra oldface[cluster]; s3:// needs
s3fs, gs:// gcsfs, hdfs:// pyarrow).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Literal, Protocol, Self, cast

from archive.errors import BadInput, MissingExtra

__all__ = ["AT_SUFFIX", "OPEN_SUFFIX", "PlacedWarc", "WarcFile", "file_system", "final_name", "find_warc", "is_remote",
           "size_of", "warc_at"]  # fmt: skip

OPEN_SUFFIX = ".open"
"""What a WARC file's name ends with while a crawl still writes it."""
AT_SUFFIX = ".at"
"""What the name of a file ends with that says where a WARC file is."""
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+(?:://|::)", re.IGNORECASE)
_READ_AHEAD = 1 << 20
"""Bytes that one request to object storage brings: some pages; they are read in the order of the file."""
_STORAGE_ERRORS = (
    ("aiohttp", "ClientError"),
    ("botocore.exceptions", "BotoCoreError"),
    ("botocore.exceptions", "ClientError"),
    ("gcsfs.retry", "HttpError"),
    ("google.auth.exceptions", "GoogleAuthError"),
    ("azure.core.exceptions", "AzureError"),
)
"""(module, class) of what object storage raises besides OSError: without credentials, or where a server hangs up."""


class WarcFile(Protocol):
    """What can be read as a WARC file; a Path is one."""

    @property
    def name(self) -> str:
        """Name of the file in the archive, or with .open while it is being written."""

    def open(self, mode: Literal["rb"], /) -> BinaryIO:
        """The file's bytes; they can be sought in."""


@dataclass(frozen=True, slots=True)
class PlacedWarc:
    """A WARC file that is elsewhere."""

    name: str
    """Its name in the archive."""
    place: str
    """Its path, or its address."""

    def open(self, mode: Literal["rb"], /) -> BinaryIO:
        """The file's bytes; BadInput when they cannot be had, now or while they are read."""
        with _told(self.place):
            if not is_remote(self.place):
                return cast(BinaryIO, _PlacedFile(Path(self.place).open(mode), self.place))
            files, path = file_system(self.place)
            opened = files.open(path, mode, block_size=_READ_AHEAD, cache_type="readahead")
            return cast(BinaryIO, _PlacedFile(cast(BinaryIO, opened), self.place))

    @property
    def size_bytes(self) -> int:
        """Size of the file; BadInput when it cannot be had."""
        with _told(self.place):
            if not is_remote(self.place):
                return Path(self.place).stat().st_size
            files, path = file_system(self.place)
            return int(files.size(path))

    def __str__(self) -> str:
        return self.place


class _PlacedFile:
    """An open file whose faults name its place: as much of a BinaryIO as reading a WARC file takes."""

    def __init__(self, file: BinaryIO, place: str) -> None:
        self._file = file
        self._place = place

    def read(self, size: int = -1, /) -> bytes:
        """Up to `size` bytes; b'' at the end."""
        with _told(self._place):
            return self._file.read(size)

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Goes to that place; gives it."""
        with _told(self._place):
            return self._file.seek(offset, whence)

    def tell(self) -> int:
        """The place of the next byte."""
        return self._file.tell()

    def close(self) -> None:
        """Closes the file."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@contextmanager
def _told(place: str) -> Iterator[None]:
    """Whatever storage raises, as BadInput with the place."""
    try:
        yield
    except _storage_errors() as error:
        raise BadInput(
            f"The WARC file cannot be read: {str(error) or type(error).__name__}", where=place,
            next_step="Check the address and its credentials; a server must serve parts of files (Accept-Ranges).",
        ) from error  # fmt: skip


def _storage_errors() -> tuple[type[Exception], ...]:
    """What opening and reading may raise; of _STORAGE_ERRORS those that are loaded, as no other can be raised."""
    found = (getattr(sys.modules.get(module), name, None) for module, name in _STORAGE_ERRORS)
    loaded = [kind for kind in found if isinstance(kind, type) and issubclass(kind, Exception)]
    return (OSError, ValueError, TypeError, ImportError, *loaded)


def is_remote(path: str) -> bool:
    """Whether it is an address of fsspec and not a path of this machine.

    >>> is_remote("s3://bucket/a.warc.gz"), is_remote("/data/a.warc.gz"), is_remote("C:/a.warc.gz")
    (True, False, False)
    """
    return _ADDRESS.match(path) is not None


def file_system(address: str) -> tuple[Any, str]:  # Any: fsspec has no types
    """(file system of fsspec, path in it) of an address; MissingExtra or BadInput."""
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise MissingExtra(
            f"{address} needs fsspec", next_step="Install it: pip install 'oldface[cluster]' (and s3fs for s3://)."
        ) from error
    try:
        files, path = url_to_fs(address)
    except _storage_errors() as error:
        raise BadInput(
            f"{address} cannot be opened: {error}", next_step="Check the address and its credentials."
        ) from error
    return files, str(path)


def final_name(path: Path) -> str:
    """The name that the WARC file has in the archive.

    >>> final_name(Path("a.warc.gz.open")), final_name(Path("b.warc.gz.at"))
    ('a.warc.gz', 'b.warc.gz')
    """
    return path.name.removesuffix(AT_SUFFIX).removesuffix(OPEN_SUFFIX)


def warc_at(path: Path) -> Path | PlacedWarc:
    """The WARC file of a path: itself, or the one that it says the place of."""
    if path.name.endswith(AT_SUFFIX):
        place = path.read_text("utf-8").strip()
        return PlacedWarc(final_name(path), place if is_remote(place) else str(path.absolute().parent / place))
    return path


def size_of(warc: Path | PlacedWarc) -> int:
    """Size in bytes."""
    return warc.size_bytes if isinstance(warc, PlacedWarc) else warc.stat().st_size


def find_warc(folder: Path, filename: str) -> Path | PlacedWarc:
    """The WARC file of that name: under its own name, or with .open while a crawl writes it, or where .at says."""
    path = folder / filename
    if not path.exists():
        for suffix in (OPEN_SUFFIX, AT_SUFFIX):
            other = path.with_name(path.name + suffix)
            if other.exists():
                return warc_at(other)
    return path
