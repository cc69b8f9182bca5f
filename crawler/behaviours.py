"""A page open in the browser in, the same page with what a reader would make it show out: scrolled through, and opened
where it says "load more". Everything is bounded, and what was done is told.

A page of today keeps its pictures until they are scrolled to and its comments until somebody asks for them. The player
of the recording cannot ask a server that is gone, so the crawl must.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.async_api import Frame, Page

__all__ = ["Behaved", "PageWatch", "behave"]

_log = logging.getLogger(__name__)

_QUIET_SECONDS = 0.5
"""A page that asks for nothing for so long is at rest; what browsers' own tools call 'network idle'."""
_LONGEST_REST_SECONDS = 10.0
"""How long is waited for one rest; a page that polls a server has none."""
_LONGEST_SECONDS = 90.0
"""For all that is done to one page."""
_MOST_CLICKS = 25
"""Clicks on one page: 25 times 20 comments are most discussions; what is left is told."""
_MOST_REQUESTS = 1_000
"""Requests of one page after which nothing more is clicked."""

_MOST_PIXELS = 60_000
_MOST_SCROLL_MILLISECONDS = 15_000


@cache
def _script(name: str) -> str:
    """A function in JavaScript that a page evaluates, from crawler/page_scripts."""
    return resources.files("crawler").joinpath("page_scripts", name).read_text(encoding="utf-8")


@dataclass(slots=True)
class PageWatch:
    """What one page asks for, and whether it is at rest. Told by whoever answers its requests."""

    requests: int = 0
    """Requests so far."""
    in_flight: int = 0
    last_at: float = field(default_factory=monotonic)
    """monotonic() of the last beginning or end of a request."""
    sockets: list[str] = field(default_factory=list)
    """Addresses of the WebSockets it opened, in order."""
    is_loaded: bool = False
    """Whether it has come to rest once: from then on it may not go elsewhere."""

    def begin(self) -> None:
        self.requests += 1
        self.in_flight += 1
        self.last_at = monotonic()

    def end(self) -> None:
        self.in_flight -= 1
        self.last_at = monotonic()

    async def rest(self, longest_seconds: float = _LONGEST_REST_SECONDS) -> bool:
        """Waits until nothing is asked for; False when it did not come to that in time."""
        end = monotonic() + longest_seconds
        self.last_at = monotonic()
        while monotonic() < end:
            if self.in_flight == 0 and monotonic() - self.last_at >= _QUIET_SECONDS:
                return True
            await asyncio.sleep(0.1)
        return False


@dataclass(slots=True)
class Behaved:
    """What was done to a page."""

    scrolled_pixels: int = 0
    clicked: list[str] = field(default_factory=list)
    """Labels of what was clicked, in order, each as often as it was."""
    is_more_left: bool = False
    """Whether a bound ended it while there was still something to click."""

    def fields(self, sockets: Sequence[str]) -> list[tuple[str, str]]:
        """As warc-fields, with the WebSockets whose frames are not captured."""
        return [
            ("scrolledPixels", str(self.scrolled_pixels)),
            *(("clicked", label) for label in self.clicked),
            *((("moreLeft", "yes"),) if self.is_more_left else ()),
            *(("webSocketNotCaptured", address) for address in sockets),
        ]


async def behave(page: Page, watch: PageWatch, *, has_clicks: bool) -> Behaved:
    """Waits for the page, scrolls through it, clicks what promises more, and scrolls through what that brought."""
    from playwright.async_api import Error

    behaved, end = Behaved(), monotonic() + _LONGEST_SECONDS
    try:
        await watch.rest()
        watch.is_loaded = True
        await _scroll(page, watch, behaved)
        while has_clicks and (label := await _click(page)) is not None:
            behaved.clicked.append(label)
            await watch.rest()
            if len(behaved.clicked) >= _MOST_CLICKS or monotonic() > end or watch.requests > _MOST_REQUESTS:
                behaved.is_more_left = True
                break
        if behaved.clicked:
            await _scroll(page, watch, behaved)
    except Error as error:  # the page is closed, or its scripts fight back: it is taken as it is
        _log.debug("%s did not bear with us: %s", page.url, error)
    return behaved


async def _scroll(page: Page, watch: PageWatch, behaved: Behaved) -> None:
    pixels = await page.evaluate(_script("scroll.js"), [_MOST_PIXELS, _MOST_SCROLL_MILLISECONDS])
    behaved.scrolled_pixels = max(behaved.scrolled_pixels, int(pixels or 0))
    await watch.rest()


async def _click(page: Page) -> str | None:
    """Clicks one thing in the page or one of its frames (comments often live in one); its label, None for nothing."""
    for frame in page.frames:
        label = await _click_in(frame)
        if label is not None:
            return label
    return None


async def _click_in(frame: Frame) -> str | None:
    from playwright.async_api import Error

    try:
        label = await frame.evaluate(_script("click.js"))
    except Error as error:  # a frame that went away meanwhile
        _log.debug("%s could not be clicked in: %s", frame.url, error)
        return None
    return str(label) if label else None
