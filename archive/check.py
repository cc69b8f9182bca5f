"""WARC files in; what is damaged in them, where, and what can be saved out. Reads only.

Every record is read whole: gzip members, block and payload digests, the records it refers to. Nothing is mended here,
and nothing is believed that can be computed. check_folder.py holds indexes and the database against what is found.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from archive.digested_warc import DigestedWarc
from archive.errors import BadInput, BadRecord, NotAWarc
from archive.http_block import read_http_head
from archive.warc_digests import dechunk, is_chunked
from archive.warc_places import OPEN_SUFFIX, PlacedWarc
from archive.warc_reader import Damage, Record, iterate_records

__all__ = ["CheckReport", "Finding", "RecordPlace", "check_warcs", "digest_labels_agree"]

_NEEDED = ("warc-record-id", "warc-date", "warc-type", "content-length")
_TARGETED = frozenset(["response", "request", "resource", "revisit", "conversion"])
_LONGEST_HEAD = 1 << 20


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong."""

    code: str
    """Dotted name: warc.torn, record.block-digest, index.offset, database.missing-record, …"""
    severity: str
    """'damage' when bytes are lost or contradict their digest, 'fault' when a rule is broken and nothing is lost."""
    file: str
    offset_bytes: int | None
    what: str
    can_be_saved: str
    next_step: str


@dataclass(frozen=True, slots=True)
class RecordPlace:
    """A record as it stands in its file."""

    record_type: str
    record_id: str
    target_uri: str
    warc_date: str
    length_bytes: int
    payload_digest: str | None
    """As the record states it, where that is right by the standard; else None."""
    status: int | None = None
    """Of HTTP; None where the record has no HTTP head."""


@dataclass(slots=True)
class CheckReport:
    """What was looked at and what was found."""

    files: int = 0
    records: int = 0
    size_bytes: int = 0
    digests: int = 0
    """Digests that were computed and compared."""
    index_lines: int = 0
    database_links: int = 0
    findings: list[Finding] = field(default_factory=list)
    places: dict[tuple[str, int], RecordPlace] = field(default_factory=dict)
    """(file name, offset) -> the record there."""
    file_sums: dict[str, tuple[int, str]] = field(default_factory=dict)
    """File name -> (size in bytes, SHA-256) of each file that was read to its end."""
    unread: set[str] = field(default_factory=set)
    """Names of files that are kept elsewhere and cannot be reached: nothing is said of what is in them."""

    @property
    def damage_count(self) -> int:
        return sum(finding.severity == "damage" for finding in self.findings)

    def find(
        self, code: str, file: str, offset: int | None, what: str, saved: str, next_step: str, *, damage: bool = True
    ) -> None:
        """Notes one thing that is wrong."""
        self.findings.append(Finding(code, "damage" if damage else "fault", file, offset, what, saved, next_step))


def check_warcs(
    paths: Iterable[Path | PlacedWarc], report: CheckReport, *, progress: Callable[[int], None] = lambda _: None
) -> None:
    """Reads every record of the files, by name, and notes what is wrong; `progress` is told bytes read."""
    ids: dict[str, str] = {}
    claims: list[tuple[str, int, str, str]] = []
    for path in sorted(paths, key=lambda warc: warc.name):
        report.files += 1
        name = path.name.removesuffix(OPEN_SUFFIX)
        if path.name.endswith(OPEN_SUFFIX):
            report.find(
                "warc.open", name, None, "The file is still being written, or its crawl was killed",
                "All whole records.", "Run 'oldface crawl --into DIR' again: it closes the file.", damage=False,
            )  # fmt: skip
        try:
            with DigestedWarc(path) as file:
                size = _check_file(file, name, report, ids, claims)
        except BadInput as error:
            _note_unread(path, name, error, report)
            continue
        report.size_bytes += size
        progress(size)
    for name, offset, referrer, wanted in claims:
        if wanted not in ids and not report.unread:  # else it may be in one of those
            report.find(
                "record.dangling-reference", name, offset, f"{referrer} names the record {wanted}, which is not here",
                "The record itself is whole.", "Add the WARC file that has it, if it was moved away.", damage=False,
            )  # fmt: skip


def _note_unread(path: Path | PlacedWarc, name: str, error: BadInput, report: CheckReport) -> None:
    report.unread.add(name)
    report.find(
        "warc.not-reached", name, None, f"The file is kept at {path}, and was not read to its end. {error.what}",
        "What the database says of it; whether the file is whole, nobody knows before it is reached.",
        f"{error.next_step} If the file was moved, put it into warc/ under the name {name} and delete {name}.at there.",
    )  # fmt: skip


def _check_file(
    file: DigestedWarc, name: str, report: CheckReport, ids: dict[str, str], claims: list[tuple[str, int, str, str]]
) -> int:
    """Notes what is wrong in one file; gives its size."""
    damages: list[Damage] = []
    last: tuple[int, RecordPlace] | None = None
    records = 0
    try:
        for record in iterate_records(file, damages=damages):
            place = _check_record(record, name, report, ids, claims)
            if last is not None:
                _keep_place(report, name, last, record.offset_bytes)
            last = (record.offset_bytes, place) if record.offset_in_member_bytes == 0 else None
            records += 1
    except NotAWarc as error:
        report.find("warc.unreadable", name, 0, error.what, "Nothing.", "Take it out of the folder, or restore it.")
    size, _ = report.file_sums[name] = file.finish()
    if last is not None:
        _keep_place(report, name, last, size)
    report.records += records
    for damage in damages:
        is_torn = damage.code == "warc.torn"
        report.find(
            damage.code, name, damage.offset_bytes, damage.message,
            f"The {records} records before it." if is_torn else "All records before and after it.",
            "Restore the file from a copy; else cut it there and crawl again: what is missing is fetched again."
            if is_torn else "Restore the file from a copy; 'oldface ingest' passes over the damaged record.",
        )  # fmt: skip
    return size


def _keep_place(report: CheckReport, name: str, last: tuple[int, RecordPlace], end: int) -> None:
    offset, place = last
    report.places[(name, offset)] = replace(place, length_bytes=end - offset)


def _check_record(
    record: Record, name: str, report: CheckReport, ids: dict[str, str], claims: list[tuple[str, int, str, str]]
) -> RecordPlace:
    record_id = (record.header("warc-record-id") or "").strip("<> ")
    uri = (record.header("warc-target-uri") or "").strip("<> ")
    offset = record.offset_bytes
    if record.version.startswith("WARC"):
        _check_fields(record, name, report)
    if record_id in ids and record_id:
        report.find(
            "record.duplicate-id", name, offset, f"The id {record_id} is also that of a record in {ids[record_id]}",
            "Both records.", "See whether one file is a copy of the other.", damage=False,
        )  # fmt: skip
    ids.setdefault(record_id, f"{name} at byte {offset}")
    payload_digest, status = _check_digests(record, name, report)
    for header in ("warc-concurrent-to", "warc-refers-to", "warc-warcinfo-id"):
        wanted = (record.header(header) or "").strip("<> ")
        if wanted:
            claims.append((name, offset, header, wanted))
    return RecordPlace(record.record_type, record_id, uri, record.header("warc-date") or "", 0, payload_digest, status)


def _check_fields(record: Record, name: str, report: CheckReport) -> None:
    """The fields every record must have (WARC 1.1 section 5)."""
    missing = [field for field in _NEEDED if record.header(field) is None]
    if record.record_type in _TARGETED and record.header("warc-target-uri") is None:
        missing.append("warc-target-uri")
    if missing:
        report.find(
            "record.missing-field", name, record.offset_bytes, f"The record has no {', '.join(missing)}",
            "Its block.", "Nothing can be done to it; it is read as far as it goes.", damage=False,
        )  # fmt: skip


class _Sums:
    """Digests over bytes, one for each algorithm that is asked for."""

    def __init__(self, labels: Iterable[str | None]) -> None:
        names = {label.partition(":")[0].lower().replace("-", "") for label in labels if label and ":" in label}
        known = {name for name in names if name in ("md5", "sha1", "sha224", "sha256", "sha384", "sha512")}
        self.hashes: Mapping[str, hashlib._Hash] = {
            name: hashlib.new(name, usedforsecurity=False) for name in sorted(known)
        }

    def update(self, data: bytes) -> None:
        for one in self.hashes.values():
            one.update(data)

    def agrees(self, label: str) -> bool | None:
        """Whether the digest is the label's; None when its algorithm is not known."""
        algorithm, _, value = label.partition(":")
        found = self.hashes.get(algorithm.lower().replace("-", ""))
        return digest_labels_agree(value, found.digest()) if found is not None else None


def digest_labels_agree(value: str, digest: bytes) -> bool:
    """Whether the value of a digest label is this digest, in base 32, hexadecimal or base 64: the standard leaves it
    open, and writers differ.

    >>> digest_labels_agree("3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ", hashlib.sha1(b"", usedforsecurity=False).digest())
    True
    """
    value = value.strip()
    return (
        value.upper().rstrip("=") == base64.b32encode(digest).decode().rstrip("=")
        or value.lower() == digest.hex()
        or value.rstrip("=")
        in (base64.b64encode(digest).decode().rstrip("="), base64.urlsafe_b64encode(digest).decode().rstrip("="))
    )


def _check_digests(record: Record, name: str, report: CheckReport) -> tuple[str | None, int | None]:
    """Reads the block and compares its digests; gives the payload's as written, if it is right, and the HTTP status."""
    block_label, payload_label = record.header("warc-block-digest"), record.header("warc-payload-digest")
    block = _Sums([block_label])
    raw, decoded, is_framed, status = _Sums([payload_label]), _Sums([payload_label]), False, None
    is_http = (record.header("content-type") or "").startswith("application/http")
    try:
        first = record.read_beginning()
        block.update(first)
        rest: Iterator[bytes] = _rest_of(record, block)
        if is_http:
            first, is_framed, status = _after_head(first, rest)
        if is_framed:
            for piece in dechunk(_tee(_chain(first, rest), raw)):
                decoded.update(piece)
            for data in rest:
                raw.update(data)
        else:
            for data in _chain(first, rest):
                raw.update(data)
    except BadRecord:
        return None, None  # iterate_records meets the same fault, and tells of it
    offset = record.offset_bytes
    if block_label:
        _compare(block.agrees(block_label), "record.block-digest", "block", block_label, name, offset, report)
    # a revisit's is that of the payload it does not have; a cut one's may be that of the whole
    if not payload_label or record.record_type in ("revisit", "request"):
        return None, status
    verdict = decoded.agrees(payload_label) if is_framed else raw.agrees(payload_label)
    if verdict is False and is_framed and raw.agrees(payload_label):
        report.find(
            "record.payload-digest-of-framing", name, offset,
            "The payload digest counts the chunk framing in, which WARC 1.1 section 6.3.2 leaves out",
            "Everything.", "Nothing to do: oldface computes the right one.", damage=False,
        )  # fmt: skip
    else:
        _compare(verdict, "record.payload-digest", "payload", payload_label, name, offset, report)
    return payload_label if verdict else None, status


def _compare(
    verdict: bool | None, code: str, part: str, label: str, name: str, offset: int, report: CheckReport
) -> None:
    if verdict is None:
        report.find(
            "record.unknown-digest", name, offset, f"The {part} digest {label[:60]} is of an algorithm not known here",
            "Everything; it was not compared.", "Nothing to do.", damage=False,
        )  # fmt: skip
        return
    report.digests += 1
    if not verdict:
        report.find(
            code, name, offset, f"The {part} does not have its digest {label}: bytes were changed",
            "The bytes as they are now; nobody knows which are wrong.",
            "Restore the file from a copy, or crawl the address again.",
        )  # fmt: skip


def _rest_of(record: Record, sums: _Sums) -> Iterator[bytes]:
    while data := record.read():
        sums.update(data)
        yield data


def _after_head(first: bytes, rest: Iterator[bytes]) -> tuple[bytes, bool, int | None]:
    """(bytes after the HTTP head, whether they are chunked, status); the whole block when it has no head."""
    while (found := read_http_head(first)) is None and first[:5].upper() == b"HTTP/" and len(first) < _LONGEST_HEAD:
        more = next(rest, b"")
        if not more:
            break
        first += more
    if found is not None:
        head, start = found
        return first[start:], is_chunked(head.headers), head.status
    for end in (b"\r\n\r\n", b"\n\n"):  # a request's head
        if end in first:
            return first.partition(end)[2], False, None
    return first, False, None


def _chain(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    if first:
        yield first
    yield from rest


def _tee(pieces: Iterator[bytes], sums: _Sums) -> Iterator[bytes]:
    for piece in pieces:
        sums.update(piece)
        yield piece
