"""One comment in, what its links and ids say out: its address, whom it answers, if the article's author wrote it."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from urllib.parse import urlsplit

from archive.comment_parts import Parts
from archive.comment_span import Span
from archive.markup import absolute
from archive.model import Page
from archive.page_index import page_index
from archive.quick_values import quickly_made

__all__ = ["CommentLinks", "read_comment_links"]


@quickly_made
@dataclass(frozen=True, slots=True)
class CommentLinks:
    """What the markup around a comment says of it."""

    permalink: str | None = None
    """Absolute address."""
    anchor: str | None = None
    """Fragment id on the page."""
    answers: str | None = None
    """Fragment id of the comment that an "in reply to" link names."""
    is_by_author: bool = False


_PERMANENT = re.compile(
    r"#(?:[a-z]*comment|c|cmt|cmnt|post|p|msg|message|reply|entry|pid|div-comment|li-comment|tb|trackback|pingback|"
    r"id)?[-_:]?\d+|/comments?/\w*\d|[?&](?:p|pid|postid|post|comment_?id|showcomment|msg|replyto)=\d+|"
    r"#findcomment\d+|/posts?/\d+|/p/\d+|showpost|permalink",
    re.I,
)
_NOT_PERMANENT = re.compile(
    r"replyto|reply|respond|quote|report|edit|delete|login|flag|vote|share|mailto:|javascript:|twitter\.|facebook\.",
    re.I,
)
_ANSWERS = re.compile(
    r"in reply to|reply to|replied to|responding to|als antwort auf|antwort auf|en respuesta a|en réponse à|em "
    r"resposta a|in risposta a|↑|▲|@",
    re.I,
)
_BY_AUTHOR = re.compile(
    r"(?:^|\s)(?:bypostauthor|by-?post-?author|comment-by-node-author|by-?author|author-?comment|authcomment|"
    r"authorcomment|comment-?author-?admin|postauthor|is-?author|op|by-?op|comment-op|submitter)(?:\s|$)",
    re.I,
)
_ID_DIGITS = re.compile(r"\d")
_MOST_NODES = 4000


def read_comment_links(page: Page, span: Span, parts: Parts) -> CommentLinks:
    """The address, anchor, answered anchor and authorship mark of the comment at `span`."""
    last_own = parts.nodes[-1] + 1 if parts.nodes else span.start + 1
    permalink: str | None = None
    marked: str | None = None
    answers: str | None = None
    anchor = _anchor(page, span, last_own)
    by_author = bool(_BY_AUTHOR.search(page.attributes[span.start].get("class", "")))
    links = page_index(page).tags.get("a", [])
    end = min(last_own, span.end, span.start + _MOST_NODES)
    for node in links[bisect_left(links, span.start) : bisect_left(links, end)]:
        attributes = page.attributes[node]
        href = attributes.get("href", "")
        if not href:
            continue
        if href.startswith("#") or "#" in href:
            fragment = href.rpartition("#")[2]
            if fragment and answers is None and fragment != anchor and _ID_DIGITS.search(fragment):
                words = " ".join("".join(page.texts[max(span.start, node - 3) : page.ends[node]]).split())
                if _ANSWERS.search(words[:120]) and "respond" not in fragment and node not in parts.text_nodes:
                    answers = fragment
                    continue
        if marked is None and (
            "bookmark" in attributes.get("rel", "") or "permalink" in attributes.get("class", "").lower()
        ):
            marked = href
        is_own = anchor is not None and href.endswith(f"#{anchor}")
        if permalink is None and (is_own or _is_permanent(href)) and not _is_text_link(page, node, parts):
            permalink = href
    chosen = marked or permalink
    if chosen is not None and anchor is None and "#" in chosen:
        fragment = chosen.rpartition("#")[2]
        if _ID_DIGITS.search(fragment) and _same_page(page, chosen):
            anchor = fragment
    return CommentLinks(absolute(page, chosen) if chosen else None, anchor, answers, by_author)


def _is_permanent(href: str) -> bool:
    """Whether an address is of one comment; words of the article's own ("/a-long-report/#comment-3") say nothing.

    >>> _is_permanent("/a-long-report/#comment-3"), _is_permanent("/a/?replytocom=3#respond")
    (True, False)
    """
    if not _PERMANENT.search(href):
        return False
    address, _, fragment = href.partition("#")
    told = f"{address.partition('?')[2]}#{fragment}" if _PERMANENT.search(f"#{fragment}") else href
    return not _NOT_PERMANENT.search(told)


def _is_text_link(page: Page, node: int, parts: Parts) -> bool:
    return any(parts.kinds.get(n) == "text" for n in range(node, page.ends[node]))


def _same_page(page: Page, href: str) -> bool:
    if href.startswith("#"):
        return True
    try:
        mine, other = urlsplit(page.base_url), urlsplit(absolute(page, href) or "")
    except ValueError:
        return False
    return mine.path.rstrip("/") == other.path.rstrip("/")


def _anchor(page: Page, span: Span, last_own: int) -> str | None:
    """The id with a number on the comment, on an <a> at its start, or just before it."""
    for node in range(span.start, min(last_own, span.start + 12)):
        attributes = page.attributes[node]
        name = attributes.get("id") or (attributes.get("name") if page.tags[node] == "a" else None)
        if name and _ID_DIGITS.search(name) and not name.lower().startswith(("user", "avatar", "author")):
            return name
    before = span.start - 1
    for _ in range(4):
        if before <= page.parents[span.start]:
            break
        if page.tags[before] == "a":
            name = page.attributes[before].get("id") or page.attributes[before].get("name")
            return name if name and _ID_DIGITS.search(name) else None
        if page.tags[before] != "#text" or page.texts[before].strip():
            break
        before -= 1
    return None
