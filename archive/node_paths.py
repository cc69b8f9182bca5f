"""Page and node in, the XPath of the node out, as a browser's document.evaluate takes it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate

from archive.model import Page

__all__ = ["node_path", "paths_of"]

_DEEPEST = 100
"""Below this a node is named by the number of its element: the steps to 40,000 nodes 500 deep would take 140 MB."""


def node_path(page: Page, node: int) -> str:
    """XPath of a node: the steps from the root; '(//*)[n]', the n-th element of the page, for very deep nodes."""
    return paths_of(page)(node)


def paths_of(page: Page) -> Callable[[int], str]:
    """What gives the XPath of each node of the page, for those who want many."""
    global _last
    last = _last
    if last is None or last.page is not page:
        last = _last = _Paths(page)
    return last.of


class _Paths:
    """The paths of a page's nodes; the children of an element are counted once, when one of them is asked for."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.places = [0] * len(page.tags)
        """By node, its place from 1 among the children of its parent that have its tag; 0 where not yet counted."""
        self.paths: dict[int, str] = {-1: ""}
        self.numbers: list[int] = []
        """By node, how many elements begin at or before it; counted when a deep node is asked for."""

    def of(self, node: int) -> str:
        paths = self.paths
        path = paths.get(node)
        if path is not None:
            return path
        parents, tags, places = self.page.parents, self.page.tags, self.places
        if self.page.depths[node] > _DEEPEST:
            return self._by_number(node)
        chain = [node]
        above = parents[node]
        while (path := paths.get(above)) is None:
            chain.append(above)
            above = parents[above]
        while chain:
            below = chain.pop()
            tag = tags[below]
            if above < 0:
                path = f"{path}/{tag}"
            else:
                place = places[below] or (1 if below == above + 1 else self._place(below))
                path = f"{path}/text()[{place}]" if tag == "#text" else f"{path}/{tag}[{place}]"
            paths[below] = path
            above = below
        return path

    def _by_number(self, node: int) -> str:
        tags = self.page.tags
        if not self.numbers:
            self.numbers = list(accumulate([tag != "#text" for tag in tags]))
        place = f"(//*)[{self.numbers[node if tags[node] != '#text' else self.page.parents[node]]}]"
        return f"{place}/text()[{self._place(node)}]" if tags[node] == "#text" else place

    def _place(self, node: int) -> int:
        """The place of a node among its like, those of its neighbours being counted with it."""
        places, tags, ends = self.places, self.page.tags, self.page.ends
        if not places[node]:
            above = self.page.parents[node]
            counts: dict[str, int] = {}
            child, end = above + 1, ends[above]
            while child < end:
                tag = tags[child]
                places[child] = counts[tag] = counts.get(tag, 0) + 1
                child = ends[child]
        return places[node]


# A page is asked for many paths, one after the other: those of the last page are remembered.
_last: _Paths | None = None
