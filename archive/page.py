"""Capture payload in, Page out: charset, HTML tree as flat arrays, visible text in order."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from archive.model import Page

__all__ = ["is_text", "node_path", "read_page", "subtree_text"]

_NO_ATTRIBUTES: Mapping[str, str] = {}

# Elements whose text a browser without style sheets never shows as text of the page.
_INVISIBLE_TAGS = frozenset(
    [
        "head",
        "script",
        "style",
        "template",
        "noscript",
        "title",
        "meta",
        "link",
        "base",
        "iframe",
        "object",
        "embed",
        "audio",
        "video",
        "canvas",
        "svg",
        "math",
        "datalist",
        "noframes",
        "noembed",
        "textarea",
        "select",
        "option",
        "param",
        "source",
        "track",
        "area",
    ]
)


def read_page(html: str | bytes, *, url: str, charset: str | None = None) -> Page:
    """The page that a browser would build from `html`, as flat arrays."""
    text = html if isinstance(html, str) else html.decode(charset or "utf-8", "replace")
    tree = LexborHTMLParser(text)
    tags: list[str] = []
    parents: list[int] = []
    ends: list[int] = []
    depths: list[int] = []
    attributes: list[Mapping[str, str]] = []
    texts: list[str] = []
    visible: list[int] = []
    # lexbor gives nodes in document order without events for leaving them: the parent's mem_id tells where we are.
    stack: list[int] = []
    stack_ids: list[int] = []
    hidden_until = -1
    root = tree.root
    base_href = ""
    if root is None:
        return Page(url, url, [], [], [], [], [], [], [], charset)
    for node in root.traverse(include_text=True):
        tag = node.tag
        if tag == "-comment" or tag is None:
            continue
        number = len(tags)
        parent = node.parent
        parent_id = parent.mem_id if parent is not None else 0
        while stack_ids and stack_ids[-1] != parent_id:
            ends[stack.pop()] = number
            stack_ids.pop()
        if hidden_until >= 0 and len(stack) <= hidden_until:
            hidden_until = -1
        parents.append(stack[-1] if stack else -1)
        depths.append(len(stack))
        if tag == "-text":
            tags.append("#text")
            ends.append(number + 1)
            attributes.append(_NO_ATTRIBUTES)
            content = node.text_content or ""
            texts.append(content)
            if hidden_until < 0 and not content.isspace() and content:
                visible.append(number)
            continue
        raw = node.attributes
        values = {k: v or "" for k, v in raw.items()} if raw else _NO_ATTRIBUTES
        tags.append(tag)
        ends.append(number + 1)
        attributes.append(values)
        texts.append("")
        if hidden_until < 0 and (tag in _INVISIBLE_TAGS or "hidden" in values or _is_styled_away(values)):
            hidden_until = len(stack)
        if tag == "base" and not base_href:
            base_href = values.get("href", "")
        stack.append(number)
        stack_ids.append(node.mem_id)
    for open_node in stack:
        ends[open_node] = len(tags)
    try:
        base_url = urljoin(url, base_href.strip()) if base_href else url
    except ValueError:
        base_url = url
    return Page(url, base_url, tags, parents, ends, depths, attributes, texts, visible, charset)


def _is_styled_away(attributes: Mapping[str, str]) -> bool:
    style = attributes.get("style")
    return bool(style) and "display:none" in str(style).replace(" ", "").lower()


def is_text(page: Page, node: int) -> bool:
    """Whether the node is a text node."""
    return page.tags[node] == "#text"


def subtree_text(page: Page, node: int) -> str:
    """All text below a node, white space collapsed, in one line."""
    return " ".join("".join(page.texts[node : page.ends[node]]).split())


def node_path(page: Page, node: int) -> str:
    """XPath of a node from the root, as a browser's document.evaluate takes it."""
    steps: list[str] = []
    while node >= 0:
        parent = page.parents[node]
        tag = page.tags[node]
        index = 1
        if parent >= 0:
            sibling = parent + 1
            while sibling < node:
                index += page.tags[sibling] == tag
                sibling = page.ends[sibling]
        name = "text()" if tag == "#text" else tag
        steps.append(name if parent < 0 else f"{name}[{index}]")
        node = parent
    return "/" + "/".join(reversed(steps))
