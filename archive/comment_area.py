"""Page and its comments in, the whole comment area out: heading, count, what else stands there."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.comment_headings import LOOSE_HEADING
from archive.comment_item import is_in_other_list
from archive.comment_roles import is_list_name
from archive.comment_span import Span, own_nodes
from archive.comment_words import COUNT_HEADING, NO_COMMENTS, comment_count
from archive.model import Claim, Page, Region
from archive.page_index import page_index

__all__ = ["CommentArea", "find_area", "words_without"]

_STOPS = frozenset(("body", "html", "main", "article"))
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_FEW_WORDS = 25
_SOME_WORDS = 150
_LONG_TEXT_WORDS = 35
_COMMENTS_OF_A_LIST = 3
_MOST_BEFORE = 200
"""Characters that may stand between the heading of comments and the first of them."""


@dataclass(frozen=True, slots=True)
class CommentArea:
    """Where a page's comments stand, and what its heading says."""

    claims: tuple[Claim, ...] = ()
    count_stated: int | None = None
    is_empty: bool = False
    """Whether the page says that there are no comments."""


def find_area(page: Page, spans: Sequence[Span], forms: Sequence[int], *, is_forum: bool) -> CommentArea:
    """The area around the comments at `spans`; `forms` are the forms for new ones."""
    rule = "forum" if is_forum else "comments"
    if not spans:
        return _empty_area(page)
    outer = _outermost(spans)
    area = _common_element(page, outer)
    claims: list[Claim] = []
    if area is not None and _is_safe(page, Span(area, page.ends[area]), outer, forms):
        area = _climb(page, area, forms)
        claims.append(Claim(area, Region.COMMENT, f"{rule}:area", confidence=0.9))
        start = area
    else:
        start = outer[0].start
        area = None
    claims.extend(Claim(node, Region.COMMENT, f"{rule}:between", "meta", 0.8) for node in _between(page, outer))
    heading = None if is_forum else _heading_before(page, start)
    if heading is not None:
        claims.append(Claim(heading, Region.COMMENT, f"{rule}:heading", "heading", 0.9))
    stated = None if is_forum else _stated(page, area, heading, outer)
    return CommentArea(tuple(claims), stated)


def _outermost(spans: Sequence[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in spans:
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def _between(page: Page, outer: Sequence[Span]) -> list[int]:
    """Siblings between two comments of one list: comments that could not be read, and what parts them."""
    if len(outer) < _COMMENTS_OF_A_LIST:
        return []
    found: list[int] = []
    for before, after in pairwise(outer):
        if page.parents[before.start] != page.parents[after.start]:
            continue
        node = before.end
        while node < after.start:
            if page.tags[node] not in _HEADINGS and _words(page, own_nodes(page, Span(node, page.ends[node]), [])):
                found.append(node)
            node = page.ends[node]
    return found


def _common_element(page: Page, outer: Sequence[Span]) -> int | None:
    """The nearest element that holds all spans; for one of one element, that element."""
    first, last = outer[0], outer[-1]
    here = first.start if len(outer) == 1 and page.ends[first.start] == first.end else page.parents[first.start]
    while here >= 0 and page.ends[here] < last.end:
        here = page.parents[here]
    return here if here > 0 else None


def _words(page: Page, nodes: Sequence[int]) -> int:
    texts = page.texts
    return sum([len(texts[n].split()) for n in nodes])


def _is_safe(page: Page, area: Span, outer: Sequence[Span], forms: Sequence[int]) -> bool:
    """Whether nothing in the element but the comments is long enough to be an article's text."""
    holes = sorted(
        [*outer, *(Span(f, page.ends[f]) for f in forms if not any(o.start <= f < o.end for o in outer))],
        key=lambda s: s.start,
    )
    others = own_nodes(page, area, holes)
    if not others:
        return True
    if page.tags[area.start] in _STOPS:
        return False
    sizes = [len(page.texts[n].split()) for n in others]
    if max(sizes) >= _LONG_TEXT_WORDS:
        return False
    words = sum(sizes)
    return words <= 60 or words <= _words(page, [n for s in outer for n in own_nodes(page, s, [])]) // 2


def _climb(page: Page, area: int, forms: Sequence[int]) -> int:
    """The largest element around the area that adds little but headings, forms and notices."""
    while True:
        above = page.parents[area]
        if above <= 0 or page.tags[above] in _STOPS:
            return area
        holes = sorted(
            [
                Span(area, page.ends[area]),
                *(
                    Span(f, page.ends[f])
                    for f in forms
                    if not area <= f < page.ends[area] and above < f < page.ends[above]
                ),
            ],
            key=lambda s: s.start,
        )
        more = own_nodes(page, Span(above, page.ends[above]), holes)
        attributes = page.attributes[above]
        names = f"{attributes.get('id', '')} {attributes.get('class', '')}".lower().split()
        is_named = any(is_list_name(name) for name in names)
        if _holds_more(page, more, _SOME_WORDS if is_named else _FEW_WORDS):
            return area
        if not is_named and more and not all(_speaks_of_comments(page, more)):
            return area
        area = above


def _holds_more(page: Page, nodes: Sequence[int], most_words: int) -> bool:
    """Whether the nodes have more words, or one of them is as long as a paragraph; read no further than needed."""
    words = 0
    for node in nodes:
        own = len(page.texts[node].split())
        words += own
        if words > most_words or own >= _LONG_TEXT_WORDS + 10:
            return True
    return False


def _speaks_of_comments(page: Page, nodes: Sequence[int]) -> list[bool]:
    text = " ".join(" ".join(page.texts[n] for n in nodes).split())
    return [bool(COUNT_HEADING.match(text)) or len(text) < 3]


def _heading_before(page: Page, start: int) -> int | None:
    """The element just before the area that says 'N comments' and little else."""
    here = start
    for _ in range(4):
        above = page.parents[here]
        if above < 0:
            return None
        siblings: list[int] = []
        node = above + 1
        while node < here:
            siblings.append(node)
            node = page.ends[node]
        seen = 0
        for sibling in reversed(siblings):
            text = _short_text(page, sibling, _MOST_BEFORE)
            if text is None:
                return None
            if not text:
                continue
            if len(text) < 160 and (COUNT_HEADING.match(text) or LOOSE_HEADING.match(text)):
                return sibling
            seen += 1
            if seen >= 3:
                return None
        if seen:
            return None
        here = above
    return None


def _short_text(page: Page, node: int, most: int) -> str | None:
    """All text below a node in one line; None where it is longer: an article is read no further than that."""
    length = 0
    for text in page.texts[node : page.ends[node]]:
        if text:
            length += len(" ".join(text.split()))
            if length > most:
                return None
    text = " ".join("".join(page.texts[node : page.ends[node]]).split())
    return text if len(text) <= most else None


def _stated(page: Page, area: int | None, heading: int | None, outer: Sequence[Span]) -> int | None:
    """How many comments the page says it has: by the heading, the area's own words, or any heading."""
    if heading is not None:
        count = comment_count(" ".join("".join(page.texts[heading : page.ends[heading]]).split()))
        if count is not None:
            return count
    if area is not None:
        own = own_nodes(page, Span(area, page.ends[area]), list(outer))
        for above in dict.fromkeys([page.parents[node] for node in own[:12]]):
            count = comment_count(" ".join("".join(page.texts[above : page.ends[above]]).split())[:200])
            if count is not None:
                return count
    index = page_index(page)
    for tag in _HEADINGS:
        for node in index.tags.get(tag, ()):
            if node < outer[0].start:
                text = " ".join("".join(page.texts[node : page.ends[node]]).split())
                count = comment_count(text) if COUNT_HEADING.match(text[:200]) else None
                if count is not None and not is_in_other_list(page, node):
                    return count
    return None


def _empty_area(page: Page) -> CommentArea:
    """The area of a page without comments: 'No comments yet' and headings of an empty list."""
    index = page_index(page)
    claims: list[Claim] = []
    count: int | None = None
    is_empty = False
    for name in (
        "comments",
        "comment",
        "respond",
        "commentlist",
        "kommentare",
        "comentarios",
        "commentaires",
        "comments-area",
        "disqus_thread",
    ):
        for node in index.ids.get(name, ()):
            first, last = bisect_left(page.visible, node), bisect_left(page.visible, page.ends[node])
            nodes = page.visible[first:last]
            if not nodes or _words(page, nodes) > 80 or page.tags[node] in ("a", "textarea", "input"):
                continue
            text = " ".join(" ".join(page.texts[n] for n in nodes).split())
            if NO_COMMENTS.search(text) or COUNT_HEADING.match(text) or name == "disqus_thread":
                claims.append(Claim(node, Region.COMMENT, "comments:empty-area", "heading", 0.8))
                is_empty |= bool(NO_COMMENTS.search(text))
                count = count if count is not None else comment_count(text)
    for tag in ("h2", "h3", "h4"):
        for node in index.tags.get(tag, ()):
            text = " ".join("".join(page.texts[node : page.ends[node]]).split())
            if len(text) < 80 and NO_COMMENTS.match(text):
                claims.append(Claim(node, Region.COMMENT, "comments:no-comments", "heading", 0.8))
                is_empty, count = True, 0
    return CommentArea(tuple(claims), count, is_empty)


def words_without(page: Page, node: int, hole: int) -> int:
    """Words of visible text below a node, those below `hole` not counted."""
    return _words(page, own_nodes(page, Span(node, page.ends[node]), [Span(hole, page.ends[hole])]))
