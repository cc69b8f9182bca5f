"""Bytes of a record in, its digests out: SHA-1 in base 32, as every WARC tool writes it; transfer coding removed."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator

from archive.http_block import Dechunker

__all__ = ["dechunk", "digest_of", "is_chunked"]


def digest_of(pieces: Iterable[bytes]) -> str:
    """The SHA-1 of the pieces one after another, e.g. 'sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ'.

    >>> digest_of([b""])
    'sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ'
    """
    sha1 = hashlib.sha1(usedforsecurity=False)
    for piece in pieces:
        sha1.update(piece)
    return "sha1:" + base64.b32encode(sha1.digest()).decode("ascii")


def is_chunked(http_headers: Iterable[tuple[str, str]]) -> bool:
    """Whether the body of a response with these header lines came in chunks, as the reader decides it.

    >>> is_chunked([("transfer-encoding", "gzip, Chunked")])
    True
    """
    return any(name.lower() == "transfer-encoding" and "chunked" in value.lower() for name, value in http_headers)


def dechunk(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The body without its chunk framing and trailers (RFC 9112 section 7.1), in pieces, as the reader reads it.

    >>> b"".join(dechunk([b"3;x=y\\r\\nabc\\r\\n0\\r\\nTrailer: 1\\r\\n\\r\\n"]))
    b'abc'
    """
    dechunker = Dechunker()
    for piece in pieces:
        if part := dechunker.feed(piece):
            yield part
    if rest := dechunker.rest():
        yield rest
