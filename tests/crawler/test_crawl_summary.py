"""The report says what was asked, got, refused, missing and to be fixed; people and programs get the same facts."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest

from crawler.configuration import Configuration
from crawler.crawl_log import LogLine
from crawler.crawl_report import CrawlFacts, Problem, Skipped
from crawler.crawl_summary import summarise
from crawler.frontier import Counts
from crawler.report_rendering import render_html, render_json

HOST = "http://blog.example"
BEGAN = datetime(2014, 2, 26, 12, 0, 0, tzinfo=UTC)


def line(seconds, path, status=200, *, kind="page", mime="text/html", hops="L", error=None, notes=(), host=HOST):
    at, url, via = BEGAN + timedelta(seconds=seconds), host + path, f"{HOST}/"
    return LogLine(at, status, 1000, url, hops, via, mime, 10, "sha1:A", kind, error, tuple(notes))


def facts(reason="finished", unfinished=0, known=None, **fields):
    configuration = Configuration(seeds=(f"{HOST}/",), operator="Example Archive", **fields)
    counts = Counts(unfinished, 0, 5, 0, 0)
    return CrawlFacts(
        "20140226120000", configuration, "oldface/1", "oldface/1 Scrapy/2", reason, counts, **(known or {})
    )


LOG = [
    line(0, "/", hops=""),
    line(1, "/robots.txt", mime="text/plain", kind="robots", hops="P"),
    line(2, "/a", 301),
    line(3, "/a/"),
    line(4, "/gone", 404),
    line(5, "/busy", 503),
    line(6, "/busy", 200),
    line(7, "/i.png", 404, kind="requisite", mime="text/html", hops="LE"),
    line(8, "/j.png", kind="requisite", mime="image/png", hops="LE"),
    line(9, "/k.png", -1, kind="requisite", mime=None, hops="LE", error="unknownHost", host="http://cdn.example"),
    line(10, "/sitemap.xml", 404, kind="sitemap", hops="I"),
    line(11, "/oldface-no-such-page-1", 404, kind="probe", hops="X"),
    line(12, "/big.pdf", kind="requisite", mime="application/pdf", notes=("truncated:length",)),
    line(13, "/same", notes=("revisit",)),
    line(14, "/kept", 304, mime=None, notes=("revisit",)),
]
SKIPPED = [
    Skipped("http://other.example/", "outOfScope", "its address begins with none of the seeds' folders", f"{HOST}/"),
    Skipped(f"{HOST}/events/2199/01/", "trap", "calendar: outside the web's time", f"{HOST}/"),
    Skipped(f"{HOST}/events/2199/02/", "trap", "calendar: outside the web's time", f"{HOST}/"),
    Skipped(f"{HOST}/private", "robotsTxt", "robots.txt says no", f"{HOST}/"),
]
PROBLEMS = [
    Problem("page.soft-404", "answers 200", "Look at it.", f"{HOST}/lost"),
    Problem("page.needs-browser", "no text", "Use a browser.", f"{HOST}/app"),
]


@pytest.fixture(scope="module")
def report():
    return summarise(facts(), LOG, SKIPPED, PROBLEMS)


def test_totals_tell_pages_requisites_revisits_and_unchanged(report):
    totals = report.totals
    assert (totals["pages"], totals["requisites"], totals["redirects"]) == (4, 2, 1)
    assert (totals["revisits"], totals["not_modified"], totals["pages_unchanged"]) == (2, 1, 1)
    assert (totals["responses"], totals["failed_attempts"], totals["bytes"]) == (14, 1, 14_000)


def test_what_is_missing_is_listed_with_who_named_it(report):
    assert [(miss.url, miss.why) for miss in report.missing_pages] == [(f"{HOST}/gone", "status 404")]
    assert [(miss.url, miss.why, miss.via) for miss in report.missing_requisites] == [
        (f"{HOST}/i.png", "status 404", f"{HOST}/"),
        ("http://cdn.example/k.png", "the host's name is unknown", f"{HOST}/"),
    ]


def test_an_address_that_came_in_the_end_is_not_missing(report):
    assert f"{HOST}/busy" not in {miss.url for miss in report.missing_pages}


def test_hosts_have_their_errors(report):
    rows = {row.host: (row.responses, row.error_statuses, row.failures) for row in report.by_host}
    assert rows == {"blog.example": (14, 5, 0), "cdn.example": (0, 0, 1)}


def test_what_was_left_out_is_counted_by_reason(report):
    assert [(row.reason, row.count) for row in report.skipped] == [("trap", 2), ("outOfScope", 1), ("robotsTxt", 1)]
    assert [(trap.kind, trap.count) for trap in report.traps] == [("calendar", 2)]


def test_cut_responses_and_soft_404s_are_named(report):
    assert [miss.url for miss in report.truncated] == [f"{HOST}/big.pdf"]
    assert report.soft_404 == [f"{HOST}/lost"]


def test_what_came_whole_at_last_is_not_called_cut_and_who_cut_is_told():
    log = [
        line(0, "/again", notes=("truncated:disconnect",)),
        line(1, "/again"),
        line(2, "/broken", notes=("truncated:disconnect",)),
        line(3, "/broken", notes=("truncated:unspecified",)),
        line(4, "/long", notes=("truncated:length",)),
    ]
    report = summarise(facts(), log, [], [])
    assert [(miss.url, miss.why) for miss in report.truncated] == [
        (f"{HOST}/broken", "cut: broken off"), (f"{HOST}/long", "cut: too long"),
    ]  # fmt: skip
    advice = " ".join(item.what for item in report.to_fix)
    assert "Broken off by the server, each time it was asked: 1 response" in advice
    assert "Cut by a bound of ours: 1 response" in advice


def test_the_picture_accounts_for_every_response(report):
    assert sum(bucket.responses for bucket in report.over_time) == report.totals["responses"]
    assert len(report.over_time) <= 96


def test_advice_names_each_thing_to_fix(report):
    advice = " ".join(item.what for item in report.to_fix)
    for words in (
        "never answered: cdn.example",
        "2 files",
        "robots.txt: 1 address",
        "traps",
        "error status: 1 page",
        "1 page",
    ):
        assert words in advice, words
    assert all(item.how for item in report.to_fix)


def test_a_whole_crawl_without_faults_needs_nothing():
    report = summarise(facts(), LOG[:4], [], [])
    assert (report.is_complete, report.to_fix) == (True, [])


@pytest.mark.parametrize(("reason", "left"), [("shutdown", 3), ("finished", 1), ("disk_full", 0)])
def test_a_crawl_with_work_left_or_another_end_is_not_complete(reason, left):
    report = summarise(facts(reason, left), LOG, [], [])
    assert not report.is_complete
    assert "not complete" in report.to_fix[0].what


def test_an_empty_crawl_has_a_report():
    report = summarise(facts("shutdown", 1), [], [], [])
    assert "not complete" in render_html(report)


def test_the_html_loads_nothing_and_runs_nothing(report):
    html = render_html(report)
    assert not re.search(r"<script|<link|@import|url\(|<img|<iframe|\son\w+=", html)
    assert "<svg" in html


def test_the_html_shows_addresses_as_text():
    bad = Skipped("http://x.example/<script>alert(1)</script>", "outOfScope", "<b>", None)
    assert "<script>" not in render_html(summarise(facts(), LOG, [bad], []))


def test_the_json_has_the_same_facts(report):
    facts_read = json.loads(render_json(report))
    assert facts_read["totals"] == report.totals
    assert facts_read["crawl"]["seeds"] == [f"{HOST}/"]


def test_errors_that_were_to_be_expected_are_told_apart(report):
    totals = report.totals
    assert (totals["error_statuses"], totals["expected_errors"]) == (5, 2)  # the sitemap that was tried, and the probe
    assert sum(bucket.errors for bucket in report.over_time) == 5 - 2 + totals["failed_attempts"]
    assert "2 were to be expected" in render_html(report)


def test_a_later_crawl_names_what_is_new_and_what_changed():
    log = [
        line(0, "/kept", 304, mime=None, notes=("revisit",)),
        line(1, "/other", notes=("changed",)),
        line(2, "/new"),
        line(3, "/copy", notes=("revisit",)),
        line(4, "/i.png", kind="requisite", mime="image/png", notes=("changed",)),
    ]
    report = summarise(facts(), log, [], [])
    assert (report.changed_pages, report.new_pages) == ([f"{HOST}/other"], [f"{HOST}/new"])
    html = render_html(report)
    assert "changed since the crawl before (1)" in html
    assert "no earlier crawl has (1)" in html


def test_a_first_crawl_has_no_new_pages(report):
    first = summarise(facts(), [line(0, "/a"), line(1, "/b")], [], [])
    assert (first.changed_pages, first.new_pages) == ([], [])


def test_the_report_says_how_the_crawl_was_made():
    known = {"warc_files": ("a-00001.warc.gz",), "credential_origins": ("https://blog.example",),
             "proxy": "http://proxy.example:3128"}  # fmt: skip
    html = render_html(summarise(facts(known=known, skip_unchanged=True), LOG, [], []))
    for words in (
        "a-00001.warc.gz",
        "Logged in at",
        "https://blog.example",
        "http://proxy.example:3128",
        "0.25 s between two requests",
        "captured all the same",
        "nothing was left to ask for (finished)",
    ):
        assert words in html, words


def test_long_tables_are_cut_and_say_so():
    log = [line(n, f"/missing{n}", 404) for n in range(700)]
    report = summarise(facts(), log, [], [])
    assert (len(report.missing_pages), report.totals["missing_pages"]) == (500, 700)
    assert "and 200 more" in render_html(report)
