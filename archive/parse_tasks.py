"""Places in WARC files in, rows and shapes of the pages there out: what a worker process does.

The payload is read here, so that the writing process only writes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from archive.errors import BadRecord, OldfaceError, PageTooLarge
from archive.page import read_page
from archive.parse_rows import ParseRows, Payload, given_up, parse_rows
from archive.site_templates import PageShape, SiteEvidence, observe
from archive.warc_reader import ReaderLimits, Record, find_warc, iterate_records, read_capture

__all__ = ["ParseTask", "give_up_observing", "give_up_parsing", "observe_task", "parse_task", "prepare_worker"]


@dataclass(frozen=True, slots=True)
class ParseTask:
    """A payload to parse: which, and where it is."""

    payload: Payload
    path: str
    offset_bytes: int
    offset_in_member_bytes: int
    site: str


_evidence: dict[str, tuple[SiteEvidence, str]] = {}
"""What each site tells its pages, and its version; set once per worker, since it is the same for thousands of tasks."""
_version: list[str] = [""]
_limits: list[ReaderLimits] = [ReaderLimits()]
_passes: dict[str, tuple[Iterator[Record], int]] = {}
"""By path: a pass over a file whose records share one compressed member, and how far it is."""


def prepare_worker(evidence: Mapping[str, SiteEvidence], version: str, longest_bytes: int) -> None:
    """Sets what all tasks of a run share."""
    _evidence.clear()
    _evidence.update({site: (told, told.version) for site, told in evidence.items()})
    _version[0] = version
    _limits[0] = ReaderLimits(longest_kept_bytes=longest_bytes)
    _passes.clear()


def parse_task(task: ParseTask) -> ParseRows:
    """The rows of the page at the task's place."""
    evidence, told = _evidence.get(task.site, (None, ""))
    try:
        content = _content(task)
    except OldfaceError as error:
        return given_up(task.payload, error, version=_version[0], told=told)
    return parse_rows(task.payload, content, version=_version[0], evidence=evidence, told=told)


def give_up_parsing(task: ParseTask, error: OldfaceError) -> ParseRows:
    """The rows of a page that hung or killed its worker."""
    return given_up(task.payload, error, version=_version[0], told=_evidence.get(task.site, (None, ""))[1])


def observe_task(task: ParseTask) -> PageShape | None:
    """The shape of the page at the task's place; None when it cannot be read."""
    try:
        return observe(read_page(_content(task), url=task.payload.url, charset=task.payload.charset))
    except OldfaceError:
        return None


def give_up_observing(_: ParseTask, __: OldfaceError) -> None:
    """A page that hung or killed its worker has no shape."""


def _content(task: ParseTask) -> bytes:
    limits = _limits[0]
    path = find_warc(Path(task.path).parent, Path(task.path).name)
    if task.offset_in_member_bytes:
        read = read_capture(_record_in_member(task, path, limits), path, limits=limits, has_digests=False)
    else:
        with closing(iterate_records(path, start=task.offset_bytes, limits=limits)) as records:
            read = read_capture(_found(next(records, None), task), path, limits=limits, has_digests=False)
    if not read.is_whole:
        raise PageTooLarge(f"The page has more than {limits.longest_kept_bytes} bytes", where=task.payload.url)
    return read.payload


def _record_in_member(task: ParseTask, path: Path, limits: ReaderLimits) -> Record:
    """The record at the task's place; the pass goes on from the task before, where that was earlier in the file."""
    place = task.offset_in_member_bytes
    records, reached = _passes.pop(task.path, (None, 0))
    if records is None or reached > place:
        records = iterate_records(path, start=task.offset_bytes, limits=limits)
    record = next((record for record in records if record.offset_in_member_bytes >= place), None)
    _passes[task.path] = (records, place + 1)
    return _found(record, task)


def _found(record: Record | None, task: ParseTask) -> Record:
    if record is None:
        raise BadRecord("There is no record at this place", where=f"{task.path} at byte {task.offset_bytes}")
    return record
