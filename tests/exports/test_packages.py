from __future__ import annotations

import sqlite3
import subprocess
import sys
import warnings
from contextlib import closing
from pathlib import Path

from exports.exporting import run_export
from exports.formats import find_format
from exports.selection import Selection


def test_the_wacz_validates(hostile: Selection, tmp_path: Path) -> None:
    run_export(find_format("wacz"), hostile, tmp_path / "all.wacz", options={})
    program = str(Path(sys.executable).with_name("wacz"))
    done = subprocess.run(
        [program, "validate", "-f", str(tmp_path / "all.wacz")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_bag_is_valid_and_its_database_opens(hostile: Selection, tmp_path: Path) -> None:
    run_export(find_format("bagit"), hostile, tmp_path / "bag", options={})
    with warnings.catch_warnings():
        # bagit imports pkg_resources, which warns of itself
        warnings.simplefilter("ignore")
        import bagit

        bag = bagit.Bag(str(tmp_path / "bag"))
        bag.validate()
    assert sorted(bag.payload_files()) == ["data/archive.db", "data/archive.wacz", "data/articles.jsonl"]
    with closing(sqlite3.connect(tmp_path / "bag" / "data" / "archive.db")) as database:
        assert database.execute("SELECT count(*) FROM articles").fetchone() == (12,)
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
