"""Page in, the tags, categories and section it is filed under out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from archive.headlines import ARTICLE_TYPES
from archive.inline_text import inline_text, visible_nodes
from archive.json_ld import json_ld_types
from archive.marks import Hint
from archive.markup import absolute
from archive.mentions import hints_around
from archive.model import Claim, FieldClaim, Page, Region, Tag
from archive.regions import Context, Findings
from archive.regions.filed_links import filed_links
from archive.shown_texts import texts_beginning

ORDER = 40

_ELSEWHERE = Hint.CHROME | Hint.FOOTER | Hint.TEASER | Hint.COMMENT
_MOST_TAGS = 60
_LONGEST_TAG = 60
_LABEL = re.compile(
    r"^(?P<words>(?:filed|posted|published|listed)\s+(?:under|in|to)|tags?|tagged(?:\s+(?:with|as|in))?|categor(?:y|ies)|topics?|"
    r"keywords?|labels?|section|related\s+(?:topics|tags)|(?:article\s+)?tags|kategorien?|schlagw(?:ort|örter|orte)|stichw(?:ort|orte|örter)|"
    r"themen?|rubrik|abgelegt\s+unter|veröffentlicht\s+(?:in|unter)|etiquetas?|categorías?|archivado\s+en|publicado\s+en|temas?|"
    r"catégories?|mots[\s-]clés?|étiquettes?|classé\s+dans|publié\s+dans|rubrique|sujets?|marcadores|categorias?|assuntos?|"
    r"arquivado\s+em|publicado\s+em)\s*:?\s*",
    re.IGNORECASE,
)
_LABEL_WORDS = frozenset(
    """filed posted published listed tag tags tagged category categories topic topics keyword keywords label labels
    section related article kategorie kategorien schlagwort schlagworte schlagwörter schlagworter schlagwörte
    stichwort stichworte stichwörter thema theme themen rubrik abgelegt veröffentlicht etiqueta etiquetas categoría
    categorías archivado publicado tema temas catégorie catégories mot mots étiquette étiquettes classé publié
    rubrique sujet sujets marcadores categoria categorias assunto assuntos arquivado""".split()
)
"""Every word that a label begins with."""
_CATEGORY = re.compile(
    r"categor|kategor|catégor|filed|posted|published|section|rubri|abgelegt|veröffentlicht|archivado|publi|classé|arquivado",
    re.IGNORECASE,
)
_CATEGORY_PATH = re.compile(
    r"/(?:category|categories|kategorie|categoria|categorie|rubrik|section|c)/|/category-|[?&]cat=", re.IGNORECASE
)
_TAG_PATH = re.compile(
    r"/(?:tags?|topics?|labels?|keywords?|taxonomy/term|themen?|etiqueta|search/label|schlagwort|blog/category)/|[?&]tag=",
    re.IGNORECASE,
)
_FILED_IN = re.compile(r"\b(?:in|under|unter|en|dans|em|im)\s*:?\s*$", re.IGNORECASE)
_COUNT = re.compile(r"\(\d+\)")
_FEWEST_IN_CLOUD = 4
_HEADING_TAGS = frozenset("b strong h2 h3 h4 h5 h6 dt".split())
_NO_TAG = re.compile(
    r"^(?:\d+|more|all|share|comments?|leave a (?:reply|comment)|permalink|edit|print|uncategorized|tweet)$", re.I
)


def read(context: Context) -> Findings:
    """Tags that the page shows with its article; the machine-readable ones where it shows none of their kind."""
    tags: dict[tuple[str, str], Tag] = {}
    claims: list[Claim] = []
    taken = context.spans(Region.COMMENT, Region.COMMENT_FORM, Region.TITLE, Region.BYLINE)
    for node, found in _places(context):
        if any(first <= node < end for first, end in taken):
            continue
        for tag in found:
            tags.setdefault((tag.taxonomy, tag.name.casefold()), tag)
        if found:
            claims.append(Claim(node, Region.TAGS, "tags:list", confidence=0.8))
    title = next((f.title.node for f in context.found if f.title is not None), None)
    if title is not None:
        blocks, filed = _filed(context, title)
        known = {name for _, name in tags}
        for tag in filed:
            if tag.name.casefold() not in known:
                tags.setdefault((tag.taxonomy, tag.name.casefold()), tag)
        listed = {claim.node for claim in claims}
        claims += [
            Claim(block, Region.TAGS, "tags:filed", confidence=0.7)
            for block in blocks
            if block not in listed and not any(first <= block < end for first, end in taken)
        ]
    for tag in _of_bylines(context):
        tags.setdefault((tag.taxonomy, tag.name.casefold()), tag)
    shown = {name for _, name in tags}
    field_claims: list[FieldClaim] = []
    for taxonomy, name, source in _stated(context):
        is_new = name.casefold() not in shown
        if is_new:
            tags.setdefault((taxonomy, name.casefold()), Tag(name, taxonomy))
        field_claims.append(FieldClaim(taxonomy, name, source, True))
    return Findings(claims=tuple(claims), field_claims=tuple(field_claims[:30]), tags=tuple(tags.values())[:_MOST_TAGS])


def _places(context: Context) -> Iterator[tuple[int, list[Tag]]]:
    """(element, the tags in it) of what lists the article's tags, outermost first."""
    page, hints = context.page, hints_around(context.page, context.structured.marks)
    title = next((f.title.node for f in context.found if f.title is not None), None)
    until = -1
    for node in hints.having(Hint.TAGS):
        if node < until or page.tags[node] in ("body", "article", "main"):
            continue
        elsewhere = hints(node) & _ELSEWHERE
        if page.ends[node] - node > 160 or (elsewhere and not _is_tagged_in_footer(page, node, elsewhere)):
            continue
        # before the headline stands the site's menu of categories, unless it is a kicker just above
        if title is not None and node < title - 40:
            continue
        if _is_cloud(page, node):
            until = page.ends[node]
            continue
        # WordPress names the tags of a post in the classes of the element around all of it
        found = _tags_at(page, node, "")
        if found:
            until = page.ends[node]
            yield node, found
    for node in texts_beginning(page, _LABEL_WORDS):
        text = page.texts[node]
        if len(text) > 80:
            continue
        label = _LABEL.match(text.strip())
        if not label or node < until:
            continue
        element = page.parents[node]
        if hints(element) & _ELSEWHERE or (title is not None and node < title):
            continue
        for _ in range(2):
            if "a" in page.tags[element : page.ends[element]]:
                break
            element = page.parents[element]
        if _is_menu(page, element, node):
            continue
        if 1 < page.ends[element] - element <= 80 and inline_text(page, element, most=60).startswith(
            label["words"][:8]
        ):
            until = page.ends[element]
            yield element, _tags_at(page, element, "category" if _CATEGORY.search(label["words"]) else "tag")


def _is_tagged_in_footer(page: Page, node: int, elsewhere: int) -> bool:
    """Whether a list in the page's footer says that this page is tagged so, by rel="tag" and in words.

    rel="tag" alone (microformats: rel-tag) some themes put on a footer's list of all categories.
    """
    if elsewhere & ~(Hint.FOOTER | Hint.CHROME) or not _LABEL.match(inline_text(page, node, most=20)):
        return False
    links = [n for n in range(node, page.ends[node]) if page.tags[n] == "a"]
    return bool(links) and all("tag" in page.attributes[n].get("rel", "").lower().split() for n in links)


def _is_cloud(page: Page, node: int) -> bool:
    """Whether a list is of all tags of the site: it says so, or how often it uses each."""
    if "cloud" in f"{page.attributes[node].get('class', '')} {page.attributes[node].get('id', '')}".lower():
        return True
    links = page.tags[node : page.ends[node]].count("a")
    return links >= _FEWEST_IN_CLOUD and 2 * len(_COUNT.findall(inline_text(page, node, most=400))) > links


def _filed(context: Context, title: int) -> tuple[list[int], list[Tag]]:
    """(blocks that say nothing else, tags) of the article's links to lists of the site."""
    page = context.page
    blocks: list[int] = []
    tags: list[Tag] = []
    for block, links, is_all in filed_links(page, context.structured.marks, title):
        if is_all:
            blocks.append(block)
        for link in links:
            name, href = inline_text(page, link, most=6).strip(" #,"), page.attributes[link].get("href", "")
            rel = page.attributes[link].get("rel", "").lower()
            address = _address(page, href)
            if address is not None and 1 < len(name) <= _LONGEST_TAG and not _NO_TAG.match(name):
                is_category = "category" in rel or _CATEGORY_PATH.search(href) is not None
                tags.append(Tag(name, "category" if is_category else "tag", address, link))
    return blocks, tags


def _is_menu(page: Page, element: int, label: int) -> bool:
    """Whether a heading stands over a column of the site: other headings follow, or each link has its own line."""
    if page.parents[label] == element or page.texts[label].rstrip().endswith(":"):
        return False
    following = page.tags[page.ends[page.parents[label]] : page.ends[element]]
    return following.count("br") >= max(following.count("a") - 1, 2) or not _HEADING_TAGS.isdisjoint(following)


def _of_bylines(context: Context) -> Iterator[Tag]:
    """What a byline says the article is posted in: "Posted by Jane Doe on 6 October 2008 in People"."""
    page = context.page
    for byline in (byline for findings in context.found for byline in findings.bylines):
        if byline.node is None:
            continue
        is_filed = False
        for node in visible_nodes(page, byline.node):
            text, parent = page.texts[node], page.parents[node]
            if page.tags[parent] != "a":
                # further names of the same list stand after a comma
                is_filed = bool(_FILED_IN.search(text)) or (is_filed and not text.strip(" ,/&"))
            elif is_filed:
                name, href = " ".join(text.split()), page.attributes[parent].get("href", "")
                address = _address(page, href)
                if address and 1 < len(name) <= _LONGEST_TAG and not _NO_TAG.match(name):
                    yield Tag(name, "category", address, parent)


def _address(page: Page, href: str) -> str | None:
    """Absolute address within the site; None for another site's."""
    is_rooted = href.startswith("/") and not href.startswith(("//", "/\\"))
    if is_rooted and page.base_url == page.url:
        return absolute(page, href)
    try:
        address = urljoin(page.base_url, href.strip())
        return address if href and urlsplit(address).netloc == urlsplit(page.url).netloc else None
    except ValueError:
        return None


def _tags_at(page: Page, node: int, taxonomy: str) -> list[Tag]:
    """The linked names in an element, when that is what it is made of."""
    links = [n for n in range(node, page.ends[node]) if page.tags[n] == "a" and page.attributes[n].get("href")]
    if not links:
        return []
    text, names = inline_text(page, node, most=120), [inline_text(page, link, most=6) for link in links]
    if sum([len(name.split()) for name in names]) < 0.4 * len(text.split()):
        return []
    label = _LABEL.match(text)
    if label and not taxonomy:
        taxonomy = "category" if _CATEGORY.search(label["words"]) else "tag"
    tags: list[Tag] = []
    for link, linked in zip(links[:_MOST_TAGS], names, strict=False):
        name = linked.strip(" #,")
        if not name or len(name) > _LONGEST_TAG or _NO_TAG.match(name):
            continue
        href, rel = page.attributes[link]["href"], page.attributes[link].get("rel", "").lower()
        kind = taxonomy or ("category" if "category" in rel or _CATEGORY_PATH.search(href) else "tag")
        if not (label or "tag" in rel or _TAG_PATH.search(href) or _CATEGORY_PATH.search(href)):
            continue
        try:
            address = absolute(page, href) or urljoin(page.base_url, href.strip())
        except ValueError:
            continue
        tags.append(Tag(name, kind, address, link))
    return tags


def _stated(context: Context) -> Iterator[tuple[str, str, str]]:
    """(taxonomy, name, source) of what the page says to machines."""
    structured = context.structured
    for content in structured.meta_values("article:tag", "parsely-tags", "news_keywords"):
        for name in content.split(","):
            if 0 < len(name.strip()) <= _LONGEST_TAG:
                yield "tag", name.strip(), "opengraph"
    for content in structured.meta_values("article:section", "parsely-section"):
        if len(content.strip()) <= _LONGEST_TAG:
            yield "section", content.strip(), "opengraph"
    for item in structured.json_ld:
        if not any(kind in ARTICLE_TYPES for kind in json_ld_types(item)):
            continue
        for field, taxonomy in (("articleSection", "section"), ("keywords", "tag")):
            value = item.get(field)
            names = value if isinstance(value, list) else value.split(",") if isinstance(value, str) else []
            for name in names[:_MOST_TAGS]:
                if isinstance(name, str) and 0 < len(name.strip()) <= _LONGEST_TAG:
                    yield taxonomy, name.strip(), "json-ld"
