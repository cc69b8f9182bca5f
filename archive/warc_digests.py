"""Bytes of a record in, its digests out: SHA-1 in base 32, as every WARC tool writes it; transfer coding removed."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator

__all__ = ["dechunk", "digest_of", "is_chunked"]

_LONGEST_SIZE_LINE = 4096
"""Bytes a chunk's size line may take; a longer one is damage, and reading stops there."""


def digest_of(pieces: Iterable[bytes | memoryview]) -> str:
    """The SHA-1 of the pieces one after another, e.g. 'sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ'.

    >>> digest_of([b""])
    'sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ'
    """
    sha1 = hashlib.sha1(usedforsecurity=False)
    for piece in pieces:
        sha1.update(piece)
    return "sha1:" + base64.b32encode(sha1.digest()).decode("ascii")


def is_chunked(http_headers: Iterable[tuple[str, str]]) -> bool:
    """Whether the last transfer coding of these header lines is chunked (RFC 9112 section 7.1).

    >>> is_chunked([("transfer-encoding", "gzip, Chunked")])
    True
    """
    codings = [
        part.strip().lower()
        for name, value in http_headers
        if name.lower() == "transfer-encoding"
        for part in value.split(",")
    ]
    return bool(codings) and codings[-1] == "chunked"


def dechunk(pieces: Iterable[bytes | memoryview]) -> Iterator[bytes]:
    """The body without its chunk framing and trailers (RFC 9112 section 7.1), in pieces.

    Where the framing is damaged or ends early, what could be read so far is all there is: a cut transfer is no error
    here, its record says WARC-Truncated.

    >>> b"".join(dechunk([b"3;x=y\\r\\nabc\\r\\n0\\r\\nTrailer: 1\\r\\n\\r\\n"]))
    b'abc'
    """
    buffer = b""
    missing = 0  # bytes still to come of the chunk being read
    for piece in pieces:
        buffer += bytes(piece)
        while buffer:
            if missing > 0:
                part = buffer[:missing]
                missing -= len(part)
                buffer = buffer[len(part) :]
                yield part
                if missing == 0:
                    missing = -1  # the line end after the chunk's data comes next
                continue
            line, ending, rest = buffer.partition(b"\n")
            if not ending:
                if len(buffer) > _LONGEST_SIZE_LINE:
                    return
                break
            if missing == -1:
                if line.strip():
                    return
                missing = 0
                buffer = rest
                continue
            size = _chunk_size(line)
            if not size:
                return
            missing = size
            buffer = rest


def _chunk_size(line: bytes) -> int:
    """The size a chunk's first line states; 0 for the last chunk, and for a line that states none."""
    digits = line.partition(b";")[0].strip()
    if not digits or digits.strip(b"0123456789abcdefABCDEF"):
        return 0
    return int(digits, 16)
