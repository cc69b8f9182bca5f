"""Text in, well-formed XML 1.0 pieces out: no illegal character, no section that ends early."""

from __future__ import annotations

import re

__all__ = ["attribute", "cdata", "element", "legal"]

ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 section 2.2 takes for no character: pages from old databases have it in titles."""


def legal(text: str) -> str:
    """The text without characters that XML cannot hold."""
    return ILLEGAL.sub("", text)


def cdata(text: str) -> str:
    """A CDATA section, split where the text itself would end it.

    >>> cdata("a]]>b")
    '<![CDATA[a]]]]><![CDATA[>b]]>'
    """
    return f"<![CDATA[{legal(text).replace(']]>', ']]]]><![CDATA[>')}]]>"


def attribute(text: str) -> str:
    """A quoted attribute value."""
    escaped = legal(text).replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return '"' + escaped.replace("\n", "&#10;").replace("\t", "&#9;") + '"'


def element(name: str, text: str | int | None, *, indent: str = "\t\t") -> str:
    """One element with text on a line of its own; an empty one where there is no text.

    >>> element("a", "x < y", indent="")
    '<a>x &lt; y</a>\\n'
    """
    if text is None or text == "":
        return f"{indent}<{name}></{name}>\n"
    escaped = legal(str(text)).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"{indent}<{name}>{escaped}</{name}>\n"
