"""The Parquet dataset holds the rows of every table, and DuckDB and Polars read it as it stands."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.cli import oldface
from archive.schema_docs import TableDoc, schema_docs
from archive.store import Archive

duckdb = pytest.importorskip("duckdb")
polars = pytest.importorskip("polars")
TABLES = [doc for doc in schema_docs() if doc.kind == "table"]
TYPES = {"INTEGER": "BIGINT", "REAL": "DOUBLE", "TEXT": "VARCHAR", "BLOB": "BLOB"}


@pytest.fixture(scope="module")
def dataset(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("dataset") / "out"
    command = ["export", "dataset", "--from", str(demo_folder), "--to", str(place), "--quiet"]
    result = CliRunner().invoke(oldface, command, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return place


@pytest.mark.parametrize("doc", TABLES, ids=[doc.name for doc in TABLES])
def test_duckdb_reads_every_row_with_the_columns_and_types_of_the_schema(
    dataset: Path, demo_folder: Path, doc: TableDoc
) -> None:
    files = f"{dataset}/{doc.name}/**/*.parquet"
    found = duckdb.sql(f"SELECT * FROM read_parquet('{files}', hive_partitioning = false)")
    assert found.columns == [column.name for column in doc.columns]
    assert [str(kind) for kind in found.types] == [TYPES[column.type] for column in doc.columns]
    with Archive(demo_folder) as archive:
        assert len(found.fetchall()) == archive.count(doc.name)


def test_site_and_month_are_columns(dataset: Path) -> None:
    files = f"{dataset}/articles/**/*.parquet"
    sql = f"SELECT in_site, in_month, count(*) FROM read_parquet('{files}', hive_partitioning = true) GROUP BY ALL"
    rows = duckdb.sql(sql + " ORDER BY ALL").fetchall()
    assert ("127.0.0.1:8014", "2014-02", 2) in rows


def test_polars_reads_the_same_rows(dataset: Path, demo_folder: Path) -> None:
    frame = polars.scan_parquet(f"{dataset}/comments/**/*.parquet", hive_partitioning=False).collect()
    with Archive(demo_folder) as archive:
        wanted = {row["id"]: row["text"] for row in archive.database.query("SELECT id, text FROM comments")}
    assert dict(zip(frame["id"], frame["text"], strict=True)) == wanted


def test_a_slice_has_the_rows_of_its_articles_alone(demo_folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "out"
    command = ["export", "dataset", "--from", str(demo_folder), "--to", str(place), "--where", "tag=Mexico", "--quiet"]
    assert CliRunner().invoke(oldface, command, catch_exceptions=False).exit_code == 0
    count = duckdb.sql(f"SELECT count(*) FROM read_parquet('{place}/articles/**/*.parquet')").fetchall()
    assert count == [(1,)]
    subjects = duckdb.sql(f"SELECT subject FROM read_parquet('{place}/comments/**/*.parquet')").fetchall()
    assert subjects == [("Say NO to MEXICO!!!!",)]


def test_what_has_no_site_is_in_the_folder_that_hive_keeps_for_it(dataset: Path, demo_folder: Path) -> None:
    with Archive(demo_folder) as archive:
        count = archive.count("captures")
        of_site = archive.database.execute("SELECT count(*) FROM captures WHERE target_uri LIKE 'http%'").fetchone()[0]
    files = f"{dataset}/captures/**/*.parquet"
    found = duckdb.sql(f"SELECT count(*), count(in_site) FROM read_parquet('{files}', hive_partitioning = true)")
    assert found.fetchall() == [(count, of_site)]
    frame = polars.scan_parquet(files, hive_partitioning=True).collect()
    assert frame.height == count


def test_every_reference_of_a_slice_leads_to_a_row(demo_folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "out"
    command = ["export", "dataset", "--from", str(demo_folder), "--to", str(place), "--where", "tag=Mexico", "--quiet"]
    assert CliRunner().invoke(oldface, command, catch_exceptions=False).exit_code == 0
    references = (
        ("parses", "capture_id", "captures"),
        ("versions", "page_id", "pages"),
        ("bylines", "person_id", "people"),
        ("captures", "warc_file_id", "warc_files"),
    )
    for table, column, other in references:
        one, two = (
            f"read_parquet('{place}/{name}/**/*.parquet', hive_partitioning = false)" for name in (table, other)
        )
        lost = duckdb.sql(f"SELECT count(*) FROM {one} WHERE {column} NOT IN (SELECT id FROM {two})").fetchall()
        assert lost == [(0,)], table


@pytest.mark.slow
def test_spark_reads_the_same_rows_with_site_and_month(dataset: Path, demo_folder: Path) -> None:
    sql = pytest.importorskip("pyspark.sql", reason="Spark is not installed")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java")
    options = {"spark.ui.enabled": "false", "spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1"}
    session = sql.SparkSession.builder.master("local[1]").config(map=options).getOrCreate()
    try:
        for table in ("articles", "captures", "people", "segments"):
            frame = session.read.parquet(str(dataset / table))
            with Archive(demo_folder) as archive:
                names = [column.name for column in archive.database.table(table).columns]
                assert frame.count() == archive.count(table)
            assert frame.columns[: len(names)] == names
            assert table == "people" or frame.columns[len(names) :] == ["in_site", "in_month"]
    finally:
        session.stop()
