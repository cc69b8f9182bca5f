"""Elements that swallow the page: closed where they begin, and left alone where they hold text."""

from __future__ import annotations

import time

from archive.model import Page
from archive.page import read_page

_STORY = "".join(f"<p>Paragraph {n} of the <b>story</b>.</p>" for n in range(30))


def _read(html: str) -> Page:
    return read_page(html, url="https://example.org/")


def _words(page: Page) -> str:
    return " ".join(" ".join(page.texts[n] for n in page.visible).split())


def test_a_tracking_frame_in_noscript_does_not_swallow_the_page() -> None:
    page = _read(f"<body><noscript><iframe src='x' height='0'></noscript>{_STORY}")
    assert _words(page).startswith("Paragraph 0")
    assert _words(page).endswith("Paragraph 29 of the story .")
    assert page.tags.count("p") == 30


def test_a_tracking_frame_before_an_ordinary_one_does_not_swallow_what_is_between() -> None:
    page = _read(f"<body><noscript><iframe src='x'/></noscript>{_STORY}<IFRAME src='y'></IFRAME><p>after</p>")
    assert page.tags.count("p") == 31
    assert page.tags.count("iframe") == 2


def test_an_empty_textarea_of_xhtml_does_not_swallow_the_page() -> None:
    page = _read(f"<body><form><textarea name='a'/></form>{_STORY}<form><textarea name='b'/></form><p>after</p>")
    assert _words(page).endswith("after")


def test_markup_that_a_textarea_offers_for_copying_is_no_part_of_the_page() -> None:
    page = _read(f"<body><p>Copy this:</p><textarea>{_STORY}</textarea><p>after</p>")
    assert _words(page) == "Copy this: after"


def test_the_words_of_a_frame_for_old_browsers_are_no_part_of_the_page() -> None:
    page = _read(f"<body><iframe src='x'><p>Your browser knows no frames.</p></iframe>{_STORY}")
    assert "browser" not in _words(page)


def test_a_frame_inside_a_script_is_left_alone() -> None:
    page = _read(f"<body><script>write('<iframe src=x>')</script><noscript><iframe/></noscript>{_STORY}")
    assert page.texts[page.tags.index("script") + 1] == "write('<iframe src=x>')"
    assert page.tags.count("p") == 30


def test_a_page_that_was_mended_says_so() -> None:
    assert [p.code for p in _read(f"<body><textarea/>{_STORY}").problems] == ["page.unclosed"]
    assert not _read(f"<body><textarea></textarea>{_STORY}").problems


def test_many_unclosed_frames_are_read_in_linear_time() -> None:
    started = time.process_time()
    page = _read("<body>" + f"<noscript><iframe></noscript>{_STORY[:90]}" * 4_000 + "</iframe>")
    assert time.process_time() - started < 4
    assert page.tags.count("iframe") == 4_000
