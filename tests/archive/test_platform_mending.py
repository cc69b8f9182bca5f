"""Where a platform's own markup is plain, it settles what the parsers took for something else."""

from __future__ import annotations

from archive.model import CommentStatus, PageKind, Region
from archive.parse import parse_page

PROSE = "".join(
    f"<p>Support told us last week that {what} of their calls are about drivers that were there yesterday, so we sat "
    "beside them for two days and listened to every one.</p>"
    for what in ("a third", "a half")
)


def community(comments: str, *, foot: str = "") -> str:
    """A blog post of Community Server, whose comments look like the posts of a forum."""
    return (
        '<title>Lost drivers - Lathe and Spindle</title><meta name="generator" content="CommunityServer 2007.1">'
        '<h1><a href="/">Lathe and Spindle</a></h1><h2 class="pageTitle">Lost drivers</h2><div class="post">'
        f'<div class="postsublist">{PROSE}<div class="postfoot">Published 05 March 2008 09:41 by '
        f'<a href="/members/k.aspx">Ute Kessler</a></div></div></div><div id="comments">{comments}</div>{foot}'
    )


def comment(name: str, words: str) -> str:
    return (
        f'<div class="comment"><h4><a href="#1">#</a> <span>re: Lost drivers</span></h4><div class="commentssubhead">'
        f'05 March 2008 14:20 by <a href="/m">{name}</a></div><p>{words}</p></div>'
    )


URL = "http://lathes.example/blogs/tools/archive/2008/03/05/lost.aspx"


def test_a_blog_post_of_a_forum_platform_is_an_article_with_its_comments() -> None:
    page = parse_page(community(comment("Mary Ann", "It works now.") + comment("Joe", "Mine too.")), url=URL)
    assert page.kind is PageKind.ARTICLE
    assert page.body is not None
    assert "Support told us" in page.body.text
    assert "It works now" not in page.body.text
    assert [(c.author, c.text) for c in page.comments] == [("Mary Ann", "It works now."), ("Joe", "Mine too.")]
    assert [c.position for c in page.comments] == [0, 1]


def test_the_platforms_headline_is_taken_before_the_sites_name() -> None:
    page = parse_page(community(""), url=URL)
    assert page.title is not None
    assert page.title.text == "Lost drivers"


def test_a_headline_that_the_pages_title_does_not_have_is_not_believed() -> None:
    html = community("").replace("<title>Lost drivers - Lathe and Spindle", "<title>Another matter")
    page = parse_page(html, url=URL)
    assert page.title is None or page.title.source != "platform"


def test_the_author_stands_after_by_in_the_platforms_line() -> None:
    page = parse_page(community(comment("Mary Ann", "It works now.")), url=URL)
    assert [p.name for b in page.bylines for p in b.contributors] == ["Ute Kessler"]


def test_the_platforms_comment_form_says_that_comments_are_open() -> None:
    page = parse_page(community("", foot='<div id="commentform"><dl><dt>Title</dt></dl></div>'), url=URL)
    assert page.comment_status is CommentStatus.OPEN


def test_a_list_of_all_categories_is_a_menu_and_no_tags() -> None:
    html = (
        '<title>Ink</title><meta name="generator" content="WordPress 3.1"><div class="widget_categories">'
        '<h3>Categories</h3><ul><li><a href="/category/a/" rel="category tag">Paper</a></li><li>'
        '<a href="/category/b/" rel="category tag">Glue</a></li></ul></div>'
        f'<h1 class="entry-title">Ink</h1><div class="entry-content">{PROSE}</div>'
    )
    page = parse_page(html, url="http://ink.example/2011/04/ink/")
    assert page.tags == ()
    assert [str(n.kind) for n in page.navigation if n.text in ("Paper", "Glue")] == ["menu", "menu"]


def test_each_node_is_in_one_segment_whatever_was_mended() -> None:
    page = parse_page(community(comment("Mary Ann", "It works now.")), url=URL)
    nodes = [n for s in page.segments for n in s.nodes]
    assert nodes == sorted(set(nodes))
    assert {s.region for s in page.segments if "It works now" in s.text} == {Region.COMMENT}


def standing(line: str = "") -> str:
    """A page of WordPress that is no post."""
    return (
        '<title>About the mill - Mill News</title><meta name="generator" content="WordPress 5.9">'
        '<body class="page page-id-7 page-template-default"><article class="post-7 page type-page hentry">'
        f'<h1 class="entry-title">About the mill</h1>{line}<div class="entry-content">{PROSE}</div></article>'
    )


def test_a_standing_page_without_author_and_day_is_no_article() -> None:
    page = parse_page(standing(), url="http://mill.example/news/about/")
    assert (page.kind, page.kind_rule) == (PageKind.OTHER, "platform:wordpress:standing-page")
    assert page.body is not None


def test_a_standing_page_with_author_and_day_is_the_article_it_looks_like() -> None:
    line = '<p class="entry-meta">Posted on <time datetime="2013-03-05">March 5, 2013</time> by <a>Ann Miller</a></p>'
    assert parse_page(standing(line), url="http://mill.example/news/about/").kind is PageKind.ARTICLE


def wordpress(body_class: str, main: str) -> str:
    return (
        '<title>Lost drivers - Lathe and Spindle</title><meta name="generator" content="WordPress 6.1">'
        f'<body class="{body_class}"><h1><a href="/">Lathe and Spindle</a></h1>{main}</body>'
    )


def test_the_headline_of_an_old_theme_is_not_lost_among_headings_of_the_text() -> None:
    html = wordpress(
        "single single-post", f'<div class="post"><h2>Lost drivers</h2><div><h2>Why</h2>{PROSE}</div></div>'
    )

    page = parse_page(html, url="http://lathes.example/2012/03/lost/")

    assert page.title is not None
    assert page.title.text == "Lost drivers"


def test_further_pages_of_the_front_page_are_lists() -> None:
    entries = "".join(f'<div class="post"><h2><a href="/{n}/">Post {n}</a></h2>{PROSE}</div>' for n in range(3))

    assert (
        parse_page(wordpress("home blog paged", entries), url="http://lathes.example/page/2/").kind is PageKind.LISTING
    )


def test_a_short_list_that_ends_a_post_is_part_of_it() -> None:
    people = "<ul><li>Ute Kessler, service</li><li>Joe Smith, tools</li></ul>"
    share = '<div class="share"><ul><li><a href="http://t.example/">Tweet</a></li></ul></div>'
    html = wordpress(
        "single single-post",
        f'<div class="post hentry"><h2>Lost drivers</h2><div class="entry-content">{PROSE}{people}{share}</div></div>',
    )

    body = parse_page(html, url="http://lathes.example/2012/03/lost/").body

    assert body is not None
    assert body.text.endswith("Ute Kessler, service\nJoe Smith, tools")


def test_a_standing_page_with_comments_has_its_own_headline() -> None:
    form = '<form id="commentform" action="/wp-comments-post.php"><textarea name="comment"></textarea></form>'
    html = wordpress(
        "page page-id-7", f'<div class="post"><h2>Contact</h2><div class="entry">{PROSE}</div></div>{form}'
    )

    page = parse_page(html.replace("<title>Lost drivers", "<title>Contact"), url="http://lathes.example/contact/")

    assert page.title is not None
    assert page.title.text == "Contact"
