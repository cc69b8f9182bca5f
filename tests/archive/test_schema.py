"""The schema says of itself what it is, and the reference and the twenty questions keep up with it."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest

from archive.schema_docs import schema_docs
from archive.schema_reference import schema_reference
from archive.store import Archive

DOCS = Path(__file__).parents[2] / "docs"
QUESTIONS = re.findall(
    r"^### (\d+)\. (.*?)\n\n```sql\n(.*?)```", (DOCS / "how-to" / "twenty-questions.md").read_text(), re.M | re.S
)
MAY_BE_EMPTY = {"2", "3", "4", "5", "7", "12", "13", "14", "18", "20"}
"""Questions about faults and finds that a small, well-kept site may have none of."""


def test_every_table_view_and_column_is_described() -> None:
    for doc in schema_docs():
        assert doc.description, doc.name
        assert doc.columns, doc.name
        for column in doc.columns:
            assert column.description, f"{doc.name}.{column.name}"


def test_the_dictionary_names_every_column_there_is(demo_folder: Path) -> None:
    with Archive(demo_folder) as archive:
        for doc in schema_docs():
            real = [row[1] for row in archive.database.execute(f"PRAGMA table_info({doc.name})")]
            assert [column.name for column in doc.columns] == real, doc.name
        described = archive.database.execute("SELECT count(*) FROM column_docs").fetchone()[0]
        assert described == sum(len(doc.columns) for doc in schema_docs())


def test_every_foreign_key_has_an_index(demo_folder: Path) -> None:
    with Archive(demo_folder) as archive:
        for table in archive.database.tables:
            led = {index.columns[0] for index in table.indexes} | {table.pks[0]}
            for key in table.foreign_keys:
                assert key.column in led or (table.name, key.column) in SMALL, (table.name, key.column)


SMALL = {("captures", "refers_to_capture_id"), ("skipped", "crawl_id"), ("person_names", "person_id")}
"""Only read from the side that has the key."""


def test_the_reference_is_current() -> None:
    path = DOCS / "reference" / "schema.md"
    again = '.venv/bin/python -c "from archive.schema_reference import schema_reference as s; print(s(), end=str())"'
    assert path.read_text(encoding="utf-8") == schema_reference(), f"{again} > docs/reference/schema.md"


def test_there_are_twenty_questions() -> None:
    assert [number for number, _, _ in QUESTIONS] == [str(n) for n in range(1, 21)]


@pytest.mark.parametrize(("number", "question", "sql"), QUESTIONS, ids=[f"question-{q[0]}" for q in QUESTIONS])
def test_the_question_is_answered(demo_folder: Path, number: str, question: str, sql: str) -> None:
    with Archive(demo_folder) as archive:
        rows = list(archive.database.query(sql))
    assert rows or number in MAY_BE_EMPTY, question


def test_every_view_gives_rows_without_error(demo_folder: Path) -> None:
    with Archive(demo_folder) as archive:
        for view in archive.database.view_names():
            archive.database.execute(f"SELECT * FROM {view} LIMIT 5").fetchall()


def test_the_archive_cannot_be_written_by_readers(demo_folder: Path) -> None:
    with Archive(demo_folder) as archive, pytest.raises(sqlite3.OperationalError):
        archive.database.execute("DELETE FROM articles")
