"""Places in WARC files in, rows and shapes of the pages there out: what a worker process does.

The payload is read here, so that the writing process only writes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from archive.errors import OldfaceError, PageTooLarge
from archive.page import read_page
from archive.parse_rows import HeldParse, ParseRows, Payload, given_up, parse_rows, same_rows
from archive.profiles import Profile, profile_for
from archive.site_templates import PageShape, SiteEvidence, observe
from archive.warc_payload import read_capture
from archive.warc_places import WarcFile, find_warc
from archive.warc_reader import ReaderLimits, WarcCursor

__all__ = [
    "ParseTask",
    "Shared",
    "close_files",
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
    held: HeldParse | None = None
    """What is held of it; None where it has to be parsed."""


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
_open: dict[str, tuple[WarcCursor, WarcFile]] = {}
"""By path: the file that the last task read from."""


def prepare_worker(shared: Shared) -> None:
    """Sets what all tasks of a run share."""
    _shared[0] = shared
    close_files()


def parse_task(task: ParseTask) -> ParseRows:
    """The rows of the page at the task's place; none where they would be those that are held."""
    shared = _shared[0]
    told, evidence = shared.told.get(task.site, ""), shared.evidence.get(task.site)
    try:
        content = _content(task)
        if task.held is not None:
            same = same_rows(
                task.payload, content, version=shared.version, told=told, evidence=evidence, held=task.held
            )
            if same is not None:
                return same
        profile = profile_for(shared.profiles, task.payload.url, task.day) if shared.profiles else None
    except OldfaceError as error:
        return given_up(task.payload, error, version=shared.version, told=told)
    return parse_rows(
        task.payload,
        content,
        version=shared.version,
        evidence=evidence,
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
    cursor, warc = _opened(task.path, limits)
    record = cursor.record_at(task.offset_bytes, task.offset_in_member_bytes)
    read = read_capture(record, warc, limits=limits, has_digests=False)
    if not read.is_whole:
        raise PageTooLarge(f"The page has more than {limits.longest_kept_bytes} bytes", where=task.payload.url)
    return read.payload


def _opened(path: str, limits: ReaderLimits) -> tuple[WarcCursor, WarcFile]:
    """The file of a task, which stays open: the next task most likely is from the same one, and further on."""
    if path not in _open:
        close_files()
        warc = find_warc(Path(path).parent, Path(path).name)
        _open[path] = WarcCursor(warc, limits=limits), warc
    return _open[path]


def close_files() -> None:
    """Closes what tasks of this process left open."""
    for cursor, _ in _open.values():
        cursor.close()
    _open.clear()
