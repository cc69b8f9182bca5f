"""Bytes of a response in, its parts to Twisted out: as browsers read what servers get wrong, and telling where it ends.

Leans on private names of Scrapy and Twisted, as wire.py does. Twisted refuses a response for what every browser passes
over: a page that has a reader has to have a capture. None of this changes what is recorded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from types import MappingProxyType
from typing import TYPE_CHECKING

from scrapy.core.downloader.handlers.http11 import _LenientHTTPClientParser
from twisted.web._newclient import HEADER
from twisted.web.http import _ChunkedTransferDecoder, _IdentityTransferDecoder
from twisted.web.http_headers import InvalidHeaderName

if TYPE_CHECKING:
    from crawler.wire import Attempt

__all__ = ["CaptureParser", "LenientChunks", "read_framing", "read_status_line"]

_STATUS_LINE = re.compile(rb"(HTTP/\d+(?:\.\w+)?)[ \t]+(\d{3})(?:[ \t]+(.*))?[ \t]*", re.IGNORECASE | re.DOTALL)
_KNOWN_VERSION = re.compile(rb"HTTP/1\.\d")


def read_status_line(line: bytes) -> bytes:
    """The status line as Twisted wants it: one space between its parts, a version it knows.

    >>> read_status_line(b"HTTP/1.1  200 OK"), read_status_line(b"HTTP/2 200"), read_status_line(b"SSH-2.0")
    (b'HTTP/1.1 200 OK', b'HTTP/1.0 200 ', b'SSH-2.0')
    """
    found = _STATUS_LINE.fullmatch(line)
    if found is None:
        return line
    version, status, reason = found.groups()
    # Of a version that is none, nothing else can be expected to hold: one response a connection, as in 1.0.
    known = version.upper() if _KNOWN_VERSION.fullmatch(version.upper()) else b"HTTP/1.0"
    return b"%s %s %s" % (known, status, reason or b"")


def read_framing(lengths: Sequence[bytes], codings: Sequence[bytes]) -> tuple[Sequence[bytes], Sequence[bytes]]:
    """The values of Content-Length and Transfer-Encoding that count (RFC 9112 section 6.3).

    A coding that is not chunked last tells nothing of the length, and a length that is no number is none: the response
    ends with its connection. Different lengths stay, and are refused.

    >>> read_framing([b"12", b"12"], []), read_framing([b""], [b"identity"]), read_framing([], [b"gzip, Chunked"])
    (([b'12'], []), ([], []), ([], [b'chunked']))
    """
    names = [name.strip().lower() for value in codings for name in value.split(b",")]
    if names and names[-1] == b"chunked":
        return [], [b"chunked"]
    numbers = {number.strip() for value in lengths for number in value.split(b",")}
    return [number for number in sorted(numbers) if number.isdigit()], []


class LenientChunks:
    """Twisted's decoder of chunks, given chunk lines without white space and in its own line ends.

    Old servers pad sizes with blanks and end lines with a line feed; some name the coding and send the body as it is.
    """

    def __init__(self, data_callback: Callable[[bytes], None], finish_callback: Callable[[bytes], None]) -> None:
        self._callbacks = data_callback, finish_callback
        self._chunks = _Chunks(data_callback, finish_callback)
        self._plain: _IdentityTransferDecoder | None = None
        self._first = b""
        self._is_chunked = False

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 - Twisted's name
        if self._plain is None and not self._is_chunked:
            self._first += data
            line, end, _ = self._first.partition(b"\n")
            if not end and len(line) <= _LONGEST_SIZE_LINE:
                return
            data = self._decide(line)
        (self._plain or self._chunks).dataReceived(data)

    def noMoreData(self) -> None:  # noqa: N802 - Twisted's name
        if self._first:
            held = self._decide(self._first)
            (self._plain or self._chunks).dataReceived(held)
        (self._plain or self._chunks).noMoreData()

    def _decide(self, line: bytes) -> bytes:
        """Whether chunks come, by the first line; gives what was held back for it."""
        held, self._first = self._first, b""
        self._is_chunked = _SIZE_LINE.fullmatch(line) is not None
        if not self._is_chunked:
            self._plain = _IdentityTransferDecoder(None, *self._callbacks)  # type: ignore[no-untyped-call]  # Twisted's
        return held


_LONGEST_SIZE_LINE = 1024
_SIZE_LINE = re.compile(rb"[ \t]*[0-9A-Fa-f]{1,16}[ \t]*(?:;[^\n]*)?\r?")


class _Chunks(_ChunkedTransferDecoder):
    """Chunk lines may have white space around the size, and end with a line feed alone (RFC 9112 sections 7.1.1 and
    2.2)."""

    def _dataReceived_CHUNK_LENGTH(self) -> bool:  # noqa: N802 - Twisted's name
        end = self._buffer.find(b"\n")
        if end >= 0:
            size = self._buffer[:end].partition(b";")[0].strip(b" \t\r")
            self._buffer[: end + 1] = size + b"\r\n"
            self._start = 0
        return super()._dataReceived_CHUNK_LENGTH()

    def _dataReceived_CRLF(self) -> bool:  # noqa: N802 - Twisted's name
        self._end_line()
        return super()._dataReceived_CRLF()

    def _dataReceived_TRAILER(self) -> bool:  # noqa: N802 - Twisted's name
        self._end_line()
        return super()._dataReceived_TRAILER()

    def _end_line(self) -> None:
        end = self._buffer.find(b"\n")
        if end >= 0 and not self._buffer[:end].endswith(b"\r"):
            self._buffer[end:end] = b"\r"
            self._start = 0


class CaptureParser(_LenientHTTPClientParser):
    """Tells the attempt where headers end. It is made by changing an object's class, so it adds no state of its own."""

    MAX_LENGTH = 64 * 1024  # one header line; Twisted's 16 KiB is less than some Content-Security-Policy lines take
    _transferDecoders = MappingProxyType({b"chunked": LenientChunks})  # type: ignore[assignment]  # noqa: N815 - Twisted's
    attempt: Attempt
    most_header_bytes: int

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 - Twisted's name
        super().dataReceived(data)  # type: ignore[no-untyped-call]  # Twisted is untyped here
        attempt = self.attempt
        if attempt.header_end is None and len(attempt.received) > self.most_header_bytes:
            attempt.stop("length")

    def lineReceived(self, line: bytes) -> None:  # noqa: N802 - Twisted's name
        if self.state == HEADER and self._partialHeader is None and line[:1] in (b" ", b"\t"):
            return  # it continues a line that is not there
        super().lineReceived(line)

    def statusReceived(self, status: bytes) -> None:  # noqa: N802 - Twisted's name
        super().statusReceived(read_status_line(status))  # type: ignore[no-untyped-call]  # Twisted is untyped here

    def headerReceived(self, name: bytes, value: bytes) -> None:  # noqa: N802 - Twisted's name
        with suppress(InvalidHeaderName):  # a name no standard allows: recorded like all bytes, otherwise passed over
            super().headerReceived(name, value)  # type: ignore[no-untyped-call]  # Twisted is untyped here

    def allHeadersReceived(self) -> None:  # noqa: N802 - Twisted's name
        end = len(self.attempt.received) - len(self._buffer)
        if 100 <= self.response.code < 200:
            self.attempt.interim_end = end
        else:
            self.attempt.header_end = end
        headers = self.connHeaders
        lengths, codings = read_framing(
            headers.getRawHeaders(b"content-length", []), headers.getRawHeaders(b"transfer-encoding", [])
        )
        headers.setRawHeaders(b"content-length", lengths)
        headers.setRawHeaders(b"transfer-encoding", codings)
        super().allHeadersReceived()  # type: ignore[no-untyped-call]  # Twisted is untyped here

    def lineLengthExceeded(self, line: bytes) -> None:  # noqa: N802, ARG002 - Twisted's name and arguments
        self.attempt.stop("length")
