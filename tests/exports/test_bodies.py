# ruff: noqa: E501 - hostile words are clearer on one line
from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exports.bodies import clean_html, rewrite_html
from exports.markdown import html_to_markdown

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<object data=x.swf></object><embed src=x.swf>",
    "<form action=/x><input name=a><button formaction=javascript:alert(1)>x</button></form>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<base href='http://evil.example/'><meta http-equiv=refresh content='0;url=http://evil.example'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<img src='data:image/svg+xml;base64,AAAA'>",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_executable_survives(attack: str) -> None:
    cleaned = clean_html(f"<p>before</p>{attack}<p>after</p>").lower()
    for word in (
        "<script",
        "onerror",
        "javascript:",
        "srcdoc",
        "<object",
        "<embed",
        "<form",
        "<base",
        "<meta",
        "<svg",
        "data:",
    ):
        assert word not in cleaned
    assert "before" in cleaned


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from([*ATTACKS, "<p>", "</p>", "<b>", "x", '"', "'", "<", ">", "&lt;", "<!--", "-->"]), max_size=12
    )
)
def test_cleaning_again_changes_nothing(parts: list[str]) -> None:
    once = clean_html("".join(parts))
    assert clean_html(once) == once


def test_addresses_are_rewritten_by_kind() -> None:
    html = (
        '<a href="http://o/post">p</a><a href="http://o/doc.pdf">d</a><img src="http://o/i.png" alt="i">'
        '<img src="http://o/s.png" srcset="http://o/i.png 1x, http://o/unknown.png 2x"><a href="#f">f</a>'
    )
    assets = {"http://o/doc.pdf": "doc.pdf", "http://o/i.png": "i.png"}
    made = rewrite_html(html, link={"http://o/post": "/new/"}.get, asset=assets.get)
    assert made == (
        '<a href="/new/">p</a><a href="doc.pdf">d</a><img src="i.png" alt="i">'
        '<img src="http://o/s.png" srcset="i.png 1x"><a href="#f">f</a>'
    )


def test_frames_of_known_hosts_stay_and_others_become_links() -> None:
    made = clean_html(
        '<iframe src="http://www.youtube.com/embed/a" onload="x()"></iframe><iframe src="//evil.example/a?b&amp;c"></iframe>'
    )
    assert '<iframe src="https://www.youtube.com/embed/a"' in made
    assert '<a href="https://evil.example/a?b&amp;c">' in made
    assert "onload" not in made


def test_tables_figures_footnotes_and_code_are_intact() -> None:
    html = (
        '<table><thead><tr><th colspan="2" scope="col">a</th></tr></thead><tbody><tr><td rowspan="2">b</td></tr></tbody></table>'
        '<figure><img src="http://o/a.png" alt="a"><figcaption>c</figcaption></figure>'
        '<p>n<sup id="r1"><a href="#f1">1</a></sup></p><pre><code class="language-go">a &lt; b\n\n\tc</code></pre>'
    )
    assert clean_html(html) == html


@pytest.mark.parametrize("sign", ["\x07", "\x0b", "\x0c", "\x1f", "&#7;", "\ufffe"])
def test_control_characters_of_old_word_processors_stop_no_export(sign: str) -> None:
    cleaned = clean_html(f"loose{sign}x<p>a{sign}b</p>")
    assert cleaned == "loosex<p>ab</p>"
    assert html_to_markdown(cleaned) == "loosex\n\nab\n"
    assert clean_html(f"a{sign}b") == "ab"
