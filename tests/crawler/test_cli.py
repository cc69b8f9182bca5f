"""What the command says at the end of a crawl."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.errors import BadInput
from crawler.cli import _print_outcome, crawl
from crawler.crawl_report import Advice, CrawlReport
from crawler.crawling import CrawlOutcome

NOTHING = dict.fromkeys(
    ("pages", "pages_unchanged", "requisites", "responses", "bytes", "revisits", "not_modified", "missing_pages",
     "missing_requisites", "skipped", "queued_left"), 0,
)  # fmt: skip


@pytest.mark.parametrize(("pages", "is_told"), [(0, True), (3, False)])
def test_a_crawl_that_recorded_no_page_says_why(
    pages: int, is_told: bool, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    advice = Advice("Refused by robots.txt: 12 addresses.", "For your own site set politeness.obey_robots = false.")
    crawl, totals = {"id": "1", "finish_reason": "finished"}, NOTHING | {"pages": pages}
    report = CrawlReport(crawl, totals=totals, is_complete=True, to_fix=[advice])

    _print_outcome(CrawlOutcome(report, tmp_path, was_interrupted=False), tmp_path, is_ingested=True)

    said = capsys.readouterr().out
    assert ("Refused by robots.txt" in said) is is_told
    assert ("oldface search" in said) is not is_told


def test_a_crawl_into_object_storage_is_refused_by_name() -> None:
    told = CliRunner().invoke(crawl, ["http://blog.example/", "--into", "s3://bucket/blog"])
    assert isinstance(told.exception, BadInput)
    assert "s3://bucket/blog" in str(told.exception)
    assert "--in-place" in str(told.exception)
