"""A URL map in, a _redirects file within Cloudflare Pages' limits out."""

from __future__ import annotations

from exports.bundle import Bundle
from exports.redirects import browser_path, encoded_path, one_per_path
from exports.url_map import MapEntry, UrlMap

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
            lines = lines_of(entry)
            fits = bool(lines) and count + len(lines) <= STATIC_LIMIT
            if fits:
                out.writelines(lines)
                count += len(lines)
            if not fits or has_pattern_sign(entry.path):
                rest.write(f"{entry.old_url} {entry.new_url or '410'}\n")
                left.append(entry.old_url)
    if left:
        warnings.append(
            f"{len(left)} addresses do not fit into _redirects ({STATIC_LIMIT} lines of {LINE_LIMIT} characters, no"
            " query, no 410, no '*' or ':' unless percent-encoded): see left-over.txt, and use Bulk Redirects for them"
        )
    return tuple(warnings)


def lines_of(entry: MapEntry) -> list[str]:
    """A line for each way in which browsers send the old path, which Cloudflare compares as it comes.

    None where there is a query or no new address, or where a line would be too long.
    """
    if entry.query or not entry.new_url:
        return []
    paths = {encoded_path(entry).replace("*", "%2A").replace(":", "%3A")}
    if not has_pattern_sign(entry.path):
        paths.add(browser_path(entry))
    lines = [f"{path} {entry.new_url} 301\n" for path in sorted(paths)]
    return lines if all(len(line) <= LINE_LIMIT for line in lines) else []


def has_pattern_sign(path: str) -> bool:
    """Whether a path as it is would be a pattern: nothing escapes these signs but percent-encoding."""
    return "*" in path or ":" in path
