"""The settings of a crawl in, what its WARC files say of it in their first record out (WARC 1.1 section 6.2)."""

from __future__ import annotations

import re
import socket
from typing import TYPE_CHECKING

from crawler.proxy_address import read_proxy

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

__all__ = ["host_name", "warcinfo_fields"]


def warcinfo_fields(settings: BaseSettings, *, crawl_id: str) -> list[tuple[str, str]]:
    """Every field that the standard names and we know, and what else a reader must know: proxy, redaction."""
    fields = [
        ("software", f"{settings['OLDFACE_SOFTWARE']} Scrapy/{_scrapy_version()}"),
        ("format", "WARC File Format 1.1"),
        ("conformsTo", "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"),
        ("robots", "classic" if settings.getbool("OLDFACE_OBEY_ROBOTS") else "ignore"),
        ("isPartOf", settings.get("OLDFACE_IS_PART_OF") or crawl_id),
        ("hostname", host_name(settings)),
        *_own_address(),
        ("http-header-user-agent", settings["USER_AGENT"]),
    ]
    for name, setting in (
        ("operator", "OLDFACE_OPERATOR"),
        ("description", "OLDFACE_DESCRIPTION"),
        ("http-header-from", "OLDFACE_FROM"),
    ):
        if value := settings.get(setting):
            fields.append((name, value))
    if proxy := settings.get("OLDFACE_PROXY"):
        fields.append(("proxy", read_proxy(proxy).address))
    if not settings.getbool("OLDFACE_KEEP_SECRETS"):
        fields.append(("redacted", "Authorization, Proxy-Authorization and Cookie of request records"))
    return fields


def host_name(settings: BaseSettings) -> str:
    """The name of this machine, fit for a file name."""
    return re.sub(r"[^A-Za-z0-9.]+", "_", settings.get("OLDFACE_WARC_HOST") or socket.gethostname()) or "localhost"


def _own_address() -> list[tuple[str, str]]:
    """warcinfo's 'ip': the address this machine calls from; nothing where it has none.

    Connecting a datagram socket sends nothing, it only asks the system for the way (to an address nobody has).
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return [("ip", probe.getsockname()[0])]
        except OSError:
            return []


def _scrapy_version() -> str:
    from scrapy import __version__

    return __version__
