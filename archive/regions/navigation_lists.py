"""Link measures in, elements that hold next to nothing but links out: menus that no name gives away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from archive.model import NavigationKind as Kind
from archive.page import subtree_text
from archive.regions.navigation_blocks import LinkMeasure
from archive.regions.navigation_group import Group, is_inside, outermost
from archive.regions.navigation_headings import heading_before, is_announced
from archive.regions.navigation_kinds import kind_of_links
from archive.regions.navigation_words import kind_of_heading

__all__ = ["lists_of_links"]

_TOO_MUCH = frozenset(["html", "body", "main", "article", "form"])
_LONGEST_LABEL = 36
"""Characters that the entries of a menu have at most, on average; headlines have more."""


def lists_of_links(
    measure: LinkMeasure,
    main: int | None,
    taken: Sequence[tuple[int, int]],
    groups: dict[int, Group],
    zones: Sequence[Group],
) -> list[Group]:
    """Elements that hold next to nothing but links, and stand outside the prose (or under a telling heading)."""
    page = measure.page
    parents, ends, tags = page.parents, page.ends, page.tags
    texts_before, lengths, link_lengths = measure.texts_before, measure.lengths, measure.link_lengths
    main_end = ends[main] if main is not None else -1
    main_node = main if main is not None else -1
    footers = sorted((zone.node, ends[zone.node]) for zone in zones)
    avoided = outermost(taken)
    holding = _with_those_around(parents, groups)
    dense: dict[int, int] = {}  # the largest dense element around a node, -1 where there is none
    found: dict[int, Group] = {}
    for link in measure.links_outside(avoided):
        node, best = parents[link], -1
        if node in dense and dense[node] < 0:
            continue
        path: list[int] = []
        while node > 0:
            if node in dense:
                best = dense[node] if dense[node] >= 0 else best
                break
            end = ends[node]
            is_too_much = tags[node] in _TOO_MUCH or node <= main_node < end
            if is_too_much or node in holding:
                if node in groups:
                    best = -1
                    path.append(node)
                break
            path.append(node)
            first, last = texts_before[node], texts_before[end]
            text, linked = lengths[last] - lengths[first], link_lengths[last] - link_lengths[first]
            if linked >= 0.7 * text:
                best = node
            elif text - linked > 400:
                break
            node = parents[node]
        for passed in path:
            dense[passed] = best
        if best < 0 or best in found:
            continue
        links = measure.link_count(best)
        if links < 2 or measure.link_length(best) > 70 * links or not measure.link_length(best):
            continue
        if main_node <= best < main_end:
            heading = heading_before(measure, best)
            kind = kind_of_heading(subtree_text(page, heading)) if heading >= 0 else None
            kind = kind or kind_of_links(measure, best)
            if kind is None or kind is Kind.MENU:
                continue
            found[best] = Group(best, kind, "navigation:list-in-text", 0.6)
        elif is_inside(footers, best):
            found[best] = Group(best, Kind.FOOTER, "navigation:list-in-footer", 0.8)
        elif (links >= 3 and measure.link_length(best) <= _LONGEST_LABEL * links) or is_announced(measure, best):
            found[best] = Group(best, Kind.MENU, "navigation:list", 0.6)
    return list(found.values())


def _with_those_around(parents: Sequence[int], nodes: Iterable[int]) -> set[int]:
    """The nodes, and all elements that hold one of them."""
    around: set[int] = set()
    for node in nodes:
        while node >= 0 and node not in around:
            around.add(node)
            node = parents[node]
    return around
