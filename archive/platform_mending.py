"""Findings and a platform's conventions in, findings out: where the two disagree, plain markup is believed.

The parsers know no platform; they read any page by what it looks like. Where a page was made by a known system and its
own template says outright which element is the headline, a comment, the author, that is believed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice
from operator import is_

from archive.markup import visible_below
from archive.model import Byline, Claim, Comment, CommentStatus, Page, PageKind, Region, Title
from archive.page import subtree_text
from archive.page_index import page_index
from archive.platforms import Platform, conventions
from archive.profile_comments import read_profile_comments
from archive.regions import Context, Findings, platform_body, platform_tags
from archive.regions.platform import only_title, page_kind
from archive.regions.platform_byline import people_of_line
from archive.selecting import select

__all__ = ["mend_by_platform"]

_LONGEST_TITLE = 300


def mend_by_platform(context: Context) -> Context:
    """The context with kind, headline, author and comments as the platform has them; itself without a platform."""
    platform = context.platform
    if platform is None:
        return context
    context = _with_kind(context, platform)
    kind = page_kind(context.page, platform)
    if kind not in (None, PageKind.ARTICLE) or platform_body.article_container(context.page, platform) is None:
        return context
    found = _without_menus(context, context.found)
    if _count_of_tags(found) < _count_of_tags(context.found):
        found = [*found, platform_tags.read(replace(context, found=tuple(found)))]
    if kind is None:
        found = _with_title(context, platform, found)
        return _with_found(context, _with_byline(context, platform, found))
    before = len(found)
    found = _with_comments(context, platform, found)
    if len(found) > before:  # what was no comment after all may be body, byline and tags
        cleared = replace(context, found=tuple(found))
        found = [*found, platform_tags.read(cleared), platform_body.read(cleared)]
    found = _with_title(context, platform, found)
    found = _with_byline(context, platform, found)
    found = _with_form(context, platform, found)
    return _with_found(context, found)


def _with_found(context: Context, found: Sequence[Findings]) -> Context:
    return context if found is context.found else replace(context, found=tuple(found))


def _count_of_tags(found: Sequence[Findings]) -> int:
    return sum([len(findings.tags) for findings in found])


def _with_kind(context: Context, platform: Platform) -> Context:
    """The context with the kind of a standing page that was taken for an article, without an author or a day."""
    found = context.found
    told = next((f for f in found if f.kind), None)
    if told is None or told.kind is not PageKind.ARTICLE or (told.kind_rule or "").startswith("platform:"):
        return context
    if any(f.bylines or f.published or f.comments for f in found):
        return context
    if not conventions(context.page, platform, "standing_page"):
        return context
    return replace(
        context,
        found=(Findings(kind=PageKind.OTHER, kind_rule=f"platform:{platform.name}:standing-page"), *found),
    )


def _without_menus(context: Context, found: Sequence[Findings]) -> Sequence[Findings]:
    """The findings without the tags that stand in what the platform has as a menu: a list of all categories."""
    if not any(f.tags for f in found):
        return found
    ends, navigation = context.page.ends, Region.NAVIGATION
    menus = [
        (c.node, ends[c.node])
        for f in found
        for c in f.claims
        if c.region is navigation and c.rule.startswith("platform:")
    ]

    def is_kept(node: int | None) -> bool:
        return node is None or not any(first <= node < end for first, end in menus)

    kept = [_without_tags(f, is_kept) if f.tags else f for f in found]
    return found if all(map(is_, kept, found)) else kept


def _without_tags(findings: Findings, is_kept: Callable[[int | None], bool]) -> Findings:
    """The findings without tags, and claims of tags, at nodes that are not kept; themselves where all are."""
    tags = tuple([tag for tag in findings.tags if is_kept(tag.node)])
    claims = tuple([c for c in findings.claims if c.region is not Region.TAGS or is_kept(c.node)])
    if len(tags) == len(findings.tags) and len(claims) == len(findings.claims):
        return findings
    return replace(findings, tags=tags, claims=claims)


def _with_form(context: Context, platform: Platform, found: Sequence[Findings]) -> Sequence[Findings]:
    """The comment form that the platform has, where nothing else told whether comments are open."""
    if any(f.comment_status is not None for f in found):
        return found
    forms = conventions(context.page, platform, "comments.form")
    if not forms:
        return found
    rule = f"platform:{platform.name}:comment-form"
    claims = tuple(Claim(node, Region.COMMENT_FORM, rule) for node in forms[:1])
    return [*found, Findings(comment_status=CommentStatus.OPEN, claims=claims)]


def _with_title(context: Context, platform: Platform, found: Sequence[Findings]) -> Sequence[Findings]:
    """The headline of the one element that the platform puts it in, unless that is what was found."""
    page = context.page
    node = only_title(page, platform)
    if node is None:
        return found
    text = subtree_text(page, node)
    held = next((f.title for f in found if f.title), None)
    if held is not None and held.text == text:
        return found
    heads = page_index(page).tags.get("title", ())
    stated = _plain(subtree_text(page, heads[0])) if heads else ""
    if len(text) > _LONGEST_TITLE or _plain(text) not in stated or (held and _plain(held.text) == _plain(text)):
        return found
    if held is not None and held.node is not None and node <= held.node < page.ends[node]:
        return found  # a part of it was chosen, with reason
    wrong = {held.node} if held is not None else set()
    others = [
        replace(f, title=None, claims=tuple(c for c in f.claims if c.region is not Region.TITLE or c.node not in wrong))
        for f in found
    ]
    title = Title(text, "platform", node)
    return [Findings(title=title, claims=(Claim(node, Region.TITLE, f"platform:{platform.name}:title"),)), *others]


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _with_byline(context: Context, platform: Platform, found: Sequence[Findings]) -> Sequence[Findings]:
    """The author that the platform's line names, where another was read from that line or from nowhere near it."""
    held = [byline for f in found for byline in f.bylines]
    if any(person.is_guest for byline in held for person in byline.contributors):
        return found  # the account that published is not who wrote
    if any(byline.source not in ("visible", "platform") for byline in held):
        return found
    page = context.page
    taken = [(c.node, page.ends[c.node]) for f in found for c in f.claims if c.region is Region.COMMENT]
    for line in conventions(page, platform, "byline"):
        if any(first <= line < end for first, end in taken):
            continue
        people = people_of_line(page, line)
        names = {person.name.casefold() for person in people}
        if not names:
            continue
        if any(person.name.casefold() in names for byline in held for person in byline.contributors):
            return found
        byline = Byline(subtree_text(page, line), people, "platform", line)
        return [Findings(bylines=(byline,)), *(replace(f, bylines=()) for f in found)]
    return found


def _with_comments(context: Context, platform: Platform, found: Sequence[Findings]) -> Sequence[Findings]:
    """The comments of the elements that the platform has for them, where others were found; else parts that lack."""
    page = context.page
    items = _items(page, platform)
    if not items:
        return found
    held = [comment for f in found for comment in f.comments]
    if held and not any(f.kind is PageKind.FORUM for f in found):
        if not conventions(page, platform, "comments.subject"):
            return found
        pairs = dict(zip([c.position for c in held], items, strict=False)) if len(held) == len(items) else {}
        whole = [_completed(page, platform, c, pairs.get(c.position, c.node)) for c in held]
        if all(map(is_, whole, held)):
            return found
        rest = iter(whole)
        return [replace(f, comments=tuple(islice(rest, len(f.comments)))) if f.comments else f for f in found]
    nodes = {"comment": items}
    for part in ("author", "date", "subject", "text"):
        nodes[f"comment_{part}"] = _parts(page, getattr(platform.comments, part), items)
    rule = f"platform:{platform.name}:comment"
    comments, claims = read_profile_comments(page, nodes, rule, context.day_first)
    comments = tuple(c for c in comments if c.text and (c.author or c.posted_at))
    if not comments:
        return found
    others = [
        replace(f, comments=(), claims=tuple(c for c in f.claims if c.region is not Region.COMMENT)) for f in found
    ]
    area = [Claim(n, Region.COMMENT, rule) for n in conventions(page, platform, "comments.area")[:1]]
    renumbered = tuple(replace(c, position=n) for n, c in enumerate(comments))
    return [Findings(comments=renumbered, claims=(*area, *claims)), *others]


def _items(page: Page, platform: Platform) -> list[int]:
    """The elements that hold one comment each; of two that one comment has, that of the selector named first."""
    found: list[int] = []
    for selector in platform.comments.item:
        nodes = [node for node in select(page, selector) if visible_below(page, node)]
        known = list(found)
        found += [n for n in nodes if not any(k <= n < page.ends[k] or n <= k < page.ends[n] for k in known)]
    return sorted(found)


def _parts(page: Page, selectors: Sequence[str], items: Sequence[int]) -> list[int]:
    """The elements of the first selector that names any inside the items."""
    for selector in selectors:
        nodes = [n for n in select(page, selector) if any(item < n < page.ends[item] for item in items)]
        if nodes:
            return nodes
    return []


def _completed(page: Page, platform: Platform, comment: Comment, item: int | None) -> Comment:
    """The comment with its subject, and with its author where the subject was taken for one."""
    if item is None or comment.subject:
        return comment
    subjects = [n for n in conventions(page, platform, "comments.subject") if _within(page, n, item)]
    subject = subtree_text(page, subjects[0]) if len(subjects) == 1 else ""
    if not subject:
        return comment
    if comment.author != subject:
        return replace(comment, subject=subject)
    authors = [n for n in conventions(page, platform, "comments.author") if _within(page, n, item)]
    author = subtree_text(page, authors[0]) if len(authors) == 1 else ""
    return replace(comment, subject=subject, author=author or None)


def _within(page: Page, node: int, item: int) -> bool:
    return item <= node < page.ends[item]
