"""Page, headline and first words of the body in, the picture above the article out, which no text stands around.

Templates print it (a "featured image") beside the headline and not in the text, so that it is in no part of the body.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.markup import image_address
from archive.model import Claim, Page, Region
from archive.page_index import page_index

__all__ = ["lead_image"]

_SMALL = 150
"""Pixels: what is not wider is a portrait or a sign."""
_NO_PICTURES = re.compile("avatar|gravatar|logo|icon|portrait|headshot|spinner|author|emoji|sprite")
_APART = frozenset(["nav", "aside", "footer", "form", "button"])
_OTHERS = frozenset([Region.NAVIGATION, Region.COMMENT, Region.BYLINE, Region.NOTICE])
_HERO_NODES = 40
"""So near above the headline a picture belongs to it, where both are in no element with the text."""


def lead_image(page: Page, deciding: Sequence[Claim], title: int, first_words: int) -> int | None:
    """The first picture of some size between the headline's place and the body's first words; None without one."""
    around = title
    while page.ends[around] <= first_words and page.parents[around] >= 0:
        around = page.parents[around]
    start = around if page.tags[around] not in ("body", "html") else max(title - _HERO_NODES, 0)
    for node in page_index(page).tags.get("img", ()):
        if start <= node < first_words and _is_picture(page, node) and _stands_alone(page, deciding, node, around):
            return node
    return None


def _is_picture(page: Page, node: int) -> bool:
    attributes = page.attributes[node]
    sizes = [int(s) for k in ("width", "height") if (s := attributes.get(k, "").removesuffix("px")).isdecimal()]
    if sizes and max(sizes) <= _SMALL:
        return False
    words = f"{attributes.get('class', '')} {attributes.get('src', '')} {attributes.get('id', '')}".lower()
    return not _NO_PICTURES.search(words) and image_address(page, node) is not None


def _stands_alone(page: Page, deciding: Sequence[Claim], node: int, around: int) -> bool:
    """Whether the picture is in no menu, no teaser and no link to another page, and with no words but its caption."""
    here = page.parents[node]
    while here >= 0 and here != around:
        names = f"{page.attributes[here].get('class', '')} {page.attributes[here].get('id', '')}".lower()
        if page.tags[here] in _APART or _NO_PICTURES.search(names):
            return False
        if page.tags[here] == "a" and not _shows_itself(page, here):
            return False
        here = page.parents[here]
    return deciding[node].region not in _OTHERS


def _shows_itself(page: Page, link: int) -> bool:
    """Whether a link around a picture leads to the picture, or nowhere else than to the page."""
    href = page.attributes[link].get("href", "").partition("?")[0].lower()
    return href.endswith((".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg")) or href in ("", "#") or page.url == href
