"""What the command line asks in, a whole crawl and its outcome out; and the ingest that follows it."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.errors import CrawlRefused, OldfaceError
from crawler.crawl_folder import configure_folder
from crawler.crawl_report import CrawlReport

__all__ = ["CrawlOutcome", "ingesting", "run_crawl", "show_ingest_log"]


@dataclass(frozen=True, slots=True)
class CrawlOutcome:
    """How a crawl ended."""

    report: CrawlReport
    crawl_folder: Path
    """DIR/crawls/ID."""
    was_interrupted: bool
    """Whether somebody stopped it."""

    @property
    def exit_code(self) -> int:
        """0 complete, 130 interrupted, 4 stopped before its end; the last two go on with the same command."""
        if self.report.is_complete:
            return 0
        return 130 if self.was_interrupted else 4


def run_crawl(
    folder: Path,
    *,
    seeds: Sequence[str] = (),
    changes: dict[str, Any] | None = None,  # Any: fields of Configuration
    settings: dict[str, Any] | None = None,  # Any: Scrapy settings
) -> CrawlOutcome:
    """Crawls into the folder until there is nothing left, or somebody stops it.

    The first interrupt ends it after the requests in flight, the second at once; both leave a crawl that can go on.
    Raises our errors for what the caller gave, ArchiveInUse when another process crawls there.
    """
    configure_folder(folder, seeds=seeds, changes=changes)
    from scrapy.crawler import AsyncCrawlerProcess

    from crawler import settings as defaults
    from crawler.crawl_closing import CrawlClosing
    from crawler.spiders.blog import BlogSpider

    process = AsyncCrawlerProcess(defaults.as_given(**(settings or {})))
    crawler = process.create_crawler(BlogSpider)
    task = process.crawl(crawler, into=str(folder), seeds=list(seeds), changes=changes)
    process.start()
    _raise_failure(task)
    closing = crawler.get_extension(CrawlClosing)
    if closing is None or closing.report is None or closing.folder is None:
        raise CrawlRefused(
            "The crawl ended before it could tell how far it came",
            where=str(folder),
            next_step="Run the same command again: it goes on where it stopped; --verbose shows the log.",
        )
    return CrawlOutcome(closing.report, closing.folder, closing.report.crawl["finish_reason"] == "shutdown")


def _raise_failure(task: asyncio.Task[None]) -> None:
    """Raises what ended the crawl before it began."""
    if not task.done() or task.cancelled():
        return
    error = task.exception()
    if isinstance(error, OldfaceError):
        raise error
    if error is not None:
        raise CrawlRefused(f"The crawl could not begin: {error}") from error


@contextmanager
def ingesting(folder: Path) -> Iterator[Callable[[], int]]:
    """While inside, the archive's database is filled from the WARC files as they grow; calling what is given ends it.

    The call waits for the last page and gives the exit status. It is a process of its own, because the crawler knows
    nothing of parsing and because it may take the machine's other cores. It reads its standard input, so that it also
    ends when this process dies; what it says goes to DIR/crawls/ingest.log.
    """
    warcs, log = folder / "warc", folder / "crawls" / "ingest.log"
    for path in (warcs, log.parent):
        path.mkdir(parents=True, exist_ok=True)
    command = [
        sys.executable,
        "-c",
        "from archive.cli import main; main()",
        "ingest",
        str(warcs),
        "--into",
        str(folder),
    ]
    with log.open("ab") as output:
        # a session of its own: Ctrl-C is for the crawl, which then ends this one in order
        process = subprocess.Popen(
            [*command, "--follow"], stdin=subprocess.PIPE, stdout=output, stderr=output, start_new_session=True
        )

        def end() -> int:
            if process.stdin is not None and not process.stdin.closed:
                process.stdin.close()
            status = process.wait()
            # what followed the crawl may have been killed, or met a file in the moment it was closed: read them again
            return subprocess.run(command, stdout=output, stderr=output, check=False).returncode if status else 0

        try:
            yield end
        finally:
            end()


def show_ingest_log(folder: Path, *, lines: int = 12) -> str:
    """The last lines of what the ingest said."""
    log = folder / "crawls" / "ingest.log"
    text = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
    return "\n".join(text.splitlines()[-lines:])
