"""A WACZ validates, is stored uncompressed, replays by ranges, lists articles first, and is the same each time."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.check_folder import check_path
from archive.errors import ExportRefused, NotFound
from archive.package import package_folder
from archive.warc_payload import read_captures
from archive.zipnum import read_blocks

NOW = datetime(2014, 4, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def wacz(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("wacz") / "demo.wacz"
    package_folder(demo_folder, path, now=NOW)
    return path


def lines(wacz: Path, name: str) -> list[dict]:
    with zipfile.ZipFile(wacz) as package:
        return [json.loads(line) for line in package.read(name).decode().splitlines()]


def test_the_reference_validator_accepts_it(wacz):
    command = [str(Path(sys.executable).with_name("wacz")), "validate", "-f", str(wacz)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (run.returncode, "Validation succeeded" in run.stdout) == (0, True), run.stdout + run.stderr


def test_every_part_is_stored_uncompressed(wacz):
    with zipfile.ZipFile(wacz) as package:
        assert {member.compress_type for member in package.infolist()} == {zipfile.ZIP_STORED}
        assert package.testzip() is None


def test_each_resource_has_its_digest_and_size(wacz):
    with zipfile.ZipFile(wacz) as package:
        description = package.read("datapackage.json")
        for resource in json.loads(description)["resources"]:
            data = package.read(resource["path"])
            assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
            assert resource["bytes"] == len(data)
        digest = json.loads(package.read("datapackage-digest.json"))
    assert digest["hash"] == f"sha256:{hashlib.sha256(description).hexdigest()}"
    assert json.loads(description)["wacz_version"] == "1.1.1"


def test_articles_come_first_with_title_and_text(wacz, demo_folder):
    heading, *pages = lines(wacz, "pages/pages.jsonl")
    assert heading["format"] == "json-pages-1.0"
    seed = next(page for page in pages if page["url"].endswith("/vision-mexicos-future"))
    assert seed["title"] == "A Vision for Mexico’s Future"
    assert "Mexico" in seed["text"]
    _, *others = lines(wacz, "pages/extraPages.jsonl")
    assert others
    assert not {page["url"] for page in pages} & {page["url"] for page in others}


def test_every_page_is_in_the_index_at_its_time(wacz):
    with zipfile.ZipFile(wacz) as package, package.open("indexes/index.cdx.gz") as index:
        known = {(json.loads(line.split(" ", 2)[2])["url"], line.split(" ", 2)[1]) for line in read_blocks(index)}
    for page in [*lines(wacz, "pages/pages.jsonl")[1:], *lines(wacz, "pages/extraPages.jsonl")[1:]]:
        stamp = "".join(c for c in page["ts"].partition(".")[0] if c.isdigit())
        assert (page["url"], stamp) in known


def test_a_range_of_the_file_is_the_record_the_index_names(wacz, tmp_path):
    with zipfile.ZipFile(wacz) as package, package.open("indexes/index.cdx.gz") as index:
        entry = json.loads(list(read_blocks(index))[40].split(" ", 2)[2])
        member = package.getinfo(f"archive/{entry['filename']}")
        data = wacz.read_bytes()
    start = (
        member.header_offset
        + 30
        + len(member.filename)
        + int.from_bytes(data[member.header_offset + 28 :][:2], "little")
    )
    record = data[start + int(entry["offset"]) :][: int(entry["length"])]
    (tmp_path / "one.warc.gz").write_bytes(record)
    (read,) = read_captures(tmp_path / "one.warc.gz")
    assert read.capture.target_uri == entry["url"]


def test_packing_again_gives_the_same_bytes(wacz, demo_folder, tmp_path):
    package_folder(demo_folder, tmp_path / "again.wacz", now=NOW)
    assert (tmp_path / "again.wacz").read_bytes() == wacz.read_bytes()


def test_without_a_database_titles_come_from_parsing(wacz, demo_copy, tmp_path):
    (demo_copy / "archive.db").unlink()
    package_folder(demo_copy, tmp_path / "parsed.wacz", now=NOW)
    seed = next(page for page in lines(tmp_path / "parsed.wacz", "pages/pages.jsonl")[1:] if "vision" in page["url"])
    assert seed["title"] == "A Vision for Mexico’s Future"


def test_nothing_is_overwritten(wacz, demo_folder):
    with pytest.raises(ExportRefused, match="exists already"):
        package_folder(demo_folder, wacz, now=NOW)


def test_a_folder_without_warcs_is_refused_and_leaves_nothing(tmp_path):
    (tmp_path / "empty" / "warc").mkdir(parents=True)
    with pytest.raises(NotFound, match="no closed WARC"):
        package_folder(tmp_path / "empty", tmp_path / "a.wacz", now=NOW)
    assert [path.name for path in tmp_path.iterdir()] == ["empty"]


def test_a_file_still_being_written_is_left_out_and_named(demo_copy, tmp_path):
    (demo_copy / "warc" / "b.warc.gz.open").write_bytes(b"")
    made = package_folder(demo_copy, tmp_path / "a.wacz", now=NOW)
    assert made.left_out == ["b.warc.gz.open"]


def test_a_bag_holds_package_database_and_what_describes_it(demo_folder, tmp_path):
    import bagit

    package_folder(demo_folder, tmp_path / "bag", now=NOW, as_bag=True)
    bag = bagit.Bag(str(tmp_path / "bag"))
    assert bag.is_valid()
    assert {"data/archive.wacz", "data/archive.db"} <= set(bag.payload_files())
    assert bag.info["Bagging-Date"] == "2014-04-01"


def test_the_command_tells_what_it_packed(demo_folder, tmp_path):
    program = "from archive.cli import main; main()"
    command = [sys.executable, "-c", program, "package", "--from", str(demo_folder), "--to", str(tmp_path / "a.wacz")]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert "1 WARC files" in run.stdout


@pytest.mark.usefixtures("elsewhere")
def test_files_that_are_kept_elsewhere_are_brought_in(wacz, demo_copy, tmp_path):
    made = package_folder(demo_copy, tmp_path / "a.wacz", now=NOW)
    assert (made.warcs, made.left_out) == (1, [])
    assert (tmp_path / "a.wacz").read_bytes() == wacz.read_bytes()


def test_files_in_object_storage_are_brought_in(wacz, demo_copy, elsewhere, into_bucket, tmp_path):
    address = into_bucket("wacz/demo.warc.gz", elsewhere.read_bytes())
    elsewhere.unlink()
    (demo_copy / "warc" / "demo.warc.gz.at").write_text(f"{address}\n")
    package_folder(demo_copy, tmp_path / "a.wacz", now=NOW)
    assert (tmp_path / "a.wacz").read_bytes() == wacz.read_bytes()
    package_folder(demo_copy, tmp_path / "bag", now=NOW, as_bag=True)
    report = check_path(tmp_path / "bag")
    assert (report.files, report.findings) == (1, [])


def test_files_in_object_storage_are_fetched_once(wacz, demo_copy, elsewhere, tmp_path):
    fsspec = pytest.importorskip("fsspec")
    with fsspec.open("memory://wacz/demo.warc.gz", "wb") as stream:
        stream.write(elsewhere.read_bytes())
    (demo_copy / "warc" / "demo.warc.gz.at").write_text("memory://wacz/demo.warc.gz\n")
    with patched_reads() as read:
        package_folder(demo_copy, tmp_path / "a.wacz", now=NOW)
    assert sum(read) == elsewhere.stat().st_size
    assert (tmp_path / "a.wacz").read_bytes() == wacz.read_bytes()


@contextmanager
def patched_reads() -> Iterator[list[int]]:
    """The sizes of what is read from fsspec's memory while the context is open: it counts as any storage would."""
    from fsspec.implementations.memory import MemoryFile

    read: list[int] = []
    own = MemoryFile.read

    def counted(file: MemoryFile, size: int = -1) -> bytes:
        data = own(file, size)
        read.append(len(data))
        return data

    MemoryFile.read = counted
    try:
        yield read
    finally:
        del MemoryFile.read


@pytest.mark.usefixtures("elsewhere")
def test_a_bag_of_files_kept_elsewhere_is_whole(demo_copy, tmp_path):
    package_folder(demo_copy, tmp_path / "bag", now=NOW, as_bag=True)
    report = check_path(tmp_path / "bag")
    assert (report.files, report.findings) == (1, [])


def test_a_file_out_of_reach_refuses_the_package_and_says_what_to_do(demo_copy, elsewhere, tmp_path):
    elsewhere.unlink()
    with pytest.raises(ExportRefused, match=r"demo\.warc\.gz is kept elsewhere") as told:
        package_folder(demo_copy, tmp_path / "a.wacz", now=NOW)
    assert told.value.where == str(elsewhere)
    assert "demo.warc.gz.at" in told.value.next_step
    assert sorted(path.name for path in tmp_path.iterdir()) == ["archive", "shelf"]


def test_a_file_that_is_another_by_now_refuses_the_package(demo_copy, elsewhere, tmp_path):
    elsewhere.write_bytes(elsewhere.read_bytes() + b"\n")
    with pytest.raises(ExportRefused, match="not the file that the database was filled from"):
        package_folder(demo_copy, tmp_path / "a.wacz", now=NOW)
    assert not (tmp_path / "a.wacz").exists()


def test_a_file_put_beside_its_note_is_packed_once(demo_copy, elsewhere, tmp_path):
    elsewhere.rename(demo_copy / "warc" / "demo.warc.gz")
    assert package_folder(demo_copy, tmp_path / "a.wacz", now=NOW).warcs == 1


def test_without_a_database_titles_come_from_what_was_brought_in(demo_copy, elsewhere, tmp_path):
    (demo_copy / "archive.db").unlink()
    made = package_folder(demo_copy, tmp_path / "parsed.wacz", now=NOW)
    assert made.pages > 20
    assert elsewhere.exists()
