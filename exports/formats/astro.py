"""Articles in, an Astro site out: a content collection with its schema, files, comments and authors as data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TextIO
from urllib.parse import quote

from exports.bundle import Bundle
from exports.formats import Option
from exports.front_matter import FieldValue
from exports.losses import Field, Loss
from exports.post_files import Layout, Post, address_losses, write_posts
from exports.posts import (
    as_json,
    authors_of,
    byline_fields,
    full_date,
    new_path,
    old_paths,
    provenance,
    terms,
    write_layouts,
)
from exports.selection import Selection
from exports.url_pattern import title_of

NAME = "astro"
DESCRIPTION = "Astro site: a content collection with schema, files, comments, authors and redirects as data"
PATTERN = "/posts/{slug}/"
FEED = "/rss.xml"
LOSSES: Mapping[Field, str] = {
    Field.DATE_PRECISION: "written as the first day of its month or year; datePrecision tells",
    Field.QUERY_ADDRESSES: "redirect pages have no query: use 'oldface urls' for the server",
}
OPTIONS = (Option("content_only", "Leave out configuration, schema and pages: for a site that has its own.", False),)

LAYOUT = Layout(
    post="src/content/posts/{name}.md",
    # public/ and not beside the post: Astro's image service takes Markdown images only, not those in HTML
    files="public/files/{name}",
    files_url="/files/{name}",
    comments="src/data/comments/{name}.json",
    authors="src/data/authors.json",
)

THEME = {
    "astro.config.mjs": "astro.config.mjs",
    "package.json": "package.json",
    "content.config.ts": "src/content.config.ts",
    "Base.astro": "src/layouts/Base.astro",
    "index.astro": "src/pages/index.astro",
}


def write(archive: Selection, folder: Bundle, *, content_only: bool = False) -> None:
    """src/content/posts/, src/data/, public/ and, unless content_only, what makes a site of them."""
    with folder.text("redirects.json") as out:
        redirects = Redirects(archive, out)
        write_posts(archive, folder, LAYOUT, fields_of, also=redirects.add)
        redirects.end()
    if not content_only:
        write_layouts(folder, "astro", THEME)
        write_layouts(folder, "astro", {"post.astro": "src/pages/[...path].astro"})


class Redirects:
    """redirects.json while it is written: old path to new, which astro.config.mjs takes."""

    def __init__(self, archive: Selection, out: TextIO) -> None:
        self._archive, self._out = archive, out
        self._mark = "{"

    def add(self, post: Post) -> None:
        """The old paths of a post."""
        new = as_json(self._archive.new_url(post.article))
        for old_path in filter(is_plain_route, old_paths(self._archive, post.article)[0]):
            self._out.write(f"{self._mark}\n  {as_json(quote(old_path))}: {new}")
            self._mark = ","

    def end(self) -> None:
        """The last line."""
        self._out.write(f"{'{' if self._mark == '{' else ''}\n}}\n")


def is_plain_route(path: str) -> bool:
    """Whether Astro takes a path as it is: brackets mean a parameter, and names with '_' or '.' at a start nothing."""
    return not set(path) & set("[]*:()%") and not any(part.startswith((".", "_")) for part in path.split("/"))


def fields_of(archive: Selection, post: Post) -> dict[str, FieldValue]:
    """The front matter of one post, as src/content.config.ts checks it."""
    article = post.article
    return {
        "title": title_of(article),
        "path": new_path(archive, article),
        "pubDate": full_date(article.date_published),
        "updatedDate": full_date(article.date_modified),
        "description": article.description,
        "heroImage": post.lead_link,
        "tags": terms(article, "tag"),
        "categories": terms(article, "category", "section"),
        "authors": [byline.person_slug for byline in authors_of(article)],
        "bylines": [dict(byline_fields(byline)) for byline in article.bylines],
        "subtitle": article.alternative_headline,
        "kicker": article.kicker,
        "lang": article.in_language,
        "direction": article.direction,
        "datePrecision": article.date_published_precision,
        "dateAsPrinted": article.date_published_raw,
        "commentsKey": post.comments_key,
        "commentStatus": article.comment_status,
        "commentNotice": article.comment_notice,
        "archive": provenance(article),
    }


def preflight(archive: Selection, **_options: object) -> Iterator[Loss]:
    """Addresses that no page can stand for."""
    for article in archive.articles():
        yield from address_losses(archive, article, can_be=is_plain_route)
