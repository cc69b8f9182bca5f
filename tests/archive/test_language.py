"""The stated language is believed unless the words plainly say otherwise."""

from __future__ import annotations

import pytest

from archive.page import read_page
from archive.regions import Context, Findings
from archive.regions.language import read
from archive.structured import read_structured_data

GERMAN = "Der Wald ist für die Menschen da, und die Menschen sind mit dem Wald auf das Beste bekannt. " * 8
ENGLISH = "The wood is there for the people, and the people of the town have known it as well as they could. " * 8


def findings(html: str) -> Findings:
    page = read_page(html, url="http://example.com/")
    return read(Context(page, read_structured_data(page)))


@pytest.mark.parametrize(
    ("written", "tag"), [("en", "en"), ("en_us", "en-US"), ("EN-gb", "en-GB"), ("zh-hans-cn", "zh-Hans-CN")]
)
def test_a_stated_language_becomes_a_bcp_47_tag(written: str, tag: str) -> None:
    assert findings(f'<html lang="{written}"><p>{ENGLISH if tag[:2] == "en" else ""}').language == tag


def test_a_template_that_says_english_over_german_text_is_overruled() -> None:
    found = findings(f'<html lang="en"><p>{GERMAN}')

    assert found.language == "de"
    assert [(c.value, c.accepted) for c in found.field_claims] == [("en", False), ("de", True)]


def test_the_region_comes_from_the_statement_that_agrees_with_the_words() -> None:
    found = findings(f'<html lang="en"><meta property="og:locale" content="de_AT"><p>{GERMAN}')

    assert found.language == "de-AT"


def test_a_page_that_states_nothing_is_told_by_its_words() -> None:
    assert findings(f"<p>{GERMAN}").language == "de"


def test_another_script_is_told_without_words() -> None:
    assert findings(f"<p>{'これは日本語の文章です。' * 30}").language == "ja"


def test_direction_is_stated_or_follows_from_the_language() -> None:
    assert findings('<html lang="he" dir="rtl"><p>x').direction == "rtl"
    assert findings('<html lang="ar"><p>x').direction == "rtl"
    assert findings('<html lang="en"><p>x').direction is None


def test_an_empty_page_has_no_language() -> None:
    assert findings("<p></p>").language is None


def test_words_of_no_known_language_are_no_guess() -> None:
    assert findings(f"<p>{'Lorem ipsum dolor sit amet, consectetur adipiscing elit. ' * 20}").language is None
