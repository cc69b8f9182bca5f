"""Page in, an index of its elements by tag, class, id and role out: what every rule looks things up in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from archive.model import Page

__all__ = ["PageIndex", "page_index"]


@dataclass(frozen=True, slots=True)
class PageIndex:
    """Numbers of the elements that bear a name, in document order; all names in lower case.

    Lower case also for classes and ids: pages without a doctype, as most of 2003 were, match them so in a browser.
    """

    tags: dict[str, list[int]]
    attributes: dict[str, list[int]]
    """By attribute, the elements that have it."""
    class_values: dict[str, list[int]]
    """By class attribute as it is written, the elements that have exactly this one."""
    ids: dict[str, list[int]]
    roles: dict[str, list[int]]
    class_lists: dict[str, list[list[int]]]
    """By class, the elements of each distinct class attribute that holds it; see `with_class`."""

    def with_class(self, name: str) -> list[int]:
        """Elements that have the class, in document order."""
        lists = self.class_lists.get(name)
        if lists is None:
            return []
        return lists[0] if len(lists) == 1 else sorted(node for nodes in lists for node in nodes)


# A page is asked for its index by several rules, one after the other: the last one is remembered.
_last: tuple[Page, PageIndex] | None = None


def page_index(page: Page) -> PageIndex:
    """The index of `page`; asking again for the same page costs nothing."""
    global _last
    last = _last
    if last is not None and last[0] is page:
        return last[1]
    index = _build(page)
    _last = (page, index)
    return index


def _build(page: Page) -> PageIndex:
    tags: defaultdict[str, list[int]] = defaultdict(list)
    named: defaultdict[str, list[int]] = defaultdict(list)
    written = page.attributes
    for number, tag in enumerate(page.tags):
        if tag != "#text":
            tags[tag].append(number)
            if names := written[number]:
                for name in names:
                    named[name].append(number)
    values: defaultdict[str, list[int]] = defaultdict(list)
    for number in named.get("class", ()):
        values[written[number]["class"]].append(number)
    # Few class attributes are distinct on a page, and each is taken apart only once.
    class_lists: defaultdict[str, list[list[int]]] = defaultdict(list)
    for value, nodes in values.items():
        for token in _tokens(value):
            class_lists[token].append(nodes)
    return PageIndex(
        dict(tags),
        dict(named),
        dict(values),
        _by_value(page, named.get("id", ()), "id"),
        _by_value(page, named.get("role", ()), "role"),
        dict(class_lists),
    )


@lru_cache(maxsize=16_384)
def _tokens(value: str) -> tuple[str, ...]:
    """The classes of a class attribute, each once; a site's pages have most of these in common."""
    return tuple(dict.fromkeys(value.lower().split()))


def _by_value(page: Page, nodes: Sequence[int], name: str) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for number in nodes:
        found.setdefault(page.attributes[number][name].strip().lower(), []).append(number)
    return found
