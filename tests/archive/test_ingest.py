"""Ingesting: the same WARC files give the same rows, whatever the order, the interruptions and the way."""

from __future__ import annotations

import gzip
import json
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.errors import ArchiveInUse, BadInput, NotAWarc
from archive.ingest import IngestOptions, IngestSummary, Progress, follow, ingest
from archive.ingest_cli import ingest as ingest_command
from archive.store import Archive
from archive.store.dump import dump
from archive.store.writing import ArchiveWriter

HERE = IngestOptions(workers=0)
MakeWarc = Callable[..., Path]
MakeArticle = Callable[..., bytes]


@pytest.fixture
def warcs(tmp_path: Path, make_warc: MakeWarc, article_html: MakeArticle, prose: Callable[[int], str]) -> list[Path]:
    """Three crawls of one site: new pages, changed pages, gone pages, pages under two addresses."""
    site = "http://blog.example.com"
    folder = tmp_path / "from"
    pages = [(f"{site}/{n}", article_html(f"Story {n}", prose(n), day=f"2014-02-{n + 1:02d}")) for n in range(6)]
    first = make_warc(folder / "b.warc.gz", pages[:4], warcinfo={"software": "one", "isPartOf": "crawl-b"})
    changed = [(pages[0][0], article_html("Story 0", prose(40), author="Bo Ek")), *pages[3:]]
    second = make_warc(folder / "a.warc.gz", changed, date="2015-01-01T00:00:00Z", warcinfo={"software": "two"})
    third = make_warc(
        folder / "c.warc", [(f"{site}/9?utm_source=x", pages[2][1])], date="2013-01-01T00:00:00Z", gzip=False
    )
    return [first, second, third]


def rows_of(folder: Path) -> list[str]:
    return list(dump(folder))


def test_deleting_the_database_and_ingesting_again_gives_the_same_rows(warcs: list[Path], tmp_path: Path) -> None:
    ingest(warcs, into=tmp_path / "x", options=HERE)
    before = rows_of(tmp_path / "x")
    (tmp_path / "x" / "archive.db").unlink()
    ingest([tmp_path / "x" / "warc"], into=tmp_path / "x", options=HERE)
    assert rows_of(tmp_path / "x") == before
    assert sum("INSERT INTO articles" in row for row in before) >= 5


def test_the_order_of_files_changes_nothing(warcs: list[Path], tmp_path: Path) -> None:
    dumps = []
    for number, order in enumerate(permutations(warcs)):
        folder = tmp_path / f"order-{number}"
        for path in order:
            ingest([path], into=folder, options=HERE)
        dumps.append(rows_of(folder))
    assert all(rows == dumps[0] for rows in dumps[1:])


def test_ingesting_again_changes_nothing(warcs: list[Path], tmp_path: Path) -> None:
    ingest(warcs, into=tmp_path / "x", options=HERE)
    before = rows_of(tmp_path / "x")
    summary = ingest(warcs, into=tmp_path / "x", options=HERE)
    assert (summary.files_read, summary.captures, summary.pages_parsed) == (0, 0, 0)
    assert rows_of(tmp_path / "x") == before


def test_worker_processes_give_the_same_rows(
    warcs: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.parse_archive._FEWEST_FOR_WORKERS", 1)
    monkeypatch.setattr("archive.ingest.FEWEST_BYTES_FOR_WORKERS", 1)
    ingest(warcs, into=tmp_path / "x", options=HERE)
    ingest(warcs, into=tmp_path / "y", options=replace(HERE, workers=2, span_bytes=900))
    assert rows_of(tmp_path / "x") == rows_of(tmp_path / "y")


def test_metadata_before_its_capture_counts_wherever_the_file_is_cut(warcs: list[Path], tmp_path: Path) -> None:
    block = b"fetchTimeMs: 77\r\nhopsFromSeed: LE\r\n"
    head = (
        b"WARC/1.1\r\nWARC-Type: metadata\r\nWARC-Record-ID: <urn:test:m>\r\nWARC-Date: 2014-03-31T12:00:00Z\r\n"
        b"WARC-Concurrent-To: <urn:test:b.warc.gz:3:2014-03-31T12:00:00Z>\r\nContent-Type: application/warc-fields\r\n"
        b"Content-Length: %d\r\n\r\n" % len(block)
    )
    warcs[0].write_bytes(gzip.compress(head + block + b"\r\n\r\n") + warcs[0].read_bytes())
    for span_bytes in (300, 1 << 20):
        folder = tmp_path / f"x-{span_bytes}"
        ingest([warcs[0]], into=folder, options=replace(HERE, span_bytes=span_bytes))
        with ArchiveWriter(folder) as writer:
            query = "SELECT hop_path, fetch_milliseconds FROM captures WHERE hop_path IS NOT NULL"
            assert list(writer.rows(query)) == [("LE", 77)]


def test_a_followed_crawl_gives_the_same_rows(warcs: list[Path], tmp_path: Path) -> None:
    ingest(warcs, into=tmp_path / "later", options=HERE)
    live = tmp_path / "live"
    (live / "warc").mkdir(parents=True)
    steps = crawl_slowly(sorted(warcs), live / "warc")
    follow(live, options=HERE, has_ended=lambda _: next(steps, True))
    assert rows_of(live) == rows_of(tmp_path / "later")


@pytest.mark.parametrize("beginning", [0, 40])
def test_a_file_that_a_killed_crawl_only_began_leaves_nothing_behind(
    warcs: list[Path], tmp_path: Path, beginning: int
) -> None:
    folder = tmp_path / "live" / "warc"
    folder.mkdir(parents=True)
    (folder / "began.warc.gz.open").write_bytes(warcs[0].read_bytes()[:beginning])
    follow(folder.parent, options=HERE, has_ended=lambda _: True)
    (folder / "began.warc.gz.open").unlink()  # as the next crawl does
    ingest([warcs[0]], into=folder.parent, options=HERE)
    ingest([warcs[0]], into=tmp_path / "alone", options=HERE)
    assert rows_of(folder.parent) == rows_of(tmp_path / "alone")


def crawl_slowly(warcs: list[Path], folder: Path) -> Iterator[bool]:
    """Lets files grow by odd pieces under their .open names, as a crawler does; True at the end."""
    for path in warcs:
        data = path.read_bytes()
        growing = folder / f"{path.name}.open"
        for end in range(0, len(data), 613):
            growing.write_bytes(data[:end])
            yield False
        growing.write_bytes(data)
        yield False
        growing.rename(folder / path.name)
        yield False


class Stopped(Exception):
    """Stands for a kill: nothing after it runs."""


def test_a_run_stopped_anywhere_is_finished_by_the_next(warcs: list[Path], tmp_path: Path) -> None:
    ingest(warcs, into=tmp_path / "whole", options=HERE)
    expected = rows_of(tmp_path / "whole")
    options = replace(HERE, span_bytes=1500)
    steps = 0
    while True:
        folder = tmp_path / f"stopped-{steps}"
        left = steps

        def stop_in_time(_: Progress) -> None:
            nonlocal left
            left -= 1
            if left < 0:
                raise Stopped

        try:
            ingest(warcs, into=folder, options=options, progress=stop_in_time)
            break
        except Stopped:
            ingest(warcs, into=folder, options=options)
            assert rows_of(folder) == expected
        steps += 1
    assert steps > 10


def test_a_killed_process_loses_nothing(warcs: list[Path], tmp_path: Path) -> None:
    ingest(warcs, into=tmp_path / "whole", options=HERE)
    script = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom archive.ingest import IngestOptions, ingest\n"
        "left = int(sys.argv[3])\n"
        "def stop(_):\n    global left\n    left -= 1\n    if left < 0: os.kill(os.getpid(), signal.SIGKILL)\n"
        "ingest([Path(sys.argv[2])], into=Path(sys.argv[1]), options=IngestOptions(workers=0, span_bytes=500),"
        " progress=stop)\n"
    )
    folder = tmp_path / "killed"
    for moment in (1, 2, 3):
        done = subprocess.run([sys.executable, "-c", script, folder, warcs[0].parent, str(moment)], check=False)
        assert done.returncode == -signal.SIGKILL
    ingest(warcs, into=folder, options=HERE)
    assert rows_of(folder) == rows_of(tmp_path / "whole")


def test_a_package_gives_the_same_articles_as_its_files(warcs: list[Path], tmp_path: Path) -> None:
    package = tmp_path / "site.wacz"
    with zipfile.ZipFile(package, "w") as out:
        for path in warcs:
            out.write(path, f"archive/{path.name}")
    ingest([package], into=tmp_path / "p", options=HERE)
    ingest(warcs, into=tmp_path / "f", options=HERE)
    assert rows_of(tmp_path / "p") == rows_of(tmp_path / "f")


@pytest.mark.parametrize("make", ["plain", "whole"])
def test_any_compression_gives_the_same_articles(warcs: list[Path], tmp_path: Path, make: str) -> None:
    data = gzip.decompress(warcs[0].read_bytes())
    other = tmp_path / "other" / ("b.warc" if make == "plain" else "b.warc.gz")
    other.parent.mkdir()
    other.write_bytes(data if make == "plain" else gzip.compress(data))
    ingest([warcs[0]], into=tmp_path / "x", options=HERE)
    ingest([other], into=tmp_path / "y", options=HERE)
    with Archive(tmp_path / "x") as x, Archive(tmp_path / "y") as y:
        texts = [[(a.url, a.headline, a.body_text) for a in archive.articles()] for archive in (x, y)]
        assert texts[0] == texts[1]
        assert len(texts[0]) == 4
        article = next(iter(y.articles()))
        assert article.headline is not None
        assert article.headline.encode() in y.payload(article.capture.id)


def test_two_files_of_one_name_are_both_kept(make_warc: MakeWarc, article_html: MakeArticle, tmp_path: Path) -> None:
    one = make_warc(tmp_path / "1" / "x.warc.gz", [("http://a.example/", article_html("One", "Text"))])
    two = make_warc(tmp_path / "2" / "x.warc.gz", [("http://b.example/", article_html("Two", "More text"))])
    summary = ingest([one, two], into=tmp_path / "x", options=HERE)
    assert summary.totals["warc_files"] == 2
    assert len(list((tmp_path / "x" / "warc").iterdir())) == 2


def test_a_package_cannot_write_outside_the_folder(warcs: list[Path], tmp_path: Path) -> None:
    package = tmp_path / "evil.wacz"
    with zipfile.ZipFile(package, "w") as out:
        out.write(warcs[0], "../../../outside.warc.gz")
    ingest([package], into=tmp_path / "deep" / "x", options=HERE)
    assert not list(tmp_path.glob("outside*"))
    assert (tmp_path / "deep" / "x" / "warc" / "outside.warc.gz").is_file()


def test_a_record_in_two_files_is_one_capture(warcs: list[Path], tmp_path: Path) -> None:
    again = shutil.copy(warcs[0], tmp_path / "copy-of-b.warc.gz")
    for number, order in enumerate(([warcs[0], Path(again)], [Path(again), warcs[0]])):
        for path in order:
            ingest([path], into=tmp_path / str(number), options=HERE)
    with Archive(tmp_path / "0") as archive:
        assert archive.count("captures") == 4
    assert rows_of(tmp_path / "0") == rows_of(tmp_path / "1")


def test_a_torn_file_is_read_to_its_tear_and_reported(warcs: list[Path], tmp_path: Path) -> None:
    torn = tmp_path / "torn.warc.gz"
    torn.write_bytes(warcs[0].read_bytes()[:-50])
    summary = ingest([torn], into=tmp_path / "x", options=HERE)
    assert (summary.torn, summary.totals["articles"]) == (("torn.warc.gz",), 3)
    with Archive(tmp_path / "x") as archive:
        (problem,) = archive.database.query("SELECT code, message, next_step FROM problems WHERE code = 'warc.torn'")
        assert "torn.warc.gz at byte" in problem["message"]
        assert "oldface check" in problem["next_step"]


def test_a_page_that_cannot_be_parsed_is_a_problem_and_the_rest_goes_on(
    make_warc: MakeWarc, article_html: MakeArticle, prose: Callable[[int], str], tmp_path: Path
) -> None:
    big = b"<html><body><h1>Big</h1>" + b"<p>word</p>" * 20_000
    pages = [("http://e.example/big", big), ("http://e.example/a", article_html("Fine", prose(1)))]
    path = make_warc(tmp_path / "p.warc.gz", pages)
    summary = ingest([path], into=tmp_path / "x", options=replace(HERE, longest_page_bytes=100_000))
    assert summary.totals["articles"] == 1
    with Archive(tmp_path / "x") as archive:
        (problem,) = archive.database.query("SELECT code, url, capture_id FROM problems")
        assert (problem["code"], problem["url"]) == ("page.too-large", "http://e.example/big")
        assert archive.capture(problem["capture_id"]).target_uri == "http://e.example/big"


def test_every_reference_leads_to_a_row(warcs: list[Path], tmp_path: Path, demo_folder: Path) -> None:
    ingest(warcs, into=tmp_path / "x", options=HERE)
    for folder in (tmp_path / "x", demo_folder):
        with Archive(folder) as archive:
            assert list(archive.database.query("PRAGMA foreign_key_check")) == []


def test_one_writer_at_a_time(tmp_path: Path, warcs: list[Path]) -> None:
    with ArchiveWriter(tmp_path / "x"), pytest.raises(ArchiveInUse):
        ingest(warcs, into=tmp_path / "x", options=HERE)


def test_a_file_that_is_no_warc_does_not_stop_the_others(warcs: list[Path], tmp_path: Path) -> None:
    (warcs[0].parent / "aaa.warc.gz").write_bytes(b"<html>not a WARC at all")
    summary = ingest([warcs[0].parent], into=tmp_path / "x", options=HERE)
    assert summary.totals["articles"] > 4
    assert len(summary.refused) == 1
    assert "aaa.warc.gz" in summary.refused[0]
    with pytest.raises(NotAWarc, match=r"aaa\.warc\.gz"):
        ingest([warcs[0].parent / "aaa.warc.gz"], into=tmp_path / "y", options=HERE)


def test_a_file_in_a_folder_below_is_brought_up(warcs: list[Path], tmp_path: Path) -> None:
    below = tmp_path / "x" / "warc" / "2014"
    below.mkdir(parents=True)
    shutil.copy(warcs[0], below)
    ingest([tmp_path / "x" / "warc"], into=tmp_path / "x", options=HERE)
    with Archive(tmp_path / "x") as archive:
        article = next(archive.articles())
        assert archive.payload(article.capture.id)


def test_the_command_tells_what_it_did_and_by_its_status_how_it_went(warcs: list[Path], tmp_path: Path) -> None:
    folder = str(tmp_path / "x")
    done = CliRunner().invoke(ingest_command, [str(warcs[0]), "--into", folder, "--workers", "0"])
    assert done.exit_code == 0, done.output
    assert "4 articles in the archive" in " ".join(done.output.split())
    torn = tmp_path / "torn.warc.gz"
    torn.write_bytes(warcs[1].read_bytes()[:-40])
    done = CliRunner().invoke(ingest_command, [str(torn), "--into", folder, "--workers", "0", "--json"])
    assert done.exit_code == 1
    assert json.loads(done.stdout)["torn"] == ["torn.warc.gz"]
    refused = CliRunner().invoke(ingest_command, [str(tmp_path / "none"), "--into", folder])
    assert isinstance(refused.exception, BadInput)


@pytest.mark.parametrize("name", ["nothing.warc.gz", "empty-folder"])
def test_a_path_without_warcs_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty-folder").mkdir()
    with pytest.raises(BadInput):
        ingest([tmp_path / name], into=tmp_path / "x", options=HERE)


def test_parsing_again_touches_only_what_changed(
    warcs: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "x"
    ingest(warcs, into=folder, options=HERE)
    before = rows_of(folder)
    with ArchiveWriter(folder) as writer, writer.transaction():
        writer.connection.execute("UPDATE parses SET parser_version = 'old'")
        # As if an earlier parser had read one title otherwise.
        (one,) = next(writer.rows("SELECT id FROM parses ORDER BY id LIMIT 1"))
        writer.connection.execute("UPDATE parses SET rows_sha256 = '', title = 'Wrong' WHERE id = ?", (one,))
    summary = ingest([folder / "warc"], into=folder, options=replace(HERE, reparse=True))
    assert (summary.changed_parses, summary.outdated_parses) == (1, 0)
    assert summary.unchanged_parses == len([row for row in before if row.startswith("INSERT INTO parses ")]) - 1
    assert rows_of(folder) == before


def test_an_outdated_parse_is_told_of(warcs: list[Path], tmp_path: Path) -> None:
    ingest(warcs, into=tmp_path / "x", options=HERE)
    with ArchiveWriter(tmp_path / "x") as writer, writer.transaction():
        writer.connection.execute("UPDATE parses SET parser_version = 'old'")
    summary: IngestSummary = ingest(warcs, into=tmp_path / "x", options=HERE)
    assert summary.outdated_parses == summary.totals["parses"]


def test_links_between_files_are_not_made_unless_asked_for(warcs: list[Path], tmp_path: Path) -> None:
    ingest([warcs[0]], into=tmp_path / "copied", options=HERE)
    ingest([warcs[0]], into=tmp_path / "linked", options=replace(HERE, link=True))
    assert not (tmp_path / "copied" / "warc" / "b.warc.gz").samefile(warcs[0])
    assert (tmp_path / "linked" / "warc" / "b.warc.gz").samefile(warcs[0])


@pytest.mark.parametrize(("given", "kept"), [("ARCHIVE.dat", "ARCHIVE.dat.warc.gz"), ("X.WARC.GZ", "X.WARC.GZ")])
def test_a_file_whose_name_does_not_tell_what_it_is_is_found_again(
    warcs: list[Path], tmp_path: Path, given: str, kept: str
) -> None:
    path = warcs[0].rename(tmp_path / given)
    ingest([path], into=tmp_path / "x", options=HERE)
    ingest([path], into=tmp_path / "x", options=HERE)
    assert [path.name for path in sorted((tmp_path / "x" / "warc").iterdir())] == [kept]
    before = rows_of(tmp_path / "x")
    (tmp_path / "x" / "archive.db").unlink()
    ingest([tmp_path / "x" / "warc"], into=tmp_path / "x", options=HERE)
    assert rows_of(tmp_path / "x") == before


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (gzip.compress(gzip.compress(b"WARC/1.0", mtime=0), mtime=0), "gunzip"),
        (b"BZh91AY&SY", "bunzip2"),
        (b"a.warc.gz" + bytes(248) + b"ustar", "tar xf"),
        (b'{"log": {}}', "har2warc"),
    ],
)
def test_what_is_packed_otherwise_is_refused_with_the_command_that_unpacks_it(
    tmp_path: Path, data: bytes, words: str
) -> None:
    (tmp_path / "x.warc.gz").write_bytes(data)
    with pytest.raises(NotAWarc, match=words):
        ingest([tmp_path / "x.warc.gz"], into=tmp_path / "x", options=HERE)


def derived_warc(path: Path, kind: str, content_type: str) -> Path:
    """A file as tools make of WARC files: a warcinfo, and a record of each page that is not the page."""
    records = [("warcinfo", "application/warc-fields", b"software: made by hand\r\n"), (kind, content_type, b"{}")]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(
        b"".join(
            gzip.compress(
                f"WARC/1.0\r\nWARC-Type: {of}\r\nWARC-Target-URI: http://a.example/\r\nWARC-Date: 2014-03-31T12:00:00Z"
                f"\r\nWARC-Record-ID: <urn:test:{of}>\r\nContent-Type: {media}\r\nContent-Length: {len(block)}"
                "\r\n\r\n".encode()
                + block
                + b"\r\n\r\n"
            )
            for of, media, block in records
        )
    )
    return path


@pytest.mark.parametrize(
    ("name", "kind", "content_type", "told"),
    [
        ("x.warc.wet.gz", "conversion", "text/plain", "WET"),
        ("x.warc.wat.gz", "metadata", "application/json", "WAT"),
    ],
)
def test_a_file_of_what_was_made_of_captures_is_refused_by_its_kind(
    name: str, kind: str, content_type: str, told: str, warcs: list[Path], tmp_path: Path
) -> None:
    derived = derived_warc(tmp_path / "derived" / name, kind, content_type)
    with pytest.raises(NotAWarc, match=told) as refused:
        ingest([derived], into=tmp_path / "x", options=HERE)
    assert "WARC files that it was made from" in str(refused.value)
    summary = ingest([derived, *warcs], into=tmp_path / "y", options=HERE)
    assert len(summary.refused) == 1
    assert summary.totals["articles"] > 4


def test_metadata_of_our_own_is_no_derived_file(tmp_path: Path) -> None:
    info = derived_warc(tmp_path / "info" / "x.warc.gz", "metadata", "application/warc-fields")
    assert ingest([info], into=tmp_path / "x", options=HERE).refused == ()
