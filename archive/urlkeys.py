"""An address in, its key in CDXJ indexes out: the sort-friendly form (SURT) that pywb and wabac.js look things up by.

The rules are those the Internet Archive's index uses, observed from outside: two spellings of an address that a
server most likely does not tell apart have one key. It finds captures; it is never asked for, and never shown.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import idna

__all__ = ["urlkey_of"]

_DEFAULT_PORTS = {"http": 80, "https": 443}
_ESCAPE = re.compile(rb"%([0-9a-fA-F]{2})")
_UNSAFE = re.compile(rb"[^\x21-\x24\x26-\x7e]")
_WEB_HOST_NUMBER = re.compile(r"^www\d*\.")
_ASP_SESSION = re.compile(rb"/(?:\((?:[a-z]\([0-9a-z]{24}\))+\)|\([0-9a-z]{24}\))(?=/[^?]*\.aspx)", re.IGNORECASE)
_QUERY_SESSION = re.compile(
    rb"(^|&)(?:(?:jsessionid|phpsessid|sid)=[0-9a-z]{32}|aspsessionid[a-z]{8}=[a-z]{24}|cfid=[^&]+&cftoken=[^&]+)(?:&|$)",
    re.IGNORECASE,
)


def urlkey_of(url: str) -> str:
    """The address in SURT form: host reversed, then path and sorted query, all in lower case.

    An address without a host (urn:, dns:, about:) is its own key, in lower case.

    >>> urlkey_of("http://www.Example.com:8080/B/?y=2&x=1")
    'com,example:8080)/b?x=1&y=2'
    >>> urlkey_of("https://127.0.0.1/%7Ejoe/")
    '1,0,0,127)/~joe'
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return url.lower()
    if not host:
        return url.lower()
    default = _DEFAULT_PORTS.get(parts.scheme.lower())
    place = _reverse(host) + (f":{port}" if port not in (None, default) else "")
    path = _spell_path(_canonical(parts.path))
    query = _spell_query(_canonical(parts.query)) if parts.query else b""
    return f"{place})" + (path + (b"?" + query if query else b"")).decode("ascii")


def _reverse(host: str) -> str:
    host = _WEB_HOST_NUMBER.sub("", host.lower().strip("."))
    if ":" in host:  # IPv6 has no parts to turn round
        return host
    if not host.isascii():
        try:
            host = idna.encode(host, uts46=True).decode("ascii")
        except idna.IDNAError:
            host = host.encode("utf-8").hex()
    return ",".join(reversed(host.split(".")))


def _canonical(text: str) -> bytes:
    """The text with every escape resolved, then only what must be escaped escaped again."""
    data = text.encode("utf-8", "replace")
    while True:
        resolved = _ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), data)
        if resolved == data:
            return _UNSAFE.sub(lambda match: b"%%%02x" % match[0][0], data)
        data = resolved


def _spell_path(path: bytes) -> bytes:
    kept: list[bytes] = []
    for segment in path.split(b"/"):
        if segment == b".." and kept and kept[-1] != b"..":
            kept.pop()
        elif segment not in (b"", b"."):
            kept.append(segment)
    return _ASP_SESSION.sub(b"", b"/" + b"/".join(kept)).lower()


def _spell_query(query: bytes) -> bytes:
    pairs = _QUERY_SESSION.sub(rb"\1", query).lower().split(b"&")
    ordered = sorted(pairs, key=_name_and_value)
    return b"&".join(ordered)


def _name_and_value(pair: bytes) -> list[bytes]:
    return pair.split(b"=", 1)
