"""Pages as bytes or JSON lines in, parsed pages as JSON lines out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from archive.errors import BadInput, OldfaceError
from archive.model import ParsedPage
from archive.page_json import page_record
from archive.parse import parse_page

__all__ = ["parse_bytes", "parse_lines"]

_NO_ADDRESS = "http://unknown.invalid/"
_NEXT_STEP = 'Give {"id", "url", "html"} on each line.'


def parse_bytes(
    payload: bytes, *, url: str | None, charset: str | None = None, full: bool = False, use_model: bool = True
) -> str:
    """The page as indented JSON."""
    parsed = parse_page(payload, url=url or _NO_ADDRESS, charset=charset, use_model=use_model, details=full)
    return json.dumps(_record(parsed, full), ensure_ascii=False, indent=1)


def parse_lines(lines: Iterable[bytes], *, full: bool = False, use_model: bool = True) -> Iterator[tuple[str, bool]]:
    """(JSON line, whether it tells of an error) for each line that is not blank, in order."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        where = f"line {number} of the input"
        name: object = None
        try:
            job = _object(line, where)
            name = job.get("id")
            answer = {"id": name, **_record(_parse_job(job, where, full, use_model), full)}
        except OldfaceError as error:
            yield _line({"id": name, "error": str(error)}), True
            continue
        yield _line(answer), False


def _object(line: bytes, where: str) -> dict[str, Any]:  # Any: JSON of the caller
    try:
        job = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"This is no JSON: {error}", where=where, next_step=_NEXT_STEP) from error
    if not isinstance(job, dict):
        raise BadInput("This is no JSON object", where=where, next_step=_NEXT_STEP)
    return job


def _parse_job(job: dict[str, Any], where: str, full: bool, use_model: bool) -> ParsedPage:
    html, url = job.get("html"), job.get("url")
    if not isinstance(html, str):
        raise BadInput("The page has no text under 'html'", where=where, next_step=_NEXT_STEP)
    address = url if isinstance(url, str) and url else _NO_ADDRESS
    return parse_page(html, url=address, use_model=use_model, details=full)


def _record(parsed: ParsedPage, full: bool) -> dict[str, Any]:  # Any: a JSON object
    return asdict(parsed) if full else page_record(parsed)


def _line(record: dict[str, Any]) -> str:  # Any: a JSON object
    # A lone surrogate can come out of a broken page; as an escape it can be written.
    text = json.dumps(record, ensure_ascii=False, default=str)
    return text if text.isascii() or _is_encodable(text) else json.dumps(record, default=str)


def _is_encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
