"""Page in, an index of its elements by tag, class, id and role out: what every rule looks things up in."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from archive.model import Page

__all__ = ["PageIndex", "page_index"]


@dataclass(frozen=True, slots=True)
class PageIndex:
    """Numbers of the elements that bear a name, in document order; all names in lower case.

    Lower case also for classes and ids: pages without a doctype, as most of 2003 were, match them so in a browser.
    """

    tags: dict[str, list[int]]
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
    ids: dict[str, list[int]] = {}
    roles: dict[str, list[int]] = {}
    values: defaultdict[str, list[int]] = defaultdict(list)
    for number, (tag, attributes) in enumerate(zip(page.tags, page.attributes, strict=True)):
        tags[tag].append(number)
        if attributes:
            if "class" in attributes:
                values[attributes["class"]].append(number)
            if "id" in attributes:
                ids.setdefault(attributes["id"].strip().lower(), []).append(number)
            if "role" in attributes:
                roles.setdefault(attributes["role"].strip().lower(), []).append(number)
    # Few class attributes are distinct on a page, and each is taken apart only once.
    class_lists: defaultdict[str, list[list[int]]] = defaultdict(list)
    for value, nodes in values.items():
        for token in dict.fromkeys(value.lower().split()):
            class_lists[token].append(nodes)
    tags.pop("#text", None)
    return PageIndex(dict(tags), ids, roles, dict(class_lists))
