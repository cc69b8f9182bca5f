"""A record's bytes in, one gzip member out (WARC 1.1 annex A); a member in, its record out."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator
from itertools import pairwise

__all__ = ["gzip_member", "stored_member"]

_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
"""Deflate, no name, no time (the same record gives the same bytes), operating system not stated (RFC 1952)."""

_LONGEST_STORED_BLOCK = 65_535


def gzip_member(pieces: Iterable[bytes], *, level: int) -> Iterator[bytes]:
    """The pieces as one gzip member, deflated at `level`."""
    deflate = zlib.compressobj(level, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    for piece in pieces:
        if part := deflate.compress(piece):
            yield part
    yield deflate.flush()


def stored_member(head: bytes, pieces: Iterable[bytes], *, level: int) -> Iterator[bytes]:
    """A gzip member with `head` deflated and the rest stored as it is (RFC 1951 section 3.2.4).

    Deflating what a server has already compressed takes most of a capture's time and gains nothing; this member is as
    valid as any other and costs one checksum.
    """
    deflate = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    yield _HEADER + deflate.compress(head) + deflate.flush(zlib.Z_SYNC_FLUSH)
    checksum, size = zlib.crc32(head), len(head)
    for piece in pieces:
        checksum = zlib.crc32(piece, checksum)
        size += len(piece)
        for start, end in _spans(len(piece)):
            yield struct.pack("<BHH", 0, end - start, 0xFFFF ^ (end - start)) + piece[start:end]
    yield b"\x03\x00" + struct.pack("<II", checksum, size & 0xFFFFFFFF)  # an empty last block, then the trailer


def _spans(length: int) -> Iterator[tuple[int, int]]:
    """(start, end) of the stored blocks that `length` bytes take."""
    return pairwise([*range(0, length, _LONGEST_STORED_BLOCK), length])
