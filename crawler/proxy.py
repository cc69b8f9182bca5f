"""A request in, the same request on its way through a proxy out: for machines that reach the web no other way.

Only a proxy that is named for this crawl is used, never one of the environment by accident: a proxy sees, and may
rewrite, what we record. That there was one stands in every metadata record and every warcinfo.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.exceptions import NotConfigured

from crawler.address_guard import origin_of
from crawler.proxy_address import Proxy, is_inside_name, read_proxy
from crawler.refusals import PrivateAddressRefused
from crawler.request_rows import mark_secret
from crawler.warc_recorder import WarcRecorder

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

__all__ = ["ThroughProxy"]


class ThroughProxy:
    """Downloader middleware for OLDFACE_PROXY."""

    def __init__(self, proxy: Proxy, crawler: Crawler) -> None:
        self._proxy = proxy
        self._recorder = crawler.get_extension(WarcRecorder)
        self._may_go_private = crawler.settings.getbool("OLDFACE_ALLOW_PRIVATE_ADDRESSES")
        self._seed_origins = {origin_of(url) for url in crawler.settings.getlist("OLDFACE_SEEDS")}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ThroughProxy:
        text = crawler.settings.get("OLDFACE_PROXY")
        if not text:
            raise NotConfigured
        return cls(read_proxy(text), crawler)

    def process_request(self, request: Request) -> None:
        """Raises `PrivateAddressRefused` for what the proxy must not be asked for."""
        origin = origin_of(request.url)
        if not self._may_go_private and origin not in self._seed_origins and is_inside_name(origin[0]):
            refusal = PrivateAddressRefused(f"{origin[0]} is a name of the proxy's own network, and no seed is there")
            if self._recorder is not None:
                self._recorder.refuse(request, refusal)
            raise refusal
        request.meta["proxy"] = self._proxy.address
        if self._proxy.authorization is not None:
            request.headers["Proxy-Authorization"] = self._proxy.authorization
            mark_secret(request, "Proxy-Authorization")
