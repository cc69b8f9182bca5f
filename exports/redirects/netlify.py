"""A URL map in, Netlify's _redirects file out."""

from __future__ import annotations

from urllib.parse import parse_qsl, quote

from exports.bundle import Bundle
from exports.redirects import encoded_path, one_per_path
from exports.url_map import MapEntry, UrlMap

NAME = "netlify"
DESCRIPTION = "Netlify _redirects, queries included"

MANY = 10_000
"""From here on Netlify advises patterns instead of lines."""


def write(url_map: UrlMap, folder: Bundle, prefix: str) -> tuple[str, ...]:
    """_redirects: 'from [name=value …] to status', those with a query first, since the first match wins."""
    count = 0
    warnings: list[str] = []
    with folder.text(f"{prefix}_redirects") as out:
        for with_query in (True, False):
            for entry in one_per_path(url_map, warnings if with_query else []):
                if bool(entry.query) == with_query:
                    out.write(line_of(entry))
                    count += 1
    if count > MANY:
        warnings.append(f"{count} lines: from {MANY} on Netlify advises patterns instead")
    return tuple(warnings)


def line_of(entry: MapEntry) -> str:
    """One rule; '!' makes it hold also where a file of that name exists."""
    source = encoded_path(entry).replace("*", "%2A").replace(":", "%3A")
    words = [source]
    words += [
        f"{quote(name, safe='')}={quote(value, safe='')}"
        for name, value in parse_qsl(entry.query, keep_blank_values=True)
    ]
    words += [entry.new_url, "301!"] if entry.new_url else ["/404.html", "410!"]
    return " ".join(words) + "\n"
