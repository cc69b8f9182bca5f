"""A query in, articles and comments out, best first: FTS5, titles above bodies, snippets of the few that are shown."""

from __future__ import annotations

from dataclasses import replace

from archive.search import Hit, SearchQuery, SearchResult, Term
from archive.store.reading import Archive

__all__ = ["search"]

# headline, alternative_headline, description, body_text: a word of the title weighs ten of the body.
_WEIGHTS = {"articles": "10.0, 6.0, 3.0, 1.0", "comments": "4.0, 1.0, 2.0"}
_TITLE_COLUMNS = "{headline alternative_headline}"
_SNIPPET_WORDS = 24
_COMMENT_SHARE = 0.4
"""A comment is short, so each of its words weighs much: without this it would stand above every article."""


def search(archive: Archive, query: SearchQuery, *, limit: int = 20, offset: int = 0) -> SearchResult:
    """What fits the query; articles and comments are ranked together, unless the query names one of them."""
    hits: list[Hit] = []
    articles = comments = 0
    if query.place in ("all", "articles"):
        articles, found = _find(archive, query, "articles", limit + offset)
        hits += found
    # Comments have no title: a query about titles asks for articles; one without words, for articles, too.
    if query.place == "comments" or (query.place == "all" and query.terms and not any(t.in_title for t in query.terms)):
        comments, found = _find(archive, query, "comments", limit + offset)
        hits += found
    hits = [replace(hit, rank=hit.rank * _COMMENT_SHARE) if hit.kind == "comment" else hit for hit in hits]
    hits.sort(key=lambda hit: (hit.rank, hit.kind, hit.date is None, hit.date or "", hit.url, hit.id))
    return SearchResult(tuple(hits[offset : offset + limit]), articles, comments)


def _find(archive: Archive, query: SearchQuery, table: str, limit: int) -> tuple[int, list[Hit]]:
    """(how many fit, the best of them)"""
    run = archive.database.conn.execute
    words = match_expression(query.terms)
    conditions, parameters = _filters(query, table)
    if not words:
        where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
        order = {
            "articles": "x.date_published IS NULL, x.date_published DESC, x.url",
            "comments": "x.date_created IS NULL, x.date_created DESC, x.id",
        }[table]
        (count,) = run(f"SELECT count(*) FROM {table} x {where}", parameters).fetchone()
        rows = run(f"SELECT x.id, 0.0 FROM {table} x {where} ORDER BY {order} LIMIT ?", (*parameters, limit)).fetchall()
        return int(count), [_hit(archive, table, number, rank, "") for number, rank in rows]
    fts = f"{table}_fts"
    only = f"AND rowid IN (SELECT x.id FROM {table} x WHERE {' AND '.join(conditions)})" if conditions else ""
    (count,) = run(f"SELECT count(*) FROM {fts} WHERE {fts} MATCH ? {only}", (words, *parameters)).fetchone()
    rows = run(
        f"SELECT rowid, bm25({fts}, {_WEIGHTS[table]}) AS score FROM {fts} WHERE {fts} MATCH ? {only}"
        " ORDER BY score, rowid LIMIT ?",
        (words, *parameters, limit),
    ).fetchall()
    return int(count), [_hit(archive, table, number, rank, words) for number, rank in rows]


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


def _filters(query: SearchQuery, table: str) -> tuple[list[str], list[str]]:
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
            conditions.append(f"(x.person_id IN ({people}) OR x.author_name LIKE ? ESCAPE '\\')")
        parameters += [part, part, author] + ([part] if table == "comments" else [])
    for tag in query.tags:
        conditions.append(
            f"{article} IN (SELECT y.article_id FROM article_tags y JOIN tags t ON t.id = y.tag_id"
            " WHERE t.slug = ? OR t.name = ? COLLATE NOCASE)"
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


def _hit(archive: Archive, table: str, number: int, rank: float, words: str) -> Hit:
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
    return Hit(kind, number, url, headline, authors or "", date, _snippet(archive, table, number, words) or start, rank)


def _snippet(archive: Archive, table: str, number: int, words: str) -> str:
    """Words around what was found in the text; where only the title has it, in the title."""
    if not words:
        return ""
    fts = f"{table}_fts"
    row = archive.database.conn.execute(
        f"""SELECT snippet({fts}, -1, char(2), char(3), '…', {_SNIPPET_WORDS}) FROM {fts}
        WHERE {fts} MATCH ? AND rowid = ?""",
        (words, number),
    ).fetchone()
    return str(row[0]) if row else ""
