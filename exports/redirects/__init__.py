"""The servers and services a map can be written for: one file each, found by scanning this folder.

A file has `NAME`, `DESCRIPTION` and `write(url_map, folder, prefix) -> tuple of warnings`: it reads the UrlMap's
entries as often as it likes, and writes into the Bundle below `prefix`. A warning is a sentence on what the target
cannot do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from urllib.parse import quote

from archive.errors import BadInput
from exports.bundle import Bundle
from exports.url_map import MapEntry, UrlMap

__all__ = ["Server", "encoded_path", "encoded_source", "one_per_path", "servers", "write_redirects"]


@dataclass(frozen=True, slots=True)
class Server:
    """A target of the map as its file describes it."""

    name: str
    description: str
    write: Callable[[UrlMap, Bundle, str], tuple[str, ...]]


@cache
def servers() -> dict[str, Server]:
    """Every target by name, in order of name."""
    modules = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    found = [Server(module.NAME, module.DESCRIPTION, module.write) for module in modules if hasattr(module, "NAME")]
    return {server.name: server for server in sorted(found, key=lambda server: server.name)}


def write_redirects(
    url_map: UrlMap, folder: Bundle, *, names: tuple[str, ...] = (), prefix: str = ""
) -> dict[str, tuple[str, ...]]:
    """The map for the named targets, or for all: a folder each; their warnings by target."""
    unknown = sorted(set(names) - set(servers()))
    if unknown:
        raise BadInput(f"there is no server {unknown[0]!r}", next_step=f"Take some of: {', '.join(servers())}.")
    chosen = [server for server in servers().values() if not names or server.name in names]
    return {server.name: server.write(url_map, folder, f"{prefix}{server.name}/") for server in chosen}


def one_per_path(url_map: UrlMap, warnings: list[str]) -> Iterator[MapEntry]:
    """The entries for a target that knows no hosts: where old hosts differ on a path, the first; others are told."""
    last: tuple[str, str] | None = None
    for entry, is_host_specific in url_map.entries_by_path():
        if is_host_specific and (entry.path, entry.query) == last:
            warnings.append(f"{entry.old_url} leads elsewhere on another old host: put it into that host's own file")
        else:
            yield entry
        last = (entry.path, entry.query)


def encoded_path(entry: MapEntry) -> str:
    """The old path, percent-encoded as RFC 3986 has it.

    >>> encoded_path(MapEntry("", "", "/a b/ü", "", "", 301, "", ""))
    '/a%20b/%C3%BC'
    """
    return quote(entry.path.encode("utf-8", "surrogateescape"), safe="/-._~!$&'()*+,;=:@")


def browser_path(entry: MapEntry) -> str:
    """The old path as browsers send it when a link has it as it is: fewer signs encoded (URL Standard, section 1.3).

    >>> browser_path(MapEntry("", "", "/a[1] | b", "", "", 301, "", ""))
    '/a[1]%20|%20b'
    """
    return quote(entry.path.encode("utf-8", "surrogateescape"), safe="/-._~!$&'()*+,;=:@[]|")


def encoded_source(entry: MapEntry) -> str:
    """The old path and query, percent-encoded."""
    return f"{encoded_path(entry)}?{entry.query}" if entry.query else encoded_path(entry)
