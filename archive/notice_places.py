"""Page in, the blocks of text that may be notices out: which elements, what they say, where they stand."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate

from archive.markup import BLOCK_TAGS
from archive.model import Page
from archive.page_index import page_index

__all__ = [
    "TextIndex",
    "block_of",
    "index_of",
    "is_amid_article",
    "is_in_named_article",
    "line_index",
    "named_articles",
    "text_index",
    "visible_text",
    "words_in",
]


@dataclass(frozen=True)
class TextIndex:
    """Visible text of a page in lower case, and which text node each character belongs to."""

    text: str
    """The texts of the nodes, each on a line."""
    parts: list[str]
    """The same, one by one."""
    nodes: list[int]

    @cached_property
    def starts(self) -> list[int]:
        """Where the text of each node begins; most pages are never asked."""
        starts = list(accumulate([len(part) + 1 for part in self.parts], initial=0))
        starts.pop()
        return starts

    def nodes_with(self, clue: str) -> Iterator[int]:
        """Text nodes that hold the clue (lower case), in page order; each at most once."""
        text, at = self.text, self.text.find(clue)
        if at < 0:
            return
        starts = self.starts
        while at >= 0:
            position = bisect_left(starts, at + 1) - 1
            yield self.nodes[position]
            following = starts[position + 1] if position + 1 < len(starts) else len(text)
            at = text.find(clue, following)


_last: tuple[Page, TextIndex] | None = None


def text_index(page: Page) -> TextIndex:
    """The text index of `page`; asking again for the same page costs nothing."""
    global _last
    last = _last
    if last is not None and last[0] is page:
        return last[1]
    index = index_of(page, page.visible)
    _last = (page, index)
    return index


def line_index(page: Page, most_characters: int) -> TextIndex:
    """The same of the text nodes that are no longer than that: headings and the like."""
    whole = text_index(page)
    kept = [pair for pair in zip(whole.parts, whole.nodes, strict=True) if len(pair[0]) <= most_characters]
    parts = [part for part, _ in kept]
    return TextIndex("\n".join(parts), parts, [node for _, node in kept])


def index_of(page: Page, nodes: list[int]) -> TextIndex:
    """The same of some of its text nodes, given in page order."""
    texts = page.texts
    # One by one: what has no accents is lowered in a tenth of the time, and a page's texts mostly have none.
    parts = [texts[node].lower() for node in nodes]
    return TextIndex("\n".join(parts), parts, nodes)


def visible_text(page: Page, node: int) -> str:
    """Visible text below a node in one line."""
    first, last = bisect_left(page.visible, node), bisect_left(page.visible, page.ends[node])
    texts = page.texts
    return " ".join(" ".join([texts[n] for n in page.visible[first:last]]).split())


def words_in(page: Page, node: int) -> int:
    """Words of visible text below a node."""
    first, last = bisect_left(page.visible, node), bisect_left(page.visible, page.ends[node])
    texts = page.texts
    return sum([len(texts[n].split()) for n in page.visible[first:last]])


def block_of(page: Page, node: int) -> int:
    """The nearest block element around a text node."""
    here = page.parents[node]
    while page.parents[here] > 0 and page.tags[here] not in BLOCK_TAGS:
        here = page.parents[here]
    return here


_LONG_WORDS = 30
_ARTICLE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:entry-content|post-content|post-body|article-body|field-name-body|story-body|articlebody|"
    r"entry-body|post-entry)(?:$|[\s_-])",
    re.I,
)


@lru_cache(maxsize=16_384)
def _is_article_name(names: str) -> bool:
    return _ARTICLE_NAMES.search(names) is not None


def named_articles(page: Page) -> list[int]:
    """Elements that are named as an article's text, in page order."""
    values = page_index(page).class_values
    return sorted([node for names, nodes in values.items() if _is_article_name(names) for node in nodes])


def is_in_named_article(page: Page, block: int) -> bool:
    """Whether the block stands in an element that is named as an article's text."""
    here = block
    while here > 0:
        names = page.attributes[here].get("class")
        if names and _is_article_name(names):
            return True
        here = page.parents[here]
    return False


def is_amid_article(page: Page, block: int) -> bool:
    """Whether long paragraphs stand both before and after the block in what holds it: it is the article's own text."""
    above = page.parents[block]
    for _ in range(2):
        if above < 0:
            return False
        before = after = 0
        child = above + 1
        while child < page.ends[above]:
            if (
                page.tags[child] in ("p", "blockquote", "ul", "ol")
                and not child <= block < page.ends[child]
                and words_in(page, child) >= _LONG_WORDS
            ):
                if child < block:
                    before += 1
                else:
                    after += 1
            child = page.ends[child]
        if before and after:
            return True
        if (
            page.attributes[above].get("class")
            and _is_article_name(page.attributes[above]["class"])
            and (before + after) > 1
        ):
            return bool(after)
        above = page.parents[above]
    return False
