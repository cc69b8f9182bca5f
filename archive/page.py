"""Capture payload in, Page out: charset, HTML tree as flat arrays, visible text in order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from archive.decoding import decode
from archive.errors import BadPage, PageTooLarge
from archive.model import Page, Problem
from archive.taming import tame
from archive.unclosed_raw import with_raw_closed
from archive.xml_written import with_empty_closed

__all__ = ["is_text", "read_page", "subtree_text"]

_NO_ATTRIBUTES: Mapping[str, str] = {}

# Elements whose text no browser shows as text of the page.
_INVISIBLE_TAGS = frozenset(
    "head script style template title meta link base iframe object embed audio video canvas svg datalist noframes "
    "noembed textarea select option param source track area annotation annotation-xml".split()
)
_HIDING_TAGS = _INVISIBLE_TAGS | {"noscript"}

# Elements that no parser puts anything into, in SVG and MathML neither: asking for their children is spared.
_CHILDLESS_TAGS = frozenset(["br", "hr", "img", "meta"])

_MOST_CHARACTERS = 64_000_000

# A box that starts hidden is a tab, an accordion or a whole article that fades in when it holds this much text, and
# less than half of it in links. Menus, templates and dialogs hold less.
_HIDDEN_BOX_CHARACTERS = 300
_NOSCRIPT_CHARACTERS = 200


def read_page(html: str | bytes, *, url: str, charset: str | None = None) -> Page:
    """The page that a browser would build from `html`, as flat arrays.

    Raises PageTooLarge over 64 million characters, BadPage where no tree can be built.
    """
    problems: list[Problem] = []
    used: tuple[str | None, str | None] = (None, None)
    encoded: bytes | None = None
    if isinstance(html, bytes):
        if len(html) > 4 * _MOST_CHARACTERS:
            raise PageTooLarge(f"The page has {len(html)} bytes")
        decoded = decode(html, charset=charset)
        text, used = decoded.text, (decoded.charset, decoded.source)
        if decoded.replaced:
            problems.append(_replaced_problem(decoded.replaced, decoded.charset))
        elif used[0] == "utf-8" and used[1] != "bom":
            encoded = html  # without a fault, what is read as UTF-8 is written so again
    else:
        text = html
    if len(text) > _MOST_CHARACTERS:
        raise PageTooLarge(f"The page has {len(text)} characters")
    if (closed := with_empty_closed(text)) is not None:
        text, encoded = closed, None
        problems.append(_unclosed_problem("Empty elements that are written as in XML were closed."))
    if encoded is None:
        text, encoded = _encode(text)
    tamed, left_out = tame(text, encoded=encoded)
    if left_out:
        problems.append(
            Problem("page.tamed", f"Tags over the bounds were left out: {', '.join(left_out)}.",
                    "The text is all there; see the payload with 'oldface show --raw URL'.")
        )  # fmt: skip
        encoded = tamed.encode()
    page = _walk(_parse(encoded), url, used, tuple(problems))
    closed = with_raw_closed(tamed, page)
    if closed is None:
        return page
    problems.append(_unclosed_problem("Elements without an end tag that would have held the rest were closed."))
    return _walk(_parse(tame(closed)[0].encode()), url, used, tuple(problems))


def _unclosed_problem(what: str) -> Problem:
    return Problem("page.unclosed", what, "The payload is as it was; see it with 'oldface show --raw URL'.")


def _replaced_problem(count: int, charset: str) -> Problem:
    return Problem(
        "page.undecodable",
        f"{count} characters could not be read as {charset} and stand as U+FFFD.",
        "If the page is in another encoding, name it in the site's profile.",
    )


def _encode(text: str) -> tuple[str, bytes]:
    """(the text, the same in UTF-8); lone surrogates, which cannot be written so, are replaced."""
    try:
        return text, text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
        return text, text.encode()


def _parse(encoded: bytes) -> LexborHTMLParser:
    try:
        return LexborHTMLParser(encoded)
    except (ValueError, RuntimeError, MemoryError) as error:
        raise BadPage(f"No tree could be built of the page: {error}") from error


def _walk(
    tree: LexborHTMLParser, url: str, charset: tuple[str | None, str | None], problems: tuple[Problem, ...]
) -> Page:
    """The tree as flat arrays. Each node is asked but once and let go: the border to C is what costs."""
    tags: list[str] = []
    parents: list[int] = []
    ends: list[int] = []
    depths: list[int] = []
    attributes: list[Mapping[str, str]] = []
    texts: list[str] = []
    words: list[int] = []  # text nodes that are not blank
    hiding: list[int] = []  # elements that may keep their text from being seen
    # The children that are left of the element we are in, and the same of each element around it with its number.
    children: Iterator[LexborNode] = iter([tree.root] if tree.root is not None else ())
    around: list[tuple[Iterator[LexborNode], int]] = []
    number = above = -1
    depth = 0
    while True:
        for node in children:
            text = node.text_content
            if text is None:
                tag = node.tag
                if tag is None or tag == "-comment" or tag[0] == "!":
                    continue
                if tag != "-text":
                    break
                text = ""
            number += 1
            tags.append("#text")
            parents.append(above)
            ends.append(number + 1)
            depths.append(depth)
            attributes.append(_NO_ATTRIBUTES)
            texts.append(text)
            if text and not text.isspace():
                words.append(number)
        else:
            if not around:
                break
            ends[above] = number + 1
            children, above = around.pop()
            depth -= 1
            continue
        number += 1
        tags.append(tag)
        parents.append(above)
        ends.append(number + 1)
        depths.append(depth)
        texts.append("")
        written: Any = node.attributes  # Any: selectolax has None for an attribute without value
        if written:
            if None in written.values():
                written = {name: value or "" for name, value in written.items()}
            attributes.append(written)
            if tag in _HIDING_TAGS or "style" in written or "hidden" in written:
                hiding.append(number)
        else:
            attributes.append(_NO_ATTRIBUTES)
            if tag in _HIDING_TAGS:
                hiding.append(number)
        if tag not in _CHILDLESS_TAGS:
            around.append((children, above))
            children, above = node.iter(include_text=True), number
            depth += 1
    return Page(
        url,
        _base_url(url, tags, attributes),
        tags,
        parents,
        ends,
        depths,
        attributes,
        texts,
        _visible(words, hiding, tags, ends, parents, attributes, texts),
        *charset,
        problems,
    )


def _visible(
    words: list[int],
    hiding: list[int],
    tags: list[str],
    ends: list[int],
    parents: list[int],
    attributes: list[Mapping[str, str]],
    texts: list[str],
) -> list[int]:
    """Numbers of the visible text nodes, in order: the `words` outside of what the `hiding` elements hide."""
    unseen: list[int] = []
    boxes: list[int] = []
    hidden_end = box_end = 0
    for element in hiding:
        if element < hidden_end:
            continue
        tag = tags[element]
        if tag in _INVISIBLE_TAGS:
            hidden_end = ends[element]
            unseen.append(element)
        elif element >= box_end and (tag == "noscript" or _starts_hidden(attributes[element])):
            box_end = ends[element]
            boxes.append(element)
    seen, _ = _parted(words, unseen, ends)
    if not boxes:
        return seen
    visible, parts = _parted(seen, boxes, ends)
    noscripts = [node for box, nodes in zip(boxes, parts, strict=True) if tags[box] == "noscript" for node in nodes]
    started_hidden = [(box, nodes) for box, nodes in zip(boxes, parts, strict=True) if tags[box] != "noscript"]
    _reveal(visible, started_hidden, noscripts, tags, parents, texts)
    return visible


def _parted(nodes: list[int], elements: list[int], ends: list[int]) -> tuple[list[int], list[list[int]]]:
    """(the nodes outside of all the elements, those inside of each); all in order, the elements apart."""
    outside: list[int] = []
    inside: list[list[int]] = []
    place = 0
    for element in elements:
        first = bisect_left(nodes, element, place)
        outside += nodes[place:first]
        place = bisect_left(nodes, ends[element], first)
        inside.append(nodes[first:place])
    outside += nodes[place:]
    return outside, inside


def _starts_hidden(attributes: Mapping[str, str]) -> bool:
    if "hidden" in attributes:
        # React sends parts of a page late, as <div hidden id="S:1">, and its script puts them in place.
        return not attributes.get("id", "").startswith(("S:", "P:"))
    style = attributes.get("style", "").lower()
    return "none" in style and "display:none" in style.replace(" ", "")


def _reveal(
    visible: list[int],
    boxes: list[tuple[int, list[int]]],
    noscripts: list[int],
    tags: list[str],
    parents: list[int],
    texts: list[str],
) -> None:
    """Add to `visible` the text that starts hidden and that the page exists for."""
    shown = len(visible)
    # Discourse and other script-built sites serve the page itself in <noscript>, and next to nothing outside it.
    length = sum(len(texts[node].strip()) for node in noscripts)
    if length > _NOSCRIPT_CHARACTERS and length > sum(len(texts[node].strip()) for node in visible):
        visible.extend(noscripts)
    for element, nodes in boxes:
        length = linked = 0
        for node in nodes:
            size = len(texts[node].strip())
            length += size
            above = parents[node]
            while above > element and tags[above] != "a":
                above = parents[above]
            linked += size if above > element else 0
        if length >= _HIDDEN_BOX_CHARACTERS and linked * 2 < length:
            visible.extend(nodes)
    if len(visible) > shown:
        visible.sort()


def _base_url(url: str, tags: list[str], attributes: list[Mapping[str, str]]) -> str:
    """The address that relative ones are resolved against: the first <base href>, else the page's own."""
    if "base" not in tags:
        return url
    bases = (attributes[number].get("href", "").strip() for number, tag in enumerate(tags) if tag == "base")
    href = next(filter(None, bases), "")
    try:
        return urljoin(url, href) if href else url
    except ValueError:
        return url


def is_text(page: Page, node: int) -> bool:
    """Whether the node is a text node."""
    return page.tags[node] == "#text"


def subtree_text(page: Page, node: int) -> str:
    """All text below a node, white space collapsed, in one line."""
    return " ".join("".join(page.texts[node : page.ends[node]]).split())
