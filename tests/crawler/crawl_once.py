"""Runs one crawl in a process of its own, as a test asks for it in JSON, and prints what happened in JSON.

Twisted's reactor runs once in a process, so each crawl of a test is one: `crawl_once.py '{"seeds": […], …}'`.
"""

from __future__ import annotations

import json
import logging
import re
import resource
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import scrapy
from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.exceptions import IgnoreRequest
from scrapy.resolver import CachingHostnameResolver, HostResolution
from twisted.internet.address import IPv4Address, IPv6Address

from crawler import crawl_signals
from crawler import settings as defaults

FAST = {
    "AUTOTHROTTLE_ENABLED": False,
    "DOWNLOAD_DELAY": 0,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
    "OLDFACE_BACKOFF_SECONDS": 0.05,
    "LOG_LEVEL": "WARNING",
}


class ToldResolver(CachingHostnameResolver):
    """Gives the names of TOLD_ADDRESSES the addresses a test says, all others their own."""

    @classmethod
    def from_crawler(cls, crawler: scrapy.crawler.Crawler, reactor: Any) -> ToldResolver:
        resolver = super().from_crawler(crawler, reactor)
        resolver.told = crawler.settings.getdict("TOLD_ADDRESSES")
        return resolver

    def resolveHostName(self, resolutionReceiver: Any, hostName: str, portNumber: int = 0, *args: Any) -> Any:  # noqa: N802, N803
        if hostName not in self.told:
            return super().resolveHostName(resolutionReceiver, hostName, portNumber, *args)
        resolution = HostResolution(hostName)
        resolutionReceiver.resolutionBegan(resolution)
        for address in self.told[hostName]:
            kind = IPv6Address if ":" in address else IPv4Address
            resolutionReceiver.addressResolved(kind("TCP", address, portNumber))
        resolutionReceiver.resolutionComplete()
        return resolution


class LinkSpider(scrapy.Spider):
    """Follows every href of its seeds' hosts, and notes what it sees."""

    name = "links"

    def __init__(self, *, seeds: list[str], follow: bool = True, **_: Any) -> None:
        super().__init__()
        self.seeds = seeds
        self.follow = follow
        self.seen: list[dict[str, Any]] = []
        self.attempts: list[dict[str, Any]] = []
        self.errors: list[str] = []

    async def start(self) -> AsyncIterator[scrapy.Request]:
        for seed in self.seeds:
            method, _, url = seed.rpartition(" ")  # 'http://…', or 'HEAD http://…'
            yield scrapy.Request(
                url,
                self.parse,
                method=method or "GET",
                body="a=1&b=2" if method == "POST" else "",
                errback=self.fail,
                meta={"kind": "page", "hop_path": ""},
            )

    def parse(self, response: scrapy.http.Response) -> Iterator[scrapy.Request]:
        capture = response.meta.get("capture")
        self.seen.append(
            {
                "url": response.url,
                "status": response.status,
                "size": len(response.body),
                "flags": response.flags,
                "record_type": capture.record_type if capture else None,
                "truncated": capture.truncated if capture else None,
                "hop_path": response.meta.get("hop_path"),
                "via": response.meta.get("via"),
            }
        )
        links = re.findall(rb'href="([^"]+)"', response.body) if self.follow else []
        urls = list(dict.fromkeys(response.urljoin(link.decode()) for link in links))
        response.meta["outlinks"] = [[url, "L", "a/@href"] for url in urls]
        for url in urls:
            if url.startswith("http"):
                yield scrapy.Request(
                    url,
                    self.parse,
                    errback=self.fail,
                    meta={"hop_path": response.meta["hop_path"] + "L", "via": response.url},
                )

    def fail(self, failure: Any) -> None:
        self.errors.append(f"{failure.request.url} {type(failure.value).__name__}")


def main() -> None:
    asked = json.loads(sys.argv[1])
    if asked.get("file_size_limit"):
        limit = asked["file_size_limit"]
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    settings = {n: getattr(defaults, n) for n in dir(defaults) if n.isupper() and not n.startswith("_")}
    settings |= (
        FAST
        | {"OLDFACE_SEEDS": [seed.rpartition(" ")[2] for seed in asked["seeds"]], "OLDFACE_FOLDER": asked["folder"]}
        | asked.get("settings", {})
    )
    logging.getLogger("scrapy").setLevel(settings["LOG_LEVEL"])
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(LinkSpider)
    told: dict[str, Any] = {}

    def attempted(attempt: crawl_signals.Attempt) -> None:
        crawler.spider.attempts.append(
            {"url": attempt.url, "status": attempt.status, "error": attempt.error, "notes": list(attempt.annotations)}
        )

    def closed(spider: LinkSpider, reason: str) -> None:
        told.update(reason=reason, seen=spider.seen, attempts=spider.attempts, errors=spider.errors)

    def scheduled(request: scrapy.Request) -> None:
        if any(part in request.url for part in asked.get("excluded", ())):
            raise IgnoreRequest("out of scope")

    crawler.signals.connect(attempted, crawl_signals.attempt_logged)
    crawler.signals.connect(closed, signals.spider_closed)
    crawler.signals.connect(scheduled, signals.request_scheduled)
    process.crawl(crawler, seeds=asked["seeds"], follow=asked.get("follow", True))
    process.start()
    told["stats"] = {k: v for k, v in crawler.stats.get_stats().items() if isinstance(v, (int, float, str))}
    # not ru_maxrss: that begins with the size of the process that started this one
    status = Path("/proc/self/status").read_text(encoding="ascii")
    told["peak_rss_kb"] = int(status.partition("VmHWM:")[2].split()[0])
    print(json.dumps(told))  # noqa: T201


if __name__ == "__main__":
    main()
