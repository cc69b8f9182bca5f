"""An archive whose captures were read in, what its feeds say out: those that wait are read and written."""

from __future__ import annotations

from archive.cluster import PartFormat
from archive.feed_rows import FeedRows, FeedTask, dump_feeds, feed_task, give_up_feed, load_feeds
from archive.intake import WARC_FOLDER
from archive.parse_archive import ParsingOptions
from archive.parse_tasks import Shared
from archive.parser_version import feed_reader_version
from archive.store.finishing_feeds import FeedFinishing
from archive.store.writing import ArchiveWriter
from archive.task_pool import Crew, opened_pool

__all__ = ["read_feeds"]

_FEWEST_FOR_WORKERS = 200
"""Below this, starting processes costs more than it gains."""
_GROUP, _BATCH = 8, 200


def read_feeds(writer: ArchiveWriter, options: ParsingOptions) -> FeedFinishing:
    """Reads every feed that was not read, or, when parsing again, by another version of the reader."""
    version = feed_reader_version()
    work = FeedFinishing(writer)
    waiting = work.waiting(version=version if options.reparse else None)
    if not waiting:
        return work
    warcs = writer.folder.absolute() / WARC_FOLDER
    tasks = [
        FeedTask(
            feed.url,
            feed.sha256,
            feed.charset,
            feed.capture_id,
            feed.first_captured_at,
            feed.last_captured_at,
            str(warcs / feed.filename),
            feed.offset_bytes,
            feed.offset_in_member_bytes,
            version,
        )
        for feed in waiting
    ]
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
