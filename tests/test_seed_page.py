"""The page that started it: each of its parts in its own place, exactly as sites/seed/seed-page.json says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.page import read_page
from archive.parse import parse_page
from archive.store import Archive, Article

SEED = "http://127.0.0.1:8014/gov/blog/2014/02/26/vision-mexicos-future"
EXPECTED: dict[str, Any] = json.loads(
    (Path(__file__).parent / "sites" / "seed" / "seed-page.json").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def archive(demo_folder: Path) -> Iterator[Archive]:
    with Archive(demo_folder) as opened:
        yield opened


@pytest.fixture(scope="module")
def article(archive: Archive) -> Article:
    return archive.article(SEED)


def rows(archive: Archive, sql: str, *values: object) -> list[dict[str, Any]]:
    return list(archive.database.query(sql, list(values)))


def parse_id(archive: Archive, article: Article) -> int:
    return int(rows(archive, "SELECT parse_id FROM articles WHERE id = ?", article.id)[0]["parse_id"])


def test_both_notices_are_kept_with_their_links(archive: Archive, article: Article) -> None:
    found = rows(
        archive,
        "SELECT kind, text, links FROM notices WHERE parse_id = ? ORDER BY position",
        parse_id(archive, article),
    )
    assert [{**row, "links": json.loads(row["links"])} for row in found] == EXPECTED["notices"]


def test_the_title_is_the_headline_alone(article: Article) -> None:
    assert article.headline == EXPECTED["title"]
    assert article.alternative_headline is None


def test_the_print_link_is_utility_and_its_page_is_this_article(archive: Archive, article: Article) -> None:
    links = rows(
        archive,
        "SELECT DISTINCT label, href FROM navigation WHERE parse_id = ? AND kind = 'utility' AND href LIKE '%/print/%'",
        parse_id(archive, article),
    )
    assert links == [EXPECTED["print_link"]]
    href = EXPECTED["print_link"]["href"]
    assert archive.article_id(href) == article.id
    (page,) = rows(archive, "SELECT rendition, rendition_of_page_id FROM pages WHERE url = ?", href)
    assert page == {"rendition": "print", "rendition_of_page_id": article.page_id}
    assert [a.url for a in archive.articles() if a.headline == EXPECTED["title"]] == [SEED]


def test_the_photo_has_its_caption(article: Article) -> None:
    (figure,) = [use for use in article.assets if use.asset.kind == "image"]
    assert {"url": figure.asset.url, "alt": figure.alt, "caption": figure.caption} == EXPECTED["figure"]
    assert figure.asset.capture_id is not None


def test_two_guest_authors_each_with_role_and_organisation(article: Article) -> None:
    keys = ("name", "role", "organisation", "relation", "is_guest", "text_raw")
    authors = [b for b in article.bylines if b.relation == "author"]
    assert [{key: getattr(b, key) for key in keys} for b in authors] == EXPECTED["bylines"]


def test_the_account_that_posted_it_is_no_author(article: Article) -> None:
    assert [(b.name, b.is_organisation) for b in article.bylines if b.relation != "author"] == [
        ("Public Affairs", True)
    ]


def test_the_body_is_exactly_the_paragraphs(article: Article) -> None:
    plain = [paragraph.replace("\xa0", " ").split() for paragraph in article.body_text.split("\n\n")]
    assert plain == [paragraph.replace("\xa0", " ").split() for paragraph in EXPECTED["body"]]


def test_comments_are_closed_and_the_reason_is_kept(article: Article) -> None:
    assert article.comment_status == EXPECTED["comment_status"]
    assert article.comment_notice == EXPECTED["notices"][1]["text"]


def test_one_comment_whose_author_is_known_from_the_signature(article: Article) -> None:
    keys = ("subject", "author_name", "author_source", "parent_id")
    found = [
        {**{key: getattr(c, key) for key in keys}, "text": [line for line in c.text.split("\n") if line]}
        for c in article.comments
    ]
    assert found == EXPECTED["comments"]


def test_every_part_leads_to_the_record_and_a_node(archive: Archive, article: Article) -> None:
    assert article.capture.target_uri == SEED
    assert article.capture.filename == "demo.warc.gz"
    places = [b.node_path for b in article.bylines] + [c.node_path for c in article.comments]
    places += [
        row["node_path"]
        for row in rows(archive, "SELECT node_path FROM notices WHERE parse_id = ?", parse_id(archive, article))
    ]
    assert all(place and place.startswith("/html") for place in places)


def test_not_one_visible_text_node_is_unaccounted_for(archive: Archive, article: Article) -> None:
    payload = archive.payload(article.capture.id)
    page = read_page(payload, url=SEED)
    held = sorted(node for segment in parse_page(payload, url=SEED).segments for node in segment.nodes)
    assert held == page.visible
    (counted,) = rows(
        archive, "SELECT sum(node_count) AS n FROM segments WHERE parse_id = ?", parse_id(archive, article)
    )
    assert counted["n"] == len(page.visible)
