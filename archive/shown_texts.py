"""Page in, its visible texts in a row out, with what is asked of all of them at once: first words, what looks dated.

A page has a hundred texts and more, and asking each of them one small thing costs more than what is found. So they are
also kept as one string, which one search goes through.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass

from archive.model import Page

__all__ = ["ShownTexts", "shown_texts", "texts_beginning", "texts_like_dates"]

_APART = "\0"
"""What stands before each text in the one string; HTML has no such character (section 13.2.3.5)."""
# Letters are told by their place in Unicode: the runs hold some other signs, but none that stands beside a label. What
# stands before the word are dashes and brackets: "— Posted by Jane Doe".
_FIRST_WORD = re.compile(_APART + "[\\s~|\\[–—-]*([A-Za-z\xc0-\u1fff\u3040-\ufaff]*)")
_DIGIT, _MARK, _OTHER = b"0/ "
_SHAPES = bytes(
    [_DIGIT if chr(c).isdecimal() else _MARK if chr(c) in "/.-" else c and _OTHER for c in range(256)]  # \0 stays
)
"""Byte to what it is in a date: a digit, a mark between numbers, neither."""
_LIKE_DATE = re.compile(b"0(?:000|/0)")


@dataclass(frozen=True, slots=True)
class ShownTexts:
    """The visible texts of a page, in its order."""

    nodes: list[int]
    """Their text nodes."""
    texts: list[str]
    joined: str
    """All of them, a NUL before each."""
    first_words: list[str]
    """The letters that each begins with, folded; '' where it begins otherwise. Dashes and brackets are passed over."""


# A page is asked by several rules, one after the other: the last one is remembered.
_last: tuple[Page, ShownTexts] | None = None


def shown_texts(page: Page) -> ShownTexts:
    """The visible texts of the page; asking again for the same page costs nothing."""
    global _last
    last = _last
    if last is not None and last[0] is page:
        return last[1]
    held = page.texts
    texts = [held[node] for node in page.visible]
    joined = _APART + _APART.join(texts) if texts else ""
    if joined.count(_APART) > len(texts):
        joined = _APART + _APART.join([text.replace(_APART, " ") for text in texts])
    made = ShownTexts(page.visible, texts, joined, list(map(str.casefold, _FIRST_WORD.findall(joined))))
    _last = (page, made)
    return made


def texts_beginning(page: Page, words: Set[str]) -> list[int]:
    """Visible text nodes whose first word is one of the words, in page order."""
    shown = shown_texts(page)
    return [node for node, word in zip(shown.nodes, shown.first_words, strict=True) if word in words]


def texts_like_dates(page: Page) -> Iterator[int]:
    """Places among the visible texts of those that hold the shape of a numeric date or a year; others hold neither.

    The shape is four digits in a row, or digits on both sides of a mark: for that, a character is looked at as a byte.
    """
    shapes = shown_texts(page).joined.encode("latin-1", "replace").translate(_SHAPES)
    place, end = -1, 0
    found = _LIKE_DATE.search(shapes)
    while found:
        place += shapes.count(0, end, found.start())
        yield place
        end = shapes.find(0, found.start())
        found = _LIKE_DATE.search(shapes, end) if end >= 0 else None
