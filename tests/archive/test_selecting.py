"""The few selectors that rules kept as data need."""

from __future__ import annotations

import pytest

from archive.errors import BadInput
from archive.page import read_page
from archive.selecting import select, select_all

PAGE = read_page(
    '<body class="Single"><div id="Main" class="post Big"><p class="by">a</p><div><p class="by">b</p></div></div>'
    '<p class="by">c</p><a href="/print/3" rel="nofollow">d</a></body>',
    url="http://a.example/",
)


def texts(selector: str) -> list[str]:
    return ["".join(PAGE.texts[n : PAGE.ends[n]]) for n in select(PAGE, selector)]


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        ("p.by", ["a", "b", "c"]),
        (".post .by", ["a", "b"]),
        (".post > .by", ["a"]),
        ("body.single > p", ["c"]),
        ("#main p", ["a", "b"]),
        ("a[rel=nofollow]", ["d"]),
        ("[href^=/print/]", ["d"]),
        ("a[href*=int]", ["d"]),
        (".nothing, a", ["d"]),
        (".post div > .by", ["b"]),
    ],
)
def test_a_selector_names_the_elements_css_says(selector: str, expected: list[str]) -> None:
    assert texts(selector) == expected


def test_names_match_whatever_their_letter_case() -> None:
    assert texts("#MAIN.big > P.BY") == ["a"]


@pytest.mark.parametrize("selector", ["p:first-child", "", "p + p", "a{"])
def test_what_is_not_understood_is_refused(selector: str) -> None:
    with pytest.raises(BadInput):
        select(PAGE, selector)


def test_an_element_is_given_once_though_several_selectors_name_it() -> None:
    assert len(texts("p, .by, .post p")) == 3


def test_what_several_selectors_name_is_given_once_and_in_page_order() -> None:
    selectors = ("a[rel=nofollow], .nothing", "p.by", ".no-such .by", "#main", "[href]", ".post p")

    assert select_all(PAGE, selectors) == sorted({node for s in selectors for node in select(PAGE, s)})
