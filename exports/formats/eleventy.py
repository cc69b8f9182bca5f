"""Articles in, an Eleventy site out: Markdown posts, files, comments and authors as data, a plain theme."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from archive.store import Article
from exports.bundle import Bundle
from exports.formats import Option
from exports.front_matter import FieldValue, front_matter
from exports.local_body import comment_records, local_markdown
from exports.losses import Field, Loss
from exports.names import NameRegister
from exports.posts import (
    asset_log,
    author_records,
    authors_of,
    byline_fields,
    copy_assets,
    folder_name,
    full_date,
    lead_image,
    new_path,
    old_paths,
    place_below,
    provenance,
    terms,
    write_json,
    write_layouts,
)
from exports.selection import LocalAsset, Selection, local_assets
from exports.url_pattern import title_of

NAME = "eleventy"
ALIASES = ("11ty",)
DESCRIPTION = "Eleventy site: Markdown posts with permalinks, files, comments, authors and redirects as data"
PATTERN = "/posts/{slug}/"
LOSSES: Mapping[Field, str] = {
    Field.DATE_PRECISION: "written as the first day of its month or year; date_precision tells",
    Field.QUERY_ADDRESSES: "redirect pages have no query: use 'oldface urls' for the server",
}
OPTIONS = (
    Option("content_only", "Leave out eleventy.config.js and the plain theme: for a site that has its own.", False),
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
    register = NameRegister()
    with asset_log(folder) as log:
        for article in archive.articles():
            name = folder_name(register, article)
            assets = local_assets(article)
            files_at = f"/files/{name}"
            with folder.text(f"posts/{name}.md") as out:
                out.write(front_matter(fields_of(archive, article, name, assets, files_at)))
                out.write("\n")
                out.write(local_markdown(archive, article, assets, place=place_below(files_at)))
            copy_assets(archive, folder, assets, f"public{files_at}/")
            for asset in assets.values():
                log.add(asset.use.asset.url, files_at, asset.name)
            if article.comments:
                write_json(folder, f"_data/comments/{name}.json", comment_records(archive, article.comments))
    write_json(folder, "_data/authors.json", author_records(archive))
    write_json(folder, "_data/site.json", {"title": archive.sites[0] if archive.sites else "Blog"})
    # 'md' alone: prose with '{{' in it is prose
    write_json(folder, "posts/posts.11tydata.json", {"layout": "post.njk", "templateEngineOverride": "md"})
    if not content_only:
        write_layouts(folder, "eleventy", THEME)


def fields_of(
    archive: Selection, article: Article, name: str, assets: Mapping[str, LocalAsset], files_at: str
) -> dict[str, FieldValue]:
    """The front matter of one post; its tags are Eleventy collections, 'posts' being that of all of them."""
    lead = lead_image(article, assets)
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
        "image": place_below(files_at)(lead) if lead else None,
        "subtitle": article.alternative_headline,
        "kicker": article.kicker,
        "lang": article.in_language,
        "direction": article.direction,
        "datePrecision": article.date_published_precision,
        "dateAsPrinted": article.date_published_raw,
        "commentsKey": name if article.comments else None,
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
        for entry in old_paths(archive, article)[1]:
            reason = f"no page can redirect {entry.old_url}: do it on the server"
            yield Loss("dropped", "article.addresses", article.url, reason)
