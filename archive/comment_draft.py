"""One comment's lines in, what is known of it so far out: the parts that the readers of lines fill in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from archive.comment_actions import is_action_line
from archive.comment_lines import Line, lines_of
from archive.comment_names import (
    ends_with_saying,
    is_name,
    kind_by_name,
    may_tell_of_editing,
    may_tell_of_waiting,
    squash,
    strip_name,
)
from archive.comment_span import Span
from archive.comment_words import BY_PREFIX, PINGBACK, SCORE, date_spans
from archive.model import Page

__all__ = ["Draft"]

_DATE_ATTRIBUTES = ("datetime", "content", "title", "data-time-string", "data-timestamp")
_DATES_IN_ATTRIBUTES = frozenset(_DATE_ATTRIBUTES)
_ISO = re.compile(r"^\d{4}-\d\d-\d\d")
_VOTES = re.compile(
    r"^\W*([+-]?\d{1,6})\W*(?:(?:likes?|votes?|points?|upvotes?|people like this|gefällt mir|me gusta|j[’']aime|"
    r"curtidas?)\b.*)?$",
    re.I,
)
_VOTE_NAMES = re.compile(r"vote|like|score|rating|points|karma|thumb|recommend", re.I)
_AUTHOR_CHOICE = re.compile(
    r"(?:^|[\s_-])(?:fn|nick\w*|username|user-?name|author-?name|name|display-?name|bigusername|commenter)(?:$|[\s_-])",
    re.I,
)
_LABELLED = re.compile(
    r"\W*(?:comment|posted|written|submitted|name|author|(?:from|user)\s*:|von|by|geschrieben|escrito|publi|trackback|"
    r"pingback)",
    re.I,
)
_SENTENCE_IN_LINE = re.compile(r"(?<!\b\w)[.!?]\s+\w+\s+\w+\s+\w+")
_LONGEST_TOLD = 160
"""Characters of the longest line that tells of editing or of waiting."""


@lru_cache(maxsize=8192)
def _is_class_of_names(names: str) -> bool:
    return _AUTHOR_CHOICE.search(names) is not None


class Draft:
    """Collects the parts of one comment; lives only while it is read."""

    def __init__(self, page: Page, span: Span, nodes: Sequence[int]) -> None:
        self.page, self.span = page, span
        self.nodes = nodes
        self.lines = lines_of(page, span, nodes)
        told = "\n".join([line.text for line in self.lines if len(line.text) < _LONGEST_TOLD]).lower()
        self.may_be_edited = may_tell_of_editing(told)
        self.may_wait = may_tell_of_waiting(told)
        self.kinds: dict[int, str] = {}
        self.author: str | None = None
        self.author_link: int | None = None
        self.date_raw: str | None = None
        self.date_machine: str | None = None
        self.date_node: int | None = None
        self.subject: str | None = None
        self.status: str | None = None
        self.kind = kind_by_name(page.attributes[span.start].get("class", ""))
        self.votes: int | None = None

    def mark(self, nodes: Sequence[int], kind: str) -> None:
        """Notes what the nodes are."""
        for node in nodes:
            self.kinds[node] = kind

    def take_date(self, node: int, text: str) -> bool:
        """Takes the first date of a text as the comment's; says whether there was one."""
        found = date_spans(text)
        if not found:
            return False
        if self.date_raw is None:
            start, end = found[0]
            self.date_raw = text[start:end].strip(" ,;|-")
            self.date_node = node
            here = self.page.parents[node]
            for _ in range(3):
                if here < self.span.start:
                    break
                values = self.page.attributes[here]
                for name in () if _DATES_IN_ATTRIBUTES.isdisjoint(values) else _DATE_ATTRIBUTES:
                    value = values.get(name)
                    if value is None:
                        continue
                    if _ISO.match(value) or (name == "title" and date_spans(value)):
                        self.date_machine = value
                        return True
                here = self.page.parents[here]
        return True

    def extend_date(self, line: Line) -> None:
        """Adds the time of day that stands on the date's line in elements of its own."""
        if self.date_raw is None or len(line.nodes) < 2 or self.date_node not in line.nodes:
            return
        joined = squash(" ".join([self.page.texts[n] for n in line.nodes]))
        at = joined.find(self.date_raw)
        if at < 0:
            return
        following = joined[at + len(self.date_raw) :].lstrip()
        if following[:1] != "," and not any(map(str.isalnum, following)):
            return
        for start, end in date_spans(joined):
            if joined.startswith(self.date_raw, start) and end - start > len(self.date_raw):
                self.date_raw = joined[start:end]
                return

    def take_author(self, nodes: Sequence[int], text: str) -> bool:
        """Takes a name out of nodes that hold one, preferring what is marked or linked as the name."""
        if self.author is not None:
            return False
        page = self.page
        choices: list[tuple[int, str, int]] = []
        for node in nodes:
            name = strip_name(page.texts[node])
            is_source = self.kind != "comment" and self.anchor_of(node) is not None and 0 < len(name) < 200
            if not (is_name(name) or is_source) or date_spans(name) or is_action_line(name):
                continue
            rank = 2
            here = page.parents[node]
            for _ in range(3):
                if here < self.span.start:
                    break
                values = page.attributes[here]
                if values and (_is_class_of_names(values.get("class", "")) or values.get("itemprop") == "name"):
                    rank = 0
                    break
                if page.tags[here] in ("a", "strong", "b", "cite"):
                    rank = min(rank, 1)
                here = page.parents[here]
            choices.append((rank, name, node))
        if choices and (min(choices)[0] < 2 or len(nodes) == 1):
            _, name, node = min(choices, key=lambda c: (c[0], c[2]))
            self.author, self.author_link = name, self.anchor_of(node)
            return True
        whole = text
        for start, end in reversed(date_spans(whole)):
            whole = f"{whole[:start]} {whole[end:]}"
        whole = strip_name(whole)
        if is_name(whole) and not is_action_line(whole):
            self.author, self.author_link = whole, self.anchor_of(nodes[0])
            return True
        if choices:
            _, name, node = min(choices, key=lambda c: (c[0], c[2]))
            self.author, self.author_link = name, self.anchor_of(node)
            return True
        return False

    def read_score(self, line: Line) -> bool:
        """Takes the votes of a line that is nothing but "(Score:5, Informative)"; says whether it is one."""
        match = SCORE.match(line.text) if "core" in line.text else None
        if match is not None and self.votes is None:
            self.votes = int(match[1])
        return match is not None

    def take_subject(self, nodes: Sequence[int], text: str) -> None:
        """Takes a line as the subject, without the sign of its link and the votes after it."""
        match = SCORE.search(text)
        if match is not None and match.start() > 0:
            text = text[: match.start()]
            if self.votes is None:
                self.votes = int(match[1])
        self.subject = text.lstrip("# ") or text
        self.mark(nodes, "subject")

    def read_votes(self, line: Line) -> None:
        """Takes the number of votes that a line of actions holds."""
        if self.votes is not None:
            return
        for node in line.nodes:
            self._read_vote(node)

    def _read_vote(self, node: int) -> None:
        match = _VOTES.match(squash(self.page.texts[node]))
        if match is None or self.votes is not None:
            return
        here = self.page.parents[node]
        for _ in range(3):
            if here < self.span.start:
                return
            values = self.page.attributes[here]
            if (
                _VOTE_NAMES.search(f"{values.get('class', '')} {values.get('id', '')}")
                or not match[0].strip(" ()+-").isdigit()
            ):
                self.votes = int(match[1])
                return
            here = self.page.parents[here]

    def read_header(self, line: Line, *, with_author: bool = True) -> bool:
        """Reads a line of author, date and the like; says whether it held either."""
        page = self.page
        held = False
        pieces: list[int] = []
        for node in line.nodes:
            text = squash(page.texts[node])
            found = date_spans(text)
            if found and self.take_date(node, text):
                held = True
                self.kinds[node] = "date"
                rest = text
                for start, end in reversed(found):
                    rest = f"{rest[:start]} {rest[end:]}"
                rest = strip_name(rest)
                if is_name(rest) and not is_action_line(rest) and len(rest) > 1:
                    pieces.append(node)
            elif is_action_line(text):
                self.kinds[node] = "action"
            else:
                self.kinds[node] = "meta"
                pieces.append(node)
        self.extend_date(line)
        if not held and (found := date_spans(line.text)) and self.date_raw is None:
            start, end = found[0]
            self.date_raw, self.date_node = line.text[start:end], line.nodes[0]
            held = True
        if PINGBACK.match(line.text):
            self.kind = kind_by_name(line.text)
        if self.author is None and pieces and with_author:
            joined = squash("".join([page.texts[n] for n in pieces]))
            if self.take_author(pieces, joined):
                held = True
                for node in pieces:
                    if self.kinds[node] == "meta" and self.author and self.author in squash(page.texts[node]):
                        self.kinds[node] = "author"
        return held

    def is_header(self, line: Line) -> bool:
        """Whether an unnamed line is 'author, date' by its words."""
        text = line.text
        if len(text) > 160:
            return False
        found = date_spans(text)
        rest = text
        if not found and 1 < len(line.nodes) < 5:
            # "Jane", "6d" in elements that only a style sheet keeps apart
            pieces = [squash(self.page.texts[n]) for n in line.nodes]
            ages = [piece for piece in pieces if date_spans(piece) == ((0, len(piece)),)]
            if ages:
                found, rest = ((0, 0),), " ".join(piece for piece in pieces if piece not in ages)
        for start, end in reversed(found):
            rest = f"{rest[:start]} {rest[end:]}"
        if found:
            words = sum([any(map(str.isalnum, word)) for word in strip_name(rest).split()])
            return words <= 6 and not _SENTENCE_IN_LINE.search(rest)
        if _LABELLED.match(text) and BY_PREFIX.match(text):
            return 0 < len(strip_name(rest).split()) <= 5
        if ends_with_saying(text) and (text.endswith((":", "…", "...")) or len(line.nodes) > 1):
            bare = strip_name(rest)
            return len(bare.split()) <= 5 and len(bare) < 50
        return False

    def is_pressed(self, line: Line) -> bool:
        """Whether a line is nothing but links and marks."""
        return all(
            self.anchor_of(n) is not None or not any(c.isalpha() for c in self.page.texts[n]) for n in line.nodes
        )

    def anchor_of(self, node: int) -> int | None:
        """The link around a text node within the comment; None where there is none."""
        page, here = self.page, self.page.parents[node]
        while here >= self.span.start:
            if page.tags[here] == "a" and page.attributes[here].get("href"):
                return here
            here = page.parents[here]
        return None
