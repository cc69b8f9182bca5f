"""Many sites are crawled, each by itself; a dead worker's site goes on where it stopped."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import threading
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.cli import crawl
from crawler.configuration import read_configuration
from crawler.crawl_status import status_of, status_of_all
from crawler.demo_blog.server import serving
from crawler.many_sites import crawl_here
from crawler.site_job import start_site
from crawler.site_list import SiteJob
from crawler.status_cli import status

pytestmark = pytest.mark.slow


def jobs_of(origin: str) -> list[SiteJob]:
    return [SiteJob(name, (f"{origin}/{name}/",), ("--delay=0", "--no-ingest")) for name in ("news", "yard")]


def addresses(folder: Path) -> list[str]:
    """Addresses with a response record, by the frontier."""
    (database,) = folder.glob("crawls/*/frontier.db")
    with sqlite3.connect(database) as frontier:
        rows = frontier.execute("SELECT json_extract(fields, '$.target_uri') FROM captures").fetchall()
    frontier.close()
    return sorted(row[0] for row in rows)


def test_each_site_has_its_own_folder_and_status(tmp_path: Path) -> None:
    ended: dict[str, int] = {}
    with serving() as server:
        crawl_here(tmp_path, jobs_of(server.origin), at_once=2, ended=lambda job, code: ended.update({job.name: code}))
    assert ended == {"news": 0, "yard": 0}
    statuses = status_of_all(tmp_path)
    assert [(s.name, s.state, s.queued) for s in statuses] == [("news", "complete", 0), ("yard", "complete", 0)]
    assert all(s.captures > 30 and s.warc_bytes > 10_000 and s.last_capture_at for s in statuses)
    result = CliRunner().invoke(status, [str(tmp_path), "--json"])
    assert result.exit_code == 0
    assert [json.loads(line)["state"] for line in result.output.splitlines()] == ["complete", "complete"]


def test_options_count_for_every_site_unless_its_line_says_otherwise(tmp_path: Path) -> None:
    sites = tmp_path / "sites.csv"
    with serving() as server:
        sites.write_text(
            f"seed,name,page_limit\n{server.origin}/news/,news,\n{server.origin}/yard/,yard,2\n", encoding="utf-8"
        )
        options = ["--page-limit=1", "--delay=0", "--operator=Us, us@us.example", "--no-ingest"]
        status = CliRunner().invoke(crawl, ["--sites", str(sites), "--into", str(tmp_path / "all"), *options])
    assert status.exit_code == 0, status.output
    made = {name: read_configuration(tmp_path / "all" / name / "oldface.toml") for name in ("news", "yard")}
    assert {configuration.operator for configuration in made.values()} == {"Us, us@us.example"}
    assert (made["news"].page_limit, made["yard"].page_limit) == (1, 2)
    assert not list((tmp_path / "all").glob("*/archive.db"))


def test_a_seed_beside_a_list_of_sites_is_refused(tmp_path: Path) -> None:
    (tmp_path / "sites.csv").touch()
    result = CliRunner().invoke(
        crawl, ["http://a.example/", "--sites", str(tmp_path / "sites.csv"), "--into", str(tmp_path / "all")]
    )
    assert result.exit_code == 2
    assert "http://a.example/" in result.output


def test_a_killed_sites_crawl_is_taken_over_and_ends_complete(tmp_path: Path) -> None:
    with serving() as server:
        (job, _) = jobs_of(server.origin)
        slow = SiteJob(job.name, job.seeds, ("--delay=0.2", "--no-ingest"))
        process = start_site(tmp_path, slow)
        wait_for_captures(tmp_path / job.name, 5)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert process.stdin is not None
        process.stdin.close()
        make_old(tmp_path / job.name / "lease.json")
        assert status_of(tmp_path / job.name).state == "stuck"
        before = set(addresses(tmp_path / job.name))
        ended: list[int] = []
        crawl_here(tmp_path, [job], at_once=1, ended=lambda _, code: ended.append(code))
    assert ended == [0]
    assert status_of(tmp_path / job.name).state == "complete"
    assert before <= set(addresses(tmp_path / job.name))


def test_a_crawl_whose_parent_is_gone_stops_by_itself(tmp_path: Path) -> None:
    with serving() as server:
        (job, _) = jobs_of(server.origin)
        process = start_site(tmp_path, SiteJob(job.name, job.seeds, ("--delay=0.5", "--no-ingest")))
        wait_for_captures(tmp_path / job.name, 2)
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(60) == 130
    assert status_of(tmp_path / job.name).state == "stopped"


def wait_for_captures(folder: Path, count: int) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if folder.is_dir() and status_of(folder).captures >= count:
            return
        threading.Event().wait(0.1)
    raise AssertionError(f"no {count} captures came: {(folder / 'job.log').read_text()}")


def make_old(path: Path) -> None:
    os.utime(path, (0, 0))
