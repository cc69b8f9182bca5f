"""Chosen text nodes to plain text and clean HTML."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.markup import _CLEAN_PARAGRAPHS, _cleaner, absolute_to, block_text, clean_html, visible_below
from archive.model import Page
from archive.page import read_page


def page_of(html: str) -> Page:
    return read_page(html, url="https://example.org/blog/post")


def text_of(html: str) -> str:
    page = page_of(html)
    return block_text(page, page.visible)


def clean(html: str) -> str:
    page = page_of(html)
    return clean_html(page, page.visible, root=page.tags.index("body")).strip()


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One\n  two</p><p>three</p>", "One two\n\nthree"),
        ("<p>One<br>two <br/> three</p>", "One\ntwo\nthree"),
        ("<p>W<b>or</b>d <i>and</i> more</p>", "Word and more"),
        ("<p>a <b> b </b> c</p>", "a b c"),
        ("<p><span>a</span> <span>b</span><span>c</span></p>", "a bc"),
        ("<ul><li>a<li>b</ul><p>c", "a\nb\n\nc"),
        ("<table><tr><td>a<td>b<tr><td>c<td>d</table>", "a\tb\nc\td"),
        ("<p>x</p><pre>a\n  b\n</pre><p>y", "x\n\na\n  b\n\n\ny"),
        ("<p>non\u00a0breaking</p>", "non\u00a0breaking"),
        ("<div>a<div>b</div>c</div>", "a\n\nb\n\nc"),
    ],
)
def test_text_keeps_blocks_lines_and_cells_apart(html: str, text: str) -> None:
    assert text_of(html) == text


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        ("<div class=x><div>a</div>b</div>", "<p>a</p>\n<p>b</p>"),
        ("<p style='color:red' onclick=x()>a <font size=3>b</font></p>", "<p>a b</p>"),
        ("<p><a href='/c' target=_blank onclick=x()>c</a></p>", '<p><a href="https://example.org/c">c</a></p>'),
        ("<p><a href='javascript:alert(1)'>c</a></p>", "<p><a>c</a></p>"),
        ("<h2>a</h2><ol start=3><li>b</ol>", '<h2>a</h2>\n<ol start="3"><li>b</li>\n</ol>'),
        ("<p lang=fr dir=ltr>é</p>", '<p lang="fr" dir="ltr">é</p>'),
        ("<pre><code class='language-js hljs'>a\n b</code></pre>", '<pre><code data-language="js">a\n b</code></pre>'),
        ("<p>a &lt;script&gt;</p><script>x</script>", "<p>a &lt;script&gt;</p>"),
        ("<b>a</b> b<p>c</p>", "<p><b>a</b> b</p>\n<p>c</p>"),
    ],
)
def test_clean_html_keeps_structure_and_nothing_else(html: str, cleaned: str) -> None:
    assert clean(html) == cleaned


def test_pictures_come_with_their_caption_and_an_absolute_address() -> None:
    html = "<p>text</p><figure><img src='/x.png' alt='X' width=200><figcaption>Cap</figcaption></figure>"
    assert '<figure><img src="https://example.org/x.png" alt="X" width="200"><figcaption>Cap</figcaption>' in clean(
        html
    )


def test_a_picture_that_a_script_would_load_is_found() -> None:
    assert "https://example.org/real.jpg" in clean("<p>a<img src='data:image/gif;base64,R0' data-src='/real.jpg'></p>")


def test_embeds_become_links_with_their_kind() -> None:
    html = "<p>a</p><iframe src='https://www.youtube.com/embed/1'></iframe><object data='/f.swf'></object>"
    found = re.findall(r'<a href="([^"]+)" data-embed="([^"]+)">', clean(html))
    assert found == [("https://www.youtube.com/embed/1", "youtube"), ("https://example.org/f.swf", "example.org")]


def test_footnotes_keep_their_way_there_and_back() -> None:
    html = (
        "<p>a<sup><a id=r1 href='#n1'>1</a></sup></p><ol><li id=n1>note <a href='#r1'>back</a></li></ol><p id=other>b"
    )
    cleaned = clean(html)
    assert 'id="r1"' in cleaned
    assert '<li id="n1">' in cleaned
    assert "other" not in cleaned


def test_what_is_not_chosen_stays_out() -> None:
    page = page_of("<div><p>keep</p><div class=share>Share <img src=/s.png></div><p>this</p></div>")
    share = next(n for n, a in enumerate(page.attributes) if a.get("class") == "share")
    nodes = visible_below(page, 0, without=[share])
    assert clean_html(page, nodes).split() == ["<p>keep</p>", "<p>this</p>"]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                "<p> </p> <div> <table> <tr> <td> <b> </b> <a/href=javascript:x> <a/href=data:x> </a> <br> <ul> <li> "
                "<img/src=x/onerror=y> <svg> <math> <iframe/src=javascript:x> <object/data=x> <embed/src=y> <pre> "
                "<style> <form> <h1> <video/src=z>".split()
            ),
            st.text(alphabet="ab<>&\"'= \n", max_size=8),
        ),
        max_size=30,
    ).map("".join)
)
def test_clean_html_of_any_page_is_harmless_and_says_the_same(html: str) -> None:
    page = page_of(html)
    cleaned = clean_html(page, page.visible, root=0)
    assert not re.search(
        r"<(?:script|style|iframe|object|embed|svg|form)|<[^>]+\s(?:on\w+|style)=|(?:javascript|data):", cleaned
    )
    again = read_page(cleaned, url="https://example.org/")
    spoken = "".join("".join(again.texts[n] for n in again.visible).split())
    meant = "".join(block_text(page, page.visible).split())
    assert meant in spoken or all(character in spoken for character in meant)


@given(
    st.lists(
        st.lists(
            st.sampled_from(["words ", "<br>", "'", '"', "\u200b", "\xa0", "&amp;", "é", "\n", "<em>x</em>", "<"])
        ),
        min_size=1,
        max_size=4,
    )
)
def test_clean_paragraphs_are_left_as_the_cleaner_would_leave_them(paragraphs: list[list[str]]) -> None:
    written = "".join(f"<p>{''.join(parts)}</p>\n" for parts in paragraphs)
    if _CLEAN_PARAGRAPHS.fullmatch(written):
        assert _cleaner().clean(written) == written


@pytest.mark.parametrize(
    "base",
    ["https://example.org/blog/post", "https://example.org", "https://example.org/a?b=c#d", "https://example.org/a?",
     "HTTPS://Example.org/a/../b", "file:///a/b"],
)  # fmt: skip
@pytest.mark.parametrize("address", ["#comment-3", "#", "#a#b", " #c ", "#ä", "#a b", "##"])
def test_a_fragment_is_resolved_as_any_address_is(base: str, address: str) -> None:
    joined = urljoin(base, address.strip())
    assert absolute_to(base, address) == (joined if joined.lower().startswith("http") else None)
