"""Page in, comments out that no name tells: found below a heading by what recurs there."""

from __future__ import annotations

from collections.abc import Sequence

from archive.comment_item import Item, kept_items, read_items, worth
from archive.comment_marks import comment_ranges, recurring_marks
from archive.comment_parts import read_parts
from archive.comment_span import Span, own_nodes
from archive.model import Page
from archive.notice_places import text_index
from archive.repeated import spans_of_markers

__all__ = ["marked_items", "tracked_items"]


_SAMPLE = 6
_TRACKED = "tracked on"
_BOXES = frozenset(("div", "li", "article", "section", "td", "dd", "blockquote", "table"))


def marked_items(page: Page, areas: Sequence[Span] | None = None) -> list[Item]:
    """Comments found below a heading or name of a comment area, by what recurs there: ids, dates, 'X said'."""
    best: list[Item] = []
    seen: set[tuple[int, ...]] = set()
    for area in comment_ranges(page) if areas is None else areas:
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
            if _is_teaser_list(page, items):
                continue
            if worth(items) > worth(best):
                best = items
    return best


def tracked_items(page: Page) -> list[Item]:
    """Trackbacks as Movable Type and TypePad list them, each ended by "Tracked on" and the date."""
    index = text_index(page)
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
    sibling = node
    while sibling < end and page.tags[sibling] not in ("form", "h1", "h2", "h3", "h4"):
        names = f"{page.attributes[sibling].get('id', '')} {page.attributes[sibling].get('class', '')}".lower()
        if sibling > node and ("respond" in names or "form" in names):
            break
        sibling = page.ends[sibling]
    return Span(start, min(sibling, end))


def _count_words(page: Page, span: Span) -> int:
    return sum(len(page.texts[n].split()) for n in own_nodes(page, span, []))


def _is_lone_comment(page: Page, item: Item) -> bool:
    """Whether what stands alone under a heading of comments is one: author, date, words of its own, no form."""
    parts = item.parts
    if parts.evidence < 2 or any(page.tags[n] in ("textarea", "input") for n in range(item.span.start, item.span.end)):
        return False
    words = sum(len(page.texts[n].split()) for n in parts.text_nodes if not _is_link(page, n))
    return words >= 2 and 2 * words < sum(len(page.texts[n].split()) for n in page.visible)


def _is_link(page: Page, node: int) -> bool:
    above = page.parents[node]
    return page.tags[above] == "a" or (above >= 0 and page.tags[page.parents[above]] == "a")


def _is_teaser_list(page: Page, items: Sequence[Item]) -> bool:
    """Whether most of the items head their text with a link to another page, as lists of articles do."""
    return 2 * sum(_has_linked_heading(page, item.span) for item in items) > len(items)


def _has_linked_heading(page: Page, span: Span) -> bool:
    for node in range(span.start, span.end):
        if page.tags[node] not in ("h1", "h2", "h3", "h4", "h5"):
            continue
        around = page.parents[node]
        links = [n for n in range(node, page.ends[node]) if page.tags[n] == "a"]
        if page.tags[around] == "a" and around >= span.start:
            links.append(around)
        for link in links:
            href = page.attributes[link].get("href", "")
            if href and "#" not in href and "".join(page.texts[link : page.ends[link]]).count(" ") > 1:
                return True
    return False
