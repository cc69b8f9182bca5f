"""A request in, the headers its very origin was given out: secrets go nowhere else, whatever a redirect says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy import Request

from archive.errors import BadConfiguration
from crawler.address_guard import origin_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

__all__ = ["OriginCredentials", "credentials_of"]


def credentials_of(text: str) -> dict[str, dict[str, str]]:
    """Origin -> headers, from JSON; empty for no text.

    Raises `BadConfiguration` for what is not an object of objects of strings, without repeating any of it.

    >>> credentials_of('{"https://a.example": {"Authorization": "Basic eA=="}}')
    {'https://a.example': {'Authorization': 'Basic eA=='}}
    """
    try:
        found = json.loads(text or "{}")
        return {str(origin): {str(k): str(v) for k, v in headers.items()} for origin, headers in found.items()}
    except (ValueError, AttributeError):
        raise BadConfiguration(
            "OLDFACE_CREDENTIALS is not what it should be",
            next_step='Give JSON such as {"https://blog.example": {"Authorization": "Basic …"}}.',
        ) from None  # the cause would print the secret


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
