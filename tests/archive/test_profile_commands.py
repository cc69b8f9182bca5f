"""oldface profile: a draft from captured pages, and what a profile changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.errors import NotFound
from archive.page_sources import read_sources
from archive.profile_cli import profile
from archive.profile_drafting import draft_profile
from archive.profile_files import load_profile, profile_text
from archive.profile_trial import try_profile

TOPICS = ("paint", "rope", "tar", "gulls", "cranes", "gloves")


def write_site(folder: Path) -> None:
    """Six articles of one template, as saved from a browser."""
    for number, topic in enumerate(TOPICS, 1):
        prose = "".join(
            f"<p>This is what {name} of the {topic} means to us at the yard, and why we write so much of it here.</p>"
            for name in ("the smell", "the price", "the colour")
        )
        (folder / f"{topic}.html").write_text(
            f"<!doctype html><title>On {topic} - The Yard</title>"
            f'<link rel="canonical" href="http://yard.example/blog/{topic}">'
            '<body class="post-page"><div id="site-nav"><ul><li><a href="/">Home</a></li><li><a href="/b">Blog</a></li>'
            '<li><a href="/jobs">Jobs</a></li></ul></div><div class="wrap"><h1 class="headline">On '
            f'{topic}</h1><p class="byline">By <a href="/ann">Ann Lee</a>, 1{number} May 2013</p>'
            f'<div class="story">{prose}</div></div><footer id="foot"><p>The Yard, Slip 4</p></footer></body>',
            encoding="utf-8",
        )


def test_a_draft_names_what_the_parsers_found_by_stable_names(tmp_path: Path) -> None:
    write_site(tmp_path)
    draft = draft_profile("http://yard.example/blog/paint", read_sources(tmp_path))
    assert draft.page_count == len(TOPICS)
    assert draft.profile.hosts == ("yard.example",)
    assert draft.profile.scope == ("http://yard.example/blog/",)
    assert draft.profile.regions["title"] == (".headline",)
    assert draft.profile.regions["body"] == (".story",)
    assert draft.profile.navigation["menu"] == ("#site-nav",)
    assert "6 of 6 pages" in draft.notes["regions.body"]


def test_a_draft_changes_nothing_where_it_agrees_with_the_parsers(tmp_path: Path) -> None:
    write_site(tmp_path)
    draft = draft_profile("http://yard.example/blog/paint", read_sources(tmp_path))
    for trial in try_profile(draft.profile, read_sources(tmp_path)):
        assert [c.field for c in trial.changes if c.field in ("title", "body", "navigation", "comments")] == []


def test_a_draft_of_a_page_that_was_not_captured_is_refused(tmp_path: Path) -> None:
    write_site(tmp_path)
    with pytest.raises(NotFound):
        draft_profile("http://yard.example/blog/nothing", read_sources(tmp_path))


def test_new_writes_a_file_that_test_can_read(tmp_path: Path) -> None:
    write_site(tmp_path)
    file = tmp_path / "profiles" / "yard.toml"
    made = CliRunner().invoke(
        profile, ["new", "http://yard.example/blog/paint", "--from", str(tmp_path), "--into", str(file)]
    )
    assert made.exit_code == 0, made.output
    assert load_profile(file).name == "yard-example"
    tried = CliRunner().invoke(profile, ["test", str(file), "--from", str(tmp_path)])
    assert tried.exit_code == 0, tried.output
    assert "6 pages tried" in tried.output


def test_an_existing_file_is_left_alone(tmp_path: Path) -> None:
    write_site(tmp_path)
    file = tmp_path / "mine.toml"
    file.write_text("precious", encoding="utf-8")
    result = CliRunner().invoke(
        profile, ["new", "http://yard.example/blog/tar", "--from", str(tmp_path), "--into", str(file)]
    )
    assert result.exit_code != 0
    assert file.read_text(encoding="utf-8") == "precious"


def test_what_a_profile_changes_is_shown_before_and_after(tmp_path: Path) -> None:
    write_site(tmp_path)
    file = tmp_path / "yard.toml"
    file.write_text('hosts = ["yard.example"]\n[regions]\ntitle = "#foot p"\ntags = ".nowhere"\n', encoding="utf-8")
    result = CliRunner().invoke(profile, ["test", str(file), "--from", str(tmp_path)])
    assert "    - On gulls\n    + The Yard, Slip 4" in result.output
    assert "regions.tags selects nothing on 6 of 6 pages." in result.output


def test_a_draft_as_text_is_a_profile_again(tmp_path: Path) -> None:
    write_site(tmp_path)
    draft = draft_profile("http://yard.example/blog/rope", read_sources(tmp_path))
    file = tmp_path / "draft.toml"
    file.write_text(profile_text(draft.profile, comments=draft.notes), encoding="utf-8")
    assert load_profile(file).regions == draft.profile.regions


def test_pages_of_an_archive_folder_are_read_with_their_day(demo_folder: Path) -> None:
    pages = list(read_sources(demo_folder, limit=3))
    assert len(pages) == 3
    assert all(page.day == "2014-03-31" and page.payload for page in pages)


def test_a_folder_without_pages_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        list(read_sources(tmp_path))
