"""Page in, comments or posts out that are found by ids of a word and a number."""

from __future__ import annotations

import re

from archive.comment_item import Item, is_in_other_list, kept_items, read_items, spans_after, worth
from archive.model import Page
from archive.page_index import page_index
from archive.repeated import spans_of_markers

__all__ = ["MESSAGE_WORDS", "numbered_items"]


# "c123" names a comment in some systems and any piece of content in others (TYPO3): its class must agree.
_NUMBERED = re.compile(r"^([a-z_:.-]*?)[-_:.]?\d+$")


_ID_WORD = re.compile(
    r"^(?:(?:el|li|div|tr|dsq|view|entry|blog|article|node|idc|wp)[-_]?)?(?:comments?|cmt|kommentar|comentario|"
    r"commentaire|reply|response|remark|trackback|pingback|reactie|cid|c)$"
)


MESSAGE_WORDS = re.compile(r"^(?:msg|message|posting|reply)$")
"""Words that only forums put on every post; a list of articles has post-12 as well."""


_WEAK_WORDS = frozenset(("c", "cid", "p", "item", "entry", "edit", ""))


_LAST_WORD = re.compile(r"[-_]")
_POST_WORD = re.compile(
    r"^(?:(?:el|li|div|tr|view|table|js|forum|topic)[-_]?)?(?:posts?|p|pid|msg|message|pb|entry|reply|answer|beitrag|"
    r"edit|item|post[-_]?menu|td[-_]?post|showpost)(?:[-_]?(?:id|row|table|container|main|wrapper))?$"
)


_last_groups: tuple[Page, dict[tuple[str, str], list[int]]] | None = None


def numbered_items(page: Page, *, is_forum: bool, words: re.Pattern[str] | None = None) -> list[Item]:
    """Comments found by elements or anchors whose ids are one word and a number: comment-12, p_345, msg678."""
    groups: dict[str, list[int]] = {}
    for (tag, word), nodes in _numbered_groups(page).items():
        if words is not None and not words.match(word):
            continue
        if _ID_WORD.search(word) or (is_forum and (not word or _POST_WORD.search(word))):
            groups[f"{tag} {word}"] = nodes
    best: list[Item] = []
    for word, nodes in groups.items():
        word = word.partition(" ")[2]
        if len(nodes) < (2 if is_forum else 1) or is_in_other_list(page, nodes[0]):
            continue
        spans = spans_of_markers(page, nodes) if len(nodes) > 1 else spans_after(page, nodes)
        items = read_items(page, spans, "numbered")
        if _LAST_WORD.split(word)[-1] in _WEAK_WORDS and (
            len(nodes) < 2 or 5 * sum(i.parts.evidence < 2 for i in items) > len(items)
        ):
            continue
        if worth(kept_items(page, items)) > worth(kept_items(page, best)):
            best = items
    return best


def _numbered_groups(page: Page) -> dict[tuple[str, str], list[int]]:
    """Elements whose id, or anchors whose name, is a word and a number, by tag and word; in page order."""
    global _last_groups
    last = _last_groups
    if last is not None and last[0] is page:
        return last[1]
    index = page_index(page)
    found = [(nodes[0], name) for name, nodes in index.ids.items() if name[-1:].isdigit()]
    for node in index.tags.get("a", ()):
        attributes = page.attributes[node]
        if "name" in attributes and attributes["name"][-1:].isdigit() and not attributes.get("id"):
            found.append((node, attributes["name"].lower()))
    groups: dict[tuple[str, str], list[int]] = {}
    for node, name in sorted(found):
        match = _NUMBERED.match(name)
        if match is not None:
            groups.setdefault((page.tags[node], match[1].strip("-_").lower()), []).append(node)
    _last_groups = (page, groups)
    return groups
