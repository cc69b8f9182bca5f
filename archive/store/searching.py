"""A query in, articles and comments out, best first: FTS5, titles above bodies, snippets of the few that are shown."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass, replace
from math import log
from typing import Any

from archive.search import Hit, SearchQuery, SearchResult, Term
from archive.store.database import SEARCHED, TOKENIZER
from archive.store.reading import Archive

__all__ = ["best_possible_score", "match_expression", "search"]

# headline, alternative_headline, description, body_text: a word of the title weighs ten of the body.
_WEIGHTS = {"articles": "10.0, 6.0, 3.0, 1.0", "comments": "4.0, 1.0, 2.0"}
_TITLE_COLUMNS = "{headline alternative_headline}"
_SNIPPET_WORDS = 24
_MOST_RANKED = 1000
"""A word that is in more articles tells them hardly apart: those with it in the title, and a part of the others that
is the same each time, are ranked, so that the commonest word of 100,000 articles takes no longer than others."""
_FEW_FOUND = 3000
_MOST_TITLED = 20_000
_TITLES_AT_ONCE = 200
_COMMENT_SHARE = 0.4
"""A comment is short, so each of its words weighs much: without this it would stand above every article."""


def search(archive: Archive, query: SearchQuery, *, limit: int = 20, offset: int = 0) -> SearchResult:
    """What fits the query; articles and comments are ranked together, unless the query names one of them."""
    query = _without_idle_filters(archive, query)
    hits: list[Hit] = []
    articles = comments = 0
    if query.place in ("all", "articles"):
        articles, found = _find(archive, query, "articles", limit + offset)
        hits += found
    last_shown = hits[-1].rank if len(hits) >= limit + offset else 0.0
    # Comments have no title: a query about titles asks for articles; one without words, for articles, too.
    if query.place == "comments" or (query.place == "all" and query.terms and not any(t.in_title for t in query.terms)):
        comments, found = _find(archive, query, "comments", limit + offset, to_beat=last_shown / _COMMENT_SHARE)
        hits += found
    hits = [replace(hit, rank=hit.rank * _COMMENT_SHARE) if hit.kind == "comment" else hit for hit in hits]
    hits.sort(key=lambda hit: (hit.rank, hit.kind, hit.date is None, hit.date or "", hit.url, hit.id))
    return SearchResult(tuple(hits[offset : offset + limit]), articles, comments)


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
    archive: Archive, query: SearchQuery, table: str, limit: int, *, to_beat: float = 0.0
) -> tuple[int, list[Hit]]:
    """(how many fit, the best of them); none where none can have a score below `to_beat`."""
    run = archive.database.conn.execute
    words = match_expression(query.terms)
    has_filters = bool(query.authors or query.tags or query.before or query.after or query.site or query.language)
    few = bool(words) and has_filters and _is_in_few(archive, table, words)
    conditions, parameters = _filters(query, table, few=few)
    if not words:
        where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
        order = {
            "articles": "x.date_published DESC, x.url",
            "comments": "x.date_created DESC, x.id",
        }[table]
        (count,) = run(f"SELECT count(*) FROM {table} x {where}", parameters).fetchone()
        rows = run(f"SELECT x.id, 0.0 FROM {table} x {where} ORDER BY {order} LIMIT ?", (*parameters, limit)).fetchall()
        return int(count), [_hit(archive, table, number, rank) for number, rank in rows]
    terms = sum(not term.is_excluded for term in query.terms)
    asked = _Asked(archive, table, words, tuple(conditions), tuple(parameters), terms=terms, few=few)
    count, found = _ranked(asked, limit, to_beat=to_beat)
    hits = [_hit(archive, table, number, rank) for number, rank in found]
    return count, _with_snippets(hits, words, archive, table)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Words that are looked for in one table."""

    archive: Archive
    table: str
    words: str
    """The FTS5 expression."""
    conditions: tuple[str, ...]
    """Further SQL conditions on the table as x."""
    parameters: tuple[str, ...]
    """Their values."""
    terms: int
    """How many words and phrases must be there."""
    few: bool
    """Whether few rows have the words."""

    @property
    def matching(self) -> str:
        """SQL for the rows that fit; its parameters are the words and those of the conditions."""
        only = _only(self.table, list(self.conditions), few=self.few) if self.conditions else ""
        return f"FROM {self.table}_fts WHERE {self.table}_fts MATCH ? {only}"

    @property
    def score(self) -> str:
        """SQL for how well a row fits."""
        return f"bm25({self.table}_fts, {_WEIGHTS[self.table]})"

    def run(self, sql: str, *parameters: object) -> list[Any]:  # Any: SQL values
        """The rows of a query."""
        return self.archive.database.conn.execute(sql, parameters).fetchall()


def _ranked(asked: _Asked, limit: int, *, to_beat: float) -> tuple[int, list[tuple[int, float]]]:
    """(how many match, (id, score) of the best of them)"""
    everything = (asked.words, *asked.parameters)
    scored = f"SELECT rowid, {asked.score} {asked.matching} LIMIT {_MOST_RANKED + 1}"
    others: list[tuple[int, float]] = []
    if not _is_common(asked):
        others = _best(asked.run(scored, *everything))
        if len(others) <= _MOST_RANKED:
            return len(others), others[:limit]
    count = int(asked.run(f"SELECT count(*) {asked.matching}", *everything)[0][0])
    if count > _MOST_RANKED and to_beat < best_possible_score(asked.terms, count, asked.archive.count(asked.table)):
        return count, []
    titled = _titled(asked, limit) if asked.table == "articles" and count > _MOST_RANKED else []
    # A score among titles, where the words are rare, is above any other: enough of them are enough.
    if len(titled) < limit:
        known = dict(titled)
        others = others or _best(asked.run(scored, *everything))
        titled += [(number, score) for number, score in others if number not in known]
    return count, titled[:limit]


def _is_common(asked: _Asked) -> bool:
    """Whether so many rows are likely to fit that counting them comes first: they are then ranked by title."""
    if not asked.conditions:
        return not _is_in_few(asked.archive, asked.table, asked.words, most=_MOST_RANKED + 1)
    if asked.few:
        return False
    some = f"SELECT 1 FROM {asked.table} x WHERE {' AND '.join(asked.conditions)} LIMIT {_FEW_FOUND}"
    return int(asked.run(f"SELECT count(*) FROM ({some})", *asked.parameters)[0][0]) == _FEW_FOUND


def _titled(asked: _Asked, limit: int) -> list[tuple[int, float]]:
    """(id, score) of the best of those that have the words in the title.

    With conditions, these are asked of the best ones, some at a time, and not of each row with the words.
    """
    most = _MOST_TITLED if asked.conditions else _MOST_RANKED + 1
    sql = f"SELECT rowid, {asked.score} FROM {asked.table}_fts WHERE {asked.table}_fts MATCH ? LIMIT {most}"
    found = _best(asked.run(sql, f"{_TITLE_COLUMNS} : ({asked.words})"))
    if not asked.conditions:
        return found
    fitting: list[tuple[int, float]] = []
    for start in range(0, len(found), _TITLES_AT_ONCE):
        some = dict(found[start : start + _TITLES_AT_ONCE])
        marks = ", ".join("?" * len(some))
        where = f"x.id IN ({marks}) AND {' AND '.join(asked.conditions)}"
        kept = {
            row[0] for row in asked.run(f"SELECT x.id FROM {asked.table} x WHERE {where}", *some, *asked.parameters)
        }
        fitting += [(number, score) for number, score in some.items() if number in kept]
        if len(fitting) >= limit:
            break
    return fitting


def best_possible_score(terms: int, matching: int, rows: int) -> float:
    """A bound of FTS5's bm25 (below zero, smaller is better) for rows that hold all of some terms.

    Each term is in no fewer rows than all of them together, and however often it is in one, it counts 2.2 times its
    weight at most (bm25 with k1 = 1.2, as FTS5 has it).

    >>> round(best_possible_score(3, 30_000, 200_000), 2), best_possible_score(1, 150_000, 200_000)
    (-11.45, -2.2e-06)
    """
    ratio = (rows - matching + 0.5) / (matching + 0.5)
    return -2.2 * terms * max(log(ratio), 1e-6)


def _best(rows: list[tuple[int, float]]) -> list[tuple[int, float]]:
    """(id, score), best first."""
    return sorted(rows, key=lambda row: (row[1], row[0]))


def _is_in_few(archive: Archive, table: str, words: str, *, most: int = _FEW_FOUND) -> bool:
    query = f"SELECT count(*) FROM (SELECT 1 FROM {table}_fts WHERE {table}_fts MATCH ? LIMIT {most})"
    return bool(archive.database.conn.execute(query, (words,)).fetchone()[0] < most)


def _only(table: str, conditions: list[str], *, few: bool) -> str:
    """The filter as SQL: looked up for each row found where these are few, gathered first where they are many."""
    condition = " AND ".join(conditions)
    if few:
        return f"AND EXISTS (SELECT 1 FROM {table} x WHERE x.id = {table}_fts.rowid AND {condition})"
    # The plus keeps SQLite from looking each row up in the index by itself: it asks once, and filters what comes.
    return f"AND +rowid IN (SELECT x.id FROM {table} x WHERE {condition})"


def match_expression(terms: tuple[Term, ...]) -> str:
    """The FTS5 expression of the terms, every word quoted; '' when none must be there.

    >>> match_expression((Term("smarter planet"), Term("cloud", is_excluded=True), Term("clou", is_prefix=True)))
    '("smarter planet" AND "clou"*) NOT "cloud"'
    """
    wanted = [_quoted(term) for term in terms if not term.is_excluded]
    unwanted = [_quoted(term) for term in terms if term.is_excluded]
    if not wanted:
        return ""
    return f"({' AND '.join(wanted)})" + "".join(f" NOT {word}" for word in unwanted)


def _quoted(term: Term) -> str:
    word = '"' + term.text.replace('"', '""').replace("\x00", " ") + '"' + ("*" if term.is_prefix else "")
    return f"{_TITLE_COLUMNS} : {word}" if term.in_title else word


def _filters(query: SearchQuery, table: str, *, few: bool) -> tuple[list[str], list[str]]:
    """SQL conditions on the table as x, and their parameters."""
    article = "x.id" if table == "articles" else "x.article_id"
    date = "x.date_published" if table == "articles" else "x.date_created"
    conditions: list[str] = []
    parameters: list[str] = []
    for author in query.authors:
        # In comments, author: is who commented; in articles, who is named in the byline, by any spelling.
        people = """SELECT n.person_id FROM person_names n JOIN people p ON p.id = n.person_id
            WHERE n.name LIKE ? ESCAPE '\\' OR p.name LIKE ? ESCAPE '\\' OR p.slug = ?"""
        part = "%" + author.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        if table == "articles":
            conditions.append(f"x.id IN (SELECT b.article_id FROM bylines b WHERE b.person_id IN ({people}))")
        else:
            conditions.append(f"x.person_id IN ({people})")
        parameters += [part, part, author]
    for tag in query.tags:
        tags = "SELECT t.id FROM tags t WHERE t.slug = ? OR t.name = ? COLLATE NOCASE"
        conditions.append(
            f"EXISTS (SELECT 1 FROM article_tags y WHERE y.article_id = {article} AND y.tag_id IN ({tags}))"
            if few
            else f"{article} IN (SELECT y.article_id FROM article_tags y WHERE y.tag_id IN ({tags}))"
        )
        parameters += [tag, tag]
    if query.before:
        conditions.append(f"{date} < ?")
        parameters.append(query.before)
    if query.after:
        conditions.append(f"{date} >= ?")
        parameters.append(query.after)
    if query.site:
        conditions.append(
            f"{article} IN (SELECT a.id FROM articles a JOIN pages g ON g.id = a.page_id WHERE g.site = ?)"
        )
        parameters.append(query.site)
    if query.language:
        conditions.append(f"{article} IN (SELECT a.id FROM articles a WHERE a.in_language = ? OR a.in_language LIKE ?)")
        parameters += [query.language, f"{query.language}-%"]
    return conditions, parameters


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
