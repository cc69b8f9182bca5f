"""What is in the WARC is what crossed the wire, byte for byte, over a table of odd exchanges on real sockets."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections import Counter
from dataclasses import replace

import brotli
import pytest
import zstandard

from archive.warc_payload import read_captures
from crawler.frontier import Frontier

HTML = b"<html><body><p>words words words</p></body></html>"


def _ok(body: bytes, *lines: bytes, status: bytes = b"HTTP/1.1 200 OK", length: bool = True) -> bytes:
    head = [status, *lines]
    if length:
        head.append(b"Content-Length: %d" % len(body))
    return b"\r\n".join(head) + b"\r\n\r\n" + body


def _chunked(*chunks: bytes, trailers: bytes = b"", extension: bytes = b"") -> bytes:
    framed = b"".join(b"%x%s\r\n%s\r\n" % (len(chunk), extension, chunk) for chunk in chunks)
    return framed + b"0\r\n" + trailers + b"\r\n"


def _gzip(body: bytes) -> bytes:
    import gzip

    return gzip.compress(body, mtime=0)


CHUNKED = b"Transfer-Encoding: chunked"

WHOLE = {
    "odd-case-and-spaces": [_ok(HTML, b"cOnTeNt-TyPe:text/html", b"X-Tab:\ta\t", b"Server:    spaced   ")],
    "duplicate-headers": [_ok(HTML, b"Set-Cookie: a=1", b"X-Dup: 1", b"Set-Cookie: b=2", b"X-Dup: 2", b"x-dup: 3")],
    "folded-header": [_ok(HTML, b"X-Folded: one\r\n  two\r\n\tthree")],
    "until-close": [_ok(HTML, b"Connection: close", length=False), "close"],
    "http-1.0": [_ok(HTML, status=b"HTTP/1.0 200 OK", length=False), "close"],
    "chunked": [_ok(_chunked(HTML, HTML), CHUNKED, length=False)],
    "chunked-trailers": [
        _ok(_chunked(HTML, trailers=b"X-Sum: 1\r\nX-End: 2\r\n", extension=b";a=b"), CHUNKED, length=False)
    ],
    "chunked-upper-hex": [_ok(b"2A;x\r\n" + b"y" * 42 + b"\r\n0\r\n\r\n", CHUNKED, length=False)],
    "chunk-sizes-padded": [
        _ok(b"  2A  \r\n" + b"y" * 42 + b"\r\n3 ;x\r\nabc\r\n0   \r\n\r\n", CHUNKED, length=False)
    ],
    "chunk-lines-end-with-line-feeds": [_ok(b"3\nabc\n2\nde\n0\nX: 1\n\n", CHUNKED, length=False)],
    "chunks-only-named": [_ok(HTML, CHUNKED, length=False), "close"],
    "chunks-only-named-and-short": [_ok(b"hi", CHUNKED, length=False), "close"],
    "chunked-named-twice": [_ok(_chunked(HTML), CHUNKED, CHUNKED, length=False)],
    "coded-and-chunked": [_ok(_chunked(_gzip(HTML)), b"Transfer-Encoding: gzip, chunked", length=False)],
    "identity": [_ok(HTML, b"Transfer-Encoding: identity", length=False), "close"],
    "length-empty": [_ok(HTML, b"Content-Length:", length=False), "close"],
    "length-no-number": [_ok(HTML, b"Content-Length: many", length=False), "close"],
    "length-twice-in-a-line": [_ok(HTML, b"Content-Length: %d, %d" % (len(HTML), len(HTML)), length=False)],
    "status-line-spaced": [_ok(HTML, status=b"HTTP/1.1  200\tOK")],
    "version-2": [_ok(HTML, status=b"HTTP/2 200"), "close"],
    "continued-before-it-begins": [_ok(HTML).replace(b"OK\r\n", b"OK\r\n  more\r\n", 1)],
    "gzip": [_ok(_gzip(HTML), b"Content-Encoding: gzip", b"Content-Type: text/html")],
    "brotli": [_ok(brotli.compress(HTML), b"Content-Encoding: br")],
    "zstd": [_ok(zstandard.compress(HTML), b"Content-Encoding: zstd")],
    "gzip-in-chunks": [
        _ok(_chunked(_gzip(HTML)[:10], _gzip(HTML)[10:]), CHUNKED, b"Content-Encoding: gzip", length=False)
    ],
    "gzip-that-is-none": [_ok(HTML, b"Content-Encoding: gzip", b"Content-Type: text/html")],
    "204": [b"HTTP/1.1 204 No Content\r\nX-A: 1\r\n\r\n"],
    "304": [b'HTTP/1.1 304 Not Modified\r\nETag: "x"\r\n\r\n'],
    "empty": [_ok(b"")],
    "404": [_ok(HTML, status=b"HTTP/1.1 404 Not Found")],
    "410": [_ok(HTML, status=b"HTTP/1.1 410 Gone")],
    "500": [_ok(HTML, status=b"HTTP/1.1 500 Oh No")],
    "451-unknown-reason": [_ok(HTML, status=b"HTTP/1.1 451 Unavailable For L\xe9gal Reasons")],
    "no-reason": [_ok(HTML, status=b"HTTP/1.1 200")],
    "empty-reason": [_ok(HTML, status=b"HTTP/1.1 200 ")],
    "latin-1-header": [_ok(HTML, b"X-Name: Andr\xe9", b"Link: <\xc3\xa9>")],
    "line-without-colon": [_ok(HTML, b"this line has none", b"X-After: 1")],
    "bare-line-feeds": [b"HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Length: %d\n\n" % len(HTML) + HTML],
    "split-everywhere": [b"HT", b"TP/1.1 200 O", b"K\r", b"\nContent-Le", b"ngth: 5\r\n\r", b"\nab", b"cde"],
    "megabytes": [_ok(bytes(range(256)) * 12_000, b"Content-Type: application/octet-stream")],
    "nul-bytes": [_ok(b"<html>\0\0\0</html>\0", b"Content-Type: text/html", b"X-Nul: a\0b")],
    "many-headers": [_ok(HTML, *(b"X-%d: %s" % (i, b"v" * 100) for i in range(300)))],
    "long-header-line": [_ok(HTML, b"Content-Security-Policy: " + b"a" * 40_000)],
    "http-1.1-keeps-alive": [_ok(HTML, b"Connection: keep-alive", b"Keep-Alive: timeout=5")],
    "lying-charset": [_ok(b"\xff\xfe\x00<", b"Content-Type: text/html; charset=utf-8")],
    "no-content-type": [_ok(HTML)],
    "injected-looking-header": [_ok(HTML, b"X-Inject: WARC-Type: warcinfo%0d%0a", b"WARC/1.1: 1")],
}  # fmt: skip
"""Name -> what is sent; the response record's block is exactly this."""

CUT = {
    "cut-in-body": ([_ok(HTML, b"X: 1")[:-9], "close"], "disconnect"),
    "cut-in-chunk": ([_ok(b"40\r\nabc", CHUNKED, length=False), "close"], "disconnect"),
    "reset-in-body": ([_ok(HTML * 9)[:-9], "reset"], "disconnect"),
    "until-reset": ([_ok(HTML, length=False), "reset"], "disconnect"),
    "cut-in-header": ([b"HTTP/1.1 200 OK\r\nX-A: 1\r\nX-B", "close"], "disconnect"),
    "bad-chunk-size": ([_ok(b"3\r\nabc\r\nzz\r\nabc\r\n", CHUNKED, length=False), "close"], "unspecified"),
    "two-lengths": ([_ok(HTML, b"Content-Length: 3", b"Content-Length: 4", length=False), "close"], "unspecified"),
    "not-http": ([b"SSH-2.0-OpenSSH_9.2\r\n", "close"], "unspecified"),
    "stalls-in-body": ([_ok(HTML)[:-9], "wait"], "time"),
    "header-without-end": ([b"HTTP/1.1 200 OK\r\n" + b"X-A: %s\r\n" % (b"b" * 900) * 300, "wait"], "length"),
}
"""Name -> (what is sent, WARC-Truncated); the block is what had arrived."""


@pytest.fixture(scope="module")
def exchanged(tmp_path_factory, request):  # type: ignore[no-untyped-def]
    """One crawl of the whole table: (scripts, records by path and type, what the crawl told, WARC files)."""
    conftest = next(p for p in request.config.pluginmanager.get_plugins() if hasattr(p, "raw_server_module"))
    server = conftest.raw_server_module.RawServer()
    scripts = {}
    for name, steps in WHOLE.items():
        scripts[name] = server.add(f"/{name}", *steps, keep_alive="close" not in steps)
    for name, (steps, _) in CUT.items():
        scripts[name] = server.add(f"/{name}", *steps)
    server.page("/robots.txt", b"")
    seeds = [server.url(f"/{name}") for name in scripts]
    crawls = conftest.Crawls(tmp_path_factory.mktemp("wire") / "archive")
    told = crawls.run(
        *seeds, follow=False, settings={"RETRY_ENABLED": False, "DOWNLOAD_TIMEOUT": 2, "DOWNLOAD_MAXSIZE": 4_000_000}
    )
    by_name: dict[tuple[str, str], list[object]] = {}
    for record in conftest.read_records(*crawls.warcs):
        path = (record.get("WARC-Target-URI") or "").partition(f":{server.port}/")[2]
        by_name.setdefault((path, record["WARC-Type"]), []).append(record)
    yield scripts, by_name, told, crawls.warcs
    server.stop()


@pytest.mark.parametrize("name", WHOLE)
def test_response_record_is_what_the_server_sent(exchanged, name):  # type: ignore[no-untyped-def]
    scripts, records, _, _ = exchanged
    (record,) = records[name, "response"]
    assert record.block == scripts[name].sent[0]
    assert record.get("WARC-Truncated") is None


@pytest.mark.parametrize("name", CUT)
def test_cut_response_is_kept_as_far_as_it_came_and_says_why(exchanged, name):  # type: ignore[no-untyped-def]
    scripts, records, _, _ = exchanged
    (record,) = [r for r in records.get((name, "response"), records[name, "metadata"]) if r.get("WARC-Truncated")]
    assert scripts[name].sent[0].startswith(record.block)
    if CUT[name][1] != "length":
        assert record.block == scripts[name].sent[0]
    assert record["WARC-Truncated"] == CUT[name][1]


def test_what_is_no_http_is_kept_and_not_called_a_response(exchanged):  # type: ignore[no-untyped-def]
    _, records, _, _ = exchanged
    assert ("not-http", "response") not in records
    (record,) = [r for r in records["not-http", "metadata"] if r["Content-Type"] == "application/octet-stream"]
    assert record.block == b"SSH-2.0-OpenSSH_9.2\r\n"


@pytest.mark.parametrize("name", [*WHOLE, *(name for name in CUT if name != "not-http")])
def test_request_record_is_what_the_server_got(exchanged, name):  # type: ignore[no-untyped-def]
    scripts, records, _, _ = exchanged
    (record,) = records[name, "request"]
    assert record.block == scripts[name].requests[0]
    (response,) = records[name, "response"]
    assert record["WARC-Concurrent-To"] == response["WARC-Record-ID"]
    assert record["WARC-Date"] == response["WARC-Date"]
    assert response["WARC-IP-Address"] == "127.0.0.1"


def test_payload_digest_is_left_out_only_where_checkers_call_the_standards_value_wrong(exchanged):  # type: ignore[no-untyped-def]
    _, records, _, _ = exchanged
    for name in WHOLE:
        (record,) = records[name, "response"]
        head = record.block.partition(b"\r\n\r\n")[0]
        stands_alone = b"chunked" in head or len(head) > 30_000 or name == "bare-line-feeds"
        assert (record.get("WARC-Payload-Digest") is None) == stands_alone, name


def test_everyone_accepts_the_files(exchanged, accepted_by_everyone):  # type: ignore[no-untyped-def]
    for path in exchanged[3]:
        accepted_by_everyone(path)


WARCIO_JS = """
import fs from "fs"; import { WARCParser } from "warcio";
const types = {};
for await (const record of new WARCParser(fs.createReadStream(process.argv[2]))) {
  types[record.warcType] = (types[record.warcType] || 0) + 1;
  await record.readFully(true);
}
console.log(JSON.stringify(types));
"""


@pytest.mark.npm
@pytest.mark.skipif(shutil.which("npm") is None, reason="there is no npm")
def test_warcio_js_reads_every_record(exchanged, tmp_path):  # type: ignore[no-untyped-def]
    install = ["npm", "install", "--no-audit", "--no-fund", "--silent", "warcio@2.4.11"]
    if subprocess.run(install, cwd=tmp_path, check=False, capture_output=True, timeout=120).returncode:
        pytest.skip("the npm registry is out of reach")
    (tmp_path / "read.mjs").write_text(WARCIO_JS)
    _, records, _, files = exchanged
    expected: Counter[str] = Counter()
    for (_, record_type), found in records.items():
        expected[record_type] += len(found)
    done = subprocess.run(
        ["node", "read.mjs", str(files[0])], cwd=tmp_path, check=False, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert json.loads(done.stdout) == expected


def test_every_exchange_reaches_the_callback_or_the_log(exchanged):  # type: ignore[no-untyped-def]
    scripts, _, told, _ = exchanged
    logged = {attempt["url"].rpartition("/")[2] for attempt in told["attempts"]}
    assert set(scripts) <= logged
    assert told["reason"] == "finished"


def test_capture_that_was_written_is_the_one_that_is_read_again(exchanged):  # type: ignore[no-untyped-def]
    files = exchanged[3]
    (database,) = (files[0].parent.parent / "crawls").glob("*/frontier.db")
    with Frontier(database) as frontier:
        written = {capture.record_id: capture for capture in frontier.captures()}
    read = {found.capture.record_id: found.capture for path in files for found in read_captures(path)}
    assert len(written) > len(WHOLE)
    for record_id, capture in written.items():
        told = replace(read[record_id], hop_path=capture.hop_path, via=capture.via)  # these are in the metadata record
        assert told == capture
