"""Links are found under codings that servers name wrongly."""

from __future__ import annotations

import gzip

import brotli
import pytest

PAGE = b'<html><a href="/linked">there</a></html>'


@pytest.mark.parametrize(
    ("name", "codings", "body"),
    [
        ("twice", "Content-Encoding: gzip\r\nContent-Encoding: gzip\r\n", gzip.compress(PAGE, mtime=0)),
        ("identity", "Content-Encoding: br, identity\r\n", brotli.compress(PAGE)),
        ("upper-case", "Content-Encoding: GZIP\r\n", gzip.compress(PAGE, mtime=0)),
        ("named-only", "Content-Encoding: br\r\n", PAGE),
    ],
)
def test_links_of_a_page_with_a_coding_named_wrongly_are_followed(raw_server, crawls, name, codings, body):  # type: ignore[no-untyped-def]
    raw_server.page("/robots.txt", b"")
    raw_server.page(f"/{name}", body, headers=codings)
    crawls.run(raw_server.url(f"/{name}"))
    assert "/linked" in raw_server.hits


def test_a_failed_answer_is_named_for_what_it_was(raw_server, crawls):  # type: ignore[no-untyped-def]
    raw_server.page("/robots.txt", b"")
    raw_server.add("/banner", b"SSH-2.0-OpenSSH_9.2\r\n", "close")
    raw_server.add("/silent", "wait")
    raw_server.add("/header", b"HTTP/1.1 200 OK\r\nX: " + b"x" * 70_000 + b"\r\n\r\n", "close")
    told = crawls.run(
        *map(raw_server.url, ["/banner", "/silent", "/header"]),
        settings={"RETRY_ENABLED": False, "OLDFACE_FIRST_BYTE_SECONDS": 1},
    )
    errors = {attempt["url"].rpartition("/")[2]: attempt["error"] for attempt in told["attempts"]}
    assert (errors["banner"], errors["silent"], errors["header"]) == ("badResponse", "timeout", "tooLarge")
