"""A comment's draft in, the lines whose elements say what they are read into it."""

from __future__ import annotations

from collections.abc import Sequence

from archive.comment_actions import is_action_line
from archive.comment_draft import Draft
from archive.comment_lines import Line
from archive.comment_names import is_awaiting, is_edited, is_name, is_profile_line, kind_by_name, squash, strip_name
from archive.comment_roles import Role
from archive.comment_words import BY_PREFIX, PINGBACK, date_spans

__all__ = ["read_named_lines", "read_source", "read_trackback"]

_PARTING = tuple("|,·•–—-/")


def read_trackback(draft: Draft) -> None:
    """Movable Type's trackbacks: "» Title from Blog", an excerpt with "[Read More]", "Tracked on" and the date."""
    last = draft.lines[-1] if len(draft.lines) > 1 else None
    if last is None or not last.text.lower().startswith(("tracked on", "tracked:")):
        return
    draft.kind = "trackback"
    draft.read_header(last)
    draft.mark(last.nodes, "date")
    head = next((line for line in draft.lines if " from " in line.text), None)
    if head is not None:
        before, _, source = head.text.rpartition(" from ")
        draft.author, draft.subject = source, before.lstrip("» ") or None
        draft.mark(head.nodes, "subject")
        draft.mark(head.nodes[-1:], "author")
        draft.author_link = next((link for n in head.nodes if (link := draft.anchor_of(n)) is not None), None)
    draft.mark([n for n in draft.nodes if draft.page.texts[n].strip() == "[Read More]"], "action")


_BESIDE_MESSAGE = frozenset((Role.META, Role.PANEL, Role.AUTHOR, Role.DATE))
_UNTOLD = frozenset((Role.NONE, Role.SUBJECT, Role.TEXT, Role.MESSAGE, Role.QUOTE))
"""Roles of lines that only their words and their place tell."""


def read_named_lines(draft: Draft) -> None:
    """Lines whose elements say what they are."""
    deferred: list[Line] = []
    for at, line in enumerate(draft.lines):
        role, text = line.role, line.text
        size = len(text)
        if line.nodes[0] in draft.kinds:
            continue
        if (draft.may_be_edited and size < 140 and is_edited(text)) or (size < 40 and draft.read_score(line)):
            draft.mark(line.nodes, "meta")
        elif role in _UNTOLD:
            if draft.may_wait and size < 160 and is_awaiting(text):
                draft.mark(line.nodes, "meta")
                draft.status = "pending"
        elif size < 90 and role in _BESIDE_MESSAGE and is_profile_line(text):
            draft.mark(line.nodes, "meta")
        elif role == Role.AUTHOR:
            _read_author(draft, line)
        elif role == Role.DATE:
            if draft.author is None and BY_PREFIX.match(text) and date_spans(text):
                draft.read_header(line)  # TypePad calls the line of author and date "posted"
                continue
            _read_date(draft, line)
            if draft.author is None:
                deferred.append(line)
        elif role == Role.ACTION or role == Role.FORM:
            _read_action(draft, line)
        elif role == Role.PANEL:
            draft.mark(line.nodes, "meta")
            deferred.append(line)
        elif role == Role.SIGNATURE:
            # Squarespace 5 calls the line of date and author so
            if not (draft.date_raw is None and size < 120 and date_spans(text) and draft.read_header(line)):
                draft.mark(line.nodes, "signature")
        elif role == Role.STATUS or (draft.may_wait and size < 160 and is_awaiting(text)):
            draft.mark(line.nodes, "meta")
            if is_awaiting(text):
                draft.status = "pending"
        elif _is_title_before_byline(line) and _has_later_header(draft.lines[at + 1 :]):
            draft.take_subject(line.nodes, text)
        else:  # a line of the role META
            draft.read_header(line, with_author=not _has_later_name(draft.lines[at + 1 :]))
    if draft.author is None:
        _read_deferred(draft, deferred)


def _read_author(draft: Draft, line: Line) -> None:
    text = line.text
    if PINGBACK.match(text):
        draft.kind = kind_by_name(text)
    may_hold_date = len(line.nodes) > 1 or (draft.author is None and draft.date_raw is None)
    if may_hold_date and date_spans(text):
        draft.read_header(line)
    elif draft.author is None and draft.take_author(line.nodes, text):
        draft.mark(line.nodes, "author")
    else:
        draft.mark(line.nodes, "meta")


def _read_date(draft: Draft, line: Line) -> None:
    is_dated = False
    for node in line.nodes:
        is_dated |= draft.take_date(node, squash(draft.page.texts[node]))
    if not is_dated:
        is_dated = draft.take_date(line.nodes[0], line.text)
    draft.mark(line.nodes, "date" if is_dated else "meta")
    draft.extend_date(line)


def _read_action(draft: Draft, line: Line) -> None:
    text = line.text
    if draft.date_raw is None and BY_PREFIX.match(text) and date_spans(text) and draft.is_header(line):
        draft.read_header(line)  # Over-blog calls the line of author and date "commentOption"
        return
    draft.mark(line.nodes, "action")
    if draft.date_raw is None and len(text) < 60 and draft.take_date(line.nodes[0], text):
        draft.mark(line.nodes, "date")
        draft.extend_date(line)
    draft.read_votes(line)


def _read_deferred(draft: Draft, lines: Sequence[Line]) -> None:
    """The author, where a panel or the line of the date names one and nothing else did."""
    for line in lines:
        if line.role == Role.PANEL and draft.take_author(line.nodes[:3], line.text):
            draft.mark(line.nodes[:1], "author")
            break
        if line.role == Role.DATE and _holds_name_too(line) and draft.read_header(line):
            break


def _holds_name_too(line: Line) -> bool:
    """Whether a line that is called a date also holds a name, parted from it by a mark: "— Ann | May 3, 2010 | #"."""
    found = date_spans(line.text)
    if not found or len(line.text) > 120:
        return False
    (start, end), *_ = found
    before, after = line.text[:start].rstrip(), line.text[end:].lstrip()
    name = strip_name(before if before[-1:] in _PARTING else after if after[:1] in _PARTING else "")
    return is_name(name) and len(name.split()) < 5 and not is_action_line(name)


def _is_title_before_byline(line: Line) -> bool:
    """Whether a heading called a header stands before the text, and name and date together after it."""
    return line.is_heading and not date_spans(line.text)


def _has_later_name(lines: Sequence[Line]) -> bool:
    """Whether an element that is called the author, and holds a name, is among the lines after one of both."""
    named = [line.text for line in lines if line.role == Role.AUTHOR and len(line.text) < 60]
    return any(is_name(strip_name(text)) for text in named) if named else False


def _has_later_header(lines: Sequence[Line]) -> bool:
    told = [line.text for line in lines if line.role == Role.META and len(line.nodes) > 1]
    return any(date_spans(text) for text in told) if told else False


def read_source(draft: Draft) -> None:
    """The page that links here, as the author of a trackback or pingback that names nobody."""
    if draft.author is not None or draft.kind == "comment":
        return
    for line in draft.lines:
        for node in line.nodes:
            link = draft.anchor_of(node)
            name = squash(draft.page.texts[node])
            if link is not None and draft.kinds[node] == "meta" and not date_spans(name) and len(name) > 1:
                draft.author, draft.author_link = name, link
                draft.mark([node], "author")
                return
