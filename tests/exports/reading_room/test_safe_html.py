"""Nothing that an archived page brings can run or fetch in the reading room."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from exports.reading_room.safe_html import addresses_in, safe_html

FETCHES = re.compile(
    r"<(?:script|style|iframe|object|embed|link|meta|form|svg|math|base)\b|\son\w+\s*=|javascript:", re.I
)


def clean(html: str) -> str:
    return safe_html(html, pages={"http://a.example/1": "/article/1"}, images={"http://a.example/p.png": "/asset/7"})


def test_an_image_of_the_archive_is_shown_from_the_archive() -> None:
    assert 'src="/asset/7"' in clean('<img src="http://a.example/p.png" alt="x">')


def test_an_image_from_elsewhere_is_not_fetched() -> None:
    assert "src" not in clean('<img src="http://evil.example/track.gif" alt="x">')


def test_a_link_to_an_archived_article_stays_in_the_room() -> None:
    assert 'href="/article/1"' in clean('<a href="http://a.example/1">x</a>')


def test_scripts_handlers_and_script_addresses_are_gone() -> None:
    html = (
        '<p onclick="x()">a<script>alert(1)</script><a href="javascript:alert(1)">b</a>'
        '<svg onload=alert(1)><style>*{}</style><iframe src="//e"></iframe><img src=x onerror=alert(1)>'
    )
    assert not FETCHES.search(clean(html))


def test_addresses_come_with_entities_resolved() -> None:
    assert addresses_in('<a href="http://a.example/?a=1&amp;b=2">x</a>') == ["http://a.example/?a=1&b=2"]


@given(st.text(alphabet="<>\"'/=& abcimgsrhefonlidvpt:;!-[]", max_size=200))
def test_no_input_brings_anything_that_runs(html: str) -> None:
    tree = LexborHTMLParser(clean(html))
    for node in tree.root.traverse() if tree.root else ():
        assert node.tag not in {"script", "style", "iframe", "object", "embed", "svg", "math", "form", "link", "meta"}
        assert not [name for name in node.attributes if name.startswith("on") or name == "style"]
