"""Rows of captures on their way into the database in, the same with one id for each capture out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive.capture_rows import CaptureRow
from archive.keys import row_id
from archive.store.writing import ArchiveWriter
from archive.twin_records import has_other_content, is_placed_before, under_own_id

__all__ = ["part_twins"]

_AT_ONCE = 500


def part_twins(writer: ArchiveWriter, filename: str, tables: dict[str, list[CaptureRow]]) -> None:
    """Gives each capture of the rows whose id another capture of the database has an id of its own; or that other one,
    where these come first. A problem row tells of it."""
    captures = tables.get("captures", [])
    places = {int(str(row[0])): number for number, row in enumerate(captures)}
    for known, known_filename in _known(writer, list(places)):
        number = places[int(str(known[0]))]
        row = tuple(captures[number])
        if not has_other_content(row, known):
            continue
        loser, its_filename = (known, known_filename) if is_placed_before(row, known) else (row, filename)
        renamed, problem = under_own_id(loser, its_filename)
        old, new = int(str(loser[0])), int(str(renamed[0]))
        if loser is known:
            _rename(writer, old, new, str(renamed[4]))
        else:
            captures[number] = renamed
            _rename_rows(tables, old, new)
        tables.setdefault("problems", []).append(problem)


def _known(writer: ArchiveWriter, ids: Sequence[int]) -> Iterator[tuple[CaptureRow, str]]:
    """(row of captures, name of its file) of those of the ids that the database has."""
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        query = f"""SELECT c.*, f.filename FROM captures c JOIN warc_files f ON f.id = c.warc_file_id
            WHERE c.id IN ({", ".join("?" * len(some))}) ORDER BY c.id"""
        for *row, filename in writer.connection.execute(query, some).fetchall():
            yield tuple(row), str(filename)


def _rename(writer: ArchiveWriter, old: int, new: int, record_id: str) -> None:
    """Gives a capture of the database another id, and what hangs on it."""
    run = writer.connection.execute
    run("UPDATE captures SET id = ?, record_id = ? WHERE id = ?", (new, record_id, old))
    run("UPDATE versions SET capture_id = ? WHERE capture_id = ?", (new, old))
    for number, code in run("SELECT id, code FROM problems WHERE capture_id = ?", (old,)).fetchall():
        run("UPDATE problems SET id = ?, capture_id = ? WHERE id = ?", (_problem(number, code, old, new), new, number))


def _rename_rows(tables: dict[str, list[CaptureRow]], old: int, new: int) -> None:
    versions, problems = tables.get("versions", []), tables.get("problems", [])
    versions[:] = [(new, *row[1:]) if row[0] == old else row for row in versions]
    problems[:] = [
        (_problem(int(str(row[0])), str(row[5]), old, new), row[1], new, *row[3:]) if row[2] == old else row
        for row in problems
    ]


def _problem(number: int, code: str, old: int, new: int) -> int:
    """Key of a problem of the capture under its new id; one whose key is made of other things keeps it."""
    return row_id("problem", new, code) if number == row_id("problem", old, code) else number
