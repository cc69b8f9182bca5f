"""Page and one of its nodes in, the evidence of the place out; and the shape of what names a fact: mention, candidate.

A mention is one place that states a fact (who wrote, on which day), a candidate is one value with all its mentions.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Generic, TypeVar

from archive.marks import Hint, Marks
from archive.model import Page
from archive.shown_texts import shown_texts
from archive.structured import StructuredData

__all__ = [
    "ELSEWHERE",
    "Candidate",
    "Mention",
    "Surroundings",
    "is_below_article",
    "is_elsewhere",
    "is_near_title",
    "place_features",
    "surroundings",
]

Fact = TypeVar("Fact")

INHERITED = Hint.CHROME | Hint.COMMENT | Hint.BIO | Hint.ARTICLE | Hint.HEADER | Hint.FOOTER | Hint.TEASER
"""Hints that hold for everything below the element that has them."""
ELSEWHERE = ("chrome", "teaser", "comment", "footer")
"""Features of a place that is a teaser's or the site's, not the article's."""
_NEVER_BELOW = frozenset(["chrome", "teaser", "comment"])
_ASKED = (
    Hint.TITLE | Hint.BYLINE | Hint.NAME | Hint.META | Hint.DATE | Hint.UPDATED | Hint.BIO | Hint.TEASER | Hint.TAGS
)
ELSEWHERE_HINTS = Hint.CHROME | Hint.FOOTER | Hint.COMMENT | Hint.TEASER
_SENTENCE, _LONG = 60, 120
# A year, a numeric date or a time of day: cheap, for words beside a name
_DIGIT, _DATED_WITHIN = re.compile(r"\d"), 60
_DATED = re.compile(r"(?:19|20)\d\d\b|\d[./-]\d\d?[./-]\d|\d:\d\d|\bmin(?:ute)?s?\b")


@dataclass(frozen=True, slots=True)
class Mention(Generic[Fact]):
    """One place that states a fact."""

    fact: Fact
    kind: str
    """Name of the source as a feature: 'json-ld:article', 'meta:author', 'class', 'line', 'time' …"""
    source: str
    """json-ld, microdata, rdfa, meta, opengraph, visible, url …"""
    node: int | None = None
    """Element or text node whose words were read; None when not visible."""
    printed: str = ""
    """The words on the page."""
    features: Mapping[str, float] = field(default_factory=dict)
    """Evidence of the place, what is not there left out; empty for what is not visible."""


@dataclass(frozen=True, slots=True)
class Candidate(Generic[Fact]):
    """One value with all its mentions."""

    key: str
    """Equal for equal values: a name's key, a day as YYYY-MM-DD."""
    fact: Fact
    mentions: tuple[Mention[Fact], ...]
    features: Mapping[str, float]


class HintsAround:
    """The inherited hints of a page's nodes, as marks.hints_above tells them; each node is climbed from once."""

    __slots__ = ("_above", "_ends", "_most", "_own", "_parents", "marked", "page")

    def __init__(self, page: Page, marks: Marks) -> None:
        self.page, self._own, self._parents, self._ends = page, marks.hints, page.parents, page.ends
        self._most = len(page.tags) * 0.6
        self._above: dict[int, int] = {-1: 0, 0: 0}
        self.marked = [(node, held) for node, held in marks.hints.items() if held & _ASKED]
        """Nodes with a hint that says title, byline, name, date, box or teaser; with their hints."""

    def having(self, hint: int) -> list[int]:
        """Nodes with one of these hints, in page order."""
        return [node for node, held in self.marked if held & hint]

    def __call__(self, node: int) -> int:
        above, parents = self._above, self._parents
        path: list[int] = []
        while node not in above:
            path.append(node)
            node = parents[node]
        held = above[node]
        own, ends, most = self._own, self._ends, self._most
        for here in reversed(path):
            if here in own and ends[here] - here < most:
                held |= own[here] & INHERITED
            above[here] = held
        return held


_last_hints: HintsAround | None = None


def hints_around(page: Page, marks: Marks) -> HintsAround:
    """The hints around each node of a page; asking again for the same page costs nothing."""
    global _last_hints
    last = _last_hints
    if last is None or last.page is not page:
        last = _last_hints = HintsAround(page, marks)
    return last


class Surroundings:
    """A page with what its places are held against; asked for many nodes, so each question is answered once."""

    __slots__ = (
        "_dated", "_spans", "hints", "long_at", "page", "sentences_at", "structured", "title_end_at",
        "title_node", "title_start_at",
    )  # fmt: skip

    def __init__(
        self, page: Page, structured: StructuredData, title_node: int | None, excluded: tuple[tuple[int, int], ...]
    ) -> None:
        self.page, self.structured, self.title_node = page, structured, title_node
        self._spans = _disjoint(excluded)
        self.hints = hints_around(page, structured.marks)
        """Inherited hints of a node."""
        self._dated: dict[int, bool] = {}
        texts = shown_texts(page).texts
        self.sentences_at = [at for at, text in enumerate(texts) if len(text) > _SENTENCE]
        """Places among the visible texts of those that may be a sentence."""
        self.long_at = [at for at in self.sentences_at if len(texts[at]) > _LONG]
        """Places among the visible texts of those that are running text."""
        self.title_start_at = self.title_end_at = 0
        if title_node is not None:
            self.title_start_at = bisect_left(page.visible, title_node)
            self.title_end_at = bisect_left(page.visible, page.ends[title_node])

    def is_excluded(self, node: int) -> bool:
        """Whether the node is known to be a comment's."""
        place = bisect_right(self._spans, (node, _BEYOND)) - 1
        return place >= 0 and node < self._spans[place][1]

    def is_dated(self, at: int) -> bool:
        """Whether a visible text, by its place among them, holds a date, a time or a number of minutes."""
        held = self._dated.get(at)
        if held is None:
            beginning = self.page.texts[self.page.visible[at]][:_DATED_WITHIN]
            # most texts have no digit, which is seen sooner than that the pattern finds nothing
            may_be = _DIGIT.search(beginning) or "min" in beginning
            held = self._dated[at] = bool(may_be and _DATED.search(beginning))
        return held

    def is_long_within(self, start: int, end: int) -> bool:
        """Whether running text stands among the visible texts from `start` to before `end`."""
        place = bisect_left(self.long_at, start)
        return place < len(self.long_at) and self.long_at[place] < end

    def nearest_first(self, places: Iterable[int]) -> list[int]:
        """The places, nearest to the headline first; what stands before it counts as twice as far."""
        title = self.title_node
        if title is None:
            return sorted(places)
        end = self.page.ends[title]
        return sorted(places, key=lambda n: abs(n - end) if n >= title else 2 * (title - n))


_BEYOND = 1 << 60


def _disjoint(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order, those that overlap made one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


# A page is asked by several rules, one after the other: the last one is remembered.
_Asked = tuple[Page, StructuredData, int | None, tuple[tuple[int, int], ...]]
_last: tuple[_Asked, Surroundings] | None = None


def surroundings(
    page: Page, structured: StructuredData, title_node: int | None, excluded: Iterable[tuple[int, int]]
) -> Surroundings:
    """The surroundings of a page's places; asking again for the same page and headline costs nothing."""
    global _last
    asked = (page, structured, title_node, tuple(excluded))
    last = _last
    if last is not None and last[0][0] is page and last[0][1] is structured and last[0][2:] == asked[2:]:
        return last[1]
    made = Surroundings(*asked)
    _last = (asked, made)
    return made


_HINT_NAMES = (
    (Hint.CHROME, "chrome"), (Hint.FOOTER, "footer"), (Hint.TEASER, "teaser"), (Hint.COMMENT, "comment"),
    (Hint.BIO, "bio"), (Hint.ARTICLE, "article"), (Hint.HEADER, "header"),
)  # fmt: skip


_ANY_HINT = sum([hint for hint, _ in _HINT_NAMES])


@lru_cache(maxsize=256)
def _hint_features(hints: int) -> Mapping[str, float]:
    return {name: 1.0 for hint, name in _HINT_NAMES if hints & hint}


def place_features(around: Surroundings, node: int) -> dict[str, float]:
    """What is around a node, and how far it is from the headline, counted in visible texts."""
    above = around.hints(node)
    features = dict(_hint_features(above & _ANY_HINT))
    title, visible = around.title_node, around.page.visible
    at = bisect_left(visible, node)
    if title is None:
        features["no-title"] = 1.0
        if node < len(around.page.tags) * 0.3:
            features["early"] = 1.0
    elif node >= title:
        distance = max(at - around.title_end_at, 0)
        features |= _AFTER[distance] if distance <= 60 else _FAR_AFTER
        if distance <= 60 and not around.is_long_within(around.title_end_at, at):
            features["before-text"] = 1.0
    else:
        distance = around.title_start_at - at
        features |= _BEFORE[distance] if distance <= 10 else _FAR_BEFORE
    end = bisect_left(visible, around.page.ends[node], at, min(at + around.page.ends[node] - node, len(visible)))
    for place in range(max(at - 2, 0), min(end + 2, at + 12, len(visible))):
        if around.is_dated(place):
            features["by-date"] = 1.0
            break
    if around.is_long_within(end, end + 6):
        features["leads-text"] = 1.0
    if around.is_long_within(max(at - 3, 0), at):
        features["follows-text"] = 1.0
    return features


# What a distance says: each reach that it is within
_AFTER = [{f"after:{most}": 1.0 for most in (1, 3, 8, 20, 60) if n <= most} for n in range(61)]
_FAR_AFTER = {"after:far": 1.0}
_BEFORE = [{f"before:{most}": 1.0 for most in (3, 10) if n <= most} for n in range(11)]
_FAR_BEFORE = {"before:far": 1.0}


def is_elsewhere(mention: Mention[Fact]) -> bool:
    """Whether the place is a teaser's or the site's, not the article's."""
    held = mention.features
    return bool(held) and not held.keys().isdisjoint(ELSEWHERE)


def is_below_article(page: Page, mention: Mention[Fact]) -> bool:
    """Whether the place is in the footer of an article, which is far from the headline and no footer of the site."""
    if mention.node is None or not mention.features.keys().isdisjoint(_NEVER_BELOW):
        return False
    above: list[str] = []
    node = page.parents[mention.node]
    while node > 0:
        above.append(page.tags[node])
        node = page.parents[node]
    return "footer" in above and "article" in above[above.index("footer") :]


def is_near_title(mention: Mention[Fact]) -> bool:
    """Whether the place is visible and in reach of the headline."""
    return "after:20" in mention.features or "before:10" in mention.features
