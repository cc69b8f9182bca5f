"""A query in, articles and comments out, best first: FTS5, titles above bodies, snippets of the few that are shown."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any

from archive.search import Hit, SearchQuery, SearchResult, Term
from archive.store.database import SEARCHED, TOKENIZER
from archive.store.reading import Archive
from archive.store.search_filters import MOST_COUNTED, Filter, read_filters

__all__ = ["match_expression", "search"]

# headline, alternative_headline, description, body_text: a word of the title weighs ten of the body.
_WEIGHTS = {"articles": "10.0, 6.0, 3.0, 1.0", "comments": "4.0, 1.0, 2.0"}
_TITLE_COLUMNS = {"articles": "{headline alternative_headline}", "comments": "{subject}"}
_SNIPPET_WORDS = 24
_MOST_RANKED = 1000
"""A word that is in more articles tells them hardly apart: those with it in the title, and a part of the others that
is the same each time, are ranked, so that the commonest word of 100,000 articles takes no longer than others."""
_MOST_FOUND = 10_000
_ENOUGH_TITLED = 200
_ASKED_BELOW = 0.5
"""Asking a filter of one row takes twice as long as gathering one id that passes it."""
_ID_END = 1 << 53
"""Above every id (archive/keys.py)."""
_MARGIN = 2.0
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
        held = [row[0] for row in run("SELECT DISTINCT in_language FROM articles")]
        if held and all(_is_language(name, language) for name in held):
            language = None
    return replace(query, site=site, language=language)


def _is_language(name: str | None, wanted: str) -> bool:
    """Whether a language tag is the one wanted or a form of it, as SQL's LIKE has it.

    >>> _is_language("de-AT", "de"), _is_language("DE-at", "de"), _is_language("den", "de"), _is_language(None, "de")
    (True, True, False, False)
    """
    return name is not None and (name == wanted or name.lower().startswith(f"{wanted.lower()}-"))


def _find(
    archive: Archive, query: SearchQuery, table: str, limit: int, *, count_at_most: int, may_leave_out: bool = False
) -> tuple[int, list[Hit]]:
    """(how many fit, but no more than one above `count_at_most`; the best of them), as _ranked has it"""
    words = match_expression(query.terms, table)
    filters = read_filters(archive, query, table)
    if not words:
        return _newest(archive, table, filters, limit, unwanted=[_quoted(term, table) for term in query.terms])
    count, found = _ranked(
        _asked(archive, table, words, filters), limit, count_at_most=count_at_most, may_leave_out=may_leave_out
    )
    hits = [_hit(archive, table, number, rank) for number, rank in found]
    return count, _with_snippets(hits, words, archive, table)


def _newest(
    archive: Archive, table: str, filters: tuple[Filter, ...], limit: int, *, unwanted: list[str]
) -> tuple[int, list[Hit]]:
    """(how many pass the filters and have none of the unwanted words, the newest of them)"""
    run = archive.database.conn.execute
    # A date is asked of the row, in the index that gives the order.
    conditions = [asked.row if asked.id_column == "d.id" else asked.gathered for asked in filters]
    parameters = [value for asked in filters for value in asked.parameters]
    if unwanted:
        conditions.append(f"x.id NOT IN (SELECT rowid FROM {table}_fts WHERE {table}_fts MATCH ?)")
        parameters.append(" OR ".join(unwanted))
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    order = {"articles": "x.date_published DESC, x.url", "comments": "x.date_created DESC, x.id"}[table]
    (count,) = run(f"SELECT count(*) FROM {table} x {where}", parameters).fetchone()
    rows = run(f"SELECT x.id FROM {table} x {where} ORDER BY {order} LIMIT ?", (*parameters, limit)).fetchall()
    return int(count), [_hit(archive, table, row[0], 0.0) for row in rows]


@dataclass(frozen=True, slots=True)
class _Asked:
    """Words that are looked for in one table."""

    archive: Archive
    table: str
    words: str
    """The FTS5 expression."""
    matching: int
    """How many rows have the words; no more than MOST_COUNTED are counted."""
    gathered: Filter | None = None
    """The filter whose ids are gathered first; None where that of each row is asked."""
    asked: tuple[Filter, ...] = ()
    """Filters that are asked of each row."""
    expected: int = 0
    """About how many rows fit, for what is gathered."""

    def queries(self, selected: str, words: str, most: int) -> Iterator[tuple[str, list[Any]]]:  # Any: SQL values
        """(SQL, values) of what to ask, one after the other, for the `most` rows that fit with the smallest ids; the
        last value is how many rows to give.

        Gathering the ids that pass a wide filter takes longer than all else. Ids are hashes, so that any stretch of
        them holds its share of what fits: the first stretch most likely holds enough.
        """
        table = f"{self.table}_fts"
        sql = f"SELECT {selected} FROM {table} WHERE {table} MATCH ?"
        rows = "".join(f" AND {asked.row}" for asked in self.asked)
        rows = rows and f" AND EXISTS (SELECT 1 FROM {self.table} x WHERE x.id = {table}.rowid{rows})"
        values = [value for asked in self.asked for value in asked.parameters]
        held = self.gathered
        if held is None:
            yield f"{sql}{rows} LIMIT ?", [words, *values, most]
            return
        # The plus keeps SQLite from looking each row up in an index by itself: it asks once, and filters what comes.
        ids = f"{held.ids} AND +{held.id_column} >= ? AND +{held.id_column} < ?"
        sql += f" AND rowid >= ? AND rowid < ? AND +rowid IN ({ids}){rows} LIMIT ?"
        for stretch in _stretches(most, self.expected):
            yield sql, [words, *stretch, *held.parameters, *stretch, *values, most]

    def count(self, most: int) -> int:
        """How many rows fit; no more than `most` are counted."""
        if not self.gathered and not self.asked and self.matching and most <= MOST_COUNTED:
            return min(self.matching, most)
        found = 0
        for sql, values in self.queries("1", self.words, most):
            values[-1] = most - found
            found += self.archive.database.conn.execute(f"SELECT count(*) FROM ({sql})", values).fetchone()[0]
            if found == most:
                break
        return found

    def scored(self, words: str, *, enough: int = 0) -> list[tuple[int, float]]:
        """(id, score), best first, of those that are ranked; where `enough` is given, no others are sought once so
        many are found."""
        score = f"bm25({self.table}_fts, {_WEIGHTS[self.table]})"
        most = _MOST_RANKED + 1
        found: list[tuple[int, float]] = []
        for sql, values in self.queries(f"rowid, {score}", words, most):
            values[-1] = most - len(found)
            found += self.archive.database.conn.execute(sql, values).fetchall()
            if len(found) >= (enough or most):
                break
        return sorted(found, key=lambda row: (row[1], row[0]))


def _asked(archive: Archive, table: str, words: str, filters: tuple[Filter, ...]) -> _Asked:
    """The words with the filters, each of these in the form that takes the least time."""
    matching = _Asked(archive, table, words, 0).count(MOST_COUNTED)
    asked = _Asked(archive, table, words, matching)
    if not filters:
        return asked
    narrowest, *others = sorted(filters, key=lambda held: held.size)
    if matching < _ASKED_BELOW * narrowest.size:
        return replace(asked, asked=filters)
    rows = max(1, archive.database.conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
    expected = float(narrowest.size)
    for part in (matching, *(held.size for held in others)):
        # What was not counted to its end may be all there is.
        expected *= 1.0 if part >= MOST_COUNTED else min(1.0, part / rows)
    return replace(asked, gathered=narrowest, asked=tuple(others), expected=int(expected))


def _stretches(wanted: int, expected: int) -> Iterator[tuple[int, int]]:
    """(first id, id after the last) of the stretches to go through for so many of the rows that fit.

    >>> [last - first for first, last in _stretches(1000, 800)] == [_ID_END]
    True
    >>> [round((last - first) / _ID_END, 2) for first, last in _stretches(1000, 40_000)]
    [0.05, 0.95]
    """
    end = min(_ID_END, int(_ID_END * _MARGIN * wanted / max(1, expected)))
    yield 0, end
    if end < _ID_END:
        yield end, _ID_END


def _ranked(
    asked: _Asked, limit: int, *, count_at_most: int, may_leave_out: bool
) -> tuple[int, list[tuple[int, float]]]:
    """(how many match, but no more than one above `count_at_most`; (id, score) of the best of them)

    With `may_leave_out`, none of them where so many rows have the words that these tell none from another. Counting
    comes first where many are likely: for scores FTS5 goes through all rows with the words once more.
    """
    is_likely_few = asked.gathered is not None and asked.gathered.size <= _MOST_RANKED
    count = _MOST_RANKED if is_likely_few else asked.count(max(count_at_most, _MOST_RANKED) + 1)
    if count <= _MOST_RANKED:
        found = asked.scored(asked.words)
        return len(found), found[:limit]
    if may_leave_out and asked.matching == MOST_COUNTED:
        return count, []
    enough = max(limit, _ENOUGH_TITLED)
    is_titled = asked.table == "articles"
    titled = asked.scored(f"{_TITLE_COLUMNS[asked.table]} : ({asked.words})", enough=enough) if is_titled else []
    # A score among titles, where the words are rare, is above any other: enough of them are enough.
    if len(titled) < limit:
        known = dict(titled)
        titled += [(number, score) for number, score in asked.scored(asked.words) if number not in known]
    return count, titled[:limit]


def match_expression(terms: tuple[Term, ...], table: str) -> str:
    """The FTS5 expression of the terms, every word quoted; '' when none must be there.

    >>> terms = Term("smarter planet"), Term("cloud", is_excluded=True), Term("clou", is_prefix=True)
    >>> match_expression(terms, "articles")
    '("smarter planet" AND "clou"*) NOT "cloud"'
    """
    wanted = [_quoted(term, table) for term in terms if not term.is_excluded]
    unwanted = [_quoted(term, table) for term in terms if term.is_excluded]
    if not wanted:
        return ""
    return f"({' AND '.join(wanted)})" + "".join(f" NOT {word}" for word in unwanted)


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
