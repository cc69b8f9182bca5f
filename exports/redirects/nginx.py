"""A URL map in, two nginx maps and the lines that use them out.

The path map is keyed on $uri, which nginx has decoded: a map keyed on $request_uri would miss every '?utm_source='.
Addresses that are told apart by their query have a map of their own. nginx matches map keys ignoring ASCII case, so
case variants need no lines, and two keys that differ in case only are one fatal error: the first of them wins here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack

from exports.bundle import Bundle
from exports.url_map import MapEntry, UrlMap

NAME = "nginx"
DESCRIPTION = "nginx maps to include, tested with the real server"

HTTP = """\
# Include this in the http block.
map_hash_bucket_size {bucket_size};
map_hash_max_size {max_size};
map $uri $oldface_uri {{
    default $uri;
    "~^(?<oldface_bare>/.+?)/+$" $oldface_bare;
}}
map $host$oldface_uri $oldface_by_host {{
    default "";
    include oldface/hosts.map;
}}
map $oldface_uri $oldface_by_path {{
    default $oldface_by_host;
    include oldface/paths.map;
}}
map $host$oldface_uri?$args $oldface_by_host_query {{
    default $oldface_by_path;
    include oldface/host-queries.map;
}}
map $oldface_uri?$args $oldface_target {{
    default $oldface_by_host_query;
    include oldface/queries.map;
}}
"""

SERVER = """\
# Include this in the server block.
if ($oldface_target = "gone") {
    return 410;
}
if ($oldface_target) {
    return 301 $oldface_target;
}
"""


FILES = {(False, False): "paths", (False, True): "queries", (True, False): "hosts", (True, True): "host-queries"}
"""The map a key goes to, by (is told apart by host, has a query)."""


def write(url_map: UrlMap, folder: Bundle, prefix: str) -> tuple[str, ...]:
    """oldface-http.conf, oldface-server.conf, and the maps they include from the folder oldface/ beside nginx.conf."""
    taken: dict[bytes, str] = {}
    warnings: list[str] = []
    with ExitStack() as stack:
        maps = {kind: stack.enter_context(folder.binary(f"{prefix}oldface/{name}.map")) for kind, name in FILES.items()}
        for entry, is_host_specific in url_map.entries_by_path():
            key = key_of(entry, with_host=is_host_specific)
            owner = taken.get(key.lower())
            if any(byte < 0x20 or byte == 0x7F for byte in key):
                warnings.append(f"nginx cannot match {entry.old_url}: control characters in it")
            elif owner is None:
                taken[key.lower()] = entry.new_url
                value = escape_value(entry.new_url or "gone")
                if not entry.query and url_map.is_new_place(entry.path):
                    # '/Blog/A' must not catch '/blog/a/', which is where it leads: only an expression minds case
                    key = b"~^" + re.escape(key) + b"$"
                maps[is_host_specific, bool(entry.query)].write(quoted(key) + b" " + quoted(value) + b";\n")
            elif owner != entry.new_url:
                warnings.append(f"nginx ignores case: {entry.old_url} leads to {owner or 'nothing'} as well")
    longest = max((len(key) for key in taken), default=0)
    sizes = {
        "bucket_size": next(size for size in _powers(64) if size >= longest + 32),
        "max_size": next(size for size in _powers(2048) if size >= 2 * len(taken)),
    }
    folder.write_text(f"{prefix}oldface-http.conf", HTTP.format(**sizes))
    folder.write_text(f"{prefix}oldface-server.conf", SERVER)
    return tuple(warnings)


def _powers(size: int) -> Iterator[int]:
    while True:
        yield size
        size *= 2


def key_of(entry: MapEntry, *, with_host: bool) -> bytes:
    """The map key as bytes: decoded path without a slash at its end, or path and query; the host before it if asked."""
    path = entry.path.encode("utf-8", "surrogateescape")
    host = entry.host.encode() if with_host else b""
    return host + (path.rstrip(b"/") or b"/") + (b"?" + entry.query.encode() if entry.query else b"")


def escape_value(value: str) -> bytes:
    """A target: '$' would begin a variable, and there is no escape for it but its percent code."""
    return value.replace("$", "%24").encode()


def quoted(word: bytes) -> bytes:
    """A word of nginx configuration; a key that begins with '~' would be a regular expression."""
    return b'"' + word.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'
