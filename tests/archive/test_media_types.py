"""Bytes tell what they are, whatever a server said; words that look like a signature are no picture."""

import pytest

from archive.media_types import detect_media_type, is_html

SHOWN = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"BM\x36\x00\x0c\x00\x00\x00\x00\x00\x36\x00": "image/bmp",
    b"ID3\x03\x00\x00": "audio/mpeg",
    b"CWS\x08\x10\x20\x01\x00x": "application/x-shockwave-flash",
    b"BZh91AY&SY": "application/x-bzip2",
    b"\x00\x00\x00\x20ftypM4A ": "audio/mp4",
    b"\x00\x00\x00\x20ftypavif": "image/avif",
    b"\x00\x00\x00\x20ftypisom": "video/mp4",
    b"RIFF\x10\x00\x00\x00WEBPVP8 ": "image/webp",
    b"\xef\xbb\xbf\n<!DOCTYPE html>": "text/html",
    b'<?xml version="1.0"?>\n<urlset>': "application/xml",
    b'<?xml version="1.0"?>\n<rss version="2.0">': "application/rss+xml",
    b'\xef\xbb\xbf\n<!-- made by hand --><!DOCTYPE rss [<!ENTITY a "b>">]>\n<rss>': "application/rss+xml",
    '<?xml version="1.0"?><feed xmlns="a">'.encode("utf-16"): "application/atom+xml",
    b'<rdf:RDF xmlns="http://purl.org/rss/1.0/">': "application/rss+xml",
    b'<rdf:RDF xmlns="http://xmlns.com/foaf/0.1/">': None,
    b'{"version": "https://jsonfeed.org/version/1"}': "application/feed+json",
    b"<feedback>": None,
    b'<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml">': "text/html",
    b"<!-- drawn --><svg xmlns='x'>": None,  # a comment before it: not looked for, and not guessed
    b"<svg xmlns='http://www.w3.org/2000/svg'>": "image/svg+xml",
}


@pytest.mark.parametrize("head", SHOWN, ids=repr)
def test_a_signature_is_known(head):
    assert detect_media_type(head) == SHOWN[head]


@pytest.mark.parametrize(
    "words",
    [b"BMW announces a car", b"ID3 tags explained", b"CWS and other words", b"BZhang writes", b"OTTO writes", b""],
)
def test_words_that_begin_like_a_signature_are_words(words):
    assert detect_media_type(words) is None


def test_what_is_declared_counts_unless_it_says_nothing():
    assert is_html("text/html", "text/html")
    assert is_html("application/octet-stream", "text/html")
    assert not is_html("text/html", "image/png")
    assert not is_html("text/plain", "text/html")


def test_a_feed_that_is_served_as_html_is_no_page():
    assert not is_html("text/html", detect_media_type(b"<?xml version='1.0'?><rss version='2.0'>"))
