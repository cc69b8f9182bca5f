"""A list of sites in, a crawl of each out: some at a time on this machine, or on the workers of a Dask scheduler.

Each site is a crash-safe job with politeness, state and WARC files of its own; no two jobs share anything. So a dead
worker's site goes on where it stopped, on whichever worker takes it next.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from archive.errors import SchedulerGone
from crawler.leases import BEAT_SECONDS, DEAD_AFTER_SECONDS
from crawler.site_job import run_site, start_site
from crawler.site_list import SiteJob

__all__ = ["crawl_here", "crawl_on_cluster"]

Ended = Callable[[SiteJob, int], None]
IN_USE = 3
"""Exit status of a job whose site somebody else has."""


def crawl_here(folder: Path, jobs: Sequence[SiteJob], *, at_once: int, ended: Ended) -> None:
    """Crawls the sites, `at_once` at a time; an interrupt stops them as Ctrl-C stops one crawl, and waits for them."""
    waiting = list(jobs)[::-1]
    running: dict[str, tuple[SiteJob, Any]] = {}  # Any: Popen
    try:
        while waiting or running:
            while waiting and len(running) < at_once:
                job = waiting.pop()
                running[job.name] = (job, start_site(folder, job))
            for name, (job, process) in list(running.items()):
                if (status := process.poll()) is not None:
                    process.stdin.close()
                    del running[name]
                    ended(job, status)
            time.sleep(0.2)
    finally:
        for _, process in running.values():
            process.stdin.close()
        for job, process in running.values():
            ended(job, process.wait())


def crawl_on_cluster(folder: Path, jobs: Sequence[SiteJob], *, client: Any, ended: Ended) -> None:
    # Any: distributed has no types
    """Crawls the sites on the cluster's workers, one a thread of a worker; `folder` is one that all of them see.

    A site that is still another's (a worker that died a moment ago) is tried again when its lease has run out.
    SchedulerGone when the scheduler goes away; the same command then goes on.
    """
    try:
        for job, status in _finished(folder, jobs, client):
            ended(job, status)
    except OSError as error:
        raise SchedulerGone("The scheduler or its workers went away") from error


def _finished(folder: Path, jobs: Sequence[SiteJob], client: Any) -> Iterator[tuple[SiteJob, int]]:  # Any: as above
    from concurrent.futures import CancelledError

    from distributed import KilledWorker, as_completed

    def submit(job: SiteJob, turn: int) -> Any:  # Any: as above
        return client.submit(run_site, str(folder), job, key=f"oldface-site-{job.name}-{turn}", pure=False, retries=20)

    futures = {submit(job, 0): (job, 0) for job in jobs}
    deadline = time.monotonic() + DEAD_AFTER_SECONDS + 4 * BEAT_SECONDS
    # The client is nobody's default, so its loop is named.
    waiting = as_completed(list(futures), loop=client.loop)  # type: ignore[no-untyped-call]  # distributed is half typed
    for future in waiting:
        job, turn = futures.pop(future)
        try:
            _, status = future.result()
        except KilledWorker:
            status = 1
        except CancelledError as error:
            raise SchedulerGone("The scheduler or its workers went away") from error
        if status == IN_USE and time.monotonic() < deadline:
            time.sleep(BEAT_SECONDS)
            again = submit(job, turn + 1)
            futures[again] = (job, turn + 1)
            waiting.add(again)  # type: ignore[no-untyped-call]  # distributed is half typed
        else:
            if status != IN_USE:
                deadline = time.monotonic() + DEAD_AFTER_SECONDS + 4 * BEAT_SECONDS
            yield job, status
