"""Links a page names in, the requests that come of them out; what is left out is told, with the reason.

This is where scope, limits and traps meet. Each address is judged once in a crawl.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from crawler.addresses import crawl_key
from crawler.configuration import Configuration
from crawler.links import FoundLink, LinkKind
from crawler.scope import Scope, decide
from crawler.traps import TrapWatch

__all__ = ["Admission", "Admitted", "Place", "SkipNote"]

SkipNote = Callable[[str, str, str, str | None], None]
"""Told (url, reason, detail, via) of each address that is left out."""

_MAXIMUM_EMBEDS = 3
"""Embeds within embeds (a frame's style sheet's font): Heritrix follows 2; style sheets import one another."""
_REQUISITE_PRIORITY = 10
"""A page's images come before the next page, so that a crawl stopped early has whole pages."""


class Place(NamedTuple):
    """Where a link stands."""

    url: str
    hop_path: str
    is_page: bool
    """False for a requisite, whose own requisites alone are wanted."""


class Admitted(NamedTuple):
    """An address to ask for."""

    url: str
    crawl_key: str
    kind: str
    """page, requisite or feed"""
    hop_path: str
    via: str
    priority: int
    relation: str


class Admission:
    """Decides on each link of a crawl once."""

    def __init__(
        self,
        scope: Scope,
        configuration: Configuration,
        watch: TrapWatch,
        note_skip: SkipNote,
        *,
        pages_so_far: int = 0,
    ) -> None:
        self.scope = scope
        self._configuration = configuration
        self._watch = watch
        self._note_skip = note_skip
        self._pages = pages_so_far
        # hashes of crawl keys: 100,000 addresses take 8 MB, the strings would take 20
        self._judged: set[int] = set()
        self._left_out: set[int] = set()  # as pages; a page may yet name them as something it needs

    def recall(self, key: str, *, url: str, kind: str) -> None:
        """Tells of an address that an earlier run of this crawl queued."""
        self._judged.add(hash(key))
        if kind == "requisite":
            self._watch.judge_requisite(url)
        else:
            self._watch.judge(url)
            self._pages += kind == "page"

    def note_fetched(self, url: str) -> None:
        """Tells that an address is fetched without having been admitted: by a redirect, or by the browser."""
        self._judged.add(hash(crawl_key(url)))

    def is_ours(self, url: str) -> bool:
        """Whether a page of this address is in scope."""
        return decide(self.scope, url).is_in

    def is_judged(self, url: str) -> bool:
        """Whether the address was met before."""
        return hash(crawl_key(url)) in self._judged

    def admit(self, links: Iterable[FoundLink], place: Place) -> Iterator[Admitted]:
        """What to ask for of these links, in order."""
        for link in links:
            key = crawl_key(link.url)
            hashed = hash(key)
            if hashed in self._judged or (link.kind is LinkKind.PAGE and hashed in self._left_out):
                continue
            admitted = self._judge(link, key, place)
            if admitted is None and link.kind is LinkKind.PAGE:
                self._left_out.add(hashed)
                continue
            self._judged.add(hashed)
            if admitted is not None:
                yield admitted

    def _judge(self, link: FoundLink, key: str, place: Place) -> Admitted | None:
        kind, letter = self._read_kind(link, place)
        if kind == "requisite":
            return self._judge_requisite(link, key, place, letter)
        if not place.is_page:
            return None
        is_far_feed = kind == "feed" and link.relation == "feed"
        decision = decide(
            self.scope, link.url, is_requisite=is_far_feed,
            rendition_of=place.url if link.kind in (LinkKind.RENDITION, LinkKind.FEED) else None,
        )  # fmt: skip
        if not decision.is_in:
            self._note_skip(link.url, decision.reason, decision.because, place.url)
            return None
        limit = self._find_limit(place, kind)
        if limit is not None:
            self._note_skip(link.url, *limit, place.url)
            return None
        # what a person included by a rule is no trap, whatever it looks like
        trap = self._watch.judge(link.url) if decision.reason != "include" else None
        if trap is not None:
            reason = "duplicate" if trap.kind in ("query-order", "action") else "trap"
            self._note_skip(link.url, reason, f"{trap.kind}: {trap.because}", place.url)
            return None
        self._pages += kind == "page"
        path = place.hop_path + letter
        # nearer to the seed first, so that articles come before what a calendar goes on with
        priority = -path.count("L") + (1 if link.kind is LinkKind.RENDITION else 0)
        return Admitted(link.url, key, kind, path, place.url, priority, link.relation)

    def _read_kind(self, link: FoundLink, place: Place) -> tuple[str, str]:
        """Kind of the request and the hop's letter."""
        if link.kind is LinkKind.REQUISITE:
            return "requisite", "L" if link.relation == "document" else "E"
        if link.kind is LinkKind.FRAME:
            is_ours = place.is_page and decide(self.scope, link.url).is_in
            return ("page" if is_ours else "requisite"), "E"
        return ("feed" if link.kind is LinkKind.FEED else "page"), "L"

    def _judge_requisite(self, link: FoundLink, key: str, place: Place, letter: str) -> Admitted | None:
        if not self._configuration.has_requisites:
            self._note_skip(link.url, "requisitesOff", "scope.requisites is false in oldface.toml", place.url)
            return None
        if not place.is_page and letter == "L":
            return None
        embeds = len(place.hop_path) - len(place.hop_path.rstrip("E"))
        if embeds >= _MAXIMUM_EMBEDS:
            self._note_skip(link.url, "hopLimit", f"more than {_MAXIMUM_EMBEDS} embeds within one another", place.url)
            return None
        decision = decide(self.scope, link.url, is_requisite=True)
        if not decision.is_in:
            self._note_skip(link.url, decision.reason, decision.because, place.url)
            return None
        trap = self._watch.judge_requisite(link.url)
        if trap is not None:
            self._note_skip(link.url, "trap", f"{trap.kind}: {trap.because}", place.url)
            return None
        return Admitted(
            link.url, key, "requisite", place.hop_path + letter, place.url, _REQUISITE_PRIORITY, link.relation
        )

    def _find_limit(self, place: Place, kind: str) -> tuple[str, str] | None:
        """(reason, detail) of the limit that is reached; None when none is."""
        limit = self._configuration.page_limit
        if limit and kind == "page" and self._pages >= limit:
            return "pageLimit", f"scope.page_limit of oldface.toml is {limit}"
        depth = self._configuration.depth_limit
        if depth and place.hop_path.count("L") + 1 > depth:
            return "hopLimit", f"scope.depth_limit of oldface.toml is {depth}"
        return None

    def follows_redirect(self, target: str, *, source: str, hop_path: str, kind: str) -> bool:
        """Whether a redirect may be followed; the address is left out, with the reason, when not.

        A seed that redirects moves the scope with it: http to https, the bare host to www, a blog to its new place.
        """
        if kind in ("requisite", "robots", "sitemap", "feed"):
            decision = decide(self.scope, target, is_requisite=True)
        else:
            if not hop_path.strip("R"):
                self.scope = Scope(self.scope.type, (*self.scope.seeds, target), self.scope.include, self.scope.exclude)
            decision = decide(self.scope, target, rendition_of=source)
        if not decision.is_in:
            self._note_skip(target, "redirectToExcluded", f"redirect of {source}; {decision.because}", source)
        return decision.is_in
