"""Clean HTML in, HTML as Ghost's importer keeps it out: what its editor has no node for goes into HTML cards.

Ghost turns an imported body into Lexical nodes (kg-html-to-lexical). It flattens <details>, drops ids and wrappers,
and takes images out of sentences; between the comments of an HTML card it leaves all as it is.
"""

from __future__ import annotations

import lxml.html
from lxml.html import HtmlElement

from exports.markdown import split_blocks

__all__ = ["ghost_html", "is_kept_by_ghost"]

CARD = "<!--kg-card-begin: html-->\n{}\n<!--kg-card-end: html-->"

TEXT_BLOCKS = frozenset("p h1 h2 h3 h4 h5 h6".split())
INLINE = frozenset("a b strong i em code br s u sub sup mark".split())
ATTRIBUTES = {"a": {"href"}, "code": {"class"}, "img": {"src", "alt", "width", "height", "class"}}


def ghost_html(html: str) -> str:
    """The body with a card around each block that Ghost would change.

    >>> ghost_html('<p>a</p><h2 id="x">b</h2>')
    '<p>a</p>\\n<!--kg-card-begin: html-->\\n<h2 id="x">b</h2>\\n<!--kg-card-end: html-->'
    """
    return "\n".join(block if is_kept_by_ghost(block) else CARD.format(block) for block in split_blocks(html))


def is_kept_by_ghost(block: str) -> bool:
    """Whether Ghost has a node for all that is in a block."""
    element = lxml.html.fragment_fromstring(block)
    match element.tag:
        case "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
            return is_plain(element) and has_inline_only(element)
        case "ul" | "ol":
            return is_plain(element) and all(is_list_item(item) for item in element)
        case "blockquote":
            return is_plain(element) and len(element) == 1 and element[0].tag == "p" and has_inline_only(element[0])
        case "pre":
            return is_code(element)
        case "figure":
            return is_image(element)
        case "hr":
            return True
        case _:
            return False


def is_plain(element: HtmlElement) -> bool:
    """Whether an element has no attribute that Ghost drops."""
    return set(element.attrib) <= ATTRIBUTES.get(str(element.tag), set())


def has_inline_only(element: HtmlElement) -> bool:
    """Whether below an element there is only text with Ghost's inline signs."""
    return all(
        isinstance(child.tag, str) and child.tag in INLINE and is_plain(child) for child in element.iterdescendants()
    )


def is_list_item(item: HtmlElement) -> bool:
    """Whether a list's item is one line; Ghost has no paragraphs in items, and nested lists come back changed."""
    return item.tag == "li" and is_plain(item) and has_inline_only(item)


def is_code(element: HtmlElement) -> bool:
    """<pre><code>text</code></pre>"""
    return (
        is_plain(element)
        and len(element) == 1
        and element[0].tag == "code"
        and len(element[0]) == 0
        and not element.text
    )


def is_image(element: HtmlElement) -> bool:
    """A figure of one image, perhaps with a caption of text."""
    tags = [str(child.tag) for child in element]
    if element.attrib or tags not in (["img"], ["img", "figcaption"]) or not is_plain(element[0]):
        return False
    return len(element) == 1 or (is_plain(element[1]) and has_inline_only(element[1]))
