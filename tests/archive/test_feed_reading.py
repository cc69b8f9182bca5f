"""What feeds say is in the archive, each entry with its page; order, workers and the number of runs change nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from archive.cite import citation
from archive.ingest import IngestOptions, ingest
from archive.show import print_article
from archive.store import Archive
from archive.store.dump import dump
from archive.store.slicing import write_slice

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


def bare(title: str, text: str) -> bytes:
    """An article that names neither author nor date nor tags."""
    paragraphs = "".join(f"<p>{part}</p>" for part in text.split("\n"))
    article = f"<article><h1>{title}</h1>{paragraphs}</article>"
    return f"<html><head><title>{title}</title></head><body>{article}</body></html>".encode()


@pytest.fixture
def bare_pages(tmp_path: Path, make_warc: MakeWarc, prose: Callable[[int], str]) -> Path:
    """A WARC file with three articles, /quay-0 to /quay-2, that say nothing of themselves."""
    held = [(f"{SITE}/quay-{n}", bare(f"The quay in year {n}", prose(n))) for n in range(3)]
    return make_warc(tmp_path / "from" / "bare.warc.gz", held)


ARTICLES = """SELECT replace(url, 'http://blog.example.com', ''), date_published, date_published_source, date_modified,
    (SELECT group_concat(b.name || ' ' || b.source, ', ') FROM bylines b WHERE b.article_id = a.id),
    (SELECT group_concat(t.taxonomy || ' ' || t.name, ', ') FROM article_tags x JOIN tags t ON t.id = x.tag_id
    WHERE x.article_id = a.id) FROM articles a ORDER BY url"""
FACTS = """SELECT replace(a.url, 'http://blog.example.com', ''), x.field, e.node_path, f.filename
    FROM article_feed_facts x JOIN articles a ON a.id = x.article_id JOIN feed_entries e ON e.id = x.feed_entry_id
    JOIN feeds d ON d.id = e.feed_id JOIN captures c ON c.id = d.capture_id
    JOIN warc_files f ON f.id = c.warc_file_id ORDER BY 1, 2"""


def test_an_article_takes_from_a_feed_what_its_page_does_not_say(
    bare_pages: Path, feed_warc: Callable[..., Path], tmp_path: Path
) -> None:
    feed = feed_warc("feed.warc.gz", rss(item("/quay-0", more="<category>Ropes</category>"), item("/quay-9")))
    ingest([bare_pages, feed], into=tmp_path / "x", options=HERE)
    assert rows(tmp_path / "x", ARTICLES)[:2] == [
        ("/quay-0", "2010-05-03T10:14:05+02:00", "feed", None, "Ann Lee feed", "category Ropes"),
        ("/quay-1", None, None, None, None, None),
    ]
    place = ("/rss/channel/item[1]", "feed.warc.gz")
    assert rows(tmp_path / "x", FACTS) == [
        ("/quay-0", field, *place) for field in ("bylines", "date_published", "tags")
    ]  # fmt: skip
    assert rows(tmp_path / "x", "SELECT name, article_count FROM people") == [("Ann Lee", 1)]


def test_a_feed_overrides_nothing_that_a_page_says(pages: Path, feed_warc: Callable[..., Path], tmp_path: Path) -> None:
    ingest([pages], into=tmp_path / "x", options=HERE)
    feed = feed_warc("feed.warc.gz", rss(item("/1", author="Bo Ek", date="Tue, 04 May 2004 10:00:00 GMT")))
    before = rows(tmp_path / "x", ARTICLES)
    ingest([feed], into=tmp_path / "x", options=HERE)
    assert rows(tmp_path / "x", ARTICLES) == before
    assert rows(tmp_path / "x", FACTS) == []


def test_the_newest_capture_counts_fact_by_fact_whenever_it_was_read(
    bare_pages: Path, feed_warc: Callable[..., Path], tmp_path: Path
) -> None:
    old = feed_warc("old.warc.gz", rss(item("/quay-0", more="<category>Ropes</category>")), date="2011-01-01T00:00:00Z")
    new = feed_warc("new.warc.gz", rss(item("/quay-0", author="Bo Ek")), date="2015-01-01T00:00:00Z")
    expected: list[str] = []
    for number, order in enumerate(permutations([bare_pages, old, new])):
        folder = tmp_path / f"x{number}"
        for path in order:
            ingest([path], into=folder, options=HERE)
        expected = expected or list(dump(folder))
        assert list(dump(folder)) == expected
    assert rows(tmp_path / "x0", ARTICLES)[0][4:] == ("Bo Ek feed", "category Ropes")
    assert [(field, name) for _, field, _, name in rows(tmp_path / "x0", FACTS)] == [
        ("bylines", "new.warc.gz"), ("date_published", "new.warc.gz"), ("tags", "old.warc.gz"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "feed",
    [
        rss(item("/quay-0#comment-3")),
        rss(item("/quay-0"), item("/quay-0")),
        rss(item("/quay-0"), link="http://planet.example.org"),
        rss(*(item(f"/quay-{n}", author="") for n in range(3))),
        rss(item("/quay-0", author="", date="Tue, 04 May 2024 10:00:00 GMT")),
        rss(item("/quay-0", author="", date="")).replace(b"<item>", b"<dc:creator>Owner</dc:creator><item>"),
    ],
    ids=["comment", "two-of-one-page", "another-site", "time-of-writing", "not-yet-published", "owner-of-the-feed"],
)
def test_what_is_not_said_of_the_page_is_not_taken(
    feed: bytes, bare_pages: Path, make_warc: MakeWarc, tmp_path: Path
) -> None:
    url = "http://planet.example.org/feed/" if b"planet" in feed else f"{SITE}/feed/"
    warc = make_warc(tmp_path / "from" / "feed.warc.gz", [(url, feed)], headers=FEED_HEADERS)
    ingest([bare_pages, warc], into=tmp_path / "x", options=HERE)
    assert [row[1:5] for row in rows(tmp_path / "x", ARTICLES)] == [(None, None, None, None)] * 3


def test_a_feed_of_the_site_that_another_host_serves_counts(
    bare_pages: Path, make_warc: MakeWarc, tmp_path: Path
) -> None:
    warc = make_warc(
        tmp_path / "from" / "feed.warc.gz", [("http://feeds.proxy.example/quay", rss(item("/quay-0")))],
        headers=FEED_HEADERS,
    )  # fmt: skip
    ingest([bare_pages, warc], into=tmp_path / "x", options=HERE)
    assert rows(tmp_path / "x", ARTICLES)[0][2] == "feed"


def test_the_account_that_wrote_an_entry_is_named_as_on_a_page(
    bare_pages: Path, feed_warc: Callable[..., Path], tmp_path: Path
) -> None:
    ingest(
        [bare_pages, feed_warc("f.warc.gz", rss(item("/quay-0", author="admin")))], into=tmp_path / "x", options=HERE
    )
    assert rows(tmp_path / "x", "SELECT name, is_organisation FROM bylines") == [("admin", 1)]


def test_pages_that_a_feed_names_and_nobody_captured_are_listed(
    pages: Path, feed_warc: Callable[..., Path], tmp_path: Path
) -> None:
    ingest(
        [pages, feed_warc("feed.warc.gz", rss(item("/1"), item("/lost"), item("http://other.example/x")))],
        into=tmp_path / "x",
        options=HERE,
    )
    assert rows(tmp_path / "x", "SELECT url, status, is_of_kept_site FROM v_feed_missing ORDER BY url") == [
        (f"{SITE}/lost", None, 1), ("http://other.example/x", None, 0),
    ]  # fmt: skip


def test_what_a_feed_says_otherwise_than_the_page_is_listed(
    pages: Path, feed_warc: Callable[..., Path], tmp_path: Path
) -> None:
    same = item("/1", date="Sun, 02 May 2010 23:30:00 -0700").replace("Story", "Story 1")
    other = item("/2", author="Bo Ek", date="Mon, 03 May 2004 10:00:00 GMT")
    ingest([pages, feed_warc("feed.warc.gz", rss(same, other))], into=tmp_path / "x", options=HERE)
    assert rows(tmp_path / "x", "SELECT url, field, page_says, feed_says FROM v_feed_differences ORDER BY field") == [
        (f"{SITE}/2", "author", "Ann Lee", "Bo Ek"),
        (f"{SITE}/2", "date_published", "2010-05-03", "2004-05-03T10:00:00Z"),
        (f"{SITE}/2", "headline", "Story 2", "Story"),
    ]


def test_a_reader_is_told_what_is_not_on_the_page(
    bare_pages: Path, feed_warc: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ingest([bare_pages, feed_warc("feed.warc.gz", rss(item("/quay-0")))], into=tmp_path / "x", options=HERE)
    print_article(tmp_path / "x", f"{SITE}/quay-0")
    shown = " ".join(capsys.readouterr().out.split())
    assert f"bylines, date_published from /rss/channel/item[1] of the feed {SITE}/feed/" in shown
    with Archive(tmp_path / "x") as archive:
        cited = citation(archive, f"{SITE}/quay-0")
        assert cited.startswith("Ann Lee: “The quay in year 0”. blog.example.com, 2010-05-03.")
        assert f"date from the feed {SITE}/feed/ as captured 2014-03-31T12:00:00Z" in cited
        assert "from the feed" in citation(archive, f"{SITE}/quay-0", style="bibtex")
        assert "from the feed" in citation(archive, f"{SITE}/quay-0", style="csl-json")
        assert "from the feed" not in citation(archive, f"{SITE}/quay-1")


def test_a_slice_brings_the_feed_that_its_article_leads_back_to(
    bare_pages: Path, feed_warc: Callable[..., Path], tmp_path: Path
) -> None:
    ingest(
        [bare_pages, feed_warc("feed.warc.gz", rss(item("/quay-0"), item("/quay-1")))],
        into=tmp_path / "x",
        options=HERE,
    )
    (tmp_path / "y").mkdir()
    with Archive(tmp_path / "x") as archive:
        number = archive.article_id(f"{SITE}/quay-0")
        names = write_slice(archive, [number or 0], tmp_path / "y" / "archive.db", name="one")
        whole = archive.feed_facts(number or 0)
    assert names == ["bare.warc.gz", "feed.warc.gz"]
    assert rows(tmp_path / "y", "SELECT url FROM feed_entries") == [(f"{SITE}/quay-0",)]
    with Archive(tmp_path / "y") as archive:
        assert archive.feed_facts(number or 0) == whole
        assert not archive.database.execute("PRAGMA foreign_key_check").fetchall()
