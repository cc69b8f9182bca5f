"""The stored pages of one article in, its rows out: parts joined, comment pages merged, each fact with its parse."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import unquote, urlsplit

from archive.feed_facts import FeedFacts, completed
from archive.keys import row_id, slug_of
from archive.model import AssetUse, Comment, NoticeKind
from archive.parsed_json import StoredPage

__all__ = ["ArticleRows", "Source", "article_id_of", "article_rows", "sources_sha256"]

Row = tuple[object, ...]

_CLOSING = (NoticeKind.COMMENTS_CLOSED, NoticeKind.MODERATION, NoticeKind.COMMENT_POLICY)


@dataclass(frozen=True, slots=True)
class Source:
    """One page that an article is made of."""

    parse_id: int
    content_sha256: str
    role: str
    """main, part or comment-page"""
    number: int
    """Order among parts and comment pages."""
    page: StoredPage


@dataclass(frozen=True, slots=True)
class ArticleRows:
    """Rows by table, values in the order of the table's columns."""

    article_id: int
    tables: dict[str, list[Row]]


def article_id_of(url: str) -> int:
    """Key of an article."""
    return row_id("article", url)


def sources_sha256(
    parser_version: str, parts: Sequence[tuple[str, int, int, str]], told: FeedFacts | None = None
) -> str:
    """SHA-256 over (role, number, parse id, content digest) of each page an article is made of, and what feeds tell."""
    sources = (parser_version, list(parts)) if told is None else (parser_version, list(parts), told)
    return hashlib.sha256(repr(sources).encode("utf-8", "surrogatepass")).hexdigest()


def article_rows(
    page_id: int, url: str, site: str, sources: Sequence[Source], digest: str, told: FeedFacts | None = None
) -> ArticleRows:
    """The article that stands at `url`; the first source is its main page, the others follow in order.

    `told` is what feeds say of it.
    """
    main = sources[0]
    article_id = article_id_of(url)
    used: dict[str, int] = {}
    if told is not None:
        page, used = completed(main.page, told)
        main = replace(main, page=page)
        sources = (main, *sources[1:])
    parts = [source for source in sources if source.role in ("main", "part")]
    comments = _comment_rows(article_id, url, sources)
    uses = list(_uses(parts))
    tables: dict[str, list[Row]] = {
        "articles": [_article_row(article_id, page_id, url, main, parts, uses, len(comments), digest)],
        "bylines": list(_byline_rows(article_id, main)),
        "comments": comments,
        "tags": [],
        "article_tags": [],
        "assets": [],
        "article_assets": [],
        "article_feed_facts": [(article_id, field, entry_id) for field, entry_id in sorted(used.items())],
    }
    seen: set[int] = set()
    for tag in main.page.tags:
        tag_id = row_id("tag", site, tag.taxonomy, tag.name)
        if tag_id in seen:
            continue
        tables["tags"].append((tag_id, tag.name, slug_of(tag.name), tag.taxonomy, site, None))
        tables["article_tags"].append((article_id, tag_id, len(seen), tag.url))
        seen.add(tag_id)
    for position, (use, node_path) in enumerate(uses):
        asset_id = row_id("asset", use.url)
        tables["assets"].append((asset_id, use.url, use.kind, None, None, None, None, None, None))
        tables["article_assets"].append(
            (article_id, position, asset_id, use.role, use.alt, use.caption, use.credit, node_path)
        )
    return ArticleRows(article_id, tables)


def _article_row(
    article_id: int,
    page_id: int,
    url: str,
    main: Source,
    parts: Sequence[Source],
    uses: Sequence[tuple[AssetUse, str | None]],
    comment_count: int,
    digest: str,
) -> Row:
    page = main.page
    title, published, modified = page.title, page.published, page.modified
    bodies = [source.page.body for source in parts if source.page.body]
    section = next((tag.name for tag in page.tags if tag.taxonomy in ("category", "section")), None)
    lead = next((use for use, _ in uses if use.kind == "image" and use.role == "lead"), None)
    image = lead or next((u for u, _ in uses if u.kind == "image" and u.role in ("figure", "inline")), None)
    return (
        article_id, page_id, main.parse_id, url, _slug(url, title.text if title else ""),
        title.text if title else None, title.subtitle if title else None, title.kicker if title else None,
        page.description,
        published.value if published else None, published.raw if published else None,
        published.precision if published else None, published.source if published else None,
        modified.value if modified else None, modified.raw if modified else None,
        page.language, page.direction, section, sum(body.word_count for body in bodies),
        str(page.comment_status) if page.comment_status else None, _comment_notice(page),
        comment_count, page.comment_count_stated, page.comment_system,
        row_id("asset", image.url) if image else None,
        "\n\n".join(body.text for body in bodies if body.text), "\n".join(body.html for body in bodies if body.html),
        digest, None,
    )  # fmt: skip


def _slug(url: str, headline: str) -> str:
    """The last part of the path that tells something; of '/?p=12' or '/node/12' the headline tells more."""
    try:
        path = unquote(urlsplit(url).path)
    except ValueError:
        path = ""
    for part in reversed(path.split("/")):
        word = re.sub(r"\.(html?|php|aspx?|jsp|cfm|shtml)$", "", part, flags=re.IGNORECASE)
        if re.search(r"[^\W\d_]{2}", word) and word.lower() not in ("index", "default", "node", "article", "post"):
            return slug_of(word)
        if word:
            break
    return slug_of(headline or path)


def _comment_notice(page: StoredPage) -> str | None:
    for kind in _CLOSING:
        for notice in page.notices:
            if notice.kind == kind:
                return notice.text
    return None


def _byline_rows(article_id: int, main: Source) -> Iterator[Row]:
    """One row per contributor; the person is found when all bylines are known."""
    position = 0
    for byline in main.page.bylines:
        for who in byline.contributors:
            yield (
                article_id, position, 0, who.name, who.role, who.organisation, who.relation, int(who.is_guest),
                int(who.is_organisation), who.url, who.bio, byline.text_raw, byline.source, main.parse_id,
                main.page.path(byline.node),
            )  # fmt: skip
            position += 1


def _uses(parts: Sequence[Source]) -> Iterator[tuple[AssetUse, str | None]]:
    """What the text uses, then what the page offers with it: its lead image, its attachments."""
    for source in parts:
        body = source.page.body
        in_body = body.assets if body else ()
        listed = {(use.url, use.node) for use in in_body}
        for use in in_body:
            yield use, source.page.path(use.node)
        for use in source.page.assets:
            if use.role in ("lead", "attachment") and (use.url, use.node) not in listed:
                yield use, source.page.path(use.node)


def _comment_rows(article_id: int, url: str, sources: Sequence[Source]) -> list[Row]:
    """The comments of all pages in one thread; one that stands on two pages is taken once, where it first stands."""
    rows: list[Row] = []
    ids: dict[tuple[object, ...], int] = {}
    for source in sources:
        here: dict[int, int] = {}
        repeats: Counter[tuple[object, ...]] = Counter()
        for comment in source.page.comments:
            natural = _natural_key(comment)
            key = (*natural, repeats[natural])
            repeats[natural] += 1
            if key in ids:
                here[comment.position] = ids[key]
                continue
            comment_id = row_id("comment", url, *(str(part) for part in key))
            ids[key] = here[comment.position] = comment_id
            parent = here.get(comment.parent) if comment.parent is not None else None
            posted = comment.posted_at
            rows.append(
                (
                    comment_id,
                    article_id,
                    parent,
                    len(rows),
                    comment.depth,
                    None,
                    comment.author,
                    comment.author_url,
                    comment.author_source,
                    comment.subject,
                    (posted.value or None) if posted else None,
                    posted.raw if posted else None,
                    comment.text,
                    comment.html,
                    comment.permalink,
                    comment.kind,
                    comment.status,
                    comment.votes,
                    int(comment.is_by_author),
                    comment.source,
                    source.parse_id,
                    source.page.path(comment.node),
                )
            )
    return rows


def _natural_key(comment: Comment) -> tuple[object, ...]:
    """What names the comment on every page it stands on: its anchor, else who said what and when."""
    if comment.anchor:
        return ("anchor", comment.anchor)
    posted = (comment.posted_at.value or None) if comment.posted_at else None
    text = hashlib.sha256(comment.text.encode("utf-8", "surrogatepass")).hexdigest()
    return ("said", comment.author, posted, text)
