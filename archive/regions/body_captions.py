"""Page and a block in, whether the block is the caption of a picture out.

A caption belongs to its figure: it stands in the body's HTML and with the picture, and not among the article's
paragraphs. People who annotate bodies see it so too, in nine articles of ten.
"""

from __future__ import annotations

from bisect import bisect_left

from archive.model import Page
from archive.page_index import page_index
from archive.regions.body_blocks import Blocks

__all__ = ["has_captions", "is_caption", "is_figure_caption"]

_LEVELS = 3
_SHOWN = frozenset(["table", "iframe", "video", "audio", "object", "embed"])
_LONGEST = 600
_LARGEST_FIGURE = 300
"""Nodes in an element above which it is no figure; it also keeps wild pages from being read once a block."""


def has_captions(page: Page) -> bool:
    """Whether anything on the page calls itself a caption; most pages need not be asked block by block."""
    index = page_index(page)
    return "figcaption" in index.tags or any("caption" in name for name in index.class_lists)


def is_caption(page: Page, blocks: Blocks, block: int) -> bool:
    """Whether the block stands in what calls itself a caption, with a picture and little else around it."""
    if len(blocks.texts[block]) > _LONGEST:
        return False
    tags, attributes, parents = page.tags, page.attributes, page.parents
    here = page.parents[blocks.nodes[block][0]]
    for _ in range(_LEVELS):
        if here < 0:
            return False
        if tags[here] == "figcaption" or "caption" in attributes[here].get("class", "").lower():
            return _has_picture(page, here)
        here = parents[here]
    return False


def is_figure_caption(page: Page, blocks: Blocks, block: int) -> bool:
    """Whether the block is the <figcaption> of a figure that shows a table, a film or what another site embeds."""
    here = page.parents[blocks.nodes[block][0]]
    for _ in range(_LEVELS):
        if here < 0 or page.tags[here] == "figcaption":
            break
        here = page.parents[here]
    figure = page.parents[here] if here >= 0 and page.tags[here] == "figcaption" else -1
    if figure < 0 or page.tags[figure] != "figure" or len(blocks.texts[block]) > _LONGEST:
        return False
    return not _SHOWN.isdisjoint(page.tags[figure : page.ends[figure]])


def _has_picture(page: Page, caption: int) -> bool:
    """Whether an element around the caption holds a picture, and hardly any text but the caption's."""
    own = _length(page, caption)
    if own > _LONGEST:
        return False
    here = caption
    for _ in range(_LEVELS):
        if page.ends[here] - here > _LARGEST_FIGURE:
            return False
        if "img" in page.tags[here : page.ends[here]]:
            return _length(page, here) <= 2 * own + 40 and "pre" not in page.tags[here : page.ends[here]]
        here = page.parents[here]
        if here < 0:
            return False
    return False


def _length(page: Page, element: int) -> int:
    first, last = bisect_left(page.visible, element), bisect_left(page.visible, page.ends[element])
    return sum(len(page.texts[node].strip()) for node in page.visible[first:last])
