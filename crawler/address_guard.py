"""An address about to be connected to in, a refusal or nothing out (server-side request forgery).

A page, a redirect, a sitemap or a DNS answer can name the crawler's own machine, its neighbours, or a cloud's
metadata service. The check is made where the connection is made, on the number that is really connected to: names,
decimal and mapped spellings and changing DNS answers have all been resolved by then. The one exception is the seed:
somebody who asks for http://127.0.0.1:8000/ means it, for that host and that port only.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from twisted.internet.interfaces import IReactorCore, IReactorPluggableNameResolver, IReactorTCP, IReactorTime
from zope.interface import implementer  # type: ignore[import-untyped]  # ships no types

from crawler.refusals import PrivateAddressRefused

__all__ = ["GuardedReactor", "Refusal", "is_public_address", "origin_of"]

Refusal = Callable[[str, int], str | None]
"""(IP address, port) -> why it is refused; None when it may be connected to."""

_DEFAULT_PORTS = {"http": 80, "https": 443}

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
"""How a network without IPv4 spells every IPv4 address (RFC 6052): judged by the address it holds."""

_EMBEDDING = (
    (_NAT64, 0),
    (ipaddress.ip_network("::/96"), 0),  # IPv4-compatible, deprecated and still routed by some systems
    (ipaddress.ip_network("2002::/16"), 80),  # 6to4 (RFC 3056)
)
"""IPv6 networks whose addresses hold an IPv4 address, and how many bits follow it."""

_CLOSED = (
    ipaddress.ip_network("fec0::/10"),  # site-local, deprecated (RFC 3879) and still routed inside some sites
    ipaddress.ip_network("3fff::/20"),  # documentation (RFC 9637), younger than some Pythons' tables
)

_ISATAP = (0x00005EFE, 0x02005EFE)
"""First half of an interface identifier whose second half is an IPv4 address (RFC 5214 section 6.1)."""


def is_public_address(address: str) -> bool:
    """Whether an IP address is one of the open internet: not private, loopback, link-local, multicast or reserved.

    >>> [is_public_address(a) for a in ("93.184.216.34", "169.254.169.254", "::ffff:10.0.0.1", "fe80::1%1")]
    [True, False, False, False]
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        for inner in _embedded(ip):
            if not _is_open(inner):
                return False
    return _is_open(ip)


def origin_of(url: str) -> tuple[str, int]:
    """(host, port) of a URL, the scheme's port where it names none.

    >>> origin_of("https://A.example/x")
    ('a.example', 443)
    """
    parts = urlsplit(url)
    return (parts.hostname or "").rstrip("."), parts.port or _DEFAULT_PORTS.get(parts.scheme, 0)


@implementer(IReactorCore, IReactorTCP, IReactorTime, IReactorPluggableNameResolver)
class GuardedReactor:
    """A reactor that connects only where `refuse` has nothing against it."""

    def __init__(self, reactor: Any, refuse: Refusal) -> None:  # Any: a reactor is many interfaces
        self._reactor = reactor
        self._refuse = refuse

    def connectTCP(self, host: str, port: int, *args: Any, **kwargs: Any) -> Any:  # noqa: N802 - Twisted's name; Any: its own
        if reason := self._refuse(host, port):
            raise PrivateAddressRefused(reason)
        return self._reactor.connectTCP(host, port, *args, **kwargs)

    def __getattr__(self, name: str) -> Any:  # Any: whatever the reactor has
        return getattr(self._reactor, name)


def _embedded(ip: ipaddress.IPv6Address) -> list[ipaddress.IPv4Address]:
    """The IPv4 addresses an IPv6 address is another spelling of."""
    found = [ip.ipv4_mapped] if ip.ipv4_mapped else []
    if ip.teredo:
        found.append(ip.teredo[1])
    for network, shift in _EMBEDDING:
        if ip in network and not ip.ipv4_mapped:
            found.append(ipaddress.IPv4Address((int(ip) >> shift) & 0xFFFFFFFF))
    if (int(ip) >> 32) & 0xFFFFFFFF in _ISATAP:
        found.append(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
    return found


def _is_open(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped or ip in _NAT64:
            return True  # judged by the address it holds
        if any(ip in network for network in _CLOSED):
            return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)
