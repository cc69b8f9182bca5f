"""A folder in, its articles and all that belongs to them out: read only, streaming, in a fixed order."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypedDict, TypeVar, Unpack

from archive.errors import BadInput, NotFound
from archive.keys import page_key, without_fragment
from archive.store.database import open_for_reading
from archive.store.records import (
    Article,
    ArticleAsset,
    ArticleByline,
    ArticleComment,
    ArticleTag,
    Asset,
    CaptureRecord,
    FeedFact,
    KnownAddress,
    MenuEntry,
    Person,
    Redirect,
)
from archive.warc_payload import read_payload

__all__ = ["Archive", "ArticleFilters"]

_Value = TypeVar("_Value")

_BATCH = 200

_CAPTURE = """c.id, f.filename, c.offset_bytes, c.length_bytes,
    c.offset_in_member_bytes, c.record_id, c.record_type, c.target_uri, c.warc_date,
    c.timestamp14, c.status, c.mime, c.payload_digest"""

_ARTICLE = """a.id, a.page_id, a.url, g.site, a.slug, a.headline, a.alternative_headline, a.kicker, a.description,
    a.date_published, a.date_published_raw, a.date_published_precision, a.date_published_source, a.date_modified,
    a.date_modified_raw, a.in_language, a.direction, a.article_section, a.word_count, a.comment_status,
    a.comment_notice, a.comment_count, a.comment_count_stated, a.comment_system, a.main_image_id, a.body_text,
    a.body_html, a.duplicate_of_id"""

_ASSET = "s.id, s.url, s.kind, s.capture_id, s.mime, s.size_bytes, s.sha256, s.width, s.height"


class ArticleFilters(TypedDict, total=False):
    """Which articles are wanted; None, as what is left out, asks for nothing."""

    tag: str | None
    """Name or slug."""
    author: str | None
    """Name or slug."""
    before: str | None
    """Date of publication as ISO text, exclusive."""
    after: str | None
    """Date of publication as ISO text, inclusive."""
    where: str | None
    """SQL condition on the columns of articles."""


class Archive:
    """An archive folder, open for reading; close it, or use it in `with`.

    >>> with Archive(Path("demo-archive")) as archive:  # doctest: +SKIP
    ...     for article in archive.articles():
    ...         print(article.url, article.headline)
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = open_for_reading(folder)
        """For SQL of your own; read only."""
        self._connection: sqlite3.Connection = self.database.conn

    @property
    def database_uri(self) -> str:
        """The database file, for SQLite to attach read only."""
        path = self._connection.execute("PRAGMA database_list").fetchone()[2]
        return f"{Path(path).absolute().as_uri()}?mode=ro"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Gives the database file back."""
        self.database.close()

    def _rows(self, sql: str, parameters: Sequence[Any] = ()) -> sqlite3.Cursor:  # Any: SQL values
        return self._connection.execute(sql, parameters)

    def count(self, table: str = "articles") -> int:
        """How many rows a table has."""
        return int(self.database.table(table).count)

    def info(self) -> dict[str, str]:
        """What the archive says of itself (table archive_info)."""
        return {str(key): str(value) for key, value in self._rows("SELECT key, value FROM archive_info ORDER BY key")}

    # -- articles

    def articles(self, **filters: Unpack[ArticleFilters]) -> Iterator[Article]:
        """Every article that fits, by date of publication (undated last), then address; a few at a time in memory."""
        ids = self.article_ids(**filters)
        while batch := list(islice(ids, _BATCH)):
            found = self._load(batch)
            yield from (found[number] for number in batch)

    def article_ids(self, **filters: Unpack[ArticleFilters]) -> Iterator[int]:
        """The ids of those articles, in the same order."""
        conditions, parameters = _conditions(filters)
        condition = f"WHERE {' AND '.join(conditions)}" if conditions else ""
        order = "ORDER BY a.date_published IS NULL, a.date_published, a.url, a.id"
        try:
            rows = self._rows(f"SELECT a.id FROM articles a {condition} {order}", parameters)
        except sqlite3.OperationalError as error:
            raise BadInput(f"The condition is no SQL on articles: {error}", where=filters.get("where") or "") from error
        return (int(row[0]) for row in rows)

    def article(self, url: str) -> Article:
        """The article known by that address, whichever of its addresses it is; NotFound when none is."""
        number = self.article_id(url)
        if number is None:
            raise NotFound(f"No article is known by {url}", where=str(self.folder))
        return self._load([number])[number]

    def article_by_id(self, number: int) -> Article:
        """The article with that id; NotFound when there is none."""
        found = self._load([number])
        if number not in found:
            raise NotFound(f"No article has the id {number}", where=str(self.folder))
        return found[number]

    def article_id(self, url: str) -> int | None:
        """Id of the article known by that address; None when none is."""
        for candidate in dict.fromkeys((url, without_fragment(url))):
            row = self._rows(
                "SELECT article_id FROM addresses WHERE url = ? ORDER BY relation <> 'self', article_id LIMIT 1",
                (candidate,),
            ).fetchone()
            if row:
                return int(row[0])
        return None

    def feed_facts(self, article_id: int) -> list[FeedFact]:
        """What the article has from feeds, by field; nothing in an archive that was last written to before feeds were
        read."""
        if "article_feed_facts" not in self.database.table_names():
            return []
        return [
            _made(FeedFact, *row[:3], CaptureRecord(*row[3:]))
            for row in self._rows(
                f"""SELECT x.field, d.url, e.node_path, {_CAPTURE} FROM article_feed_facts x
                JOIN feed_entries e ON e.id = x.feed_entry_id JOIN feeds d ON d.id = e.feed_id
                JOIN captures c ON c.id = d.capture_id JOIN warc_files f ON f.id = c.warc_file_id
                WHERE x.article_id = ? ORDER BY x.field""",
                (article_id,),
            )
        ]

    def _load(self, ids: list[int]) -> dict[int, Article]:
        marks = ",".join("?" * len(ids))
        bylines: dict[int, list[ArticleByline]] = defaultdict(list)
        for article, is_guest, is_organisation, *row in self._rows(
            f"""SELECT b.article_id, b.is_guest, b.is_organisation, b.position, b.person_id, p.name, p.slug, b.name,
            b.role, b.organisation, b.relation, b.url, b.text_raw, b.source, b.node_path
            FROM bylines b JOIN people p ON p.id = b.person_id WHERE b.article_id IN ({marks})
            ORDER BY b.article_id, b.position""",
            ids,
        ):
            bylines[article].append(_made(ArticleByline, *row[:8], bool(is_guest), bool(is_organisation), *row[8:]))
        comments: dict[int, list[ArticleComment]] = defaultdict(list)
        for article, is_by_author, *row in self._rows(
            f"""SELECT article_id, is_by_author, id, parent_id, position, depth, person_id, author_name, author_url,
            author_source, subject, date_created, date_created_raw, text, html, permalink, kind, status, upvote_count,
            source, node_path FROM comments WHERE article_id IN ({marks}) ORDER BY article_id, position, id""",
            ids,
        ):
            comments[article].append(_made(ArticleComment, *row[:17], bool(is_by_author), *row[17:]))
        tags: dict[int, list[ArticleTag]] = defaultdict(list)
        for article, *row in self._rows(
            f"""SELECT x.article_id, t.id, t.name, t.slug, t.taxonomy, t.url FROM article_tags x
            JOIN tags t ON t.id = x.tag_id WHERE x.article_id IN ({marks}) ORDER BY x.article_id, x.position, t.id""",
            ids,
        ):
            tags[article].append(ArticleTag(*row))
        assets: dict[int, list[ArticleAsset]] = defaultdict(list)
        for article, position, role, alt, caption, credit, node_path, *row in self._rows(
            f"""SELECT x.article_id, x.position, x.role, x.alt, x.caption, x.credit, x.node_path, {_ASSET}
            FROM article_assets x JOIN assets s ON s.id = x.asset_id WHERE x.article_id IN ({marks})
            ORDER BY x.article_id, x.position""",
            ids,
        ):
            assets[article].append(ArticleAsset(position, Asset(*row), role, alt, caption, credit, node_path))
        addresses: dict[int, list[KnownAddress]] = defaultdict(list)
        for article, *row in self._rows(
            f"""SELECT article_id, url, relation, evidence FROM addresses WHERE article_id IN ({marks})
            ORDER BY article_id, relation <> 'self', relation, url""",
            ids,
        ):
            addresses[article].append(KnownAddress(*row))
        found: dict[int, Article] = {}
        for row in self._rows(
            f"""SELECT {_ARTICLE}, {_CAPTURE} FROM articles a JOIN pages g ON g.id = a.page_id
            JOIN parses p ON p.id = a.parse_id JOIN captures c ON c.id = p.capture_id
            JOIN warc_files f ON f.id = c.warc_file_id WHERE a.id IN ({marks})""",
            ids,
        ):
            number = row[0]
            found[number] = _made(
                Article,
                *row[:28],
                tuple(bylines[number]),
                tuple(comments[number]),
                tuple(tags[number]),
                tuple(assets[number]),
                tuple(addresses[number]),
                CaptureRecord(*row[28:]),
            )
        return found

    # -- what articles share

    def people(self) -> Iterator[Person]:
        """Every person, by name, then id."""
        names: dict[int, list[str]] = defaultdict(list)
        for person, name in self._rows("SELECT DISTINCT person_id, name FROM person_names ORDER BY person_id, name"):
            names[person].append(name)
        for number, name, slug, is_organisation, *row in self._rows(
            """SELECT id, name, slug, is_organisation, url, job_title, organisation, bio, article_count, comment_count
            FROM people ORDER BY name, id"""
        ):
            yield _made(Person, number, name, slug, bool(is_organisation), *row, tuple(names[number]))

    def tags(self) -> Iterator[ArticleTag]:
        """Every tag, by taxonomy, name and id."""
        for row in self._rows("SELECT id, name, slug, taxonomy, url FROM tags ORDER BY taxonomy, name, id"):
            yield ArticleTag(*row)

    def assets(self) -> Iterator[Asset]:
        """Every image, document, video and embed, by address."""
        for row in self._rows(f"SELECT {_ASSET} FROM assets s ORDER BY s.url"):
            yield Asset(*row)

    def addresses(self) -> Iterator[tuple[int, KnownAddress]]:
        """(article id, address) for every address of every article, by address."""
        for article, *row in self._rows("SELECT article_id, url, relation, evidence FROM addresses ORDER BY url, 1"):
            yield article, KnownAddress(*row)

    def redirects(self) -> Iterator[Redirect]:
        """Every redirect that was met, by address; the target may be outside the archive."""
        for row in self._rows(
            """SELECT target_uri, redirect_url, max(status), max(warc_date) FROM captures
            WHERE redirect_url IS NOT NULL GROUP BY target_uri, redirect_url ORDER BY 1, 2"""
        ):
            yield Redirect(*row)

    def menu(self, page_id: int, *, kind: str = "menu") -> list[MenuEntry]:
        """The navigation of one kind on a page, as last captured, in page order."""
        return [
            MenuEntry(*row)
            for row in self._rows(
                """SELECT n.kind, n.group_number, n.position, n.level, n.parent_position, n.label, n.href,
                d.page_id FROM navigation n JOIN pages g ON g.parse_id = n.parse_id
                LEFT JOIN destinations d ON d.url_id = n.url_id
                WHERE g.id = ? AND n.kind = ? ORDER BY n.position""",
                (page_id, kind),
            )
        ]

    # -- captures and their bytes

    def captures(self, url: str | None = None) -> Iterator[CaptureRecord]:
        """Every capture (of that address), by address, date and record id."""
        condition, parameters = ("WHERE c.target_uri = ?", (url,)) if url else ("", ())
        for row in self._rows(
            f"""SELECT {_CAPTURE} FROM captures c JOIN warc_files f ON f.id = c.warc_file_id {condition}
            ORDER BY c.target_uri, c.warc_date, c.record_id""",
            parameters,
        ):
            yield CaptureRecord(*row)

    def capture(self, number: int) -> CaptureRecord:
        """The capture with that id; NotFound when there is none."""
        row = self._rows(
            f"SELECT {_CAPTURE} FROM captures c JOIN warc_files f ON f.id = c.warc_file_id WHERE c.id = ?",
            (number,),
        ).fetchone()
        if row is None:
            raise NotFound(f"No capture has the id {number}", where=str(self.folder))
        return CaptureRecord(*row)

    def payload(self, capture_id: int, *, longest_bytes: int = 256 * 1024 * 1024) -> bytes:
        """The payload of a capture, revisits resolved, transfer and content coding removed.

        NotFound for a revisit whose original is not in the archive, or when the WARC file is not; BadRecord when the
        record is damaged or its payload is over `longest_bytes`.
        """
        capture = self.capture(capture_id)
        if capture.record_type == "revisit":
            row = self._rows("SELECT refers_to_capture_id FROM captures WHERE id = ?", (capture_id,)).fetchone()
            if row[0] is None:
                raise NotFound(
                    f"The archive has no original for the revisit of {capture.target_uri}",
                    where=f"{capture.filename} at byte {capture.offset_bytes}",
                    next_step="Ingest the earlier WARC files of the same crawls too.",
                )
            capture = self.capture(row[0])
        path = self.folder / "warc" / capture.filename
        try:
            return read_payload(path, capture.offset_bytes, capture.offset_in_member_bytes, longest_bytes=longest_bytes)
        except FileNotFoundError as error:
            raise NotFound(
                f"The WARC file {capture.filename} is not here",
                where=str(path.parent),
                next_step=f"Put it there, or write where it is into {capture.filename}.at beside.",
            ) from error

    def page_payload(self, url: str, *, at: str | None = None) -> tuple[bytes, str | None, CaptureRecord]:
        """(HTML, declared charset, capture) of the page of that address; NotFound when the archive has none.

        The last whole capture, or, with `at` (YYYYMMDDhhmmss or a part of it), the one nearest to that time.
        """
        number = page_key(url)
        rows = self._rows(
            """SELECT v.capture_id, p.charset, c.timestamp14 FROM versions v JOIN parses p ON p.id = v.parse_id
            JOIN captures c ON c.id = v.capture_id WHERE v.page_id = ?
            ORDER BY c.truncated IS NOT NULL, v.captured_at DESC, c.record_id DESC""",
            (number,),
        ).fetchall()
        if not rows:
            raise NotFound(f"The archive has no page {url}", where=str(self.folder))
        row = rows[0]
        if at:
            wanted = int(at.ljust(14, "0")[:14])
            row = min(rows, key=lambda row: abs(int(row[2]) - wanted))
        return self.payload(row[0]), row[1], self.capture(row[0])

    def page_id(self, url: str) -> int | None:
        """Id of the page of that address; None when the archive has no such page."""
        number = page_key(url)
        row = self._rows("SELECT id FROM pages WHERE id = ?", (number,)).fetchone()
        return number if row else None


def _made(kind: Callable[..., _Value], *values: Any) -> _Value:  # Any: SQL values
    return kind(*values)


def _conditions(filters: ArticleFilters) -> tuple[list[str], list[str]]:
    """SQL conditions on the table as a, and their parameters."""
    conditions: list[str] = []
    parameters: list[str] = []
    if tag := filters.get("tag"):
        conditions.append(
            "a.id IN (SELECT x.article_id FROM article_tags x JOIN tags t ON t.id = x.tag_id"
            " WHERE t.slug = ? OR t.name = ? COLLATE NOCASE)"
        )
        parameters += [tag, tag]
    if author := filters.get("author"):
        conditions.append(
            "a.id IN (SELECT b.article_id FROM bylines b JOIN people p ON p.id = b.person_id"
            " WHERE p.slug = ? OR p.name = ? COLLATE NOCASE OR b.name = ? COLLATE NOCASE)"
        )
        parameters += [author, author, author]
    if before := filters.get("before"):
        conditions.append("a.date_published < ?")
        parameters.append(before)
    if after := filters.get("after"):
        conditions.append("a.date_published >= ?")
        parameters.append(after)
    if where := filters.get("where"):
        conditions.append(f"a.id IN (SELECT id FROM articles WHERE {where})")
    return conditions, parameters
