"""Records go into the file whole or not at all, and other people's readers find them."""

from __future__ import annotations

import gzip
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator as WarcioIterator

from archive.errors import ArchiveInUse, DiskFull
from archive.warc_digests import dechunk, digest_of, is_chunked
from archive.warc_gzip import gzip_member, stored_member
from archive.warc_recovery import cut_torn_tail, whole_members
from archive.warc_writer import WarcRecord, WarcWriter, WriterOptions, warc_date, warc_fields

AT = datetime(2016, 3, 1, 12, 30, 5, 123456, tzinfo=UTC)


def warcinfo(filename: str, date: str) -> WarcRecord:
    return WarcRecord(
        "warcinfo", f"urn:uuid:info-{filename}", date, "application/warc-fields", [b"a: b\r\n"],
        (("WARC-Filename", filename),),
    )  # fmt: skip


def resource(number: int, block: list[bytes], *, is_compressed: bool = False) -> WarcRecord:
    fields = (("WARC-Target-URI", f"urn:x:{number}"),)
    return WarcRecord("resource", f"urn:uuid:{number}", warc_date(AT), "text/plain", block, fields, is_compressed)


def write(folder: Path, blocks: list[list[bytes]], *, is_compressed: bool = False) -> Path:
    with WarcWriter(folder, warcinfo=warcinfo) as writer:
        name = writer.begin_file(AT)
        writer.append(resource(n, block, is_compressed=is_compressed) for n, block in enumerate(blocks))
    return folder / name


@given(st.lists(st.lists(st.binary(max_size=300), max_size=4), max_size=5), st.booleans())
@settings(max_examples=40, deadline=None)
def test_what_was_written_is_read_again_by_fastwarc_and_warcio(tmp_path_factory, blocks, is_compressed):
    path = write(tmp_path_factory.mktemp("warc"), blocks, is_compressed=is_compressed)
    expected = [b"a: b\r\n", *(b"".join(block) for block in blocks)]
    with path.open("rb") as file:
        found = list(ArchiveIterator(file, parse_http=False))
        del found
        file.seek(0)
        assert [record.reader.read() for record in ArchiveIterator(file, parse_http=False)] == expected
        file.seek(0)
        assert [record.raw_stream.read() for record in WarcioIterator(file, check_digests="raise")] == expected


@given(st.binary(max_size=5000), st.lists(st.binary(max_size=200_000), max_size=3))
@settings(max_examples=25, deadline=None)
def test_stored_member_inflates_to_what_went_in(head, pieces):
    member = b"".join(stored_member(head, pieces, level=6))
    assert gzip.decompress(member) == head + b"".join(pieces)


def test_places_lead_to_the_records(tmp_path):
    with WarcWriter(tmp_path, warcinfo=warcinfo) as writer:
        writer.begin_file(AT)
        places = writer.append([resource(1, [b"one"]), resource(2, [b"two" * 9])])
        path = tmp_path / (places[0].filename + ".open")
        for place, block in zip(places, (b"one", b"two" * 9), strict=True):
            data = path.read_bytes()[place.offset_bytes : place.offset_bytes + place.length_bytes]
            assert block in gzip.decompress(data)
            assert place.block_digest == digest_of([block])


def test_name_is_open_until_the_file_is_closed(tmp_path):
    writer = WarcWriter(tmp_path, warcinfo=warcinfo, options=WriterOptions(prefix="blog", host="box"))
    assert writer.begin_file(AT) == "blog-20160301123005-00001-box.warc.gz"
    assert [path.name for path in tmp_path.iterdir()] == ["blog-20160301123005-00001-box.warc.gz.open"]
    writer.close()
    assert [path.name for path in tmp_path.iterdir()] == ["blog-20160301123005-00001-box.warc.gz"]


def test_full_file_is_closed_and_the_next_begun(tmp_path):
    with WarcWriter(tmp_path, warcinfo=warcinfo, options=WriterOptions(max_bytes=400)) as writer:
        names = []
        for number in range(3):
            names.append(writer.begin_file(AT + timedelta(seconds=number)))
            writer.append([resource(number, [b"%d" % number] * 300)])
    assert len(set(names)) > 1
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(set(names))


def test_open_file_is_locked(tmp_path):
    import fcntl
    import os

    with WarcWriter(tmp_path, warcinfo=warcinfo) as writer:
        name = writer.begin_file(AT)
        descriptor = os.open(tmp_path / f"{name}.open", os.O_RDONLY)
        with pytest.raises(BlockingIOError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.close(descriptor)
    assert ArchiveInUse.default_next_step


def test_record_that_does_not_fit_leaves_the_file_as_it_was(tmp_path):
    import resource as limits
    import signal

    before = limits.getrlimit(limits.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    writer = WarcWriter(tmp_path, warcinfo=warcinfo)
    name = writer.begin_file(AT)
    writer.append([resource(1, [b"fits"])])
    size = writer.offset_bytes
    noise = bytes((i * 7919 >> 3) & 0xFF for i in range(200_000))
    limits.setrlimit(limits.RLIMIT_FSIZE, (size + 5000, before[1]))
    try:
        with pytest.raises(DiskFull, match="Make room"):
            writer.append([resource(2, [b"fits too"]), resource(3, [noise], is_compressed=True)])
    finally:
        limits.setrlimit(limits.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert writer.offset_bytes == size
    assert (tmp_path / f"{name}.open").stat().st_size == size
    writer.append([resource(4, [b"goes on"])])
    writer.close()
    with (tmp_path / name).open("rb") as file:
        assert len(list(ArchiveIterator(file))) == 3


def test_line_end_in_a_value_forges_no_field():
    assert warc_fields([("via", "x\r\nWARC-Type: warcinfo\r\n\r\n")]) == b"via: x WARC-Type: warcinfo\r\n"


def test_torn_tail_is_cut_at_every_place_to_the_last_whole_record(tmp_path):
    path = write(tmp_path / "whole", [[b"one"], [b"two" * 50], [b"three"]])
    data = path.read_bytes()
    with path.open("rb") as file:
        ends = [0, *(member.offset_bytes + member.length_bytes for member in whole_members(file))]
    assert ends[-1] == len(data)
    torn = tmp_path / "torn.warc.gz.open"
    for size in range(0, len(data), 7):
        torn.write_bytes(data[:size])
        length, tear = cut_torn_tail(torn)
        assert length == max(end for end in ends if end <= size)
        assert torn.read_bytes() == data[:length]
        if tear is None:
            assert length == size
        else:
            assert (tmp_path / tear.saved_as).read_bytes() == data[length:size]


@pytest.mark.parametrize(
    "tail",
    [
        b"\0" * 512,
        gzip.compress(b"not a record", mtime=0),
        gzip.compress(b"WARC/1.1\r\nContent-Length: 9\r\n\r\nshort\r\n\r\n", mtime=0),
        gzip.compress(b"WARC/1.1\r\nContent-Length: 2\r\n\r\nlong\r\n\r\n", mtime=0),
        gzip.compress(b"WARC/1.1\r\nContent-Length: 4\r\n\r\nlongxxxx", mtime=0),
        gzip.compress(b"WARC/1.1\r\n\r\n\r\n\r\n", mtime=0),
    ],
)
def test_whole_member_that_is_no_record_counts_as_torn(tmp_path, tail):
    path = write(tmp_path, [[b"one"]])
    size = path.stat().st_size
    with path.open("ab") as file:
        file.write(tail)
    length, tear = cut_torn_tail(path)
    assert length == size
    assert tear is not None
    assert tear.length_bytes == len(tail)


def test_trusted_bytes_are_not_read_again(tmp_path):
    path = write(tmp_path, [[b"one"], [b"two"]])
    data = bytearray(path.read_bytes())
    data[20] ^= 0xFF  # damage in what is trusted is for 'oldface check', not for recovery
    path.write_bytes(data)
    assert cut_torn_tail(path, trusted_bytes=len(data)) == (len(data), None)


@given(st.lists(st.binary(min_size=1, max_size=40)), st.integers(1, 9))
def test_dechunking_gives_the_body_however_it_arrives(chunks, step):
    framed = b"".join(b"%x;e\r\n%s\r\n" % (len(c), c) for c in chunks) + b"0\r\nT: 1\r\n\r\n"
    pieces = [framed[i : i + step] for i in range(0, len(framed), step)]
    assert b"".join(dechunk(pieces)) == b"".join(chunks)


def test_chunked_is_told_by_the_first_transfer_encoding_line():
    assert is_chunked([("Server", "x"), ("transfer-encoding", "Chunked")])
    assert not is_chunked([("Content-Encoding", "chunked")])
    assert not is_chunked([])


def test_gzip_member_is_the_same_each_time():
    pieces = [b"abc" * 1000, b"def"]
    assert b"".join(gzip_member(pieces, level=6)) == b"".join(gzip_member(pieces, level=6))
    assert gzip.GzipFile(fileobj=io.BytesIO(b"".join(gzip_member(pieces, level=6)))).read() == b"".join(pieces)
