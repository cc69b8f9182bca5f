"""Articles in, a ZIP for Ghost's importer out: posts, users, tags and images; redirects and routes beside it."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import IO
from urllib.parse import quote, unquote, urlsplit

from archive.store import Article, ArticleTag
from exports.bundle import Bundle
from exports.dates import read_moment
from exports.ghost_cards import ghost_html
from exports.local_body import local_html
from exports.losses import Field, Loss
from exports.media import Media
from exports.names import slug
from exports.posts import authors_of, lead_image
from exports.selection import LocalAsset, Selection
from exports.url_pattern import title_of

NAME = "ghost"
DESCRIPTION = "Ghost import ZIP: posts, users, tags, images and files; redirects.json and routes.yaml"
PATTERN = "/{slug}/"
FEED = "/rss/"
UNIQUE_SLUGS = True
LOSSES: Mapping[Field, str] = {
    Field.COMMENTS: "Ghost imports no comments: write them with 'oldface export disqus'; posts keep comment_id",
    Field.SUBTITLE: "left out",
    Field.KICKER: "left out",
    Field.DATE_PRECISION: "the first day, at midnight",
    Field.LANGUAGE: "left out: Ghost has one language a site",
    Field.DIRECTION: "left out",
    Field.TAXONOMIES: "categories and sections become tags, before the others",
    Field.ROLE: "left out: users have no role in words",
    Field.ORGANISATION: "left out",
    Field.RELATION: "everybody becomes an author",
    Field.GUEST: "guests become users",
    Field.BYLINE_RAW: "left out",
    Field.COMMENT_STATUS: "left out",
    Field.COMMENT_NOTICE: "left out",
    Field.COMMENT_COUNT_STATED: "left out",
    Field.PROVENANCE: "left out; articles.csv beside the ZIP tells",
    Field.DATE_RAW: "left out",
    Field.CREDIT: "left out",
}

VERSION = "5.130.0"
"""The version whose fields these are; newer ones read them too."""

LIMITS = {"title": 255, "slug": 185, "custom_excerpt": 300, "feature_image_alt": 125, "tag": 185, "bio": 250}
"""Lengths in characters (Ghost's schema.js)."""


def write(archive: Selection, folder: Bundle) -> None:
    """ghost.zip, redirects.json, routes.yaml, articles.csv."""
    media = Media(archive)
    with folder.zip("ghost.zip") as package:
        with package.binary("ghost.json") as out:
            write_data(archive, out, media)
        for article in archive.articles():
            media.write(media.of(article), lambda local, data: package.copy(place(local)[1:], data))
    with folder.text("redirects.json") as redirects:
        rows = (row for article in archive.articles() for row in redirects_of(archive, article))
        write_list(redirects.write, rows)
    folder.write_text("routes.yaml", routes(archive.rules.pattern))
    with folder.text("articles.csv") as table:
        rows_out = csv.writer(table, lineterminator="\n")
        rows_out.writerow(["old_url", "new_url", "warc_record_id"])
        for article in archive.articles():
            rows_out.writerow([article.url, archive.new_url(article), article.capture.record_id])


def place(local: LocalAsset) -> str:
    """Where Ghost keeps a file: /content/images, media or files."""
    kind = {"image": "images", "video": "media", "audio": "media"}.get(local.use.asset.kind, "files")
    return f"/content/{kind}/oldface/{local.name}"


def link(local: LocalAsset) -> str:
    """A file's address in a body: Ghost puts its own origin in."""
    return f"__GHOST_URL__{quote(place(local))}"


def write_data(archive: Selection, out: IO[bytes], media: Media) -> None:
    """ghost.json, table after table, none of them in memory."""

    def put(text: str) -> None:
        out.write(text.encode("utf-8", "replace"))

    put('{"db":[{"data":{"posts":')
    write_list(put, (post_of(archive, article, media) for article in archive.articles()))
    put(',"posts_meta":')
    write_list(put, (meta for article in archive.articles() if (meta := meta_of(article, media))))
    put(',"tags":')
    write_list(put, tags_of(archive.tags))
    put(',"posts_tags":')
    write_list(put, (row for article in archive.articles() for row in tag_rows(article)))
    put(',"users":')
    write_list(put, users_of(archive))
    put(',"posts_authors":')
    write_list(put, (row for article in archive.articles() for row in author_rows(article)))
    put(',"roles":[{"id":"1","name":"Author","description":"Authors"}],"roles_users":')
    write_list(put, ({"role_id": "1", "user_id": str(number)} for number in archive.people))
    latest = max((article.capture.warc_date for article in archive.articles()), default="1970-01-01T00:00:00Z")
    exported_on = int(datetime.fromisoformat(latest.replace("Z", "+00:00")).timestamp() * 1000)
    put(f',"settings":[]}},"meta":{{"exported_on":{exported_on},"version":"{VERSION}"}}}}]}}\n')


def write_list(put: Callable[[str], object], rows: Iterable[object]) -> None:
    """A JSON array, an element a line."""
    separator = "["
    for row in rows:
        put(separator + json.dumps(row, ensure_ascii=False, separators=(",", ":")))
        separator = ",\n"
    put("[]" if separator == "[" else "]")


def ghost_slug(archive: Selection, article: Article) -> str:
    """The slug the new address ends with."""
    return unquote(urlsplit(archive.new_url(article)).path.rstrip("/").rpartition("/")[2])[: LIMITS["slug"]]


def post_of(archive: Selection, article: Article, media: Media) -> dict[str, object]:
    """A row of posts."""
    assets = media.of(article)
    lead = lead_image(article, assets)
    published = iso(article.date_published) or iso(article.capture.warc_date)
    excerpt = (article.description or "")[: LIMITS["custom_excerpt"]]
    return {
        "id": str(article.id),
        "title": title_of(article)[: LIMITS["title"]],
        "slug": ghost_slug(archive, article),
        "html": ghost_html(local_html(archive, article, assets, place=link)),
        "comment_id": str(article.id),
        "feature_image": link(lead) if lead else None,
        "featured": 0,
        "type": "post",
        "status": "published",
        "visibility": "public",
        "created_at": published,
        "updated_at": iso(article.date_modified) or published,
        "published_at": published,
        "custom_excerpt": excerpt or None,
    }


def iso(value: str | None) -> str | None:
    """A time as Ghost writes it: UTC with milliseconds."""
    moment = read_moment(value)
    return moment.utc.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z") if moment else None


def meta_of(article: Article, media: Media) -> dict[str, object] | None:
    """A row of posts_meta; None where there is nothing to say."""
    lead = lead_image(article, media.of(article))
    if lead is None or not (lead.use.alt or lead.use.caption):
        return None
    return {
        "post_id": str(article.id),
        "feature_image_alt": (lead.use.alt or "")[: LIMITS["feature_image_alt"]] or None,
        "feature_image_caption": lead.use.caption,
    }


def tags_of(tags: Iterable[ArticleTag]) -> Iterator[dict[str, object]]:
    """Rows of tags: one a slug, since Ghost has one kind of them."""
    seen: set[str] = set()
    for tag in tags:
        if (key := tag_slug(tag)) not in seen:
            seen.add(key)
            yield {"id": key, "name": tag_name(tag), "slug": key, "visibility": "public"}


def tag_slug(tag: ArticleTag) -> str:
    """A tag's slug, which is its id in the file too."""
    return slug(tag.slug or tag.name, fallback=f"tag-{tag.id}")[: LIMITS["tag"]]


def tag_name(tag: ArticleTag) -> str:
    """A tag's name; a '#' at its start would hide it from readers."""
    return tag.name.lstrip("#").strip()[: LIMITS["tag"]] or tag_slug(tag)


def tag_rows(article: Article) -> Iterator[dict[str, object]]:
    """Rows of posts_tags, categories first: the first tag is the primary one."""
    ordered = sorted(article.tags, key=lambda tag: tag.taxonomy == "tag")
    for order, key in enumerate(dict.fromkeys(tag_slug(tag) for tag in ordered)):
        yield {"post_id": str(article.id), "tag_id": key, "sort_order": order}


def users_of(archive: Selection) -> Iterator[dict[str, object]]:
    """Rows of users. Ghost needs an address that looks like one: example.com is nobody's (RFC 2606)."""
    for number, person in archive.people.items():
        name = slug(person.slug or person.name, fallback=f"person-{number}")
        yield {
            "id": str(number),
            "name": person.name[:191],
            "slug": name,
            "email": f"{name[:42]}-{number % 10_000:04}@example.com",
            "bio": (person.bio or "")[: LIMITS["bio"]] or None,
            "website": person.url if (person.url or "").startswith(("http://", "https://")) else None,
        }


def author_rows(article: Article) -> Iterator[dict[str, object]]:
    """Rows of posts_authors, in printed order."""
    for order, byline in enumerate(authors_of(article)):
        yield {"post_id": str(article.id), "author_id": str(byline.person_id), "sort_order": order}


def redirects_of(archive: Selection, article: Article) -> Iterator[dict[str, object]]:
    """Redirects as Ghost's redirects.json has them: regular expressions on the path."""
    for entry in archive.urls.sources(archive.new_url(article)):
        if not entry.query and entry.path != "/":
            path = quote(entry.path.rstrip("/").encode("utf-8", "surrogateescape"), safe="/-._~!$&'()*+,;=:@")
            pattern = f"^{re.escape(path)}/?$".replace("/", "\\/")
            yield {"from": pattern, "to": archive.new_url(article), "permanent": True}


GHOST_FIELDS = {"slug", "id", "year", "month", "day", "author", "tag", "category", "section"}


def routes(pattern: str) -> str:
    """routes.yaml with the permalinks of the pattern, as far as Ghost has its fields."""
    names = set(re.findall(r"\{([a-z]+)\}", pattern))
    permalink = pattern if names <= GHOST_FIELDS else "/{slug}/"
    permalink = permalink.replace("{author}", "{primary_author}")
    permalink = re.sub(r"\{(?:tag|category|section)\}", "{primary_tag}", permalink)
    permalink = permalink if permalink.endswith("/") else f"{permalink}/"
    return (
        f"routes:\n\ncollections:\n  /:\n    permalink: {json.dumps(permalink)}\n    template: index\n\n"
        "taxonomies:\n  tag: /tag/{slug}/\n  author: /author/{slug}/\n"
    )


def preflight(archive: Selection, **_options: object) -> Iterator[Loss]:
    """What Ghost's lengths cut, tags that become one, and posts it gives to the site's owner."""
    for article in archive.articles():
        for field, value in (("title", title_of(article)), ("custom_excerpt", article.description or "")):
            if len(value) > LIMITS[field]:
                reason = f"{field} has {len(value)} characters, Ghost takes {LIMITS[field]}"
                yield Loss("truncated", f"article.{field}", article.url, reason)
        if iso(article.date_published) is None:
            yield Loss("changed", "article.date_published", article.url, "undated: gets the time of its capture")
        if not article.bylines:
            yield Loss("changed", "byline.name", article.url, "no author: Ghost gives it to the owner of the site")
        if any(entry.query for entry in archive.urls.sources(archive.new_url(article))):
            yield Loss("dropped", "article.addresses_with_query", article.url, "Ghost redirects paths alone")
    names: dict[str, str] = {}
    for tag in archive.tags:
        kept = names.setdefault(tag_slug(tag), tag.name)
        if kept != tag.name:
            yield Loss("merged", "article.tags", tag.url or "", f"{tag.name!r} and {kept!r} have one slug")
    for person in archive.people.values():
        if len(person.bio or "") > LIMITS["bio"]:
            reason = f"the bio of {person.name} is cut at {LIMITS['bio']} characters"
            yield Loss("truncated", "person.bio", person.url or "", reason)
