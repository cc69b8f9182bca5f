"""An archive whose WARC files are kept elsewhere answers as one that holds them, and says what it cannot reach."""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner, Result

from archive.cli import oldface
from archive.errors import BadInput, NotFound
from archive.ingest import IngestOptions, ingest
from archive.warc_payload import read_captures
from archive.warc_places import PlacedWarc, find_warc, size_of, warc_at
from crawler.demo_blog.site import demo_site

SEED = "http://127.0.0.1:8014/gov/blog/2014/02/26/vision-mexicos-future"
READERS = (
    ("show", SEED, "--raw"),
    ("show", SEED),
    ("cite", SEED),
    ("regions", SEED),
    ("why", SEED, "Mexico"),
)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(oldface, [str(argument) for argument in arguments])


@pytest.mark.parametrize("command", READERS, ids=" ".join)
@pytest.mark.usefixtures("elsewhere")
def test_commands_answer_from_where_the_file_is(command: tuple[str, ...], demo_copy: Path, demo_folder: Path) -> None:
    there, here = (run(*command, "--from", folder) for folder in (demo_copy, demo_folder))
    assert there.exit_code == 0
    assert there.stdout_bytes == here.stdout_bytes
    assert b"Mexico" in there.stdout_bytes


@pytest.mark.parametrize("command", [("show", SEED, "--raw"), ("regions", SEED)], ids=" ".join)
def test_commands_that_need_the_bytes_say_where_they_were(
    command: tuple[str, ...], demo_copy: Path, elsewhere: Path
) -> None:
    elsewhere.unlink()
    told = run(*command, "--from", demo_copy).exception
    assert isinstance(told, BadInput)
    assert told.where == str(elsewhere)


def test_a_file_that_is_nowhere_is_told_with_what_to_do(demo_copy: Path) -> None:
    (demo_copy / "warc" / "demo.warc.gz").unlink()
    told = run("show", SEED, "--raw", "--from", demo_copy).exception
    assert isinstance(told, NotFound)
    assert "demo.warc.gz.at" in told.next_step


def test_what_the_database_knows_is_told_without_the_file(demo_copy: Path, elsewhere: Path) -> None:
    elsewhere.unlink()
    for command in (("cite", SEED), ("show", SEED)):
        assert run(*command, "--from", demo_copy).exit_code == 0


def test_a_place_that_is_not_absolute_begins_at_its_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("shelf", "archive/warc", "somewhere"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "shelf" / "a.warc.gz").write_bytes(b"12345")
    note = tmp_path / "archive" / "warc" / "a.warc.gz.at"
    note.write_text("../../shelf/a.warc.gz\n")
    monkeypatch.chdir(tmp_path / "somewhere")
    assert size_of(warc_at(note)) == size_of(find_warc(note.parent, "a.warc.gz")) == 5


def test_a_note_inside_a_package_is_not_followed(
    demo_warc: Path, write_warc: Callable[..., Path], tmp_path: Path
) -> None:
    private = write_warc(tmp_path / "private.warc.gz", demo_site("http://intranet.example"))
    with zipfile.ZipFile(tmp_path / "sent.wacz", "w") as package:
        package.write(demo_warc, "archive/demo.warc.gz")
        package.writestr("archive/private.warc.gz.at", f"{private}\n")
    ingest([tmp_path / "sent.wacz"], into=tmp_path / "x", options=IngestOptions(workers=0))
    assert [path.name for path in (tmp_path / "x" / "warc").iterdir()] == ["demo.warc.gz"]


def test_a_server_that_hangs_up_in_the_middle_is_told_with_the_place(
    demo_warc: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fsspec = pytest.importorskip("fsspec")
    from fsspec.implementations.memory import MemoryFile

    with fsspec.open("memory://hangs/demo.warc.gz", "wb") as stream:
        stream.write(demo_warc.read_bytes())

    class HungUp(Exception):
        """What a storage library raises, which is no OSError."""

    storage = ModuleType("botocore.exceptions")
    storage.ClientError = HungUp  # type: ignore[attr-defined]  # a module made here
    monkeypatch.setitem(sys.modules, "botocore.exceptions", storage)
    own = MemoryFile.read

    def read(file: MemoryFile, size: int = -1) -> bytes:
        if file.tell() > 100_000:
            raise HungUp("connection reset")
        data: bytes = own(file, size)
        return data

    monkeypatch.setattr(MemoryFile, "read", read, raising=False)
    with pytest.raises(BadInput, match="connection reset") as told:
        list(read_captures(PlacedWarc("demo.warc.gz", "memory://hangs/demo.warc.gz"), damages=[]))
    assert told.value.where == "memory://hangs/demo.warc.gz"
