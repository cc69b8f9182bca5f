"""Pages' words in, whether a page says 'not found' with status 200, or says what another page said, out.

A site that answers 200 to an address that cannot exist shows how its error page looks; each later page of that kind
of folder is compared with it. Words are compared as sets, digits left out, so that a date or the address itself on the
page makes no difference.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from crawler.links import is_bomb
from crawler.traps import directory_shape

__all__ = ["NotFoundPages", "Sketch", "needs_browser", "probe_address", "similarity", "sketch", "visible_words"]

SKETCH_SIZE = 192
"""Words kept of a page; the error of a comparison is about 1 / sqrt of this."""
SAME_TEXT = 0.9
"""Pages this much alike say the same."""
_MAXIMUM_CHARACTERS = 400_000
_PROBE_NAME = "oldface-no-such-page-"

_MOST_WAITING = 50
"""Pages of a kind of folder that are kept in mind while its probe is on its way; it goes before them, so few are."""
_LONGEST_ERROR_PAGE = 300_000
_MOST_ERROR_WORDS = 400
"""Different words; an article about a page not found has more, an error page with a whole menu has fewer."""
_TITLE = re.compile(r"<title[^>]{0,200}>([^<]{0,300})", re.IGNORECASE)
_NOT_FOUND = re.compile(
    r"\b404\b|\bnot\s+found\b|\bno\s+longer\s+(?:exists|available)\b|doesn.t\s+exist|\bintrouvable\b"
    r"|\bnicht\s+gefunden\b|\bno\s+(?:se\s+)?encontrad[ao]\b|\bn[ãa]o\s+encontrad[ao]\b|\bnon\s+trovat[ao]\b"
    r"|\bniet\s+gevonden\b|\bnie\s+znaleziono\b|не\s+найден|未找到|見つかりません",
    re.IGNORECASE,
)
Sketch = frozenset[int]
"""The SKETCH_SIZE smallest hashes of a page's words: a sample that any two pages draw alike."""


def visible_words(text: str) -> set[str]:
    """The words of an HTML page, scripts and styles left out, without those that have digits."""
    if is_bomb(text):
        return set()
    tree = LexborHTMLParser(text[:_MAXIMUM_CHARACTERS])
    tree.strip_tags(["script", "style", "noscript", "template"])
    body = tree.body
    words = body.text(deep=True, separator=" ").lower().split() if body is not None else []
    return {word for word in words if word.isalpha()}


def sketch(words: set[str]) -> Sketch:
    """The sample of a set of words that `similarity` compares."""
    return frozenset(sorted(zlib.crc32(word.encode("utf-8", "replace")) for word in words)[:SKETCH_SIZE])


def similarity(one: Sketch, other: Sketch) -> float:
    """How much of the words two pages share, 0 to 1 (Broder's estimate from bottom-k sketches); 0 for empty ones.

    >>> round(similarity(sketch({"a", "b", "c"}), sketch({"a", "b", "d"})), 2)
    0.5
    """
    if not one or not other:
        return 0.0
    union = frozenset(sorted(one | other)[:SKETCH_SIZE])
    return len(union & one & other) / len(union)


def probe_address(url: str, *, salt: str) -> str:
    """An address beside `url` that no site has, with the slash at its end that `url` has; the same for the same salt.

    >>> probe_address("http://blog.example/2011/06/vision", salt="1")
    'http://blog.example/2011/06/oldface-no-such-page-6b86b273ff'
    """
    parts = urlsplit(url)
    token = hashlib.sha256(salt.encode()).hexdigest()[:10]
    folder = parts.path.rstrip("/").rpartition("/")[0]
    slash = "/" if parts.path.endswith("/") and parts.path != "/" else ""
    return parts._replace(path=f"{folder}/{_PROBE_NAME}{token}{slash}", query="", fragment="").geturl()


@dataclass(slots=True)
class NotFoundPages:
    """How the kinds of folders of one crawl answer to addresses that cannot exist."""

    maximum_probes: int = 40
    """Probes of one crawl: each is a request that gives the archive nothing else."""
    _answers: dict[str, tuple[int, Sketch] | None] = field(default_factory=dict)
    """Kind of folder -> (characters, sketch) of its error page; None while it has not answered."""
    _targets: dict[str, str] = field(default_factory=dict)
    """Kind of folder -> where it redirects addresses that cannot exist."""
    _waiting: dict[str, list[tuple[str, int, Sketch]]] = field(default_factory=dict)
    """Kind of folder that has not answered yet -> (address, characters, sketch) of pages read meanwhile."""

    def next_probe(self, url: str, *, salt: str) -> str | None:
        """The probe to send before a page of this kind of folder, the first time; None after that."""
        shape = directory_shape(url)
        if shape in self._answers or len(self._answers) >= self.maximum_probes or _PROBE_NAME in url:
            return None
        self._answers[shape] = None
        return probe_address(url, salt=salt)

    def note_answer(self, probe: str, *, status: int, text: str) -> bool:
        """Tells what the probe got; True when the kind of folder has soft 404s."""
        self._answers[directory_shape(probe)] = (len(text), sketch(visible_words(text)))
        return 200 <= status < 300

    def is_soft_404(self, url: str, text: str) -> bool:
        """Whether a page with status 200 says what its folder says of addresses that do not exist, or says outright
        that it was not found."""
        if len(text) > _LONGEST_ERROR_PAGE:
            return False
        title = _TITLE.search(text)
        if title is not None and _NOT_FOUND.search(title[1]):
            return len(visible_words(text)) < _MOST_ERROR_WORDS
        shape = directory_shape(url)
        known = self._answers.get(shape)
        if known is None:
            if shape in self._answers and len(waiting := self._waiting.setdefault(shape, [])) < _MOST_WAITING:
                waiting.append((url, len(text), sketch(visible_words(text))))
            return False
        return _has_length_of(known, len(text)) and similarity(known[1], sketch(visible_words(text))) >= SAME_TEXT

    def take_late(self, probe: str) -> list[str]:
        """Addresses of pages that were read before the probe of their folder was answered, and are soft 404s by it."""
        shape = directory_shape(probe)
        known = self._answers.get(shape)
        waiting = self._waiting.pop(shape, [])
        if known is None:
            return []
        return [
            url
            for url, characters, drawn in waiting
            if _has_length_of(known, characters) and similarity(known[1], drawn) >= SAME_TEXT
        ]

    def note_redirect(self, probe: str, target: str) -> None:
        """Tells where a probe was redirected to; its folder will then not answer in any other way."""
        self._targets[directory_shape(probe)] = target
        self._waiting.pop(directory_shape(probe), None)

    def is_redirected_as_missing(self, url: str, target: str) -> bool:
        """Whether a page is redirected to where its folder redirects addresses that do not exist."""
        return self._targets.get(directory_shape(url)) == target

    def names_probe(self, url: str) -> bool:
        """Whether the address is a probe's."""
        return _PROBE_NAME in url


def _has_length_of(known: tuple[int, Sketch], characters: int) -> bool:
    """Whether a page is about as long as an error page: the same words with another address in them are."""
    return known[0] / 2 < characters < known[0] * 2


_SCRIPT = re.compile(r"<script\b", re.IGNORECASE)


def needs_browser(text: str) -> bool:
    """Whether a page has scripts and next to no text of its own: its words come only in a browser."""
    return len(text) < 500_000 and _SCRIPT.search(text) is not None and len(visible_words(text)) < 12
