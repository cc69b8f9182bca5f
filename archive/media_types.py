"""First bytes of a payload in, its media type out: what it is, whatever the server said."""

from __future__ import annotations

import re

__all__ = ["FEED_TYPES", "detect_media_type", "is_html"]

FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json")
"""What detect_media_type calls a feed; RSS 1.0 is among RSS."""

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"\x00\x00\x01\x00", "image/x-icon"),
    (b"\x00\x00\x02\x00", "image/x-icon"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"8BPS\x00\x01", "image/vnd.adobe.photoshop"),
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"\x1f\x8b", "application/gzip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"{\\rtf", "application/rtf"),
    (b"%!PS-Adobe-", "application/postscript"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\xfd7zXZ\x00", "application/x-xz"),
    (b"OggS\x00", "application/ogg"),
    (b"fLaC\x00", "audio/flac"),
    (b"FLV\x01", "video/x-flv"),
    (b"\x00asm\x01", "application/wasm"),
    (b"\x00\x01\x00\x00", "font/ttf"),
    (b"OTTO\x00", "font/otf"),
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"wOFF", "font/woff"),
    (b"wOF2", "font/woff2"),
)
# Signatures of letters that words begin with as well ("BMW", "ID3 tags"): the bytes behind them must fit too.
_LETTERS = (
    (re.compile(rb"BM.{4}\x00{4}", re.DOTALL), "image/bmp"),
    (re.compile(rb"ID3[\x02-\x04][\x00-\x0f]"), "audio/mpeg"),
    (re.compile(rb"BZh[1-9]1AY&SY"), "application/x-bzip2"),
    (re.compile(rb"[FCZ]WS[\x01-\x3f].{3}[\x00-\x0f]", re.DOTALL), "application/x-shockwave-flash"),
)
_ANY_SIGNATURE = tuple(signature for signature, _ in _SIGNATURES)
_MP4_BRANDS = {
    b"avif": "image/avif", b"avis": "image/avif", b"heic": "image/heic", b"heix": "image/heic", b"mif1": "image/heif",
    b"M4A ": "audio/mp4", b"M4B ": "audio/mp4", b"qt  ": "video/quicktime",
}  # fmt: skip
# WHATWG MIME Sniffing section 7.1: what a browser takes for HTML, after white space.
_HTML = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*)*(?:<\?xml[^>]*\?>\s*)?<(?:!doctype\s+html|html|head|body|script|iframe|h1|div|"
    rb"font|table|a|style|title|b|br|p)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_HTML_TYPES = frozenset(["text/html", "application/xhtml+xml", "application/vnd.wap.xhtml+xml"])
_VAGUE_TYPES = frozenset(
    [None, "", "unk", "text/plain", "application/octet-stream", "application/unknown", "unknown/unknown"]
)


def detect_media_type(head: bytes) -> str | None:
    """The media type the bytes show; None when they show none.

    >>> detect_media_type(b"GIF89a..."), detect_media_type(b" <!DOCTYPE html><p>"), detect_media_type(b"?")
    ('image/gif', 'text/html', None)
    """
    if head.startswith(_ANY_SIGNATURE):
        return next(media for signature, media in _SIGNATURES if head.startswith(signature))
    for pattern, media in _LETTERS:
        if pattern.match(head):
            return media
    if head[:4] == b"RIFF" and head[8:12] in (b"WEBP", b"WAVE", b"AVI "):
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}[head[8:12]]
    if head[4:8] == b"ftyp":
        return _MP4_BRANDS.get(head[8:12], "video/mp4")
    start = head[:1024].lstrip()
    if _HTML.match(start):
        return "text/html"
    if (feed := _feed_type(head)) is not None:
        return feed
    if start.startswith(b"<?xml") or start.startswith(b"<svg"):
        return "image/svg+xml" if b"<svg" in start else "application/xml"
    return None


_ROOT_TYPES = ((b"<rss", "application/rss+xml"), (b"<feed", "application/atom+xml"))


def _feed_type(head: bytes) -> str | None:
    """Of a feed, its media type (WHATWG MIME Sniffing section 7.3, JSON Feed section "Suggestions for publishers")."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head[: len(head) & ~1].decode("utf-16", "ignore").encode()
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"{") and b'"https://jsonfeed.org/version/' in start.replace(b"\\/", b"/"):
        return "application/feed+json"
    # What comes before the first element; what follows a doctype's first '>' belongs to it until the next '<'.
    while start.startswith((b"<?", b"<!")):
        end = b"-->" if start.startswith(b"<!--") else b">"
        rest = start.partition(end)[2]
        start = rest[rest.find(b"<") :] if b"<" in rest else b""
    for root, media in _ROOT_TYPES:
        if start.startswith(root) and start[len(root) : len(root) + 1] in (b" ", b"\t", b"\r", b"\n", b">"):
            return media
    is_rss = b"//purl.org/rss/1.0/" in start or b"netscape.com/rdf/simple/0.9/" in start
    return "application/rss+xml" if is_rss and start.startswith(b"<rdf:RDF") else None


def is_html(declared: str | None, detected: str | None) -> bool:
    """Whether a browser would show the payload as a page: what is declared counts, unless it says nothing.

    A feed that is served as HTML is none (WHATWG MIME Sniffing section 7.3).
    """
    if detected in FEED_TYPES:
        return False
    if declared in _HTML_TYPES:
        return detected is None or detected == "text/html" or detected.endswith("xml")
    return declared in _VAGUE_TYPES and declared != "text/plain" and detected == "text/html"
