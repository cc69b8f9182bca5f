"""Payload to page: charset, tree, visible text, and the bounds on wild markup."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.errors import PageTooLarge
from archive.model import Page
from archive.node_paths import node_path
from archive.page import read_page, subtree_text

URL = "https://example.org/blog/a"


def visible_words(page: Page) -> str:
    return " ".join(" ".join(page.texts[n] for n in page.visible).split())


def read(html: str | bytes, charset: str | None = None) -> Page:
    return read_page(html, url=URL, charset=charset)


def test_a_subtree_is_a_range_of_nodes() -> None:
    page = read("<body><div><p>one <b>two</b></p></div><p>three")
    div = page.tags.index("div")
    assert subtree_text(page, div) == "one two"
    assert all(page.parents[n] >= div for n in range(div + 1, page.ends[div]))


def test_the_path_of_a_node_counts_siblings_of_its_tag() -> None:
    page = read("<body><p>a<p>b<i>c</i>d")
    assert node_path(page, page.visible[-1]) == "/html/body[1]/p[2]/text()[2]"


def test_a_very_deep_node_is_named_by_the_number_of_its_element() -> None:
    page = read(f"<p>before</p>{'<div>' * 200}deep<b>er</b>")  # html, head, body and p come first
    assert node_path(page, page.visible[1]) == "(//*)[204]/text()[1]"
    assert node_path(page, page.parents[page.visible[2]]) == "(//*)[205]"
    assert node_path(page, page.visible[0]) == "/html/body[1]/p[1]/text()[1]"


def test_scripts_and_styles_are_not_visible() -> None:
    page = read("<title>t</title><style>a{}</style><script>x</script><p>seen</p><template>no</template><svg>no</svg>")
    assert visible_words(page) == "seen"


def test_a_hidden_box_with_an_article_in_it_is_text() -> None:
    article = "<p>" + "words of the article " * 30 + "</p>"
    page = read(f"<p>intro</p><div style='display: none'>{article}</div><div hidden>short</div>")
    assert visible_words(page).count("article") == 30
    assert "short" not in visible_words(page)


def test_a_hidden_menu_is_no_text() -> None:
    links = "".join(f"<a href='/{n}'>an entry of the menu</a>" for n in range(40))
    assert visible_words(read(f"<p>intro</p><nav hidden>{links}</nav>")) == "intro"


def test_parts_that_react_sends_late_are_text() -> None:
    assert visible_words(read('<p>a</p><div hidden id="S:1">b</div>')) == "a b"


def test_noscript_is_text_where_the_page_is_in_it() -> None:
    thread = "<div class='post'>" + "a post of the forum " * 30 + "</div>"
    assert "forum" in visible_words(read(f"<div id='main'></div><noscript>{thread}</noscript>"))
    assert "forum" not in visible_words(read(f"<p>{'long text ' * 200}</p><noscript>{thread}</noscript>"))


@pytest.mark.parametrize(
    ("payload", "header", "text", "charset", "source"),
    [
        (b"\xef\xbb\xbf<p>\xc3\xa9", "iso-8859-1", "é", "utf-8", "bom"),
        (b"<p>\xe9t\xe9", "iso-8859-1", "été", "cp1252", "http"),
        (b"<meta charset=windows-1251><p>\xef\xf0\xe8", None, "при", "cp1251", "meta"),
        (b"<meta charset=iso-8859-1><p>\xc3\xa9t\xc3\xa9", None, "été", "utf-8", "detected"),
        ("<p>日本".encode("shift_jis"), "shift_jis", "日本", "cp932", "http"),
        (b"<p>\x93quoted\x94", "utf-8", "“quoted”", "cp1252", "detected"),
        (b"<p>\x93quoted\x94", "no-such-charset", "“quoted”", "cp1252", "detected"),
    ],
)
def test_the_encoding_is_found_and_told(
    payload: bytes, header: str | None, text: str, charset: str, source: str
) -> None:
    page = read(payload, header)
    assert (visible_words(page), page.charset, page.charset_source) == (text, charset, source)


def test_bytes_that_cannot_be_read_are_a_problem_and_no_error() -> None:
    page = read(b"<meta charset=utf-8><p>" + "häuser ".encode() * 50 + b"\xff")
    assert [problem.code for problem in page.problems] == ["page.undecodable"]


def test_nul_bytes_and_lone_surrogates_do_no_harm() -> None:
    assert "ab" in visible_words(read(b"<p>a\x00b")).replace("�", "")
    assert "x" in visible_words(read("<p>x \ud800"))


MANY = 100_000
WILD = {
    "nested elements": "<div>" * MANY + "text",
    "nested elements, closed": "<div>" * MANY + "text" + "</div>" * MANY,
    "attributes on one tag": "<p " + " ".join(f"a{n}=1" for n in range(MANY)) + ">text",
    "attributes with quoted ends of tags": "<p " + " ".join(f'a{n}=">"' for n in range(MANY)) + ">text",
    "attributes on many tags": ("<p " + " ".join(f"a{n}" for n in range(1500)) + ">text") * 1200,
    "options": "<select>" + "<option>x" * MANY + "</select>text",
    "formatting elements never closed": "".join(f"<p><font color={n}>" for n in range(MANY // 4)) + "text",
    "misnested links": "<a><b><i><div></a></b></i>" * (MANY // 4) + "text",
    "blocks in bold": "<b><div>" * MANY + "text",
    "nested tables": "<table><tr><td>" * MANY + "text",
}


@pytest.mark.parametrize("wild", WILD, ids=lambda name: name.replace(" ", "-"))
def test_wild_markup_takes_linear_time_and_loses_no_text(wild: str) -> None:
    start = time.process_time()
    page = read(WILD[wild])
    assert time.process_time() - start < 8
    assert "text" in visible_words(page)
    assert [problem.code for problem in page.problems] == ["page.tamed"]


def test_a_script_that_looks_like_a_tag_with_many_attributes_is_no_reason_to_leave_anything_out() -> None:
    script = "for(i=0;i<n;i++){" + "var a = b , c = d ;" * 300 + "}"
    page = read(f"<p>text</p><script>{script}</script>")
    assert page.texts[page.tags.index("script") + 1] == script
    assert not page.problems


def test_hidden_text_inside_a_hidden_box_stays_hidden_when_the_box_is_shown() -> None:
    page = read(f"<div hidden><p>{'words ' * 80}<script>no</script></p><div hidden>too</div></div><p>after</p>")
    assert visible_words(page).endswith("words too after")
    assert "no" not in visible_words(page).split()


def test_many_paragraphs_that_are_never_closed_are_all_kept_as_they_are() -> None:
    page = read("<ul>" + "<li>x<p>y" * 8000 + "</ul>")
    assert page.tags.count("p") == 8000
    assert not page.problems


def test_a_page_of_more_tags_than_are_read_keeps_the_words_of_all() -> None:
    hidden = "<svg><text>no</text></svg>" + "<select><option>" * 2 + "</select><script>no</script>"
    start = time.process_time()
    page = read(f"<table>{'<tr><td>w<b>or</b>d</td></tr>' * 150_000}</table>{hidden}<p>l<i>as</i>t &amp; least")
    assert time.process_time() - start < 12
    words = visible_words(page).split()
    assert words.count("word") > 60_000
    assert words[-3:] == ["last", "&", "least"]
    assert "no" not in words
    assert [problem.code for problem in page.problems] == ["page.tamed"]


def test_text_after_an_endless_drawing_is_kept() -> None:
    page = read(f"<svg>{'<path>' * 260_000}</svg><p>after</p>")
    assert visible_words(page).split() == ["after"]


def test_a_page_of_too_many_characters_is_refused_by_name() -> None:
    with pytest.raises(PageTooLarge, match="64000001 characters"):
        read("x" * 64_000_001)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                "<p> </p> <div> </div> <table> <tr> <td> </table> <b> </b> <a href=x> </a> <br> <ul> <li> </ul> "
                "<select> <option> </select> <noscript> </noscript> <svg> </svg> <template> <script> </script> <!-- "
                "--> <h1> </h1> <body> <frameset> <plaintext> <title> <form> <input> <![CDATA[ ]]> <div/hidden> "
                "<i/style=display:none>".split()
            ),
            st.text(max_size=8),
        ),
        max_size=40,
    ).map("".join)
)
def test_any_text_becomes_a_tree_in_document_order(html: str) -> None:
    page = read(html)
    size = len(page.tags)
    lengths = map(len, (page.parents, page.ends, page.depths, page.attributes, page.texts))
    assert set(lengths) == {size}
    for node in range(size):
        parent = page.parents[node]
        assert parent < node < page.ends[node] <= (page.ends[parent] if parent >= 0 else size)
        assert page.depths[node] == (page.depths[parent] + 1 if parent >= 0 else 0)
    assert page.visible == sorted(set(page.visible))
    assert all(page.tags[n] == "#text" and page.texts[n].strip() for n in page.visible)


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([None, "utf-8", "utf-16", "utf-7", "big5", "hex", "x", "idna", ""]))
def test_any_bytes_become_a_page(payload: bytes, charset: str | None) -> None:
    read(payload, charset)
