"""The commands that show what the parsers say: `oldface parse` and `oldface regions`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.parse_cli import parse, regions

KEYS = {
    "id", "title", "authors", "published", "body_text", "comments", "navigation", "notices", "kind", "language",
}  # fmt: skip


@pytest.fixture
def page_file(tmp_path: Path, article_html: Callable[..., bytes]) -> Path:
    body = "\n".join(f"The {n}. paragraph says what it has to say, at length, and ends." for n in range(6))
    file = tmp_path / "page.html"
    file.write_bytes(article_html("A Title of Its Own", body))
    return file


def lines_of(*pages: object) -> str:
    return "\n".join(page if isinstance(page, str) else json.dumps(page) for page in pages)


def test_one_page_comes_out_as_json(page_file: Path) -> None:
    result = CliRunner().invoke(parse, [str(page_file), "--url", "https://example.org/2014/post"])
    record = json.loads(result.stdout)
    assert record["title"] == "A Title of Its Own"
    assert record["body_text"].startswith("The 0. paragraph")


def test_the_full_record_holds_the_segments(page_file: Path) -> None:
    record = json.loads(CliRunner().invoke(parse, [str(page_file), "--full"]).stdout)
    assert {segment["region"] for segment in record["segments"]} >= {"title", "body"}


def test_pages_are_answered_in_order_with_the_agreed_keys(page_file: Path) -> None:
    html = page_file.read_text()
    given = lines_of({"id": 1, "url": "https://example.org/a", "html": html}, {"id": "b", "url": None, "html": html})
    result = CliRunner().invoke(parse, ["--jsonl"], input=given)
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert [record["id"] for record in records] == [1, "b"]
    assert all(set(record) == KEYS for record in records)


def test_a_page_that_cannot_be_parsed_gives_its_id_and_the_run_goes_on() -> None:
    big = {"id": "big", "html": "x" * 64_000_001}
    given = lines_of({"id": "x"}, "no json", big, "", {"id": "y", "html": "<p>text"})
    result = CliRunner().invoke(parse, ["--jsonl"], input=given)
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert [record["id"] for record in records] == ["x", None, "big", "y"]
    assert ["error" in record for record in records] == [True, True, True, False]
    assert "64000001 characters" in records[2]["error"]
    assert "3 of the pages" in result.stderr


def test_lone_surrogates_can_be_written() -> None:
    result = CliRunner().invoke(parse, ["--jsonl"], input='{"id": 1, "html": "<p>a \\ud800 b"}')
    assert result.exit_code == 0
    assert json.loads(result.stdout)["id"] == 1


def test_regions_end_with_the_count_of_nodes_and_none_unassigned(page_file: Path) -> None:
    result = CliRunner().invoke(regions, [str(page_file)])
    assert "[title]" in result.stdout
    assert result.stdout.splitlines()[-2].startswith("text nodes: ")
    assert result.stdout.splitlines()[-1] == "unassigned: 0"


def test_the_coloured_page_runs_nothing_and_names_each_region(page_file: Path, tmp_path: Path) -> None:
    page_file.write_text(
        page_file.read_text().replace("<article>", "<article><p>&lt;script&gt;alert(1)&lt;/script&gt;</p>")
    )
    out = tmp_path / "regions.html"
    assert CliRunner().invoke(regions, [str(page_file), "--html", str(out)]).exit_code == 0
    html = out.read_text(encoding="utf-8")
    assert "<script" not in html
    assert 'class="title"' in html
    assert 'class="body"' in html


def test_a_missing_file_is_told_with_what_to_do() -> None:
    result = CliRunner().invoke(regions, ["nowhere.html"])
    assert "nowhere.html" in str(result.exception)
    assert "--from" in str(result.exception)
