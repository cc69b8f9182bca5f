"""A URL map in, a _redirects file within Cloudflare Pages' limits out."""

from __future__ import annotations

from exports.bundle import Bundle
from exports.redirects import encoded_path, one_per_path
from exports.url_map import UrlMap

NAME = "cloudflare"
DESCRIPTION = "Cloudflare Pages _redirects, within its limits"

STATIC_LIMIT = 2000
LINE_LIMIT = 1000


def write(url_map: UrlMap, folder: Bundle, prefix: str) -> tuple[str, ...]:
    """_redirects; what goes over the limits, or needs a query, is told and stands in left-over.txt."""
    left: list[str] = []
    warnings: list[str] = []
    count = 0
    with folder.text(f"{prefix}_redirects") as out, folder.text(f"{prefix}left-over.txt") as rest:
        for entry in one_per_path(url_map, warnings):
            line = f"{encoded_path(entry).replace('*', '%2A').replace(':', '%3A')} {entry.new_url} 301\n"
            if entry.query or not entry.new_url or len(line) > LINE_LIMIT or count >= STATIC_LIMIT:
                rest.write(f"{entry.old_url} {entry.new_url or '410'}\n")
                left.append(entry.old_url)
                continue
            out.write(line)
            count += 1
    if left:
        warnings.append(
            f"{len(left)} addresses do not fit into _redirects ({STATIC_LIMIT} lines of {LINE_LIMIT} characters, no"
            " query, no 410): see left-over.txt, and use Bulk Redirects for them"
        )
    return tuple(warnings)
