"""Link measures and landmarks in, the page's groups of navigation links out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from archive.model import NavigationKind as Kind
from archive.page_index import page_index
from archive.regions.navigation_blocks import LinkMeasure
from archive.regions.navigation_group import NEVER, Group, is_inside
from archive.regions.navigation_headings import with_heading
from archive.regions.navigation_kinds import sharpened
from archive.regions.navigation_lists import lists_of_links
from archive.regions.navigation_rows import between_arrows, breadcrumbs, page_numbers
from archive.regions.navigation_words import kind_of_heading, kind_of_name, kind_of_names

__all__ = ["find_groups"]

_RANK = {kind: rank for rank, kind in enumerate(
    (Kind.BREADCRUMB, Kind.SHARE, Kind.TAG_CLOUD, Kind.PAGINATION, Kind.PREVIOUS_NEXT, Kind.ARCHIVES, Kind.RELATED,
     Kind.UTILITY, Kind.FOOTER, Kind.MENU))}  # fmt: skip
_LANDMARK_ROLES = {
    "navigation": Kind.MENU,
    "menu": Kind.MENU,
    "menubar": Kind.MENU,
    "tablist": Kind.MENU,
    "doc-toc": Kind.MENU,
    "contentinfo": Kind.FOOTER,
}
_MOST_OF_A_PAGE = 0.5
# Classes that were asked for and mean no navigation: most of a page's, and sites share them.
_MEANS_NOTHING: set[str] = set()
_MOST_NAMES = 50_000


def find_groups(
    measure: LinkMeasure,
    main: int | None,
    taken: Sequence[tuple[int, int]],
    quiet: Sequence[tuple[int, int]],
    given: Iterable[Group],
) -> list[Group]:
    """Groups in page order; one may lie inside another, and then the inner one's links are its own.

    None is found in what is `taken`; in what is `quiet` only those that are `given`.
    """
    named = _named(measure)
    if quiet:
        named = {node: group for node, group in named.items() if not is_inside(quiet, node)}
    known: set[int] = set()
    for group in given:
        if group.node not in known:
            known.add(group.node)
            named[group.node] = group
    page = measure.page
    zones: list[Group] = []
    groups: dict[int, Group] = {}
    for node in sorted(named):
        group = named[node]
        if taken and is_inside(taken, node):
            continue
        if _is_whole(measure, group, main):
            groups[node] = group
        elif group.kind is Kind.FOOTER and not _holds(measure, node, main):
            zones.append(group)
    for group in (*breadcrumbs(measure), *page_numbers(measure), *between_arrows(measure, main)):
        if not is_inside(taken, group.node) and not _owner(page.parents, groups, group.node):
            groups[group.node] = group
    for group in lists_of_links(measure, main, (*taken, *quiet), groups, zones):
        groups[group.node] = group
    ordered = [with_heading(measure, groups[node], groups) for node in sorted(groups)]
    return _nested([sharpened(measure, group) for group in ordered], page.ends)


def _named(measure: LinkMeasure) -> dict[int, Group]:
    """By node, what class, id, role, tag or label of an element say it is."""
    page, index = measure.page, page_index(measure.page)
    named: dict[int, Group] = {}

    def note(node: int, kind: Kind, rule: str, confidence: float) -> None:
        held = named.get(node)
        if page.tags[node] not in NEVER and (held is None or _RANK[kind] < _RANK[held.kind]):
            named[node] = Group(node, kind, rule, confidence)

    for name, lists in index.class_lists.items():
        if name in _MEANS_NOTHING or not _hold_links(measure, lists):
            continue
        kind = kind_of_name(name)
        if kind is not None:
            for node in index.with_class(name):
                note(node, kind, "navigation:class", 0.8)
        elif len(_MEANS_NOTHING) < _MOST_NAMES:
            _MEANS_NOTHING.add(name)
    for name, nodes in index.ids.items():
        kind = kind_of_names(name)
        if kind is not None:
            for node in nodes:
                note(node, kind, "navigation:id", 0.8)
    landmarks = [(node, Kind.MENU) for tag in ("nav", "menu") for node in index.tags.get(tag, ())]
    landmarks += [(node, kind) for role, kind in _LANDMARK_ROLES.items() for node in index.roles.get(role, ())]
    landmarks += [
        (node, Kind.FOOTER)
        for node in index.tags.get("footer", ())
        if not _is_in(page.tags, page.parents, node, "article")
    ]
    for node, kind in landmarks:
        label = page.attributes[node].get("aria-label", "")
        announced = kind_of_heading(label) or kind_of_names(label.replace(" ", "-")) if label else None
        note(node, announced or kind, "navigation:landmark", 0.9)
    return named


def _hold_links(measure: LinkMeasure, lists: Sequence[Sequence[int]]) -> bool:
    """Whether a class's first elements hold links: asking so costs less than asking for the words of its name."""
    ends, links_before = measure.page.ends, measure.links_before
    for nodes in lists[:4]:
        first, last = nodes[0], nodes[-1]
        if links_before[ends[first]] > links_before[first] or links_before[ends[last]] > links_before[last]:
            return True
    return False


def _is_in(tags: Sequence[str], parents: Sequence[int], node: int, tag: str) -> bool:
    while node >= 0:
        if tags[node] == tag:
            return True
        node = parents[node]
    return False


def _holds(measure: LinkMeasure, node: int, main: int | None) -> bool:
    return main is not None and node <= main < measure.page.ends[node]


def _is_whole(measure: LinkMeasure, group: Group, main: int | None) -> bool:
    """Whether the element is navigation as a whole, and not a part of the page that merely holds some."""
    if _holds(measure, group.node, main):
        return False
    first, last = measure.span(group.node)
    text, linked = (
        measure.lengths[last] - measure.lengths[first],
        measure.link_lengths[last] - measure.link_lengths[first],
    )
    links, prose = measure.link_count(group.node), text - linked
    if group.rule.startswith("platform:"):
        return prose <= max(linked, _MOST_OF_A_PAGE * measure.lengths[-1])
    if not links:
        return group.kind is Kind.SHARE and text <= 80 and text > 0
    if group.kind is Kind.BREADCRUMB:
        return text <= 400 and links <= 15
    if group.kind is Kind.PAGINATION:
        return prose <= 120
    if group.kind is Kind.PREVIOUS_NEXT:
        return text <= 800 and links <= 6
    if group.kind in (Kind.RELATED, Kind.ARCHIVES, Kind.TAG_CLOUD):
        share = _MOST_OF_A_PAGE * max(1, measure.lengths[-1] - measure.link_lengths[-1])
        return prose <= min(share, 250 * links)
    return linked >= 0.5 * text or prose <= 40


def _owner(parents: Sequence[int], groups: dict[int, Group], node: int) -> Group | None:
    while node >= 0:
        if node in groups:
            return groups[node]
        node = parents[node]
    return None


def _nested(groups: Sequence[Group], ends: Sequence[int]) -> list[Group]:
    """The groups with those inside another one made to agree: a menu in a footer is footer."""
    result: list[Group] = []
    open_groups: list[Group] = []
    for group in groups:
        while open_groups and ends[open_groups[-1].node] <= group.node:
            open_groups.pop()
        if open_groups:
            outer = open_groups[-1]
            if group.kind is outer.kind or (group.kind is Kind.MENU and outer.kind is not Kind.MENU):
                continue  # it adds nothing to the outer one
            if {group.kind, outer.kind} == {Kind.PREVIOUS_NEXT, Kind.PAGINATION}:
                continue
        result.append(group)
        open_groups.append(group)
    return result
