"""An archive folder, or a folder of HTML files, in; its pages out: bytes, address and day of capture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from archive.errors import BadRecord, NotFound
from archive.page import read_page
from archive.page_index import page_index

__all__ = ["SourcePage", "read_sources"]


@dataclass(frozen=True, slots=True)
class SourcePage:
    """One page as it was captured."""

    url: str
    payload: bytes
    charset: str | None = None
    """As the server declared it; None where it did not, or the page comes from a file."""
    day: str | None = None
    """Day of the capture, YYYY-MM-DD; None for a file."""


def read_sources(folder: Path, *, host: str | None = None, limit: int = 200) -> Iterator[SourcePage]:
    """The last capture of each page of an archive folder, or each *.html and *.htm file, by address or name.

    With `host`, only its pages; at most `limit` of them. Raises NotFound for a folder without any page.
    """
    sources = _archived(folder, host) if (folder / "archive.db").exists() else _files(folder, host)
    count = 0
    for source in sources:
        yield source
        count += 1
        if count == limit:
            return
    if not count:
        raise NotFound(
            f"no pages{f' of {host}' if host else ''}",
            where=str(folder),
            next_step="Give an archive folder, or a folder of .html files that name their address (rel=canonical).",
        )


def _archived(folder: Path, host: str | None) -> Iterator[SourcePage]:
    from archive.store import Archive

    with Archive(folder) as archive:
        last: dict[str, tuple[str, int]] = {}
        for capture in archive.captures():
            is_page = capture.status == 200 and (capture.mime or "").startswith(("text/html", "application/xhtml"))
            if is_page and (host is None or urlsplit(capture.target_uri).hostname == host):
                last[capture.target_uri] = max(last.get(capture.target_uri, ("", 0)), (capture.warc_date, capture.id))
        for url in sorted(last):
            try:
                payload, charset, capture = archive.page_payload(url)
            except (BadRecord, NotFound):  # a damaged record is told by ingest and check, not by every reader
                continue
            yield SourcePage(url, payload, charset, capture.warc_date[:10])


def _files(folder: Path, host: str | None) -> Iterator[SourcePage]:
    for path in sorted(p for p in folder.rglob("*") if p.suffix.lower() in (".html", ".htm")):
        payload = path.read_bytes()
        name = path.relative_to(folder).as_posix()
        url = _stated_address(payload, f"http://{host or 'unknown.invalid'}/{name}")
        if host is None or urlsplit(url).hostname == host:
            yield SourcePage(url, payload)


def _stated_address(payload: bytes, url: str) -> str:
    """The page's canonical address, absolute; `url` where it states none."""
    page = read_page(payload, url=url)
    for node in page_index(page).tags.get("link", ()):
        attributes = page.attributes[node]
        if attributes.get("rel", "").lower() == "canonical" and attributes.get("href"):
            return urljoin(url, attributes["href"].strip())
    return url
