"""HTML in, Markdown out that renders to the same HTML again; what would not stays HTML.

Each block is converted, rendered back by a CommonMark renderer, and compared. A block that comes back different (a
table with spans, a figure with a caption, an anchor, a run of spaces) is written as the HTML it was: Markdown takes
HTML blocks. So nothing is lost by conversion, whatever the prose looks like.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

import lxml.html
from html_to_markdown import ConversionOptions, convert
from lxml.html import HtmlElement
from markdown_it import MarkdownIt

from exports.shape import parse_fragment, shape

__all__ = ["html_to_markdown", "text_to_markdown"]

NO_BREAK_SPACE = "\ue000"
"""Stands for U+00A0 during the conversion, which would take it for white space; becomes '&nbsp;', which editors see."""

KEPT_AS_HTML = (
    "abbr address article aside audio bdi bdo big center cite data del details dfn div dl figure footer header iframe "
    "ins kbd main mark picture q ruby s samp section small span strike sub sup time tt u var video wbr"
).split()
"""Elements Markdown has no sign for."""

OPTIONS = ConversionOptions(
    escape_asterisks=True,
    escape_underscores=True,
    escape_misc=True,
    extract_metadata=False,
    heading_style="atx",
    bullets="-",
    highlight_style="html",
    autolinks=False,
    compact_tables=True,
    preserve_tags=KEPT_AS_HTML,
)

TEMPLATE_OPENER = re.compile(r"\{(?=[{%#:])|\$(?=\$)|(?<=[\[\s])\^(?=\])")
"""What Hugo's shortcodes, Liquid, Nunjucks and kramdown would run or refuse: '{{<', '{{', '{%', '{#', '{:', '$$'."""

LINE_START = re.compile(r"^([ \t]*)([:~])(?=[ \t])", re.MULTILINE)
"""A colon or tilde that begins a line: a definition in kramdown and Goldmark."""

ESCAPED_AMPERSAND = re.compile(r"(?<!\\)\\&(?:amp;)?")
"""CommonMark takes a backslash before '&'; kramdown prints it."""

NEEDLESS_ESCAPE = re.compile(r"\\(?:(?<=[^\s\\]\\)|(?<=[^\s\\] \\))([.=+!#()>-])")
"""Backslashes within a line before signs that mean something at its start only, or not in any target's Markdown."""

LIST_START = re.compile(r"(?:[-*+]|\d{1,9}[.)])(?=\s|\Z)")

BLANK_LINES = re.compile(r"\n[ \t]*(?=\n)")


def html_to_markdown(html: str) -> str:
    """The Markdown of clean HTML, ending in a line end; '' for HTML without content.

    >>> html_to_markdown("<p>2 * 3 * 4 <em>is</em> 24</p><ul><li>a</li></ul>")
    '2 \\\\* 3 \\\\* 4 *is* 24\\n\\n- a\\n'
    >>> html_to_markdown('<h2 id="x">A</h2>')
    '<h2 id="x">A</h2>\\n'
    """
    blocks = split_blocks(html)
    if len(blocks) > 1 and (whole := faithful_markdown("\n".join(blocks))) is not None:
        return whole and f"{whole}\n"
    made = [block for block in map(block_to_markdown, blocks) if block]
    if not made:
        return ""
    text = joined(made)
    if shape(renderer().render(text)) != shape("\n".join(blocks)):
        # blocks that are right alone and wrong together: a neighbour that no rule above knows of
        text = "\n\n".join(html_block(block) for block in blocks if shape(block))
    return f"{text}\n"


def joined(blocks: list[str]) -> str:
    """The blocks with blank lines between; two lists in a row would be one, so a comment parts them."""
    text = blocks[0]
    for before, block in pairwise(blocks):
        parts_lists = LIST_START.match(before) and LIST_START.match(block)
        text += f"\n\n<!-- -->\n\n{block}" if parts_lists else f"\n\n{block}"
    return text


def text_to_markdown(text: str) -> str:
    """Plain text as one Markdown paragraph."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return html_to_markdown(f"<p>{escaped}</p>").strip()


def split_blocks(html: str) -> list[str]:
    """The top-level blocks of a fragment as HTML; loose text and inline elements between blocks are one paragraph."""
    root = without_wrapper(parse_fragment(html))
    blocks: list[str] = []
    loose = escape_text(root.text)
    for child in root:
        tail, child.tail = child.tail, None
        if child.tag in INLINE_TAGS:
            loose += lxml.html.tostring(child, encoding="unicode") + escape_text(tail)
            continue
        blocks += paragraph(loose)
        blocks += split_element(child)
        loose = escape_text(tail)
    return [*blocks, *paragraph(loose)]


def split_element(element: HtmlElement) -> list[str]:
    """The blocks of a plain <div>, which groups and says nothing; any other element is one block."""
    markup = lxml.html.tostring(element, encoding="unicode")
    return split_blocks(markup) if element.tag == "div" and not element.attrib else [markup]


def without_wrapper(root: HtmlElement) -> HtmlElement:
    """The innermost of elements that hold the whole body each: <div class="content"><div>…</div></div>."""
    while len(root) == 1 and root[0].tag in ("div", "section", "article", "main") and not (root.text or "").strip():
        if root[0].get("id") or (root[0].tail or "").strip():
            break
        root = root[0]
    return root


def paragraph(loose: str) -> list[str]:
    """Loose inline HTML as a block of its own; none when it is blank."""
    return [f"<p>{loose.strip()}</p>"] if loose.strip() else []


INLINE_TAGS = set(
    "a abbr b bdi bdo big br cite code data del dfn em i img ins kbd mark q ruby s samp small span strike strong sub "
    "sup time tt u var wbr".split()
)


def escape_text(text: str | None) -> str:
    return (text or "").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def block_to_markdown(block: str) -> str:
    """One block as Markdown, or as the HTML it was where Markdown would not give it back."""
    made = faithful_markdown(block)
    return html_block(block) if made is None else made


def faithful_markdown(html: str) -> str | None:
    """Markdown that renders to the same HTML again, with no more escapes than it needs; None where there is none."""
    wanted = shape(html)
    if not wanted:
        return ""
    made = convert(html.replace("\xa0", NO_BREAK_SPACE), OPTIONS).content or ""
    made = without_openers(made.strip("\n"))
    if "\\&" in made:
        made = ESCAPED_AMPERSAND.sub("&amp;", made)
    made = LINE_START.sub(r"\1\\\2", made).replace(NO_BREAK_SPACE, "&nbsp;")
    plainer = NEEDLESS_ESCAPE.sub(r"\1", made)
    for candidate in (plainer, made) if plainer != made else (made,):
        if shape(renderer().render(candidate)) == wanted:
            return candidate
    return None


def html_block(block: str) -> str:
    """HTML as one Markdown HTML block: no blank line in it (CommonMark section 4.6), nothing a template engine runs."""
    if not re.match(r"<(?:address|article|aside|blockquote|center|details|dialog|div|dl|figure|footer|h[1-6]|header|hr|"
                    r"iframe|main|ol|p|pre|section|table|ul)\b", block):  # fmt: skip
        # elements that begin no HTML block would be inline HTML in a paragraph, and their content Markdown
        block = f"<div>{block}</div>"
    block = block.replace("\xa0", "&nbsp;").replace("\r\n", "\n").strip()
    in_pre = re.split(r"(<pre\b.*?</pre>)", block, flags=re.DOTALL)
    block = "".join(
        part.replace("\n", "&#10;") if part.startswith("<pre") else BLANK_LINES.sub("", part) for part in in_pre
    )
    return without_openers(block)


def without_openers(text: str) -> str:
    """The text with nothing in it that a template engine would run."""
    # the test costs a tenth of the search, and nearly all prose passes it
    if "{" not in text and "$$" not in text and "^]" not in text:
        return text
    return TEMPLATE_OPENER.sub(lambda found: f"&#{ord(found[0])};", text)


@cache
def renderer() -> MarkdownIt:
    """CommonMark with the two extensions that every target has: tables and strikethrough."""
    return MarkdownIt("commonmark").enable(["table", "strikethrough"])
