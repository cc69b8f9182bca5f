# ruff: noqa: S314 - the XML is ours
"""The WXR is read by the rules of WordPress's importer, written down here: what it drops, it drops here too."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import feedparser
import pytest

from exports.exporting import run_export
from exports.formats import find_format
from exports.selection import Selection, open_selection
from exports.url_map import UrlRules
from exports.wordpress import allowed_upload, as_the_database_sees, comment_content, post_content

NS = {
    "wp": "http://wordpress.org/export/1.2/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "excerpt": "http://wordpress.org/export/1.2/excerpt/",
    "dc": "http://purl.org/dc/elements/1.1/",
}


@dataclass
class Imported:
    """What WordPress has after the import."""

    posts: dict[str, dict[str, Any]] = field(default_factory=dict)
    attachments: list[dict[str, Any]] = field(default_factory=list)
    users: set[str] = field(default_factory=set)
    terms: set[tuple[str, str]] = field(default_factory=set)
    dropped: list[str] = field(default_factory=list)


def import_wxr(*paths: Path) -> Imported:
    """The importer's rules (class-wp-import.php): version, identity by title, date and type, parents before answers."""
    done = Imported()
    seen: set[tuple[str, str, str]] = set()
    ids: set[str] = set()
    for path in paths:
        text = path.read_text(encoding="utf-8")
        assert "<!DOCTYPE" not in text
        channel = ET.fromstring(text).find("channel")
        assert channel is not None
        assert re.fullmatch(r"\d+\.\d+", channel.findtext("wp:wxr_version", "", NS))
        for author in channel.findall("wp:author", NS):
            login = author.findtext("wp:author_login", "", NS)
            assert re.fullmatch(r"[a-z0-9 _.@-]{1,60}", login)
            done.users.add(login)
        done.terms |= {
            ("category", e.findtext("wp:category_nicename", "", NS)) for e in channel.findall("wp:category", NS)
        }
        done.terms |= {
            (e.findtext("wp:term_taxonomy", "", NS), e.findtext("wp:term_slug", "", NS))
            for e in channel.findall("wp:term", NS)
        }
        done.terms |= {("post_tag", e.findtext("wp:tag_slug", "", NS)) for e in channel.findall("wp:tag", NS)}
        for item in channel.findall("item"):
            post = read_item(item, done)
            identity = (as_the_database_sees(post["title"]), post["date"], post["type"])
            if identity in seen or post["id"] in ids:
                done.dropped.append(post["title"])
                continue
            seen.add(identity)
            ids.add(post["id"])
            if post["type"] == "attachment":
                done.attachments.append(post)
            else:
                done.posts[post["id"]] = post
    return done


def read_item(item: ET.Element, done: Imported) -> dict[str, Any]:
    post = {
        "title": item.findtext("title", ""), "date": item.findtext("wp:post_date", "", NS),
        "gmt": item.findtext("wp:post_date_gmt", "", NS), "type": item.findtext("wp:post_type", "", NS),
        "id": item.findtext("wp:post_id", "", NS), "slug": item.findtext("wp:post_name", "", NS),
        "parent": item.findtext("wp:post_parent", "", NS), "creator": item.findtext("dc:creator", "", NS),
        "content": item.findtext("content:encoded", "", NS), "excerpt": item.findtext("excerpt:encoded", "", NS),
        "url": item.findtext("wp:attachment_url", "", NS), "comments_open": item.findtext("wp:comment_status", "", NS),
        "terms": [(c.get("domain"), c.get("nicename")) for c in item.findall("category") if c.get("nicename")],
        "meta": {
            meta.findtext("wp:meta_key", "", NS): meta.findtext("wp:meta_value", "", NS)
            for meta in item.findall("wp:postmeta", NS)
        },
        "comments": {},
    }  # fmt: skip
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", post["date"])
    assert set(post["terms"]) <= done.terms
    found = [
        {name: comment.findtext(f"wp:comment_{name}", "", NS) for name in
         ("id", "author", "author_url", "date", "content", "parent", "type", "approved")}
        for comment in item.findall("wp:comment", NS)
    ]  # fmt: skip
    for comment in sorted(found, key=lambda one: int(one["id"])):
        duplicate = any(
            (c["author"], c["date"]) == (comment["author"], comment["date"]) for c in post["comments"].values()
        )
        assert not duplicate, "the importer passes over a second comment of one author in one second"
        assert comment["parent"] == "0" or comment["parent"] in post["comments"], "a parent must come first"
        post["comments"][comment["id"]] = comment
    return post


@pytest.fixture
def wxr(hostile: Selection, tmp_path: Path) -> Path:
    run_export(find_format("wxr"), hostile, tmp_path / "wxr", options={})
    return tmp_path / "wxr"


def test_counts_after_the_import_equal_those_of_the_archive(wxr: Path, hostile: Selection) -> None:
    done = import_wxr(wxr / "wordpress.xml")
    articles = list(hostile.articles())
    assert done.dropped == []
    assert len([post for post in done.posts.values() if post["type"] == "post"]) == len(articles)
    assert sum(len(post["comments"]) for post in done.posts.values()) == sum(len(a.comments) for a in articles)
    assert len(done.attachments) == 4
    assert len(done.users) == len(hostile.people)
    filed = [post for post in done.posts.values() if post["type"] == "post"]
    assert sum(len(post["terms"]) for post in filed) == sum(len(a.tags) for a in articles)


def test_the_seed_of_all_fields_arrives(wxr: Path) -> None:
    done = import_wxr(wxr / "wordpress.xml")
    post = next(post for post in done.posts.values() if post["slug"] == "a-vision")
    assert post["title"] == "A Vision for Mexico’s Future"
    assert (post["date"], post["creator"], post["comments_open"]) == ("2013-07-25 10:14:00", "anne-altman", "closed")
    assert post["excerpt"] == 'It is: "good"'
    assert post["terms"] == [("category", "energy"), ("post_tag", "oil-gas"), ("post_tag", "no")]
    assert post["meta"]["_oldface_source_url"] == "http://old.example/blog/2013/07/a-vision"
    lead = next(one for one in done.attachments if one["id"] == post["meta"]["_thumbnail_id"])
    assert lead["url"] == "http://old.example/sites/default/files/lead.png"
    assert {one["parent"] for one in done.attachments} == {post["id"]}
    chart = next(one for one in done.attachments if "Chart" in one["url"])
    assert (chart["excerpt"], chart["meta"]["_wp_attachment_image_alt"]) == ("Sales & more", 'A "chart" [1]')
    types = [comment["type"] for comment in post["comments"].values()]
    assert types == ["comment", "comment", "comment", "pingback"]
    assert post["comments"]["1"]["content"] == "<strong>Say NO to MEXICO!!!!</strong>\n\nNo.\n\nNever."
    assert post["comments"]["3"]["parent"] == "2"


def test_other_pages_become_pages(wxr: Path) -> None:
    done = import_wxr(wxr / "wordpress.xml")
    [page] = [post for post in done.posts.values() if post["type"] == "page"]
    assert (page["title"], page["slug"]) == ("About us", "about")
    assert page["content"] == '<p>See <a href="/a-vision/">this</a>.</p>'


def test_menus_arrive_with_their_nesting_and_new_links(wxr: Path) -> None:
    done = import_wxr(wxr / "wordpress.xml")
    items = [post for post in done.posts.values() if post["type"] == "nav_menu_item"]
    assert [(item["title"], item["meta"]["_menu_item_url"]) for item in items] == [
        ("Blog & news", "http://old.example/blog"), ("Vision", "/a-vision/"), ("Nowhere", "#"),
    ]  # fmt: skip
    assert [item["meta"]["_menu_item_menu_item_parent"] for item in items] == ["0", items[0]["id"], items[0]["id"]]
    assert {tuple(item["terms"]) for item in items} == {(("nav_menu", "old-menu"),)}
    assert all(len([name for name in item["meta"] if name.startswith("_menu_item_")]) == 8 for item in items)


def test_an_ordinary_feed_reader_reads_it_too(wxr: Path) -> None:
    feed = feedparser.parse((wxr / "wordpress.xml").read_bytes())
    assert not feed.bozo
    assert len(feed.entries) == 20


def test_predicted_changes_are_those_that_were_needed(hostile: Selection) -> None:
    losses = [(loss.kind, loss.field) for loss in find_format("wxr").preflight(hostile)]
    assert losses.count(("changed", "article.date_published")) == 2
    assert losses.count(("changed", "article.headline")) == 1
    assert losses.count(("changed", "comment.date")) == 2
    assert losses.count(("changed", "byline.name")) == 10
    assert losses.count(("changed", "article.tags")) == 10
    assert not [kind for kind, _ in losses if kind == "dropped"]


def test_split_files_hold_all_and_keep_attachments_with_their_posts(
    build_archive: Callable[[Sequence[Any]], Path], story: Callable[..., Any], use: Callable[..., Any], tmp_path: Path
) -> None:
    stories = [
        story(f"http://old.example/{n}", f"Title {n}", f"<p>{'x' * 300_000}</p><img src='http://old.example/{n}.png'>",
              assets=[use(f"http://old.example/{n}.png", b"\x89PNG")])
        for n in range(9)
    ]  # fmt: skip
    folder = build_archive(stories)
    with open_selection(folder, rules=UrlRules("/{slug}/", unique_slugs=True)) as archive:
        run_export(find_format("wxr"), archive, tmp_path / "w", options={"split_megabytes": 1})
    parts = sorted((tmp_path / "w").glob("wordpress-*.xml"))
    assert len(parts) == 3
    assert max(part.stat().st_size for part in parts) < 1_100_000
    for part in parts:
        alone = import_wxr(part)
        assert {one["parent"] for one in alone.attachments} == set(alone.posts)
    assert len(import_wxr(*parts).posts) == 9


def test_files_can_be_named_at_another_server(hostile: Selection, tmp_path: Path) -> None:
    options = {"files_url": "http://127.0.0.1:8099"}
    run_export(find_format("wxr"), hostile, tmp_path / "w", options=options)
    done = import_wxr(tmp_path / "w" / "wordpress.xml")
    assert all(one["url"].startswith("http://127.0.0.1:8099/old.example/") for one in done.attachments)
    body = next(post["content"] for post in done.posts.values() if post["slug"] == "a-vision")
    assert 'src="http://127.0.0.1:8099/old.example/sites/default/files/Chart%20No.%201.PNG"' in body


def test_a_time_zone_gives_both_dates(hostile: Selection, tmp_path: Path) -> None:
    run_export(find_format("wxr"), hostile, tmp_path / "w", options={"timezone": "America/New_York"})
    done = import_wxr(tmp_path / "w" / "wordpress.xml")
    post = next(post for post in done.posts.values() if post["slug"] == "a-vision")
    assert (post["date"], post["gmt"]) == ("2013-07-25 10:14:00", "2013-07-25 14:14:00")
    late = next(post for post in done.posts.values() if post["title"].startswith("LLL"))
    assert (late["date"], late["gmt"]) == ("2015-03-04 03:00:00", "2015-03-04 08:00:00")


def test_line_ends_do_not_become_breaks_nor_brackets_shortcodes() -> None:
    assert post_content("<p>a\nb</p>\n<p>[gallery ids=1]</p>") == "<p>a b</p>\n\n<p>&#91;gallery ids=1]</p>"
    assert comment_content(None, "<ul><li>a</li><li>b</li></ul><script>x</script>") == "a\n\nb"


def test_a_file_without_an_ending_gets_that_of_its_media_type() -> None:
    assert allowed_upload("http://old.example/image?id=7", "image/png")
    assert not allowed_upload("http://old.example/image?id=7", "image/svg+xml")
    assert not allowed_upload("http://old.example/logo.svg", "image/png")
