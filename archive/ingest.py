"""WARC files of any origin in, rows of the archive out: idempotent, in order, whole batches, nothing lost by a kill."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.finish import finish
from archive.ingest_groups import FileState, Group, read_groups
from archive.intake import take_in
from archive.parse_rows import ParseRows, Row
from archive.parser_pool import ParserPool
from archive.store.writing import ArchiveWriter
from archive.warc_reader import OPEN_SUFFIX

__all__ = ["IngestOptions", "IngestSummary", "Progress", "ingest"]

_SMALL_BYTES = 2_000_000
"""Below this, starting parser processes costs more than it gains."""


@dataclass(frozen=True, slots=True)
class IngestOptions:
    """How to ingest."""

    workers: int = 2
    """Parser processes; 0 parses in this one."""
    pages_per_group: int = 8
    """How many pages travel to a worker together."""
    captures_per_batch: int = 400
    """How many captures one transaction holds."""
    link: bool = False
    """Hard-link files from elsewhere instead of copying them."""
    longest_page_bytes: int = 16 << 20
    """HTML beyond this is kept as a capture and not parsed."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an ingest is."""

    bytes_done: int
    bytes_total: int
    captures: int
    pages: int
    doing: str
    """Name of the file being read, or of the step that puts pages together."""


@dataclass(frozen=True, slots=True)
class IngestSummary:
    """What an ingest did, and what the archive then holds."""

    files: int
    """Files looked at."""
    files_read: int
    """Files that had something new."""
    records: int
    captures: int
    pages_parsed: int
    torn: tuple[str, ...]
    """Names of files that end inside a record."""
    totals: dict[str, int]
    """Rows by table, of the whole archive."""
    outdated_parses: int
    """Pages that an earlier version of the parsers read; --reparse brings them up to date."""


ProgressCall = Callable[[Progress], None]


def ingest(
    paths: Iterable[Path],
    *,
    into: Path,
    options: IngestOptions | None = None,
    progress: ProgressCall = lambda _: None,
) -> IngestSummary:
    """Brings the files into the archive folder and what they hold into its database.

    BadInput or NotAWarc for a path that holds nothing; what is broken inside a file becomes rows of `problems`.
    """
    options = options or IngestOptions()
    files = take_in(paths, into, link=options.link)
    with ArchiveWriter(into) as writer:
        batch = read_files(writer, files, options, progress)
        if batch.files_read or writer.info("is_finished") != "1":
            finish(writer, workers=options.workers, step=_step_reporter(batch, progress))
        return summary_of(writer, len(files), batch)


def _step_reporter(batch: Batch, progress: ProgressCall) -> Callable[[str], None]:
    return lambda step: progress(Progress(batch.bytes_total, batch.bytes_total, batch.captures, batch.pages, step))


def summary_of(writer: ArchiveWriter, files: int, batch: Batch) -> IngestSummary:
    """What was done and what there is now."""
    return IngestSummary(
        files, batch.files_read, batch.records, batch.captures, batch.pages, tuple(sorted(batch.torn)),
        writer.counts(), writer.outdated_parses(),
    )  # fmt: skip


class Batch:
    """Groups in order, until there are enough for a transaction; and the sums of a run."""

    def __init__(self, writer: ArchiveWriter, captures_per_batch: int) -> None:
        self._writer = writer
        self._captures_per_batch = captures_per_batch
        self._groups: list[tuple[Group, Sequence[ParseRows]]] = []
        self._waiting = 0
        self._under_way: set[int] = set()
        self.captures = self.pages = self.records = self.files_read = self.bytes_total = 0
        self.torn: set[str] = set()

    def is_new_parse(self, parse_id: int) -> bool:
        """Whether the parse is neither in the archive nor under way; from now on it is under way."""
        if parse_id in self._under_way or self._writer.known_parses([parse_id]):
            return False
        self._under_way.add(parse_id)
        return True

    def add(self, group: Group, parsed: Sequence[ParseRows]) -> None:
        """One more group, in the order of the files."""
        self._groups.append((group, parsed))
        self._waiting += group.captures
        self.captures += group.captures
        self.pages += len(parsed)
        if group.is_torn:
            self.torn.add(group.filename)
        if self._waiting >= self._captures_per_batch:
            self.commit()

    def commit(self) -> None:
        """Writes what waits, in one transaction."""
        tables: dict[str, list[Row]] = {}
        for group, parsed in self._groups:
            for source in (group.tables, *(rows.tables for rows in parsed)):
                for table, rows in source.items():
                    tables.setdefault(table, []).extend(rows)
        with self._writer.transaction():
            self._writer.insert_all(tables)
            for group, _ in self._groups:
                self._writer.update_captures(group.metadata)
        for _, parsed in self._groups:
            self._under_way.difference_update(rows.parse_id for rows in parsed)
        self._groups = []
        self._waiting = 0


def read_files(writer: ArchiveWriter, files: Sequence[Path], options: IngestOptions, progress: ProgressCall) -> Batch:
    """Reads what is new in the files and writes it; pages are not yet put together."""
    batch = Batch(writer, options.captures_per_batch)
    states = writer.file_states()
    todo = [path for path in files if _has_news(path, states)]
    batch.files_read = len(todo)
    batch.bytes_total = sum(path.stat().st_size for path in todo)
    if not todo:
        return batch
    writer.set_info("is_finished", "0")
    done = 0
    workers = options.workers if batch.bytes_total > _SMALL_BYTES else 0
    with ParserPool[Group](workers=workers) as pool:
        for path in todo:
            state = states.get(path.name.removesuffix(OPEN_SUFFIX), FileState())
            batch.records -= state.records
            for group in read_groups(
                path,
                state,
                is_new_parse=batch.is_new_parse,
                longest_page_bytes=options.longest_page_bytes,
                pages_per_group=options.pages_per_group,
            ):
                pool.give(group, group.tasks)
                while pool.is_full:
                    for ready, parsed in pool.take():
                        batch.add(ready, parsed)
                progress(Progress(done + group.read_bytes, batch.bytes_total, batch.captures, batch.pages, path.name))
            batch.records += group.records
            done += path.stat().st_size
        for ready, parsed in pool.take_all():
            batch.add(ready, parsed)
            progress(Progress(done, batch.bytes_total, batch.captures, batch.pages, ready.filename))
        batch.commit()
    return batch


def _has_news(path: Path, states: dict[str, FileState]) -> bool:
    state = states.get(path.name.removesuffix(OPEN_SUFFIX))
    # A closed file that was read to its end is not opened again; one that was still open is read on.
    return state is None or state.sha256 is None or state.size_bytes != path.stat().st_size
