"""The WXR goes through the plugin wordpress-importer into a real WordPress; what it has then is what the archive has.

Opt-in, since the plugin is in no package registry: OLDFACE_WORDPRESS_IMPORTER names its folder. WordPress itself and
its SQLite driver come from the npm registry, once, into pytest's cache.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import tarfile
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from archive.store import Archive, Article
from exports.asset_server import AssetServer
from exports.exporting import run_export
from exports.formats import find_format
from exports.local_body import local_html
from exports.selection import Selection, local_assets, open_selection
from exports.shape import shape
from exports.url_map import UrlRules
from exports.url_pattern import title_of
from exports.wxr_posts import post_name

PROGRAM = Path(__file__).parents[1] / "wordpress" / "import.php"
BUILDS = "@wp-playground/wordpress-builds@0.9.19"
INSIDE = "package/src/wordpress/wp-6.5.zip"
DRIVER = "package/src/sqlite-database-integration/sqlite-database-integration.zip"

pytestmark = [pytest.mark.npm, pytest.mark.slow]


@pytest.fixture(scope="session")
def importer() -> Path:
    """The plugin's folder."""
    named = os.environ.get("OLDFACE_WORDPRESS_IMPORTER")
    if not named:
        pytest.skip("OLDFACE_WORDPRESS_IMPORTER names no folder of the plugin wordpress-importer")
    if "pdo_sqlite" not in subprocess.run(["php", "-m"], capture_output=True, text=True, check=False).stdout:
        pytest.skip("no php with pdo_sqlite")
    assert (Path(named) / "wordpress-importer.php").is_file()
    return Path(named)


@pytest.fixture(scope="session")
def pristine(pytestconfig: pytest.Config, importer: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A WordPress that is installed and has nothing in it."""
    folder = pytestconfig.cache.mkdir("wordpress-6.5") / "wordpress"
    if not folder.exists():
        packed = tmp_path_factory.mktemp("npm")
        done = subprocess.run(
            ["npm", "pack", "--silent", BUILDS], cwd=packed, capture_output=True, text=True, timeout=550, check=False
        )
        if done.returncode != 0:
            pytest.skip(f"npm cannot fetch WordPress: {done.stderr[-300:]}")
        unpack(packed / done.stdout.strip(), packed / "made")
        shutil.move(packed / "made", folder)
    return folder


def unpack(package: Path, folder: Path) -> None:
    """WordPress with the driver as its database."""
    with tarfile.open(package) as files:
        for member, place in ((INSIDE, folder), (DRIVER, folder / "wp-content" / "plugins")):
            data = files.extractfile(member)
            assert data is not None
            zipfile.ZipFile(io.BytesIO(data.read())).extractall(place)  # noqa: S202 - a pinned package
    driver = folder / "wp-content" / "plugins" / "sqlite-database-integration"
    driver.with_name("sqlite-database-integration-main").rename(driver)
    shutil.copy(driver / "db.copy", folder / "wp-content" / "db.php")


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """`oldface serve-assets`."""
    with Archive(folder) as archive, AssetServer(archive, port=0) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


Import = Callable[[Path], dict[str, Any]]
RULES = UrlRules(pattern=find_format("wxr").pattern, unique_slugs=True)


@pytest.fixture
def imported(pristine: Path, importer: Path, tmp_path: Path) -> Import:
    """Exports an archive folder, imports it, and gives what WordPress has: see tests/wordpress/import.php."""

    def run(folder: Path) -> dict[str, Any]:
        shutil.copytree(pristine, tmp_path / "wordpress")
        with serving(folder) as files_url:
            with open_selection(folder, rules=RULES) as archive:
                run_export(find_format("wxr"), archive, tmp_path / "wxr", options={"files_url": files_url})
            arguments = [str(tmp_path / "wordpress"), str(importer), str(tmp_path / "wxr" / "wordpress.xml")]
            done = subprocess.run(
                ["php", "-d", "memory_limit=1G", str(PROGRAM), *arguments], capture_output=True, text=True, check=False
            )
        assert done.stdout.startswith("{"), done.stdout[-2000:] + done.stderr[-2000:]
        has: dict[str, Any] = json.loads(done.stdout)
        assert has["said"] == "", "the importer complains of nothing"
        has["files_url"] = files_url
        return has

    return run


@pytest.mark.parametrize("which", ["hostile_folder", "demo_folder"])
def test_wordpress_has_after_the_import_what_the_archive_has(
    which: str, imported: Import, request: pytest.FixtureRequest
) -> None:
    folder: Path = request.getfixturevalue(which)
    has = imported(folder)
    with open_selection(folder, rules=RULES) as archive:
        articles = list(archive.articles())
        posts = {post["source"]: post for post in has["posts"] if post["type"] == "post"}
        assert len(posts) == len(articles)
        for article in articles:
            check(archive, article, posts[article.url], has)
        held = {use.asset.sha256 for article in articles for use in article.assets if use.asset.capture_id is not None}
        assert {post["file"] for post in has["posts"] if post["type"] == "attachment"} == held
        assert sorted(has["users"]) == sorted(person.name for person in archive.people.values())
        assert_as_predicted(archive, articles, posts)


def check(archive: Selection, article: Article, post: dict[str, Any], has: dict[str, Any]) -> None:
    """One post is its article: words, files, comments, terms, author, dates."""
    assert post["title"] == title_of(article).replace("\x07", "")
    assert post["slug"] == post_name(archive.new_url(article))
    assert post["excerpt"] == (article.description or "")
    assert has["files_url"] not in post["content"], "each file is found in WordPress itself"
    shown = post["shown"]
    for file in sorted((one for one in has["posts"] if one["url"]), key=lambda one: -len(one["url"])):
        shown = shown.replace(file["url"], f"file:{file['file']}")
    assets = local_assets(article)
    wanted = local_html(archive, article, assets, place=lambda asset: f"file:{asset.use.asset.sha256}")
    assert comparable(shown) == comparable(wanted)
    if article.bylines:
        assert post["author"] == article.bylines[0].name
        assert [one["name"] for one in json.loads(post["bylines"])] == [byline.name for byline in article.bylines]
    terms = {("post_tag" if tag.taxonomy == "tag" else "category", tag.name) for tag in article.tags}
    filed = {(taxonomy, name.replace("&amp;", "&")) for taxonomy, name in post["terms"]}
    assert filed - {("category", "Uncategorized")} == terms
    names = {comment.id: comment.author_name or "" for comment in article.comments}
    assert sorted((one["author"], one["answers"], one["subject"], one["type"]) for one in post["comments"]) == sorted(
        (names[one.id], names.get(one.parent_id or 0, ""), one.subject or "", one.kind) for one in article.comments
    )
    for one in article.comments:
        assert any(words(one.text) in words(re.sub("<[^>]*>", "", kept["content"])) for kept in post["comments"])


def words(text: str) -> str:
    return " ".join(text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").split())


def comparable(html: str) -> str:
    """The shape without the paragraphs that WordPress's wpautop puts around what stands alone."""
    html = re.sub(r"<p>\s*(<(iframe|img)\b[^>]*>(?:</iframe>)?)\s*</p>", r"\1", html)
    html = re.sub(r"(?:\s*<br\s*/?>\s*){2,}", "</p><p>", html)
    html = re.sub(r"(<blockquote[^>]*>)\s*<p>(.*?)</p>\s*</blockquote>", r"\1\2</blockquote>", html, flags=re.DOTALL)
    return shape(html.replace("<p></p>", ""))


def assert_as_predicted(archive: Selection, articles: list[Article], posts: dict[str, dict[str, Any]]) -> None:
    """What the preflight says of authors and categories is what happened, both ways."""
    predicted = {(loss.field, loss.url) for loss in find_format("wxr").preflight(archive)}
    for article in articles:
        post = posts[article.url]
        assert (("byline.name", article.url) in predicted) == (post["author"] == "admin")
        filed_by_default = ["category", "Uncategorized"] in post["terms"]
        assert (("article.tags", article.url) in predicted) == filed_by_default
