"""Articles in, the map from old addresses to new ones out, for servers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from exports.bundle import Bundle
from exports.formats import Option
from exports.losses import Field, Loss
from exports.redirects import write_redirects
from exports.selection import Selection

NAME = "redirects"
DESCRIPTION = "Redirects from every old address: CSV and nginx map; 'oldface urls' writes more servers"
LOSSES: Mapping[Field, str] = {}
OPTIONS = (Option("servers", "Comma-separated: csv, nginx, apache, netlify, … or all.", "csv,nginx"),)


def write(archive: Selection, folder: Bundle, *, servers: str = "csv,nginx") -> None:
    """A folder a server."""
    names = () if servers == "all" else tuple(name.strip() for name in servers.split(",") if name.strip())
    write_redirects(archive.urls, folder, names=names)


def preflight(archive: Selection, **_options: object) -> Iterator[Loss]:
    """What there is to decide before the map is complete."""
    for problem in archive.urls.problems():
        yield Loss("undecided", problem.code, problem.old_url, problem.message)
