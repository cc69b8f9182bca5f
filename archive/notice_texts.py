"""Page in, the few texts out that can be a banner, or a word about comments: where notices stand."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence
from itertools import chain

from archive.model import Page
from archive.notice_names import NOTICE_NAMES, named_so
from archive.notice_places import named_articles
from archive.page_index import page_index

__all__ = ["EDGE_OF_BANNERS", "MOST_OF_A_BANNER", "NEAR_AREA", "texts_near", "texts_of_banners"]

EDGE_OF_BANNERS = 0.25
"""The share of a page's texts, at either end, among which banners stand."""
MOST_OF_A_BANNER = 400
"""Characters."""
NEAR_AREA = 60
"""Nodes from a comment area or form within which its notices stand."""
_NEAR_BOX = 14


def texts_of_banners(page: Page) -> list[int]:
    """Short texts at the page's edges and in elements that are named as notices: where banners stand."""
    texts, visible = page.texts, page.visible
    margin = int(max(12, EDGE_OF_BANNERS * len(visible))) + _NEAR_BOX
    index = page_index(page)
    titles = index.tags.get("h1", ())
    before_title = bisect_left(visible, titles[-1]) + _NEAR_BOX if titles else len(visible)
    first, last = min(margin, before_title), max(len(visible) - margin, 0)
    nodes = visible[:first] + visible[max(first, last) : before_title]
    named = [n for names in named_so(index.class_values, NOTICE_NAMES) for n in index.class_values[names]]
    named += [n for name in named_so(index.ids, NOTICE_NAMES) for n in index.ids[name]]
    if named:
        inside = [visible[bisect_left(visible, n) : bisect_left(visible, page.ends[n])] for n in named]
        nodes = sorted({*nodes, *chain.from_iterable(inside)})
    return _without_entries(page, [n for n in nodes if _may_be_banner(texts[n])])


def _may_be_banner(text: str) -> bool:
    """Whether a text is no longer than a banner's, the white space of its source left out."""
    if len(text) <= MOST_OF_A_BANNER:
        return True
    return len(text) <= 2 * MOST_OF_A_BANNER and len(" ".join(text.split())) <= MOST_OF_A_BANNER


def _without_entries(page: Page, nodes: Sequence[int]) -> list[int]:
    """The text nodes without links that stand in lists: entries of menus, as no notice is."""
    tags, parents = page.tags, page.parents
    return [n for n in nodes if tags[parents[n]] != "a" or tags[parents[parents[n]]] != "li"]


def texts_near(page: Page, areas: list[tuple[int, int]], said: Collection[int]) -> list[int]:
    """Texts in and near the areas, without entries of menus, what visitors `said`, and what stands in the article."""
    visible, ends = page.visible, page.ends
    first, end = min(areas)[0] - NEAR_AREA, max(end for _, end in areas) + 2 * NEAR_AREA
    nodes = visible[bisect_left(visible, first) : bisect_left(visible, end)]
    for article in named_articles(page):
        if not any(start < ends[article] and article < stop for start, stop in areas):
            del nodes[bisect_left(nodes, article) : bisect_left(nodes, ends[article])]
    return _without_entries(page, [node for node in nodes if node not in said])
