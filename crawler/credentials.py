"""A request in, the headers its very origin was given out: secrets go nowhere else, whatever a redirect says."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy import Request

from crawler.address_guard import origin_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

__all__ = ["OriginCredentials"]


class OriginCredentials:
    """Downloader middleware for OLDFACE_CREDENTIALS: an origin is scheme, host and port (RFC 6454)."""

    def __init__(self, credentials: dict[str, dict[str, str]]) -> None:
        self._headers = {_origin(url): dict(headers) for url, headers in credentials.items()}
        self._names = {name for headers in self._headers.values() for name in headers}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> OriginCredentials:
        return cls(crawler.settings.getdict("OLDFACE_CREDENTIALS"))

    def process_request(self, request: Request) -> None:
        """Takes away what another origin was given (a redirected request has it), puts on what this one was."""
        for name in self._names:
            request.headers.pop(name, None)
        for name, value in self._headers.get(_origin(request.url), {}).items():
            request.headers[name] = value


def _origin(url: str) -> tuple[str, str, int]:
    return (urlsplit(url).scheme, *origin_of(url))
