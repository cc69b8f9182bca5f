"""A query in, articles and comments out, best first: FTS5, titles above bodies, snippets of the few that are shown."""

from __future__ import annotations

from dataclasses import replace

from archive.search import Hit, SearchQuery, SearchResult, Term
from archive.store.reading import Archive
from archive.store.search_filters import Filter, held_languages, is_language, read_filters
from archive.store.search_hits import hits_of
from archive.store.search_rows import Asked, asked, sampled
from archive.store.search_within import in_title
from archive.store.search_words import match_expression, unwanted_words

__all__ = ["search"]

_MOST_RANKED = 1000
"""A word that is in more articles tells them hardly apart: those with it in the title, and a part of the others that
is the same each time, are ranked, so that the commonest word of 100,000 articles takes no longer than others."""
_MOST_FOUND = 10_000
_EVERYWHERE = 40_000
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
    within = tuple(term for term in query.terms if term.is_within and not term.is_excluded)
    if words:
        titled = match_expression(query.terms, table, is_in_title=True)
        count, found = _ranked(
            asked(archive, table, words, filters),
            titled,
            limit,
            count_at_most=count_at_most,
            may_leave_out=may_leave_out,
        )
    else:
        count, found = _newest(
            archive, table, filters, limit, first=within, unwanted=unwanted_words(query.terms, table)
        )
    return count, hits_of(archive, table, found, words=words, within=within)


def _newest(
    archive: Archive,
    table: str,
    filters: tuple[Filter, ...],
    limit: int,
    *,
    first: tuple[Term, ...],
    unwanted: list[str],
) -> tuple[int, list[tuple[int, float]]]:
    """(how many pass the filters and have none of the unwanted words, (id, rank) of the newest of them), those first
    that have the terms `first` in their title."""
    run = archive.database.conn.execute
    # A date is asked of the row, in the index that gives the order.
    conditions = [held.row if held.is_of_row else held.gathered for held in filters]
    parameters = [value for held in filters for value in held.parameters]
    if unwanted:
        conditions.append(f"x.id NOT IN (SELECT rowid FROM {table}_fts WHERE {table}_fts MATCH ?)")
        parameters.append(" OR ".join(unwanted))
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    (count,) = run(f"SELECT count(*) FROM {table} x {where}", parameters).fetchone()
    titles, values = in_title(first, table)
    order = {"articles": "x.date_published DESC, x.url", "comments": "x.date_created DESC, x.id"}[table]
    order = f"2 DESC, {order}" if first else order
    rows = run(
        f"SELECT x.id, {titles} FROM {table} x {where} ORDER BY {order} LIMIT ?", (*values, *parameters, limit)
    ).fetchall()
    # With terms, they are put in order with others by rank, and their own order must be kept.
    step = 1e-6 if first else 0.0
    return int(count), [(number, place * step - titled) for place, (number, titled) in enumerate(rows)]


def _ranked(
    words: Asked, titled_words: str, limit: int, *, count_at_most: int, may_leave_out: bool
) -> tuple[int, list[tuple[int, float]]]:
    """(how many match, but no more than one above `count_at_most`; (id, score) of the best of them)

    With `may_leave_out`, none of them where so many rows have the words that these tell none from another. Counting
    comes first where many are likely: for scores FTS5 goes through all rows with the words once more.
    """
    if words.likely is not None and words.likely * words.share <= _MOST_RANKED:
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
