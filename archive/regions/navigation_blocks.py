"""Page in, how much of each part of it is link text out: the measure by which lists of links are told from prose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

import numpy as np

from archive.model import Page
from archive.page_index import page_index

__all__ = ["LinkMeasure", "main_text", "measure_links"]


@dataclass(frozen=True, slots=True)
class LinkMeasure:
    """Running sums over the nodes, so that any subtree is measured by two look-ups."""

    page: Page
    links: tuple[int, ...]
    """Numbers of the <a> elements, in document order."""
    lengths: Sequence[int]
    """Characters of the text nodes before the i-th visible one, blanks at the ends left out; one more at the end."""
    link_lengths: Sequence[int]
    """The same for text inside links alone."""
    texts_before: Sequence[int]
    """Visible text nodes before each node; one more at the end."""
    links_before: Sequence[int]
    """Links before each node; one more at the end."""
    words: dict[int, str] = field(default_factory=dict)
    """By link, its text once asked for: see link_text."""

    def span(self, node: int) -> tuple[int, int]:
        """Positions in page.visible of the subtree's text nodes: first, one past the last."""
        return self.texts_before[node], self.texts_before[self.page.ends[node]]

    def text_length(self, node: int) -> int:
        """Characters of visible text below the node."""
        before = self.texts_before
        return self.lengths[before[self.page.ends[node]]] - self.lengths[before[node]]

    def link_length(self, node: int) -> int:
        """Characters of visible link text below the node."""
        before = self.texts_before
        return self.link_lengths[before[self.page.ends[node]]] - self.link_lengths[before[node]]

    def link_count(self, node: int) -> int:
        """Links below the node (or the node itself), with text or without."""
        return self.links_before[self.page.ends[node]] - self.links_before[node]

    def links_between(self, first: int, end: int) -> tuple[int, ...]:
        """Links among the nodes from `first` to before `end`."""
        return self.links[self.links_before[first] : self.links_before[end]]

    def links_outside(self, ranges: Sequence[tuple[int, int]]) -> list[int]:
        """Links in none of the sorted, disjoint ranges of nodes."""
        found: list[int] = []
        done = 0
        for first, end in ranges:
            found += self.links[done : self.links_before[first]]
            done = self.links_before[end]
        return [*found, *self.links[done:]]

    def links_below(self, node: int) -> tuple[int, ...]:
        """Links below the node (or the node itself)."""
        return self.links[self.links_before[node] : self.links_before[self.page.ends[node]]]


def measure_links(page: Page) -> LinkMeasure:
    """The running sums of a page."""
    attributes, ends, texts = page.attributes, page.ends, page.texts
    links = tuple([node for node in page_index(page).tags.get("a", ()) if "href" in attributes[node]])
    sizes = [len(texts[node].strip()) for node in page.visible]
    texts_before = _counts_before(page.visible, len(page.tags))
    linked = [0] * len(sizes)
    done = 0
    for link in links:
        end = texts_before[ends[link]]
        if end > done:
            start = texts_before[link]
            if start + 1 == end:
                linked[start] = sizes[start]
            else:
                start = start if start > done else done
                linked[start:end] = sizes[start:end]
            done = end
    return LinkMeasure(
        page,
        links,
        list(accumulate(sizes, initial=0)),
        list(accumulate(linked, initial=0)),
        texts_before,
        _counts_before(links, len(page.tags)),
    )


_MANY_NODES = 1000
"""From here on numpy is quicker than a loop."""


def _counts_before(nodes: Sequence[int], size: int) -> list[int]:
    """For each number from 0 to `size`, how many of the sorted nodes are below it."""
    flags = bytearray(size + 1)
    for node in nodes:
        flags[node + 1] = 1
    if size < _MANY_NODES:
        return list(accumulate(flags))
    counts: list[int] = np.cumsum(np.frombuffer(flags, dtype=np.uint8), dtype=np.int64).tolist()
    return counts


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
