"""Pages of one crawl in, whether a page repeats what another one said out."""

from __future__ import annotations

from dataclasses import dataclass, field

from crawler.soft_404 import SAME_TEXT, Sketch, similarity, sketch, visible_words
from crawler.traps import path_shape

__all__ = ["RepeatedPages"]

_QUIET_PAGES = 4
"""Pages of a shape in a row that led to nothing new before their words are compared: comparing costs as much as
finding links, and a page that leads on is no trap."""
_PAUSE_PAGES = 24
"""Pages of a shape that are not compared after two in a row said different things: a trap says the same each time."""
_SMALLEST_BYTES = 2_048
"""Smaller pages (redirect stubs, framesets) are the same bytes in many folders, and lead to different places."""


@dataclass(slots=True)
class RepeatedPages:
    """What was seen; grows by two numbers a page."""

    _payloads: set[int] = field(default_factory=set)
    _quiet: dict[str, int] = field(default_factory=dict)
    _last: dict[str, Sketch] = field(default_factory=dict)
    """The page before, of shapes being compared."""

    def is_same_payload(self, payload_digest: str | None, size_bytes: int) -> bool:
        """Whether these very bytes came from another address before; the links on such a page are not followed, since
        relative ones would make up new addresses without end."""
        if payload_digest is None or size_bytes < _SMALLEST_BYTES:
            return False
        hashed = hash(payload_digest)
        if hashed in self._payloads:
            return True
        self._payloads.add(hashed)
        return False

    def leads_nowhere(self, url: str, text: str, *, new_addresses: list[str]) -> bool:
        """Whether the page says what the last one of its shape said, and names nothing new but more of that shape."""
        shape = path_shape(url)
        if any(path_shape(address) != shape for address in new_addresses):
            self._quiet[shape] = 0
            return False
        self._quiet[shape] = self._quiet.get(shape, 0) + 1
        if self._quiet[shape] <= _QUIET_PAGES:
            return False
        now = sketch(visible_words(text))
        before = self._last.get(shape)
        if before is None:
            self._last[shape] = now
            return False
        if similarity(before, now) >= SAME_TEXT:
            self._last[shape] = now
            return True
        del self._last[shape]
        self._quiet[shape] = -_PAUSE_PAGES
        return False
