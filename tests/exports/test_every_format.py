"""What holds for every format: it is listed, its help teaches, its bytes repeat, and nothing dangerous is in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.errors import ExportRefused
from exports.bundle import verify_bundle
from exports.cli import export
from exports.exporting import dry_run, run_export
from exports.formats import find_format, formats
from exports.losses import Field
from exports.selection import open_selection, read_conditions
from exports.url_map import UrlRules

NAMES = sorted(formats())
WHOLE_ONLY = {"wacz", "bagit"}
AS_RECORDED = {"dataset", "sqlite"}  # the tables themselves: links.href_raw is what a page wrote, kept as data


def write(name: str, folder: Path, target: Path, **options: object) -> None:
    format_ = find_format(name)
    rules = UrlRules(pattern=format_.pattern, unique_slugs=format_.unique_slugs)
    with open_selection(folder, rules=rules) as archive:
        run_export(format_, archive, target, options=options)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", NAMES)
def test_the_same_archive_gives_the_same_bytes(name: str, hostile_folder: Path, tmp_path: Path) -> None:
    for target in ("one", "two"):
        write(name, hostile_folder, tmp_path / target)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert verify_bundle(tmp_path / "one") == []


@pytest.mark.parametrize("name", sorted(set(NAMES) - WHOLE_ONLY - AS_RECORDED - {"site"}))
def test_no_script_of_the_old_site_is_in_an_export(name: str, hostile_folder: Path, tmp_path: Path) -> None:
    write(name, hostile_folder, tmp_path / "out")
    for path, data in contents(tmp_path / "out").items():
        text = data.decode("utf-8", "replace")
        assert "alert(1)" not in text, path
        assert "javascript:" not in text, path
        assert not re.search(r'onclick="x', text), path


@pytest.mark.parametrize("name", NAMES)
def test_a_dry_run_writes_nothing_and_counts_all(name: str, hostile_folder: Path) -> None:
    format_ = find_format(name)
    with open_selection(hostile_folder, rules=UrlRules(pattern=format_.pattern)) as archive:
        plan = dry_run(format_, archive, options={})
    assert (plan.articles, plan.comments, plan.assets) == (12, 6, 4)
    assert all(lost.count > 0 and lost.fate for lost in plan.fields)


@pytest.mark.parametrize("name", NAMES)
def test_help_of_a_format_shows_its_options_and_losses(name: str) -> None:
    shown = CliRunner().invoke(export, [name, "--help"]).output
    for option in find_format(name).options:
        assert "--" + option.name.replace("_", "-") in shown
    for field in find_format(name).losses:
        assert field.value in shown
    assert set(find_format(name).losses) <= set(Field)


@pytest.mark.parametrize("name", sorted(set(NAMES) - WHOLE_ONLY))
def test_an_empty_selection_is_a_valid_export(name: str, hostile_folder: Path, tmp_path: Path) -> None:
    format_ = find_format(name)
    with open_selection(hostile_folder, conditions=read_conditions(["before=1900"])) as archive:
        summary = run_export(format_, archive, tmp_path / "out", options={})
    assert summary.articles == 0
    assert verify_bundle(tmp_path / "out") == []


@pytest.mark.parametrize("name", sorted(WHOLE_ONLY))
def test_whole_packages_refuse_conditions(name: str, hostile_folder: Path, tmp_path: Path) -> None:
    with (
        open_selection(hostile_folder, conditions=read_conditions(["tag=no"])) as archive,
        pytest.raises(ExportRefused, match="whole"),
    ):
        run_export(find_format(name), archive, tmp_path / "out", options={})
    assert not (tmp_path / "out").exists()
