"""`oldface crawl --sites --scheduler`, a worker killed in the middle of a site: another goes on where it stopped."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastwarc.warc import ArchiveIterator

from archive.store import Archive
from crawler.crawl_status import status_of_all
from crawler.leases import read_lease
from crawler.settings import CONCURRENT_REQUESTS_PER_DOMAIN

pytest.importorskip("distributed")
psutil = pytest.importorskip("psutil")

pytestmark = pytest.mark.slow
SITES = ("mill", "wharf")
PAGES = 24
KILLED_AFTER = 6
TEXT = "It was a quiet year for the mill, and the wheel turned as it had always turned. "
ENVIRONMENT = os.environ | {"PYTHONWARNINGS": "ignore"}


@pytest.fixture
def sites(raw_server: Any, tmp_path: Path) -> Path:
    """A list of two sites, whose pages lead to the next ones."""
    raw_server.page("/robots.txt", b"")
    for site in SITES:
        for number in range(PAGES):
            following = range(number + 1, min(number + 6, PAGES))
            links = "".join(f'<li><a href="/{site}/post-{n}">Post {n}</a></li>' for n in following)
            html = (
                f"<!doctype html><html><head><title>Post {number}</title></head><body><h1>Post {number}</h1>"
                f"<div class='entry'><p>{number} {TEXT * 5}</p></div><ul>{links}</ul></body></html>"
            )
            raw_server.page(f"/{site}/post-{number}", html.encode())
    path = tmp_path / "sites.csv"
    lines = [f"{raw_server.url(f'/{site}/post-0')},{site},0.2" for site in SITES]
    path.write_text("\n".join(["seed,name,delay", *lines]) + "\n", encoding="utf-8")
    return path


class Cluster:
    """A scheduler and two workers of one thread, as processes of their own."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{port}"
        self.scheduler = self._start(
            "scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard", "--no-show"
        )
        self.workers = [
            self._start(
                "worker", self.address, "--host", "127.0.0.1", "--nthreads", "1", "--no-nanny", "--no-dashboard"
            )
            for _ in range(2)
        ]

    def _start(self, *command: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "dask", *command], env=ENVIRONMENT, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def worker_of(self, folder: Path) -> tuple[subprocess.Popen[bytes], int]:
        """The worker whose crawl holds the folder, and the process id of that crawl."""
        lease = read_lease(folder)
        assert lease is not None
        crawl = int(lease.holder.split(":")[1])
        parents = {process.pid for process in psutil.Process(crawl).parents()}
        return next(worker for worker in self.workers if worker.pid in parents), crawl

    def stop(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    running = Cluster()
    yield running
    running.stop()


def wait_until(is_so: Callable[[], bool], *, seconds: float = 60) -> None:
    """Waits for other processes: there is no event to wait for."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.05)


def records_of(folder: Path) -> Counter[str]:
    """How many responses the WARC files of a site hold, by address."""
    found: Counter[str] = Counter()
    for path in sorted((folder / "warc").glob("*.warc.gz*")):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, parse_http=False):
                if record.headers["WARC-Type"] in ("response", "revisit"):
                    found[record.headers["WARC-Target-URI"]] += 1
    return found


@pytest.mark.parametrize("dies", ["the worker alone", "the machine"])
def test_a_killed_workers_site_is_taken_over_where_it_stopped(
    cluster: Cluster, sites: Path, raw_server: Any, tmp_path: Path, dies: str
) -> None:
    folder = tmp_path / "crawls"
    words = ["crawl", "--sites", str(sites), "--into", str(folder), "--scheduler", cluster.address]
    command = [sys.executable, "-c", "from archive.cli import main; main()", *words]

    def fetched(site: str) -> int:
        return sum(path.startswith(f"/{site}/") for path in raw_server.hits)

    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=ENVIRONMENT) as run:
        try:
            wait_until(lambda: all(fetched(site) >= KILLED_AFTER for site in SITES))
            states = {status.name: status.state for status in status_of_all(folder)}
            worker, crawl = cluster.worker_of(folder / "mill")
            worker.send_signal(signal.SIGKILL)
            if dies == "the machine":
                os.kill(crawl, signal.SIGKILL)
                wait_until(lambda: not psutil.pid_exists(crawl) or psutil.Process(crawl).status() == "zombie")
                os.utime(folder / "mill" / "lease.json", (0, 0))  # as if the minute had passed
                stuck = {status.name: status.state for status in status_of_all(folder)}
                assert stuck["mill"] == "stuck"
            before = fetched("mill")
            told = run.communicate(timeout=240)[0]
        finally:
            run.kill()
    assert states == {"mill": "running", "wharf": "running"}
    assert run.returncode == 0, told
    assert sorted(line for line in told.splitlines() if line.endswith("complete")) == [
        "mill: complete",
        "wharf: complete",
    ]
    assert {status.name: status.state for status in status_of_all(folder)} == {"mill": "complete", "wharf": "complete"}
    assert before < PAGES, "the site was done before the kill"
    for site in SITES:
        records = records_of(folder / site)
        pages = {raw_server.url(f"/{site}/post-{number}") for number in range(PAGES)}
        assert pages <= set(records)
        assert all(records[page] == 1 for page in pages)
        with Archive(folder / site) as archive:
            assert {article.url for article in archive.articles()} == pages
    twice = sum(count - 1 for path, count in Counter(raw_server.hits).items() if "/post-" in path)
    assert twice <= CONCURRENT_REQUESTS_PER_DOMAIN  # what was under way when it died
