"""Days that a page names in, those that stand in a list of posts out: none of them is the article's own."""

from __future__ import annotations

from collections.abc import Sequence

from archive.dates import FoundDate
from archive.mentions import Candidate
from archive.model import Page

__all__ = ["days_in_lists"]

_FEWEST = 3
"""Days printed alike from which on they are a list."""
_MOST_STEPS = 4
"""Elements above a date that are compared: a list's entries are alike at least so far up."""

Shape = tuple[tuple[str, str], ...]


def days_in_lists(page: Page, candidates: Sequence[Candidate[FoundDate]]) -> list[int]:
    """Places of the candidates that nothing but a list calls the day of publication: at least three days in elements
    of the same names ("Posted May 3 by Jane" beside the article, eight times). What is stated to machines is no list.
    """
    labelled = [n for n, candidate in enumerate(candidates) if "any:label:published" in candidate.features]
    if len(labelled) < _FEWEST:
        return []
    shapes: dict[Shape, set[int]] = {}
    for n in labelled:
        for node in _places(candidates[n]):
            shapes.setdefault(_shape(page, node), set()).add(n)
    listed = {shape for shape, days in shapes.items() if len(days) >= _FEWEST}
    return [
        n for n in labelled
        if all(m.node is not None for m in candidates[n].mentions)
        and all(_shape(page, node) in listed for node in _places(candidates[n]))
    ]  # fmt: skip


def _places(candidate: Candidate[FoundDate]) -> list[int]:
    """Elements that print the day with the word for published."""
    return [m.node for m in candidate.mentions if m.node is not None and "label:published" in m.features]


def _shape(page: Page, node: int) -> Shape:
    names: list[tuple[str, str]] = []
    while node > 0 and len(names) < _MOST_STEPS and page.tags[node] != "body":
        names.append((page.tags[node], page.attributes[node].get("class", "")))
        node = page.parents[node]
    return tuple(names)
