"""The one spider: seeds and oldface.toml in, requests out. What a page says is none of its business, what it names is.

scrapy crawl blog -a seeds=http://blog.example/ -a into=DIR
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self, cast

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Headers, HtmlResponse, Response, TextResponse
from scrapy.responsetypes import responsetypes

from archive.errors import BadPage
from archive.http_block import parse_media_type
from archive.model import Capture
from crawler.addresses import crawl_key
from crawler.admission import Admission, Admitted, Place
from crawler.configuration import Configuration, scope_of
from crawler.crawl_folder import apply_profile, configure_folder, scrapy_settings, split_seeds
from crawler.feeds import customary_feeds, next_feed_page, read_feed
from crawler.links import MAXIMUM_LINKS, FoundLink, LinkKind, find_css_links, find_html_links
from crawler.recrawl import CONDITIONS, Standing, conditional_headers, newest_first, standing_of
from crawler.repetition import RepeatedPages
from crawler.robots import robots_text
from crawler.sitemaps import SitemapEntry, read_sitemap, sitemaps_of_robots, well_known_sitemaps
from crawler.soft_404 import NotFoundPages, needs_browser
from crawler.traps import TrapWatch
from crawler.warc_recorder import WarcRecorder
from crawler.warc_replay import replay

__all__ = ["BlogSpider"]

_SEED_PRIORITY = 100
_DISCOVERY_PRIORITY = 50
_MAP_OF_KNOWN_PRIORITY = 110
_PROBE_PRIORITY = 60
_REQUISITE_PRIORITY = 10
_STANDING_PRIORITY = {Standing.UNKNOWN: 0, Standing.CHANGED: 5, Standing.UNCHANGED: -20}
"""Changed pages first, unchanged ones last: a crawl that is stopped has what is new."""
_MAXIMUM_CHARACTERS = 8_000_000
"""Of a page that are read for links: the longest real pages (a blog's whole year on one) have 3 million."""
_FEED_TYPES = ("rss", "atom", "rdf")


@dataclass(slots=True)
class _Knowledge:
    """What one crawl has learnt so far."""

    admission: Admission
    traps: TrapWatch
    not_found: NotFoundPages
    repeated: RepeatedPages


class BlogSpider(Spider):
    """Follows what pages in scope name, takes what they need, and bounds what has no end."""

    name = "blog"

    def __init__(self, configuration: Configuration, folder: Path, **kwargs: Any) -> None:  # Any: Scrapy's arguments
        super().__init__(**kwargs)
        self.configuration = configuration
        self.folder = folder
        self.knowledge: _Knowledge
        self._recorder: WarcRecorder
        self._origins: set[str] = set()
        self._is_recrawl = False

    @classmethod
    def from_crawler(
        cls,
        crawler: Crawler,
        seeds: str | Iterable[str] = "",
        into: str = "",
        changes: dict[str, Any] | None = None,  # Any: fields of Configuration
        **kwargs: Any,  # Any: Scrapy's arguments
    ) -> Self:
        """Reads oldface.toml, or writes it, and gives its values to Scrapy."""
        listed = split_seeds(seeds) if isinstance(seeds, str) else list(seeds)
        folder = Path(into or crawler.settings.get("OLDFACE_FOLDER") or "oldface-archive")
        configuration = configure_folder(folder, seeds=listed, changes=changes)
        configuration = apply_profile(configuration, folder, day=f"{datetime.now(UTC):%Y-%m-%d}")
        for name, value in scrapy_settings(configuration, folder).items():
            crawler.settings.set(name, value, priority="spider")
        spider = cls(configuration, folder, **kwargs)
        spider._set_crawler(crawler)
        crawler.signals.connect(spider.judge_redirect, signal=signals.request_scheduled)
        return spider

    # --- the beginning --------------------------------------------------------------------------------------------

    async def start(self) -> AsyncIterator[Request]:
        """Seeds first, then where a site usually says what it has, and at the end what only an earlier crawl had."""
        self._begin()
        for seed in self.configuration.seeds:
            yield self._request(Admitted(seed, crawl_key(seed), "page", "", "", _SEED_PRIORITY, "seed"), via=None)
        for seed in self.configuration.seeds:
            for request in self._discover(seed):
                yield request
        # only when all is read that names something: what is then not named is what no page names any more
        while self._recorder.frontier.has_unfinished():
            await self.crawler.signals.wait_for(signals.scheduler_empty)
        for request in self._revisit_known():
            yield request

    def _begin(self) -> None:
        recorder = self.crawler.get_extension(WarcRecorder) if self.crawler else None
        if recorder is None:
            raise TypeError("the settings do not list crawler.warc_recorder.WarcRecorder in EXTENSIONS")
        self._recorder = recorder
        self._is_recrawl = bool(recorder.frontier.known_addresses(limit=1))
        traps = TrapWatch(datetime.now(UTC).date())
        admission = Admission(scope_of(self.configuration), self.configuration, traps, recorder.frontier.skip)
        self.knowledge = _Knowledge(admission, traps, NotFoundPages(), RepeatedPages())
        for key, url, kind in recorder.frontier.addresses():
            if kind in ("page", "requisite", "feed"):
                admission.recall(key, url=url, kind=kind)

    def _discover(self, seed: str) -> Iterator[Request]:
        """The well-known places of a seed's site, asked for without a page that names them (hop I)."""
        if self.configuration.sitemaps:
            for address in well_known_sitemaps(seed):
                yield self._inferred(address, "sitemap", via=seed, relation="guess")
        if self.configuration.feeds:
            for address in customary_feeds(seed):
                yield self._inferred(address, "feed", via=seed, relation="guess")
        if self.configuration.has_requisites:
            yield self._inferred(_origin(seed) + "favicon.ico", "requisite", via=seed, relation="guess")

    def _inferred(self, url: str, kind: str, *, via: str, hop: str = "I", relation: str = "named") -> Request:
        # of a site that the archive has, the sitemaps come before its pages: they tell which of them are new
        is_map_of_known = kind == "sitemap" and self._is_recrawl
        priority = _MAP_OF_KNOWN_PRIORITY if is_map_of_known else _DISCOVERY_PRIORITY
        return self._request(Admitted(url, crawl_key(url), kind, hop, via, priority, relation), via=via)

    def _revisit_known(self) -> Iterator[Request]:
        """What an earlier crawl of this folder had and no page may name any more: so that gone pages are known gone."""
        for url in self._recorder.frontier.known_addresses():
            key = crawl_key(url)
            if self.knowledge.admission.is_ours(url) and not self.knowledge.admission.is_judged(url):
                self.knowledge.admission.recall(key, url=url, kind="page")
                yield self._request(Admitted(url, key, "page", "M", "", -50, "earlier crawl"), via=None)

    # --- requests -------------------------------------------------------------------------------------------------

    def _request(self, admitted: Admitted, *, via: str | None) -> Request:
        known = self._recorder.frontier.known(admitted.url)
        meta: dict[str, Any] = {  # Any: JSON
            "kind": admitted.kind,
            "hop_path": admitted.hop_path,
            "via": via,
            "crawl_key": admitted.crawl_key,
        }
        if admitted.relation in ("guess", "probe"):
            # a server that hangs up on what it does not have is not asked again and again, nor taken for gone
            meta["max_retry_times"] = 0
        return Request(
            admitted.url,
            callback=self.parse_probe if admitted.kind == "probe" else self.parse,
            headers=conditional_headers(known),
            priority=admitted.priority,
            meta=meta,
        )

    def _follow(self, links: Iterable[FoundLink], place: Place, *, met: list[str] | None = None) -> Iterator[Request]:
        """Requests for what is ours of these links; their addresses are added to `met`."""
        for admitted in self.knowledge.admission.admit(links, place):
            if met is not None:
                met.append(admitted.url)
            yield from self._probe_beside(admitted)
            yield self._request(admitted, via=place.url)

    def _probe_beside(self, admitted: Admitted) -> Iterator[Request]:
        """A request for what cannot exist beside a page of a kind of folder that is new."""
        if admitted.kind != "page" or not self.configuration.probe_soft_404:
            return
        url = admitted.url
        probe = self.knowledge.not_found.next_probe(url, salt=self._recorder.crawl_id)
        if probe is not None:
            yield self._request(Admitted(probe, probe, "probe", "X", url, _PROBE_PRIORITY, "probe"), via=url)

    def judge_redirect(self, request: Request) -> None:
        """Keeps a redirect that leaves the scope out of the frontier."""
        path = str(request.meta.get("hop_path") or "")
        if not path.endswith("R"):
            return
        admission = self.knowledge.admission
        kind, via = str(request.meta.get("kind", "page")), str(request.meta.get("via") or "")
        if not admission.follows_redirect(request.url, source=via, hop_path=path, kind=kind):
            raise IgnoreRequest(f"redirect out of scope: {request.url}")
        admission.note_fetched(request.url)
        self._compare_redirect(request, kind)
        # what the first hop asked by is the first hop's; the target may have a version of its own
        for name in CONDITIONS:
            request.headers.pop(name, None)
        request.headers.update(conditional_headers(self._recorder.frontier.known(request.url)))

    # --- responses ------------------------------------------------------------------------------------------------

    def parse(self, response: Response) -> Iterator[Request | Capture]:
        """What a response names."""
        kind, path = str(response.meta.get("kind", "page")), str(response.meta.get("hop_path") or "")
        capture = cast("Capture | None", response.meta.get("capture"))
        yield from self._read_robots(response)
        if response.status == 304:
            unchanged = self._archived(response.url, response.request)
            if unchanged is None:
                return
            response = unchanged
        elif not 200 <= response.status < 300:
            return
        response = _as_html(response)
        if kind == "sitemap":
            yield from self._read_sitemap(response)
        elif kind == "feed":
            yield from self._read_feed(response)
        elif _media_type(response) == "text/css":
            links = find_css_links(_text(response), url=response.url)
            yield from self._follow(links, Place(response.url, path, is_page=False))
        elif isinstance(response, HtmlResponse):
            yield from self._read_page(response, capture, is_page=kind == "page", path=path)
            if kind == "page" and capture is not None:
                yield capture
        elif kind == "page" and any(word in _media_type(response) for word in (*_FEED_TYPES, "xml")):
            yield from self._read_feed(response)

    def _read_page(
        self, response: HtmlResponse, capture: Capture | None, *, is_page: bool, path: str
    ) -> Iterator[Request]:
        if not is_page and not path.endswith("E"):
            return
        text = _text(response)
        place = Place(response.url, path, is_page=is_page)
        headers = capture.http_headers if capture is not None else ()
        links = find_html_links(text, url=response.url, charset=response.encoding, headers=headers)
        if is_page and self._is_soft_404(response.url, text):
            links = [link for link in links if link.kind is LinkKind.REQUISITE]
        digest = capture.payload_digest if capture is not None else None
        is_repeated = is_page and self.knowledge.repeated.is_same_payload(digest, len(response.body))
        if is_repeated:
            links = [link for link in links if link.kind is not LinkKind.PAGE]
        response.meta["outlinks"] = [[link.url, _letter(link), link.relation] for link in links]
        if len(links) >= MAXIMUM_LINKS or len(text) >= _MAXIMUM_CHARACTERS:
            self._recorder.frontier.note_problem(
                "page.too-large", f"Of the page only the first {len(links)} links were followed",
                "Look at it; list what is missing as seeds in oldface.toml.", response.url,
            )  # fmt: skip
        met: list[str] = []
        yield from self._follow(links, place, met=met)
        if is_page:
            self._watch_for_repetition(response.url, text, met, is_repeated=is_repeated)
            yield from self._load_in_browser(response, text, links)

    def _watch_for_repetition(self, url: str, text: str, met: list[str], *, is_repeated: bool) -> None:
        knowledge = self.knowledge
        is_barren = is_repeated or knowledge.repeated.leads_nowhere(url, text, new_addresses=met)
        trap = knowledge.traps.note_page(url, is_repeated=is_barren)
        if trap is not None:
            self._recorder.frontier.note_problem(
                f"trap.{trap.kind}",
                f"Addresses like {trap.shape} were closed: {trap.because}",
                "If they are real pages, add an include rule for them to oldface.toml and crawl again.",
                url,
            )

    def _load_in_browser(self, response: Response, text: str, links: list[FoundLink]) -> Iterator[Request]:
        """The page again, in a browser, where it needs one and there may be one; else a note that it does."""
        url, choice = response.url, self.configuration.browser
        is_empty = sum(link.kind is LinkKind.PAGE for link in links) < 3 and needs_browser(text)
        if choice == "always" or (choice == "empty" and is_empty):
            path = str(response.meta.get("hop_path") or "")
            meta = {"kind": "page", "hop_path": path, "via": response.meta.get("via"), "crawl_key": f"browser {url}"}
            yield Request(url, self.parse_rendered, meta={**meta, "browser": True}, priority=_REQUISITE_PRIORITY)
        elif is_empty:
            self._recorder.frontier.note_problem(
                "page.needs-browser",
                "The page has scripts and next to no text of its own",
                "Set discovery.browser to 'empty' in oldface.toml and crawl again (needs oldface[browser]).",
                url,
            )

    def parse_rendered(self, response: Response) -> Iterator[Request]:
        """What a page names once a browser has run its scripts; its HTML of then is kept as a resource record."""
        text = _text(response)
        self._recorder.write_resource(response.url, "text/html; charset=utf-8", text.encode("utf-8", "replace"))
        self._tell_what_was_done(response)
        links = find_html_links(text, url=response.url)
        response.meta["outlinks"] = [[link.url, _letter(link), link.relation] for link in links]
        yield from self._follow(links, Place(response.url, str(response.meta.get("hop_path") or ""), is_page=True))

    def _tell_what_was_done(self, response: Response) -> None:
        """Keeps beside a page of the browser what was clicked on it, and notes what of it could not be captured."""
        from crawler.browser import what_was_done

        done = what_was_done(response)
        self._recorder.write_metadata(response.url, done)
        sockets = [value for name, value in done if name == "webSocketNotCaptured"]
        if sockets:
            self._recorder.frontier.note_problem(
                "page.web-socket",
                f"It talks over a WebSocket, whose messages are not captured: {', '.join(dict.fromkeys(sockets))}",
                "Look at the page in the archive; what came that way (chats, counters, live comments) is missing.",
                response.url,
            )
        if ("moreLeft", "yes") in done:
            self._recorder.frontier.note_problem(
                "page.more-left",
                "The page promised more after as many clicks as one page is given",
                "Look for the address its script asks for in the crawl log, and list the rest as seeds.",
                response.url,
            )

    def _is_soft_404(self, url: str, text: str) -> bool:
        if not self.knowledge.not_found.is_soft_404(url, text):
            return False
        self._note_soft_404(url, "The page answers 200 and says what its folder says of addresses that do not exist")
        return True

    def parse_probe(self, response: Response) -> None:
        """What the site says of an address that cannot exist."""
        frontier, not_found = self._recorder.frontier, self.knowledge.not_found
        if not not_found.names_probe(response.url):
            return  # it was redirected, which was told then
        if not_found.note_answer(response.url, status=response.status, text=_text(response)):
            frontier.note_problem(
                "site.soft-404",
                "An address that cannot exist answers 200; pages of this folder that say the same are soft 404s",
                "Have the site answer 404, or look through the pages marked as soft 404.",
                response.url,
            )
        for url in not_found.take_late(response.url):
            self._note_soft_404(
                url, "The page answers 200 and says what its folder says of addresses that do not exist"
            )

    def _compare_redirect(self, request: Request, kind: str) -> None:
        """Learns where a site redirects what cannot exist, and tells of pages that are redirected there as well."""
        frontier, not_found = self._recorder.frontier, self.knowledge.not_found
        source = str((request.meta.get("redirect_urls") or [request.meta.get("via") or request.url])[0])
        target = crawl_key(request.url)
        if kind == "probe" and not not_found.names_probe(request.url):
            not_found.note_redirect(source, target)
            frontier.note_problem(
                "site.redirects-missing",
                f"An address that cannot exist is redirected to {request.url}",
                "Pages that went missing look like that page; a link to one is a dead link.",
                source,
            )
        elif kind == "page" and not_found.is_redirected_as_missing(source, target):
            self._note_soft_404(source, f"It is redirected to {request.url}, as addresses that do not exist are")

    def _note_soft_404(self, url: str, message: str) -> None:
        next_step = "Look at it; remove links to it before the move."
        self._recorder.frontier.note_problem("page.soft-404", message, next_step, url)

    def _read_robots(self, response: Response) -> Iterator[Request]:
        """The sitemaps that the robots.txt of a seed's origin names, once its robots.txt is known."""
        origin = response.urljoin("/")
        if origin in self._origins or not self.configuration.sitemaps:
            return
        self._origins.add(origin)
        if not any(origin == _origin(seed) for seed in self.knowledge.admission.scope.seeds):
            return
        robots = self._recorder.frontier.robots(origin.rstrip("/")) or self._recorder.frontier.robots(origin)
        if robots is not None:
            for address in sitemaps_of_robots(robots_text(robots[2]), url=origin + "robots.txt"):
                yield self._inferred(address, "sitemap", via=origin + "robots.txt")

    def _read_sitemap(self, response: Response) -> Iterator[Request]:
        try:
            sitemap = read_sitemap(response.body, url=response.url)
        except BadPage as error:
            self._note_unreadable("sitemap.unreadable", error, response.url)
            return
        if sitemap.form == "feed":
            yield from self._read_feed(response)
            return
        if sitemap.was_cut:
            self._recorder.frontier.note_problem(
                "sitemap.cut", f"The sitemap breaks off; {len(sitemap.entries)} of its addresses were read",
                "See the bytes in the WARC file; list what is missing as seeds in oldface.toml.", response.url,
            )  # fmt: skip
        path = str(response.meta.get("hop_path") or "I")
        for entry in newest_first(sitemap.entries):
            if entry.is_sitemap:
                if path.count("I") < 4:  # an index of an index of an index: the protocol allows none, sites have one
                    yield self._inferred(entry.url, "sitemap", via=response.url, hop=path + "I")
                continue
            yield from self._follow_entry(entry, Place(response.url, path, is_page=True))

    def _follow_entry(self, entry: SitemapEntry, place: Place) -> Iterator[Request]:
        """What a sitemap lists, sooner or later as its date says; unchanged pages not at all, where that is wanted."""
        standing = standing_of(entry.modified_on, self._recorder.frontier.known(entry.url))
        is_skipped = standing is Standing.UNCHANGED and self.configuration.skip_unchanged
        for admitted in self.knowledge.admission.admit([FoundLink(entry.url, LinkKind.PAGE, "sitemap")], place):
            kept = self._read_kept(admitted) if is_skipped else None
            if kept is None:
                priority = admitted.priority + _STANDING_PRIORITY[standing]
                yield from self._probe_beside(admitted)
                yield self._request(admitted._replace(priority=priority), via=place.url)
                continue
            detail = f"lastmod {entry.modified_on} in {place.url}"
            self._recorder.frontier.skip(admitted.url, "unchanged", detail, place.url)
            yield from kept
        images = [FoundLink(image, LinkKind.REQUISITE, "sitemap-image") for image in entry.images]
        yield from self._follow(images, place)

    def _read_kept(self, admitted: Admitted) -> Iterator[Request] | None:
        """What a page names that is not asked for again, as the archive has it; None when the archive cannot say."""
        request = Request(admitted.url, meta={"hop_path": admitted.hop_path})
        page = self._archived(admitted.url, request)
        if not isinstance(page, HtmlResponse):
            return None
        return self._read_page(page, None, is_page=True, path=admitted.hop_path)

    def _read_feed(self, response: Response) -> Iterator[Request]:
        try:
            feed = read_feed(response.body, url=response.url)
        except BadPage as error:
            self._note_unreadable("feed.unreadable", error, response.url)
            return
        kinds = {"enclosure": LinkKind.REQUISITE, "feed": LinkKind.FEED}
        links = [FoundLink(link.url, kinds.get(link.relation, LinkKind.PAGE), "feed-entry") for link in feed.links]
        path = str(response.meta.get("hop_path") or "I")
        is_news = any(link.kind is LinkKind.PAGE and not self.knowledge.admission.is_judged(link.url) for link in links)
        yield from self._follow(links, Place(response.url, path, is_page=True))
        following = next_feed_page(response.url, generator=feed.generator)
        if is_news and following is not None and feed.entry_count:
            yield self._inferred(following, "feed", via=response.url, hop=path + "X" if path.count("X") < 1 else path)

    def _note_unreadable(self, code: str, error: BadPage, url: str) -> None:
        self._recorder.frontier.note_problem(code, error.what, "Its bytes are in the WARC file all the same.", url)

    def _archived(self, url: str, request: Request | None) -> Response | None:
        """A page as the archive has it, for one that is not sent again; None where it cannot be had."""
        recorded = replay(self._recorder.frontier, self.folder / "warc", url)
        if recorded is None:
            return None
        headers = {name: value for name, value in recorded.headers if name.lower() == "content-type"}
        kind = responsetypes.from_args(headers=Headers(headers), url=url, body=recorded.payload)
        return kind(url, headers=headers, body=recorded.payload, request=request)


def _letter(link: FoundLink) -> str:
    return "E" if link.kind in (LinkKind.REQUISITE, LinkKind.FRAME) and link.relation != "document" else "L"


def _media_type(response: Response) -> str:
    value = response.headers.get("Content-Type") or b""
    return (parse_media_type(value.decode("latin-1"))[0] or "").partition(",")[0].strip()


def _as_html(response: Response) -> Response:
    """The response as HTML where its type says so twice ('text/html, text/html'), which Scrapy takes for no type."""
    if isinstance(response, HtmlResponse) or _media_type(response) != "text/html":
        return response
    headers = response.headers.copy()
    headers["Content-Type"] = (headers.get("Content-Type") or b"").rpartition(b",")[2].strip()
    return response.replace(cls=HtmlResponse, headers=headers)


def _text(response: Response) -> str:
    if isinstance(response, TextResponse):
        return response.text[:_MAXIMUM_CHARACTERS]
    return response.body[:_MAXIMUM_CHARACTERS].decode("utf-8", "replace")


def _origin(url: str) -> str:
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}/"
