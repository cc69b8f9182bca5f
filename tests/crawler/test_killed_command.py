"""`oldface crawl` killed as a whole, ingest and all: the same command goes on, and database and WARCs agree."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import time

import pytest
from fastwarc.warc import ArchiveIterator

PAGES = 40
TEXT = "It was a quiet year for the mill, and the wheel turned as it had always turned. "


def oldface(*words):  # type: ignore[no-untyped-def]
    return [sys.executable, "-W", "ignore", "-c", "from archive.cli import main; main()", *map(str, words)]


def build_blog(server):  # type: ignore[no-untyped-def]
    server.page("/robots.txt", b"")
    for number in range(PAGES):
        links = "".join(f'<li><a href="/post-{n}">Post {n}</a></li>' for n in range(number + 1, min(number + 6, PAGES)))
        html = (
            f"<!doctype html><html><head><title>Post {number}</title></head><body><h1>Post {number}</h1>"
            f"<div class='entry'><p>{number} {TEXT * 5}</p></div><ul>{links}</ul></body></html>"
        )
        server.page(f"/post-{number}", html.encode())
    return server.url("/post-0")


@pytest.mark.slow
def test_killed_command_goes_on_and_database_and_warcs_agree(raw_server, tmp_path):  # type: ignore[no-untyped-def]
    chance = random.Random(5)  # noqa: S311
    seed = build_blog(raw_server)
    folder = tmp_path / "archive"
    command = oldface("crawl", seed, "--scope", "host", "--into", folder, "--delay", "0")
    for _ in range(4):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        target = len(raw_server.hits) + chance.randint(2, 9)
        while len(raw_server.hits) < target and process.poll() is None:
            time.sleep(0.001)  # waits for another process: there is no event to wait for
        process.send_signal(signal.SIGKILL)
        process.wait()
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    checked = subprocess.run(oldface("check", folder), capture_output=True, text=True, check=False, timeout=120)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    in_warcs = set()
    for path in (folder / "warc").glob("*.warc.gz"):
        with path.open("rb") as file:
            in_warcs |= {
                record.headers["WARC-Target-URI"]
                for record in ArchiveIterator(file, parse_http=False)
                if record.headers["WARC-Type"] in ("response", "revisit")
            }
    with sqlite3.connect(folder / "archive.db") as database:
        in_database = {url for (url,) in database.execute("SELECT url FROM pages")}
    database.close()
    posts = {raw_server.url(f"/post-{number}") for number in range(PAGES)}
    assert posts <= in_warcs
    assert posts <= in_database
