"""Groups of navigation in, their entries with hierarchy out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from operator import itemgetter
from urllib.parse import urljoin

from archive.markup import absolute_to
from archive.model import Claim, NavigationLink, Page, Region
from archive.model import NavigationKind as Kind
from archive.page_index import page_index
from archive.regions.navigation_blocks import LinkMeasure
from archive.regions.navigation_group import Group, is_inside
from archive.regions.navigation_single import link_text

__all__ = ["absolute", "kept_entries", "navigation_links"]

_SEPARATORS = re.compile(r"[\s»›>→/|:·•⟩▸►\\<«‹←,.…\-–—]*")
_WITH_UNLINKED = frozenset([Kind.BREADCRUMB, Kind.PAGINATION, Kind.MENU, Kind.FOOTER])
_LISTS = ("ul", "ol", "dl", "menu")
_HOLDERS = frozenset(_LISTS) | {"div", "section", "nav", "table"}


def navigation_links(
    measure: LinkMeasure,
    groups: Sequence[Group],
    taken: Sequence[tuple[int, int]] = (),
    lines: Sequence[tuple[int, int]] = (),
) -> tuple[NavigationLink, ...]:
    """All entries of all groups, in page order; a link belongs to the innermost group around it."""
    page = measure.page
    tags, parents, attributes, base_url = page.tags, page.parents, page.attributes, page.base_url
    entries: list[NavigationLink] = []
    holders: dict[int, int] = {}  # list item -> position of its own entry
    words, share = measure.words, Kind.SHARE
    for node, group in _owned(measure, groups, taken, lines):
        kind = group.kind
        if tags[node] == "a":
            text = words[node] if node in words else link_text(measure, node)
            href: str | None = absolute(base_url, attributes[node]["href"])
        else:
            text, href = _without_separators(page.texts[node]), None
        if not text and kind is share and href:
            text = _network(href)
        if not text:
            continue
        position = len(entries)
        if position:
            # the entry only says again what the one before it says: the picture beside a linked title
            last = entries[-1]
            if last.text == text and last.href == href and (last.kind, last.group) == (kind, group.number):
                continue
        above = parents[node]
        if tags[above] == "li" and parents[above] == group.node:
            item, parent = above, None  # as in most menus
        else:
            item, parent = _place(page, node, group, holders)
        level = entries[parent].level + 1 if parent is not None else 0
        entries.append(NavigationLink(kind, position, text, href, level, parent, group.number, node))
        if item >= 0:
            holders.setdefault(item, position)
    return tuple(entries)


def kept_entries(
    page: Page, deciding: Sequence[Claim], entries: Iterable[NavigationLink]
) -> tuple[NavigationLink, ...]:
    """The entries whose words ended up as navigation, counted anew: a link that is the body's own is no entry."""
    navigation = Region.NAVIGATION
    kept: list[NavigationLink] = []
    places: dict[int, int] = {}
    for entry in entries:
        node = entry.node
        if node is not None and not (page.ends[node] == node + 2 and deciding[node + 1].region is navigation):
            words = [n for n, text in enumerate(page.texts[node : page.ends[node]], node) if text.strip()]
            if words and not any(deciding[n].region is navigation for n in words):
                continue
        position, above = entry.position, entry.parent
        place = places[position] = len(kept)
        parent = None if above is None else places.get(above)
        level = kept[parent].level + 1 if parent is not None else 0
        if position != place or above != parent or entry.level != level:
            entry = replace(entry, position=place, parent=parent, level=level)
        kept.append(entry)
    return tuple(kept)


def _without_separators(text: str) -> str:
    words = " ".join(text.split())
    return re.sub(rf"^{_SEPARATORS.pattern}", "", words)


def absolute(base_url: str, href: str) -> str | None:
    """The address a link leads to; None when it cannot be one.

    >>> absolute('http://a.invalid/b/', ' ../c ')
    'http://a.invalid/c'
    """
    href = href.strip()
    if href.startswith(("http://", "https://")) and "/." not in href:
        return href  # urljoin would only take it apart and put it together again
    if href.startswith("/") and (found := absolute_to(base_url, href)):
        return found
    return _joined(base_url, href)


@lru_cache(maxsize=2_000)
def _joined(base_url: str, href: str) -> str | None:
    try:
        return urljoin(base_url, href)
    except ValueError:
        return None


def _owned(
    measure: LinkMeasure,
    groups: Sequence[Group],
    taken: Sequence[tuple[int, int]],
    lines: Sequence[tuple[int, int]],
) -> list[tuple[int, Group]]:
    """(link or unlinked text that is an entry, its group), in page order."""
    owner: dict[int, Group] = {}
    for group in groups:  # in page order, so that an inner group comes after, and overrules, its outer one
        owner.update(dict.fromkeys(measure.links_below(group.node), group))
    for group in groups:
        if group.kind in _WITH_UNLINKED:
            links = [link for link in measure.links_below(group.node) if owner[link] is group]
            for text in _unlinked_entries(measure, group, links):
                if not is_inside(taken, text) and not is_inside(lines, text):
                    owner.setdefault(text, group)
    for first, end in taken:
        for link in measure.links_between(first, end):
            owner.pop(link, None)
    for first, end in lines:
        for link in measure.links_between(first, end):
            if link in owner and owner[link].node != link:
                del owner[link]
    return sorted(owner.items(), key=itemgetter(0))


def _unlinked_entries(measure: LinkMeasure, group: Group, links: Sequence[int]) -> list[int]:
    """The current page of a breadcrumb or pager, and the unlinked names of a menu's branches."""
    page = measure.page
    first, last = measure.span(group.node)
    visible, lengths = page.visible, measure.link_lengths
    unlinked = [visible[i] for i in range(first, last) if lengths[i + 1] == lengths[i]]
    if group.kind is Kind.BREADCRUMB:
        unlinked = [n for n in unlinked if links and n > links[-1] and not _SEPARATORS.fullmatch(page.texts[n])]
        return unlinked[:1]
    if group.kind is Kind.PAGINATION:
        return [n for n in unlinked if page.texts[n].strip().isdecimal()]
    if group.kind in (Kind.MENU, Kind.FOOTER):
        return [n for n in unlinked if _names_branch(page, n, group.node)]
    return []


def _names_branch(page: Page, text: int, top: int) -> bool:
    """Whether the text is the first thing in a list item that holds a list of its own."""
    item = _item(page, text, top)
    if item < 0 or _first_of(page, "a", item, text) >= 0:
        return False
    end = page.ends[item]
    return any(text < _first_of(page, tag, item, end) for tag in _LISTS) and not any(
        _first_of(page, tag, item, text) >= 0 for tag in _LISTS
    )


def _first_of(page: Page, tag: str, node: int, end: int) -> int:
    """The first element of a tag after the node and before `end`; -1 where there is none."""
    nodes = page_index(page).tags.get(tag, ())
    place = bisect_right(nodes, node)
    return nodes[place] if place < len(nodes) and nodes[place] < end else -1


def _item(page: Page, node: int, top: int) -> int:
    """The nearest list item around the node within the group; -1 when there is none."""
    tags, parents = page.tags, page.parents
    here = parents[node]
    while here > top:
        if tags[here] == "li":
            return here
        here = parents[here]
    return here if here == top and here >= 0 and page.tags[here] == "li" else -1


_WITH_LEVELS = frozenset([Kind.MENU, Kind.FOOTER, Kind.ARCHIVES])


def _place(page: Page, node: int, group: Group, holders: dict[int, int]) -> tuple[int, int | None]:
    """(the nearest list item around the node within the group or -1, position of the entry it is nested under).

    It is nested under the entry of a list item farther out, with a list or box between.
    """
    tags, parents, top = page.tags, page.parents, group.node
    has_levels = group.kind in _WITH_LEVELS
    item, is_crossed = -1, False
    here = parents[node]
    while here > top:
        tag = tags[here]
        if tag == "li":
            if item < 0:
                item = here
                if not has_levels:
                    return item, None
            if is_crossed and here in holders:
                return item, holders[here]
        elif tag in _HOLDERS:
            is_crossed = True
        here = parents[here]
    if item < 0 and here == top and here >= 0 and tags[here] == "li":
        item = here
    return item, holders.get(here) if has_levels and is_crossed and here >= 0 else None


def _network(href: str) -> str:
    match = re.search(r"//(?:www\.)?([\w-]+)\.", href)
    return match.group(1).capitalize() if match else ""
