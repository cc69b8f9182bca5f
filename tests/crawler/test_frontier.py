"""What was committed is there again; what was not is as if it had not been."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.errors import ArchiveInUse, BadArchive
from archive.model import Capture
from crawler.crawl_state import latest_crawl, open_crawl
from crawler.frontier import Frontier, KnownCapture


def add(frontier, key, *, host="a.example", priority=0):  # type: ignore[no-untyped-def]
    return frontier.add(
        key, host=host, priority=priority, url=key, hop_path="L", via="http://a.example/", rest={"a": 1}
    )


def capture(number=1, filename="f.warc.gz", **fields):  # type: ignore[no-untyped-def]
    return Capture(
        filename=filename, offset_bytes=number * 100, length_bytes=50, record_id=f"urn:uuid:{number}",
        record_type="response", target_uri=f"http://a.example/{number}", warc_date="2016-01-01T00:00:00Z",
        payload_digest=f"sha1:{number}", http_headers=(("A", "1"), ("A", "2")), status=200, **fields,
    )  # fmt: skip


def test_requests_come_by_priority_then_by_age_each_once(tmp_path):
    with Frontier(tmp_path / "f.db") as frontier:
        for key, priority in (("one", 0), ("two", 0), ("three", 5), ("four", -1)):
            assert add(frontier, key, priority=priority)
        assert add(frontier, "one") is None
        assert [r.url for r in frontier.take("a.example", 3)] == ["three", "one", "two"]
        assert [r.url for r in frontier.take("a.example", 3)] == ["four"]
        assert frontier.take("a.example", 3) == []
        assert frontier.counts() == (0, 4, 0, 0, 0)


def test_request_comes_back_as_it_was(tmp_path):
    with Frontier(tmp_path / "f.db") as frontier:
        add(frontier, "k", priority=3)
        (taken,) = frontier.take("a.example", 1)
        assert taken[1:] == ("k", "a.example", 3, "k", "L", "http://a.example/", {"a": 1})


def test_what_was_in_flight_is_queued_again_and_what_is_done_is_not(tmp_path):
    path = tmp_path / "f.db"
    with Frontier(path) as frontier:
        ids = [add(frontier, key) for key in ("done", "in flight", "failed", "refused", "queued")]
        frontier.take("a.example", 4)
        frontier.set_done(ids[0], 200)
        frontier.set_failed(ids[2], "timeout")
        frontier.set_refused(ids[3], "robotsTxt")
        frontier.commit()
    with Frontier(path) as frontier:
        assert frontier.retry_unfinished(also_failed=True) == 2
        assert [r.url for r in frontier.take("a.example", 9)] == ["in flight", "failed", "queued"]
        assert list(frontier.failures()) == [("refused", "robotsTxt", "http://a.example/")]


def test_kill_keeps_what_was_committed_and_nothing_else(tmp_path):
    code = (
        "import os, sys; from pathlib import Path; from crawler.frontier import Frontier;"
        "f = Frontier(Path(sys.argv[1]));"
        "add = lambda k: f.add(k, host='h', priority=0, url=k, hop_path='', via=None, rest={});"
        "add('kept'); f.commit(); add('lost'); os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", code, tmp_path / "f.db"], check=False)
    assert done.returncode == -9
    with Frontier(tmp_path / "f.db") as frontier:
        assert [r.url for r in frontier.take("h", 9)] == ["kept"]


def test_captures_come_back_equal_and_in_order(tmp_path):
    with Frontier(tmp_path / "f.db") as frontier:
        for number in (2, 1):
            frontier.add_capture(capture(number), request_id=None, end_bytes=number * 100 + 80)
        assert list(frontier.captures()) == [capture(2), capture(1)]


def test_captures_beyond_the_end_of_their_file_are_forgotten_and_asked_for_again(tmp_path):
    with Frontier(tmp_path / "f.db") as frontier:
        ids = [add(frontier, f"http://a.example/{number}") for number in range(3)]
        frontier.take("a.example", 3)
        for number, request_id in enumerate(ids):
            frontier.add_capture(capture(number), request_id=request_id, end_bytes=number * 100 + 90)
            frontier.add_payload(capture(number))
            frontier.set_done(request_id, 200)
        assert frontier.forget_beyond("f.warc.gz", 150) == 2
        assert [c.target_uri for c in frontier.captures()] == ["http://a.example/0"]
        assert [r.url for r in frontier.take("a.example", 9)] == ["http://a.example/1", "http://a.example/2"]
        assert frontier.earlier_payload("sha1:0") is not None
        assert frontier.earlier_payload("sha1:2") is None


def test_next_crawl_knows_what_the_last_one_captured(tmp_path):
    known = KnownCapture("http://a.example/", "2016", "urn:uuid:1", "sha1:1", 200, '"e"', None, "f.warc.gz", 7)
    with Frontier(tmp_path / "first.db") as first:
        first.remember(known, is_of_this_crawl=True)
        first.add_payload(capture(1))
        first.commit()
        assert first.known(known.url) is None
        assert first.known(known.url, of_earlier_crawls=False) == known
        with Frontier(tmp_path / "second.db") as second:
            second.inherit(tmp_path / "first.db")
            assert second.known(known.url) == known
            assert second.earlier_payload("sha1:1") == ("http://a.example/1", "2016-01-01T00:00:00Z", "urn:uuid:1")


def test_damaged_frontier_says_what_to_do(tmp_path):
    (tmp_path / "f.db").write_bytes(b"no database at all, certainly not one of SQLite" * 50)
    with pytest.raises(BadArchive, match="Move the crawl's folder away"):
        Frontier(tmp_path / "f.db")


def test_unfinished_crawl_goes_on_and_a_finished_one_is_followed_by_a_new_one(tmp_path):
    from datetime import UTC, datetime

    with open_crawl(tmp_path, now=datetime(2016, 1, 1, tzinfo=UTC)) as crawl:
        assert (crawl.crawl_id, crawl.is_resumed) == ("20160101000000", False)
        add(crawl.frontier, "http://a.example/")
        crawl.frontier.commit()
        with pytest.raises(ArchiveInUse):
            open_crawl(tmp_path, now=datetime(2016, 1, 2, tzinfo=UTC))
    with open_crawl(tmp_path, now=datetime(2016, 1, 2, tzinfo=UTC)) as crawl:
        assert (crawl.crawl_id, crawl.is_resumed) == ("20160101000000", True)
        (request,) = crawl.frontier.take("a.example", 1)
        crawl.frontier.set_done(request.id, 200)
        crawl.frontier.set_value("finish_reason", "finished")
    with open_crawl(tmp_path, now=datetime(2016, 1, 3, tzinfo=UTC)) as crawl:
        assert (crawl.crawl_id, crawl.is_resumed) == ("20160103000000", False)
    assert latest_crawl(tmp_path) == "20160103000000"


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(-3, 3)), max_size=30))
@settings(max_examples=30, deadline=None)
def test_every_request_is_taken_exactly_once(tmp_path_factory, requests):
    with Frontier(tmp_path_factory.mktemp("f") / "f.db") as frontier:
        expected = set()
        for number, (host, priority) in enumerate(requests):
            key = f"http://{host}/{number % 7}"
            expected.add(key)
            add(frontier, key, host=host, priority=priority)
        taken = []
        while hosts := frontier.hosts_with_work():
            for host in hosts:
                taken += [r.url for r in frontier.take(host, 2)]
        assert sorted(taken) == sorted(expected)
