"""Page in, its comments or forum posts out, with a claim on every text of the comment area."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from archive.closed_comments import closed_notice
from archive.comment_area import CommentArea, find_area
from archive.comment_data import embedded_comments
from archive.comment_dates import day_comes_first, read_comment_date
from archive.comment_forms import comment_forms
from archive.comment_item import Item
from archive.comment_items import find_items
from archive.comment_links import CommentLinks, read_comment_links
from archive.comment_systems import comment_system
from archive.comment_threads import thread_places
from archive.dates import day_first_of_language
from archive.forum_signs import forum_sign
from archive.markup import absolute, block_text, clean_html
from archive.model import Claim, Comment, CommentStatus, Page, PageKind, Problem, Region
from archive.page_index import page_index
from archive.regions import Context, Findings
from archive.signatures import signature_name

__all__ = ["ORDER", "read"]

ORDER = 10
_NUMBERED_NAME = re.compile(r"(\d{1,5})[.):]?\s+(\S.*)")
_LEAST_WITHOUT_SCRIPT = 3
"""Texts that a <noscript> with comments has at least: a name and words, and the call to turn scripts on."""


def read(context: Context) -> Findings:
    """Comments or posts, their claims, and what the page says of commenting."""
    page = context.page
    sign = forum_sign(page)
    shown, is_forum = find_items(page, forum=sign)
    forms = comment_forms(page)
    area = find_area(page, [item.span for item in shown], [form for form, _ in forms], is_forum=is_forum)
    items, again = _shown_once(page, shown)
    system = comment_system(page)
    comments = _comments(
        page, items, is_forum=is_forum, day_first=context.day_first, language=context.structured.language
    )
    if not comments:
        comments = embedded_comments(page, context.structured.json_ld)
    if not comments and system is not None:
        comments = _without_script(page, context)
    problems: tuple[Problem, ...] = ()
    if system is not None and not comments:
        problems = (_missing(system),)
    return Findings(
        claims=(*_item_claims(page, items, is_forum=is_forum), *_claims_again(again), *area.claims),
        comments=comments,
        comment_status=_status(area, forms, comments, closed=closed_notice(page) is not None),
        comment_count_stated=area.count_stated,
        comment_system=system,
        problems=problems,
        kind=PageKind.FORUM if is_forum and sign else None,
        kind_rule=sign[0] if is_forum and sign else None,
    )


def _without_script(page: Page, context: Context) -> tuple[Comment, ...]:
    """The comments that the page shows only where no script runs: in <noscript>, as Disqus's plug-ins wrote them."""
    hidden = [
        node
        for box in page_index(page).tags.get("noscript", ())
        for node in range(box + 1, page.ends[box])
        if page.tags[node] == "#text" and page.texts[node].strip()
    ]
    if len(hidden) < _LEAST_WITHOUT_SCRIPT:
        return ()
    shown = replace(page, visible=hidden)
    items, is_forum = find_items(shown, forum=None)
    found = _comments(
        shown, items, is_forum=is_forum, day_first=context.day_first, language=context.structured.language
    )
    return tuple(replace(comment, source="noscript", node=None) for comment in found)


def _missing(system: str) -> Problem:
    return Problem(
        "comments.third-party-missing",
        f"the comments are kept by {system} and are not in the page",
        "Crawl the page with the browser option, or ask the system for an export of the thread.",
    )


def _status(
    area: CommentArea, forms: Sequence[tuple[int, str]], comments: Sequence[Comment], *, closed: bool
) -> CommentStatus | None:
    if closed:
        return CommentStatus.CLOSED
    if forms:
        return CommentStatus.OPEN
    if area.is_empty and not comments:
        return CommentStatus.NONE
    return None


def _comments(
    page: Page, items: Sequence[Item], *, is_forum: bool, day_first: bool | None, language: str
) -> tuple[Comment, ...]:
    if not items:
        return ()
    links = [read_comment_links(page, item.span, item.parts) for item in items]
    by_anchor = {link.anchor: at for at, link in reversed(list(enumerate(links))) if link.anchor}
    answered = {
        at: by_anchor[link.answers] for at, link in enumerate(links) if link.answers in by_anchor and not is_forum
    }
    if day_first is None:
        day_first = day_comes_first(item.parts.date_raw for item in items if item.parts.date_raw)
    if day_first is None:
        day_first = day_first_of_language(language)
    places = thread_places(page, [item.span for item in items], answered)
    comments = [
        _comment(page, at, item, link, place, is_forum=is_forum, day_first=day_first)
        for at, (item, link, place) in enumerate(zip(items, links, places, strict=True))
    ]
    return tuple(_without_numbers(comments))


def _without_numbers(comments: list[Comment]) -> list[Comment]:
    """The comments with "3 Ann" made "Ann", where the names of all are numbered one after the other."""
    numbered = [_NUMBERED_NAME.match(comment.author) if comment.author else None for comment in comments]
    numbers = [int(match[1]) for match in numbered if match is not None]
    if len(numbers) < 3 or 5 * len(numbers) < 4 * sum(c.author is not None for c in comments):
        return comments
    if any(after <= before for before, after in pairwise(numbers)):
        return comments
    return [
        replace(comment, author=match[2]) if match is not None else comment
        for comment, match in zip(comments, numbered, strict=True)
    ]


def _comment(
    page: Page,
    at: int,
    item: Item,
    links: CommentLinks,
    place: tuple[int | None, int],
    *,
    is_forum: bool,
    day_first: bool | None,
) -> Comment:
    parts = item.parts
    text = block_text(page, parts.text_nodes)
    author, source = parts.author, "byline"
    if author is None:
        author = signature_name(text)
        source = "signature"
    link = parts.author_link
    parent, depth = place
    return Comment(
        position=at,
        text=text,
        html=clean_html(page, parts.text_nodes),
        author=author,
        author_url=_profile(page, link) if link is not None and author else None,
        author_source=source if author else None,
        subject=parts.subject,
        posted_at=read_comment_date(parts.date_raw, parts.date_machine, parts.date_node, day_first=day_first),
        parent=parent,
        depth=depth,
        permalink=links.permalink,
        anchor=links.anchor,
        kind="post" if is_forum and parts.kind == "comment" else parts.kind,
        status=parts.status,
        votes=parts.votes,
        is_by_author=links.is_by_author,
        node=item.span.start,
    )


def _profile(page: Page, link: int) -> str | None:
    """Where a name leads; None where that is the comment itself or the page ("#"), which is no one's address."""
    address = absolute(page, page.attributes[link].get("href", ""))
    own = page.url.partition("#")[0]
    return None if address is None or address.partition("#")[0] == own else address


def _shown_once(page: Page, items: Sequence[Item]) -> tuple[list[Item], list[Item]]:
    """(items, those that repeat one of them): some themes print a thread by date and once more by votes."""
    first: list[Item] = []
    again: list[Item] = []
    seen: set[tuple[str, str]] = set()
    for item in items:
        name = page.attributes[item.span.start].get("id", "")
        key = name, "".join(page.texts[n] for n in item.parts.text_nodes)
        (again if name and key in seen else first).append(item)
        seen.add(key)
    return first, again


def _claims_again(items: Sequence[Item]) -> list[Claim]:
    return [
        Claim(node, Region.COMMENT, "comments:shown-again", "meta", item.confidence)
        for item in items
        for node in item.parts.nodes
    ]


def _item_claims(page: Page, items: Sequence[Item], *, is_forum: bool) -> list[Claim]:
    claims: list[Claim] = []
    comment = Region.COMMENT
    for group, item in enumerate(items):
        rule, confidence = f"{'forum' if is_forum else 'comments'}:{item.rule}", item.confidence
        node = item.span.start
        while node < item.span.end:
            claims.append(Claim(node, comment, rule, None, confidence, group))
            node = page.ends[node]
        for text_node, kind in item.parts.kinds.items():
            claims.append(Claim(text_node, comment, f"{rule}-{kind}", kind, confidence, group))
    return claims
