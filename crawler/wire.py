"""Scrapy's HTTP/1.1 classes in, the same classes that keep every byte of each exchange out.

Everything here leans on private names of Scrapy 2.19 and Twisted, which is why pyproject.toml pins Scrapy's minor
version and why nothing else in the project may use them. `tests/crawler/test_wire.py` compares bytes on real sockets:
it is the alarm for the day they change.

How it works: the request's headers carry the `Exchange` down to the connection (a `Headers` subclass that survives
copying), the protocol opens an `Attempt` for each time the request is sent (the connection pool sends it again when a
kept-alive connection turns out to be dead), a tee in front of the transport keeps what is sent, `dataReceived` keeps
what arrives, and the parser tells where the header ends.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from time import monotonic
from typing import IO, Any, cast

from cryptography.hazmat.primitives.serialization import Encoding
from OpenSSL import SSL
from scrapy import Request
from scrapy.core.downloader.handlers.http11 import (
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _ScrapyAgent,
)
from twisted.internet.defer import Deferred
from twisted.internet.error import ConnectionDone
from twisted.internet.interfaces import IAddress
from twisted.internet.protocol import connectionDone
from twisted.python.failure import Failure
from twisted.web._newclient import HTTP11ClientProtocol
from twisted.web._newclient import Request as TxRequest
from twisted.web.client import Agent
from twisted.web.http_headers import Headers as TxHeaders
from twisted.web.iweb import IPolicyForHTTPS, IResponse

from crawler.address_guard import GuardedReactor, Refusal
from crawler.wire_parser import CaptureParser

__all__ = ["Attempt", "CaptureAgent", "CaptureFactory", "Exchange", "Spool", "TlsFacts", "verifying"]

_IN_MEMORY_BYTES = 1024 * 1024
"""What an exchange holds in memory; a larger transfer goes to a file without a name, so that memory stays flat."""

_MOST_EXCESS_BYTES = 64 * 1024
"""What is kept of bytes a server sends after its response is over: enough to see what it was."""


class Spool:
    """Bytes that arrive, in order; in memory while they are few, in an unnamed file beyond."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._file: IO[bytes] | None = None
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def write(self, data: bytes) -> None:
        self._length += len(data)
        if self._file is not None:
            self._file.write(data)
            return
        self._pieces.append(data)
        if self._length > _IN_MEMORY_BYTES:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by close()
            self._file.writelines(self._pieces)
            self._pieces.clear()

    def span(self, start: int, end: int) -> Sequence[bytes] | Span:
        """The bytes from `start` to `end`, as pieces that can be read again."""
        if self._file is not None:
            return Span(self._file, start, end)
        if len(self._pieces) > 1:
            self._pieces = [b"".join(self._pieces)]
        whole = self._pieces[0] if self._pieces else b""
        return [whole[start:end]]

    def starts_with(self, prefix: bytes) -> bool:
        return b"".join(self.span(0, len(prefix))) == prefix

    def close(self) -> None:
        self._pieces.clear()
        if self._file is not None:
            self._file.close()


class Span:
    """A part of a spool's file."""

    def __init__(self, file: IO[bytes], start: int, end: int) -> None:
        self._file, self._start, self._end = file, start, end

    def __len__(self) -> int:
        return self._end - self._start

    def __iter__(self) -> Iterator[bytes]:
        position = self._start
        while position < self._end:
            self._file.seek(position)
            data = self._file.read(min(256 * 1024, self._end - position))
            position += len(data)
            yield data


@dataclass(frozen=True, slots=True)
class TlsFacts:
    """What a connection's handshake came to."""

    version: str
    """As OpenSSL names it, e.g. 'TLSv1.3'."""
    cipher: str | None
    certificates: tuple[bytes, ...]
    """The chain the server showed (DER, its own first): whom we believed, since bad certificates are accepted."""

    @property
    def certificate_sha256(self) -> str | None:
        """Fingerprint of the server's own certificate, in hex; None where it showed none."""
        return sha256(self.certificates[0]).hexdigest() if self.certificates else None


def _tls_facts(transport: Any) -> TlsFacts | None:  # Any: Twisted's transports share no useful type
    """What a transport is under, once its handshake is over; None without TLS."""
    with suppress(AttributeError):
        handle = transport.getHandle()
        version = handle.get_protocol_version_name()
        chain = handle.get_peer_cert_chain(as_cryptography=True) or ()
        certificates = tuple(certificate.public_bytes(Encoding.DER) for certificate in chain)
        return TlsFacts(version, handle.get_cipher_name(), certificates)
    return None


class Attempt:
    """One time a request was sent: what went out and what came back, byte for byte."""

    def __init__(self, transport: Any) -> None:  # Any: Twisted's transports share no useful type
        self.started_at = datetime.now(UTC)
        self.started = monotonic()
        self.first_byte: float | None = None
        """monotonic() of the first byte received; None while there is none."""
        self.ended: float | None = None
        self.sent = bytearray()
        self.received = Spool()
        self.interim_end = 0
        """Where the final response begins: after the 1xx responses (RFC 9110 section 15.2), of which there are few."""
        self.header_end: int | None = None
        """Where the final response's body begins; None when its header never ended."""
        self.response_end: int | None = None
        """Where the response ends by its own framing; None when it was cut."""
        self.excess = b""
        """What the server sent after the end of the response."""
        self.lost: Failure | None = None
        """Why the connection ended, where it ended before the response or to end it."""
        self.stopped_by: str | None = None
        """The bound of ours that stopped the transfer: 'length' or 'time'."""
        self.is_malformed = False
        """Whether the parser gave up on what it was sent; what comes after that is not read."""
        self.ip_address: str | None = None
        """The server's; None where it is not known, as behind a proxy."""
        self.tls: TlsFacts | None = None
        """What the connection is under; None without TLS, and before the first byte received."""
        self.is_closed = False
        self._transport = transport
        self._handle = transport.getHandle() if hasattr(transport, "getHandle") else None
        with suppress(AttributeError):
            self.ip_address = transport.getPeer().host

    def receive(self, data: bytes) -> None:
        if self.first_byte is None:
            self.first_byte = monotonic()
        self.received.write(data)

    def finish(self, rest: bytes) -> None:
        """The response is complete; `rest` was received with its last bytes and is not part of it."""
        self.response_end = len(self.received) - len(rest)
        self.excess = rest[:_MOST_EXCESS_BYTES]
        self.ended = monotonic()

    def stop(self, reason: str) -> None:
        """Ends the transfer because of a bound of ours: 'length' or 'time'."""
        self.stopped_by = self.stopped_by or reason
        self._transport.abortConnection()

    def close(self) -> None:
        """Nothing that comes later belongs to this attempt."""
        self.is_closed = True
        if self.ended is None:
            self.ended = monotonic()
        if isinstance(self._handle, SSL.Connection) and self._handle.get_finished() is None:
            self.sent.clear()  # it waited for a handshake that never ended: nothing of it crossed the wire
        self._handle = None

    @property
    def is_cleanly_ended(self) -> bool:
        """Whether a response that ends with its connection can be believed to be whole (RFC 9112 section 9.8)."""
        return self.lost is None or isinstance(self.lost.value, ConnectionDone)


class Exchange:
    """Everything that happened for one Scrapy request."""

    def __init__(self, request: Request, *, most_header_bytes: int) -> None:
        self.request = request
        self.most_header_bytes = most_header_bytes
        self.started_at = datetime.now(UTC)
        self.attempts: list[Attempt] = []

    def close(self) -> None:
        for attempt in self.attempts:
            attempt.close()

    def forget(self) -> None:
        """Frees what was kept."""
        for attempt in self.attempts:
            attempt.received.close()


class _CarryingHeaders(TxHeaders):
    """Request headers that carry their exchange; the agent copies headers before it sends them."""

    exchange: Exchange

    def copy(self) -> _CarryingHeaders:
        copied = _CarryingHeaders(dict(self.getAllRawHeaders()))
        copied.exchange = self.exchange
        return copied


class _Tee:
    """A transport that keeps a copy of all that is written to it."""

    def __init__(self, transport: Any, attempt: Attempt) -> None:  # Any: as in Attempt
        self._transport = transport
        self._attempt = attempt

    def write(self, data: bytes) -> None:
        self._attempt.sent += data
        self._transport.write(data)

    def writeSequence(self, pieces: Sequence[bytes]) -> None:  # noqa: N802 - Twisted's name
        self.write(b"".join(pieces))

    def __getattr__(self, name: str) -> Any:  # Any: whatever the transport has
        return getattr(self._transport, name)


class _CaptureProtocol(_LenientHTTP11ClientProtocol):
    """A connection that keeps what passes over it."""

    _attempt: Attempt | None = None
    _tls: TlsFacts | None = None

    def request(self, request: TxRequest) -> Deferred[IResponse]:
        exchange = getattr(request.headers, "exchange", None)
        if exchange is None or self._state != "QUIESCENT":
            return super().request(request)
        attempt = Attempt(self.transport)
        if exchange.request.meta.get("proxy"):
            attempt.ip_address = None
        exchange.attempts.append(attempt)
        self._attempt = attempt
        _keep_what_is_sent(request, attempt)
        deferred = super().request(request)
        parser: Any = self._parser  # Any: it becomes another class below
        if parser is not None:  # None when the connection was lost while writing
            parser.__class__ = CaptureParser
            parser.attempt = attempt
            parser.most_header_bytes = exchange.most_header_bytes
        return deferred

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 - Twisted's name
        attempt = self._attempt
        if attempt is not None and not attempt.is_closed:
            if attempt.response_end is None:
                if attempt.first_byte is None:  # the handshake is certainly over now; at the request it was not
                    self._tls = attempt.tls = self._tls or _tls_facts(self.transport)
                attempt.receive(data)
            else:
                attempt.excess = (attempt.excess + data)[:_MOST_EXCESS_BYTES]
        super().dataReceived(data)  # type: ignore[no-untyped-call]  # Twisted is untyped here

    def _finishResponse(self, rest: bytes) -> None:  # noqa: N802 - Twisted's name
        if self._attempt is not None and self._attempt.response_end is None:
            self._attempt.finish(rest)
        super()._finishResponse(rest)

    def _giveUp(self, reason: Failure) -> None:  # noqa: N802 - Twisted's name
        attempt = self._attempt
        if attempt is not None and attempt.response_end is None and not isinstance(reason.value, ConnectionDone):
            attempt.is_malformed = True
        super()._giveUp(reason)  # type: ignore[no-untyped-call]  # Twisted is untyped here

    def connectionLost(self, reason: Failure = connectionDone) -> None:  # noqa: N802 - Twisted's name
        attempt = self._attempt
        if attempt is not None and not attempt.is_closed and attempt.response_end is None:
            attempt.lost = reason
        super().connectionLost(reason)  # type: ignore[no-untyped-call]  # Twisted is untyped here


def verifying(policy: IPolicyForHTTPS) -> IPolicyForHTTPS:
    """Scrapy's TLS policy, but one that ends the handshake with a server whose certificate is not to be trusted."""
    strict: Any = copy(policy)  # Any: its private flag is set below
    strict._verify_certificates = True
    return cast("IPolicyForHTTPS", strict)


class CaptureFactory(_LenientHTTP11ClientFactory):
    """What the connection pool makes its connections with."""

    def buildProtocol(self, addr: IAddress | None) -> HTTP11ClientProtocol:  # noqa: N802, ARG002 - Twisted's
        return _CaptureProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]  # Twisted is untyped here


class CaptureAgent(_ScrapyAgent):
    """Scrapy's agent for one request, whose exchange is kept and whose connection is guarded."""

    def __init__(self, *, exchange: Exchange, refuse: Refusal | None, **arguments: Any) -> None:  # Any: the parent's
        super().__init__(**arguments)
        self._exchange = exchange
        self._refuse = refuse

    def _get_agent(self, request: Request, timeout: float) -> Agent:
        agent: Any = super()._get_agent(request, timeout)  # Any: its private parts are replaced below
        if self._refuse is not None:
            guarded = GuardedReactor(agent._reactor, self._refuse)
            agent._reactor = guarded
            agent._endpointFactory._reactor = guarded
        send = agent.request

        def request_with_exchange(
            method: bytes,
            uri: bytes,
            headers: TxHeaders | None = None,
            producer: Any = None,  # Any: untyped in Twisted
        ) -> Deferred[IResponse]:
            carrying = _CarryingHeaders(dict(headers.getAllRawHeaders()) if headers else {})
            carrying.exchange = self._exchange
            return cast("Deferred[IResponse]", send(method, uri, carrying, producer))

        agent.request = request_with_exchange
        return cast("Agent", agent)


def _keep_what_is_sent(request: Any, attempt: Attempt) -> None:  # Any: a method of the object is replaced
    """Puts a tee before the transport that `request` will be written to."""
    write_to = type(request).writeTo  # the class's: when the pool sends it again, the instance's is already ours
    request.writeTo = lambda transport: write_to(request, _Tee(transport, attempt))
