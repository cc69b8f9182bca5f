# ruff: noqa: PT012 - what is refused is refused by the whole block
from __future__ import annotations

import hashlib
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from archive.errors import ExportRefused
from exports.bundle import MANIFEST, open_bundle, open_single_file, verify_bundle


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_finished_bundle_has_a_manifest_that_sha256sum_takes(tmp_path: Path) -> None:
    with open_bundle(tmp_path / "out") as bundle:
        bundle.write_text("b/two.txt", "zwei\n")
        bundle.write_text("a.txt", "ä")
    assert (tmp_path / "out" / MANIFEST).read_text().splitlines() == [
        f"{hashlib.sha256('ä'.encode()).hexdigest()}  a.txt",
        f"{hashlib.sha256(b'zwei' + bytes([10])).hexdigest()}  b/two.txt",
    ]
    subprocess.run(
        ["sha256sum", "--check", "--strict", MANIFEST], cwd=tmp_path / "out", check=True, capture_output=True
    )
    assert names(tmp_path) == ["out"]


def test_an_export_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), open_bundle(tmp_path / "out") as bundle:
        bundle.write_text("a.txt", "a")
        raise ZeroDivisionError
    assert names(tmp_path) == []


def test_an_export_that_was_killed_is_made_whole_by_the_next(tmp_path: Path) -> None:
    program = (
        "import sys, pathlib, os, signal\nfrom exports.bundle import open_bundle\n"
        "with open_bundle(pathlib.Path(sys.argv[1])) as bundle:\n"
        "    bundle.write_text('a.txt', 'a')\n    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path / "out")], check=False)
    assert done.returncode == -signal.SIGKILL
    assert not (tmp_path / "out").exists()
    with open_bundle(tmp_path / "out") as bundle:
        bundle.write_text("b.txt", "b")
    assert names(tmp_path) == ["out"]
    assert verify_bundle(tmp_path / "out") == []


def test_a_folder_that_is_no_export_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    with pytest.raises(ExportRefused, match="no earlier export"), open_bundle(tmp_path / "out", replace=True):
        pass
    assert (tmp_path / "out" / "mine.txt").read_text() == "mine"


def test_an_earlier_export_is_replaced_only_when_asked(tmp_path: Path) -> None:
    for content, replace in (("old", False), ("new", True)):
        with open_bundle(tmp_path / "out", replace=replace) as bundle:
            bundle.write_text(f"{content}.txt", content)
    with pytest.raises(ExportRefused, match="earlier export"), open_bundle(tmp_path / "out"):
        pass
    assert names(tmp_path / "out") == [MANIFEST, "new.txt"]


def test_two_exports_to_one_place_do_not_mix(tmp_path: Path) -> None:
    with open_bundle(tmp_path / "out") as bundle:
        with pytest.raises(ExportRefused, match="another export"), open_bundle(tmp_path / "out"):
            pass
        bundle.write_text("a.txt", "a")
    assert verify_bundle(tmp_path / "out") == []


@pytest.mark.parametrize("path", ["../out.txt", "/etc/x", "a/../../x", "aux.txt", MANIFEST])
def test_unsafe_paths_are_refused(path: str, tmp_path: Path) -> None:
    with pytest.raises(ExportRefused), open_bundle(tmp_path / "out") as bundle:
        bundle.write_text(path, "x")


def test_names_that_differ_in_case_alone_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ExportRefused, match="two files"), open_bundle(tmp_path / "out") as bundle:
        bundle.write_text("A.txt", "x")
        bundle.write_text("a.TXT", "x")


def test_a_changed_missing_or_added_file_is_named(tmp_path: Path) -> None:
    with open_bundle(tmp_path / "out") as bundle:
        for name in ("a", "b", "c"):
            bundle.write_text(name, name)
    (tmp_path / "out" / "a").write_text("x")
    (tmp_path / "out" / "b").unlink()
    (tmp_path / "out" / "d").write_text("d")
    assert verify_bundle(tmp_path / "out") == ["b: missing", "d: not in the manifest", "a: changed"]


def test_a_single_file_is_there_whole_or_not(tmp_path: Path) -> None:
    with open_single_file(tmp_path / "x.txt", "a.txt") as bundle:
        bundle.write_text("a.txt", "a")
        bundle.write_text("losses.csv", "l")
    assert names(tmp_path) == ["x.txt"]
    with pytest.raises(ExportRefused), open_single_file(tmp_path / "x.txt", "a.txt") as bundle:
        bundle.write_text("a.txt", "b")
    assert (tmp_path / "x.txt").read_text() == "a"
