"""A style sheet's text in, the addresses it names out, as written and in order. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["css_addresses"]

_COMMENT = re.compile(r"/\*.*?(?:\*/|$)", re.DOTALL)
# Possessive (*+): white space without an end would be tried in every length otherwise.
_ADDRESS = re.compile(
    r"""url\(\s*+(?:"([^"\n]*)"|'([^'\n]*)'|((?:\\[0-9a-f]{1,6}\s?|\\.|[^\s"'()\\])*+))\s*+\)"""
    r"""|@import\s*+(?:"([^"\n]*)"|'([^'\n]*)')"""
    r"""|image-set\(((?:[^()]|\([^()]*\))*+)\)""",
    re.IGNORECASE,
)
_CALL = re.compile(r"([a-z-]+)\(([^()]*)\)", re.IGNORECASE)
_STRING = re.compile(r"""["']([^"'\n]+)["']""")
_QUOTES = "\"'"
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))")


def css_addresses(text: str) -> Iterator[str]:
    """What url(), @import and the strings of image-set() name; neither data: addresses nor parts of the same page.

    >>> list(css_addresses("@import'a.css';p{background:image-set('b.png' 1x, url(c.png) 2x)}"))
    ['a.css', 'b.png', 'c.png']
    """
    if "/*" in text:
        text = _COMMENT.sub(" ", text)
    for match in _ADDRESS.finditer(text):
        *plain, image_set = match.groups()
        written = _of_image_set(image_set) if image_set else filter(None, plain)
        for address in written:
            if not address.startswith(("data:", "#")):
                yield _ESCAPE.sub(_unescape, address) if "\\" in address else address


def _of_image_set(inside: str) -> Iterator[str]:
    """The addresses of image-set(), in order: strings stand for themselves, type("image/avif") for no address."""
    plain = _CALL.sub(lambda call: f'"{call[2].strip().strip(_QUOTES)}"' if call[1].lower() == "url" else "", inside)
    return (found[1] for found in _STRING.finditer(plain))


def _unescape(match: re.Match[str]) -> str:
    if match[1] is None:
        return match[2]
    number = int(match[1], 16)
    return chr(number) if 0 < number <= 0x10FFFF and not 0xD800 <= number < 0xE000 else "\ufffd"
