"""Long lists come in pages, in one order, with everything in one of them; large tables are not counted unasked."""

from __future__ import annotations

import asyncio
import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from archive.store import Archive
from exports.reading_room import questions, serving
from exports.reading_room.questions import PAGE_SIZE
from exports.reading_room.serving import make_datasette

STORIES = PAGE_SIZE + 10


@pytest.fixture
def folder(build_archive: Callable[..., Path], story: type) -> Path:
    """Sixty articles of one month, one author and one tag, each with a comment; two of them undated."""
    return build_archive(
        [
            story(
                f"http://old.example/{n:02}", f"Story {n:02}", published=f"2013-07-{n % 28 + 1:02}" if n > 1 else None,
                bylines=[{"name": "Ann Lee"}], tags=[("Rope", "tag")],
                comments=[{"author_name": "Zoë" if n % 2 else "zoë", "text": f"Comment {n:02}",
                           "date_created": f"2013-08-{n % 28 + 1:02}", "kind": "pingback" if n == 7 else "comment"}],
            )
            for n in range(STORIES)
        ]
    )  # fmt: skip


def ask(folder: Path, *pages: str) -> list[str]:
    """The answers of the reading room."""

    async def visit() -> list[str]:
        room = make_datasette(folder)
        await room.invoke_startup()
        return [(await room.client.get(page)).text for page in pages]

    return asyncio.run(visit())


def listed(folder: Path, path: str, key: str, field: str, query: str = "") -> list[Any]:
    """A field of every row of a list, page by page."""
    texts = ask(folder, f"{path}.json?{query}", f"{path}.json?offset={PAGE_SIZE}&{query}")
    first, second = (json.loads(text)[key] for text in texts)
    assert len(first) <= PAGE_SIZE
    return [row[field] for row in (*first, *second)]


def numbers(folder: Path) -> tuple[int, int]:
    """(tag id, person id)"""
    with Archive(folder) as archive:
        tag = archive.database.execute("SELECT id FROM tags").fetchone()[0]
        return tag, archive.database.execute("SELECT id FROM people WHERE name = 'Ann Lee'").fetchone()[0]


def test_every_article_of_a_tag_and_of_a_person_is_on_one_page_newest_first(folder: Path) -> None:
    tag, person = numbers(folder)
    with closing(sqlite3.connect(folder / "archive.db")) as database:
        order = "ORDER BY date_published IS NULL, date_published DESC, url"
        wanted = [row[0] for row in database.execute(f"SELECT headline FROM articles {order}")]
    assert listed(folder, f"/tag/{tag}", "articles", "headline") == wanted
    assert listed(folder, f"/person/{person}", "articles", "headline") == wanted


def test_every_article_of_a_month_is_on_one_page_oldest_first(folder: Path) -> None:
    dates = listed(folder, "/timeline", "articles", "date_published", "month=2013-07")
    assert len(dates) == STORIES - 2
    assert dates == sorted(dates)
    assert listed(folder, "/timeline", "articles", "date_published", "month=2013-08") == []


def test_every_comment_is_on_one_page_newest_first(folder: Path) -> None:
    dates = listed(folder, "/comments", "comments", "date_created")
    assert len(dates) == STORIES
    assert dates == sorted(dates, reverse=True)


def test_comments_are_found_by_kind_and_by_author_in_either_case(folder: Path) -> None:
    assert listed(folder, "/comments", "comments", "text", "kind=pingback") == ["Comment 07"]
    both = listed(folder, "/comments", "comments", "text", "author=ZOë")
    assert len(both) == STORIES
    assert listed(folder, "/comments", "comments", "text", "author=ZOë&kind=pingback") == ["Comment 07"]
    assert listed(folder, "/comments", "comments", "text", "author=nobody") == []


def test_a_list_leads_on_and_back(folder: Path) -> None:
    tag, _ = numbers(folder)
    first, second = ask(folder, f"/tag/{tag}", f"/tag/{tag}?offset={PAGE_SIZE}")
    assert f'rel="next" href="?offset={PAGE_SIZE}"' in first
    assert 'rel="prev"' not in first
    assert 'rel="prev" href="?offset=0"' in second
    assert 'rel="next"' not in second


def test_home_counts_the_articles_of_each_site(build_archive: Callable[..., Path], story: type) -> None:
    folder = build_archive([story(f"http://{host}.example/{n}", "S") for host in ("a", "b", "b", "c") for n in (1, 2)])
    with closing(sqlite3.connect(folder / "archive.db")) as database, database:
        database.execute("DELETE FROM articles WHERE url = 'http://a.example/1'")
        database.execute("UPDATE pages SET site = 'b.example' WHERE site = 'c.example'")
    with Archive(folder) as archive:
        found = [(row["site"], row["pages"], row["articles"]) for row in questions.home(archive)["sites"]]
    assert found == [("b.example", 4, 4), ("a.example", 2, 1)]


def test_a_large_table_is_counted_only_when_asked(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = "/archive/comments"
    assert "facet-results" in ask(folder, page)[0]
    monkeypatch.setattr(serving, "_LARGE_ROWS", STORIES - 1)
    unasked, asked = ask(folder, page, f"{page}?_facet=kind")
    assert "facet-results" not in unasked
    assert "pingback" in asked.partition("facet-results")[2]


def test_dead_links_lead_to_the_page_that_has_them(demo_folder: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(demo_folder, tmp_path / "copy")
    links = json.loads(ask(copy, "/links.json?show=dead")[0])["links"]
    with Archive(copy) as archive:
        rows = archive.database.execute("SELECT page_url, url FROM v_dead_links ORDER BY url, page_url").fetchmany(50)
        pages = dict(archive.database.execute("SELECT id, url FROM pages"))
    assert [(link["page_url"], link["url"]) for link in links] == rows != []
    assert all(pages[link["page_id"]] == link["page_url"] for link in links)


def test_links_in_bodies_lead_on_to_the_last_in_the_order_of_pages(
    demo_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questions, "PAGE_SIZE", 7)
    found: list[tuple[str, str, int | None]] = []
    after = ""
    while True:
        answer = json.loads(ask(demo_folder, f"/links.json?after={after}")[0])
        found += [(link["page_url"], link["url"], link["target_page_id"]) for link in answer["links"]]
        after = answer["next"]
        if after is None:
            break
        assert len(answer["links"]) == 7
    with Archive(demo_folder) as archive:
        rows = archive.database.execute("SELECT source_url, target_url, target_page_id FROM v_link_graph").fetchall()
    assert len(found) > 7
    assert sorted(found, key=str) == sorted(rows, key=str)
    assert [page for page, _, _ in found] == sorted(page for page, _, _ in found)


def test_an_archive_without_the_newest_indices_is_read_all_the_same(demo_copy: Path) -> None:
    pages = ["/links.json", "/search.json?q=flour+after:2012", "/search.json?q=in:comments+after:2012+lang:en+the"]
    whole = ask(demo_copy, *pages)
    with closing(sqlite3.connect(demo_copy / "archive.db")) as database:
        for name in ("links_in_bodies", "links_abroad", "articles_filtered", "comments_filtered"):
            database.execute(f"DROP INDEX {name}")
    assert ask(demo_copy, *pages) == whole
