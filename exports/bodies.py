"""An article's clean HTML in, HTML for the new site out: addresses rewritten, nothing executable, text untouched.

The archive's HTML went through an allow-list already. It does so again here: an export must be safe whatever wrote
the database it came from.
"""

from __future__ import annotations

import html as html_module
import re
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import urlsplit

import nh3

from exports.xml_text import legal

__all__ = ["EMBED_HOSTS", "Rewrite", "clean_html", "rewrite_html"]

Rewrite = Callable[[str], str | None]
"""Absolute address of a link or asset in, the address to use in its place out; None to leave it as it is."""

INLINE = set(
    "a abbr b bdi bdo br cite code data del dfn em i img ins kbd mark q rp rt ruby s samp small span strong sub sup "
    "time tt u var wbr strike big".split()
)
BLOCK = set(
    "address article aside blockquote caption center col colgroup dd details div dl dt figcaption figure footer h1 h2 "
    "h3 h4 h5 h6 header hgroup hr li main ol p pre section summary table tbody td tfoot th thead tr ul picture source "
    "video audio track iframe".split()
)
ATTRIBUTES = {
    "*": {"id", "lang", "dir", "title", "class"},
    "a": {"href", "name", "hreflang", "rel"},
    "blockquote": {"cite"},
    "q": {"cite"},
    "del": {"cite", "datetime"},
    "ins": {"cite", "datetime"},
    "img": {"src", "srcset", "sizes", "alt", "width", "height"},
    "source": {"src", "srcset", "sizes", "type", "media"},
    "video": {"src", "poster", "controls", "width", "height"},
    "audio": {"src", "controls"},
    "track": {"src", "kind", "srclang", "label"},
    "iframe": {"src", "width", "height", "allowfullscreen"},
    "ol": {"start", "reversed", "type"},
    "li": {"value"},
    "time": {"datetime"},
    "data": {"value"},
    "td": {"colspan", "rowspan", "headers", "align", "style"},
    "th": {"colspan", "rowspan", "headers", "align", "scope", "style"},
    "col": {"span"},
    "colgroup": {"span"},
    "details": {"open"},
    "p": {"style"},
}
REMOVED_WITH_CONTENT = {
    "script",
    "style",
    "template",
    "noscript",
    "object",
    "applet",
    "math",
    "svg",
    "textarea",
    "select",
    "title",
}

EMBED_HOSTS = frozenset(
    "www.youtube.com www.youtube-nocookie.com player.vimeo.com www.slideshare.net w.soundcloud.com "
    "open.spotify.com www.dailymotion.com embed.ted.com archive.org maps.google.com www.google.com".split()
)
"""Hosts whose frames stay frames; any other frame becomes a link to what it showed."""

URL_ATTRIBUTES = {"href", "src", "poster", "cite"}
INLINE_IMAGE = re.compile(r"data:image/(?:png|gif|jpeg|webp);base64,[A-Za-z0-9+/=\s]+\Z", re.IGNORECASE)
IFRAME = re.compile(r"<iframe\b([^>]*)>(?:.*?)(?:</iframe\s*>|\Z)", re.IGNORECASE | re.DOTALL)
SRC = re.compile(r"""\bsrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
SRCSET_CANDIDATE = re.compile(r"\s*([^\s,][^\s]*[^\s,]|[^\s,])(?:\s+([\d.]+[wxh]))?\s*(?:,|\Z)")


def clean_html(html: str) -> str:
    """The HTML by the allow-list, addresses as they are.

    >>> clean_html('<p onclick="x()">a<script>alert(1)</script><a href="javascript:x()">b</a></p>')
    '<p>a<a>b</a></p>'
    """
    return rewrite_html(html, link=_as_it_is, asset=_as_it_is)


def rewrite_html(html: str, *, link: Rewrite, asset: Rewrite) -> str:
    """The HTML by the allow-list, each address of an asset put through `asset`, each other one through `link`.

    An <a> that leads to an asset (a document, a large image) is tried with `asset` first.

    >>> rewrite_html('<a href="http://o/a">x</a>', link=lambda url: "/new/", asset=lambda url: None)
    '<a href="/new/">x</a>'
    """
    if "<" not in html:
        return legal(html_module.escape(html_module.unescape(html), quote=False))
    cleaned = _cleaner(link, asset).clean(_frames_to_links(html) if "<iframe" in html.lower() else html)
    # control characters, as old word processors left them: no XML takes them, and no reader sees them
    return legal(cleaned)


@lru_cache(maxsize=4)
def _cleaner(link: Rewrite, asset: Rewrite) -> nh3.Cleaner:
    """The allow-list with two rewriters in it: made once for all comments of an export, which have the same two."""

    def filtered(tag: str, attribute: str, value: str) -> str | None:
        if attribute == "srcset":
            return _rewrite_srcset(value, asset)
        if attribute not in URL_ATTRIBUTES:
            return value
        if value.lstrip()[:5].lower() == "data:":
            return value if tag == "img" and INLINE_IMAGE.match(value) else None
        if tag == "a":
            return asset(value) or link(value) or value
        return (link if attribute == "cite" else asset)(value) or value

    return nh3.Cleaner(
        tags=INLINE | BLOCK,
        clean_content_tags=REMOVED_WITH_CONTENT,
        attributes=ATTRIBUTES,
        attribute_filter=filtered,
        filter_style_properties={"text-align"},
        link_rel=None,
        url_schemes={"http", "https", "mailto", "tel", "ftp", "data"},
        strip_comments=True,
    )


def _as_it_is(_url: str) -> None:
    return None


def _frames_to_links(html: str) -> str:
    """Frames of unknown hosts as paragraphs with a link; known ones over https, without content."""

    def replaced(found: re.Match[str]) -> str:
        source = SRC.search(found[1])
        address = (
            html_module.unescape(next((group for group in source.groups() if group is not None), "")) if source else ""
        )
        if address.startswith("//"):
            address = f"https:{address}"
        parts = _split(address)
        if parts is None:
            return ""
        if parts[1].lower() in EMBED_HOSTS:
            return (
                f'<iframe src="{html_module.escape(re.sub("^http:", "https:", address))}" allowfullscreen=""></iframe>'
            )
        shown = html_module.escape(address)
        return f'<p><a href="{shown}">{shown}</a></p>'

    return IFRAME.sub(replaced, html)


def _split(address: str) -> tuple[str, str] | None:
    """(scheme, host) of a web address; None of any other."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return (parts.scheme, parts.hostname or "") if parts.scheme in ("http", "https") and parts.hostname else None


def _rewrite_srcset(value: str, asset: Rewrite) -> str | None:
    """The candidates that are in the archive; None, which drops the attribute, when none is (HTML section 4.8.4)."""
    kept = []
    for found in SRCSET_CANDIDATE.finditer(value):
        address = asset(found[1])
        if address is not None:
            kept.append(f"{address} {found[2]}" if found[2] else address)
    return ", ".join(kept) or None
