"""Each thing that a crawl did not get is told once, with what to do next."""

from datetime import UTC, datetime, timedelta

from crawler.configuration import Configuration
from crawler.crawl_log import LogLine
from crawler.crawl_report import Advice, CrawlFacts, Problem
from crawler.crawl_summary import summarise
from crawler.frontier import Counts

HOST = "https://blog.example"


def line(seconds, path, status=200, *, kind="page", error=None, host=HOST):
    at = datetime(2014, 2, 26, 12, tzinfo=UTC) + timedelta(seconds=seconds)
    return LogLine(at, status, 1000, host + path, "L", f"{HOST}/", "text/html", 10, "sha1:A", kind, error)


def advice(*log: LogLine, problems=()) -> list[Advice]:
    configuration = Configuration(seeds=(f"{HOST}/",), operator="Example Archive")
    facts = CrawlFacts("20140226120000", configuration, "oldface/1", "oldface/1", "finished", Counts(0, 0, 5, 0, 0))
    return summarise(facts, log, [], problems).to_fix


def test_a_host_that_agrees_on_no_tls_is_not_called_silent():
    log = [
        line(0, "/", -6, error="tls", host="https://old.example"),
        line(1, "/", -2, error="connectionRefused", host="https://gone.example"),
    ]
    told = " ".join(item.what for item in advice(*log))
    assert "No secure connection came about with 1 host: old.example." in told
    assert "1 host never answered: gone.example." in told


def test_what_a_crawl_could_not_make_sure_of_is_advice():
    problems = [Problem("tls.certificate", "expired", "Look.", HOST), Problem("page.web-socket", "ws", "Look.", HOST)]
    told = " ".join(item.what for item in advice(line(0, "/"), problems=problems))
    assert "Certificates not to be trusted: those of 1 host" in told
    assert "Not captured whole, as a browser shows them: 1 page" in told


def test_pages_behind_a_login_are_told_with_how_to_give_one():
    (item,) = advice(
        line(0, "/"), line(1, "/staff/", 401), line(2, "/staff/2", 401), line(3, "/", 401, host="https://b.example")
    )
    assert item.what == "Asked for a login (401): 3 addresses of 2 hosts: b.example, blog.example."
    assert "--credentials FILE" in item.how
    assert "Digest" in item.how


def test_pages_that_the_server_forbids_are_not_called_missing_files():
    (item,) = advice(line(0, "/"), line(1, "/drafts/", 403))
    assert item.what == "Forbidden by the server (403): 1 address of 1 host: blog.example."


def test_errors_of_the_server_that_stayed_are_for_another_day():
    (item,) = advice(line(0, "/a", 429), line(1, "/b", 500), line(2, "/c", 503), line(3, "/c"))
    assert "also when asked again (429, 5xx): 2 addresses of 1 host: blog.example." in item.what
    assert "delay_seconds" in item.how


def test_a_link_to_what_is_gone_needs_no_advice():
    assert advice(line(0, "/"), line(1, "/gone", 404), line(2, "/old", 410)) == []
