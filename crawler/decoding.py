"""A response as it came in, its decoded body out, within bounds; the WARC has the bytes either way."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import brotli
import zstandard
from scrapy import Request, Spider
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from crawler.warc_recorder import WarcRecorder

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

__all__ = ["BoundedDecoding"]

_NO_CODINGS = (b"", b"identity", b"none")
_DAMAGE = (OSError, EOFError, ValueError, zlib.error, brotli.error, zstandard.ZstdError)


class BoundedDecoding(HttpCompressionMiddleware):
    """Scrapy's decompression with a bound of its own, smaller than what may come over the wire."""

    def __init__(self, *, crawler: Crawler) -> None:
        super().__init__(crawler=crawler)
        self._max_size = crawler.settings.getint("OLDFACE_MAX_DECODED_BYTES")
        self._most_codings = crawler.settings.getint("OLDFACE_MAX_CONTENT_CODINGS")
        self._accepted = crawler.settings["OLDFACE_ACCEPT_ENCODING"]
        self._recorder = crawler.get_extension(WarcRecorder)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> BoundedDecoding:
        return cls(crawler=crawler)

    def process_request(self, request: Request, spider: Spider | None = None) -> None:  # noqa: ARG002 - Scrapy's
        request.headers.setdefault("Accept-Encoding", self._accepted)

    def process_response(
        self,
        request: Request,
        response: Response,
        spider: Spider | None = None,  # noqa: ARG002 - Scrapy's signature
    ) -> Request | Response:
        """The decoded response; the coded one, flagged `undecoded`, where it is damaged.

        Raises Scrapy's `IgnoreRequest` for a bomb, so that no callback sees it.
        """
        codings = b",".join(response.headers.getlist("Content-Encoding")).split(b",")
        if len(codings) > self._most_codings:
            self._note("response.too-many-codings", f"{len(codings)} content codings on top of each other", request)
            return self._as_it_came(response)
        codings = [name for coding in codings if (name := coding.strip().lower()) not in _NO_CODINGS]
        fault = ""
        # A coding that is named twice, by a script and by its server, was often done once.
        for inner in range(len(codings)):
            try:
                decoded = self._decoded(request, response, codings[inner:])
            except _DAMAGE as error:
                fault = fault or str(error)
                continue
            if fault:
                self._note("response.undecodable", f"Content-Encoding does not fit the body ({fault})", request)
            return decoded
        if fault:
            self._note("response.undecodable", f"Content-Encoding does not fit the body ({fault})", request)
            return self._as_it_came(response)
        return response

    def _decoded(self, request: Request, response: Response, codings: list[bytes]) -> Request | Response:
        headers = response.headers.copy()
        headers["Content-Encoding"] = b", ".join(codings)
        try:
            decoded: Request | Response = super().process_response(request, response.replace(headers=headers))
        except IgnoreRequest:
            self._note("response.bomb", f"the body unpacks to more than {self._max_size} bytes", request)
            raise
        return decoded

    def _note(self, code: str, message: str, request: Request) -> None:
        if self._recorder is not None:
            self._recorder.frontier.note_problem(
                code,
                message,
                "The bytes are in the archive as they came; look at them before you trust them.",
                request.url,
            )

    @staticmethod
    def _as_it_came(response: Response) -> Response:
        """The body as it is: servers that name a coding and then do not use it are common."""
        headers = response.headers.copy()
        headers.pop("Content-Encoding", None)
        return response.replace(headers=headers, flags=[*response.flags, "undecoded"])
