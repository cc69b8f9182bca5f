"""A running crawl in, what a person wants to see of it out: a live display on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from collections import deque
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.table import Table
from rich.text import Text
from scrapy import signals
from scrapy.utils.asyncio import create_looping_call

from crawler.crawl_log import is_guess
from crawler.crawl_signals import Attempt, attempt_logged
from crawler.warc_recorder import WarcRecorder
from crawler.words import readable_bytes, readable_seconds

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

__all__ = ["Progress", "Reading", "describe_progress", "seconds_left"]

_WINDOW_SECONDS = 30.0
"""How far back rates are taken from."""
_LINE_SECONDS = 15.0
"""Between two plain lines."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How far the crawl was at one moment."""

    seconds: float
    """Since the beginning."""
    pages: int
    responses: int
    errors: int
    size_bytes: int
    queued: int


def seconds_left(readings: list[Reading]) -> float | None:
    """The time the queue will take as it shrank lately; None while it grows, for then nobody knows.

    >>> seconds_left([Reading(0, 0, 0, 0, 0, 100), Reading(10, 0, 20, 0, 0, 80)])
    40.0
    """
    if len(readings) < 2:
        return None
    first, last = readings[0], readings[-1]
    shrunk = first.queued - last.queued
    if shrunk <= 0 or last.seconds <= first.seconds:
        return None
    return last.queued * (last.seconds - first.seconds) / shrunk


def describe_progress(readings: list[Reading]) -> list[tuple[str, str]]:
    """(label, value) of what the display shows, from the readings of the last seconds."""
    if not readings:
        return []
    first, last = readings[0], readings[-1]
    seconds = last.seconds - first.seconds
    rate = (last.responses - first.responses) / seconds if seconds > 0 else 0.0
    left = seconds_left(readings)
    return [
        ("pages", f"{last.pages:,}"),
        ("responses", f"{last.responses:,} ({rate:.1f}/s)"),
        ("queue", f"{last.queued:,}"),
        ("received", readable_bytes(last.size_bytes)),
        ("errors", f"{last.errors:,}"),
        ("time", readable_seconds(last.seconds)),
        ("left", f"about {readable_seconds(left)}" if left is not None else "not known yet"),
    ]


class Progress:
    """Scrapy extension: shows the crawl on stderr while OLDFACE_PROGRESS is on."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._console = Console(stderr=True)
        self._live: Live | None = None
        self._readings: deque[Reading] = deque()
        self._began = monotonic()
        self._pages = self._responses = self._errors = self._bytes = 0
        self._address = ""
        self._queued = 0
        self._counted_at = 0.0
        self._line_at = 0.0
        self._loop = create_looping_call(self._tick)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Progress:
        progress = cls(crawler)
        if crawler.settings.getbool("OLDFACE_PROGRESS"):
            crawler.signals.connect(progress.begin, signal=signals.spider_opened)
            crawler.signals.connect(progress.note, signal=attempt_logged)
            crawler.signals.connect(progress.end, signal=signals.spider_closed)
        return progress

    def begin(self) -> None:
        """Starts the display."""
        self._began = monotonic()
        if self._console.is_terminal:
            self._live = Live(console=self._console, auto_refresh=False, transient=True)
            self._live.start()
        self._loop.start(0.5, now=False)

    def note(self, attempt: Attempt) -> None:
        """Counts an attempt."""
        status = attempt.status or 0
        self._responses += status > 0
        self._pages += attempt.kind == "page" and status == 200 and "html" in (attempt.mime or "")
        self._errors += status == 0 or (status >= 400 and not is_guess(attempt.hop_path))
        self._bytes += attempt.size_bytes
        self._address = attempt.url

    def end(self) -> None:
        """Ends the display, with a last line where there is no terminal."""
        if self._loop.running:
            self._loop.stop()
        if self._live is not None:
            self._live.stop()
        else:
            self._read(at_once=True)
            self._print_line()

    def _tick(self) -> None:
        self._read()
        if self._live is not None:
            self._live.update(self._draw(), refresh=True)
        elif monotonic() - self._line_at >= _LINE_SECONDS:
            self._print_line()

    def _read(self, *, at_once: bool = False) -> None:
        recorder = self._crawler.get_extension(WarcRecorder)
        now = monotonic()
        # counting walks the queue's index: often while it is short, seldom when it is long
        pause = 1.0 if self._queued < 20_000 else 10.0
        if recorder is not None and (at_once or now - self._counted_at >= pause):
            self._queued, self._counted_at = recorder.frontier.counts().unfinished, now
        seconds = now - self._began
        self._readings.append(Reading(seconds, self._pages, self._responses, self._errors, self._bytes, self._queued))
        while self._readings[0].seconds < seconds - _WINDOW_SECONDS:
            self._readings.popleft()

    def _print_line(self) -> None:
        self._line_at = monotonic()
        words = ", ".join(f"{label} {value}" for label, value in describe_progress(list(self._readings)))
        sys.stderr.write(f"oldface: {words}\n")
        sys.stderr.flush()

    def _draw(self) -> RenderableType:
        facts = describe_progress(list(self._readings))
        table = Table.grid(padding=(0, 3))
        for _ in facts:
            table.add_column()
        table.add_row(*(Text(label, style="dim") for label, _ in facts))
        table.add_row(*(Text(value, style="bold") for _, value in facts))
        width = max(self._console.width - 2, 20)
        address = self._address if len(self._address) <= width else f"{self._address[: width - 1]}…"
        return Group(table, Text(address, style="dim", no_wrap=True))
