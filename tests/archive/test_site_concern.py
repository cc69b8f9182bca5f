"""A page that gets the same answers from its site is parsed to the same rows, whatever else the evidence says."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.page import read_page
from archive.parse_rows import HeldParse, ParseRows, Payload, parse_rows, same_rows
from archive.site_concern import concern_of, has_same_concern
from archive.site_templates import Asked, SiteEvidence, Template, chrome_nodes, observe

STORY = "The first ferry had not yet left when the engineers came down to the quay and counted the ropes again."
PARTS = [
    f"<p>{STORY}</p>",
    "<p>Nobody had asked them why, and so nobody was told, until 25/07/2013, when the master wrote it down.</p>",
    "<p>Read more</p>",
    "<div class='note'>All of us, since 1911.</div>",
    "<ul><li><a href='/a'>Home</a></li><li><a href='/b'>About</a></li></ul>",
    "<h2>Introduction</h2>",
    "<p class='by'>By Ann Lee, 03/04/2013</p>",
    f"<table><tr><td>{STORY} {STORY} {STORY}</td></tr></table>",
]


def rows_of(html: str, evidence: SiteEvidence) -> ParseRows:
    payload = Payload("http://blog.example/2013/a", "0" * 64, None, 1)
    return parse_rows(payload, html.encode(), version="v", evidence=evidence, told=evidence.version)


@st.composite
def pages_and_evidence(draw: st.DrawFn) -> tuple[str, SiteEvidence, SiteEvidence]:
    """A page, and two states of its site that repeat some of its blocks and some of others."""
    parts = draw(st.lists(st.sampled_from(PARTS), min_size=1, max_size=8))
    tag = draw(st.sampled_from(["article", "div", "form"]))
    html = f"<html><head><title>A</title></head><body><{tag}><h1>Ropes</h1>{''.join(parts)}</{tag}></body></html>"
    shape = observe(read_page(html, url="http://blog.example/2013/a"))
    blocks = sorted(shape.blocks)

    def state() -> SiteEvidence:
        chosen = frozenset(draw(st.lists(st.sampled_from([*blocks, 7, 8]), max_size=6)))
        common = frozenset(draw(st.lists(st.sampled_from([*blocks, 9]), max_size=1)))
        fits = draw(st.booleans())
        features = shape.features if fits else frozenset([1, 2, 3])
        return SiteEvidence((Template(3, features, chosen),), common, draw(st.sampled_from([None, True, False])))

    return html, state(), state()


@given(pages_and_evidence())
@settings(max_examples=300, deadline=None)
def test_the_same_answers_give_the_same_rows(case: tuple[str, SiteEvidence, SiteEvidence]) -> None:
    html, before, now = case
    held = rows_of(html, before)
    concern = held.made_by[1].partition("/")[2]
    payload = Payload("http://blog.example/2013/a", "0" * 64, None, 1)
    spared = same_rows(
        payload, html.encode(), version="v", told=now.version, evidence=now,
        held=HeldParse(held.rows_sha256, concern),
    )  # fmt: skip
    parsed = rows_of(html, now)
    if spared is not None:
        assert (spared.rows_sha256, spared.made_by) == (parsed.rows_sha256, parsed.made_by)
    if before == now:
        assert spared is not None


def test_what_is_asked_does_not_depend_on_the_answers() -> None:
    html = f"<html><body><article><h1>Ropes</h1>{PARTS[0]}{PARTS[1]}</article><footer>{PARTS[3]}</footer></body></html>"
    blocks = observe(read_page(html, url="http://blog.example/2013/a")).blocks
    noted = {
        rows_of(html, evidence).made_by[1].partition("/")[2].partition(":")[0]
        for evidence in (SiteEvidence(), SiteEvidence(common=blocks), SiteEvidence(common=frozenset([1])))
    }
    assert len(noted) == 1


def test_repeated_text_that_was_not_asked_about_changes_nothing_and_any_that_was_does() -> None:
    page = read_page("<p>one</p><p>two</p>", url="http://blog.example/")
    one, two = sorted(observe(page).blocks)
    first, second = page.visible
    asked = Asked((first,))
    concern = concern_of(page, asked, SiteEvidence(), profile_version="")
    answers = {
        has_same_concern(concern, page, SiteEvidence(common=frozenset([block])), profile_version="")
        for block in (one, two)
    }
    assert answers == {True, False}
    assert not has_same_concern(concern, page, SiteEvidence(day_first=True), profile_version="")
    assert not has_same_concern(concern, page, SiteEvidence(), profile_version="p")
    assert second not in asked.nodes


def test_a_page_that_seeks_its_body_is_concerned_by_anything_that_is_repeated_on_it() -> None:
    page = read_page("<p>one</p><p>two</p>", url="http://blog.example/")
    first, second = page.visible
    states = [SiteEvidence(common=frozenset([block])) for block in observe(page).blocks]
    (second_is_repeated,) = (state for state in states if chrome_nodes(page, state) == {second})
    for seeks_body in (False, True):
        concern = concern_of(page, Asked((first,), seeks_body), SiteEvidence(), profile_version="")
        assert has_same_concern(concern, page, second_is_repeated, profile_version="") is not seeks_body
