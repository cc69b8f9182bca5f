"""Articles in, JSON Lines a content type for Strapi out, with a script that sends them to its API."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files

from exports.bundle import Bundle
from exports.json_stream import json_lines
from exports.local_body import comment_html, local_html
from exports.losses import Field
from exports.media import Media
from exports.posts import authors_of, byline_fields, full_date, lead_image
from exports.selection import Selection
from exports.url_pattern import title_of
from exports.wordpress import parents_first

NAME = "strapi"
DESCRIPTION = "Strapi: JSON Lines a content type, files, and an import script for its REST API"
LOSSES: Mapping[Field, str] = {
    Field.DATE_PRECISION: "the first day of the month or year; published_as_printed tells",
    Field.COMMENT_AUTHOR_SOURCE: "left out",
    Field.COMMENT_COUNT_STATED: "left out",
    Field.CREDIT: "left out",
}


def write(archive: Selection, folder: Bundle) -> None:
    """people.jsonl, terms.jsonl, articles.jsonl, comments.jsonl, redirects.jsonl, files/, import.mjs.

    `key` is the row's own name; a field that ends with _key or _keys refers to one.
    """
    media = Media(archive)
    with json_lines(folder, "people.jsonl") as out:
        for person in archive.people.values():
            out.add({
                "key": str(person.id), "name": person.name, "slug": person.slug, "job_title": person.job_title,
                "organisation": person.organisation, "bio": person.bio, "url": person.url,
            })  # fmt: skip
    with json_lines(folder, "terms.jsonl") as out:
        for tag in archive.tags:
            out.add({"key": str(tag.id), "name": tag.name, "slug": tag.slug, "taxonomy": tag.taxonomy})
    with (
        json_lines(folder, "articles.jsonl") as articles,
        json_lines(folder, "comments.jsonl") as comments,
        json_lines(folder, "redirects.jsonl") as redirects,
    ):
        for article in archive.articles():
            assets = media.of(article)
            media.write(assets, lambda local, data: folder.copy(f"files/{local.name}", data))
            lead = lead_image(article, assets)
            url = archive.new_url(article)
            articles.add({
                "key": str(article.id), "title": title_of(article), "path": url, "slug": article.slug,
                "subtitle": article.alternative_headline, "kicker": article.kicker, "description": article.description,
                "published_at": full_date(article.date_published), "published_as_printed": article.date_published_raw,
                "updated_on": full_date(article.date_modified), "language": article.in_language,
                "direction": article.direction,
                "body_html": local_html(archive, article, assets, place=lambda local: f"/uploads/{local.name}"),
                "author_keys": [str(byline.person_id) for byline in authors_of(article)],
                "bylines": [dict(byline_fields(byline)) for byline in article.bylines],
                "term_keys": [str(tag.id) for tag in article.tags],
                "main_image": lead.name if lead else None,
                "files": [
                    {"name": one.name, "alt": one.use.alt, "caption": one.use.caption, "role": one.use.role,
                     "mime": one.use.asset.mime, "old_url": one.use.asset.url}
                    for one in assets.values()
                ],
                "comment_status": article.comment_status, "comment_notice": article.comment_notice,
                "old_url": article.url, "warc_record_id": article.capture.record_id,
                "warc_file": article.capture.filename, "captured_at": article.capture.warc_date,
            })  # fmt: skip
            for comment in parents_first(article.comments):
                comments.add({
                    "key": str(comment.id), "article_key": str(article.id),
                    "parent_key": None if comment.parent_id is None else str(comment.parent_id),
                    "name": comment.author_name, "url": comment.author_url, "subject": comment.subject,
                    "html": comment_html(archive, comment), "text": comment.text,
                    "posted_at": full_date(comment.date_created), "posted_as_printed": comment.date_created_raw,
                    "kind": comment.kind, "comment_state": comment.status, "votes": comment.upvote_count,
                    "by_author": comment.is_by_author, "permalink": comment.permalink,
                })  # fmt: skip
            for entry in archive.urls.sources(url):
                redirects.add({"key": entry.old_url, "from": entry.old_url, "to": url, "article_key": str(article.id)})
    script = files("exports").joinpath("themes", "strapi", "import.mjs").read_text(encoding="utf-8")
    folder.write_text("import.mjs", script)
