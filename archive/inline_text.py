"""Page and node in, the visible words of the node in one line out."""

from __future__ import annotations

from bisect import bisect_left

from archive.model import Page

__all__ = ["inline_text", "visible_nodes"]

# Tags that a browser sets on a line of their own: words on both sides do not run together.
_BREAKING = frozenset(
    "address article aside blockquote br dd div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li "
    "main nav ol p pre section table td th time tr ul img button".split()
)


def visible_nodes(page: Page, node: int) -> list[int]:
    """Numbers of the visible text nodes at or below the node, in order."""
    visible, end = page.visible, page.ends[node]
    first = bisect_left(visible, node)
    if first == len(visible) or visible[first] >= end:
        return []
    # most elements hold but a few texts
    last = bisect_left(visible, end, first, min(first + end - node, len(visible)))
    return visible[first:last]


def inline_text(page: Page, node: int, *, most: int = 400, apart: bool = False) -> str:
    """Visible words of the node, white space collapsed; '' when there are more than `most` text nodes.

    With `apart` every element's words are set apart, as the style sheet does in a byline ("Jane Doe", "on").
    """
    nodes = visible_nodes(page, node)
    if len(nodes) == 1:
        return " ".join(page.texts[nodes[0]].split())
    if not nodes or len(nodes) > most:
        return ""
    pieces: list[str] = []
    tags, texts = page.tags, page.texts
    if apart:
        return " ".join(" ".join([texts[n] for n in nodes]).split())
    here = nodes[0]
    pieces.append(texts[here])
    for following in nodes[1:]:
        between = here + 1
        # a block that opens between two texts, or closes after the first, sets them apart
        if not _BREAKING.isdisjoint(tags[between:following]) or _leaves_block(page, here, following):
            pieces.append(" ")
        elif following - here > 1 and texts[here][-1:].isalnum() and texts[following][:1].isupper():
            # neighbouring inline elements that only a style sheet keeps apart: "Jane DoeJuly 4"
            pieces.append(" " if texts[here][-1:].islower() or texts[here][-1:].isdigit() else "")
        pieces.append(texts[following])
        here = following
    return " ".join("".join(pieces).split())


def _leaves_block(page: Page, here: int, following: int) -> bool:
    parent = page.parents[here]
    while parent >= 0 and page.ends[parent] <= following:
        if page.tags[parent] in _BREAKING:
            return True
        parent = page.parents[parent]
    return False
