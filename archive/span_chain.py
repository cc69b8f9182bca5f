"""The spans of one file as they were read, in order, in; what is to be written of each, as in one pass, out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from archive.keys import row_id
from archive.parse_rows import Row
from archive.span_rows import SpanRows, crawl_row
from archive.store.file_state import FileState
from archive.warc_spans import Span

__all__ = ["SpanChain"]


@dataclass(slots=True)
class SpanChain:
    """How far a file has been put together."""

    filename: str
    state: FileState
    sha256: str | None = None
    """Of the whole file, as one of its spans told."""
    is_over: bool = False
    """Whether its end was reached."""

    def follow(self, span: Span, rows: SpanRows, read: Callable[[Span], SpanRows]) -> SpanRows | None:
        """The rows with which the file goes on, a row of warc_files that says how far it goes among them; None where
        nothing begins in the span. A span that did not begin where the one before it ended is read again with `read`.
        """
        place = self.state.read_bytes
        if self.is_over or (span.end_bytes is not None and place >= span.end_bytes):
            return None
        self.sha256 = rows.sha256 or self.sha256
        if rows.began_bytes != place and not rows.is_given_up:
            rows = read(span.from_place(place))
        self._enter_crawls(rows)
        self.is_over = rows.reached_end
        self.state = FileState(
            rows.ended_bytes, self.state.records + rows.records, rows.size_bytes, None, self.state.crawl_id
        )
        # A file that a killed crawl left open before its first whole record is taken away by the next crawl.
        if self.state.records or not span.is_open:
            rows.add("warc_files", self._file_row(span, rows))
        return rows

    def _enter_crawls(self, rows: SpanRows) -> None:
        """Gives captures that come before any warcinfo of their span the crawl that the file was in by then."""
        count = rows.captures_before_crawl
        if count:
            if self.state.crawl_id is None:
                row = crawl_row(self.filename, {})
                rows.add("crawls", row)
                self.state = replace(self.state, crawl_id=int(str(row[0])))
            captures = rows.tables["captures"]
            captures[:count] = [(*row[:2], self.state.crawl_id, *row[3:]) for row in captures[:count]]
        if rows.crawl_id is not None:
            self.state = replace(self.state, crawl_id=rows.crawl_id)

    def _file_row(self, span: Span, rows: SpanRows) -> Row:
        is_whole = rows.reached_end and not span.is_open
        if rows.fault is not None:
            return (
                row_id("warc_file", self.filename), self.filename, rows.size_bytes, self.sha256, None, "none", 0,
                rows.size_bytes, None, None,
            )  # fmt: skip
        return (
            row_id("warc_file", self.filename), self.filename, rows.size_bytes, self.sha256 if is_whole else None,
            rows.version, rows.compression, self.state.records, self.state.read_bytes, rows.torn_at_bytes,
            self.state.crawl_id,
        )  # fmt: skip
