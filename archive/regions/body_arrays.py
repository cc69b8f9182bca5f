"""Page in, its tree as arrays of numbers out: what the measures of all blocks are computed from at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from archive.model import Page
from archive.page_index import page_index

__all__ = ["Integers", "PageArrays", "alike", "page_arrays"]

Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class PageArrays:
    """One number a node, in document order."""

    parents: Integers
    ends: Integers
    depths: Integers
    tags: Integers
    """Equal for nodes of one tag, on this page alone."""
    classes: Integers
    """Equal for elements of one class attribute, on this page alone; 0 for those without one."""


# Several measures of a page ask for its arrays, one after the other: the last ones are remembered.
_last: tuple[Page, PageArrays] | None = None


def page_arrays(page: Page) -> PageArrays:
    """The arrays of `page`; asking again for the same page costs nothing."""
    global _last
    last = _last
    if last is not None and last[0] is page:
        return last[1]
    arrays = _build(page)
    _last = (page, arrays)
    return arrays


def _build(page: Page) -> PageArrays:
    index = page_index(page)
    numbers = {tag: number for number, tag in enumerate(index.tags, 1)}
    numbers["#text"] = 0
    classes = [0] * len(page.tags)
    for number, nodes in enumerate(index.class_values.values(), 1):
        for node in nodes:
            classes[node] = number
    return PageArrays(
        np.array(page.parents, dtype=np.int64),
        np.array(page.ends, dtype=np.int64),
        np.array(page.depths, dtype=np.int64),
        np.array(list(map(numbers.__getitem__, page.tags)), dtype=np.int64),
        np.array(classes, dtype=np.int64),
    )


def alike(*keys: Integers) -> Integers:
    """A number for each place, the same where all keys are the same; no key is negative."""
    joined = keys[0]
    for key in keys[1:]:
        joined = joined * (int(key.max(initial=0)) + 1) + key
        joined = np.unique(joined, return_inverse=True)[1]
    return joined
