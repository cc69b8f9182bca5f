"""The line that begins an ARC record in, its fields under their WARC names out."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["ARC_LINE", "ArcLine", "read_arc_line"]

ARC_LINE = (
    rb"(?P<uri>[A-Za-z][A-Za-z0-9+.-]{1,15}:[^\r\n]*?) (?P<ip>\d{1,3}(?:\.\d{1,3}){3}) (?P<date>\d{8,14})"
    rb" (?P<type>[^\r\n]*?) ?(?P<length>\d+)[ \t]*\r?\n"
)
"""URL, IP address, date and content type, and the length last; version 2 has status, checksum, location, offset and
file name between those two (archive.org, "Arc File Format", sections 2 and 3). Old writers let a URL have spaces."""

_LINE = re.compile(ARC_LINE)


@dataclass(frozen=True, slots=True)
class ArcLine:
    """What an ARC record says of itself."""

    record_type: str
    """As WARC would call it: warcinfo for the record that begins a file, else response."""
    headers: tuple[tuple[str, str], ...]
    length_bytes: int


def read_arc_line(line: bytes) -> ArcLine | None:
    """The record that begins with this line; None when none does.

    >>> read_arc_line(b"http://a.example/ 192.0.2.1 20010203040506 text/html 200 AB - 17 x.arc 99\\n").headers[1:3]
    (('WARC-Date', '2001-02-03T04:05:06Z'), ('Content-Type', 'text/html'))
    """
    found = _LINE.fullmatch(line)
    if found is None:
        return None
    uri, address, digits, media = (found[name].decode("utf-8", "replace") for name in ("uri", "ip", "date", "type"))
    digits = digits.ljust(14, "0")
    date = f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}T{digits[8:10]}:{digits[10:12]}:{digits[12:]}Z"
    headers = [("WARC-Target-URI", uri), ("WARC-Date", date), ("Content-Type", media.partition(" ")[0])]
    if address != "0.0.0.0":  # noqa: S104 - how old writers say that they do not know
        headers.append(("WARC-IP-Address", address))
    return ArcLine("warcinfo" if uri.startswith("filedesc:") else "response", tuple(headers), int(found["length"]))
