"""Stored HTML in, HTML for our own pages out: an allow-list again, images from the archive only, links to our pages."""

from __future__ import annotations

import re
from collections.abc import Mapping

import nh3

__all__ = ["addresses_in", "safe_html"]

_TAGS = set(
    """a abbr b blockquote br caption cite code col colgroup dd del dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6
    hr i img ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub sup table tbody td tfoot th thead time
    tr u ul var""".split()
)
_ATTRIBUTES = {
    "*": {"lang", "dir", "title"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start"},
    "time": {"datetime"},
    "blockquote": {"cite"},
}
_ADDRESS = re.compile(r"""(?:href|src)=["']([^"']+)""", re.IGNORECASE)


def addresses_in(html: str) -> list[str]:
    """Every address a fragment links to or shows, once each, in order."""
    return list(dict.fromkeys(address.replace("&amp;", "&") for address in _ADDRESS.findall(html)))


def safe_html(html: str, *, pages: Mapping[str, str], images: Mapping[str, str]) -> str:
    """The fragment with nothing that can run or fetch: images come from `images` (address -> our path) or lose their
    src, links in `pages` (address -> our path) stay in the reading room, others leave it with rel=noreferrer.
    """

    def attribute(tag: str, name: str, value: str) -> str | None:
        if tag == "img" and name == "src":
            return images.get(value)
        if tag == "a" and name == "href":
            return pages.get(value, value)
        return value

    return nh3.clean(
        html,
        tags=_TAGS,
        clean_content_tags={"script", "style", "iframe", "object", "noscript", "template", "svg", "math"},
        attributes=_ATTRIBUTES,
        attribute_filter=attribute,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )
