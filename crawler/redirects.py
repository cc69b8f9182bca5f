"""A redirect in, the next request with its hop noted out; one that leads nowhere is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

from scrapy import Request, Spider
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from crawler.warc_recorder import WarcRecorder

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

__all__ = ["RecordedRedirect"]


class RecordedRedirect(RedirectMiddleware):
    """Scrapy's redirect, each hop of which knows where it came from."""

    _recorder: WarcRecorder | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RecordedRedirect:
        middleware = super().from_crawler(crawler)
        middleware._recorder = crawler.get_extension(WarcRecorder)
        return middleware

    def process_response(
        self,
        request: Request,
        response: Response,
        spider: Spider | None = None,  # noqa: ARG002 - Scrapy's signature
    ) -> Request | Response:
        location = response.headers.get("Location") or b""
        path, mark, rest = location.partition(b"?")
        if b"\\" in path:  # to a browser the same as a slash
            response = response.replace(headers=response.headers.copy())
            response.headers["Location"] = path.replace(b"\\", b"/") + mark + rest
        result: Request | Response = super().process_response(request, response)
        return result

    def _redirect(self, redirected: Request, request: Request, reason: Any) -> Request:  # Any: as Scrapy's
        try:
            followed = super()._redirect(redirected, request, reason)
        except IgnoreRequest:
            self._note("redirect.endless", "The address redirects on and on", request)
            raise
        if followed.url in (request.url, *request.meta.get("redirect_urls", ())):
            self._note("redirect.loop", f"Its redirects come back to {followed.url}", request)
        followed.meta["hop_path"] = f"{request.meta.get('hop_path', '')}R"
        followed.meta["via"] = request.url
        for key in ("crawl_key", "capture", "outlinks", "is_start_request"):
            followed.meta.pop(key, None)
        address = _without_credentials(followed.url)
        return followed if address == followed.url else followed.replace(url=address)

    def _note(self, code: str, message: str, request: Request) -> None:
        first = request.meta.get("redirect_urls", [request.url])[0]
        if self._recorder is not None:
            self._recorder.frontier.note_problem(
                code, message,
                "Look at it in a browser. If it wants a cookie first, give that one by --credentials and crawl again.",
                first,
            )  # fmt: skip


def _without_credentials(url: str) -> str:
    """The URL without a name and password before its host: a server does not tell us who we are.

    >>> _without_credentials("http://me:secret@a.example/x@y")
    'http://a.example/x@y'
    """
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
