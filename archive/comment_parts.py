"""One comment's nodes in, its parts out: who, when, subject, the text itself, and what is only for pressing."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from archive.comment_roles import Role, role_of
from archive.comment_words import (
    ACTION_LINE,
    AWAITING,
    BY_PREFIX,
    DELETED,
    EDITED,
    LINE_JUNK,
    NOT_A_NAME,
    PINGBACK,
    SAYS_SUFFIX,
    date_spans,
)
from archive.markup import BLOCK_TAGS
from archive.model import Page

__all__ = ["Parts", "Span", "own_nodes", "read_parts"]


@dataclass(frozen=True, slots=True)
class Span:
    """Where one comment stands: neighbouring nodes of one parent, from `start` to before `end`."""

    start: int
    end: int

    def holds(self, other: Span) -> bool:
        """Whether the other lies inside and is not the same."""
        return self.start <= other.start and other.end <= self.end and self != other


@dataclass(frozen=True, slots=True)
class Parts:
    """What one comment consists of; lists hold numbers of text nodes in page order."""

    nodes: tuple[int, ...]
    """All visible text nodes of its own."""
    kinds: dict[int, str] = field(default_factory=dict)
    """Text node to author, date, subject, text, action, signature, quote-free remainder 'meta'."""
    author: str | None = None
    author_link: int | None = None
    """The <a> around the author's name."""
    date_raw: str | None = None
    date_machine: str | None = None
    """Value of a datetime, title or content attribute beside the printed date."""
    date_node: int | None = None
    subject: str | None = None
    text_nodes: tuple[int, ...] = ()
    status: str | None = None
    kind: str = "comment"
    votes: int | None = None

    @property
    def evidence(self) -> int:
        """How many of author and date there are, 0 to 2."""
        return (self.author is not None) + (self.date_raw is not None)


@dataclass(slots=True)
class _Line:
    """Neighbouring text nodes that a browser shows on one line."""

    nodes: list[int]
    text: str
    role: Role
    is_heading: bool = False


_AROUND_NAMES = " \t,;:.!?()[]{}\"“”„'’‘|/\\-–—+@»«•·¶†→>~*\xa0"
_LINE_BREAKS = BLOCK_TAGS | {"br", "hr"}
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
# What forums print beside a name: how many posts, since when, from where.
_PROFILE_LINE = re.compile(
    r"^\W*(?:(?:total )?posts?|beiträge|messages?|mensajes|mensagens|comments|topics?|threads?|location|ort|wohnort|"
    r"from|ubicación|localização|localisation|"
    r"join(?:ed)?(?: date)?|date joined|registered(?: on)?|registriert(?: seit)?|dabei seit|mitglied seit|member "
    r"since|inscri(?:t|ption)(?: le)?|date d'inscription|registrado|fecha de ingreso|"
    r"likes?(?: received)?|thanks?(?: received)?|thanked|dank(?: erhalten)?|erhaltene danke|reputation|rep(?: "
    r"power)?|karma|points?|punkte|reaction score|trophy points|solutions|kudos|age|alter|gender|geschlecht|sex|"
    r"mood|status|occupation|interests|website|rank|rang|group|gruppe|credits|country|real name|vorname|name|"
    r"warnings?|bike|team|reactions|activity|device)\s*[:.]\s*\S.{0,60}$"
    r"|^\W*[\d.,]+k?\s+(?:posts?|beiträge|messages|mensajes|mensagens|likes|thanks|points|topics|comments|kudos|"
    r"reviews)\W*$"
    r"|^\W*(?:registered user|(?:senior|junior|new|active|full|hero|power|regular|super|established|well-known) "
    r"member|member|moderator|administrator|global moderator|"
    r"mitglied|gast|guest|benutzer|neues? mitglied|stammgast|premium|site admin|admin|staff member|themenstarter|"
    r"topic starter|thread starter|original poster|op|autor|supporter|newbie|offline|online|banned|veteran|"
    r"miembro|usuario registrado|membre|animateur|modérateur|administrateur)\W*$",
    re.I,
)
_REPLY_TITLE = re.compile(r"^(?:re|aw|antw|sv|odp)\s*(?:\[\d+\]|\^\d+)?\s*:\s*\S", re.I)
_PING_NAME = re.compile(r"(?:^|[\s_-])(trackback|pingback|tweetback|ping)s?(?=$|[\s_:-])", re.I)
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


def own_nodes(page: Page, span: Span, inner: Sequence[Span]) -> list[int]:
    """Visible text nodes of a span that lie in none of the inner spans (sorted, not overlapping)."""
    visible = page.visible
    at, last = bisect_left(visible, span.start), bisect_left(visible, span.end)
    if not inner:
        return visible[at:last]
    kept: list[int] = []
    for hole in inner:
        stop = bisect_left(visible, hole.start)
        kept.extend(visible[at:stop])
        at = max(at, bisect_left(visible, hole.end))
    kept.extend(visible[at:last])
    return kept


def _squash(text: str) -> str:
    return " ".join(text.split())


def _is_edited(text: str) -> bool:
    lowered = text.lower()
    return (
        "edi" in lowered or "bearb" in lowered or "ände" in lowered or "modif" in lowered or "updat" in lowered
    ) and EDITED.search(text) is not None


def _is_awaiting(text: str) -> bool:
    lowered = text.lower()
    return (
        "mod" in lowered or "appro" in lowered or "apro" in lowered or "frei" in lowered or "valid" in lowered
    ) and AWAITING.search(text) is not None


def _node_roles(page: Page, span: Span, nodes: Sequence[int]) -> tuple[list[Role], dict[int, tuple[Role, int]]]:
    """Role of each text node, and of each element passed: (role, the element it comes from)."""
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
    return roles, memo


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
    if outer in (Role.ACTION, Role.SIGNATURE, Role.STATUS, Role.FORM, Role.QUOTE):
        return above
    if outer is Role.PANEL:
        return (own, element) if own in (Role.AUTHOR, Role.DATE) else above
    if own is Role.QUOTE:
        return Role.MESSAGE if outer is Role.NONE else outer, element
    if outer in (Role.MESSAGE, Role.TEXT):
        tag = page.tags[element]
        by_name = bool(page.attributes[element].get("class") or page.attributes[element].get("id"))
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


def _lines(page: Page, span: Span, nodes: Sequence[int], roles: Sequence[Role]) -> list[_Line]:
    """The nodes by the lines a browser shows, each line of one role."""
    tags, parents, ends = page.tags, page.parents, page.ends
    lines: list[_Line] = []
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
            lines.append(_Line([node], "", role, tags[here] in _HEADINGS))
        else:
            lines[-1].nodes.append(node)
        previous = node
    for line in lines:
        texts = page.texts
        line.text = " ".join("".join([texts[n] for n in line.nodes]).split())
    return lines


@lru_cache(maxsize=8192)
def _strip_name(text: str) -> str:
    """A printed name without the words around it.

    >>> _strip_name("Posted by: Bob Smith |"), _strip_name("Bob (Leeds) says:"), _strip_name("Ann (not verified)")
    ('Bob Smith', 'Bob (Leeds)', 'Ann')
    """
    text = _squash(text)
    if len(text) > 200:
        return text
    text = BY_PREFIX.sub("", text, count=1)
    text = SAYS_SUFFIX.sub("", text)
    text = LINE_JUNK.sub(" ", text) if len(text.split()) > 1 or not text.isalpha() else text
    text = _squash(text).strip(_AROUND_NAMES).lstrip("_")
    text = _squash(SAYS_SUFFIX.sub("", text))
    return f"{text})" if text.count("(") > text.count(")") and not text.endswith("(") else text


def _is_name(text: str) -> bool:
    if not 0 < len(text) <= 60 or len(text.split()) > 7 or NOT_A_NAME.match(text):
        return False
    return any(c.isalnum() for c in text) and not (text.isdigit() and len(text) < 3)


def _anchor_of(page: Page, node: int, span: Span) -> int | None:
    here = page.parents[node]
    while here >= span.start:
        if page.tags[here] == "a" and page.attributes[here].get("href"):
            return here
        here = page.parents[here]
    return None


def _kind_by_name(names: str) -> str:
    """trackback, pingback or comment, by words or class names."""
    match = _PING_NAME.search(names)
    return "comment" if match is None else "trackback" if match[1].lower() == "trackback" else "pingback"


class _Reader:
    """Collects the parts of one comment; lives only inside read_parts."""

    def __init__(self, page: Page, span: Span, nodes: Sequence[int]) -> None:
        self.page, self.span = page, span
        self.nodes = nodes
        roles, self.memo = _node_roles(page, span, nodes)
        self.lines = _lines(page, span, nodes, roles)
        self.kinds: dict[int, str] = {}
        self.author: str | None = None
        self.author_link: int | None = None
        self.date_raw: str | None = None
        self.date_machine: str | None = None
        self.date_node: int | None = None
        self.subject: str | None = None
        self.status: str | None = None
        self.kind = _kind_by_name(page.attributes[span.start].get("class", ""))
        self.votes: int | None = None

    def mark(self, nodes: Sequence[int], kind: str) -> None:
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
                for name in ("datetime", "content", "title", "data-time-string", "data-timestamp"):
                    value = values.get(name, "")
                    if _ISO.match(value) or (name == "title" and date_spans(value)):
                        self.date_machine = value
                        return True
                here = self.page.parents[here]
        return True

    def extend_date(self, line: _Line) -> None:
        """Adds the time of day that stands on the date's line in elements of its own."""
        if self.date_raw is None or len(line.nodes) < 2 or self.date_node not in line.nodes:
            return
        joined = _squash(" ".join(self.page.texts[n] for n in line.nodes))
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
            name = _strip_name(page.texts[node])
            if not _is_name(name) or date_spans(name) or ACTION_LINE.match(name):
                continue
            rank = 2
            here = page.parents[node]
            for _ in range(3):
                if here < self.span.start:
                    break
                values = page.attributes[here]
                if _AUTHOR_CHOICE.search(values.get("class", "")) or values.get("itemprop") == "name":
                    rank = 0
                    break
                if page.tags[here] in ("a", "strong", "b", "cite"):
                    rank = min(rank, 1)
                here = page.parents[here]
            choices.append((rank, name, node))
        if choices and (min(choices)[0] < 2 or len(nodes) == 1):
            _, name, node = min(choices, key=lambda c: (c[0], c[2]))
            self.author, self.author_link = name, _anchor_of(page, node, self.span)
            return True
        whole = text
        for start, end in reversed(date_spans(whole)):
            whole = f"{whole[:start]} {whole[end:]}"
        whole = _strip_name(whole)
        if _is_name(whole) and not ACTION_LINE.match(whole):
            self.author, self.author_link = whole, _anchor_of(page, nodes[0], self.span)
            return True
        if choices:
            _, name, node = min(choices, key=lambda c: (c[0], c[2]))
            self.author, self.author_link = name, _anchor_of(page, node, self.span)
            return True
        return False

    # --- passes ---------------------------------------------------------------------------------------------------

    def read_named_lines(self) -> None:
        """Lines whose elements say what they are."""
        deferred: list[_Line] = []
        for line in self.lines:
            role, text = line.role, line.text
            if line.nodes[0] in self.kinds:
                continue
            if len(text) < 140 and _is_edited(text):
                self.mark(line.nodes, "meta")
                continue
            if role in (Role.META, Role.PANEL, Role.AUTHOR, Role.DATE) and len(text) < 90 and _PROFILE_LINE.match(text):
                self.mark(line.nodes, "meta")
                continue
            if role is Role.AUTHOR:
                if PINGBACK.match(text):
                    self.kind = _kind_by_name(text)
                if date_spans(text) and len(line.nodes) > 1:
                    self.read_header(line)
                    continue
                if self.author is None and self.take_author(line.nodes, text):
                    self.mark(line.nodes, "author")
                else:
                    self.mark(line.nodes, "meta")
            elif role is Role.DATE and self.author is None and BY_PREFIX.match(text) and date_spans(text):
                self.read_header(line)  # TypePad calls the line of author and date "posted"
            elif role is Role.DATE:
                is_dated = False
                for node in line.nodes:
                    is_dated |= self.take_date(node, _squash(self.page.texts[node]))
                if not is_dated:
                    is_dated = self.take_date(line.nodes[0], text)
                self.mark(line.nodes, "date" if is_dated else "meta")
                self.extend_date(line)
                if not is_dated and self.author is None:
                    deferred.append(line)
            elif role is Role.ACTION or role is Role.FORM:
                self.mark(line.nodes, "action")
                if self.date_raw is None and len(text) < 60 and self.take_date(line.nodes[0], text):
                    self.mark(line.nodes, "date")
                    self.extend_date(line)
                self.read_votes(line)
            elif role is Role.PANEL:
                self.mark(line.nodes, "meta")
                deferred.append(line)
            elif role is Role.SIGNATURE:
                # Squarespace 5 calls the line of date and author so
                if not (self.date_raw is None and date_spans(text) and len(text) < 120 and self.read_header(line)):
                    self.mark(line.nodes, "signature")
            elif role is Role.STATUS or (len(text) < 160 and _is_awaiting(text)):
                self.mark(line.nodes, "meta")
                if _is_awaiting(text):
                    self.status = "pending"
            elif role is Role.META:
                if self._is_title_before_byline(line) and self._has_later_header(line):
                    self.subject = line.text
                    self.mark(line.nodes, "subject")
                else:
                    self.read_header(line)
        if self.author is None:
            for line in deferred:
                if line.role is Role.PANEL and self.take_author(line.nodes[:3], line.text):
                    self.mark(line.nodes[:1], "author")
                    break

    def read_source(self) -> None:
        """The page that links here, as the author of a trackback or pingback that names nobody."""
        if self.author is not None or self.kind == "comment":
            return
        for line in self.lines:
            for node in line.nodes:
                link = _anchor_of(self.page, node, self.span)
                name = _squash(self.page.texts[node])
                if link is not None and self.kinds[node] == "meta" and not date_spans(name) and len(name) > 1:
                    self.author, self.author_link = name, link
                    self.mark([node], "author")
                    return

    def read_votes(self, line: _Line) -> None:
        if self.votes is not None:
            return
        for node in line.nodes:
            self._read_vote(node)

    def _read_vote(self, node: int) -> None:
        match = _VOTES.match(_squash(self.page.texts[node]))
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

    def read_header(self, line: _Line) -> bool:
        """Reads a line of author, date and the like; says whether it held either."""
        page = self.page
        held = False
        pieces: list[int] = []
        for node in line.nodes:
            text = _squash(page.texts[node])
            found = date_spans(text)
            if found and self.take_date(node, text):
                held = True
                self.kinds[node] = "date"
                rest = text
                for start, end in reversed(found):
                    rest = f"{rest[:start]} {rest[end:]}"
                rest = _strip_name(rest)
                if _is_name(rest) and not ACTION_LINE.match(rest) and len(rest) > 1:
                    pieces.append(node)
            elif ACTION_LINE.match(text):
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
            self.kind = _kind_by_name(line.text)
        if self.author is None and pieces:
            joined = _squash("".join(page.texts[n] for n in pieces))
            if self.take_author(pieces, joined):
                held = True
                for node in pieces:
                    if self.kinds[node] == "meta" and self.author and self.author in _squash(page.texts[node]):
                        self.kinds[node] = "author"
        return held

    def is_header(self, line: _Line) -> bool:
        """Whether an unnamed line is 'author, date' by its words."""
        text = line.text
        if len(text) > 160:
            return False
        found = date_spans(text)
        rest = text
        if not found and 1 < len(line.nodes) < 5:
            # "Jane", "6d" in elements that only a style sheet keeps apart
            pieces = [_squash(self.page.texts[n]) for n in line.nodes]
            ages = [piece for piece in pieces if date_spans(piece) == ((0, len(piece)),)]
            if ages:
                found, rest = ((0, 0),), " ".join(piece for piece in pieces if piece not in ages)
        for start, end in reversed(found):
            rest = f"{rest[:start]} {rest[end:]}"
        bare = _strip_name(rest)
        if found:
            return sum(any(map(str.isalnum, word)) for word in bare.split()) <= 6 and not re.search(
                r"(?<!\b\w)[.!?]\s+\w+\s+\w+\s+\w+", rest
            )
        if BY_PREFIX.match(text) and re.match(
            r"\W*(?:comment|posted|written|submitted|name|author|von|by|geschrieben|escrito|publi|trackback|pingback)",
            text,
            re.I,
        ):
            return 0 < len(bare.split()) <= 5
        if SAYS_SUFFIX.search(text) and (text.rstrip().endswith((":", "…", "...")) or len(line.nodes) > 1):
            return 0 <= len(bare.split()) <= 5 and len(bare) < 50
        return False

    def read_trackback(self) -> None:
        """Movable Type's trackbacks: "» Title from Blog", an excerpt with "[Read More]", "Tracked on" and the date."""
        last = self.lines[-1] if len(self.lines) > 1 else None
        if last is None or not last.text.lower().startswith(("tracked on", "tracked:")):
            return
        self.kind = "trackback"
        self.read_header(last)
        self.mark(last.nodes, "date")
        head = next((line for line in self.lines if " from " in line.text), None)
        if head is not None:
            before, _, source = head.text.rpartition(" from ")
            self.author, self.subject = source, before.lstrip("» ") or None
            self.mark(head.nodes, "subject")
            self.mark(head.nodes[-1:], "author")
            self.author_link = next(
                (link for n in head.nodes if (link := _anchor_of(self.page, n, self.span)) is not None), None
            )
        self.mark([n for n in self.nodes if self.page.texts[n].strip() == "[Read More]"], "action")

    def read_unnamed_lines(self) -> None:
        """Lines that only their words and place tell."""
        open_lines = [line for line in self.lines if line.nodes[0] not in self.kinds]
        total = len(open_lines)
        for at, line in enumerate(open_lines):
            text = line.text
            loose = line.role in (Role.NONE, Role.TEXT, Role.SUBJECT)
            if len(text) < 160 and _is_awaiting(text):
                self.status = "pending"
                self.mark(line.nodes, "meta")
                continue
            near_edge = at < 3 or at >= total - 3
            if loose and at < 2 and len(text) < 30 and PINGBACK.match(text + ":"):
                self.kind = _kind_by_name(text)
                self.mark(line.nodes, "meta")
                continue
            if loose and len(text) < 90 and _PROFILE_LINE.match(text):
                self.mark(line.nodes, "meta")
                continue
            if loose and self.subject is None and len(text) < 200 and _REPLY_TITLE.match(text) and at < 6:
                self.subject = text
                self.mark(line.nodes, "subject")
                continue
            is_said = (
                at == 0
                and line.role is Role.MESSAGE
                and len(text) <= 160
                and bool(SAYS_SUFFIX.search(text) or BY_PREFIX.match(text))
            )
            if (
                (loose or is_said)
                and near_edge
                and (self.author is None or self.date_raw is None)
                and self.is_header(line)
            ):
                if self.read_header(line):
                    continue
                for node in line.nodes:
                    self.kinds.pop(node, None)
            if loose and near_edge and self.author is not None and len(text) < 40 and SAYS_SUFFIX.fullmatch(" " + text):
                self.mark(line.nodes, "meta")
                continue
            if (
                line.role is not Role.MESSAGE
                and len(text) < 120
                and ACTION_LINE.match(text)
                and (at > 0 or self._is_pressed(line))
            ):
                self.mark(line.nodes, "action")
                self.read_votes(line)
                continue
            if (
                line.role is Role.MESSAGE
                and len(text) < 60
                and at >= total - 2
                and self._is_pressed(line)
                and ACTION_LINE.match(text)
            ):
                self.mark(line.nodes, "action")
                continue
            self.mark([n for n in line.nodes if n not in self.kinds], "text")
        self._drop_repeated_name(open_lines)
        self._find_bare_author(open_lines)
        self._split_heading(open_lines)
        if self.author and self.date_raw and self.kind == "comment" and "text" not in self.kinds.values():
            self._rescue_text()

    def _rescue_text(self) -> None:
        """Where all lines went to other parts, the text is in the box of the message, or the longest left over."""
        said = [line for line in self.lines if line.role in (Role.TEXT, Role.MESSAGE) and len(line.text) < 20]
        said = [line for line in said if self.kinds[line.nodes[0]] == "action" and not line.text.isalpha()]
        left = [line for line in self.lines if all(self.kinds[n] == "meta" for n in line.nodes)]
        left = [line for line in left if len(line.text.split()) > 2 and not _PROFILE_LINE.match(line.text)]
        left = [line for line in left if not (EDITED.search(line.text) or AWAITING.search(line.text))]
        if left:
            self.mark(max(left, key=lambda line: len(line.text)).nodes, "text")
        elif said:
            self.mark(said[0].nodes, "text")

    def _is_pressed(self, line: _Line) -> bool:
        return all(
            _anchor_of(self.page, n, self.span) is not None or not any(c.isalpha() for c in self.page.texts[n])
            for n in line.nodes
        )

    def _drop_repeated_name(self, lines: Sequence[_Line]) -> None:
        """A line that is the author's name alone, before or after the text, is no text."""
        texts = [line for line in lines if self.kinds.get(line.nodes[0]) == "text"]
        if self.author is None or len(texts) < 2:
            return
        for line in (texts[0], texts[-1]):
            is_short = len(line.text) < len(self.author) + 30
            if is_short and line.role is not Role.MESSAGE and _strip_name(line.text) == self.author:
                self.mark(line.nodes, "author")

    def _split_heading(self, lines: Sequence[_Line]) -> None:
        """A heading before the text is the subject, or the author where no other is known."""
        texts = [line for line in lines if self.kinds.get(line.nodes[0]) == "text"]
        if len(texts) < 2:
            return
        first = texts[0]
        if not (first.is_heading or first.role is Role.SUBJECT) or len(first.text) > 200:
            return
        name = _strip_name(first.text)
        stands_for_name = self._is_in_heading_with_date(first) or self._is_heading_of_date(first)
        if self.author is None and stands_for_name and _is_name(name) and len(name.split()) < 5:
            self.author, self.author_link = name, _anchor_of(self.page, first.nodes[0], self.span)
            self.mark(first.nodes, "author")
            return
        self.subject = first.text
        self.mark(first.nodes, "subject")

    def _is_in_heading_with_date(self, line: _Line) -> bool:
        """Whether a heading holds the line and the date: a byline, not a subject."""
        if self.date_node is None:
            return False
        here = self.page.parents[line.nodes[0]]
        while here > self.span.start and self.page.tags[here] not in _HEADINGS:
            here = self.page.parents[here]
        return self.span.start < here < self.date_node < self.page.ends[here]

    def _is_heading_of_date(self, line: _Line) -> bool:
        """Whether a heading without a sentence's end stands right before the line of the date, as names do."""
        if self.date_node is None or not line.is_heading or line.text[-1:] in ".!?…" or line.text[:1] == "(":
            return False
        after = self.lines.index(line) + 1
        return after < len(self.lines) and self.lines[after].nodes[0] == self.date_node

    def _has_later_header(self, line: _Line) -> bool:
        return any(
            other.role is Role.META and date_spans(other.text) and len(other.nodes) > 1
            for other in self.lines[self.lines.index(line) + 1 :]
        )

    def _is_title_before_byline(self, line: _Line) -> bool:
        """Whether a heading called a header stands before the text, and name and date together after it."""
        return line.is_heading and line.role is Role.META and not date_spans(line.text)

    def _find_bare_author(self, lines: Sequence[_Line]) -> None:
        """A short first line before the text names the author, where nothing else does and a date is near."""
        if self.author is not None:
            return
        texts = [line for line in lines if self.kinds.get(line.nodes[0]) == "text"]
        if len(texts) < 2 or self.date_raw is None:
            return
        for line in (texts[0], texts[-1]):
            if line.is_heading or line.role is Role.SUBJECT:
                continue  # the subject
            name = _strip_name(line.text)
            is_marked = self._is_pressed(line) or any(
                self.page.tags[self.page.parents[n]] in ("b", "strong", "em", "cite") for n in line.nodes
            )
            if (
                _is_name(name)
                and len(name.split()) <= 4
                and line.text[-1:] not in ".!?"
                and (is_marked or line.role is Role.NONE)
                and len(line.nodes) <= 2
            ):
                if not is_marked and (line is texts[-1] or line.text != texts[0].text):
                    continue
                if (
                    not is_marked
                    and any(line.role in (Role.MESSAGE, Role.TEXT) for line in texts[1:]) is False
                    and len(texts) > 3
                ):
                    continue
                self.author = name
                self.author_link = _anchor_of(self.page, line.nodes[0], self.span)
                self.mark(line.nodes, "author")
                return


# The ways to find comments read the same places of one page: what the last page's held is remembered.
_last_parts: tuple[Page, dict[tuple[Span, tuple[Span, ...]], Parts]] | None = None


def read_parts(page: Page, span: Span, inner: Sequence[Span] = ()) -> Parts:
    """The parts of the comment at `span`; the comments inside it (`inner`) are none of its own."""
    global _last_parts
    last = _last_parts
    if last is None or last[0] is not page:
        last = _last_parts = (page, {})
    key = (span, tuple(inner))
    held = last[1].get(key)
    if held is None:
        held = last[1][key] = _read_parts(page, span, inner)
    return held


def _read_parts(page: Page, span: Span, inner: Sequence[Span]) -> Parts:
    nodes = own_nodes(page, span, inner)
    reader = _Reader(page, span, nodes)
    reader.read_trackback()
    reader.read_named_lines()
    reader.read_unnamed_lines()
    reader.read_source()
    kinds = reader.kinds
    text_nodes = tuple(n for n in nodes if kinds[n] == "text")
    if reader.status is None and text_nodes:
        text = _squash(" ".join(page.texts[n] for n in text_nodes[:8]))
        if len(text) < 140 and DELETED.match(text):
            reader.status = "deleted"
    return Parts(
        tuple(nodes), kinds, reader.author, reader.author_link, reader.date_raw, reader.date_machine, reader.date_node,
        reader.subject, text_nodes, reader.status, reader.kind, reader.votes,
    )  # fmt: skip
