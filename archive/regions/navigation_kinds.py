"""A group of links in, the kind that its links agree on out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from archive.model import NavigationKind as Kind
from archive.model import Page
from archive.page import subtree_text
from archive.regions.navigation_blocks import LinkMeasure
from archive.regions.navigation_group import GENERIC, Group
from archive.regions.navigation_rows import has_arrows
from archive.regions.navigation_words import kind_of_address, kind_of_link_text

__all__ = ["kind_of_links", "sharpened"]

_MONTH = re.compile(r"\D{2,15}[\s,]+(19|20)\d\d(\s*\(\d+\))?|(19|20)\d\d([/.-]\d\d?)?(\s*\(\d+\))?|\d\d?/(19|20)\d\d")
_NETWORK = re.compile(
    r"//([\w-]+\.)?(facebook|twitter|linkedin|instagram|youtube|pinterest|flickr|vimeo|xing|plus\.google|tumblr|x)\.com(/|$)"
)
_PAGE_ADDRESS = re.compile(r"[?&/](page|paged|p|pg|start|offset|from)[=/]\d|page-?\d", re.IGNORECASE)


def kind_of_links(measure: LinkMeasure, node: int) -> Kind | None:
    """The kind that most links of an element agree on; None when they agree on none."""
    page = measure.page
    links = measure.links_below(node)
    if not 2 <= len(links) <= 200:
        return None
    sample = {links[0], links[1], links[len(links) // 2], links[-1]}
    if not any(_kind_of_link(page, link) for link in sample):
        return None
    kinds = Counter([_kind_of_link(page, link) for link in links])
    shares, months, tags = kinds[Kind.SHARE], kinds[Kind.ARCHIVES], kinds[Kind.TAG_CLOUD]
    if shares * 2 >= len(links):
        return Kind.SHARE
    if months >= 3 and months * 10 >= len(links) * 6:
        return Kind.ARCHIVES
    if tags >= 8 and tags * 10 >= len(links) * 6:
        return Kind.TAG_CLOUD
    return None


@lru_cache(maxsize=50_000)
def _kind_by_address(href: str, rel: str) -> Kind | None:
    if "/tag/" in href or "/tags/" in href or "tag" in rel:
        return Kind.TAG_CLOUD
    if (".com" in href and _NETWORK.search(href)) or kind_of_address(href) is Kind.SHARE:
        return Kind.SHARE
    return None


def _kind_of_link(page: Page, link: int) -> Kind | None:
    attributes = page.attributes[link]
    href = attributes["href"]
    told = _kind_by_address(href, attributes.get("rel", ""))
    if told is not None:
        return told
    words = "".join(page.texts[link : page.ends[link]]).rstrip()
    if words[-1:] == ")" or words[-1:].isdecimal():
        return Kind.ARCHIVES if _MONTH.fullmatch(" ".join(words.split())) else None
    return None


def sharpened(measure: LinkMeasure, group: Group) -> Group:
    """A group known only as a menu or footer, named by what its links agree on."""
    if group.kind is Kind.PREVIOUS_NEXT or (group.kind is Kind.MENU and has_arrows(measure, group.node)):
        is_of_lists = any(kind_of_link_text(text) is Kind.PAGINATION for text in _some_link_texts(measure, group.node))
        return replace(group, kind=Kind.PAGINATION if is_of_lists else Kind.PREVIOUS_NEXT)
    if group.rule.startswith("platform:"):
        return group
    if group.kind is Kind.PAGINATION and _leads_to_neighbours(measure, group.node):
        return replace(group, kind=Kind.PREVIOUS_NEXT)
    if group.kind not in GENERIC:
        return group
    if group.kind is Kind.MENU and _are_tools(measure, group.node):
        return replace(group, kind=Kind.UTILITY)
    kind = kind_of_links(measure, group.node)
    return replace(group, kind=kind) if kind else group


def _leads_to_neighbours(measure: LinkMeasure, node: int) -> bool:
    """Whether a pager leads to the articles before and after, and not to pages of a list."""
    links = measure.links_below(node)
    if not 1 <= len(links) <= 3:
        return False
    texts = list(_some_link_texts(measure, node))
    if any(text.isdecimal() or kind_of_link_text(text) is Kind.PAGINATION for text in texts):
        return False
    return not any(_PAGE_ADDRESS.search(measure.page.attributes[link]["href"]) for link in links)


def _are_tools(measure: LinkMeasure, node: int) -> bool:
    """Whether all the first links of a menu print, mail, sign in and the like."""
    is_tool = False
    for text in _some_link_texts(measure, node):
        is_tool = kind_of_link_text(text) is Kind.UTILITY
        if not is_tool:
            break
    return is_tool


def _some_link_texts(measure: LinkMeasure, node: int) -> Iterable[str]:
    for link in measure.links_below(node)[:40]:
        yield subtree_text(measure.page, link)
