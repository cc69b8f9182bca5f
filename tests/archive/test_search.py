"""Search finds words in all their forms, by field, with titles first; and nothing typed breaks it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.errors import BadInput
from archive.keys import row_id
from archive.search import Hit, read_query
from archive.search_cli import search as search_command
from archive.store import Archive, search_filters, search_rows, searching
from archive.store.searching import search


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from archive.store.writing import ArchiveWriter

    path = tmp_path_factory.mktemp("search")
    rows = [
        (1, "Smarter planets", "The café on the corner sells clouds.", "2012-05-01", "en"),
        (2, "Banking", "A smarter planet needs banks. " * 3, "2013-07", "en"),
        (3, "Weather", "Rain again. The cloud stays.", None, "de-AT"),
    ]
    with ArchiveWriter(path) as writer, writer.transaction():
        run = writer.connection.execute
        columns = [column.name for column in writer.database.table("articles").columns]
        for number, headline, body, date, language in rows:
            values = dict.fromkeys(columns) | {
                "id": number, "page_id": number, "parse_id": number, "url": f"http://x.example/{number}", "slug": "s",
                "headline": headline, "body_text": body, "body_html": "", "word_count": 1, "comment_count": 0,
                "date_published": date, "sources_sha256": "", "in_language": language,
            }  # fmt: skip
            run(f"INSERT INTO articles VALUES ({','.join('?' * len(columns))})", list(values.values()))
        run("INSERT INTO tags VALUES (1, 'Public Sector', 'public-sector', 'tag', 'x.example', NULL)")
        run("INSERT INTO article_tags VALUES (2, 1, 0, NULL)")
        run("INSERT INTO people (id, name, slug) VALUES (5, 'Anne Altman', 'anne-altman')")
        run("INSERT INTO people (id, name, slug) VALUES (6, 'Zoë', 'zoe')")
        run("INSERT INTO person_names VALUES (6, 'Zoë', 'x.example', 'comment: alone', 1)")
        run("INSERT INTO person_names VALUES (5, 'A. Altman', 'x.example', 'byline: alone', 1)")
        run(
            """INSERT INTO bylines (article_id, position, person_id, name, relation, is_guest, is_organisation,
            text_raw, source, parse_id) VALUES (2, 0, 5, 'A. Altman', 'author', 0, 0, 'By A. Altman', 'visible', 2)"""
        )
        run(
            """INSERT INTO comments (id, person_id, article_id, position, depth, author_name, subject, text, html, kind,
            is_by_author, source, parse_id, date_created) VALUES (9, 6, 1, 0, 0, 'Zoë', 'Clouds', 'I like clouds', '',
            'comment', 0, 'visible', 1, '2014-01-01')"""
        )
    return path


def hits(folder: Path, words: str) -> list[Hit]:
    with Archive(folder) as archive:
        return list(search(archive, read_query(words)).hits)


def ids(folder: Path, words: str) -> list[int]:
    return [hit.id for hit in hits(folder, words)]


def test_titles_stand_above_bodies(folder: Path) -> None:
    assert ids(folder, "smarter planet in:articles") == [1, 2]


def test_other_forms_of_a_word_are_found(folder: Path) -> None:
    assert set(ids(folder, "planets in:articles")) == {1, 2}


def test_accents_do_not_matter(folder: Path) -> None:
    assert ids(folder, "cafe") == ids(folder, "CAFÉ") == [1]


def test_a_phrase_must_stand_as_it_is(folder: Path) -> None:
    assert ids(folder, '"smarter planet needs"') == [2]
    assert ids(folder, '"planet smarter"') == []


def test_a_word_can_be_excluded(folder: Path) -> None:
    assert ids(folder, "cloud -rain in:articles") == [1]


def test_words_may_be_excluded_without_any_that_must_be_there(folder: Path) -> None:
    assert ids(folder, "in:articles -rain") == [2, 1]
    assert ids(folder, "in:articles -rain -clouds") == [2]
    assert ids(folder, "in:articles lang:en -banks -title:weather") == [1]


def test_without_words_the_newest_come_first_on_every_page(folder: Path) -> None:
    with Archive(folder) as archive:
        pages = [search(archive, read_query("in:articles"), limit=1, offset=n).hits[0].id for n in range(3)]
    assert pages == ids(folder, "in:articles") == [2, 1, 3]


def test_the_title_of_a_comment_is_its_subject(folder: Path) -> None:
    assert ids(folder, "in:comments title:clouds") == [9]
    assert ids(folder, "in:comments title:like") == []
    assert ids(folder, "in:comments like -title:clouds") == []


def test_beginnings_of_words_are_found_with_a_star(folder: Path) -> None:
    assert ids(folder, "ban* in:articles") == [2]


@pytest.mark.parametrize("name", ["altman", '"Anne Altman"', "anne-altman", '"A. Altman"'])
def test_an_author_is_found_by_any_spelling(folder: Path, name: str) -> None:
    assert ids(folder, f"author:{name}") == [2]


def test_tags_dates_and_languages_filter(folder: Path) -> None:
    assert ids(folder, 'tag:"public sector"') == ids(folder, "tag:public-sector") == [2]
    assert ids(folder, "in:articles after:2013") == [2]
    assert ids(folder, "in:articles before:2013") == [1]
    assert ids(folder, "lang:de") == [3]


def test_comments_are_searched_too_and_alone(folder: Path) -> None:
    found = hits(folder, "clouds")
    assert {(hit.kind, hit.id) for hit in found} == {("article", 1), ("article", 3), ("comment", 9)}
    assert [(hit.kind, hit.id) for hit in hits(folder, "in:comments cloud")] == [("comment", 9)]
    assert [(hit.kind, hit.id) for hit in hits(folder, "in:comments author:zoë")] == [("comment", 9)]


def test_a_title_query_finds_articles_only(folder: Path) -> None:
    assert ids(folder, "title:weather") == [3]
    assert ids(folder, "title:rain") == []


def test_the_snippet_marks_what_was_found(folder: Path) -> None:
    assert "\x02cloud\x03" in hits(folder, "rain cloud")[0].snippet


def test_an_address_is_no_field(folder: Path) -> None:
    assert ids(folder, "http://x.example/1") == []


@pytest.mark.parametrize("words", ["after:yesterday", "in:cellar"])
def test_a_field_that_cannot_be_is_refused_with_the_right_form(words: str) -> None:
    with pytest.raises(BadInput, match="Write "):
        read_query(words)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from('"*:^(){}-+~NEAROR ')), max_size=30))
def test_nothing_typed_breaks_the_search(folder: Path, words: str) -> None:
    try:
        hits(folder, words)
    except BadInput:
        pass


def test_the_command_prints_json(folder: Path) -> None:
    result = CliRunner().invoke(search_command, ["smarter", "planet", "--from", str(folder), "--json"])
    assert result.exit_code == 0, result.output
    found = json.loads(result.output)
    assert [hit["id"] for hit in found["hits"]] == [1, 2]
    assert found["articles"] == 2


def test_the_command_prints_for_people(folder: Path) -> None:
    result = CliRunner().invoke(search_command, ["cloud", "--from", str(folder)])
    assert "2 articles and 1 comment found" in result.output
    assert "comment on Smarter planets" in result.output


@pytest.mark.parametrize(
    "words",
    [
        "planet smarter",
        "cloud",
        "cloud -rain",
        "clou*",
        "in:articles cloud",
        "smarter after:2013",
        "smarter tag:public-sector",
    ],
)
@pytest.mark.parametrize("limit", [1, 2, 20])
def test_words_that_are_common_give_the_same_first_hits(
    folder: Path, monkeypatch: pytest.MonkeyPatch, words: str, limit: int
) -> None:
    with Archive(folder) as archive:
        exact = search(archive, read_query(words), limit=limit)
        monkeypatch.setattr(searching, "_MOST_RANKED", 1)
        monkeypatch.setattr(search_rows, "_ASKED_PER_GATHERED", 1000)
        common = search(archive, read_query(words), limit=limit)
    assert (common.articles, common.comments) == (exact.articles, exact.comments)
    assert [hit.id for hit in common.hits][:1] == [hit.id for hit in exact.hits][:1]


def test_a_site_or_language_that_all_have_filters_nothing_and_any_other_everything(folder: Path) -> None:
    assert ids(folder, "in:articles lang:de") == [3]
    assert ids(folder, "in:articles lang:fr smarter") == []
    assert ids(folder, "in:articles site:y.example smarter") == []


def test_the_only_site_of_an_archive_may_be_named(demo_folder: Path) -> None:
    assert ids(demo_folder, "flour site:127.0.0.1:8014") == ids(demo_folder, "flour") != []
    assert ids(demo_folder, "flour site:elsewhere.example") == []


METALS = ["ore", "tin", "zinc", "lead"]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[tuple[int, list[str], str, str]]]:
    """Four hundred articles with a comment each, and of each article: id, words, date and tag."""
    from archive.store.writing import ArchiveWriter

    path = tmp_path_factory.mktemp("many")
    made = []
    with ArchiveWriter(path) as writer, writer.transaction():
        run = writer.connection.execute
        names = {table: [c.name for c in writer.database.table(table).columns] for table in ("articles", "comments")}
        for number, tag in enumerate(("red", "blue")):
            run("INSERT INTO tags VALUES (?, ?, ?, 'tag', 'x.example', NULL)", (number, tag, tag))
        for n in range(400):
            key, words = row_id("article", str(n)), [word for m, word in enumerate(METALS) if n % (m + 2) == 0]
            day, tag = f"20{10 + n % 9}-05-{1 + n % 28:02}", n % 5 == 0
            made.append((key, words, day, "red" if tag else "blue"))
            text = " ".join(words)
            values = dict.fromkeys(names["articles"]) | {
                "id": key, "page_id": key, "parse_id": key, "url": f"http://x.example/{n}", "slug": "s",
                "headline": " ".join(words[:2]) if n % 3 == 0 else "none", "body_text": text, "body_html": "",
                "word_count": 1, "comment_count": 1, "date_published": day, "sources_sha256": "",
            }  # fmt: skip
            run(f"INSERT INTO articles VALUES ({','.join('?' * len(values))})", list(values.values()))
            run("INSERT INTO article_tags VALUES (?, ?, 0, NULL)", (key, 0 if tag else 1))
            values = dict.fromkeys(names["comments"]) | {
                "id": row_id("comment", str(n)), "article_id": key, "position": 0, "depth": 0, "text": text, "html": "",
                "kind": "comment", "is_by_author": 0, "source": "visible", "parse_id": key, "date_created": day,
            }  # fmt: skip
            run(f"INSERT INTO comments VALUES ({','.join('?' * len(values))})", list(values.values()))
    return path, made


@given(
    words=st.lists(st.sampled_from(METALS), min_size=1, max_size=3, unique=True),
    unwanted=st.sampled_from(["", *METALS]),
    after=st.sampled_from(["", "2011", "2014-05-10", "2018"]),
    tag=st.sampled_from(["", "red", "blue"]),
    place=st.sampled_from(["articles", "comments", "all"]),
    most=st.sampled_from([1, 5, 40, 1000]),
    share=st.sampled_from([0, 1.5, 1000]),
    sampled=st.sampled_from([1, 20, 1000]),
)
@settings(max_examples=120, deadline=None)
def test_whatever_way_is_taken_what_fits_is_found_and_counted(
    many: tuple[Path, list[tuple[int, list[str], str, str]]],
    words: list[str],
    unwanted: str,
    after: str,
    tag: str,
    place: str,
    most: int,
    share: float,
    sampled: int,
) -> None:
    path, made = many
    fitting = {
        k
        for k, held, day, t in made
        if set(words) <= set(held) and unwanted not in held and day >= after and tag in ("", t)
    }
    fields = {"-": unwanted, "after:": after, "tag:": tag}
    typed = " ".join([*words, f"in:{place}", *(f"{name}{value}" for name, value in fields.items() if value)])
    with pytest.MonkeyPatch.context() as patched, Archive(path) as archive:
        patched.setattr(searching, "_MOST_RANKED", most)
        patched.setattr(search_rows, "_ASKED_PER_GATHERED", share)
        patched.setattr(search_rows, "_SAMPLED_ROWS", sampled)
        patched.setattr(search_filters, "_MOST_COUNTED", sampled)
        patched.setattr(search_filters, "_SAMPLED_ROWS", sampled)
        found = search(archive, read_query(typed), limit=10, count_at_most=max(most, 30))
    at_most = {"articles": max(most, 30), "comments": max(most, 30) if place == "comments" else most}
    for count, has_more, kind in (
        (found.articles, found.has_more_articles, "articles"),
        (found.comments, found.has_more_comments, "comments"),
    ):
        if place in (kind, "all"):
            assert (count, has_more) == (min(len(fitting), at_most[kind]), len(fitting) > at_most[kind])
        else:
            assert (count, has_more) == (0, False)
    assert {hit.id for hit in found.hits if hit.kind == "article"} <= fitting
    if place != "comments":
        assert len(found.hits) == min(10, len(fitting) if place == "articles" else 2 * len(fitting)) or most < 10


def test_more_than_were_counted_is_said_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Archive(folder) as archive:
        monkeypatch.setattr(searching, "_MOST_RANKED", 1)
        found = search(archive, read_query("cloud"), count_at_most=1)
    assert found.found_in("all") == "more than 1 article and 1 comment"
