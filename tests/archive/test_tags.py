"""Tags and categories are read where the article shows them, with their addresses."""

# ruff: noqa: E501 - markup reads best as it was served

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.model import Region
from archive.page import read_page
from archive.parse import parse_page
from archive.regions import Context, Findings
from archive.regions.byline import read as read_byline
from archive.regions.tags import read
from archive.regions.title import read as read_title
from archive.structured import read_structured_data


def findings(html: str) -> Findings:
    page = read_page(f"<article><h1>Oaks</h1><p>Text of it.</p>{html}</article>", url="http://example.com/oaks")
    return read(Context(page, read_structured_data(page)))


def test_category_and_tags_of_wordpress_are_told_apart() -> None:
    found = findings(
        '<footer class="entry-meta">This entry was posted in <a href="/category/trees/" rel="category tag">Trees</a></footer>'
        '<div class="tags-links">Tagged <a href="/tag/oak/" rel="tag">oak</a>, <a href="/tag/birds/" rel="tag">birds</a></div>'
    )

    assert [(t.taxonomy, t.name, t.url) for t in found.tags if t.taxonomy == "tag"] == [
        ("tag", "oak", "http://example.com/tag/oak/"),
        ("tag", "birds", "http://example.com/tag/birds/"),
    ]
    assert {c.region for c in found.claims} == {Region.TAGS}


@pytest.mark.parametrize(
    ("label", "taxonomy"),
    [
        ("Filed under:", "category"),
        ("Tags:", "tag"),
        ("Kategorie:", "category"),
        ("Etiquetas:", "tag"),
        ("Mots-clés :", "tag"),
    ],
)
def test_a_label_tells_the_taxonomy(label: str, taxonomy: str) -> None:
    found = findings(f'<p>{label} <a href="/x/oak">Oak</a>, <a href="/x/elm">Elm</a></p>')

    assert [(t.taxonomy, t.name) for t in found.tags] == [(taxonomy, "Oak"), (taxonomy, "Elm")]


def test_a_tag_cloud_of_the_site_is_not_the_articles() -> None:
    found = findings('<div class="widget sidebar tagcloud"><a href="/tag/oak" rel="tag">oak</a></div>')

    assert found.tags == ()


def test_tags_told_only_to_machines_are_kept_with_their_source() -> None:
    found = findings('<meta property="article:tag" content="oak"><meta property="article:section" content="Trees">')

    assert [(t.taxonomy, t.name, t.node) for t in found.tags] == [("tag", "oak", None), ("section", "Trees", None)]
    assert {c.source for c in found.field_claims} == {"opengraph"}


def test_a_byline_that_says_where_the_article_is_posted_tells_its_category() -> None:
    page = read_page(
        '<table><tr><td><h2>Six apprentices</h2><p>Posted by <a href="/by-karen.html">Karen Whitfield</a> on 15 June 2009 in '
        '<a href="/topic-people.html">People</a>, <a href="/topic-safety.html">Safety</a></p><p>Text of it.</p></td>'
        '<td><b>Topics</b><br><a href="/topic-history.html">History</a><br><a href="/topic-people.html">People</a><br>'
        '<br><b>Archive</b><br><a href="/archive-2009-11.html">2009-11</a><br></td></tr></table>',
        url="http://example.com/apprentices.html",
    )
    context = Context(page, read_structured_data(page))
    for read_region in (read_title, read_byline):
        context = replace(context, found=(*context.found, read_region(context)))

    found = read(context)

    assert [(t.taxonomy, t.name, t.url) for t in found.tags] == [
        ("category", "People", "http://example.com/topic-people.html"),
        ("category", "Safety", "http://example.com/topic-safety.html"),
    ]
    assert found.claims == ()


def test_a_post_named_after_its_tags_is_no_list_of_them() -> None:
    page = read_page(
        '<div class="hentry tag-oak category-trees"><h1>Oaks</h1><p>Text of it.</p><p>Tags: <a href="/tag/oak/" rel="tag">oak</a>, '
        '<a href="/tag/birds/" rel="tag">birds</a></p></div>',
        url="http://example.com/oaks",
    )
    found = read(Context(page, read_structured_data(page)))

    assert [t.name for t in found.tags] == ["oak", "birds"]
    assert [page.tags[claim.node] for claim in found.claims] == ["p"]


def tags_of(html: str) -> list[tuple[str, str]]:
    parsed = parse_page(html, url="http://example.com/2019/oaks/")
    return [(tag.taxonomy, tag.name) for tag in parsed.tags]


TEXT = "<p>The oak keeps its leaves until late in the year, and many birds live in it, as they always did.</p>" * 5


@pytest.mark.parametrize(
    "line",
    [
        "<footer><p>In <a href=/category/trees.html>Trees</a></p><p>with <a href=/tag/oak.html>oak</a></p></footer>",
        "<ul class=post-bottom><li><a href=/categories/Trees/>Trees</a></li><li><a href=/tags/oak/>#oak</a></li></ul>",
        "<nav class=article-tags><a href=/category/trees/>Trees</a> <a href=/tag/oak/>oak</a></nav>",
        "<dl class=metadata><div><dt>By<dd><a rel=author href=/author/ann>Ann Lee</a></div>"
        "<div><dt>Category<dd><a href=/category/trees.html>Trees</a></div>"
        "<div><dt>Tags<dd><a rel=tag href=/tag/oak.html>oak</a></div></dl>",
    ],
)
def test_links_to_the_lists_of_the_site_tell_tags_whatever_holds_them(line: str) -> None:
    html = f"<title>Oaks</title><article><h1>Oaks of the park</h1><p>3 May 2019</p>{TEXT}{line}</article>"

    assert tags_of(html) == [("category", "Trees"), ("tag", "oak")]


@pytest.mark.parametrize(
    "other",
    [
        "<p>There is more on elms and on all that lives in them, much more than fits here, in our "
        "<a href=/tag/elm/>elm</a> notes.</p>",
        "<aside><a href=/tag/elm/>elm</a></aside>",
        "<div class=card><img src=/a.png alt=a><h3><a href=/2019/elms>Elms of the park, and where they stand</a></h3>"
        "<p>Some words on elms.</p><p>And more.</p><p>More.</p><p>More.</p><p>More.</p><p>More.</p><p>More.</p>"
        "<p><a href=/category/elm/>elm</a></p></div>",
        "<p>" + " ".join(f"<a href=/tag/elm-{n}/>elm {n}</a>" for n in range(30)) + "</p>",
    ],
)
def test_links_of_the_text_of_cards_and_of_clouds_are_no_tags(other: str) -> None:
    html = f"<title>Oaks</title><article><h1>Oaks of the park</h1><p>3 May 2019</p>{TEXT}{other}</article>"

    assert tags_of(html) == []


def test_a_menu_of_categories_outside_the_article_tells_no_tags() -> None:
    menu = (
        "<header><ul><li><a href=/category/elms.html>Elms</a><li><a href=/category/trees.html>Trees</a></ul></header>"
    )
    html = f"<title>Oaks</title>{menu}<main><article><h1>Oaks of the park</h1>{TEXT}</article></main>{menu}"

    assert tags_of(html) == []


@pytest.mark.parametrize(
    "cloud", ['<ul class="tag-cloud">{}</ul>', '<ul class="tags">{}</ul>'], ids=["named", "counted"]
)
def test_a_list_of_all_tags_of_the_site_is_not_the_articles(cloud: str) -> None:
    entries = "".join(
        f'<li><a class="tag-weight-1" href="/tag/{name}/">{name}</a> ({n})</li>' for n, name in enumerate("abcdef", 1)
    )
    found = findings('<p class="tags">Tags: <a href="/tag/oak/" rel="tag">oak</a></p>' + cloud.format(entries))

    assert [t.name for t in found.tags] == ["oak"]


def test_a_long_text_in_one_element_is_no_list_of_tags_for_a_link_that_leads_to_one() -> None:
    lines = "<br>".join(f"Line {n} of a text that knows no paragraphs." for n in range(200))
    page = read_page(
        f'<title>Oaks</title><article><h1>Oaks</h1><div>{lines} Look at <a href="/tag/oak/">oak</a>.</div></article>',
        url="http://example.com/oaks",
    )
    context = Context(page, read_structured_data(page))
    context = replace(context, found=(read_title(context),))

    assert not read(context).claims


def test_a_line_of_links_below_the_headline_tells_the_category_and_is_no_subtitle() -> None:
    line = "<span class=subtitle><a href=/>Park</a> | <a href=/category/trees.html>Trees</a> | <a href=/author/a>Ann Lee</a></span>"
    html = f"<title>Oaks</title><body><header><h1>Oaks of the park</h1>{line} 3 May 2019</header>{TEXT}"

    assert tags_of(html) == [("category", "Trees")]
    title = parse_page(html, url="http://example.com/2019/oaks/").title
    assert title is not None
    assert title.subtitle is None


def test_tags_in_the_footer_of_the_page_are_the_articles_where_they_say_so() -> None:
    links = '<a href="../../tags/oak/" rel="tag">oak</a> <a href="../../tags/birds/" rel="tag">birds</a>'

    assert tags_of(
        f"<title>Oaks</title><body><h1>Oaks of the park</h1><div id=content>{TEXT * 8}</div>"
        f'<div id="footer" class="pagefooter" role="contentinfo"><div id="pageinfo"><div class="tags">Tags: {links}</div>'
        '<div class="pagedate">Last edited today</div></div></div>'
    ) == [("tag", "oak"), ("tag", "birds")]
