"""Places on a page in, comments out, and whether what stands there is one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from archive.comment_parts import Parts, read_parts
from archive.comment_roles import is_item_name, is_list_name, is_other_list_name
from archive.comment_span import Span
from archive.model import Page
from archive.quick_values import quickly_made
from archive.repeated import spans_of_markers

__all__ = ["ID_NUMBER", "Item", "is_in_other_list", "kept_items", "read_items", "spans_after", "worth"]


_TYPED = re.compile(r"sioct:Comment|schema\.org/(?:Comment|UserComments)\b", re.I)


# WordPress's name for a thread; plugins that sort it add "recent" and "best" to the same element
_THREAD_LISTS = frozenset(("commentlist", "comment-list"))


ID_NUMBER = re.compile(r"\d+")


@quickly_made
@dataclass(frozen=True, slots=True)
class Item:
    """One comment or post: its place and its parts."""

    span: Span
    parts: Parts
    rule: str
    """How it was found: named, marked."""
    confidence: float = 0.95


def read_items(page: Page, spans: Sequence[Span], rule: str) -> list[Item]:
    """The spans as items, each without the text of those inside it."""
    ordered = sorted(set(spans), key=lambda s: (s.start, -s.end))
    return [Item(s, read_parts(page, s, _directly_inside(ordered, at)), rule) for at, s in enumerate(ordered)]


def _directly_inside(ordered: Sequence[Span], at: int) -> list[Span]:
    """The outermost spans inside the one at `at`; all sorted by start, then longest first."""
    outer = ordered[at]
    inside: list[Span] = []
    covered = outer.start
    for span in ordered[at + 1 :]:
        if span.start >= outer.end:
            break
        if span.start >= covered:
            inside.append(span)
            covered = span.end
    return inside


def spans_after(page: Page, heads: Sequence[int]) -> list[Span]:
    """Each head with the siblings after it; for one alone, up to the next heading, form or list."""
    if len(heads) > 1:
        return spans_of_markers(page, heads)
    head = heads[0]
    end = page.ends[head]
    above = page.parents[head]
    sibling = end
    for _ in range(6):
        if sibling >= page.ends[above] or page.tags[sibling] in ("form", "h1", "h2", "h3", "footer", "nav", "dt"):
            break
        names = page.attributes[sibling]
        if any(
            is_list_name(t) or is_other_list_name(t)
            for t in f"{names.get('class', '')} {names.get('id', '')}".lower().split()
        ):
            break
        sibling = end = page.ends[sibling]
    return [Span(head, end)]


def kept_items(page: Page, items: Sequence[Item]) -> list[Item]:
    """Items with a text, and an author or a date, or the page's word that they are comments."""
    return [i for i in items if _holds_comment(page, i)]


def worth(items: Sequence[Item]) -> float:
    """How well a reading explains the page: comments found, whole ones for more."""
    return sum(0.4 * item.parts.evidence + 0.2 for item in items)


def _holds_comment(page: Page, item: Item) -> bool:
    if item.parts.kind != "comment":
        return bool(item.parts.author or item.parts.text_nodes)
    if not item.parts.date_raw and "textarea" in page.tags[item.span.start : item.span.end]:
        return False  # the labels and warnings of a form
    return bool(item.parts.text_nodes) and (item.parts.evidence > 0 or _is_called_comment(page, item))


def _is_called_comment(page: Page, item: Item) -> bool:
    """Whether the markup alone tells: typed as a comment, or named and numbered inside a named list."""
    start = item.span.start
    attributes = page.attributes[start]
    if _TYPED.search(f"{attributes.get('typeof', '')} {attributes.get('itemtype', '')}"):
        return True
    names = f"{attributes.get('class', '')} {attributes.get('id', '')}".lower().split()
    if item.rule != "named" or not any(is_item_name(name) for name in names):
        return False
    if not ID_NUMBER.search(attributes.get("id", "")) and not ID_NUMBER.search(_id_before(page, start)):
        return False
    here = page.parents[start]
    for _ in range(4):
        if here <= 0:
            return False
        values = page.attributes[here]
        if any(is_list_name(t) for t in f"{values.get('class', '')} {values.get('id', '')}".lower().split()):
            return True
        here = page.parents[here]
    return False


def _id_before(page: Page, node: int) -> str:
    """Id of an empty <a> just before the element: Drupal's anchors."""
    for before in range(node - 1, max(node - 4, 0), -1):
        if page.tags[before] == "a":
            return page.attributes[before].get("id") or page.attributes[before].get("name") or ""
        if page.tags[before] != "#text":
            return ""
    return ""


# Comments of one list ask about the same elements around them: what the last page's were told is remembered.
_last_told: tuple[Page, dict[int, bool]] | None = None


def is_in_other_list(page: Page, node: int) -> bool:
    """Whether an element around the node says that its lists are of recent comments, teasers and the like."""
    global _last_told
    last = _last_told
    if last is None or last[0] is not page:
        last = _last_told = (page, {-1: False, 0: False})
    told = last[1]
    chain: list[int] = []
    here = node
    while here not in told:
        chain.append(here)
        here = page.parents[here]
    is_in = told[here]
    for element in reversed(chain):
        is_in = told[element] = is_in or _holds_other_lists(page, element)
    return is_in


def _holds_other_lists(page: Page, node: int) -> bool:
    attributes = page.attributes[node]
    if not attributes or page.tags[node] in ("body", "html"):
        return False
    names = f"{attributes.get('class', '')} {attributes.get('id', '')}"
    if len(names) < 3 or not is_other_list_name(names) or not _THREAD_LISTS.isdisjoint(names.lower().split()):
        return False
    visible = page.visible
    return bisect_left(visible, page.ends[node]) - bisect_left(visible, node) < len(visible) * 0.5
