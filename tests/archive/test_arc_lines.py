"""ARC files of either version are read like WARC files."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.warc_payload import read_captures
from archive.warc_reader import Damage

_HTTP = b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Page %d</p>"


def _version_1(number: int, name: bytes = b"http://example.com/%d") -> bytes:
    http = _HTTP % number
    return b"%s 192.0.2.7 20010203040506 text/html %d\n%s\n" % (name % number, len(http), http)


def _version_2(number: int, name: bytes = b"http://example.com/%d") -> bytes:
    http = _HTTP % number
    line = b"%s 192.0.2.7 20010203040506 text/html 200 AB12 - 17 x.arc %d\n"
    return line % (name % number, len(http)) + http + b"\n"


def _first(fields: bytes, names: bytes) -> bytes:
    block = names + b"\n"
    return b"filedesc://x.arc 0.0.0.0 20010203040506 text/plain%s %d\n%s\n" % (fields, len(block), block)


FIRST = {
    _version_1: _first(b"", b"1 0 Example\nURL IP-address Archive-date Content-type Archive-length"),
    _version_2: _first(
        b" 200 - - 0 x.arc",
        b"2 0 Example\nURL IP-address Archive-date Content-type Result-code Checksum Location Offset Filename"
        b" Archive-length",
    ),
}


@pytest.mark.parametrize("make", [_version_1, _version_2])
@pytest.mark.parametrize("compresses", [True, False])
def test_both_versions_give_address_date_and_payload(
    tmp_path: Path, make: Callable[[int], bytes], compresses: bool
) -> None:
    records = [FIRST[make], *map(make, range(3))]
    path = tmp_path / "x.arc"
    path.write_bytes(b"".join(map(gzip.compress, records) if compresses else records))
    read = list(read_captures(path))
    assert [one.capture.target_uri for one in read] == [f"http://example.com/{n}" for n in range(3)]
    assert {(one.capture.warc_date, one.capture.ip_address) for one in read} == {("2001-02-03T04:05:06Z", "192.0.2.7")}
    assert [one.payload for one in read] == [b"<p>Page %d</p>" % n for n in range(3)]


def test_an_address_with_spaces_is_one_address(tmp_path: Path) -> None:
    path = tmp_path / "x.arc"
    path.write_bytes(_version_1(1, b"http://example.com/a b/%d"))
    (read,) = read_captures(path)
    assert read.capture.target_uri == "http://example.com/a%20b/1"


@pytest.mark.parametrize("compresses", [True, False])
def test_damage_costs_one_record_and_not_the_rest_of_the_file(tmp_path: Path, compresses: bool) -> None:
    records = [FIRST[_version_1], *map(_version_1, range(5))]
    if compresses:
        records = [gzip.compress(record) for record in records]
        records[3] = records[3][:30] + b"\xff" * 20 + records[3][50:]
    else:
        records[3] = b"nothing that is known\n"
    path = tmp_path / "x.arc"
    path.write_bytes(b"".join(records))
    damages: list[Damage] = []
    urls = [read.capture.target_uri for read in read_captures(path, damages=damages)]
    assert urls == [f"http://example.com/{n}" for n in (0, 1, 3, 4)]
    assert [damage.code for damage in damages] == ["warc.damaged"]
