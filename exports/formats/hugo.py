"""Articles in, a Hugo site out: page bundles with their files, comments and authors as data, a plain theme."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from exports.bundle import Bundle
from exports.formats import Option
from exports.front_matter import FieldValue, to_yaml
from exports.losses import Field, Loss
from exports.post_files import Layout, Post, address_losses, write_posts
from exports.posts import authors_of, byline_fields, full_date, new_path, old_paths, provenance, terms, write_layouts
from exports.selection import Selection
from exports.url_pattern import title_of

NAME = "hugo"
ALIASES = ("markdown",)
DESCRIPTION = "Hugo site: Markdown page bundles with images and aliases, comments and authors as data files"
PATTERN = "/posts/{slug}/"
FEED = "/index.xml"
LOSSES: Mapping[Field, str] = {
    Field.DATE_PRECISION: "written as the first day of its month or year; params.date_precision tells",
    Field.QUERY_ADDRESSES: "an alias is a page and cannot have a query: use 'oldface urls' for the server",
}
THEME = {
    "baseof.html": "layouts/_default/baseof.html",
    "home.html": "layouts/_default/home.html",
    "list.html": "layouts/_default/list.html",
    "single.html": "layouts/_default/single.html",
    "comments.html": "layouts/partials/comments.html",
}
OPTIONS = (
    Option("section", "Folder of the posts under content/.", "posts"),
    Option("content_only", "Leave out hugo.yaml and the plain theme: for a site that has its own.", False),
)


def write(archive: Selection, folder: Bundle, *, section: str = "posts", content_only: bool = False) -> None:
    """content/, data/ and, unless content_only, hugo.yaml and layouts/."""
    layout = Layout(
        post=f"content/{section}/{{name}}/index.md",
        files=f"content/{section}/{{name}}",
        files_url="",
        comments="data/comments/{name}.json",
        authors="data/authors.json",
    )
    write_posts(archive, folder, layout, fields_of)
    if not content_only:
        folder.write_text("hugo.yaml", to_yaml(configuration(archive)))
        write_layouts(folder, "hugo", THEME)


def fields_of(archive: Selection, post: Post) -> dict[str, FieldValue]:
    """The front matter of one post."""
    article, lead = post.article, post.lead
    return {
        "title": title_of(article),
        "date": full_date(article.date_published),
        "lastmod": full_date(article.date_modified),
        "url": new_path(archive, article),
        "aliases": old_paths(archive, article)[0],
        "description": article.description,
        "tags": terms(article, "tag"),
        "categories": terms(article, "category", "section"),
        "authors": [byline.person_name for byline in authors_of(article)],
        "images": [lead.name] if lead else None,
        "params": {
            "subtitle": article.alternative_headline,
            "kicker": article.kicker,
            "language": article.in_language,
            "direction": article.direction,
            "date_precision": article.date_published_precision,
            "date_as_printed": article.date_published_raw,
            "bylines": [dict(byline_fields(byline)) for byline in article.bylines],
            "comments": post.comments_key,
            "comment_count": len(article.comments) or None,
            "comment_status": article.comment_status,
            "comment_notice": article.comment_notice,
            "lead": {"image": lead.name, "alt": lead.use.alt, "caption": lead.use.caption} if lead else None,
            "archive": provenance(article),
        },
    }


def configuration(archive: Selection) -> dict[str, FieldValue]:
    """hugo.yaml: what the posts rely on."""
    return {
        "baseURL": archive.rules.base_url or "/",
        "title": archive.sites[0] if archive.sites else "Blog",
        "taxonomies": {"tag": "tags", "category": "categories", "author": "authors"},
        "timeZone": "UTC",
        # names of tags stay as they were printed
        "titleCaseStyle": "none",
        "capitalizeListTitles": False,
        "pluralizeListTitles": False,
        # the bodies hold HTML where Markdown has no sign for it; they were cleaned by an allow-list
        "markup": {"goldmark": {
            "renderer": {"unsafe": True},
            # prose stays as it was printed: no other quotes, no links made of words
            "extensions": {"typographer": {"disable": True}, "linkify": False},
        }},
    }  # fmt: skip


def preflight(archive: Selection, **_options: object) -> Iterator[Loss]:
    """Addresses that no alias can stand for."""
    for article in archive.articles():
        yield from address_losses(archive, article)
