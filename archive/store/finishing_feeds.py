"""What is known of feeds, put together in SQL: which wait to be read, and which page each entry is about."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence

from archive.feed_facts import SOURCE, FeedFacts, Statement, facts_of
from archive.feed_rows import FeedRows, WaitingFeed, feed_id_of
from archive.keys import without_campaign
from archive.media_types import FEED_TYPES
from archive.model import DateFact
from archive.store.writing import ArchiveWriter

__all__ = ["FeedFinishing"]

_PRECISIONS = {4: "year", 7: "month", 10: "day"}
_TYPES = ", ".join(f"'{name}'" for name in FEED_TYPES)

# Every capture of a feed, a revisit with the record that has its bytes. Two steps: the first reads no more of the
# captures than their types, and finds nothing where there is no feed.
_CAPTURES = """SELECT o.id AS original_id, c.target_uri AS url, o.content_sha256 AS sha256,
    coalesce(c.charset, o.charset) AS charset, c.warc_date AS warc_date, c.record_id AS record_id,
    o.warc_date AS original_date, o.record_id AS original_record_id
    FROM feed_captures x JOIN captures o ON o.id = x.original_id JOIN captures c ON c.id = x.id"""


class FeedFinishing:
    """The steps, on one writer; each one is a transaction."""

    def __init__(self, writer: ArchiveWriter) -> None:
        self._writer = writer
        self._run = writer.connection.execute
        self._many = writer.connection.executemany
        self._has_evidence = False
        writer.connection.create_function("bare_site", 1, _bare_site, deterministic=True)
        writer.connection.create_function("feed_id_of", 3, feed_id_of, deterministic=True)
        writer.connection.create_function("without_campaign", 1, without_campaign, deterministic=True)

    def undetected(self) -> list[tuple[int, str, int, int]]:
        """(capture id, file name, offset, offset in member) of each payload that may be a feed, in an archive that was
        filled before feeds were told from other XML."""
        return self._run(
            """SELECT c.id, f.filename, c.offset_bytes, c.offset_in_member_bytes FROM captures c
            JOIN warc_files f ON f.id = c.warc_file_id WHERE c.record_type <> 'revisit' AND
            (c.mime_detected = 'application/xml' OR c.mime_detected IS NULL AND c.content_bytes > 0)
            ORDER BY f.filename, c.offset_bytes, c.offset_in_member_bytes"""
        ).fetchall()

    def set_detected(self, types: Sequence[tuple[str, int]]) -> None:
        """Writes (media type, capture id) of what turned out to be a feed."""
        with self._writer.transaction():
            self._many("UPDATE captures SET mime_detected = ? WHERE id = ?", types)
            self._run("DELETE FROM archive_info WHERE key = 'feeds_are_detected'")

    def waiting(self, *, version: str | None) -> list[WaitingFeed]:
        """Feeds that were not read, by place in the files; with `version`, those too that another version read.

        Of feeds that were read, notes when they were captured; one whose first capture turned up is read again.
        """
        self._run("CREATE TEMP TABLE feed_captures (id INTEGER PRIMARY KEY, original_id INTEGER)")
        self._run(
            f"""INSERT INTO feed_captures SELECT id, id FROM captures WHERE mime_detected IN ({_TYPES})
            AND record_type <> 'revisit' AND content_sha256 IS NOT NULL AND (status BETWEEN 200 AND 299 OR status IS
            NULL)"""
        )
        if self._run("SELECT 1 FROM feed_captures LIMIT 1").fetchone() is None:
            self._run("DROP TABLE feed_captures")
            return []
        self._run(
            """INSERT OR IGNORE INTO feed_captures SELECT id, refers_to_capture_id FROM captures
            WHERE record_type = 'revisit' AND refers_to_capture_id IN (SELECT id FROM feed_captures)"""
        )
        self._run(
            f"""CREATE TEMP TABLE found_feeds AS SELECT *, feed_id_of(url, sha256, charset) AS id FROM (SELECT
            without_fragment(url) AS url, sha256, charset, original_id AS capture_id,
            min(warc_date) OVER one AS first_at, max(warc_date) OVER one AS last_at, row_number() OVER
            (one ORDER BY original_date, original_record_id) AS place FROM ({_CAPTURES})
            WINDOW one AS (PARTITION BY without_fragment(url), sha256, lower(coalesce(charset, '')))) WHERE place = 1"""
        )
        with self._writer.transaction():
            self._run(
                """UPDATE feeds SET first_captured_at = x.first_at, last_captured_at = x.last_at FROM found_feeds x
                WHERE x.id = feeds.id AND (first_captured_at, last_captured_at) <> (x.first_at, x.last_at)"""
            )
        rows = self._run(
            """SELECT x.url, x.sha256, x.charset, x.capture_id, x.first_at, x.last_at, f.filename, c.offset_bytes,
            c.offset_in_member_bytes FROM found_feeds x JOIN captures c ON c.id = x.capture_id
            JOIN warc_files f ON f.id = c.warc_file_id LEFT JOIN feeds d ON d.id = x.id
            WHERE d.id IS NULL OR d.capture_id <> x.capture_id
            OR d.reader_version <> coalesce(?, d.reader_version)
            ORDER BY f.filename, c.offset_bytes, c.offset_in_member_bytes, x.url""",
            (version,),
        ).fetchall()
        self._run("DROP TABLE found_feeds")
        self._run("DROP TABLE feed_captures")
        return [WaitingFeed(*row) for row in rows]

    def put(self, feeds: Sequence[FeedRows]) -> None:
        """Writes what was read, in place of what was held."""
        keys = [(rows.feed_id,) for rows in feeds]
        with self._writer.transaction():
            self._many(
                """DELETE FROM problems WHERE code GLOB 'feed.*' AND (capture_id, url) IN
                (SELECT capture_id, url FROM feeds WHERE id = ?)""",
                keys,
            )
            self._many("DELETE FROM feed_entries WHERE feed_id = ?", keys)
            self._many("DELETE FROM feeds WHERE id = ?", keys)
            for rows in feeds:
                self._writer.insert_all(rows.tables)

    def name_pages(self) -> None:
        """Sets the page that each entry is about: where its address leads, or its guid, or the only page that names
        one of them as its own."""
        if not self._writer.count("feed_entries"):
            return
        with self._writer.transaction():
            self._run("CREATE TEMP TABLE entry_keys (entry_id INTEGER, place INTEGER, url_id INTEGER)")
            self._run(
                """INSERT INTO entry_keys SELECT id, 0, url_id FROM feed_entries WHERE url_id IS NOT NULL
                UNION ALL SELECT id, 1, page_key(without_campaign(url)) FROM feed_entries WHERE instr(url, 'utm_') > 0
                UNION ALL SELECT id, 2, guid_url_id FROM feed_entries WHERE guid_url_id IS NOT NULL"""
            )
            self._run(
                """CREATE TEMP TABLE entry_pages AS SELECT entry_id, place, d.page_id AS page_id FROM entry_keys k
                JOIN destinations d ON d.url_id = k.url_id WHERE d.page_id IS NOT NULL"""
            )
            self._run(
                """INSERT INTO entry_pages SELECT k.entry_id, k.place + 3, min(coalesce(g.rendition_of_page_id, g.id))
                FROM entry_keys k JOIN page_addresses x ON x.url_id = k.url_id
                JOIN pages g ON g.parse_id = x.parse_id WHERE x.relation IN ('canonical', 'shortlink')
                GROUP BY k.entry_id, k.place HAVING count(DISTINCT coalesce(g.rendition_of_page_id, g.id)) = 1"""
            )
            self._run(
                """CREATE TEMP TABLE named AS SELECT entry_id, page_id FROM (SELECT *, row_number() OVER
                (PARTITION BY entry_id ORDER BY place) AS nth FROM entry_pages) WHERE nth = 1"""
            )
            self._run("CREATE UNIQUE INDEX temp.named_entry ON named (entry_id)")
            self._run(
                """UPDATE feed_entries SET page_id = x.page_id FROM (SELECT e.id AS id, n.page_id AS page_id
                FROM feed_entries e LEFT JOIN named n ON n.entry_id = e.id) x
                WHERE x.id = feed_entries.id AND feed_entries.page_id IS NOT x.page_id"""
            )
            for table in ("named", "entry_pages", "entry_keys"):
                self._run(f"DROP TABLE {table}")

    def gather_evidence(self) -> None:
        """Makes the temporary table of what entries say of pages, as far as it may be taken for true.

        - The entry is about the page, not a comment on it, and it is the feed's only one that leads there: what moved
          may all lead to one page now.
        - The feed is of the page's site: in another's, the date is that of the link.
        - No time that three entries share to the minute counts, nor one after the capture: the feed's own software
          wrote it, not an author.
        """
        self._run("DROP TABLE IF EXISTS temp.feed_evidence")
        if not self._writer.count("feed_entries"):
            return
        self._run(
            f"""CREATE TEMP TABLE feed_evidence AS SELECT main_id, entry_id, last_captured_at, feed_url,
            {_trusted("date_published")}, date_published_raw, {_trusted("date_modified")}, date_modified_raw, authors,
            categories FROM (SELECT coalesce(g.rendition_of_page_id, g.id) AS main_id, e.id AS entry_id,
            e.*, d.url AS feed_url, d.site_url AS feed_site_url, d.first_captured_at AS first_captured_at,
            d.last_captured_at AS last_captured_at, g.site AS site,
            count(*) OVER (PARTITION BY e.feed_id, coalesce(g.rendition_of_page_id, g.id)) AS entries_of_page,
            count(*) OVER (PARTITION BY e.feed_id, substr(e.date_published, 1, 16)) AS entries_of_date_published,
            count(*) OVER (PARTITION BY e.feed_id, substr(e.date_modified, 1, 16)) AS entries_of_date_modified
            FROM feed_entries e JOIN feeds d ON d.id = e.feed_id LEFT JOIN pages g ON g.id = e.page_id)
            WHERE main_id IS NOT NULL AND fragment IS NULL AND answers IS NULL AND entries_of_page = 1
            AND bare_site(site) IN (bare_site(site_of(feed_url)), bare_site(site_of(coalesce(feed_site_url, ''))))"""
        )
        self._run("CREATE INDEX temp.feed_evidence_main ON feed_evidence (main_id)")
        self._has_evidence = True

    def facts(self, page_ids: Sequence[int]) -> dict[int, FeedFacts]:
        """What feeds say of each page, by page id; nothing for a page that none names."""
        if not self._has_evidence:
            return {}
        marks = ", ".join("?" * len(page_ids))
        statements: dict[int, list[Statement]] = defaultdict(list)
        for main_id, entry_id, published, published_raw, modified, modified_raw, authors, categories in self._run(
            f"""SELECT main_id, entry_id, date_published, date_published_raw, date_modified, date_modified_raw, authors,
            categories FROM feed_evidence WHERE main_id IN ({marks})
            ORDER BY main_id, last_captured_at DESC, feed_url, entry_id""",
            page_ids,
        ):
            statements[main_id].append(
                Statement(
                    entry_id,
                    _date_fact(published, published_raw),
                    _date_fact(modified, modified_raw),
                    tuple((name, url, raw) for name, url, raw in json.loads(authors)),
                    tuple(json.loads(categories)),
                )
            )
        return {page_id: facts_of(said) for page_id, said in statements.items()}


def _trusted(column: str) -> str:
    """SQL for a date, null where it is the software's."""
    return f"""CASE WHEN length({column}) > 10 AND entries_of_{column} > 2 THEN NULL
        WHEN substr({column}, 1, 10) > date(first_captured_at, '+1 day') THEN NULL ELSE {column} END AS {column}"""


def _date_fact(value: str | None, raw: str | None) -> DateFact | None:
    if value is None:
        return None
    return DateFact(
        value, _PRECISIONS.get(len(value), "second" if value[16:17] == ":" else "minute"), raw or "", SOURCE
    )


def _bare_site(site: str) -> str:
    return site.removeprefix("www.")
