"""Page in, what a theme writes into an article of its own accord out: anchors of headings, address
and licence lines, numbers of lines of code.

They stand inside the text, so that the model takes them for it where they are short or many.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from archive.heading_text import heading_anchors
from archive.inline_text import inline_text
from archive.model import Claim, Page, Region
from archive.page_index import page_index
from archive.regions import Context, Findings

__all__ = ["ORDER", "read"]

ORDER = 44

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LICENCE = re.compile(
    r"\b(?:licen[sc]ed? under|licen[sc]e[sd]?\b|lizenz|licencia|licença|cc[ -]by)|许可|協議|协议|版权|版權",
    re.IGNORECASE,
)
_BLOCKS = frozenset("p li div dd dt td section footer ul dl blockquote".split())
_LONGEST_LINE = 45
"""Words of a line that names a licence."""
_GUTTERS = ("gutter", "linenos", "linenodiv", "line-numbers", "line-numbers-rows", "lineno")
_CELLS = frozenset(["td", "pre", "div", "span"])
_LONGEST_LABEL = 4
_FEWEST_WORDS_OF_A_NAME = 3


def read(context: Context) -> Findings:
    """Claims of furniture for what the theme wrote into the article."""
    page = context.page
    claims = [Claim(link, Region.FURNITURE, "details:heading-anchor", confidence=0.95) for link in _anchors(page)]
    lines = dict.fromkeys(_licence_lines(page), "licence")
    lines |= dict.fromkeys(_own_addresses(page), "own-address")
    lines |= dict.fromkeys(_line_numbers(page), "line-numbers")
    taken = context.spans(Region.COMMENT, Region.COMMENT_FORM, Region.NOTICE)
    claims += [
        Claim(block, Region.FURNITURE, f"details:{what}", confidence=0.8)
        for block, what in sorted(lines.items())
        if not any(first <= block < end for first, end in taken)
    ]
    return Findings(claims=tuple(claims))


def _anchors(page: Page) -> Iterator[int]:
    """Links inside headings that lead to the heading itself and say a sign alone."""
    for tag in _HEADINGS:
        for heading in page_index(page).tags.get(tag, ()):
            yield from heading_anchors(page, heading)


def _licence_lines(page: Page) -> Iterator[int]:
    """Short blocks with a link to a Creative Commons licence that speak of a licence."""
    for link in page_index(page).tags.get("a", ()):
        href = page.attributes[link].get("href", "")
        if "creativecommons.org/" in href:
            block = _block(page, link)
            text = inline_text(page, block, most=80)
            if len(text.split()) <= _LONGEST_LINE and len(text) < 300 and _LICENCE.search(text):
                yield block


def _own_addresses(page: Page) -> Iterator[int]:
    """Short blocks that print the page's own address, as "Permalink: https://…" does."""
    try:
        path = urlsplit(page.url).path.rstrip("/").lower()
    except ValueError:
        return
    if len(re.findall(r"[^\W_]+", path.rpartition("/")[2])) < _FEWEST_WORDS_OF_A_NAME:
        return
    for node in page.visible:
        text = page.texts[node]
        if "://" in text and len(text) < 300 and path in text.lower():
            block = _block(page, node)
            words = inline_text(page, block, most=40).split()
            if words and len([word for word in words if "://" not in word]) <= _LONGEST_LABEL:
                yield block


def _line_numbers(page: Page) -> Iterator[int]:
    """Elements beside code that count its lines."""
    for name in _GUTTERS:
        for node in page_index(page).with_class(name):
            if page.tags[node] in _CELLS:
                numbers = inline_text(page, node, most=2000, apart=True).split()
                if len(numbers) > 1 and all(word.isdigit() for word in numbers):
                    yield node


def _block(page: Page, node: int) -> int:
    block = page.parents[node]
    while block > 0 and page.tags[block] not in _BLOCKS:
        block = page.parents[block]
    return block
