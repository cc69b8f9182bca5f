"""A feed's place in a WARC file in, its rows out: pure but for the reading, run in a worker process."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from archive.errors import BadRecord, OldfaceError
from archive.feed_entries import FeedEntry, ReadFeed, read_feed
from archive.feed_syntax import MAXIMUM_BYTES
from archive.keys import page_key, row_id, without_fragment
from archive.model import Problem
from archive.warc_payload import read_capture
from archive.warc_places import find_warc
from archive.warc_reader import ReaderLimits, WarcCursor

__all__ = ["FeedRows", "FeedTask", "WaitingFeed", "dump_feeds", "feed_id_of", "feed_task", "give_up_feed", "load_feeds"]

Row = tuple[object, ...]
_LIMITS = ReaderLimits(longest_kept_bytes=MAXIMUM_BYTES + 1, head_bytes=MAXIMUM_BYTES + 1)
"""Of a feed that is too large, the beginning is read."""


@dataclass(frozen=True, slots=True)
class WaitingFeed:
    """A feed to read, and where its bytes are."""

    url: str
    sha256: str
    charset: str | None
    capture_id: int
    first_captured_at: str
    last_captured_at: str
    filename: str
    offset_bytes: int
    offset_in_member_bytes: int


@dataclass(frozen=True, slots=True)
class FeedTask:
    """A feed for a worker: which, in which file, and the version of what reads it."""

    feed: WaitingFeed
    path: str
    version: str


@dataclass(frozen=True, slots=True)
class FeedRows:
    """What one payload becomes: rows by table, values in the order of the table's columns."""

    feed_id: int
    tables: dict[str, list[Row]] = field(default_factory=dict)


def feed_id_of(url: str, payload_sha256: str, charset: str | None) -> int:
    """Key of the feed that a payload at an address is."""
    return row_id("feed", without_fragment(url), payload_sha256, (charset or "").lower())


def feed_task(task: FeedTask) -> FeedRows:
    """The rows of the feed at the task's place."""
    try:
        found = find_warc(Path(task.path).parent, Path(task.path).name)
        with WarcCursor(found, limits=_LIMITS) as cursor:
            record = cursor.record_at(task.feed.offset_bytes, task.feed.offset_in_member_bytes)
            content = read_capture(record, found, limits=_LIMITS, has_digests=False).payload
    except (OldfaceError, OSError) as error:
        return give_up_feed(task, error if isinstance(error, OldfaceError) else BadRecord(str(error)))
    return _rows(task, read_feed(content, url=task.feed.url, charset=task.feed.charset))


def give_up_feed(task: FeedTask, error: OldfaceError) -> FeedRows:
    """The rows of a feed that could not be read, or that hung or killed its worker."""
    return _rows(task, ReadFeed("", problems=(Problem("feed.unreadable", error.what, error.next_step),)))


def _rows(task: FeedTask, feed: ReadFeed) -> FeedRows:
    held = task.feed
    feed_id = feed_id_of(held.url, held.sha256, held.charset)
    about = (
        feed_id, without_fragment(held.url), held.sha256, held.charset, held.capture_id, held.first_captured_at,
        held.last_captured_at, task.version, feed.format, feed.title, feed.site_url, feed.generator, len(feed.entries),
    )  # fmt: skip
    problems: list[Row] = [
        (row_id("problem", feed_id, p.code, p.message), None, held.capture_id, None, held.url, p.code, p.message,
         p.next_step)
        for p in feed.problems
    ]  # fmt: skip
    tables: dict[str, list[Row]] = {
        "feeds": [about],
        "feed_entries": [_entry_row(feed_id, entry) for entry in feed.entries],
        "problems": problems,
    }
    return FeedRows(feed_id, {table: [tuple(map(_storable, row)) for row in rows] for table, rows in tables.items()})


def _entry_row(feed_id: int, entry: FeedEntry) -> Row:
    published, modified = entry.published, entry.modified
    return (
        row_id("feed entry", feed_id, entry.position), feed_id, entry.position, entry.node_path,
        entry.url, None if entry.url is None else page_key(entry.url),
        entry.url.partition("#")[2] or None if entry.url else None,
        entry.guid, None if entry.guid_url is None else page_key(entry.guid_url), entry.answers, None,
        entry.title, entry.title_raw,
        published.value if published else None, published.raw if published else None,
        modified.value if modified else None, modified.raw if modified else None,
        _json([[author.name, author.url, author.raw] for author in entry.authors]), _json(list(entry.categories)),
        entry.comments_url, entry.comment_count,
    )  # fmt: skip


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _storable(value: object) -> object:
    """The value with every lone surrogate replaced: JSON may name one, and no database can hold it."""
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value


def dump_feeds(feeds: list[FeedRows]) -> bytes:
    """The rows as bytes; the same rows give the same bytes."""
    import msgpack

    packed = msgpack.packb([[rows.feed_id, list(rows.tables.items())] for rows in feeds], use_bin_type=True)
    return bytes(packed)


def load_feeds(data: bytes) -> list[FeedRows]:
    """The rows that dump_feeds packed."""
    import msgpack

    unpacked = msgpack.unpackb(data, raw=False, use_list=False)
    return [FeedRows(number, {table: list(rows) for table, rows in tables}) for number, tables in unpacked]
