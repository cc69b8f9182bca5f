"""Members of any size and kind, and what stands between them: every whole record is found."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from archive.errors import NotAWarc
from archive.warc_payload import read_captures, read_payload
from archive.warc_reader import Damage

MakeWarc = Callable[..., Path]
PAGES = [(f"http://example.com/{n}", f"<html><p>Page {n}</p>".encode() * (n + 40)) for n in range(5)]
URLS = [url for url, _ in PAGES]


@pytest.fixture
def records(tmp_path: Path, make_warc: MakeWarc) -> list[bytes]:
    """Five records, none compressed."""
    whole = make_warc(tmp_path / "plain.warc", PAGES, gzip=False).read_bytes()
    return [b"WARC/1.1\r\nWARC-Type: response" + part for part in whole.split(b"WARC/1.1\r\nWARC-Type: response")[1:]]


def skippable(content: bytes, number: int = 0) -> bytes:
    """A zstd frame without use for the data (RFC 8878 section 3.1.2)."""
    return bytes([0x50 + number]) + b"\x2a\x4d\x18" + len(content).to_bytes(4, "little") + content


def pieces(data: bytes, size: int) -> list[bytes]:
    return [data[start : start + size] for start in range(0, len(data), size)]


WHOLE_FORMS: dict[str, Callable[[list[bytes]], bytes]] = {
    "members of one size": lambda r: b"".join(gzip.compress(piece) for piece in pieces(b"".join(r), 333)),
    "two halves": lambda r: b"".join(gzip.compress(piece) for piece in pieces(b"".join(r), 4000)),
    "header and block apart": lambda r: b"".join(gzip.compress(x[:150]) + gzip.compress(x[150:]) for x in r),
    "first line cut": lambda r: b"".join(gzip.compress(x[:4]) + gzip.compress(x[4:]) for x in r),
    "empty members": lambda r: b"".join(
        gzip.compress(x[:500]) + gzip.compress(b"") + gzip.compress(x[500:]) for x in r
    ),
    "line ends apart": lambda r: b"".join(gzip.compress(x[:-4]) + gzip.compress(x[-4:]) for x in r),
    "zstd frames of one size": lambda r: b"".join(
        skippable(b"1234") + zstandard.compress(piece) for piece in pieces(b"".join(r), 700)
    ),
    "zstd with a skippable frame first": lambda r: skippable(b"x") + b"".join(map(zstandard.compress, r)),
    "a mark of byte order first": lambda r: b"\xef\xbb\xbf" + b"".join(r),
    "a later version": lambda r: b"".join(r).replace(b"WARC/1.1\r\n", b"WARC/1.2\r\n"),
}


@pytest.mark.parametrize("form", WHOLE_FORMS)
def test_records_are_read_however_the_file_is_cut_and_found_again(
    records: list[bytes], tmp_path: Path, form: str
) -> None:
    path = tmp_path / "x.warc"
    path.write_bytes(WHOLE_FORMS[form](records))
    damages: list[Damage] = []
    captures = [read.capture for read in read_captures(path, damages=damages)]
    assert damages == []
    assert [capture.target_uri for capture in captures] == URLS
    for capture, (_, payload) in zip(captures, PAGES, strict=True):
        assert read_payload(path, capture.offset_bytes, capture.offset_in_member_bytes) == payload


def with_shorter_block(record: bytes) -> bytes:
    return record[:-300]


def with_one_bit_changed(member: bytes) -> bytes:
    return member[:-7] + bytes([member[-7] ^ 1]) + member[-6:]


DAMAGED_FORMS: dict[str, tuple[Callable[[list[bytes]], bytes], list[int]]] = {
    "words without a line end": (lambda r: b"".join(r[:2]) + b"no line end" + b"".join(r[2:]), []),
    "zero bytes": (lambda r: b"".join(r[:2]) + bytes(999) + b"".join(r[2:]), []),
    "words between members": (lambda r: b"hello".join(map(gzip.compress, r)), []),
    "a line first": (lambda r: b"a line\n" + b"".join(r), []),
    "the first member": (
        lambda r: b"".join([with_one_bit_changed(gzip.compress(r[0])), *map(gzip.compress, r[1:])]),
        [0],
    ),
    "a block shorter than it says": (
        lambda r: b"".join(map(gzip.compress, [*r[:2], with_shorter_block(r[2]), *r[3:]])),
        [2],
    ),
}


@pytest.mark.parametrize("form", DAMAGED_FORMS)
def test_damage_costs_no_record_that_is_whole(records: list[bytes], tmp_path: Path, form: str) -> None:
    make, lost = DAMAGED_FORMS[form]
    path = tmp_path / "x.warc"
    path.write_bytes(make(records))
    damages: list[Damage] = []
    urls = [read.capture.target_uri for read in read_captures(path, damages=damages)]
    assert urls == [url for number, url in enumerate(URLS) if number not in lost]
    assert {damage.code for damage in damages} == {"warc.damaged"}


def test_the_first_record_is_not_looked_for_without_end(tmp_path: Path, records: list[bytes]) -> None:
    path = tmp_path / "x.warc"
    path.write_bytes((b"x" * 99 + b"\n") * 170_000 + b"".join(records))
    with pytest.raises(NotAWarc):
        list(read_captures(path, damages=[]))


@pytest.mark.parametrize("is_plain_first", [True, False])
def test_files_of_two_kinds_put_together_can_be_parted_as_is_told(
    records: list[bytes], tmp_path: Path, is_plain_first: bool
) -> None:
    plain, packed = b"".join(records[:2]), b"".join(map(gzip.compress, records[2:]))
    first, second = (plain, packed) if is_plain_first else (packed, plain)
    path = tmp_path / "x.warc"
    path.write_bytes(first + second)
    damages: list[Damage] = []
    list(read_captures(path, damages=damages))
    assert [damage.offset_bytes for damage in damages] == [len(first)]
    assert f"'tail -c +{len(first) + 1}'" in damages[0].next_step
