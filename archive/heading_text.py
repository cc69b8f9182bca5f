"""Page and heading in, its words out, without the sign by which a reader links to it."""

from __future__ import annotations

from archive.inline_text import inline_text
from archive.model import Page

__all__ = ["heading_anchors", "heading_text"]

_SIGNS = frozenset("¶ § # 🔗 ∞ ⚓ ☍ Δ \uf0c1 \uf470".split())
"""The two of the private use area are link pictures of icon fonts."""
_AROUND_SIGN = "\ufe0e\ufe0f \u200b"


def heading_anchors(page: Page, heading: int) -> list[int]:
    """Links inside a heading that lead to a place of the page and say a sign alone (Sphinx, Docusaurus, mkdocs)."""
    return [
        node
        for node in range(heading + 1, page.ends[heading])
        if page.tags[node] == "a"
        and "#" in page.attributes[node].get("href", "")
        and inline_text(page, node, most=4).strip(_AROUND_SIGN) in _SIGNS
    ]


def heading_text(page: Page, heading: int, *, most: int = 400) -> str:
    """The heading's words as inline_text gives them, without its anchor's sign."""
    text = inline_text(page, heading, most=most)
    ends = text.strip(_AROUND_SIGN)
    if not ends or (ends[0] not in _SIGNS and ends[-1] not in _SIGNS):
        return text
    for link in heading_anchors(page, heading):
        sign = inline_text(page, link, most=4).strip(_AROUND_SIGN)
        ends = ends.removeprefix(sign) if ends.startswith(sign) else ends.removesuffix(sign)
    return ends.strip()
