"""The WARC reader reads files of any origin, up to their tears, and never without bound."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Literal

import brotli
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.errors import BadRecord, NotAWarc, OldfaceError, TruncatedRecord
from archive.warc_payload import ReadCapture, read_captures, read_payload
from archive.warc_reader import Damage, ReaderLimits, find_warc, iterate_records

PAGES = [(f"http://example.com/{n}", f"<html><p>Page {n}</p>".encode() * (n + 1)) for n in range(5)]


@pytest.fixture
def warc(tmp_path: Path, make_warc: Callable[..., Path]) -> Path:
    return make_warc(tmp_path / "five.warc.gz", PAGES)


def plain_bytes(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes())


def pages_in(path: Path) -> list[tuple[str, bytes]]:
    return [(read.capture.target_uri, read.payload) for read in read_captures(path)]


def record(headers: str, block: bytes, *, version: str = "WARC/1.0") -> bytes:
    return f"{version}\r\n{headers}Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"


def response(http: bytes, *, uri: str = "http://example.com/") -> bytes:
    return record(
        f"WARC-Type: response\r\nWARC-Target-URI: {uri}\r\nWARC-Date: 2014-01-02T03:04:05Z\r\n"
        "WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: application/http; msgtype=response\r\n",
        http,
    )


def one(path: Path, data: bytes, *, limits: ReaderLimits | None = None) -> ReadCapture:
    path.write_bytes(data)
    (read,) = read_captures(path, limits=limits)
    return read


def test_a_file_with_one_gzip_member_a_record_is_read(warc: Path) -> None:
    assert pages_in(warc) == PAGES


class Dripping(BytesIO):
    """A file that gives few bytes at a time, as any may: where a piece ends is nothing that a record knows of."""

    name = "dripping.warc.gz"

    def __init__(self, data: bytes, step: int) -> None:
        super().__init__(data)
        self._step = step

    def read(self, size: int | None = -1) -> bytes:
        return super().read(self._step if size is None or size < 0 else min(size, self._step))

    def open(self, _: Literal["rb"], /) -> BinaryIO:
        return self


@pytest.mark.parametrize("step", [8, 9, 10, 11, 12, 13, 16, 23, 40, 64, 100, 1000])
@pytest.mark.parametrize("content_type", ["application/http; msgtype=response", "text/html"])
def test_where_a_piece_of_the_file_ends_changes_nothing(step: int, content_type: str) -> None:
    heads = (b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 404 Gone\r\nContent-Type: text/html; charset=utf-8\r\n\r\n")
    blocks = [head + b"<p>%d</p>" % n * (n % 5) for n in range(40) for head in heads]
    data = b"".join(
        gzip.compress(
            response(block, uri=f"http://example.com/{n}").replace(
                b"application/http; msgtype=response", content_type.encode()
            )
        )
        for n, block in enumerate(blocks)
    )
    reads = list(read_captures(Dripping(data, step)))
    assert [read.capture.status for read in reads] == [200, 404] * 40
    assert [read.payload for read in reads] == [block.partition(b"\r\n\r\n")[2] for block in blocks]
    assert reads == list(read_captures(Dripping(data, len(data))))


def test_an_uncompressed_file_is_read(warc: Path) -> None:
    plain = warc.with_name("plain.warc")
    plain.write_bytes(plain_bytes(warc))
    assert pages_in(plain) == PAGES


def test_a_file_compressed_as_a_whole_is_read_and_its_records_found_again(warc: Path) -> None:
    whole = warc.with_name("whole.warc.gz")
    whole.write_bytes(gzip.compress(plain_bytes(warc)))
    captures = [read.capture for read in read_captures(whole)]
    assert [c.target_uri for c in captures] == [url for url, _ in PAGES]
    last = captures[-1]
    assert last.offset_in_member_bytes > 0
    assert read_payload(whole, last.offset_bytes, last.offset_in_member_bytes) == PAGES[-1][1]


@pytest.mark.parametrize("with_dictionary", [False, True])
def test_a_zstd_file_is_read(warc: Path, with_dictionary: bool) -> None:
    records = [gzip.compress(b"")] and list(split_members(warc))
    head, dictionary = b"", None
    if with_dictionary:
        dictionary = zstandard.ZstdCompressionDict(b"WARC/1.1\r\nWARC-Type: response\r\n" * 40)
        content = dictionary.as_bytes()
        head = b"\x5d\x2a\x4d\x18" + len(content).to_bytes(4, "little") + content
    compressor = zstandard.ZstdCompressor(dict_data=dictionary)
    path = warc.with_name("five.warc.zst")
    path.write_bytes(head + b"".join(compressor.compress(data) for data in records))
    assert pages_in(path) == PAGES
    captures = [read.capture for read in read_captures(path)]
    assert read_payload(path, captures[3].offset_bytes) == PAGES[3][1]


def split_members(path: Path) -> Iterator[bytes]:
    data = path.read_bytes()
    while data:
        decoder = zlib.decompressobj(31)
        yield decoder.decompress(data)
        data = decoder.unused_data


def test_an_arc_file_is_read(tmp_path: Path) -> None:
    http = b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Old</p>"
    head = b"1 0 Alexa Internet\nURL IP-address Archive-date Content-type Archive-length\n"
    path = tmp_path / "old.arc"
    path.write_bytes(
        b"filedesc://old.arc 0.0.0.0 20050102030405 text/plain %d\n" % len(head)
        + head
        + b"\nhttp://example.com/ 10.0.0.1 20050102030406 text/html %d\n" % len(http)
        + http
        + b"\n"
    )
    (read,) = read_captures(path)
    capture = read.capture
    assert (capture.target_uri, capture.warc_date, capture.status) == (
        "http://example.com/",
        "2005-01-02T03:04:06Z",
        200,
    )
    assert (read.payload, capture.ip_address) == (b"<p>Old</p>", "10.0.0.1")
    assert capture.record_id.startswith("urn:sha256:")


def test_every_record_is_found_again_at_its_offset(warc: Path) -> None:
    for read in read_captures(warc):
        assert read_payload(warc, read.capture.offset_bytes) == read.payload


def test_offsets_and_lengths_cover_the_file(warc: Path) -> None:
    captures = [read.capture for read in read_captures(warc)]
    ends = [c.offset_bytes + c.length_bytes for c in captures]
    assert [0, *ends[:-1]] == [c.offset_bytes for c in captures]
    assert ends[-1] == warc.stat().st_size


@pytest.mark.parametrize("name", ["torn.warc.gz", "torn.warc"])
def test_a_torn_file_is_read_up_to_the_tear(warc: Path, name: str) -> None:
    data = warc.read_bytes() if name.endswith("gz") else plain_bytes(warc)
    torn = warc.with_name(name)
    torn.write_bytes(data[:-20])
    damages: list[Damage] = []
    assert len(list(read_captures(torn, damages=damages))) == len(PAGES) - 1
    assert [damage.code for damage in damages] == ["warc.torn"]
    with pytest.raises(TruncatedRecord, match=r"torn\.warc"):
        list(read_captures(torn))


def test_a_file_cut_anywhere_gives_the_records_before_the_cut(warc: Path) -> None:
    data = warc.read_bytes()
    starts = [read.capture.offset_bytes for read in read_captures(warc)]
    cut = warc.with_name("cut.warc.gz")
    for size in range(12, len(data), 7):
        cut.write_bytes(data[:size])
        damages: list[Damage] = []
        whole = list(read_captures(cut, damages=damages))
        assert len(whole) == sum(end <= size for end in [*starts[1:], len(data)])


def test_damage_in_the_middle_costs_one_record(warc: Path) -> None:
    starts = [read.capture.offset_bytes for read in read_captures(warc)]
    data = bytearray(warc.read_bytes())
    data[starts[2] + 30 : starts[2] + 60] = b"\xff" * 30
    broken = warc.with_name("broken.warc.gz")
    broken.write_bytes(bytes(data))
    damages: list[Damage] = []
    urls = [read.capture.target_uri for read in read_captures(broken, damages=damages)]
    assert urls == [url for number, (url, _) in enumerate(PAGES) if number != 2]
    assert [(d.code, d.offset_bytes) for d in damages] == [("warc.damaged", starts[2])]


def test_a_wrong_content_length_costs_no_more_than_its_record(tmp_path: Path) -> None:
    good = response(b"HTTP/1.1 200 OK\r\n\r\nhello")
    bad = good.replace(b"Content-Length: 24", b"Content-Length: 9999999")
    path = tmp_path / "lies.warc"
    path.write_bytes(good + bad.replace(b"9999999", b"-5") + good)
    damages: list[Damage] = []
    assert len(list(read_captures(path, damages=damages))) == 2
    assert [damage.code for damage in damages] == ["warc.damaged"]


@pytest.mark.parametrize(
    "data", [b"<!DOCTYPE html><p>no", b"\x00" * 4000, b"%PDF-1.4\n", gzip.compress(b"text\n" * 9, mtime=0)]
)
def test_what_is_no_warc_is_refused_with_a_next_step(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "page.warc.gz"
    path.write_bytes(data)
    with pytest.raises(NotAWarc) as refused:
        list(read_captures(path, damages=[]))
    assert ".warc.gz" in refused.value.next_step


def test_an_empty_file_has_no_captures(tmp_path: Path) -> None:
    (tmp_path / "empty.warc.gz").touch()
    assert list(read_captures(tmp_path / "empty.warc.gz")) == []


def test_angle_brackets_of_old_wget_are_stripped(tmp_path: Path) -> None:
    read = one(tmp_path / "w.warc", response(b"HTTP/1.1 200 OK\r\n\r\nhi", uri="<http://example.com/a>"))
    assert read.capture.target_uri == "http://example.com/a"


def test_repeated_and_folded_headers_stay(tmp_path: Path) -> None:
    http = b"HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nX-Long: one\r\n two\r\nX-Latin: \xe9\r\n\r\n"
    assert one(tmp_path / "h.warc", response(http)).capture.http_headers == (
        ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"), ("X-Long", "one two"), ("X-Latin", "é"),
    )  # fmt: skip


def chunked(data: bytes, size: int) -> bytes:
    parts = [data[n : n + size] for n in range(0, len(data), size)]
    return b"".join(b"%x;ext=1\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\nTrailer: x\r\n\r\n"


@pytest.mark.parametrize(
    ("coding", "encode"),
    [
        ("gzip", gzip.compress),
        ("x-gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda data: zlib.compress(data)[2:-4]),
        ("br", brotli.compress),
        ("zstd", zstandard.ZstdCompressor().compress),
        ("br, gzip", lambda data: gzip.compress(brotli.compress(data))),
        ("gzip", lambda data: data),
        ("identity", lambda data: data),
    ],
)
@pytest.mark.parametrize("chunk", [None, 1, 7, 4096])
def test_codings_are_removed(tmp_path: Path, coding: str, encode: Callable[[bytes], bytes], chunk: int | None) -> None:
    content = b"<html><body>" + b"The quick brown fox. " * 500
    body = encode(content)
    transfer = b"Transfer-Encoding: chunked\r\n" if chunk else b""
    http = b"HTTP/1.1 200 OK\r\nContent-Encoding: " + coding.encode() + b"\r\n" + transfer + b"\r\n"
    read = one(tmp_path / "c.warc", response(http + (chunked(body, chunk) if chunk else body)))
    assert read.payload == content
    assert (read.payload_bytes, read.content_bytes) == (len(body), len(content))


def test_a_body_that_only_claims_to_be_chunked_is_kept(tmp_path: Path) -> None:
    http = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n<html>not chunked</html>"
    assert one(tmp_path / "c.warc", response(http)).payload == b"<html>not chunked</html>"


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd", "deflate", "gzip, gzip", "identity, br"])
@pytest.mark.parametrize("body", [b"<p>It was removed before it was stored.</p>" * 9, b"<p>Short"])
def test_a_body_that_only_claims_a_coding_is_kept(tmp_path: Path, coding: str, body: bytes) -> None:
    if body == b"<p>Short" and coding != "gzip":
        body *= 2  # eight bytes are too few to tell what has no mark of its own
    read = one(
        tmp_path / "n.warc", response(b"HTTP/1.1 200 OK\r\nContent-Encoding: %s\r\n\r\n" % coding.encode() + body)
    )
    assert (read.payload, read.damages) == (body, ())


def test_codings_of_several_lines_are_all_removed(tmp_path: Path) -> None:
    http = b"HTTP/1.1 200 OK\r\nContent-Encoding: identity\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(b"hello")
    assert one(tmp_path / "n.warc", response(http)).payload == b"hello"


def test_a_segment_is_told_of(tmp_path: Path) -> None:
    data = response(b"HTTP/1.1 200 OK\r\n\r\nhel").replace(b"WARC-Type", b"WARC-Segment-Number: 1\r\nWARC-Type")
    assert [damage.code for damage in one(tmp_path / "n.warc", data).damages] == ["record.segmented"]


def test_the_digest_is_of_the_payload_without_transfer_coding(tmp_path: Path) -> None:
    plain = one(tmp_path / "a.warc", response(b"HTTP/1.1 200 OK\r\n\r\nsame"))
    framed = one(
        tmp_path / "b.warc", response(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nsame\r\n0\r\n\r\n")
    )
    assert plain.capture.payload_digest == framed.capture.payload_digest


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
def test_a_bomb_is_left_at_the_bound(tmp_path: Path, coding: str) -> None:
    zeros = bytes(50_000_000)
    encode = {"gzip": gzip.compress, "br": brotli.compress, "zstd": zstandard.ZstdCompressor().compress}[coding]
    http = b"HTTP/1.1 200 OK\r\nContent-Encoding: " + coding.encode() + b"\r\n\r\n" + encode(zeros)
    limits = ReaderLimits(longest_decoded_bytes=1_000_000, longest_kept_bytes=10_000)
    read = one(tmp_path / "b.warc", response(http), limits=limits)
    assert not read.is_whole
    assert [damage.code for damage in read.damages] == ["payload.bomb"]
    assert read.content_sha256 is None


def test_a_coding_that_breaks_off_gives_what_came_before(tmp_path: Path) -> None:
    body = gzip.compress(b"x" * 1000 + bytes(range(256)) * 40)[:-300]
    read = one(tmp_path / "b.warc", response(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + body))
    assert read.payload.startswith(b"x" * 1000)


def test_endless_header_lines_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "h.warc"
    path.write_bytes(response(b"HTTP/1.1 200 OK\r\n\r\n") + b"WARC/1.0\r\n" + b"X: y\r\n" * 400_000)
    damages: list[Damage] = []
    assert len(list(read_captures(path, damages=damages))) == 1
    assert damages


def test_a_file_still_open_is_found_by_its_final_name(tmp_path: Path, warc: Path) -> None:
    still_open = warc.rename(warc.with_name("five.warc.gz.open"))
    assert find_warc(tmp_path, "five.warc.gz") == still_open
    assert {read.capture.filename for read in read_captures(still_open)} == {"five.warc.gz"}


def test_reading_can_begin_at_any_record(warc: Path) -> None:
    third = list(read_captures(warc))[2].capture.offset_bytes
    assert [read.capture.target_uri for read in read_captures(warc, start=third)] == [url for url, _ in PAGES[2:]]


def test_there_is_no_record_past_the_end(warc: Path) -> None:
    with pytest.raises(BadRecord, match="no record"):
        read_payload(warc, warc.stat().st_size)


@settings(max_examples=150, deadline=None)
@given(data=st.binary(max_size=400), is_gzip=st.booleans(), after=st.booleans())
def test_no_bytes_raise_anything_but_our_errors(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, is_gzip: bool, after: bool
) -> None:
    start = response(b"HTTP/1.1 200 OK\r\n\r\nhi") if after else b""
    whole = start + (b"WARC/1.0\r\n" if after else b"") + data
    path = tmp_path_factory.mktemp("fuzz") / "f.warc"
    path.write_bytes(gzip.compress(whole) if is_gzip else whole)
    try:
        with closing(iterate_records(path, damages=[])) as records:
            for found in records:
                found.header("warc-type")
    except OldfaceError:
        pass
