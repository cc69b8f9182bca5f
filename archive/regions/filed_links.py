"""Page in, the links by which its article is filed out: told by where they lead, whatever their element is called."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from archive.inline_text import inline_text
from archive.marks import Hint, Marks
from archive.model import Page
from archive.page_index import page_index

__all__ = ["FiledLinks", "filed_links", "leads_to_a_list"]

FiledLinks = tuple[int, list[int], bool]
"""(block, its links in page order, whether they are all that the block says)"""

_LIST_PATH = re.compile(
    r"/(?:tags?|categor(?:y|ies|ia|ie)|topics?|labels?|keywords?|kategorien?|rubrik|schlagwort|etiqueta|search/label|"
    r"taxonomy/term)/[^/?#]+(?:/(?:index\.html?)?)?$|/(?:tag|category)-[^/?#]+\.html?$|[?&](?:tag|cat)=[^&#]+$",
    re.IGNORECASE,
)
_INLINE = frozenset(["a", "span", "b", "strong", "em", "i", "font", "small", "u", "time"])
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5"])
_OF_A_LINE = Hint.META | Hint.TAGS | Hint.BYLINE | Hint.DATE
_MOST_LINKS = 12
"""More are a cloud or a menu of the site."""
_LONGEST_HEAD = 60
"""Nodes after the headline that may hold the article's line, where nothing tells how far the article goes."""
_MOSTLY = 0.5


def leads_to_a_list(page: Page, link: int) -> bool:
    """Whether a link's address or its rel is that of a tag or category of the site."""
    given = page.attributes[link]
    return bool(
        _LIST_PATH.search(given.get("href", "").strip()[-200:])
        or ("rel" in given and not {"tag", "category"}.isdisjoint(given["rel"].lower().split()))
    )


def filed_links(page: Page, marks: Marks, title: int) -> Iterator[FiledLinks]:
    """Links to lists of tags and categories inside the article whose headline is `title`, block by block."""
    first, end = _extent(page, marks, title)
    links = page_index(page).tags.get("a", [])
    blocks: dict[int, list[int]] = {}
    for link in links[bisect_left(links, first) : bisect_left(links, end)]:
        if leads_to_a_list(page, link):
            blocks.setdefault(_block(page, link), []).append(link)
    if sum(len(found) for found in blocks.values()) > _MOST_LINKS * 2:
        return
    for block, found in blocks.items():
        if len(found) > _MOST_LINKS or not _is_the_articles(page, marks, block, first, title):
            continue
        words = len(inline_text(page, block, most=120).split())
        linked = sum(len(inline_text(page, link, most=6).split()) for link in found)
        if words and linked >= _MOSTLY * words:  # no words: more text than a line has, or none
            yield block, found, True
        elif _in_a_line(page, marks, block, title):
            yield block, found, False


def _extent(page: Page, marks: Marks, title: int) -> tuple[int, int]:
    """(first node, end) of the article: the outermost element that says to be one, or what follows its headline."""
    by_hint = by_tag = 0
    node = page.parents[title]
    while node > 0 and page.tags[node] != "body":
        if page.tags[node] in ("article", "main"):
            by_tag = node
        if marks.hints.get(node, 0) & Hint.ARTICLE:
            by_hint = node
        node = page.parents[node]
    around = by_tag or by_hint
    if around and page.ends[around] > page.ends[title] + 2:
        return around, page.ends[around]
    return title, min(page.ends[title] + _LONGEST_HEAD, len(page.tags))


def _block(page: Page, link: int) -> int:
    node = page.parents[link]
    while node > 0 and page.tags[node] in _INLINE:
        node = page.parents[node]
    return node


def _is_the_articles(page: Page, marks: Marks, block: int, first: int, title: int) -> bool:
    """Whether nothing between the block and the article is chrome, a comment or a card of another article."""
    node = block
    while node > first:
        hint = marks.hints.get(node, 0)
        if hint & (Hint.CHROME | Hint.COMMENT) and not hint & Hint.TAGS:
            return False
        if (
            hint & Hint.TEASER
            and not node < title < page.ends[node]
            and not _HEADINGS.isdisjoint(page.tags[node : page.ends[node]])
        ):
            return False
        node = page.parents[node]
    return True


def _in_a_line(page: Page, marks: Marks, block: int, title: int) -> bool:
    """Whether the block is of a line that tells author and date, where links to people and lists stand mixed."""
    if page.ends[block] - block > _LONGEST_HEAD:
        return False
    if block < title < page.ends[block]:
        return True  # the article's own header
    return bool((marks.hints.get(block, 0) | marks.hints.get(page.parents[block], 0)) & _OF_A_LINE)
