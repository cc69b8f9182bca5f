"""WARC files of any origin in, rows of the archive out: idempotent, in order, whole batches, nothing lost by a kill."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.cluster import PartFormat
from archive.errors import NotAWarc
from archive.finish import finish, settings_version
from archive.intake import WARC_FOLDER, take_in, warc_files_in
from archive.parse_archive import ParsingOptions
from archive.parse_changes import ParseChanges
from archive.parse_parts import dump_spans, load_spans
from archive.parse_tasks import Shared
from archive.span_chain import SpanChain
from archive.span_rows import SpanRows, give_up_reading, read_span
from archive.store.file_state import FileState
from archive.store.twins import part_twins
from archive.store.writing import ArchiveWriter, CaptureFacts
from archive.task_pool import Crew, opened_pool
from archive.twin_records import DUPLICATE_ID
from archive.warc_places import final_name, size_of, warc_at
from archive.warc_spans import spans_of
from archive.worker_process import FEWEST_BYTES_FOR_WORKERS, WorkerProcesses

__all__ = ["IngestOptions", "IngestSummary", "Progress", "Run", "follow", "ingest"]

_SPAN_SECONDS = 6 * 3600.0
"""A file that is compressed as a whole is one span, whatever its size."""


@dataclass(frozen=True, slots=True)
class IngestOptions:
    """How to ingest."""

    workers: int = 2
    """Parser processes; 0 parses in this one. Small inputs are parsed in this one in any case."""
    link: bool = False
    """Hard-link files from elsewhere instead of copying them."""
    in_place: bool = False
    """Leave files from elsewhere where they are; the archive folder notes their places."""
    longest_page_bytes: int = 16 << 20
    """HTML beyond this is kept as a capture and not parsed."""
    use_site_evidence: bool = True
    """Whether what a site's pages tell together helps to read each of them."""
    reparse: bool = False
    """Whether pages that another version of the parsers read are read again."""
    client: Any = None  # Any: distributed has no types
    """Client of a Dask scheduler whose workers parse (archive.cluster.connect); None for this machine's processes."""
    span_bytes: int = 8 << 20
    """Stretch of a WARC file that is one task, and whose captures are one transaction."""


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
    refused: tuple[str, ...]
    """What is wrong with files that are no WARC files."""
    twins: int
    """Captures whose record has the id of another one; they are in the archive under one of their own."""
    totals: dict[str, int]
    """Rows by table, of the whole archive."""
    outdated_parses: int
    """Pages that an earlier version of the parsers read; --reparse brings them up to date."""
    unchanged_parses: int
    """Pages parsed again with the same outcome; or that would have it."""
    unconcerned_parses: int
    """Of these, pages that were not parsed: nothing that changed in their site's evidence concerns them."""
    changed_parses: int
    """Pages parsed again with another outcome."""
    changed_fields: dict[str, int]
    """By field: how many of those pages differ in it."""
    changed_examples: dict[str, str]
    """By field: address of the first of them."""
    reparse_reasons: dict[str, dict[str, int]]
    """Why pages were parsed again, by reason and site: 'parsers' (another version read them), 'profile' (what people
    wrote of the site) or 'evidence' (what its pages tell together)."""


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
    files = take_in(paths, into, link=options.link, in_place=options.in_place)
    with ArchiveWriter(into) as writer, WorkerProcesses(options.workers) as processes:
        run = Run(writer, options, progress, processes)
        if writer.info("settings_version") != settings_version(into):
            writer.set_info("is_finished", "0")
        run.read_files(files)
        if run.captures or options.reparse or writer.info("is_finished") != "1":
            run.finish()
        if run.refused and len(run.refused) == len(files):
            raise run.refused[0]
        return run.summary(len(files))


def follow(
    folder: Path,
    *,
    options: IngestOptions | None = None,
    progress: ProgressCall = lambda _: None,
    has_ended: Callable[[float], bool],
    seconds_between: float = 1.0,
) -> IngestSummary:
    """Ingests `folder`/warc while a crawl writes it, up to the last whole record each time, and to the end at the end.

    `has_ended` waits up to the seconds it is given, and tells whether the crawl is over. Meanwhile pages are put
    together when a fifth has been added, so that the work stays in proportion; a page alone, without its site's
    evidence. The end result is that of ingesting all files later.
    """
    options = options or IngestOptions()
    warcs = folder / WARC_FOLDER
    with ArchiveWriter(folder) as writer, WorkerProcesses(options.workers) as processes:
        run = Run(writer, options, progress, processes)
        gathered = 0
        is_over = False
        while not is_over:
            is_over = has_ended(seconds_between)
            run.read_files(warc_files_in(warcs) if warcs.is_dir() else [])
            if not is_over and run.captures - gathered >= max(20, gathered // 5):
                gathered = run.captures
                run.finish(is_last=False)
            # A crawl may take days: between two looks nobody holds memory for nothing.
            processes.close()
        run.finish()
        return run.summary(len(warc_files_in(warcs)) if warcs.is_dir() else 0)


class Run:
    """One ingest: its sums, and the steps that a followed crawl repeats."""

    def __init__(
        self, writer: ArchiveWriter, options: IngestOptions, progress: ProgressCall, processes: WorkerProcesses
    ) -> None:
        self._writer = writer
        self._options = options
        self._progress = progress
        self._processes = processes if options.workers else None
        self.captures = self.records = self.files_read = self.pages = self.bytes_total = 0
        self._early_metadata: list[CaptureFacts] = []
        self.torn: set[str] = set()
        self.refused: list[NotAWarc] = []
        """One for each file that is no WARC file; the others are read all the same."""
        self.twins = 0
        """Captures that had the id of another one."""
        self.changes = ParseChanges()

    def read_files(self, files: Sequence[Path]) -> int:
        """Reads what is new in the files and writes its captures; how many there were."""
        states = self._writer.file_states()
        todo: dict[Path, FileState] = {}
        self.bytes_total = 0
        for path in {final_name(path): path for path in sorted(files, reverse=True)}.values():
            state = states.get(final_name(path), FileState())
            try:
                size = size_of(warc_at(path))
            except FileNotFoundError:
                continue  # a crawl has closed it since it was listed: the next look finds it under its final name
            # A closed file that was read to its end is not opened again; one that was still open is read on.
            if state.sha256 is None or state.size_bytes != size:
                todo[path] = state
                self.bytes_total += size
        self.files_read += len(todo)
        before = self.captures
        if todo:
            # A new archive is filled first and indexed then.
            with nullcontext() if states else self._writer.loading("captures", "versions"):
                self._read(todo)
        return self.captures - before

    def _read(self, todo: Mapping[Path, FileState]) -> None:
        """Reads each file from where it stands; what comes of a span is one transaction, in the files' order."""
        spans = {path: spans_of(path, state, span_bytes=self._options.span_bytes) for path, state in todo.items()}
        chains = {final_name(path): SpanChain(final_name(path), state) for path, state in todo.items()}
        done = dict.fromkeys(chains, 0)
        tasks = ([span] for path in todo for span in spans[path])
        with opened_pool(
            self._crew(),
            read_span,
            give_up_reading,
            part_format=PartFormat(dump_spans, load_spans),
            shared=Shared("", self._options.longest_page_bytes),
            seconds_per_task=_SPAN_SECONDS,
        ) as pool:
            for (span,), (rows,) in pool.map(tasks):
                chain = chains[span.filename]
                records = chain.state.records
                found = chain.follow(span, rows, read_span)
                if found is None:
                    continue
                self._write(span.filename, found)
                self.records += chain.state.records - records
                done[span.filename] = found.ended_bytes
                self._report(sum(done.values()), f"reading {span.filename}")

    def _crew(self) -> Crew:
        processes = self._processes if self.bytes_total >= FEWEST_BYTES_FOR_WORKERS else None
        return Crew(self._writer.folder, processes, self._options.client)

    def _write(self, filename: str, rows: SpanRows) -> None:
        with self._writer.transaction():
            part_twins(self._writer, filename, rows.tables)
            if rows.captures:
                self._writer.set_info("is_finished", "0")
            self._writer.insert_all(rows.tables)
            # A metadata record may come before the capture that it is about.
            self._early_metadata = self._writer.update_captures([*self._early_metadata, *rows.metadata])
        self.captures += rows.captures
        self.twins += sum(row[5] == DUPLICATE_ID for row in rows.tables.get("problems", ()))
        if rows.torn_at_bytes is not None:
            self.torn.add(filename)
        if rows.fault is not None:
            what, where, next_step = rows.fault
            self.refused.append(NotAWarc(what, where=where, next_step=next_step))

    def _report(self, done: int, doing: str) -> None:
        self._progress(Progress(done, self.bytes_total, self.captures, self.pages, doing))

    def finish(self, *, is_last: bool = True) -> None:
        """Parses what is not parsed and puts the pages together; a crawl that goes on is not `is_last`."""

        def parsed(pages: int, todo: int) -> None:
            self.pages += pages
            self._progress(Progress(self.pages, max(todo, self.pages), self.captures, self.pages, "parsing"))

        finish(
            self._writer,
            parsing=ParsingOptions(
                processes=self._processes,
                longest_page_bytes=self._options.longest_page_bytes,
                use_site_evidence=self._options.use_site_evidence,
                is_provisional=not is_last,
                reparse=self._options.reparse and is_last,
                changes=self.changes,
                client=self._options.client,
                span_bytes=self._options.span_bytes,
            ),
            parsed=parsed,
            step=lambda step: self._progress(Progress(1, 1, self.captures, self.pages, step)),
        )

    def summary(self, files: int) -> IngestSummary:
        """What was done and what there is now."""
        return IngestSummary(
            files, self.files_read, self.records, self.captures, self.pages, tuple(sorted(self.torn)),
            tuple(sorted(error.what for error in self.refused)), self.twins,
            self._writer.counts(), self._writer.outdated_parses(), self.changes.unchanged,
            self.changes.unconcerned, self.changes.changed,
            dict(sorted(self.changes.fields.items())), dict(sorted(self.changes.examples.items())),
            self.changes.reasons_by_site(),
        )  # fmt: skip
