"""A folder of crawls in, how each one is out: what is done, who works on it, what is stuck and why. Reads only."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from crawler.crawl_state import latest_crawl
from crawler.leases import read_lease

__all__ = ["QUIET_SECONDS", "SiteStatus", "site_folders", "status_of", "status_of_all"]

QUIET_SECONDS = 300.0
"""A running crawl that captured nothing for so long is called stuck: longer than any Retry-After we wait for."""
_QUEUED, _IN_FLIGHT, _DONE, _FAILED, _REFUSED = range(5)
"""States of the frontier's requests."""


@dataclass(frozen=True, slots=True)
class SiteStatus:
    """How one site's crawl is."""

    name: str
    state: str
    """new, waiting, running, stuck, complete, stopped"""
    why: str
    """For a person: who works on it, or what is wrong and what to do."""
    crawl_id: str | None
    done: int
    queued: int
    failed: int
    refused: int
    captures: int
    warc_bytes: int
    problems: int
    last_capture_at: str | None
    """WARC-Date of the last capture."""


def site_folders(folder: Path) -> list[Path]:
    """The archive folders that `folder` is or holds, by name."""
    if (folder / "crawls").is_dir():
        return [folder]
    return sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))


def status_of_all(folder: Path, *, now: Callable[[], float] = time.time) -> list[SiteStatus]:
    """The status of each site of the folder, by name."""
    return [status_of(path, now=now) for path in site_folders(folder)]


def status_of(folder: Path, *, now: Callable[[], float] = time.time) -> SiteStatus:
    """The status of one archive folder's last crawl."""
    crawl_id = latest_crawl(folder)
    told = _read_frontier(folder / "crawls" / crawl_id / "frontier.db") if crawl_id else None
    if crawl_id is None or told is None:
        lease = read_lease(folder)
        state, why = ("running", f"begun by {lease.holder}") if lease and lease.is_alive else ("new", "not begun yet")
        return SiteStatus(folder.name, state, why, crawl_id, 0, 0, 0, 0, 0, 0, 0, None)
    path = folder / "crawls" / crawl_id / "frontier.db"
    states, captures, last, problems, reason = told
    warc_bytes = sum(file.stat().st_size for file in (folder / "warc").glob("*") if file.is_file())
    queued = states.get(_QUEUED, 0) + states.get(_IN_FLIGHT, 0)
    state, why = _judged(folder, reason, queued, _newest_change(path), now())
    return SiteStatus(
        folder.name, state, why, crawl_id, states.get(_DONE, 0), queued, states.get(_FAILED, 0),
        states.get(_REFUSED, 0), captures, warc_bytes, problems, last,
    )  # fmt: skip


def _read_frontier(path: Path) -> tuple[dict[int, int], int, str | None, int, str] | None:
    """(requests by state, captures, date of the last one, problems, why it ended); None while it is being made."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10)) as frontier:
        try:
            states = dict(frontier.execute("SELECT state, count(*) FROM requests GROUP BY state"))
            captures = frontier.execute("SELECT count(*) FROM captures").fetchone()[0]
            newest = "SELECT json_extract(fields, '$.warc_date') FROM captures ORDER BY id DESC LIMIT 1"
            last = frontier.execute(newest).fetchone()
            problems = frontier.execute("SELECT count(*) FROM problems").fetchone()[0]
            facts = dict(frontier.execute("SELECT name, value FROM facts"))
        except sqlite3.OperationalError:
            return None
    return states, captures, last[0] if last else None, problems, facts.get("finish_reason", "")


def _newest_change(frontier: Path) -> float:
    """When the frontier was last written: SQLite writes its log beside it first."""
    files = (frontier, frontier.with_name(frontier.name + "-wal"))
    return max(path.stat().st_mtime for path in files if path.exists())


def _judged(folder: Path, reason: str, queued: int, changed_at: float, now: float) -> tuple[str, str]:
    lease = read_lease(folder)
    quiet = now - changed_at
    if reason == "finished" and not queued:
        return "complete", "everything in scope was asked for"
    if lease is not None and not lease.is_alive:
        return "stuck", f"{lease.holder} died {lease.age_seconds:.0f} s ago: run the same command, it goes on"
    if lease is None and reason:
        remedy = {
            "disk_full": "make room on the disk",
            "network_gone": "see that the network is back",
        }.get(reason, "nothing is lost")
        return "stopped", f"{reason}, {queued} to go: {remedy}, and run the same command"
    if lease is None and quiet > QUIET_SECONDS:
        return "waiting", f"nobody works on it, {queued} to go: run the same command"
    if quiet > QUIET_SECONDS:
        return "stuck", f"nothing came for {quiet / 60:.0f} minutes: the host is down, or holds us back; see crawl.log"
    return "running", f"by {lease.holder}" if lease else "by a crawl of its own"
