"""What was found as comments in, the same without what only looks like them out: articles, teasers, other pages' lists.

Each doubt looks at what a page's own comments never do: hold most of the page, or lead to comments of several pages.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from urllib.parse import urlsplit

from archive.comment_item import Item
from archive.model import Page
from archive.page_index import page_index

__all__ = ["without_doubtful"]

_LONG = 1000
"""Characters of a text that may be an article's."""
_MOST_OF_A_PAGE = 0.5
_OF_ALL_COMMENTS = re.compile(
    r"^(?:comments?|respond|disqus_thread|kommentare|comentarios|commentaires|commenti|reacties|repl(?:y|ies)|"
    r"responses?)$",
    re.I,
)
_OF_ONE_COMMENT = re.compile(r"^(?:[a-z]*[-_]?comment|c|cmt|reply|li-comment|div-comment)[-_]?\d+$", re.I)
_DIGITS = re.compile(r"\d+")


def without_doubtful(page: Page, items: list[Item]) -> list[Item]:
    """The items that can be comments on this page's article."""
    kept = [item for item in items if not _is_article(page, item)]
    if len(kept) > 1 and _lead_elsewhere(page, kept):
        return []
    return kept


def _is_article(page: Page, item: Item) -> bool:
    """Whether the item's text is long and most of what the page shows: an article between its author and its date."""
    texts = page.texts
    length = sum([len(texts[n]) for n in item.parts.text_nodes])
    return length > _LONG and length > _MOST_OF_A_PAGE * sum([len(texts[n]) for n in page.visible])


def _lead_elsewhere(page: Page, items: Sequence[Item]) -> bool:
    """Whether most items link to comments of several other pages: teasers of articles, latest comments of a site."""
    links = page_index(page).tags.get("a", [])
    leading = 0
    places: set[str] = set()
    for item in items:
        place = _other_place(page, item, links)
        if place is not None:
            leading += 1
            places.add(place)
    return 2 * leading > len(items) and len(places) > 1


def _other_place(page: Page, item: Item, links: Sequence[int]) -> str | None:
    """Path, without its numbers, of the first link to comments; None where the item has none to another page.

    Numbers do not count, as in /comment/41#comment-41, where each comment has a page of its own.
    """
    for link in links[bisect_left(links, item.span.start) : bisect_left(links, item.span.end)]:
        href = page.attributes[link].get("href", "")
        address, mark, fragment = href.partition("#")
        if not mark or not address or not (_OF_ALL_COMMENTS.match(fragment) or _OF_ONE_COMMENT.match(fragment)):
            continue
        try:
            path = urlsplit(address).path
        except ValueError:
            continue
        return _DIGITS.sub("0", path.rstrip("/"))
    return None
