from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive.errors import BadInput, ExportRefused
from exports.bundle import verify_bundle
from exports.cli import export
from exports.formats import formats
from exports.selection import open_selection, read_conditions
from exports.urls_cli import urls


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(export, [str(word) for word in words], catch_exceptions=False)


def test_list_shows_every_format_with_what_it_is() -> None:
    lines = run("--list").output.splitlines()
    assert any(line.startswith("hugo, markdown ") for line in lines)
    assert all(len(line.split(None, 1)) == 2 for line in lines)


def test_jsonl_has_a_line_an_article_with_the_promised_keys(hostile_folder: Path, tmp_path: Path) -> None:
    result = run("jsonl", "--from", hostile_folder, "--to", tmp_path / "all.jsonl")
    assert result.output.startswith("12 articles")
    rows = [json.loads(line) for line in (tmp_path / "all.jsonl").read_text().splitlines()]
    assert len(rows) == 12
    keys = ["url", "title", "authors", "published_at", "body_text", "body_html", "tags", "comments", "comment_status"]
    assert list(rows[0])[:9] == keys
    assert rows[0]["authors"] == ["Anne Altman", "Dan Pelino"]
    first, second = rows[0]["comments"][:2]
    assert {"id", "parent", "author", "posted_at", "subject", "text"} <= set(first)
    assert (first["author"], first["subject"]) == ("Alan Ernst", "Say NO to MEXICO!!!!")
    assert second["parent"] == first["id"]
    assert rows[0]["capture"]["warc_file"] == "old.warc.gz"


@pytest.mark.parametrize(
    ("conditions", "count"),
    [
        (["tag=energy"], 2), (["author=Dan Pelino"], 1), (["after=2015"], 7), (["before=2014-01-01"], 1),
        (["after=2014", "before=2015"], 3), (["comment_count > 0"], 2), (["tag=energy", "comment_count > 2"], 1),
        (["date_published IS NULL"], 1),
    ],
)  # fmt: skip
def test_where_limits_what_is_exported(conditions: list[str], count: int, hostile_folder: Path) -> None:
    with open_selection(hostile_folder, conditions=read_conditions(conditions)) as archive:
        assert archive.count == count


def test_a_condition_that_is_no_sql_is_told(hostile_folder: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no_such_column"):
        run("jsonl", "--from", hostile_folder, "--to", tmp_path / "x", "--where", "no_such_column = 1")
    assert list(tmp_path.iterdir()) == []


def test_conditions_cannot_write(hostile_folder: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        run("jsonl", "--from", hostile_folder, "--to", tmp_path / "x", "--where", "1); DELETE FROM articles; --")
    with open_selection(hostile_folder) as archive:
        assert archive.count == 12


def test_a_dry_run_tells_what_would_be_lost(hostile_folder: Path) -> None:
    shown = run("ghost", "--from", hostile_folder, "--dry-run").output
    assert "ghost would hold 12 articles, 6 comments, 3 people, 5 tags, 4 images and documents." in shown
    assert "comment                       Ghost imports no comments" in shown
    assert "truncated  article.title" in shown


def test_an_export_in_the_way_is_refused_and_replaced_when_asked(hostile_folder: Path, tmp_path: Path) -> None:
    run("csl", "--from", hostile_folder, "--to", tmp_path / "x")
    with pytest.raises(ExportRefused):
        run("csl", "--from", hostile_folder, "--to", tmp_path / "x")
    assert run("csl", "--from", hostile_folder, "--to", tmp_path / "x", "--replace").exit_code == 0


def test_every_export_says_in_a_ledger_what_was_lost(hostile_folder: Path, tmp_path: Path) -> None:
    run("movable-type", "--from", hostile_folder, "--to", tmp_path / "x")
    ledger = (tmp_path / "x" / "oldface" / "losses.csv").read_text()
    assert "no place,comment.parent,2," in ledger


def test_urls_prints_what_there_is_to_decide(hostile_folder: Path, tmp_path: Path) -> None:
    words = [
        "--from",
        str(hostile_folder),
        "--pattern",
        "/news/{year}/{slug}/",
        "--to",
        str(tmp_path / "r"),
        "--strict",
    ]
    result = CliRunner().invoke(urls, words, catch_exceptions=False)
    assert result.exit_code == 1
    assert "collision: http://old.example/news/second" in result.output
    assert "orphan: http://old.example/blog" in result.output
    assert "loop: http://old.example/loop/a" in result.output
    assert (tmp_path / "r" / "nginx" / "oldface-http.conf").is_file()


def test_decided_addresses_leave_nothing_to_decide(hostile_folder: Path, tmp_path: Path) -> None:
    decided = tmp_path / "decided.csv"
    decided.write_text(
        "old_url,new_url\nhttp://old.example/news/second,/chosen/\nhttp://old.example/blog,/news/\n"
        "http://old.example/loop/a,410\nhttp://old.example/about.php,/about/\nhttp://old.example/loop/b,410\n"
    )
    words = ["--from", str(hostile_folder), "--map", str(decided), "--page", "tag=/topics/{slug}/"]
    result = CliRunner().invoke(urls, words, catch_exceptions=False)
    assert "problems/orphan" not in result.output
    assert "problems/collision" not in result.output


@pytest.mark.parametrize("name", sorted(formats()))
def test_the_command_of_every_format_writes_it(name: str, hostile_folder: Path, tmp_path: Path) -> None:
    result = run(name, "--from", hostile_folder, "--to", tmp_path / name, "--quiet")
    assert result.exit_code == 0, result.output
    assert verify_bundle(tmp_path / name) == []


def test_an_option_of_a_format_reaches_it(hostile_folder: Path, tmp_path: Path) -> None:
    for kinds, count in (("other", 1), ("", 0)):
        run("wxr", "--from", hostile_folder, "--to", tmp_path / f"w{kinds}", "--pages", kinds, "--page", "tag=/topics/")
        assert (tmp_path / f"w{kinds}" / "wordpress.xml").read_text().count("<wp:post_type>page<") == count
