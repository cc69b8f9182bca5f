"""Groups of navigation in, their entries with hierarchy out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from urllib.parse import urljoin

from archive.markup import absolute_to
from archive.model import Claim, NavigationLink, Page, Region
from archive.model import NavigationKind as Kind
from archive.regions.navigation_blocks import LinkMeasure
from archive.regions.navigation_groups import Group, is_inside
from archive.regions.navigation_single import link_text

__all__ = ["absolute", "kept_entries", "navigation_links"]

_SEPARATORS = re.compile(r"[\s»›>→/|:·•⟩▸►\\<«‹←,.…\-–—]*")
_LISTS = frozenset(["ul", "ol", "dl", "menu"])
_HOLDERS = _LISTS | {"div", "section", "nav", "table"}


def navigation_links(
    measure: LinkMeasure,
    groups: Sequence[Group],
    taken: Sequence[tuple[int, int]] = (),
    lines: Sequence[tuple[int, int]] = (),
) -> tuple[NavigationLink, ...]:
    """All entries of all groups, in page order; a link belongs to the innermost group around it."""
    page = measure.page
    entries: list[NavigationLink] = []
    holders: dict[int, int] = {}  # list item -> position of its own entry
    for node, group in _owned(measure, groups, taken, lines):
        if page.tags[node] == "a":
            text = link_text(measure, node)
            href: str | None = absolute(page.base_url, page.attributes[node]["href"])
        else:
            text, href = _without_separators(page.texts[node]), None
        if not text and group.kind is Kind.SHARE and href:
            text = _network(href)
        if not text or _repeats(entries, group, text, href):
            continue
        parent = _parent(page, node, group, holders)
        position = len(entries)
        level = entries[parent].level + 1 if parent is not None else 0
        entries.append(NavigationLink(group.kind, position, text, href, level, parent, group.number, node))
        item = _item(page, node, group.node)
        if item >= 0:
            holders.setdefault(item, position)
    return tuple(entries)


def kept_entries(
    page: Page, deciding: Sequence[Claim], entries: Iterable[NavigationLink]
) -> tuple[NavigationLink, ...]:
    """The entries whose words ended up as navigation, counted anew: a link that is the body's own is no entry."""
    texts, ends = page.texts, page.ends
    kept: list[NavigationLink] = []
    places: dict[int, int] = {}
    for entry in entries:
        if entry.node is not None:
            words = [n for n, text in enumerate(texts[entry.node : ends[entry.node]], entry.node) if text.strip()]
            if words and not any(deciding[n].region is Region.NAVIGATION for n in words):
                continue
        place = places[entry.position] = len(kept)
        parent = None if entry.parent is None else places.get(entry.parent)
        level = kept[parent].level + 1 if parent is not None else 0
        if (entry.position, entry.parent, entry.level) != (place, parent, level):
            entry = replace(entry, position=place, parent=parent, level=level)
        kept.append(entry)
    return tuple(kept)


def _without_separators(text: str) -> str:
    words = " ".join(text.split())
    return re.sub(rf"^{_SEPARATORS.pattern}", "", words)


@lru_cache(maxsize=50_000)
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
        for link in measure.links_below(group.node):
            owner[link] = group
    for group in groups:
        links = [link for link in measure.links_below(group.node) if owner[link] is group]
        for text in _unlinked_entries(measure, group, links):
            owner.setdefault(text, group)
    return [
        (node, owner[node])
        for node in sorted(owner)
        if not is_inside(taken, node) and (owner[node].node == node or not is_inside(lines, node))
    ]


def _unlinked_entries(measure: LinkMeasure, group: Group, links: Sequence[int]) -> list[int]:
    """The current page of a breadcrumb or pager, and the unlinked names of a menu's branches."""
    page = measure.page
    first, last = measure.span(group.node)
    unlinked = [page.visible[i] for i in range(first, last) if measure.link_lengths[i + 1] == measure.link_lengths[i]]
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
    if item < 0 or "a" in page.tags[item:text]:
        return False
    first = next((n for n in range(item + 1, page.ends[item]) if page.tags[n] in _LISTS), -1)
    return text < first


def _item(page: Page, node: int, top: int) -> int:
    """The nearest list item around the node within the group; -1 when there is none."""
    tags, parents = page.tags, page.parents
    here = parents[node]
    while here > top:
        if tags[here] == "li":
            return here
        here = parents[here]
    return here if here == top and here >= 0 and page.tags[here] == "li" else -1


def _parent(page: Page, node: int, group: Group, holders: dict[int, int]) -> int | None:
    """Position of the entry that the node is nested under: that of a list item around it."""
    if group.kind not in (Kind.MENU, Kind.FOOTER, Kind.ARCHIVES):
        return None
    tags, parents, top = page.tags, page.parents, group.node
    here, crossed = parents[node], False
    while here > top:
        tag = tags[here]
        if tag == "li" and here in holders and crossed:
            return holders[here]
        crossed = crossed or tag in _HOLDERS
        here = parents[here]
    return holders.get(here) if here >= 0 and crossed else None


def _repeats(entries: Sequence[NavigationLink], group: Group, text: str, href: str | None) -> bool:
    """Whether the entry only says again what the one before it says: the picture beside a linked title."""
    if not entries:
        return False
    last = entries[-1]
    return (last.kind, last.group, last.href, last.text) == (group.kind, group.number, href, text)


def _network(href: str) -> str:
    match = re.search(r"//(?:www\.)?([\w-]+)\.", href)
    return match.group(1).capitalize() if match else ""
