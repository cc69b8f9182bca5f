"""An address in, the versions of its page and where their text came from out."""

from __future__ import annotations

from dataclasses import dataclass

from archive.errors import NotFound
from archive.keys import page_key, without_fragment
from archive.parsed_json import StoredPage, from_json
from archive.store.reading import Archive
from archive.store.records import CaptureRecord

__all__ = ["SegmentRecord", "Version", "capture_of", "page_of", "segments_of", "stored_page_of", "versions_of"]


@dataclass(frozen=True, slots=True)
class Version:
    """One capture of a page, in time."""

    capture_id: int
    parse_id: int
    captured_at: str
    timestamp14: str
    is_changed: bool
    """Whether its content differs from the version before, or it is the first."""


@dataclass(frozen=True, slots=True)
class SegmentRecord:
    """A run of text with what decided on it and the record it came from."""

    region: str
    kind: str | None
    group_number: int | None
    text: str
    node_path: str
    rule: str
    confidence: float


def page_of(archive: Archive, url: str) -> int:
    """Id of the page at an address, of the article known by it, or where its redirects lead; else NotFound."""
    run = archive.database.conn.execute
    key = page_key(url)
    for query, value in (
        ("SELECT id FROM pages WHERE id = ?", key),
        (
            "SELECT a.page_id FROM addresses d JOIN articles a ON a.id = d.article_id WHERE d.url = ?",
            without_fragment(url),
        ),
        ("SELECT page_id FROM destinations WHERE url_id = ? AND page_id IS NOT NULL", key),
    ):
        row = run(query, (value,)).fetchone()
        if row:
            return int(row[0])
    raise NotFound(f"The archive has no page {url}", where=str(archive.folder))


def versions_of(archive: Archive, page_id: int) -> list[Version]:
    """Every version of a page, oldest first."""
    rows = archive.database.conn.execute(
        """SELECT v.capture_id, v.parse_id, v.captured_at, c.timestamp14, v.is_changed FROM versions v
        JOIN captures c ON c.id = v.capture_id WHERE v.page_id = ? ORDER BY v.captured_at, v.capture_id""",
        (page_id,),
    )
    return [Version(capture, parse, at, time, bool(changed)) for capture, parse, at, time, changed in rows]


def stored_page_of(archive: Archive, parse_id: int) -> StoredPage:
    """What the parsers made of a payload."""
    row = archive.database.conn.execute("SELECT parsed_json FROM parses WHERE id = ?", (parse_id,)).fetchone()
    if row is None:
        raise NotFound(f"No parse has the id {parse_id}", where=str(archive.folder))
    return from_json(row[0])


def segments_of(archive: Archive, parse_id: int) -> list[SegmentRecord]:
    """The segments of a parse, in page order."""
    rows = archive.database.conn.execute(
        """SELECT region, kind, group_number, text, node_path, rule, confidence FROM segments
        WHERE parse_id = ? ORDER BY position""",
        (parse_id,),
    )
    return [SegmentRecord(*row) for row in rows]


def capture_of(archive: Archive, url: str, *, at: str | None = None) -> CaptureRecord:
    """The last capture of an address, or the one nearest to a time (YYYYMMDDhhmmss or its beginning); of a page its
    last whole version. NotFound when there is none."""
    try:
        versions = versions_of(archive, page_of(archive, url))
    except NotFound:
        versions = []
    ids = [(version.capture_id, version.timestamp14) for version in versions]
    if not ids:
        ids = [(capture.id, capture.timestamp14) for capture in archive.captures(url)]
    if not ids:
        raise NotFound(f"The archive has no capture of {url}", where=str(archive.folder))
    if at is None:
        return archive.capture(ids[-1][0])
    wanted = int(at.ljust(14, "0")[:14])
    return archive.capture(min(ids, key=lambda item: (abs(int(item[1]) - wanted), item[1]))[0])
