"""Requests in; those robots.txt allows go on, the others are refused (RFC 9309), and its Crawl-delay is kept.

Scrapy's own middleware lets requests through that wait for a robots.txt to arrive (2.14 to 2.19); here all who wait
share one task and all get its answer.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from time import time
from typing import TYPE_CHECKING, NoReturn
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from crawler.politeness import PoliteThrottle
from crawler.refusals import Refused, RobotsRefused, RobotsUnreachable
from crawler.warc_recorder import WarcRecorder

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

__all__ = ["Policy", "RobotsGate", "policy_of", "robots_text", "verdict_of"]

logger = logging.getLogger(__name__)

_MOST_BYTES = 512 * 1024
"""How much of a robots.txt is read; RFC 9309 section 2.5 asks for at least 500 KiB."""


_LONGEST_PAUSE_SECONDS = 10.0
"""Between two tries for a robots.txt: requests wait for it, and so does the end of a crawl that is stopped."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What an origin's robots.txt says."""

    verdict: str
    """rules, allow (there is none) or disallow (it could not be had, which means no)."""
    rules: Protego | None = None

    def allows(self, url: str, token: str) -> bool:
        if self.rules is not None:
            return bool(self.rules.can_fetch(url, token))
        return self.verdict == "allow"

    def delay_seconds(self, token: str) -> float:
        """Crawl-delay; 0 where none is named."""
        return float(self.rules.crawl_delay(token) or 0) if self.rules is not None else 0.0


def verdict_of(status: int | None) -> str:
    """What the status of a robots.txt means (RFC 9309 section 2.3.1); None for no answer at all.

    429 is a 4xx, yet "too many requests" is no permission to make more.

    >>> [verdict_of(status) for status in (200, 404, 429, 503, None)]
    ['rules', 'allow', 'disallow', 'disallow', 'disallow']
    """
    if status is None or status >= 500 or status == 429:
        return "disallow"
    return "rules" if 200 <= status < 300 else "allow"


def policy_of(verdict: str, body: bytes) -> Policy:
    """The policy of a verdict and, where it is 'rules', the file's bytes."""
    if verdict != "rules":
        return Policy(verdict)
    return Policy(verdict, Protego.parse(robots_text(body[:_MOST_BYTES])))


def robots_text(body: bytes) -> str:
    """The file's lines. It is to be UTF-8 (RFC 9309 section 2.2); editors that save "Unicode" make UTF-16 of it, which
    would else forbid nothing and name no sitemap.

    >>> robots_text("User-agent: *".encode("utf-16-be"))
    'User-agent: *'
    """
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", "replace")
    if body[:1] == b"\0" or body[1:2] == b"\0":
        return body.decode("utf-16-be" if body[:1] == b"\0" else "utf-16-le", "replace")
    return body.decode("utf-8-sig", "replace")


class RobotsGate:
    """Downloader middleware: asks robots.txt before every request, redirect hops included."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._obeys = crawler.settings.getbool("OLDFACE_OBEY_ROBOTS")
        self._token = crawler.settings["OLDFACE_ROBOTS_TOKEN"]
        self._ttl = crawler.settings.getfloat("OLDFACE_ROBOTS_TTL")
        self._tries = min(2, crawler.settings.getint("RETRY_TIMES"))
        self._pause = crawler.settings.getfloat("OLDFACE_BACKOFF_SECONDS")
        self._most_delay = crawler.settings.getfloat("OLDFACE_MAX_CRAWL_DELAY")
        self._recorder = crawler.get_extension(WarcRecorder)
        self._policies: dict[str, asyncio.Task[Policy]] = {}
        if not self._obeys:
            logger.warning("robots.txt is not obeyed (OLDFACE_OBEY_ROBOTS is off); every WARC file says so")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RobotsGate:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raises `RobotsRefused` or `RobotsUnreachable` for what may not be fetched."""
        if request.meta.get("kind") == "robots" or request.meta.get("dont_obey_robotstxt"):
            return
        try:
            policy = await self._policy(request)
        except Refused as kept_away:  # what keeps us from its robots.txt keeps us from the rest
            self._refuse(request, type(kept_away)(str(kept_away)))
        if not self._obeys or policy.allows(request.url, self._token):
            return
        refusal = (
            RobotsUnreachable(f"robots.txt of {_origin(request.url)} could not be had, which means no for now")
            if policy.verdict == "disallow"
            else RobotsRefused(f"robots.txt of {_origin(request.url)} says no")
        )
        self._refuse(request, refusal)

    def _refuse(self, request: Request, refusal: Refused) -> NoReturn:
        if self._recorder is not None:
            self._recorder.refuse(request, refusal)
        self._crawler.stats.inc_value(f"robots/refused/{refusal.reason}")
        raise refusal

    async def _policy(self, request: Request) -> Policy:
        origin = _origin(request.url)
        task = self._policies.get(origin)
        if task is None:
            task = self._policies[origin] = asyncio.ensure_future(self._load(origin, request))
        return await asyncio.shield(task)  # shielded: one waiter's end is not the end of the others' answer

    async def _load(self, origin: str, request: Request) -> Policy:
        kept = self._recorder.frontier.robots(origin) if self._recorder is not None else None
        if kept is not None and time() - kept[0] < self._ttl and kept[1] != "disallow":
            policy = policy_of(kept[1], kept[2])
        else:
            status, body = await self._fetch(origin, request)
            verdict = verdict_of(status)
            policy = policy_of(verdict, body)
            if self._recorder is not None:
                self._recorder.frontier.set_robots(origin, time(), verdict, body[:_MOST_BYTES])
        self._keep_delay(origin, policy)
        return policy

    async def _fetch(self, origin: str, request: Request) -> tuple[int | None, bytes]:
        """(status, body) of a robots.txt after as many tries as it takes; the status is None when there was no answer.

        It is asked for beside the frontier, so the pauses between tries are made here. Raises `Refused` when it may
        not even be asked for.
        """
        status, body = await self._fetch_once(origin, request)
        for number in range(self._tries):
            if verdict_of(status) != "disallow":
                break
            if status is not None:  # a server that is there and busy; one that is not there gains nothing by a pause
                await asyncio.sleep(min(self._pause * 2**number, _LONGEST_PAUSE_SECONDS))
            status, body = await self._fetch_once(origin, request)
        return status, body

    async def _fetch_once(self, origin: str, request: Request) -> tuple[int | None, bytes]:
        robots_request = Request(
            f"{origin}/robots.txt",
            callback=NO_CALLBACK,
            priority=1000,
            dont_filter=True,
            meta={
                "kind": "robots",
                "hop_path": f"{request.meta.get('hop_path', '')}P",  # Heritrix: a prerequisite
                "via": request.url,
                "dont_retry": True,
            },
        )
        engine = self._crawler.engine
        if engine is None:
            return None, b""
        try:
            response: Response = await engine.download_async(robots_request)
        except Refused:
            raise
        except IgnoreRequest:  # too many redirects: "unavailable" (section 2.3.1.2)
            return 404, b""
        except Exception as error:  # noqa: BLE001 - whatever kept it away, there was no answer
            logger.info("No robots.txt from %s: %s", origin, error)
            return None, b""
        return response.status, response.body

    def _keep_delay(self, origin: str, policy: Policy) -> None:
        throttle = self._crawler.get_extension(PoliteThrottle)
        delay = policy.delay_seconds(self._token)
        if throttle is not None and delay > 0 and self._obeys:
            throttle.keep_at_least(urlsplit(origin).hostname or "", min(delay, self._most_delay))


def _origin(url: str) -> str:
    """scheme://host:port, as written."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
