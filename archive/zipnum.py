"""Sorted index lines in, a compressed index in blocks and the index of its blocks out (ZipNum, as pywb reads it).

A reader finds the block by the small file and fetches that range of the large one alone, so that an index of
millions of lines is looked up over HTTP without being loaded.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import BinaryIO

__all__ = ["read_blocks", "write_blocks"]

_LINES = 300
"""Lines of a block: about 20 KB compressed, which is one request's worth."""


def write_blocks(lines: Iterable[str], index: BinaryIO, *, filename: str) -> Iterator[str]:
    """Writes the lines to `index`, one gzip member a block, and gives the lines of the index of the blocks.

    `filename` is the name by which those refer to it.
    """
    yield f"!meta 0 {json.dumps({'format': 'cdxj-gzip-1.0', 'filename': filename})}"
    offset = 0
    remaining = iter(lines)
    while block := list(islice(remaining, _LINES)):
        data = gzip.compress("".join(f"{line}\n" for line in block).encode("ascii"), mtime=0)
        index.write(data)
        urlkey, timestamp, _ = block[0].split(" ", 2)
        place = {
            "offset": offset,
            "length": len(data),
            "digest": f"sha256:{hashlib.sha256(data).hexdigest()}",
            "filename": filename,
        }
        yield f"{urlkey} {timestamp} {json.dumps(place)}"
        offset += len(data)


def read_blocks(index: BinaryIO) -> Iterator[str]:
    """The lines of a compressed index, from its beginning."""
    with gzip.open(index, "rt", encoding="utf-8", newline="\n") as lines:
        for line in lines:
            yield line.rstrip("\n")
