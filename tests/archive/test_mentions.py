"""Places are held against the headline, the comments and the running text around them."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.marks import hints_above
from archive.mentions import Surroundings, hints_around, place_features, surroundings
from archive.page import read_page
from archive.structured import read_structured_data

SENTENCE = (
    "Oak trees feed three hundred kinds of insects, and that is why they matter to everybody who likes birds. " * 2
)
ARTICLE = f"""<html><body><div class="sidebar"><p id="far">Jane Roe</p></div>
<article class="post"><h1>Why oak trees matter</h1><p id="near">Jane Doe</p><p>May 6, 2014</p><p>{SENTENCE}</p>
<p id="late">John Roe</p></article></body></html>"""


def around(html: str = ARTICLE, excluded: tuple[tuple[int, int], ...] = ()) -> Surroundings:
    page = read_page(html, url="http://example.com/oaks")
    title = page.tags.index("h1") if "h1" in page.tags else None
    return surroundings(page, read_structured_data(page), title, excluded)


def node_of(held: Surroundings, name: str) -> int:
    return next(n for n, attributes in enumerate(held.page.attributes) if attributes.get("id") == name)


def test_a_line_under_the_headline_and_beside_the_date_is_known_as_such() -> None:
    held = around()

    features = place_features(held, node_of(held, "near"))

    assert {"after:1", "before-text", "by-date", "leads-text"} <= features.keys()
    assert "follows-text" not in features


def test_a_line_after_the_text_is_not_before_it() -> None:
    held = around()

    features = place_features(held, node_of(held, "late"))

    assert "follows-text" in features
    assert "before-text" not in features


def test_a_place_before_the_headline_tells_its_distance_and_its_sidebar() -> None:
    held = around()

    features = place_features(held, node_of(held, "far"))

    assert {"chrome", "before:3", "before:10"} <= features.keys()


def test_comments_that_lie_in_each_other_are_left_out_as_one() -> None:
    held = around(excluded=((20, 30), (5, 9), (22, 25)))

    assert [n for n in range(40) if held.is_excluded(n)] == [*range(5, 9), *range(20, 30)]


def test_the_nearest_place_after_the_headline_comes_before_one_as_near_above_it() -> None:
    held = around()
    title = held.page.tags.index("h1")

    assert held.nearest_first([title - 3, held.page.ends[title] + 3]) == [held.page.ends[title] + 3, title - 3]


def test_surroundings_of_one_page_are_made_once_and_those_of_another_anew() -> None:
    page = read_page(ARTICLE, url="http://example.com/oaks")
    structured = read_structured_data(page)

    first = surroundings(page, structured, 5, [(7, 9)])

    assert surroundings(page, structured, 5, [(7, 9)]) is first
    assert surroundings(page, structured, 5, []) is not first
    assert around().page is not page


PIECES = st.sampled_from(
    [
        "<div class=sidebar>",
        "<article>",
        "<footer>",
        "<p>word",
        "</div>",
        "</article>",
        "<div class=comments>",
        "<b>x</b>",
    ]
)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=40))
def test_hints_climbed_once_are_those_climbed_from_every_node(pieces: list[str]) -> None:
    page = read_page("".join(pieces), url="http://example.com/")
    marks = read_structured_data(page).marks
    hints = hints_around(page, marks)

    assert [hints(n) for n in range(len(page.tags))] == [hints_above(page, marks, n) for n in range(len(page.tags))]
