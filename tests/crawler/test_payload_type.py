"""What a payload is, is told from its bytes alone, under every coding, and only where they show it."""

from __future__ import annotations

import gzip
import zlib

import brotli
import pytest
import zstandard

from crawler.payload_type import identified_type

PAGE = b"<!DOCTYPE html><title>A page</title>" + b"<p>words</p>" * 5000
RAW_DEFLATE = zlib.compressobj(wbits=-15)
CODED = {
    None: PAGE,
    "identity": PAGE,
    "gzip": gzip.compress(PAGE, mtime=0),
    "x-gzip": gzip.compress(PAGE, mtime=0),
    "deflate": zlib.compress(PAGE),
    "Deflate": RAW_DEFLATE.compress(PAGE) + RAW_DEFLATE.flush(),
    "br": brotli.compress(PAGE),
    "zstd": zstandard.compress(PAGE),
}


@pytest.mark.parametrize("coding", CODED)
def test_a_page_is_known_under_its_coding(coding):
    assert identified_type([CODED[coding]], is_framed=False, content_encoding=coding) == "text/html"


def test_a_page_in_chunks_is_known_however_they_are_cut():
    pieces = [b"4\r\n<!DO\r\n5;x=y\r\nCT", b"YPE\r\n7\r\n html>\n\r\n0\r\n\r\n"]
    assert identified_type(pieces, is_framed=True, content_encoding=None) == "text/html"


@pytest.mark.parametrize(
    ("body", "coding"),
    [
        (b"body { color: red }", None),
        (b"<!DOCTYPE html>", "gzip"),  # a server that names a coding and does not use it
        (gzip.compress(gzip.compress(PAGE, mtime=0), mtime=0), "gzip, gzip"),
        (b"<!DOCTYPE html>", "rot13"),
        (b"", None),
    ],
)
def test_what_the_bytes_do_not_show_is_not_said(body, coding):
    assert identified_type([body], is_framed=False, content_encoding=coding) is None


@pytest.mark.parametrize("compress", [brotli.compress, zstandard.compress, gzip.compress])
def test_a_bomb_is_opened_by_a_crack_alone(compress):
    bomb = compress(b"<!DOCTYPE html>" + bytes(30_000_000))
    coding = {brotli.compress: "br", zstandard.compress: "zstd", gzip.compress: "gzip"}[compress]
    assert identified_type([bomb], is_framed=False, content_encoding=coding) == "text/html"


def test_the_record_names_what_the_bytes_are_and_not_what_the_server_said(
    raw_server, crawls, records, accepted_by_everyone
):
    raw_server.add("/lie", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 10\r\n\r\nGIF89a....")
    raw_server.add("/words", b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 5\r\n\r\nwords")
    crawls.run(raw_server.url("/lie"), raw_server.url("/words"))
    responses = {r["WARC-Target-URI"]: r for r in records(*crawls.warcs) if r["WARC-Type"] == "response"}
    assert responses[raw_server.url("/lie")]["WARC-Identified-Payload-Type"] == "image/gif"
    assert responses[raw_server.url("/words")].get("WARC-Identified-Payload-Type") is None
    accepted_by_everyone(crawls.warcs[0])
