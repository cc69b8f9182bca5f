"""An archive whose captures were read in, what its feeds say out: those that wait are read and written."""

from __future__ import annotations

from collections.abc import Iterator

from archive.cluster import PartFormat
from archive.errors import OldfaceError
from archive.feed_rows import FeedRows, FeedTask, dump_feeds, feed_task, give_up_feed, load_feeds
from archive.intake import WARC_FOLDER
from archive.media_types import FEED_TYPES, detect_media_type
from archive.parse_archive import ParsingOptions
from archive.parse_tasks import Shared
from archive.parser_version import feed_reader_version
from archive.store.finishing_feeds import FeedFinishing
from archive.store.writing import ArchiveWriter
from archive.task_pool import Crew, opened_pool
from archive.warc_payload import read_capture
from archive.warc_places import find_warc
from archive.warc_reader import ReaderLimits, WarcCursor

__all__ = ["read_feeds"]

_FEWEST_FOR_WORKERS = 200
"""Below this, starting processes costs more than it gains."""
_GROUP, _BATCH = 8, 200


def read_feeds(writer: ArchiveWriter, options: ParsingOptions) -> FeedFinishing:
    """Reads every feed that was not read, or, when parsing again, by another version of the reader."""
    version = feed_reader_version()
    work = FeedFinishing(writer)
    if writer.info("feeds_are_detected") is not None:
        work.set_detected(list(_detected(writer, work)))
    waiting = work.waiting(version=version if options.reparse else None)
    if not waiting:
        return work
    warcs = writer.folder.absolute() / WARC_FOLDER
    tasks = [FeedTask(feed, str(warcs / feed.filename), version) for feed in waiting]
    crew = Crew(writer.folder, options.processes if len(tasks) >= _FEWEST_FOR_WORKERS else None, options.client)
    batch: list[FeedRows] = []
    with opened_pool(
        crew,
        feed_task,
        give_up_feed,
        part_format=PartFormat(dump_feeds, load_feeds),
        shared=Shared("", options.longest_page_bytes),
    ) as pool:
        for _, read in pool.map(tasks[n : n + _GROUP] for n in range(0, len(tasks), _GROUP)):
            batch.extend(read)
            if len(batch) >= _BATCH or options.client is not None:
                work.put(batch)
                batch = []
    work.put(batch)
    return work


def _detected(writer: ArchiveWriter, work: FeedFinishing) -> Iterator[tuple[str, int]]:
    """(media type, capture id) of each capture whose payload is a feed's and was not called so."""
    limits = ReaderLimits(longest_kept_bytes=2048, head_bytes=2048)
    for capture_id, filename, offset, in_member in work.undetected():
        try:
            warc = find_warc(writer.folder / WARC_FOLDER, filename)
            with WarcCursor(warc, limits=limits) as cursor:
                read = read_capture(cursor.record_at(offset, in_member), warc, limits=limits, has_digests=False)
        except (OldfaceError, OSError):
            continue  # the damage is a row of problems already
        media = detect_media_type(read.payload[:2048])
        if media in FEED_TYPES:
            yield str(media), capture_id
