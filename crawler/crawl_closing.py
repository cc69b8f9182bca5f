"""A crawl's end in, its report out; log, skip list, problems, configuration and report are kept in the WARC too.

The WARC is what remains: from it alone the database, and what a crawl left out and why, can be made again. The records
are resource records; the addresses are `crawl_record_uri(crawl_id, name)`, and the last one of a name counts. The last
record of all is a metadata record that says in plain fields how the crawl ended and what it counted: whoever opens the
file with any tool can read that, without ours.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy import __version__ as scrapy_version
from scrapy import signals

from archive.errors import OldfaceError
from crawler.configuration import Configuration, configuration_text
from crawler.crawl_log import FILENAME as LOG_FILENAME
from crawler.crawl_log import read_log
from crawler.crawl_report import CrawlFacts, CrawlReport, Problem, Skipped
from crawler.crawl_summary import summarise
from crawler.proxy_address import read_proxy
from crawler.report_rendering import render_html, render_json
from crawler.warc_recorder import WarcRecorder

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler

__all__ = ["CrawlClosing", "crawl_record_uri", "end_fields"]

_log = logging.getLogger(__name__)


def crawl_record_uri(crawl_id: str, name: str) -> str:
    """WARC-Target-URI of what a crawl says of itself.

    >>> crawl_record_uri("20140226163207", "crawl.log")
    'urn:oldface:crawl:20140226163207:crawl.log'
    """
    return f"urn:oldface:crawl:{crawl_id}:{name}"


class CrawlClosing:
    """Scrapy extension: writes report.html and report.json, and keeps them with the log in the WARC."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self.report: CrawlReport | None = None
        """The report, once the crawl has ended."""
        self.folder: Path | None = None
        """DIR/crawls/ID, once the crawl has ended."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> CrawlClosing:
        closing = cls(crawler)
        crawler.signals.connect(closing.write, signal=signals.spider_closed)
        return closing

    def write(self, spider: Spider, reason: str) -> None:
        """Writes what there is to write; a full disk leaves out what does not fit, and the log says so."""
        recorder = self._crawler.get_extension(WarcRecorder)
        configuration = getattr(spider, "configuration", None)
        if recorder is None or not isinstance(configuration, Configuration):
            return
        self.folder = recorder.crawl_folder
        try:
            self.report = self._summarise(recorder, configuration, recorder.stopped_for or reason)
            (self.folder / "report.json").write_text(render_json(self.report), encoding="utf-8")
            (self.folder / "report.html").write_text(render_html(self.report), encoding="utf-8")
            if recorder.stopped_for != "disk_full":
                self._keep(recorder, configuration)
                recorder.write_metadata(crawl_record_uri(recorder.crawl_id, "end"), end_fields(self.report))
        except (OSError, OldfaceError) as error:
            _log.error("The crawl's report could not be written whole: %s", error)

    def _summarise(self, recorder: WarcRecorder, configuration: Configuration, reason: str) -> CrawlReport:
        frontier = recorder.frontier
        settings = self._crawler.settings
        user_agent, proxy = str(settings["USER_AGENT"]), settings.get("OLDFACE_PROXY")
        facts = CrawlFacts(
            crawl_id=recorder.crawl_id,
            configuration=configuration,
            user_agent=user_agent,
            software=f"{settings['OLDFACE_SOFTWARE']} Scrapy/{scrapy_version}",
            finish_reason=reason,
            counts=frontier.counts(),
            warc_files=tuple(frontier.files()),
            credential_origins=tuple(sorted(settings.getdict("OLDFACE_CREDENTIALS"))),
            proxy=read_proxy(proxy).address if proxy else "",
        )
        return summarise(
            facts,
            read_log(recorder.crawl_folder / LOG_FILENAME),
            (Skipped(*row) for row in frontier.skipped()),
            (Problem(*row) for row in frontier.problems()),
        )

    def _keep(self, recorder: WarcRecorder, configuration: Configuration) -> None:
        frontier, crawl_id = recorder.frontier, recorder.crawl_id
        log = recorder.crawl_folder / LOG_FILENAME
        texts = {
            "oldface.toml": ("application/toml", configuration_text(configuration).encode()),
            "crawl.log": ("text/plain; charset=utf-8", log.read_bytes() if log.exists() else b""),
            "skipped.jsonl": ("application/jsonl", _lines(("url", "reason", "detail", "via"), frontier.skipped())),
            "problems.jsonl": (
                "application/jsonl",
                _lines(("code", "message", "next_step", "url"), frontier.problems()),
            ),
            "report.json": ("application/json", (recorder.crawl_folder / "report.json").read_bytes()),
        }
        for name, (content_type, payload) in texts.items():
            recorder.write_resource(crawl_record_uri(crawl_id, name), content_type, payload)


def end_fields(report: CrawlReport) -> list[tuple[str, str]]:
    """How a crawl ended and what it counted, as warc-fields (WARC 1.1 section 6.6): totals, then responses by status.

    The names are those of the report in the standard's camel case. A crawl that went on after a stop counts from its
    very beginning.
    """
    crawl = report.crawl
    fields = [
        ("finishReason", str(crawl["finish_reason"])),
        ("isComplete", "yes" if report.is_complete else "no"),
        ("startedAt", str(crawl["started_at"] or "-")),
        ("finishedAt", str(crawl["finished_at"] or "-")),
        *(("seed", seed) for seed in crawl["seeds"]),
        *((_camel_case(name), str(count)) for name, count in report.totals.items()),
    ]
    return [*fields, *((f"status{status}", str(count)) for status, count in report.by_status)]


def _camel_case(name: str) -> str:
    """
    >>> _camel_case("error_statuses")
    'errorStatuses'
    """
    first, *others = name.split("_")
    return first + "".join(map(str.capitalize, others))


def _lines(names: tuple[str, ...], rows: Iterable[tuple[str | None, ...]]) -> bytes:
    """JSON Lines of rows."""
    return "".join(json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False) + "\n" for row in rows).encode()
