"""Captures that share a WARC-Record-ID with another capture in, an id of their own and a problem for each out.

A record id is to be unique (WARC 1.1 section 5.2), and some writers give one to many records. A record that stands in
two files is one capture; two captures are two, whatever their ids say. Of those with one id, the one in the first
place (by the file's key, then by offset) keeps it, so that the order of reading changes nothing.
"""

from __future__ import annotations

from archive.capture_rows import CaptureRow, capture_id_of
from archive.keys import row_id
from archive.warc_payload import record_id_of_place

__all__ = ["DUPLICATE_ID", "has_other_content", "is_placed_before", "under_own_id"]

DUPLICATE_ID = "record.duplicate-id"
_FILE, _ID, _TYPE, _URI, _DATE, _DIGEST, _OFFSET, _OFFSET_IN_MEMBER = 1, 4, 5, 6, 9, 14, 21, 23


def has_other_content(row: CaptureRow, other: CaptureRow) -> bool:
    """Whether the two rows are of two captures, and not of one that stands in two places."""
    return any(row[column] != other[column] for column in (_TYPE, _URI, _DATE, _DIGEST))


def is_placed_before(row: CaptureRow, other: CaptureRow) -> bool:
    """Whether the row is the one that keeps the id."""
    return _place(row) < _place(other)


def _place(row: CaptureRow) -> tuple[int, int, int]:
    return int(str(row[_FILE])), int(str(row[_OFFSET])), int(str(row[_OFFSET_IN_MEMBER]))


def under_own_id(row: CaptureRow, filename: str) -> tuple[CaptureRow, tuple[object, ...]]:
    """(the row of a capture whose id is another's, under the id of its place, which records of ARC files have too;
    the row of problems that tells of it)"""
    _, offset, offset_in_member = _place(row)
    target_uri = str(row[_URI])
    record_id = record_id_of_place(filename, offset, offset_in_member, target_uri)
    capture_id = capture_id_of(record_id)
    problem = (
        row_id("problem", capture_id, DUPLICATE_ID), None, capture_id, None, target_uri, DUPLICATE_ID,
        f"The record of {target_uri} ({filename} at byte {offset}) has the id of another capture, {row[_ID]}",
        "Both are in the archive, this one under an id made of its place. Tell those who wrote the file: other tools"
        " may keep one of the two.",
    )  # fmt: skip
    return (capture_id, *row[1:_ID], record_id, *row[_ID + 1 :]), problem
