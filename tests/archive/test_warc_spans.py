"""However a WARC file is cut into spans, together they give what one pass over it gives."""

from __future__ import annotations

import gzip
import random
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from archive.errors import TruncatedRecord
from archive.parse_parts import dump_spans, load_spans
from archive.parse_rows import Row
from archive.span_chain import SpanChain
from archive.span_rows import SpanRows, give_up_reading, read_span
from archive.store.file_state import FileState
from archive.warc_places import PlacedWarc
from archive.warc_spans import Span, spans_of

MakeWarc = Callable[..., Path]
WHOLE = 1 << 40


def rows_of(path: Path, span_bytes: int, state: FileState | None = None) -> tuple[dict[str, list[Row]], int]:
    """(rows by table, of warc_files the last one; how many spans were read again) of the file."""
    state = state or FileState()
    chain = SpanChain(path.name, state)
    tables: dict[str, list[Row]] = {}
    again = 0

    def read_again(span: Span) -> SpanRows:
        nonlocal again
        again += 1
        return read_span(span)

    for span in spans_of(path, state, span_bytes=span_bytes):
        found = chain.follow(span, load_spans(dump_spans([read_span(span)]))[0], read_again)
        for table, rows in found.tables.items() if found else ():
            tables.setdefault(table, []).extend(rows)
    assert chain.is_over
    tables["warc_files"] = tables["warc_files"][-1:]
    return {table: list(dict.fromkeys(map(tuple, rows))) for table, rows in tables.items()}, again


@pytest.fixture
def warc(make_warc: MakeWarc, tmp_path: Path) -> Path:
    """Thirty records of many sizes, some longer than a span, after a warcinfo."""
    texts = random.Random(5)  # noqa: S311 - made-up pages
    pages = [
        (f"http://a.example/{n}", f"<html><h1>Page {n}</h1>{texts.randbytes(n * 97 % 2500).hex()}</html>".encode())
        for n in range(30)
    ]
    return make_warc(tmp_path / "a.warc.gz", pages, warcinfo={"isPartOf": "crawl-a", "software": "test"})


def other_form(warc: Path, form: str) -> Path:
    """The same records in a file of another kind."""
    plain = gzip.decompress(warc.read_bytes())
    place = warc.parent / "other" / {"plain": "a.warc", "zstd": "a.warc.zst"}.get(form, "a.warc.gz")
    place.parent.mkdir()
    if form == "zstd":
        records = [b"WARC/" + part for part in plain.split(b"WARC/")[1:]]
        place.write_bytes(b"".join(zstandard.compress(record) for record in records))
    elif form == "whole":
        place.write_bytes(gzip.compress(plain))
    elif form == "plain":
        place.write_bytes(plain)
    elif form == "torn":
        place.write_bytes(warc.read_bytes()[:-300])
    elif form == "damaged":
        data = bytearray(warc.read_bytes())
        data[len(data) // 2 : len(data) // 2 + 40] = b"x" * 40
        place.write_bytes(data)
    return place


@pytest.mark.parametrize("form", ["records", "plain", "whole", "zstd", "torn", "damaged"])
def test_spans_of_any_size_give_the_rows_of_one_pass(warc: Path, form: str) -> None:
    path = warc if form == "records" else other_form(warc, form)
    expected, _ = rows_of(path, WHOLE)
    assert len(expected["captures"]) >= 28
    for span_bytes in (400, 1111, 5000, 20_000):
        assert rows_of(path, span_bytes)[0] == expected


def test_borders_are_found_without_reading_what_is_before_them(warc: Path) -> None:
    assert len(spans_of(warc, FileState(), span_bytes=1500)) > 10
    assert rows_of(warc, 1500)[1] == 0


@pytest.mark.parametrize("compresses", [True, False])
def test_a_warc_file_inside_a_record_is_not_taken_for_records(
    make_warc: MakeWarc, tmp_path: Path, compresses: bool
) -> None:
    page = [(f"http://evil.example/{n}", b"<html>no" * 50) for n in range(40)]
    inner = make_warc(tmp_path / "inner.warc", page, gzip=compresses)
    pages = [("http://a.example/1", b"<html>one"), ("http://a.example/download", inner.read_bytes())]
    outer = make_warc(tmp_path / "outer.warc.gz", [*pages, ("http://a.example/2", b"<html>two")], gzip=False)
    if compresses:
        # Stored as it is, as deflate does with what it cannot make smaller: the inner members stand there openly.
        records = [b"WARC/1.1\r\nWARC-Type: response" + part for part in
                   outer.read_bytes().split(b"WARC/1.1\r\nWARC-Type: response")[1:]]  # fmt: skip
        outer.write_bytes(b"".join(gzip.compress(record, 0) for record in records))
    else:
        outer = outer.rename(tmp_path / "outer.warc")
    expected, _ = rows_of(outer, WHOLE)
    assert [row[6] for row in expected["captures"]] == [
        "http://a.example/1", "http://a.example/download", "http://a.example/2",
    ]  # fmt: skip
    read_again = 0
    for span_bytes in (200, 900, 2000):
        rows, again = rows_of(outer, span_bytes)
        assert rows == expected
        read_again += again
    assert read_again > 0


def test_arc_files_are_read_span_by_span_too(tmp_path: Path) -> None:
    records = [
        f"http://a.example/{n} 127.0.0.1 20050102030405 text/html {len(body)}\n".encode() + body + b"\n"
        for n, body in ((n, b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>" + b"x" * n) for n in range(9))
    ]
    head = b"filedesc://a.arc 0.0.0.0 20050102030405 text/plain 13\n1 0 Example\n\n\n"
    path = tmp_path / "a.arc.gz"
    path.write_bytes(b"".join(gzip.compress(record) for record in (head, *records)))
    expected, _ = rows_of(path, WHOLE)
    assert len(expected["captures"]) == 9
    assert rows_of(path, 300)[0] == expected


def test_reading_goes_on_where_it_stopped(warc: Path) -> None:
    expected, _ = rows_of(warc, WHOLE)
    chain = SpanChain(warc.name, FileState())
    first = spans_of(warc, FileState(), span_bytes=9000)[0]
    before = chain.follow(first, read_span(first), read_span)
    assert before is not None
    assert 0 < before.captures < len(expected["captures"])
    rest, _ = rows_of(warc, 4000, chain.state)
    assert before.tables["captures"] + rest["captures"] == expected["captures"]
    assert rest["warc_files"] == expected["warc_files"]


def test_captures_before_any_warcinfo_of_a_span_have_the_crawl_that_came_before(warc: Path) -> None:
    rows, _ = rows_of(warc, 1500)
    assert len(rows["crawls"]) == 1
    assert {row[2] for row in rows["captures"]} == {rows["crawls"][0][0]}


def test_a_span_that_ends_its_worker_is_passed_over_and_told(warc: Path) -> None:
    spans = spans_of(warc, FileState(), span_bytes=9000)
    chain = SpanChain(warc.name, FileState())
    found = [
        chain.follow(span, read_span(span) if n != 1 else give_up_reading(span, TruncatedRecord("It hung")), read_span)
        for n, span in enumerate(spans)
    ]
    problems = [row for rows in found if rows for row in rows.tables.get("problems", [])]
    assert any("It hung" in str(row[6]) for row in problems)
    assert chain.is_over
    captures = [row for rows in found if rows for row in rows.tables.get("captures", [])]
    assert 15 < len(captures) < 30


def test_a_file_by_address_gives_the_same_rows(warc: Path) -> None:
    pytest.importorskip("fsspec")
    expected = [row for span in spans_of(warc, FileState(), span_bytes=5000) for row in captures_of(span)]
    pointer = warc.parent / "there" / "a.warc.gz.at"
    pointer.parent.mkdir()
    pointer.write_text(warc.as_uri() + "\n")
    spans = spans_of(pointer, FileState(), span_bytes=5000)
    assert spans[0].warc == PlacedWarc("a.warc.gz", warc.as_uri())
    assert [row for span in spans for row in captures_of(span)] == expected
    assert len(expected) == 30


def captures_of(span: Span) -> list[Row]:
    """The captures of one span, read for itself."""
    return read_span(span).tables.get("captures", [])
