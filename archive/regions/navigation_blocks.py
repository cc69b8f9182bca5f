"""Page in, how much of each part of it is link text out: the measure by which lists of links are told from prose."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from archive.model import Page
from archive.page_index import page_index

__all__ = ["LinkMeasure", "main_text", "measure_links"]


@dataclass(frozen=True, slots=True)
class LinkMeasure:
    """Running sums over the visible text nodes, so that any subtree is measured by two look-ups."""

    page: Page
    links: tuple[int, ...]
    """Numbers of the <a> elements, in document order."""
    lengths: Sequence[int]
    """Characters of the text nodes before the i-th visible one, blanks at the ends left out; one more at the end."""
    link_lengths: Sequence[int]
    """The same for text inside links alone."""
    words: dict[int, str] = field(default_factory=dict)
    """By link, its text once asked for: see link_text."""

    def span(self, node: int) -> tuple[int, int]:
        """Positions in page.visible of the subtree's text nodes: first, one past the last."""
        visible = self.page.visible
        return bisect_left(visible, node), bisect_left(visible, self.page.ends[node])

    def text_length(self, node: int) -> int:
        """Characters of visible text below the node."""
        first, last = self.span(node)
        return self.lengths[last] - self.lengths[first]

    def link_length(self, node: int) -> int:
        """Characters of visible link text below the node."""
        first, last = self.span(node)
        return self.link_lengths[last] - self.link_lengths[first]

    def link_count(self, node: int) -> int:
        """Links below the node, with text or without."""
        return bisect_left(self.links, self.page.ends[node]) - bisect_left(self.links, node)

    def links_below(self, node: int) -> tuple[int, ...]:
        """Links below the node (or the node itself)."""
        return self.links[bisect_left(self.links, node) : bisect_left(self.links, self.page.ends[node])]


def measure_links(page: Page) -> LinkMeasure:
    """The running sums of a page."""
    links = tuple(node for node in page_index(page).tags.get("a", ()) if "href" in page.attributes[node])
    texts, ends = page.texts, page.ends
    lengths: list[int] = []
    link_lengths: list[int] = []
    upcoming = iter(links)
    start = next(upcoming, len(page.tags))
    link_end = -1
    for node in page.visible:
        while start <= node:
            link_end = max(link_end, ends[start])
            start = next(upcoming, len(page.tags))
        length = len(texts[node].strip())
        lengths.append(length)
        link_lengths.append(length if node < link_end else 0)
    return LinkMeasure(page, links, list(accumulate(lengths, initial=0)), list(accumulate(link_lengths, initial=0)))


_LONG_TEXT = 80
_INLINE = frozenset(["a", "b", "strong", "i", "em", "span", "font", "u", "small", "big", "sup", "sub", "code", "label"])


def main_text(measure: LinkMeasure) -> int | None:
    """The element that directly holds most of the page's prose; None on a page without prose.

    A paragraph counts for its parent, and half for the parent's parent, so that an article in several sections
    still comes out as one.
    """
    page = measure.page
    scores: dict[int, float] = {}
    lengths, link_lengths = measure.lengths, measure.link_lengths
    for position, node in enumerate(page.visible):
        length = lengths[position + 1] - lengths[position]
        if length < _LONG_TEXT or link_lengths[position + 1] > link_lengths[position]:
            continue
        block = page.parents[node]
        while block > 0 and page.tags[block] in _INLINE:
            block = page.parents[block]
        holder = page.parents[block] if page.tags[block] in ("p", "li", "blockquote", "dd") else block
        if holder < 0:
            continue
        scores[holder] = scores.get(holder, 0) + length
        above = page.parents[holder]
        if above >= 0:
            scores[above] = scores.get(above, 0) + length * 0.6
    if not scores:
        return None
    return max(scores, key=lambda node: (scores[node], -node))
