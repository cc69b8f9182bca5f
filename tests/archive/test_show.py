"""Pages of the archive are shown, cited, compared and traced."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.cite import citation, cite
from archive.diff import compare
from archive.errors import BadInput, NotFound
from archive.ingest import IngestOptions, ingest
from archive.show_cli import cite as cite_command
from archive.show_cli import diff as diff_command
from archive.show_cli import show as show_command
from archive.show_cli import why as why_command
from archive.store import Archive

URL = "http://blog.example.com/a"


@pytest.fixture
def folder(
    tmp_path: Path, make_warc: Callable[..., Path], article_html: Callable[..., bytes], prose: Callable[[int], str]
) -> Path:
    """One article in three versions: written, unchanged, edited."""
    first = article_html("A story", prose(1), author="Ann Lee")
    edited = article_html("A better story", prose(1) + "\n" + prose(9).split("\n")[0], author="Bo Ek")
    for year, html in ((2013, first), (2014, first), (2015, edited)):
        make_warc(tmp_path / "from" / f"{year}.warc.gz", [(URL, html)], date=f"{year}-01-02T03:04:05Z")
    ingest([tmp_path / "from"], into=tmp_path / "x", options=IngestOptions(workers=0))
    return tmp_path / "x"


def run(command: object, *arguments: str) -> str:
    result = CliRunner().invoke(command, list(arguments), catch_exceptions=False)  # type: ignore[arg-type]
    assert result.exit_code == 0
    return result.output


def test_every_capture_is_a_version_and_unchanged_ones_share_a_parse(folder: Path) -> None:
    with Archive(folder) as archive:
        rows = archive.database.execute("SELECT parse_id, is_changed FROM versions ORDER BY captured_at").fetchall()
    assert [changed for _, changed in rows] == [1, 0, 1]
    assert len({parse for parse, _ in rows}) == 2


def test_the_difference_is_told_by_region(folder: Path) -> None:
    with Archive(folder) as archive:
        found = compare(archive, URL)
    changes = {(change.region, change.kind) for change in found.changes}
    assert ("title", "changed") in changes
    assert ("byline", "removed") in changes
    assert ("byline", "added") in changes
    assert ("body", "added") in changes
    assert found.before.captured_at.startswith("2014")


def test_captures_with_the_same_content_do_not_differ(folder: Path) -> None:
    with Archive(folder) as archive:
        assert compare(archive, URL, "2013", "2014").changes == ()


def test_the_difference_has_a_json_form_and_one_for_people(folder: Path) -> None:
    plain = json.loads(run(diff_command, URL, "--from", str(folder), "--json"))
    assert {change["region"] for change in plain["changes"]} >= {"title", "body"}
    assert "A better story" in run(diff_command, URL, "2013", "2015", "--from", str(folder))


def test_one_version_has_no_difference(demo_folder: Path) -> None:
    with Archive(demo_folder) as archive:
        url = next(archive.articles()).url
        with pytest.raises(BadInput, match="one version"):
            compare(archive, url)


def test_a_citation_names_who_what_when_and_which_record(folder: Path) -> None:
    with Archive(folder) as archive:
        text = citation(archive, URL)
        found = cite(archive, URL, at="2013", prefix="https://archive.example.org/room/")
    assert "Bo Ek: “A better story”" in text
    assert "sha1:" in text
    assert "urn:test:" in text
    assert found.title == "A story"
    assert found.memento_uri == f"https://archive.example.org/room/20130102030405/{URL}"


def test_bibtex_braces_and_signs_are_safe(
    tmp_path: Path, make_warc: Callable[..., Path], article_html: Callable[..., bytes], prose: Callable[[int], str]
) -> None:
    html = article_html("50% of {all} $ &amp; #1 \\end_it", prose(2))
    make_warc(tmp_path / "b.warc.gz", [(URL, html)])
    ingest([tmp_path / "b.warc.gz"], into=tmp_path / "b", options=IngestOptions(workers=0))
    with Archive(tmp_path / "b") as archive:
        text = citation(archive, URL, style="bibtex")
    assert r"50\% of \{all\} \$ \& \#1 \textbackslash{}end\_it" in text
    assert text.count("{") == text.count("}")


def test_csl_json_is_json_with_names_in_parts(folder: Path) -> None:
    (item,) = json.loads(run(cite_command, URL, "--from", str(folder), "--style", "csl-json"))
    assert item["author"] == [{"family": "Ek", "given": "Bo"}]
    assert item["accessed"] == {"date-parts": [[2015, 1, 2]]}


def test_an_article_is_shown_by_any_of_its_addresses(demo_folder: Path) -> None:
    with Archive(demo_folder) as archive:
        article = next(a for a in archive.articles() if any(d.relation == "print" for d in a.addresses))
        print_address = next(d.url for d in article.addresses if d.relation == "print")
    assert (article.headline or "")[:20] in run(show_command, print_address, "--from", str(demo_folder))


def test_the_raw_payload_is_what_was_captured(folder: Path) -> None:
    output = run(show_command, URL, "--from", str(folder), "--raw", "--at", "2013")
    assert output.startswith("<!DOCTYPE html>")
    assert "A story" in output


def test_words_lead_back_to_rule_node_and_record(folder: Path) -> None:
    output = run(why_command, URL, "A better story", "--from", str(folder))
    assert "is title" in output
    assert "/html" in output
    assert "2015.warc.gz at byte" in output.replace("\n", " ")


def test_an_unknown_address_says_what_to_do(folder: Path) -> None:
    with Archive(folder) as archive, pytest.raises(NotFound) as missing:
        cite(archive, "http://nowhere.example/")
    assert "oldface search" in missing.value.next_step


def test_a_picture_that_stands_in_the_text_is_not_named_once_more(demo_folder: Path) -> None:
    with Archive(demo_folder) as archive:
        article = archive.article("http://127.0.0.1:8014/news/2013/05/what-a-hundred-bakers-told-us/")
    assert [use.asset.url in article.body_html for use in article.assets] == [True]
    assert "[image]" not in run(show_command, article.url, "--from", str(demo_folder))
