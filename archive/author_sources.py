"""Page and its structured data in, the names that machine-readable sources state as author out.

Meta elements, JSON-LD, microdata and RDFa; and, as weak evidence, whose site it is: the title element and the ©.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape

from archive.headlines import ARTICLE_TYPES, title_parts
from archive.json_ld import json_ld_types
from archive.markup import absolute
from archive.mentions import Mention
from archive.model import Contributor, Page
from archive.name_forms import is_person_name, name_key
from archive.names import leading_label, read_byline
from archive.page_statements import Statements, statements
from archive.structured import StructuredData

__all__ = ["owners", "stated_authors", "web_address"]

_META_AUTHORS = {
    "author": "author", "dc.creator": "dc", "dcterms.creator": "dc", "article:author": "article", "dc:creator": "dc",
    "parsely-author": "vendor", "sailthru.author": "vendor", "byl": "vendor", "citation_author": "dc",
    "article:author_name": "article", "og:article:author": "article", "authors": "author", "author_name": "author",
    "creator": "author", "article.author": "author", "cxenseparse:author": "vendor", "bi:author": "vendor",
    "rbauthors": "vendor", "dcsext.author": "vendor", "byline": "vendor", "ob_author": "vendor", "bt:author": "vendor",
    "citation_authors": "dc", "og:author": "article", "dc.contributor": "contributor", "mediator_author": "vendor",
}  # fmt: skip
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:copyright|©)?\s*(?:\d{4}(?:\s*[-–—]\s*(?:\d{4}|present))?)?,?\s*(?:by\s+)?(\w.*)", re.I
)
_COPYRIGHT_END = re.compile(r"[.|,·•]|\ball rights|\d{4}|\s[-–—]\s", re.IGNORECASE)
_NOT_OF_ARTICLE = frozenset(["Comment", "Review", "Answer", "Product", "UserComments"])
_MOST_OF_FOOTER = 60


def stated_authors(page: Page, structured: StructuredData, site: set[str]) -> Iterator[Mention[Contributor]]:
    """A mention for each name that is stated to machines; `site` are keys of the site's names."""
    for mention in _stated(page, structured):
        # "Luxury Travel Expert" is the site's name, not a person with a role
        whole = name_key(mention.printed)
        if whole != name_key(mention.fact.name) and (whole in site or whole.replace(" ", "") in site):
            person = Contributor(mention.printed.strip(), is_organisation=True, url=mention.fact.url)
            mention = replace(mention, fact=person)
        yield mention


def _stated(page: Page, structured: StructuredData) -> Iterator[Mention[Contributor]]:
    for name, content in structured.meta:
        kind = _META_AUTHORS.get(name)
        if kind and "://" not in content and len(content) < 300:
            yield from _named(content, f"meta:{kind}", "opengraph" if kind == "article" else "meta")
    yield from _labelled_data(statements(structured, page.url))
    for types, item in statements(structured, page.url).items:
        if not ARTICLE_TYPES.isdisjoint(types):
            kind = "article"
        elif any(name.endswith("Page") for name in types):
            kind = "page"
        elif not _NOT_OF_ARTICLE.isdisjoint(types):
            continue
        else:
            kind = "other"
        for wanted in ("author", "creator"):
            if wanted not in item:
                continue
            people = list(_json_ld_people(page, item.get(wanted), f"json-ld:{kind}"))
            if len(people) > 1:
                words = ", ".join(dict.fromkeys([m.printed for m in people]))
                people = [replace(m, printed=words) for m in people]
            yield from people
        if "contributor" in item:
            yield from _json_ld_people(page, item["contributor"], "json-ld:contributor")
    for stated in structured.properties:
        is_author = stated.name in ("author", "creator") or (
            stated.name == "name" and stated.item_property in ("author", "creator")
        )
        if is_author and stated.item_type not in ("comment", "review", "usercomments"):
            yield from _named(stated.value[:200], f"property:{stated.name}", stated.syntax)


def _labelled_data(stated: Statements) -> Iterator[Mention[Contributor]]:
    """twitter:label1 "Written by" with twitter:data1 "Jane Doe"."""
    for number in ("1", "2"):
        label = stated.first(f"twitter:label{number}")
        if leading_label(f"{label} ") or label.strip().casefold() in (
            "written by",
            "author",
            "verfasst von",
            "escrito por",
        ):
            yield from _named(stated.first(f"twitter:data{number}"), "meta:vendor", "meta")


def _named(text: str, kind: str, source: str) -> Iterator[Mention[Contributor]]:
    text = " ".join(unescape(text).split())
    people = read_byline(text)
    if not people and 2 < len(text) <= 40 and len(text.split()) <= 5 and any(c.isalpha() for c in text):
        # a machine-readable name is one, even where its words look like none ("Your Native Teacher")
        label = leading_label(text)
        people = (Contributor(text[label.end if label else 0 :].strip(" |,") or text, is_organisation=True),)
    for person in people:
        yield Mention(person, kind, source, None, text)


def owners(page: Page, structured: StructuredData) -> Iterator[Mention[Contributor]]:
    """The person whose site it is: a name at the end of the title element, or after © in the footer."""
    parts = title_parts(structured.html_title)
    for part in parts[:1] + parts[-1:]:
        if is_person_name(part):
            yield Mention(Contributor(part), "title-part", "html-title", None, part)
    footer = [page.texts[node][:200] for node in reversed(page.visible[-_MOST_OF_FOOTER:])]
    if not _is_marked("\n".join(footer)):
        return
    for text in footer:
        match = _COPYRIGHT.search(text) if _is_marked(text) else None
        if match:
            name = _COPYRIGHT_END.split(match[1])[0].strip(" .,")
            if is_person_name(name):
                yield Mention(Contributor(name), "copyright", "visible", None, name)
            return


def _is_marked(text: str) -> bool:
    """Whether a copyright is stated somewhere: cheap, before the pattern is asked."""
    lowered = text.lower()
    return "©" in lowered or "copyright" in lowered or "(c)" in lowered


def _json_ld_people(page: Page, value: object, kind: str, depth: int = 0) -> Iterator[Mention[Contributor]]:
    if isinstance(value, list) and depth < 3:
        for entry in value[:20]:
            yield from _json_ld_people(page, entry, kind, depth + 1)
    elif isinstance(value, str) and "://" not in value:
        yield from _named(value, kind, "json-ld")
    elif isinstance(value, dict):
        name = value.get("name")
        if isinstance(name, list):
            name = name[0] if name else None
        if not isinstance(name, str) or "://" in name:
            return
        types = json_ld_types(value)
        is_body = any("Organization" in entry for entry in types)
        role, url = value.get("jobTitle"), value.get("url")
        for mention in _named(name, f"{kind}:organisation" if is_body else kind, "json-ld"):
            person = replace(
                mention.fact,
                is_organisation=is_body or (mention.fact.is_organisation and "Person" not in types),
                role=role if isinstance(role, str) and len(role) < 200 else mention.fact.role,
                url=web_address(page, url) if isinstance(url, str) else None,
            )
            yield replace(mention, fact=person)


def web_address(page: Page, address: str) -> str | None:
    """The address made absolute, where it is one of the web; else None."""
    joined = absolute(page, address)
    return joined if joined and joined.startswith(("http://", "https://")) else None
