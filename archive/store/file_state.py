"""How far a WARC file was read, as the archive remembers it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["FileState"]


@dataclass(frozen=True, slots=True)
class FileState:
    """How far a file had been read."""

    read_bytes: int = 0
    """Where to go on: the place of a record that can be reached without what is before it."""
    records: int = 0
    """Records before that place."""
    size_bytes: int = 0
    sha256: str | None = None
    """Of the closed file, once it was read to its end."""
    crawl_id: int | None = None
    """The crawl of the records before that place."""
