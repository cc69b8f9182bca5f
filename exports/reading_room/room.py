"""The reading room as a Datasette plugin: routes, safe headers, and one function from a request to a page or JSON."""

from __future__ import annotations

import asyncio
import dataclasses
import mimetypes
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from archive.cite import citation
from archive.errors import NotFound, OldfaceError
from archive.store import Archive, CaptureRecord
from archive.store.versions import capture_of
from exports.reading_room import questions
from exports.reading_room.chart import bars, without_gaps
from exports.reading_room.comparing import comparison
from exports.reading_room.safe_html import addresses_in, safe_html
from exports.reading_room.searching import search_page

__all__ = ["Room"]

Answer = dict[str, Any]  # Any: JSON values, whatever the page shows
OUR_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; frame-src {frames}; connect-src 'none'"
)
# Datasette's own pages carry inline scripts and styles; archived text in them is escaped by its templates.
DATASETTE_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_SHOWN_IMAGES = {"image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "image/bmp", "image/x-icon"}


@dataclass(frozen=True, slots=True)
class _View:
    """One kind of page: its route, template, and the question it answers."""

    route: str
    template: str
    answer: Callable[[Room, Archive, Request], Answer]


class Room:
    """The plugin of one archive folder."""

    __name__ = "exports.reading_room"

    def __init__(self, folder: Path, *, replay: str | None = None) -> None:
        self.folder = folder
        self.replay = replay
        """Prefix of replay addresses; None when nothing replays."""

    @contextmanager
    def archive(self) -> Iterator[Archive]:
        """The archive, open for reading in this thread."""
        with Archive(self.folder) as archive:
            yield archive

    @hookimpl
    def register_routes(self) -> list[tuple[str, Callable[..., Any]]]:  # Any: Datasette's view contract
        """Our pages; each answers JSON under the same address with .json at the end."""
        routes: list[tuple[str, Callable[..., Any]]] = []  # Any: as above
        for view in _VIEWS:
            routes.append((view.route.replace("$", r"(?P<as_json>\.json)?$"), self._page(view)))
        routes.append((r"^/room/(?P<time>\d{4,14})/(?P<url>.+)$", self._memento))
        routes.append((r"^/asset/(?P<number>\d+)$", self._asset))
        routes.append((r"^/report/(?P<name>[^/]+)$", self._report))
        routes.append((r"^/record/(?P<number>\d+)$", self._record))
        return routes

    @hookimpl
    def extra_template_vars(self, request: Request | None) -> dict[str, object]:
        """What every template may use."""
        return {
            "room_replay": self.replay,
            "room_version": version("oldface"),
            "number": "{:,}".format,
        }

    @hookimpl
    def asgi_wrapper(self) -> Callable[..., Any]:  # Any: ASGI
        """Safe headers on every answer, Datasette's own included."""

        def wrap(app: Callable[..., Any]) -> Callable[..., Any]:  # Any: ASGI
            async def wrapped(scope: Any, receive: Any, send: Any) -> None:  # Any: ASGI
                async def send_safely(message: Any) -> None:  # Any: ASGI
                    if message["type"] == "http.response.start":
                        message = {**message, "headers": _safe_headers(message["headers"])}
                    await send(message)

                await app(scope, receive, send_safely if scope["type"] == "http" else send)

            return wrapped

        return wrap

    def _page(self, view: _View) -> Callable[..., Any]:  # Any: Datasette's view contract
        async def page(request: Request, datasette: Datasette) -> Response:
            as_json = bool(request.url_vars.get("as_json"))
            status = 200
            try:
                answer, template = await asyncio.to_thread(self._answer, view, request), view.template
            except OldfaceError as error:
                status = 404 if isinstance(error, NotFound) else 400
                step = _NOT_FOUND if isinstance(error, NotFound) else error.next_step
                answer, template = {"error": error.what, "next_step": step}, "room_error.html"
            if as_json:
                return Response.json(answer, default=_plain, status=status)
            answer["json_address"] = _json_address(request)
            answer["here"] = request.path
            body = await datasette.render_template(template, answer, request=request)
            return Response.html(body, status=status, headers={"content-security-policy": self._policy()})

        return page

    def _answer(self, view: _View, request: Request) -> Answer:
        with self.archive() as archive:
            return view.answer(self, archive, request)

    def _policy(self) -> str:
        return OUR_POLICY.format(frames=self.replay or "'none'")

    async def _memento(self, request: Request) -> Response:
        """The permanent address of a capture, as citations print it: to its replay, or to its record."""
        url, time = request.url_vars["url"], request.url_vars["time"]
        if request.query_string:
            url += f"?{request.query_string}"

        def find() -> CaptureRecord:
            with self.archive() as archive:
                return capture_of(archive, url, at=time)

        try:
            capture = await asyncio.to_thread(find)
        except OldfaceError as error:
            return Response.text(str(error), status=404)
        replay = f"{self.replay}{capture.timestamp14}/{capture.target_uri}" if self.replay else None
        return Response.redirect(replay or f"/capture/{capture.id}")

    async def _asset(self, request: Request) -> Response:
        """A captured image, or another file as a download: never as a page of this origin."""
        number = int(request.url_vars["number"])

        def read() -> tuple[bytes, str]:
            with self.archive() as archive:
                return archive.payload(number), archive.capture(number).mime or "application/octet-stream"

        try:
            payload, mime = await asyncio.to_thread(read)
        except OldfaceError as error:
            return Response.text(str(error), status=404)
        headers = {"content-security-policy": "default-src 'none'; sandbox", "cache-control": "max-age=3600"}
        if mime not in _SHOWN_IMAGES:
            extension = mimetypes.guess_extension(mime) or ".bin"
            headers["content-disposition"] = f'attachment; filename="capture-{number}{extension}"'
            mime = "application/octet-stream"
        return Response(payload, headers=headers, content_type=mime)

    async def _report(self, request: Request) -> Response:
        """A crawl's own report, without scripts."""
        name = request.url_vars["name"]
        path = (self.folder / "crawls" / name / "report.html").resolve()
        if not re.fullmatch(r"[\w.:+-]+", name) or name.startswith(".") or not path.is_file():
            return Response.text("There is no such report.", status=404)
        policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
        return Response.html(path.read_text(encoding="utf-8"), headers={"content-security-policy": policy})

    async def _record(self, request: Request) -> Response:
        """The payload of a capture as plain text, to read and not to run."""
        number = int(request.url_vars["number"])

        def read() -> bytes:
            with self.archive() as archive:
                return archive.payload(number)

        try:
            payload = await asyncio.to_thread(read)
        except OldfaceError as error:
            return Response.text(str(error), status=404)
        headers = {"content-security-policy": "default-src 'none'; sandbox"}
        return Response(payload, headers=headers, content_type="text/plain; charset=utf-8")


def _safe_headers(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    names = {name.lower() for name, _ in headers}
    added = [(b"x-content-type-options", b"nosniff"), (b"referrer-policy", b"no-referrer")]
    added.append((b"cross-origin-opener-policy", b"same-origin"))
    if b"content-security-policy" not in names:
        added.append((b"content-security-policy", DATASETTE_POLICY.encode()))
    return [*headers, *added]


def _plain(value: object) -> object:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    raise TypeError(f"no JSON for {type(value).__name__}")


def _json_address(request: Request) -> str:
    query = f"?{request.query_string}" if request.query_string else ""
    return f"{request.path.rstrip('/') or '/home'}.json{query}"


def _origin(request: Request) -> str:
    return f"{request.scheme}://{request.host}"


def _number(request: Request) -> int:
    return min(int(request.url_vars["number"]), 2**63 - 1)


def _after(request: Request) -> tuple[int, int] | None:
    """What a list goes on from, PAGE-POSITION; None at its beginning, or where it is no such thing."""
    asked = re.fullmatch(r"(\d{1,18})-(\d{1,18})", _text(request, "after"))
    return (int(asked[1]), int(asked[2])) if asked else None


def _offset(request: Request) -> int:
    value = request.args.get("offset") or "0"
    return min(int(value), 10**9) if value.isdigit() else 0


def _text(request: Request, name: str) -> str:
    return (request.args.get(name) or "")[:300]


def _article(room: Room, archive: Archive, request: Request) -> Answer:
    answer = questions.article(archive, _number(request))
    article = answer["article"]
    fragments = [article.body_html, *(comment.html for comment in article.comments)]
    pages, images = _local_addresses(archive, [a for fragment in fragments for a in addresses_in(fragment)])
    answer["body"] = safe_html(article.body_html, pages=pages, images=images)
    in_body = set(addresses_in(article.body_html))
    answer["lead_images"] = [
        use
        for use in article.assets
        if use.role == "lead" and use.asset.kind == "image" and use.asset.capture_id and use.asset.url not in in_body
    ]
    answer["comment_bodies"] = {c.id: safe_html(c.html, pages=pages, images=images) for c in article.comments}
    answer["citation"] = citation(archive, article.url, prefix=f"{_origin(request)}/room/")
    _add_replay(room, answer)
    return answer


def _add_replay(room: Room, answer: Answer) -> None:
    newest = next(iter(answer["versions"]), None)
    answer["replay_address"] = None
    if room.replay and newest:
        answer["replay_address"] = f"{room.replay}{newest['timestamp14']}/{newest['target_uri']}"
    answer["overlay"] = [
        {
            "path": region["node_path"],
            "region": region["region"],
            "label": region["region"] + (f" · {region['kind']}" if region["kind"] else ""),
        }
        for region in answer["regions"]
    ]


def _local_addresses(archive: Archive, addresses: list[str]) -> tuple[dict[str, str], dict[str, str]]:
    """(address -> our page of its article, address -> our copy of the image) for the addresses that we hold."""
    pages: dict[str, str] = {}
    images: dict[str, str] = {}
    for start in range(0, len(addresses), 500):
        batch = addresses[start : start + 500]
        marks = ",".join("?" * len(batch))
        for row in questions.rows(archive, f"SELECT url, article_id FROM addresses WHERE url IN ({marks})", batch):
            pages[row["url"]] = f"/article/{row['article_id']}"
        sql = f"SELECT url, capture_id FROM assets WHERE capture_id IS NOT NULL AND url IN ({marks})"
        for row in questions.rows(archive, sql, batch):
            images[row["url"]] = pages[row["url"]] = f"/asset/{row['capture_id']}"
    return pages, images


def _captured_page(room: Room, archive: Archive, request: Request) -> Answer:
    answer = questions.page(archive, _number(request))
    _add_replay(room, answer)
    return answer


def _diff(room: Room, archive: Archive, request: Request) -> Answer:
    return comparison(archive, _number(request), _text(request, "a"), _text(request, "b"))


def _search(room: Room, archive: Archive, request: Request) -> Answer:
    answer = search_page(archive, _text(request, "q"), offset=_offset(request))
    answer["next_query"] = urlencode({"q": answer["q"], "offset": answer["offset"] + questions.PAGE_SIZE})
    return answer


def _home(room: Room, archive: Archive, request: Request) -> Answer:
    answer = questions.home(archive)
    points = [(row["year"], row["articles"], row["comments"] or 0) for row in answer["years"]]
    answer["year_chart"] = bars(without_gaps(points), first="articles", second="comments")
    return answer


def _timeline(room: Room, archive: Archive, request: Request) -> Answer:
    answer = questions.timeline(archive, month=_text(request, "month") or None, offset=_offset(request))
    points = [(row["month"], row["articles"], row["comments"]) for row in answer["months"]]
    answer["month_chart"] = bars(
        without_gaps(points), first="articles", second="comments", link="/timeline?month={}", width=1110
    )
    return answer


_NOT_FOUND = "Search for it with the box at the top of the page, or go back to the home page."

_VIEWS = (
    _View(r"^/$", "room_home.html", _home),
    _View(r"^/home$", "room_home.html", _home),
    _View(r"^/search$", "room_search.html", _search),
    _View(r"^/article/(?P<number>\d+)$", "room_article.html", _article),
    _View(r"^/article/(?P<number>\d+)/diff$", "room_diff.html", _diff),
    _View(r"^/page/(?P<number>\d+)$", "room_page.html", _captured_page),
    _View(
        r"^/people$",
        "room_people.html",
        lambda room, archive, request: questions.people(archive, offset=_offset(request)),
    ),
    _View(
        r"^/person/(?P<number>\d+)$",
        "room_person.html",
        lambda room, archive, request: questions.person(archive, _number(request), offset=_offset(request)),
    ),
    _View(r"^/tags$", "room_tags.html", lambda room, archive, request: questions.tags(archive)),
    _View(
        r"^/tag/(?P<number>\d+)$",
        "room_tag.html",
        lambda room, archive, request: questions.tag(archive, _number(request), offset=_offset(request)),
    ),
    _View(r"^/timeline$", "room_timeline.html", _timeline),
    _View(
        r"^/comments$",
        "room_comments.html",
        lambda room, archive, request: questions.comments(
            archive, offset=_offset(request), author=_text(request, "author"), kind=_text(request, "kind")
        ),
    ),
    _View(
        r"^/links$",
        "room_links.html",
        lambda room, archive, request: questions.links(
            archive, offset=_offset(request), show=_text(request, "show") or "body", after=_after(request)
        ),
    ),
    _View(r"^/crawls$", "room_crawls.html", lambda room, archive, request: questions.crawls(archive)),
    _View(
        r"^/problems$",
        "room_problems.html",
        lambda room, archive, request: questions.problems(
            archive, offset=_offset(request), code=_text(request, "code")
        ),
    ),
    _View(
        r"^/capture/(?P<number>\d+)$",
        "room_capture.html",
        lambda room, archive, request: questions.capture(archive, _number(request)),
    ),
)
