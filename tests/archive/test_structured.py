"""What a page says to machines is read from every syntax, and hostile data hurts nothing."""

# ruff: noqa: E501 - markup reads best as it was served

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.json_ld import json_ld_objects, json_ld_types
from archive.page import read_page
from archive.structured import StructuredData, read_structured_data


def structured(html: str, url: str = "http://example.com/blog/post") -> StructuredData:
    return read_structured_data(read_page(html, url=url))


def test_link_elements_become_absolute() -> None:
    data = structured('<link rel="canonical" href="/post"><link rel="amphtml shortlink" href="?p=3">')

    assert ("canonical", "http://example.com/post", "") in data.links
    assert ("amphtml", "http://example.com/blog/post?p=3", "") in data.links
    assert ("shortlink", "http://example.com/blog/post?p=3", "") in data.links


def test_meta_names_and_properties_are_both_kept() -> None:
    data = structured('<meta name="Author" property="article:author" content="Jane Doe">')

    assert data.meta == (("author", "Jane Doe"), ("article:author", "Jane Doe"))


def test_a_meta_element_without_content_says_its_value() -> None:
    data = structured('<meta name="author" value="Jane Doe"><meta name="date" content="2013-07-25" value="never">')

    assert data.meta == (("author", "Jane Doe"), ("date", "2013-07-25"))


def test_rdfa_of_drupal_is_read_with_its_content() -> None:
    data = structured(
        '<div typeof="sioc:Post"><span property="dc:date dc:created" content="2013-07-25T10:14:06-04:00">Thu</span></div>'
    )

    assert [(p.name, p.value, p.item_type) for p in data.properties] == [
        ("date", "2013-07-25T10:14:06-04:00", "post"),
        ("created", "2013-07-25T10:14:06-04:00", "post"),
    ]


def test_a_microdata_property_knows_the_item_it_belongs_to() -> None:
    data = structured(
        '<div itemscope itemtype="http://schema.org/BlogPosting"><div itemprop="author" itemscope '
        'itemtype="http://schema.org/Person"><b itemprop="name">Jane Doe</b></div></div>'
    )

    name = data.properties[-1]
    assert (name.name, name.value, name.item_type, name.item_property) == ("name", "Jane Doe", "person", "author")


def test_language_and_direction_of_the_root_are_read() -> None:
    data = structured('<html lang="ar" dir="RTL"><title> A \n title </title>')

    assert (data.language, data.direction, data.html_title) == ("ar", "rtl", "A title")


def test_references_inside_a_graph_are_resolved() -> None:
    (post, person) = json_ld_objects(
        [
            '{"@graph": [{"@type": "BlogPosting", "author": {"@id": "#a"}}, {"@type": "Person", "@id": "#a", "name": "Jane"}]}'
        ]
    )

    assert post["author"] == {"@type": "Person", "@id": "#a", "name": "Jane"}
    assert json_ld_types(person) == ("Person",)


@pytest.mark.parametrize(
    "script",
    [
        '{"@type": "Article", "headline": "A",}',
        '<!-- {"@type": "Article", "headline": "A"} -->',
        '//<![CDATA[\n{"@type": "Article", "headline": "A"}\n//]]>',
        '{"@type": "Article", "headline": "A"}{"@type": "Person"}',
        '{"@type": "Article", "headline": "A"} rubbish',
        "{&quot;@type&quot;: &quot;Article&quot;, &quot;headline&quot;: &quot;A&quot;}",
    ],
)
def test_slightly_broken_json_ld_is_read(script: str) -> None:
    assert json_ld_objects([script])[0]["headline"] == "A"


@pytest.mark.parametrize(
    "script",
    [
        "",
        "{",
        "[" * 100_000,
        '{"a":' * 100_000,
        "null",
        "1e999",
        '"text"',
        '{"@type": ' * 5000,
        "{}" * 1000,
        "x" * 2_000_000,
    ],
    ids=["empty", "open", "deep list", "deep object", "null", "number", "text", "deep types", "many", "long"],
)
def test_hostile_json_ld_gives_few_objects_and_no_error(script: str) -> None:
    assert len(json_ld_objects([script])) <= 400


def test_objects_that_refer_to_each_other_end() -> None:
    script = '[{"@id": "a", "@type": "A", "author": {"@id": "b"}}, {"@id": "b", "@type": "B", "author": {"@id": "a"}}]'

    assert len(json_ld_objects([script])) >= 2


@settings(max_examples=60)
@given(st.text(max_size=200))
def test_no_script_text_makes_json_ld_raise(text: str) -> None:
    json_ld_objects([text, f'{{"@type": {text}}}'])
