"""A group of links in, the words in or above it that say what it is out."""

from __future__ import annotations

from dataclasses import replace

from archive.model import NavigationKind as Kind
from archive.page import subtree_text
from archive.regions.navigation_blocks import LinkMeasure
from archive.regions.navigation_group import GENERIC, Group
from archive.regions.navigation_words import kind_of_heading

__all__ = ["heading_before", "is_announced", "with_heading"]

_HEADING_TAGS = frozenset(
    ["h1", "h2", "h3", "h4", "h5", "h6", "dt", "legend", "strong", "b", "caption", "header", "th", "summary"]
)
_HEADING_LENGTH = 60


def with_heading(measure: LinkMeasure, group: Group, groups: dict[int, Group]) -> Group:
    """The group with the heading above it, whose words overrule a kind told by shape or a vague name."""
    page = measure.page
    heading, node = -1, group.node
    inner = heading_inside(measure, node)
    if inner:
        text = inner
    else:
        above = page.parents[node]
        extra = measure.text_length(above) - measure.text_length(node) if above > 0 else 1000
        climbs = 0
        while above > 0 and not extra and climbs < 2:  # wrappers that add nothing
            if above in groups:
                return group
            node, above = above, page.parents[above]
            extra = measure.text_length(above) - measure.text_length(node)
            climbs += 1
        heading = heading_before(measure, node)
        if heading < 0 or heading in groups:
            return group
        text = subtree_text(page, heading)
    kind = kind_of_heading(text) if text else None
    if heading >= 0 and kind is None and page.tags[heading] not in _HEADING_TAGS:
        return group
    if (
        kind is not None
        and (group.kind in GENERIC or group.kind in (Kind.UTILITY, Kind.ARCHIVES))
        and not group.rule.startswith("platform:")
    ):
        keeps = group.kind is Kind.FOOTER and kind in GENERIC
        group = (
            group
            if keeps
            else replace(group, kind=kind, rule=group.rule + "+heading", confidence=max(group.confidence, 0.75))
        )
    return replace(group, headings=(heading,)) if heading >= 0 else group


def is_announced(measure: LinkMeasure, node: int) -> bool:
    """Whether the heading in or above the element says what kind of list it is."""
    words = heading_inside(measure, node)
    heading = -1 if words else heading_before(measure, node)
    if heading >= 0:
        words = subtree_text(measure.page, heading)
    return bool(words) and kind_of_heading(words) is not None


def heading_inside(measure: LinkMeasure, node: int) -> str:
    """Short unlinked text at the very start of the group; empty when it starts with a link."""
    page = measure.page
    first, last = measure.span(node)
    if first >= last or measure.link_lengths[first + 1] > measure.link_lengths[first]:
        # a linked heading counts where it is one by its tag
        if first >= last:
            return ""
        here = page.parents[page.visible[first]]
        while here > node and page.tags[here] not in ("h1", "h2", "h3", "h4", "h5", "h6"):
            here = page.parents[here]
        return subtree_text(page, here)[:_HEADING_LENGTH] if here > node else ""
    text = page.texts[page.visible[first]].strip()
    return text if len(text) <= _HEADING_LENGTH else ""


def heading_before(measure: LinkMeasure, node: int) -> int:
    """The element just before the node that reads like its heading; -1 when there is none."""
    page = measure.page
    above = page.parents[node]
    before = node
    while True:
        before -= 1
        while before > above and page.parents[before] != above:
            before = page.parents[before]
        if before <= above:
            return -1
        if page.tags[before] == "#text":
            if not page.texts[before].isspace():
                return -1  # the words right before it are a sentence's
        elif measure.text_length(before):
            break
    if measure.text_length(before) > _HEADING_LENGTH or page.tags[before] in ("ul", "ol", "table", "nav", "a"):
        return -1
    return before if measure.link_count(before) <= 1 else -1
