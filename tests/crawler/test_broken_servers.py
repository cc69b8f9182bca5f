"""Two hundred answers broken at random: none stops the crawl, each is kept as it came, every checker accepts it."""

from __future__ import annotations

import gzip
import random
from dataclasses import replace

from archive.warc_payload import read_captures
from crawler.frontier import Frontier

ANSWERS = 200
HTML = b"<html><body><p>words, words, words</p></body></html>"
WHOLE = [
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s" % (len(HTML), HTML),
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\nX-T: 1\r\n\r\n" % (len(HTML), HTML),
    b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(HTML, mtime=0),
    b"HTTP/1.1 301 Moved\r\nLocation: /next\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 103 Early\r\nLink: <a>\r\n\r\nHTTP/1.0 404 Not Found\r\nX: 1\r\n y\r\n\r\nnothing",
]
SCRAPS = [b"\r\n", b"\n", b":", b"\0", b" ", b"HTTP/1.1", b"Content-Length: 7\r\n", b"Transfer-Encoding: chunked\r\n",
          b"-", b"\xff" * 5, b"0\r\n\r\n", b"WARC/1.1\r\n", b"Content-Encoding: br\r\n", b"\t"]  # fmt: skip


def broken(chance):  # type: ignore[no-untyped-def]
    """One of the whole answers with one to four things wrong."""
    data = bytearray(chance.choice(WHOLE))
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(data)) if data else 0
        kind = chance.randrange(5)
        if kind == 0:
            data[place : place + chance.randint(1, 9)] = b""
        elif kind == 1:
            data[place:place] = chance.choice(SCRAPS)
        elif kind == 2:
            data[place : place + 1] = bytes([chance.randrange(256)])
        elif kind == 3:
            del data[place:]
        else:
            data[place:place] = data[place : place + 30]
    return bytes(data)


def test_answers_broken_at_random_are_kept_as_they_came(raw_server, crawls, records, accepted_by_everyone):  # type: ignore[no-untyped-def]
    chance = random.Random(2016)  # noqa: S311
    raw_server.page("/robots.txt", b"")
    raw_server.page("/next", HTML)
    scripts = {}
    for number in range(ANSWERS):
        scripts[f"/{number}"] = raw_server.add(f"/{number}", broken(chance), "close")
    raw_server.page("/last", HTML)
    told = crawls.run(
        *map(raw_server.url, scripts),
        raw_server.url("/last"),
        follow=False,
        settings={"RETRY_TIMES": 0, "DOWNLOAD_TIMEOUT": 20, "CONCURRENT_REQUESTS_PER_DOMAIN": 16},
    )
    assert told["reason"] == "finished"
    assert raw_server.url("/last") in {seen["url"] for seen in told["seen"]}
    kept: dict[str, bytes] = {}
    asked = set()
    for record in records(*crawls.warcs):
        path = (record.get("WARC-Target-URI") or "").partition(f":{raw_server.port}")[2]
        if record["WARC-Type"] == "request":
            asked.add(path)
        elif record["WARC-Type"] == "response" or record["Content-Type"] != "application/warc-fields":
            assert path not in scripts or record.block in scripts[path].sent[0]
            kept[path] = kept.get(path, b"") + record.block
    assert set(scripts) <= asked
    # what a server sent after HTTP was broken for good is not read, but what came before is kept
    answered = {path for path, script in scripts.items() if script.sent[0]}
    assert answered <= {path for path, data in kept.items() if data}
    (database,) = (crawls.folder / "crawls").glob("*/frontier.db")
    read = {found.capture.record_id: found.capture for warc in crawls.warcs for found in read_captures(warc)}
    with Frontier(database) as frontier:
        for capture in frontier.captures():
            assert replace(read[capture.record_id], hop_path=capture.hop_path, via=capture.via) == capture
    for warc in crawls.warcs:
        accepted_by_everyone(warc)
