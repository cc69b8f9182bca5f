"""The elements that a profile names as comments in, the comments with their parts and claims out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from archive.comment_dates import day_comes_first
from archive.dates import first_date, read_machine_date
from archive.markup import absolute, block_text, clean_html, visible_below
from archive.model import Claim, Comment, DateFact, Page, Region
from archive.page import subtree_text

__all__ = ["read_profile_comments"]

_PARTS = {"comment_author": "author", "comment_date": "date", "comment_subject": "subject", "comment_text": "text"}


def read_profile_comments(
    page: Page, nodes: Mapping[str, Sequence[int]], rule: str, day_first: bool | None
) -> tuple[tuple[Comment, ...], list[Claim]]:
    """(comments in page order, claims of them and their parts). A comment inside another one answers it.

    Where the order of day and month is not known (`day_first` None), the dates of all comments tell it together.
    """
    items = list(nodes.get("comment", ()))
    if day_first is None:
        day_first = day_comes_first(subtree_text(page, node) for node in nodes.get("comment_date", ()))
    comments: list[Comment] = []
    claims: list[Claim] = []
    for position, item in enumerate(items):
        parent = _enclosing(page, items, position)
        inner = [other for other in items[position + 1 :] if other < page.ends[item]]
        parts = {
            part: [n for n in nodes.get(name, ()) if _is_own(page, n, item, inner)] for name, part in _PARTS.items()
        }
        depth = comments[parent].depth + 1 if parent is not None else 0
        comments.append(_comment(page, item, position, parent, depth, parts, inner, day_first))
        claims.append(Claim(item, Region.COMMENT, rule, "text", group=position))
        for part, held in parts.items():
            claims += [Claim(n, Region.COMMENT, rule, part, group=position) for n in held if n != item]
    return tuple(comments), claims


def _enclosing(page: Page, items: Sequence[int], position: int) -> int | None:
    around = [p for p in range(position) if page.ends[items[p]] > items[position]]
    return around[-1] if around else None


def _is_own(page: Page, node: int, item: int, inner: Sequence[int]) -> bool:
    return item <= node < page.ends[item] and not any(other <= node < page.ends[other] for other in inner)


def _comment(
    page: Page,
    item: int,
    position: int,
    parent: int | None,
    depth: int,
    parts: Mapping[str, Sequence[int]],
    inner: Sequence[int],
    day_first: bool | None,
) -> Comment:
    if parts["text"]:
        text_nodes = [n for node in parts["text"] for n in visible_below(page, node, without=inner)]
    else:
        others = [*inner, *parts["author"], *parts["date"], *parts["subject"]]
        text_nodes = visible_below(page, item, without=others)
    author = parts["author"][0] if parts["author"] else None
    anchor = page.attributes[item].get("id") or None
    return Comment(
        position,
        block_text(page, text_nodes),
        clean_html(page, text_nodes),
        author=subtree_text(page, author) or None if author is not None else None,
        author_url=_link(page, author),
        author_source="byline" if author is not None else None,
        subject=subtree_text(page, parts["subject"][0]) or None if parts["subject"] else None,
        posted_at=_date(page, parts["date"], day_first),
        parent=parent,
        depth=depth,
        permalink=absolute(page, f"#{anchor}") if anchor else None,
        anchor=anchor,
        node=item,
    )


def _link(page: Page, node: int | None) -> str | None:
    if node is None:
        return None
    for here in range(node, page.ends[node]):
        if page.tags[here] == "a" and page.attributes[here].get("href"):
            return absolute(page, page.attributes[here]["href"])
    return None


def _date(page: Page, nodes: Sequence[int], day_first: bool | None) -> DateFact | None:
    for node in nodes:
        raw = page.attributes[node].get("datetime") or ""
        found = read_machine_date(raw, day_first=day_first) if raw else None
        found = found or first_date(subtree_text(page, node), day_first=day_first)
        if found is not None:
            return DateFact(found.value, found.precision, found.raw, "visible", node)
    return None
