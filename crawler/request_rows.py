"""A Scrapy request in, what the frontier keeps of it out, and back again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any
from urllib.parse import urldefrag

from scrapy import Request
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached

from crawler.frontier import QueuedRequest

__all__ = ["SECRET_HEADERS", "crawl_key_of", "host_of", "mark_secret", "request_of", "rest_of"]

SECRET_HEADERS = "_headers_not_kept"  # noqa: S105 - the name of a key
"""Key of meta that names the headers which the frontier must not keep."""

_COLUMNS = ("hop_path", "via")
"""Keys of meta that have columns of their own."""

_OF_ONE_TRY = frozenset(
    {"capture", "outlinks", "frontier_id", "download_latency", "download_slot", "download_timeout", "proxy", *_COLUMNS}
)
"""Keys of meta that are not kept: they belong to one try, or are kept elsewhere."""


def crawl_key_of(request: Request) -> str:
    """What makes two requests the same: meta['crawl_key'], or the URL, with method and body where it is no GET.

    >>> crawl_key_of(Request("http://a.example/x#y"))
    'http://a.example/x'
    """
    if key := request.meta.get("crawl_key"):
        return str(key)
    url = urldefrag(request.url)[0] if "#" in request.url else request.url
    if request.method == "GET":
        return url
    return f"{request.method} {url} {hashlib.sha256(request.body).hexdigest()}"


def mark_secret(request: Request, name: str) -> None:
    """Keeps a header of a request out of the frontier: a retry or a redirect is written down with all it has."""
    request.meta[SECRET_HEADERS] = [*request.meta.get(SECRET_HEADERS, ()), name]


def host_of(request: Request) -> str:
    """The unit of politeness: the host without port, as Scrapy's downloader slots have it."""
    return urlparse_cached(request).hostname or ""


def rest_of(request: Request) -> dict[str, Any]:  # Any: JSON
    """All of a request but its URL, priority, hop path and via; nothing for what has Scrapy's default value."""
    rest: dict[str, Any] = {}
    meta = {key: value for key, value in request.meta.items() if key not in _OF_ONE_TRY and not key.startswith("_")}
    if meta:
        rest["meta"] = meta
    if request.callback not in (None, NO_CALLBACK):
        rest["callback"] = _method_name(request.callback)
    if request.errback is not None:
        rest["errback"] = _method_name(request.errback)
    if request.cb_kwargs:
        rest["cb_kwargs"] = request.cb_kwargs
    if request.method != "GET":
        rest["method"] = request.method
    if request.body:
        rest["body"] = request.body.decode("latin-1")
    secret = {name.lower() for name in request.meta.get(SECRET_HEADERS, ())}
    headers = [
        [name.decode("latin-1"), [value.decode("latin-1") for value in values]]
        for name, values in request.headers.items()
        if name.decode("latin-1").lower() not in secret  # whoever put it there does so again
    ]
    if headers:
        rest["headers"] = headers
    if request.dont_filter:
        rest["dont_filter"] = True
    if request.flags:
        rest["flags"] = request.flags
    return rest


def request_of(queued: QueuedRequest, spider: object) -> Request:
    """The request again; callbacks are methods of `spider`."""
    rest = queued.rest
    meta = {**rest.get("meta", {}), "hop_path": queued.hop_path, "frontier_id": queued.id}
    if queued.via is not None:
        meta["via"] = queued.via
    return Request(
        queued.url,
        callback=getattr(spider, rest["callback"]) if "callback" in rest else None,
        errback=getattr(spider, rest["errback"]) if "errback" in rest else None,
        method=rest.get("method", "GET"),
        headers=_headers(rest),
        body=rest.get("body", "").encode("latin-1"),
        meta=meta,
        priority=queued.priority,
        dont_filter=rest.get("dont_filter", False),
        flags=rest.get("flags"),
        cb_kwargs=rest.get("cb_kwargs"),
    )


def _headers(rest: Mapping[str, Any]) -> dict[bytes, list[bytes]] | None:
    if "headers" not in rest:
        return None
    return {name.encode("latin-1"): [value.encode("latin-1") for value in values] for name, values in rest["headers"]}


def _method_name(callback: Any) -> str:  # Any: a bound method
    name = getattr(callback, "__name__", "")
    if getattr(getattr(callback, "__self__", None), name, None) != callback:
        raise TypeError(f"{callback!r} is no method of the spider, so the frontier cannot keep it over a restart")
    return str(name)
