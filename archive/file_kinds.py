"""The first bytes of a file that is no WARC file in, what it is instead and what to do with it out."""

from __future__ import annotations

from archive.errors import NotAWarc

__all__ = ["derived_kind", "describe_kind", "holds_no_captures"]

_KINDS: tuple[tuple[bytes, int, str, str], ...] = (
    (b"BZh", 0, "compressed with bzip2", "Unpack it with 'bunzip2', and give what comes out."),
    (b"\xfd7zXZ\x00", 0, "compressed with xz", "Unpack it with 'unxz', and give what comes out."),
    (b"7z\xbc\xaf'\x1c", 0, "a 7z archive", "Unpack it with '7z x', and give the folder."),
    (b"Rar!", 0, "a RAR archive", "Unpack it, and give the folder."),
    (b"ustar", 257, "a tar archive", "Unpack it with 'tar xf', and give the folder."),
    (b"SQLite format 3\x00", 0, "a database", "Give the WARC files that it was made from."),
    (b" CDX ", 0, "a CDX index", "Give the WARC files that it lists."),
    (b"%PDF-", 0, "a PDF document", "Give a .warc, .warc.gz, .warc.zst, .arc.gz or .wacz file."),
    (b'{"log"', 0, "a HAR file", "Make a WARC file of it with 'har2warc'."),
)
_GZIP = b"\x1f\x8b"


def describe_kind(head: bytes, unpacked: bytes) -> tuple[str, str] | None:
    """(what a file is, what to do) by its first bytes, as they are and with its compression removed; None where they
    tell nothing.

    >>> describe_kind(b"BZh91AY", b"BZh91AY")[0]
    'compressed with bzip2'
    """
    if head.startswith(_GZIP) and unpacked.startswith(_GZIP):
        return "compressed twice", "Unpack it once with 'gunzip', and give what comes out."
    for mark, place, what, next_step in _KINDS:
        if unpacked[place : place + len(mark)] == mark:
            return what, next_step
    return None


def derived_kind(record_type: str, content_type: str | None) -> str:
    """What a record says of pages that stand elsewhere, in words; '' for all other records.

    >>> derived_kind("conversion", "text/plain"), derived_kind("metadata", "application/warc-fields")
    ('the text of pages, as in WET files', '')
    """
    if record_type == "conversion":
        return "the text of pages, as in WET files"
    if record_type == "metadata" and (content_type or "").strip().lower().startswith("application/json"):
        return "headers and links of pages, as in WAT files"
    return ""


def holds_no_captures(derived: str, filename: str) -> NotAWarc:
    """What to say of a file that has nothing but such records."""
    return NotAWarc(
        f"{filename} holds no capture, but what a tool took from captures: {derived}",
        where=filename,
        next_step="Give the WARC files that it was made from; they have the pages themselves.",
    )
