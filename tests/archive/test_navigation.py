"""Menus, breadcrumbs, pagers and the other links that lead around, told from the links of a text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.model import NavigationLink, Region
from archive.page import read_page
from archive.parse import parse_page
from archive.regions import Context
from archive.regions.navigation import read
from archive.regions.navigation_words import LINK_TEXT, PAGE_TOOL, may_tell
from archive.structured import read_structured_data

PROSE = (
    "<div id=story><p>The yard was quiet in the morning, and the gulls had the slipway to themselves until the first "
    "shift came in by the gate.</p><p>We had waited for the paint for three weeks, and when it came it was the wrong "
    "blue, as it is every year in spring.</p></div>"
)


def entries(html: str) -> list[NavigationLink]:
    page = read_page(html, url="http://a.example/blog/one")
    return list(read(Context(page, read_structured_data(page))).navigation)


def said(html: str) -> list[tuple[str, str]]:
    return [(str(entry.kind), entry.text) for entry in entries(html)]


def menu(*names: str) -> str:
    return "<ul>" + "".join(f"<li><a href=/{i}>{name}</a></li>" for i, name in enumerate(names)) + "</ul>"


def test_a_menu_keeps_its_hierarchy() -> None:
    html = (
        "<nav><ul><li><a href=/p>Products</a><ul><li><a href=/p/1>Saws</a></li><li><span>More</span>"
        "<ul><li><a href=/p/2>Drills</a></li></ul></li></ul></li><li><a href=/a>About</a></li></ul></nav>" + PROSE
    )
    assert [(e.text, e.level, e.parent, e.href) for e in entries(html)] == [
        ("Products", 0, None, "http://a.example/p"),
        ("Saws", 1, 0, "http://a.example/p/1"),
        ("More", 1, 0, None),
        ("Drills", 2, 2, "http://a.example/p/2"),
        ("About", 0, None, "http://a.example/a"),
    ]


def test_a_breadcrumb_ends_with_the_page_itself() -> None:
    html = "<div>" + '<a href="/">Home</a> » <a href=/blog>Blog</a> » One</div>' + PROSE
    assert said(html) == [("breadcrumb", "Home"), ("breadcrumb", "Blog"), ("breadcrumb", "One")]


def test_a_pager_has_the_current_page_too() -> None:
    html = (
        PROSE
        + '<div class="x"><b>1</b> <a href="?page=1">2</a> <a href="?page=2">3</a> <a href="?page=1">next ›</a></div>'
    )
    assert said(html) == [("pagination", t) for t in ("1", "2", "3", "next ›")]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Printer-friendly version", "utility"),
        ("Diese Seite drucken", None),
        ("Druckversion", "utility"),
        ("Skip to main content", "utility"),
        ("Saltar al contenido", "utility"),
        ("Zum Inhalt springen", "utility"),
        ("Version imprimable", "utility"),
        ("Older posts", "pagination"),
        ("← Previous post", "previous_next"),
    ],
)
def test_a_link_by_itself_is_known_by_its_words(text: str, kind: str | None) -> None:
    found = {words: kind for kind, words in said(f"{PROSE}<p><a href=/x>{text}</a></p>")}
    assert found.get(text) == kind


def test_a_link_to_a_networks_share_page_is_share_wherever_it_stands() -> None:
    html = "<div id=story><p>Long words " * 1 + PROSE + '<a href="https://www.facebook.com/sharer.php?u=x">f</a></div>'
    assert ("share", "f") in said(html)


def test_an_icon_without_words_is_named_by_its_network() -> None:
    html = PROSE + '<div class="social"><a href="https://twitter.com/yard"><i></i></a></div>'
    assert said(html) == [("share", "Twitter")]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Related posts", "related"),
        ("Das könnte Sie auch interessieren", "related"),
        ("Lo más leído", "related"),
        ("Archives", "archives"),
        ("Archiv", "archives"),
        ("Tags", "tag_cloud"),
        ("Categories", "menu"),
        ("Follow us", "share"),
        ("Sie sind hier", "breadcrumb"),
    ],
)
def test_the_heading_above_a_list_says_what_it_is(heading: str, kind: str) -> None:
    html = f"{PROSE}<div><h3>{heading}</h3>{menu('One', 'Two', 'Three')}</div>"
    assert said(html) == [(kind, "One"), (kind, "Two"), (kind, "Three")]


def test_months_are_archives_in_any_language() -> None:
    html = PROSE + menu("Januar 2014 (3)", "Dezember 2013 (1)", "November 2013")
    assert {kind for kind, _ in said(html)} == {"archives"}


def test_links_in_the_text_are_no_navigation() -> None:
    html = PROSE.replace("the gulls", "<a href=/gulls>the gulls</a>").replace("the paint", "<a href=/p>the paint</a>")
    assert said(html) == []


def test_a_list_of_links_within_the_text_is_no_menu() -> None:
    html = PROSE.replace("</div>", menu("The gulls of 1987", "The blue of 2009", "The gate") + "</div>")
    assert said(html) == []


def test_a_menu_in_the_footer_is_footer() -> None:
    html = PROSE + f"<footer><div>© The yard</div><nav>{menu('Imprint', 'Contact', 'Jobs')}</nav></footer>"
    assert {kind for kind, _ in said(html)} == {"footer"}


def test_two_links_beside_arrows_are_the_pages_before_and_after() -> None:
    html = f"<div>« <a href=/0>Glue</a> | <a href=/2>Rope</a> »</div>{PROSE}"
    assert said(html) == [("previous_next", "Glue"), ("previous_next", "Rope")]


def test_a_print_link_in_a_share_bar_is_utility() -> None:
    html = f'{PROSE}<div class="share"><a href="https://twitter.com/share">Tweet</a> <a href=/print/1>Print</a></div>'
    assert said(html) == [("share", "Tweet"), ("utility", "Print")]


def test_the_words_around_the_links_of_a_menu_are_navigation_too() -> None:
    html = f"<title>Paint</title><div class='menu'><h4>Main menu</h4>{menu('One', 'Two')}</div><h1>Paint</h1>{PROSE}"
    parsed = parse_page(html, url="http://a.example/")
    assert {str(s.region) for s in parsed.segments if "Main menu" in s.text} == {"navigation"}


def test_a_sidebars_related_list_is_out_of_the_body() -> None:
    html = f'{PROSE}<div class="related-posts"><h3>Related</h3><p><a href=/x>The long winter of 1987</a></p></div>'
    segments = parse_page(html, url="http://a.example/").segments
    assert [str(s.region) for s in segments if "1987" in s.text] == [str(Region.NAVIGATION)]


PIECES = st.sampled_from(
    """<ul>|<li>|</ul>|<a href="/1">|</a>|text| » |2|<nav>|</nav>|<div class="menu">|x|</div>|<footer>|Related|\x00
    |<p class="pager">|<a href="http://[">|<a href="?page=2">3</a>|<table><tr><td>""".split("|")
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=40))
def test_arbitrary_markup_gives_entries_whose_parents_come_before_them(pieces: list[str]) -> None:
    found = entries("".join(pieces))
    assert [entry.position for entry in found] == list(range(len(found)))
    for entry in found:
        assert entry.text
        assert entry.parent is None or (entry.parent < entry.position and entry.level == found[entry.parent].level + 1)


def test_a_menu_item_with_thousands_of_texts_is_read_in_linear_time() -> None:
    texts = "word <b>x</b> " * 6000 + "<a href='/x'>a label of a link</a>" * 6000
    page = read_page(f"<nav><ul><li>{texts}</li></ul></nav>", url="https://example.org/")
    started = time.process_time()
    read(Context(page, read_structured_data(page)))
    assert time.process_time() - started < 2


STORY = (
    "<h1>Crane</h1>" + "<p>The crane has stood over the dock for forty years, and nobody thought of it as old.</p>" * 4
)


@pytest.mark.parametrize(
    "row",
    [
        "<p>&lt;&lt; <a href='/older'>Six New Apprentices</a></p>",
        "<p><a href='/newer'>Six New Apprentices</a> &raquo;</p>",
    ],
)
def test_the_first_and_last_article_have_one_neighbour_beside_an_arrow(row: str) -> None:
    assert said(f"<div>{STORY}{row}</div>") == [("previous_next", "Six New Apprentices")]


def test_reading_on_beside_an_arrow_is_no_neighbour() -> None:
    assert ("previous_next", "Read more") not in said(f"<div>{STORY}<p><a href='/more'>Read more</a> &raquo;</p></div>")


def test_a_page_tool_that_stands_alone_is_told_from_a_link_in_a_sentence() -> None:
    html = (
        f"{PROSE}<div><a href=/p/1>Print this page</a> | <a href=/s/1>Send to a friend</a></div>"
        "<p>If in doubt, <a href=/p/2>print this page</a> and keep it with the papers of the boat.</p>"
    )
    page = parse_page(html, url="http://a.example/x")
    rules = {page.segments[s.position].text: s.rule for s in page.segments if s.region is Region.NAVIGATION}
    assert rules["Print this page"] == "navigation:page-tool"
    assert "print this page" not in rules


@given(st.one_of(st.from_regex(PAGE_TOOL, fullmatch=True), st.from_regex(LINK_TEXT, fullmatch=True)))
@settings(max_examples=500, deadline=None)
def test_no_link_text_that_tells_something_is_passed_over_by_its_first_letters(text: str) -> None:
    assert may_tell(text.strip()) or not text.strip()
