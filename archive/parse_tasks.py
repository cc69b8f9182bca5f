"""Places in WARC files in, rows and shapes of the pages there out: what a worker process does.

The payload is read here, so that the writing process only writes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from archive.errors import BadRecord, OldfaceError, PageTooLarge
from archive.page import read_page
from archive.parse_rows import ParseRows, Payload, given_up, parse_rows
from archive.profiles import Profile, profile_for
from archive.site_templates import PageShape, SiteEvidence, observe
from archive.warc_reader import ReaderLimits, Record, find_warc, iterate_records, read_capture

__all__ = [
    "ParseTask",
    "Shared",
    "give_up_observing",
    "give_up_parsing",
    "observe_task",
    "parse_task",
    "prepare_worker",
]


@dataclass(frozen=True, slots=True)
class ParseTask:
    """A payload to parse: which, and where it is."""

    payload: Payload
    path: str
    offset_bytes: int
    offset_in_member_bytes: int
    site: str
    day: str
    """When it was captured, YYYY-MM-DD: a profile may hold for a time."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What all tasks of a run share; sent once per worker, since it is the same for thousands of tasks."""

    version: str
    """Of the parsers."""
    longest_bytes: int
    """HTML beyond this is not parsed."""
    evidence: Mapping[str, SiteEvidence] = field(default_factory=dict)
    """What the pages of each site tell together."""
    told: Mapping[str, str] = field(default_factory=dict)
    """By site: the version of its evidence and profiles."""
    profiles: Sequence[Profile] = ()


_shared: list[Shared] = [Shared("", 16 << 20)]
_passes: dict[str, tuple[Iterator[Record], int]] = {}
"""By path: a pass over a file whose records share one compressed member, and how far it is."""


def prepare_worker(shared: Shared) -> None:
    """Sets what all tasks of a run share."""
    _shared[0] = shared
    _passes.clear()


def parse_task(task: ParseTask) -> ParseRows:
    """The rows of the page at the task's place."""
    shared = _shared[0]
    told = shared.told.get(task.site, "")
    try:
        content = _content(task)
        profile = profile_for(shared.profiles, task.payload.url, task.day) if shared.profiles else None
    except OldfaceError as error:
        return given_up(task.payload, error, version=shared.version, told=told)
    return parse_rows(
        task.payload,
        content,
        version=shared.version,
        evidence=shared.evidence.get(task.site),
        profile=profile,
        told=told,
    )


def give_up_parsing(task: ParseTask, error: OldfaceError) -> ParseRows:
    """The rows of a page that hung or killed its worker."""
    return given_up(task.payload, error, version=_shared[0].version, told=_shared[0].told.get(task.site, ""))


def observe_task(task: ParseTask) -> PageShape | None:
    """The shape of the page at the task's place; None when it cannot be read."""
    try:
        return observe(read_page(_content(task), url=task.payload.url, charset=task.payload.charset))
    except OldfaceError:
        return None


def give_up_observing(_: ParseTask, __: OldfaceError) -> None:
    """A page that hung or killed its worker has no shape."""


def _content(task: ParseTask) -> bytes:
    limits = ReaderLimits(longest_kept_bytes=_shared[0].longest_bytes)
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
