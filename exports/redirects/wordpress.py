"""A URL map in, a CSV for WordPress's Redirection plugin out."""

from __future__ import annotations

import csv

from exports.bundle import Bundle
from exports.redirects import encoded_source, one_per_path
from exports.url_map import UrlMap

NAME = "wordpress"
DESCRIPTION = "CSV for the import of WordPress's Redirection plugin"


def write(url_map: UrlMap, folder: Bundle, prefix: str) -> tuple[str, ...]:
    """redirection.csv: source, target, regex (0), HTTP code."""
    warnings: list[str] = []
    with folder.text(f"{prefix}redirection.csv") as out:
        table = csv.writer(out, lineterminator="\n")
        table.writerow(["source", "target", "regex", "code"])
        for entry in one_per_path(url_map, warnings):
            table.writerow([encoded_source(entry), entry.new_url, 0, entry.status])
    return tuple(warnings)
