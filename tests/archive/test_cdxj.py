"""The index is the one cdxj-indexer makes, line by line, and its lines are read back."""

import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.cdxj import cdxj_line, index_file, index_files, read_line, timestamp14
from archive.errors import BadRecord
from archive.model import Capture
from archive.zipnum import read_blocks, write_blocks

CAPTURE = Capture(
    "a.warc.gz", 12, 345, "urn:uuid:1", "response", "http://www.blog.example/A?b=1", "2014-02-26T16:32:07.5Z", 200,
    "text/html", "sha1:ABC",
)  # fmt: skip


@pytest.fixture
def odd_warc(tmp_path: Path) -> Path:
    """A warcinfo, responses, a redirect, a revisit, a resource and metadata, by warcio."""
    path = tmp_path / "odd.warc.gz"
    html = [("Content-Type", "text/html; charset=utf-8")]
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True, warc_version="1.1")

        def write(record):
            writer.write_record(record)
            record.raw_stream.close()  # a temporary file that warcio makes and leaves open

        def http(url, status, headers, body=b""):
            head = StatusAndHeaders(status, headers, protocol="HTTP/1.1")
            write(writer.create_warc_record(url, "response", payload=BytesIO(body), http_headers=head))

        def other(url, kind, body, content_type):
            write(writer.create_warc_record(url, kind, payload=BytesIO(body), warc_content_type=content_type))

        write(writer.create_warcinfo_record("odd.warc.gz", {"software": "test"}))
        http("http://b.example/", "200 OK", html, b"<p>b")
        http("http://a.example/old", "301 Moved", [("Location", "/new"), *html])
        http("http://a.example/none", "404 Not Found", [], b"gone")
        head = StatusAndHeaders("200 OK", html, protocol="HTTP/1.1")
        first = ("http://b.example/", "2014-01-01T00:00:00Z")
        write(writer.create_revisit_record("http://a.example/v", "sha1:AAAA", *first, http_headers=head))
        other("urn:x:log", "resource", b"log", "text/plain")
        other("http://b.example/", "metadata", b"via: x", "application/warc-fields")
    return path


def test_a_line_has_key_time_and_fields_in_the_usual_order():
    assert cdxj_line(CAPTURE) == (
        'example,blog)/a?b=1 20140226163207 {"url": "http://www.blog.example/A?b=1", "mime": "text/html",'
        ' "status": "200", "digest": "sha1:ABC", "length": "345", "offset": "12", "filename": "a.warc.gz"}'
    )


def test_a_line_is_read_back():
    entry = read_line(cdxj_line(CAPTURE) + "\n")
    assert (entry.url, entry.offset_bytes, entry.length_bytes, entry.status, entry.digest) == (
        CAPTURE.target_uri, 12, 345, 200, "sha1:ABC",
    )  # fmt: skip


@pytest.mark.parametrize("line", ["", "a b", "a b {}", 'a 2014 {"url": "x", "filename": "y", "offset": "z"}', "a b ["])
def test_a_line_that_is_none_is_refused(line):
    with pytest.raises(BadRecord):
        read_line(line)


def test_the_index_is_that_of_cdxj_indexer(odd_warc):
    command = [str(Path(sys.executable).with_name("cdxj-indexer")), "--sort", str(odd_warc)]
    expected = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert list(index_files([odd_warc])) == expected
    assert len(expected) == 5


def test_a_revisit_is_told_by_its_media_type(odd_warc):
    entries = [read_line(line) for line in index_file(odd_warc)]
    assert [entry.mime for entry in entries if entry.url.endswith("/v")] == ["warc/revisit"]


def test_indexes_of_several_files_are_merged_in_byte_order(odd_warc, tmp_path):
    other = tmp_path / "other.warc.gz"
    other.write_bytes(odd_warc.read_bytes())
    lines = list(index_files([other, odd_warc]))
    assert lines == sorted(lines)
    assert {read_line(line).filename for line in lines} == {"odd.warc.gz", "other.warc.gz"}


def test_damage_is_told_with_its_file_and_the_rest_is_indexed(odd_warc):
    odd_warc.write_bytes(odd_warc.read_bytes()[:-30])
    damages = []
    assert len(list(index_files([odd_warc], damages=damages))) == 5
    assert [(name, damage.code) for name, damage in damages] == [("odd.warc.gz", "warc.torn")]


def test_an_incomplete_date_is_its_first_moment():
    assert timestamp14("2014") == "20140101000000"


def test_compressed_blocks_give_the_same_lines_and_are_found_by_their_index(tmp_path):
    lines = [f"example,a)/{number:05} 20140226163207 {{}}" for number in range(1000)]
    with (tmp_path / "index.cdx.gz").open("w+b") as index:
        blocks = list(write_blocks(lines, index, filename="index.cdx.gz"))
        index.seek(0)
        assert list(read_blocks(index)) == lines
        place = json.loads(blocks[2].split(" ", 2)[2])
        index.seek(place["offset"])
        part = BytesIO(index.read(place["length"]))
    assert next(read_blocks(part)) == lines[300]
    assert json.loads(blocks[0].split(" ", 2)[2]) == {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}
