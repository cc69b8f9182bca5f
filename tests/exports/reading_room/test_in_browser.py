"""In a real browser: hostile pages do nothing, everybody can use it, and the replay is the page as it was."""

from __future__ import annotations

import html
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from archive.ingest import IngestOptions, ingest
from archive.store import Archive
from crawler.demo_blog.resource import Resource
from exports.reading_room.replay import find_pywb, replaying

pytestmark = pytest.mark.browser
OpenRoom = Callable[..., AbstractContextManager[str]]

SEED = "http://127.0.0.1:8014/gov/blog/2014/02/26/vision-mexicos-future"
EVIL = "\"'><img src=http://evil.example/x onerror=attack()><script>attack()</script><svg onload=attack()>{{7*7}}"
PAGES = ["/", "/people", "/tags", "/timeline", "/comments", "/links", "/crawls", "/problems", "/search?q=attack"]


def hostile_page() -> str:
    """An article with the payload, as text and as markup, in every field that the archive keeps."""
    said = html.escape(EVIL)
    long_text = f"A paragraph that is long enough to be taken for the body of an article, and says {said}. " * 6
    return f"""<!DOCTYPE html><html lang="en"><head><title>{said}</title>
<meta name="author" content="{said}"><meta name="description" content="{said}">
<meta name="generator" content="WordPress 3.5">
<meta property="og:title" content="{said}"><link rel="canonical" href="http://evil.test/{said}">
<script type="application/ld+json">{{"@type":"Article","headline":"</script><script>attack()</script>"}}</script></head>
<body><div class="banner">This site is getting a facelift soon {EVIL}
<a href="javascript:attack()">See the new design.</a></div>
<nav><ul><li><a href="javascript:attack()">{said}</a></li><li><a href="/x?{said}">{EVIL}</a></li></ul></nav>
<article class="post hentry"><h1 class="entry-title">{said}</h1>
<p class="byline">By <a rel="author" href="javascript:attack()">Mallory {said}</a>
on <time datetime="2014-01-01">{said}</time></p>
<div class="entry-content"><p>{long_text}</p><p onclick="attack()">{EVIL}{long_text}</p>
<figure><img src="javascript:attack()" alt="{said}"><figcaption>{said}</figcaption></figure>
<iframe src="javascript:parent.attack()"></iframe><a href="data:text/html,<script>attack()</script>">{said}</a></div>
<p>Tags: <a rel="tag" href="/tag/{said}">{said}</a></p></article>
<div id="comments"><h2>1 comment</h2><ol class="commentlist"><li class="comment" id="comment-1"><cite class="fn">
<a href="javascript:attack()">{said}</a></cite><div class="comment-content"><p>{said}{EVIL}
and more words to be a comment.</p>
</div></li></ol></div></body></html>"""


@pytest.fixture(scope="module")
def hostile_folder(tmp_path_factory: pytest.TempPathFactory, write_warc: Callable[..., Path]) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    warc = folder / "hostile.warc.gz"
    site = {"/post?<script>attack()</script>": Resource(hostile_page().encode())}
    write_warc(warc, site, origin="http://evil.test")
    ingest([warc], into=folder / "archive", options=IngestOptions(workers=0))
    return folder / "archive"


def visit(browser: Browser, addresses: list[str]) -> tuple[list[str], list[str]]:
    """(what ran, foreign addresses that were asked for) while those pages were looked at and clicked through."""
    ran: list[str] = []
    asked: list[str] = []
    page = browser.new_page()
    page.expose_function("attack", lambda *_: ran.append(page.url))
    page.on("dialog", lambda dialog: (ran.append(page.url), dialog.dismiss()))
    page.on("request", lambda request: asked.append(request.url) if "evil" in request.url.split("/")[2] else None)
    for address in addresses:
        page.goto(address, wait_until="load")
        for link in page.query_selector_all("a[href^='javascript:'], a[href^='data:']"):
            ran.append(f"{address}: {link.get_attribute('href')}")
    page.close()
    return ran, asked


def test_a_page_full_of_attacks_in_every_field_does_nothing(
    browser: Browser, hostile_folder: Path, open_room: OpenRoom
) -> None:
    with open_room(hostile_folder) as room, Archive(hostile_folder) as archive:
        ours = [
            f"/{kind}/{number}"
            for kind, table in (
                ("article", "articles"), ("page", "pages"), ("person", "people"), ("tag", "tags"),
                ("capture", "captures"),
            )
            for (number,) in archive.database.execute(f"SELECT id FROM {table} ORDER BY id LIMIT 5")
        ]  # fmt: skip
        tables = [f"/archive/{name}" for name in ("articles", "comments", "segments", "notices", "navigation", "links")]
        assert any(path.startswith("/article/") for path in ours)
        ran, asked = visit(browser, [room + path for path in (*PAGES, *ours, *tables)])
    assert ran == []
    assert asked == []


def test_nobody_is_shut_out(browser: Browser, room: str, demo_folder: Path) -> None:
    from axe_playwright_python.sync_playwright import Axe

    with Archive(demo_folder) as archive:
        article = archive.article(SEED)
        person = article.bylines[0].person_id
    page = browser.new_page()
    serious: list[str] = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for path in (*PAGES, f"/article/{article.id}", f"/page/{article.page_id}", f"/person/{person}"):
            page.goto(room + path, wait_until="load")
            page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
            found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa"]}).response["violations"]
            serious += [
                f"{scheme} {path}: {v['id']} {v['nodes'][0]['html'][:120]}"
                for v in found
                if v["impact"] in ("serious", "critical")
            ]
    page.close()
    assert serious == []


def test_the_first_tab_stop_leads_to_the_content(browser: Browser, room: str) -> None:
    page = browser.new_page()
    page.goto(room + "/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    page.wait_for_url("**/#main")
    page.close()


def test_it_works_without_javascript(browser: Browser, room: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(room + "/")
    page.fill("header input[name=q]", "sixpence")
    page.click("header button")
    page.click("ol.list a.title >> nth=0")
    assert "The Night the Sifter Stopped" in page.inner_text("h1")
    context.close()


def test_a_narrow_screen_does_not_scroll_sideways(browser: Browser, room: str, demo_folder: Path) -> None:
    with Archive(demo_folder) as archive:
        number = archive.article(SEED).id
    page = browser.new_page(viewport={"width": 360, "height": 740})
    for path in ("/", f"/article/{number}", "/comments", "/crawls", "/links", "/search?q=flour"):
        page.goto(room + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
        for shown in page.locator("main input, .stacked td").all()[:20]:
            box = shown.bounding_box()
            assert box is None or box["x"] + box["width"] <= 360, path
    page.close()


def test_the_replay_shows_the_page_with_its_picture_and_its_regions(
    browser: Browser, demo_folder: Path, open_room: OpenRoom
) -> None:
    program = find_pywb(None)
    if program is None:
        pytest.skip("pywb is not installed: make replay")
    # the room's origin must be known to pywb before it starts, so the room opens first, on its port again
    with Archive(demo_folder) as archive:
        number = archive.article(SEED).id
        with open_room(demo_folder) as room:
            origin = room
        with (
            replaying(archive, program, room_origin=origin) as replay,
            open_room(demo_folder, replay=replay, port=int(origin.rpartition(":")[2])) as room,
        ):
            page = browser.new_page(viewport={"width": 1500, "height": 1000})
            page.goto(f"{room}/article/{number}", wait_until="load")
            frame = page.frames[-1]
            frame.wait_for_selector("#page-title")
            assert frame.inner_text("#page-title") == "A Vision for Mexico’s Future"
            width = frame.evaluate("document.querySelector('img[typeof]').naturalWidth")
            assert width == 480
            page.check("input[value=title]")
            page.check("input[value=comment]")
            frame.wait_for_function("document.documentElement.lastElementChild.children.length >= 2")
            # the archived page cannot reach the room
            assert frame.evaluate("(() => { try { return !!parent.document } catch (e) { return false } })()") is False
            page.close()
