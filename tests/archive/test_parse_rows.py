"""A payload becomes rows, whatever is in it; stored pages come back as they were."""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Callable
from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.model import Body, Comment, DateFact, PageKind, Title
from archive.parse_rows import Payload, given_up, parse_id_of, parse_rows
from archive.parsed_json import StoredPage, from_json, to_json
from archive.schema_docs import read_sql, schema_docs

URL = "http://e.example/a"
WIDTHS = {doc.name: len(doc.columns) for doc in schema_docs()}


def payload(content: bytes = b"") -> Payload:
    return Payload(URL, f"{len(content):064d}", "utf-8", 7)


def test_every_row_fits_its_table(article_html: Callable[..., bytes], prose: Callable[[int], str]) -> None:
    rows = parse_rows(payload(), article_html("Title", prose(1)), version="v")
    assert rows.tables["links"]
    for table, lines in rows.tables.items():
        assert {len(line) for line in lines} <= {WIDTHS[table]}, table


def test_the_same_page_gives_the_same_rows(article_html: Callable[..., bytes], prose: Callable[[int], str]) -> None:
    html = article_html("Title", prose(1))
    assert parse_rows(payload(), html, version="v") == parse_rows(payload(), html, version="v")


def test_the_version_of_the_parsers_does_not_change_the_digest(article_html: Callable[..., bytes]) -> None:
    html = article_html("Title", "Text")
    assert parse_rows(payload(), html, version="1").rows_sha256 == parse_rows(payload(), html, version="2").rows_sha256


def test_a_lone_surrogate_does_not_reach_the_database() -> None:
    html = (
        b'<html><head><title>Odd</title><script type="application/ld+json">{"@type": "BlogPosting", "headline": "Odd'
        b' \\ud800 one", "author": {"name": "A \\udfff B"}}</script></head><body><h1>Odd</h1><p>Text.</p></body></html>'
    )
    rows = parse_rows(payload(), html, version="v")
    connection = sqlite3.connect(":memory:")
    connection.executescript(read_sql("schema.sql"))
    for table, lines in rows.tables.items():
        connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * WIDTHS[table])})", lines)
    connection.close()


def test_a_page_that_cannot_be_read_has_an_empty_parse_and_a_problem() -> None:
    rows = given_up(payload(), ValueError("odd"), version="v", told="")
    (problem,) = rows.tables["problems"]
    assert problem[5] == "page.parser-fault"
    assert len(rows.tables["parses"]) == 1


def test_the_key_of_a_parse_is_its_content_not_its_fragment() -> None:
    assert parse_id_of(URL, "x", "UTF-8") == parse_id_of(f"{URL}#c1", "x", "utf-8")
    assert parse_id_of(URL, "x", None) != parse_id_of(URL, "y", None)


TEXT = st.text(max_size=20)
DATES = st.builds(DateFact, TEXT, TEXT, TEXT, TEXT, st.none() | st.integers(0, 9))


@settings(max_examples=60, deadline=None)
@given(
    title=st.none() | st.builds(Title, TEXT, TEXT, st.none() | st.integers(0, 9)),
    body=st.none() | st.builds(Body, TEXT, TEXT, st.integers(0, 99)),
    comments=st.lists(
        st.builds(Comment, st.integers(0, 9), TEXT, author=st.none() | TEXT, posted_at=st.none() | DATES), max_size=3
    ),
    kind=st.sampled_from(PageKind),
)
def test_a_stored_page_comes_back_equal(
    title: Title | None, body: Body | None, comments: list[Comment], kind: PageKind
) -> None:
    values: dict[str, object] = {field.name: None for field in fields(StoredPage)}
    values |= dict.fromkeys(("bylines", "tags", "notices", "assets", "addresses"), ())
    values |= {
        "url": URL,
        "kind": kind,
        "title": title,
        "body": body,
        "comments": tuple(comments),
        "node_paths": {"1": "/a"},
    }
    page = StoredPage(**values)  # type: ignore[arg-type]
    assert from_json(to_json(page)) == page


def test_bytes_of_any_kind_give_rows() -> None:
    for content in (b"", b"\x00" * 50, bytes(range(256)), b"<" * 1000, "\ufeff<p>x".encode("utf-16")):
        assert parse_rows(payload(content), content, version="v").tables["parses"]


@pytest.mark.parametrize("name", ["segments", "links", "navigation", "notices", "field_claims", "page_addresses"])
def test_rows_of_a_parse_are_numbered_from_zero(
    article_html: Callable[..., bytes], prose: Callable[[int], str], name: str
) -> None:
    rows = parse_rows(payload(), article_html("Title", prose(1)), version="v")
    assert [row[1] for row in rows.tables[name]] == list(range(len(rows.tables[name])))


@pytest.mark.parametrize("name", ["Ann Lee", "Ann \\ud800 Lee"])
def test_rows_are_the_same_in_another_process(name: str) -> None:
    data = f'{{"@context": "https://schema.org", "@type": "BlogPosting", "author": "{name}"}}'
    content = f"<script type=application/ld+json>{data}</script><h1>Head</h1><p>One <a href=/x>two</a>.".encode()
    rows = parse_rows(payload(content), content, version="v")
    assert "Ann" in str(rows.tables["field_claims"])
    assert pickle.loads(pickle.dumps(rows)) == rows  # noqa: S301 - made the line before
