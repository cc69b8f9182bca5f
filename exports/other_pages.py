"""An archive in, its pages that are no articles but have a text of their own out: 'About us', products, services."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.parsed_json import from_json
from archive.store import Archive

__all__ = ["OtherPage", "other_pages"]


@dataclass(frozen=True, slots=True)
class OtherPage:
    """One page as last captured."""

    url: str
    title: str
    body_html: str
    description: str | None
    published: str | None
    """ISO 8601, only as precise as stated; None where the page has no date."""
    captured_at: str
    """WARC-Date of its first capture."""


def other_pages(archive: Archive, kinds: Sequence[str]) -> Iterator[OtherPage]:
    """The pages of these kinds with a body, by address; not other forms of a page, nor pages that were not found."""
    marks = ",".join("?" * len(kinds))
    rows = archive.database.execute(
        "SELECT g.url, coalesce(p.title, g.title, g.url), p.parsed_json, g.first_captured_at FROM pages g"  # noqa: S608
        f" JOIN parses p ON p.id = g.parse_id WHERE g.kind IN ({marks}) AND g.rendition_of_page_id IS NULL"
        " AND g.is_soft_404 = 0 AND g.id NOT IN (SELECT page_id FROM articles) ORDER BY g.url",
        list(kinds),
    )
    for url, title, stored, captured_at in rows:
        page = from_json(stored) if stored else None
        if page is not None and page.body is not None and page.body.html.strip():
            date = page.published.value if page.published else None
            yield OtherPage(url, title, page.body.html, page.description, date, captured_at)
