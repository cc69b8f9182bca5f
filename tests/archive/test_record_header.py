"""A record's header lines are read alike whether they are all at hand, and whatever wrote them."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import BadRecord
from archive.record_header import RecordHeader, read_record_header
from archive.warc_streams import MemberStream

LINES = st.lists(st.text(alphabet="Ab:é \t\r\n-<\x85", max_size=12).map(str.encode) | st.binary(max_size=6), max_size=6)


class Trickle(BytesIO):
    """A file that gives a byte at a time."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(1, -1 if size is None else size)) if size != -1 else super().read()


def read(data: bytes, *, is_trickling: bool = False, longest: int = 1000) -> tuple[RecordHeader, bytes]:
    """(the header, what follows it)"""
    raw = Trickle(data) if is_trickling else BytesIO(data)
    stream = MemberStream(raw, "none")
    assert stream.readline() == b"WARC/1.1\r\n"
    header = read_record_header(stream, longest_bytes=longest)
    rest = b""
    while part := stream.read(100):
        rest += part
    return header, rest


def test_fields_keep_order_case_and_repeats() -> None:
    header, rest = read(b"WARC/1.1\r\nWARC-Type: response\r\nX: 1\r\nx:2 \r\n\r\nblock\r\n\r\n")
    assert header == RecordHeader((("WARC-Type", "response"), ("X", "1"), ("x", "2")), True)
    assert rest == b"block\r\n\r\n"


def test_folded_lines_are_part_of_the_value_before_them() -> None:
    header, _ = read(b"WARC/1.1\r\nA: one\r\n two\r\nno field\r\n three\r\nB: four\r\n\r\n")
    assert header.fields == (("A", "one two"), ("B", "four"))


def test_bare_line_feeds_end_lines_and_headers() -> None:
    header, rest = read(b"WARC/1.1\r\nA: one\nB: two\n\nblock\r\n\r\nmore")
    assert header == RecordHeader((("A", "one"), ("B", "two")), True)
    assert rest == b"block\r\n\r\nmore"


def test_what_is_no_utf_8_is_latin_1_in_its_line_alone() -> None:
    header, _ = read("WARC/1.1\r\nA: é\r\n".encode() + b"B: \xe9\r\n\r\n")
    assert header.fields == (("A", "é"), ("B", "é"))


def test_a_header_that_the_file_ends_in_is_not_whole() -> None:
    assert not read(b"WARC/1.1\r\nA: one\r\nB: tw")[0].is_whole
    assert not read(b"WARC/1.1\r\nA: one\r\n")[0].is_whole


def test_a_header_over_the_bound_is_refused() -> None:
    with pytest.raises(BadRecord, match="too long"):
        read(b"WARC/1.1\r\nA: " + b"x" * 500 + b"\r\n\r\n", longest=100)


@given(LINES)
def test_lines_at_hand_and_lines_one_by_one_give_the_same(lines: list[bytes]) -> None:
    data = b"WARC/1.1\r\n" + b"\r\n".join(lines) + b"\r\n\r\nblock\r\n\r\n"
    assert read(data) == read(data, is_trickling=True)
