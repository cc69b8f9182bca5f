"""Footnotes are text of the article, however much a list of them looks like links."""

from __future__ import annotations

import pytest

from archive.model import Claim, Region
from archive.page import read_page
from archive.regions import Context, Findings
from archive.regions.body_notes import read
from archive.structured import read_structured_data


def claimed(html: str) -> list[str]:
    """Words of what is claimed, where all paragraphs are body."""
    page = read_page(html, url="http://example.com/oaks")
    body = tuple(Claim(n, Region.BODY, "model:body") for n, tag in enumerate(page.tags) if tag == "p")
    found = read(Context(page, read_structured_data(page), found=(Findings(claims=body),)))
    return [page.texts[claim.node].strip() for claim in found.claims]


@pytest.mark.parametrize(
    ("mark", "note"),
    [
        ('<sup id="r1"><a href="#n1">1</a></sup>', '<li id="n1">Counted in May. <a href="#r1">back</a></li>'),
        ('<a name="r1" href="#n1">1</a>', '<li><a name="n1" href="#r1">back</a> Counted in May.</li>'),
    ],
    ids=["ids", "named anchors"],
)
def test_a_note_that_leads_back_to_its_mark_is_body(mark: str, note: str) -> None:
    assert "Counted in May." in claimed(f"<p>Oaks feed insects{mark} and birds.</p><ol>{note}</ol>")


def test_a_section_that_leads_back_to_the_contents_is_no_note() -> None:
    contents = '<p id="top"><a href="#one">One in ten</a> <a href="#two">Two in ten</a></p>'
    assert claimed(f'{contents}<div id="one">Share this <a href="#top">up</a></div>') == []
