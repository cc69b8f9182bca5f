"""HTML in, one line out that is equal for two pieces of HTML when a reader gets the same from them."""

from __future__ import annotations

import re

import lxml.html
from lxml.html import HtmlElement

__all__ = ["parse_fragment", "shape"]

SAME = {"b": "strong", "i": "em", "strike": "s", "del": "s"}
TRANSPARENT = {"tbody", "thead"}
VOID = {"br", "hr", "img", "wbr", "col", "source", "track"}
KEPT_ATTRIBUTES = (
    "href", "src", "srcset", "alt", "title", "id", "name", "colspan", "rowspan", "start", "reversed", "type", "value",
    "lang", "dir", "datetime", "cite", "align", "style", "poster", "controls",
)  # fmt: skip

INLINE = (
    "a|abbr|bdi|bdo|big|cite|code|data|dfn|em|ins|kbd|mark|q|s|samp|small|span|strong|sub|sup|time|tt|u|var|img|wbr|"
    "ruby|rt|rp|picture|source|iframe|audio|video|label|input"
)
# Each begins with letters that must be there, so that the search runs at the speed of a search for words.
SPACE_BEFORE_END = re.compile(rf" (</(?:{INLINE})>(?:</(?:{INLINE})>)*)")
AT_START = r"<(?:strong|em|s|a|u|span|small|mark)(?: [^<>]*)?>"
SPACE_AFTER_START = re.compile(rf"({AT_START}(?:{AT_START})*) ")
BLOCK_TAG = rf"</?(?!(?:{INLINE})[ >])[a-z][^<>]*>"
BEFORE_BLOCK = re.compile(rf" ({BLOCK_TAG})")
AFTER_BLOCK = re.compile(rf"({BLOCK_TAG}) ")
VERBATIM_SPACE = str.maketrans({" ": "\x02", "\n": "\x03", "\t": "\x04"})


def parse_fragment(html: str) -> HtmlElement:
    """A <div> that holds the fragment."""
    return lxml.html.fragment_fromstring(html, create_parent="div")


def shape(html: str) -> str:
    """What a reader gets from HTML, to be compared: tags, telling attributes, text with white space collapsed.

    Left out are differences that show nothing: <b> and <strong>, <p> inside <li>, classes but a code block's
    language, row groups of tables, a space just inside or just outside an emphasis.

    >>> shape("<p>a <b>b </b>c</p>") == shape("<p>a <strong>b</strong> c\\n</p>\\n")
    True
    >>> shape("<p>a\\xa0b</p>") == shape("<p>a b</p>")
    False
    """
    out: list[str] = []
    root = parse_fragment(html)
    out.append(_escape(root.text, is_verbatim=False))
    for child in root:
        _add(out, child, is_verbatim=False, inside="")
    made = _collapsed("".join(out))
    while (moved := _with_spaces_outside(made)) != made:
        made = _collapsed(moved)
    made = AFTER_BLOCK.sub(r"\1", BEFORE_BLOCK.sub(r"\1", made))
    return _collapsed(made).strip(" ")


def _collapsed(text: str) -> str:
    """The text with each run of white space (HTML section 2.4.2) as one space."""
    for space in "\n\t\r\f":
        text = text.replace(space, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text


def _with_spaces_outside(made: str) -> str:
    """The line with spaces just inside of inline elements moved out by one element."""
    if "> " in made:
        made = SPACE_AFTER_START.sub(r" \1", made)
    return SPACE_BEFORE_END.sub(r"\1 ", made) if " </" in made else made


def _add(out: list[str], element: HtmlElement, *, is_verbatim: bool, inside: str) -> None:
    if isinstance(element.tag, str):
        tag = SAME.get(element.tag, element.tag)
        is_shown = tag not in TRANSPARENT and not (tag == "p" and inside in ("li", "dd") and not element.attrib)
        is_inner_verbatim = is_verbatim or tag == "pre"
        out.append(f"<{tag}{_attributes(element)}>" if is_shown else " ")
        out.append(_escape(element.text, is_verbatim=is_inner_verbatim))
        for child in element:
            _add(out, child, is_verbatim=is_inner_verbatim, inside=tag)
        if tag not in VOID:
            out.append(f"</{tag}>" if is_shown else " ")
    out.append(_escape(element.tail, is_verbatim=is_verbatim))


def _escape(text: str | None, *, is_verbatim: bool) -> str:
    if not text:
        return ""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.rstrip("\n").translate(VERBATIM_SPACE) if is_verbatim else escaped


def _attributes(element: HtmlElement) -> str:
    if not element.keys():
        return ""
    kept = [(name, value) for name in KEPT_ATTRIBUTES if (value := element.get(name))]
    kept = [pair for pair in kept if pair != ("start", "1")]
    if element.tag in ("td", "th"):
        kept = [_as_alignment(*pair) for pair in kept]
    if element.tag == "code":
        kept += [("class", name) for name in (element.get("class") or "").split() if name.startswith("language-")]
    return "".join(f" {name}={_escape(value, is_verbatim=True)!r}" for name, value in kept)


def _as_alignment(name: str, value: str) -> tuple[str, str]:
    """A table cell's style as the old attribute: the two ways to write an alignment."""
    return (
        ("align", value.partition(":")[2].strip(" ;")) if name == "style" and "text-align" in value else (name, value)
    )
