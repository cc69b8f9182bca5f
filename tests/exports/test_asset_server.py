"""The rules of WordPress's attachment download, asked of the server for every file of an export."""

from __future__ import annotations

import http.client
import threading
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from archive.errors import BadInput
from archive.store import Archive
from exports.asset_server import AssetServer, find_asset, served_path
from exports.exporting import run_export
from exports.formats import find_format
from exports.selection import Selection
from exports.wordpress import ALLOWED_EXTENSIONS

WP = {"wp": "http://wordpress.org/export/1.2/"}


@pytest.fixture
def server(hostile_folder: Path) -> Iterator[AssetServer]:
    with Archive(hostile_folder) as archive, AssetServer(archive, port=0) as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def ask(
    server: AssetServer, path: str, *, method: str = "GET", host: str = "127.0.0.1"
) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=10)
    connection.request(method, path, headers={"Host": host})
    response = connection.getresponse()
    answer = response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
    connection.close()
    return answer


def test_every_attachment_of_an_export_is_accepted(server: AssetServer, hostile: Selection, tmp_path: Path) -> None:
    base = f"http://127.0.0.1:{server.server_address[1]}"
    run_export(find_format("wxr"), hostile, tmp_path / "w", options={"files_url": base})
    urls = [e.text or "" for e in ET.parse(tmp_path / "w" / "wordpress.xml").iterfind(".//wp:attachment_url", WP)]  # noqa: S314
    assert len(urls) == 4
    for url in urls:
        status, headers, data = ask(server, url.removeprefix(base))
        assert status == 200
        assert data
        assert int(headers["content-length"]) == len(data)
        assert unquote(urlsplit(url).path).rpartition(".")[2].lower() in ALLOWED_EXTENSIONS
    assert server.served == 4


def test_the_old_address_itself_works_when_its_name_points_here(server: AssetServer) -> None:
    status, headers, data = ask(server, "/sites/default/files/report.pdf", host="old.example")
    assert (status, headers["content-type"], data) == (200, "application/pdf", b"%PDF-1.4 tiny")


def test_head_tells_the_length_and_sends_nothing(server: AssetServer) -> None:
    status, headers, data = ask(server, "/old.example/sites/default/files/report.pdf", method="HEAD")
    assert (status, headers["content-length"], data) == (200, "13", b"")


def test_addresses_that_differ_in_their_query_alone_are_told_apart(
    build_archive: Callable[..., Path], story: Callable[..., Any], use: Callable[..., Any]
) -> None:
    sized = [use(f"http://old.example/a.png?itok={n}&x=/", f"bytes {n}".encode()) for n in range(3)]
    folder = build_archive([story("http://old.example/1", "One", assets=sized)])
    with Archive(folder) as archive:
        for one in sized:
            path = served_path(one.url)
            assert "?" not in path
            found = find_asset(archive, "127.0.0.1", path)
            assert found is not None
            assert archive.payload(found[0]) == one.data


MISSING = ["/old.example/sites/default/files/lost.jpg", "/", "/../../etc/passwd", "/old.example/%2e%2e/x", "/x'OR''='"]


@pytest.mark.parametrize("path", MISSING)
def test_what_the_archive_does_not_hold_is_not_found(server: AssetServer, path: str) -> None:
    assert ask(server, path)[0] == 404


def test_files_of_the_old_site_cannot_run_in_a_browser(server: AssetServer) -> None:
    headers = ask(server, "/old.example/sites/default/files/report.pdf")[1]
    assert headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in headers["content-security-policy"]


def test_nothing_is_served_beyond_this_machine(hostile_folder: Path) -> None:
    with Archive(hostile_folder) as archive, pytest.raises(BadInput, match="loopback"):
        AssetServer(archive, host="0.0.0.0", port=0)  # noqa: S104 - refused
