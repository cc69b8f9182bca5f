"""Page in, its visible texts by their first word out: where labels ("By", "Tags:", "Von") can begin."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from archive.model import Page

__all__ = ["first_words", "texts_beginning"]

_FIRST_WORD = re.compile(r"[\s~|\[–—-]*([^\W\d_]+)")

# A page is asked by several rules, one after the other: the last one is remembered.
_last: tuple[Page, Mapping[str, list[int]]] | None = None


def first_words(page: Page) -> Mapping[str, list[int]]:
    """Each first word (its letters alone, folded) with the visible texts that begin with it, in page order.

    Dashes and brackets before the word are passed over: "— Posted by Jane Doe".
    """
    global _last
    last = _last
    if last is not None and last[0] is page:
        return last[1]
    found: defaultdict[str, list[int]] = defaultdict(list)
    texts, match = page.texts, _FIRST_WORD.match
    for node in page.visible:
        first = match(texts[node])
        if first:
            found[first[1].casefold()].append(node)
    _last = (page, found)
    return found


def texts_beginning(page: Page, words: Iterable[str]) -> list[int]:
    """Visible text nodes whose first word is one of the words, in page order."""
    held = first_words(page)
    return sorted([node for word in held.keys() & words for node in held[word]])
