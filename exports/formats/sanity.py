"""Articles in, an NDJSON dataset for `sanity dataset import` out, files beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from archive.store import Article
from exports.bundle import Bundle
from exports.json_stream import json_lines
from exports.local_body import comment_html, local_html
from exports.losses import Field, Loss
from exports.media import Media, media_name
from exports.posts import authors_of, full_date, lead_image
from exports.selection import LocalAsset, Selection
from exports.url_pattern import title_of
from exports.wordpress import parents_first

NAME = "sanity"
DESCRIPTION = "Sanity dataset (NDJSON): posts, authors, terms, comments, redirects, images and files as assets"
LOSSES: Mapping[Field, str] = {
    Field.DATE_PRECISION: "publishedAt is the first day, at midnight; publishedAsPrinted tells",
    Field.COMMENT_AUTHOR_SOURCE: "left out",
    Field.COMMENT_COUNT_STATED: "left out",
    Field.PROVENANCE: "the address and record in archive",
}
FILE_PATH = "dataset.ndjson"


def write(archive: Selection, folder: Bundle) -> None:
    """dataset.ndjson, and assets/ that it names: sanity dataset import dataset.ndjson <dataset>."""
    media = Media(archive)
    with json_lines(folder, FILE_PATH) as out:
        for person in archive.people.values():
            out.add({
                "_id": f"person-{person.id}", "_type": "person", "name": person.name,
                "slug": {"_type": "slug", "current": person.slug}, "jobTitle": person.job_title,
                "organisation": person.organisation, "bio": person.bio, "url": person.url,
            })  # fmt: skip
        for tag in archive.tags:
            out.add({
                "_id": f"term-{tag.id}", "_type": "term", "title": tag.name, "taxonomy": tag.taxonomy,
                "slug": {"_type": "slug", "current": tag.slug},
            })  # fmt: skip
        for article in archive.articles():
            assets = media.of(article)
            media.write(assets, lambda local, data: folder.copy(f"assets/{local.name}", data))
            out.add(post(archive, article, assets))
            for comment in comments(archive, article):
                out.add(comment)
            for redirect in redirects(archive, article):
                out.add(redirect)


def asset_value(local: LocalAsset) -> dict[str, object]:
    """An image or file that the importer uploads; the folder of the file is the base of its path."""
    kind = "image" if local.use.asset.kind == "image" else "file"
    value = {
        "_key": f"a{local.use.position}", "_type": kind, "_sanityAsset": f"{kind}@file://./assets/{local.name}",
        "alt": local.use.alt, "caption": local.use.caption, "credit": local.use.credit, "role": local.use.role,
        "originalUrl": local.use.asset.url,
    }  # fmt: skip
    return {name: one for name, one in value.items() if one is not None}


def reference(kind: str, number: int, key: int) -> dict[str, object]:
    """A reference to another document of the file."""
    return {"_type": "reference", "_ref": f"{kind}-{number}", "_key": f"{kind}{key}"}


def post(archive: Selection, article: Article, assets: Mapping[str, LocalAsset]) -> dict[str, object]:
    """The article; its body as an HTML string, to be turned into Portable Text by the project's own schema."""
    lead = lead_image(article, assets)
    url = archive.new_url(article)
    value: dict[str, object | None] = {
        "_id": f"post-{article.id}",
        "_type": "post",
        "title": title_of(article),
        "slug": {"_type": "slug", "current": url.strip("/")},
        "subtitle": article.alternative_headline,
        "kicker": article.kicker,
        "description": article.description,
        "publishedAt": date_time(article.date_published),
        "publishedAsPrinted": article.date_published_raw,
        "updatedAt": date_time(article.date_modified),
        "language": article.in_language,
        "direction": article.direction,
        "bodyHtml": local_html(archive, article, assets, place=lambda local: f"/assets/{local.name}"),
        "mainImage": asset_value(lead) if lead else None,
        "assets": [asset_value(local) for local in assets.values()],
        "authors": [reference("person", one.person_id, n) for n, one in enumerate(authors_of(article))],
        "bylines": [
            {"_key": f"b{b.position}", "_type": "byline", "name": b.name, "role": b.role, "relation": b.relation,
             "organisation": b.organisation, "isGuest": b.is_guest, "asPrinted": b.text_raw,
             "person": {"_type": "reference", "_ref": f"person-{b.person_id}"}}
            for b in article.bylines
        ],
        "terms": [reference("term", tag.id, n) for n, tag in enumerate(article.tags)],
        "commentStatus": article.comment_status,
        "commentNotice": article.comment_notice,
        "archive": {"_type": "archiveRecord", "url": article.url, "warcRecordId": article.capture.record_id,
                    "warcFile": article.capture.filename, "capturedAt": article.capture.warc_date},
    }  # fmt: skip
    return {name: one for name, one in value.items() if one not in (None, [])}


def date_time(date: str | None) -> str | None:
    """A time as Sanity's datetime takes it."""
    made = full_date(date)
    if made is None:
        return None
    made = made if "T" in made else f"{made}T00:00:00"
    return made if re.search(r"(?:Z|[+-]\d\d:\d\d)\Z", made) else f"{made}Z"


def comments(archive: Selection, article: Article) -> Iterator[dict[str, object]]:
    """The comments, each a document with references to post and parent."""
    for comment in parents_first(article.comments):
        value = {
            "_id": f"comment-{comment.id}", "_type": "comment", "name": comment.author_name, "url": comment.author_url,
            "post": {"_type": "reference", "_ref": f"post-{article.id}"},
            "parent": {"_type": "reference", "_ref": f"comment-{comment.parent_id}"} if comment.parent_id else None,
            "subject": comment.subject, "html": comment_html(archive, comment), "text": comment.text,
            "postedAt": date_time(comment.date_created), "postedAsPrinted": comment.date_created_raw,
            "kind": comment.kind, "status": comment.status, "votes": comment.upvote_count,
            "byAuthor": comment.is_by_author, "position": comment.position, "permalink": comment.permalink,
        }  # fmt: skip
        yield {name: one for name, one in value.items() if one is not None}


def redirects(archive: Selection, article: Article) -> Iterator[dict[str, object]]:
    """The article's old addresses, each a document."""
    for number, entry in enumerate(archive.urls.sources(archive.new_url(article))):
        yield {
            "_id": f"redirect-{article.id}-{number}", "_type": "redirect", "from": entry.old_url, "to": entry.new_url,
            "status": entry.status, "post": {"_type": "reference", "_ref": f"post-{article.id}"},
        }  # fmt: skip


def preflight(archive: Selection, **_options: object) -> Iterator[Loss]:
    """Files the importer refuses: those without an ending it can tell the type by."""
    for article in archive.articles():
        for use in article.assets:
            if use.asset.capture_id is not None and use.asset.kind != "embed" and "." not in media_name(use.asset):
                yield Loss("changed", "asset", article.url, f"{use.asset.url} has no ending: uploaded as a plain file")
