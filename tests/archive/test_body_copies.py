"""Copies: what a page says twice is body once."""

from __future__ import annotations

from archive.model import Region
from archive.page import read_page
from archive.parse import parse_page
from archive.regions.body_blocks import read_blocks
from archive.regions.body_copies import copies

LONG = "The text that small screens get is the same as that for large ones, and a reader sees only one of the two."
OTHER = "A paragraph of its own, as long as the one above it, that stands nowhere else on this page but in one place."


def found(html: str, likely: list[float]) -> list[int]:
    page = read_page(html, url="http://a/")
    blocks = read_blocks(page)
    return copies(page, blocks, likely, [share >= 0.5 for share in likely])


def test_the_likelier_of_two_equal_texts_is_no_copy() -> None:
    assert found(f"<div><p>{LONG}</div><div><p>{LONG}</div>", [0.7, 0.8]) == [0]


def test_equal_paragraphs_side_by_side_are_the_authors_own() -> None:
    assert found(f"<div><p>{LONG}<p>{LONG}</div>", [0.7, 0.8]) == []


def test_what_is_surely_body_is_no_copy() -> None:
    assert found(f"<div><p>{LONG}</div><div><p>{LONG}</div>", [0.95, 0.96]) == []


def test_short_texts_may_occur_twice() -> None:
    assert found("<div><p>Ingredients</div><div><p>Ingredients</div>", [0.7, 0.8]) == []


def test_what_was_not_chosen_has_no_copies() -> None:
    assert found(f"<div><p>{LONG}</div><div><p>{LONG}</div><div><p>{OTHER}</div>", [0.1, 0.8, 0.8]) == []


def test_a_text_given_again_in_one_piece_for_a_script_is_a_copy_whatever_the_model_says() -> None:
    paragraphs = [f"{LONG} {OTHER} It goes on, for the {n}th time, with more of the same." for n in range(4)]
    html = "".join(f"<p>{text}</p>" for text in paragraphs) + f"<div><div>{' '.join(paragraphs)}</div></div>"
    assert found(html, [0.9] * 4 + [0.99]) == [4]


def test_a_long_block_that_says_much_beside_what_others_say_is_no_copy() -> None:
    quoted = f"{LONG} {OTHER}"
    answer = " ".join(f"This the answer says by itself, for the {n}th time." for n in range(20))
    assert found(f"<p>{LONG}<p>{OTHER}<p>{quoted}<p>{quoted} {answer}", [0.9] * 4) == []


def test_an_article_given_twice_is_kept_once_and_its_copy_is_furniture() -> None:
    text = "".join(f"<p>{LONG} {OTHER} It goes on, for the {n}th time, with more of the same." for n in range(6))
    html = (
        f"<h1>A post</h1><div class=article-desktop>{text}</div><div class=promo><div class=preview>{text}</div></div>"
    )
    parsed = parse_page(html, url="http://a.example/2012/05/a-post")
    assert parsed.body is not None
    assert parsed.body.text.count("for the 3th time") == 1
    copied = [s for s in parsed.segments if "for the 3th time" in s.text and s.region is not Region.BODY]
    assert len(copied) == 1
    assert copied[0].region is Region.FURNITURE
