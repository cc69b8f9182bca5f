"""An archive and a pattern or CSV in, the map from every old address to its new one out, with what is wrong with it.

The map lives in a temporary SQLite file, not in memory: a hundred thousand articles have half a million addresses.
"""

from __future__ import annotations

import csv
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl, unquote, urlencode, urljoin, urlsplit

from archive.errors import BadInput
from archive.store import Archive
from exports.feeds import BELOW_PAGE, feed_addresses
from exports.names import NameRegister, slug
from exports.url_pattern import article_path, check_pattern

__all__ = ["GONE", "MapEntry", "MapProblem", "UrlMap", "UrlRules", "address_key", "build_url_map", "check_base_url"]

GONE = 410
"""The status of an old address that is given up on purpose (RFC 9110 section 15.5.11)."""

TRACKING = frozenset("fbclid gclid dclid msclkid mc_cid mc_eid igshid yclid _ga ref_src".split())

RELATION_ORDER = "self canonical redirect shortlink amp mobile print part comment-page variant feed".split()
"""Where two articles were known by one address, it goes to the one with the earlier relation."""


@dataclass(frozen=True, slots=True)
class UrlRules:
    """How new addresses are made."""

    pattern: str = "/{slug}/"
    """For every article the CSV does not name."""
    rows: tuple[tuple[str, str], ...] = ()
    """(old address, new address) as decided by hand; of an article or of any other page."""
    base_url: str = ""
    """Origin of the new site, 'https://new.example'; empty when new addresses are paths."""
    unique_slugs: bool = False
    """Whether two articles may not have one slug, even where other parts of their addresses differ."""
    feed: str = ""
    """Where the new site has its feed: a path; empty when that is not decided."""
    kinds: Mapping[str, str] = field(default_factory=dict)
    """What becomes of pages that are no articles, by kind: a path, perhaps with {slug}, or '410'."""


@dataclass(frozen=True, slots=True)
class MapEntry:
    """One old address and where it leads."""

    old_url: str
    host: str
    """Host of the old address, lower case, without port."""
    path: str
    """Path of the old address, percent-decoded; bytes that are no UTF-8 as surrogate escapes."""
    query: str
    """Query of the old address as written; '' for none."""
    new_url: str
    """Path or full address, percent-encoded; '' when gone."""
    status: int
    reason: str
    """The relation of the old address to what it leads to: self, print, amp, redirect, …, csv, or a kind of page."""
    evidence: str


@dataclass(frozen=True, slots=True)
class MapProblem:
    """Something to decide by hand."""

    code: str
    """collision, orphan, shadowed, ambiguous, loop, unknown-old, no-path"""
    old_url: str
    new_url: str
    message: str


SCHEMA = """
CREATE TABLE targets (
    article_id INTEGER PRIMARY KEY, old_url TEXT NOT NULL, new_url TEXT NOT NULL, path TEXT NOT NULL,
    folded TEXT NOT NULL
);
CREATE INDEX targets_path ON targets (path);
CREATE INDEX targets_folded ON targets (folded);
CREATE TABLE lookup (key TEXT PRIMARY KEY, rank INTEGER NOT NULL, new_url TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE entries (
    host TEXT NOT NULL, path TEXT NOT NULL, query TEXT NOT NULL, old_url TEXT NOT NULL, new_url TEXT NOT NULL,
    status INTEGER NOT NULL, reason TEXT NOT NULL, evidence TEXT NOT NULL, rank INTEGER NOT NULL,
    PRIMARY KEY (host, path, query)
) WITHOUT ROWID;
CREATE INDEX entries_new_url ON entries (new_url);
CREATE TABLE problems (code TEXT NOT NULL, old_url TEXT NOT NULL, new_url TEXT NOT NULL, message TEXT NOT NULL);
"""


class UrlMap:
    """The map, open for look-ups; close it, or use it in `with`."""

    def __init__(self) -> None:
        self._file = tempfile.NamedTemporaryFile(prefix="oldface-urls-", suffix=".db")  # noqa: SIM115 - closed in close()
        self._database = sqlite3.connect(self._file.name, isolation_level=None)
        self._database.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -20000;" + SCHEMA
        )
        self._database.execute("BEGIN")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Take the temporary file away."""
        self._database.close()
        self._file.close()

    def new_url(self, article_id: int) -> str:
        """Where an article goes: a path, or a full address where the rules have a base_url or a CSV says so."""
        row = self._database.execute("SELECT new_url FROM targets WHERE article_id = ?", (article_id,)).fetchone()
        return str(row[0]) if row else ""

    def resolve(self, url: str) -> str | None:
        """Where an old address leads, with its fragment; None for an address that is no article's and no page's.

        Scheme, 'www.', letter case, a slash at the end and tracking parameters make no difference.
        """
        row = self._database.execute("SELECT new_url FROM lookup WHERE key = ?", (address_key(url),)).fetchone()
        if row is None:
            return None
        _, hash_sign, fragment = url.partition("#")
        return f"{row[0]}{hash_sign}{fragment}"

    def entries(self) -> Iterator[MapEntry]:
        """Every redirect, by host, path and query: never two of one key, none to itself, none to another one's key."""
        for row in self._database.execute(
            "SELECT old_url, host, path, query, new_url, status, reason, evidence FROM entries"
            " ORDER BY host, path, query"
        ):
            yield MapEntry(row[0], row[1], _from_text(row[2]), *row[3:])

    def entries_by_path(self) -> Iterator[tuple[MapEntry, bool]]:
        """(entry, whether hosts differ) by path and query: one a path where all hosts lead to one address, else all."""
        rows = self._database.execute(
            "SELECT old_url, host, path, query, new_url, status, reason, evidence FROM entries"
            " ORDER BY path, query, host"
        )
        entries = (MapEntry(row[0], row[1], _from_text(row[2]), *row[3:]) for row in rows)
        for _, group in groupby(entries, key=lambda entry: (entry.path, entry.query)):
            same_path = list(group)
            if len({entry.new_url for entry in same_path}) == 1:
                yield same_path[0], False
            else:
                yield from ((entry, True) for entry in same_path)

    def sources(self, new_url: str) -> list[MapEntry]:
        """The redirects that lead to one new address, by host, path and query."""
        rows = self._database.execute(
            "SELECT old_url, host, path, query, new_url, status, reason, evidence FROM entries WHERE new_url = ?"
            " ORDER BY host, path, query",
            (new_url,),
        )
        return [MapEntry(row[0], row[1], _from_text(row[2]), *row[3:]) for row in rows]

    def hosts(self) -> list[str]:
        """The old hosts, sorted."""
        return [str(row[0]) for row in self._database.execute("SELECT DISTINCT host FROM entries ORDER BY host")]

    def problems(self) -> Iterator[MapProblem]:
        """What there is to decide, by kind, then address."""
        for row in self._database.execute("SELECT code, old_url, new_url, message FROM problems ORDER BY 1, 2, 3, 4"):
            yield MapProblem(*row)

    def counts(self) -> dict[str, int]:
        """How many articles, redirects (by reason) and problems (by code) there are."""
        counts = {"articles": self._count("targets"), "redirects": self._count("entries")}
        for table, column in (("entries", "reason"), ("problems", "code")):
            sql = f"SELECT {column}, count(*) FROM {table} GROUP BY 1 ORDER BY 1"  # noqa: S608 - constants
            counts |= {f"{table}/{name}": int(count) for name, count in self._database.execute(sql)}
        return counts

    def _count(self, table: str) -> int:
        return int(self._database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - constants

    # -- writing, only by build_url_map

    def _set_target(self, article_id: int, old_url: str, new_url: str) -> None:
        path = bare_path(new_url)
        row = (article_id, old_url, new_url, path, path.casefold())
        self._database.execute("INSERT INTO targets VALUES (?, ?, ?, ?, ?)", row)

    def _article_at(self, url: str) -> tuple[str, str] | None:
        """(old, new address) of the article whose new place is the path of an address."""
        sql = "SELECT old_url, new_url FROM targets WHERE path = ? ORDER BY old_url LIMIT 1"
        row = self._database.execute(sql, (bare_path(url),)).fetchone()
        return (str(row[0]), str(row[1])) if row else None

    def is_new_place(self, path: str) -> bool:
        """Whether the new site has an article at a path, letter case and a slash at its end left aside."""
        row = self._database.execute("SELECT 1 FROM targets WHERE folded = ?", (_to_text(path).rstrip("/").casefold(),))
        return row.fetchone() is not None

    def _problem(self, code: str, old_url: str, new_url: str, message: str) -> None:
        self._database.execute("INSERT INTO problems VALUES (?, ?, ?, ?)", (code, old_url, new_url, message))

    def _add(self, old_url: str, new_url: str, *, status: int, reason: str, evidence: str, rank: int) -> None:
        """An old address; where two want the same, the lower rank wins, and the other one is a problem."""
        parts = _split(old_url)
        if parts is None:
            self._problem("no-path", old_url, new_url, "the old address is no http(s) address")
            return
        host, path, query = parts
        database = self._database
        if new_url:
            database.execute(
                "INSERT INTO lookup VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET rank = excluded.rank, new_url = "
                "excluded.new_url WHERE excluded.rank < rank",
                (address_key(old_url), rank, new_url),
            )
        key = (host, _to_text(path), query)
        found = database.execute(
            "SELECT new_url, rank, old_url FROM entries WHERE host=? AND path=? AND query=?", key
        ).fetchone()
        if found and found[0] != new_url:
            self._problem("ambiguous", old_url, new_url, f"the same address leads to {found[0] or 'nothing'} too")
        if found is None or rank < found[1]:
            database.execute(
                "INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*key, old_url, new_url, status, reason, evidence, rank),
            )

    def _drop_shadows(self) -> None:
        """Take away redirects to themselves, and of addresses that are another article's new one."""
        for host, path, query, old_url, new_url in self._database.execute(
            "SELECT host, path, query, old_url, new_url FROM entries WHERE query = ''"
        ).fetchall():
            owner = self._article_at(old_url)
            if owner is None:
                continue
            if owner[1] != new_url:
                message = f"the new site has the article of {owner[0]} there; this old address cannot lead to its own"
                self._problem("shadowed", old_url, new_url, message)
            self._database.execute("DELETE FROM entries WHERE host=? AND path=? AND query=?", (host, path, query))


def check_base_url(url: str) -> str:
    """The origin of the new site as given; BadInput for one with a path, which belongs into the pattern.

    >>> check_base_url("https://new.example/"), check_base_url("")
    ('https://new.example/', '')
    """
    parts = urlsplit(url)
    if not url or (parts.scheme in ("http", "https") and parts.netloc and parts.path in ("", "/") and not parts.query):
        return url
    path = parts.path.rstrip("/")
    hint = f"; put the path into --pattern '{path}/{{slug}}/'" if parts.netloc and path else ""
    raise BadInput(f"{url!r} is no origin of a site", next_step=f"Write it as https://new.example{hint}.")


def path_of(url: str) -> str:
    """The path of an address as written, without query."""
    return urlsplit(url).path or "/"


def bare_path(url: str) -> str:
    """The decoded path of an address without a slash at its end, as SQLite takes it."""
    return _to_text(unquote(path_of(url), errors="surrogateescape").rstrip("/"))


def address_key(url: str) -> str:
    """What two spellings of one address have in common.

    >>> address_key("HTTPS://WWW.Old.example/News/A%20b/?utm_source=x&id=7#c")
    'old.example|/news/a b|id=7'
    """
    parts = _split(url)
    if parts is None:
        return url
    host, path, query = parts
    kept = [
        (k, v) for k, v in parse_qsl(query, keep_blank_values=True) if k not in TRACKING and not k.startswith("utm_")
    ]
    folded = path.rstrip("/").casefold() or "/"
    return f"{host.removeprefix('www.')}|{_to_text(folded)}|{urlencode(kept)}"


def _split(url: str) -> tuple[str, str, str] | None:
    """(host, decoded path, query) of a web address; None of any other."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").lower()
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host:
        return None
    return host, unquote(parts.path, errors="surrogateescape") or "/", parts.query


def _to_text(path: str) -> str:
    """The path as SQLite takes it: surrogate escapes as private characters that no path has."""
    return "".join(chr(ord(c) - 0xDC80 + 0xF780) if 0xDC80 <= ord(c) <= 0xDCFF else c for c in path)


def _from_text(path: str) -> str:
    return "".join(chr(ord(c) - 0xF780 + 0xDC80) if 0xF780 <= ord(c) <= 0xF7FF else c for c in path)


def build_url_map(
    archive: Archive, rules: UrlRules, *, progress: Callable[[int], None] = lambda _count: None
) -> UrlMap:
    """The map of the whole archive; `progress` is told how many articles are done."""
    url_map = UrlMap()
    try:
        _place_articles(archive, rules, url_map, progress)
        _place_addresses(archive, rules, url_map)
        _place_feeds(archive, rules, url_map)
        _place_redirects(archive, rules, url_map)
        url_map._drop_shadows()
    except BaseException:
        url_map.close()
        raise
    return url_map


def _place_articles(archive: Archive, rules: UrlRules, url_map: UrlMap, progress: Callable[[int], None]) -> None:
    pattern = check_pattern(rules.pattern)
    by_hand = {address_key(old): new for old, new in rules.rows}
    register, slugs = NameRegister(), NameRegister()
    for count, article in enumerate(archive.articles(), 1):
        keys = [address_key(article.url), *(address_key(known.url) for known in article.addresses)]
        decided = next((by_hand[key] for key in keys if key in by_hand), None)
        name = slug(article.slug, fallback=f"article-{article.id}")
        if rules.unique_slugs and decided is None:
            name = slugs.claim(name, key=article.url)
        wanted = decided or article_path(article, pattern, slug_given=name)
        given = _claim(register, wanted, key=article.url)
        if given != wanted:
            owner = url_map._article_at(wanted)
            taken_by = owner[0] if owner else "another article, or differs from one in letter case only"
            url_map._problem("collision", article.url, given, f"{wanted} is taken by {taken_by}")
        url_map._set_target(article.id, article.url, _full(rules, given))
        progress(count)


def _claim(register: NameRegister, wanted: str, *, key: str) -> str:
    """The wanted path, or one beside it; '/a' and '/a/' are one."""
    bare = wanted.rstrip("/") or "/"
    given = register.claim(bare, key=key)
    return given + wanted[len(bare) :] if wanted != "/" else given


def _full(rules: UrlRules, new: str) -> str:
    return urljoin(rules.base_url, new) if rules.base_url and new.startswith("/") else new


def _place_addresses(archive: Archive, rules: UrlRules, url_map: UrlMap) -> None:
    ranks = {relation: rank for rank, relation in enumerate(RELATION_ORDER)}
    for article_id, known in archive.addresses():
        new_url = url_map.new_url(article_id)
        rank = ranks.get(known.relation, len(ranks)) + 1
        url_map._add(known.url, new_url, status=301, reason=known.relation, evidence=known.evidence, rank=rank)
    for old, new in rules.rows:
        status, target = (GONE, "") if new in ("410", "") else (301, _full(rules, new))
        if url_map.resolve(old) is None:
            url_map._add(old, target, status=status, reason="csv", evidence="decided by hand", rank=0)


def _place_feeds(archive: Archive, rules: UrlRules, url_map: UrlMap) -> None:
    for url in feed_addresses(archive, is_known=lambda known: url_map.resolve(known) is not None):
        # a feed below an article's address is that of its comments, and readers want the article
        article = url_map.resolve(BELOW_PAGE.sub("", url))
        if article is not None:
            url_map._add(url, article, status=301, reason="feed", evidence="below the article's address", rank=50)
        elif rules.feed == "410":
            url_map._add(url, "", status=GONE, reason="feed", evidence="given up by kind", rank=50)
        elif rules.feed:
            new_url = _full(rules, rules.feed)
            url_map._add(url, new_url, status=301, reason="feed", evidence="a feed of the old site", rank=50)
        else:
            url_map._problem("orphan", url, "", "a feed: say with --feed where the new site has its own")


def _place_redirects(archive: Archive, rules: UrlRules, url_map: UrlMap) -> None:
    """Pages that are no articles by their kind, then redirects of the old site, chains flattened, loops refused."""
    for url, kind in _other_pages(archive):
        if url_map.resolve(url) is not None:
            continue
        decision = rules.kinds.get(kind, rules.kinds.get("*", ""))
        if not decision:
            url_map._problem("orphan", url, "", f"a page of kind {kind} has no place on the new site")
        elif decision == "410":
            url_map._add(url, "", status=GONE, reason=kind, evidence="given up by kind", rank=50)
        else:
            last = unquote(path_of(url).rstrip("/").rpartition("/")[2])
            new_url = _full(rules, decision.replace("{slug}", last))
            url_map._add(url, new_url, status=301, reason=kind, evidence="by kind", rank=50)
    onward = {redirect.url: urljoin(redirect.url, redirect.redirect_url) for redirect in archive.redirects()}
    for url in onward:
        seen = [url]
        while seen[-1] in onward and len(seen) <= len(onward):
            if onward[seen[-1]] in seen:
                url_map._problem("loop", url, onward[seen[-1]], "the old site redirected in a circle")
                break
            seen.append(onward[seen[-1]])
        target = url_map.resolve(seen[-1])
        if target is not None and url_map.resolve(url) is None:
            url_map._add(url, target, status=301, reason="redirect", evidence=f"redirected to {seen[-1]}", rank=60)


def _other_pages(archive: Archive) -> Iterable[tuple[str, str]]:
    """(address, kind) of each page that is no article and no form of one, and was no error."""
    return archive.database.execute(
        "SELECT url, kind FROM pages WHERE id NOT IN (SELECT page_id FROM articles) AND kind NOT IN ('error', 'print')"
        " AND is_soft_404 = 0 AND (rendition_of_page_id IS NULL OR rendition = 'variant') ORDER BY url"
    ).fetchall()


def read_url_csv(path: Path) -> tuple[tuple[str, str], ...]:
    """(old, new) rows of a CSV with the columns old_url and new_url, in any order and with others beside them."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        table = csv.DictReader(file)
        if not {"old_url", "new_url"} <= set(table.fieldnames or ()):
            raise BadInput(
                "the CSV has no columns old_url and new_url", where=str(path), next_step="Name them in its first line."
            )
        return tuple((row["old_url"].strip(), (row["new_url"] or "").strip()) for row in table if row["old_url"])
