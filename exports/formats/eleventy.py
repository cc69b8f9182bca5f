"""Articles in, an Eleventy site out: Markdown posts, files, comments and authors as data, a plain theme."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from exports.bundle import Bundle
from exports.formats import Option
from exports.front_matter import FieldValue
from exports.losses import Field, Loss
from exports.post_files import Layout, Post, address_losses, write_posts
from exports.posts import (
    authors_of,
    byline_fields,
    full_date,
    new_path,
    old_paths,
    provenance,
    terms,
    write_json,
    write_layouts,
)
from exports.selection import Selection
from exports.url_pattern import title_of

NAME = "eleventy"
ALIASES = ("11ty",)
DESCRIPTION = "Eleventy site: Markdown posts with permalinks, files, comments, authors and redirects as data"
PATTERN = "/posts/{slug}/"
FEED = "/feed.xml"
LOSSES: Mapping[Field, str] = {
    Field.DATE_PRECISION: "written as the first day of its month or year; date_precision tells",
    Field.QUERY_ADDRESSES: "redirect pages have no query: use 'oldface urls' for the server",
}
OPTIONS = (
    Option("content_only", "Leave out eleventy.config.js and the plain theme: for a site that has its own.", False),
)

LAYOUT = Layout(
    post="posts/{name}.md",
    files="public/files/{name}",
    files_url="/files/{name}",
    comments="_data/comments/{name}.json",
    authors="_data/authors.json",
)

THEME = {
    "eleventy.config.js": "eleventy.config.js",
    "base.njk": "_includes/base.njk",
    "post.njk": "_includes/post.njk",
    "index.njk": "index.njk",
    "redirects.njk": "redirects.njk",
    "package.json": "package.json",
}


def write(archive: Selection, folder: Bundle, *, content_only: bool = False) -> None:
    """posts/, public/, _data/ and, unless content_only, the configuration and includes."""
    write_posts(archive, folder, LAYOUT, fields_of)
    write_json(folder, "_data/site.json", {"title": archive.sites[0] if archive.sites else "Blog"})
    # 'md' alone: prose with '{{' in it is prose
    write_json(folder, "posts/posts.11tydata.json", {"layout": "post.njk", "templateEngineOverride": "md"})
    if not content_only:
        write_layouts(folder, "eleventy", THEME)


def fields_of(archive: Selection, post: Post) -> dict[str, FieldValue]:
    """The front matter of one post; its tags are Eleventy collections, 'posts' being that of all of them."""
    article = post.article
    return {
        "title": title_of(article),
        "date": full_date(article.date_published),
        "updated": full_date(article.date_modified),
        "permalink": new_path(archive, article),
        "redirectFrom": old_paths(archive, article)[0],
        "description": article.description,
        "tags": ["posts", *(tag for tag in terms(article, "tag") if tag not in RESERVED)],
        "categories": terms(article, "category", "section"),
        "authors": [byline.person_slug for byline in authors_of(article)],
        "bylines": [dict(byline_fields(byline)) for byline in article.bylines],
        "image": post.lead_link,
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


RESERVED = frozenset({"all", "posts"})
"""Collections that are there already: Eleventy's own, and ours."""


def preflight(archive: Selection, **_options: object) -> Iterator[Loss]:
    """Undated posts, reserved tags, and addresses that no page can stand for."""
    for article in archive.articles():
        if full_date(article.date_published) is None:
            yield Loss("changed", "article.date_published", article.url, "undated: gets the date of its file")
        for tag in sorted(RESERVED & set(terms(article, "tag"))):
            yield Loss("dropped", "article.tags", article.url, f"the collection {tag!r} means something else")
        yield from address_losses(archive, article)
