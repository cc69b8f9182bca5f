"""An address in, what this archive recorded of it out, never from the network.

For pages that did not change (a 304 names no links) and for a browser, which asks for the same style sheet on every
page: what the WARC has is not asked for twice.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.errors import OldfaceError
from archive.warc_payload import ReadCapture, read_captures
from archive.warc_reader import find_warc
from crawler.frontier import Frontier, KnownCapture

__all__ = ["Replayed", "replay"]

_log = logging.getLogger(__name__)
# They tell how the payload crossed the wire, and it is out of them now.
_WIRE_HEADERS = frozenset(
    ["content-encoding", "transfer-encoding", "content-length", "connection", "keep-alive", "trailer"]
)


@dataclass(frozen=True, slots=True)
class Replayed:
    """A response as recorded, its codings removed."""

    url: str
    status: int
    headers: Sequence[tuple[str, str]]
    """Header lines in order, without those that tell of codings and connection."""
    payload: bytes


def replay(frontier: Frontier, warc_folder: Path, url: str) -> Replayed | None:
    """The last whole response of this archive for the address; None when there is none, or, with a line in the log,
    when its record cannot be read."""
    known = frontier.known(url, of_earlier_crawls=False)
    read = _read(known, warc_folder) if known is not None else None
    if read is None or read.capture.status is None:
        return None
    payload = read.payload
    if read.capture.record_type == "revisit":
        # its payload is that of another record, which is one step away and no further (WARC 1.1 section 6.7)
        original = frontier.known(read.capture.refers_to_uri or "", of_earlier_crawls=False)
        found = _read(original, warc_folder) if original is not None else None
        if found is None or not found.is_whole or found.capture.payload_digest != read.capture.payload_digest:
            return None
        payload = found.payload
    elif not read.is_whole:
        return None
    headers = [(name, value) for name, value in read.capture.http_headers if name.lower() not in _WIRE_HEADERS]
    return Replayed(url, read.capture.status, headers, payload)


def _read(known: KnownCapture, warc_folder: Path) -> ReadCapture | None:
    try:
        return next(read_captures(find_warc(warc_folder, known.filename), start=known.offset_bytes), None)
    except (OldfaceError, OSError) as error:
        _log.warning("The record of %s cannot be replayed: %s", known.url, error)
        return None
