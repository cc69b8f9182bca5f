"""The platform's lists of tags in, the tags that no other parser read there out."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from archive.markup import absolute
from archive.model import Page, Region, Tag
from archive.page import subtree_text
from archive.page_index import page_index
from archive.platforms import conventions
from archive.regions import Context, Findings

__all__ = ["ORDER", "read"]

ORDER = 41

_MOST_TAGS = 40
_LONGEST_TAG = 60
_CATEGORY = ("category", "categories", "kategorie", "categoria", "categorie", "rubrik", "topic", "posted in", "filed")


def read(context: Context) -> Findings:
    """A tag for each link in what the platform's markup names as the article's tags."""
    found = [tag for findings in context.found for tag in findings.tags]
    names = {tag.name.casefold() for tag in found}
    taken = context.spans(Region.COMMENT, Region.COMMENT_FORM)
    tags: list[Tag] = []
    for node in conventions(context.page, context.platform, "tags"):
        if any(first <= node < end for first, end in taken):
            continue
        for tag in _tags_in(context.page, node):
            if tag.name.casefold() not in names and len(tags) < _MOST_TAGS:
                names.add(tag.name.casefold())
                tags.append(tag)
    return Findings(tags=tuple(tags))


def _tags_in(page: Page, node: int) -> Iterator[Tag]:
    links = page_index(page).tags.get("a", [])
    for link in links[bisect_left(links, node) : bisect_left(links, page.ends[node])]:
        if not page.attributes[link].get("href"):
            continue
        name = subtree_text(page, link).strip(" #,")
        if name and len(name) <= _LONGEST_TAG:
            address = page.attributes[link]["href"]
            words = f"{page.attributes[link].get('rel', '')} {page.attributes[node].get('class', '')} {address}".lower()
            taxonomy = "category" if any(word in words for word in _CATEGORY) else "tag"
            yield Tag(name, taxonomy, absolute(page, address), link)
