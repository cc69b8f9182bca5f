"""What the archive has of an address in, whether and how to ask for it again out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from enum import Enum

from crawler.frontier import KnownCapture
from crawler.sitemaps import SitemapEntry, latest_moment

__all__ = ["CONDITIONS", "Standing", "conditional_headers", "newest_first", "standing_of"]

CONDITIONS = ("If-None-Match", "If-Modified-Since")


def conditional_headers(known: KnownCapture | None) -> dict[str, str]:
    """If-None-Match and If-Modified-Since as the last whole capture allows (RFC 9110 section 13.1); empty when it
    has no validator, or was no 200."""
    if known is None or known.status != 200:
        return {}
    values = (known.etag, known.last_modified)
    return {name: value for name, value in zip(CONDITIONS, values, strict=True) if value}


class Standing(Enum):
    """What a sitemap's date says of a page that the archive may have."""

    UNKNOWN = 0
    """The archive does not have it, or the sitemap names no date."""
    CHANGED = 1
    """It may have changed since its capture."""
    UNCHANGED = 2
    """It did not change since its capture, if the sitemap is to be believed."""


def standing_of(lastmod: str | None, known: KnownCapture | None) -> Standing:
    """What a sitemap's lastmod says of a page, of which `known` is the last whole capture."""
    latest = latest_moment(lastmod)
    if known is None or known.status != 200 or latest is None:
        return Standing.UNKNOWN
    return Standing.UNCHANGED if latest < datetime.fromisoformat(known.warc_date) else Standing.CHANGED


def newest_first(entries: Iterable[SitemapEntry]) -> list[SitemapEntry]:
    """A sitemap's entries by their date, the newest first, those without one last; equals as they stand."""
    oldest = datetime.min.replace(tzinfo=UTC)
    return sorted(entries, key=lambda entry: latest_moment(entry.modified_on) or oldest, reverse=True)
