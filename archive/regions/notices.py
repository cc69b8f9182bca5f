"""Page in, the site's messages to its reader out: redesign, cookies, comment policy, closed, moderation, errors.

Words alone make no notice: each kind also has its place (a banner, a bar, the comment area), so that an article about
cookies or a redesign keeps its sentences.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable

from archive.closed_comments import closed_notice
from archive.markup import absolute, clean_html, visible_below
from archive.model import Claim, Notice, NoticeKind, Page, Region
from archive.notice_names import COOKIE_NAMES, NOTICE_NAMES, OTHER_NAMES, POLICY_NAMES, named_so
from archive.notice_places import (
    TextIndex,
    block_of,
    index_of,
    is_amid_article,
    is_in_named_article,
    text_index,
    visible_text,
    words_in,
)
from archive.notice_texts import EDGE_OF_BANNERS, MOST_OF_A_BANNER, NEAR_AREA, texts_near, texts_of_banners
from archive.notice_words import BY_MAIL, CLUES, MARKED_OTHER, NOT_FOUND, PATTERNS
from archive.page_index import page_index
from archive.regions import Context, Findings

__all__ = ["ORDER", "read"]

ORDER = 15

_OF_COMMENTS = frozenset((Region.COMMENT, Region.COMMENT_FORM))
_STOPS = ("body", "html", "main", "article")
# One of these is in whatever NOT_FOUND fits.
_NOT_FOUND_CLUES = (
    "404", "410", "found", "exist", "longer", "removed", "deleted", "moved", "find", "gefunden", "nicht", "encontra",
    "introuvable", "trouv",
)  # fmt: skip
_NO_BOX = frozenset(
    ("body", "html", "a", "script", "style", "link", "ul", "ol", "li", "nav", "footer", "form", "td", "label")
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def read(context: Context) -> Findings:
    """Notices and the claims on their elements."""
    page = context.page
    if not page.visible:
        return Findings()
    found: list[tuple[tuple[int, ...], NoticeKind, str]] = []
    closed = closed_notice(page)
    if closed is not None:
        found.append((closed.blocks, NoticeKind.COMMENTS_CLOSED, "notices:comments-closed"))
    taken = set(closed.blocks if closed else ())
    areas = _comment_areas(context)
    for blocks, kind, rule in (
        *_cookies(page),
        *_redesign(page),
        *_of_comments(page, areas, _said(context) if areas else ()),
        *_by_mail(page),
        *_marked(page),
        *_error(page),
    ):
        if not any(_overlap(page, block, other) for block in blocks for other in taken):
            taken.update(blocks)
            found.append((blocks, kind, rule))
    found.sort(key=lambda f: f[0])
    notices: list[Notice] = []
    claims: list[Claim] = []
    for group, (blocks, kind, rule) in enumerate(found):
        notices.append(_notice(page, blocks, kind))
        confidence = 0.95 if kind is NoticeKind.COMMENTS_CLOSED else 0.85
        if kind is NoticeKind.ERROR:
            blocks = tuple(b for b in blocks if page.tags[b] not in _HEADINGS)
        claims.extend(Claim(block, Region.NOTICE, rule, str(kind), confidence, group) for block in blocks)
    return Findings(claims=tuple(claims), notices=tuple(notices))


def _overlap(page: Page, one: int, other: int) -> bool:
    return one <= other < page.ends[one] or other <= one < page.ends[other]


def _notice(page: Page, blocks: tuple[int, ...], kind: NoticeKind) -> Notice:
    nodes = [n for block in blocks for n in visible_below(page, block)]
    links = tuple(
        (visible_text(page, node), address)
        for block in blocks
        for node in range(block, page.ends[block])
        if page.tags[node] == "a" and (address := absolute(page, page.attributes[node].get("href", "")))
    )
    text = "\n".join(text for block in blocks for text in _lines(page, block))
    return Notice(kind, text, clean_html(page, nodes), links, blocks[0])


def _lines(page: Page, block: int) -> list[str]:
    """The block's text, headings and paragraphs each on a line."""
    lines: list[str] = []
    previous = -1
    for node in visible_below(page, block):
        own = block_of(page, node)
        words = page.texts[node]
        if own == previous and lines:
            lines[-1] += words
        else:
            lines.append(words)
        previous = own
    return [" ".join(line.split()) for line in lines if line.strip()]


def _candidates(page: Page, kind: NoticeKind, most_characters: int, index: TextIndex) -> Iterable[tuple[int, str]]:
    """(block, its text) of each short block whose words are of the kind, in page order of the clues."""
    pattern = PATTERNS[kind]
    seen: set[int] = set()
    for clue in CLUES[kind]:
        if clue not in index.text:
            continue
        for at, node in enumerate(index.nodes_with(clue)):
            if at >= 12:
                break
            block = block_of(page, node)
            if block in seen:
                continue
            seen.add(block)
            text = visible_text(page, block)
            if len(text) <= most_characters and pattern.search(text):
                yield block, text


def _grown(page: Page, block: int, most_words: int, most_more: int) -> int:
    """The largest box around the block that holds few words more."""
    own = words_in(page, block)
    here = block
    while True:
        above = page.parents[here]
        if above <= 0 or page.tags[above] in _STOPS:
            return here
        words = words_in(page, above)
        if words > most_words or words - own > most_more:
            return here
        here = above


def _names(page: Page, node: int) -> str:
    return f"{page.attributes[node].get('id', '')} {page.attributes[node].get('class', '')}"


def _cookies(page: Page) -> Iterable[tuple[tuple[int, ...], NoticeKind, str]]:
    if "cookie" not in text_index(page).text:
        return
    index = page_index(page)
    named = {n for name in named_so(index.ids, COOKIE_NAMES) for n in index.ids[name]}
    named |= {n for name in named_so(index.class_lists, COOKIE_NAMES) for ns in index.class_lists[name] for n in ns}
    pattern = PATTERNS[NoticeKind.COOKIE]
    blocks: list[int] = []
    for node in sorted(named):
        if (blocks and node < page.ends[blocks[-1]]) or page.tags[node] in _NO_BOX or len(blocks) >= 12:
            continue
        words = words_in(page, node)
        if not 5 <= words <= 600 or words >= 0.5 * max(200, _all_words(page)) or not _is_at_edge(page, node, share=0.2):
            continue
        if pattern.search(visible_text(page, node)):
            blocks.append(node)
    if blocks:
        yield tuple(blocks), NoticeKind.COOKIE, "notices:cookie-by-name"
        return
    for block, _ in _candidates(page, NoticeKind.COOKIE, 700, text_index(page)):
        if is_amid_article(page, block) or _is_in_article(page, block) or page.tags[block] in _NO_BOX:
            continue
        box = _grown(page, block, 160, 40)
        if _is_at_edge(page, box):
            yield (box,), NoticeKind.COOKIE, "notices:cookie-by-words"
            return


def _redesign(page: Page) -> Iterable[tuple[tuple[int, ...], NoticeKind, str]]:
    for block, text in _candidates(page, NoticeKind.REDESIGN, MOST_OF_A_BANNER, index_of(page, texts_of_banners(page))):
        if page.tags[block] in (*_HEADINGS, "li", "a", "td", "title") or is_amid_article(page, block):
            continue
        if len(text.split()) > 60 or _is_in_article(page, block):
            continue
        box = _grown(page, block, 70, 12)
        has_name = any(NOTICE_NAMES.search(_names(page, n)) for n in _chain(page, block, 4))
        if has_name or (_is_before_title(page, box) and _is_at_edge(page, box, share=EDGE_OF_BANNERS)):
            yield (box,), NoticeKind.REDESIGN, "notices:redesign"
            return


def _of_comments(
    page: Page, areas: list[tuple[int, int]], said: Collection[int]
) -> Iterable[tuple[tuple[int, ...], NoticeKind, str]]:
    """Policy and moderation: only in or beside a comment area or form."""
    if not areas:
        return
    index = index_of(page, texts_near(page, areas, said))
    for kind, rule in (
        (NoticeKind.MODERATION, "notices:moderation"),
        (NoticeKind.COMMENT_POLICY, "notices:comment-policy"),
    ):
        for block, text in _candidates(page, kind, 1500, index):
            if _is_comment_text(page, block) or is_amid_article(page, block):
                continue
            if not any(start <= block < end for start, end in areas) and (
                is_in_named_article(page, block) or _follows_paragraph(page, block)
            ):
                continue
            near = any(start - NEAR_AREA <= block < end + NEAR_AREA for start, end in areas)
            named = any(POLICY_NAMES.search(_names(page, n)) for n in _chain(page, block, 3))
            if (
                (near or named)
                and page.tags[block] not in (*_HEADINGS, "label", "li", "title")
                and len(text.split()) > 3
            ):
                yield (block,), kind, rule
                break


def _by_mail(page: Page) -> Iterable[tuple[tuple[int, ...], NoticeKind, str]]:
    """How to comment where there is no form: "To add a remark, write to web@example.org"."""
    attributes = page.attributes
    for link in page_index(page).attributes.get("href", ()):
        # the first letter alone tells of nearly all links
        if attributes[link]["href"][:1] not in "mM" or attributes[link]["href"][:7].lower() != "mailto:":
            continue
        if page.tags[link] != "a":
            continue
        block = block_of(page, link)
        text = visible_text(page, block)
        more = len(text) - len(visible_text(page, link))  # a link "Send feedback" alone is of a menu
        if more > 15 and len(text) <= 250 and BY_MAIL.match(text) and not is_amid_article(page, block):
            yield (block,), NoticeKind.COMMENT_POLICY, "notices:comment-by-mail"
            return


def _marked(page: Page) -> Iterable[tuple[tuple[int, ...], NoticeKind, str]]:
    """Corrections, disclaimers and messages, only where the markup says so."""
    index = page_index(page)
    for name in named_so(index.class_lists, OTHER_NAMES):
        for node in index.with_class(name)[:4]:
            words = words_in(page, node)
            if page.tags[node] in ("div", "p", "aside", "section", "blockquote") and 3 <= words <= 150:
                text = visible_text(page, node)
                if MARKED_OTHER.match(text):
                    yield (node,), NoticeKind.OTHER, "notices:marked"
    for node in index.class_lists.get("messages", [[]])[0][:3]:
        # Drupal's messages of the last action: div.messages.status, .warning, .error
        classes = page.attributes[node].get("class", "").split()
        if {"status", "warning", "error"} & set(classes) and 0 < words_in(page, node) <= 80:
            yield (node,), NoticeKind.ERROR if "error" in classes else NoticeKind.OTHER, "notices:system-message"


def _error(page: Page) -> Iterable[tuple[tuple[int, ...], NoticeKind, str]]:
    """The words of a page that says it was not found: headline and the paragraph after it."""
    index = page_index(page)
    for tag in ("h1", "h2"):
        for heading in index.tags.get(tag, ())[:4]:
            text = visible_text(page, heading)
            lowered = text.lower()
            if not text or len(text) > 90 or not any(clue in lowered for clue in _NOT_FOUND_CLUES):
                continue
            if not NOT_FOUND.search(text):
                continue
            if _all_words(page) > 1500:
                return
            following = _paragraph_after(page, heading)
            yield ((heading, following) if following is not None else (heading,)), NoticeKind.ERROR, "notices:not-found"
            return


def _paragraph_after(page: Page, heading: int) -> int | None:
    here = heading
    for _ in range(3):
        sibling = page.ends[here]
        above = page.parents[here]
        if above < 0:
            return None
        while sibling < page.ends[above]:
            if page.tags[sibling] in ("p", "div", "section") and 3 <= words_in(page, sibling) <= 120:
                first = next(
                    (n for n in range(sibling, page.ends[sibling]) if page.tags[n] == "p" and words_in(page, n) > 2),
                    sibling,
                )
                return first
            sibling = page.ends[sibling]
        here = above
    return None


# --- where things stand -------------------------------------------------------------------------------------------


def _chain(page: Page, node: int, steps: int) -> Iterable[int]:
    while node > 0 and steps:
        if page.tags[node] not in ("body", "html"):
            yield node
        node = page.parents[node]
        steps -= 1


def _all_words(page: Page) -> int:
    return text_index(page).text.count(" ")


def _is_in_article(page: Page, block: int) -> bool:
    """Whether an <article> or a named article body with more than the block is around it."""
    return any(
        page.tags[n] == "article" and words_in(page, n) > 2 * words_in(page, block) + 20
        for n in _chain(page, block, 40)
    )


def _is_at_edge(page: Page, node: int, *, share: float = 0.12) -> bool:
    """Whether the node is among the first or last texts of the page."""
    total = len(page.visible)
    first, last = bisect_left(page.visible, node), bisect_left(page.visible, page.ends[node])
    margin = max(12, share * total)
    return first <= margin or last >= total - margin


def _is_before_title(page: Page, node: int) -> bool:
    headings = page_index(page).tags.get("h1", ())
    return not headings or node < headings[-1]


def _comment_areas(context: Context) -> list[tuple[int, int]]:
    tags, ends = context.page.tags, context.page.ends
    return [
        (claim.node, ends[claim.node])
        for claim in context.claimed_nodes()
        if claim.region in _OF_COMMENTS and tags[claim.node] != "#text"
    ]


def _said(context: Context) -> set[int]:
    """Texts that are read as what a visitor wrote."""
    return {c.node for c in context.claimed_nodes() if c.kind == "text" and c.region in _OF_COMMENTS}


def _follows_paragraph(page: Page, block: int) -> bool:
    """Whether a paragraph stands just before the block, with nothing but space between: the text goes on."""
    if page.tags[block] != "p":
        return False
    before = page.parents[block] + 1
    last: int | None = None
    while before < block:
        if page.tags[before] != "#text" or page.texts[before].strip():
            last = before
        before = page.ends[before]
    return last is not None and page.tags[last] in ("p", "ul", "ol", "blockquote") and words_in(page, last) > 12


def _is_comment_text(page: Page, block: int) -> bool:
    """Whether the block is inside a single comment."""
    names = [_names(page, n).lower() for n in _chain(page, block, 6)]
    return any(
        re.search(r"(?:^|[\s_-])comment(?:-body|-text|-content|text|body)?(?:$|[\s_-])", name) and "form" not in name
        for name in names
    )
