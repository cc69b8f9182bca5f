"""What crossed the wire in, the WARC records that tell of it out; nothing is written here.

One try gives: the response record (or a revisit record), the request record, and, where there is something to say, a
metadata record. All carry the same WARC-Date and name each other in WARC-Concurrent-To (WARC 1.1 sections 5.7, 6.3.2).

The block is what crossed the wire, chunk framing and trailers included (the standard's reading, issue 22 of
iipc/warc-specifications). The payload digest is the standard's too: over the body with its transfer coding removed.
Since `warcio check` and `fastwarc check` compute it over the framed body and call the standard's value wrong, records
with a transfer coding go without the field, which the standard allows; the value is in the metadata record beside them
(payloadDigest), in the frontier, and in the revisit records that need it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from archive.http_block import read_http_head
from archive.warc_digests import dechunk, digest_of, is_chunked
from archive.warc_writer import Block, WarcRecord, warc_date, warc_fields
from crawler.certificates import pem_chain
from crawler.payload_type import identified_type
from crawler.wire import Attempt

__all__ = [
    "Earlier",
    "ReadResponse",
    "certificates_record",
    "metadata_record",
    "read_response",
    "request_record",
    "response_record",
    "truncation_of",
]

_IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
_NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"

_SMALLEST_REVISIT_BYTES = 512
"""A smaller payload costs less than the header lines that would say where it is."""

_COMPRESSED_TYPES = re.compile(
    r"image/(?!svg|bmp|x-ms-bmp)|video/|audio/|font/woff|application/(?:pdf|zip|gzip|x-gzip|font-woff|vnd\.openxml|epub)"
)

_LONGEST_CHECKED_HEADER = 30_000
"""fastwarc finds no payload behind a header of 32 KiB, or one with bare line feeds, and calls its digest wrong."""

_ALWAYS_SECRET = frozenset({b"authorization", b"proxy-authorization", b"cookie"})

REDACTED = b"[redacted by oldface]"
"""What stands in the request record where a secret was sent."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """The record a revisit refers to."""

    target_uri: str
    warc_date: str
    record_id: str
    payload_digest: str | None


@dataclass(frozen=True, slots=True)
class ReadResponse:
    """What the header of a received response says, and where its parts are."""

    status: int | None
    """None when the first line names none of three digits."""
    headers: tuple[tuple[str, str], ...]
    """Header lines in order, values Latin-1, folds joined by a space."""
    header_block: bytes
    """Status line to empty line, as received."""
    body: Sequence[bytes] | Block
    """As received, transfer coding and all."""
    body_bytes: int
    """Length of the body."""
    payload_digest: str
    """Of the body without its transfer coding."""
    digest_stands_alone: bool
    """Whether the digest is left out of the response record, because the common checkers would call it wrong."""
    truncated: str | None
    """WARC-Truncated."""
    payload_type: str | None
    """What the payload's bytes show it to be; None where they show nothing."""

    def header(self, name: str) -> str | None:
        """The first value of a header; None when it is absent."""
        return next((value for key, value in self.headers if key.lower() == name), None)

    @property
    def mime(self) -> str | None:
        """Media type, lower case, without parameters."""
        value = self.header("content-type")
        return value.partition(";")[0].strip().lower() or None if value else None


def read_response(attempt: Attempt, *, truncated: str | None) -> ReadResponse | None:
    """The response of an attempt, read as the archive's reader will; None when not even a header arrived whole."""
    if attempt.header_end is None:
        return None
    end = len(attempt.received) if attempt.response_end is None else attempt.response_end
    header_block = b"".join(attempt.received.span(attempt.interim_end, attempt.header_end))
    found = read_http_head(header_block)
    if found is None:  # Twisted takes more for HTTP than others do
        return None
    head, head_bytes = found
    body_start = attempt.interim_end + head_bytes
    body = attempt.received.span(body_start, end)
    is_framed = is_chunked(head.headers)
    coding = next((value for name, value in head.headers if name.lower() == "content-encoding"), None)
    return ReadResponse(
        head.status,
        head.headers,
        header_block[:head_bytes],
        body,
        end - body_start,
        digest_of(dechunk(body) if is_framed else body),
        is_framed or not _has_plain_end(header_block),
        truncated,
        identified_type(body, is_framed=is_framed, content_encoding=coding),
    )


def _has_plain_end(header_block: bytes) -> bool:
    """Whether every tool finds the end of a header where it is: warcio takes a line of blanks for it, too."""
    return (
        len(header_block) <= _LONGEST_CHECKED_HEADER
        and header_block.endswith(b"\r\n\r\n")
        and all(line.strip() for line in header_block[:-4].split(b"\n"))
    )


def truncation_of(attempt: Attempt, error_reason: str | None) -> str | None:
    """WARC-Truncated of an attempt: length, time, disconnect, or unspecified where the server broke HTTP so badly that
    it could not be read on; None when the response is whole.

    `error_reason` is what Scrapy made of it: 'time' for its timeout, 'length' for its size limits and for a download
    that an extension stopped, None for anything else.
    """
    if attempt.stopped_by:
        return attempt.stopped_by
    if attempt.response_end is not None:
        return None if attempt.is_cleanly_ended else "disconnect"
    if attempt.is_malformed:
        return "unspecified"
    return error_reason or "disconnect"


def response_record(
    attempt: Attempt,
    response: ReadResponse,
    *,
    url: str,
    record_id: str,
    warcinfo_id: str | None,
    earlier: Earlier | None,
) -> WarcRecord:
    """The response record, or, where `earlier` is given, the revisit record that refers to it."""
    fields = [("WARC-Target-URI", url), *_connection_fields(attempt)]
    if warcinfo_id:
        fields.append(("WARC-Warcinfo-ID", f"<{warcinfo_id}>"))
    if earlier is not None:
        return _revisit_record(attempt, response, fields, record_id, earlier)
    if not response.digest_stands_alone:
        fields.append(("WARC-Payload-Digest", response.payload_digest))
    if response.payload_type:
        fields.append(("WARC-Identified-Payload-Type", response.payload_type))
    if response.truncated:
        fields.append(("WARC-Truncated", response.truncated))
    end = len(attempt.received) if attempt.response_end is None else attempt.response_end
    return WarcRecord(
        "response",
        record_id,
        warc_date(attempt.started_at),
        "application/http;msgtype=response",
        attempt.received.span(attempt.interim_end, end),
        tuple(fields),
        is_compressed=_is_compressed(response),
    )


def broken_response_record(
    attempt: Attempt, *, url: str, record_id: str, warcinfo_id: str | None, truncated: str | None
) -> WarcRecord | None:
    """The record of what arrived where that is no whole HTTP header (WARC 1.1 section 6.3.2); None when nothing did.

    A response record where at least a status line and the begin of a header line came; else a metadata record of plain
    bytes: what is no HTTP message must not be read as one (warcio.js would run on into the next record).
    """
    block = attempt.received.span(attempt.interim_end, len(attempt.received))
    data = b"".join(block)
    if not data:
        return None
    first, _, more = data.partition(b"\n")
    is_response = first.startswith(b"HTTP/") and more[:1] not in (b"", b"\r", b"\n")
    fields = [("WARC-Target-URI", url if is_response else _aside("not-http", url)), *_connection_fields(attempt)]
    if warcinfo_id:
        fields.append(("WARC-Warcinfo-ID", f"<{warcinfo_id}>"))
    fields.append(("WARC-Truncated", truncated or "unspecified"))
    return WarcRecord(
        "response" if is_response else "metadata",
        record_id,
        warc_date(attempt.started_at),
        "application/http;msgtype=response" if is_response else "application/octet-stream",
        block,
        tuple(fields),
    )


def request_record(
    attempt: Attempt,
    *,
    url: str,
    record_id: str,
    warcinfo_id: str | None,
    response_id: str | None,
    keep_secrets: bool = False,
    secret_headers: Iterable[str] = (),
) -> WarcRecord:
    """The request record; unless they shall be kept, secrets are replaced and their names noted in OLDFACE-Redacted."""
    sent = bytes(attempt.sent)
    names: tuple[str, ...] = ()
    if not keep_secrets:
        sent, names = redact(sent, secret_headers=secret_headers)
    fields = [("WARC-Target-URI", url), *_connection_fields(attempt)]
    if warcinfo_id:
        fields.append(("WARC-Warcinfo-ID", f"<{warcinfo_id}>"))
    if response_id:
        fields.append(("WARC-Concurrent-To", f"<{response_id}>"))
    if names:
        fields.append(("OLDFACE-Redacted", ", ".join(names)))
    return WarcRecord(
        "request", record_id, warc_date(attempt.started_at), "application/http;msgtype=request", [sent], tuple(fields)
    )


def redact(request: bytes, *, secret_headers: Iterable[str] = ()) -> tuple[bytes, tuple[str, ...]]:
    """A request with the values of its secret headers replaced, and the names of those it had, in lower case.

    Secret are Authorization, Proxy-Authorization, Cookie and `secret_headers`.

    >>> redact(b"GET / HTTP/1.1\\r\\nCookie: a=1\\r\\n\\r\\n")
    (b'GET / HTTP/1.1\\r\\nCookie: [redacted by oldface]\\r\\n\\r\\n', ('cookie',))
    """
    secret = {*_ALWAYS_SECRET, *(name.lower().encode("latin-1") for name in secret_headers)}
    head, ending, body = request.partition(b"\r\n\r\n")
    lines, found = [], []
    for line in head.split(b"\r\n"):
        name, colon, _ = line.partition(b":")
        if colon and name.strip().lower() in secret:
            found.append(name.strip().lower().decode("latin-1"))
            line = name + b": " + REDACTED
        lines.append(line)
    return b"\r\n".join(lines) + ending + body, tuple(dict.fromkeys(found))


def metadata_record(
    *,
    url: str | None,
    record_id: str,
    warcinfo_id: str | None,
    date: str,
    concurrent_to: str | None,
    fields: Sequence[tuple[str, str]],
) -> WarcRecord:
    """A metadata record with warc-fields: via, hopsFromSeed, fetchTimeMs, outlink … (WARC 1.1 section 6.6)."""
    return WarcRecord(
        "metadata",
        record_id,
        date,
        "application/warc-fields",
        [warc_fields(fields)],
        tuple(_about(url, warcinfo_id, concurrent_to)),
    )


def certificates_record(
    chain: Sequence[bytes], *, url: str, record_id: str, warcinfo_id: str | None, date: str, concurrent_to: str
) -> WarcRecord:
    """A metadata record with the certificates (DER) that a server showed, as PEM (RFC 8555 section 9.1)."""
    return WarcRecord(
        "metadata",
        record_id,
        date,
        "application/pem-certificate-chain",
        [pem_chain(chain)],
        tuple(_about(_aside("certificates", url), warcinfo_id, concurrent_to)),
    )


def wire_extras(
    attempt: Attempt, *, url: str, new_id: Callable[[], str], warcinfo_id: str | None, response_id: str
) -> list[WarcRecord]:
    """Metadata records with what came around the response: the 1xx responses before it, the excess after it.

    They are not part of the response record because readers take its first bytes for the status line they replay.
    """
    parts = [
        ("interim", "application/http;msgtype=response", b"".join(attempt.received.span(0, attempt.interim_end))),
        ("excess", "application/octet-stream", attempt.excess),
    ]
    return [
        WarcRecord(
            "metadata",
            new_id(),
            warc_date(attempt.started_at),
            content_type,
            [data],
            tuple(_about(_aside(name, url), warcinfo_id, response_id)),
        )
        for name, content_type, data in parts
        if data
    ]


def _aside(what: str, url: str) -> str:
    """An address of ours for what came along with a capture of `url`, and must not be taken for one.

    Indexers (cdxj-indexer) take every metadata record that is no application/warc-fields for a capture of its target,
    and a player would show it instead of the page.

    >>> _aside("interim", "http://a.example/x")
    'urn:oldface:interim:http://a.example/x'
    """
    return f"urn:oldface:{what}:{url}"


def _about(url: str | None, warcinfo_id: str | None, concurrent_to: str | None) -> list[tuple[str, str]]:
    fields = [("WARC-Target-URI", url)] if url else []
    if warcinfo_id:
        fields.append(("WARC-Warcinfo-ID", f"<{warcinfo_id}>"))
    if concurrent_to:
        fields.append(("WARC-Concurrent-To", f"<{concurrent_to}>"))
    return fields


def _revisit_record(
    attempt: Attempt, response: ReadResponse, fields: list[tuple[str, str]], record_id: str, earlier: Earlier
) -> WarcRecord:
    is_not_modified = response.status == 304
    fields += [
        ("WARC-Profile", _NOT_MODIFIED if is_not_modified else _IDENTICAL),
        ("WARC-Refers-To", f"<{earlier.record_id}>"),
        ("WARC-Refers-To-Target-URI", earlier.target_uri),
        ("WARC-Refers-To-Date", earlier.warc_date),
    ]
    if digest := (earlier.payload_digest if is_not_modified else response.payload_digest):
        fields.append(("WARC-Payload-Digest", digest))
    if not is_not_modified:
        fields.append(("WARC-Truncated", "length"))  # section 6.7.2: its block ends with the header
    return WarcRecord(
        "revisit",
        record_id,
        warc_date(attempt.started_at),
        "application/http;msgtype=response",
        [response.header_block],
        tuple(fields),
    )


def may_be_revisit(response: ReadResponse) -> bool:
    """Whether a response may be recorded as a revisit of an identical payload."""
    return response.truncated is None and response.body_bytes >= _SMALLEST_REVISIT_BYTES


def _connection_fields(attempt: Attempt) -> list[tuple[str, str]]:
    """WARC-IP-Address, and WARC-Protocol and WARC-Cipher-Suite as iipc/warc-specifications proposes them."""
    fields = [("WARC-IP-Address", attempt.ip_address)] if attempt.ip_address else []
    fields.append(("WARC-Protocol", "http/1.0" if attempt.received.starts_with(b"HTTP/1.0") else "http/1.1"))
    if attempt.tls:
        fields.append(("WARC-Protocol", f"tls/{attempt.tls.version.removeprefix('TLSv')}"))
    if attempt.tls and attempt.tls.cipher:
        fields.append(("WARC-Cipher-Suite", attempt.tls.cipher))
    return fields


def _is_compressed(response: ReadResponse) -> bool:
    coding = (response.header("content-encoding") or "").lower()
    return any(name in coding for name in ("gzip", "br", "zstd", "deflate")) or bool(
        _COMPRESSED_TYPES.match(response.mime or "")
    )
