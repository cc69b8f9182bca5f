"""Page in, where a comment area is by its heading or name, and what recurs in it once in each comment."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import islice

from archive.comment_clues import COMMENT_CLUES, named_nodes, names_with
from archive.comment_headings import LOOSE_CLUES, LOOSE_HEADING
from archive.comment_names import ends_with_saying
from archive.comment_roles import is_list_name, is_other_list_name
from archive.comment_span import Span
from archive.comment_words import BY_PREFIX, COUNT_HEADING, EDITED, date_spans
from archive.model import Page
from archive.notice_places import line_index
from archive.page_index import page_index
from archive.repeated import shape_of

__all__ = ["comment_ranges", "loose_ranges", "recurring_marks"]

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_HEADING_LIKE = ("strong", "b", "p", "div", "span", "legend", "dt", "a")
_INLINE = frozenset(("a", "span", "em", "i", "small", "font", "u"))
_HEADING_CLUES = (
    "omment", "oment", "respon", "respuest", "respost", "rispost", "réponse", "repl", "reaction", "réaction",
    "reaktion", "reactie", "antwort", "thought", "remark", "feedback", "discussion", "opini", "meinung",
    "leserbrief", "talkback",
    "answer", "trackback", "pingback", "avis", "gedank", "gedacht", "pensamiento", "pensier", "flexi", "ideas sobre",
    "ideias sobre", "responded",
)  # fmt: skip
_MOST_RANGES = 6
_MOST_CHARACTERS = 80
_SINCE = re.compile(
    r"^\W*(?:join|regist|member since|mitglied seit|dabei seit|inscri|last (?:post|visit|active)|letzte)", re.I
)
_RECENT = re.compile(r"(?:recent|latest)[-_]?comments?|letzte[-_]?kommentare|[uú]ltimos[-_]?coment", re.I)
_NUMBERED = re.compile(r"^(.*?)[-_:.]?\d+$")


def comment_ranges(page: Page) -> list[Span]:
    """Stretches of the page that are said to hold comments, the surest first."""
    classes, ids = names_with(page, COMMENT_CLUES)
    named = named_nodes(page, [c for c in classes if is_list_name(c)], [i for i in ids if is_list_name(i)])
    found = [(_count(page, Span(n, page.ends[n])), Span(n + 1, page.ends[n])) for n in named[:60]]
    return _kept_ranges(page, found + _ranges_after(page, _heading_nodes(page, COUNT_HEADING, _HEADING_CLUES)))


def loose_ranges(page: Page) -> list[Span]:
    """Stretches below a heading that may gather what readers say and may as well be the article's."""
    index = page_index(page)
    texts = {
        node: text
        for tag in _HEADINGS
        for node in index.tags.get(tag, ())
        if len(text := "".join(page.texts[node : page.ends[node]])) < _MOST_CHARACTERS
    }
    joined = "\n".join(texts.values()).lower()
    if not any(clue in joined for clue in LOOSE_CLUES):
        return []
    headings = [node for node, text in texts.items() if LOOSE_HEADING.match(" ".join(text.split()))]
    return _kept_ranges(page, _ranges_after(page, headings))


def _ranges_after(page: Page, headings: Sequence[int]) -> list[tuple[int, Span]]:
    """(number of text nodes, stretch) below each heading."""
    spans = [span for node in headings if (span := _after_heading(page, node)) is not None]
    return [(_count(page, span), span) for span in spans]


def _kept_ranges(page: Page, found: Sequence[tuple[int, Span]]) -> list[Span]:
    total = len(page.visible)
    kept: list[Span] = []
    for count, span in sorted(found, key=lambda f: (-f[0], f[1].start)):
        if count < 2 or span in kept or (count > 0.9 * total and total > 30):
            continue
        above = span.start - 1
        attributes = page.attributes[above]
        names = f"{attributes.get('class', '')} {attributes.get('id', '')}"
        if is_other_list_name(names) or _is_among_recent(page, above):
            continue
        kept.append(span)
    return kept[:_MOST_RANGES]


def _is_among_recent(page: Page, node: int) -> bool:
    """Whether a box close around the node is named as the site's recent comments."""
    for _ in range(6):
        if node <= 0:
            return False
        attributes = page.attributes[node]
        if attributes and _RECENT.search(f"{attributes.get('class', '')} {attributes.get('id', '')}"):
            return True
        node = page.parents[node]
    return False


def _count(page: Page, span: Span) -> int:
    return bisect_left(page.visible, span.end) - bisect_left(page.visible, span.start)


def _heading_nodes(page: Page, pattern: re.Pattern[str], words: Sequence[str]) -> list[int]:
    """Headings, and short lines that stand for one, that the pattern fits; `words` are those it may hold."""
    found: list[int] = []
    amid: list[int] = []
    tags, parents, ends = page.tags, page.parents, page.ends
    index = line_index(page, _MOST_CHARACTERS)
    clues = [clue for clue in words if clue in index.text]
    nodes = sorted({node for clue in clues for node in islice(index.nodes_with(clue), 60)})
    for node in nodes:
        text = " ".join(page.texts[node].split())
        if not pattern.match(text):
            continue
        here = parents[node]
        # the largest inline element, or what it fills
        while here > 0 and tags[here] in _INLINE and (tags[parents[here]] in _INLINE or _fills(page, here)):
            here = parents[here]
        if here > 0 and (tags[here] in _HEADINGS or tags[here] in _HEADING_LIKE):
            whole = " ".join("".join(page.texts[here : ends[here]]).split())
            if len(whole) < 160 and pattern.match(whole):
                (amid if tags[here] in _INLINE and not _fills(page, here) else found).append(here)
    # one label before the list itself, as ASP.NET prints it; several are links of teasers
    if len(amid) == 1 and tags[amid[0]] != "a":
        found.append(amid[0])
    return found[:20]


def _fills(page: Page, node: int) -> bool:
    """Whether what is around the element holds no other text."""
    above = page.parents[node]
    return _count(page, Span(above, page.ends[above])) == _count(page, Span(node, page.ends[node]))


def _after_heading(page: Page, heading: int) -> Span | None:
    """From the heading to the end of what it stands in, or of what that stands in when nothing follows there."""
    here = heading
    for _ in range(3):
        above = page.parents[here]
        if above < 0:
            return None
        span = Span(page.ends[here], page.ends[above])
        if _count(page, span) >= 2:
            return span
        here = above
    return None


def recurring_marks(page: Page, area: Span) -> list[list[int]]:
    """Groups of nodes, each group of one kind, that may stand once in each comment of the area."""
    groups: dict[str, list[int]] = {}
    attributes, tags = page.attributes, page.tags
    for node in range(area.start, area.end):
        values = attributes[node]
        if not values:
            continue
        name = values.get("id") or (values.get("name") if tags[node] == "a" else None)
        if name and name[-1].isdigit():
            match = _NUMBERED.match(name)
            if match:
                groups.setdefault(f"id {tags[node]} {match[1]}", []).append(node)
    visible, texts = page.visible, page.texts
    for at in range(bisect_left(visible, area.start), bisect_left(visible, area.end)):
        node = visible[at]
        if len(texts[node]) > 150 or _is_whole_entry(page, at):
            continue
        kind = _mark_kind(" ".join(texts[node].split()))
        if kind:
            above = page.parents[node]
            groups.setdefault(f"{kind} {shape_of(page, above)} {shape_of(page, page.parents[above])}", []).append(node)
    return [nodes for nodes in groups.values() if len(nodes) < 5000]


def _is_whole_entry(page: Page, at: int) -> bool:
    """Whether the visible text at this place is a link and all that an item of a list says: it parts no comments."""
    visible, parents, tags = page.visible, page.parents, page.tags
    link = parents[visible[at]]
    if tags[link] != "a" or tags[parents[link]] != "li":
        return False
    item = parents[link]
    is_last = at + 1 == len(visible) or visible[at + 1] >= page.ends[item]
    return is_last and (at == 0 or visible[at - 1] < item)


def _mark_kind(text: str) -> str | None:
    found = date_spans(text)
    if found and not EDITED.search(text) and not _SINCE.match(text):
        rest = len(text) - sum(end - start for start, end in found)
        return "date" if rest < 60 else None
    if len(text) < 60 and text[-1] in ":,…." and ends_with_saying(text):
        return "says"
    if len(text) < 60 and BY_PREFIX.match(text + " "):
        return "by"
    return None
