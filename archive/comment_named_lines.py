"""A comment's draft in, the lines whose elements say what they are read into it."""

from __future__ import annotations

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


def read_named_lines(draft: Draft) -> None:
    """Lines whose elements say what they are."""
    deferred: list[Line] = []
    for line in draft.lines:
        role, text = line.role, line.text
        if line.nodes[0] in draft.kinds:
            continue
        if len(text) < 140 and is_edited(text):
            draft.mark(line.nodes, "meta")
            continue
        if len(text) < 40 and draft.read_score(line):
            draft.mark(line.nodes, "meta")
            continue
        if role in (Role.META, Role.PANEL, Role.AUTHOR, Role.DATE) and len(text) < 90 and is_profile_line(text):
            draft.mark(line.nodes, "meta")
            continue
        if role is Role.AUTHOR:
            if PINGBACK.match(text):
                draft.kind = kind_by_name(text)
            if date_spans(text) and (len(line.nodes) > 1 or (draft.author is None and draft.date_raw is None)):
                draft.read_header(line)
                continue
            if draft.author is None and draft.take_author(line.nodes, text):
                draft.mark(line.nodes, "author")
            else:
                draft.mark(line.nodes, "meta")
        elif role is Role.DATE and draft.author is None and BY_PREFIX.match(text) and date_spans(text):
            draft.read_header(line)  # TypePad calls the line of author and date "posted"
        elif role is Role.DATE:
            is_dated = False
            for node in line.nodes:
                is_dated |= draft.take_date(node, squash(draft.page.texts[node]))
            if not is_dated:
                is_dated = draft.take_date(line.nodes[0], text)
            draft.mark(line.nodes, "date" if is_dated else "meta")
            draft.extend_date(line)
            if draft.author is None:
                deferred.append(line)
        elif role is Role.ACTION or role is Role.FORM:
            if draft.date_raw is None and BY_PREFIX.match(text) and date_spans(text) and draft.is_header(line):
                draft.read_header(line)  # Over-blog calls the line of author and date "commentOption"
                continue
            draft.mark(line.nodes, "action")
            if draft.date_raw is None and len(text) < 60 and draft.take_date(line.nodes[0], text):
                draft.mark(line.nodes, "date")
                draft.extend_date(line)
            draft.read_votes(line)
        elif role is Role.PANEL:
            draft.mark(line.nodes, "meta")
            deferred.append(line)
        elif role is Role.SIGNATURE:
            # Squarespace 5 calls the line of date and author so
            if not (draft.date_raw is None and date_spans(text) and len(text) < 120 and draft.read_header(line)):
                draft.mark(line.nodes, "signature")
        elif role is Role.STATUS or (len(text) < 160 and is_awaiting(text)):
            draft.mark(line.nodes, "meta")
            if is_awaiting(text):
                draft.status = "pending"
        elif role is Role.META:
            if _is_title_before_byline(line) and _has_later_header(draft, line):
                draft.take_subject(line.nodes, line.text)
            else:
                draft.read_header(line, with_author=not _has_later_name(draft, line))
    if draft.author is None:
        for line in deferred:
            if line.role is Role.PANEL and draft.take_author(line.nodes[:3], line.text):
                draft.mark(line.nodes[:1], "author")
                break
            if line.role is Role.DATE and _holds_name_too(line) and draft.read_header(line):
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
    return line.is_heading and line.role is Role.META and not date_spans(line.text)


def _has_later_name(draft: Draft, line: Line) -> bool:
    """Whether an element that is called the author, and holds a name, follows this line of author and date."""
    return any(
        other.role is Role.AUTHOR and len(other.text) < 60 and is_name(strip_name(other.text))
        for other in draft.lines[draft.lines.index(line) + 1 :]
    )


def _has_later_header(draft: Draft, line: Line) -> bool:
    return any(
        other.role is Role.META and date_spans(other.text) and len(other.nodes) > 1
        for other in draft.lines[draft.lines.index(line) + 1 :]
    )


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
