"""Which system made a page, and what its markup means."""

from __future__ import annotations

import re

import pytest

from archive.model import PageKind
from archive.page import read_page
from archive.parse import parse_page
from archive.platforms import Platform, conventions, platforms, recognise
from archive.selecting import select_all


def recognised(html: str) -> str | None:
    found = recognise(read_page(html, url="http://a.example/"))
    return found.platform.name if found else None


def test_every_platform_has_a_name_of_its_own_and_a_sign() -> None:
    names = [platform.name for platform in platforms()]
    assert len(set(names)) == len(names) >= 26
    assert all(platform.sure or len(platform.likely) > 1 for platform in platforms())


@pytest.mark.parametrize("platform", platforms(), ids=lambda platform: platform.name)
def test_every_selector_of_a_platform_can_be_read(platform: Platform) -> None:
    page = read_page("<p>x</p>", url="http://a.example/")
    fields = (platform.page_title, platform.byline, platform.date, platform.tags, platform.body, platform.notice)
    comments = platform.comments
    parts = (comments.area, comments.item, comments.author, comments.date, comments.subject, comments.text)
    for selectors in (*fields, *parts, platform.furniture, *platform.navigation.values(), *platform.kinds.values()):
        select_all(page, selectors)
    assert all(PageKind(kind) for kind in platform.kinds)


def element_of(selector: str) -> str:
    """An element with the names that the selector's last part asks for."""
    last = re.sub(r"\[.*?\]", "", selector).replace(">", " ").split()[-1]
    tag = re.match(r"[a-z][a-z0-9-]*", last)
    classes, ids = re.findall(r"\.([\w-]+)", last), re.findall(r"#([\w:-]+)", last)
    return f"<{tag[0] if tag else 'div'} class='{' '.join(classes)}' id='{''.join(ids)}'>x"


@pytest.mark.parametrize("platform", platforms(), ids=lambda platform: platform.name)
def test_conventions_are_what_their_selectors_name(platform: Platform) -> None:
    held = {"page_title": platform.page_title, "standing_page": platform.standing_page, "notice": platform.notice}
    held |= {"comments.author": platform.comments.author, "comments.form": platform.comments.form}
    held |= {f"navigation.{kind}": selectors for kind, selectors in platform.navigation.items()}
    held |= {f"kinds.{kind}": selectors for kind, selectors in platform.kinds.items()}
    for what, selectors in held.items():
        page = read_page("".join(map(element_of, selectors[-1:])), url="http://a.example/")
        for other, asked in held.items():
            assert conventions(page, platform, other) == select_all(page, asked), (what, other)


def test_a_generator_is_enough_and_is_the_evidence() -> None:
    page = read_page('<meta name="Generator" content="Drupal 7 (http://drupal.org)">', url="http://a.example/")
    found = recognise(page)
    assert found is not None
    assert (found.platform.name, found.evidence) == ("drupal7", ("generator:Drupal 7 (http://drupal.org)",))


def test_one_weak_sign_is_not_enough() -> None:
    assert recognised('<div class="field-items">x</div>') is None


def test_two_weak_signs_are_enough() -> None:
    assert recognised('<body class="not-logged-in"><div class="field-items">x</div>') == "drupal7"


def test_a_link_to_anothers_files_says_nothing_of_this_page() -> None:
    assert recognised('<a href="http://other.example/wp-content/uploads/a.pdf">a</a>') is None


def test_a_page_without_signs_is_of_no_known_platform() -> None:
    assert recognised("<p>Hand-made.</p>") is None


def test_conventions_without_a_platform_are_none() -> None:
    assert conventions(read_page("<p>x</p>", url="http://a.example/"), None, "byline") == []


def test_the_text_of_the_one_article_container_is_body() -> None:
    words = "It was a long day at the quarry and nobody spoke of it again, neither at lunch nor on the bus home, "
    html = (
        '<meta name="generator" content="WordPress 3.5"><div class="entry-content"><span>' + words * 2 + "</span>"
        '<div class="sharedaddy"><a href="/?share=x">Tweet</a></div></div>'
    )
    parsed = parse_page(html, url="http://a.example/2013/05/quarry/")
    assert parsed.body is not None
    assert "Tweet" not in parsed.body.text
    assert "quarry" in parsed.body.text


def test_the_kind_that_the_markup_states_is_taken() -> None:
    html = '<meta name="generator" content="WordPress 3.5"><body class="error404"><h1>Not found</h1>'
    assert parse_page(html, url="http://a.example/x").kind is PageKind.ERROR


@pytest.mark.parametrize(
    "part",
    sorted({sign.partition(":")[2] for p in platforms() for sign in p.sure if sign.startswith("path:")}),
)
def test_a_part_of_an_address_is_a_sign_whatever_stands_around_it(part: str) -> None:
    found = recognise(read_page(f'<img src="http://cdn.example/a1{part}b2/c.png">', url="http://a.example/"))

    assert found is not None
    assert f"path:{part}" in found.evidence


def test_a_page_with_nothing_but_the_names_of_hatom_is_of_no_platform() -> None:
    page = read_page("<div class='hentry'><div class='entry-content'><p>Text</div></div>", url="http://a.example/")
    assert recognise(page) is None
