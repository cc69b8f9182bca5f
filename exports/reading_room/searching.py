"""Words as typed in, a page of results out, ready for a template or JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from archive.errors import BadInput
from archive.search import read_query
from archive.store import Archive
from archive.store.searching import search
from exports.reading_room.questions import PAGE_SIZE

__all__ = ["search_page", "snippet_parts"]


def search_page(archive: Archive, words: str, *, offset: int = 0) -> dict[str, Any]:  # Any: JSON values
    """The hits of one page; a query that cannot be read gives its error and no hits."""
    answer: dict[str, Any] = {
        "q": words,
        "offset": offset,
        "size": PAGE_SIZE,
        "hits": [],
        "articles": 0,
        "comments": 0,
        "found": "",
    }
    if not words.strip():
        return answer
    try:
        query = read_query(words)
        found = search(archive, query, limit=PAGE_SIZE, offset=offset)
    except BadInput as error:
        return answer | {"error": f"{error.what}. {error.next_step}"}
    comment_articles = _articles_of_comments(archive, [hit.id for hit in found.hits if hit.kind == "comment"])
    hits = []
    for hit in found.hits:
        article_id = hit.id if hit.kind == "article" else comment_articles.get(hit.id)
        hits.append(asdict(hit) | {"article_id": article_id, "snippet_parts": snippet_parts(hit.snippet)})
    return answer | {
        "hits": hits,
        "articles": found.articles,
        "comments": found.comments,
        "has_more_articles": found.has_more_articles,
        "has_more_comments": found.has_more_comments,
        "found": found.found_in(query.place),
    }


def snippet_parts(snippet: str) -> list[dict[str, Any]]:  # Any: JSON values
    """The snippet cut at its marks: {text, is_match}.

    >>> snippet_parts("a \\x02b\\x03 c")
    [{'text': 'a ', 'is_match': False}, {'text': 'b', 'is_match': True}, {'text': ' c', 'is_match': False}]
    """
    parts: list[dict[str, Any]] = []  # Any: as above
    for piece in snippet.split("\x02"):
        matched, end, rest = piece.partition("\x03")
        if not end:
            matched, rest = "", piece
        if matched:
            parts.append({"text": matched, "is_match": True})
        if rest:
            parts.append({"text": rest, "is_match": False})
    return parts


def _articles_of_comments(archive: Archive, numbers: list[int]) -> dict[int, int]:
    marks = ",".join("?" * len(numbers))
    return dict(archive.database.execute(f"SELECT id, article_id FROM comments WHERE id IN ({marks})", numbers))
