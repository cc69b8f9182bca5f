"""A capture as read in, its row in the table captures out."""

from __future__ import annotations

import re
from io import BytesIO
from urllib.parse import urljoin

import imagesize

from archive.keys import page_key, row_id
from archive.media_types import detect_media_type, is_html
from archive.urlkeys import urlkey_of
from archive.warc_payload import ReadCapture

__all__ = ["CaptureRow", "capture_id_of", "capture_row", "is_page", "timestamp14_of"]

CaptureRow = tuple[object, ...]

_REDIRECTS = frozenset([301, 302, 303, 307, 308])


def capture_id_of(record_id: str) -> int:
    """Key of a capture."""
    return row_id("capture", record_id)


def timestamp14_of(warc_date: str) -> str:
    """YYYYMMDDhhmmss of an ISO date, as in CDXJ and replay addresses.

    >>> timestamp14_of("2016-05-01T09:08:07.123456Z")
    '20160501090807'
    """
    return re.sub(r"\D", "", warc_date)[:14].ljust(14, "0")


def is_page(read: ReadCapture) -> bool:
    """Whether the capture brought a page: HTML that was there, not an error message or a redirect."""
    capture = read.capture
    return (
        capture.record_type in ("response", "resource")
        and (capture.status is None or 200 <= capture.status < 300)
        and capture.target_uri.lower().startswith(("http://", "https://"))
        and read.content_bytes > 0
        and is_html(capture.mime, detect_media_type(read.payload[:2048]))
    )


def capture_row(read: ReadCapture, *, warc_file_id: int, crawl_id: int | None, page_id: int | None) -> CaptureRow:
    """The values of the table's columns, in order."""
    capture = read.capture
    detected = detect_media_type(read.payload[:2048])
    width, height = _dimensions(read.payload) if (detected or "").startswith("image/") else (None, None)
    return (
        capture_id_of(capture.record_id), warc_file_id, crawl_id, page_id, capture.record_id, capture.record_type,
        capture.target_uri, page_key(capture.target_uri), urlkey_of(capture.target_uri),
        capture.warc_date, timestamp14_of(capture.warc_date), capture.status, capture.mime, detected,
        capture.payload_digest, read.payload_bytes, read.charset, read.content_sha256, read.content_bytes,
        width, height, capture.offset_bytes, capture.length_bytes, capture.offset_in_member_bytes,
        capture.refers_to_uri, capture.refers_to_date, None, _redirect_url(read), capture.truncated,
        capture.ip_address, capture.hop_path, capture.via, None,
    )  # fmt: skip


def _dimensions(payload: bytes) -> tuple[int | None, int | None]:
    try:
        width, height = imagesize.get(BytesIO(payload))
    except (ValueError, OSError, LookupError, ArithmeticError, TypeError, SyntaxError):
        # imagesize raises what its parsers meet in a damaged or hostile picture
        return None, None
    if width is None or int(width) <= 0 or int(height) <= 0:
        return None, None
    return int(width), int(height)


def _redirect_url(read: ReadCapture) -> str | None:
    capture = read.capture
    if capture.status not in _REDIRECTS:
        return None
    for name, value in capture.http_headers:
        if name.lower() == "location" and value.strip():
            try:
                # Servers send UTF-8 where only ASCII is allowed; header values came as Latin-1.
                written = value.strip().encode("latin-1").decode("utf-8", "replace")
                return urljoin(capture.target_uri, written)
            except ValueError:
                return None
    return None
