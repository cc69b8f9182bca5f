"""HTTP message bytes in, header lines and payload out: transfer and content coding removed step by step, bounded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

import brotli
import zstandard
from zlib_ng import zlib_ng

__all__ = ["ContentDecoder", "Dechunker", "DecodingLimit", "HttpHead", "parse_media_type", "read_http_head"]

_STEP = 1 << 20
# One zstd block decodes to at most 128 KiB and may take 4 bytes.
_ZSTD_CHUNK = 1024
_FAULTS: tuple[type[Exception], ...] = (zlib_ng.error, brotli.error, zstandard.ZstdError)  # type: ignore[assignment]  # stub errs


class DecodingLimit(Exception):
    """A payload decodes to more bytes than allowed."""


@dataclass(frozen=True, slots=True)
class HttpHead:
    """Status line and header lines of a response."""

    status: int | None
    """None when the first line is no status line."""
    headers: tuple[tuple[str, str], ...]
    """In order, repeats kept, values decoded as Latin-1 (RFC 9110 section 5.5), folded lines joined."""

    def first(self, name: str) -> str | None:
        """Value of the first header line of that lower-case name; None when there is none."""
        for key, value in self.headers:
            if key.lower() == name:
                return value
        return None

    def joined(self, name: str) -> str | None:
        """Values of all header lines of that lower-case name, as one list (RFC 9110 section 5.3); None when there is
        none."""
        return ",".join(value for key, value in self.headers if key.lower() == name) or None


def read_http_head(block: bytes) -> tuple[HttpHead, int] | None:
    """The head of the last message that begins `block` (interim 1xx responses passed over) and where its body starts.

    None when there is no HTTP head at the start of the block, or no end of it.
    """
    start = 0
    while True:
        if block[start : start + 5].upper() != b"HTTP/":
            return None
        end, body = _end_of_head(block, start)
        if end < 0:
            return None
        lines = block[start:end].decode("latin-1").split("\n")
        head = HttpHead(_status(lines[0]), _header_lines(lines[1:]))
        if head.status is None or not 100 <= head.status < 200 or head.status == 101:
            return head, body
        start = body


def _end_of_head(block: bytes, start: int) -> tuple[int, int]:
    strict = block.find(b"\r\n\r\n", start)
    loose = block.find(b"\n\n", start, strict if strict >= 0 else len(block))
    if loose >= 0:
        return loose, loose + 2
    mixed = block.find(b"\n\r\n", start)
    if mixed >= 0 and (strict < 0 or mixed < strict):
        return mixed, mixed + 3
    return (strict, strict + 4) if strict >= 0 else (-1, -1)


def _status(line: str) -> int | None:
    words = line.split(None, 2)
    code = words[1] if len(words) > 1 else ""
    return int(code) if len(code) == 3 and code.isascii() and code.isdigit() else None


def _header_lines(lines: list[str]) -> tuple[tuple[str, str], ...]:
    headers: list[tuple[str, str]] = []
    for line in lines:
        line = line.rstrip("\r")
        if line[:1] in (" ", "\t") and headers:
            name, value = headers[-1]
            headers[-1] = (name, f"{value} {line.strip()}".strip())
            continue
        name, colon, value = line.partition(":")
        if colon:
            headers.append((name.strip(), value.strip(" \t")))
    return tuple(headers)


def parse_media_type(value: str | None) -> tuple[str | None, str | None]:
    """(media type in lower case, charset parameter) of a Content-Type value; None for what it does not say.

    >>> parse_media_type('Text/HTML; Charset="UTF-8"'), parse_media_type(None)
    (('text/html', 'UTF-8'), (None, None))
    """
    if not value:
        return None, None
    media, *parameters = value.split(";")
    for parameter in parameters:
        name, _, charset = parameter.partition("=")
        if name.strip().lower() == "charset":
            return media.strip().lower() or None, charset.strip().strip("\"'").strip() or None
    return media.split(",")[0].strip().lower() or None, None


class Dechunker:
    """Chunked transfer coding removed as bytes come in (RFC 9112 section 7.1).

    Some writers keep the header and drop the coding: a body that does not begin with a chunk size is given as it is.
    """

    def __init__(self) -> None:
        self.is_chunked = True
        self._left = 0
        self._line = b""
        self._is_first = True
        self._state = "size"

    def feed(self, data: bytes) -> bytes:
        """The next bytes of the payload."""
        if not self.is_chunked:
            return data
        out: list[bytes] = []
        at = 0
        while at < len(data) and self._state != "over":
            if self._state == "data":
                piece = data[at : at + self._left]
                out.append(piece)
                at += len(piece)
                self._left -= len(piece)
                if not self._left:
                    self._state = "size"
                continue
            end = data.find(b"\n", at)
            self._line += data[at : end + 1] if end >= 0 else data[at:]
            at = end + 1 if end >= 0 else len(data)
            if end < 0 and len(self._line) <= 4096:
                break
            line, self._line = self._line, b""
            if not line.strip() and not self._is_first:
                continue  # the line end after a chunk's data
            size = _chunk_size(line)
            if size is None:
                if self._is_first:
                    self.is_chunked = False
                    return line + data[at:]
                # Broken in the middle: what follows is kept as it is, nothing is lost.
                self.is_chunked = False
                out += [line, data[at:]]
                return b"".join(out)
            self._is_first = False
            self._left = size
            self._state = "data" if size else "over"
        return b"".join(out)

    def rest(self) -> bytes:
        """What was held back when the body ended within its first line."""
        return self._line if self._is_first else b""


def _chunk_size(line: bytes) -> int | None:
    digits = line.split(b";", 1)[0].strip()
    if not digits or len(digits) > 15 or digits.strip(b"0123456789abcdefABCDEF"):
        return None
    return int(digits, 16)


class ContentDecoder:
    """Content codings removed as bytes come in, in pieces of about 1 MiB: memory stays flat however much comes out.

    Browsertrix, StormCrawler and others keep the header of a coding that they have removed, and servers name codings
    that they do not use: what does not begin as its coding does is passed on as it is.
    """

    def __init__(self, codings: str | None, *, longest_bytes: int) -> None:
        names = [name.strip().lower() for name in (codings or "").split(",")]
        self._steps = [_Claimed(name) for name in reversed(names) if name in _STEPS]
        self._longest_bytes = longest_bytes
        self.decoded_bytes = 0
        self.fault: str | None = None
        """What is wrong with the coded bytes; None while nothing is. What came before it was given out."""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The next decoded pieces; DecodingLimit when they are too many."""
        return self._bounded(self._through(data, 0))

    def rest(self) -> Iterator[bytes]:
        """What was held back until the end, to be asked for when all bytes were fed."""
        for number, step in enumerate(self._steps):
            yield from self._bounded(decoded for piece in step.rest() for decoded in self._through(piece, number + 1))

    def _bounded(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        if self.fault is not None:
            return
        try:
            for piece in pieces:
                self.decoded_bytes += len(piece)
                if self.decoded_bytes > self._longest_bytes:
                    raise DecodingLimit(f"It decodes to more than {self._longest_bytes} bytes")
                yield piece
        except _FAULTS as error:
            self.fault = str(error)

    def _through(self, data: bytes, number: int) -> Iterator[bytes]:
        if number == len(self._steps):
            if data:
                yield data
            return
        for piece in self._steps[number].pieces(data):
            yield from self._through(piece, number + 1)


class _Step(Protocol):
    def pieces(self, data: bytes) -> Iterator[bytes]:
        """The decoded bytes of `data`, a little at a time."""


class _Claimed:
    """A coding that a header names: removed where the bytes begin as that coding does."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._step: _Step | None = None
        self._head = b""
        self._is_decided = False

    def pieces(self, data: bytes) -> Iterator[bytes]:
        if not self._is_decided:
            self._head += data
            if len(self._head) < _ENOUGH_TO_TELL:
                return
            data = self._decide()
        yield from self._step.pieces(data) if self._step is not None else (data,)

    def rest(self) -> Iterator[bytes]:
        if self._is_decided or not self._head:
            return
        data = self._decide()
        yield from self._step.pieces(data) if self._step is not None else (data,)

    def _decide(self) -> bytes:
        make, begins = _STEPS[self._name]
        self._is_decided = True
        head, self._head = self._head, b""
        if begins(head[:_ENOUGH_TO_TELL]):
            self._step = make()
        return head


_ENOUGH_TO_TELL = 64
"""What is compressed does not go on for so many bytes without one that is no printable ASCII."""
_LEAST_TO_TELL = 16
_PRINTABLE = bytes([9, 10, 12, 13, *range(32, 127)])


def _is_no_plain_text(head: bytes) -> bool:
    return len(head) < _LEAST_TO_TELL or bool(head.strip(b" \t\r\n").translate(None, _PRINTABLE))


class _Gzip:
    """gzip, several members in a row allowed."""

    def __init__(self) -> None:
        self._decoder = zlib_ng.decompressobj(16 + zlib_ng.MAX_WBITS)

    def pieces(self, data: bytes) -> Iterator[bytes]:
        while data:
            if self._decoder.eof:
                if not data.startswith(b"\x1f\x8b"):
                    return
                self._decoder = zlib_ng.decompressobj(16 + zlib_ng.MAX_WBITS)
            yield self._decoder.decompress(data, _STEP)
            data = self._decoder.unused_data if self._decoder.eof else self._decoder.unconsumed_tail


class _Deflate:
    """deflate as the standard has it, with the zlib wrapper, or as some servers send it, without."""

    def __init__(self) -> None:
        self._decoder = zlib_ng.decompressobj()
        self._is_first = True

    def pieces(self, data: bytes) -> Iterator[bytes]:
        if self._is_first and data:
            self._is_first = False
            # RFC 1950 section 2.2: method 8, and the first two bytes are a multiple of 31.
            if data[0] & 0x0F != 8 or (len(data) > 1 and int.from_bytes(data[:2], "big") % 31):
                self._decoder = zlib_ng.decompressobj(-zlib_ng.MAX_WBITS)
        while data and not self._decoder.eof:
            yield self._decoder.decompress(data, _STEP)
            data = self._decoder.unconsumed_tail


class _Brotli:
    def __init__(self) -> None:
        self._decoder = brotli.Decompressor()

    def pieces(self, data: bytes) -> Iterator[bytes]:
        yield self._decoder.process(data, output_buffer_limit=_STEP)
        while not self._decoder.can_accept_more_data():
            yield self._decoder.process(b"", output_buffer_limit=_STEP)


class _Zstd:
    def __init__(self) -> None:
        self._decoder = zstandard.ZstdDecompressor().decompressobj()

    def pieces(self, data: bytes) -> Iterator[bytes]:
        for start in range(0, len(data), _ZSTD_CHUNK):
            if self._decoder.eof:
                return
            yield self._decoder.decompress(data[start : start + _ZSTD_CHUNK])


def _begins_as_gzip(head: bytes) -> bool:
    return head.startswith(b"\x1f\x8b")


def _begins_as_zstd(head: bytes) -> bool:
    """Whether a frame begins, or a skippable one (RFC 8878 section 3.1)."""
    return head.startswith(b"\x28\xb5\x2f\xfd") or head[1:4] == b"\x2a\x4d\x18"


_STEPS: dict[str, tuple[Callable[[], _Step], Callable[[bytes], bool]]] = {
    "gzip": (_Gzip, _begins_as_gzip),
    "x-gzip": (_Gzip, _begins_as_gzip),
    "deflate": (_Deflate, _is_no_plain_text),
    "br": (_Brotli, _is_no_plain_text),
    "zstd": (_Zstd, _begins_as_zstd),
}
"""Name of a coding -> (what removes it, whether bytes begin as it does)."""
