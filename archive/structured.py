"""Page in, machine-readable statements out: JSON-LD, microdata, RDFa, OpenGraph, meta and link elements."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import urljoin

from archive.json_ld import JsonObject, json_ld_objects
from archive.marks import Marks, read_marks
from archive.model import Page
from archive.page import subtree_text

__all__ = ["Property", "StructuredData", "read_structured_data"]

_MOST_PROPERTIES = 3000
_STATING = frozenset(["itemprop", "property", "itemscope", "typeof"])
_VALUE_LENGTH = 2000
_MOST_SCRIPT_DATES = 20
_LONGEST_SCRIPT = 500_000
# State that a script builds the page from; the quotes may be escaped ("\\"publishedAt\\"").
_SCRIPT_DATE = re.compile(
    r"(?:ublish(?:ed)?_?-?(?:At|at|Date|date|On|on|Time|time)?|atePublished|first_?[pP]ublished_?[aA]t|ubDate|pub_date)"
    r"\\{0,3}[\"']\s{0,3}:\s{0,3}\\{0,3}[\"'](\d{4}-\d\d-\d\d(?:T\d\d:\d\d[\d:.+Z-]*)?)"
)

_URL_ATTRIBUTES = {"a": "href", "link": "href", "area": "href", "img": "src", "iframe": "src", "embed": "src"}


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
    meta: list[tuple[str, str]] = []
    links: list[tuple[str, str, str]] = []
    scripts: list[str] = []
    script_dates: list[str] = []
    stated: list[int] = []
    html_title = language = direction = ""
    tags, texts = page.tags, page.texts
    for node, attributes in enumerate(page.attributes):
        if not attributes:
            if tags[node] == "title" and not html_title:
                html_title = subtree_text(page, node)
            continue
        tag = tags[node]
        if not _STATING.isdisjoint(attributes):
            stated.append(node)
        if tag == "meta":
            content = attributes.get("content")
            if content is not None:
                meta.extend((name, content) for name in _meta_names(attributes.get("name"), attributes.get("property"),
                            attributes.get("http-equiv"), attributes.get("itemprop")))  # fmt: skip
        elif tag == "link":
            href = attributes.get("href", "").strip()
            if href and "rel" in attributes:
                links.extend(_links(page, attributes["rel"], href, attributes.get("type", "")))
        elif tag == "script":
            if "ld+json" in attributes.get("type", "").lower():
                scripts.append("".join(texts[node + 1 : page.ends[node]]))
            elif page.ends[node] > node + 1 and len(script_dates) < _MOST_SCRIPT_DATES:
                script_dates.extend(_SCRIPT_DATE.findall(texts[node + 1][:_LONGEST_SCRIPT]))
        elif tag in ("html", "body"):
            language = language or attributes.get("lang", "") or attributes.get("xml:lang", "")
            direction = direction or attributes.get("dir", "").strip().lower()
        elif tag == "title" and not html_title:
            html_title = subtree_text(page, node)
    return StructuredData(
        tuple(meta), tuple(links), json_ld_objects(scripts), _properties(page, stated),
        html_title, language.strip(), direction if direction in ("ltr", "rtl") else "",
        tuple(dict.fromkeys(script_dates[:_MOST_SCRIPT_DATES])), read_marks(page),
    )  # fmt: skip


@lru_cache(maxsize=4096)
def _meta_names(*written: str | None) -> tuple[str, ...]:
    names = [token for name in written if name for token in name.lower().split()[:4]]
    return tuple(dict.fromkeys(names))


def _links(page: Page, rel: str, href: str, media_type: str) -> list[tuple[str, str, str]]:
    try:
        address = urljoin(page.base_url, href)
    except ValueError:
        return []
    return [(token, address, media_type) for token in rel.lower().split()[:8]]


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
