"""Articles in, CSV tables out that no spreadsheet runs, cuts or rounds."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from contextlib import ExitStack

from exports.bundle import Bundle
from exports.formats import Option
from exports.losses import Field
from exports.selection import Selection
from exports.tables import LINK_COLUMNS, TABLE_LOSSES, TABLES, Cell, link_rows

NAME = "csv"
DESCRIPTION = "CSV tables for spreadsheets: articles, bylines, comments, tags, assets, addresses, links"
LOSSES: Mapping[Field, str] = {
    **TABLE_LOSSES,
    Field.BODY_HTML: "the text alone; bodies over a cell's 32,767 characters are cut, and whole in bodies/",
}
OPTIONS = (
    Option("plain", "For programs: no byte order mark, line ends \\n, nothing guarded, whole bodies, bare ids.", False),
)

CELL_LIMIT = 32_767
"""Characters an Excel cell holds."""

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "'", "|", "%", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What may begin a formula, full-width forms included; a quote mark because it is what guards them."""


def write(archive: Selection, folder: Bundle, *, plain: bool = False) -> None:
    """A file a table."""
    start, end = ("", "\n") if plain else ("\ufeff", "\r\n")
    with ExitStack() as stack:
        writers = {}
        for table in TABLES:
            out = stack.enter_context(folder.text(f"{table.name}.csv"))
            out.write(start)
            writers[table.name] = csv.writer(out, lineterminator=end)
            writers[table.name].writerow(table.names)
        for article in archive.articles():
            for table in TABLES:
                for row in table.rows(article):
                    cells = row if plain else guarded_row(table.names, row)
                    writers[table.name].writerow(cells)
            if not plain and len(article.body_text) > CELL_LIMIT:
                folder.write_text(f"bodies/a{article.id}.txt", article.body_text)
    with folder.text("links.csv") as out:
        out.write(start)
        links = csv.writer(out, lineterminator=end)
        names = [name for name, _ in LINK_COLUMNS]
        links.writerow(names)
        for row in link_rows(archive):
            links.writerow(row if plain else guarded_row(names, row))


def guarded_row(names: Sequence[str], row: Sequence[Cell]) -> list[str]:
    """The cells as a spreadsheet may have them."""
    return [guarded(cell, is_id=name == "id" or name.endswith("_id")) for name, cell in zip(names, row, strict=True)]


def guarded(cell: Cell, *, is_id: bool = False) -> str:
    """One cell: a quote mark before what could be a formula, a letter before a number too long for Excel, cut to fit.

    >>> guarded("=1+1"), guarded(True), guarded(6263345539364665, is_id=True), guarded(None)
    ("'=1+1", '1', 'a6263345539364665', '')
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(int(cell))
    if isinstance(cell, int):
        return f"a{cell}" if is_id else str(cell)
    text = cell.replace("\x00", "")
    if text.startswith(DANGEROUS):
        text = f"'{text}"
    return text[:CELL_LIMIT]
