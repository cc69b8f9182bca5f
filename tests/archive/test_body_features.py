"""What the body model looks at: elements around blocks, names on the way to them, words, and the numbers of all."""

from __future__ import annotations

import numpy as np

from archive.model import Page
from archive.page import read_page
from archive.regions.body_blocks import read_blocks
from archive.regions.body_features import FEATURES, look_at
from archive.regions.body_names import FLAG_TAGS, names_of
from archive.regions.body_skeleton import skeleton_of
from archive.regions.body_words import LINEAR_GROUPS, WordTable

HTML = (
    "<title>How the cable was laid</title><div class=menu><ul><li><a href=/a>News</a><li>"
    "<a href=/b>About</a></ul></div>"
    "<main><h1>How the cable was laid</h1><p>It took a <b>year</b>, and it cost a lot.<p>Nobody knew why.</main>"
)


def words(**linear: dict[str, float]) -> WordTable:
    return WordTable({"menu": -2.0, "<main>": 1.0}, {group: linear.get(group, {}) for group in LINEAR_GROUPS})


def page_of(html: str = HTML) -> Page:
    return read_page(html, url="http://example.org/2012/cable")


def column(page: Page, name: str, table: WordTable | None = None) -> list[float]:
    rows = look_at(page, read_blocks(page), table or words()).rows
    return [round(float(value), 3) for value in rows[:, FEATURES.index(name)]]


def test_elements_around_text_are_known_with_the_blocks_that_begin_below_each() -> None:
    page = page_of()
    blocks = read_blocks(page)
    skeleton = skeleton_of(page, blocks)
    assert [page.tags[element] for element in blocks.elements] == [
        "html", "body", "div", "ul", "li", "a", "li", "a", "main", "h1", "p", "b", "p"
    ]  # fmt: skip
    below = {
        (page.tags[element], int(begin), int(stop))
        for element, begin, stop in zip(blocks.elements, skeleton.begin, skeleton.stop, strict=True)
    }
    assert {("html", 0, 5), ("ul", 0, 2), ("main", 2, 5), ("h1", 2, 3), ("b", 4, 4)} <= below
    assert [page.tags[blocks.elements[place]] for place in skeleton.places[-1]] == ["a", "a", "h1", "p", "p"]
    assert [page.tags[blocks.elements[place]] for place in skeleton.places[0]] == ["li", "li", "h1", "p", "p"]


def test_names_add_up_on_the_way_from_the_root() -> None:
    assert column(page_of(), "name_lowest") == [-2, -2, 0, 0, 0]
    assert column(page_of(), "name_highest") == [0, 0, 1, 1, 1]
    assert column(page_of(), "name_nearest") == [-2, -2, 1, 1, 1]


def test_blocks_know_the_tags_they_stand_in_and_how_often_their_element_repeats() -> None:
    page = page_of()
    names = names_of(page, read_blocks(page), words())
    lists = names.flags >> FLAG_TAGS.index("ul") & 1
    assert lists.tolist() == [0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0]
    assert column(page, "repeats_0") == [2, 2, 1, 2, 2]


def test_the_linear_look_weighs_words_by_their_place() -> None:
    table = words(
        short={"news": 2.0}, first={"it": 0.5}, pair={"it took": 0.25}, heading={"cable": -1.0}, bias={"": 0.1}
    )
    found = column(page_of(), "linear", table)
    assert found[0] == round(2 / 2**0.5 + 0.1, 3)
    assert found[1:] == [0.1, -0.9, round(0.5 + 0.25 - 1 + 0.1, 3), -0.9]


def test_the_headline_is_the_first_h1_or_the_block_that_the_title_holds() -> None:
    assert column(page_of(), "after_title") == [-2, -1, 0, 1, 2]
    assert column(page_of(HTML.replace("h1>", "div>")), "after_title") == [-2, -1, 0, 1, 2]


def test_what_is_remembered_of_other_pages_changes_nothing() -> None:
    pages = [page_of(), page_of(HTML.replace("menu", "content")), page_of("<p>One<div class=menu>Two<p>News")]
    table = words(short={"news": 2.0}, path={"menu": -1.0})
    used = [look_at(page, read_blocks(page), table).rows for page in (*pages, *pages)]
    for page, before, again in zip(pages, used[:3], used[3:], strict=True):
        fresh = look_at(page, read_blocks(page), words(short={"news": 2.0}, path={"menu": -1.0})).rows
        assert np.array_equal(fresh, before)
        assert np.array_equal(fresh, again)
