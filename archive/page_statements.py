"""Structured data in, what several rules ask of it out: values by name, JSON-LD by type, the site's names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from archive.json_ld import JsonObject, json_ld_types
from archive.structured import StructuredData

__all__ = ["Statements", "statements"]

_MOST_ITEMS = 100
_SITE_NAMES = ("og:site_name", "application-name", "apple-mobile-web-app-title", "dc.publisher")
_SITES = frozenset(["WebSite", "Organization", "NewsMediaOrganization", "Blog"])


@dataclass(frozen=True, slots=True)
class Statements:
    """What a page states of itself."""

    values: dict[str, list[str]]
    """By name of a meta element, the contents that are not blank, in order."""
    items: list[tuple[tuple[str, ...], JsonObject]]
    """(types, object) of the first hundred objects of the JSON-LD."""
    site_names: list[str]
    """Names under which the site speaks of itself, as written."""
    host: str
    """Host of the address, without www; '' where it has none."""

    def first(self, *names: str) -> str:
        """The first value of the first of the names that has one; '' when none has."""
        return next((self.values[name][0] for name in names if name in self.values), "")


# A page is asked by several rules, one after the other: the last one is remembered.
_last: tuple[StructuredData, str, Statements] | None = None


def statements(structured: StructuredData, url: str) -> Statements:
    """The statements of the page at `url`; asking again for the same page costs nothing."""
    global _last
    last = _last
    if last is not None and last[0] is structured and last[1] == url:
        return last[2]
    values: dict[str, list[str]] = {}
    for name, content in structured.meta:
        if content and not content.isspace():
            values.setdefault(name, []).append(content)
    items = [(json_ld_types(item), item) for item in structured.json_ld[:_MOST_ITEMS]]
    names = [content for name, content in structured.meta if name in _SITE_NAMES and content.strip()]
    for types, item in items:
        own = item.get("name")
        if isinstance(own, str) and not _SITES.isdisjoint(types):
            names.append(own)
    made = Statements(values, items, names, _host(url))
    _last = (structured, url, made)
    return made


@lru_cache(maxsize=64)
def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
