"""The address of a proxy in, what may be written down of it out; and whether a name is one of its own network. Pure."""

from __future__ import annotations

import base64
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from archive.errors import BadConfiguration
from crawler.address_guard import is_public_address

__all__ = ["Proxy", "is_inside_name", "read_proxy"]

_INSIDE_SUFFIXES = (".localhost", ".local", ".internal", ".intranet", ".lan", ".home.arpa")
"""Names that mean a machine of the network they are asked in (RFC 6761, 6762, 8375; .internal reserved by ICANN)."""


class Proxy(NamedTuple):
    """A proxy as it was named."""

    address: str
    """http://host:port, without name and password: what may be written down."""
    authorization: str | None
    """Value of Proxy-Authorization; None without."""


def read_proxy(text: str) -> Proxy:
    """The proxy that 'http://[name:password@]host:port' names.

    Raises `BadConfiguration`, without repeating any of it, for another scheme (to https and SOCKS proxies Scrapy's
    handler cannot speak) and for what is no address.

    >>> read_proxy("http://me:pass@proxy.example:3128").address
    'http://proxy.example:3128'
    """
    parts = urlsplit(text if "://" in text else f"http://{text}")
    try:
        host, port = parts.hostname, parts.port or 80
    except ValueError:
        host = None
    if host is None or parts.scheme != "http":
        raise BadConfiguration(
            "OLDFACE_PROXY names no proxy that can be used",
            next_step="Give http://HOST:PORT, or http://NAME:PASSWORD@HOST:PORT; https and SOCKS cannot be spoken.",
        )
    authorization = None
    if parts.username is not None:
        pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        authorization = f"Basic {base64.b64encode(pair.encode()).decode('ascii')}"
    return Proxy(f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}", authorization)


def is_inside_name(host: str) -> bool:
    """Whether a host's name is by its look one of a network's inside: through a proxy nothing else can be looked at.

    >>> [is_inside_name(host) for host in ("localhost", "10.0.0.1", "0x7f.1", "wiki", "blog.example", "8.8.8.8")]
    [True, True, True, True, False, False]
    """
    name = host.rstrip(".").lower()
    try:
        return not is_public_address(str(ip_address(name.strip("[]"))))
    except ValueError:
        # a last label with a digit in front is a number in some spelling (WHATWG URL), which some resolvers read
        return "." not in name or name.endswith(_INSIDE_SUFFIXES) or name.rpartition(".")[2][:1].isdigit()
