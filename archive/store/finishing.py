"""What single pages cannot know, put together in SQL: versions, pages, destinations, links; set by set.

Every step is a function of the rows that reading wrote, so that doing it again, or after a kill, gives the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from archive.crawl_records import CRAWL_RECORD_PREFIX, CrawlRecords
from archive.store.writing import ArchiveWriter

__all__ = ["Finishing"]

_MOST_REDIRECTS = 10
_BATCH = 500
"""Rows that are held at a time where there may be a million."""


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

    def possible_listings(self) -> dict[tuple[int, bool], list[tuple[int, str]]]:
        """By page id and whether it names authors: (page id, link's region) of the articles it links to by title."""
        listed: dict[tuple[int, bool], list[tuple[int, str]]] = defaultdict(list)
        for page_id, authors, target, region in self._run(
            """SELECT DISTINCT g.id, p.author_count, t.id, l.region FROM pages g
            JOIN parses p ON p.id = g.parse_id JOIN links l ON l.parse_id = p.id AND l.region IN ('body', 'furniture')
            JOIN destinations d ON d.url_id = l.url_id JOIN pages t ON t.id = d.page_id
            WHERE g.kind = 'article' AND (p.author_count = 0 OR l.region = 'body') AND t.kind = 'article'
            AND t.id <> g.id AND t.site = g.site AND l.anchor_text = t.title AND t.title <> coalesce(g.title, '')
            ORDER BY g.id, t.id, l.region"""
        ):
            listed[page_id, authors > 0].append((target, region))
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
            """SELECT url_id, page_key(redirect_url), without_fragment(redirect_url)
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
