"""An archive folder or its WARC files in, the page lists of a WACZ out: titles and texts, articles first.

Where archive.db is there the parsers have run already; where it is not, they run here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from archive.errors import BadArchive, BadPage
from archive.parse import parse_page
from archive.store import DATABASE_NAME, Archive
from archive.store.page_texts import READABLE_REGIONS, PageText, page_texts
from archive.warc_payload import ReadCapture, read_captures
from archive.warc_places import WarcFile

__all__ = ["page_lines", "read_pages"]

_LONGEST_TEXT = 1_000_000
"""Characters of a page's text that are kept for searching."""
_MAIN_KINDS = frozenset(["article", "home"])


def read_pages(folder: Path | None, warcs: Iterable[WarcFile]) -> Iterator[PageText]:
    """Every page, by address: from archive.db of the folder when it is there and current, else from the WARC files."""
    if folder is not None and (folder / DATABASE_NAME).exists():
        try:
            with Archive(folder) as archive:
                pages = list(page_texts(archive)) if archive.count("pages") else []
        except BadArchive:
            pages = []
        if pages:
            return iter(pages)
    return _parse_pages(warcs)


def _parse_pages(warcs: Iterable[WarcFile]) -> Iterator[PageText]:
    """The last whole capture of each address that answered 200 with HTML, parsed."""
    last: dict[str, tuple[str, WarcFile, int]] = {}
    for path in warcs:
        for read in read_captures(path, damages=[]):
            capture = read.capture
            if _is_page(read) and capture.warc_date >= last.get(capture.target_uri, ("",))[0]:
                last[capture.target_uri] = (capture.warc_date, path, capture.offset_bytes)
    for url, (_, path, offset) in sorted(last.items()):
        read = next(read_captures(path, start=offset))
        try:
            parsed = parse_page(read.payload, url=url, charset=read.charset)
        except BadPage:
            continue
        text = "\n".join(segment.text for segment in parsed.segments if segment.region in READABLE_REGIONS)
        title = parsed.title.text if parsed.title else ""
        yield PageText(url, read.capture.warc_date, title, parsed.kind, text)


def _is_page(read: ReadCapture) -> bool:
    capture = read.capture
    return (
        capture.record_type == "response"
        and capture.status == 200
        and capture.mime in ("text/html", "application/xhtml+xml")
        and capture.truncated is None
        and read.is_whole
    )


def page_lines(pages: Iterable[PageText], *, seeds: Iterable[str]) -> tuple[list[str], list[str]]:
    """(lines of pages.jsonl, lines of extraPages.jsonl): articles, home pages and seeds in the first, the others in
    the second; each begins with its heading."""
    wanted = frozenset(seeds)
    main = [_heading("pages", "Articles and entry pages")]
    extra = [_heading("extra-pages", "Other pages")]
    for page in pages:
        is_seed = page.url in wanted
        rows = main if is_seed or page.kind in _MAIN_KINDS else extra
        rows.append(json.dumps(_page(page, is_seed=is_seed), ensure_ascii=False))
    return main, extra


def _heading(name: str, title: str) -> str:
    return json.dumps({"format": "json-pages-1.0", "id": name, "title": title, "hasText": True})


def _page(page: PageText, *, is_seed: bool) -> dict[str, object]:
    number = hashlib.sha256(f"{page.url}\0{page.captured_at}".encode("utf-8", "surrogatepass")).hexdigest()[:22]
    fields: dict[str, object] = {
        "id": number,
        "url": page.url,
        "ts": page.captured_at,
        "title": page.title or page.url,
        "text": page.text[:_LONGEST_TEXT],
    }
    return {**fields, "seed": True} if is_seed else fields
