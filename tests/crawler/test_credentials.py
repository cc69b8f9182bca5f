"""Secrets go to their origin only, and into no message."""

from __future__ import annotations

import pytest
from scrapy import Request

from archive.errors import BadConfiguration
from crawler.credentials import OriginCredentials, credentials_of
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
