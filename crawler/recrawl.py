"""What the archive has of an address in, the headers that ask whether it changed and its old payload out.

A 304 has no body, so a page that did not change names nothing; its links are read from the payload in the WARC.
"""

from __future__ import annotations

import logging
from pathlib import Path

from archive.errors import OldfaceError
from archive.warc_reader import read_payload
from crawler.frontier import KnownCapture

__all__ = ["archived_payload", "conditional_headers"]

_log = logging.getLogger(__name__)


def conditional_headers(known: KnownCapture | None) -> dict[str, str]:
    """If-None-Match and If-Modified-Since as the last whole capture allows (RFC 9110 section 13.1); empty when it
    has no validator, or was no 200."""
    if known is None or known.status != 200:
        return {}
    headers: dict[str, str] = {}
    if known.etag:
        headers["If-None-Match"] = known.etag
    if known.last_modified:
        headers["If-Modified-Since"] = known.last_modified
    return headers


def archived_payload(warc_folder: Path, known: KnownCapture) -> bytes | None:
    """The payload the archive has, codings removed; None, with a line in the log, when it cannot be read."""
    try:
        return read_payload(warc_folder / known.filename, known.offset_bytes)
    except (OldfaceError, OSError) as error:
        _log.warning("The archived payload of %s cannot be read, its links are not followed: %s", known.url, error)
        return None
