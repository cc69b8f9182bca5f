"""Dates of records are in one form, whoever wrote them, and what is no date is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.warc_dates import read_warc_date
from archive.warc_payload import read_captures


@pytest.mark.parametrize(
    "written",
    ["2014", "2014-01", "2014-01-02", "2014-01-02T03:04Z", "2014-01-02T03:04:05Z", "2014-01-02T03:04:05.123456789Z",
     "2014-06-30T23:59:60Z"],
)  # fmt: skip
def test_what_the_standard_allows_stays_as_written(written: str) -> None:
    assert read_warc_date(written) == written


@pytest.mark.parametrize(
    "written",
    ["20140102030405", "2014-01-02T03:04:05", "2014-01-02 03:04:05", "2014-01-02T04:04:05+01:00",
     "Thu, 02 Jan 2014 03:04:05 GMT"],
)  # fmt: skip
def test_what_careless_writers_mean_is_understood(written: str) -> None:
    assert read_warc_date(written) == "2014-01-02T03:04:05Z"


@pytest.mark.parametrize("written", [None, "", "yesterday", "2014-13-45T99:99:99Z", "0000-00-00T00:00:00Z"])
def test_what_is_no_date_is_none(written: str | None) -> None:
    assert read_warc_date(written) is None


def test_a_record_without_a_date_is_kept_and_told_of(tmp_path: Path) -> None:
    path = tmp_path / "x.warc"
    path.write_bytes(
        b"WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: http://example.com/\r\nWARC-Date: soon\r\n"
        b"Content-Type: text/plain\r\nContent-Length: 2\r\n\r\nhi\r\n\r\n"
    )
    (read,) = read_captures(path)
    assert (read.payload, read.capture.warc_date) == (b"hi", "1970-01-01T00:00:00Z")
    assert [damage.code for damage in read.damages] == ["record.date"]
