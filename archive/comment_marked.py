"""Page in, comments out that no name tells: found below a heading by what recurs there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.comment_headings import INVITATION
from archive.comment_item import Item, kept_items, read_items, worth
from archive.comment_marks import comment_ranges, loose_ranges, recurring_marks
from archive.comment_parts import read_parts
from archive.comment_span import Span, own_nodes
from archive.comment_words import COUNT_HEADING
from archive.model import Page
from archive.notice_places import text_index
from archive.repeated import spans_of_markers

__all__ = ["marked_items", "tracked_items"]


_BARE_BY = re.compile(r"^\W*(?:by|from|von|por|par|da|door|av|af|de)\b", re.I)
_SAMPLE = 6
_TRACKED = "tracked on"
_BOXES = frozenset(("div", "li", "article", "section", "td", "dd", "blockquote", "table"))


def marked_items(page: Page, areas: Sequence[Span] | None = None) -> list[Item]:
    """Comments found below a heading or name of a comment area, by what recurs there: ids, dates, 'X said'."""
    best = _best_of(page, comment_ranges(page) if areas is None else areas)
    if best or areas is not None:
        return best
    loose = _best_of(page, loose_ranges(page))
    is_whole = len(loose) > 1 and all(i.parts.evidence == 2 and i.parts.text_nodes for i in loose)
    return loose if is_whole and not any(_is_all_links(page, item) for item in loose) else []


def _best_of(page: Page, areas: Sequence[Span]) -> list[Item]:
    """Of what recurs in the areas, the comments that explain the page best."""
    best: list[Item] = []
    seen: set[tuple[int, ...]] = set()
    for area in areas:
        for markers in recurring_marks(page, area):
            key = (len(markers), *markers[:2]) if len(markers) > 1 else (1, markers[0], area.start)
            if key in seen or len(markers) <= worth(best):
                continue
            seen.add(key)
            if len(markers) > 1:
                spans = spans_of_markers(page, markers, area)
            else:
                spans = [_lone_span(page, markers[0], area)]
            if (
                len(spans) > 2 * _SAMPLE
                and len(kept_items(page, read_items(page, spans[:_SAMPLE], "marked"))) < _SAMPLE // 2
            ):
                continue
            items = kept_items(page, read_items(page, spans, "marked"))
            if len(items) == 1 and not _is_lone_comment(page, items[0]):
                continue
            if _is_teaser_list(page, items) or _are_bare_names(page, markers, items):
                continue
            if worth(items) > worth(best):
                best = items
    return best


def tracked_items(page: Page) -> list[Item]:
    """Trackbacks as Movable Type and TypePad list them, each ended by "Tracked on" and the date."""
    index = text_index(page)
    if _TRACKED not in index.text:
        return []
    markers = [node for node in index.nodes_with(_TRACKED) if page.texts[node].lstrip()[:10].lower() == _TRACKED]
    if not markers:
        return []
    items = kept_items(page, read_items(page, spans_of_markers(page, markers), "marked"))
    return [item for item in items if item.parts.kind == "trackback"]


def _lone_span(page: Page, marker: int, area: Span) -> Span:
    """The one comment of an area: all between its heading and the form."""
    start, end = area.start, area.end
    node = marker
    while page.parents[node] >= area.start:
        node = page.parents[node]
    if page.tags[node] in _BOXES:
        box = Span(node, page.ends[node])
        parts = read_parts(page, box)
        if parts.evidence == 2 and parts.text_nodes and _count_words(page, box) < _count_words(page, area):
            return box
    start = _after_headings(page, start, marker)
    sibling = node
    while sibling < end and page.tags[sibling] not in ("form", "h1", "h2", "h3", "h4"):
        names = f"{page.attributes[sibling].get('id', '')} {page.attributes[sibling].get('class', '')}".lower()
        if sibling > node and ("respond" in names or "form" in names):
            break
        sibling = page.ends[sibling]
    return Span(start, min(sibling, end))


def _after_headings(page: Page, start: int, marker: int) -> int:
    """The first node of an area that is no heading of comments and no call to write one."""
    while page.ends[start] <= marker:
        text = " ".join("".join(page.texts[start : page.ends[start]]).split())
        if text and not (len(text) < 160 and (COUNT_HEADING.match(text) or INVITATION.match(text))):
            break
        start = page.ends[start]
    return start


def _count_words(page: Page, span: Span) -> int:
    return sum(len(page.texts[n].split()) for n in own_nodes(page, span, []))


def _is_lone_comment(page: Page, item: Item) -> bool:
    """Whether what stands alone under a heading of comments is one: author, date, words of its own, no form."""
    parts = item.parts
    if parts.evidence < 2 or any(page.tags[n] in ("textarea", "input") for n in range(item.span.start, item.span.end)):
        return False
    words = sum(len(page.texts[n].split()) for n in parts.text_nodes if not _is_link(page, n))
    return words >= 2 and 2 * words < sum(len(page.texts[n].split()) for n in page.visible)


def _is_all_links(page: Page, item: Item) -> bool:
    """Whether the item's whole text is links, as in a list of other articles."""
    return all(_is_link(page, node) for node in item.parts.text_nodes)


def _is_link(page: Page, node: int) -> bool:
    above = page.parents[node]
    return page.tags[above] == "a" or (above >= 0 and page.tags[page.parents[above]] == "a")


def _are_bare_names(page: Page, markers: Sequence[int], items: Sequence[Item]) -> bool:
    """Whether nothing but "by somebody" recurs, without a date anywhere: columns of a table, quotations."""
    return not any(i.parts.date_raw for i in items) and all(_BARE_BY.match(page.texts[m]) for m in markers)


def _is_teaser_list(page: Page, items: Sequence[Item]) -> bool:
    """Whether most of the items are links, or head their text with a link to another page, as lists of articles do."""
    return 2 * sum(_has_linked_heading(page, i.span) or _is_all_links(page, i) for i in items) > len(items)


def _has_linked_heading(page: Page, span: Span) -> bool:
    for node in range(span.start, span.end):
        if page.tags[node] not in ("h1", "h2", "h3", "h4", "h5"):
            continue
        links = [n for n in range(node, page.ends[node]) if page.tags[n] == "a"]
        around = page.parents[node]
        while around >= span.start:
            if page.tags[around] == "a":
                links.append(around)
            around = page.parents[around]
        for link in links:
            href = page.attributes[link].get("href", "")
            if href and "#" not in href and "".join(page.texts[link : page.ends[link]]).count(" ") > 1:
                return True
    return False
