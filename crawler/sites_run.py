"""A CSV of sites and where to work in, the crawls of all of them and what came of each on the terminal out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from crawler.many_sites import crawl_here, crawl_on_cluster
from crawler.site_list import SiteJob, read_sites

__all__ = ["crawl_sites"]

_MEANINGS = {
    0: "complete",
    2: "cannot be crawled",
    3: "somebody else crawls it",
    4: "stopped before its end",
    130: "interrupted",
}
TlsPaths = tuple[Path | None, Path | None, Path | None]


def crawl_sites(
    sites: Path,
    folder: Path,
    *,
    options: Sequence[str] = (),
    at_once: int = 4,
    scheduler: str | None = None,
    tls: TlsPaths = (None, None, None),
) -> int:
    """Crawls every site of the list into its own folder; the worst of their exit statuses.

    `options` are those of `oldface crawl` that count for every site, unless its line says otherwise.
    """
    jobs = [replace(job, options=(*options, *job.options)) for job in read_sites(sites)]
    folder.mkdir(parents=True, exist_ok=True)
    worst = 0

    def ended(job: SiteJob, status: int) -> None:
        nonlocal worst
        worst = max(worst, status if status >= 0 else 130)
        meaning = _MEANINGS.get(status, f"ended with status {status}")
        click.echo(f"{job.name}: {meaning}" + (f" (see {folder / job.name / 'job.log'})" if status else ""))

    click.echo(f"{len(jobs)} sites; 'oldface status {folder}' shows them from another terminal.", err=True)
    if scheduler is None:
        crawl_here(folder, jobs, at_once=at_once, ended=ended)
        return worst
    from archive.cluster import connected

    with connected(scheduler, *tls) as client:
        crawl_on_cluster(folder.absolute(), jobs, client=client, ended=ended)
    return worst
