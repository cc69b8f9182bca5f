"""Captures whose records share an id: each has a row, and the order of reading changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.check_folder import check_path
from archive.ingest import IngestOptions, ingest
from archive.ingest_cli import ingest as ingest_command
from archive.store import Archive
from archive.store.dump import dump

HERE = IngestOptions(workers=0)
MakeWarc = Callable[..., Path]
SITE = "http://blog.example"


@pytest.fixture
def story(article_html: Callable[..., bytes], prose: Callable[[int], str]) -> Callable[[int], tuple[str, bytes]]:
    return lambda number: (f"{SITE}/{number}", article_html(f"Story {number}", prose(number)))


def with_one_id(path: Path) -> Path:
    """The file, which is not compressed, with one id for all its records."""
    lines = path.read_bytes().split(b"\r\n")
    path.write_bytes(
        b"\r\n".join(b"WARC-Record-ID: <urn:test:same>" if b"Record-ID" in line else line for line in lines)
    )
    return path


@pytest.fixture
def twins(tmp_path: Path, make_warc: MakeWarc, story: Callable[[int], tuple[str, bytes]]) -> list[Path]:
    """Three files: in the first the id comes twice, in the others once, always of another page."""
    pages = {"a.warc": [story(1), story(2)], "b.warc": [story(3)], "c.warc": [story(4)]}
    return [with_one_id(make_warc(tmp_path / "from" / name, some, gzip=False)) for name, some in pages.items()]


@pytest.mark.parametrize("span_bytes", [8 << 20, 700])
def test_captures_with_one_id_are_all_kept(twins: list[Path], tmp_path: Path, span_bytes: int) -> None:
    summary = ingest(twins, into=tmp_path / "x", options=IngestOptions(workers=0, span_bytes=span_bytes))
    with Archive(tmp_path / "x") as archive:
        assert sorted(str(article.headline) for article in archive.articles()) == [f"Story {n}" for n in (1, 2, 3, 4)]
        for capture in archive.captures():
            assert f"Story {capture.target_uri[-1]}".encode() in archive.payload(capture.id)
        problems = list(archive.database.query("SELECT url, code, next_step FROM problems"))
    assert [row["code"] for row in problems] == ["record.duplicate-id"] * 3
    assert summary.twins == 3


def test_the_order_of_files_with_one_id_changes_nothing(twins: list[Path], tmp_path: Path) -> None:
    dumps = []
    for number, order in enumerate(permutations(twins)):
        for path in order:
            ingest([path], into=tmp_path / str(number), options=HERE)
        dumps.append(list(dump(tmp_path / str(number))))
    assert all(rows == dumps[0] for rows in dumps[1:])


def test_a_record_in_two_files_is_one_capture_and_no_problem(
    tmp_path: Path, make_warc: MakeWarc, story: Callable[[int], tuple[str, bytes]]
) -> None:
    one = with_one_id(make_warc(tmp_path / "from" / "one.warc", [story(1)], gzip=False))
    copy = one.with_name("copy.warc")
    copy.write_bytes(one.read_bytes())
    summary = ingest([one, copy], into=tmp_path / "x", options=HERE)
    assert (summary.totals["captures"], summary.totals["problems"], summary.twins) == (1, 0, 0)


def test_the_check_finds_each_of_them(twins: list[Path], tmp_path: Path) -> None:
    ingest(twins, into=tmp_path / "x", options=HERE)
    codes = {finding.code for finding in check_path(tmp_path / "x").findings if finding.code.startswith("database.")}
    assert not codes


def test_the_exit_status_tells_of_them(twins: list[Path], tmp_path: Path) -> None:
    told = CliRunner().invoke(ingest_command, [*map(str, twins), "--into", str(tmp_path / "x"), "--workers", "0"])
    assert told.exit_code == 1
    assert "3 captures have the record id of another one" in " ".join(told.stdout.split())
