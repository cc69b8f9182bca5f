"""The whole path on real input: crawl, WARC, parse, SQLite, export; and again from the WARC files alone."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from archive.store import Archive
from archive.store.dump import dump
from crawler.demo_blog.server import serving

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module", autouse=True)
def _one_version(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """All commands of this module run from a copy of the packages: rows tell the version of the parsers that read
    them, and who edits these meanwhile must not make two of one."""
    place = tmp_path_factory.mktemp("sources")
    for package in ("archive", "crawler", "exports"):
        shutil.copytree(ROOT / package, place / package, ignore=shutil.ignore_patterns("__pycache__"))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)  # where Python looks first, also in what a command starts
        yield


def oldface(*arguments: str | Path) -> str:
    result = subprocess.run(
        [sys.executable, "-m", "archive.cli", *map(str, arguments)], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


@dataclass(frozen=True)
class Crawled:
    """The demo blog, crawled by us and by wget."""

    folder: Path
    wget_warc: Path | None


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    place = tmp_path_factory.mktemp("whole-path")
    with serving() as server:
        oldface("crawl", server.origin + "/", "--into", place / "archive", "--delay", "0")
        wget = shutil.which("wget")
        if wget:
            # wget answers 8 where a page was missing, as some are meant to be
            subprocess.run(
                [wget, "--quiet", "--recursive", "--level=inf", "--page-requisites", "--warc-file=wget",
                 "--warc-cdx", "--no-directories", "--directory-prefix=mirror", server.origin + "/"],
                cwd=place, check=False, capture_output=True,
            )  # fmt: skip
    return Crawled(place / "archive", place / "wget.warc.gz" if wget else None)


def told(folder: Path) -> tuple[list[object], list[str], list[object]]:
    """(articles, people, comments) of an archive, as far as a reader sees them."""
    with Archive(folder) as archive:
        articles: list[object] = []
        comments: list[object] = []
        for article in archive.articles():
            names = [(b.name, b.role, b.organisation, b.relation, b.is_guest) for b in article.bylines]
            articles.append((article.url, article.headline, article.date_published, names, article.body_text))
            comments += [(article.url, c.author_name, c.subject, c.depth, c.text) for c in article.comments]
        return articles, [person.name for person in archive.people()], comments


def test_the_demo_blog_has_its_articles_people_and_comments(crawled: Crawled) -> None:
    articles, people, comments = told(crawled.folder)
    assert len(articles) == 23
    assert {"Anne Altman", "Dan Pelino", "Inês Caldeira", "Karen Whitfield"} <= set(people)
    assert len(comments) >= 60


def test_deleting_the_database_and_ingesting_the_warcs_gives_the_same_rows(crawled: Crawled, tmp_path: Path) -> None:
    copy = shutil.copytree(crawled.folder, tmp_path / "copy")
    before = list(dump(copy))
    for path in copy.glob("archive.db*"):
        path.unlink()
    oldface("ingest", *sorted((copy / "warc").iterdir()), "--into", copy)
    after = list(dump(copy))
    assert sorted(set(after) ^ set(before))[:10] == []  # first, since two lists of thousands of rows tell nobody what
    assert after == before


def test_ingesting_the_warcs_where_they_are_gives_the_same_rows_and_a_package_of_them_too(
    crawled: Crawled, tmp_path: Path
) -> None:
    folder = tmp_path / "in-place"
    oldface("ingest", *sorted((crawled.folder / "warc").iterdir()), "--into", folder, "--in-place")
    assert {path.suffix for path in (folder / "warc").iterdir()} == {".at"}
    assert list(dump(folder)) == list(dump(crawled.folder))
    oldface("check", folder)
    oldface("package", "--from", folder, "--to", tmp_path / "blog.wacz")
    oldface("check", tmp_path / "blog.wacz")
    oldface("ingest", tmp_path / "blog.wacz", "--into", tmp_path / "unpacked")
    assert list(dump(tmp_path / "unpacked")) == list(dump(crawled.folder))


def test_wgets_warc_gives_the_same_articles_people_and_comments(crawled: Crawled, tmp_path: Path) -> None:
    if crawled.wget_warc is None:
        pytest.skip("wget is not installed")
    oldface("ingest", crawled.wget_warc, "--into", tmp_path / "from-wget")
    oldface("check", tmp_path / "from-wget")
    assert told(tmp_path / "from-wget") == told(crawled.folder)


def test_what_was_crawled_is_whole(crawled: Crawled) -> None:
    oldface("check", crawled.folder)


def test_regions_accounts_for_every_text_node_of_every_page(crawled: Crawled) -> None:
    with Archive(crawled.folder) as archive:
        urls = [row["url"] for row in archive.database.query("SELECT url FROM pages ORDER BY url LIMIT 12")]
    for url in urls:
        assert oldface("regions", url, "--from", crawled.folder).splitlines()[-1] == "unassigned: 0"


def test_search_and_jsonl_give_what_was_read(crawled: Crawled, tmp_path: Path) -> None:
    assert "The Night the Sifter Stopped" in oldface("search", "sixpence", "--from", crawled.folder)
    oldface("export", "jsonl", "--from", crawled.folder, "--to", tmp_path / "out", "--quiet")
    (file,) = (tmp_path / "out").glob("*.jsonl")
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert len(lines) == 23
    wanted = {"url", "title", "authors", "published_at", "body_text", "body_html", "tags", "comments", "comment_status"}
    assert all(wanted <= line.keys() for line in lines)
