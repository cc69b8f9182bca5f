"""The signals that the crawler adds to Scrapy's, and what they carry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from archive.model import Capture

__all__ = ["Attempt", "attempt_logged", "capture_written"]

capture_written = object()
"""Sent as (capture: Capture, request: Request) after a response or revisit record is in its WARC file."""

attempt_logged = object()
"""Sent as (attempt: Attempt) after every try to fetch something, also those that no record came of."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One line of the crawl log."""

    at: datetime
    """When it began, UTC."""
    url: str
    status: int | None
    """HTTP status; None when no response came."""
    error: str | None
    """A word for what went wrong: connectionRefused, unknownHost, timeout, connectionLost, badResponse, certificate,
    or the reason of a refusal (robotsTxt, privateAddress, …); None when nothing did."""
    size_bytes: int
    """Bytes received, header included."""
    hop_path: str
    via: str | None
    kind: str
    mime: str | None
    fetch_ms: int | None
    """Milliseconds from sending to the last byte; None when nothing was sent."""
    payload_digest: str | None
    annotations: tuple[str, ...] = ()
    """Words: revisit, truncated:length, retry:2, …"""
    capture: Capture | None = None
