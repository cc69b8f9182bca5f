"""What a crawl kept of itself in its WARC in, rows of crawls, skipped and problems out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.keys import row_id
from archive.parse_rows import Row

__all__ = ["CRAWL_RECORD_PREFIX", "CrawlRecords", "crawl_record_name", "read_crawl_record"]

CRAWL_RECORD_PREFIX = "urn:oldface:crawl:"
_URI = re.compile(rf"{CRAWL_RECORD_PREFIX}(?P<crawl>.+):(?P<name>[^:]+)$")


@dataclass(frozen=True, slots=True)
class CrawlRecords:
    """What one record says of its crawl."""

    configuration: str | None = None
    finish_reason: str | None = None
    skipped: tuple[Row, ...] = ()
    """Rows of the table skipped."""
    problems: tuple[Row, ...] = ()
    """Rows of the table problems."""


def crawl_record_name(target_uri: str) -> str | None:
    """Name of what a crawl says of itself; None for any other address.

    >>> crawl_record_name("urn:oldface:crawl:20140226163207:skipped.jsonl")
    'skipped.jsonl'
    """
    match = _URI.match(target_uri)
    return match["name"] if match else None


def read_crawl_record(crawl_id: int, name: str, payload: bytes) -> CrawlRecords:
    """What the record of that name says; nothing for names and lines that are not understood."""
    text = payload.decode("utf-8", "replace")
    if name == "oldface.toml":
        return CrawlRecords(configuration=text)
    if name == "report.json":
        return CrawlRecords(finish_reason=_finish_reason(text))
    if name == "skipped.jsonl":
        return CrawlRecords(skipped=tuple(_skipped(crawl_id, text)))
    if name == "problems.jsonl":
        return CrawlRecords(problems=tuple(_problems(crawl_id, text)))
    return CrawlRecords()


def _finish_reason(text: str) -> str | None:
    try:
        report = json.loads(text)
    except ValueError:
        return None
    crawl = report.get("crawl") if isinstance(report, dict) else None
    return _text(crawl.get("finish_reason")) if isinstance(crawl, dict) else None


def _skipped(crawl_id: int, text: str) -> Iterator[Row]:
    for line in _objects(text):
        url, reason = line.get("url"), line.get("reason")
        if isinstance(url, str) and isinstance(reason, str):
            yield crawl_id, url, reason, _text(line.get("detail")) or "", _text(line.get("via"))


def _problems(crawl_id: int, text: str) -> Iterator[Row]:
    for line in _objects(text):
        code, message = _text(line.get("code")), _text(line.get("message"))
        if code and message:
            url = _text(line.get("url"))
            number = row_id("problem", crawl_id, code, message, url or "")
            yield number, crawl_id, None, None, url, code, message, _text(line.get("next_step")) or ""


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _objects(text: str) -> Iterator[dict[str, object]]:
    for line in text.splitlines():
        try:
            value = json.loads(line)
        except ValueError:
            continue
        if isinstance(value, dict):
            yield value
