"""Attempts in, lines of DIR/crawls/ID/crawl.log out, and back again.

The columns are those of Heritrix's crawl.log, so that what reads those reads ours: time of the line, status, bytes,
address, hop path, via, media type, worker, start and duration, digest, source tag, annotations. Statuses below zero
are Heritrix's for what is no HTTP status; kind and error are among the annotations.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, TYPE_CHECKING

from scrapy import signals

from crawler.crawl_signals import Attempt, attempt_logged
from crawler.warc_recorder import WarcRecorder

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

__all__ = ["FILENAME", "CrawlLog", "LogLine", "is_guess", "log_line", "read_log", "read_log_line"]

FILENAME = "crawl.log"
_log = logging.getLogger(__name__)

# Heritrix's FetchStatusCodes for what never became an HTTP status.
_CODES = {
    "unknownHost": -1,
    "connectionRefused": -2,
    "certificate": -2,
    "connectionLost": -3,
    "timeout": -4,
    "badResponse": -5,
    "robotsUnreachable": -61,
    "robotsTxt": -9998,
    "hostUnreachable": -50,
    "privateAddress": -5000,
}


@dataclass(frozen=True, slots=True)
class LogLine:
    """One attempt, as the log tells it."""

    at: datetime
    """When the answer was there, or the attempt given up; UTC."""
    status: int
    size_bytes: int
    url: str
    hop_path: str
    via: str | None
    mime: str | None
    fetch_ms: int | None
    payload_digest: str | None
    kind: str
    error: str | None
    annotations: tuple[str, ...] = ()


def log_line(attempt: Attempt) -> str:
    """The line, without its end.

    >>> from datetime import datetime, UTC
    >>> log_line(Attempt(datetime(2014, 2, 26, tzinfo=UTC), "http://a.example/", 200, None, 12, "", None, "page",
    ...                  "text/html", 5, "sha1:A"))
    '2014-02-26T00:00:00.005Z 200 12 http://a.example/ - - text/html #000 20140226000000000+5 sha1:A - kind:page'
    """
    status = attempt.status if attempt.status is not None else _CODES.get(attempt.error or "", -6)
    ended = attempt.at + timedelta(milliseconds=attempt.fetch_ms or 0)
    started = f"{attempt.at:%Y%m%d%H%M%S}{attempt.at.microsecond // 1000:03}"
    notes = [f"kind:{attempt.kind}", *([f"error:{attempt.error}"] if attempt.error else []), *attempt.annotations]
    fields = [
        f"{ended:%Y-%m-%dT%H:%M:%S}.{ended.microsecond // 1000:03}Z",
        str(status),
        str(attempt.size_bytes),
        attempt.url,
        attempt.hop_path or "-",
        attempt.via or "-",
        attempt.mime or "-",
        "#000",
        f"{started}+{attempt.fetch_ms}" if attempt.fetch_ms is not None else "-",
        attempt.payload_digest or "-",
        "-",
        ",".join(notes),
    ]
    return " ".join("".join(field.split()) or "-" for field in fields)


def read_log_line(line: str) -> LogLine | None:
    """The attempt of a line; None when it is no whole line (the process was killed in the middle of it)."""
    fields = line.split()
    if len(fields) != 12:
        return None
    notes = fields[11].split(",")
    named = dict(note.split(":", 1) for note in notes if note.startswith(("kind:", "error:")))
    duration = fields[8].partition("+")[2]
    try:
        return LogLine(
            at=datetime.strptime(fields[0], "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC),
            status=int(fields[1]),
            size_bytes=int(fields[2]),
            url=fields[3],
            hop_path="" if fields[4] == "-" else fields[4],
            via=None if fields[5] == "-" else fields[5],
            mime=None if fields[6] == "-" else fields[6],
            fetch_ms=int(duration) if duration.isdecimal() else None,
            payload_digest=None if fields[9] == "-" else fields[9],
            kind=named.get("kind", "page"),
            error=named.get("error"),
            annotations=tuple(note for note in notes if not note.startswith(("kind:", "error:"))),
        )
    except ValueError:
        return None


def is_guess(hop_path: str) -> bool:
    """Whether no page named the address: a well-known place that a site may lack without losing anything.

    >>> is_guess("I"), is_guess("LLXR"), is_guess("ILE"), is_guess("")
    (True, True, False, False)
    """
    return hop_path.rstrip("R").endswith(("I", "X"))


def read_log(path: Path) -> Iterator[LogLine]:
    """The attempts of a log file, in order; nothing when there is none."""
    if not path.exists():
        return
    with path.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            read = read_log_line(line) if line.endswith("\n") else None
            if read is not None:
                yield read


class CrawlLog:
    """Scrapy extension: writes a line for each attempt, as it happens."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._file: IO[str] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> CrawlLog:
        log = cls(crawler)
        crawler.signals.connect(log.write, signal=attempt_logged)
        crawler.signals.connect(log.close, signal=signals.spider_closed)
        return log

    def write(self, attempt: Attempt) -> None:
        """Appends the attempt's line; a full disk is the recorder's to tell, the log goes on without."""
        try:
            if self._file is None:
                self._file = self._open()
            self._file.write(log_line(attempt) + "\n")
        except OSError as error:
            _log.warning("The crawl log cannot be written: %s", error)

    def close(self) -> None:
        """Closes the file; an attempt after that opens it again."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _open(self) -> IO[str]:
        recorder = self._crawler.get_extension(WarcRecorder)
        if recorder is None:
            raise TypeError("the settings do not list crawler.warc_recorder.WarcRecorder in EXTENSIONS")
        path = recorder.crawl_folder / FILENAME
        is_torn = _ends_inside_a_line(path)
        file = path.open("a", encoding="utf-8", buffering=1)
        if is_torn:  # a killed run's last line: end it, so that it does not swallow ours
            file.write("\n")
        return file


def _ends_inside_a_line(path: Path) -> bool:
    if not path.exists() or path.stat().st_size == 0:
        return False
    with path.open("rb") as file:
        file.seek(-1, 2)
        return file.read(1) != b"\n"
