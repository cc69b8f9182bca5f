"""Requests of the engine in, the next request of the frontier out: Scrapy's scheduler, on SQLite, host by host.

A request is done when the engine has forgotten it: then its record is in the WARC, its page has been read, and every
address on it has come through `enqueue_request`. All of this and `done` are one transaction, so a kill at any moment
leaves the frontier as if the request had not been made, or as if it had been made whole.
"""

from __future__ import annotations

import logging
from collections import deque
from time import monotonic
from typing import TYPE_CHECKING, Any

from scrapy import Request, Spider
from scrapy.core.scheduler import BaseScheduler
from scrapy.utils.asyncio import call_later

from archive.errors import DiskFull
from crawler.frontier import Frontier, QueuedRequest
from crawler.request_rows import crawl_key_of, host_of, request_of, rest_of
from crawler.warc_recorder import WarcRecorder

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

__all__ = ["FrontierScheduler"]

logger = logging.getLogger(__name__)

_TAKEN_AT_ONCE = 32
"""Requests of a host read from the frontier at a time: memory stays flat however many are queued."""

_REMEMBERED_KEYS = 20_000
"""Keys known to be in the frontier, kept in memory: the links of a menu come with every page."""


class FrontierScheduler(BaseScheduler):
    """One per crawl; `hold` and `refuse` are for our middlewares."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        recorder = crawler.get_extension(WarcRecorder)
        if recorder is None:
            raise ValueError("FrontierScheduler needs crawler.warc_recorder.WarcRecorder in EXTENSIONS")
        self._recorder = recorder
        self._most_per_host = crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")
        self._spider: Spider | None = None
        self._queued: dict[str, int] = {}  # host -> requests queued in the frontier, its buffer not counted
        self._buffers: dict[str, deque[QueuedRequest]] = {}
        self._turns: deque[str] = deque()  # hosts with work, the one whose turn it is first
        self._in_flight: dict[int, Request] = {}
        self._of_host: dict[str, int] = {}  # host -> requests in flight
        self._held_until: dict[str, float] = {}
        self._requeued: set[int] = set()
        self._known: dict[str, None] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> FrontierScheduler:
        return cls(crawler)

    def open(self, spider: Spider) -> None:
        self._spider = spider
        self._queued = self._frontier.hosts_with_work()
        self._turns = deque(self._queued)

    def close(self, reason: str) -> None:
        """Settles what is over, gives back what was taken and not made."""
        self._settle(is_last=True)
        if self._recorder.stopped_for == "disk_full":
            return
        self._frontier.give_back(request.id for buffer in self._buffers.values() for request in buffer)
        self._recorder.commit()
        counts = self._frontier.counts()
        stats = self._crawler.stats
        for name, value in counts._asdict().items():
            stats.set_value(f"frontier/{name}", value)
        if counts.unfinished:
            logger.warning("The crawl ended (%s) with %d requests to make; run it again", reason, counts.unfinished)

    def has_pending_requests(self) -> bool:
        return any(self._queued.values()) or any(self._buffers.values())

    def enqueue_request(self, request: Request) -> bool:
        """Queues a request; False when one like it is known, which the engine reports as dropped."""
        try:
            return self._enqueue(request)
        except DiskFull as error:
            self._recorder.stop("disk_full", str(error))
            return False

    def next_request(self) -> Request | None:
        """The next request of the host whose turn it is; None when every host has enough, or waits."""
        self._settle()
        if self._recorder.stopped_for:
            return None
        try:
            return self._next()
        except DiskFull as error:
            self._recorder.stop("disk_full", str(error))
            return None

    # --- for middlewares ------------------------------------------------------------------------------------------

    def hold(self, host: str, seconds: float) -> None:
        """Makes no request to a host for so long."""
        self._held_until[host] = max(self._held_until.get(host, 0.0), monotonic() + seconds)
        call_later(seconds, self._wake)

    def is_held(self, host: str) -> bool:
        return self._held_until.get(host, 0.0) > monotonic()

    # --- below ----------------------------------------------------------------------------------------------------

    @property
    def _frontier(self) -> Frontier:
        return self._recorder.frontier

    def _enqueue(self, request: Request) -> bool:
        key = crawl_key_of(request)
        earlier_id = request.meta.get("frontier_id")
        # Scrapy asks for seeds with dont_filter; a crawl that goes on must not fetch them again, but a retry is a retry
        is_again = request.dont_filter and (earlier_id is not None or not request.meta.get("is_start_request"))
        if is_again and earlier_id in self._in_flight and key == crawl_key_of(self._in_flight[earlier_id]):
            self._enqueue_again(earlier_id, request)
            return True
        if not is_again and key in self._known:
            return False
        if len(self._known) >= _REMEMBERED_KEYS:
            self._known.clear()
        self._known[key] = None
        host = host_of(request)
        via = request.meta.get("via")
        added = self._frontier.add(
            key,
            host=host,
            priority=request.priority,
            url=request.url,
            hop_path=str(request.meta.get("hop_path", "")),
            via=None if via is None else str(via),
            rest=rest_of(request),
        )
        if added is None:
            known_id = self._frontier.id_of(key) if is_again else None
            if known_id is None:
                return False
            return self._ask_again(known_id, request)
        self._has_work(host, 1)
        return True

    def _enqueue_again(self, request_id: int, request: Request) -> None:
        """A retry: the same row, queued once more."""
        self._frontier.requeue(request_id, priority=request.priority, rest=rest_of(request))
        self._requeued.add(request_id)
        self._has_work(host_of(request), 1)

    def _ask_again(self, request_id: int, request: Request) -> bool:
        """A request with dont_filter for what is known: asked again if it is over, else it is on its way anyway."""
        if request_id in self._in_flight or not self._frontier.is_over(request_id):
            return False
        self._enqueue_again(request_id, request)
        self._requeued.discard(request_id)
        return True

    def _has_work(self, host: str, count: int) -> None:
        if host not in self._queued:
            self._turns.append(host)
        self._queued[host] = self._queued.get(host, 0) + count

    def _next(self) -> Request | None:
        for _ in range(len(self._turns)):
            host = self._turns[0]
            self._turns.rotate(-1)
            if self._of_host.get(host, 0) >= self._most_per_host or self.is_held(host):
                continue
            queued = self._take(host)
            if queued is not None:
                return self._send(host, queued)
        return None

    def _take(self, host: str) -> QueuedRequest | None:
        buffer = self._buffers.setdefault(host, deque())
        if not buffer and self._queued.get(host, 0) > 0:
            taken = self._frontier.take(host, _TAKEN_AT_ONCE)
            self._queued[host] = self._queued[host] - len(taken) if taken else 0
            buffer.extend(taken)
        if buffer:
            return buffer.popleft()
        del self._buffers[host]
        self._queued.pop(host, None)
        self._turns.remove(host)
        return None

    def _send(self, host: str, queued: QueuedRequest) -> Request:
        request = request_of(queued, self._spider)
        self._in_flight[queued.id] = request
        self._of_host[host] = self._of_host.get(host, 0) + 1
        return request

    def _settle(self, *, is_last: bool = False) -> None:
        """Writes down how the requests ended that the engine has forgotten."""
        if not self._in_flight:
            return
        in_progress = set() if is_last else self._in_progress()
        over = [(i, request) for i, request in self._in_flight.items() if request not in in_progress]
        if not over:
            return
        try:
            for request_id, request in over:
                del self._in_flight[request_id]
                self._let_go(host_of(request))
                self._settle_one(request_id, request)
            self._recorder.commit()
        except DiskFull as error:
            self._recorder.stop("disk_full", str(error))

    def _settle_one(self, request_id: int, request: Request) -> None:
        if self._recorder.stopped_for == "disk_full":
            return  # what was told since the last commit is gone; only what the last commit says is true
        self._recorder.finish(request)
        frontier = self._frontier
        if request_id in self._requeued:
            self._requeued.discard(request_id)
            return
        capture = request.meta.get("capture")
        reason, is_final = self._recorder.take_end(request_id)
        if capture is not None:
            frontier.set_done(request_id, capture.status)
        elif is_final:
            frontier.set_refused(request_id, reason)
        elif self._recorder.stopped_for == "network_gone":
            frontier.give_back([request_id])
        else:
            frontier.set_failed(request_id, reason)

    def _let_go(self, host: str) -> None:
        left = self._of_host.get(host, 0) - 1
        if left > 0:
            self._of_host[host] = left
        else:
            self._of_host.pop(host, None)

    def _in_progress(self) -> set[Request]:
        """Requests the engine has not finished with: their download, their callback or its output is still going on.

        The slot is private in Scrapy 2.19, and the only thing that knows; signals come before the callback has run.
        """
        engine: Any = self._crawler.engine  # Any: for its private slot
        slot = engine._slot if engine is not None else None
        return slot.inprogress if slot is not None else set()

    def _wake(self) -> None:
        """Makes the engine ask for requests now: otherwise it waits for its heartbeat, every five seconds."""
        engine: Any = self._crawler.engine  # Any: as above
        if engine is not None and engine._slot is not None:
            engine._slot.nextcall.schedule()
