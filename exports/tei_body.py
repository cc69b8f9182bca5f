"""Clean HTML in, the content of a TEI <div> out (TEI P5), text and order kept."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from exports.shape import parse_fragment
from exports.xml_text import attribute, legal

__all__ = ["tei_blocks"]

WRAPPERS = {
    "p": "p", "blockquote": "quote", "ul": 'list rend="bulleted"', "ol": 'list rend="numbered"', "li": "item",
    "tr": "row", "dl": 'list type="gloss"', "dt": "label", "dd": "item", "em": 'emph rend="italic"',
    "i": 'hi rend="italic"', "strong": 'hi rend="bold"', "b": 'hi rend="bold"', "u": 'hi rend="underline"',
    "sup": 'hi rend="superscript"', "sub": 'hi rend="subscript"', "s": "del", "strike": "del", "del": "del",
    "ins": "add", "code": "code", "kbd": "code", "samp": "code", "var": "code", "q": "q", "cite": "title",
    "abbr": "abbr", "mark": 'hi rend="mark"', "small": 'hi rend="small"', "dfn": "term",
}  # fmt: skip

PHRASES = frozenset(
    "a abbr b bdi bdo big br cite code data del dfn em i img ins kbd mark q ruby s samp small span strike strong sub "
    "sup time tt u var wbr #text".split()
)
"""HTML elements that stand within a line."""


def tei_blocks(html: str, *, taken: set[str]) -> str:
    """The blocks of a body, each on a line; loose text becomes <p>.

    `taken` are the names that the document has already; those of this body are added. An old page may have one
    name twice, and its comments the names of its body: XML takes each once, so the first one keeps it.

    >>> tei_blocks('<p>a <b>b</b><br>c</p>loose', taken=set())
    '<p>a <hi rend="bold">b</hi><lb/>c</p>\\n<p>loose</p>'
    >>> tei_blocks('<p id="x">a</p><p id="x"><a href="#x">b</a></p>', taken=set())
    '<p xml:id="b-x">a</p>\\n<p><ref target="#b-x">b</ref></p>'
    """
    root = parse_fragment(html)
    for element in root.iter():
        name = element.get("id") or element.get("name")
        if not name:
            continue
        if name in taken:
            element.attrib.pop("id", None)
            element.attrib.pop("name", None)
        taken.add(name)
    return "\n".join(part for part in _blocks(root) if part.strip())


def _blocks(parent: HtmlElement) -> list[str]:
    """The children of an element as blocks: a run of phrases between blocks is one paragraph."""
    out: list[str] = []
    loose = text_of(parent.text)
    for child in parent:
        if child.tag in PHRASES:
            loose += phrase(child)
        else:
            out += _paragraph(loose)
            out.append(block(child))
            loose = ""
        loose += text_of(child.tail)
    return [*out, *_paragraph(loose)]


def _paragraph(loose: str) -> list[str]:
    return [f"<p>{loose.strip()}</p>"] if loose.strip() else []


def block(element: HtmlElement) -> str:
    """One block."""
    tag = str(element.tag)
    identifier = id_of(element)
    if re.fullmatch("h[1-6]", tag):
        # a <head> may only begin a <div>: within running text a heading is an <ab> of that kind
        return f'<ab type="head" n="{tag[1]}"{identifier}>{phrases(element)}</ab>'
    if tag == "hr":
        return '<milestone unit="section" rend="line"/>'
    if tag == "pre":
        return f'<ab type="code" xml:space="preserve"{identifier}>{verbatim(element)}</ab>'
    if tag == "table":
        return table(element)
    if tag in ("figure", "picture", "video", "audio", "iframe"):
        return figure(element)
    if tag == "p":
        return f"<p{identifier}>{phrases(element)}</p>"
    if tag in ("ul", "ol", "dl"):
        items = glosses(element) if tag == "dl" else entries(element)
        return f"<{WRAPPERS[tag]}{identifier}>{items}</{WRAPPERS[tag].split()[0]}>" if items else ""
    if tag == "blockquote":
        inner = "".join(_blocks(element))
        return f"<quote{identifier}>{inner}</quote>" if inner else ""
    return "\n".join(_blocks(element))


def entries(element: HtmlElement) -> str:
    """The entries of a list; text beside them is an entry too."""
    loose = [element.text, *(child.tail for child in element)]
    made = [f"<item>{text_of(text).strip()}</item>" if (text or "").strip() else "" for text in loose]
    for number, child in enumerate(element):
        made[number] += f"<item{id_of(child)}>{mixed(child)}</item>"
    return "".join(made)


def glosses(element: HtmlElement) -> str:
    """The entries of a <dl> as pairs of label and item: terms in a row are one label, texts in a row one item."""
    pairs: list[tuple[list[str], list[str]]] = []
    for child in element.iter("dt", "dd"):
        is_term = child.tag == "dt"
        if not pairs or (is_term and pairs[-1][1]):
            pairs.append(([], []))
        if is_term:
            pairs[-1][0].append(f"<seg{id_of(child)}>{phrases(child)}</seg>" if id_of(child) else phrases(child))
        else:
            pairs[-1][1].append(f"<p{id_of(child)}>{phrases(child)}</p>" if is_line(child) else mixed(child))
    return "".join(f"<label>{'<lb/>'.join(terms)}</label><item>{''.join(texts)}</item>" for terms, texts in pairs)


def is_line(element: HtmlElement) -> bool:
    """Whether it holds nothing but phrases."""
    return all(child.tag in PHRASES for child in element)


def mixed(element: HtmlElement) -> str:
    """What an entry or a cell holds: blocks where it has any, else phrases."""
    return phrases(element) if is_line(element) else "".join(_blocks(element))


def table(element: HtmlElement) -> str:
    """A table; its caption is the head."""
    rows = []
    for row in element.iter("tr"):
        cells = "".join(cell(child) for child in row if child.tag in ("td", "th"))
        if cells:
            rows.append(f"<row>{cells}</row>")
    captions = "".join(f"<head>{phrases(caption)}</head>" for caption in element.iter("caption"))
    return f"<table{id_of(element)}>{captions}{''.join(rows)}</table>" if rows else ""


def cell(element: HtmlElement) -> str:
    """A cell with its spans."""
    spans = "".join(
        f" {theirs}={attribute(element.get(ours))}"
        for ours, theirs in (("colspan", "cols"), ("rowspan", "rows"))
        if (element.get(ours) or "").isdigit()
    )
    role = ' role="label"' if element.tag == "th" else ""
    return f"<cell{role}{spans}>{mixed(element)}</cell>"


def figure(element: HtmlElement) -> str:
    """A figure: graphics or media with descriptions, then the caption's paragraphs and whatever else is in it."""
    parts: list[str] = []
    loose = text_of(element.text)
    for child in [element, *element] if element.tag in MEDIA else element:
        shown = media_of(child)
        if shown:
            parts += shown
        elif child.tag in PHRASES:
            loose += phrase(child)
        else:
            parts += [*_paragraph(loose), f"<p>{phrases(child)}</p>" if child.tag == "figcaption" else block(child)]
            loose = ""
        loose += text_of(child.tail) if child is not element else ""
    return f"<figure>{''.join([*parts, *_paragraph(loose)])}</figure>"


MEDIA = frozenset({"img", "video", "audio", "iframe", "source"})


def media_of(element: HtmlElement) -> list[str]:
    """The graphics of an element that shows nothing else: an image, a picture, a link around an image."""
    if element.tag in MEDIA:
        return [graphic(element)] if element.get("src") else []
    if element.tag in ("a", "picture") and not "".join(element.itertext()).strip():
        return [graphic(image) for image in element.iter(*MEDIA) if image.get("src")]
    return []


def graphic(image: HtmlElement) -> str:
    """One image or medium, with its alternative text."""
    url = attribute(re.sub(r"\s", "%20", image.get("src") or ""))
    described = f"<figDesc>{text_of(image.get('alt'))}</figDesc>" if image.get("alt") else ""
    return f"<graphic url={url}/>{described}" if image.tag == "img" else f'<media url={url} mimeType="text/html"/>'


def phrases(element: HtmlElement) -> str:
    """What is within a line."""
    return text_of(element.text) + "".join(phrase(child) + text_of(child.tail) for child in element)


def phrase(element: HtmlElement) -> str:
    """One inline element."""
    tag = str(element.tag)
    if tag == "br":
        return "<lb/>"
    if tag == "img":
        return f"<figure>{graphic(element)}</figure>"
    if tag == "wbr":
        return ""
    inner = phrases(element)
    if tag == "a":
        target = pointer(element.get("href") or "")
        if target:
            return f"<ref target={attribute(target)}{id_of(element)}>{inner}</ref>"
        return f"<anchor{id_of(element)}/>{inner}" if id_of(element) else inner
    if tag in WRAPPERS:
        return f"<{WRAPPERS[tag]}{id_of(element)}>{inner}</{WRAPPERS[tag].split()[0]}>"
    if tag not in PHRASES:
        return inner
    return f"<seg{id_of(element)}>{inner}</seg>" if id_of(element) else inner


def verbatim(element: HtmlElement) -> str:
    """The text of preformatted text, with no marks in it."""
    return text_of("".join(element.itertext()))


def id_of(element: HtmlElement) -> str:
    """An xml:id made of an HTML id, where it can be one."""
    name = element.get("id") or element.get("name") or ""
    return f' xml:id="b-{name}"' if re.fullmatch(r"[\w.-]+", name, re.ASCII) else ""


def pointer(href: str) -> str:
    """An address without white space; one within the page leads to the xml:id that id_of makes.

    >>> pointer("#n1"), pointer("http://a.example/b c#d")
    ('#b-n1', 'http://a.example/b%20c#d')
    """
    name = re.fullmatch(r"#([\w.-]+)", href, re.ASCII)
    return f"#b-{name[1]}" if name else re.sub(r"\s", "%20", href)


def text_of(text: str | None) -> str:
    """Text with XML's signs escaped."""
    return legal(text or "").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
