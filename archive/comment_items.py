"""Page in, its comments or posts out: of the ways to find them, the one that explains the page best."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.comment_doubts import without_doubtful
from archive.comment_item import ID_NUMBER, Item, kept_items, worth
from archive.comment_marked import marked_items, tracked_items
from archive.comment_named import named_items
from archive.comment_numbered import MESSAGE_WORDS, numbered_items
from archive.comment_span import Span
from archive.comment_words import READ_MORE, comment_count
from archive.forum_signs import is_thread_address
from archive.model import Page
from archive.page_index import page_index

__all__ = ["find_items"]


_COMMENT_NAME = re.compile(r"comment|komm?ent|coment|trackback|pingback|leserbrief", re.I)


def find_items(page: Page, *, forum: tuple[str, bool] | None) -> tuple[list[Item], bool]:
    """(comments or posts in page order, whether they are posts of a forum)."""
    items, is_forum = _items_of_one_kind(page, forum)
    return (items if is_forum else _with_trackbacks(page, items)), is_forum


def _with_trackbacks(page: Page, items: list[Item]) -> list[Item]:
    """The comments with the trackbacks that stand in a list of their own."""
    tracked = [
        t
        for t in tracked_items(page)
        if not any(t.span.start < i.span.end and i.span.start < t.span.end for i in items)
    ]
    return sorted((*items, *tracked), key=lambda item: item.span.start) if tracked else items


def _items_of_one_kind(page: Page, forum: tuple[str, bool] | None) -> tuple[list[Item], bool]:
    items = _kept(page, named_items(page, is_forum=False))
    if not any(i.parts.date_raw or _COMMENT_NAME.search(_names_of(page, i.span.start)) for i in items):
        items = []  # an "answer" or a "response" without any date is a question of a help page
    items = _from_first_number(page, items)
    if forum is not None:
        _, is_sure = forum
        posts = _without_teasers(page, kept_items(page, named_items(page, is_forum=True)))
        posts = max(posts, kept_items(page, numbered_items(page, is_forum=True)), key=worth)
        if is_sure and not _is_whole(posts):
            marked = kept_items(page, marked_items(page, [Span(1, len(page.tags))]))
            if _is_whole(marked) and worth(marked) > 1.3 * worth(posts):
                posts = marked
        least = 1 if is_sure and is_thread_address(page.url) else 2
        if len(posts) >= least and worth(posts) >= worth(items) and _is_thread(posts, is_sure=is_sure):
            return _of_one_thread(page, posts), True
    if not items and forum is None:
        messages = kept_items(page, numbered_items(page, is_forum=True, words=MESSAGE_WORDS))
        if len(messages) > 2 and _is_whole(messages):
            return messages, True
    if _is_enough(page, items):
        return items, False
    numbered = _kept(page, numbered_items(page, is_forum=False))
    if worth(numbered) > 1.3 * worth(items):
        items = numbered
    if _is_enough(page, items):
        return items, False
    marked = _kept(page, marked_items(page))
    if worth(marked) > 1.3 * worth(items) and not (items and all(i.parts.kind == "trackback" for i in marked)):
        items = marked
    return items, False


def _kept(page: Page, items: Sequence[Item]) -> list[Item]:
    """The items that are comments of this page."""
    return without_doubtful(page, kept_items(page, items))


def _is_whole(items: Sequence[Item]) -> bool:
    """Whether there are several, nearly all with author and date."""
    return len(items) > 1 and 5 * sum(item.parts.evidence for item in items) >= 8 * len(items)


def _is_enough(page: Page, items: Sequence[Item]) -> bool:
    """Whether the comments found are whole, and as many as the page's headings say."""
    evidence = sum(item.parts.evidence for item in items)
    if not items or (2 * evidence < 3 * len(items) and not (len(items) > 4 and evidence >= len(items))):
        return False
    index = page_index(page)
    for tag in ("h2", "h3", "h4", "h5", "h6"):
        for node in index.tags.get(tag, ()):
            text = "".join(page.texts[node : page.ends[node]])
            if len(text) < 200:
                stated = comment_count(" ".join(text.split()))
                if stated is not None and len(items) < 0.6 * stated < 60:
                    return False
    return True


def _from_first_number(page: Page, items: list[Item]) -> list[Item]:
    """The items without what stands before the first numbered one: parts of the article that speak of comments."""
    numbered = [at for at, i in enumerate(items) if ID_NUMBER.search(page.attributes[i.span.start].get("id", ""))]
    return items[numbered[0] :] if numbered else items


def _names_of(page: Page, node: int) -> str:
    return f"{page.attributes[node].get('class', '')} {page.attributes[node].get('id', '')}"


def _without_teasers(page: Page, posts: list[Item]) -> list[Item]:
    """The posts without those that are links, end in "read more" or count answers: lists of other threads."""
    teasers = [
        p
        for p in posts
        if any(_is_teaser_end(page.texts[n]) for n in p.parts.text_nodes[-4:])
        or all(page.tags[page.parents[n]] == "a" for n in p.parts.text_nodes)
    ]
    return [p for p in posts if p not in teasers] if len(teasers) > 2 else posts


def _is_teaser_end(text: str) -> bool:
    text = " ".join(text[-80:].split())
    return len(text) < 60 and (
        READ_MORE.search(text) is not None or (comment_count(text) is not None and text[:1].isdigit())
    )


def _of_one_thread(page: Page, posts: list[Item]) -> list[Item]:
    """The posts without what stands after the thread in lists of other threads."""
    weights = [sum(len(page.texts[n].split()) for n in post.parts.text_nodes) for post in posts]
    enough = 0.7 * sum(weights)
    starts = [post.span.start for post in posts]
    # the smallest element that holds most of the words, and more than one post
    here = 0
    while True:
        inner = here + 1
        while inner < page.ends[here]:
            inside = [w for w, start in zip(weights, starts, strict=True) if inner <= start < page.ends[inner]]
            if len(inside) > 1 and sum(inside) >= enough:
                break
            inner = page.ends[inner]
        else:
            break
        here = inner
    end = page.ends[here]
    return [p for p, w in zip(posts, weights, strict=True) if p.span.start < end and (p.span.start >= here or w > 7)]


def _is_thread(posts: Sequence[Item], *, is_sure: bool) -> bool:
    """Whether most posts have an author, and a forum's two at least are there or one with all parts."""
    named = sum(1 for post in posts if post.parts.author)
    evidence = sum(post.parts.evidence for post in posts)
    return 10 * named >= 6 * len(posts) and 10 * evidence >= (20 if len(posts) == 1 else 10 if is_sure else 13) * len(
        posts
    )
