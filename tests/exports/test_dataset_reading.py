"""A Parquet dataset is an archive again for those who read it, whole or one site of it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.cli import oldface
from archive.errors import BadArchive, BadInput, NotFound
from archive.ingest import IngestOptions, ingest
from archive.search import read_query
from archive.store import Archive
from archive.store.dump import dump
from archive.store.searching import search
from crawler.demo_blog.resource import Resource
from exports.dataset_reading import archive_of_dataset, is_dataset, sites_of_dataset
from exports.reading_room.serving import run_room

pyarrow = pytest.importorskip("pyarrow")
SEED = "http://127.0.0.1:8014/gov/blog/2014/02/26/vision-mexicos-future"


def export(source: Path, target: Path) -> Path:
    command = ["export", "dataset", "--from", str(source), "--to", str(target), "--quiet"]
    assert CliRunner().invoke(oldface, command, catch_exceptions=False).exit_code == 0
    return target


@pytest.fixture(scope="module")
def dataset(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return export(demo_folder, tmp_path_factory.mktemp("dataset") / "out")


@pytest.fixture(scope="module")
def two_sites(write_warc: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dataset of an archive with an article on each of two sites."""
    folder = tmp_path_factory.mktemp("two")
    text = "A paragraph that is long enough to be taken for the body of an article about ropes and tar. " * 6
    warcs = [
        write_warc(
            folder / f"{name}.warc.gz",
            {
                "/post": Resource(
                    f"<title>{name}</title><article><h1>On {name}</h1><p>{text}{name}</p></article>".encode()
                )
            },
            origin=f"http://{name}.test",
        )
        for name in ("north", "south")
    ]
    ingest(warcs, into=folder / "archive", options=IngestOptions(workers=0))
    return export(folder / "archive", folder / "out")


def test_the_rows_of_a_dataset_are_those_of_its_archive(dataset: Path, demo_folder: Path) -> None:
    with archive_of_dataset(dataset) as folder:
        assert list(dump(folder)) == list(dump(demo_folder))


def test_a_dataset_can_be_searched_and_is_gone_afterwards(dataset: Path) -> None:
    with archive_of_dataset(dataset) as folder, Archive(folder) as archive:
        assert search(archive, read_query('"mexico’s future"')).hits[0].url == SEED
    assert not folder.exists()


def test_one_site_is_read_alone(two_sites: Path) -> None:
    assert sites_of_dataset(two_sites) == ["north.test", "south.test"]
    with archive_of_dataset(two_sites, sites=["south.test"]) as folder, Archive(folder) as archive:
        assert [article.url for article in archive.articles()] == ["http://south.test/post"]
        assert [capture.target_uri for capture in archive.captures()] == ["http://south.test/post"]


def test_a_site_that_is_not_there_is_told_with_those_that_are(two_sites: Path) -> None:
    with (
        pytest.raises(NotFound, match=r"no site east\.test") as told,
        archive_of_dataset(two_sites, sites=["east.test"]),
    ):
        pass
    assert "north.test, south.test" in told.value.next_step


def test_with_its_warc_files_the_captures_have_their_bytes(dataset: Path, demo_folder: Path) -> None:
    with archive_of_dataset(dataset, warcs=demo_folder / "warc") as folder, Archive(folder) as archive:
        assert b"facelift" in archive.payload(archive.article(SEED).capture.id)


def test_what_another_program_wrote_in_other_files_is_read(dataset: Path, demo_folder: Path, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    for table in sorted(path.name for path in dataset.iterdir() if path.is_dir() and path.name != "oldface"):
        (tmp_path / table).mkdir()
        duckdb.sql(
            f"SELECT * FROM read_parquet('{dataset}/{table}/**/*.parquet', hive_partitioning = false)"
        ).write_parquet(str(tmp_path / table / "data_0.parquet"))
    assert is_dataset(tmp_path)
    with archive_of_dataset(tmp_path) as folder:
        assert list(dump(folder)) == list(dump(demo_folder))


def test_a_table_without_one_of_its_columns_is_told(dataset: Path, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "archive_info" / "part-0.parquet"
    path.parent.mkdir()
    table = parquet.read_table(dataset / "archive_info" / "part-0.parquet")
    parquet.write_table(table.drop_columns(["value"]), path)
    with pytest.raises(BadArchive, match="archive_info has no column value"), archive_of_dataset(tmp_path):
        pass


def test_an_archive_is_no_dataset(demo_folder: Path, dataset: Path) -> None:
    assert is_dataset(dataset)
    assert not is_dataset(demo_folder)
    with pytest.raises(BadInput, match="are for a Parquet dataset"):
        run_room(demo_folder, host="127.0.0.1", port=0, pywb=None, with_replay=False, announce=print, sites=["x"])


@pytest.fixture
def served(dataset: Path) -> Iterator[str]:
    """Address of the reading room over the dataset, as the command opens it."""
    command = [sys.executable, "-m", "archive.cli", "serve", str(dataset), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=os.environ | {"COLUMNS": "200"}) as process:
        assert process.stderr is not None
        try:
            yield next(found[1] for line in process.stderr if (found := re.search(r"(http://[\d.:]+)/", line)))
        finally:
            process.send_signal(signal.SIGINT)


def test_serve_opens_a_dataset_with_all_its_pages(served: str, demo_folder: Path) -> None:
    with Archive(demo_folder) as archive:
        number = archive.article(SEED).id
    for page in ("/", f"/article/{number}", "/people", "/timeline", "/search?q=flour", "/archive/comments"):
        with urllib.request.urlopen(served + page, timeout=30) as answer:
            assert answer.status == 200
            text = answer.read().decode()
    assert "Alan Ernst" in text
