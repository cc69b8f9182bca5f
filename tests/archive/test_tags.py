"""Tags and categories are read where the article shows them, with their addresses."""

# ruff: noqa: E501 - markup reads best as it was served

from __future__ import annotations

import pytest

from archive.model import Region
from archive.page import read_page
from archive.regions import Context, Findings
from archive.regions.tags import read
from archive.structured import read_structured_data


def findings(html: str) -> Findings:
    page = read_page(f"<article><h1>Oaks</h1><p>Text of it.</p>{html}</article>", url="http://example.com/oaks")
    return read(Context(page, read_structured_data(page)))


def test_category_and_tags_of_wordpress_are_told_apart() -> None:
    found = findings(
        '<footer class="entry-meta">This entry was posted in <a href="/category/trees/" rel="category tag">Trees</a></footer>'
        '<div class="tags-links">Tagged <a href="/tag/oak/" rel="tag">oak</a>, <a href="/tag/birds/" rel="tag">birds</a></div>'
    )

    assert [(t.taxonomy, t.name, t.url) for t in found.tags if t.taxonomy == "tag"] == [
        ("tag", "oak", "http://example.com/tag/oak/"),
        ("tag", "birds", "http://example.com/tag/birds/"),
    ]
    assert {c.region for c in found.claims} == {Region.TAGS}


@pytest.mark.parametrize(
    ("label", "taxonomy"),
    [
        ("Filed under:", "category"),
        ("Tags:", "tag"),
        ("Kategorie:", "category"),
        ("Etiquetas:", "tag"),
        ("Mots-clés :", "tag"),
    ],
)
def test_a_label_tells_the_taxonomy(label: str, taxonomy: str) -> None:
    found = findings(f'<p>{label} <a href="/x/oak">Oak</a>, <a href="/x/elm">Elm</a></p>')

    assert [(t.taxonomy, t.name) for t in found.tags] == [(taxonomy, "Oak"), (taxonomy, "Elm")]


def test_a_tag_cloud_of_the_site_is_not_the_articles() -> None:
    found = findings('<div class="widget sidebar tagcloud"><a href="/tag/oak" rel="tag">oak</a></div>')

    assert found.tags == ()


def test_tags_told_only_to_machines_are_kept_with_their_source() -> None:
    found = findings('<meta property="article:tag" content="oak"><meta property="article:section" content="Trees">')

    assert [(t.taxonomy, t.name, t.node) for t in found.tags] == [("tag", "oak", None), ("section", "Trees", None)]
    assert {c.source for c in found.field_claims} == {"opengraph"}
