"""Captures of pages in, parses of them out: what waits is read, observed by site, parsed and written."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from archive.cluster import PartFormat
from archive.intake import WARC_FOLDER
from archive.keys import site_of, without_fragment
from archive.parse_changes import ParseChanges
from archive.parse_parts import dump_rows, dump_shapes, load_rows, load_shapes
from archive.parse_rows import ParseRows, Payload
from archive.parse_tasks import (
    ParseTask,
    Shared,
    give_up_observing,
    give_up_parsing,
    observe_task,
    parse_task,
)
from archive.parsed_json import from_json
from archive.parser_version import parser_version
from archive.profile_files import profiles_of
from archive.profiles import Profile
from archive.site_templates import PageShape, SiteEvidence, learn_site
from archive.store.parse_queue import ParseQueue, WaitingPage
from archive.store.writing import ArchiveWriter
from archive.task_pool import Crew, opened_pool
from archive.worker_process import WorkerProcesses

__all__ = ["ParsingOptions", "parse_missing"]

_OBSERVED_PAGES = 400
"""Pages of a site that are looked at together: those with the smallest ids, which are hashes of addresses."""
_LOADED = ("parses", "links", "navigation", "notices")
"""Tables whose indices are made at the end when most of their rows are new."""
_FEWEST_FOR_WORKERS = 60
"""Below this, starting processes costs more than it gains."""


@dataclass(frozen=True, slots=True)
class ParsingOptions:
    """How to parse."""

    processes: WorkerProcesses | None = None
    """Who parses where there is much to do; None: this process."""
    longest_page_bytes: int = 16 << 20
    use_site_evidence: bool = True
    is_provisional: bool = False
    """Whether more will follow: new pages are parsed alone, and again with their site's evidence at the end."""
    reparse: bool = False
    """Whether pages that other parsers read are read again."""
    pages_per_group: int = 8
    pages_per_batch: int = 400
    changes: ParseChanges = field(default_factory=ParseChanges)
    """Counts what parsing again changed."""
    client: Any = None  # Any: distributed has no types
    """Client of a Dask scheduler whose workers parse; None for processes of this machine."""
    span_bytes: int = 8 << 20
    """Stretch of a WARC file that is one task of a cluster: some hundred pages, some seconds of work."""


def parse_missing(writer: ArchiveWriter, options: ParsingOptions, report: Callable[[int, int], None]) -> None:
    """Parses every page version that is not parsed, or not with what its site now tells."""
    queue = ParseQueue(writer)
    profiles = () if options.is_provisional else profiles_of(writer.folder)
    evidence: dict[str, SiteEvidence] = {}
    if not options.is_provisional and (writer.info("is_finished") != "1" or options.reparse):
        evidence = _learn(queue, writer.folder, options, profiles)
    version = parser_version() if options.reparse else None
    todo = queue.fill(version=version, only_new=options.is_provisional)
    if not todo:
        return
    for reason, site, pages in queue.reasons():
        options.changes.reasons[reason, site] += pages
    told = {} if options.is_provisional else queue.told()
    shared = Shared(parser_version(), options.longest_page_bytes, evidence, told, profiles)
    tasks = (_tasks(writer.folder, group) for group in queue.waiting(options.pages_per_group, version=shared.version))
    batch: list[ParseRows] = []
    is_mostly_new = not options.is_provisional and todo > writer.count("parses")
    with (
        writer.loading(*_LOADED) if is_mostly_new else nullcontext(),
        opened_pool(
            _crew(writer.folder, options, todo),
            parse_task,
            give_up_parsing,
            part_format=PartFormat(dump_rows, load_rows),
            shared=shared,
        ) as pool,
    ):
        for _, parsed in pool.map(tasks if options.client is None else _spans(tasks, options.span_bytes)):
            batch.extend(parsed)
            report(len(parsed), todo)
            # A group of the cluster is committed whole, so that the parts of the others keep their names.
            if len(batch) >= options.pages_per_batch or options.client is not None:
                _put(queue, batch, options.changes)
                batch = []
        _put(queue, batch, options.changes)


def _put(queue: ParseQueue, batch: Sequence[ParseRows], changes: ParseChanges) -> None:
    if not batch:
        return
    held = queue.digests([rows.parse_id for rows in batch])
    for rows in batch:
        if rows.parse_id not in held:
            changes.parsed += 1
        elif held[rows.parse_id] == rows.rows_sha256:
            changes.unchanged += 1
            changes.unconcerned += not rows.tables
        else:
            now = rows.tables["parses"][0][-1]
            changes.note(from_json(queue.parsed_json(rows.parse_id)), from_json(bytes(now)))  # type: ignore[call-overload]  # a row's values have no type
    queue.put(batch)


def _tasks(folder: Path, pages: Iterable[WaitingPage]) -> list[ParseTask]:
    return [
        ParseTask(
            Payload(without_fragment(page.url), page.sha256, page.charset, page.capture_id),
            str(folder.absolute() / WARC_FOLDER / page.filename),
            page.offset_bytes,
            page.offset_in_member_bytes,
            site_of(page.url),
            page.day,
            page.held,
        )
        for page in pages
    ]


def _learn(
    queue: ParseQueue, folder: Path, options: ParsingOptions, profiles: Sequence[Profile]
) -> dict[str, SiteEvidence]:
    """What the pages of each site tell together; nothing for a site that tells nothing."""
    pages: dict[str, list[int]] = defaultdict(list)
    counts: dict[str, int] = defaultdict(int)
    for page_id, url in queue.pages_of_sites():
        site = site_of(url)
        counts[site] += 1
        if len(pages[site]) < _OBSERVED_PAGES:
            pages[site].append(page_id)
    chosen = [page_id for numbers in pages.values() if len(numbers) > 2 for page_id in numbers]
    if not options.use_site_evidence:
        chosen = []
    tasks = _tasks(folder, queue.latest(chosen))
    awaited = Counter(task.site for task in tasks)
    shapes: dict[str, list[PageShape]] = defaultdict(list)
    evidence: dict[str, SiteEvidence] = {}
    groups = _grouped(tasks, options.pages_per_group) if options.client is None else _spans([tasks], options.span_bytes)
    with opened_pool(
        _crew(folder, options, len(tasks)),
        observe_task,
        give_up_observing,
        part_format=PartFormat(dump_shapes, load_shapes),
        shared=Shared("", options.longest_page_bytes),
    ) as pool:
        for group, found in pool.map(groups):
            for task, shape in zip(group, found, strict=True):
                if shape is not None:
                    shapes[task.site].append(shape)
                awaited[task.site] -= 1
                if not awaited[task.site]:
                    # The files of one site mostly lie together: of many sites, few are held at a time.
                    evidence[task.site] = learn_site(shapes.pop(task.site, ()))
    told = {
        site: e
        for site, e in sorted(evidence.items())
        if e.common or e.day_first is not None or any(t.chrome for t in e.templates)
    }
    queue.set_sites(
        [
            (
                site,
                counts[site],
                len(evidence[site].templates) if site in evidence else 0,
                None if site not in told or told[site].day_first is None else int(bool(told[site].day_first)),
                told[site].version if site in told else "",
                _profile_version(profiles, site),
            )
            for site in sorted(counts)
        ]
    )
    return told


def _crew(folder: Path, options: ParsingOptions, pages: int) -> Crew:
    """Who works on so many pages."""
    return Crew(folder, options.processes if pages >= _FEWEST_FOR_WORKERS else None, options.client)


def _spans(groups: Iterable[Sequence[ParseTask]], span_bytes: int) -> Iterator[list[ParseTask]]:
    """All tasks again, grouped by the stretch of WARC file they lie in: big enough that sending them costs nothing,
    and the same stretches in a second run, whatever is done already."""
    span: list[ParseTask] = []
    here: tuple[str, int] | None = None
    for task in (task for group in groups for task in group):
        place = (task.path, task.offset_bytes // span_bytes)
        if place != here and span:
            yield span
            span = []
        here = place
        span.append(task)
    if span:
        yield span


def _profile_version(profiles: Sequence[Profile], site: str) -> str:
    """Digest of the profiles for a site's host; '' when there is none."""
    host = site.rpartition(":")[0] or site
    held = [p for p in profiles if any(host == h or (h[:1] == "*" and host.endswith(h[1:])) for h in p.hosts)]
    return hashlib.sha256(repr(held).encode()).hexdigest()[:16] if held else ""


def _grouped(tasks: Sequence[ParseTask], size: int) -> Iterator[list[ParseTask]]:
    rest = iter(tasks)
    while group := list(islice(rest, size)):
        yield group
