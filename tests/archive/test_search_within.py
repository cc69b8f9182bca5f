"""What scripts without spaces say is found anywhere in a text; whatever is typed, the answer is clear."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.errors import BadInput
from archive.search import Hit, read_query
from archive.store import Archive
from archive.store.searching import search

TEXTS = [
    ("新しい図書館", "東京の古い図書館で検索を試した。"),
    ("Harbour", "中文网站的检索。北京图书馆。"),
    ("Rope 🚀", "港の検索はIBMクラウドで。🎉"),
    ("한국어", "블로그를 보관합니다"),
    ("Größe", "Die STRASSE am Bahnhof, die Straße am Hafen."),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Articles 1 to 5, each newer than the one before, and a comment (9) on the first."""
    from archive.store.writing import ArchiveWriter

    path = tmp_path_factory.mktemp("scripts")
    with ArchiveWriter(path) as writer, writer.transaction():
        for number, (headline, body) in enumerate(TEXTS, 1):
            writer.connection.execute(
                """INSERT INTO articles (id, page_id, parse_id, url, slug, headline, body_text, body_html, word_count,
                comment_count, sources_sha256, date_published)
                VALUES (?1, ?1, ?1, ?2, 's', ?3, ?4, '', 1, 0, '', ?5)""",
                (number, f"http://x.example/{number}", headline, body, f"201{number}"),
            )
        writer.connection.execute(
            """INSERT INTO comments (id, article_id, position, depth, text, html, kind, is_by_author, source, parse_id)
            VALUES (9, 1, 0, 0, '図書館が好き', '', 'comment', 0, 'visible', 1)"""
        )
    return path


def hits(folder: Path, words: str) -> list[Hit]:
    with Archive(folder) as archive:
        found = search(archive, read_query(words))
    assert found.articles + found.comments == len(found.hits)
    return list(found.hits)


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("検索", [3, 1]),
        ("検索 図書館", [1]),
        ("検索 -図書館", [3]),
        ("title:図書館 in:articles", [1]),
        ("図書館", [1, 9]),
        ("in:comments 好き", [9]),
        ("北京*", [2]),
        ("블로그", [4]),
        ("ibmクラウド", [3]),
        ("IBM_クラウド", []),
        ("🚀", [3]),
        ("検索 rope", [3]),
        ("検索 -rope", [1]),
        ("検索 before:2012", [1]),
        ("strasse", [5]),
        ("straße hafen", [5]),
        ("grosse", [5]),
        ("-strasse -検索 in:articles", [4, 2]),
    ],
)
def test_it_is_found(folder: Path, words: str, ids: list[int]) -> None:
    assert [hit.id for hit in hits(folder, words)] == ids


def test_the_snippet_shows_it_where_there_is_most_around_it(folder: Path) -> None:
    assert hits(folder, "図書館 in:articles")[0].snippet == "東京の古い\x02図書館\x03で検索を試した。"


def test_a_field_may_stand_apart_from_its_value() -> None:
    assert read_query('author: "Anne Altman" tag:  cloud').authors == ("Anne Altman",)
    assert read_query("Re: title") == read_query('"Re:" title')


def test_a_word_asked_for_twice_is_asked_for_once() -> None:
    assert read_query("rope " * 2000) == read_query("rope")


@pytest.mark.parametrize(
    "words",
    ["author:", "rope tag:", "***", '"" -', "after:2012-13", "before:2012-02-32", " ".join(map(str, range(500)))],
)
def test_what_cannot_be_answered_is_refused_with_what_to_write(words: str) -> None:
    with pytest.raises(BadInput, match=r"Write "):
        read_query(words)
