"""Formats for researchers are read by the tools researchers use."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import networkx
import polars
import pytest
from lxml import etree

from exports.citations import tex
from exports.exporting import run_export
from exports.formats import find_format
from exports.formats.csv import guarded
from exports.selection import Selection

TEI = {"t": "http://www.tei-c.org/ns/1.0", "x": "http://www.w3.org/XML/1998/namespace"}


@pytest.fixture
def written(hostile: Selection, tmp_path: Path) -> Any:
    def write(name: str, **options: object) -> Path:
        run_export(find_format(name), hostile, tmp_path / name, options=options)
        return tmp_path / name

    return write


def read_csv(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


def test_no_cell_can_run_as_a_formula(written: Any) -> None:
    folder = written("csv")
    for path in folder.glob("*.csv"):
        for row in read_csv(path):
            assert not [cell for cell in row.values() if cell[:1] in tuple("=+-@\t\r|%")], path
    assert any(row["title"] == "'=1+1" for row in read_csv(folder / "articles.csv"))


def test_no_number_is_longer_than_excel_keeps(written: Any) -> None:
    for path in written("csv").glob("*.csv"):
        for row in read_csv(path):
            assert not [cell for cell in row.values() if re.fullmatch(r"\d{16,}", cell)], path


@pytest.mark.parametrize(
    "dangerous", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", "'=1", "＝1+1", "|cmd", "%0A=1"]
)
def test_dangerous_cells_are_guarded_and_can_be_read_back(dangerous: str) -> None:
    assert guarded(dangerous) == f"'{dangerous}"
    assert guarded(dangerous).removeprefix("'") == dangerous


def test_csv_tables_hang_together(written: Any, hostile: Selection) -> None:
    folder = written("csv")
    ids = {row["id"] for row in read_csv(folder / "articles.csv")}
    assert len(ids) == 12
    for name, count in (("bylines", 3), ("comments", 6), ("tags", 6), ("assets", 5)):
        rows = read_csv(folder / f"{name}.csv")
        assert len(rows) == count
        assert {row["article_id"] for row in rows} <= ids
    assert {row["region"] for row in read_csv(folder / "links.csv")} == {"body", "navigation"}


def test_plain_csv_goes_into_duckdb_and_polars_unchanged(written: Any, hostile: Selection) -> None:
    path = written("csv", plain=True) / "articles.csv"
    titles = polars.read_csv(path)["title"].to_list()
    assert titles == [article.headline for article in hostile.articles()]
    counted = duckdb.sql(f"SELECT count(*), sum(comment_count) FROM read_csv('{path}')").fetchall()
    assert counted == [(12, 6)]


def test_parquet_has_the_rows_of_the_archive(written: Any, hostile: Selection) -> None:
    folder = written("parquet")
    frame = polars.read_parquet(folder / "articles.parquet")
    assert frame["id"].to_list() == [article.id for article in hostile.articles()]
    assert frame["title"].to_list() == [article.headline for article in hostile.articles()]
    threads = duckdb.sql(
        f"SELECT a.title, count(*) FROM '{folder}/comments.parquet' c JOIN '{folder}/articles.parquet' a"
        " ON a.id = c.article_id GROUP BY 1 ORDER BY 2 DESC"
    ).fetchall()
    assert threads == [("A Vision for Mexico’s Future", 4), ("Same title", 2)]


def test_gexf_tells_a_citation_from_a_menu(written: Any) -> None:
    graph = networkx.read_gexf(written("gexf") / "links.gexf")
    assert len(graph) == 15
    edges = [(graph.nodes[a]["url"], graph.nodes[b]["url"], data["region"]) for a, b, data in graph.edges(data=True)]
    start = "http://old.example/blog/2013/07/a-vision"
    assert sorted(edges) == [
        (start, "http://old.example/blog/Second", "body"),
        (start, "http://old.example/blog/third", "navigation"),
    ]


def test_tei_documents_hold_text_sources_and_threads(written: Any, hostile: Selection) -> None:
    folder = written("tei")
    assert len(list((folder / "tei").glob("*.xml"))) == 12
    document = etree.parse(folder / "tei" / "a-vision.xml")
    names = document.xpath("//t:titleStmt/t:author/t:persName/t:surname/text()", namespaces=TEI)
    assert names == ["Altman", "Pelino"]
    posts = document.xpath("//t:div[@type='comments']/t:post", namespaces=TEI)
    assert [post.get("type") for post in posts] == ["comment", "comment", "comment", "pingback"]
    identifiers = [post.get(f"{{{TEI['x']}}}id") for post in posts]
    assert posts[1].get("replyTo") == f"#{identifiers[0]}"
    assert posts[0].xpath("string(t:head)", namespaces=TEI) == "Say NO to MEXICO!!!!"
    assert document.xpath("//t:sourceDesc//t:idno[@type='WARC-Record-ID']/text()", namespaces=TEI)
    for path in (folder / "tei").glob("*.xml"):
        known = set(etree.parse(path).xpath("//@xml:id"))
        for target in etree.parse(path).xpath("//@replyTo"):
            assert target[1:] in known
    corpus = etree.parse(folder / "corpus.xml")
    corpus.xinclude()
    assert len(corpus.xpath("//t:TEI", namespaces=TEI)) == 12


def test_tei_keeps_every_word_of_a_body(written: Any, hostile: Selection) -> None:
    import lxml.html

    from exports.bodies import clean_html

    folder = written("tei")
    bodies = {}
    for path in (folder / "tei").glob("*.xml"):
        document = etree.parse(path)
        for skipped in document.xpath("//t:figDesc | //t:div[@type='article']/t:head", namespaces=TEI):
            skipped.getparent().remove(skipped) if not skipped.tail else setattr(skipped, "text", "")
        url = document.xpath("string(//t:idno[@type='URL'])", namespaces=TEI)
        bodies[url] = "".join(document.xpath("//t:div[@type='article']", namespaces=TEI)[0].itertext()).split()
    for article in hostile.articles():
        fragment = lxml.html.fragment_fromstring(clean_html(article.body_html), create_parent="div")
        assert "".join(bodies[article.url]) == "".join("".join(fragment.itertext()).split()), article.url


def test_citations_name_authors_dates_and_the_capture(written: Any) -> None:
    [first, *_] = items = json.loads((written("csl") / "articles.csl.json").read_text())
    assert len(items) == 12
    assert first["author"] == [{"family": "Altman", "given": "Anne"}, {"family": "Pelino", "given": "Dan"}]
    assert first["issued"] == {"date-parts": [[2013, 7, 25]]}
    assert first["archive_location"].startswith("old.warc.gz, urn:uuid:")
    partial = next(item for item in items if item["title"] == "CON")
    assert partial["issued"] == {"date-parts": [[2015]]}


def test_bibtex_is_as_people_read_it(written: Any) -> None:
    text = (written("bibtex") / "articles.bib").read_text()
    assert text.startswith(
        "@online{altman2013vision,\n"
        "  author = {Altman, Anne and Pelino, Dan},\n"
        "  title = {{A Vision for Mexico’s Future}},\n"
        "  organization = {old.example},\n"
        "  date = {2013-07-25},\n"
        "  url = {http://old.example/blog/2013/07/a-vision},\n"
    )
    assert len(set(re.findall(r"^@online\{([^,]+),", text, re.M))) == 12
    assert tex("a_b{c}\\") == r"a\_b\{c\}\textbackslash{}"


def test_disqus_threads_have_their_comments(written: Any) -> None:
    root = etree.parse(written("disqus") / "disqus.xml")
    spaces = {"wp": "http://wordpress.org/export/1.0/", "dsq": "http://www.disqus.com/"}
    items = root.xpath("//item")
    assert len(items) == 2
    assert len(root.xpath("//wp:comment", namespaces=spaces)) == 6
    numbers: set[str] = {"0"}
    for comment in root.xpath("//wp:comment", namespaces=spaces):
        assert comment.findtext("wp:comment_parent", namespaces=spaces) in numbers
        numbers.add(comment.findtext("wp:comment_id", namespaces=spaces))
        date = comment.findtext("wp:comment_date_gmt", namespaces=spaces)
        assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", date)


def read_movable_type(text: str) -> list[dict[str, Any]]:
    """Entries as Movable Type's importer splits them."""
    entries = []
    for block in text.split("\n--------\n"):
        if not block.strip():
            continue
        head, *sections = block.split("\n-----\n")
        entry: dict[str, Any] = {"comments": []}
        for line in head.splitlines():
            name, _, value = line.partition(": ")
            entry.setdefault(name, []).append(value)
        for section in sections:
            name, _, body = section.partition(":\n")
            if name == "COMMENT":
                entry["comments"].append(body)
            elif name.strip():
                entry[name.strip()] = body
        entries.append(entry)
    return entries


def test_movable_type_entries_come_apart_where_they_should(written: Any) -> None:
    entries = read_movable_type((written("movable-type") / "movable-type.txt").read_text())
    assert len(entries) == 12
    assert sum(len(entry["comments"]) for entry in entries) == 6
    vision = entries[0]
    assert vision["TITLE"] == ["A Vision for Mexico’s Future"]
    assert vision["DATE"] == ["07/25/2013 10:14:00 AM"]
    assert vision["PRIMARY CATEGORY"] == ["Energy"]
    assert vision["TAGS"] == ['"Oil & gas",no']
    dashes = next(entry for entry in entries if entry["TITLE"] == ["Dashes"])
    assert " -----" in dashes["BODY"]
    assert "TITLE: x" in dashes["BODY"]


def test_the_small_database_answers_sql_and_search(written: Any) -> None:
    with closing(sqlite3.connect(written("sqlite-tables") / "articles.db")) as database:
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        assert database.execute("SELECT count(*), sum(comment_count) FROM articles").fetchone() == (12, 6)
        found = database.execute("SELECT title FROM articles_fts WHERE articles_fts MATCH 'visions'").fetchall()
        assert found == [("A Vision for Mexico’s Future",)]
