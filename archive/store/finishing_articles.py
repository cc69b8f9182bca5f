"""What single pages cannot know of articles, put together in SQL: what is one article, its rows, copies, addresses."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace

from archive.identity import PageFacts, Rendition, group_keys
from archive.near_duplicates import part_of
from archive.store.writing import ArchiveWriter, Row

__all__ = ["ArticleFinishing", "Signatures", "WantedArticle"]

_BATCH = 500
"""Rows that are held at a time where there may be a million."""
_PAGE_FACTS = """SELECT g.id, g.url, g.site, g.kind, p.title, p.canonical_url, p.content_sha256, p.body_signature,
    p.body_words FROM pages g JOIN parses p ON p.id = g.parse_id"""
_ARTICLE_TABLES = (
    "articles",
    "bylines",
    "comments",
    "article_tags",
    "article_assets",
    "article_feed_facts",
    "addresses",
)


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


class ArticleFinishing:
    """The steps, on one writer; each one is a transaction."""

    def __init__(self, writer: ArchiveWriter) -> None:
        self._writer = writer
        self._run = writer.connection.execute
        self._many = writer.connection.executemany

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
                WHERE d.url_id = page_key(assets.url)
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
