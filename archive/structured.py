"""Page in, machine-readable statements out: JSON-LD, microdata, RDFa, OpenGraph, meta and link elements."""

from __future__ import annotations

from dataclasses import dataclass

from archive.model import Page

__all__ = ["StructuredData", "read_structured_data"]


@dataclass(frozen=True, slots=True)
class StructuredData:
    """What the page says of itself to machines, by syntax."""

    meta: tuple[tuple[str, str], ...] = ()
    """(name or property or http-equiv, lower case; content) of each <meta>, in order."""
    links: tuple[tuple[str, str, str], ...] = ()
    """(rel token, lower case; absolute address; type) of each <link rel href>, in order."""


def read_structured_data(page: Page) -> StructuredData:
    """All machine-readable statements of the page."""
    meta: list[tuple[str, str]] = []
    for tag, attributes in zip(page.tags, page.attributes, strict=True):
        if tag == "meta" and "content" in attributes:
            name = attributes.get("name") or attributes.get("property") or attributes.get("http-equiv") or ""
            meta.append((name.strip().lower(), attributes["content"]))
    return StructuredData(tuple(meta))
