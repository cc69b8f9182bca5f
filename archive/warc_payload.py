"""A record in, the capture that it is and its payload out: HTTP head read, codings removed, within bounds."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from archive.errors import BadRecord
from archive.http_block import ContentDecoder, Dechunker, DecodingLimit, parse_media_type, read_http_head
from archive.model import Capture
from archive.warc_dates import read_warc_date
from archive.warc_places import OPEN_SUFFIX, WarcFile, find_warc
from archive.warc_reader import (
    CAPTURE_TYPES,
    Damage,
    ReaderLimits,
    Record,
    WarcCursor,
    iterate_records,
    pass_blank_lines,
)

__all__ = ["ReadCapture", "read_capture", "read_captures", "read_payload", "record_id_of_place"]

_NO_DATE = "1970-01-01T00:00:00Z"


@dataclass(frozen=True, slots=True)
class ReadCapture:
    """A capture and what its payload is."""

    capture: Capture
    payload: bytes
    """The payload, codings removed; only its first bytes when `is_whole` is False."""
    is_whole: bool
    payload_bytes: int
    """Size with the content coding kept."""
    content_bytes: int
    """Size with the content coding removed."""
    content_sha256: str | None
    """Of all of that, in hex; None for a bomb or a revisit."""
    charset: str | None
    damages: tuple[Damage, ...] = ()


def read_captures(
    path: WarcFile,
    *,
    start: int = 0,
    start_in_member: int = 0,
    limits: ReaderLimits | None = None,
    damages: list[Damage] | None = None,
) -> Iterator[ReadCapture]:
    """Every response, revisit and resource of the file with its payload."""
    limits = limits or ReaderLimits()
    for record in iterate_records(path, start=start, start_in_member=start_in_member, limits=limits, damages=damages):
        if record.record_type in CAPTURE_TYPES:
            try:
                read = read_capture(record, path, limits=limits)
            except BadRecord:
                continue  # iterate_records meets the same fault, and tells of it
            yield read


@dataclass(slots=True)
class _PayloadSums:
    """What is known of a payload so far."""

    limits: ReaderLimits
    decoder: ContentDecoder
    dechunker: Dechunker | None
    has_digests: bool = True
    sha1: hashlib._Hash = field(default_factory=lambda: hashlib.sha1(usedforsecurity=False))
    sha256: hashlib._Hash = field(default_factory=hashlib.sha256)
    kept: list[bytes] = field(default_factory=list)
    kept_bytes: int = 0
    payload_bytes: int = 0
    is_whole: bool = True
    is_bomb: bool = False

    def feed(self, data: bytes) -> None:
        if self.dechunker is not None:
            data = self.dechunker.feed(data)
        self.add(data)

    def add(self, data: bytes) -> None:
        if self.has_digests:
            self.sha1.update(data)
        self.payload_bytes += len(data)
        if self.is_bomb:
            return
        self._take(self.decoder.feed(data))

    def finish(self) -> None:
        """All bytes were given."""
        if self.dechunker is not None and (rest := self.dechunker.rest()):
            self.add(rest)
        if not self.is_bomb:
            self._take(self.decoder.rest())

    def _take(self, pieces: Iterator[bytes]) -> None:
        try:
            for piece in pieces:
                if self.has_digests:
                    self.sha256.update(piece)
                self._keep(piece)
        except DecodingLimit:
            self.is_bomb = True
            self._keep_head_only()

    def _keep(self, piece: bytes) -> None:
        if not self.is_whole:
            return
        self.kept.append(piece)
        self.kept_bytes += len(piece)
        if self.kept_bytes > self.limits.longest_kept_bytes:
            self._keep_head_only()

    def _keep_head_only(self) -> None:
        self.is_whole = False
        self.kept = [b"".join(self.kept)[: self.limits.head_bytes]]


def read_capture(
    record: Record, path: WarcFile, *, limits: ReaderLimits | None = None, has_digests: bool = True
) -> ReadCapture:
    """The record as a capture, read to its end; without `has_digests`, no digest is computed: for who knows them."""
    limits = limits or ReaderLimits()
    uri = (record.header("warc-target-uri") or "").strip("<>").strip()
    content_type = record.header("content-type") or ""
    status: int | None = None
    http_headers: tuple[tuple[str, str], ...] = ()
    media, charset = parse_media_type(content_type)
    codings: str | None = None
    dechunker: Dechunker | None = None
    first = record.read_beginning()
    if record.record_type != "resource" and (content_type.startswith("application/http") or first[:5] == b"HTTP/"):
        while (found := read_http_head(first)) is None and first[:5].upper() == b"HTTP/":
            more = record.read()
            if not more or len(first) > limits.longest_header_bytes:
                break
            first += more
        media, charset = None, None
        if found is not None:
            head, body_start = found
            first = first[body_start:]
            status, http_headers = head.status, head.headers
            media, charset = parse_media_type(head.first("content-type"))
            codings = head.joined("content-encoding")
            if "chunked" in (head.joined("transfer-encoding") or "").lower():
                dechunker = Dechunker()
    decoder = ContentDecoder(codings, longest_bytes=limits.longest_decoded_bytes)
    sums = _PayloadSums(limits, decoder, dechunker, has_digests)
    data = first or record.read()  # a piece may also end where the head does
    while data:
        sums.feed(data)
        data = record.read()
    sums.finish()
    is_revisit = record.record_type == "revisit"
    date = read_warc_date(record.header("warc-date"))
    capture = Capture(
        filename=_final_name(path),
        offset_bytes=record.offset_bytes,
        length_bytes=_length(record),
        record_id=_record_id(record, path, uri),
        record_type=record.record_type,
        target_uri=uri.replace(" ", "%20"),
        warc_date=date or _NO_DATE,
        status=status,
        mime=media,
        payload_digest=record.header("warc-payload-digest")
        if is_revisit or not has_digests
        else _sha1_label(sums.sha1),
        block_digest=record.header("warc-block-digest"),
        http_headers=http_headers,
        refers_to_uri=_unbracketed(record.header("warc-refers-to-target-uri")),
        refers_to_date=record.header("warc-refers-to-date"),
        truncated=record.header("warc-truncated"),
        ip_address=record.header("warc-ip-address"),
        offset_in_member_bytes=record.offset_in_member_bytes,
    )
    return ReadCapture(
        capture,
        b"".join(sums.kept),
        sums.is_whole and not is_revisit,
        sums.payload_bytes,
        sums.decoder.decoded_bytes,
        None if sums.is_bomb or is_revisit or not has_digests else sums.sha256.hexdigest(),
        charset,
        (*_record_damages(record, uri, date), *_payload_damages(sums, record, uri)),
    )


def _record_damages(record: Record, uri: str, date: str | None) -> Iterator[Damage]:
    if date is None:
        written = (record.header("warc-date") or "")[:60]
        yield Damage(
            "record.date", f"The record of {uri} has no date that can be read: {written!r}",
            record.offset_bytes, f"It is filed under {_NO_DATE}; look into the record for what tells its time.",
        )  # fmt: skip
    if record.header("warc-segment-number") is not None:
        yield Damage(
            "record.segmented", f"The record of {uri} is the first part of one that was cut into segments",
            record.offset_bytes, "Only this part was read. Put the parts together with the tool that cut them.",
        )  # fmt: skip


def _payload_damages(sums: _PayloadSums, record: Record, uri: str) -> Iterator[Damage]:
    if sums.is_bomb:
        most = sums.limits.longest_decoded_bytes
        yield Damage(
            "payload.bomb", f"The payload of {uri} decodes to more than {most} bytes", record.offset_bytes,
            "Its raw bytes are kept in the WARC; look at the record with care.",
        )  # fmt: skip
    elif sums.decoder.fault is not None:
        yield Damage(
            "payload.coding", f"The payload of {uri} breaks its coding: {sums.decoder.fault}", record.offset_bytes,
            "What came before the fault was read; crawl the address again for the whole.",
        )  # fmt: skip


def _length(record: Record) -> int:
    stream = record._stream
    if stream.compression == "none":
        return stream.file_position - record.offset_bytes
    pass_blank_lines(stream)
    return max(0, stream.file_position - record.offset_bytes)


def _sha1_label(digest: hashlib._Hash) -> str:
    return f"sha1:{base64.b32encode(digest.digest()).decode('ascii')}"


def _final_name(path: WarcFile) -> str:
    return path.name.removesuffix(OPEN_SUFFIX)


def _unbracketed(value: str | None) -> str | None:
    return value.strip("<>") if value else None


def _record_id(record: Record, path: WarcFile, uri: str) -> str:
    """The record's own id; for ARC, which has none, one made of where the record stands."""
    own = _unbracketed(record.header("warc-record-id"))
    if own:
        return own
    return record_id_of_place(_final_name(path), record.offset_bytes, record.offset_in_member_bytes, uri)


def record_id_of_place(filename: str, offset_bytes: int, offset_in_member_bytes: int, uri: str) -> str:
    """The id of a record that has none of its own, made of where it stands."""
    place = f"{filename}\x00{offset_bytes}\x00{offset_in_member_bytes}\x00{uri}"
    return f"urn:sha256:{hashlib.sha256(place.encode('utf-8', 'surrogatepass')).hexdigest()}"


def read_payload(
    path: Path, offset_bytes: int, offset_in_member_bytes: int = 0, *, longest_bytes: int = 256 << 20
) -> bytes:
    """The payload of the record at that place, codings removed; BadRecord when it is damaged or too long."""
    limits = ReaderLimits(longest_kept_bytes=longest_bytes, longest_decoded_bytes=longest_bytes)
    found = find_warc(path.parent, path.name)
    with WarcCursor(found, limits=limits) as cursor:
        record = cursor.record_at(offset_bytes, offset_in_member_bytes)
        read = read_capture(record, path, limits=limits, has_digests=False)
    if not read.is_whole and read.capture.record_type != "revisit":
        raise BadRecord(
            f"The payload of {read.capture.target_uri} is over {longest_bytes} bytes",
            where=f"{path.name} at byte {offset_bytes}",
        )
    return read.payload
