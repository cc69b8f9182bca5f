"""A URL map in, a table for people and for link checkers out."""

from __future__ import annotations

import csv

from exports.bundle import Bundle
from exports.url_map import UrlMap

NAME = "csv"
DESCRIPTION = "redirects.csv for sign-off, Screaming Frog's list mode and any other tool"


def write(url_map: UrlMap, folder: Bundle, prefix: str) -> tuple[str, ...]:
    """redirects.csv with old_url, new_url, status, reason, evidence; problems.csv with what there is to decide."""
    with folder.text(f"{prefix}redirects.csv") as out:
        table = csv.writer(out, lineterminator="\n")
        table.writerow(["old_url", "new_url", "status", "reason", "evidence"])
        for entry in url_map.entries():
            table.writerow([entry.old_url, entry.new_url, entry.status, entry.reason, entry.evidence])
    with folder.text(f"{prefix}problems.csv") as out:
        table = csv.writer(out, lineterminator="\n")
        table.writerow(["problem", "old_url", "new_url", "message"])
        for problem in url_map.problems():
            table.writerow([problem.code, problem.old_url, problem.new_url, problem.message])
    return ()
