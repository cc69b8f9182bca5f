"""Link measures in, rows of links out that their own words and marks give away: breadcrumbs, pagers, neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterable

from archive.comment_words import READ_MORE
from archive.model import NavigationKind as Kind
from archive.regions.navigation_blocks import LinkMeasure
from archive.regions.navigation_group import NO_ROWS, Group
from archive.regions.navigation_words import kind_of_link_text

__all__ = ["between_arrows", "breadcrumbs", "has_arrows", "page_numbers"]

_HOME = re.compile(
    r"(home|home ?page|start|startseite|accueil|inicio|in[ií]cio|portada|home ?pagina|main|p[aá]gina inicial"
    r"|front page|intranet)",
    re.I,
)
_LONGEST_HOME = 40
_CRUMB_SEPARATOR = re.compile(r"\s*(»|›|>|→|/|::|⟩|▸|►|\\)")
_SOME_TEXTS = 3
_LEFT = frozenset("«‹←<")
_RIGHT = frozenset("»›→>")
_ARROW = re.compile(r"\s*[|·•]?\s*(«|»|‹|›|←|→|<{1,2}|>{1,2})\s*[|·•]?\s*")


def breadcrumbs(measure: LinkMeasure) -> Iterable[Group]:
    """A row that begins with a link home and goes on with a separator, however it is marked up."""
    page = measure.page
    texts, ends, visible, before = page.texts, page.ends, page.visible, measure.texts_before
    for link in measure.links[:60]:
        after = before[ends[link]]
        # of the links of a page few have such a mark after them
        if after >= len(visible) or not _CRUMB_SEPARATOR.match(texts[visible[after]]):
            continue
        words = "".join(texts[link : ends[link]]).strip()
        if len(words) > _LONGEST_HOME or not _HOME.fullmatch(" ".join(words.split())):
            continue
        row = page.parents[link]
        for _ in range(3):
            if row > 0 and measure.text_length(row) <= measure.text_length(link) + 2:
                row = page.parents[row]
        if page.tags[row] not in NO_ROWS and measure.text_length(row) <= 300:
            yield Group(row, Kind.BREADCRUMB, "navigation:home-and-separator", 0.8)


def page_numbers(measure: LinkMeasure) -> Iterable[Group]:
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
        if row < taken_until or rows[row] < 2 or page.tags[row] in NO_ROWS:
            continue
        prose = measure.text_length(row) - measure.link_length(row)
        if prose <= 60 and rows[row] * 2 >= measure.link_count(row) - 4 and measure.text_length(row) <= 300:
            taken_until = page.ends[row]
            yield Group(row, Kind.PAGINATION, "navigation:page-numbers", 0.75)


def between_arrows(measure: LinkMeasure, main: int | None) -> Iterable[Group]:
    """Rows of two or three links that begin with an arrow to the left and end with one to the right.

    Below an article's text also a row of one link beside an arrow, as its first and last neighbours have.
    """
    page = measure.page
    lone: list[Group] = []
    after = measure.texts_before[main] + _SOME_TEXTS if main is not None else -1
    parents, ends = page.parents, page.ends
    before, links_before = measure.texts_before, measure.links_before
    for row in dict.fromkeys([parents[link] for link in measure.links]):
        links = links_before[ends[row]] - links_before[row]
        if links > 3 or page.tags[row] in NO_ROWS:
            continue
        first, last = before[row], before[ends[row]]
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


def has_arrows(measure: LinkMeasure, node: int) -> bool:
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
