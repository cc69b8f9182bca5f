"""A sitemap's dates put what is new before what is not, and leave that out where it is wanted; nothing is lost."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from crawler.frontier import KnownCapture
from crawler.recrawl import Standing, newest_first, standing_of
from crawler.sitemaps import SitemapEntry, latest_moment

CAPTURED = KnownCapture("http://a.example/", "2014-03-01T12:00:00Z", "urn:uuid:1", None, 200, None, None, "f", 0)


@pytest.mark.parametrize(
    ("lastmod", "latest"),
    [
        ("2014-02-26T10:00:00Z", "2014-02-26T10:00:00"),
        ("2014-02-26T10:00:00.5+02:00", "2014-02-26T08:00:00"),
        ("2014-02-26T10:00-0530", "2014-02-26T15:30:00"),
        ("2014-02-26 10:00:00", "2014-02-26T22:00:00"),  # some place's ten o'clock
        ("2014-02-28", "2014-03-01T12:00:00"),
        ("2014-12", "2015-01-01T12:00:00"),
        ("2014", "2015-01-01T12:00:00"),
    ],
)
def test_a_date_means_the_last_moment_it_can(lastmod, latest):
    assert latest_moment(lastmod) == datetime.fromisoformat(latest).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "lastmod", [None, "", "yesterday", "2014-13-01", "2014-02-30", "26.2.2014", "9999-12-31", "0000"]
)
def test_what_is_no_date_says_nothing(lastmod):
    assert latest_moment(lastmod) is None
    assert standing_of(lastmod, CAPTURED) is Standing.UNKNOWN


def test_only_what_is_surely_older_than_the_capture_is_unchanged():
    assert standing_of("2014-02-27", CAPTURED) is Standing.UNCHANGED
    assert standing_of("2014-02-28", CAPTURED) is Standing.CHANGED  # it may have been noon in the west
    assert standing_of("2014-03-01", CAPTURED) is Standing.CHANGED
    assert standing_of("2014-02-27", None) is Standing.UNKNOWN


def test_the_newest_come_first_and_the_dateless_last_in_their_order():
    entries = [
        SitemapEntry(name, date) for name, date in (("a", None), ("b", "2012"), ("c", "2014-01-01"), ("d", None))
    ]
    assert [entry.url for entry in newest_first(entries)] == ["c", "b", "a", "d"]


# --- two crawls -------------------------------------------------------------------------------------------------------


def page(title, *links):
    anchors = "".join(f"<a href='{link}'>{link}</a>" for link in links)
    words = " ".join(f"{title}{letter}" for letter in "abcdefghijklmnopqrst")
    return f"<html><title>{title}</title><body><p>{words}</p>{anchors}</body></html>".encode()


class Site:
    """Pages with dates in a sitemap; `crawl` asks the command for them."""

    def __init__(self, server, folder):
        self.server, self.folder = server, folder
        self.pages = {"/": page("home"), "/old": page("old", "/behind-old"), "/behind-old": page("behind")}
        self.dates = {"/old": "2001-01-01"}

    def crawl(self, **settings):
        """Runs a crawl; the paths asked for, in order, and the report."""
        server = self.server
        server.hits.clear()
        server.scripts.clear()
        entries = "".join(
            f"<url><loc>{server.url(path)}</loc><lastmod>{day}</lastmod></url>" for path, day in self.dates.items()
        )
        server.page("/robots.txt", b"")
        server.page("/sitemap.xml", f"<urlset>{entries}</urlset>".encode())
        for path, body in self.pages.items():
            server.page(path, body, headers='ETag: "1"\r\n')
        if settings:
            toml = self.folder / "oldface.toml"
            text = toml.read_text()
            for name, value in settings.items():
                text = text.replace(f"{name} = {json.dumps(not value)}", f"{name} = {json.dumps(value)}")
            toml.write_text(text)
        command = [sys.executable, "-c", "from archive.cli import main; main()", "crawl", "--no-ingest", "--delay", "0"]
        seeds = [] if self.folder.exists() else [server.url("/")]
        run = subprocess.run([*command, *seeds, "--into", str(self.folder)], capture_output=True, text=True, timeout=60)
        assert run.returncode == 0, run.stderr
        report = json.loads(max(self.folder.glob("crawls/*/report.json")).read_text())
        return list(server.hits), report


@pytest.fixture
def site(raw_server, tmp_path):
    return Site(raw_server, tmp_path / "archive")


def test_new_and_changed_pages_are_asked_for_before_unchanged_ones(site):
    site.crawl()
    tomorrow = f"{datetime.now(UTC) + timedelta(days=1):%Y-%m-%d}"
    site.pages |= {"/new": page("new"), "/changed": page("changed")}
    site.pages["/behind-old"] = page("again")
    site.dates = {"/old": "2001-01-01", "/behind-old": tomorrow, "/new": tomorrow}
    hits, report = site.crawl()
    assert hits.index("/behind-old") < hits.index("/new") < hits.index("/old")
    assert report["is_complete"]


def test_unchanged_pages_are_left_out_where_that_is_wanted_and_their_links_are_not(site):
    site.crawl()
    site.pages["/old"] = page("old changed behind the sitemap's back")
    hits, report = site.crawl(skip_unchanged=True)
    assert "/old" not in hits
    assert "/behind-old" in hits  # named by /old alone, which was read from the archive
    (skipped,) = [row for row in report["skipped"] if row["reason"] == "unchanged"]
    assert [skip["url"] for skip in skipped["examples"]] == [site.server.url("/old")]
    assert "2001-01-01" in skipped["examples"][0]["detail"]
    hits, report = site.crawl(skip_unchanged=False)
    assert "/old" in hits


def test_a_page_that_nobody_names_any_more_is_asked_for_at_the_end(site):
    site.crawl()
    site.pages["/old"] = page("old")
    del site.pages["/behind-old"]
    site.pages["/"] = page("home", *(f"/new{number}" for number in range(5)))
    site.pages |= {f"/new{number}": page(f"new{number}") for number in range(5)}
    hits, report = site.crawl()
    assert max(hits.index(f"/new{number}") for number in range(5)) < hits.index("/behind-old")
    (gone,) = report["missing_pages"]
    assert (gone["url"], gone["why"]) == (site.server.url("/behind-old"), "gone since an earlier crawl (status 404)")
