"""The site for people without tools: every link in it leads to a file of it, and it shows in a browser."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from urllib.parse import unquote, urlsplit

import lxml.html
import pytest

from exports.exporting import run_export
from exports.formats import find_format
from exports.selection import open_selection
from exports.url_map import UrlRules


@pytest.fixture(scope="module")
def site(hostile_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("site") / "site"
    with open_selection(hostile_folder, rules=UrlRules(pattern="/articles/{slug}/")) as archive:
        run_export(find_format("site"), archive, target, options={})
    return target


def test_every_local_link_leads_to_a_file(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert len(pages) == 12 + 6 + 3 + 5 + 3
    for page in pages:
        document = lxml.html.document_fromstring(page.read_text(encoding="utf-8"))
        for value in document.xpath("//@href | //@src"):
            parts = urlsplit(value)
            if not parts.scheme and parts.path:
                assert (page.parent / unquote(parts.path)).resolve().is_file(), (page, value)


def test_every_page_can_be_reached_from_the_first(site: Path) -> None:
    seen, queue = set(), [(site / "index.html").resolve()]
    while queue:
        page = queue.pop()
        if page in seen or page.suffix != ".html":
            continue
        seen.add(page)
        document = lxml.html.document_fromstring(page.read_text(encoding="utf-8"))
        queue += [
            (page.parent / unquote(urlsplit(value).path)).resolve()
            for value in document.xpath("//@href")
            if not urlsplit(value).scheme and urlsplit(value).path
        ]
    assert seen == {page.resolve() for page in site.rglob("*.html")}


def test_links_between_articles_keep_their_fragment(site: Path) -> None:
    page = (site / "articles" / "a-vision" / "index.html").read_text()
    assert 'href="../../articles/second/index.html#c2"' in page


def test_no_script_but_the_search_is_in_it(site: Path) -> None:
    for page in site.rglob("*.html"):
        document = lxml.html.document_fromstring(page.read_text(encoding="utf-8"))
        assert set(document.xpath("//script/@src")) <= {"search-data.js", "search.js"}
        assert not document.xpath("//script[not(@src)] | //@onclick | //a[starts-with(@href, 'javascript')]")
        assert document.xpath("//meta[@http-equiv='Content-Security-Policy']")


@pytest.mark.browser
@pytest.mark.skipif(shutil.which("chromium") is None, reason="no chromium")
def test_search_works_from_the_file_system(site: Path, tmp_path: Path) -> None:
    # a copy whose search is asked at once: the browser prints the page that comes of it
    copy = tmp_path / "site"
    shutil.copytree(site, copy)
    with (copy / "search.js").open("a") as script:
        script.write(
            "\nconst asked = document.querySelector('#search'); asked.value = 'altman mexico';"
            " asked.dispatchEvent(new Event('input'));\n"
        )
    command = [
        "chromium",
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={tmp_path}/profile",
        "--dump-dom",
    ]
    done = subprocess.run(
        [*command, f"file://{copy}/index.html"], capture_output=True, text=True, timeout=120, check=True
    )
    found = lxml.html.document_fromstring(done.stdout).xpath("//ul[@id='found']/li/a/@href")
    assert found == ["articles/a-vision/index.html"]
