"""What feeds say is in the archive, each entry with its page; order, workers and the number of runs change nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from archive.ingest import IngestOptions, ingest
from archive.store import Archive
from archive.store.dump import dump

HERE = IngestOptions(workers=0)
SITE = "http://blog.example.com"
FEED_HEADERS = (("Content-Type", "application/rss+xml"),)
MakeWarc = Callable[..., Path]


def rss(*items: str, link: str = SITE) -> bytes:
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>Quay</title><link>{link}/</link>{''.join(items)}</channel></rss>"
    ).encode()


def item(path: str, *, date: str = "Mon, 03 May 2010 10:14:05 +0200", author: str = "Ann Lee", more: str = "") -> str:
    link = path if "://" in path else f"{SITE}{path}"
    return (
        f"<item><title>Story</title><link>{link}</link><pubDate>{date}</pubDate>"
        f"<dc:creator>{author}</dc:creator>{more}</item>"
    )


@pytest.fixture
def feed_warc(tmp_path: Path, make_warc: MakeWarc) -> Callable[..., Path]:
    """Writes a WARC file with one feed: feed_warc(name, payload, date=, url=)."""

    def make(name: str, payload: bytes, *, date: str = "2014-03-31T12:00:00Z", url: str = f"{SITE}/feed/") -> Path:
        return make_warc(tmp_path / "from" / name, [(url, payload)], date=date, headers=FEED_HEADERS)

    return make


@pytest.fixture
def pages(tmp_path: Path, make_warc: MakeWarc, article_html: Callable[..., bytes], prose: Callable[[int], str]) -> Path:
    """A WARC file with five articles, /0 to /4."""
    held = [(f"{SITE}/{n}", article_html(f"Story {n}", prose(n), day=f"2010-05-{n + 1:02d}")) for n in range(5)]
    return make_warc(tmp_path / "from" / "pages.warc.gz", held)


def rows(folder: Path, sql: str) -> list[tuple[object, ...]]:
    with Archive(folder) as archive:
        return list(archive.database.execute(sql).fetchall())


NAMED = "SELECT e.url, g.url FROM feed_entries e LEFT JOIN pages g ON g.id = e.page_id ORDER BY e.position, e.id"


def test_each_entry_leads_to_its_page_and_back_to_its_record(
    pages: Path, feed_warc: Callable[..., Path], tmp_path: Path
) -> None:
    feed = feed_warc("feed.warc.gz", rss(item("/1"), item("/lost")))
    ingest([pages, feed], into=tmp_path / "x", options=HERE)
    assert rows(tmp_path / "x", NAMED) == [(f"{SITE}/1", f"{SITE}/1"), (f"{SITE}/lost", None)]
    place = """SELECT f.filename, c.target_uri, e.node_path, e.date_published_raw FROM feed_entries e
        JOIN feeds d ON d.id = e.feed_id JOIN captures c ON c.id = d.capture_id
        JOIN warc_files f ON f.id = c.warc_file_id ORDER BY e.position LIMIT 1"""
    assert rows(tmp_path / "x", place) == [
        ("feed.warc.gz", f"{SITE}/feed/", "/rss/channel/item[1]", "Mon, 03 May 2010 10:14:05 +0200")
    ]


def test_a_page_is_found_behind_a_redirect_a_campaign_a_guid_and_a_name_of_its_own(
    tmp_path: Path, make_warc: MakeWarc, feed_warc: Callable[..., Path], article_html: Callable[..., bytes],
    prose: Callable[[int], str], pages: Path,
) -> None:  # fmt: skip
    moved = make_warc(
        tmp_path / "from" / "moved.warc.gz",
        [("http://proxy.example/~r/1", b"")],
        status="301 Moved",
        headers=(("Location", f"{SITE}/1"),),
    )
    html = article_html("Story 9", prose(9)).replace(b"</head>", b'<link rel="shortlink" href="/?p=9"></head>')
    own = make_warc(tmp_path / "from" / "own.warc.gz", [(f"{SITE}/9", html)])
    feed = feed_warc(
        "feed.warc.gz",
        rss(
            item("http://proxy.example/~r/1"),
            item("/2?utm_source=x&amp;utm_medium=feed"),
            item("/gone", more=f"<guid>{SITE}/3</guid>"),
            item("/?p=9"),
            item("/4#comment-2"),
        ),
    )
    ingest([pages, moved, own, feed], into=tmp_path / "x", options=HERE)
    assert [page for _, page in rows(tmp_path / "x", NAMED)] == [f"{SITE}/{n}" for n in (1, 2, 3, 9, 4)]
    assert rows(tmp_path / "x", "SELECT fragment FROM feed_entries WHERE fragment IS NOT NULL") == [("comment-2",)]


def test_the_order_of_files_and_the_number_of_workers_change_nothing(
    pages: Path, feed_warc: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = feed_warc("old.warc.gz", rss(item("/1"), item("/2"))[:-40], date="2011-01-01T00:00:00Z")
    same = feed_warc("same.warc.gz", rss(item("/1"), item("/2"))[:-40], date="2012-01-01T00:00:00Z")
    new = feed_warc("new.warc.gz", rss(item("/1", author="Bo Ek"), item("/3")), date="2015-01-01T00:00:00Z")
    expected: list[str] = []
    for number, order in enumerate([*permutations([pages, old, same, new])][::5]):
        folder = tmp_path / f"x{number}"
        for path in order:
            ingest([path], into=folder, options=HERE)
        expected = expected or list(dump(folder))
        assert list(dump(folder)) == expected, order
    monkeypatch.setattr("archive.feed_reading._FEWEST_FOR_WORKERS", 1)
    ingest([new, same, old, pages], into=tmp_path / "y", options=replace(HERE, workers=2))
    assert list(dump(tmp_path / "y")) == expected
    assert rows(tmp_path / "y", "SELECT first_captured_at, last_captured_at, entry_count FROM feeds ORDER BY 1") == [
        ("2011-01-01T00:00:00Z", "2012-01-01T00:00:00Z", 1), ("2015-01-01T00:00:00Z", "2015-01-01T00:00:00Z", 2),
    ]  # fmt: skip


def test_what_could_not_be_read_of_a_feed_is_a_problem(feed_warc: Callable[..., Path], tmp_path: Path) -> None:
    feed = feed_warc("feed.warc.gz", rss(item("/1"), item("/2"))[:-40])
    ingest([feed], into=tmp_path / "x", options=HERE)
    found = """SELECT p.code, p.url, c.target_uri FROM problems p JOIN captures c ON c.id = p.capture_id"""
    assert rows(tmp_path / "x", found) == [("feed.torn", f"{SITE}/feed/", f"{SITE}/feed/")]


def test_a_feed_served_as_html_is_read_and_is_no_page(make_warc: MakeWarc, tmp_path: Path) -> None:
    warc = make_warc(tmp_path / "from" / "feed.warc.gz", [(f"{SITE}/feed/", rss(item("/1")))])
    ingest([warc], into=tmp_path / "x", options=HERE)
    assert rows(tmp_path / "x", "SELECT (SELECT count(*) FROM pages), (SELECT count(*) FROM feed_entries)") == [(0, 1)]
