"""Page and node in, the XPath of the node out, as a browser's document.evaluate takes it."""

from __future__ import annotations

from collections import defaultdict
from itertools import accumulate

import numpy as np

from archive.model import Page

__all__ = ["node_path"]

_DEEPEST = 100
"""Below this a node is named by the number of its element: the steps to 40,000 nodes 500 deep would take 140 MB."""


def node_path(page: Page, node: int) -> str:
    """XPath of a node: the steps from the root; '(//*)[n]', the n-th element of the page, for very deep nodes."""
    global _last
    last = _last
    if last is None or last.page is not page:
        last = _last = _Paths(page)
    return last.of(node)


class _Paths:
    """The paths of a page's nodes; each node's place among its like is counted once, for all nodes together."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.places = _places(page)
        self.paths: dict[int, str] = {-1: ""}
        self.numbers: list[int] = []
        """By node, how many elements begin at or before it; counted when a deep node is asked for."""

    def of(self, node: int) -> str:
        paths, parents, tags, places = self.paths, self.page.parents, self.page.tags, self.places
        path = paths.get(node)
        if path is not None:
            return path
        if self.page.depths[node] > _DEEPEST:
            return self._by_number(node)
        chain = [node]
        above = parents[node]
        while (path := paths.get(above)) is None:
            chain.append(above)
            above = parents[above]
        for below in reversed(chain):
            tag = tags[below]
            if parents[below] < 0:
                step = tag
            else:
                step = f"text()[{places[below]}]" if tag == "#text" else f"{tag}[{places[below]}]"
            path = paths[below] = f"{path}/{step}"
        return path

    def _by_number(self, node: int) -> str:
        tags = self.page.tags
        if not self.numbers:
            self.numbers = list(accumulate([tag != "#text" for tag in tags]))
        place = f"(//*)[{self.numbers[node if tags[node] != '#text' else self.page.parents[node]]}]"
        return f"{place}/text()[{self.places[node]}]" if tags[node] == "#text" else place


def _places(page: Page) -> list[int]:
    """By node, its place from 1 among the children of its parent that have its tag."""
    numbers: defaultdict[str, int] = defaultdict()
    numbers.default_factory = numbers.__len__
    tags = np.array([numbers[tag] for tag in page.tags], dtype=np.int64)
    families = np.array(page.parents, dtype=np.int64) * len(numbers) + tags
    order = families.argsort(kind="stable")  # the members of each family stay in document order
    ordered = families[order]
    first = np.concatenate(([True], ordered[1:] != ordered[:-1])) if len(ordered) else np.zeros(0, dtype=bool)
    count = np.arange(1, len(ordered) + 1)
    places = np.empty_like(order)
    places[order] = count - np.maximum.accumulate(np.where(first, count - 1, 0))
    found: list[int] = places.tolist()
    return found


# A page is asked for many paths, one after the other: those of the last page are remembered.
_last: _Paths | None = None
