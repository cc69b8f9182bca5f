"""Page in, comments or posts out that are found by the names of their elements."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence

from archive.comment_clues import COMMENT_CLUES, POST_CLUES, named_nodes, names_with
from archive.comment_item import ID_NUMBER, Item, is_in_other_list, read_items, spans_after
from archive.comment_parts import Parts, read_parts
from archive.comment_roles import is_item_name, is_list_name, is_other_list_name, is_post_name
from archive.comment_span import Span, own_nodes
from archive.comment_words import NO_COMMENTS, comment_count
from archive.model import Page
from archive.page_index import page_index
from archive.repeated import shape_of, spans_of_markers

__all__ = ["named_items"]


_LEAST_IN_SPANS = 25
"""Characters that the spans of one class must have on average, to be comments and not labels."""
_FORUM_CLUES = (*COMMENT_CLUES, *POST_CLUES)
_SHORT_ID = re.compile(r"^c\d+$")


_NEVER_ITEMS = frozenset(
    "a input textarea form label h1 h2 h3 h4 h5 h6 b i em strong img button script style link body html svg select "
    "option "
    "noscript head meta iframe nav time cite small font fieldset abbr".split()
)


_PartsOf = Callable[[int, Sequence[int]], Parts]


def named_items(page: Page, *, is_forum: bool) -> list[Item]:
    """Comments found by the names of their elements, in page order; a reply may lie inside what it answers."""
    classes, ids = names_with(page, _FORUM_CLUES if is_forum else COMMENT_CLUES)
    named = [n for n in classes if is_item_name(n) or (is_forum and is_post_name(n))]
    numbered = [n for n in ids if is_item_name(n) or (is_forum and is_post_name(n))]
    if named:
        short = [n for n in page_index(page).ids if n[:1] == "c" and n[1:2].isdigit() and _SHORT_ID.match(n)]
        numbered += [n for n in short if _is_classed_comment(page, n)]
    found = named_nodes(page, named, numbered)
    if not found:
        return []
    told: dict[str, bool] = {}
    candidates = [n for n in found if _may_be_item(page, n, told, is_forum=is_forum)]
    return _resolve(page, candidates, is_forum=is_forum)


def _is_classed_comment(page: Page, name: str) -> bool:
    return "comment" in page.attributes[page_index(page).ids[name][0]].get("class", "").lower()


def _is_text_span(page: Page, node: int, told: dict[str, bool]) -> bool:
    """Whether spans of this class hold texts of some length outside links, as on old Hacker News: no labels.

    `told` remembers the answer of each class attribute.
    """
    names = page.attributes[node].get("class", "")
    if names not in told:
        spans = page_index(page).class_values.get(names, ())
        length = sum(len("".join(page.texts[n : page.ends[n]]).strip()) for n in spans)
        is_linked = any(page.tags[page.parents[n]] == "a" or "a" in page.tags[n : page.ends[n]] for n in spans[:3])
        told[names] = len(spans) > 2 and length >= _LEAST_IN_SPANS * len(spans) and not is_linked
    return told[names]


def _may_be_item(page: Page, node: int, told: dict[str, bool], *, is_forum: bool) -> bool:
    tag = page.tags[node]
    if tag in _NEVER_ITEMS:
        return False
    visible = page.visible
    first = bisect_left(visible, node)
    if first >= len(visible) or visible[first] >= page.ends[node]:
        return False
    attributes = page.attributes[node]
    names = f"{attributes.get('class', '')} {attributes.get('id', '')}".lower()
    tokens = names.split()
    # Vanilla's opening post is an "ItemDiscussion" with the id Discussion_7; elsewhere a discussion is the whole thread
    is_opening = is_forum and "itemdiscussion" in tokens
    if is_other_list_name(names) or (not is_opening and any(is_list_name(t) for t in tokens)):
        return False
    last = bisect_left(visible, page.ends[node])
    if last - first == 1:
        text = " ".join(page.texts[visible[first]].split())
        if (
            (tag == "span" and not _is_text_span(page, node, told))
            or comment_count(text) is not None
            or NO_COMMENTS.match(text)
        ):
            return False
    return not is_in_other_list(page, node)


def _children_of(candidates: Sequence[int], page: Page) -> dict[int, list[int]]:
    """Candidate to the candidates directly inside it; -1 holds the outermost."""
    inside: dict[int, list[int]] = {-1: []}
    stack: list[int] = []
    for node in candidates:
        while stack and page.ends[stack[-1]] <= node:
            stack.pop()
        inside[stack[-1] if stack else -1].append(node)
        inside[node] = []
        stack.append(node)
    return inside


def _resolve(page: Page, candidates: list[int], *, is_forum: bool) -> list[Item]:
    """Candidates without wrappers, containers and parts: one for each comment."""

    def parts_of(node: int, children: Sequence[int]) -> Parts:
        return read_parts(page, Span(node, page.ends[node]), [Span(c, page.ends[c]) for c in children])

    for _ in range(6):
        inside = _children_of(candidates, page)
        dropped: set[int] = set()
        for node in candidates:
            children = inside[node]
            if not children or node in dropped:
                continue
            same = {c for c in children if _is_same_number(page, node, c)}
            if same:
                dropped |= same
            elif is_forum:
                dropped |= _superfluous_posts(node, children, inside, parts_of)
            else:
                dropped |= _superfluous(page, node, children, inside, parts_of)
        if not dropped:
            break
        candidates = [n for n in candidates if n not in dropped]
    inside = _children_of(candidates, page)
    found = _widen(page, [Item(Span(n, page.ends[n]), parts_of(n, inside[n]), "named") for n in candidates])
    return found if is_forum else _with_siblings(page, found)


def _with_siblings(page: Page, items: list[Item]) -> list[Item]:
    """The items with the whole comments between them that another name tells: some themes call the author's own so."""
    lists: dict[int, list[int]] = {}
    for item in items:
        if page.ends[item.span.start] == item.span.end and item.parts.evidence == 2:
            lists.setdefault(page.parents[item.span.start], []).append(item.span.start)
    more: list[Item] = []
    starts = [item.span.start for item in items]
    for held in lists.values():
        tag = page.tags[held[0]]
        if len(held) < 2 or any(page.tags[node] != tag for node in held):
            continue
        node = held[0]
        while node < held[-1]:
            end = page.ends[node]
            if page.tags[node] == tag and bisect_left(starts, node) == bisect_left(starts, end):  # holds no item
                parts = read_parts(page, Span(node, end))
                if parts.evidence == 2 and parts.text_nodes:
                    more.append(Item(Span(node, end), parts, "named"))
            node = end
    return sorted((*items, *more), key=lambda item: item.span.start) if more else items


def _widen(page: Page, items: list[Item]) -> list[Item]:
    """Items of one element each, made wider where author and text stand in neighbouring elements (dt and dd)."""
    heads = [i for i in items if i.parts.evidence and not i.parts.text_nodes]
    if heads and 2 * len(heads) >= len([i for i in items if i.parts.evidence]):
        spans = spans_after(page, [i.span.start for i in heads])
        kept = [i.span for i in items if i.parts.evidence and i.parts.text_nodes]
        kept = [k for k in kept if not any(s.start <= k.start < s.end for s in spans)]
    else:
        bare = [i for i in items if i.parts.text_nodes and not i.parts.evidence]
        if len(bare) < 2 or len(bare) != len(items):
            return items
        spans, kept = spans_of_markers(page, [i.span.start for i in bare]), []
    return read_items(page, [*kept, *spans], "named")


def _is_same_number(page: Page, outer: int, inner: int) -> bool:
    """Whether the ids of two elements hold the same number: parts of one post (post_7, post_message_7)."""
    mine, theirs = (
        ID_NUMBER.findall(page.attributes[outer].get("id", "")),
        ID_NUMBER.findall(page.attributes[inner].get("id", "")),
    )
    return bool(mine) and bool(theirs) and mine[-1] == theirs[-1]


def _superfluous_posts(
    node: int, children: Sequence[int], inside: Mapping[int, Sequence[int]], parts_of: _PartsOf
) -> set[int]:
    """What to drop of a candidate and those in it, where posts lie beside each other as in forums."""
    mine = parts_of(node, children)
    theirs = {c: parts_of(c, inside[c]) for c in children}
    whole = [c for c, p in theirs.items() if p.evidence == 2 and p.text_nodes]
    if len(whole) > 1 and not (mine.evidence == 2 and mine.text_nodes):
        return {node}
    partial = {c for c in children if c not in whole}
    if mine.evidence == 2 and mine.text_nodes:
        return partial
    if len(whole) == 1 and not partial and len(mine.text_nodes) > 12 and not mine.evidence:
        return {node}
    return set(children)


def _superfluous(
    page: Page, node: int, children: Sequence[int], inside: Mapping[int, Sequence[int]], parts_of: _PartsOf
) -> set[int]:
    """What to drop of a candidate and those in it: wrappers, containers and parts that are called comments too."""
    own = own_nodes(page, Span(node, page.ends[node]), [Span(c, page.ends[c]) for c in children])
    if not own:
        if len(children) == 1:
            return {children[0]}
        shapes = [shape_of(page, c) for c in children]
        if shape_of(page, node) in shapes[1:] and shapes[0] not in shapes[1:]:
            return {children[0]}
        return {node}
    mine = parts_of(node, children)
    theirs = [parts_of(c, inside[c]) for c in children]
    if mine.text_nodes and mine.evidence:
        # a part that is called a comment too: text without author and date, while what is around has both
        weak = {c for c, p in zip(children, theirs, strict=True) if not p.evidence}
        return weak if len(weak) == len(children) and len(children) == 1 else set()
    if mine.evidence and not mine.text_nodes:
        without = [c for c, p in zip(children, theirs, strict=True) if not p.evidence]
        if without:
            return set(without[:1])
        return {children[0]} if len(children) == 1 and not _has_id_number(page, children[0]) else set()
    if not mine.evidence:
        if len(children) == 1:
            if not mine.text_nodes:
                return {children[0]}
            return {node} if theirs[0].evidence else {children[0]}
        shapes = [shape_of(page, c) for c in children]
        if not mine.text_nodes and shape_of(page, node) in shapes[1:] and shapes[0] not in shapes[1:]:
            return {children[0]}
        return {node}
    return set()


def _has_id_number(page: Page, node: int) -> bool:
    return any(c.isdigit() for c in page.attributes[node].get("id", ""))
