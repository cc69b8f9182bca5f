"""A Scrapy request in, its response out, and every byte of the exchange to the recorder: the download handler."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    StopDownload,
)
from scrapy.http import Response
from scrapy.utils._download_handlers import wrap_twisted_exceptions
from scrapy.utils.asyncio import create_looping_call
from scrapy.utils.defer import maybe_deferred_to_future
from scrapy.utils.httpobj import urlparse_cached

from crawler.address_guard import Refusal, is_public_address, origin_of
from crawler.connectivity import Connectivity
from crawler.limits import TransferLimits, reached_limit
from crawler.refusals import HostGivenUp, Refused
from crawler.warc_recorder import WarcRecorder
from crawler.wire import Attempt, CaptureAgent, CaptureFactory, Exchange, verifying

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.web.iweb import IPolicyForHTTPS

__all__ = ["CaptureHandler"]

_WATCH_SECONDS = 1.0
"""How often running transfers are looked at."""

_NO_CONNECTION = (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    DownloadFailedError,
    OSError,
)


class CaptureHandler(HTTP11DownloadHandler):
    """Scrapy's HTTP/1.1 handler, recording: also what failed, what was cut, and what the pool sent twice."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = CaptureFactory
        recorder = crawler.get_extension(WarcRecorder)
        if recorder is None:
            raise ValueError("CaptureHandler needs crawler.warc_recorder.WarcRecorder in EXTENSIONS")
        self._recorder = recorder
        settings = crawler.settings
        self._most_header_bytes = settings.getint("OLDFACE_MAX_HEADER_BYTES")
        self._limits = TransferLimits(
            first_byte_seconds=settings.getfloat("OLDFACE_FIRST_BYTE_SECONDS"),
            slow_after_seconds=settings.getfloat("OLDFACE_SLOW_AFTER_SECONDS"),
            min_bytes_per_second=settings.getfloat("OLDFACE_MIN_BYTES_PER_SECOND"),
        )
        self._may_go_private = settings.getbool("OLDFACE_ALLOW_PRIVATE_ADDRESSES")
        seeds = {origin_of(url) for url in settings.getlist("OLDFACE_SEEDS")}
        self._seed_origins = seeds
        self._connectivity = Connectivity(
            (host for host, _ in seeds),
            network_gone_after=settings.getint("OLDFACE_NETWORK_GONE_AFTER"),
            host_gone_after=settings.getint("OLDFACE_HOST_GONE_AFTER"),
        )
        self._strict_policy = verifying(self._contextFactory)
        self._trusting_origins = {origin_of(url) for url in settings.getdict("OLDFACE_CREDENTIALS")}
        self._refused_hosts: set[str] = set()
        self._running: set[Exchange] = set()
        self._watch = create_looping_call(self._stop_slow_ones)

    async def download_request(self, request: Request) -> Response:
        """The response; the exchange is in the WARC before this returns or raises."""
        host = urlparse_cached(request).hostname or ""
        exchange = Exchange(request, most_header_bytes=self._most_header_bytes)
        error: BaseException | None = None
        response: Response | None = None
        self._running.add(exchange)
        if not self._watch.running:
            self._watch.start(_WATCH_SECONDS, now=False)
        try:
            if self._connectivity.is_host_gone(host):
                raise HostGivenUp(f"{host} never answered; it is not tried again in this run")
            with wrap_twisted_exceptions():
                response = await maybe_deferred_to_future(self._agent_for(exchange).download_request(request))
            return response
        except BaseException as caught:
            error = caught
            raise
        finally:
            self._running.discard(exchange)
            exchange.close()
            self._note_connectivity(host, exchange, error)
            if reason_of(error) == "certificate" and host not in self._refused_hosts:
                self._refused_hosts.add(host)
                self._recorder.frontier.note_problem(*_certificate_refused(host), request.url)
            if isinstance(error, Refused) and not exchange.attempts:
                self._recorder.refuse(request, error)
            else:
                self._recorder.record(
                    exchange, response=response, error_reason=reason_of(error, exchange), limit=limit_of(error)
                )

    async def close(self) -> None:
        if self._watch.running:
            self._watch.stop()
        await super().close()

    def _agent_for(self, exchange: Exchange) -> CaptureAgent:
        return CaptureAgent(
            exchange=exchange,
            refuse=self._refusal_for(exchange.request),
            contextFactory=self._policy_for(exchange.request),
            bindAddress=self._bind_address,
            pool=self._pool,
            maxsize=self._default_maxsize,
            warnsize=self._default_warnsize,
            fail_on_dataloss=self._fail_on_dataloss,
            crawler=self._crawler,
            tls_verbose_logging=self._tls_verbose_logging,
        )

    def _policy_for(self, request: Request) -> IPolicyForHTTPS:
        """How TLS is begun: who is given a secret must prove who they are, whatever is allowed to others."""
        is_given_secrets = origin_of(request.url) in self._trusting_origins
        return self._strict_policy if is_given_secrets else self._contextFactory

    def _refusal_for(self, request: Request) -> Refusal | None:
        """What may not be connected to for this request; None when anything may: a seed's own place, or a proxy."""
        if self._may_go_private or request.meta.get("proxy") or origin_of(request.url) in self._seed_origins:
            return None
        return _refuse_private

    def _note_connectivity(self, host: str, exchange: Exchange, error: BaseException | None) -> None:
        if any(attempt.first_byte is not None for attempt in exchange.attempts):
            self._connectivity.answered(host)
        elif isinstance(error, _NO_CONNECTION) and not isinstance(error, Refused):
            self._connectivity.failed(host)
            if self._connectivity.is_network_gone():
                self._recorder.stop("network_gone", "no host that used to answer answers any more")

    def _stop_slow_ones(self) -> None:
        now = monotonic()
        for exchange in self._running:
            for attempt in exchange.attempts[-1:]:
                if attempt.ended is None and reached_limit(
                    self._limits,
                    started=attempt.started,
                    first_byte=attempt.first_byte,
                    now=now,
                    received_bytes=len(attempt.received),
                ):
                    attempt.stop("time")


def _refuse_private(address: str, port: int) -> str | None:
    if is_public_address(address):
        return None
    return f"{address}:{port} is not an address of the open internet, and no seed has this host and port"


def _certificate_refused(host: str) -> tuple[str, str, str]:
    """(code, message, next step) of the problem that a host's certificate was refused."""
    return (
        "tls.refused",
        f"The certificate of {host} is not to be trusted, so nothing is asked of it",
        "If you trust the host, name its authority in SSL_CERT_FILE, or set politeness.verify_certificates = false in"
        " oldface.toml; a host that is given a password must always have a certificate that is trusted.",
    )


def limit_of(error: BaseException | None) -> str | None:
    """The bound of Scrapy's that ended a download, as WARC-Truncated names it; None for none."""
    if isinstance(error, DownloadTimeoutError):
        return "time"
    if isinstance(error, (DownloadCancelledError, StopDownload)):
        return "length"
    return None


_REASONS: tuple[tuple[type[BaseException], str], ...] = (
    (DownloadConnectionRefusedError, "connectionRefused"),
    (CannotResolveHostError, "unknownHost"),
    (DownloadTimeoutError, "timeout"),
    (ResponseDataLossError, "dataLoss"),
    (DownloadCancelledError, "tooLarge"),
    (StopDownload, "stopped"),
)


def reason_of(error: BaseException | None, exchange: Exchange | None = None) -> str | None:
    """One word for what went wrong, also by what the exchange tells; None when nothing did."""
    if error is None:
        return None
    if isinstance(error, Refused):
        return error.reason
    if exchange is not None and exchange.attempts and (word := _ended_by(exchange.attempts[-1])):
        return word
    for kind, word in _REASONS:
        if isinstance(error, kind):
            return word
    text = str(error) + str(_innermost(error))
    if "certificate" in text or "VerificationError" in text:  # not to be trusted; for another host
        return "certificate"
    if "SSL" in text:
        return "tls"
    return "badResponse" if "ParseError" in text or "BadResponseVersion" in text else "connectionLost"


def _ended_by(attempt: Attempt) -> str | None:
    """What an attempt alone tells of why it failed."""
    if attempt.stopped_by:
        return "timeout" if attempt.stopped_by == "time" else "tooLarge"
    if attempt.received and attempt.header_end is None and not attempt.received.starts_with(b"HTTP/"):
        return "badResponse"
    return None


def _innermost(error: Any) -> Any:  # Any: Twisted wraps failures in failures
    reasons = getattr(error.__cause__ or error, "reasons", None)
    return [getattr(reason, "value", reason) for reason in reasons] if reasons else ""
