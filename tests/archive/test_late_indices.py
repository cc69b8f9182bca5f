"""What loading leaves out is there again afterwards, also after a kill in the middle."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from archive.ingest import IngestOptions, ingest
from archive.search import read_query
from archive.store import Archive
from archive.store.late_indices import SEARCHED, complete, leave_out_search
from archive.store.searching import search
from archive.store.writing import ArchiveWriter


def parts_of(folder: Path) -> set[str]:
    """Names of all indices and triggers of the archive."""
    with ArchiveWriter(folder) as writer:
        return names(writer.connection)


def names(connection: sqlite3.Connection) -> set[str]:
    """Names of indices and triggers that statements of ours made."""
    query = "SELECT name FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL"
    return {str(row[0]) for row in connection.execute(query)}


def found(folder: Path, words: str) -> list[str | None]:
    """Headlines of the articles that a search finds."""
    with Archive(folder) as archive:
        return [hit.headline for hit in search(archive, read_query(words)).hits]


def test_an_archive_that_was_filled_at_once_has_all_its_indices(demo_copy: Path, tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path / "new"):
        pass
    assert parts_of(demo_copy) == parts_of(tmp_path / "new")


def test_what_a_kill_left_out_is_made_at_the_next_opening(demo_copy: Path, demo_folder: Path) -> None:
    whole = parts_of(demo_copy)
    with ArchiveWriter(demo_copy) as writer, writer.transaction():
        # As a kill leaves it: indices and triggers away, rows in, the search index without them.
        for table in ("articles", "comments"):
            writer.connection.execute(f"INSERT INTO {table}_fts ({table}_fts) VALUES ('delete-all')")
            for event in ("ai", "ad", "au"):
                writer.connection.execute(f"DROP TRIGGER {table}_{event}")
        writer.connection.execute("DROP INDEX links_url_id")
    assert found(demo_copy, "mexico") == []
    assert parts_of(demo_copy) == whole
    assert found(demo_copy, "mexico") == found(demo_folder, "mexico") != []


def test_while_rows_come_in_their_indices_are_away(demo_copy: Path) -> None:
    with ArchiveWriter(demo_copy) as writer:
        before = names(writer.connection)
        with writer.loading("links", "articles"):
            away = before - names(writer.connection)
        assert {"links_url_id", "articles_date_published"} <= away
        assert "articles_ai" not in away  # there are articles: readers go on finding what there is
        assert names(writer.connection) == before


def test_an_error_while_loading_is_made_good_by_the_next_writer(demo_copy: Path) -> None:
    whole = parts_of(demo_copy)
    with ArchiveWriter(demo_copy) as writer, pytest.raises(KeyError), writer.loading("links"):
        raise KeyError
    assert parts_of(demo_copy) == whole


def test_articles_written_while_search_was_left_out_are_found(
    demo_warc: Path, demo_folder: Path, tmp_path: Path
) -> None:
    place = shutil.copy(demo_warc, tmp_path)
    ingest([Path(place)], into=tmp_path / "x", options=IngestOptions(workers=0))
    with ArchiveWriter(tmp_path / "x") as writer:
        for table in ("articles", "comments"):
            writer.connection.execute(f"INSERT INTO {table}_fts ({table}_fts, rank) VALUES ('integrity-check', 1)")
    assert found(tmp_path / "x", "mexico") == found(demo_folder, "mexico")


def test_a_search_index_made_at_once_is_whole_and_gathers_little_again(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path) as writer:
        leave_out_search(writer.connection)
        complete(writer.connection)
        for table in SEARCHED:
            sizes = writer.rows(f"SELECT v FROM {table}_fts_config WHERE k = 'hashsize'")
            assert list(sizes) == [(1 << 20,)]
            writer.connection.execute(f"INSERT INTO {table}_fts ({table}_fts) VALUES ('integrity-check')")


@pytest.mark.parametrize("count", [0, 1, 31, 32, 33, 100])
def test_all_rows_are_added_in_order_and_one_that_is_there_is_kept(tmp_path: Path, count: int) -> None:
    rows = [(f"site {n:03}", n, 0, None, "", "") for n in range(count)]
    with ArchiveWriter(tmp_path) as writer:
        writer.insert("sites", iter(rows))
        writer.insert("sites", [(name, -1, 0, None, "", "") for name, *_ in rows])
        assert list(writer.rows("SELECT * FROM sites ORDER BY site")) == rows
