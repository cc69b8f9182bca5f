"""Link measures and landmarks in, the page's groups of navigation links out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from archive.comment_words import READ_MORE
from archive.model import NavigationKind as Kind
from archive.model import Page
from archive.page import subtree_text
from archive.page_index import page_index
from archive.regions.navigation_blocks import LinkMeasure
from archive.regions.navigation_words import (
    kind_of_address,
    kind_of_heading,
    kind_of_link_text,
    kind_of_name,
    kind_of_names,
)

__all__ = ["Group", "find_groups", "is_inside", "outermost"]


@dataclass(frozen=True, slots=True)
class Group:
    """One menu, breadcrumb, pager …: an element whose links belong together."""

    node: int
    kind: Kind
    rule: str
    confidence: float
    headings: tuple[int, ...] = ()
    """Elements outside of `node` that announce it."""
    family: int = -1
    """Element that single links of one group share; -1 for a group of its own."""
    number: int = 0
    """Which group of its kind, from 0."""


_RANK = {kind: rank for rank, kind in enumerate(
    (Kind.BREADCRUMB, Kind.SHARE, Kind.TAG_CLOUD, Kind.PAGINATION, Kind.PREVIOUS_NEXT, Kind.ARCHIVES, Kind.RELATED,
     Kind.UTILITY, Kind.FOOTER, Kind.MENU))}  # fmt: skip
_NEVER = frozenset(
    ["html", "body", "main", "article", "a", "p", "img", "h1", "h2", "h3", "h4", "h5", "h6", "input", "button"]
)
_NO_ROWS = _NEVER - {"p"}
_LANDMARK_ROLES = {
    "navigation": Kind.MENU,
    "menu": Kind.MENU,
    "menubar": Kind.MENU,
    "tablist": Kind.MENU,
    "doc-toc": Kind.MENU,
    "contentinfo": Kind.FOOTER,
}
_GENERIC = frozenset([Kind.MENU, Kind.FOOTER])
_MOST_OF_A_PAGE = 0.5


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
    for group in (*_breadcrumbs(measure), *_page_numbers(measure), *_between_arrows(measure, main)):
        if not is_inside(taken, group.node) and not _owner(page.parents, groups, group.node):
            groups[group.node] = group
    for group in _lists(measure, main, (*taken, *quiet), groups, zones):
        groups[group.node] = group
    ordered = [_with_heading(measure, groups[node], groups) for node in sorted(groups)]
    return _nested([_sharpened(measure, group) for group in ordered], page.ends)


def is_inside(ranges: Sequence[tuple[int, int]], node: int) -> bool:
    """Whether the node lies in one of the sorted, disjoint ranges."""
    if not ranges:
        return False
    place = bisect_left(ranges, (node + 1,))
    return place > 0 and node < ranges[place - 1][1]


def outermost(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The ranges sorted, those inside another one left out."""
    outer: list[tuple[int, int]] = []
    for first, end in sorted(ranges):
        if not outer or first >= outer[-1][1]:
            outer.append((first, end))
    return outer


def _named(measure: LinkMeasure) -> dict[int, Group]:
    """By node, what class, id, role, tag or label of an element say it is."""
    page, index = measure.page, page_index(measure.page)
    named: dict[int, Group] = {}

    def note(node: int, kind: Kind, rule: str, confidence: float) -> None:
        held = named.get(node)
        if page.tags[node] not in _NEVER and (held is None or _RANK[kind] < _RANK[held.kind]):
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


# Classes that were asked for and mean no navigation: most of a page's, and sites share them.
_MEANS_NOTHING: set[str] = set()
_MOST_NAMES = 50_000


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


_HOME = re.compile(
    r"(home|home ?page|start|startseite|accueil|inicio|in[ií]cio|portada|home ?pagina|main|p[aá]gina inicial"
    r"|front page|intranet)",
    re.I,
)
_LONGEST_HOME = 40
_CRUMB_SEPARATOR = re.compile(r"\s*(»|›|>|→|/|::|⟩|▸|►|\\)")


def _breadcrumbs(measure: LinkMeasure) -> Iterable[Group]:
    """A row that begins with a link home and goes on with a separator, however it is marked up."""
    page = measure.page
    for link in measure.links[:60]:
        words = "".join(page.texts[link : page.ends[link]]).strip()
        if len(words) > _LONGEST_HOME or not _HOME.fullmatch(" ".join(words.split())):
            continue
        after = measure.span(link)[1]
        if after >= len(page.visible) or not _CRUMB_SEPARATOR.match(page.texts[page.visible[after]]):
            continue
        row = page.parents[link]
        for _ in range(3):
            if row > 0 and measure.text_length(row) <= measure.text_length(link) + 2:
                row = page.parents[row]
        if page.tags[row] not in _NO_ROWS and measure.text_length(row) <= 300:
            yield Group(row, Kind.BREADCRUMB, "navigation:home-and-separator", 0.8)


def _page_numbers(measure: LinkMeasure) -> Iterable[Group]:
    """Rows with links to at least two pages by number."""
    page = measure.page
    rows: dict[int, int] = {}
    ends, before = page.ends, measure.texts_before
    lengths, visible = measure.lengths, page.visible
    for link in measure.links:
        first = before[link]
        if before[ends[link]] - first != 1 or lengths[first + 1] - lengths[first] > 4:
            continue
        if not page.texts[visible[first]].strip().isdecimal() or page.attributes[link]["href"].startswith("#"):
            continue
        above = page.parents[link]
        for row in (above, page.parents[above]):
            if row > 0:
                rows[row] = rows.get(row, 0) + 1
    taken_until = -1
    for row in sorted(rows):
        if row < taken_until or rows[row] < 2 or page.tags[row] in _NO_ROWS:
            continue
        prose = measure.text_length(row) - measure.link_length(row)
        if prose <= 60 and rows[row] * 2 >= measure.link_count(row) - 4 and measure.text_length(row) <= 300:
            taken_until = page.ends[row]
            yield Group(row, Kind.PAGINATION, "navigation:page-numbers", 0.75)


def _owner(parents: Sequence[int], groups: dict[int, Group], node: int) -> Group | None:
    while node >= 0:
        if node in groups:
            return groups[node]
        node = parents[node]
    return None


def _lists(
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
    known = sorted(groups)
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
            if is_too_much or bisect_left(known, end) > bisect_left(known, node):
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
            heading = _heading_before(measure, best)
            kind = kind_of_heading(subtree_text(page, heading)) if heading >= 0 else None
            kind = kind or kind_of_links(measure, best)
            if kind is None or kind is Kind.MENU:
                continue
            found[best] = Group(best, kind, "navigation:list-in-text", 0.6)
        elif is_inside(footers, best):
            found[best] = Group(best, Kind.FOOTER, "navigation:list-in-footer", 0.8)
        elif (links >= 3 and measure.link_length(best) <= _LONGEST_LABEL * links) or _announced(measure, best):
            found[best] = Group(best, Kind.MENU, "navigation:list", 0.6)
    return list(found.values())


_TOO_MUCH = frozenset(["html", "body", "main", "article", "form"])
_LONGEST_LABEL = 36
"""Characters that the entries of a menu have at most, on average; headlines have more."""


def _announced(measure: LinkMeasure, node: int) -> bool:
    """Whether the heading in or above the element says what kind of list it is."""
    words = _heading_inside(measure, node)
    heading = -1 if words else _heading_before(measure, node)
    if heading >= 0:
        words = subtree_text(measure.page, heading)
    return bool(words) and kind_of_heading(words) is not None


_MONTH = re.compile(r"\D{2,15}[\s,]+(19|20)\d\d(\s*\(\d+\))?|(19|20)\d\d([/.-]\d\d?)?(\s*\(\d+\))?|\d\d?/(19|20)\d\d")
_NETWORK = re.compile(
    r"//([\w-]+\.)?(facebook|twitter|linkedin|instagram|youtube|pinterest|flickr|vimeo|xing|plus\.google|tumblr|x)\.com(/|$)"
)


def kind_of_links(measure: LinkMeasure, node: int) -> Kind | None:
    """The kind that most links of an element agree on; None when they agree on none."""
    page = measure.page
    links = measure.links_below(node)
    if not 2 <= len(links) <= 200:
        return None
    sample = {links[0], links[1], links[len(links) // 2], links[-1]}
    if not any(_kind_of_link(page, link) for link in sample):
        return None
    kinds = Counter([_kind_of_link(page, link) for link in links])
    shares, months, tags = kinds[Kind.SHARE], kinds[Kind.ARCHIVES], kinds[Kind.TAG_CLOUD]
    if shares * 2 >= len(links):
        return Kind.SHARE
    if months >= 3 and months * 10 >= len(links) * 6:
        return Kind.ARCHIVES
    if tags >= 8 and tags * 10 >= len(links) * 6:
        return Kind.TAG_CLOUD
    return None


@lru_cache(maxsize=50_000)
def _kind_by_address(href: str, rel: str) -> Kind | None:
    if "/tag/" in href or "/tags/" in href or "tag" in rel:
        return Kind.TAG_CLOUD
    if (".com" in href and _NETWORK.search(href)) or kind_of_address(href) is Kind.SHARE:
        return Kind.SHARE
    return None


def _kind_of_link(page: Page, link: int) -> Kind | None:
    attributes = page.attributes[link]
    href = attributes["href"]
    told = _kind_by_address(href, attributes.get("rel", ""))
    if told is not None:
        return told
    words = "".join(page.texts[link : page.ends[link]]).rstrip()
    if words[-1:] == ")" or words[-1:].isdecimal():
        return Kind.ARCHIVES if _MONTH.fullmatch(" ".join(words.split())) else None
    return None


def _sharpened(measure: LinkMeasure, group: Group) -> Group:
    """A group known only as a menu or footer, named by what its links agree on."""
    if group.kind is Kind.PREVIOUS_NEXT or (group.kind is Kind.MENU and _has_arrows(measure, group.node)):
        is_of_lists = any(kind_of_link_text(text) is Kind.PAGINATION for text in _some_link_texts(measure, group.node))
        return replace(group, kind=Kind.PAGINATION if is_of_lists else Kind.PREVIOUS_NEXT)
    if group.rule.startswith("platform:"):
        return group
    if group.kind is Kind.PAGINATION and _leads_to_neighbours(measure, group.node):
        return replace(group, kind=Kind.PREVIOUS_NEXT)
    if group.kind not in _GENERIC:
        return group
    if group.kind is Kind.MENU and _are_tools(measure, group.node):
        return replace(group, kind=Kind.UTILITY)
    kind = kind_of_links(measure, group.node)
    return replace(group, kind=kind) if kind else group


_PAGE_ADDRESS = re.compile(r"[?&/](page|paged|p|pg|start|offset|from)[=/]\d|page-?\d", re.IGNORECASE)


def _leads_to_neighbours(measure: LinkMeasure, node: int) -> bool:
    """Whether a pager leads to the articles before and after, and not to pages of a list."""
    links = measure.links_below(node)
    if not 1 <= len(links) <= 3:
        return False
    texts = list(_some_link_texts(measure, node))
    if any(text.isdecimal() or kind_of_link_text(text) is Kind.PAGINATION for text in texts):
        return False
    return not any(_PAGE_ADDRESS.search(measure.page.attributes[link]["href"]) for link in links)


def _are_tools(measure: LinkMeasure, node: int) -> bool:
    """Whether all the first links of a menu print, mail, sign in and the like."""
    is_tool = False
    for text in _some_link_texts(measure, node):
        is_tool = kind_of_link_text(text) is Kind.UTILITY
        if not is_tool:
            break
    return is_tool


def _some_link_texts(measure: LinkMeasure, node: int) -> Iterable[str]:
    for link in measure.links_below(node)[:40]:
        yield subtree_text(measure.page, link)


def _between_arrows(measure: LinkMeasure, main: int | None) -> Iterable[Group]:
    """Rows of two or three links that begin with an arrow to the left and end with one to the right.

    Below an article's text also a row of one link beside an arrow, as its first and last neighbours have.
    """
    page = measure.page
    lone: list[Group] = []
    after = measure.texts_before[main] + _SOME_TEXTS if main is not None else -1
    parents, ends, links_before = page.parents, page.ends, measure.links_before
    for row in dict.fromkeys([parents[link] for link in measure.links]):
        links = links_before[ends[row]] - links_before[row]
        if links > 3 or page.tags[row] in _NO_ROWS:
            continue
        first, last = measure.span(row)
        if first == last:
            continue
        if links == 1:
            if 0 <= after <= first and last - first == 2 and _is_beside_arrow(measure, first):
                lone.append(Group(row, Kind.PREVIOUS_NEXT, "navigation:beside-arrow", 0.7))
            continue
        begin, end = page.texts[page.visible[first]].strip(), page.texts[page.visible[last - 1]].strip()
        if begin[:1] in _LEFT and end[-1:] in _RIGHT and begin[:1] and measure.text_length(row) <= 300:
            prose = measure.text_length(row) - measure.link_length(row)
            if prose <= 12:
                yield Group(row, Kind.PREVIOUS_NEXT, "navigation:between-arrows", 0.75)
    if len(lone) <= 2:  # teasers have more
        yield from lone


def _is_beside_arrow(measure: LinkMeasure, first: int) -> bool:
    """Whether of two texts one is an arrow and the other the words of a link, which say nothing of reading on."""
    visible, texts = measure.page.visible, measure.page.texts
    one, two = texts[visible[first]].strip(), texts[visible[first + 1]].strip()
    if one[:1] in _LEFT and _ARROW.fullmatch(one):
        words, is_linked = two, not _is_linked(measure, first)
    elif two[-1:] in _RIGHT and _ARROW.fullmatch(two):
        words, is_linked = one, not _is_linked(measure, first + 1)
    else:
        return False
    return is_linked and 3 < len(words) <= 150 and not READ_MORE.search(words) and kind_of_link_text(words) is None


_SOME_TEXTS = 3
_LEFT = frozenset("«‹←<")
_RIGHT = frozenset("»›→>")
_ARROW = re.compile(r"\s*[|·•]?\s*(«|»|‹|›|←|→|<{1,2}|>{1,2})\s*[|·•]?\s*")


def _has_arrows(measure: LinkMeasure, node: int) -> bool:
    """Whether at most three links stand beside arrows of their own: the pages before and after."""
    page = measure.page
    if not 1 <= measure.link_count(node) <= 3:
        return False
    first, last = measure.span(node)
    unlinked = [page.texts[page.visible[i]] for i in range(first, last) if not _is_linked(measure, i)]
    arrows = [text for text in unlinked if _ARROW.fullmatch(text)]
    others = [text for text in unlinked if text.strip(" |·•\n\t\xa0") and not _ARROW.fullmatch(text)]
    return bool(arrows) and not others


def _is_linked(measure: LinkMeasure, position: int) -> bool:
    return measure.link_lengths[position + 1] > measure.link_lengths[position]


_HEADING_TAGS = frozenset(
    ["h1", "h2", "h3", "h4", "h5", "h6", "dt", "legend", "strong", "b", "caption", "header", "th", "summary"]
)
_HEADING_LENGTH = 60


def _with_heading(measure: LinkMeasure, group: Group, groups: dict[int, Group]) -> Group:
    """The group with the heading above it, whose words overrule a kind told by shape or a vague name."""
    page = measure.page
    heading, node = -1, group.node
    inner = _heading_inside(measure, node)
    if inner:
        text = inner
    else:
        above = page.parents[node]
        extra = measure.text_length(above) - measure.text_length(node) if above > 0 else 1000
        climbs = 0
        while above > 0 and not extra and climbs < 2:  # wrappers that add nothing
            if above in groups:
                return group
            node, above = above, page.parents[above]
            extra = measure.text_length(above) - measure.text_length(node)
            climbs += 1
        heading = _heading_before(measure, node)
        if heading < 0 or heading in groups:
            return group
        text = subtree_text(page, heading)
    kind = kind_of_heading(text) if text else None
    if heading >= 0 and kind is None and page.tags[heading] not in _HEADING_TAGS:
        return group
    if (
        kind is not None
        and (group.kind in _GENERIC or group.kind in (Kind.UTILITY, Kind.ARCHIVES))
        and not group.rule.startswith("platform:")
    ):
        keeps = group.kind is Kind.FOOTER and kind in _GENERIC
        group = (
            group
            if keeps
            else replace(group, kind=kind, rule=group.rule + "+heading", confidence=max(group.confidence, 0.75))
        )
    return replace(group, headings=(heading,)) if heading >= 0 else group


def _heading_inside(measure: LinkMeasure, node: int) -> str:
    """Short unlinked text at the very start of the group; empty when it starts with a link."""
    page = measure.page
    first, last = measure.span(node)
    if first >= last or measure.link_lengths[first + 1] > measure.link_lengths[first]:
        # a linked heading counts where it is one by its tag
        if first >= last:
            return ""
        here = page.parents[page.visible[first]]
        while here > node and page.tags[here] not in ("h1", "h2", "h3", "h4", "h5", "h6"):
            here = page.parents[here]
        return subtree_text(page, here)[:_HEADING_LENGTH] if here > node else ""
    text = page.texts[page.visible[first]].strip()
    return text if len(text) <= _HEADING_LENGTH else ""


def _heading_before(measure: LinkMeasure, node: int) -> int:
    """The element just before the node that reads like its heading; -1 when there is none."""
    page = measure.page
    above = page.parents[node]
    before = node
    while True:
        before -= 1
        while before > above and page.parents[before] != above:
            before = page.parents[before]
        if before <= above:
            return -1
        if page.tags[before] == "#text":
            if not page.texts[before].isspace():
                return -1  # the words right before it are a sentence's
        elif measure.text_length(before):
            break
    if measure.text_length(before) > _HEADING_LENGTH or page.tags[before] in ("ul", "ol", "table", "nav", "a"):
        return -1
    return before if measure.link_count(before) <= 1 else -1


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
