"""What a page names, in each of the ways HTML and CSS have; bombs cost no time."""

import time

import pytest

from crawler.links import LinkKind, find_css_links, find_html_links, read_srcset

URL = "http://blog.example/news/a"


def found(html, url=URL):
    return {
        (link.url.removeprefix("http://blog.example"), link.kind.value, link.relation)
        for link in find_html_links(html, url=url)
    }


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<a href=b>", ("/news/b", "page", "a")),
        ("<area href=/b>", ("/b", "page", "a")),
        ("<a rel=next href='?page=1'>", ("/news/a?page=1", "page", "next")),
        ("<link rel=next href=/p2>", ("/p2", "page", "next")),
        ("<link rel=prev href=/p0>", ("/p0", "page", "prev")),
        ("<link rel=canonical href=/c>", ("/c", "rendition", "canonical")),
        ("<link rel=amphtml href=/amp>", ("/amp", "rendition", "amphtml")),
        ("<link rel=shortlink href='/?p=1'>", ("/?p=1", "rendition", "shortlink")),
        ("<link rel=alternate media=handheld href=/m>", ("/m", "rendition", "alternate")),
        ("<link rel=alternate hreflang=fr href=/fr>", ("/fr", "page", "alternate")),
        ("<link rel=alternate type='application/rss+xml' href=/feed/>", ("/feed/", "feed", "feed")),
        ("<a href=/comments/feed/>", ("/comments/feed/", "feed", "feed-link")),
        ("<a href='/?feed=rss2'>", ("/?feed=rss2", "feed", "feed-link")),
        ("<a href=/print/31 title='Printer-friendly version'>", ("/print/31", "rendition", "print")),
        ("<a class=print-page href=/node/31/x>", ("/node/31/x", "rendition", "print")),
        ("<a href='?cpage=2#comments'>", ("/news/a?cpage=2", "page", "comment-page")),
        ("<a href='/news/a/comment-page-2/'>", ("/news/a/comment-page-2/", "page", "comment-page")),
        ("<a href=/report.PDF>", ("/report.PDF", "requisite", "document")),
        ("<img src=/i.png>", ("/i.png", "requisite", "img")),
        ("<img data-src=/lazy.png>", ("/lazy.png", "requisite", "lazy")),
        ("<img data-srcset='/l2.png 2x'>", ("/l2.png", "requisite", "srcset")),
        ("<picture><source srcset='/s.webp 1x'></picture>", ("/s.webp", "requisite", "srcset")),
        ("<link rel=preload as=image imagesrcset='/w.png 800w'>", ("/w.png", "requisite", "srcset")),
        ("<video poster=/p.jpg><source src=/v.mp4></video>", ("/p.jpg", "requisite", "poster")),
        ("<video><source src=/v.mp4></video>", ("/v.mp4", "requisite", "source")),
        ("<link rel='shortcut icon' href=/f.ico>", ("/f.ico", "requisite", "icon")),
        ("<link rel='alternate stylesheet' href=/s.css>", ("/s.css", "requisite", "stylesheet")),
        ("<script src=/s.js></script>", ("/s.js", "requisite", "script")),
        ("<body background=/bg.gif>", ("/bg.gif", "requisite", "background")),
        ("<p style=\"background: url('/q.gif')\">", ("/q.gif", "requisite", "css")),
        ("<style>@import '/i.css';</style>", ("/i.css", "requisite", "css")),
        ("<object data=/o.swf></object>", ("/o.swf", "requisite", "object")),
        ("<object><param name=movie value=/m.swf></object>", ("/m.swf", "requisite", "param")),
        ("<embed src=/e.swf>", ("/e.swf", "requisite", "embed")),
        ("<iframe src=/frame.html></iframe>", ("/frame.html", "frame", "iframe")),
        ("<frameset><frame src=/menu.html></frameset>", ("/menu.html", "frame", "frame")),
        ("<meta http-equiv=refresh content='0; URL=/moved'>", ("/moved", "page", "refresh")),
        ("<meta property=og:image content=/og.png>", ("/og.png", "requisite", "meta")),
        ("<input type=image src=/go.gif>", ("/go.gif", "requisite", "input")),
        ("<svg><image xlink:href=/v.png></image></svg>", ("/v.png", "requisite", "image")),
        ("<noscript><img src=/n.png></noscript>", ("/n.png", "requisite", "img")),
    ],
)
def test_each_way_to_name_an_address_is_read(html, expected):
    assert expected in found(html)


@pytest.mark.parametrize(
    "html",
    ["<a href='javascript:x()'>", "<a href='mailto:a@b.example'>", "<img src='data:image/png;base64,AAAA'>",
     "<link rel=dns-prefetch href=//cdn.example>", "<link rel=pingback href=/xmlrpc.php>", "<a href=''>", "<a name=x>",
     "<!-- <a href=/commented> -->", "<link rel=alternate type='application/json+oembed' href=/oembed>"],
)  # fmt: skip
def test_what_leads_nowhere_is_left_out(html):
    assert found(html) == set()


def test_links_are_resolved_against_the_first_base():
    assert ("/base/x", "page", "a") in found("<base href=/base/><a href=x><base href=/second/>")


def test_an_address_is_given_once_for_each_kind():
    links = find_html_links("<a href=/x.html><a href='/x.html#c'><a href=/x.html>", url=URL)
    assert [link.url for link in links] == ["http://blog.example/x.html"]


def test_a_query_follows_the_charset_of_the_page():
    links = find_html_links("<a href='/?q=é'>", url=URL, charset="iso-8859-1")
    assert links[0].url == "http://blog.example/?q=%E9"


def test_css_names_imports_and_urls_without_those_in_comments():
    css = """@import url("a.css"); @import 'b.css'; /* url(no.png) */
    p { background: url( c.png ); src: url('d%20e.woff'), url(f\\(1\\).png) url("\\67.png") url(data:x) }"""
    links = find_css_links(css, url="http://blog.example/css/x.css")
    assert [link.url.removeprefix("http://blog.example/css/") for link in links] == [
        "a.css", "b.css", "c.png", "d%20e.woff", "f(1).png", "g.png",
    ]  # fmt: skip


def test_a_srcset_may_have_commas_in_its_addresses():
    assert read_srcset("a.jpg, /w_1,h_2/b.jpg 2x , c.jpg 100w,") == ["a.jpg", "/w_1,h_2/b.jpg", "c.jpg"]


@pytest.mark.parametrize(
    "bomb",
    [
        "<a " + " ".join(f"a{n}=1" for n in range(60_000)) + " href=/x>",
        "<div>" * 60_000,
        "<div></x>" * 60_000,
        "<a " * 60_000,
        "<a href='" * 60_000,
        "<style>" + "url('" * 60_000,
        "<style>" + "/*" * 60_000,
        "<b><i>" * 30_000,
        "<img srcset='" + "," * 60_000 + "'>",
    ],
    ids=[
        "attributes",
        "nesting",
        "hidden-nesting",
        "open-tags",
        "open-quotes",
        "css",
        "css-comments",
        "formatting",
        "srcset",
    ],
)
def test_a_bomb_costs_no_time_and_hides_no_link(bomb):
    began = time.process_time()
    links = find_html_links(f"<a href=/before>x</a>{bomb}", url=URL)
    assert time.process_time() - began < 2.0
    assert links[0].url == "http://blog.example/before"


@pytest.mark.parametrize("bomb", ["url('", "url(", "@import '", "url( " + " " * 400_000, "/*"])
def test_a_css_bomb_costs_no_time(bomb):
    began = time.process_time()
    links = find_css_links("a { background: url(/before.png) } " + bomb * (400_000 // len(bomb)), url=URL)
    assert time.process_time() - began < 2.0
    assert links[0].url == "http://blog.example/before.png"


def test_a_link_farm_is_bounded():
    links = find_html_links("".join(f"<a href=/{n}>" for n in range(25_000)), url=URL)
    assert len(links) == 20_000


def test_kinds_are_words_that_the_frontier_can_keep():
    assert {kind.value for kind in LinkKind} == {"page", "rendition", "requisite", "frame", "feed"}


@pytest.mark.parametrize(
    ("html", "path"),
    [
        ('<a href="\\2011\\a.html?x=\\">', "/2011/a.html?x=\\"),
        ('<svg><a xlink:href="/a"><text>A</text></a></svg>', "/a"),
        ('<select onchange="go()"><option value="/2011/05/">May</select>', "/2011/05/"),
        ("<a href=\"javascript:window.open('/a.html', 'x')\">", "/a.html"),
        ("<a href=\"javascript:openPopup('a.html')\">", "/a.html"),
        ("<a href='#' onclick=\"location.href = '/a.html'; return false\">", "/a.html"),
        ("<a onclick='document.location=\"?p=2\"'>", "/?p=2"),
        ('<iframe srcdoc="&lt;a href=/a&gt;A&lt;/a&gt;"></iframe>', "/a"),
    ],
)
def test_links_that_no_plain_href_names_are_found(html, path):
    assert [link.url for link in find_html_links(html, url="http://blog.example/")] == [f"http://blog.example{path}"]


@pytest.mark.parametrize(
    "html", ['<option value="12">', "<a href='#' onclick=\"track('page')\">", '<a href="javascript:void(0)">']
)
def test_words_of_scripts_and_forms_that_are_no_addresses_are_left(html):
    assert find_html_links(html, url="http://blog.example/") == []


def test_links_of_the_http_header_count_like_those_of_the_page():
    headers = [
        ("Link", '<https://api.example/>; rel="https://api.w.org/", </2>; rel="next"'),
        ("link", "</?p=7>; rel=shortlink, </a.css>; rel=stylesheet"),
        ("Refresh", "0; url=/moved"),
    ]
    links = find_html_links("<p>", url="http://blog.example/", headers=headers)
    assert [(link.url.removeprefix("http://blog.example"), link.kind) for link in links] == [
        ("/2", LinkKind.PAGE), ("/?p=7", LinkKind.RENDITION), ("/a.css", LinkKind.REQUISITE), ("/moved", LinkKind.PAGE),
    ]  # fmt: skip


def test_css_imports_without_a_space_and_strings_of_image_sets_are_found():
    css = """@import'a.css';p{background:image-set("b.avif" type("image/avif"),url(c.png) 2x)}
    q{background:url(d\\20 e.png)}"""
    links = find_css_links(css, url="http://blog.example/")
    assert [link.url.removeprefix("http://blog.example/") for link in links] == [
        "a.css",
        "b.avif",
        "c.png",
        "d%20e.png",
    ]
