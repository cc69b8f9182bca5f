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
    role: Role
    is_heading: bool = False


def lines_of(page: Page, span: Span, nodes: Sequence[int]) -> list[Line]:
    """The comment's own nodes by the lines a browser shows, each line of one role."""
    return _lines(page, span, nodes, _node_roles(page, span, nodes))


def _node_roles(page: Page, span: Span, nodes: Sequence[int]) -> list[Role]:
    """Role of each text node."""
    # of each element passed: its role, the element that it comes from
    memo: dict[int, tuple[Role, int]] = {}
    tags, parents, attributes = page.tags, page.parents, page.attributes
    roles: list[Role] = []
    for node in nodes:
        chain: list[int] = []
        here = parents[node]
        while here >= span.start and here not in memo:
            chain.append(here)
            here = parents[here]
        above = memo[here] if here >= span.start else (Role.NONE, -1)
        for element in reversed(chain):
            own = role_of(tags[element], attributes[element])
            above = memo[element] = _combine(page, element, own, above, element == span.start)
        roles.append(above[0])
    return roles


def _combine(page: Page, element: int, own: Role, above: tuple[Role, int], is_root: bool) -> tuple[Role, int]:
    """What holds inside an element, given its own names and what holds around it."""
    outer = above[0]
    if own is Role.NONE:
        return above
    if is_root:
        return (Role.TEXT if own in (Role.TEXT, Role.MESSAGE) else Role.NONE), element
    if outer is Role.ACTION and own in (Role.DATE, Role.MESSAGE, Role.AUTHOR):
        return own, element
    if outer is Role.AUTHOR and own is Role.SUBJECT and not page.attributes[element].get("class"):
        return above  # a name is often a heading
    if outer is Role.SUBJECT and own is Role.ACTION:
        return above  # Drupal's subject is a link of the class permalink
    if outer is Role.SIGNATURE and own in (Role.DATE, Role.AUTHOR, Role.PANEL):
        return own, element  # Stack Exchange signs a post with its day and its author's card
    if outer in (Role.ACTION, Role.SIGNATURE, Role.STATUS, Role.FORM, Role.QUOTE):
        return above
    if outer is Role.PANEL:
        return (own, element) if own in (Role.AUTHOR, Role.DATE) else above
    if own is Role.QUOTE:
        return Role.MESSAGE if outer is Role.NONE else outer, element
    if outer in (Role.MESSAGE, Role.TEXT):
        tag = page.tags[element]
        by_name = bool(page.attributes[element].get("class") or page.attributes[element].get("id")) or (
            tag == "time" and "datetime" in page.attributes[element]
        )
        if outer is Role.MESSAGE and (not by_name or own in (Role.SUBJECT, Role.TEXT)):
            return above
        if not by_name and tag not in ("time",) and own in (Role.AUTHOR, Role.SUBJECT):
            return above if outer is Role.MESSAGE else (own, element)
    if own is Role.AUTHOR and _holds_paragraphs(page, element):
        return Role.NONE, element
    if own in (Role.ACTION, Role.AUTHOR, Role.DATE, Role.SUBJECT, Role.META, Role.PANEL, Role.FORM, Role.STATUS):
        words = _word_count(page, element)
        if words > (40 if own in (Role.PANEL, Role.META, Role.FORM) else 25):
            return above if outer in (Role.TEXT, Role.MESSAGE) else (Role.NONE, element)
    if outer is Role.META and own in (Role.TEXT,) and _word_count(page, element) < 6:
        return above
    return own, element


def _holds_paragraphs(page: Page, element: int) -> bool:
    """Whether a box called author is the whole comment, as in WordPress's Classic theme."""
    if page.tags[element] != "div":
        return False
    return page.tags[element : min(page.ends[element], element + 60)].count("p") > 1


def _word_count(page: Page, element: int) -> int:
    """Words of visible text below an element, counted no further than needed."""
    visible = page.visible
    first = bisect_left(visible, element)
    count = 0
    end = page.ends[element]
    for node in visible[first : first + 60]:
        if node >= end:
            break
        count += page.texts[node].count(" ") + 1 if len(page.texts[node]) > 60 else len(page.texts[node].split())
    return count


def _lines(page: Page, span: Span, nodes: Sequence[int], roles: Sequence[Role]) -> list[Line]:
    """The nodes by the lines a browser shows, each line of one role."""
    tags, parents, ends = page.tags, page.parents, page.ends
    lines: list[Line] = []
    previous = -1
    for node, role in zip(nodes, roles, strict=True):
        is_new = previous < 0 or lines[-1].role is not role
        if not is_new:
            above = parents[previous]
            while not is_new and ends[above] <= node:
                is_new = tags[above] in _LINE_BREAKS
                above = parents[above]
            if not is_new:
                is_new = not _LINE_BREAKS.isdisjoint(tags[previous + 1 : node])
        if is_new:
            here = parents[node]
            while here > span.start and tags[here] not in _LINE_BREAKS:
                here = parents[here]
            lines.append(Line([node], "", role, tags[here] in HEADINGS))
        else:
            lines[-1].nodes.append(node)
        previous = node
    for line in lines:
        texts = page.texts
        line.text = " ".join("".join([texts[n] for n in line.nodes]).split())
    return lines
