"""The captures of a crawl in, where an address leads out: each hop with its status."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from archive.store import Archive

__all__ = ["Journey", "Journeys", "on_new_site", "same_page"]

LONGEST = 10
"""Hops after which a journey counts as endless; browsers give up at 20."""


@dataclass(frozen=True, slots=True)
class Journey:
    """Where one address leads."""

    requested: str
    hops: tuple[tuple[int | None, str], ...]
    """(status, address) of each answer, the last one included; status None: never answered."""

    @property
    def status(self) -> int | None:
        """Status of the last answer; None when there was none."""
        return self.hops[-1][0] if self.hops else None

    @property
    def url(self) -> str:
        """Address of the last answer."""
        return self.hops[-1][1] if self.hops else self.requested

    @property
    def arrives(self) -> bool:
        """Whether it ends at a page that answers 200."""
        return self.status == 200

    @property
    def redirects(self) -> tuple[int, ...]:
        """The statuses of its redirects, in order."""
        return tuple(status or 0 for status, _ in self.hops[:-1])


class Journeys:
    """Journeys over the latest capture of each address of an archive."""

    def __init__(self, archive: Archive) -> None:
        self._latest: dict[str, tuple[int | None, str | None]] = {}
        for url, status, to in archive.database.execute(
            "SELECT target_uri, status, redirect_url FROM captures ORDER BY warc_date, record_id"
        ):
            # 304: as it was before
            if status != 304 or url not in self._latest:
                self._latest[url] = (status, to)

    def of(self, url: str) -> Journey:
        """Where that address leads; a loop ends where it would begin again."""
        hops: list[tuple[int | None, str]] = []
        here = url
        while len(hops) < LONGEST and here not in {address for _, address in hops}:
            status, to = self._latest.get(here) or self._latest.get(_without_fragment(here), (None, None))
            hops.append((status, here))
            if to is None:
                return Journey(url, tuple(hops))
            here = to
        return Journey(url, (*hops, (None, here)))


def _without_fragment(url: str) -> str:
    return url.partition("#")[0]


def on_new_site(url: str, origin: str) -> str:
    """The same path and query on the new site.

    >>> on_new_site("http://old.example:80/a?b=1", "https://new.example")
    'https://new.example/a?b=1'
    """
    parts, new = urlsplit(url), urlsplit(origin)
    return urlunsplit((new.scheme, new.netloc, parts.path or "/", parts.query, ""))


def same_page(one: str, two: str) -> bool:
    """Whether two addresses are one page to a reader: fragment, slash at the end and index file do not count.

    >>> same_page("http://x/a/", "http://x/a/index.html")
    True
    """

    def key(url: str) -> tuple[str, str, str]:
        parts = urlsplit(url)
        path = parts.path.removesuffix("index.html").rstrip("/")
        return parts.netloc.lower(), path, parts.query

    return key(one) == key(two)
