"""Secrets go to their origin only, and into no message."""

from __future__ import annotations

import subprocess
import sys

import pytest
from scrapy import Request

from archive.errors import BadConfiguration
from crawler.credentials import OriginCredentials, credentials_from_file, credentials_of
from crawler.redirects import RecordedRedirect


@pytest.mark.parametrize("text", ["{", "[]", '"s3cret"', '{"https://a.example": "s3cret"}', '{"https://a.example": 3}'])
def test_bad_credentials_are_refused_without_being_repeated(text):
    with pytest.raises(BadConfiguration) as caught:
        credentials_of(text)
    assert "s3cret" not in str(caught.value)
    assert caught.value.__suppress_context__


@pytest.mark.parametrize(
    ("url", "is_sent"),
    [
        ("https://a.example/x", True),
        ("https://a.example:443/x", True),
        ("https://A.example/x", True),
        ("http://a.example/x", False),
        ("https://a.example:8443/x", False),
        ("https://b.a.example/x", False),
        ("https://a.example.evil.example/x", False),
    ],
)
def test_header_is_sent_to_its_origin_only(url, is_sent):
    gate = OriginCredentials({"https://a.example": {"X-Key": "1"}})
    request = Request(url, headers={"X-Key": "from elsewhere"})
    gate.process_request(request)
    assert request.headers.get("X-Key") == (b"1" if is_sent else None)


def test_redirect_gives_us_no_name_and_password():
    from scrapy.utils.test import get_crawler

    redirect = RecordedRedirect.from_crawler(get_crawler())
    request = Request("http://a.example/", meta={"hop_path": "L"})
    followed = redirect._redirect(Request("http://me:secret@b.example:81/x@y", meta=request.meta), request, 302)
    assert followed.url == "http://b.example:81/x@y"
    assert (followed.meta["hop_path"], followed.meta["via"]) == ("LR", "http://a.example/")


def test_a_secret_is_not_kept_by_the_frontier_when_a_request_is_tried_again(raw_server, crawls):
    raw_server.page("/robots.txt", b"")
    raw_server.add("/page", b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n", keep_alive=True)
    moved = raw_server.page("/page", headers="Location: /moved\r\n", status="302 Found")
    raw_server.page("/moved", b"<html></html>")
    secret = {"Authorization": "Basic c2VjcmV0", "X-Key": "k3y-of-ours"}
    crawls.run(raw_server.url("/page"), settings={"OLDFACE_CREDENTIALS": {raw_server.url("/"): secret}})
    assert b"k3y-of-ours" in moved.requests[0]
    assert b"k3y-of-ours" in raw_server.scripts["/moved"][0].requests[0]  # the same origin: given again
    for path in crawls.folder.rglob("*"):
        if path.is_file():
            assert b"c2VjcmV0" not in path.read_bytes()
            assert b"k3y-of-ours" not in path.read_bytes()


# --- files ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def secret_file(tmp_path):
    path = tmp_path / "secrets"

    def write(text: str, mode: int = 0o600):
        path.write_text(text)
        path.chmod(mode)
        return path

    return write


SEEDS = ("https://blog.example:8443/a/", "http://blog.example/", "https://other.example/")


def test_a_netrc_file_serves_the_seeds_of_its_hosts_and_nobody_else(secret_file):
    path = secret_file("machine blog.example login me password pass\nmachine third.example login x password y\n"
                       "default login anonymous password all\n")  # fmt: skip
    basic = {"Authorization": "Basic bWU6cGFzcw=="}
    assert credentials_from_file(path, seeds=SEEDS) == {
        "https://blog.example:8443": basic, "http://blog.example": basic,
    }  # fmt: skip


def test_a_file_of_headers_by_origin_is_read(secret_file):
    path = secret_file('{"https://a.example": {"X-Key": "1"}}')
    assert credentials_from_file(path, seeds=SEEDS) == {"https://a.example": {"X-Key": "1"}}


@pytest.mark.parametrize(
    ("text", "mode", "what"),
    [
        ("machine blog.example login me password s3cret", 0o644, "Others may read"),
        ("machine third.example login me password s3cret", 0o600, "none of the seeds"),
        ("machine blog.example lgin s3cret", 0o600, "cannot be read"),
        ("{s3cret", 0o600, "not what it should be"),
        ("", 0o600, "none of the seeds"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_without_being_repeated(secret_file, text, mode, what):
    with pytest.raises(BadConfiguration) as caught:
        credentials_from_file(secret_file(text, mode), seeds=SEEDS)
    assert what in str(caught.value)
    assert "s3cret" not in str(caught.value)


def test_the_command_reads_them_from_a_file(raw_server, secret_file, tmp_path):
    page = raw_server.page("/", b"<html><body>words</body></html>")
    path = secret_file("machine 127.0.0.1 login me password pass")
    command = [
        sys.executable,
        "-c",
        "from archive.cli import main; main()",
        "crawl",
        raw_server.url("/"),
        "--no-ingest",
    ]
    arguments = ["--delay", "0", "--credentials", str(path), "--into", str(tmp_path / "archive")]
    run = subprocess.run([*command, *arguments], capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 0, run.stderr
    assert b"Authorization: Basic bWU6cGFzcw==\r\n" in page.requests[0]
