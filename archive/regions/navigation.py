"""Page in, menus, breadcrumbs, pagers, share bars and the other links that lead the reader around out.

Evidence, in the order of trust: the platform's conventions, landmarks (nav, role, aria-label), class and id names,
the heading above a list, what the links themselves say (share addresses, months, page numbers), and the plain shape
of a list of links outside the prose. The group nearest to a link decides its kind.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from archive.model import Claim, NavigationKind, Region
from archive.regions import Context, Findings
from archive.regions.navigation_blocks import main_text, measure_links
from archive.regions.navigation_entries import navigation_links
from archive.regions.navigation_group import Group, outermost
from archive.regions.navigation_groups import find_groups
from archive.regions.navigation_single import single_links

__all__ = ["ORDER", "read"]

ORDER = 50

_TAKEN = frozenset([Region.COMMENT, Region.COMMENT_FORM, Region.NOTICE, Region.TITLE])
_LINES = frozenset([Region.TAGS, Region.BYLINE, Region.DATE])
# A form's or a teaser's own links are no menu, but a print link may stand among them.
_QUIET = frozenset([Region.FURNITURE])


def read(context: Context) -> Findings:
    """Claims for each group and single link of navigation, and its entries in page order."""
    measure = measure_links(context.page)
    if not measure.links:
        return Findings()
    main = main_text(measure)
    claims = list(context.claimed_nodes())
    ends = context.page.ends
    taken = _ranges(ends, claims, _TAKEN)
    quiet = _ranges(ends, claims, _QUIET)
    given = list(_platform_groups(claims))
    lines = [span for span in _ranges(ends, claims, _LINES) if not _is_in_any(ends, span[0], given)]
    groups = find_groups(measure, main, outermost([*taken, *lines]), quiet, given)
    singles = single_links(measure, main, taken, lines, groups)
    numbered = number_groups([*groups, *singles])
    return Findings(
        claims=(*_claims(numbered), *_claims_within(context, numbered, given)),
        navigation=navigation_links(measure, numbered, taken, lines),
    )


def _platform_groups(claims: Iterable[Claim]) -> Iterable[Group]:
    for claim in claims:
        if claim.region is Region.NAVIGATION and claim.kind:
            # surer than the claim it comes from, so that the group's number on the page is what counts
            yield Group(claim.node, NavigationKind(claim.kind), claim.rule, claim.confidence + 0.02)


def _is_in_any(ends: Sequence[int], node: int, groups: Iterable[Group]) -> bool:
    return any(group.node <= node < ends[group.node] for group in groups)


def _ranges(ends: Sequence[int], claims: Iterable[Claim], regions: frozenset[Region]) -> list[tuple[int, int]]:
    """(first, one past the last) node of what earlier parsers claimed for the regions, none inside another."""
    return outermost([(claim.node, ends[claim.node]) for claim in claims if claim.region in regions])


def number_groups(groups: Iterable[Group]) -> list[Group]:
    """The groups in page order, those of one kind numbered from 0; neighbours of one family share a number."""
    counts: defaultdict[NavigationKind, int] = defaultdict(int)
    families: dict[tuple[NavigationKind, int], int] = {}
    numbered: list[Group] = []
    for group in sorted(groups, key=lambda g: g.node):
        key = (group.kind, group.family if group.family >= 0 else group.node)
        if key not in families:
            families[key] = counts[group.kind]
            counts[group.kind] += 1
        number = families[key]
        numbered.append(group if group.number == number else replace(group, number=number))
    return numbered


def _claims(groups: Iterable[Group]) -> Iterable[Claim]:
    for group in groups:
        for node in (group.node, *group.headings):
            yield Claim(node, Region.NAVIGATION, group.rule, str(group.kind), group.confidence, group.number)


def _claims_within(context: Context, groups: Sequence[Group], given: Iterable[Group]) -> Iterable[Claim]:
    """Claims that make what the platform has as a group of its own go with the group around it: a footer's menu."""
    own = {group.node for group in groups}
    ends = context.page.ends
    for group in given:
        around = [outer for outer in groups if outer.node < group.node < ends[outer.node]]
        if group.node not in own and around:
            outer = around[-1]
            yield Claim(group.node, Region.NAVIGATION, outer.rule, str(outer.kind), group.confidence, outer.number)
