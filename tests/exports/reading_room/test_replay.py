"""The replay finds WARC files where they are, and nobody is sent to a replay that has none."""

from __future__ import annotations

import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
import uvicorn

from archive.store import Archive
from exports.reading_room.replay import find_pywb, places_of_warcs, replaying
from exports.reading_room.serving import run_room

SEED = "http://127.0.0.1:8014/gov/blog/2014/02/26/vision-mexicos-future"


@pytest.fixture
def elsewhere(demo_copy: Path, demo_folder: Path) -> Path:
    """The demo archive, its WARC file named by its place in another folder."""
    (demo_copy / "warc" / "demo.warc.gz").unlink()
    place = demo_folder / "warc" / "demo.warc.gz"
    (demo_copy / "warc" / "demo.warc.gz.at").write_text(f"{place}\n", encoding="utf-8")
    return demo_copy


def test_a_file_is_played_from_the_folder_or_from_where_it_is_said_to_be(demo_folder: Path, elsewhere: Path) -> None:
    place = str((demo_folder / "warc" / "demo.warc.gz").resolve())
    for folder in (demo_folder, elsewhere):
        with Archive(folder) as archive:
            assert places_of_warcs(archive) == [("demo.warc.gz", place)]


def test_a_capture_is_played_from_a_file_elsewhere(elsewhere: Path) -> None:
    program = find_pywb(None)
    if program is None:
        pytest.skip("pywb is not installed: make replay")
    with Archive(elsewhere) as archive, replaying(archive, program, room_origin="http://127.0.0.1:1") as replay:
        stamp = archive.article(SEED).capture.timestamp14
        with urllib.request.urlopen(f"{replay}{stamp}mp_/{SEED}", timeout=30) as answer:
            assert "A Vision for Mexico’s Future" in answer.read().decode()


def test_without_its_files_the_room_opens_and_says_that_there_is_no_replay(
    demo_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (demo_copy / "warc" / "demo.warc.gz").unlink()
    monkeypatch.setattr(uvicorn.Server, "run", lambda self, sockets: None)
    told: list[str] = []
    run_room(demo_copy, host="127.0.0.1", port=0, pywb=None, with_replay=True, announce=told.append)
    assert "WARC files are not here" in told[0]
    assert told[-1].startswith("The reading room is open at http://127.0.0.1:")


def test_a_room_that_is_ended_takes_its_replay_along(demo_folder: Path) -> None:
    program = find_pywb(None)
    if program is None or not Path("/proc/self/task").is_dir():
        pytest.skip("pywb is not installed (make replay), or this is no Linux")
    code = "import sys; from archive.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", code, "serve", str(demo_folder), "--port", "0", "--pywb", program]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as room:
        assert room.stderr is not None
        while "is open at" not in (line := room.stderr.readline()):
            assert line, "the room did not open"
        children = Path(f"/proc/{room.pid}/task/{room.pid}/children").read_text().split()
        room.terminate()
        assert room.wait(30) == 128 + signal.SIGTERM
    assert children
    assert not [number for number in children if Path(f"/proc/{number}").exists()]
