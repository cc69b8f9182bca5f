"""A table belongs to the article as a whole or not at all."""

from __future__ import annotations

from archive.model import Claim, Region
from archive.page import read_page
from archive.regions import Context, Findings
from archive.regions.body_tables import read
from archive.structured import read_structured_data

ROWS = "<tr><th>Site<th>Output</tr><tr><td>North<td class=b>412</tr><tr><td class=b>Ridge<td class=b>202</tr>"


def claimed(table: str) -> list[str]:
    """Words of what is claimed, where the cells of class b are body already, and headings too."""
    page = read_page(table, url="http://example.com/output")
    body = tuple(
        Claim(n, Region.BODY, "model:body")
        for n, tag in enumerate(page.tags)
        if tag == "th" or page.attributes[n].get("class")
    )
    found = read(Context(page, read_structured_data(page), found=(Findings(claims=body),)))
    return [page.texts[claim.node].strip() for claim in found.claims]


def test_a_cell_that_nobody_claimed_goes_with_its_table() -> None:
    assert claimed(f"<table>{ROWS}</table>") == ["North"]


def test_a_table_that_lays_out_the_page_is_no_table_of_the_article() -> None:
    assert (
        claimed(f"<table><tr><td>Menu<td><table>{ROWS.replace('North', '<b class=b>North</b>')}</table></table>") == []
    )
