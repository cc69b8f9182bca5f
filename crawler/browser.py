"""A page that needs a browser in, its text as the browser shows it out; every request the browser makes is captured.

Before its text is taken, a page is scrolled through and opened where it says "load more" (crawler/behaviours.py).

The browser has no network: each of its requests is answered from the WARC, or by our own download handler, whose bytes
are exact and in the WARC before the browser sees them. robots.txt, the guard of addresses and politeness hold for them
as for any other request. Needs the extra oldface[browser] and a Chromium.
"""

from __future__ import annotations

import logging
import os
import shutil
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response

from archive.errors import MissingExtra, OldfaceError
from crawler.addresses import request_address
from crawler.behaviours import PageWatch, behave
from crawler.handler import CaptureHandler
from crawler.warc_recorder import WarcRecorder
from crawler.warc_replay import Replayed, replay

try:
    from scrapy_playwright.handler import (  # type: ignore[import-untyped]  # it has no type hints
        ScrapyPlaywrightDownloadHandler,
    )
    from scrapy_playwright.page import PageMethod  # type: ignore[import-untyped]  # it has no type hints
except ImportError as error:
    raise MissingExtra(
        "A browser needs the extra 'browser'", next_step="Install it with: pip install 'oldface[browser]'."
    ) from error

if TYPE_CHECKING:
    from playwright.async_api import Page, Route
    from scrapy.crawler import Crawler

__all__ = ["BrowserGate", "BrowserHandler", "browser_settings", "what_was_done"]

_log = logging.getLogger(__name__)

_DOWNLOAD_ERRORS = (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
_CHROMIUMS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
_PASSED_HEADERS = ("accept", "accept-language", "content-type", "cookie", "origin", "referer", "x-requested-with")
"""Of the browser's headers, those that servers answer by; User-Agent and codings stay ours."""
_WIRE_HEADERS = frozenset(["content-encoding", "transfer-encoding", "content-length", "connection"])


_CONTEXT = {"service_workers": "block", "accept_downloads": False}
"""Of the browser's pages. Given with each page and not in the settings, so that Chromium starts with the first page
that needs it: many a crawl that may use it never does, and Scrapy makes a handler for each of http and https."""


def browser_settings() -> dict[str, Any]:  # Any: Scrapy settings
    """The settings of a crawl that may use the browser. Raises MissingExtra when the machine has no Chromium."""
    executable = next((path for name in _CHROMIUMS if (path := shutil.which(name))), None)
    if executable is None:
        raise MissingExtra(
            "There is no Chromium on this machine",
            next_step="Install Chromium, or set discovery.browser = 'never' in oldface.toml.",
        )
    # every request is answered by us; should one slip through, it finds a proxy that is not there
    arguments = ["--proxy-server=http://127.0.0.1:9", "--proxy-bypass-list=<-loopback>", "--disable-quic"]
    if os.geteuid() == 0:  # Chromium refuses its sandbox to root, as in a container
        arguments.append("--no-sandbox")
    handler = "crawler.browser.BrowserHandler"
    return {
        "DOWNLOAD_HANDLERS": {"http": handler, "https": handler, "data": None, "file": None, "ftp": None, "s3": None},
        "PLAYWRIGHT_BROWSER_TYPE": "chromium",
        "PLAYWRIGHT_LAUNCH_OPTIONS": {"executable_path": executable, "args": arguments},
        "PLAYWRIGHT_MAX_PAGES_PER_CONTEXT": 2,
        "PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT": 60_000,
        "PLAYWRIGHT_PROCESS_REQUEST_HEADERS": None,
    }


class BrowserHandler(ScrapyPlaywrightDownloadHandler, CaptureHandler):  # type: ignore[misc]  # it has no type hints
    """Requests with meta['playwright'] go to the browser, all others to the capturing handler."""


class BrowserGate:
    """Downloader middleware: turns meta['browser'] into a page of the browser whose requests come back to us."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        recorder = crawler.get_extension(WarcRecorder)
        if recorder is None:
            raise ValueError("BrowserGate needs crawler.warc_recorder.WarcRecorder in EXTENSIONS")
        self._recorder = recorder
        self._has_clicks = crawler.settings.getbool("OLDFACE_BROWSER_CLICKS")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> BrowserGate:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Prepares the page; not kept in the frontier, for a restart prepares it again."""
        if not request.meta.get("browser"):
            return
        parent = request

        watch = PageWatch()

        async def prepare(page: Page, _: Request) -> None:
            async def answer(route: Route) -> None:
                watch.begin()
                try:
                    await self._answer(route, parent, watch)
                finally:
                    watch.end()

            await page.route("**/*", answer)
            page.on("websocket", lambda socket: watch.sockets.append(socket.url))

        async def settle(page: Page) -> list[tuple[str, str]]:
            behaved = await behave(page, watch, has_clicks=self._has_clicks)
            return behaved.fields(watch.sockets)

        request.meta.update(
            playwright=True,
            # its own slot: what the page asks of the host must not wait for the page itself
            download_slot="browser",
            playwright_page_init_callback=prepare,
            playwright_context="pages",
            playwright_context_kwargs=dict(_CONTEXT),
            playwright_page_methods=[PageMethod(settle)],
        )

    async def _answer(self, route: Route, parent: Request, watch: PageWatch) -> None:
        """Gives the browser what the WARC has, or what comes of asking; what may not be asked is refused to it."""
        from playwright.async_api import Error

        asked = route.request
        url = request_address(asked.url)
        try:
            leaves = watch.is_loaded and asked.is_navigation_request() and asked.frame.parent_frame is None
            if (
                leaves
            ):  # a click must not take the page elsewhere; a 204 leaves it where it is, an error would replace it
                await route.fulfill(status=204)
                return
            if url is None:
                await route.abort("accessdenied")
                return
            found = (
                replay(self._recorder.frontier, self._recorder.folder / "warc", url) if asked.method == "GET" else None
            )
            if found is None:
                found = await self._fetch(route, url, parent)
            if found is None:
                await route.abort("failed")
                return
            headers = {name: value for name, value in found.headers if name.lower() not in _WIRE_HEADERS}
            await route.fulfill(status=found.status, headers=headers, body=found.payload)
        except Error as error:  # the page was closed before the answer came
            _log.debug("The browser did not wait for %s: %s", asked.url, error)

    async def _fetch(self, route: Route, url: str, parent: Request) -> Replayed | None:
        asked = route.request
        given = await asked.all_headers()
        request = Request(
            url,
            method=asked.method,
            headers={name: given[name] for name in _PASSED_HEADERS if name in given},
            body=asked.post_data_buffer or b"",
            meta={
                "kind": "requisite",
                "hop_path": f"{parent.meta.get('hop_path', '')}E",
                "via": parent.url,
                "download_timeout": 30,
            },
        )
        engine, knowledge = self._crawler.engine, getattr(self._crawler.spider, "knowledge", None)
        if engine is None:
            return None
        if knowledge is not None and asked.method == "GET":
            knowledge.admission.note_fetched(url)  # so that the page's links do not lead here again
        try:
            response = await engine.download_async(request)
        except (IgnoreRequest, OldfaceError, OSError, *_DOWNLOAD_ERRORS) as error:
            _log.debug("The browser asked for %s and did not get it: %s", url, error)
            return None
        return _as_replayed(response)


def what_was_done(response: Response) -> list[tuple[str, str]]:
    """What was done to a page of the browser before its text was taken, as warc-fields; see `Behaved.fields`."""
    methods = response.meta.get("playwright_page_methods") or ()
    return [field for method in methods for field in method.result or ()]


def _as_replayed(response: Response) -> Replayed:
    headers = [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    ]
    return Replayed(response.url, response.status, headers, response.body)
