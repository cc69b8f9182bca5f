"""One comment's text nodes in, its lines out: what a browser shows beside each other, and what their elements say."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from archive.comment_roles import Role, role_of
from archive.comment_span import Span
from archive.markup import BLOCK_TAGS
from archive.model import Page

__all__ = ["HEADINGS", "Line", "lines_of"]

_LINE_BREAKS = BLOCK_TAGS | {"br", "hr"}
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


@dataclass(slots=True)
class Line:
    """Neighbouring text nodes that a browser shows on one line."""

    nodes: list[int]
    text: str
    role: int
    """One of Role."""
    is_heading: bool = False


def lines_of(page: Page, span: Span, nodes: Sequence[int]) -> list[Line]:
    """The comment's own nodes by the lines a browser shows, each line of one role."""
    return _lines(page, span, nodes, _node_roles(page, span, nodes))


def _node_roles(page: Page, span: Span, nodes: Sequence[int]) -> list[int]:
    """Role of each text node."""
    memo: dict[int, int] = {}  # of each element passed
    tags, parents, attributes = page.tags, page.parents, page.attributes
    start = span.start
    roles: list[int] = []
    for node in nodes:
        chain: list[int] = []
        here = parents[node]
        while here >= start and here not in memo:
            chain.append(here)
            here = parents[here]
        role = memo[here] if here >= start else Role.NONE
        for element in reversed(chain):
            own = role_of(tags[element], attributes[element])
            if own != Role.NONE:
                role = _combine(page, element, own, role) if element != start else _of_root(own)
            memo[element] = role
        roles.append(role)
    return roles


def _of_root(own: int) -> int:
    """What holds inside a comment's own element: "author" on it tells nothing of what is in it."""
    return Role.TEXT if own == Role.TEXT or own == Role.MESSAGE else Role.NONE


_SEALED = frozenset((Role.ACTION, Role.SIGNATURE, Role.STATUS, Role.FORM, Role.QUOTE))
_IN_ACTION = frozenset((Role.DATE, Role.MESSAGE, Role.AUTHOR))
_IN_SIGNATURE = frozenset((Role.DATE, Role.AUTHOR, Role.PANEL))
_SHORT = frozenset((Role.ACTION, Role.AUTHOR, Role.DATE, Role.SUBJECT, Role.META, Role.PANEL, Role.FORM, Role.STATUS))
_LESS_SHORT = frozenset((Role.PANEL, Role.META, Role.FORM))


def _combine(page: Page, element: int, own: int, outer: int) -> int:
    """What holds inside an element, given what its own names say and what holds around it."""
    if outer == Role.ACTION and own in _IN_ACTION:
        return own
    if outer == Role.AUTHOR and own == Role.SUBJECT and not page.attributes[element].get("class"):
        return outer  # a name is often a heading
    if outer == Role.SUBJECT and own == Role.ACTION:
        return outer  # Drupal's subject is a link of the class permalink
    if outer == Role.SIGNATURE and own in _IN_SIGNATURE:
        return own  # Stack Exchange signs a post with its day and its author's card
    if outer in _SEALED:
        return outer
    if outer == Role.PANEL:
        return own if own == Role.AUTHOR or own == Role.DATE else outer
    if own == Role.QUOTE:
        return Role.MESSAGE if outer == Role.NONE else outer
    is_said = outer == Role.MESSAGE or outer == Role.TEXT
    if is_said:
        tag, attributes = page.tags[element], page.attributes[element]
        by_name = bool(attributes.get("class") or attributes.get("id")) or (tag == "time" and "datetime" in attributes)
        if outer == Role.MESSAGE and (not by_name or own == Role.SUBJECT or own == Role.TEXT):
            return outer
        if not by_name and tag != "time" and (own == Role.AUTHOR or own == Role.SUBJECT):
            return outer if outer == Role.MESSAGE else own
    if own == Role.AUTHOR and _holds_paragraphs(page, element):
        return Role.NONE
    if own in _SHORT and _word_count(page, element) > (40 if own in _LESS_SHORT else 25):
        return outer if is_said else Role.NONE
    if outer == Role.META and own == Role.TEXT and _word_count(page, element) < 6:
        return outer
    return own


def _holds_paragraphs(page: Page, element: int) -> bool:
    """Whether a box called author is the whole comment, as in WordPress's Classic theme."""
    if page.tags[element] != "div":
        return False
    return page.tags[element : min(page.ends[element], element + 60)].count("p") > 1


def _word_count(page: Page, element: int) -> int:
    """Words of visible text below an element, counted no further than needed."""
    visible, texts = page.visible, page.texts
    first = bisect_left(visible, element)
    count = 0
    end = page.ends[element]
    for node in visible[first : first + 60]:
        if node >= end:
            break
        text = texts[node]
        count += text.count(" ") + 1 if len(text) > 60 else len(text.split())
    return count


def _lines(page: Page, span: Span, nodes: Sequence[int], roles: Sequence[int]) -> list[Line]:
    """The nodes by the lines a browser shows, each line of one role."""
    tags, parents, texts = page.tags, page.parents, page.texts
    lines: list[Line] = []
    held: list[int] = []
    last = -1  # the role of the line that is being gathered
    for node, role in zip(nodes, roles, strict=True):
        if role == last and not _is_parted(page, held[-1], node):
            held.append(node)
            continue
        here = parents[node]
        while here > span.start and tags[here] not in _LINE_BREAKS:
            here = parents[here]
        held, last = [node], role
        lines.append(Line(held, "", role, tags[here] in HEADINGS))
    for line in lines:
        line.text = " ".join("".join([texts[n] for n in line.nodes]).split())
    return lines


def _is_parted(page: Page, before: int, after: int) -> bool:
    """Whether a browser begins a new line between two text nodes."""
    tags, parents, ends = page.tags, page.parents, page.ends
    above = parents[before]
    while ends[above] <= after:
        if tags[above] in _LINE_BREAKS:
            return True
        above = parents[above]
    return not _LINE_BREAKS.isdisjoint(tags[before + 1 : after])
