"""An open archive in, what each page of the reading room shows out: plain values, ready for a template or JSON."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from archive.errors import NotFound
from archive.store import Archive

__all__ = [
    "PAGE_SIZE",
    "article",
    "capture",
    "comments",
    "crawls",
    "home",
    "links",
    "page",
    "people",
    "person",
    "problems",
    "tag",
    "tags",
    "timeline",
]

PAGE_SIZE = 50
Answer = dict[str, Any]  # Any: JSON values, whatever the page shows


def rows(archive: Archive, sql: str, parameters: Sequence[Any] = ()) -> list[Answer]:  # Any: SQL values
    """The rows of a query as dictionaries."""
    return list(archive.database.query(sql, list(parameters)))


def one(archive: Archive, sql: str, parameters: Sequence[Any], missing: str) -> Answer:  # Any: SQL values
    """The only row of a query; NotFound with that message when there is none."""
    for row in archive.database.query(sql, list(parameters)):
        return row
    raise NotFound(missing, next_step="Go back to the home page and search for it.")


_CARD = """a.id, a.url, a.headline, a.date_published, a.word_count, a.comment_count, a.description,
    (SELECT group_concat(name, ', ') FROM (SELECT name FROM bylines b WHERE b.article_id = a.id
        AND b.relation = 'author' ORDER BY b.position)) AS authors, substr(a.body_text, 1, 240) AS opening"""


def home(archive: Archive) -> Answer:
    """What this archive is: sites, counts, years, top authors and tags, newest articles, crawls.

    `slice` is what was cut out of a larger archive, in the words of --where; None for a whole one.
    """
    return {
        "slice": archive.info().get("slice"),
        "sites": _sites(archive)[:20],
        "counts": _counts(archive),
        "years": rows(
            archive, "SELECT year, articles, words, comments FROM v_years WHERE year IS NOT NULL ORDER BY year"
        ),
        "authors": rows(
            archive,
            """SELECT id, name, article_count, comment_count FROM people WHERE article_count > 0
            ORDER BY article_count DESC, name LIMIT 10""",
        ),
        "tags": rows(
            archive,
            """SELECT t.id, t.name, t.taxonomy, count(*) AS articles FROM tags t JOIN article_tags x ON x.tag_id = t.id
            GROUP BY t.id ORDER BY articles DESC, t.name LIMIT 24""",
        ),
        "newest": rows(
            archive,
            f"SELECT {_CARD} FROM articles a ORDER BY a.date_published DESC, a.url LIMIT 6",
        ),
        "crawls": rows(archive, "SELECT * FROM crawls ORDER BY started_at DESC, name LIMIT 5"),
        "notices": rows(
            archive,
            """SELECT n.kind, n.text, count(*) AS pages FROM notices n JOIN pages g ON g.parse_id = n.parse_id
            GROUP BY n.kind, n.text ORDER BY pages DESC, n.text LIMIT 5""",
        ),
    }


def _sites(archive: Archive) -> list[Answer]:
    """Every site with its pages and articles, the one with the most articles first."""
    sites = rows(
        archive,
        """SELECT site, count(*) AS pages, min(first_captured_at) AS first_captured_at,
        max(last_captured_at) AS last_captured_at FROM pages GROUP BY site ORDER BY pages DESC, site""",
    )
    # The largest site has the articles that no other has: most archives are one site, and nothing is counted there.
    largest = sites[0]["site"] if sites else ""
    smaller = rows(
        archive,
        """SELECT g.site, count(*) AS articles FROM pages g JOIN articles a ON a.page_id = g.id WHERE g.site <> ?
        GROUP BY g.site""",
        [largest],
    )
    articles = {row["site"]: row["articles"] for row in smaller}
    articles[largest] = archive.count("articles") - sum(articles.values())
    counted = [{**row, "articles": articles.get(row["site"], 0)} for row in sites]
    return sorted(counted, key=lambda row: (-row["articles"], row["site"]))


def _counts(archive: Archive) -> Answer:
    sql = """SELECT (SELECT count(*) FROM articles) AS articles, (SELECT count(*) FROM people) AS people,
        (SELECT count(*) FROM comments) AS comments, (SELECT count(*) FROM pages) AS pages,
        (SELECT count(*) FROM captures) AS captures, (SELECT count(*) FROM warc_files) AS warc_files,
        (SELECT coalesce(sum(size_bytes), 0) FROM warc_files) AS warc_bytes,
        (SELECT count(*) FROM assets WHERE capture_id IS NOT NULL) AS assets,
        (SELECT count(*) FROM problems) AS problems"""
    return rows(archive, sql)[0]


def article(archive: Archive, number: int) -> Answer:
    """One article with all that belongs to it, its versions and where it comes from."""
    found = archive.article_by_id(number)
    parse = one(
        archive, "SELECT parse_id, page_id FROM articles WHERE id = ?", [number], f"No article has the id {number}"
    )
    return {
        "article": found,
        "feed_facts": archive.feed_facts(number),
        "versions": versions(archive, parse["page_id"]),
        "notices": rows(archive, "SELECT * FROM notices WHERE parse_id = ? ORDER BY position", [parse["parse_id"]]),
        "regions": regions(archive, parse["parse_id"]),
        "similar": rows(
            archive,
            "SELECT id, headline, url FROM articles WHERE duplicate_of_id = ? OR id = ? ORDER BY url",
            [number, found.duplicate_of_id],
        ),
        "field_claims": rows(
            archive,
            "SELECT field, value, source, accepted FROM field_claims WHERE parse_id = ? ORDER BY field, position",
            [parse["parse_id"]],
        ),
    }


def versions(archive: Archive, page_id: int) -> list[Answer]:
    """Every capture of a page, newest first, with whether it changed anything."""
    return rows(
        archive,
        """SELECT v.capture_id, v.parse_id, v.captured_at, v.is_changed, c.timestamp14, c.target_uri, p.title
        FROM versions v JOIN captures c ON c.id = v.capture_id JOIN parses p ON p.id = v.parse_id
        WHERE v.page_id = ? ORDER BY v.captured_at DESC, v.capture_id""",
        [page_id],
    )


def regions(archive: Archive, parse_id: int) -> list[Answer]:
    """The segments of a parse in page order: region, kind, node path, text, rule, confidence."""
    return rows(
        archive,
        """SELECT position, region, kind, group_number, node_path, text, rule, confidence FROM segments
        WHERE parse_id = ? ORDER BY position""",
        [parse_id],
    )


def page(archive: Archive, number: int) -> Answer:
    """One captured page, article or not: its versions, regions and navigation."""
    found = one(archive, "SELECT * FROM pages WHERE id = ?", [number], f"No page has the id {number}")
    found["platform_evidence"] = json.loads(found["platform_evidence"] or "[]")
    return {
        "page": found,
        "article": next(iter(rows(archive, "SELECT id, headline FROM articles WHERE page_id = ?", [number])), None),
        "versions": versions(archive, number),
        "regions": regions(archive, found["parse_id"]) if found["parse_id"] else [],
        "navigation": rows(
            archive,
            """SELECT n.kind, n.group_number, n.level, n.label, n.href, d.page_id AS target_page_id FROM navigation n
            LEFT JOIN destinations d ON d.url_id = n.url_id WHERE n.parse_id = ? ORDER BY n.position""",
            [found["parse_id"]],
        ),
    }


def people(archive: Archive, *, offset: int = 0) -> Answer:
    """Everybody who writes or comments, most articles first."""
    return {
        "people": rows(
            archive,
            """SELECT * FROM people ORDER BY article_count DESC, comment_count DESC, name, id LIMIT ? OFFSET ?""",
            [PAGE_SIZE, offset],
        ),
        "total": archive.count("people"),
        "offset": offset,
    }


def person(archive: Archive, number: int, *, offset: int = 0) -> Answer:
    """One person: articles and comments, newest first, and the evidence for each spelling."""
    return {
        "offset": offset,
        "person": one(archive, "SELECT * FROM people WHERE id = ?", [number], f"No person has the id {number}"),
        "names": rows(
            archive, "SELECT * FROM person_names WHERE person_id = ? ORDER BY name, site, evidence", [number]
        ),
        "articles": rows(
            archive,
            f"""SELECT {_CARD}, x.role, x.organisation, x.relation, x.is_guest FROM articles a
            JOIN bylines x ON x.article_id = a.id WHERE x.person_id = ?
            ORDER BY a.date_published DESC, a.url LIMIT ? OFFSET ?""",
            [number, PAGE_SIZE, offset],
        ),
        "comments": rows(
            archive,
            """SELECT m.*, a.headline FROM comments m JOIN articles a ON a.id = m.article_id WHERE m.person_id = ?
            ORDER BY m.date_created DESC, m.id LIMIT ? OFFSET ?""",
            [number, PAGE_SIZE, offset],
        ),
    }


def tags(archive: Archive) -> Answer:
    """Every tag with how many articles it files."""
    return {
        "tags": rows(
            archive,
            """SELECT t.*, count(x.article_id) AS articles FROM tags t LEFT JOIN article_tags x ON x.tag_id = t.id
            GROUP BY t.id ORDER BY t.taxonomy, articles DESC, t.name""",
        )
    }


def tag(archive: Archive, number: int, *, offset: int = 0) -> Answer:
    """One tag and its articles, newest first."""
    return {
        "offset": offset,
        "total": rows(archive, "SELECT count(*) AS n FROM article_tags WHERE tag_id = ?", [number])[0]["n"],
        "tag": one(archive, "SELECT * FROM tags WHERE id = ?", [number], f"No tag has the id {number}"),
        "articles": rows(
            archive,
            f"""SELECT {_CARD} FROM articles a JOIN article_tags x ON x.article_id = a.id WHERE x.tag_id = ?
            ORDER BY a.date_published DESC, a.url LIMIT ? OFFSET ?""",
            [number, PAGE_SIZE, offset],
        ),
    }


def timeline(archive: Archive, *, month: str | None = None, offset: int = 0) -> Answer:
    """Articles and comments by month; with `month` (YYYY-MM) the articles of that month, oldest first."""
    by_month: dict[str, Answer] = defaultdict(lambda: {"articles": 0, "comments": 0})
    for row in rows(
        archive,
        """SELECT substr(date_published, 1, 7) AS month, count(*) AS articles FROM articles
        WHERE length(date_published) >= 7 GROUP BY 1""",
    ):
        by_month[row["month"]]["articles"] = row["articles"]
    for row in rows(
        archive,
        """SELECT substr(date_created, 1, 7) AS month, count(*) AS comments FROM comments
        WHERE length(date_created) >= 7 GROUP BY 1""",
    ):
        by_month[row["month"]]["comments"] = row["comments"]
    undated = rows(archive, "SELECT count(*) AS n FROM articles WHERE date_published IS NULL")[0]["n"]
    return {
        "months": [{"month": name, **values} for name, values in sorted(by_month.items())],
        "undated": undated,
        "month": month,
        "offset": offset,
        # A month's dates begin with it and come before all that begin with what sorts after a digit, T or hyphen.
        "articles": rows(
            archive,
            f"""SELECT {_CARD} FROM articles a WHERE a.date_published >= ? AND a.date_published < ?
            ORDER BY a.date_published, a.url LIMIT ? OFFSET ?""",
            [month, f"{month}~", PAGE_SIZE, offset],
        )
        if month
        else [],
    }


def comments(archive: Archive, *, offset: int = 0, author: str = "", kind: str = "") -> Answer:
    """Comments of the whole archive, newest first, by author name and kind."""
    conditions = [("m.author_name = ? COLLATE NOCASE", author), ("m.kind = ?", kind)]
    asked = [(condition, value) for condition, value in conditions if value]
    where = f"WHERE {' AND '.join(condition for condition, _ in asked)}" if asked else ""
    values = [value for _, value in asked]
    return {
        # The page is found in an index alone: only what is shown is read.
        "comments": rows(
            archive,
            f"""SELECT m.*, a.headline FROM (SELECT m.id FROM comments m {where}
            ORDER BY m.date_created DESC, m.id LIMIT ? OFFSET ?) x JOIN comments m ON m.id = x.id
            JOIN articles a ON a.id = m.article_id ORDER BY m.date_created DESC, m.id""",
            [*values, PAGE_SIZE, offset],
        ),
        "total": rows(archive, f"SELECT count(*) AS n FROM comments m {where}", values)[0]["n"],
        "kinds": rows(archive, "SELECT kind, count(*) AS n FROM comments GROUP BY kind ORDER BY kind"),
        "sources": rows(
            archive,
            """SELECT coalesce(author_source, 'no author') AS source, n FROM
            (SELECT author_source, count(*) AS n FROM comments GROUP BY author_source) ORDER BY n DESC, 1""",
        ),
        "busiest": rows(
            archive,
            """SELECT id, headline, url, comment_count, comment_count_stated, comment_status FROM articles
            WHERE comment_count > 0 OR comment_count_stated > 0 ORDER BY comment_count DESC, url LIMIT 10""",
        ),
        "offset": offset,
        "author": author,
        "kind": kind,
    }


def links(archive: Archive, *, offset: int = 0, show: str = "body", after: tuple[int, int] | None = None) -> Answer:
    """Links: those in bodies, those that leave the site by host, or the dead ones.

    `after` is (page id, position) of a link in a body: those that follow it, found at once however far down the list.
    """
    queries = {
        # The place in the list is found in two indices, in their order: only the links that are shown are read.
        "body": f"""SELECT x.page_id, x.page_url, l.position, l.url, l.anchor_text, l.is_internal,
            d.page_id AS target_page_id
            FROM (SELECT g.id AS page_id, g.url AS page_url, b.parse_id, b.position FROM pages g
                CROSS JOIN links b {_indexed_by(archive, "links_in_bodies")} ON b.parse_id = g.parse_id
                WHERE b.region = 'body' AND g.url >= coalesce((SELECT url FROM pages WHERE id = ?1), '')
                AND (g.id <> ?1 OR b.position > ?2) ORDER BY g.url, b.position LIMIT ?3 OFFSET ?4) x
            CROSS JOIN links l ON l.parse_id = x.parse_id AND l.position = x.position
            LEFT JOIN destinations d ON d.url_id = l.url_id ORDER BY x.page_url, x.position""",
        "dead": """SELECT g.id AS page_id, x.* FROM (SELECT page_url, url, anchor_text, region, target_status,
            is_soft_404 FROM v_dead_links ORDER BY url, page_url LIMIT ? OFFSET ?) x
            JOIN pages g ON g.url = x.page_url ORDER BY x.url, x.page_url""",
        "missing": """SELECT NULL AS page_id, article_url AS page_url, url, kind AS region, role AS anchor_text,
            status AS target_status FROM v_missing_assets ORDER BY url, article_url LIMIT ? OFFSET ?""",
    }
    show = show if show in queries else "body"
    start = after or (-1, -1)
    found = rows(archive, queries[show], [*(start if show == "body" else ()), PAGE_SIZE, offset])
    last = found[-1] if show == "body" and len(found) == PAGE_SIZE else None
    return {
        "links": found,
        "is_later": bool(after or offset),
        "next": f"{last['page_id']}-{last['position']}" if last else None,
        "hosts": rows(
            archive,
            f"""SELECT substr(rest, 1, CASE WHEN instr(rest, '/') > 0 THEN instr(rest, '/') - 1 ELSE length(rest) END)
            AS host, count(*) AS links FROM (SELECT substr(url, instr(url, '://') + 3) AS rest FROM links
            {_indexed_by(archive, "links_abroad")} WHERE is_internal = 0 AND region = 'body' AND url LIKE 'http%')
            GROUP BY host ORDER BY links DESC, host LIMIT 15""",
        ),
        "most_linked": rows(
            archive,
            "SELECT id, url, title, inlinks FROM pages WHERE inlinks > 0 ORDER BY inlinks DESC, url LIMIT 15",
        ),
        "show": show,
        "offset": offset,
    }


def _indexed_by(archive: Archive, index: str) -> str:
    """SQL that holds SQLite to an index of few columns, where it would read whole rows; '' in an archive that has not
    been written to since there is such an index."""
    held = archive.database.execute("SELECT 1 FROM sqlite_master WHERE type = 'index' AND name = ?", (index,))
    return f"INDEXED BY {index}" if held.fetchone() else ""


def crawls(archive: Archive) -> Answer:
    """Every crawl with what it fetched, and what it knew and did not fetch."""
    found = rows(archive, "SELECT * FROM crawls ORDER BY started_at DESC, name")
    for crawl in found:
        crawl["statuses"] = rows(
            archive,
            "SELECT status, count(*) AS n FROM captures WHERE crawl_id = ? GROUP BY status ORDER BY status",
            [crawl["id"]],
        )
        crawl["skipped"] = rows(
            archive,
            "SELECT reason, count(*) AS n FROM skipped WHERE crawl_id = ? GROUP BY reason ORDER BY n DESC, reason",
            [crawl["id"]],
        )
        folder = archive.folder / "crawls" / crawl["name"]
        crawl["has_report"] = "/" not in crawl["name"] and (folder / "report.html").is_file()
    return {"crawls": found, "warc_files": rows(archive, "SELECT * FROM warc_files ORDER BY filename")}


def problems(archive: Archive, *, offset: int = 0, code: str = "") -> Answer:
    """What could not be read, fetched or understood, by code."""
    return {
        "problems": rows(
            archive,
            """SELECT p.*, c.timestamp14 FROM problems p LEFT JOIN captures c ON c.id = p.capture_id
            WHERE ? = '' OR p.code = ? ORDER BY p.code, p.url, p.id LIMIT ? OFFSET ?""",
            [code, code, PAGE_SIZE, offset],
        ),
        "codes": rows(archive, "SELECT code, count(*) AS n FROM problems GROUP BY code ORDER BY n DESC, code"),
        "code": code,
        "offset": offset,
    }


def capture(archive: Archive, number: int) -> Answer:
    """One WARC record: where it is, what it answers, and what it belongs to."""
    return {
        "capture": one(
            archive,
            """SELECT c.*, f.filename, w.name AS crawl_name FROM captures c JOIN warc_files f ON f.id = c.warc_file_id
            LEFT JOIN crawls w ON w.id = c.crawl_id WHERE c.id = ?""",
            [number],
            f"No capture has the id {number}",
        ),
        "others": rows(
            archive,
            """SELECT id, warc_date, status, record_type FROM captures WHERE target_uri =
            (SELECT target_uri FROM captures WHERE id = ?) ORDER BY warc_date DESC, record_id LIMIT 50""",
            [number],
        ),
    }
