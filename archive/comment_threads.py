"""Comments in page order in, who answers whom out: by nesting, by indents, by stated depth, by links."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import lru_cache

from archive.comment_span import Span
from archive.model import Page
from archive.page_index import page_index

__all__ = ["thread_places"]

_DEPTH_ATTRIBUTES = ("data-depth", "data-level", "data-comment-depth", "aria-level")
_STATES_DEPTH = frozenset(_DEPTH_ATTRIBUTES)
_DEPTH_CLASS = re.compile(
    r"(?:^|\s)(?:[a-z]+[-_])?(?:depth|level|lvl|indent|nesting|reply-?level|thread-?level)[-_]?(\d{1,2})(?:\s|$)", re.I
)
_INDENTED = re.compile(
    r"(?:^|[\s_-])(?:indented|children|replies|reply-?list|child|nested|subcomments?|sub-?thread|answers?|threaded|"
    r"comment-?replies|sublist)(?:$|[\s_-])",
    re.I,
)
_SPACER = re.compile(
    r"(?:^|/)(?:s|spacer|space|blank|clear|cleardot|pixel|pix|transparent|trans|shim|indent|empty|dot|x|1x1|c)\.(?:gif|png)",
    re.I,
)
_MOST_BEFORE_WORDS = 24
_INDENT_STYLE = re.compile(r"(?:margin|padding)-left\s*:\s*(\d{1,4}(?:\.\d+)?)\s*(px|em|%|pt|rem)", re.I)


def thread_places(
    page: Page, spans: Sequence[Span], answered: Mapping[int, int] | None = None
) -> list[tuple[int | None, int]]:
    """(position of the comment it answers or None, depth from 0) of each comment; an answered one stands before.

    `answered` holds what links say outright: position to position.
    """
    levels = _levels(page, spans)
    places: list[tuple[int | None, int]] = []
    open_spans: list[int] = []
    for position, span in enumerate(spans):
        while open_spans and spans[open_spans[-1]].end <= span.start:
            open_spans.pop()
        parent: int | None = None
        if open_spans:
            parent = open_spans[-1]
        elif levels[position] > 0:
            for earlier in range(position - 1, -1, -1):
                if levels[earlier] < levels[position]:
                    parent = earlier
                    break
        linked = answered.get(position) if answered else None
        if linked is not None and linked < position:
            parent = linked
        depth = places[parent][1] + 1 if parent is not None else levels[position]
        places.append((parent, depth))
        open_spans.append(position)
    return places


def _levels(page: Page, spans: Sequence[Span]) -> list[int]:
    """How deep each comment stands by its own marks, from 0; those inside others count from there."""
    if not spans:
        return []
    stated = [_stated_depth(page, span.start) for span in spans]
    if all(depth is not None for depth in stated):
        found = [depth or 0 for depth in stated]
        lowest = min(found)
        return [depth - min(lowest, 1) for depth in found]
    index = page_index(page)
    if "img" in index.tags or "style" in index.attributes or "indent" in index.attributes:
        indents = [_indent(page, spans, at) for at in range(len(spans))]
        steps = sorted(set(indents))
        if len(steps) > 1:
            return [steps.index(indent) for indent in indents]
    return [_wrappers(page, spans, at) for at in range(len(spans))]


def _stated_depth(page: Page, node: int) -> int | None:
    for _ in range(2):
        if node < 0:
            return None
        attributes = page.attributes[node]
        for name in () if _STATES_DEPTH.isdisjoint(attributes) else _DEPTH_ATTRIBUTES:
            if attributes.get(name, "").isdecimal():
                return min(int(attributes[name]), 99)
        depth = _depth_in_class(attributes.get("class", ""))
        if depth is not None:
            return depth
        node = page.parents[node]
    return None


@lru_cache(maxsize=8192)
def _depth_in_class(names: str) -> int | None:
    match = _DEPTH_CLASS.search(names)
    return int(match[1]) if match else None


@lru_cache(maxsize=8192)
def _is_class_of_answers(names: str) -> bool:
    return _INDENTED.search(names) is not None


def _indent(page: Page, spans: Sequence[Span], at: int) -> float:
    """Left margin by style, or by an empty picture or cell before the first word; in whatever unit all share."""
    start, end = spans[at].start, spans[at].end
    box = page.parents[start]
    is_alone = (at == 0 or spans[at - 1].start < box) and (
        at + 1 == len(spans) or spans[at + 1].start >= page.ends[box]
    )
    for node in (start, box) if is_alone else (start,):
        style = page.attributes[node].get("style")
        match = _INDENT_STYLE.search(style) if style else None
        if match:
            return float(match[1])
    for node in range(start, min(end, start + _MOST_BEFORE_WORDS)):
        tag, attributes = page.tags[node], page.attributes[node]
        if tag == "#text":
            if page.texts[node].strip():
                break
            continue
        stated = attributes.get("indent")
        if stated is None and tag == "img" and attributes.get("height", "1") in ("0", "1"):
            stated = attributes.get("width") if _SPACER.search(attributes.get("src", "")) else None
        if stated is not None and stated.isdecimal():
            return float(stated[:6])
    return 0.0


def _wrappers(page: Page, spans: Sequence[Span], at: int) -> int:
    """Wrappers of replies around a comment that hold no comment before it: Drupal's div.indented and its like."""
    count = 0
    here = page.parents[spans[at].start]
    first = spans[0].start
    while here >= 0 and here > 0:
        if here < first:
            # what holds the first comment too is the list; a wrapper that begins a later page in mid-thread is not
            if page.attributes[here].get("class", "").strip().lower() == "indented":
                count += 1
            here = page.parents[here]
            continue
        if _is_class_of_answers(page.attributes[here].get("class", "")) or _is_list_of_answers(page, here):
            count += 1
        here = page.parents[here]
    return count


def _is_list_of_answers(page: Page, node: int) -> bool:
    """Whether a list that no class calls one of answers stands in an item of a list, after the item's own comment."""
    above = page.parents[node]
    if page.tags[node] not in ("ol", "ul", "dl") or page.tags[above] not in ("li", "dd"):
        return False
    first = bisect_left(page.visible, above)
    return first < len(page.visible) and page.visible[first] < node
