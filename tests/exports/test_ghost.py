# ruff: noqa: E501 - bodies are clearer on one line
"""The ZIP for Ghost: its tables hang together, and Ghost's own converter gives each body back as it was."""

from __future__ import annotations

import json
import re
import subprocess
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from exports.exporting import run_export
from exports.formats import find_format
from exports.ghost_cards import ghost_html
from exports.selection import Selection
from exports.shape import shape


@pytest.fixture
def package(hostile: Selection, tmp_path: Path) -> zipfile.ZipFile:
    run_export(find_format("ghost"), hostile, tmp_path / "ghost", options={})
    return zipfile.ZipFile(tmp_path / "ghost" / "ghost.zip")


@pytest.fixture
def tables(package: zipfile.ZipFile) -> dict[str, list[dict[str, Any]]]:
    [database] = json.loads(package.read("ghost.json"))["db"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", database["meta"]["version"])
    return dict(database["data"])


def test_counts_equal_those_of_the_archive(tables: dict[str, list[dict[str, Any]]], hostile: Selection) -> None:
    articles = list(hostile.articles())
    assert len(tables["posts"]) == len(articles)
    assert len(tables["users"]) == len(hostile.people)
    assert len(tables["posts_authors"]) == sum(len(article.bylines) for article in articles)
    assert len(tables["posts_tags"]) == sum(len(article.tags) for article in articles)


def test_every_reference_leads_somewhere(tables: dict[str, list[dict[str, Any]]]) -> None:
    ids = {name: {row["id"] for row in tables[name]} for name in ("posts", "users", "tags", "roles")}
    for name, column, target in [
        ("posts_tags", "post_id", "posts"), ("posts_tags", "tag_id", "tags"), ("posts_authors", "author_id", "users"),
        ("posts_authors", "post_id", "posts"), ("roles_users", "user_id", "users"), ("roles_users", "role_id", "roles"),
        ("posts_meta", "post_id", "posts"),
    ]:  # fmt: skip
        assert {row[column] for row in tables[name]} <= ids[target]


def test_no_slug_is_there_twice_and_nothing_is_too_long(tables: dict[str, list[dict[str, Any]]]) -> None:
    for name in ("posts", "tags", "users"):
        assert max(Counter(row["slug"] for row in tables[name]).values()) == 1
    assert max(len(post["title"]) for post in tables["posts"]) <= 255
    assert max(len(post["custom_excerpt"] or "") for post in tables["posts"]) <= 300


def test_every_image_of_a_body_is_in_the_package(
    package: zipfile.ZipFile, tables: dict[str, list[dict[str, Any]]]
) -> None:
    bodies = " ".join(post["html"] + (post["feature_image"] or "") for post in tables["posts"])
    named = set(re.findall(r"__GHOST_URL__/(content/[\w./-]+)", bodies))
    assert len(named) == 4
    assert named == {name for name in package.namelist() if name.startswith("content/")}


@pytest.mark.npm
def test_ghosts_converter_gives_each_body_back(tables: dict[str, list[dict[str, Any]]], node_modules: Path) -> None:
    bodies = [post["html"] for post in tables["posts"]] + [ghost_html(html) for html in MORE]
    lines = "".join(json.dumps(body) + "\n" for body in bodies)
    done = subprocess.run(
        ["node", "lexical.cjs"], cwd=node_modules.parent, input=lines, capture_output=True, text=True, check=True
    )
    came_back = [json.loads(line) for line in done.stdout.splitlines()]
    assert [comparable(html) for html in came_back] == [comparable(html) for html in bodies]


MORE = [
    "<p>a <strong>b</strong> <em>c <code>d</code></em><br>e <sup>2</sup> <s>f</s></p><ul><li>g</li><li>h</li></ul><ol><li>i</li></ol>",
    "<blockquote><p>q <a href='http://x.example/'>r</a></p></blockquote><hr><h3>H</h3><pre><code>x &lt; y\n  z</code></pre>",
    "<ul><li>a<ul><li>b</li></ul></li></ul><ol start='3'><li>c</li></ol><p>x <img src='http://x.example/i.png' alt='i'> y</p>",
    "<figure><img src='http://x.example/i.png' alt='i'></figure><figure><blockquote>q</blockquote><figcaption>c</figcaption></figure>",
    "<dl><dt>t</dt><dd>d</dd></dl><p>two  spaces \xa0 and <span id='x'>anchor</span></p><div class='callout'><p>c</p></div>",
]  # fmt: skip


def comparable(html: str) -> str:
    """The shape without what Ghost adds to images, ids of headings among it."""
    html = re.sub(r"<!--.*?-->", "", html).replace("&nbsp;", "\xa0")
    html = re.sub(r' (?:class="kg-[^"]*"|loading="lazy"|width="\d+"|height="\d+")', "", html)
    html = (
        html.replace("<p></p>", "")
        .replace("<blockquote><p>", "<blockquote>")
        .replace("</p></blockquote>", "</blockquote>")
    )
    return shape(re.sub(r"<h([1-6]) id=\"[^\"]*\"", r"<h\1", html))
