"""Claims to segments: each visible text node in exactly one region, by the one precedence list."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.claims import PRECEDENCE, UNCLAIMED, decide
from archive.model import Claim, Page, Region
from archive.page import read_page
from archive.segmenting import segment

HTML = "<body><div id=a><h1>Title</h1><p>One <b>two</b> three</p></div><p>Four</p>"


def page_of(html: str = HTML) -> Page:
    return read_page(html, url="https://example.org/")


def node_of(page: Page, tag: str) -> int:
    return page.tags.index(tag)


def test_text_without_a_claim_is_furniture() -> None:
    assert [(s.region, s.rule) for s in segment(page_of(), [])] == [(Region.FURNITURE, UNCLAIMED.rule)]


def test_the_nearest_claimed_ancestor_wins_whatever_its_region() -> None:
    page = page_of()
    claims = [Claim(node_of(page, "div"), Region.NOTICE, "r"), Claim(node_of(page, "h1"), Region.BODY, "r")]
    assert [(s.region, s.text) for s in segment(page, claims)][:2] == [
        (Region.BODY, "Title"),
        (Region.NOTICE, "One two three"),
    ]


def test_of_two_claims_on_a_node_the_one_that_stands_first_in_the_list_wins() -> None:
    page = page_of()
    node = node_of(page, "h1")
    for first, second in itertools.pairwise(PRECEDENCE):
        for claims in (
            [Claim(node, first, "r"), Claim(node, second, "r")],
            [Claim(node, second, "r"), Claim(node, first, "r")],
        ):
            assert decide(page, claims)[node].region is first


def test_a_page_that_was_decided_before_is_decided_by_the_claims_given_now() -> None:
    page, same_words = page_of(), page_of()
    claims = [Claim(node_of(page, "h1"), Region.TITLE, "r")]
    assert decide(page, claims)[node_of(page, "h1")].region is Region.TITLE
    claims.append(Claim(node_of(page, "h1"), Region.NOTICE, "r"))
    assert decide(page, claims)[node_of(page, "h1")].region is Region.NOTICE
    assert decide(same_words, [])[node_of(page, "h1")] is UNCLAIMED


def test_of_two_claims_for_one_region_the_surer_wins() -> None:
    page = page_of()
    node = node_of(page, "h1")
    claims = [Claim(node, Region.TITLE, "weak", confidence=0.4), Claim(node, Region.TITLE, "strong", confidence=0.9)]
    assert decide(page, claims)[node].rule == "strong"


def test_a_run_of_one_claim_is_one_segment_with_its_blocks_apart() -> None:
    page = page_of()
    found = segment(page, [Claim(0, Region.BODY, "r")])
    assert [s.text for s in found] == ["Title\n\nOne two three\n\nFour"]
    assert found[0].node_path == "/html/body[1]"


def test_items_of_a_group_are_segments_of_their_own() -> None:
    page = page_of("<ul><li>a<li>b</ul>")
    items = [n for n, tag in enumerate(page.tags) if tag == "li"]
    claims = [Claim(node, Region.COMMENT, "r", group=place) for place, node in enumerate(items)]
    assert [(s.group, s.text) for s in segment(page, claims)] == [(0, "a"), (1, "b")]


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_each_visible_node_is_in_exactly_one_segment(data: st.DataObject) -> None:
    html = data.draw(
        st.lists(
            st.sampled_from("<p> <div> </div> <b> </b> <table> <td> <ul> <li> x y <br> <nav>".split()), max_size=30
        )
    )
    page = page_of("".join(html))
    nodes = st.integers(0, len(page.tags) - 1)
    claim = st.builds(
        Claim,
        nodes,
        st.sampled_from(list(Region)),
        st.just("r"),
        confidence=st.floats(0, 1),
        group=st.none() | st.just(0),
    )
    found = segment(page, data.draw(st.lists(claim, max_size=12)))
    assert [node for s in found for node in s.nodes] == page.visible
    assert [s.position for s in found] == list(range(len(found)))
