"""Articles in, rows of plain tables out: what CSV, Parquet and the small SQLite file have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from archive.store import Article
from exports.losses import Field
from exports.selection import Selection

__all__ = ["LINK_COLUMNS", "TABLES", "TABLE_LOSSES", "Cell", "Table", "link_rows"]

Cell = str | int | bool | None

TABLE_LOSSES: Mapping[Field, str] = {
    Field.BODY_HTML: "the text alone",
    Field.COMMENT_HTML: "the text alone",
    Field.ASSETS: "named by address, size and digest; the bytes stay in the archive",
    Field.KICKER: "left out",
    Field.DIRECTION: "left out",
    Field.COMMENT_NOTICE: "left out",
}
"""Fields that the tables have no column for, and what becomes of them."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns with their types, and the rows an article adds to it."""

    name: str
    columns: tuple[tuple[str, type], ...]
    rows: Callable[[Article], Iterator[tuple[Cell, ...]]]

    @property
    def names(self) -> list[str]:
        """Names of the columns."""
        return [name for name, _ in self.columns]


def _articles(a: Article) -> Iterator[tuple[Cell, ...]]:
    yield (
        a.id, a.url, a.site, a.slug, a.headline, a.alternative_headline, a.description, a.date_published,
        a.date_published_raw, a.date_published_precision, a.date_modified, a.in_language, a.article_section,
        "; ".join(byline.name for byline in a.bylines) or None, "; ".join(tag.name for tag in a.tags) or None,
        a.word_count, len(a.comments), a.comment_count_stated, a.comment_status, a.body_text,
        a.capture.filename, a.capture.offset_bytes, a.capture.record_id, a.capture.warc_date,
    )  # fmt: skip


def _bylines(a: Article) -> Iterator[tuple[Cell, ...]]:
    for b in a.bylines:
        yield (
            a.id, b.position, b.person_id, b.person_name, b.name, b.role, b.organisation, b.relation, b.is_guest,
            b.is_organisation, b.url, b.text_raw, b.source,
        )  # fmt: skip


def _comments(a: Article) -> Iterator[tuple[Cell, ...]]:
    for c in a.comments:
        yield (
            c.id, a.id, c.parent_id, c.position, c.depth, c.author_name, c.author_url, c.author_source, c.subject,
            c.date_created, c.date_created_raw, c.text, c.kind, c.status, c.upvote_count, c.is_by_author, c.permalink,
        )  # fmt: skip


def _tags(a: Article) -> Iterator[tuple[Cell, ...]]:
    for position, t in enumerate(a.tags):
        yield a.id, position, t.id, t.name, t.slug, t.taxonomy


def _assets(a: Article) -> Iterator[tuple[Cell, ...]]:
    for u in a.assets:
        s = u.asset
        yield (
            a.id, u.position, s.url, s.kind, u.role, u.alt, u.caption, u.credit, s.mime, s.size_bytes, s.sha256,
            s.width, s.height, s.capture_id is not None,
        )  # fmt: skip


def _addresses(a: Article) -> Iterator[tuple[Cell, ...]]:
    for k in a.addresses:
        yield a.id, k.url, k.relation, k.evidence


def _columns(words: str) -> tuple[tuple[str, type], ...]:
    """Columns from words such as 'url id:int is_guest:bool'."""
    types = {"int": int, "bool": bool, "": str}
    return tuple((name, types[kind]) for name, _, kind in (word.partition(":") for word in words.split()))


TABLES: tuple[Table, ...] = (
    Table("articles", _columns(
        "id:int url site slug title subtitle description date_published date_published_raw date_published_precision"
        " date_modified language section authors tags word_count:int comment_count:int comment_count_stated:int"
        " comment_status body_text warc_file warc_offset_bytes:int warc_record_id warc_date"
    ), _articles),
    Table("bylines", _columns(
        "article_id:int position:int person_id:int person name role organisation relation is_guest:bool"
        " is_organisation:bool url text_raw source"
    ), _bylines),
    Table("comments", _columns(
        "id:int article_id:int parent_id:int position:int depth:int author author_url author_source subject"
        " date_created date_created_raw text kind status votes:int is_by_author:bool permalink"
    ), _comments),
    Table("tags", _columns("article_id:int position:int tag_id:int name slug taxonomy"), _tags),
    Table("assets", _columns(
        "article_id:int position:int url kind role alt caption credit mime size_bytes:int sha256 width:int height:int"
        " is_captured:bool"
    ), _assets),
    Table("addresses", _columns("article_id:int url relation evidence"), _addresses),
)  # fmt: skip
"""What an article adds to each table."""

LINK_COLUMNS = _columns("source_url target_url anchor_text rel region is_internal:bool target_status:int")


def link_rows(archive: Selection) -> Iterator[tuple[Cell, ...]]:
    """Every outgoing link of the pages' last versions, with the region it stands in, by page and position."""
    rows = archive.archive.database.execute(
        "SELECT g.url, l.url, l.anchor_text, l.rel, l.region, l.is_internal, d.status FROM links l"
        " JOIN pages g ON g.parse_id = l.parse_id LEFT JOIN destinations d ON d.url_id = l.url_id"
        " ORDER BY g.url, l.position"
    )
    for *texts, is_internal, status in rows:
        yield (*texts, bool(is_internal), status)
