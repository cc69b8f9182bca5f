"""A WACZ validates, is stored uncompressed, replays by ranges, lists articles first, and is the same each time."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.errors import ExportRefused, NotFound
from archive.package import package_folder
from archive.warc_reader import read_captures
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
