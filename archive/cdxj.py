"""WARC files in, the lines of their CDXJ index out, and back again.

A line is `urlkey timestamp14 JSON`, the JSON's values all strings, in the order cdxj-indexer writes them; an index is
sorted as bytes, which is what pywb and wabac.js search by. Responses, revisits and resources have a line each.
"""

from __future__ import annotations

import heapq
import json
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import IO

from archive.errors import BadRecord
from archive.model import Capture
from archive.urlkeys import urlkey_of
from archive.warc_payload import read_captures
from archive.warc_places import WarcFile
from archive.warc_reader import Damage

__all__ = ["IndexEntry", "cdxj_line", "index_file", "index_files", "read_line", "timestamp14"]


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """One line of an index."""

    urlkey: str
    timestamp14: str
    url: str
    filename: str
    offset_bytes: int
    length_bytes: int
    digest: str | None = None
    status: int | None = None
    mime: str | None = None


def timestamp14(warc_date: str) -> str:
    """YYYYMMDDhhmmss of an ISO 8601 time in UTC; a date without a time is its midnight.

    >>> timestamp14("2014-02-26T16:32:07.123Z"), timestamp14("2014-02")
    ('20140226163207', '20140201000000')
    """
    digits = "".join(character for character in warc_date.partition(".")[0] if character.isdigit())[:14]
    return digits + "00000101000000"[len(digits) :]


def cdxj_line(capture: Capture) -> str:
    """The index line of a capture, without its end."""
    fields: dict[str, str] = {"url": capture.target_uri}
    # the media type of a revisit tells its kind, as in every CDX since the first
    mime = "warc/revisit" if capture.record_type == "revisit" else capture.mime
    if mime:
        fields["mime"] = mime
    if capture.status is not None:
        fields["status"] = str(capture.status)
    if capture.payload_digest:
        fields["digest"] = capture.payload_digest
    fields |= {
        "length": str(capture.length_bytes),
        "offset": str(capture.offset_bytes),
        "filename": capture.filename,
    }
    return f"{urlkey_of(capture.target_uri)} {timestamp14(capture.warc_date)} {json.dumps(fields)}"


def read_line(line: str) -> IndexEntry:
    """The entry of an index line; BadRecord when it is none."""
    try:
        urlkey, timestamp, text = line.rstrip("\n").split(" ", 2)
        fields = json.loads(text)
        status = str(fields.get("status", ""))
        return IndexEntry(
            urlkey=urlkey,
            timestamp14=timestamp,
            url=str(fields["url"]),
            filename=str(fields["filename"]),
            offset_bytes=int(fields["offset"]),
            length_bytes=int(fields.get("length", 0)),
            digest=fields.get("digest"),
            status=int(status) if status.isdecimal() else None,
            mime=fields.get("mime"),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise BadRecord(f"The index has a line that cannot be read: {line[:120]!r}") from error


def index_file(path: WarcFile, *, damages: list[Damage] | None = None) -> Iterator[str]:
    """The index lines of one WARC file, in its order.

    A record that shares its compressed member with others cannot be found by its offset and has no line.
    """
    for read in read_captures(path, damages=damages):
        if read.capture.offset_in_member_bytes == 0:
            yield cdxj_line(read.capture)


def index_files(paths: Iterable[WarcFile], *, damages: list[tuple[str, Damage]] | None = None) -> Iterator[str]:
    """The index lines of all files, sorted as bytes; memory is that of the largest file's index.

    What is damaged is told to `damages` with the name of its file; without that list it is raised.
    """
    with ExitStack() as stack:
        runs = []
        for path in sorted(paths, key=lambda warc: warc.name):
            run = stack.enter_context(tempfile.TemporaryFile("w+", encoding="ascii", newline="\n"))
            found: list[Damage] | None = None if damages is None else []
            run.writelines(f"{line}\n" for line in sorted(index_file(path, damages=found)))
            if damages is not None:
                damages.extend((path.name, damage) for damage in found or ())
            run.seek(0)
            runs.append(_lines(run))
        yield from heapq.merge(*runs)


def _lines(run: IO[str]) -> Iterator[str]:
    return (line.rstrip("\n") for line in run)
