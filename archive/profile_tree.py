"""Page in, a Beautiful Soup tree out whose elements lead back to the page's: for the selectors of a profile.

Built only where a profile applies: it costs ten times what reading the page does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bs4 import BeautifulSoup, NavigableString, Tag

from archive.model import Page

__all__ = ["PageTree", "page_tree", "select_nodes"]


@dataclass(frozen=True, slots=True)
class PageTree:
    """A page as a tree that soupsieve can search."""

    soup: BeautifulSoup
    numbers: dict[int, int]
    """id() of an element of the tree -> number of the page's node; holds as long as the tree does."""


def page_tree(page: Page) -> PageTree:
    """The same elements, attributes and texts, in the same order."""
    soup = BeautifulSoup("", "html.parser")
    numbers: dict[int, int] = {}
    made: list[Tag | None] = []
    for number, tag in enumerate(page.tags):
        parent = page.parents[number]
        holder = (made[parent] if parent >= 0 else soup) or soup
        if tag == "#text":
            made.append(None)
            holder.append(NavigableString(page.texts[number]))
            continue
        element = soup.new_tag(tag, attrs=dict(page.attributes[number]))
        holder.append(element)
        made.append(element)
        numbers[id(element)] = number
    return PageTree(soup, numbers)


def select_nodes(tree: PageTree, selectors: Iterable[str]) -> list[int]:
    """Numbers of the page's elements that match any of the CSS selectors, in document order, each once."""
    found = {tree.numbers[id(element)] for selector in selectors for element in tree.soup.select(selector)}
    return sorted(found)
