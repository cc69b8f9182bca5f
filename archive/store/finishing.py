"""What single pages cannot know, put together in SQL: versions, pages, destinations, people, counts; set by set.

Every step is a function of the rows that reading wrote, so that doing it again, or after a kill, gives the same.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from archive.crawl_records import CRAWL_RECORD_PREFIX, CrawlRecords
from archive.identity import PageFacts, Rendition, group_keys
from archive.near_duplicates import part_of
from archive.people import Mention, Person
from archive.store.writing import ArchiveWriter, Row

__all__ = ["Finishing", "WantedArticle"]

_MOST_REDIRECTS = 10
_BATCH = 500
"""Rows that are held at a time where there may be a million."""
_PAGE_FACTS = """SELECT g.id, g.url, g.site, g.kind, p.title, p.canonical_url, p.content_sha256, p.body_signature,
    p.body_words FROM pages g JOIN parses p ON p.id = g.parse_id"""
_ARTICLE_TABLES = ("articles", "bylines", "comments", "article_tags", "article_assets", "addresses")


@dataclass(frozen=True, slots=True)
class WantedArticle:
    """A page that is an article, and what tells whether the article that is held is still right."""

    page_id: int
    url: str
    site: str
    parse_id: int
    content_sha256: str
    rows_sha256: str
    held_sha256: str | None
    """Digest of the sources of the article that is held; None when none is."""
    others: tuple[tuple[str, str, int, str], ...] = ()
    """(rendition, address, parse id, content digest) of its parts and comment pages."""


class Signatures:
    """Signatures by place, from 0; on disk, so that memory stays flat."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._run = connection.execute

    def parts(self, band: int) -> Iterator[bytes]:
        """The band of that number of each signature, by place."""
        part = part_of(band)
        for row in self._run(
            "SELECT substr(signature, ?, ?) FROM signatures ORDER BY place", (part.start + 1, part.stop - part.start)
        ):
            yield row[0]

    def at(self, place: int) -> tuple[int, bytes]:
        """(article id, signature) at a place."""
        row = self._run("SELECT article_id, signature FROM signatures WHERE place = ?", (place + 1,)).fetchone()
        return int(row[0]), bytes(row[1])


class Finishing:
    """The steps, on one writer; each one is a transaction."""

    def __init__(self, writer: ArchiveWriter) -> None:
        self._writer = writer
        self._run = writer.connection.execute
        self._many = writer.connection.executemany

    # -- captures and versions

    def resolve_revisits(self) -> None:
        """Finds the capture that each revisit points at: by address and date, by digest, or, for a 304, the last
        one."""
        with self._writer.transaction():
            self._run("CREATE TEMP TABLE found (id INTEGER PRIMARY KEY, original INTEGER)")
            self._run(
                """INSERT INTO found SELECT r.id AS id, coalesce(
                (SELECT o.id FROM captures o WHERE o.target_uri = r.refers_to_uri
                    AND o.timestamp14 = replace(replace(replace(substr(r.refers_to_date, 1, 19), '-', ''), ':', ''),
                    'T', '')
                    AND o.record_type <> 'revisit' ORDER BY o.record_id LIMIT 1),
                (SELECT o.id FROM captures o WHERE o.payload_digest = r.payload_digest AND o.record_type <> 'revisit'
                    AND o.target_uri = coalesce(r.refers_to_uri, r.target_uri) ORDER BY o.warc_date, o.record_id
                    LIMIT 1),
                (SELECT o.id FROM captures o WHERE o.payload_digest = r.payload_digest AND o.record_type <> 'revisit'
                    ORDER BY o.warc_date, o.record_id LIMIT 1),
                (SELECT o.id FROM captures o WHERE o.target_uri = r.target_uri AND o.record_type = 'response'
                    AND o.status = 200 AND o.warc_date < r.warc_date ORDER BY o.warc_date DESC, o.record_id LIMIT 1)
                ) AS original FROM captures r WHERE r.record_type = 'revisit'"""
            )
            self._run(
                """UPDATE captures SET refers_to_capture_id = found.original FROM found
                WHERE found.id = captures.id AND captures.refers_to_capture_id IS NOT found.original"""
            )
            self._run("DROP TABLE found")

    def revisited_pages(self) -> Iterator[tuple[int, str, str, str, str | None]]:
        """(capture id, address, date, SHA-256, charset) of each revisit of a page."""
        yield from self._run(
            """SELECT r.id, r.target_uri, r.warc_date, o.content_sha256, coalesce(r.charset, o.charset)
            FROM captures r JOIN captures o ON o.id = r.refers_to_capture_id
            WHERE r.record_type = 'revisit' AND o.page_id IS NOT NULL AND o.content_sha256 IS NOT NULL
            ORDER BY r.id"""
        )

    def set_revisit_versions(self, versions: Iterable[tuple[int, int, int, str]]) -> None:
        """Writes (capture id, page id, parse id, date) of revisits."""
        rest = iter(versions)
        while rows := list(islice(rest, _BATCH)):
            with self._writer.transaction():
                self._many(
                    """INSERT INTO versions VALUES (?, ?, ?, ?, 0)
                    ON CONFLICT (capture_id) DO UPDATE SET page_id = excluded.page_id, parse_id = excluded.parse_id
                    WHERE page_id <> excluded.page_id OR parse_id <> excluded.parse_id""",
                    rows,
                )
                self._many("UPDATE captures SET page_id = ? WHERE id = ?", [(row[1], row[0]) for row in rows])

    def gather_pages(self) -> None:
        """Sets pages from their versions, what changed between versions, and where parses lead back to."""
        with self._writer.transaction():
            self._run(
                """UPDATE parses SET capture_id = (SELECT v.capture_id FROM versions v JOIN captures c
                ON c.id = v.capture_id WHERE v.parse_id = parses.id
                ORDER BY c.record_type = 'revisit', c.warc_date, c.record_id LIMIT 1)
                WHERE capture_id IS NOT (SELECT v.capture_id FROM versions v JOIN captures c
                ON c.id = v.capture_id WHERE v.parse_id = parses.id
                ORDER BY c.record_type = 'revisit', c.warc_date, c.record_id LIMIT 1)"""
            )
            self._run(
                """UPDATE problems SET capture_id = p.capture_id FROM parses p
                WHERE p.id = problems.parse_id AND problems.capture_id IS NOT p.capture_id"""
            )
            self._run("CREATE TEMP TABLE changes (capture_id INTEGER PRIMARY KEY, is_changed INTEGER)")
            self._run(
                """INSERT INTO changes SELECT v.capture_id AS capture_id,
                p.content_sha256 IS NOT lag(p.content_sha256) OVER
                (PARTITION BY v.page_id ORDER BY v.captured_at, v.capture_id) AS is_changed
                FROM versions v JOIN parses p ON p.id = v.parse_id"""
            )
            self._run(
                """UPDATE versions SET is_changed = x.is_changed FROM changes x
                WHERE x.capture_id = versions.capture_id AND versions.is_changed <> x.is_changed"""
            )
            self._run("DROP TABLE changes")
            self._run(
                """CREATE TEMP TABLE latest AS SELECT * FROM (SELECT v.page_id AS page_id, v.parse_id AS parse_id,
                row_number() OVER (PARTITION BY v.page_id ORDER BY c.truncated IS NOT NULL, v.captured_at DESC,
                c.record_id DESC) AS place, min(v.captured_at) OVER (PARTITION BY v.page_id) AS first_at,
                max(v.captured_at) OVER (PARTITION BY v.page_id) AS last_at,
                count(*) OVER (PARTITION BY v.page_id) AS captures
                FROM versions v JOIN captures c ON c.id = v.capture_id) WHERE place = 1"""
            )
            self._run(
                """INSERT INTO pages SELECT l.page_id, without_fragment(c.target_uri),
                site_of(c.target_uri), p.kind, p.kind_rule, p.title, p.language, p.platform, p.platform_evidence, NULL,
                NULL, l.first_at, l.last_at, l.captures, 0, p.is_not_found, NULL, p.id
                FROM latest l JOIN parses p ON p.id = l.parse_id
                JOIN versions v ON v.parse_id = p.id AND v.page_id = l.page_id JOIN captures c ON c.id = v.capture_id
                WHERE true GROUP BY l.page_id
                ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, kind_rule = excluded.kind_rule,
                title = excluded.title, language = excluded.language, platform = excluded.platform,
                platform_evidence = excluded.platform_evidence, first_captured_at = excluded.first_captured_at,
                last_captured_at = excluded.last_captured_at, capture_count = excluded.capture_count,
                is_soft_404 = excluded.is_soft_404, parse_id = excluded.parse_id
                WHERE (parse_id, first_captured_at, last_captured_at, capture_count, kind, kind_rule, is_soft_404) IS
                NOT
                (excluded.parse_id, excluded.first_captured_at, excluded.last_captured_at, excluded.capture_count,
                excluded.kind, excluded.kind_rule, excluded.is_soft_404)
                OR title IS NOT excluded.title OR language IS NOT excluded.language OR platform IS NOT
                excluded.platform"""
            )
            self._run("DROP TABLE latest")
            self._run(
                """UPDATE captures SET page_id = url_id WHERE page_id IS NULL AND status >= 400
                AND url_id IN (SELECT id FROM pages)"""
            )
            self._run(
                """UPDATE pages SET gone_at = x.gone_at FROM (SELECT g.id AS id, (SELECT min(c.warc_date) FROM
                captures c
                WHERE c.url_id = g.id AND c.status IN (404, 410) AND c.warc_date > g.last_captured_at) AS gone_at
                FROM pages g) x WHERE x.id = pages.id AND pages.gone_at IS NOT x.gone_at"""
            )
            self._run(
                """UPDATE crawls SET started_at = x.first_at, finished_at = x.last_at FROM
                (SELECT crawl_id, min(warc_date) AS first_at, max(warc_date) AS last_at FROM captures GROUP BY
                crawl_id) x
                WHERE x.crawl_id = crawls.id"""
            )

    def possible_listings(self) -> dict[int, list[tuple[int, str]]]:
        """By page id: (page id, region of the link) of the articles that one without author links to by title."""
        listed: dict[int, list[tuple[int, str]]] = defaultdict(list)
        for page_id, target, region in self._run(
            """SELECT DISTINCT g.id, t.id, l.region FROM pages g
            JOIN parses p ON p.id = g.parse_id JOIN links l ON l.parse_id = p.id AND l.region IN ('body', 'furniture')
            JOIN destinations d ON d.url_id = l.url_id JOIN pages t ON t.id = d.page_id
            WHERE g.kind = 'article' AND p.author_count = 0 AND t.kind = 'article' AND t.id <> g.id
            AND t.site = g.site AND l.anchor_text = t.title AND t.title <> coalesce(g.title, '')
            ORDER BY g.id, t.id, l.region"""
        ):
            listed[page_id].append((target, region))
        return listed

    def set_listings(self, page_ids: Sequence[int]) -> None:
        """Corrects the kind of pages that turned out to list articles."""
        with self._writer.transaction():
            self._many(
                "UPDATE pages SET kind = 'listing', kind_rule = 'site:lists-articles' WHERE id = ?",
                [(number,) for number in page_ids],
            )

    def resolve_destinations(self) -> None:
        """Sets where every fetched address leads in the end, redirects followed."""
        rows = self._run(
            """SELECT url_id, row_id('page', without_fragment(redirect_url)), without_fragment(redirect_url)
                FROM (SELECT url_id, redirect_url, row_number() OVER (PARTITION BY url_id
                ORDER BY warc_date DESC, record_id DESC) AS place FROM captures WHERE record_type <> 'revisit'
                OR redirect_url IS NOT NULL) WHERE place = 1 AND redirect_url IS NOT NULL"""
        )
        step = {row[0]: (row[1], row[2]) for row in rows}
        with self._writer.transaction():
            self._run(
                """CREATE TEMP TABLE last_captures AS SELECT url_id, id, status, url FROM (SELECT c.url_id AS url_id,
                coalesce(c.refers_to_capture_id, c.id) AS id,
                CASE WHEN c.record_type = 'revisit' AND c.status = 304 THEN 200 ELSE c.status END AS status,
                without_fragment(c.target_uri) AS url, row_number() OVER (PARTITION BY c.url_id
                ORDER BY c.truncated IS NOT NULL, c.warc_date DESC, c.record_id DESC) AS place FROM captures c)
                WHERE place = 1"""
            )
            self._run("CREATE UNIQUE INDEX temp.last_captures_url_id ON last_captures (url_id)")
            self._run(
                "CREATE TEMP TABLE ends (url_id INTEGER PRIMARY KEY, end_id INTEGER, final_url TEXT, hops INTEGER)"
            )
            self._many("INSERT INTO ends VALUES (?, ?, ?, ?)", _ends(step))
            self._run(
                """CREATE TEMP TABLE reached AS SELECT l.url_id AS url_id, l.url AS url, z.status AS status,
                coalesce(e.final_url, l.url) AS final_url, coalesce(e.hops, 0) AS hops, z.id AS capture_id,
                g.id AS page_id FROM last_captures l LEFT JOIN ends e ON e.url_id = l.url_id
                LEFT JOIN last_captures z ON z.url_id = coalesce(e.end_id, l.url_id)
                LEFT JOIN pages g ON g.id = coalesce(e.end_id, l.url_id) AND z.status BETWEEN 200 AND 299"""
            )
            self._run(
                """INSERT INTO destinations SELECT url_id, url, status, final_url, hops, capture_id, page_id FROM
                reached
                WHERE true ON CONFLICT (url_id) DO UPDATE SET url = excluded.url, status = excluded.status,
                final_url = excluded.final_url, hops = excluded.hops, capture_id = excluded.capture_id,
                page_id = excluded.page_id WHERE (status, final_url, hops, capture_id, page_id) IS NOT
                (excluded.status, excluded.final_url, excluded.hops, excluded.capture_id, excluded.page_id)"""
            )
            for table in ("reached", "ends", "last_captures"):
                self._run(f"DROP TABLE {table}")

    def crawl_records(self) -> list[tuple[int, str, int]]:
        """(crawl id, address, capture id) of the last record of each name that crawls kept of themselves."""
        return self._run(
            f"""SELECT crawl_id, target_uri, id FROM (SELECT crawl_id, target_uri, id, row_number() OVER
            (PARTITION BY crawl_id, target_uri ORDER BY warc_date DESC, record_id DESC) AS place FROM captures
            WHERE target_uri GLOB '{CRAWL_RECORD_PREFIX}*' AND record_type = 'resource' AND crawl_id IS NOT NULL)
            WHERE place = 1 ORDER BY crawl_id, target_uri"""
        ).fetchall()

    def place_of(self, capture_id: int) -> tuple[str, int, int]:
        """(file name, offset, offset in member) of a capture."""
        row = self._run(
            """SELECT f.filename, c.offset_bytes, c.offset_in_member_bytes FROM captures c
            JOIN warc_files f ON f.id = c.warc_file_id WHERE c.id = ?""",
            (capture_id,),
        ).fetchone()
        return str(row[0]), int(row[1]), int(row[2])

    def set_crawl_facts(self, facts: Mapping[int, Sequence[CrawlRecords]]) -> None:
        """Sets what crawls say of themselves, by crawl id."""
        with self._writer.transaction():
            for crawl_id, records in facts.items():
                self._run("DELETE FROM skipped WHERE crawl_id = ?", (crawl_id,))
                self._run("DELETE FROM problems WHERE crawl_id = ?", (crawl_id,))
                for record in records:
                    self._run(
                        """UPDATE crawls SET configuration = coalesce(?, configuration),
                        finish_reason = coalesce(?, finish_reason) WHERE id = ?""",
                        (record.configuration, record.finish_reason, crawl_id),
                    )
                    self._writer.insert_all({"skipped": record.skipped, "problems": record.problems})

    # -- identity

    def page_facts(self) -> Iterator[PageFacts]:
        """What identity is decided on, by id, for every page that may be a form of another, or have one."""
        self._find_groups()
        addresses: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for page_id, relation, url in self._run(
            """SELECT g.id, x.relation, x.url FROM page_addresses x JOIN pages g ON g.parse_id = x.parse_id
            WHERE x.relation IN ('print', 'amp', 'mobile') ORDER BY g.id, x.position"""
        ):
            addresses[page_id].append((relation, url))
        for row in self._run(f"{_PAGE_FACTS} JOIN related r ON r.page_id = g.id WHERE g.is_soft_404 = 0 ORDER BY g.id"):
            yield replace(PageFacts(*row), addresses=tuple(addresses.get(row[0], ())))
        self._run("DROP TABLE related")

    def _find_groups(self) -> None:
        """Makes the temporary table `related`: pages that share a group that counts, or that name one another."""
        has_prints = self._run("SELECT 1 FROM pages WHERE kind = 'print' LIMIT 1").fetchone() is not None
        self._run("CREATE TEMP TABLE group_keys (key INTEGER, part INTEGER, page_id INTEGER)")
        rows = self._run(f"{_PAGE_FACTS} WHERE g.is_soft_404 = 0")
        while batch := rows.fetchmany(_BATCH):
            self._many(
                "INSERT INTO group_keys VALUES (?, ?, ?)",
                [(*key, row[0]) for row in batch for key in group_keys(PageFacts(*row), has_prints=has_prints)],
            )
        self._run("CREATE INDEX temp.group_keys_key ON group_keys (key)")
        self._run("CREATE TEMP TABLE related (page_id INTEGER PRIMARY KEY)")
        self._run(
            """INSERT OR IGNORE INTO related SELECT k.page_id FROM (SELECT key FROM group_keys GROUP BY key
            HAVING sum(part = 0) > 1 OR (sum(part = 1) > 0 AND count(*) > 1)) x CROSS JOIN group_keys k
            WHERE k.key = x.key"""
        )
        self._run(
            """CREATE TEMP TABLE named AS SELECT g.id AS one, o.id AS other FROM page_addresses x
            JOIN pages g ON g.parse_id = x.parse_id JOIN pages o ON o.id = x.url_id
            WHERE x.relation IN ('print', 'amp', 'mobile', 'canonical') AND o.id <> g.id"""
        )
        self._run("INSERT OR IGNORE INTO related SELECT one FROM named UNION SELECT other FROM named")
        self._run("DROP TABLE named")
        self._run("DROP TABLE group_keys")

    def set_renditions(self, found: Sequence[Rendition]) -> None:
        """Sets which pages are forms of which."""
        with self._writer.transaction():
            self._run("CREATE TEMP TABLE forms (id INTEGER PRIMARY KEY, main INTEGER, name TEXT)")
            self._many("INSERT INTO forms VALUES (?, ?, ?)", [(r.page_id, r.main_page_id, r.name) for r in found])
            self._run(
                """UPDATE pages SET rendition_of_page_id = x.main, rendition = x.name FROM
                (SELECT g.id AS id, f.main AS main, f.name AS name FROM pages g LEFT JOIN forms f ON f.id = g.id) x
                WHERE x.id = pages.id AND (pages.rendition_of_page_id IS NOT x.main OR pages.rendition IS NOT x.name)"""
            )
            self._run("DROP TABLE forms")

    # -- articles

    def wanted_articles(self, kinds: Sequence[str]) -> Iterator[list[WantedArticle]]:
        """Every page that is an article of its own, by id, a batch at a time; meanwhile articles may be written."""
        marks = ", ".join("?" * len(kinds))
        self._run("CREATE TEMP TABLE wanted_articles (page_id INTEGER PRIMARY KEY, article_id INTEGER)")
        self._run(
            f"""INSERT INTO wanted_articles SELECT g.id, row_id('article', g.url) FROM pages g
            JOIN parses p ON p.id = g.parse_id
            WHERE (g.kind IN ({marks}) OR (g.kind_rule = 'none' AND p.body_words >= 50))
            AND g.rendition_of_page_id IS NULL AND g.is_soft_404 = 0""",
            kinds,
        )
        after = -1
        while rows := self._run(
            """SELECT g.id, g.url, g.site, p.id, p.content_sha256, p.rows_sha256, a.sources_sha256
            FROM wanted_articles w JOIN pages g ON g.id = w.page_id JOIN parses p ON p.id = g.parse_id
            LEFT JOIN articles a ON a.id = w.article_id WHERE w.page_id > ? ORDER BY w.page_id LIMIT ?""",
            (after, _BATCH),
        ).fetchall():
            others: dict[int, list[tuple[str, str, int, str]]] = defaultdict(list)
            for main, *row in self._run(
                """SELECT g.rendition_of_page_id, g.rendition, g.url, p.id, p.content_sha256 FROM pages g
                JOIN parses p ON p.id = g.parse_id WHERE g.rendition_of_page_id > ? AND g.rendition_of_page_id <= ?
                AND g.rendition IN ('part', 'comment-page') ORDER BY g.id""",
                (after, rows[-1][0]),
            ):
                others[main].append((row[0], row[1], row[2], row[3]))
            after = rows[-1][0]
            yield [replace(WantedArticle(*row), others=tuple(others.get(row[0], ()))) for row in rows]

    def drop_unwanted_articles(self) -> None:
        """Removes the articles whose pages are none any more, after `wanted_articles` has told all that are."""
        gone = self._run("SELECT id FROM articles WHERE id NOT IN (SELECT article_id FROM wanted_articles) ORDER BY id")
        self.replace_articles([row[0] for row in gone.fetchall()], {})
        self._run("DROP TABLE wanted_articles")

    def page_parse(self, page_id: int) -> int:
        """Id of a page's current parse."""
        return int(self._run("SELECT parse_id FROM pages WHERE id = ?", (page_id,)).fetchone()[0])

    def parsed_json(self, parse_id: int) -> bytes:
        """The stored page of a parse."""
        return bytes(self._run("SELECT parsed_json FROM parses WHERE id = ?", (parse_id,)).fetchone()[0])

    def loading_articles(self) -> AbstractContextManager[None]:
        """While the first articles of an archive come in: what slows that down is made at the end."""
        return nullcontext() if self._writer.count("articles") else self._writer.loading(*_ARTICLE_TABLES)

    def replace_articles(self, article_ids: Sequence[int], tables: Mapping[str, Sequence[Row]]) -> None:
        """Removes the articles that there are of these, with all that is theirs, and adds the rows given, in one
        transaction."""
        keys = [(number,) for number in article_ids]
        with self._writer.transaction():
            for table in _ARTICLE_TABLES[1:]:
                self._many(f"DELETE FROM {table} WHERE article_id = ?", keys)
            self._many("DELETE FROM articles WHERE id = ?", keys)
            self._writer.insert_all(tables)

    def gather_shared(self) -> None:
        """Sets what articles share: tags, assets and where they are captured; drops what none uses any more."""
        with self._writer.transaction():
            self._run("DELETE FROM tags WHERE id NOT IN (SELECT tag_id FROM article_tags)")
            self._run(
                """UPDATE tags SET url = x.url FROM (SELECT tag_id, min(url) AS url FROM article_tags GROUP BY tag_id) x
                WHERE x.tag_id = tags.id AND tags.url IS NOT x.url"""
            )
            self._run("DELETE FROM assets WHERE id NOT IN (SELECT asset_id FROM article_assets)")
            self._run(
                """UPDATE assets SET capture_id = c.id, mime = CASE WHEN c.mime IS NULL OR c.mime IN
                ('application/octet-stream', 'text/plain', 'unk', '') THEN coalesce(c.mime_detected, c.mime) ELSE c.mime
                END, size_bytes = c.content_bytes, sha256 = c.content_sha256, width = c.width, height = c.height
                FROM destinations d JOIN captures c ON c.id = d.capture_id
                WHERE d.url_id = row_id('page', without_fragment(assets.url))
                AND (d.status BETWEEN 200 AND 299 OR d.status IS NULL) AND c.content_sha256 IS NOT NULL"""
            )

    def gather_addresses(self) -> None:
        """Sets every address each article is known by."""
        with self._writer.transaction():
            self._run(
                "CREATE TEMP TABLE known (article_id INTEGER, url TEXT, relation TEXT, evidence TEXT, place INTEGER)"
            )
            self._run("""INSERT INTO known SELECT a.id, a.url, 'self', 'captured', 0 FROM articles a""")
            self._run(
                """INSERT INTO known SELECT a.id, g.url, g.rendition, 'captured', 1 FROM pages g
                JOIN articles a ON a.page_id = g.rendition_of_page_id"""
            )
            # What the article's pages name: canonical, shortlink, print, AMP and mobile versions, captured or not.
            self._run(
                """INSERT INTO known SELECT a.id, without_fragment(x.url), x.relation, 'linked', 2 FROM articles a
                JOIN pages g ON g.id = a.page_id OR g.rendition_of_page_id = a.page_id
                JOIN page_addresses x ON x.parse_id = g.parse_id
                LEFT JOIN pages other ON other.id = x.url_id
                WHERE x.relation IN ('canonical', 'shortlink', 'print', 'amp', 'mobile')
                AND (other.id IS NULL OR coalesce(other.rendition_of_page_id, other.id) = a.page_id)"""
            )
            self._run(
                """INSERT INTO known SELECT a.id, d.url, 'redirect', 'redirect to ' || d.final_url, 3 FROM
                destinations d
                JOIN pages g ON g.id = d.page_id JOIN articles a ON a.page_id = coalesce(g.rendition_of_page_id, g.id)
                WHERE d.hops > 0"""
            )
            self._run(
                """CREATE TEMP TABLE wanted AS SELECT article_id, url, relation, evidence FROM (SELECT *, row_number()
                OVER (PARTITION BY article_id, url ORDER BY place, relation, evidence) AS nth FROM known) WHERE nth =
                1"""
            )
            self._run("CREATE UNIQUE INDEX temp.wanted_key ON wanted (article_id, url, relation, evidence)")
            self._run(
                """DELETE FROM addresses WHERE NOT EXISTS (SELECT 1 FROM wanted w WHERE w.article_id =
                addresses.article_id
                AND w.url = addresses.url AND w.relation = addresses.relation AND w.evidence = addresses.evidence)"""
            )
            self._run("INSERT INTO addresses SELECT * FROM wanted WHERE true ON CONFLICT DO NOTHING")
            self._run("DROP TABLE known")
            self._run("DROP TABLE wanted")

    def count_inlinks(self) -> None:
        """Sets how many pages link to each page from outside navigation; renditions count for their main page."""
        with self._writer.transaction():
            self._run("CREATE TEMP TABLE linked (id INTEGER PRIMARY KEY, inlinks INTEGER)")
            self._run(
                """INSERT INTO linked SELECT t AS id, count(DISTINCT s) AS inlinks FROM
                (SELECT coalesce(g.rendition_of_page_id, g.id) AS s, coalesce(h.rendition_of_page_id, h.id) AS t
                FROM links l JOIN pages g ON g.parse_id = l.parse_id JOIN destinations d ON d.url_id = l.url_id
                JOIN pages h ON h.id = d.page_id WHERE l.region NOT IN ('navigation', 'furniture', 'comment_form'))
                WHERE s <> t GROUP BY t"""
            )
            self._run(
                """UPDATE pages SET inlinks = x.inlinks FROM (SELECT g.id AS id, coalesce(n.inlinks, 0) AS inlinks
                FROM pages g LEFT JOIN linked n ON n.id = g.id) x WHERE x.id = pages.id AND pages.inlinks <>
                x.inlinks"""
            )
            self._run("DROP TABLE linked")

    @contextmanager
    def signatures(self) -> Iterator[Signatures]:
        """The signatures of all articles' bodies, oldest first: by date, then address."""
        self._run("CREATE TEMP TABLE signatures (place INTEGER PRIMARY KEY, article_id INTEGER, signature BLOB)")
        # Places count from 1 in the order of insertion.
        self._run(
            """INSERT INTO signatures (article_id, signature) SELECT a.id, p.body_signature FROM articles a
            JOIN parses p ON p.id = a.parse_id WHERE p.body_signature IS NOT NULL
            ORDER BY a.date_published IS NULL, a.date_published, a.url"""
        )
        yield Signatures(self._writer.connection)
        self._run("DROP TABLE signatures")

    def set_duplicates(self, duplicates: Mapping[int, int]) -> None:
        """Sets which article each is nearly equal to."""
        with self._writer.transaction():
            self._run("CREATE TEMP TABLE copies (id INTEGER PRIMARY KEY, first_id INTEGER)")
            self._many("INSERT INTO copies VALUES (?, ?)", sorted(duplicates.items()))
            self._run(
                """UPDATE articles SET duplicate_of_id = x.first_id FROM (SELECT a.id AS id, c.first_id AS first_id
                FROM articles a LEFT JOIN copies c ON c.id = a.id) x
                WHERE x.id = articles.id AND articles.duplicate_of_id IS NOT x.first_id"""
            )
            self._run("DROP TABLE copies")

    # -- people

    def mentions(self) -> Iterator[tuple[Mention, int]]:
        """Each different mention and how often it occurs; names of nobody are among them."""
        for name, site, url, is_organisation, uses in self._run(
            """SELECT b.name, g.site, b.url, b.is_organisation, count(*) FROM bylines b
            JOIN articles a ON a.id = b.article_id JOIN pages g ON g.id = a.page_id GROUP BY 1, 2, 3, 4"""
        ):
            yield Mention(name, site, "byline", url, is_organisation=bool(is_organisation)), uses
        for name, site, url, scope, is_by_author, uses in self._run(
            """SELECT m.author_name, g.site, m.author_url, CASE WHEN instr(trim(m.author_name), ' ') > 0 THEN '' ELSE
            a.url
            END, m.is_by_author, count(*) FROM comments m JOIN articles a ON a.id = m.article_id
            JOIN pages g ON g.id = a.page_id WHERE m.author_name IS NOT NULL GROUP BY 1, 2, 3, 4, 5"""
        ):
            yield Mention(name, site, "comment", url, scope, bool(is_by_author)), uses

    def profile_pages(self) -> Iterator[tuple[str, str, str | None]]:
        """(address, site, title) of every page that shows one author."""
        yield from self._run("SELECT url, site, title FROM pages WHERE kind = 'author' ORDER BY id")

    def set_people(self, people: Sequence[Person], uses: Mapping[Mention, int]) -> None:
        """Sets people, the names they go by with the evidence, and who wrote what."""
        with self._writer.transaction():
            self._run(
                """CREATE TEMP TABLE who (name TEXT, site TEXT, use TEXT, url TEXT, scope TEXT, is_by_author INTEGER,
                is_organisation INTEGER, person_id INTEGER)"""
            )
            self._many(
                "INSERT INTO who VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    (m.name, m.site, m.use, m.url, m.scope, int(m.is_by_author), int(m.is_organisation), person.id)
                    for person in people
                    for m in person.evidence
                ),
            )
            self._run("CREATE INDEX temp.who_name ON who (name, site, use)")
            self._run(
                """UPDATE bylines SET person_id = x.person_id FROM (SELECT b.article_id AS article_id, b.position AS
                position,
                w.person_id AS person_id FROM bylines b JOIN articles a ON a.id = b.article_id JOIN pages g
                ON g.id = a.page_id JOIN who w ON w.name = b.name AND w.site = g.site AND w.use = 'byline'
                AND w.url IS b.url AND w.is_organisation = b.is_organisation) x WHERE x.article_id = bylines.article_id
                AND x.position = bylines.position AND bylines.person_id <> x.person_id"""
            )
            self._run(
                """UPDATE comments SET person_id = x.person_id FROM (SELECT m.id AS id, w.person_id AS person_id
                FROM comments m JOIN articles a ON a.id = m.article_id JOIN pages g ON g.id = a.page_id
                LEFT JOIN who w ON w.name = m.author_name AND w.site = g.site AND w.use = 'comment'
                AND w.url IS m.author_url AND w.is_by_author = m.is_by_author AND w.scope =
                CASE WHEN instr(trim(m.author_name), ' ') > 0 THEN '' ELSE a.url END) x
                WHERE x.id = comments.id AND comments.person_id IS NOT x.person_id"""
            )
            self._run("DROP TABLE who")
            self._set_person_rows(people, uses)

    def _set_person_rows(self, people: Sequence[Person], uses: Mapping[Mention, int]) -> None:
        names: dict[tuple[int, str, str, str], int] = defaultdict(int)
        for person in people:
            for mention, why in person.evidence.items():
                names[person.id, mention.name, mention.site, f"{mention.use}: {why}"] += uses[mention]
        self._run("DELETE FROM person_names")
        self._writer.insert("person_names", [(*key, count) for key, count in sorted(names.items())])
        self._run("DELETE FROM people")
        self._writer.insert(
            "people",
            [(p.id, p.name, p.slug, int(p.is_organisation), p.url, None, None, None, 0, 0) for p in people],
        )
        self._run(
            """UPDATE people SET job_title = x.role, organisation = x.organisation FROM (SELECT * FROM (SELECT
            b.person_id
            AS person_id, b.role AS role, b.organisation AS organisation, row_number() OVER (PARTITION BY b.person_id
            ORDER BY b.role IS NULL, a.date_published IS NULL, a.date_published DESC, a.url, b.position) AS place
            FROM bylines b JOIN articles a ON a.id = b.article_id) WHERE place = 1) x WHERE x.person_id = people.id"""
        )
        self._run(
            """UPDATE people SET bio = x.bio FROM (SELECT * FROM (SELECT b.person_id AS person_id, b.bio AS bio,
            row_number() OVER (PARTITION BY b.person_id ORDER BY length(b.bio) DESC, b.bio) AS place
            FROM bylines b WHERE b.bio IS NOT NULL) WHERE place = 1) x WHERE x.person_id = people.id"""
        )
        self._run(
            """UPDATE people SET article_count = x.articles FROM (SELECT person_id, count(DISTINCT article_id) AS
            articles
            FROM bylines GROUP BY person_id) x WHERE x.person_id = people.id"""
        )
        self._run(
            """UPDATE people SET comment_count = x.comments FROM (SELECT person_id, count(*) AS comments FROM comments
            WHERE person_id IS NOT NULL GROUP BY person_id) x WHERE x.person_id = people.id"""
        )

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:  # Any: SQL values
        """Rows of a query."""
        yield from self._run(sql, parameters)


def _ends(step: Mapping[int, tuple[int, str]]) -> Iterator[tuple[int, int, str, int]]:
    """(address, end of its redirects, the end's address, hops); a loop ends at its smallest member, reached by
    itself."""
    for start in sorted(step):
        here, url, hops = start, "", 0
        seen = {start}
        while here in step and hops < _MOST_REDIRECTS:
            following, url = step[here]
            hops += 1
            here = following
            if here in seen:
                break
            seen.add(here)
        yield start, here, url, hops
