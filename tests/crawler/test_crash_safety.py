"""Nothing is lost: kill -9 at any moment, power cut, full disk, network gone; the next run goes on."""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter

import pytest
from fastwarc.warc import ArchiveIterator

from crawler.frontier import Frontier

PAGES = 120
CONCURRENT = 8


def build_site(server, pages=PAGES, size=600):  # type: ignore[no-untyped-def]
    """Pages that each lead to the next twelve, so that the frontier is never empty in the middle."""
    server.page("/robots.txt", b"")
    for number in range(pages):
        links = b"".join(b'<a href="/p%d">' % n for n in range(number + 1, min(number + 13, pages)))
        filler = random.Random(number).randbytes(size // 2).hex().encode()  # noqa: S311
        server.page(f"/p{number}", b"<html>" + links + filler + b"</html>")
    return server.url("/p0")


def kill_after(process, server, hits, pause):  # type: ignore[no-untyped-def]
    """kill -9 once the server was asked `hits` more times, and a moment later."""
    target = len(server.hits) + hits
    while len(server.hits) < target and process.poll() is None:
        time.sleep(0.001)  # waits for another process: there is no event to wait for
    time.sleep(pause)
    process.send_signal(signal.SIGKILL)
    process.communicate()


def captured_pages(crawls):  # type: ignore[no-untyped-def]
    """How often each page is in the WARCs as a response or revisit."""
    pages: Counter[str] = Counter()
    for path in sorted((crawls.folder / "warc").glob("*.warc.gz*")):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, parse_http=False):
                if record.headers["WARC-Type"] in ("response", "revisit"):
                    pages["/" + record.headers["WARC-Target-URI"].partition("127.0.0.1")[2].partition("/")[2]] += 1
    return pages


def assert_frontier_agrees_with_the_warcs(crawls):  # type: ignore[no-untyped-def]
    """Each capture the frontier knows is the record at its place, and each record is known."""
    for path in (crawls.folder / "crawls").glob("*/frontier.db"):
        with Frontier(path) as frontier:
            for capture in frontier.captures():
                with (crawls.folder / "warc" / capture.filename).open("rb") as file:
                    file.seek(capture.offset_bytes)
                    record = next(iter(ArchiveIterator(file, parse_http=False)))
                    assert record.headers["WARC-Record-ID"] == f"<{capture.record_id}>"


def kill_and_go_on(server, crawls, accepted, *, kills, seed, hits):  # type: ignore[no-untyped-def]
    chance = random.Random(seed)  # noqa: S311
    start = build_site(server)
    settings = {"CONCURRENT_REQUESTS_PER_DOMAIN": CONCURRENT}
    for _ in range(kills):
        process = crawls.start(start, settings=settings)
        kill_after(process, server, chance.randint(1, hits), chance.uniform(0, 0.03))
    told = crawls.run(start, settings=settings)
    assert told["reason"] == "finished"
    pages = captured_pages(crawls)
    expected = {f"/p{number}" for number in range(PAGES)}
    assert expected <= set(pages)
    asked = Counter(path for path in server.hits if path in expected)
    assert sum(asked.values()) - PAGES <= kills * CONCURRENT
    assert not list((crawls.folder / "warc").glob("*.open"))
    for path in crawls.warcs:
        accepted(path)
    assert_frontier_agrees_with_the_warcs(crawls)
    assert len(list((crawls.folder / "crawls").glob("*/frontier.db"))) == 1


def test_three_kills_lose_nothing_and_repeat_only_what_was_in_flight(raw_server, crawls, accepted_by_everyone):  # type: ignore[no-untyped-def]
    kill_and_go_on(raw_server, crawls, accepted_by_everyone, kills=3, seed=3, hits=30)


@pytest.mark.slow
def test_twenty_kills_at_random_moments_lose_nothing(raw_server, crawls, accepted_by_everyone):  # type: ignore[no-untyped-def]
    kill_and_go_on(raw_server, crawls, accepted_by_everyone, kills=20, seed=20, hits=9)


def test_torn_tail_is_cut_saved_and_recorded(raw_server, crawls, records, accepted_by_everyone):  # type: ignore[no-untyped-def]
    start = build_site(raw_server)
    process = crawls.start(start, settings={"OLDFACE_SYNC_SECONDS": 1000})
    kill_after(process, raw_server, 60, 0.0)
    (still_open,) = (crawls.folder / "warc").glob("*.open")
    torn = os.urandom(20)
    with still_open.open("ab") as file:
        file.write(b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + torn)
    size = still_open.stat().st_size
    told = crawls.run(start)
    assert told["reason"] == "finished"
    name = still_open.name.removesuffix(".open")
    assert (crawls.folder / "warc" / name).stat().st_size == size - 30
    (saved,) = (crawls.folder / "warc").glob("*.torn-*")
    assert saved.read_bytes().endswith(torn)
    (note,) = [r for r in records(*crawls.warcs) if (r.get("WARC-Target-URI") or "").startswith("urn:oldface:tear:")]
    assert f"tornFile: {name}\r\ntornOffset: {size - 30}\r\ntornBytes: 30\r\n".encode() in note.block
    for path in crawls.warcs:
        accepted_by_everyone(path)


def test_power_cut_that_took_records_from_the_file_makes_them_be_fetched_again(raw_server, crawls):  # type: ignore[no-untyped-def]
    start = build_site(raw_server)
    process = crawls.start(start, settings={"OLDFACE_SYNC_SECONDS": 1000})
    kill_after(process, raw_server, 80, 0.0)
    (still_open,) = (crawls.folder / "warc").glob("*.open")
    with still_open.open("r+b") as file:  # the disk never got the second half
        file.truncate(still_open.stat().st_size // 2 + 3)
    told = crawls.run(start)
    assert told["reason"] == "finished"
    assert {f"/p{number}" for number in range(PAGES)} <= set(captured_pages(crawls))
    assert_frontier_agrees_with_the_warcs(crawls)


def test_full_disk_stops_the_crawl_with_a_valid_file_and_nothing_is_lost(raw_server, crawls, accepted_by_everyone):  # type: ignore[no-untyped-def]
    start = build_site(raw_server, size=40_000)
    told = crawls.run(start, file_size_limit=700_000)  # a limit on a file's size fails as a full disk does
    assert told["reason"] == "disk_full"
    assert "Make room on the disk" in told["log"]
    for path in crawls.warcs:
        accepted_by_everyone(path)
    told = crawls.run(start)
    assert told["reason"] == "finished"
    assert {f"/p{number}" for number in range(PAGES)} <= set(captured_pages(crawls))


def test_network_gone_stops_with_the_state_kept_and_the_next_run_goes_on(raw_server, crawls):  # type: ignore[no-untyped-def]
    start = build_site(raw_server)
    process = crawls.start(
        start, settings={"RETRY_TIMES": 1, "OLDFACE_NETWORK_GONE_AFTER": 10, "CONCURRENT_REQUESTS_PER_DOMAIN": 2}
    )
    while len(raw_server.hits) < 40:
        time.sleep(0.001)
    raw_server.refuse_from_now()
    out, _ = process.communicate(timeout=60)
    assert '"reason": "network_gone"' in out
    raw_server.answer_again()
    before = len(raw_server.hits)
    told = crawls.run(start)
    assert told["reason"] == "finished"
    assert {f"/p{number}" for number in range(PAGES)} <= set(captured_pages(crawls))
    assert len(raw_server.hits) - before < PAGES


def test_two_crawls_never_share_a_folder(raw_server, crawls):  # type: ignore[no-untyped-def]
    raw_server.page("/robots.txt", b"")
    raw_server.add("/p0", b"HTTP/1.1 200 OK\r\n", "wait")
    first = crawls.start(raw_server.url("/p0"))
    while not raw_server.hits:
        time.sleep(0.001)
    second = crawls.start(raw_server.url("/p0"))
    _, err = second.communicate(timeout=60)
    first.kill()
    first.communicate()
    assert "another process crawls into this archive" in err


def test_stopped_crawl_goes_on_without_asking_for_anything_twice(raw_server, crawls):  # type: ignore[no-untyped-def]
    start = build_site(raw_server)
    process = crawls.start(start)
    while len(raw_server.hits) < 50:
        time.sleep(0.001)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    told = crawls.run(start)
    assert told["reason"] == "finished"
    assert max(Counter(raw_server.hits).values()) == 1


def test_disk_that_is_nearly_full_stops_the_crawl_before_it_is(raw_server, crawls):  # type: ignore[no-untyped-def]
    start = build_site(raw_server)
    told = crawls.run(
        start,
        settings={"OLDFACE_MIN_FREE_BYTES": 1 << 60, "OLDFACE_SYNC_SECONDS": 0.05, "CONCURRENT_REQUESTS_PER_DOMAIN": 1},
    )
    assert told["reason"] == "disk_low"
    told = crawls.run(start)
    assert told["reason"] == "finished"
    assert max(Counter(raw_server.hits).values()) == 1
