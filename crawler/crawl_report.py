"""What an archivist signs out of a crawl: what was asked, got, refused, missing, and what to fix.

Values alone: `crawler/crawl_summary.py` makes them, `crawler/report_rendering.py` writes them for people and programs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from crawler.configuration import Configuration
from crawler.frontier import Counts

__all__ = [
    "BROKEN_OFF", "Advice", "Bucket", "CrawlFacts", "CrawlReport", "HostRow", "Miss", "Problem", "SkipRow", "Skipped",
    "TrapRow",
]  # fmt: skip

BROKEN_OFF = "cut: broken off"
"""Why of a `Miss` whose response the server ended before its end."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """An address that was known and not fetched."""

    url: str
    reason: str
    detail: str
    via: str | None


@dataclass(frozen=True, slots=True)
class Problem:
    """What a person should look at."""

    code: str
    message: str
    next_step: str
    url: str | None


@dataclass(frozen=True, slots=True)
class CrawlFacts:
    """What is known of a crawl beside its log."""

    crawl_id: str
    configuration: Configuration
    user_agent: str
    software: str
    finish_reason: str
    counts: Counts
    warc_files: tuple[str, ...] = ()
    """Names of the files it wrote, in order."""
    credential_origins: tuple[str, ...] = ()
    """Whom it gave a password or a key: their pages are not what every reader saw."""
    proxy: str = ""
    """The proxy it went through, without name and password; empty for none."""


@dataclass(slots=True)
class HostRow:
    """One host's part."""

    host: str
    responses: int = 0
    size_bytes: int = 0
    error_statuses: int = 0
    failures: int = 0
    tls_failures: int = 0
    """How many of the failures are handshakes that host and crawler did not agree in."""


@dataclass(slots=True)
class Bucket:
    """One column of the picture over time."""

    at: str
    responses: int = 0
    size_bytes: int = 0
    errors: int = 0


@dataclass(slots=True)
class Miss:
    """Something that was asked for and is not there."""

    url: str
    why: str
    via: str | None
    kind: str


@dataclass(slots=True)
class SkipRow:
    """All addresses left out for one reason."""

    reason: str
    means: str
    count: int = 0
    examples: list[Skipped] = field(default_factory=list)


@dataclass(slots=True)
class TrapRow:
    """All addresses left out for one trap."""

    kind: str
    shape: str
    because: str
    count: int = 0
    examples: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Advice:
    """One thing to fix."""

    what: str
    how: str


@dataclass(slots=True)
class CrawlReport:
    """The report; each list is ordered, and cut to what people read, with its whole length in `totals`."""

    crawl: dict[str, Any]  # Any: JSON
    totals: dict[str, int] = field(default_factory=dict)
    is_complete: bool = False
    by_status: list[tuple[str, int]] = field(default_factory=list)
    by_mime: list[tuple[str, int, int]] = field(default_factory=list)
    """(media type, responses, bytes)"""
    by_host: list[HostRow] = field(default_factory=list)
    over_time: list[Bucket] = field(default_factory=list)
    bucket_seconds: float = 0.0
    skipped: list[SkipRow] = field(default_factory=list)
    traps: list[TrapRow] = field(default_factory=list)
    missing_requisites: list[Miss] = field(default_factory=list)
    missing_pages: list[Miss] = field(default_factory=list)
    soft_404: list[str] = field(default_factory=list)
    truncated: list[Miss] = field(default_factory=list)
    changed_pages: list[str] = field(default_factory=list)
    """Pages that an earlier crawl has with another payload."""
    new_pages: list[str] = field(default_factory=list)
    """Pages that no earlier crawl has; empty where there was none."""
    problems: list[Problem] = field(default_factory=list)
    to_fix: list[Advice] = field(default_factory=list)
