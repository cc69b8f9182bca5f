"""Page in, machine-readable statements out: JSON-LD, microdata, RDFa, OpenGraph, meta and link elements."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import urljoin

from archive.json_ld import JsonObject, json_ld_objects
from archive.marks import Marks, read_marks
from archive.markup import absolute
from archive.model import Page
from archive.page import subtree_text
from archive.page_index import page_index
from archive.quick_values import quickly_made

__all__ = ["Property", "StructuredData", "read_structured_data", "written_dates"]

_MOST_PROPERTIES = 3000
_STATING = ("itemprop", "property", "itemscope", "typeof")
_VALUE_LENGTH = 2000
_MOST_SCRIPT_DATES = 20
_LONGEST_SCRIPT = 500_000
# State that a script builds the page from; the quotes may be escaped ("\\"publishedAt\\"").
_SCRIPT_DATE = re.compile(
    r"(?:ublish(?:ed)?_?-?(?:At|at|Date|date|On|on|Time|time)?|atePublished|first_?[pP]ublished_?[aA]t|ubDate|pub_date)"
    r"\\{0,3}[\"']\s{0,3}:\s{0,3}\\{0,3}[\"'](\d{4}-\d\d-\d\d(?:T\d\d:\d\d[\d:.+Z-]*)?)"
)

_URL_ATTRIBUTES = {"a": "href", "link": "href", "area": "href", "img": "src", "iframe": "src", "embed": "src"}


@quickly_made
@dataclass(frozen=True, slots=True)
class Property:
    """One property that microdata or RDFa attributes state."""

    syntax: str
    """microdata or rdfa"""
    name: str
    """Name without prefix or vocabulary, lower case: 'author', 'datepublished', 'created'."""
    value: str
    """Value of content, datetime or address attribute, else the element's text; at most 2000 characters."""
    node: int
    item_type: str
    """Type of the item it belongs to, without vocabulary, lower case: 'blogposting', 'person'; '' when not typed."""
    item_property: str
    """The property that the item itself is the value of ('author' for the name of a person that is the author)."""
    item: int
    """Node of the item it belongs to; -1 for the page."""


@dataclass(frozen=True, slots=True)
class StructuredData:
    """What the page says of itself to machines, by syntax."""

    meta: tuple[tuple[str, str], ...] = ()
    """(name, property, http-equiv or itemprop, lower case; content) of each <meta>, in order."""
    links: tuple[tuple[str, str, str], ...] = ()
    """(rel token, lower case; absolute address; type) of each <link rel href>, in order."""
    json_ld: tuple[JsonObject, ...] = ()
    """Objects of the JSON-LD scripts, outer before inner, references resolved."""
    properties: tuple[Property, ...] = ()
    """Properties of microdata and RDFa, in page order."""
    html_title: str = ""
    """Text of the <title> element, white space collapsed."""
    language: str = ""
    """lang or xml:lang of the root element, as written."""
    direction: str = ""
    """dir of the root or body element, lower case."""
    script_dates: tuple[str, ...] = ()
    """Values of publishing dates in the page's other scripts ("publishedAt": "2019-03-02…"), each once, in order."""
    marks: Marks = field(default_factory=Marks)
    """Nodes whose names hint at title, byline, date or tags."""

    def meta_values(self, *names: str) -> list[str]:
        """Contents of the meta elements with one of the names, in order, blank ones left out."""
        return [content for name, content in self.meta if name in names and content.strip()]


def read_structured_data(page: Page) -> StructuredData:
    """All machine-readable statements of the page."""
    index = page_index(page)
    tagged, attributes = index.tags, page.attributes
    roots = [attributes[node] for node in sorted((*tagged.get("html", ()), *tagged.get("body", ())))]
    scripts, script_dates = _scripts(page, tagged.get("script", ()))
    stated = sorted({node for name in _STATING for node in index.attributes.get(name, ())})
    direction = next((d for held in roots if (d := held.get("dir", "").strip().lower())), "")
    return StructuredData(
        tuple(_meta(page, tagged.get("meta", ()))),
        tuple(_links(page, tagged.get("link", ()))),
        json_ld_objects(scripts),
        _properties(page, stated),
        next((text for node in tagged.get("title", ()) if (text := subtree_text(page, node))), ""),
        next((lang for held in roots if (lang := held.get("lang") or held.get("xml:lang", ""))), "").strip(),
        direction if direction in ("ltr", "rtl") else "",
        tuple(dict.fromkeys(script_dates[:_MOST_SCRIPT_DATES])),
        read_marks(page),
    )


def _meta(page: Page, nodes: Sequence[int]) -> Iterator[tuple[str, str]]:
    for node in nodes:
        held = page.attributes[node]
        content = held.get("content")
        if content is None:
            content = held.get("value")  # as some templates write it
        if content is not None:
            for name in _meta_names(
                held.get("name"), held.get("property"), held.get("http-equiv"), held.get("itemprop")
            ):
                yield name, content


def _scripts(page: Page, nodes: Sequence[int]) -> tuple[list[str], list[str]]:
    """(texts of the JSON-LD scripts, values of publishing dates in the others)."""
    scripts: list[str] = []
    dates: list[str] = []
    for node in nodes:
        if "ld+json" in page.attributes[node].get("type", "").lower():
            scripts.append("".join(page.texts[node + 1 : page.ends[node]]))
        elif page.attributes[node] and page.ends[node] > node + 1 and len(dates) < _MOST_SCRIPT_DATES:
            text = page.texts[node + 1][:_LONGEST_SCRIPT]
            if "ublish" in text or "ubDate" in text or "pub_date" in text:  # spares most scripts the pattern
                dates.extend(written_dates(text))
    return scripts, dates


def written_dates(text: str) -> list[str]:
    """Values of the publishing dates among the names and values of a script or of saved state, in order.

    >>> written_dates('{"publishedAt":"2019-03-02T06:22:28Z","title":"Oaks"}')
    ['2019-03-02T06:22:28Z']
    """
    return _SCRIPT_DATE.findall(text)


@lru_cache(maxsize=4096)
def _meta_names(*written: str | None) -> tuple[str, ...]:
    names = [token for name in written if name for token in name.lower().split()[:4]]
    return tuple(dict.fromkeys(names))


def _links(page: Page, nodes: Sequence[int]) -> Iterator[tuple[str, str, str]]:
    for node in nodes:
        held = page.attributes[node]
        href = held.get("href", "").strip()
        if not href or "rel" not in held:
            continue
        try:
            address = href if _is_whole(href) else absolute(page, href) or urljoin(page.base_url, href)
        except ValueError:
            continue
        for token in held["rel"].lower().split()[:8]:
            yield token, address, held.get("type", "")


# What urljoin would leave as it is: a scheme, a host, and nothing that it tidies up. Most links are such ones.
_is_whole = re.compile(r"https?://[\w.:-]+(?:/[\w./%+~,=&@:!-]*)?(?:\?[\w./%+~,=&@:!-]+)?", re.ASCII).fullmatch


def _properties(page: Page, stated: list[int]) -> tuple[Property, ...]:
    """Properties of the stated nodes; an item is an element with itemscope (HTML section 5.2) or typeof (RDFa)."""
    found: list[Property] = []
    open_items: list[tuple[int, int, str, str]] = []  # (node, end, type, property of the item)
    for node in stated[:_MOST_PROPERTIES]:
        while open_items and node >= open_items[-1][1]:
            open_items.pop()
        attributes = page.attributes[node]
        item, _, item_type, item_property = open_items[-1] if open_items else (-1, 0, "", "")
        written = attributes.get("itemprop") or ""
        syntax = "microdata" if written else "rdfa"
        names = _bare_names(written or attributes.get("property", ""))
        if names:
            value = _value(page, node)
            found.extend(Property(syntax, name, value, node, item_type, item_property, item) for name in names)
        if "itemscope" in attributes or "typeof" in attributes:
            types = _bare_names(attributes.get("itemtype") or attributes.get("typeof") or "")
            # "sioc:Post sioct:Comment" is a comment
            kind = "comment" if "comment" in types else types[0] if types else ""
            open_items.append((node, page.ends[node], kind, names[0] if names else ""))
    return tuple(found)


@lru_cache(maxsize=4096)
def _bare_names(written: str) -> tuple[str, ...]:
    """
    >>> _bare_names("dc:date dc:created http://schema.org/author")
    ('date', 'created', 'author')
    """
    return tuple(
        token.rstrip("/").rsplit("/", 1)[-1].rsplit("#", 1)[-1].rsplit(":", 1)[-1].lower()
        for token in written.split()[:6]
    )


def _value(page: Page, node: int) -> str:
    attributes = page.attributes[node]
    for name in ("content", "datetime"):
        if attributes.get(name):
            return attributes[name][:_VALUE_LENGTH]
    tag = page.tags[node]
    if tag in _URL_ATTRIBUTES and tag != "a":
        return attributes.get(_URL_ATTRIBUTES[tag], "")[:_VALUE_LENGTH]
    if page.ends[node] - node > 200:
        return ""  # an articleBody: nobody asks for it as a value
    return subtree_text(page, node)[:_VALUE_LENGTH]
