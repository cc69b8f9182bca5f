"""Articles in, JSON Lines out: one article a line with everything the archive knows of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TextIO

from archive.store import Article, ArticleComment, CaptureRecord
from exports.bodies import clean_html
from exports.bundle import Bundle
from exports.losses import Field
from exports.selection import Selection

NAME = "jsonl"
DESCRIPTION = "JSON Lines, one article a line with comments and provenance: for scripts, notebooks, any other tool"
LOSSES: Mapping[Field, str] = {
    Field.ASSETS: "named by address, size and digest; the bytes stay in the archive",
}
SINGLE_FILE = "articles.jsonl"


def write(archive: Selection, folder: Bundle) -> None:
    """articles.jsonl, in order of date."""
    with folder.text(SINGLE_FILE) as out:
        write_lines(archive, out)


def write_lines(archive: Selection, out: TextIO) -> None:
    """A line an article."""
    for article in archive.articles():
        out.write(json.dumps(article_record(article), ensure_ascii=False, separators=(",", ":")))
        out.write("\n")


def article_record(article: Article) -> dict[str, object]:
    """The article as JSON values; a field that the page does not tell is null."""
    return {
        "url": article.url,
        "title": article.headline,
        "authors": [byline.name for byline in article.bylines],
        "published_at": article.date_published,
        "body_text": article.body_text,
        "body_html": clean_html(article.body_html),
        "tags": [tag.name for tag in article.tags],
        "comments": [comment_record(comment) for comment in article.comments],
        "comment_status": article.comment_status,
        "capture": capture_record(article.capture),
        "id": article.id,
        "slug": article.slug,
        "site": article.site,
        "subtitle": article.alternative_headline,
        "kicker": article.kicker,
        "description": article.description,
        "published_raw": article.date_published_raw,
        "published_precision": article.date_published_precision,
        "modified_at": article.date_modified,
        "language": article.in_language,
        "direction": article.direction,
        "section": article.article_section,
        "word_count": article.word_count,
        "bylines": [
            {
                "name": byline.name, "person": byline.person_name, "role": byline.role,
                "organisation": byline.organisation, "relation": byline.relation, "is_guest": byline.is_guest,
                "is_organisation": byline.is_organisation, "url": byline.url, "text_raw": byline.text_raw,
                "source": byline.source,
            }
            for byline in article.bylines
        ],
        "terms": [
            {"name": tag.name, "slug": tag.slug, "taxonomy": tag.taxonomy, "url": tag.url} for tag in article.tags
        ],
        "assets": [
            {
                "url": use.asset.url, "kind": use.asset.kind, "role": use.role, "alt": use.alt, "caption": use.caption,
                "credit": use.credit, "mime": use.asset.mime, "size_bytes": use.asset.size_bytes,
                "sha256": use.asset.sha256, "width": use.asset.width, "height": use.asset.height,
                "is_main": use.asset.id == article.main_image_id, "is_captured": use.asset.capture_id is not None,
            }
            for use in article.assets
        ],
        "addresses": [
            {"url": known.url, "relation": known.relation, "evidence": known.evidence} for known in article.addresses
        ],
        "comment_count_stated": article.comment_count_stated,
        "comment_notice": article.comment_notice,
        "comment_system": article.comment_system,
    }  # fmt: skip


def comment_record(comment: ArticleComment) -> dict[str, object]:
    """A comment as JSON values; `parent` is the id of the comment it answers."""
    return {
        "id": comment.id,
        "parent": comment.parent_id,
        "author": comment.author_name,
        "posted_at": comment.date_created,
        "subject": comment.subject,
        "text": comment.text,
        "html": clean_html(comment.html),
        "posted_raw": comment.date_created_raw,
        "author_url": comment.author_url,
        "author_source": comment.author_source,
        "kind": comment.kind,
        "status": comment.status,
        "depth": comment.depth,
        "permalink": comment.permalink,
        "votes": comment.upvote_count,
        "is_by_author": comment.is_by_author,
        "source": comment.source,
    }


def capture_record(capture: CaptureRecord) -> dict[str, object]:
    """Where the article comes from: WARC file, place in it, record and time."""
    return {
        "warc_file": capture.filename,
        "offset_bytes": capture.offset_bytes,
        "length_bytes": capture.length_bytes,
        "record_id": capture.record_id,
        "target_uri": capture.target_uri,
        "warc_date": capture.warc_date,
        "payload_digest": capture.payload_digest,
    }
