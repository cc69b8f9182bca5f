"""Labels are looked for only where a text begins with one of their words."""

from __future__ import annotations

from archive.first_words import texts_beginning
from archive.page import read_page


def test_texts_are_found_by_their_first_word_in_page_order() -> None:
    page = read_page("<p>Tags: a</p><p> BY: Jane</p><p>Standby</p><p>by-line</p><p>42</p>", url="http://example.com/")

    found = [page.texts[node] for node in texts_beginning(page, frozenset(["by", "tags"]))]

    assert found == ["Tags: a", " BY: Jane", "by-line"]
