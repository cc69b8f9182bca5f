"""A comment's draft in, the lines that only their words and their place tell read into it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.comment_actions import is_action_line
from archive.comment_draft import Draft
from archive.comment_lines import HEADINGS, Line
from archive.comment_names import (
    ends_sentence,
    ends_with_saying,
    is_awaiting,
    is_name,
    is_profile_line,
    kind_by_name,
    strip_name,
)
from archive.comment_roles import Role
from archive.comment_words import (
    AWAITING,
    BY_PREFIX,
    EDITED,
    JOINING_LINE,
    PINGBACK,
    SAYS_SUFFIX,
    date_spans,
)

__all__ = ["read_unnamed_lines"]

_REPLY_TITLE = re.compile(r"^(?:re|aw|antw|sv|odp)\s*(?:\[\d+\]|\^\d+)?\s*:\s*\S", re.I)
_AUTHOR_LABEL = re.compile(
    r"^\W*(?:(?:posted|comment|written|submitted) (?:by|from)|from|by|author|name|von|autor|auteur|"
    r"nombre|nom|nome|naam)\W*$",
    re.I,
)


_LOOSE = frozenset((Role.NONE, Role.TEXT, Role.SUBJECT))
_MOST_TOLD = 200
"""Characters of the longest line whose words are asked for what it is; a longer one is text."""


def read_unnamed_lines(draft: Draft) -> None:
    """Lines that only their words and place tell."""
    kinds = draft.kinds
    open_lines = [line for line in draft.lines if line.nodes[0] not in kinds]
    for at, line in enumerate(open_lines):
        if line.nodes[0] in kinds:
            continue
        if len(line.text) >= _MOST_TOLD or not _read_told(draft, open_lines, at, line):
            draft.mark([n for n in line.nodes if n not in kinds], "text")
    texts = [line for line in open_lines if kinds.get(line.nodes[0]) == "text"]
    if len(texts) > 1:
        _drop_repeated_name(draft, texts)
        _find_bare_author(draft, texts)
        _split_heading(draft, texts)
    if draft.author and draft.date_raw and draft.kind == "comment" and "text" not in kinds.values():
        _rescue_text(draft)


def _read_told(draft: Draft, lines: Sequence[Line], at: int, line: Line) -> bool:
    """Reads the line at `at` of those that no element tells, if it is anything but text; says whether it is."""
    text, role, total = line.text, line.role, len(lines)
    size = len(text)
    is_loose = role in _LOOSE
    if draft.may_wait and size < 160 and is_awaiting(text):
        draft.status = "pending"
        draft.mark(line.nodes, "meta")
        return True
    if is_loose and at < 2 and size < 30 and PINGBACK.match(text + ":"):
        draft.kind = kind_by_name(text)
        draft.mark(line.nodes, "meta")
        return True
    if is_loose and size < 90 and is_profile_line(text):
        draft.mark(line.nodes, "meta")
        return True
    if at < 6 and (is_loose or at == 0) and draft.subject is None and _REPLY_TITLE.match(text.lstrip("# ")):
        draft.take_subject(line.nodes, text)
        return True
    near_edge = at < 3 or at >= total - 3
    if near_edge and (draft.author is None or draft.date_raw is None):
        is_said = role == Role.MESSAGE and size <= 160 and _is_said(text, at)
        if (is_loose or is_said) and draft.is_header(line):
            if draft.read_header(line):
                return True
            for node in line.nodes:
                draft.kinds.pop(node, None)
    if size < 40:
        if is_loose and near_edge and draft.author is not None and SAYS_SUFFIX.fullmatch(" " + text):
            draft.mark(line.nodes, "meta")
            return True
        may_join = text[-1:] == ":" or (is_loose and draft.author and draft.date_raw)
        if may_join and total > 1 and JOINING_LINE.match(text):
            if draft.author is None and at + 1 < total and _AUTHOR_LABEL.match(text):
                _take_labelled(draft, lines[at + 1])
            draft.mark(line.nodes, "meta")
            return True
    return size < 120 and _read_pressed(draft, line, at, total)


def _read_pressed(draft: Draft, line: Line, at: int, total: int) -> bool:
    """Marks a line that is nothing but things to press; says whether it is."""
    if line.role != Role.MESSAGE:
        if not is_action_line(line.text) or not (at > 0 or draft.is_pressed(line)):
            return False
        draft.mark(line.nodes, "action")
        draft.read_votes(line)
        return True
    may_be = len(line.text) < 60 and (
        at >= total - 2 or (at < 4 and draft.date_raw is not None and any(map(draft.anchor_of, line.nodes)))
    )
    if not may_be or not draft.is_pressed(line) or not is_action_line(line.text):
        return False
    draft.mark(line.nodes, "action")
    return True


def _is_said(text: str, at: int) -> bool:
    """Whether a line in the box of the message is its byline: "Ann says:" at its start, "by Ann on May 3" near it."""
    if at == 0:
        return ends_with_saying(text) or BY_PREFIX.match(text) is not None
    return at < 3 and BY_PREFIX.match(text) is not None and bool(date_spans(text))


def _take_labelled(draft: Draft, line: Line) -> None:
    """The name in the cell after "From:", as LiveJournal printed it."""
    if len(line.text) < 60 and is_name(strip_name(line.text)) and draft.take_author(line.nodes, line.text):
        draft.mark(line.nodes, "author")


def _rescue_text(draft: Draft) -> None:
    """Where all lines went to other parts, the text is in the box of the message, or the longest left over."""
    said = [line for line in draft.lines if line.role in (Role.TEXT, Role.MESSAGE) and len(line.text) < 20]
    said = [line for line in said if draft.kinds[line.nodes[0]] == "action" and not line.text.isalpha()]
    left = [line for line in draft.lines if all(draft.kinds[n] == "meta" for n in line.nodes)]
    left = [line for line in left if len(line.text.split()) > 2 and not is_profile_line(line.text)]
    left = [line for line in left if not (EDITED.search(line.text) or AWAITING.search(line.text))]
    if left:
        draft.mark(max(left, key=lambda line: len(line.text)).nodes, "text")
    elif said:
        draft.mark(said[0].nodes, "text")


def _drop_repeated_name(draft: Draft, texts: Sequence[Line]) -> None:
    """A line that is the author's name alone, before or after the text, is no text."""
    if draft.author is None:
        return
    for line in (texts[0], texts[-1]):
        is_short = len(line.text) < len(draft.author) + 30
        if is_short and line.role != Role.MESSAGE and strip_name(line.text) == draft.author:
            draft.mark(line.nodes, "author")


def _split_heading(draft: Draft, lines: Sequence[Line]) -> None:
    """A heading before the text is the subject, or the author where no other is known."""
    texts = [line for line in lines if draft.kinds[line.nodes[0]] == "text"]
    if len(texts) < 2:
        return
    first = texts[0]
    if len(first.text) > 200:
        return
    if not (first.is_heading or first.role == Role.SUBJECT):
        if _is_title_above_name(draft, first):
            draft.take_subject(first.nodes, first.text)
        return
    if draft.author is None and (_is_in_heading_with_date(draft, first) or _is_heading_of_date(draft, first)):
        name = strip_name(first.text)
        if is_name(name) and len(name.split()) < 5:
            draft.author, draft.author_link = name, draft.anchor_of(first.nodes[0])
            draft.mark(first.nodes, "author")
            return
    draft.take_subject(first.nodes, first.text)


def _is_title_above_name(draft: Draft, line: Line) -> bool:
    """Whether a bold line is the comment's first, and its author's name follows before its text."""
    if line is not draft.lines[0] or len(line.text) > 100 or draft.page.tags[draft.page.parents[line.nodes[0]]] not in (
        "a", "b", "strong",
    ):  # fmt: skip
        return False
    here = draft.page.parents[line.nodes[0]]
    while draft.page.tags[here] == "a":
        here = draft.page.parents[here]
    if draft.page.tags[here] not in ("b", "strong") or len(line.nodes) > 1:
        return False
    following = next((kind for n in draft.nodes if n > line.nodes[0] and (kind := draft.kinds[n]) != "meta"), None)
    return following == "author"


def _is_in_heading_with_date(draft: Draft, line: Line) -> bool:
    """Whether a heading holds the line and the date: a byline, not a subject."""
    if draft.date_node is None:
        return False
    here = draft.page.parents[line.nodes[0]]
    while here > draft.span.start and draft.page.tags[here] not in HEADINGS:
        here = draft.page.parents[here]
    return draft.span.start < here < draft.date_node < draft.page.ends[here]


def _is_heading_of_date(draft: Draft, line: Line) -> bool:
    """Whether a heading without a sentence's end stands right before the line of the date, as names do."""
    if draft.date_node is None or not line.is_heading or line.text[-1:] in ".!?…" or line.text[:1] == "(":
        return False
    after = draft.lines.index(line) + 1
    return after < len(draft.lines) and draft.lines[after].nodes[0] == draft.date_node


def _find_bare_author(draft: Draft, lines: Sequence[Line]) -> None:
    """A short first line before the text names the author, where nothing else does and a date is near."""
    if draft.author is not None:
        return
    texts = [line for line in lines if draft.kinds[line.nodes[0]] == "text"]
    if len(texts) < 2 or draft.date_raw is None:
        return
    for line in (texts[0], texts[-1]):
        if line.is_heading or line.role == Role.SUBJECT:
            continue  # the subject
        name = strip_name(line.text)
        is_marked = draft.is_pressed(line) or any(
            draft.page.tags[draft.page.parents[n]] in ("b", "strong", "em", "cite") for n in line.nodes
        )
        if (
            is_name(name)
            and len(name.split()) <= 4
            and not ends_sentence(line.text)
            and (is_marked or line.role == Role.NONE)
            and len(line.nodes) <= (4 if is_marked else 2)
        ):
            if not is_marked and (line is texts[-1] or line.text != texts[0].text):
                continue
            if (
                not is_marked
                and any(line.role in (Role.MESSAGE, Role.TEXT) for line in texts[1:]) is False
                and len(texts) > 3
            ):
                continue
            draft.author = name
            draft.author_link = draft.anchor_of(line.nodes[0])
            draft.mark(line.nodes, "author")
            return
