"""The headline is what the page shows as one, not the site's name."""

# ruff: noqa: E501 - markup reads best as it was served

from __future__ import annotations

from archive.model import Region
from archive.page import read_page
from archive.parse import parse_page
from archive.regions import Context, Findings
from archive.regions.title import read
from archive.structured import read_structured_data


def findings(html: str, url: str = "http://www.example.com/blog/why-oak-trees-matter") -> Findings:
    page = read_page(html, url=url)
    return read(Context(page, read_structured_data(page)))


def title(html: str) -> str | None:
    found = findings(html).title
    return found.text if found else None


def test_the_site_name_is_cut_off_a_title_that_stands_alone() -> None:
    assert title("<title>Why oak trees matter | Example Forestry</title><p>Text") == "Why oak trees matter"


def test_the_heading_on_the_page_is_preferred_to_the_title_element() -> None:
    html = """<title>Oak trees, and why they matter so much - Example</title><div id="logo"><h1>Example</h1></div>
    <article><h1 class="entry-title">Why oak trees matter</h1><p>Text.</p></article>"""

    assert title(html) == "Why oak trees matter"


def test_a_logo_in_a_first_level_heading_is_no_headline() -> None:
    html = """<title>Why oak trees matter - Example Forestry</title><h1 id="site-title"><a href="/">Example Forestry</a></h1>
    <div class="post"><h2 class="post-title">Why oak trees matter</h2><p>Text.</p></div>
    <div class="sidebar"><h2>Recent posts</h2><h3><a href="/b">Why birch trees matter</a></h3></div>"""

    assert title(html) == "Why oak trees matter"


def test_the_heading_is_claimed_and_each_source_recorded() -> None:
    found = findings(
        '<title>Why oak trees matter | Example</title><meta property="og:title" content="Oaks matter">'
        "<article><h1>Why oak trees matter</h1><p>Text.</p></article>"
    )

    assert found.title
    assert found.title.source == "visible"
    assert [(c.node, c.region) for c in found.claims] == [(found.title.node, Region.TITLE)]
    told = {(c.value, c.source, c.accepted) for c in found.field_claims}
    assert ("Why oak trees matter", "visible", True) in told
    assert ("Oaks matter", "opengraph", False) in told


def test_subtitle_and_kicker_stand_beside_the_headline() -> None:
    found = findings(
        """<title>Why oak trees matter</title><article><header><div class="kicker">Forestry</div>
        <h1>Why oak trees matter</h1><p class="subtitle">They feed three hundred kinds of insects.</p></header>
        <p>Text.</p></article>"""
    )

    assert found.title
    assert (found.title.kicker, found.title.subtitle) == ("Forestry", "They feed three hundred kinds of insects.")
    assert {c.kind for c in found.claims} == {None, "subtitle", "kicker"}


def test_a_page_without_any_words_has_no_title() -> None:
    assert findings("<p></p>").title is None


def test_the_part_of_the_title_that_the_address_spells_is_the_headline() -> None:
    found = findings(
        "<title>Millrace Flour » The Lab Behind the Mill</title><p>Text.</p>",
        "http://example.com/2012/11/the-lab-behind-the-mill/print/",
    )

    assert found.title
    assert found.title.text == "The Lab Behind the Mill"


def test_the_first_level_heading_that_leads_home_is_the_sites_name() -> None:
    html = """<title>Harbour Paper Mills » Blog Archive » Why our trucks now run at night</title>
    <div><h1><a href="http://example.com/blog/">Harbour Paper Mills</a></h1></div>
    <div class="post"><h2><a href="/blog/why-oak-trees-matter">Why our trucks now run at night</a></h2><p>Text.</p></div>"""

    assert title(html) == "Why our trucks now run at night"


def test_a_shown_headline_is_not_cut_to_the_words_of_the_address() -> None:
    html = """<title>Twelve oaks in a year: what we learned &#8211; Example Forestry</title><h1><a href="/">Example Forestry</a></h1>
    <div class="post"><h2>Twelve oaks in a year: what we learned</h2><p>Text.</p></div>"""

    found = findings(html, "http://www.example.com/blog/twelve-oaks-in-a-year").title

    assert found
    assert found.text == "Twelve oaks in a year: what we learned"


def test_a_headline_in_a_plain_element_is_known_by_the_address() -> None:
    html = (
        "<title>The Quay | Notes from the yard</title><div class=post-title>Oaks of the park</div>"
        "<p>The oak keeps its leaves until late in the year, and many birds live in it.</p>"
    )
    parsed = parse_page(html, url="https://example.com/2019/oaks-of-the-park/")

    assert parsed.title is not None
    assert (parsed.title.text, parsed.title.source) == ("Oaks of the park", "visible")


def test_a_headline_in_plain_bold_type_is_claimed_where_it_stands() -> None:
    page = read_page(
        "<title>Why oak trees matter</title><body><a href='/oaks'>Why oak trees matter</a>"
        "<p><b><font size=4>Why oak trees matter</font></b></p><p>Oak trees feed three hundred kinds of insects.</p>",
        url="http://example.com/2004/oaks.htm",
    )
    found = read(Context(page, read_structured_data(page)))

    assert found.title
    assert found.title.node is not None
    assert (found.title.text, page.tags[found.title.node]) == ("Why oak trees matter", "font")
    assert [(c.node, c.region) for c in found.claims] == [(found.title.node, Region.TITLE)]


def test_a_headline_behind_a_kicker_in_one_heading_is_that_heading() -> None:
    page = read_page(
        "<title>Why oaks?</title><body><article><h1><span>Forest and people:</span> Why oaks?</h1>"
        "<p>Oak trees feed three hundred kinds of insects.</p></article>",
        url="http://example.com/oaks",
    )
    found = read(Context(page, read_structured_data(page)))

    assert found.title
    assert found.title.node is not None
    assert page.tags[found.title.node] == "h1"
