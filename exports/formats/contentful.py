"""Articles in, the JSON of `contentful space import` out: content types, entries, assets."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping

from archive.store import Article
from exports.bundle import Bundle
from exports.formats import Option
from exports.local_body import comment_html, local_html
from exports.losses import Field, Loss
from exports.media import Media
from exports.posts import authors_of, full_date, lead_image
from exports.selection import LocalAsset, Selection
from exports.url_pattern import title_of
from exports.wordpress import parents_first

NAME = "contentful"
DESCRIPTION = "Contentful import JSON: content types, posts, people, terms, comments, assets to upload"
LOSSES: Mapping[Field, str] = {
    Field.BYLINE_RAW: "left out",
    Field.DATE_PRECISION: "the first day of the month or year",
    Field.COMMENT_AUTHOR_SOURCE: "left out",
    Field.COMMENT_VOTES: "left out",
    Field.COMMENT_PERMALINK: "left out",
    Field.COMMENT_COUNT_STATED: "left out",
    Field.CREDIT: "left out",
    Field.ADDRESSES: "left out: use 'oldface urls'",
    Field.DIRECTION: "left out",
}
OPTIONS = (Option("locale", "The space's locale.", "en-US"),)

SYMBOL_LIMIT = 255
"""Characters of a short text field (Symbol)."""

FIELDS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "person": (("name", "Symbol"), ("slug", "Symbol"), ("jobTitle", "Symbol"), ("organisation", "Symbol"),
               ("bio", "Text"), ("url", "Text")),
    "term": (("name", "Symbol"), ("slug", "Symbol"), ("taxonomy", "Symbol")),
    "post": (("title", "Symbol"), ("path", "Symbol"), ("subtitle", "Text"), ("kicker", "Text"), ("description", "Text"),
             ("publishedOn", "Date"), ("updatedOn", "Date"), ("language", "Symbol"), ("bodyHtml", "Text"),
             ("mainImage", "Asset"), ("assets", "Assets"), ("authors", "Entries"), ("bylines", "Object"),
             ("terms", "Entries"), ("commentStatus", "Symbol"), ("commentNotice", "Text"), ("oldUrl", "Text"),
             ("warcRecord", "Symbol")),
    "comment": (("name", "Symbol"), ("post", "Entry"), ("parent", "Entry"), ("url", "Text"), ("subject", "Text"),
                ("html", "Text"), ("postedOn", "Date"), ("kind", "Symbol"), ("status", "Symbol"),
                ("byAuthor", "Boolean")),
}  # fmt: skip
"""The fields of each content type; the first one is what editors see."""


def write(archive: Selection, folder: Bundle, *, locale: str = "en-US") -> None:
    """contentful.json and assets/: contentful space import --content-file contentful.json --upload-assets."""
    media = Media(archive)
    with folder.text("contentful.json") as out:
        out.write('{"contentTypes":')
        write_array(out.write, (content_type(name) for name in FIELDS))
        out.write(',"locales":' + json.dumps([{"code": locale, "name": locale, "default": True}]))
        out.write(',"entries":')
        write_array(out.write, entries(archive, media, locale))
        out.write(',"assets":')
        write_array(out.write, assets_of(archive, media, folder, locale))
        out.write("}\n")


def write_array(put: Callable[[str], object], values: Iterable[object]) -> None:
    """A JSON array, a value a line."""
    separator = "["
    for value in values:
        put(separator + json.dumps(value, ensure_ascii=False, separators=(",", ":")))
        separator = ",\n"
    put("[]" if separator == "[" else "]")


def content_type(name: str) -> dict[str, object]:
    """A content type with its fields."""
    return {
        "sys": {"id": name, "type": "ContentType", "publishedVersion": 1},
        "name": name.capitalize(),
        "displayField": FIELDS[name][0][0],
        "fields": [{"id": field, "name": field, "required": False, **field_type(kind)} for field, kind in FIELDS[name]],
    }


def field_type(kind: str) -> dict[str, object]:
    """A field's type as Contentful writes it."""
    match kind:
        case "Entry" | "Asset":
            return {"type": "Link", "linkType": kind}
        case "Entries" | "Assets":
            return {
                "type": "Array",
                "items": {"type": "Link", "linkType": {"Entries": "Entry", "Assets": "Asset"}[kind]},
            }
        case _:
            return {"type": kind}


def entry(kind: str, number: int | str, values: Mapping[str, object], locale: str) -> dict[str, object]:
    """One entry, its values under the locale, empty ones left out."""
    shortened = {
        field: str(value)[:SYMBOL_LIMIT] if kind_of == "Symbol" and value else value
        for field, kind_of in FIELDS[kind]
        if (value := values.get(field)) not in (None, "", [])
    }
    return {
        "sys": {
            "id": f"{kind}-{number}", "type": "Entry", "publishedVersion": 1,
            "contentType": {"sys": {"type": "Link", "linkType": "ContentType", "id": kind}},
        },
        "fields": {field: {locale: value} for field, value in shortened.items()},
    }  # fmt: skip


def link(kind: str, target: str) -> dict[str, object]:
    """A link to an entry or asset."""
    return {"sys": {"type": "Link", "linkType": kind, "id": target}}


def entries(archive: Selection, media: Media, locale: str) -> Iterator[dict[str, object]]:
    """People and terms, then each post with its comments."""
    for person in archive.people.values():
        yield entry("person", person.id, {
            "name": person.name, "slug": person.slug, "jobTitle": person.job_title,
            "organisation": person.organisation, "bio": person.bio, "url": person.url,
        }, locale)  # fmt: skip
    for tag in archive.tags:
        yield entry("term", tag.id, {"name": tag.name, "slug": tag.slug, "taxonomy": tag.taxonomy}, locale)
    for article in archive.articles():
        yield entry("post", article.id, post_values(archive, article, media), locale)
        for comment in parents_first(article.comments):
            yield entry("comment", comment.id, {
                "name": comment.author_name or "Anonymous", "post": link("Entry", f"post-{article.id}"),
                "parent": link("Entry", f"comment-{comment.parent_id}") if comment.parent_id else None,
                "url": comment.author_url, "subject": comment.subject, "html": comment_html(archive, comment),
                "postedOn": full_date(comment.date_created), "kind": comment.kind, "status": comment.status,
                "byAuthor": comment.is_by_author,
            }, locale)  # fmt: skip


def post_values(archive: Selection, article: Article, media: Media) -> dict[str, object]:
    """The fields of a post."""
    assets = media.of(article)
    lead = lead_image(article, assets)
    return {
        "title": title_of(article),
        "path": archive.new_url(article),
        "subtitle": article.alternative_headline,
        "kicker": article.kicker,
        "description": article.description,
        "publishedOn": full_date(article.date_published),
        "updatedOn": full_date(article.date_modified),
        "language": article.in_language,
        "bodyHtml": local_html(archive, article, assets, place=lambda local: f"/assets/{local.name}"),
        "mainImage": link("Asset", asset_id(lead)) if lead else None,
        "assets": [link("Asset", asset_id(local)) for local in assets.values()],
        "authors": [link("Entry", f"person-{byline.person_id}") for byline in authors_of(article)],
        "bylines": [
            {"name": b.name, "role": b.role, "organisation": b.organisation, "relation": b.relation,
             "guest": b.is_guest}
            for b in article.bylines
        ],
        "terms": [link("Entry", f"term-{tag.id}") for tag in article.tags],
        "commentStatus": article.comment_status,
        "commentNotice": article.comment_notice,
        "oldUrl": article.url,
        "warcRecord": article.capture.record_id,
    }  # fmt: skip


def asset_id(local: LocalAsset) -> str:
    """Id of an asset."""
    return f"asset-{local.use.asset.id}"


def assets_of(archive: Selection, media: Media, folder: Bundle, locale: str) -> Iterator[dict[str, object]]:
    """Each file once; with --upload-assets the importer takes it from assets/<host>/…, where its address says."""
    for article in archive.articles():
        placed = media.write(media.of(article), lambda local, data: folder.copy(f"assets/{local.name}", data))
        for local in placed:
            value = {
                "title": {locale: (local.use.alt or local.name)[:SYMBOL_LIMIT]},
                "description": {locale: local.use.caption or ""},
                "file": {locale: {
                    "fileName": local.name,
                    "contentType": local.use.asset.mime or "application/octet-stream",
                    "url": f"//assets/{local.name}",
                }},
            }  # fmt: skip
            yield {"sys": {"id": asset_id(local), "type": "Asset", "publishedVersion": 1}, "fields": value}


def preflight(archive: Selection, **_options: object) -> Iterator[Loss]:
    """Titles that a short text field cuts."""
    for article in archive.articles():
        for field, value in (("title", title_of(article)), ("path", archive.new_url(article))):
            if len(value) > SYMBOL_LIMIT:
                reason = f"{field} has {len(value)} characters, Contentful takes {SYMBOL_LIMIT}"
                yield Loss("truncated", f"article.{field}", article.url, reason)
