"""A redirect in, the next request with its hop noted out."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit, urlunsplit

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware

__all__ = ["RecordedRedirect"]


class RecordedRedirect(RedirectMiddleware):
    """Scrapy's redirect, each hop of which knows where it came from."""

    def _redirect(self, redirected: Request, request: Request, reason: Any) -> Request:  # Any: as Scrapy's
        followed = super()._redirect(redirected, request, reason)
        followed.meta["hop_path"] = f"{request.meta.get('hop_path', '')}R"
        followed.meta["via"] = request.url
        for key in ("crawl_key", "capture", "outlinks", "is_start_request"):
            followed.meta.pop(key, None)
        address = _without_credentials(followed.url)
        return followed if address == followed.url else followed.replace(url=address)


def _without_credentials(url: str) -> str:
    """The URL without a name and password before its host: a server does not tell us who we are.

    >>> _without_credentials("http://me:secret@a.example/x@y")
    'http://a.example/x@y'
    """
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
