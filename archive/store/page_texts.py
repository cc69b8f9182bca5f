"""An open archive in, each page with its title and text out: what a replay tool shows and searches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from archive.store.reading import Archive

__all__ = ["READABLE_REGIONS", "PageText", "page_texts"]

READABLE_REGIONS = ("title", "byline", "body", "comment")
"""Regions whose text is a page's own."""


@dataclass(frozen=True, slots=True)
class PageText:
    """One page as it was last captured."""

    url: str
    captured_at: str
    """WARC-Date."""
    title: str
    kind: str
    text: str


def page_texts(archive: Archive) -> Iterator[PageText]:
    """Every page of the archive that could be parsed, by address."""
    marks = ", ".join("?" for _ in READABLE_REGIONS)
    rows = archive.database.conn.execute(
        f"""SELECT g.url, g.last_captured_at, coalesce(g.title, ''), g.kind, coalesce((
            SELECT group_concat(text, char(10)) FROM (
                SELECT s.text FROM segments s WHERE s.parse_id = g.parse_id AND s.region IN ({marks})
                ORDER BY s.position)), '')
        FROM pages g WHERE g.parse_id IS NOT NULL ORDER BY g.url""",
        READABLE_REGIONS,
    )
    for row in rows:
        yield PageText(*row)
