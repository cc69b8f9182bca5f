"""Each platform's own markup, one page a folder: what the page says is expected word for word, field by field.

`pytest tests/sites --update-golden` writes what comes out into expected.json; the difference is reviewed like code.
A field named in "pending" is known to be wrong still, with the reason; the test fails when it comes right.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from archive.model import ParsedPage
from archive.parse import parse_page

SITES = sorted(path.parent for path in Path(__file__).parent.glob("*/expected.json"))
FIELDS = (
    "platform",
    "kind",
    "title",
    "authors",
    "published",
    "tags",
    "body",
    "comments",
    "comment_status",
    "notices",
    "navigation",
)


def expected_of(site: Path) -> dict[str, Any]:
    return json.loads((site / "expected.json").read_text(encoding="utf-8"))


@cache
def parsed(site: Path) -> ParsedPage:
    return parse_page((site / "page.html").read_bytes(), url=expected_of(site)["url"])


def outcome(page: ParsedPage, field: str) -> Any:
    """What the page says of the field, as expected.json writes it."""
    if field == "title":
        return page.title.text if page.title else None
    if field == "authors":
        return [p.name for byline in page.bylines for p in byline.contributors if p.relation == "author"]
    if field == "published":
        return page.published.value[:10] if page.published else None
    if field == "tags":
        return [tag.name for tag in page.tags]
    if field == "body":
        lines = page.body.text.splitlines() if page.body else []
        return [" ".join(line.split()) for line in lines if line.strip()]
    if field == "comments":
        return [
            {
                "author": comment.author,
                "posted_at": comment.posted_at.value[:10] if comment.posted_at else None,
                "subject": comment.subject,
                "text": " ".join(comment.text.split()),
                "parent": comment.parent,
            }
            for comment in page.comments
        ]
    if field == "notices":
        return [[str(notice.kind), notice.text] for notice in page.notices]
    if field == "navigation":
        entries: dict[str, list[str]] = {}
        for entry in page.navigation:
            entries.setdefault(str(entry.kind), []).append("> " * entry.level + entry.text)
        return entries
    value = getattr(page, field)
    return None if value is None else str(value)


CASES = [(site, field) for site in SITES for field in FIELDS if field in expected_of(site)]


@pytest.mark.parametrize(("site", "field"), CASES, ids=[f"{site.name}-{field}" for site, field in CASES])
def test_a_page_in_a_platforms_own_markup_says_what_a_reader_reads(
    site: Path, field: str, request: pytest.FixtureRequest
) -> None:
    expected = expected_of(site)
    if reason := expected.get("pending", {}).get(field):
        request.applymarker(pytest.mark.xfail(reason=reason, strict=True))
    found = outcome(parsed(site), field)
    if request.config.getoption("--update-golden") and field not in expected.get("pending", {}):
        expected[field] = found
        text = json.dumps(expected, ensure_ascii=False, indent=2)
        (site / "expected.json").write_text(text + "\n", encoding="utf-8")
    else:
        assert found == expected[field]


@pytest.mark.parametrize("site", SITES, ids=[site.name for site in SITES])
def test_each_visible_text_node_of_a_golden_page_is_in_one_segment(site: Path) -> None:
    nodes = [node for segment in parsed(site).segments for node in segment.nodes]
    assert len(nodes) == len(set(nodes))
