"""Page and blocks in, the blocks of the body out, by rules alone: the path that needs no model.

Paragraphs vote for the elements around them, as in Arc90's Readability of 2009; the element with most votes, less
its share of links, is the container. Inside it, lists of links and boxes that name themselves as such stay out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.model import Page
from archive.regions.body_blocks import Blocks

__all__ = ["choose_by_rules"]

_CONFIDENCE = 0.7
_PARAGRAPH = 25
"""Characters below which a block has no vote."""

_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_ASIDE_TAGS = frozenset(["nav", "aside", "footer", "form", "button", "header"])
_ASIDE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav|menu|sidebar|side-bar|footer|comments?|respond|share|sharing|social|related|widget|promo|advert"
    r"|ads?|newsletter|subscribe|breadcrumbs?|pagination|pager|cookie|popup|modal|author-box|author-bio|tags?|meta"
    r"|byline|recommended|masthead|toolbar|login|print)(?:$|[\s_-])"
)
_MAIN_NAMES = re.compile(r"(?:^|[\s_-])(?:article|body|content|entry|hentry|main|post|text|story|blog)(?:$|[\s_-])")


def choose_by_rules(page: Page, blocks: Blocks) -> Sequence[tuple[int, float]]:
    """(number of the block, confidence) of each block of the body, in page order."""
    aside = _inside_aside(page)
    votes: dict[int, float] = {}
    for block, around in enumerate(blocks.parents):
        length = len(blocks.texts[block])
        if length < _PARAGRAPH or aside[around]:
            continue
        own = length - blocks.link_characters[block]
        if own < length / 2:
            continue
        vote = 1 + min(own / 100, 3.0) + blocks.texts[block].count(",") / 2
        share = 1.0
        # the block's own element is its paragraph; what holds several paragraphs is sought
        here = page.parents[around] if page.parents[around] >= 0 else around
        for _ in range(4):
            if here < 0:
                break
            votes[here] = votes.get(here, 0.0) + vote * share
            share *= 0.6
            here = page.parents[here]
    if not votes:
        return ()
    best = max(sorted(votes), key=lambda node: votes[node] * (1.25 if _MAIN_NAMES.search(_names(page, node)) else 1.0))
    end = page.ends[best]
    chosen: list[tuple[int, float]] = []
    for block, around in enumerate(blocks.parents):
        first = blocks.nodes[block][0]
        if not best <= first < end or (aside[around] and not aside[best]):
            continue
        length = len(blocks.texts[block])
        if blocks.link_characters[block] > 0.6 * length and length < 200:
            continue
        chosen.append((block, _CONFIDENCE))
    while chosen and page.tags[blocks.parents[chosen[-1][0]]] in _HEADINGS:
        chosen.pop()  # a heading that nothing of the body follows is of what comes after
    return chosen


def _names(page: Page, node: int) -> str:
    attributes = page.attributes[node]
    return f"{attributes.get('class', '')} {attributes.get('id', '')}".lower()


def _inside_aside(page: Page) -> list[bool]:
    """For each node, whether it or an element around it calls itself something beside the article."""
    inside: list[bool] = []
    for node, tag in enumerate(page.tags):
        above = page.parents[node]
        if above >= 0 and inside[above]:
            inside.append(True)
        elif tag == "#text" or tag in ("body", "html"):
            inside.append(False)
        else:
            inside.append(tag in _ASIDE_TAGS or bool(page.attributes[node] and _ASIDE_NAMES.search(_names(page, node))))
    return inside
