"""WARC files in object storage come into the archive as files of this machine do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from archive.errors import BadInput
from archive.ingest import IngestOptions, ingest
from archive.ingest_cli import ingest as ingest_command
from archive.intake import note_place
from archive.remote_files import brought_here
from archive.store import Archive
from archive.store.dump import dump
from archive.warc_places import final_name, is_remote

pytest.importorskip("fsspec")


def test_files_of_a_bucket_are_brought_whole_and_once(
    into_bucket: Callable[[str, bytes], str], demo_warc: Path, tmp_path: Path
) -> None:
    into_bucket("crawl/demo.warc.gz", demo_warc.read_bytes())
    (here,) = brought_here(["s3://warcs/crawl/*.warc.gz"], tmp_path)
    assert here.read_bytes() == demo_warc.read_bytes()
    changed = here.stat().st_mtime_ns
    assert brought_here(["s3://warcs/crawl/*.warc.gz"], tmp_path) == [here]
    assert here.stat().st_mtime_ns == changed


@pytest.mark.usefixtures("into_bucket")
def test_an_address_that_names_nothing_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="names no file"):
        brought_here(["s3://warcs/nothing/*.warc.gz"], tmp_path)


def test_an_archive_in_object_storage_is_refused_with_what_to_do(
    demo_warc: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BadInput, match=r"cannot be made at s3://warcs/archive") as told:
        ingest_command.main([str(demo_warc), "--into", "s3://warcs/archive"], standalone_mode=False)
    assert "Name a folder" in told.value.next_step
    assert not list(tmp_path.iterdir())


def test_an_unknown_kind_of_storage_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be opened"):
        brought_here(["nowhere://bucket/a.warc.gz"], tmp_path)


def test_files_of_a_bucket_are_read_where_they_are(
    into_bucket: Callable[[str, bytes], str], demo_warc: Path, demo_folder: Path, tmp_path: Path
) -> None:
    address = into_bucket("there/demo.warc.gz", demo_warc.read_bytes())
    (note,) = brought_here(["s3://warcs/there/*.warc.gz"], tmp_path, in_place=True)
    assert note.read_text() == f"{address}\n"
    ingest([note], into=tmp_path, options=IngestOptions(workers=0, span_bytes=20_000))
    assert list(dump(tmp_path)) == list(dump(demo_folder))
    assert [path.name for path in (tmp_path / "warc").iterdir()] == ["demo.warc.gz.at"]
    with Archive(tmp_path) as archive, Archive(demo_folder) as other:
        article = next(archive.articles())
        assert archive.payload(article.capture.id) == other.payload(article.capture.id)


def test_local_files_can_stay_where_they_are(demo_warc: Path, demo_folder: Path, tmp_path: Path) -> None:
    options = IngestOptions(workers=0, in_place=True)
    ingest([demo_warc], into=tmp_path, options=options)
    assert (tmp_path / "warc" / "demo.warc.gz.at").read_text() == f"{demo_warc.resolve()}\n"
    assert list(dump(tmp_path)) == list(dump(demo_folder))
    assert ingest([tmp_path / "warc"], into=tmp_path, options=options).files_read == 0


def test_notes_of_two_places_of_one_name_are_both_kept(tmp_path: Path) -> None:
    one, other = (note_place("a.warc.gz", f"/data/{n}/a.warc.gz", tmp_path) for n in (1, 2))
    assert one.name == "a.warc.gz.at"
    assert other != one
    assert final_name(other).endswith(".warc.gz")
    assert note_place("a.warc.gz", "/data/2/a.warc.gz", tmp_path) == other


def test_a_file_that_is_not_where_it_was_is_told(tmp_path: Path) -> None:
    note = note_place("a.warc.gz", str(tmp_path / "gone.warc.gz"), tmp_path / "x" / "warc")
    with pytest.raises(BadInput, match="cannot be read") as told:
        ingest([note], into=tmp_path / "x", options=IngestOptions(workers=0))
    assert "gone.warc.gz" in told.value.where


def test_local_paths_pass_as_they_are(tmp_path: Path) -> None:
    assert brought_here(["/data/a.warc.gz"], tmp_path) == [Path("/data/a.warc.gz")]
    assert not is_remote("data/a.warc.gz")


def test_files_by_http_and_file_addresses_are_addresses() -> None:
    assert is_remote("https://a.example/x.warc.gz")
    assert is_remote("file:///data/x.warc.gz")
