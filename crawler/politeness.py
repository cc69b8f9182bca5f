"""Answers in, pauses out: Crawl-delay, Retry-After, back-off, and a throttle that never goes below them."""

from __future__ import annotations

import email.utils
import logging
from time import monotonic, time
from typing import TYPE_CHECKING, Any

from scrapy import Request, Spider, signals
from scrapy.core.downloader import Slot
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

__all__ = ["PoliteRetry", "PoliteThrottle", "retry_after_seconds"]

logger = logging.getLogger(__name__)

_BUSY = frozenset({429, 503})
"""Statuses that ask for a pause (RFC 6585 section 4, RFC 9110 section 15.6.4)."""


def retry_after_seconds(value: str | None, *, now: float) -> float | None:
    """Seconds a Retry-After header asks for (RFC 9110 section 10.2.3); None when it says nothing we can read.

    >>> retry_after_seconds("120", now=0), retry_after_seconds("Thu, 01 Jan 1970 00:01:00 GMT", now=0)
    (120.0, 60.0)
    """
    if value is None:
        return None
    text = value.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        return max(0.0, email.utils.parsedate_to_datetime(text).timestamp() - now)
    except (TypeError, ValueError, OverflowError):
        return None


class PoliteThrottle(AutoThrottle):
    """Scrapy's AutoThrottle with a floor for each host; with AUTOTHROTTLE_ENABLED off, only the floors."""

    def __init__(self, crawler: Crawler) -> None:
        self._floors: dict[str, float] = {}
        if crawler.settings.getbool("AUTOTHROTTLE_ENABLED"):
            super().__init__(crawler)
        else:
            self.crawler = crawler
        crawler.signals.connect(self._keep_floor, signal=signals.request_reached_downloader)

    def keep_at_least(self, host: str, seconds: float) -> None:
        """From now on at least so many seconds pass between two requests to a host."""
        self._floors[host] = seconds
        engine = self.crawler.engine
        if engine is not None and host in engine.downloader.slots:
            self._raise_delay(engine.downloader.slots[host], seconds)

    def _keep_floor(self, request: Request) -> None:
        """A downloader slot is made when its first request comes, and again after a time without any."""
        host = request.meta.get("download_slot", "")
        engine = self.crawler.engine
        if host in self._floors and engine is not None:
            self._raise_delay(engine.downloader.slots[host], self._floors[host])

    def _adjust_delay(self, slot: Slot, latency: float, response: Response) -> None:
        super()._adjust_delay(slot, latency, response)
        floor = self._floors.get(urlparse_cached(response).hostname or "")
        if floor is not None:
            self._raise_delay(slot, floor)

    @staticmethod
    def _raise_delay(slot: Slot, floor: float) -> None:
        slot.delay = max(slot.delay, floor)
        slot.jitter = 0.0  # half of Crawl-delay is not Crawl-delay


class PoliteRetry(RetryMiddleware):
    """Scrapy's retry, which leaves a host alone for as long as it asks before it tries again."""

    def __init__(self, settings: Any) -> None:  # Any: as Scrapy's
        super().__init__(settings)
        self._pause = settings.getfloat("OLDFACE_BACKOFF_SECONDS")
        self._longest_pause = settings.getfloat("OLDFACE_BACKOFF_MAX_SECONDS")
        self._in_a_row: dict[str, int] = {}
        self._paused_until: dict[str, float] = {}

    def process_response(
        self,
        request: Request,
        response: Response,
        spider: Spider | None = None,  # noqa: ARG002 - Scrapy's signature
    ) -> Request | Response:
        host = urlparse_cached(request).hostname or ""
        if response.status in _BUSY:
            self._leave_alone(host, response)
        else:
            self._in_a_row.pop(host, None)
        if "dataloss" in response.flags and not request.meta.get("dont_retry"):
            return self._retry(request, "dataloss") or response
        result: Request | Response = super().process_response(request, response)
        return result

    def _leave_alone(self, host: str, response: Response) -> None:
        now = monotonic()
        if self._paused_until.get(host, 0.0) <= now:  # answers of one volley count once
            self._in_a_row[host] = self._in_a_row.get(host, 0) + 1
        header = response.headers.get("Retry-After")
        asked = retry_after_seconds(header.decode("latin-1") if header else None, now=time())
        backoff = self._pause * 2 ** (self._in_a_row.get(host, 1) - 1)
        seconds = min(backoff if asked is None else asked, self._longest_pause)
        self._paused_until[host] = max(self._paused_until.get(host, 0.0), now + seconds)
        scheduler: Any = self.crawler.engine.scheduler if self.crawler.engine is not None else None  # Any: ours or not
        if seconds > 0 and hasattr(scheduler, "hold"):
            logger.info("%s answers %d: left alone for %.0f s", host, response.status, seconds)
            scheduler.hold(host, seconds)
