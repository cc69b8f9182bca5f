"""A slice is an archive: rows equal to the whole's, every reference whole, and all commands that read work on it."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from archive.cli import oldface
from archive.errors import NotFound
from archive.search import read_query
from archive.store import Archive
from archive.store.dump import dump
from archive.store.searching import search
from archive.store.slicing import _ROWS
from exports.reading_room.serving import make_datasette

SEED = "http://127.0.0.1:8014/gov/blog/2014/02/26/vision-mexicos-future"
OF_ARTICLES = ("bylines", "comments", "article_tags", "article_assets", "addresses")
NOT_SLICED = {"archive_info", "table_docs", "column_docs"}


def export(source: Path, target: Path, *options: str) -> str:
    command = ["export", "sqlite", "--from", str(source), "--to", str(target), "--quiet", *options]
    done = CliRunner().invoke(oldface, command, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture(scope="module")
def cut(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The articles of one tag, with the WARC file."""
    folder = tmp_path_factory.mktemp("slice") / "out"
    export(demo_folder, folder, "--where", "tag=Mexico", "--with-warcs", "copy")
    return folder


def rows_of(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    with Archive(folder) as archive:
        return list(archive.database.execute(sql).fetchall())


def test_every_row_of_a_slice_is_a_row_of_the_whole(cut: Path, demo_folder: Path) -> None:
    whole, slice_ = set(dump(demo_folder)), set(dump(cut))
    assert slice_ - whole == {"INSERT INTO archive_info VALUES ('slice', 'tag=Mexico')"}
    assert len(slice_) < len(whole) / 2


def test_every_reference_of_a_slice_leads_to_a_row(cut: Path) -> None:
    assert rows_of(cut, "PRAGMA foreign_key_check") == []
    assert rows_of(cut, "PRAGMA integrity_check") == [("ok",)]


@pytest.mark.parametrize("where", ["date_published < '2012'", "comment_count > 2", "url LIKE '%/yard/%'", "id < 0"])
def test_references_are_whole_and_rows_equal_whatever_is_cut_out(demo_folder: Path, tmp_path: Path, where: str) -> None:
    export(demo_folder, tmp_path / "out", "--where", where)
    assert rows_of(tmp_path / "out", "PRAGMA foreign_key_check") == []
    assert len(set(dump(tmp_path / "out")) - set(dump(demo_folder))) == 1
    chosen = f"article_id IN (SELECT id FROM articles WHERE {where})"
    for table in OF_ARTICLES:
        count = f"SELECT count(*) FROM {table} WHERE {chosen}"
        assert rows_of(tmp_path / "out", count) == rows_of(demo_folder, count)


def test_all_versions_and_regions_of_an_article_come_along(cut: Path, demo_folder: Path) -> None:
    for sql in (
        "SELECT v.* FROM versions v JOIN articles a ON a.page_id = v.page_id WHERE a.url = '{}' ORDER BY 1",
        "SELECT s.* FROM segments s JOIN articles a ON a.parse_id = s.parse_id WHERE a.url = '{}' ORDER BY s.position",
        "SELECT * FROM v_provenance WHERE url = '{}' ORDER BY node_path, text",
    ):
        asked = sql.format(SEED)
        assert rows_of(cut, asked) == rows_of(demo_folder, asked) != []


def test_a_link_known_to_be_dead_is_known_in_the_slice(demo_folder: Path, tmp_path: Path) -> None:
    dead = "SELECT DISTINCT page_url FROM v_dead_links WHERE page_url IN (SELECT url FROM articles) ORDER BY 1"
    page = rows_of(demo_folder, dead)[0][0]
    export(demo_folder, tmp_path / "out", "--where", f"url = '{page}'")
    asked = f"SELECT * FROM v_dead_links WHERE page_url = '{page}' ORDER BY url, anchor_text"
    assert rows_of(tmp_path / "out", asked) == rows_of(demo_folder, asked) != []


def test_a_near_copy_brings_the_article_that_it_copies(
    build_archive: Callable[..., Path], story: type, tmp_path: Path
) -> None:
    source = build_archive([story("http://old.example/a", "First"), story("http://old.example/b", "Copy")])
    with closing(sqlite3.connect(source / "archive.db")) as database, database:
        database.execute("UPDATE articles SET duplicate_of_id = (SELECT id FROM articles WHERE headline = 'First') "
                         "WHERE headline = 'Copy'")  # fmt: skip
    export(source, tmp_path / "out", "--where", "headline = 'Copy'")
    assert rows_of(tmp_path / "out", "SELECT headline FROM articles ORDER BY 1") == [("Copy",), ("First",)]


def test_a_slice_is_searched_like_any_archive(cut: Path) -> None:
    with Archive(cut) as archive:
        found = search(archive, read_query("visions"))
        assert [hit.url for hit in found.hits] == [SEED]
        assert "\x02vision\x03" in found.hits[0].snippet
        assert search(archive, read_query("flour")).hits == ()


def test_show_cite_and_check_work_on_a_slice(cut: Path) -> None:
    for command in (["show", SEED, "--from", str(cut)], ["cite", SEED, "--from", str(cut)], ["check", str(cut)]):
        done = CliRunner().invoke(oldface, command, catch_exceptions=False)
        assert done.exit_code == 0, done.output
        assert command[0] == "check" or "Vision for Mexico" in done.output


def test_the_reading_room_of_a_slice_says_what_it_is(cut: Path) -> None:
    async def visit() -> dict[str, str]:
        room = make_datasette(cut)
        await room.invoke_startup()
        return {page: (await room.client.get(page)).text for page in ("/", "/search?q=vision")}

    pages = asyncio.run(visit())
    assert "A slice of a larger archive: tag=Mexico." in pages["/"]
    assert "A Vision for Mexico’s Future" in pages["/search?q=vision"]


def test_rows_lead_back_to_the_bytes_in_the_warc_that_came_along(cut: Path, demo_folder: Path) -> None:
    with Archive(cut) as archive, Archive(demo_folder) as whole:
        article = archive.article(SEED)
        assert archive.payload(article.capture.id) == whole.payload(article.capture.id)
    assert not (cut / "warc" / "demo.warc.gz").samefile(demo_folder / "warc" / "demo.warc.gz")


def test_warc_files_can_be_referred_to_instead_of_copied(demo_folder: Path, tmp_path: Path) -> None:
    export(demo_folder, tmp_path / "out", "--where", "tag=Mexico", "--with-warcs", "refer")
    assert [path.name for path in (tmp_path / "out" / "warc").iterdir()] == ["demo.warc.gz.at"]
    with Archive(tmp_path / "out") as archive:
        assert b"facelift" in archive.payload(archive.article(SEED).capture.id)


def test_without_its_warcs_a_slice_has_one_file_and_the_ledger(demo_folder: Path, tmp_path: Path) -> None:
    export(demo_folder, tmp_path / "out", "--where", "tag=Mexico")
    names = sorted(path.name for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert names == ["archive.db", "losses.csv", "manifest-sha256.txt"]


def test_a_warc_file_that_is_not_there_is_told(demo_copy: Path, tmp_path: Path) -> None:
    (demo_copy / "warc" / "demo.warc.gz").unlink()
    with pytest.raises(NotFound, match=r"demo\.warc\.gz is not whole yet or not in"):
        export(demo_copy, tmp_path / "out", "--where", "tag=Mexico", "--with-warcs", "copy")
    assert not (tmp_path / "out").exists()


def test_without_conditions_the_slice_is_the_whole(demo_folder: Path, tmp_path: Path) -> None:
    export(demo_folder, tmp_path / "out")
    assert list(dump(tmp_path / "out")) == list(dump(demo_folder))
    with Archive(tmp_path / "out") as archive:
        assert search(archive, read_query("vision")).hits


def test_the_same_slice_is_the_same_bytes(demo_folder: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        export(demo_folder, tmp_path / name, "--where", "after=2012")
    assert (tmp_path / "one" / "archive.db").read_bytes() == (tmp_path / "two" / "archive.db").read_bytes()


def test_no_table_of_the_schema_is_forgotten(demo_folder: Path) -> None:
    with Archive(demo_folder) as archive:
        tables = {
            name
            for name in archive.database.table_names()
            if "_fts" not in name and not name.startswith(("sqlite_", "_sqlite_"))
        }
    assert set(_ROWS) | NOT_SLICED == tables
