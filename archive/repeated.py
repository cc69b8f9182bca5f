"""Nodes that occur once in each record of a list in, the records' places out.

A record is the largest element around its marker that holds no other marker. Where records are flat, as in
<dt>author<dd>text, the siblings between two markers belong to the one before or to the one after: to the side on
which the list's end is like its middle.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from archive.comment_span import Span
from archive.model import Page

__all__ = ["shape_of", "spans_of_markers"]

_ON_A_LINE = frozenset(("#text", "a", "b", "strong", "i", "em", "cite", "span", "font", "small", "u", "img"))
_ENDS_RECORDS = frozenset(("form", "h1", "h2", "footer", "nav", "script"))
_VARIANTS = frozenset(
    "odd even alt alternate first last clear clearfix clear-block new byauthor bypostauthor thread-odd thread-even "
    "thread-alt".split()
)


def shape_of(page: Page, node: int) -> str:
    """Tag and classes, without what differs from record to record: numbers, odd and even.

    >>> from archive.page import read_page
    >>> page = read_page('<li class="comment odd depth-1 user-7">x', url='http://a.invalid/')
    >>> shape_of(page, page.tags.index("li"))
    'li.comment'
    """
    tag = page.tags[node]
    names = page.attributes[node].get("class")
    if not names:
        return tag
    kept = [c for c in names.split() if c.lower() not in _VARIANTS and not any(d.isdigit() for d in c)]
    return f"{tag}.{'.'.join(sorted(kept)[:3])}" if kept else tag


def spans_of_markers(page: Page, markers: Sequence[int], within: Span | None = None) -> list[Span]:
    """The record around each marker; markers are in page order, and a record may lie inside another's gap.

    No record reaches out of `within`.
    """
    if not markers:
        return []
    parents, ends = page.parents, page.ends
    within = within or Span(0, len(page.tags))
    roots: list[int] = []
    for at, marker in enumerate(markers):
        before = markers[at - 1] if at else -1
        after = markers[at + 1] if at + 1 < len(markers) else len(page.tags)
        root = marker
        while True:
            above = parents[root]
            if above < 0 or above <= before or ends[above] > after or (before < 0 and after == len(page.tags)):
                break
            if above < within.start or ends[above] > within.end:
                break
            if page.tags[root] == "dl" and page.tags[above] == "dd":
                break  # a list of answers inside what they answer
            root = above
        roots.append(_line_start(page, root, before, within))
    # those between two of one parent lie inside the first one's record: answers in a list of their own
    siblings: dict[int, list[int]] = {}
    for root in roots:
        siblings.setdefault(parents[root], []).append(root)
    spans = [span for group in siblings.values() for span in _sibling_spans(page, group, within)]
    return sorted(spans, key=lambda span: (span.start, -span.end))


def _line_start(page: Page, root: int, before: int, within: Span) -> int:
    """The first node on the line of a marker that stands in no element of its own: the name before "(3 March)"."""
    if page.tags[root] != "#text":
        return root
    above, start = page.parents[root], root
    for node in reversed(_children_between(page, max(above + 1, within.start), root)):
        if page.tags[node] not in _ON_A_LINE:
            break
        if node <= before:
            return root
        start = node
    return start if page.tags[start] != "#text" or start == root else root


def _sibling_spans(page: Page, roots: Sequence[int], within: Span) -> list[Span]:
    """Spans of records whose roots are children of one parent."""
    parents, ends = page.parents, page.ends
    above = parents[roots[0]]
    if all(page.tags[root] == "dt" for root in roots):
        return [Span(root, _end_of_term(page, root)) for root in roots]
    gaps = [_children_between(page, ends[a], b) for a, b in pairwise(roots)]
    if not any(_has_text(page, child) for gap in gaps for child in gap):
        return [Span(root, ends[root]) for root in roots]
    shapes = {shape_of(page, child) for gap in gaps for child in gap if _has_text(page, child)}
    longest = max(len(gap) for gap in gaps)
    inner = {
        shape_of(page, n) for gap in gaps for c in gap for n in range(c + 1, page.ends[c]) if page.tags[n] != "#text"
    }
    lead: list[int] = []
    for child in reversed(_children_between(page, above + 1, roots[0])):
        if (
            child < within.start
            or len(lead) >= longest
            or (_has_text(page, child) and shape_of(page, child) not in shapes)
        ):
            break
        lead.append(child)
    tail: list[int] = []
    for child in _children_between(page, ends[roots[-1]], ends[above]):
        if child >= within.end or len(tail) >= longest or page.tags[child] in _ENDS_RECORDS:
            break
        if _has_text(page, child) and shape_of(page, child) not in shapes and not _is_alike(page, child, inner):
            break
        tail.append(child)
    lead_shapes = {shape_of(page, c) for c in lead if _has_text(page, c)}
    tail_shapes = {shape_of(page, c) for c in tail if _has_text(page, c)}
    if len(lead_shapes) > len(tail_shapes) or (lead_shapes and _ends_trackbacks(page, roots)):
        starts = [min(lead), *(ends[root] for root in roots[:-1])]
        return [Span(start, ends[root]) for start, root in zip(starts, roots, strict=True)]
    stops = [*roots[1:], ends[tail[-1]] if tail else ends[roots[-1]]]
    return [Span(root, stop) for root, stop in zip(roots, stops, strict=True)]


def _ends_trackbacks(page: Page, roots: Sequence[int]) -> bool:
    """Whether the markers are Movable Type's "Tracked on March 3", which always stands after the excerpt."""
    return "".join(page.texts[roots[0] : page.ends[roots[0]]]).lstrip()[:7].lower() == "tracked"


def _end_of_term(page: Page, term: int) -> int:
    """Where the last <dd> of a <dt> ends."""
    end = page.ends[term]
    stop = page.ends[page.parents[term]]
    node = end
    while node < stop and page.tags[node] != "dt":
        node = page.ends[node]
        if page.tags[node - 1] != "#text" or page.parents[node - 1] != page.parents[term]:
            end = node
    return end


def _is_alike(page: Page, node: int, shapes: set[str]) -> bool:
    """Whether most elements below the node are of the shapes."""
    mine = {shape_of(page, n) for n in range(node + 1, page.ends[node]) if page.tags[n] != "#text"}
    return len(mine) > 1 and 3 * len(mine & shapes) >= 2 * len(mine)


def _children_between(page: Page, start: int, stop: int) -> list[int]:
    """Sibling nodes from `start` on, ending before `stop`."""
    found: list[int] = []
    node = start
    while node < stop:
        found.append(node)
        node = page.ends[node]
    return found


def _has_text(page: Page, node: int) -> bool:
    return any(text and not text.isspace() for text in page.texts[node : page.ends[node]])
