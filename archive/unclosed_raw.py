"""Page as read in, its HTML with the end tags that an iframe, textarea or title lacks out; None for ordinary pages.

What stands in these elements is plain text up to their end tag (WHATWG HTML section 13.2.5.1), so one without an end
swallows the rest of the page. XHTML writes `<textarea/>` and means an empty one; a tracking frame inside <noscript>
is no harm in a browser, which reads <noscript> as text, and swallows the page here.
"""

from __future__ import annotations

import re

from archive.model import Page
from archive.page_index import page_index

__all__ = ["with_raw_closed"]

_SWALLOWERS = frozenset(("iframe", "textarea", "title", "noembed", "noframes"))
_FEW_CHARACTERS = 200
_FEW_TAGS = 3
_LOOK_AHEAD = 4000
"""How far an element's text is looked at for markup."""
_STARTS = re.compile(r"<!--|<(iframe|textarea|title|noembed|noframes|script|style)(?=[\s/>])[^>]*>", re.IGNORECASE)


def with_raw_closed(html: str, page: Page) -> str | None:
    """The HTML with each such element closed where it begins; None where none of `page` swallows markup."""
    return _close_all(html) if _swallows(page) else None


def _swallows(page: Page) -> bool:
    tags = page.tags
    if tags and tags[-1] == "#text" and tags[page.parents[-1]] in _SWALLOWERS and _is_markup(page.texts[-1]):
        return True
    # the index is asked for by the parsers anyway
    return any(
        page.ends[frame] > frame + 1 and _is_markup(page.texts[frame + 1])
        for frame in page_index(page).tags.get("iframe", ())
    )


def _is_markup(text: str) -> bool:
    return len(text) > _FEW_CHARACTERS and ("</noscript" in text or text.count("</", 0, _LOOK_AHEAD) > _FEW_TAGS)


def _close_all(html: str) -> str:
    parts: list[str] = []
    taken = place = 0
    lowered = html.lower()
    if len(lowered) != len(html):
        lowered = html  # a few capitals have two small letters: then only end tags in small letters are known
    ends: dict[str, int] = {}
    while (start := _STARTS.search(html, place)) is not None:
        place = start.end()
        name = (start[1] or "").lower()
        closing = f"</{name}" if name else "-->"
        end = ends.get(closing, -1)
        if closing not in ends or 0 <= end < place:
            end = ends[closing] = lowered.find(closing, place)
        if name in _SWALLOWERS and _is_unclosed(lowered, start[0], place, end):
            parts += (html[taken:place], closing, ">")
            taken = place
        elif end < 0:
            break
        else:
            place = end
    return "".join((*parts, html[taken:]))


def _is_unclosed(lowered: str, tag: str, place: int, end: int) -> bool:
    if end < 0:
        return True
    held = lowered[place : min(end, place + _LOOK_AHEAD)]
    return "</noscript" in held or (tag.endswith("/>") and held.count("</") > _FEW_TAGS)
