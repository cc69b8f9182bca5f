"""Page in, whether it only leads to other pages of its site out: what tells a list of one entry from an article.

A list of a tag that one post bears looks like that post: a headline, a date, an author, some text. But the headline is
a link to another page, and nothing of weight stands before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from urllib.parse import urljoin, urlsplit

from archive.claims import decide
from archive.marks import Hint
from archive.model import Claim, Page, Region
from archive.page import subtree_text
from archive.page_index import page_index
from archive.regions import Context

__all__ = ["is_run_of_entries", "leads_elsewhere"]

_HEADINGS = ("h1", "h2", "h3", "h4")
_INLINE = frozenset(["a", "span", "b", "strong", "em", "i", "font", "small", "u", "big", "bdi", "mark"])
_NO_ENTRY = (Region.NAVIGATION, Region.COMMENT, Region.COMMENT_FORM, Region.NOTICE)
_LARGEST_BLOCK = 24
"""Nodes; a line that is one link has fewer."""
_SHORTEST_LEAD = 6
_MOST_WORDS_BEFORE = 40
_FEWEST_ENTRIES = 2
_STEPS_TO_A_LINK = 5
_MOSTLY = 0.6


def leads_elsewhere(context: Context, *, most_words: int = _MOST_WORDS_BEFORE) -> bool:
    """Whether less than `most_words` of the body stand before the first line that is a link to another page, or most
    of its words in such links."""
    page = context.page
    deciding = decide(page, context.claimed_nodes())
    body = [node for node in page.visible if deciding[node].region is Region.BODY]
    if _is_mostly_links(page, body):
        return True
    first = next(
        (
            link
            for link in page_index(page).tags.get("a", ())
            if deciding[link].region not in _NO_ENTRY and _is_line(page, link) and _other_page(page, link)
        ),
        len(page.tags),
    )
    words = 0
    for node in body:
        if node >= first or words >= most_words:
            break
        words += len(page.texts[node].split())
    return words < most_words


def _is_mostly_links(page: Page, body: Sequence[int]) -> bool:
    linked = everything = 0
    for node in body:
        words = len(page.texts[node].split())
        everything += words
        above = page.parents[node]
        for _ in range(_STEPS_TO_A_LINK):
            if above <= 0:
                break
            if page.tags[above] == "a":
                linked += words if _other_page(page, above) else 0
                break
            above = page.parents[above]
    return linked > _MOSTLY * everything


def is_run_of_entries(context: Context) -> bool:
    """Whether the body is made of entries: each has a date of its own, and a headline that leads to another page."""
    page = context.page
    deciding = decide(page, context.claimed_nodes())
    heads: dict[str, int] = {}
    for tag in _HEADINGS:
        found = dict(_linked_headings(page, tag, deciding))
        if len(found) > len(heads):
            heads = found
    if len(heads) < _FEWEST_ENTRIES:
        return False
    starts = sorted(heads.values())
    dated = page_index(page).tags.get("time", []) + context.structured.marks.having(Hint.DATE)
    # the date of an entry stands before its headline or after it, but of all entries alike
    after = sum(any(here < node < following for node in dated) for here, following in pairwise(starts))
    if after < len(starts) - 1:
        return False
    before = everything = 0
    for node in page.visible:
        if deciding[node].region is Region.BODY:
            words = len(page.texts[node].split())
            everything += words
            before += words if node < starts[0] else 0
    return before < _MOST_WORDS_BEFORE and before <= (1 - _MOSTLY) * everything


def _linked_headings(page: Page, tag: str, deciding: Sequence[Claim]) -> Iterator[tuple[str, int]]:
    """(address, heading) for each heading that is a link to another page, the last of an address counting."""
    for node in page_index(page).tags.get(tag, ()):
        if deciding[node].region in _NO_ENTRY or page.ends[node] - node > _LARGEST_BLOCK:
            continue
        link = next((n for n in range(node + 1, page.ends[node]) if page.tags[n] == "a"), None)
        if link is None and page.tags[page.parents[node]] == "a":
            link = page.parents[node]
        if link is not None and (address := _other_page(page, link)):
            yield address, node


def _is_line(page: Page, link: int) -> bool:
    """Whether the link is all that its block says."""
    block = page.parents[link]
    while block > 0 and page.tags[block] in _INLINE:
        block = page.parents[block]
    if page.ends[block] - block > _LARGEST_BLOCK:
        return False
    text = subtree_text(page, link).strip()
    return len(text) >= _SHORTEST_LEAD and len(text) >= _MOSTLY * len(subtree_text(page, block).strip())


def _other_page(page: Page, link: int) -> str | None:
    """The path that a link leads to, when it is another page of the same site."""
    href = page.attributes[link].get("href", "").strip()
    if not href or href.startswith("#"):
        return None
    try:
        there, here = urlsplit(urljoin(page.base_url, href)), urlsplit(page.url)
    except ValueError:
        return None
    if there.scheme not in ("http", "https") or there.hostname != here.hostname:
        return None
    path = _plain(there.path) + there.query
    return path if path not in ("", _plain(here.path) + here.query) else None


def _plain(path: str) -> str:
    """The path without what servers add or leave out.

    >>> _plain("/2016/a-post/index.html"), _plain("/2016/a-post.html")
    ('/2016/a-post', '/2016/a-post')
    """
    path = path.lower()
    for ending in (".html", ".htm", ".php", ".aspx", "/index"):
        path = path.removesuffix(ending)
    return path.rstrip("/")
