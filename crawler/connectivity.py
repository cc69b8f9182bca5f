"""Answers and failed connections in, word that a host or the whole network is gone out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

__all__ = ["Connectivity"]


class Connectivity:
    """Tells a dead host from a dead network.

    A host that never answered is given up by itself: a picture server that is long gone must not stop a crawl. When
    hosts that did answer (or that are seeds) fail time after time with no answer from anyone, it is our end.
    """

    def __init__(self, seed_hosts: Iterable[str], *, network_gone_after: int, host_gone_after: int) -> None:
        self._answering = set(seed_hosts)
        self._failures_in_a_row = 0
        self._failures_of: Counter[str] = Counter()
        self._network_gone_after = network_gone_after
        self._host_gone_after = host_gone_after

    def answered(self, host: str) -> None:
        self._answering.add(host)
        self._failures_in_a_row = 0
        self._failures_of.pop(host, None)

    def failed(self, host: str) -> None:
        if host in self._answering:
            self._failures_in_a_row += 1
        else:
            self._failures_of[host] += 1

    def is_network_gone(self) -> bool:
        return self._failures_in_a_row >= self._network_gone_after

    def is_host_gone(self, host: str) -> bool:
        return self._failures_of[host] >= self._host_gone_after
