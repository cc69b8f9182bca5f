"""SQL text in, data dictionary out: what each table, view and column is, in the words of the schema's own comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["ColumnDoc", "TableDoc", "read_sql", "schema_docs", "table_docs"]

_CREATE = re.compile(r"CREATE (TABLE|VIEW) (\w+)")
_COLUMN = re.compile(r"^    (\w+) (\w+)\b([^-]*?)(?:-- (.*))?$")
_REFERENCE = re.compile(r"REFERENCES (\w+) \((\w+)\)")
_VIEW_COLUMN = re.compile(r"(?:AS )?(\w+),? +-- (.*)$")


@dataclass(frozen=True, slots=True)
class ColumnDoc:
    """One column of a table or view."""

    name: str
    type: str
    """TEXT, INTEGER, REAL or BLOB; '' for a column of a view."""
    description: str
    may_be_null: bool
    references: tuple[str, str] | None
    """(table, column) of a foreign key."""


@dataclass(frozen=True, slots=True)
class TableDoc:
    """One table or view."""

    name: str
    kind: str
    """table or view"""
    description: str
    columns: tuple[ColumnDoc, ...]
    primary_key: tuple[str, ...]


@cache
def read_sql(name: str) -> str:
    """The text of one of this package's SQL files."""
    return files("archive").joinpath(name).read_text(encoding="utf-8")


@cache
def schema_docs() -> tuple[TableDoc, ...]:
    """Every table, then every view, in the order of schema.sql and views.sql."""
    return (*table_docs(read_sql("schema.sql")), *table_docs(read_sql("views.sql")))


def table_docs(sql: str) -> tuple[TableDoc, ...]:
    """What the comments of `sql` say of the tables and views that it makes, in its order."""
    docs: list[TableDoc] = []
    comment: list[str] = []
    lines = iter(sql.splitlines())
    for line in lines:
        if line.startswith("--"):
            comment.append(line[2:].strip())
        elif created := _CREATE.match(line):
            kind, name = created.groups()
            read = _read_view if kind == "VIEW" else _read_table
            columns, key = read(lines)
            docs.append(TableDoc(name, kind.lower(), " ".join(comment), columns, key))
            comment = []
        else:
            comment = []
    return tuple(docs)


def _read_table(lines: Iterator[str]) -> tuple[tuple[ColumnDoc, ...], tuple[str, ...]]:
    columns: list[ColumnDoc] = []
    key: tuple[str, ...] = ()
    for line in lines:
        if line.startswith(")"):
            break
        if line.startswith("    PRIMARY KEY"):
            key = tuple(re.findall(r"\w+", line.partition("(")[2]))
        elif match := _COLUMN.match(line):
            name, kind, rest, text = match.groups()
            reference = _REFERENCE.search(rest)
            required = "NOT NULL" in rest or "PRIMARY KEY" in rest
            columns.append(
                ColumnDoc(name, kind, text or "", not required, (reference[1], reference[2]) if reference else None)
            )
            if "PRIMARY KEY" in rest:
                key = (name,)
    return tuple(columns), key


def _read_view(lines: Iterator[str]) -> tuple[tuple[ColumnDoc, ...], tuple[str, ...]]:
    columns: list[ColumnDoc] = []
    for line in lines:
        if match := _VIEW_COLUMN.search(line):
            columns.append(ColumnDoc(match[1], "", match[2], True, None))
        if line.rstrip().endswith(";"):
            break
    return tuple(columns), ()
