"""Words and filters in, the rows that fit out: counted or scored, each time by the quicker of two ways."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

from archive.store.reading import Archive
from archive.store.search_filters import ID_END, Filter, by_index

__all__ = ["Asked", "asked", "sampled"]

_WEIGHTS = {"articles": "10.0, 6.0, 3.0, 1.0", "comments": "4.0, 1.0, 2.0"}
"""headline, alternative_headline, description, body_text: a word of the title weighs ten of the body; then subject,
text, author_name."""
_SAMPLED_ROWS = 5_000
_ASKED_PER_GATHERED = 1.5
"""Asking a row whether it passes a filter, instead of looking it up among gathered ids, takes the time in which so
many parts of an id are gathered."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Words that are looked for in one table, among the rows that pass all filters."""

    archive: Archive
    table: str
    words: str
    """The FTS5 expression."""
    filters: tuple[Filter, ...]
    """The narrowest first."""
    rows: int
    """How many the table has."""
    likely: int | None
    """About how many rows have the words, whether they pass or not; None without filters: who needs it then may ask
    `sampled`, which takes as long as a search where many words begin alike."""

    @property
    def share(self) -> float:
        """About how many of the rows pass the filters, from 0 to 1."""
        return prod(min(1.0, held.size / max(1, self.rows)) for held in self.filters)

    def count(self, most: int) -> int:
        """How many rows fit; no more than `most` are counted."""
        sql, values = self._query("1", most)
        (found,) = self.archive.database.conn.execute(f"SELECT count(*) FROM ({sql})", values).fetchone()
        return int(found)

    def scored(self, most: int) -> list[tuple[int, float]]:
        """(id, score), best first, of the `most` rows that fit with the smallest ids.

        Ids are hashes: the rows with the smallest are as good a sample as any, and the same each time.
        """
        sql, values = self._query(f"rowid, bm25({self.table}_fts, {_WEIGHTS[self.table]})", most)
        found = self.archive.database.conn.execute(sql, values).fetchall()
        return sorted(found, key=lambda row: (row[1], row[0]))

    def _query(self, selected: str, most: int) -> tuple[str, list[str | int]]:
        """The SQL that selects of the `most` rows that fit with the smallest ids, and its values."""
        table = f"{self.table}_fts"
        gathered = self.filters[:1] if self._is_worth_gathering(most) else ()
        others = self.filters[len(gathered) :]
        sql = f"SELECT {selected} FROM {table} WHERE {table} MATCH ?"
        # The plus keeps SQLite from looking each row up in an index by itself: it asks once, and filters what comes.
        sql += "".join(f" AND +rowid IN ({held.ids})" for held in gathered)
        if others:
            index = by_index(self.archive, self.table)
            rows = " AND ".join(held.row for held in others)
            sql += f" AND EXISTS (SELECT 1 FROM {self.table} x{index} WHERE x.id = {table}.rowid AND {rows})"
        return f"{sql} LIMIT ?", [self.words, *(value for held in self.filters for value in held.parameters), most]

    def _is_worth_gathering(self, most: int) -> bool:
        """Whether gathering all ids that pass the narrowest filter is quicker than asking each row that has the words
        until `most` have been found."""
        if self.likely is None:
            return False
        walked = min(self.likely, most / max(self.share, 1 / ID_END))
        return self.filters[0].size < _ASKED_PER_GATHERED * walked


def asked(archive: Archive, table: str, words: str, filters: tuple[Filter, ...]) -> Asked:
    """The words in the table with the filters, and about how much they find."""
    narrow_first = tuple(sorted(filters, key=lambda held: held.size))
    rows = archive.count(table)
    found = sampled(archive, table, words) if filters else None
    return Asked(archive, table, words, narrow_first, rows, found)


def sampled(archive: Archive, table: str, words: str) -> int:
    """About how many rows of the table have the words, told by those with the smallest ids."""
    rows = archive.count(table)
    end = ID_END * _SAMPLED_ROWS // rows if rows > _SAMPLED_ROWS else ID_END
    sql = f"SELECT count(*) FROM {table}_fts WHERE {table}_fts MATCH ? AND rowid < ?"
    (found,) = archive.database.conn.execute(sql, (words, end)).fetchone()
    return int(found) * ID_END // end
