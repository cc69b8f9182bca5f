"""Lines that stand in an article and are not its text."""

from __future__ import annotations

import pytest

from archive.model import Claim, Region
from archive.page import read_page
from archive.parse import parse_page
from archive.regions.body_blocks import read_blocks
from archive.regions.body_lines import line_of_page

SENTENCES = [
    f"In its {word} paragraph the article tells its readers what happened, why it happened, and what comes next."
    for word in "first second third fourth fifth sixth".split()
]


def line(html: str) -> Claim | None:
    return line_of_page(read_blocks(read_page(html, url="http://a/")), 0)


@pytest.mark.parametrize(
    "text",
    [
        "Advertisement",
        "ANZEIGE:",
        "Story continues below advertisement",
        "Loading…",
        "This slideshow requires JavaScript.",
    ],
)
def test_the_mark_of_an_advertisement_or_a_script_is_furniture(text: str) -> None:
    found = line(f"<p>{text}")
    assert found is not None
    assert found.region is Region.FURNITURE


@pytest.mark.parametrize(
    "text",
    [
        "Advertisement was his trade.",
        "Loading a ship takes three days",
        "Werbung für das neue Werk",
        "More",
        "Anzeige 3",
    ],
)
def test_a_line_that_only_begins_like_a_mark_is_text(text: str) -> None:
    assert line(f"<p>{text}") is None


@pytest.mark.parametrize("label", ["Related:", "READ MORE:", "Also read –", "Lesen Sie auch:", "À lire aussi »"])
def test_a_link_to_another_article_with_its_label_is_navigation(label: str) -> None:
    found = line(f"<p>{label} <a href=/other>How the harbour of our town was built</a>")
    assert found is not None
    assert (found.region, found.kind) == (Region.NAVIGATION, "related")


def test_a_sentence_that_points_at_another_article_is_text() -> None:
    assert line("<p>Related: the harbour, of which <a href=/other>this article</a> tells how it was built.") is None
    assert (
        line("<p>More about <a href=/other>how the harbour of our town was built and by whom it was paid</a>") is None
    )
    assert line("<p>Related: nobody of that name was ever a member of the crew") is None


def test_such_lines_are_taken_out_of_an_article() -> None:
    paragraphs = [f"<p>{sentence}</p>" for sentence in SENTENCES]
    paragraphs.insert(2, "<p>Advertisement</p>")
    paragraphs.insert(4, "<p>Related: <a href=/other>How the harbour of our town was built</a></p>")
    html = (
        f"<title>A post</title><article><h1>A post</h1><div class=entry-content>{''.join(paragraphs)}</div></article>"
    )
    parsed = parse_page(html, url="https://example.org/blog/2012/05/a-post")
    assert parsed.body is not None
    assert " ".join(parsed.body.text.split()) == " ".join(SENTENCES)


@pytest.mark.parametrize(
    "text", ["(1 comment)", "There are currently no comments", "No comments yet.", "Kommentare (3)"]
)
def test_how_many_comments_there_are_heads_the_comments(text: str) -> None:
    found = line(f"<p>{text}")
    assert found is not None
    assert (found.region, found.kind) == (Region.COMMENT, "heading")


@pytest.mark.parametrize(
    "text", ["No comments were made by the ministry.", "Comments", "3 comments on the bill were heard", "12 responses"]
)
def test_a_line_that_speaks_of_comments_is_text(text: str) -> None:
    assert line(f"<p>{text}") is None
