"""Pages that an XML tool wrote: their empty elements swallow nothing, and text that only looks so is left alone."""

from __future__ import annotations

import time

import pytest

from archive.model import Page
from archive.page import read_page

_XHTML = '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">'
_STORY = "<p>One<br/>two <img src='a.png'/> three</p>"


def _read(html: str) -> Page:
    return read_page(html, url="https://example.org/")


def _words(page: Page) -> str:
    return " ".join(" ".join(page.texts[n] for n in page.visible).split())


@pytest.mark.parametrize("start", ['<?xml version="1.0" encoding="utf-8"?>\n<html>', _XHTML + "<html>"])
@pytest.mark.parametrize(
    "empty",
    ["<script src='x.js'/>", "<style />", "<iframe src='f'/>", "<textarea name='t' />", "<noscript/>", "<title/>"],
)
def test_an_empty_element_of_an_xml_page_does_not_swallow_what_follows(start: str, empty: str) -> None:
    page = _read(f"{start}<body>{empty}{_STORY}<script>var a;</script></body></html>")
    assert _words(page) == "One two three"
    assert [problem.code for problem in page.problems] == ["page.unclosed"]


def test_a_page_that_mixes_both_ways_is_read_as_a_browser_reads_it() -> None:
    page = _read(
        f"{_XHTML}<body>{_STORY}<br><img src='b.png'><script src='x.js'/><p>kept from view</p><script></script>"
    )
    assert _words(page) == "One two three"
    assert not page.problems


def test_a_page_that_does_not_call_itself_xml_is_read_as_a_browser_reads_it() -> None:
    page = _read(f"<!DOCTYPE html><body>{_STORY}<script src='x.js'/><p>kept from view</p><script></script>")
    assert _words(page) == "One two three"
    assert not page.problems


def test_what_scripts_comments_and_text_areas_hold_stays_as_it_is() -> None:
    script = "write('<script src=\"x\"/>')"
    page = _read(
        f"{_XHTML}<body><script>{script}</script><!-- <style/> --><textarea><title/></textarea>"
        f"<iframe src='f'/>{_STORY}<p title='a > b <script/>'>four</p>"
    )
    assert page.texts[page.tags.index("script") + 1] == script
    assert page.texts[page.tags.index("textarea") + 1] == "<title/>"
    assert page.tags.count("script") == 1
    assert _words(page) == "One two three four"


def test_many_empty_elements_take_linear_time() -> None:
    started = time.process_time()
    page = _read(f"{_XHTML}<body>{_STORY}{'<noscript/><style/>' * 50_000}<p>last</p>")
    _read(f"{_XHTML}<body>{'<style' * 300_000}")
    assert time.process_time() - started < 8
    assert _words(page).endswith("last")
