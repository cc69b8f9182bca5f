"""HTML that an XML tool wrote in, the same with its empty elements closed out; None for all other pages.

XML writes an empty script as `<script src="x"/>`. To HTML that is a start tag, and the rest of the page is the script
(WHATWG HTML section 13.2.5.1: the slash is ignored). Where a page says that it is XHTML, and closes its line breaks and
pictures as XML does, it was written by such a tool, and never meant to be read so.
"""

from __future__ import annotations

import re

__all__ = ["with_empty_closed"]

_NAMES = ("script", "style", "iframe", "textarea", "title", "noscript", "noembed", "noframes")
"""What swallows what follows when it is not closed."""
_HEAD = 1_000
_SAYS_XML = re.compile(r"^\s*<\?xml\s|<!DOCTYPE\s+html\s+PUBLIC\s+[\"']-//W3C//DTD XHTML", re.IGNORECASE)
_VOID = re.compile(r"<(?:br|hr|img|input|link|meta)(?:\s[^<>]*)?>", re.IGNORECASE)
_SLIPS = 50
"""One tag in so many may be written as in HTML: a person added it later."""
_STARTS = re.compile(rf"<(?:(!--)|(!\[CDATA\[)|({'|'.join(_NAMES)})(?=[\s/>])((?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+)>)")


def with_empty_closed(html: str) -> str | None:
    """The page with an end tag after each empty script, style, frame, text area, title and noscript."""
    head = html[:_HEAD]
    lowered = head.lower()  # a pattern without regard to case is slow, and most pages have neither word
    if ("<?xml" not in lowered and "xhtml" not in lowered) or not _SAYS_XML.search(head):
        return None
    if not any(_is_there_empty(html, name) for name in _NAMES) or not _closes_as_xml(html):
        return None
    parts: list[str] = []
    taken = place = 0
    while (found := _STARTS.search(html, place)) is not None:
        comment, data, name, attributes = found.groups()
        place = found.end()
        if name and attributes.endswith("/"):
            parts += (html[taken:place], f"</{name}>")
            taken = place
        elif name != "noscript":  # its content is markup, all others' is text
            end = html.find("-->" if comment else "]]>" if data else f"</{name}", place)
            if end < 0:
                break
            place = end
    return "".join((*parts, html[taken:])) if parts else None


def _is_there_empty(html: str, name: str) -> bool:
    """Whether a tag of the name seems to be written as empty; a quick look that spares most pages a slower one."""
    start = html.find(f"<{name}")
    while start >= 0:
        end = html.find(">", start)
        if end < 0:
            break
        if html[end - 1] == "/":
            return True
        start = html.find(f"<{name}", start + 1)
    return False


def _closes_as_xml(html: str) -> bool:
    written: list[str] = _VOID.findall(html)
    closed = [tag for tag in written if tag.endswith("/>")]
    return bool(closed) and (len(written) - len(closed)) * _SLIPS <= len(closed)
