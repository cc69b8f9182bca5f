"""An archive folder in, the crawl that goes on there out: locked, and mended if the last run was killed."""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from archive.errors import ArchiveInUse
from archive.warc_recovery import Tear, cut_torn_tail
from archive.warc_writer import OPEN_SUFFIX, sync_folder
from crawler.frontier import Frontier

__all__ = ["OpenCrawl", "latest_crawl", "open_crawl"]


@dataclass(frozen=True, slots=True)
class OpenCrawl:
    """A crawl that this process holds; close it, or use it in a `with` statement."""

    crawl_id: str
    folder: Path
    """The archive folder."""
    frontier: Frontier
    is_resumed: bool
    """Whether an earlier run of the same crawl left something to do."""
    tears: tuple[Tear, ...]
    """Torn tails that were cut off on the way."""
    lost_captures: int
    """Captures the frontier knew and the files do not have (after a power cut); they are queued again."""
    lock: int
    """Descriptor of the locked file."""

    @property
    def crawl_folder(self) -> Path:
        return self.folder / "crawls" / self.crawl_id

    def __enter__(self) -> OpenCrawl:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes the frontier and lets others in."""
        self.frontier.close()
        os.close(self.lock)


def open_crawl(folder: Path, *, now: datetime, crawl_id: str | None = None) -> OpenCrawl:
    """The crawl `crawl_id` of the folder, begun if there is none; without an id the last one if it is unfinished,
    else a new one.

    Raises `ArchiveInUse` when another process crawls into the folder.
    """
    crawls = folder / "crawls"
    crawls.mkdir(parents=True, exist_ok=True)
    lock = _lock(crawls / "lock")
    try:
        last = latest_crawl(folder)
        chosen = crawl_id or (last if last and not _is_finished(crawls / last) else None) or _new_id(crawls, now)
        is_new = not (crawls / chosen / "frontier.db").exists()
        frontier = Frontier(crawls / chosen / "frontier.db")
        if is_new and last and last != chosen:
            frontier.inherit(crawls / last / "frontier.db")
        tears, lost = _mend(folder / "warc", frontier)
        retried = 0 if is_new else frontier.retry_unfinished(also_failed=True)
        frontier.set_value("finish_reason", "")
        frontier.commit(durable=True)
        is_resumed = not is_new and (retried > 0 or frontier.counts().unfinished > 0 or bool(lost))
    except BaseException:
        os.close(lock)
        raise
    return OpenCrawl(chosen, folder, frontier, is_resumed, tears, lost, lock)


def latest_crawl(folder: Path) -> str | None:
    """Id of the folder's last crawl; None when there was none."""
    names = sorted(path.parent.name for path in (folder / "crawls").glob("*/frontier.db"))
    return names[-1] if names else None


def _is_finished(crawl_folder: Path) -> bool:
    with Frontier(crawl_folder / "frontier.db") as frontier:
        return frontier.value("finish_reason") == "finished" and frontier.counts().unfinished == 0


def _new_id(crawls: Path, now: datetime) -> str:
    """The time as 14 digits, with a number when there already is a crawl of this second."""
    stamp = now.strftime("%Y%m%d%H%M%S")
    number, name = 1, stamp
    while (crawls / name).exists():
        number += 1
        name = f"{stamp}-{number}"
    return name


def _lock(path: Path) -> int:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(descriptor)
        raise ArchiveInUse("another process crawls into this archive", where=str(path.parent.parent)) from error
    return descriptor


def _mend(warc_folder: Path, frontier: Frontier) -> tuple[tuple[Tear, ...], int]:
    """Closes the WARC files a killed run left open, cut to their last whole record; makes the frontier agree."""
    tears: list[Tear] = []
    lost = 0
    known = frontier.open_files()
    for filename, written_bytes, synced_bytes in [*known, *_unknown(warc_folder, {name for name, _, _ in known})]:
        length, tear = _close_left_open(warc_folder, filename, synced_bytes)
        if tear:
            tears.append(tear)
            frontier.note_problem(
                "warc.torn-tail",
                f"{filename} ended inside a record; {tear.length_bytes} bytes from {tear.offset_bytes} on are in"
                f" {tear.saved_as}",
                "Nothing to do: what was cut off is fetched again. Delete the saved bytes when the crawl is complete.",
            )
        if length < written_bytes:
            count = frontier.forget_beyond(filename, length)
            lost += count
            frontier.note_problem(
                "warc.lost-records",
                f"{filename} lacks {count} captures that were written before the machine went down",
                "Nothing to do: they are fetched again.",
            )
        frontier.note_file(filename, serial=0, written_bytes=length, is_open=False)
    return tuple(tears), lost


def _unknown(warc_folder: Path, known: set[str]) -> list[tuple[str, int, int]]:
    """Files left open that the frontier does not know of: the kill came between their first byte and its commit.

    The folder's lock is ours, so nobody writes them any more.
    """
    names = sorted(path.name.removesuffix(OPEN_SUFFIX) for path in warc_folder.glob(f"*{OPEN_SUFFIX}"))
    return [(name, 0, 0) for name in names if name not in known]


def _close_left_open(warc_folder: Path, filename: str, synced_bytes: int) -> tuple[int, Tear | None]:
    """(length of the whole records, what was cut off) of a file that was open; its name loses `.open`."""
    final, still_open = warc_folder / filename, warc_folder / (filename + OPEN_SUFFIX)
    if not still_open.exists():  # killed after the rename, or before the file came to be
        return (final.stat().st_size if final.exists() else 0), None
    length, tear = cut_torn_tail(still_open, trusted_bytes=synced_bytes)
    if length == 0:
        still_open.unlink()
    else:
        still_open.rename(final)
    with suppress(FileNotFoundError):
        sync_folder(warc_folder)
    return length, replace(tear, filename=filename) if tear else None
