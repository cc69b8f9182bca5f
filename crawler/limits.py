"""A transfer's clock and count in, whether it is too slow out: what Scrapy's one timeout comes too late for."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["TransferLimits", "reached_limit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferLimits:
    """How slow a server may be."""

    first_byte_seconds: float
    slow_after_seconds: float
    min_bytes_per_second: float


def reached_limit(
    limits: TransferLimits, *, started: float, first_byte: float | None, now: float, received_bytes: int
) -> bool:
    """Whether a transfer is slower than its bounds; all times from one monotonic clock.

    >>> limits = TransferLimits(first_byte_seconds=60, slow_after_seconds=20, min_bytes_per_second=256)
    >>> reached_limit(limits, started=0, first_byte=None, now=61, received_bytes=0)
    True
    >>> reached_limit(limits, started=0, first_byte=50, now=60, received_bytes=10)
    False
    >>> reached_limit(limits, started=0, first_byte=1, now=31, received_bytes=300)
    True
    """
    if first_byte is None:
        return now - started > limits.first_byte_seconds
    seconds = now - first_byte
    return seconds > limits.slow_after_seconds and received_bytes < seconds * limits.min_bytes_per_second
