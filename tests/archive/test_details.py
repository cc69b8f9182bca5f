"""What a theme writes into an article of its own accord is no text of it."""

from __future__ import annotations

import pytest

from archive.model import ParsedPage, Region
from archive.parse import parse_page

TEXT = "<p>The oak keeps its leaves until late in the year, and many birds live in it, as they always did.</p>" * 5


def parsed(html: str, *, heading: str = "Oaks of the park") -> ParsedPage:
    page = f"<title>Oaks of the park</title><article><h1>{heading}</h1><p>3 May 2019</p>{html}</article>"
    return parse_page(page, url="https://example.com/2019/oaks-of-the-park/")


def furniture(page: ParsedPage, rule: str) -> list[str]:
    return [s.text for s in page.segments if s.region is Region.FURNITURE and s.rule == f"details:{rule}"]


@pytest.mark.parametrize("anchor", ["<a class=headerlink href=#oaks title=link>¶</a>", "<a href=#oaks>#</a>"])
def test_the_sign_that_links_to_a_heading_is_no_part_of_it(anchor: str) -> None:
    page = parsed(f"{TEXT}<h2>Where they stand{anchor}</h2>{TEXT}", heading=f"Oaks of the park{anchor}")

    assert page.title is not None
    assert page.title.text == "Oaks of the park"
    assert page.body is not None
    assert "Where they stand\n" in page.body.text
    assert "¶" not in page.body.text


def test_a_sign_that_is_no_link_stays_in_the_headline() -> None:
    page = parse_page(f"<title>Oaks in C#</title><h1>Oaks in C#</h1>{TEXT}", url="https://example.com/c")

    assert page.title is not None
    assert page.title.text == "Oaks in C#"


def test_lines_of_licence_and_own_address_are_no_text() -> None:
    box = (
        "<ul class=info><li><b>Link:</b> https://example.com/2019/oaks-of-the-park/</li><li>All of this is licensed "
        "under <a href=https://creativecommons.org/licenses/by/4.0/>CC BY 4.0</a></li></ul>"
    )
    page = parsed(TEXT + box)

    assert furniture(page, "own-address") == ["Link: https://example.com/2019/oaks-of-the-park/"]
    assert furniture(page, "licence") == ["All of this is licensed under CC BY 4.0"]


@pytest.mark.parametrize(
    "sentence",
    [
        "<p>When we asked who may print the leaves, we were told about <a href=https://creativecommons.org/licenses/by/4.0/>"
        "a licence</a> of which nobody had heard, and it took us three weeks and many letters to find out what it "
        "says, who wrote it, why it is so long, and whether birds are bound by it too, which they are not.</p>",
        "<p>What was said at https://example.com/2019/oaks-of-the-park/ by the gardener a year ago still holds.</p>",
    ],
)
def test_sentences_about_a_licence_or_an_address_stay(sentence: str) -> None:
    page = parsed(TEXT + sentence + TEXT)

    assert not furniture(page, "licence") + furniture(page, "own-address")


def test_the_numbers_beside_lines_of_code_are_no_text() -> None:
    code = (
        "<figure class=highlight><table><tr><td class=gutter><pre><span>1</span><br><span>2</span><br><span>3</span>"
        "</pre></td><td class=code><pre>a = 1\nb = 2\nc = 3</pre></td></tr></table></figure>"
    )
    page = parsed(TEXT + code + TEXT)

    assert len(furniture(page, "line-numbers")) == 1
    assert page.body is not None
    assert "b = 2" in page.body.text


def test_a_long_text_without_paragraphs_is_kept_though_it_names_its_own_address() -> None:
    lines = "<br>".join(f"Line {n} of a text that knows no paragraphs, and of the oaks in it." for n in range(60))
    page = parsed(f"<div>{lines}<br>See https://example.com/2019/oaks-of-the-park/ too.<br>{lines}</div>")

    assert not furniture(page, "own-address")
    assert page.body is not None
    assert "Line 7 of" in page.body.text
