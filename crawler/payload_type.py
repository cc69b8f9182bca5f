"""The first bytes of a payload in, what they show it to be out: WARC-Identified-Payload-Type (WARC 1.1 section 5.19).

The field is for what an independent look at the payload tells, never for what the server said. Where the bytes show
nothing (plain text, styles, scripts have no signature) there is no field, and that too is an answer. The type is that
of what is left when the content codings are off, as Content-Type's is.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable

import brotli
import zstandard

from archive.media_types import detect_media_type
from archive.warc_digests import dechunk

__all__ = ["identified_type"]

_WIRE_BYTES = 8192
"""What is looked at of a body as it came; compressed, some 40 KB of text."""
_HEAD_BYTES = 2048
"""What is looked at of a payload."""
_DAMAGE = (OSError, EOFError, ValueError, zlib.error, brotli.error, zstandard.ZstdError)


def identified_type(body: Iterable[bytes], *, is_framed: bool, content_encoding: str | None) -> str | None:
    """The media type that the first bytes show; None where they show none, or cannot be unpacked.

    >>> identified_type([b"GIF89a..."], is_framed=False, content_encoding=None)
    'image/gif'
    """
    head = _first_bytes(dechunk(body) if is_framed else body)
    codings = [name.strip().lower() for name in (content_encoding or "").split(",") if name.strip()]
    if not head or len(codings) > 1:  # nobody honest codes twice
        return None
    try:
        for coding in codings:
            head = _decoded(head, coding)
    except _DAMAGE:
        return None
    return detect_media_type(head[:_HEAD_BYTES])


def _first_bytes(pieces: Iterable[bytes]) -> bytes:
    taken = b""
    for piece in pieces:
        taken += piece[: _WIRE_BYTES - len(taken)]
        if len(taken) >= _WIRE_BYTES:
            break
    return taken


def _decoded(head: bytes, coding: str) -> bytes:
    """The beginning of what a coding holds, bounded: a bomb may stand in the first kilobyte."""
    if coding in ("gzip", "x-gzip"):
        return zlib.decompressobj(31).decompress(head, _HEAD_BYTES)
    if coding == "deflate":
        try:
            return zlib.decompressobj(15).decompress(head, _HEAD_BYTES)
        except (
            zlib.error
        ):  # servers that leave out zlib's wrapper are as common as those that do not (RFC 9110 8.4.1.2)
            return zlib.decompressobj(-15).decompress(head, _HEAD_BYTES)
    if coding == "br":
        return bytes(brotli.Decompressor().process(head, output_buffer_limit=_HEAD_BYTES))
    if coding == "zstd":
        return zstandard.ZstdDecompressor().stream_reader(head).read(_HEAD_BYTES)
    if coding == "identity":
        return head
    raise ValueError(coding)
