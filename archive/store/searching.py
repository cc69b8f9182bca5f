"""A query in, articles and comments out, best first: FTS5, titles above bodies, snippets of the few that are shown."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace

from archive.search import Hit, SearchQuery, SearchResult, Term
from archive.store.late_indices import SEARCHED, TOKENIZER
from archive.store.reading import Archive
from archive.store.search_filters import Filter, held_languages, is_language, read_filters
from archive.store.search_rows import Asked, asked, sampled

__all__ = ["match_expression", "search"]

_TITLE_COLUMNS = {"articles": "{headline alternative_headline}", "comments": "{subject}"}
_SNIPPET_WORDS = 24
_MOST_RANKED = 1000
"""A word that is in more articles tells them hardly apart: those with it in the title, and a part of the others that
is the same each time, are ranked, so that the commonest word of 100,000 articles takes no longer than others."""
_MOST_FOUND = 10_000
_EVERYWHERE = 40_000
_LIKELY_FEW = 0.7 * _MOST_RANKED
"""Rows: where no more are expected, they are scored at once, and seldom turn out to be more than are ranked."""
_COMMENT_SHARE = 0.4
"""A comment is short, so each of its words weighs much: without this it would stand above every article."""


def search(
    archive: Archive, query: SearchQuery, *, limit: int = 20, offset: int = 0, count_at_most: int = _MOST_FOUND
) -> SearchResult:
    """What fits the query; articles and comments are ranked together, unless the query names one of them.

    With words in it, no more than `count_at_most` articles are counted, and a thousand comments besides: counting
    what a common word is in takes longer than finding the best.
    """
    query = _without_idle_filters(archive, query)
    hits: list[Hit] = []
    articles = comments = 0
    comments_at_most = count_at_most if query.place == "comments" else min(count_at_most, _MOST_RANKED)
    if query.place in ("all", "articles"):
        articles, found = _find(archive, query, "articles", limit + offset, count_at_most=count_at_most)
        hits += found
    # Comments have no title: a query about titles asks for articles; one without words, for articles, too.
    if query.place == "comments" or (query.place == "all" and query.terms and not any(t.in_title for t in query.terms)):
        has_enough = len(hits) >= limit + offset
        comments, found = _find(
            archive, query, "comments", limit + offset, count_at_most=comments_at_most, may_leave_out=has_enough
        )
        hits += found
    hits = [replace(hit, rank=hit.rank * _COMMENT_SHARE) if hit.kind == "comment" else hit for hit in hits]
    has_words = any(not term.is_excluded for term in query.terms)
    hits.sort(key=lambda hit: (hit.rank, hit.kind, hit.date is None, hit.date or "", hit.url, hit.id))
    if not has_words:  # the newest first, and what has no date last
        hits.sort(key=lambda hit: (hit.kind, hit.url, hit.id))
        hits.sort(key=lambda hit: hit.date or "", reverse=True)
    return SearchResult(
        tuple(hits[offset : offset + limit]),
        min(articles, count_at_most) if has_words else articles,
        min(comments, comments_at_most) if has_words else comments,
        has_words and articles > count_at_most,
        has_words and comments > comments_at_most,
    )


def _without_idle_filters(archive: Archive, query: SearchQuery) -> SearchQuery:
    """The query without a site or language that all articles have: asking each of them takes long."""
    run = archive.database.conn.execute
    site, language = query.site, query.language
    if site and not run("SELECT 1 FROM pages WHERE site < ? OR site > ? LIMIT 1", (site, site)).fetchone():
        site = None if run("SELECT 1 FROM pages LIMIT 1").fetchone() else site
    if language:
        held = held_languages(archive)
        if held and all(is_language(name, language) for name in held):
            language = None
    return replace(query, site=site, language=language)


def _find(
    archive: Archive, query: SearchQuery, table: str, limit: int, *, count_at_most: int, may_leave_out: bool = False
) -> tuple[int, list[Hit]]:
    """(how many fit, but no more than one above `count_at_most`; the best of them), as _ranked has it"""
    words = match_expression(query.terms, table)
    filters = read_filters(archive, query, table)
    if not all(held.size for held in filters):
        return 0, []
    if not words:
        return _newest(archive, table, filters, limit, unwanted=[_quoted(term, table) for term in query.terms])
    titled = match_expression(query.terms, table, is_in_title=True)
    count, found = _ranked(
        asked(archive, table, words, filters), titled, limit, count_at_most=count_at_most, may_leave_out=may_leave_out
    )
    hits = [_hit(archive, table, number, rank) for number, rank in found]
    return count, _with_snippets(hits, words, archive, table)


def _newest(
    archive: Archive, table: str, filters: tuple[Filter, ...], limit: int, *, unwanted: list[str]
) -> tuple[int, list[Hit]]:
    """(how many pass the filters and have none of the unwanted words, the newest of them)"""
    run = archive.database.conn.execute
    # A date is asked of the row, in the index that gives the order.
    conditions = [held.row if held.is_of_row else held.gathered for held in filters]
    parameters = [value for held in filters for value in held.parameters]
    if unwanted:
        conditions.append(f"x.id NOT IN (SELECT rowid FROM {table}_fts WHERE {table}_fts MATCH ?)")
        parameters.append(" OR ".join(unwanted))
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    order = {"articles": "x.date_published DESC, x.url", "comments": "x.date_created DESC, x.id"}[table]
    (count,) = run(f"SELECT count(*) FROM {table} x {where}", parameters).fetchone()
    rows = run(f"SELECT x.id FROM {table} x {where} ORDER BY {order} LIMIT ?", (*parameters, limit)).fetchall()
    return int(count), [_hit(archive, table, row[0], 0.0) for row in rows]


def _ranked(
    words: Asked, titled_words: str, limit: int, *, count_at_most: int, may_leave_out: bool
) -> tuple[int, list[tuple[int, float]]]:
    """(how many match, but no more than one above `count_at_most`; (id, score) of the best of them)

    With `may_leave_out`, none of them where so many rows have the words that these tell none from another. Counting
    comes first where many are likely: for scores FTS5 goes through all rows with the words once more.
    """
    if words.likely is not None and words.likely * words.share < _LIKELY_FEW:
        found = words.scored(_MOST_RANKED + 1)
        if len(found) <= _MOST_RANKED:
            return len(found), found[:limit]
    count = words.count(max(count_at_most, _MOST_RANKED) + 1)
    if may_leave_out and count > _MOST_RANKED and _are_everywhere(words):
        return count, []
    is_titled = words.table == "articles" and count > _MOST_RANKED
    titled = replace(words, words=titled_words).scored(_MOST_RANKED + 1) if is_titled else []
    # A score among titles, where the words are rare, is above any other: enough of them are enough.
    if len(titled) < limit:
        known = dict(titled)
        titled += [(number, score) for number, score in words.scored(_MOST_RANKED + 1) if number not in known]
    return count, titled[:limit]


def _are_everywhere(words: Asked) -> bool:
    """Whether so many rows have the words, be it that they pass the filters or not, that these tell none apart."""
    found = sampled(words.archive, words.table, words.words) if words.likely is None else words.likely
    return found >= _EVERYWHERE


def match_expression(terms: tuple[Term, ...], table: str, *, is_in_title: bool = False) -> str:
    """The FTS5 expression of the terms, every word quoted; '' when none must be there.

    With `is_in_title`, all that must be there must be in the title; what must not be there, nowhere.

    >>> terms = Term("smarter planet"), Term("cloud", is_excluded=True), Term("clou", is_prefix=True)
    >>> match_expression(terms, "articles")
    '("smarter planet" AND "clou"*) NOT "cloud"'
    >>> match_expression(terms, "comments", is_in_title=True)
    '{subject} : ("smarter planet" AND "clou"*) NOT "cloud"'
    """
    wanted = [_quoted(term, table) for term in terms if not term.is_excluded]
    unwanted = [_quoted(term, table) for term in terms if term.is_excluded]
    if not wanted:
        return ""
    place = f"{_TITLE_COLUMNS[table]} : " if is_in_title else ""
    return f"{place}({' AND '.join(wanted)})" + "".join(f" NOT {word}" for word in unwanted)


def _quoted(term: Term, table: str) -> str:
    word = '"' + term.text.replace('"', '""').replace("\x00", " ") + '"' + ("*" if term.is_prefix else "")
    return f"{_TITLE_COLUMNS[table]} : {word}" if term.in_title else word


def _hit(archive: Archive, table: str, number: int, rank: float) -> Hit:
    run = archive.database.conn.execute
    if table == "articles":
        url, headline, date, start, authors = run(
            """SELECT a.url, a.headline, a.date_published, substr(a.body_text, 1, 200), (SELECT group_concat(name, '; ')
            FROM (SELECT b.name FROM bylines b WHERE b.article_id = a.id ORDER BY b.position))
            FROM articles a WHERE a.id = ?""",
            (number,),
        ).fetchone()
    else:
        url, headline, date, start, authors = run(
            """SELECT coalesce(m.permalink, a.url), a.headline, m.date_created, substr(m.text, 1, 200), m.author_name
            FROM comments m JOIN articles a ON a.id = m.article_id WHERE m.id = ?""",
            (number,),
        ).fetchone()
    kind = "article" if table == "articles" else "comment"
    return Hit(kind, number, url, headline, authors or "", date, start, rank)


def _with_snippets(hits: list[Hit], words: str, archive: Archive, table: str) -> list[Hit]:
    """The hits with the words around what was found.

    They are indexed again, alone, in memory: asking the archive's index for the snippet of one row makes it find all
    rows first, and a common word is in a hundred thousand.
    """
    columns = SEARCHED[table]
    with closing(sqlite3.connect(":memory:")) as memory:
        memory.execute(f"CREATE VIRTUAL TABLE shown USING fts5({', '.join(columns)}, tokenize = '{TOKENIZER}')")
        marks = ", ".join("?" * len(hits))
        rows = archive.database.conn.execute(
            f"SELECT id, {', '.join(columns)} FROM {table} WHERE id IN ({marks})", [hit.id for hit in hits]
        )
        values = ", ".join("?" * (len(columns) + 1))
        memory.executemany(f"INSERT INTO shown (rowid, {', '.join(columns)}) VALUES ({values})", rows)
        found = dict(
            memory.execute(
                f"""SELECT rowid, snippet(shown, -1, char(2), char(3), '…', {_SNIPPET_WORDS}) FROM shown
                WHERE shown MATCH ?""",
                (words,),
            ).fetchall()
        )
    return [replace(hit, snippet=found.get(hit.id, hit.snippet)) for hit in hits]
