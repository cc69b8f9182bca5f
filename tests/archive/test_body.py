"""The body: blocks, the rules and the model on markup of several makes."""

from __future__ import annotations

import numpy as np
import pytest

from archive.model import ParsedPage, Region
from archive.page import read_page
from archive.parse import parse_page
from archive.regions.body_blocks import read_blocks
from archive.regions.body_context import best_threshold
from archive.regions.body_model import MODEL, judge

URL = "https://example.org/blog/2012/05/a-post-of-ours"
SENTENCES = [
    f"In its {word} paragraph the article tells its readers what happened, why it happened, and what comes next."
    for word in "first second third fourth fifth sixth".split()
]
MENU = "<ul class=menu>" + "".join(f"<li><a href=/{n}>Section {n}</a></li>" for n in range(8)) + "</ul>"
RELATED = (
    "<div class=related><h3>Related posts</h3><ul>"
    + "".join(f"<li><a href=/r{n}>Another post of ours {n}</a>" for n in range(5))
    + "</ul></div>"
)
FOOTER = "<div id=footer><p>© 2012 Example, Inc. All rights reserved. <a href=/privacy>Privacy policy</a></p></div>"
PARAGRAPHS = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)

MAKES = {
    "html5": f"<header>{MENU}</header><main><article><h1>A post of ours</h1>{PARAGRAPHS}</article>{RELATED}</main>"
    f"<footer>{FOOTER}</footer>",
    "divs": f"<div id=nav>{MENU}</div><div id=content><div class=post><h2>A post of ours</h2>"
    f"<div class=entry>{PARAGRAPHS}</div></div></div>"
    f"<div id=sidebar>{RELATED}</div>{FOOTER}",
    "tables": f"<table><tr><td>{MENU}</td><td><h1>A post of ours</h1>{'<br><br>'.join(SENTENCES)}</td>"
    f"<td>{RELATED}</td></tr></table>{FOOTER}",
    "no classes": f"{MENU}<h1>A post of ours</h1>{PARAGRAPHS}<h3>Related posts</h3>{RELATED}{FOOTER}",
}


def parsed(make: str, *, use_model: bool = True) -> ParsedPage:
    return parse_page(f"<title>A post of ours</title><body>{MAKES[make]}", url=URL, use_model=use_model)


@pytest.mark.parametrize("make", MAKES)
@pytest.mark.parametrize("use_model", [True, False], ids=["model", "rules"])
def test_the_body_is_the_article_and_nothing_around_it(make: str, use_model: bool) -> None:
    body = parsed(make, use_model=use_model).body
    assert body is not None
    assert " ".join(body.text.split()) == " ".join(SENTENCES)


def test_segments_tell_the_rule_and_how_sure_it_was() -> None:
    assert MODEL.is_file()
    found = [s for s in parsed("html5").segments if s.region is Region.BODY]
    assert {s.rule for s in found} == {"model:body"}
    assert all(0.5 < s.confidence <= 1 for s in found)


def test_a_page_without_text_has_no_body() -> None:
    assert parse_page("<img src=x>", url=URL).body is None
    assert judge(read_page("<br>", url=URL)) is None


def test_blocks_end_at_block_elements_and_at_two_line_breaks() -> None:
    blocks = read_blocks(read_page("<p>a <b>b</b> <b>b</b><br>c</p>d<br> <br>e<div>f</div>g", url=URL))
    assert blocks.texts == ["a b bc", "d", "e", "f", "g"]


def test_blocks_count_what_stands_in_links() -> None:
    blocks = read_blocks(read_page("<p>ab <a href=x>cd <i>ef</i></a> gh</p>", url=URL))
    assert blocks.link_characters == [4]


@pytest.mark.parametrize(
    ("opinions", "sizes", "threshold"),
    [
        ([0.9, 0.9, 0.1], [10, 10, 10], 0.9),
        ([0.3, 0.3, 0.01], [10, 10, 10], 0.3),  # unsure of all: better to take what is likeliest than nothing
        ([0.9, 0.5], [100, 5], 0.5),
    ],
)
def test_the_cut_is_where_the_best_f1_is_promised(opinions: list[float], sizes: list[float], threshold: float) -> None:
    assert best_threshold(np.array(opinions), np.array(sizes)) == threshold


def test_a_caption_goes_with_its_picture_and_not_among_the_paragraphs() -> None:
    figure = "<figure><img src=/x.jpg alt=X><figcaption>The two of them in the yard. Photo: Lee</figcaption></figure>"
    html = f"<title>A post</title><article><h1>A post of ours</h1>{figure}{PARAGRAPHS}</article>"
    body = parse_page(html, url=URL).body
    assert body is not None
    assert "yard" not in body.text
    assert "<figcaption>The two of them" in body.html
    assert [(use.kind, use.role, use.caption) for use in body.assets] == [
        ("image", "figure", "The two of them in the yard. Photo: Lee")
    ]


def test_a_caption_that_holds_the_article_is_no_caption() -> None:
    box = f"<div class=caption-box><img src=/x.jpg>{PARAGRAPHS}</div>"
    html = f"<title>A post</title><article><h1>A post of ours</h1>{box}"
    body = parse_page(html, url=URL).body
    assert body is not None
    assert "In its third paragraph" in body.text


def test_a_word_of_a_sentence_that_leads_to_a_tags_page_stays_in_the_sentence() -> None:
    linked = PARAGRAPHS.replace(
        "what happened, why", "what <span class=tags><a href=/tag/happening rel=tag>happened</a></span>, why", 1
    )
    html = f"<title>A post of ours</title><article><h1>A post of ours</h1>{linked}</article>"
    body = parse_page(html, url=URL).body
    assert body is not None
    assert "tells its readers what happened, why" in body.text.split("\n")[0]


def test_tags_below_an_article_are_not_its_text() -> None:
    html = MAKES["html5"].replace(
        "</article>",
        "<p class=tags>Filed under <a href=/tag/a rel=tag>Harbours</a>, <a href=/tag/b>Ships</a></article>",
    )
    body = parse_page(f"<title>A post of ours</title><body>{html}", url=URL).body
    assert body is not None
    assert "Harbours" not in body.text


def test_a_first_paragraph_that_its_class_calls_a_summary_is_body() -> None:
    html = MAKES["html5"].replace("<p>", "<p class=summary>", 1)
    body = parse_page(f"<title>A post of ours</title><body>{html}", url=URL).body
    assert body is not None
    assert body.text.startswith(SENTENCES[0])


def test_the_caption_of_a_table_stands_in_the_html_and_not_in_the_text() -> None:
    prose = "".join(
        f"<p>The yard {verb} the turbines of the north before the storms of winter came again.</p>"
        for verb in ("built", "painted", "moved", "counted", "repaired")
    )
    table = "<table><tr><th>Site</th><th>Output</th></tr><tr><td>North</td><td>412</td></tr></table>"
    figure = f"<figure>{table}<figcaption>Output by site</figcaption></figure>"

    body = parse_page(
        f"<title>Output</title><article><h1>Output</h1>{prose}{figure}{prose}</article>", url="http://a.example/output"
    ).body

    assert body is not None
    assert "Output by site" not in body.text
    assert "<figcaption>Output by site</figcaption>" in body.html


def test_a_list_of_months_that_its_heading_names_is_no_text_of_a_very_short_post() -> None:
    months = "".join(
        f"<li>{year}<ul>"
        + "".join(
            f"<li><a href=/archive/{year}/0{n}/>{month} (1)</a></li>" for n, month in ((2, "February"), (5, "May"))
        )
        + "</ul></li>"
        for year in range(2016, 2021)
    )
    body = parse_page(
        "<title>The Quay: We are closed</title><body><div id=content><span class=day>10th June 2016</span>"
        "<div class=box><span>We are closed</span><div class=story><p>The office is closed on Monday.</p></div></div>"
        f"</div><div id=sidebar><div id=archives><h2>Archives</h2><ul>{months}</ul></div></div>",
        url="https://example.org/We_are_closed.html",
    ).body

    assert body is not None
    assert body.text == "The office is closed on Monday."
