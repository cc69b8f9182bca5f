"""Each page of the reading room answers, as HTML and as JSON, and cannot be used to write or to fetch."""

from __future__ import annotations

import json
import sqlite3
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from archive.ingest import IngestOptions, ingest
from archive.store import Archive
from crawler.demo_blog.resource import Resource

SEED_PATH = "/gov/blog/2014/02/26/vision-mexicos-future"
PAGES = ["/", "/people", "/tags", "/timeline", "/comments", "/links", "/links?show=dead", "/links?show=missing",
         "/crawls", "/problems", "/search?q=flour", "/archive", "/archive/articles"]  # fmt: skip


def get(address: str) -> tuple[int, dict[str, str], str]:
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:
            return answer.status, dict(answer.headers), answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, dict(error.headers), error.read().decode()


@pytest.fixture(scope="module")
def seed_id(demo_folder: Path) -> int:
    with Archive(demo_folder) as archive:
        return archive.article(f"http://127.0.0.1:8014{SEED_PATH}").id


@pytest.mark.parametrize("page", PAGES)
def test_every_page_answers(room: str, page: str) -> None:
    assert get(room + page)[0] == 200


@pytest.mark.parametrize("page", [page for page in PAGES if not page.startswith("/archive")])
def test_every_page_of_ours_is_json_too(room: str, page: str) -> None:
    path, _, query = page.partition("?")
    address = f"{room}{path.rstrip('/') or '/home'}.json?{query}"
    assert isinstance(json.loads(get(address)[2]), dict)


def test_the_article_shows_its_parts_and_where_they_come_from(room: str, seed_id: int) -> None:
    status, _, text = get(f"{room}/article/{seed_id}")
    assert status == 200
    for words in ("A Vision for Mexico’s Future", "Anne Altman", "Dan Pelino", "getting a facelift soon",
                  "Say NO to MEXICO!!!!", "Alan Ernst", "(signature)", "demo.warc.gz", "sha1:"):  # fmt: skip
        assert words in text


def test_the_same_article_as_json_has_its_comments_and_record(room: str, seed_id: int) -> None:
    answer = json.loads(get(f"{room}/article/{seed_id}.json")[2])
    assert [comment["subject"] for comment in answer["article"]["comments"]] == ["Say NO to MEXICO!!!!"]
    assert answer["article"]["capture"]["filename"] == "demo.warc.gz"


def test_what_is_not_there_is_told_with_a_next_step(room: str) -> None:
    status, _, text = get(f"{room}/article/1")
    assert status == 404
    assert "home page" in text


def test_a_query_that_cannot_be_read_is_told(room: str) -> None:
    status, _, text = get(f"{room}/search?q=before:soon")
    assert status == 200
    assert "is no date" in text
    assert "Nothing was found" not in text


def test_our_pages_have_a_strict_policy_and_every_page_has_one(room: str, seed_id: int) -> None:
    for page in ("/", f"/article/{seed_id}"):
        policy = get(room + page)[1]["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe-inline" not in policy
    for page in PAGES:
        headers = get(room + page)[1]
        assert (
            "object-src 'none'" in headers["content-security-policy"]
            or "default-src 'none'" in headers["content-security-policy"]
        )
        assert headers["x-content-type-options"] == "nosniff"


def test_a_captured_page_never_comes_as_html_of_this_origin(room: str, seed_id: int) -> None:
    answer = json.loads(get(f"{room}/article/{seed_id}.json")[2])
    number = answer["article"]["capture"]["id"]
    _, headers, _ = get(f"{room}/record/{number}")
    assert headers["content-type"].startswith("text/plain")
    _, headers, _ = get(f"{room}/asset/{number}")
    assert headers["content-type"] == "application/octet-stream"
    assert headers["content-disposition"].startswith("attachment")
    assert "sandbox" in headers["content-security-policy"]


def test_an_image_comes_from_the_archive(room: str, demo_folder: Path, seed_id: int) -> None:
    with Archive(demo_folder) as archive:
        image = next(asset for asset in archive.assets() if asset.capture_id and asset.mime == "image/png")
    with urllib.request.urlopen(f"{room}/asset/{image.capture_id}", timeout=20) as answer:
        assert answer.headers["content-type"] == "image/png"
        assert answer.read().startswith(b"\x89PNG")


def test_a_picture_above_the_text_and_every_file_are_on_the_articles_page(room: str, demo_folder: Path) -> None:
    with Archive(demo_folder) as archive:
        article = next(a for a in archive.articles() if any(use.role == "lead" for use in a.assets))
    text = get(f"{room}/article/{article.id}")[2]
    for use in article.assets:
        assert f'<a href="/asset/{use.asset.capture_id}">' in text
        assert text.count(f'src="/asset/{use.asset.capture_id}"') == 1


def test_nothing_can_be_written(room: str, demo_folder: Path) -> None:
    status, _, text = get(f"{room}/archive.json?sql=delete+from+articles")
    assert status == 400
    assert "SELECT" in text
    with Archive(demo_folder) as archive, pytest.raises(sqlite3.OperationalError, match="readonly"):
        archive.database.conn.execute("DELETE FROM articles")


def test_the_database_itself_is_not_handed_out(room: str) -> None:
    assert get(f"{room}/archive.db")[0] in (403, 404)


def test_a_report_that_is_elsewhere_is_not_read(room: str) -> None:
    for name in ("..", "%2e%2e", ".hidden", "..%2f..%2fetc"):
        assert get(f"{room}/report/{name}")[0] in (302, 404)


def test_the_memento_address_of_a_citation_leads_to_its_record(room: str) -> None:
    status, _, text = get(f"{room}/room/2014/http://127.0.0.1:8014{SEED_PATH}")
    assert status == 200
    assert "WARC file" in text


def test_what_a_feed_tells_of_an_article_is_shown_with_its_record(
    tmp_path: Path, write_warc: Callable[..., Path], open_room: Callable[..., AbstractContextManager[str]]
) -> None:
    text = "<p>The crane on the quay was painted again in spring, and nobody could say who had paid for it.</p>" * 4
    page = f"<html><head><title>Paint</title></head><body><article><h1>Paint</h1>{text}</article></body></html>"
    feed = (
        '<rss version="2.0"><channel><title>Quay</title><link>http://blog.example/</link><item><title>Paint</title>'
        "<link>http://blog.example/paint</link><pubDate>Mon, 03 May 2010 10:14:05 +0200</pubDate>"
        "<category>Cranes</category></item></channel></rss>"
    )
    site = {"/paint": Resource(page.encode(), "text/html"), "/feed": Resource(feed.encode(), "application/rss+xml")}
    warc = write_warc(tmp_path / "quay.warc.gz", site, origin="http://blog.example")
    ingest([warc], into=tmp_path / "archive", options=IngestOptions(workers=0))
    with Archive(tmp_path / "archive") as archive:
        number = archive.article("http://blog.example/paint").id
        capture_id = archive.feed_facts(number)[0].capture.id
    with open_room(tmp_path / "archive") as room:
        shown = " ".join(get(f"{room}/article/{number}")[2].split())
        told = json.loads(get(f"{room}/article/{number}.json")[2])["feed_facts"]
        assert get(f"{room}/capture/{capture_id}")[0] == 200
    assert "(not on the page; a feed says “Mon, 03 May 2010 10:14:05 +0200”)" in shown
    assert 'The tags are not on the page: <code class="path">/rss/channel/item[1]</code>' in shown
    assert f'href="/capture/{capture_id}"' in shown
    assert [fact["field"] for fact in told] == ["date_published", "tags"]
