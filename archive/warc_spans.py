"""WARC files in, spans of them out: what one task reads, and how it is known that together they are the whole file.

A span holds the records that begin inside it. Where the first of them begins is looked for, and may be found wrongly:
a page can hold a WARC file of its own. So each span says where it began and where the next has to begin; a file is
whole when every span began where the one before it ended, and a span that did not is read again from the right place.
By induction from the file's first byte the spans then give what one pass over the file would have given.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from archive.store.file_state import FileState
from archive.warc_places import OPEN_SUFFIX, PlacedWarc, final_name, size_of, warc_at

__all__ = ["Span", "spans_of"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a WARC file, and what is known of the file."""

    filename: str
    """The file's name in the archive."""
    place: str
    """Its path, or its address."""
    start_bytes: int
    end_bytes: int | None
    """Records that begin here or later are the next span's; None: to the end of the file, wherever it is by then."""
    is_exact: bool
    """Whether a record begins at the start; else the first one from there on is looked for."""
    is_open: bool = False
    """Whether a crawl still writes the file."""
    has_digest: bool = False
    """Whether the digest of the whole file is told along with this span."""

    @property
    def warc(self) -> PlacedWarc:
        """The file; also when the crawl that wrote it has closed it by now."""
        closed = self.place.removesuffix(OPEN_SUFFIX)
        if self.is_open and not Path(self.place).exists() and Path(closed).exists():
            return PlacedWarc(self.filename, closed)
        return PlacedWarc(self.filename + (OPEN_SUFFIX if self.is_open else ""), self.place)

    def from_place(self, start_bytes: int) -> Span:
        """The same span, known to have its first record there."""
        return replace(self, start_bytes=start_bytes, is_exact=True)


def spans_of(path: Path, state: FileState, *, span_bytes: int) -> list[Span]:
    """What is to be read of the file from `state` on, in order; at least one span, which may turn out to be empty."""
    warc = warc_at(path)
    place = warc.place if isinstance(warc, PlacedWarc) else str(path.absolute())
    is_open = path.name.endswith(OPEN_SUFFIX)
    starts = list(_starts(state.read_bytes, size_of(warc), span_bytes))
    ends: Sequence[int | None] = [*starts[1:], None]
    return [
        Span(final_name(path), place, start, end, not number, is_open, not number and not is_open)
        for number, (start, end) in enumerate(zip(starts, ends, strict=True))
    ]


def _starts(first: int, size_bytes: int, span_bytes: int) -> Iterator[int]:
    """The first place, then every multiple of the span's size: the same ones in a second run."""
    yield first
    yield from range((first // span_bytes + 1) * span_bytes, size_bytes, span_bytes)
