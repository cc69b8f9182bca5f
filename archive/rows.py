"""Page and deciding claims in, the rows that every region shares out: links, assets, addresses of the same page."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache

from archive.markup import absolute, absolute_to, embed_address, image_address
from archive.model import Address, AssetUse, Claim, Link, NavigationKind, NavigationLink, Page
from archive.page import subtree_text
from archive.page_index import PageIndex, page_index
from archive.structured import StructuredData

__all__ = ["read_addresses", "read_assets", "read_canonical", "read_links"]

_DOCUMENTS = (
    ".pdf",
    ".doc",
    ".docx",
    ".xls",
    ".xlsx",
    ".ppt",
    ".pptx",
    ".odt",
    ".ods",
    ".odp",
    ".rtf",
    ".zip",
    ".csv",
    ".epub",
)
_MEDIA_KINDS = {
    "img": "image",
    "video": "video",
    "audio": "audio",
    "iframe": "embed",
    "object": "embed",
    "embed": "embed",
}
_RELATIONS = {
    "canonical": "canonical",
    "shortlink": "shortlink",
    "amphtml": "amp",
    "next": "next",
    "prev": "prev",
    "previous": "prev",
}
_FEED_TYPES = frozenset(["application/rss+xml", "application/atom+xml", "application/feed+json", "text/xml"])


def read_links(page: Page, deciding: Sequence[Claim]) -> tuple[Link, ...]:
    """Every <a href> and <area href> with an address that a reader could follow, in page order."""
    found: list[Link] = []
    tags, base = page_index(page).tags, page.base_url
    links = tags.get("a", [])
    if "area" in tags:
        links = sorted([*links, *tags["area"]])
    ends, texts, written = page.ends, page.texts, page.attributes
    visible, place = [*page.visible, len(ends)], 0
    for node in links:
        attributes = written[node]
        href = attributes.get("href")
        if not href or href[0] == "#" or (address := absolute_to(base, href)) is None:
            continue
        end = ends[node]
        text = texts[node + 1] if end == node + 2 else "".join(texts[node:end])
        while visible[place] < node:
            place += 1
        # the region is that of the first visible words, else of the element itself
        region = deciding[visible[place] if visible[place] < end else node].region
        found.append(Link(address, href, " ".join(text.split()), attributes.get("rel") or None, region, node))
    return tuple(found)


def read_assets(
    page: Page, body_media: Collection[int], links: Sequence[Link], *, lead: int | None = None
) -> tuple[AssetUse, ...]:
    """Every image, embed and linked document, in page order; `body_media` are the media nodes inside the body, `lead`
    is the picture above it."""
    in_body = frozenset(body_media)
    found: list[AssetUse] = []
    lead_is_due = True
    inside = -1
    index = page_index(page)
    tags = index.tags
    captions = _captions(index) if in_body else set()
    for node in sorted([node for tag in _MEDIA_KINDS for node in tags.get(tag, ())]):
        if node < inside:
            continue
        tag = page.tags[node]
        kind = _MEDIA_KINDS[tag]
        address = image_address(page, node) if tag == "img" else embed_address(page, node)
        if address is None:
            continue
        inside = page.ends[node]
        role = "icon"
        caption = credit = None
        if node in in_body:
            figure = _figure_around(page, node, captions)
            caption, credit = _caption(page, figure) if figure is not None else (None, None)
            role = "figure" if figure is not None else "inline"
            if lead_is_due and tag == "img" and role == "inline" and not _has_words_before(page, node, in_body):
                role = "lead"
            lead_is_due = False
        elif node == lead:
            role, lead_is_due = "lead", False
            figure = _figure_around(page, node, captions)
            caption, credit = _caption(page, figure) if figure is not None else (None, None)
        elif not _is_icon(page, node, tag):
            role = "inline"
        found.append(AssetUse(address, kind, role, page.attributes[node].get("alt"), caption, credit, node))
    for link in links:
        if _is_document(link.url):
            found.append(AssetUse(link.url, "document", "attachment", caption=link.text or None, node=link.node))
    found.sort(key=lambda use: use.node or 0)
    return tuple(found)


# Most links of a page stand on the site's other pages too.
@lru_cache(maxsize=20_000)
def _is_document(url: str) -> bool:
    return url.partition("?")[0].partition("#")[0].lower().endswith(_DOCUMENTS)


def _captions(index: PageIndex) -> set[int]:
    """Elements that are captions by tag or class."""
    named = [nodes for names, nodes in index.class_values.items() if "caption" in names.lower()]
    return {node for nodes in (*named, index.tags.get("figcaption", ())) for node in nodes}


def _has_words_before(page: Page, node: int, in_body: frozenset[int]) -> bool:
    parent = page.parents[node]
    return any(page.tags[n] == "#text" and page.texts[n].strip() for n in range(parent, node)) and bool(in_body)


def _is_icon(page: Page, node: int, tag: str) -> bool:
    if tag != "img":
        return False
    attributes = page.attributes[node]
    if "width" not in attributes and "height" not in attributes:
        return False
    sizes = [int(v) for k in ("width", "height") if (v := attributes.get(k, "")).isascii() and v.isdigit()]
    return bool(sizes) and max(sizes) <= 48


_LARGEST_FIGURE = 300
"""Nodes in an element above which it is no figure; it also keeps wild pages from being read once a picture."""
_FIGURE_CLASSES = ("caption", "figure", "image-with", "img-with")


def _figure_around(page: Page, node: int, captions: AbstractSet[int]) -> int | None:
    """The element that holds a picture and its caption, at most four levels up."""
    here = page.parents[node]
    for _ in range(4):
        if here < 0 or page.ends[here] - here > _LARGEST_FIGURE:
            return None
        if page.tags[here] == "figure":
            return here
        names = page.attributes[here].get("class", "").lower()
        if any(map(names.__contains__, _FIGURE_CLASSES)) and subtree_text(page, here):
            return here
        holds_caption = captions and not captions.isdisjoint(range(here + 1, page.ends[here]))
        if holds_caption and page.tags[here : page.ends[here]].count("img") == 1:
            return here
        here = page.parents[here]
    return None


def _is_caption(page: Page, node: int) -> bool:
    return page.tags[node] == "figcaption" or "caption" in page.attributes[node].get("class", "").lower()


def _caption(page: Page, figure: int) -> tuple[str | None, str | None]:
    """(caption, credit) of a figure as printed."""
    caption: str | None = None
    credit: str | None = None
    for node in range(figure + 1, page.ends[figure]):
        names = page.attributes[node].get("class", "").lower()
        if credit is None and ("credit" in names or "copyright" in names):
            credit = subtree_text(page, node) or None
        elif caption is None and _is_caption(page, node):
            caption = subtree_text(page, node) or None
    if caption is None and credit is None and page.tags[figure] != "figure":
        caption = subtree_text(page, figure) or None
    if caption and credit and caption.endswith(credit):
        caption = caption.removesuffix(credit).strip() or None
    return caption, credit


def read_canonical(structured: StructuredData, page: Page) -> str | None:
    """What the page names as its own address: <link rel=canonical>, else og:url; None when neither."""
    for rel, address, _ in structured.links:
        if rel == "canonical" and (found := absolute(page, address)):
            return found
    for name, content in structured.meta:
        if name == "og:url" and (found := absolute(page, content)):
            return found
    return None


def read_addresses(structured: StructuredData, navigation: Sequence[NavigationLink], page: Page) -> tuple[Address, ...]:
    """Other addresses of the same article that the page names, in page order, each once."""
    found: dict[tuple[str, str], None] = {}
    for rel, address, media_type in structured.links:
        relation = _RELATIONS.get(rel)
        if rel == "alternate":
            relation = "feed" if media_type.lower().strip() in _FEED_TYPES else "alternate"
        if relation and (url := absolute(page, address)):
            found.setdefault((url, relation))
    for link in navigation:
        if link.kind is NavigationKind.UTILITY and link.href and _is_print(page, link):
            found.setdefault((link.href, "print"))
    return tuple(Address(url, relation) for url, relation in found)


def _is_print(page: Page, link: NavigationLink) -> bool:
    words = link.text.lower()
    if link.node is not None and page.tags[link.node] != "#text":
        words += " " + page.attributes[link.node].get("class", "").lower()
    address = (link.href or "").lower()
    return ("print" in words or "drucken" in words or "imprim" in words) and not address.startswith("javascript")
