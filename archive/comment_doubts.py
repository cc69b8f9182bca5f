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
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5"))
_MOST_BEFORE_HEADING = 40
"""Nodes of an item that may stand before its heading."""
_MOST_WORDS_OF_A_NAME = 4
_OF_ALL_COMMENTS = re.compile(
    r"^(?:comments?|respond|disqus_thread|kommentare|comentarios|commentaires|commenti|reacties|repl(?:y|ies)|"
    r"responses?)$",
    re.I,
)
_OF_ONE_COMMENT = re.compile(r"^(?:[a-z]*[-_]?comment|c|cmt|reply|li-comment|div-comment)[-_]?\d+$", re.I)
_COUNTED = re.compile(
    r"\W*(?:comments?|kommentare|comentarios|comentários|commentaires|commenti|reacties)\s*[:(]", re.I
)
_DIGITS = re.compile(r"\d+")


def without_doubtful(page: Page, items: list[Item]) -> list[Item]:
    """The items that can be comments on this page's article."""
    kept = [item for item in items if not _is_article(page, item)]
    if len(kept) > 1 and _lead_elsewhere(page, kept):
        return []
    return [] if 2 * sum([_is_headed_by_link(page, item) for item in kept]) > len(kept) else kept


def _is_headed_by_link(page: Page, item: Item) -> bool:
    """Whether a heading of several words, and of no name, leads to another page: the teaser of an article."""
    start, end = item.span.start, item.span.end
    for heading in range(start, min(end, start + _MOST_BEFORE_HEADING)):
        if page.tags[heading] not in _HEADINGS:
            continue
        links = [n for n in range(heading + 1, page.ends[heading]) if page.tags[n] == "a"]
        if page.tags[page.parents[heading]] == "a" and page.parents[heading] >= start:
            links.append(page.parents[heading])
        for link in links:
            href = page.attributes[link].get("href", "")
            if href and "#" not in href and link != item.parts.author_link:
                return len("".join(page.texts[link : page.ends[link]]).split()) > _MOST_WORDS_OF_A_NAME
    return False


def _is_article(page: Page, item: Item) -> bool:
    """Whether the item's text is long and most of what the page shows: an article between its author and its date."""
    texts = page.texts
    length = sum([len(texts[n]) for n in item.parts.text_nodes])
    return length > _LONG and length > _MOST_OF_A_PAGE * sum([len(texts[n]) for n in page.visible])


def _lead_elsewhere(page: Page, items: Sequence[Item]) -> bool:
    """Whether most items link to comments of several other pages: teasers of articles, latest comments of a site."""
    links = page_index(page).tags.get("a", [])
    places = [place for item in items if (place := _other_place(page, item, links)) is not None]
    of_all = {path for path, is_of_all in places if is_of_all}
    of_one = {_DIGITS.sub("0", path) for path, is_of_all in places if not is_of_all}
    return 2 * len(places) > len(items) and (len(of_all) > 1 or len(of_one) > 1)


def _other_place(page: Page, item: Item, links: Sequence[int]) -> tuple[str, bool] | None:
    """(path, whether of all comments there) of the first link to comments; None where the item has none with a path.

    Numbers do not count in the address of one comment, as in /comment/41#comment-41: each may have a page of its own.
    """
    for link in links[bisect_left(links, item.span.start) : bisect_left(links, item.span.end)]:
        href = page.attributes[link].get("href", "")
        address, mark, fragment = href.partition("#")
        if not address:
            continue
        counted = _OF_ALL_COMMENTS.match(fragment) or _COUNTED.match("".join(page.texts[link : page.ends[link]]))
        if not (counted or (mark and _OF_ONE_COMMENT.match(fragment))):
            continue
        try:
            path = urlsplit(address).path
        except ValueError:
            continue
        if "reply" not in path:  # Drupal answers each comment at an address of its own
            return path.rstrip("/"), counted is not None
    return None
