"""What a page is as a whole, and which rule told."""

from __future__ import annotations

import pytest

from archive.model import PageKind
from archive.parse import parse_page

TEXT = (
    "<p>"
    + "</p><p>".join(["A paragraph of some length that says one thing, and then another, and ends."] * 20)
    + "</p>"
)
ENTRIES = "".join(
    f"<div class=post><h2><a href=/p/{n}>An entry of the blog, number {n}</a></h2><p>Teaser {n}.</p></div>"
    for n in range(8)
)


@pytest.mark.parametrize(
    ("html", "path", "kind", "rule"),
    [
        ("<title>404 Not Found</title><h1>Not Found</h1><p>Sorry.", "/x", PageKind.ERROR, "kind:error-words-in-title"),
        ("<title>Blog</title><h1>Page not found</h1><p>Sorry.", "/x", PageKind.ERROR, "kind:error-words-in-h1"),
        ("<title>Seite nicht gefunden</title>", "/x", PageKind.ERROR, "kind:error-words-in-title"),
        (f"<body class='error404'>{TEXT}", "/x", PageKind.ERROR, "kind:body-class-error404"),
        (f"<h1>Results</h1>{ENTRIES}", "/?s=words", PageKind.SEARCH, "kind:address-search"),
        (f"<body class='archive category'><h1>News</h1>{ENTRIES}", "/c", PageKind.TAG, "kind:body-class-category"),
        (f"<h1>Posts by Ann</h1>{ENTRIES}", "/author/ann/", PageKind.AUTHOR, "kind:address-author"),
        (f"<h1>May</h1>{ENTRIES}", "/blog/2014/05/", PageKind.LISTING, "kind:address-listing"),
        (f"<h1>A title</h1>{TEXT}", "/print/3", PageKind.PRINT, "kind:address-print"),
        (f"<body class='single'><h1>A title</h1>{TEXT}", "/a", PageKind.ARTICLE, "kind:body-class-single"),
    ],
)
def test_outright_signs_tell_the_kind(html: str, path: str, kind: PageKind, rule: str) -> None:
    parsed = parse_page(html, url="https://example.org" + path)
    assert (parsed.kind, parsed.kind_rule) == (kind, rule)


def test_an_article_about_what_was_not_found_is_no_error_page() -> None:
    html = f"<title>Gold was not found</title><h1>Gold was not found</h1><p>By Ann Lee, 3 May 2014</p>{TEXT}"
    assert parse_page(html, url="https://example.org/2014/treasure").kind is PageKind.ARTICLE


def test_a_page_with_several_fields_and_few_words_is_a_form() -> None:
    fields = "".join(f"<label>Field {n} <input name=f{n}></label>" for n in range(6))
    html = f"<h1>Contact us</h1><form action=/send>{fields}<textarea></textarea><input type=submit></form>"
    assert parse_page(html, url="https://example.org/contact").kind is PageKind.FORM


def test_the_kind_is_told_without_the_model_too() -> None:
    html = f"<title>A title</title><h1>A title</h1>{TEXT}"
    assert parse_page(html, url="https://example.org/2014/a-title", use_model=False).kind is PageKind.ARTICLE


def test_a_thread_whose_posts_are_told_as_comments_is_a_forum() -> None:
    answers = "".join(
        f"<li class=comment id=comment-{n}><cite class=fn>Ann {n}</cite><div class=comment-body><p>Answer {n}: it "
        "works when the cable is pulled and put back, at least it did for me.</div>"
        for n in range(4)
    )
    html = f"<title>The cable</title><h1>The cable</h1><ol class=comment-list>{answers}</ol>"
    parsed = parse_page(html, url="https://example.org/forum/showthread.php?t=7")
    assert len(parsed.comments) == 4
    assert (parsed.kind, parsed.kind_rule) == (PageKind.FORUM, "kind:answers-without-text")


@pytest.mark.parametrize("link", ["/p/1", "p/1#more", "https://example.org/p/1"])
def test_a_page_that_is_mostly_one_teaser_is_a_list(link: str) -> None:
    head = "<h3><a href=/p/1>A story of the yard</a></h3><p>By Ann Lee, 26 February 2014</p>"
    teaser = f"{head}<p>Some words are said here of the yard. They end in the midst of "
    html = f"<h1>February 2014</h1>{teaser}<a href={link}>Read more »</a>"
    parsed = parse_page(html, url="https://example.org/")
    other = parse_page(html, url="https://example.org/february.html")
    assert other.kind_rule == "kind:teaser"
    assert PageKind.LISTING == other.kind != parsed.kind


def test_an_article_that_says_where_to_read_on_is_an_article() -> None:
    html = f"<h1>A title</h1><p>By Ann Lee, 26 February 2014</p>{TEXT}<p><a href=/o>Other</a> <a href=/o>Read more</a>"
    assert parse_page(html, url="https://example.org/a").kind is PageKind.ARTICLE


def test_many_comments_under_a_film_are_no_forum_though_the_model_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.regions.kind._by_model", lambda _: {PageKind.FORUM: 0.8, PageKind.ARTICLE: 0.1})
    comments = "".join(
        f"<li class=comment id=comment-{n}><cite class=fn>Ann {n}</cite> <a href=#comment-{n}>March {n % 28 + 1}, 2012 "
        f"at 4:05 pm</a><div class=comment-body><p>This is just what I was looking for, number {n}, thank you.</div>"
        for n in range(40)
    )
    html = (
        "<title>A surface</title><h1>A surface</h1><p>March 1, 2012<p>In this film we make a surface.</p>"
        f"<h2>40 Comments</h2><ol class=commentlist>{comments}</ol>"
        "<form id=commentform action=/wp-comments-post.php><textarea name=comment></textarea></form>"
    )
    parsed = parse_page(html, url="https://example.org/films/surface/")
    assert len(parsed.comments) == 40
    assert parsed.kind is not PageKind.FORUM
    assert parsed.body is None or "number 7" not in parsed.body.text


ONE_ENTRY = (
    "<div class=post><h2><a href=/2014/the-yard.html>The yard is open</a></h2><p class=meta>By Ann Lee, "
    "<time datetime=2014-02-26>26 February 2014</time></p><p>Some words are said of the yard.</p></div>"
)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/tag/yard.html", PageKind.TAG),
        ("/categories/Yard/", PageKind.TAG),
        ("/author/ann-lee.html", PageKind.AUTHOR),
        ("/archives/2014/02/", PageKind.LISTING),
        ("/tags.html", PageKind.LISTING),
        ("/index2.html", PageKind.LISTING),
    ],
)
def test_the_list_of_a_tag_with_one_entry_is_no_article(path: str, kind: PageKind) -> None:
    html = f"<title>Yard - The Quay</title><h1>Posts about the yard</h1>{ONE_ENTRY}"
    assert parse_page(html, url="https://example.org" + path).kind is kind


@pytest.mark.parametrize("path", ["/category/yard/", "/tag/the-yard-is-open-at-last.html", "/archives/2014/"])
def test_an_article_at_the_address_of_a_list_is_an_article(path: str) -> None:
    html = f"<title>The yard</title><h1>The yard</h1><p>By Ann Lee, 26 February 2014</p>{TEXT}{ONE_ENTRY}"
    assert parse_page(html, url="https://example.org" + path).kind is PageKind.ARTICLE


def test_a_theme_that_calls_each_page_home_is_believed_on_the_home_page_alone() -> None:
    post = f"<title>The yard</title><body class=home><h1>The yard is open</h1><p>26 February 2014</p>{TEXT}"
    home = f"<title>The Quay</title><body class=home>{ONE_ENTRY}"
    assert parse_page(post, url="https://example.org/the-yard-is-open.html").kind is PageKind.ARTICLE
    assert parse_page(home, url="https://example.org/tag/yard.html").kind is PageKind.TAG
    assert parse_page(home, url="https://example.org/blog/").kind is PageKind.HOME


def test_a_run_of_dated_entries_is_a_list_at_any_address() -> None:
    entries = "".join(
        f"<article><h2><a href=/p/{n}>An entry, number {n}</a></h2><time datetime=2014-02-0{n}>{n} February 2014</time>"
        f"<p>By Ann Lee. Some words are said of the yard, and of what stands in it, number {n}.</p></article>"
        for n in range(1, 4)
    )
    page = f"<title>The Quay</title><h1>The Quay</h1>{entries}"
    under_article = f"<title>The yard</title><h1>The yard is open</h1><p>26 February 2014</p>{TEXT}{entries}"
    assert parse_page(page, url="https://example.org/quay").kind is PageKind.LISTING
    assert parse_page(under_article, url="https://example.org/quay").kind is PageKind.ARTICLE


def test_a_short_page_at_the_address_404_is_an_error() -> None:
    html = "<title>The Quay</title><h1>Oh dear</h1><p>By Ann Lee, 26 February 2014. Nobody is here.</p>"
    assert parse_page(html, url="https://example.org/404.html").kind_rule == "kind:address-404"


@pytest.mark.parametrize("path", ["/4974", "/blog/ten-ways-to-rest-well/2022/12"])
def test_a_number_or_a_month_after_a_headline_is_no_address_of_a_list(path: str) -> None:
    html = f"<title>Rest</title><h1>Ten ways to rest</h1><p><a href=/more>More from us</a></p><p>26 May 2014</p>{TEXT}"
    assert parse_page(html, url="https://example.org" + path).kind is PageKind.ARTICLE


def test_boxes_that_open_menus_make_no_form() -> None:
    boxes = "<form>" + "<input type=radio>" * 3 + "</form>" + "<input type=checkbox>" * 4
    html = f"<title>Closed</title>{boxes}<article><h1>Closed on Monday</h1><p>3 May 2019</p><p>Shut.</p></article>"
    assert parse_page(html, url="https://example.org/closed").kind is not PageKind.FORM


def test_an_archive_whose_entries_are_links_in_one_box_is_a_list() -> None:
    rows = "".join(
        f"<a class=row href=/2014/post-{n}/><time>2014-02-{n + 10}</time><span>The yard is open on day {n}</span></a>"
        for n in range(9)
    )
    html = (
        f"<title>Archives</title><h1>Archives</h1><p>By Ann Lee</p><article><div>2014</div><div>{rows}</div></article>"
    )
    assert parse_page(html, url="https://example.org/archives/2014/02/").kind is PageKind.LISTING


@pytest.mark.parametrize(
    ("path", "title", "kind"),
    [
        ("/tags/yard/", "The Quay: Items tagged yard", PageKind.TAG),
        ("/archive/2014/02/", "The Quay: Items from February 2014", PageKind.LISTING),
        ("/tags/yard/", "The yard is open at last", PageKind.ARTICLE),
    ],
)
def test_a_list_that_prints_its_one_post_whole_is_told_by_its_title(path: str, title: str, kind: PageKind) -> None:
    text = "".join(
        f"<p>The yard was closed for {n} winters, and nobody who lived beside it knew when it would open.</p>"
        for n in range(2, 12)
    )
    post = (
        "<div class=first-of-day><span class=blog-date>26 February 2014</span><div class=box><span class=blog-title>"
        f"The yard is open at last</span><div class=story>{text}</div><a href=/The_yard.html>Permalink</a></div></div>"
    )
    parsed = parse_page(f"<title>{title}</title><body><div id=content>{post}</div>", url="https://example.org" + path)

    assert parsed.kind is kind
