"""What the system refuses is told in words, with what to do, and with the exit status the help names."""

from __future__ import annotations

import errno
import os
import sqlite3
import sys
from pathlib import Path

import pytest

from archive import cli
from archive.errors import BadInput, DiskFull
from archive.system_errors import as_our_error


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES, errno.ENAMETOOLONG, errno.ENOTDIR, errno.EIO])
def test_a_place_that_cannot_be_used_is_named(number: int) -> None:
    told = as_our_error(OSError(number, os.strerror(number), "blog/archive.db"))
    assert isinstance(told, BadInput)
    assert told.where == "blog/archive.db"


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "", "from.warc", None, "blog/to.warc"),
        sqlite3.OperationalError("database or disk is full"),
    ],
)
def test_a_full_disk_is_told(error: OSError | sqlite3.Error) -> None:
    told = as_our_error(error)
    assert isinstance(told, DiskFull)
    assert "Make room" in told.next_step
    assert told.where in ("blog/to.warc", "")


@pytest.mark.parametrize("error", [OSError(errno.EBADF, ""), sqlite3.OperationalError("no such table: x")])
def test_a_fault_of_ours_stays_one(error: OSError | sqlite3.Error) -> None:
    assert as_our_error(error) is None


def test_a_file_in_the_place_of_the_archive_ends_the_command_with_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x.warc").write_bytes(b"")
    (tmp_path / "blog").write_text("not a folder", encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["oldface", "ingest", str(tmp_path / "x.warc"), "--into", str(tmp_path / "blog")])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 2
    assert str(tmp_path / "blog") in capsys.readouterr().err
