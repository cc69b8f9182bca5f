"""Addresses as they are met in, for each whether it is a trap's and why out; what was bounded is kept for the report.

A trap is an address space without an end, or with no new text in it. None of them stops the crawl: each kind of
address (its shape) has a budget of its own, and when that is spent, addresses of this shape are left out with a
reason while all others go on.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import unquote, urlsplit

from crawler.addresses import crawl_key, is_session_id

__all__ = ["Trap", "TrapBudgets", "TrapWatch", "directory_shape", "path_shape", "query_names"]


@dataclass(frozen=True, slots=True)
class TrapBudgets:
    """How much of each kind of address is fetched; see docs/design/crawl.md for why these numbers."""

    path_segments: int = 24
    """More than Heritrix's 20; the deepest real blogs have 9."""
    segment_repeats: int = 3
    """A folder that occurs so often in one path: Heritrix's rule for relative links that pile up (/a/b/a/b/a/b)."""
    queries_one_name: int = 2_000
    """Addresses of one path and one query name (?page=, ?p=): a pager or the numbers of all posts."""
    queries_two_names: int = 300
    queries_more_names: int = 60
    """Combinations of three and more names are filters of a catalogue, and multiply."""
    random_values: int = 8
    """Values of one query name that look like a session's number before the name is taken for one."""
    calendar_months: int = 600
    """Fifty years of months; calendars of events go on until the number overflows."""
    calendar_days: int = 4_000
    """Eleven years of days, for blogs with day archives."""
    years_ahead: int = 1
    """How far in the future a calendar is followed."""
    barren_pages: int = 40
    """Pages of one shape in a row that repeat the text of a page already seen, before the shape is closed."""
    shape_addresses: int = 200_000
    """Addresses of one path shape on one host, whatever else."""
    shape_requisites: int = 500_000
    """The same for images and other requisites."""


@dataclass(frozen=True, slots=True)
class Trap:
    """Why an address was left out."""

    kind: str
    """endless-path, calendar, faceted-query, query-order, session-id, repeated-content, too-many, action"""
    shape: str
    """The kind of address that was closed, e.g. 'http://blog.example/events/{n}/{n}'."""
    because: str
    """In words that follow 'because'."""


_NUMBER = re.compile(r"\d+")
_HEX_TOKEN = re.compile(r"^(?=.*\d)[0-9a-f]{16,}$|^(?=.*\d)(?=.*[a-zA-Z])[0-9a-zA-Z_-]{24,}$")
_YEAR_MONTH_DAY = re.compile(r"(?<!\d)(\d{4})[/_-](\d{1,2})(?:[/_-](\d{1,2}))?(?!\d)")
_CALENDAR_NAMES = frozenset(
    ["date", "month", "year", "day", "cal", "calendar", "mini", "week", "time", "start", "end", "from", "to", "m", "y",
     "yr", "tribe-bar-date", "eventdisplay", "ical", "ai1ec"]
)  # fmt: skip
_CALENDAR_PATH = re.compile(r"/(?:calendar|events?|agenda|archive|kalender|calendrier)(?:/|$)", re.IGNORECASE)
# Links that do something, or open the same page with its reply form moved. Following them harms or repeats.
_ACTION_QUERY = re.compile(
    r"(?:^|&)(?:replytocom=|add-to-cart=|action=(?:edit|delete|logout|lostpassword|register)|do=(?:edit|login|logout)"
    r"|share=(?:facebook|twitter|email|linkedin|reddit|tumblr|pinterest|google-plus-1|pocket|print)|like_comment="
    r"|_wp(?:nonce|_http_referer)=|destination=(?:node|comment)|vote=|logout|sort=(?:asc|desc)&order=)",
    re.IGNORECASE,
)
_ACTION_PATH = re.compile(
    r"/(?:wp-login\.php|wp-admin(?:/|$)|wp-json(?:/|$)|xmlrpc\.php|user/(?:login|register|password|logout)|comment/reply/"
    r"|comment/(?:delete|edit)/|logout(?:/|$)|cgi-bin/mt/mt-(?:comments|tb)\.cgi|flag/|printmail/)",
    re.IGNORECASE,
)


def path_shape(url: str) -> str:
    """The kind of address: numbers and long random words of the path, and all values of the query, left out.

    >>> path_shape("http://blog.example/2011/06/14/vision?page=2&b=1")
    'http://blog.example/{n}/{n}/{n}/{word}?page=&b='
    """
    parts = urlsplit(url)
    segments = parts.path.split("/")
    shaped = [_segment_shape(s) for s in segments]
    if shaped and shaped[-1] and "{n}" not in shaped[-1]:
        suffix = shaped[-1].rpartition(".")
        shaped[-1] = f"{{word}}.{suffix[2]}" if suffix[1] and len(suffix[2]) < 6 else "{word}"
    query = "&".join(f"{pair.partition('=')[0]}=" for pair in parts.query.split("&")) if parts.query else ""
    shape = f"{parts.scheme}://{parts.netloc}{'/'.join(shaped)}"
    return f"{shape}?{query}" if query else shape


def directory_shape(url: str) -> str:
    """The kind of directory an address stands in; an address that ends with a slash stands beside its siblings.

    >>> directory_shape("http://blog.example/2011/06/vision")
    'http://blog.example/{n}/{n}/'
    >>> directory_shape("http://blog.example/2011/06/a-vision/print/")
    'http://blog.example/{n}/{n}/{words}/'
    """
    parts = urlsplit(url)
    segments = parts.path.rstrip("/").rpartition("/")[0].split("/")
    shaped = ("{words}" if "-" in s else _segment_shape(s) for s in segments)
    return f"{parts.scheme}://{parts.netloc}{'/'.join(shaped)}/"


def _segment_shape(segment: str) -> str:
    if _HEX_TOKEN.match(segment):
        return "{token}"
    return _NUMBER.sub("{n}", segment)


def query_names(url: str) -> tuple[str, ...]:
    """The names of the query, sorted, each once, in lower case.

    >>> query_names("http://shop.example/?size=1&colour=2&size=3")
    ('colour', 'size')
    """
    query = urlsplit(url).query
    return tuple(sorted({unquote(pair.partition("=")[0]).lower() for pair in query.split("&")})) if query else ()


def _is_endless_path(path: str, budgets: TrapBudgets) -> str | None:
    """Why the path cannot be a real one; None when it can."""
    segments = [s for s in path.split("/") if s]
    if len(segments) > budgets.path_segments:
        return f"its path has {len(segments)} folders, more than {budgets.path_segments}"
    if len(segments) < budgets.segment_repeats:
        return None
    word, count = (
        Counter(s for s in segments if not s.isdecimal()).most_common(1)[0]
        if any(not s.isdecimal() for s in segments)
        else ("", 0)
    )
    if count >= budgets.segment_repeats:
        return f"its path repeats '{word[:40]}' {count} times"
    return None


@dataclass(slots=True)
class TrapWatch:
    """The budgets of one crawl. Its state is a function of the addresses it was shown, in any order of hosts."""

    today: date
    budgets: TrapBudgets = field(default_factory=TrapBudgets)
    admitted: Counter[str] = field(default_factory=Counter)
    """Addresses admitted, by shape and by path with query names."""
    closed: dict[str, Trap] = field(default_factory=dict)
    """Shapes that are closed and why."""
    left_out: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Addresses left out, by (kind, shape)."""
    examples: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    """Up to three addresses of each."""
    _barren: Counter[str] = field(default_factory=Counter)
    _orders: dict[int, int] = field(default_factory=dict)
    """Hash of path and sorted query -> hash of the address first met with it."""
    _random_values: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))

    def judge(self, url: str) -> Trap | None:
        """None when the address may be fetched, and it counts against its budgets then; else why not."""
        trap = self._find_trap(url)
        return self._note(trap, url) if trap is not None else None

    def _note(self, trap: Trap, url: str) -> Trap:
        key = (trap.kind, trap.shape)
        self.left_out[key] += 1
        if len(self.examples[key]) < 3 and url not in self.examples[key]:
            self.examples[key].append(url)
        return trap

    def judge_requisite(self, url: str) -> Trap | None:
        """The same for what a page needs to be shown, where only endless paths and sheer number are traps."""
        endless = _is_endless_path(urlsplit(url).path, self.budgets)
        shape = path_shape(url)
        if endless:
            return self._note(Trap("endless-path", directory_shape(url), endless), url)
        self.admitted[f"requisite {shape}"] += 1
        bound = self.budgets.shape_requisites
        if self.admitted[f"requisite {shape}"] > bound:
            return self._note(Trap("too-many", shape, f"more than {bound} files of this kind were named"), url)
        return None

    def note_page(self, url: str, *, is_repeated: bool) -> Trap | None:
        """Tells that a page was read, and whether its text was that of another; a Trap when this closes its shape."""
        shape = path_shape(url)
        if not is_repeated:
            self._barren[shape] = 0
            return None
        self._barren[shape] += 1
        if self._barren[shape] < self.budgets.barren_pages or shape in self.closed:
            return None
        trap = Trap(
            "repeated-content", shape, f"the last {self._barren[shape]} pages of this kind repeated text already seen"
        )
        self.closed[shape] = trap
        return trap

    def _find_trap(self, url: str) -> Trap | None:
        parts = urlsplit(url)
        shape = path_shape(url)
        if _ACTION_QUERY.search(parts.query) or _ACTION_PATH.search(parts.path):
            return Trap("action", shape, "following it would act (log in, reply, buy) or show the same page again")
        endless = _is_endless_path(parts.path, self.budgets)
        if endless:
            return Trap("endless-path", directory_shape(url), endless)
        if shape in self.closed:
            return self.closed[shape]
        trap = self._judge_calendar(url, shape) or (self._judge_query(url, shape) if parts.query else None)
        if trap is not None:
            return trap
        self.admitted[shape] += 1
        if self.admitted[shape] > self.budgets.shape_addresses:
            return Trap(
                "too-many", shape, f"more than {self.budgets.shape_addresses} addresses of this kind were named"
            )
        return None

    def _judge_calendar(self, url: str, shape: str) -> Trap | None:
        when = _calendar_date(url)
        if when is None:
            return None
        year, month, day = when
        if not 1 <= month <= 12 or year > self.today.year + self.budgets.years_ahead or year < 1991:
            return Trap("calendar", shape, f"it is a calendar's page for {year}-{month:02}, outside the web's time")
        bound = self.budgets.calendar_months if day is None else self.budgets.calendar_days
        key = f"calendar {shape}"
        self.admitted[key] += 1
        if self.admitted[key] > bound:
            return Trap("calendar", shape, f"more than {bound} pages of this calendar were named")
        return None

    def _judge_query(self, url: str, shape: str) -> Trap | None:
        names = query_names(url)
        place = urlsplit(url)._replace(query="", fragment="").geturl()
        pairs = tuple(sorted(urlsplit(url).query.split("&")))
        if len(pairs) > 1 and self._orders.setdefault(hash((place, pairs)), hash(url)) != hash(url):
            return Trap("query-order", shape, "the same query in another order was already met")
        random = self._judge_random_values(url, place)
        if random is not None:
            return random
        bound = (
            self.budgets.queries_one_name, self.budgets.queries_two_names, self.budgets.queries_more_names
        )[min(len(names), 3) - 1]  # fmt: skip
        key = f"query {place}?{'&'.join(names)}"
        self.admitted[key] += 1
        if self.admitted[key] > bound:
            return Trap(
                "faceted-query", f"{place}?{'&'.join(f'{n}=' for n in names)}",
                f"more than {bound} combinations of {', '.join(names)} were named for this page",
            )  # fmt: skip
        return None

    def _judge_random_values(self, url: str, place: str) -> Trap | None:
        for pair in urlsplit(url).query.split("&"):
            name, _, value = pair.partition("=")
            if not _HEX_TOKEN.match(value) and not is_session_id(name, value):
                continue
            values = self._random_values[(place, name)]
            if value not in values and len(values) >= self.budgets.random_values:
                return Trap(
                    "session-id", f"{place}?{name}=",
                    f"'{name}' had {len(values)} random values for this page: it names a visit, not a page",
                )  # fmt: skip
            values.add(value)
        return None

    def summary(self) -> list[Mapping[str, object]]:
        """One mapping for each trap met: kind, shape, left_out (addresses), examples; most first."""
        rows = [
            {"kind": kind, "shape": shape, "left_out": count, "examples": list(self.examples[(kind, shape)])}
            for (kind, shape), count in self.left_out.items()
        ]
        return sorted(rows, key=lambda row: (-int(str(row["left_out"])), str(row["shape"])))


def _calendar_date(url: str) -> tuple[int, int, int | None] | None:
    """(year, month, day or None) of an address that is a calendar's page; None for others, articles included.

    An article's address goes on after the date; a calendar's ends there, or has the date in its query.
    """
    parts = urlsplit(crawl_key(url))
    names = {pair.partition("=")[0].lower(): unquote(pair.partition("=")[2]) for pair in parts.query.split("&") if pair}
    calendar_values = [value for name, value in names.items() if name in _CALENDAR_NAMES]
    if calendar_values:
        year, month = names.get("year") or names.get("yr") or names.get("y"), names.get("month") or names.get("m")
        if year and year.isdecimal() and len(year) < 6:
            return int(year), int(month) if month and month.isdecimal() else 1, None
        for value in calendar_values:
            match = _YEAR_MONTH_DAY.search(value) or re.fullmatch(r"(\d{4})(\d{2})(\d{2})?", value)
            if match:
                return int(match[1]), int(match[2]), int(match[3]) if match[3] else None
    match = _YEAR_MONTH_DAY.search(parts.path)
    if match is None:
        return None
    is_named = _CALENDAR_PATH.search(parts.path[: match.start()]) is not None
    is_last = not parts.path[match.end() :].strip("/")
    # /4512/11/ is a number of something unless the path says that it is a calendar
    if is_last and (is_named or match[1][:2] in ("19", "20")):
        return int(match[1]), int(match[2]), int(match[3]) if match[3] else None
    return None
