"""Page in, its forms for writing a comment out."""

from __future__ import annotations

import re
from bisect import bisect_left

from archive.model import Page
from archive.page_index import page_index

__all__ = ["comment_forms"]

_NAMES = re.compile(
    r"comment|komment|coment[aá]r|commentaire|commenta|reactie|(?:^|[\s_-])respond(?:$|[\s_-])|quick-?reply|"
    r"reply-?form|replyform|qr_|feedback|opinion|leserbrief|guestbook|antwort",
    re.I,
)
_ACTIONS = re.compile(
    r"wp-comments-post|/comment/reply|comment|mt-?cgi|addreply|newreply|kommentar|reply|posting\.php|respond", re.I
)
_NOT_COMMENT = re.compile(r"search|newsletter|subscri|login|contact|signup|register|poll", re.I)
_BIG = 0.5


def comment_forms(page: Page) -> list[tuple[int, str]]:
    """(form element or what stands for it, rule) of each, in page order."""
    index = page_index(page)
    areas = index.tags.get("textarea", ())
    found: list[tuple[int, str]] = []
    most = len(page.visible) * _BIG
    for form in index.tags.get("form", ()):
        at = bisect_left(areas, form)
        has_area = at < len(areas) and areas[at] < page.ends[form]
        if not has_area and not _is_shown_as_comment_form(page, form):
            continue
        if _visible_count(page, form) > most and _visible_count(page, form) > 60:
            continue  # ASP.NET and old templates put the whole page into one form
        attributes = page.attributes[form]
        names = f"{attributes.get('id', '')} {attributes.get('class', '')} {attributes.get('name', '')}"
        area_names = " ".join(
            f"{page.attributes[a].get('id', '')} {page.attributes[a].get('name', '')}"
            for a in areas
            if form < a < page.ends[form]
        )
        if _NOT_COMMENT.search(names) and not _NAMES.search(names):
            continue
        if _NAMES.search(names) or _NAMES.search(area_names) or _ACTIONS.search(attributes.get("action", "")):
            found.append((form, "comment_form:form"))
    covered = [(f, page.ends[f]) for f, _ in found]
    for name in (
        "respond",
        "commentform",
        "comment-form",
        "comment_form",
        "reply-form",
        "add-comment",
        "addcomment",
        "leave-comment",
    ):
        for node in index.ids.get(name, ()):
            if any(start <= node < end for start, end in covered):
                continue
            if _visible_count(page, node) <= most:
                found.append((node, "comment_form:id"))
                covered.append((node, page.ends[node]))
    return sorted(found)


def _is_shown_as_comment_form(page: Page, form: int) -> bool:
    attributes = page.attributes[form]
    names = f"{attributes.get('id', '')} {attributes.get('class', '')}".lower()
    return any(name in names for name in ("commentform", "comment-form", "comment_form", "respond"))


def _visible_count(page: Page, node: int) -> int:
    return bisect_left(page.visible, page.ends[node]) - bisect_left(page.visible, node)
