"""Parsing again says how many pages were read again, of which site, and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.ingest import IngestOptions, ingest
from archive.ingest_cli import ingest as ingest_command
from archive.store.dump import dump
from archive.store.writing import ArchiveWriter

HERE = IngestOptions(workers=0)
SITE = "blog.example.com"
SEVERAL = 6
MakeWarc = Callable[..., Path]


@pytest.fixture
def folder(
    tmp_path: Path, make_warc: MakeWarc, article_html: Callable[..., bytes], prose: Callable[[int], str]
) -> Path:
    """An archive of one site whose pages share a footer."""
    pages = [
        (f"http://{SITE}/{n}", article_html(f"Story {n}", prose(n), more="<footer>All of us, since 1911.</footer>"))
        for n in range(SEVERAL)
    ]
    into = tmp_path / "archive"
    ingest([make_warc(tmp_path / "from" / "a.warc.gz", pages)], into=into, options=HERE)
    return into


def change(folder: Path, sql: str) -> None:
    with ArchiveWriter(folder) as writer, writer.transaction():
        writer.connection.execute(sql)
        writer.set_info("is_finished", "0")


def test_pages_parsed_for_the_first_time_are_not_parsed_again(folder: Path, tmp_path: Path) -> None:
    summary = ingest([folder / "warc"], into=tmp_path / "other", options=HERE)
    assert summary.pages_parsed == SEVERAL
    assert summary.reparse_reasons == {}


def test_another_version_of_the_parsers_is_a_reason(folder: Path) -> None:
    change(folder, "UPDATE parses SET parser_version = 'old'")
    summary = ingest([folder / "warc"], into=folder, options=replace(HERE, reparse=True))
    assert summary.reparse_reasons == {"parsers": {SITE: SEVERAL}}


def test_what_the_pages_of_a_site_tell_together_is_a_reason(folder: Path) -> None:
    change(folder, "UPDATE parses SET evidence_version = 'earlier'")
    summary = ingest([folder / "warc"], into=folder, options=HERE)
    assert summary.reparse_reasons == {"evidence": {SITE: SEVERAL}}
    assert (summary.changed_parses, summary.unchanged_parses) == (0, SEVERAL)


def test_pages_that_a_change_of_the_evidence_does_not_concern_are_not_parsed(
    folder: Path, tmp_path: Path, make_warc: MakeWarc, article_html: Callable[..., bytes], prose: Callable[[int], str]
) -> None:
    more = [
        (f"http://{SITE}/x{n}", article_html(f"More {n}", prose(n), more="<footer>New owners.</footer>"))
        for n in range(9)
    ]
    warc = make_warc(tmp_path / "from" / "b.warc.gz", more)
    summary = ingest([warc], into=folder, options=HERE)
    assert summary.reparse_reasons == {"evidence": {SITE: SEVERAL}}
    assert (summary.changed_parses, summary.unconcerned_parses) == (0, SEVERAL)
    whole = tmp_path / "whole"
    ingest([folder / "warc"], into=whole, options=HERE)
    assert list(dump(folder)) == list(dump(whole))


def test_a_page_whose_body_the_site_turns_out_to_repeat_is_parsed(
    folder: Path, tmp_path: Path, make_warc: MakeWarc, article_html: Callable[..., bytes], prose: Callable[[int], str]
) -> None:
    repeated = prose(0).split("\n")[0]
    more = [(f"http://{SITE}/x{n}", article_html(f"More {n}", f"{repeated}\n{prose(n + 1)}")) for n in range(9)]
    warc = make_warc(tmp_path / "from" / "b.warc.gz", more)
    summary = ingest([warc], into=folder, options=HERE)
    assert (summary.changed_parses, summary.unconcerned_parses) == (1, SEVERAL - 1)
    assert set(summary.changed_fields) == {"body"}
    whole = tmp_path / "whole"
    ingest([folder / "warc"], into=whole, options=HERE)
    assert list(dump(folder)) == list(dump(whole))


def test_a_new_profile_of_the_site_is_a_reason_and_so_is_taking_it_away(folder: Path) -> None:
    profile = folder / "profiles" / "site.toml"
    profile.parent.mkdir()
    profile.write_text(f'hosts = ["{SITE}"]\n[regions]\ntitle = "footer"\n', encoding="utf-8")
    added = ingest([folder / "warc"], into=folder, options=HERE)
    profile.unlink()
    taken = ingest([folder / "warc"], into=folder, options=HERE)
    assert added.reparse_reasons == taken.reparse_reasons == {"profile": {SITE: SEVERAL}}
    assert added.changed_fields["title"] == taken.changed_fields["title"] == SEVERAL


def test_the_command_says_why(folder: Path) -> None:
    change(folder, "UPDATE parses SET evidence_version = 'earlier'")
    done = CliRunner().invoke(ingest_command, [str(folder / "warc"), "--into", str(folder), "--workers", "0"])
    told = " ".join(done.output.split())
    assert f"{SEVERAL} because what the pages of their site tell together has changed: {SITE}" in told
