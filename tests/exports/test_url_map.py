from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from archive.errors import BadInput
from archive.store import Archive
from exports.exporting import run_export
from exports.formats import find_format
from exports.selection import open_selection
from exports.url_map import UrlRules, build_url_map, check_base_url, read_url_csv
from exports.url_pattern import check_pattern

OLD = "http://old.example"
Build = Callable[[Sequence[Any]], Path]
Make = Callable[..., Any]


def test_every_known_address_leads_to_the_article(hostile_folder: Path) -> None:
    with Archive(hostile_folder) as archive, build_url_map(archive, UrlRules("/n/{slug}/")) as urls:
        for old in (
            "/blog/2013/07/a-vision", "/blog/2013/07/a-vision/", "/BLOG/2013/07/A-Vision", "/print/123", "/node/123",
            "/?p=123", "/?p=123&utm_source=x", "/blog/2013/07/a-vision/amp", "/alt/a%20b;c", "/go/vision",
            "/go/further", "/blog/2013/07/a-vision?fbclid=1#c2",
        ):  # fmt: skip
            assert (urls.resolve(OLD + old) or "").partition("#")[0] == "/n/a-vision/", old
        assert urls.resolve(f"{OLD}/blog/2013/07/a-vision#c2") == "/n/a-vision/#c2"
        assert urls.resolve("https://www.old.example/blog/2013/07/a-vision") == "/n/a-vision/"
        assert urls.resolve(f"{OLD}/?p=124") is None
        assert urls.resolve("http://elsewhere.example/print/123") is None


def test_two_articles_never_get_one_address(build_archive: Build, story: Make) -> None:
    folder = build_archive([story(f"{OLD}/a/x", "X"), story(f"{OLD}/b/X", "X"), story(f"{OLD}/c/x.html", "X")])
    with Archive(folder) as archive, build_url_map(archive, UrlRules("/{slug}")) as urls:
        targets = {urls.new_url(article.id) for article in archive.articles()}
        problems = [problem.code for problem in urls.problems()]
    assert len({target.casefold() for target in targets}) == 3
    assert problems.count("collision") >= 1


def test_an_unchanged_address_needs_no_redirect(build_archive: Build, story: Make) -> None:
    folder = build_archive([story(f"{OLD}/blog/a", "A"), story(f"{OLD}/blog/b/", "B")])
    with Archive(folder) as archive, build_url_map(archive, UrlRules("/blog/{slug}/")) as urls:
        assert list(urls.entries()) == []


def test_an_old_address_that_another_article_takes_is_told(build_archive: Build, story: Make) -> None:
    rows = ((f"{OLD}/one", "/two"), (f"{OLD}/two", "/three"))
    folder = build_archive([story(f"{OLD}/one", "1"), story(f"{OLD}/two", "2")])
    with Archive(folder) as archive, build_url_map(archive, UrlRules("/{slug}", rows=rows)) as urls:
        assert [(entry.path, entry.new_url) for entry in urls.entries()] == [("/one", "/two")]
        assert [problem.code for problem in urls.problems()] == ["shadowed"]


def test_an_address_of_two_articles_goes_to_the_nearer_one(build_archive: Build, story: Make) -> None:
    folder = build_archive([
        story(f"{OLD}/a", "A", addresses=[(f"{OLD}/shared", "redirect")]),
        story(f"{OLD}/b", "B", addresses=[(f"{OLD}/shared", "print")]),
    ])  # fmt: skip
    with Archive(folder) as archive, build_url_map(archive, UrlRules("/n/{slug}")) as urls:
        assert urls.resolve(f"{OLD}/shared") == "/n/a"
        assert [problem.code for problem in urls.problems()] == ["ambiguous"]


def test_pages_that_are_no_articles_go_by_their_kind(hostile_folder: Path) -> None:
    kinds = {"tag": "/topics/{slug}/", "*": "410"}
    with Archive(hostile_folder) as archive, build_url_map(archive, UrlRules("/n/{slug}/", kinds=kinds)) as urls:
        by_path = {entry.path: entry for entry in urls.entries()}
        assert by_path["/tags/energy"].new_url == "/topics/energy/"
        assert (by_path["/blog"].status, by_path["/blog"].new_url) == (410, "")
        assert "orphan" not in {problem.code for problem in urls.problems()}


def test_the_first_slug_stays_and_the_map_repeats(hostile_folder: Path) -> None:
    maps = []
    for _ in range(2):
        with (
            Archive(hostile_folder) as archive,
            build_url_map(archive, UrlRules("/{slug}/", unique_slugs=True)) as urls,
        ):
            maps.append([(entry.old_url, entry.new_url) for entry in urls.entries()])
    assert maps[0] == maps[1]
    assert (f"{OLD}/blog/Second", "/second/") in maps[0]


@pytest.mark.parametrize("pattern", ["news/{slug}", "/{slog}/", "/news/{year}/"])
def test_a_pattern_that_cannot_work_is_refused(pattern: str) -> None:
    with pytest.raises(BadInput):
        check_pattern(pattern)


def test_a_csv_without_the_two_columns_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("from,to\na,b\n")
    with pytest.raises(BadInput, match="old_url"):
        read_url_csv(tmp_path / "x.csv")


def test_a_base_url_makes_full_addresses(hostile_folder: Path) -> None:
    rules = UrlRules("/n/{slug}/", base_url="https://new.example")
    with Archive(hostile_folder) as archive, build_url_map(archive, rules) as urls:
        assert urls.resolve(f"{OLD}/node/123") == "https://new.example/n/a-vision/"


def test_files_of_an_export_are_redirected_by_its_own_list(hostile_folder: Path, tmp_path: Path) -> None:
    format_ = find_format("hugo")
    with open_selection(hostile_folder, rules=UrlRules(pattern=format_.pattern)) as selection:
        run_export(format_, selection, tmp_path / "site", options={})
    rows = read_url_csv(tmp_path / "site" / "oldface" / "files.csv")
    with Archive(hostile_folder) as archive, build_url_map(archive, UrlRules(format_.pattern, rows=rows)) as urls:
        assert urls.resolve(f"{OLD}/sites/default/files/report.pdf") == "/posts/a-vision/report.pdf"
        assert "/sites/default/files/Chart No. 1.PNG" in {entry.path for entry in urls.entries()}


def test_a_base_url_with_a_path_is_refused_with_the_pattern_to_write() -> None:
    with pytest.raises(BadInput, match=r"--pattern '/blog/\{slug\}/'"):
        check_base_url("https://new.example/blog/")
    with pytest.raises(BadInput, match="no origin"):
        check_base_url("new.example")
