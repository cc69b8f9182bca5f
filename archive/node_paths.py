"""Page and node in, the XPath of the node from the root out, as a browser's document.evaluate takes it."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from archive.model import Page

__all__ = ["node_path"]


def node_path(page: Page, node: int) -> str:
    """XPath of a node from the root, as a browser's document.evaluate takes it."""
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

    def of(self, node: int) -> str:
        paths, parents = self.paths, self.page.parents
        chain: list[int] = []
        while node not in paths:
            chain.append(node)
            node = parents[node]
        path = paths[node]
        for below in reversed(chain):
            path = paths[below] = f"{path}/{self._step(below)}"
        return path

    def _step(self, node: int) -> str:
        tag = self.page.tags[node]
        if self.page.parents[node] < 0:
            return tag
        return f"{'text()' if tag == '#text' else tag}[{self.places[node]}]"


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
