"""Structured data in, the dates that machine-readable sources state out: meta, JSON-LD, microdata, scripts, addresses."""
# ruff: noqa: E501 - tables read best unbroken

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from archive.dates import FoundDate, date_in_url, first_date, read_machine_date
from archive.headlines import ARTICLE_TYPES
from archive.json_ld import JsonObject
from archive.mentions import Mention
from archive.model import Page
from archive.page_index import page_index
from archive.page_statements import statements
from archive.structured import StructuredData, written_dates

__all__ = ["stated_dates"]

_META_PUBLISHED = {
    "article:published_time": "article", "article:published": "article", "og:published_time": "article",
    "datepublished": "published", "date": "date", "pubdate": "published", "publishdate": "published",
    "publish-date": "published", "publish_date": "published", "published-date": "published",
    "publication_date": "published", "publication-date": "published", "published": "published",
    "dc.date": "dc", "dc.date.issued": "dc", "dcterms.date": "dc", "dcterms.created": "dc", "dcterms.issued": "dc",
    "dc.date.created": "dc", "parsely-pub-date": "vendor", "sailthru.date": "vendor", "bt:pubdate": "vendor",
    "cxenseparse:recs:publishtime": "vendor", "cxenseparse:publishtime": "vendor", "citation_publication_date": "dc",
    "citation_date": "dc", "article.published": "published", "article:published_date": "article", "created": "date",
    "datecreated": "date", "dc:date": "dc", "dc:created": "dc", "rnews:datepublished": "published", "pub_date": "published",
    "originalpublicationdate": "published", "displaydate": "date", "ptime": "date", "article_date_original": "published",
    "uploaddate": "date", "video:release_date": "date", "release_date": "date", "bi:published": "published",
    "og:article:published_time": "article", "article.created": "date", "date.created": "date",
    "datum": "date", "last-published": "published", "pdate": "published", "cse_publish_date": "vendor",
    "og:pubdate": "article", "eprints.datestamp": "dc", "dcsext.articlefirstpublished": "vendor", "revision_date": "date",
}  # fmt: skip
_META_MODIFIED = frozenset(
    [
        "article:modified_time", "og:updated_time", "last-modified", "lastmod", "datemodified", "dcterms.modified",
        "dc.date.modified", "article:modified", "modified", "updated_time", "article:updated_time", "revised",
        "last_modified", "article.updated", "dateupdated", "moddate", "dc:modified", "modifieddate", "og:modified_time",
    ]
)  # fmt: skip
# Names of a house's own: "w-published-date", "og:publish_date", "data-pubdate"
_SAYS_PUBLISHED = re.compile(
    r"(?:publish(?:ed)?|publication|pub|posted|first|issued?|article|post|created?)[-_.:]?(?:date|time|on|at)|"
    r"(?:date|time)[-_.:]?(?:publish(?:ed)?|publication|posted|issued|created)"
)
_SAYS_OTHER = re.compile(r"modif|updat|expire|event|start|end|format|zone|label|url|until|off|archive|cache|version")
_NOT_OF_ARTICLE = frozenset(["Comment", "Person", "Event", "Offer", "Answer", "UserComments"])
_DESCRIPTIONS = ("description", "og:description")
_LONGEST_DESCRIPTION = 300
_STATE_ATTRIBUTES = ("data-", "props", "state", "x-data", "ng-init", ":")
_SHORTEST_STATE, _MOST_OF_STATE, _MOST_WITH_STATE = 40, 3, 8
# an attribute of many elements tells of a list
_MOST_WITH_ATTRIBUTE = 2

_PROPERTY_KINDS = {
    "datepublished": "published", "datemodified": "modified", "datecreated": "created", "created": "created",
    "date": "date", "issued": "published", "published": "published", "modified": "modified", "uploaddate": "created",
    "dateupdated": "modified",
}  # fmt: skip


def stated_dates(page: Page, structured: StructuredData) -> Iterator[Mention[FoundDate]]:
    """A mention for each date that is stated to machines, in order of the sources."""
    for name, content in structured.meta:
        kind = _meta_kind(name)
        if kind:
            source = "opengraph" if name.startswith(("article:", "og:")) else "meta"
            yield from _mention(source, f"meta:{kind}", content)
    stated = statements(structured, page.url)
    for types, item in stated.items:
        yield from _json_ld_dates(types, item)
    for held in structured.properties:
        property_kind = _PROPERTY_KINDS.get(held.name)
        if property_kind and not held.item_type.endswith("comment"):
            if property_kind == "date" and held.item_type in ("event", "offer"):
                continue
            yield from _mention(held.syntax, f"property:{property_kind}", held.value, held.node)
    for raw in structured.script_dates:
        yield from _mention("script", "script:only" if len(structured.script_dates) == 1 else "script", raw)
    yield from _attribute_dates(page)
    for name in _DESCRIPTIONS:
        found = first_date(stated.first(name)[:_LONGEST_DESCRIPTION])
        if found:
            yield Mention(found, "description", "meta")
            break
    from_url = date_in_url(page.url)
    if from_url:
        yield Mention(from_url, f"url:{from_url.precision}", "url")
    # weeks may lie between an upload and its article: evidence for a day that something else names
    uploaded = date_in_url(stated.first("og:image"))
    if uploaded and uploaded.precision == "month":
        yield Mention(uploaded, "image:month", "url")


def _attribute_dates(page: Page) -> Iterator[Mention[FoundDate]]:
    """Dates in attributes of a page's own: data-publish-date="…", and what a script builds a part of the page from."""
    for name, nodes in page_index(page).attributes.items():
        if len(nodes) > _MOST_WITH_STATE or not name.startswith(_STATE_ATTRIBUTES):
            continue
        if len(nodes) <= _MOST_WITH_ATTRIBUTE and name.startswith("data-") and _meta_kind(name) == "named":
            yield from _mention("meta", "data", page.attributes[nodes[0]][name])
        for node in nodes:
            value = page.attributes[node][name]
            if len(value) > _SHORTEST_STATE and "ublish" in value:
                for raw in dict.fromkeys(written_dates(value)[:_MOST_OF_STATE]):
                    yield from _mention("script", "script", raw)


@lru_cache(maxsize=4096)
def _meta_kind(name: str) -> str:
    """How the name of a meta element (or data attribute) is known: modified, article, published …; '' when it is not."""
    if name in _META_MODIFIED:
        return "modified"
    known = _META_PUBLISHED.get(name)
    if known:
        return known
    return "named" if len(name) < 50 and _SAYS_PUBLISHED.search(name) and not _SAYS_OTHER.search(name) else ""


def _json_ld_dates(types: tuple[str, ...], item: JsonObject) -> Iterator[Mention[FoundDate]]:
    if not ARTICLE_TYPES.isdisjoint(types):
        kind = "article"
    elif any(name.endswith("Page") for name in types):
        kind = "page"
    elif not _NOT_OF_ARTICLE.isdisjoint(types):
        return
    else:
        kind = "other"
    for name in ("datePublished", "dateCreated", "dateModified", "uploadDate"):
        value = item.get(name)
        if isinstance(value, str):
            yield from _mention("json-ld", f"json-ld:{kind}:{name.lower()}", value)


def _mention(source: str, kind: str, raw: str, node: int | None = None) -> Iterator[Mention[FoundDate]]:
    found = read_machine_date(raw)
    if found:
        yield Mention(found, kind, source, node)
