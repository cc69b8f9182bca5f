"""A request in, the headers its very origin was given out: secrets go nowhere else, whatever a redirect says."""

from __future__ import annotations

import base64
import json
import netrc
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy import Request

from archive.errors import BadConfiguration
from crawler.address_guard import origin_of
from crawler.request_rows import mark_secret

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

__all__ = ["OriginCredentials", "credentials_from_file", "credentials_of"]


def credentials_of(text: str) -> dict[str, dict[str, str]]:
    """Origin -> headers, from JSON; empty for no text.

    Raises `BadConfiguration` for what is not an object of objects of strings, without repeating any of it.

    >>> credentials_of('{"https://a.example": {"Authorization": "Basic eA=="}}')
    {'https://a.example': {'Authorization': 'Basic eA=='}}
    """
    try:
        found = json.loads(text or "{}")
        return {str(origin): {str(k): str(v) for k, v in headers.items()} for origin, headers in found.items()}
    except (ValueError, AttributeError):
        raise BadConfiguration(
            "OLDFACE_CREDENTIALS is not what it should be",
            next_step='Give JSON such as {"https://blog.example": {"Authorization": "Basic …"}}.',
        ) from None  # the cause would print the secret


def credentials_from_file(path: Path, *, seeds: Iterable[str]) -> dict[str, dict[str, str]]:
    """Origin -> headers, from a file in the form of OLDFACE_CREDENTIALS, or a netrc file.

    A netrc file names hosts without scheme and port; its names and passwords are for the seeds on these hosts, and
    become Basic authorization (RFC 7617). Raises `BadConfiguration`, without repeating any of it, for what cannot be
    read, for a file that others may read, and for a netrc file that knows none of the seeds.
    """
    try:
        if os.name == "posix" and path.stat().st_mode & 0o077:
            raise BadConfiguration(
                "Others may read the file with the credentials", where=str(path),
                next_step=f"Make it your own: chmod 600 {path}",
            )  # fmt: skip
        text = path.read_text(encoding="utf-8")
        if text.lstrip().startswith("{"):
            return credentials_of(text)
        entries = netrc.netrc(str(path))
    except (OSError, UnicodeDecodeError, netrc.NetrcParseError):
        raise BadConfiguration(
            "The file with the credentials cannot be read", where=str(path),
            next_step='Give JSON such as {"https://blog.example": {"Authorization": "Basic …"}}, or a netrc file.',
        ) from None  # fmt: skip  # the cause may print a line of it
    found: dict[str, dict[str, str]] = {}
    for seed in seeds:
        parts = urlsplit(seed)
        entry = entries.hosts.get(parts.hostname or "")  # not the default entry: that is for everybody
        if entry is not None:
            pair = base64.b64encode(f"{entry[0]}:{entry[2]}".encode()).decode("ascii")
            found[f"{parts.scheme}://{parts.netloc}"] = {"Authorization": f"Basic {pair}"}
    if not found:
        raise BadConfiguration(
            "The file with the credentials names none of the seeds' hosts", where=str(path),
            next_step="Add a line: machine HOST login NAME password PASSWORD.",
        )  # fmt: skip
    return found


class OriginCredentials:
    """Downloader middleware for OLDFACE_CREDENTIALS: an origin is scheme, host and port (RFC 6454)."""

    def __init__(self, credentials: dict[str, dict[str, str]]) -> None:
        self._headers = {_origin(url): dict(headers) for url, headers in credentials.items()}
        self._names = {name for headers in self._headers.values() for name in headers}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> OriginCredentials:
        return cls(crawler.settings.getdict("OLDFACE_CREDENTIALS"))

    def process_request(self, request: Request) -> None:
        """Takes away what another origin was given (a redirected request has it), puts on what this one was."""
        for name in self._names:
            request.headers.pop(name, None)
        for name, value in self._headers.get(_origin(request.url), {}).items():
            request.headers[name] = value
            mark_secret(request, name)


def _origin(url: str) -> tuple[str, str, int]:
    return (urlsplit(url).scheme, *origin_of(url))
