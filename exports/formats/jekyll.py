"""Articles in, a Jekyll site out: dated posts, files, comments and authors as data, a plain theme."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from exports.bundle import Bundle
from exports.formats import Option
from exports.front_matter import FieldValue, to_yaml
from exports.losses import Field, Loss
from exports.post_files import Layout, Post, address_losses, write_posts
from exports.posts import (
    authors_of,
    byline_fields,
    captured_on,
    full_date,
    new_path,
    old_paths,
    provenance,
    terms,
    write_layouts,
)
from exports.selection import Selection
from exports.url_pattern import title_of

NAME = "jekyll"
DESCRIPTION = "Jekyll site: dated posts with redirect_from, files, comments and authors as data"
PATTERN = "/{year}/{month}/{day}/{slug}/"
FEED = "/feed.xml"
LOSSES: Mapping[Field, str] = {
    Field.DATE_PRECISION: "written as the first day of its month or year; date_precision tells",
    Field.QUERY_ADDRESSES: "redirect_from makes pages, and those have no query: use 'oldface urls' for the server",
}
OPTIONS = (Option("content_only", "Leave out _config.yml and the plain theme: for a site that has its own.", False),)

LAYOUT = Layout(
    post="_posts/{day}-{name}.md",
    files="assets/posts/{name}",
    files_url="/assets/posts/{name}",
    comments="_data/comments/{name}.json",
    authors="_data/authors.json",
)

THEME = {"default.html": "_layouts/default.html", "post.html": "_layouts/post.html", "index.html": "index.html"}

PLUGIN = """\
# Old addresses answer with a refresh page where the plugin is there: gem install jekyll-redirect-from
# plugins: [jekyll-redirect-from]
"""


def write(archive: Selection, folder: Bundle, *, content_only: bool = False) -> None:
    """_posts/, assets/, _data/ and, unless content_only, _config.yml and layouts."""
    write_posts(archive, folder, LAYOUT, fields_of)
    if not content_only:
        folder.write_text("_config.yml", to_yaml(configuration(archive)) + PLUGIN)
        write_layouts(folder, "jekyll", THEME)


def fields_of(archive: Selection, post: Post) -> dict[str, FieldValue]:
    """The front matter of one post."""
    article = post.article
    return {
        "layout": "post",
        "title": title_of(article),
        "date": full_date(article.date_published) or captured_on(article),
        "last_modified_at": full_date(article.date_modified),
        "permalink": new_path(archive, article),
        "redirect_from": old_paths(archive, article)[0],
        "description": article.description,
        "tags": terms(article, "tag"),
        "categories": terms(article, "category", "section"),
        "authors": [byline.person_slug for byline in authors_of(article)],
        "bylines": [dict(byline_fields(byline)) for byline in article.bylines],
        "image": post.lead_link,
        "subtitle": article.alternative_headline,
        "kicker": article.kicker,
        "lang": article.in_language,
        "direction": article.direction,
        "date_precision": article.date_published_precision if article.date_published else "unknown",
        "date_as_printed": article.date_published_raw,
        "comments": post.comments_key,
        "comment_status": article.comment_status,
        "comment_notice": article.comment_notice,
        # prose with '{{' in it is prose
        "render_with_liquid": False,
        "archive": provenance(article),
    }


def configuration(archive: Selection) -> dict[str, FieldValue]:
    """_config.yml: what the posts rely on."""
    return {
        "title": archive.sites[0] if archive.sites else "Blog",
        "url": archive.rules.base_url,
        "timezone": "UTC",
        "future": True,
        "markdown": "kramdown",
        # prose stays as it was printed: no other quotes, dashes or heading ids
        "kramdown": {
            "input": "GFM",
            "hard_wrap": False,
            "auto_ids": False,
            "smart_quotes": "apos,apos,quot,quot",
            "typographic_symbols": {
                "hellip": "...", "mdash": "---", "ndash": "--", "laquo": "<<", "raquo": ">>",
                "laquo_space": "<< ", "raquo_space": " >>",
            },
            "math_engine": None,
            "syntax_highlighter_opts": {"disable": True},
        },
    }  # fmt: skip


def preflight(archive: Selection, **_options: object) -> Iterator[Loss]:
    """Undated posts, and addresses that no page can stand for."""
    for article in archive.articles():
        if full_date(article.date_published) is None:
            yield Loss("changed", "article.date_published", article.url, "undated: gets the day of its capture")
        yield from address_losses(archive, article)
