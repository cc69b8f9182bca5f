"""What single pages cannot know is put together: articles of many pages, redirects, dead links, people, revisits."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.ingest import IngestOptions, ingest
from archive.store import Archive

HERE = IngestOptions(workers=0)
SITE = "http://blog.example.com"


@pytest.fixture
def archive_of(tmp_path: Path) -> Callable[..., Archive]:
    """Ingests WARC files and opens the archive."""

    def open_it(*paths: Path, toml: str = "") -> Archive:
        folder = tmp_path / "archive"
        folder.mkdir(exist_ok=True)
        (folder / "oldface.toml").write_text(toml)
        ingest(paths, into=folder, options=HERE)
        return Archive(folder)

    return open_it


def comments(*texts: tuple[str, str]) -> str:
    """Comment markup as WordPress has it: (anchor number, text)."""
    items = "".join(
        f'<li class="comment" id="comment-{number}"><div class="comment-author vcard"><cite class="fn">Reader {number}'
        f'</cite></div><div class="comment-meta"><a href="#comment-{number}">March 1, 2014 at 10:0{number} am</a></div>'
        f"<div class='comment-content'><p>{text}</p></div></li>"
        for number, text in texts
    )
    return f'<div id="comments"><h2>Comments</h2><ol class="commentlist">{items}</ol></div>'


def test_comments_of_all_pages_stand_in_one_thread(
    make_warc: Callable[..., Path], article_html: Callable[..., bytes], prose: Callable[[int], str],
    archive_of: Callable[..., Archive], tmp_path: Path,
) -> None:  # fmt: skip
    first, second = ("1", "This was well said."), ("2", "I do not agree at all.")
    third = ("3", "Neither do I, to be honest.")
    pages = [
        (f"{SITE}/story/", article_html("A story", prose(1), more=comments(first, second))),
        (f"{SITE}/story/comment-page-2/", article_html("A story", prose(1), more=comments(second, third))),
    ]
    with archive_of(make_warc(tmp_path / "c.warc.gz", pages)) as archive:
        (article,) = archive.articles()
        assert article.url == f"{SITE}/story/"
        assert [comment.text for comment in article.comments] == [first[1], second[1], third[1]]
        assert f"{SITE}/story/comment-page-2/" in {d.url for d in article.addresses if d.relation == "comment-page"}


def test_parts_of_a_text_are_joined_in_order(
    make_warc: Callable[..., Path], article_html: Callable[..., bytes], prose: Callable[[int], str],
    archive_of: Callable[..., Archive], tmp_path: Path,
) -> None:  # fmt: skip
    pages = [
        (f"{SITE}/long?page=3", article_html("Long", prose(30))),
        (f"{SITE}/long?page=2", article_html("Long", prose(20))),
        (f"{SITE}/long", article_html("Long", prose(10))),
    ]
    with archive_of(make_warc(tmp_path / "p.warc.gz", pages)) as archive:
        (article,) = archive.articles()
        places = [article.body_text.index(prose(n).split("\n")[1][:40]) for n in (10, 20, 30)]
        assert places == sorted(places)
        assert article.word_count > 250


@pytest.mark.parametrize("line", ["2014-02-26", "26 February 2014, Derek Osgood"])
def test_a_list_of_one_teaser_is_no_article(
    make_warc: Callable[..., Path], article_html: Callable[..., bytes], prose: Callable[[int], str],
    archive_of: Callable[..., Archive], tmp_path: Path, line: str,
) -> None:  # fmt: skip
    teaser = prose(1).split("\n")[0]
    listing = (
        '<html><body><h1>Archive 2014-02</h1><p><b><a href="/story">A story</a></b><br>'
        f"<span>{line}</span><br>{teaser}</p></body></html>"
    ).encode()
    pages = [(f"{SITE}/story", article_html("A story", prose(1))), (f"{SITE}/archive-2014-02", listing)]
    with archive_of(make_warc(tmp_path / "l.warc.gz", pages)) as archive:
        assert [article.url for article in archive.articles()] == [f"{SITE}/story"]


def test_an_article_that_links_to_another_by_title_is_an_article(
    make_warc: Callable[..., Path], article_html: Callable[..., bytes], prose: Callable[[int], str],
    archive_of: Callable[..., Archive], tmp_path: Path,
) -> None:  # fmt: skip
    words = prose(2).replace("\n", '\n<a href="/story">A story</a>\n', 1)
    pages = [(f"{SITE}/story", article_html("A story", prose(1))), (f"{SITE}/second", article_html("Second", words))]
    with archive_of(make_warc(tmp_path / "l.warc.gz", pages)) as archive:
        assert sorted(article.url for article in archive.articles()) == [f"{SITE}/second", f"{SITE}/story"]


def test_redirects_lead_to_their_article(
    make_warc: Callable[..., Path], article_html: Callable[..., bytes], prose: Callable[[int], str],
    archive_of: Callable[..., Archive], tmp_path: Path,
) -> None:  # fmt: skip
    to = {"headers": [("Location", "/middle"), ("Content-Type", "text/html")], "status": "301 Moved"}
    further = {"headers": [("Location", f"{SITE}/story"), ("Content-Type", "text/html")], "status": "302 Found"}
    with archive_of(
        make_warc(tmp_path / "1.warc.gz", [(f"{SITE}/old", b"")], **to),
        make_warc(tmp_path / "2.warc.gz", [(f"{SITE}/middle", b"")], **further),
        make_warc(tmp_path / "3.warc.gz", [(f"{SITE}/story", article_html("A story", prose(1)))]),
    ) as archive:
        assert archive.article(f"{SITE}/old").headline == "A story"
        rows = archive.database.execute("SELECT url, hops, status, final_url FROM destinations ORDER BY hops DESC")
        assert rows.fetchone() == (f"{SITE}/old", 2, 200, f"{SITE}/story")
        assert [r.redirect_url for r in archive.redirects()] == [f"{SITE}/story", f"{SITE}/middle"]


def test_a_loop_of_redirects_ends(
    make_warc: Callable[..., Path], archive_of: Callable[..., Archive], tmp_path: Path
) -> None:
    def to(target: str) -> dict[str, object]:
        return {"headers": [("Location", target)], "status": "302 Found"}

    with archive_of(
        make_warc(tmp_path / "1.warc.gz", [(f"{SITE}/a", b"")], **to("/b")),
        make_warc(tmp_path / "2.warc.gz", [(f"{SITE}/b", b"")], **to("/a")),
        make_warc(tmp_path / "3.warc.gz", [(f"{SITE}/c", b"")], **to("/c")),
    ) as archive:
        assert archive.count("destinations") == 3
        assert archive.count("articles") == 0


def test_a_page_that_is_no_longer_there_is_gone(
    make_warc: Callable[..., Path], article_html: Callable[..., bytes], prose: Callable[[int], str],
    archive_of: Callable[..., Archive], tmp_path: Path,
) -> None:  # fmt: skip
    with archive_of(
        make_warc(tmp_path / "1.warc.gz", [(f"{SITE}/a", article_html("A", prose(1)))], date="2013-01-01T00:00:00Z"),
        make_warc(tmp_path / "2.warc.gz", [(f"{SITE}/a", b"gone")], date="2014-01-01T00:00:00Z", status="410 Gone"),
    ) as archive:
        (row,) = archive.database.query("SELECT gone_at, capture_count FROM pages")
        assert row == {"gone_at": "2014-01-01T00:00:00Z", "capture_count": 1}
        assert archive.count("articles") == 1


def test_dead_links_are_known_with_their_region(
    make_warc: Callable[..., Path], article_html: Callable[..., bytes], prose: Callable[[int], str],
    archive_of: Callable[..., Archive], tmp_path: Path,
) -> None:  # fmt: skip
    text = f'{prose(1)}\nSee <a href="/dead">the old page</a> and {prose(2)}'
    with archive_of(
        make_warc(tmp_path / "1.warc.gz", [(f"{SITE}/a", article_html("A", text))]),
        make_warc(tmp_path / "2.warc.gz", [(f"{SITE}/dead", b"no")], status="404 Not Found"),
    ) as archive:
        (dead,) = archive.database.query("SELECT page_url, url, region, target_status FROM v_dead_links")
        assert dead == {"page_url": f"{SITE}/a", "url": f"{SITE}/dead", "region": "body", "target_status": 404}


def test_nearly_equal_articles_point_at_the_first(
    make_warc: Callable[..., Path], article_html: Callable[..., bytes], prose: Callable[[int], str],
    archive_of: Callable[..., Archive], tmp_path: Path,
) -> None:  # fmt: skip
    long = "\n".join(prose(n) for n in range(5))
    pages = [
        (f"{SITE}/later", article_html("Again", long + "\nA last word.", day="2015-01-01")),
        (f"{SITE}/first", article_html("First", long, day="2013-01-01")),
        (f"{SITE}/other", article_html("Other", prose(40), day="2012-01-01")),
    ]
    with archive_of(make_warc(tmp_path / "n.warc.gz", pages)) as archive:
        found = {article.headline: article.duplicate_of_id for article in archive.articles()}
        first = archive.article(f"{SITE}/first").id
    assert found == {"Again": first, "First": None, "Other": None}


def test_images_come_with_size_and_digest_and_their_bytes(
    make_warc: Callable[..., Path], article_html: Callable[..., bytes], prose: Callable[[int], str],
    archive_of: Callable[..., Archive], tmp_path: Path,
) -> None:  # fmt: skip
    gif = bytes.fromhex("47494638396102000100800000ff0000ffffff21f90400000000002c000000000200010000020204540a003b")
    text = f'{prose(1)}\n<img src="/dot.gif" alt="A dot"> {prose(2)}'
    image = {"headers": [("Content-Type", "image/gif")]}
    with archive_of(
        make_warc(tmp_path / "1.warc.gz", [(f"{SITE}/a", article_html("A", text))]),
        make_warc(tmp_path / "2.warc.gz", [(f"{SITE}/dot.gif", gif)], **image),
    ) as archive:
        (use,) = archive.article(f"{SITE}/a").assets
        asset = use.asset
        assert (asset.width, asset.height, asset.size_bytes, asset.mime, use.alt) == (
            2,
            1,
            len(gif),
            "image/gif",
            "A dot",
        )
        assert asset.capture_id is not None
        assert archive.payload(asset.capture_id) == gif


def test_the_archivist_parts_and_joins_people(
    make_warc: Callable[..., Path], article_html: Callable[..., bytes], prose: Callable[[int], str],
    archive_of: Callable[..., Archive], tmp_path: Path,
) -> None:  # fmt: skip
    pages = [
        (f"{SITE}/{n}", article_html(f"Story {n}", prose(n), author=author))
        for n, author in enumerate(("Ann Lee", "Ann Lee", "Annie Leigh"))
    ]
    warc = make_warc(tmp_path / "p.warc.gz", pages)
    with archive_of(warc) as archive:
        assert sorted(p.article_count for p in archive.people()) == [1, 2]
    joined = '[people]\nmerge = [["Ann Lee", "Annie Leigh"]]\n'
    another = make_warc(tmp_path / "q.warc.gz", [(f"{SITE}/9", article_html("Nine", prose(9), author="Bo Ek"))])
    with archive_of(warc, another, toml=joined) as archive:
        assert sorted(p.article_count for p in archive.people()) == [1, 3]
        evidence = {row[0] for row in archive.database.execute("SELECT evidence FROM person_names")}
        assert "byline: oldface.toml" in evidence


def test_a_profile_put_into_the_folder_counts_at_the_next_ingest_and_not_after_it_is_gone(
    make_warc: Callable[..., Path], article_html: Callable[..., bytes], prose: Callable[[int], str], tmp_path: Path
) -> None:
    html = article_html("A story", prose(1), more='<div class="real-title">The real title</div>')
    warc = make_warc(tmp_path / "p.warc.gz", [(f"{SITE}/a", html)])
    folder = tmp_path / "archive"
    profile = folder / "profiles" / "blog.toml"

    def headline() -> str | None:
        ingest([warc], into=folder, options=HERE)
        with Archive(folder) as archive:
            return next(archive.articles()).headline

    assert headline() == "A story"
    profile.parent.mkdir()
    profile.write_text('name = "blog"\nhosts = ["blog.example.com"]\n[regions]\ntitle = ".real-title"\n')
    assert headline() == "The real title"
    profile.unlink()
    assert headline() == "A story"


def warc_record(kind: str, uri: str, date: str, number: str, more: str, block: bytes, media: str) -> bytes:
    return (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nWARC-Date: {date}\r\n"
        f"WARC-Record-ID: <urn:r:{number}>\r\n{more}Content-Type: {media}\r\nContent-Length: {len(block)}\r\n\r\n"
    ).encode() + block + b"\r\n\r\n"  # fmt: skip


HTTP = "application/http; msgtype=response"


def test_revisits_are_versions_wherever_their_original_stands(
    article_html: Callable[..., bytes], prose: Callable[[int], str], archive_of: Callable[..., Archive], tmp_path: Path
) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    html = article_html("A story", prose(1))
    original = warc_record("response", f"{SITE}/a", "2013-01-01T00:00:00Z", "1", "", head + html, HTTP)
    refers = f"WARC-Refers-To-Target-URI: {SITE}/a\r\nWARC-Refers-To-Date: 2013-01-01T00:00:00Z\r\n"
    same = warc_record("revisit", f"{SITE}/a", "2014-01-01T00:00:00Z", "2", refers, head, HTTP)
    elsewhere = warc_record("revisit", f"{SITE}/b", "2014-01-01T00:00:01Z", "3", refers, head, HTTP)
    later, first = tmp_path / "a-later.warc", tmp_path / "b-first.warc"
    later.write_bytes(same + elsewhere)
    first.write_bytes(original)
    with archive_of(later, first) as archive:
        rows = archive.database.execute("SELECT url, capture_count, rendition FROM pages ORDER BY url").fetchall()
        assert rows == [(f"{SITE}/a", 2, None), (f"{SITE}/b", 1, "duplicate")]
        (article,) = archive.articles()
        assert {d.url for d in article.addresses} == {f"{SITE}/a", f"{SITE}/b"}
        for capture in archive.captures():
            assert archive.payload(capture.id) == html


def test_what_a_crawl_kept_of_itself_becomes_rows(archive_of: Callable[..., Archive], tmp_path: Path) -> None:
    lines = json.dumps({"url": f"{SITE}/secret", "reason": "robotsTxt", "detail": "Disallow: /secret", "via": None})
    problem = json.dumps(
        {"code": "fetch.dns", "message": "No such host", "next_step": "Check the name.", "url": "http://x/"}
    )
    records = {
        "oldface.toml": "seeds = []\n",
        "skipped.jsonl": lines + "\nno json\n",
        "problems.jsonl": problem + "\n",
        "report.json": json.dumps({"crawl": {"finish_reason": "finished"}}),
    }
    info = b"software: test\r\nisPartOf: 20140101\r\n"
    data = warc_record("warcinfo", "", "2014-01-01T00:00:00Z", "i", "", info, "application/warc-fields")
    for name, text in records.items():
        uri = f"urn:oldface:crawl:20140101:{name}"
        data += warc_record("resource", uri, "2014-01-01T00:00:00Z", name, "", text.encode(), "text/plain")
    path = tmp_path / "crawl.warc"
    path.write_bytes(data)
    with archive_of(path) as archive:
        (crawl,) = archive.database.query("SELECT name, configuration, finish_reason, software FROM crawls")
        assert crawl == {
            "name": "20140101", "configuration": "seeds = []\n", "finish_reason": "finished", "software": "test",
        }  # fmt: skip
        (skipped,) = archive.database.query("SELECT url, reason, detail FROM skipped")
        assert skipped == {"url": f"{SITE}/secret", "reason": "robotsTxt", "detail": "Disallow: /secret"}
        assert [row["code"] for row in archive.database.query("SELECT code FROM problems")] == ["fetch.dns"]


def test_how_a_capture_came_about_is_kept(archive_of: Callable[..., Archive], tmp_path: Path) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nhi"
    response = warc_record("response", f"{SITE}/t", "2014-01-01T00:00:00Z", "1", "", head, HTTP)
    fields = f"via: {SITE}/\r\nhopsFromSeed: L\r\nfetchTimeMs: 127\r\n".encode()
    about = "WARC-Concurrent-To: <urn:r:1>\r\n"
    metadata = warc_record(
        "metadata", f"{SITE}/t", "2014-01-01T00:00:00Z", "2", about, fields, "application/warc-fields"
    )
    path = tmp_path / "m.warc"
    path.write_bytes(response + metadata)
    with archive_of(path) as archive:
        (row,) = archive.database.query("SELECT hop_path, via, fetch_milliseconds FROM captures")
    assert row == {"hop_path": "L", "via": f"{SITE}/", "fetch_milliseconds": 127}


def test_a_link_leads_to_its_page_however_its_letters_are_escaped(
    make_warc: Callable[..., Path], article_html: Callable[..., bytes], prose: Callable[[int], str],
    archive_of: Callable[..., Archive], tmp_path: Path,
) -> None:  # fmt: skip
    pages = [
        (f"{SITE}/%D1%8F%D0%BA/", article_html("Anchors", prose(1))),
        (f"{SITE}/story/", article_html("A story", prose(2), more='<p><a href="/%d1%8f%d0%ba/">Anchor</a></p>')),
    ]
    with archive_of(make_warc(tmp_path / "e.warc.gz", pages)) as archive:
        found = archive.database.execute(
            "SELECT p.url FROM links l JOIN destinations d ON d.url_id = l.url_id JOIN pages p ON p.id = d.page_id "
            "WHERE l.anchor_text = 'Anchor'"
        )
        assert found.fetchall() == [(f"{SITE}/%D1%8F%D0%BA/",)]
