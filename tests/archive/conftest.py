"""What tests of the archive share: small WARC files of every make, written record by record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from gzip import compress
from pathlib import Path

import pytest

from archive.intake import note_place

Exchange = tuple[str, bytes]
"""(address, HTML)"""


def _article(title: str, body: str, *, author: str = "Ann Lee", day: str = "2014-02-26", more: str = "") -> bytes:
    paragraphs = "".join(f"<p>{part}</p>" for part in body.split("\n"))
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>{title} | Blog</title>'
        f'<meta property="article:published_time" content="{day}"></head><body>'
        f'<ul class="menu"><li><a href="/">Home</a></li><li><a href="/about">About</a></li></ul>'
        f'<article><h1>{title}</h1><p class="byline">By <a rel="author" href="/authors/{author.split()[0].lower()}">'
        f"{author}</a></p>{paragraphs}</article>{more}</body></html>"
    ).encode()


@pytest.fixture
def article_html() -> Callable[..., bytes]:
    """Makes the HTML of an article: article_html(title, body, author=, day=, more=)."""
    return _article


def _record(version: str, kind: str, url: str, date: str, number: str, block: bytes) -> bytes:
    about = f"WARC-Target-URI: {url}\r\n" if url else ""
    media = "application/http; msgtype=response" if kind == "response" else "application/warc-fields"
    head = (
        f"WARC/{version}\r\nWARC-Type: {kind}\r\n{about}WARC-Date: {date}\r\nWARC-Record-ID: <urn:test:{number}>\r\n"
        f"Content-Type: {media}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


@pytest.fixture
def make_warc() -> Callable[..., Path]:
    """Writes a WARC file: make_warc(path, [(address, html)], date=, status=, headers=, gzip=, version=)."""

    def make(
        path: Path,
        exchanges: Sequence[Exchange],
        *,
        date: str = "2014-03-31T12:00:00Z",
        status: str = "200 OK",
        headers: Sequence[tuple[str, str]] = (("Content-Type", "text/html; charset=utf-8"),),
        gzip: bool = True,
        version: str = "1.1",
        warcinfo: dict[str, str] | None = None,
    ) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        records = []
        if warcinfo is not None:
            fields = "".join(f"{name}: {value}\r\n" for name, value in warcinfo.items())
            records.append(_record(version, "warcinfo", "", date, f"{path.name}:info", fields.encode()))
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers)
        for number, (url, body) in enumerate(exchanges):
            http = f"HTTP/1.1 {status}\r\n{lines}\r\n".encode("latin-1") + body
            records.append(_record(version, "response", url, date, f"{path.name}:{number}:{date}", http))
        path.write_bytes(b"".join(compress(record) if gzip else record for record in records))
        return path

    return make


WORDS = (
    "The harbour was quiet that morning and the first ferry had not yet left when the engineers came down to the quay "
    "to look at the new crane which had stood there under its covers since the autumn storms of the year before and "
    "which nobody but the foreman had seen at work"
)


@pytest.fixture
def prose() -> Callable[[int], str]:
    """prose(n) gives two paragraphs that differ from those of every other n."""

    def make(number: int) -> str:
        words = WORDS.split()
        turned = words[number * 7 % len(words) :] + words[: number * 7 % len(words)]
        first = " ".join(f"{word}{number}" if place % 4 == 0 else word for place, word in enumerate(turned))
        second = " ".join(f"{word}{number}" if place % 3 == 0 else word for place, word in enumerate(reversed(turned)))
        return f"{first.capitalize()}.\n{second.capitalize()}."

    return make


@pytest.fixture
def elsewhere(demo_copy: Path, tmp_path: Path) -> Path:
    """The demo archive, its WARC file in another folder; gives where that is."""
    place = tmp_path / "shelf" / "demo.warc.gz"
    place.parent.mkdir()
    (demo_copy / "warc" / "demo.warc.gz").rename(place)
    note_place("demo.warc.gz", str(place), demo_copy / "warc")
    return place
