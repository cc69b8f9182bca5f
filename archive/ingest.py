"""WARC files of any origin in, rows of the archive out: idempotent, in order, whole batches, nothing lost by a kill."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.errors import NotAWarc
from archive.finish import finish, settings_version
from archive.ingest_groups import Group, read_groups, refused_group
from archive.intake import WARC_FOLDER, take_in, warc_files_in
from archive.parse_archive import ParsingOptions
from archive.parse_changes import ParseChanges
from archive.store.file_state import FileState
from archive.store.writing import ArchiveWriter
from archive.warc_reader import OPEN_SUFFIX

__all__ = ["IngestOptions", "IngestSummary", "Progress", "Run", "follow", "ingest"]


@dataclass(frozen=True, slots=True)
class IngestOptions:
    """How to ingest."""

    workers: int = 2
    """Parser processes; 0 parses in this one. Small inputs are parsed in this one in any case."""
    captures_per_batch: int = 400
    """How many captures one transaction holds."""
    link: bool = False
    """Hard-link files from elsewhere instead of copying them."""
    longest_page_bytes: int = 16 << 20
    """HTML beyond this is kept as a capture and not parsed."""
    use_site_evidence: bool = True
    """Whether what a site's pages tell together helps to read each of them."""
    reparse: bool = False
    """Whether pages that another version of the parsers read are read again."""
    client: Any = None  # Any: distributed has no types
    """Client of a Dask scheduler whose workers parse (archive.cluster.connect); None for this machine's processes."""
    span_bytes: int = 8 << 20
    """Stretch of a WARC file that is one task of the cluster."""


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
    totals: dict[str, int]
    """Rows by table, of the whole archive."""
    outdated_parses: int
    """Pages that an earlier version of the parsers read; --reparse brings them up to date."""
    unchanged_parses: int
    """Pages parsed again with the same outcome."""
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
    files = take_in(paths, into, link=options.link)
    with ArchiveWriter(into) as writer:
        run = Run(writer, options, progress)
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
    with ArchiveWriter(folder) as writer:
        run = Run(writer, options, progress)
        gathered = 0
        is_over = False
        while not is_over:
            is_over = has_ended(seconds_between)
            run.read_files(warc_files_in(warcs) if warcs.is_dir() else [])
            if not is_over and run.captures - gathered >= max(20, gathered // 5):
                gathered = run.captures
                run.finish(is_last=False)
        run.finish()
        return run.summary(len(warc_files_in(warcs)) if warcs.is_dir() else 0)


class Run:
    """One ingest: its sums, and the steps that a followed crawl repeats."""

    def __init__(self, writer: ArchiveWriter, options: IngestOptions, progress: ProgressCall) -> None:
        self._writer = writer
        self._options = options
        self._progress = progress
        self.captures = self.records = self.files_read = self.pages = self.bytes_total = 0
        self.torn: set[str] = set()
        self.refused: list[NotAWarc] = []
        """One for each file that is no WARC file; the others are read all the same."""
        self.changes = ParseChanges()

    def read_files(self, files: Sequence[Path]) -> int:
        """Reads what is new in the files and writes its captures; how many there were."""
        states = self._writer.file_states()
        todo = [path for path in files if _has_news(path, states)]
        self.files_read += len(todo)
        self.bytes_total = sum(path.stat().st_size for path in todo)
        before = self.captures
        done = 0
        for path in todo:
            state = states.get(path.name.removesuffix(OPEN_SUFFIX), FileState())
            records = state.records
            try:
                for group in read_groups(path, state, captures_per_group=self._options.captures_per_batch):
                    self._write(group)
                    self.records += group.records - records
                    records = group.records
                    self._report(done + group.read_bytes, f"reading {path.name}")
            except NotAWarc as error:
                self._write(refused_group(path, error))
                self.refused.append(error)
            done += path.stat().st_size
        return self.captures - before

    def _write(self, group: Group) -> None:
        with self._writer.transaction():
            if group.captures:
                self._writer.set_info("is_finished", "0")
            self._writer.insert_all(group.tables)
            self._writer.update_captures(group.metadata)
        self.captures += group.captures
        if group.is_torn:
            self.torn.add(group.filename)

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
                workers=self._options.workers,
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
            tuple(sorted(error.what for error in self.refused)),
            self._writer.counts(), self._writer.outdated_parses(), self.changes.unchanged, self.changes.changed,
            dict(sorted(self.changes.fields.items())), dict(sorted(self.changes.examples.items())),
            self.changes.reasons_by_site(),
        )  # fmt: skip


def _has_news(path: Path, states: dict[str, FileState]) -> bool:
    state = states.get(path.name.removesuffix(OPEN_SUFFIX))
    # A closed file that was read to its end is not opened again; one that was still open is read on.
    return state is None or state.sha256 is None or state.size_bytes != path.stat().st_size
