"""Articles in, a Hugo site out: page bundles with their files, comments and authors as data, a plain theme."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from archive.store import Article
from exports.bundle import Bundle
from exports.formats import Option
from exports.front_matter import FieldValue, front_matter, to_yaml
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
    provenance,
    terms,
    write_json,
    write_layouts,
)
from exports.selection import LocalAsset, Selection, local_assets
from exports.url_pattern import title_of

NAME = "hugo"
ALIASES = ("markdown",)
DESCRIPTION = "Hugo site: Markdown page bundles with images and aliases, comments and authors as data files"
PATTERN = "/posts/{slug}/"
LOSSES: Mapping[Field, str] = {
    Field.DATE_PRECISION: "written as the first day of its month or year; params.date_precision tells",
    Field.QUERY_ADDRESSES: "an alias is a page and cannot have a query: use 'oldface urls' for the server",
}
LAYOUTS = ("baseof.html", "home.html", "list.html", "single.html")
OPTIONS = (
    Option("section", "Folder of the posts under content/.", "posts"),
    Option("content_only", "Leave out hugo.yaml and the plain theme: for a site that has its own.", False),
)


def write(archive: Selection, folder: Bundle, *, section: str = "posts", content_only: bool = False) -> None:
    """content/, data/ and, unless content_only, hugo.yaml and layouts/."""
    register = NameRegister()
    with asset_log(folder) as log:
        for article in archive.articles():
            name = folder_name(register, article)
            assets = local_assets(article)
            prefix = f"content/{section}/{name}/"
            with folder.text(f"{prefix}index.md") as out:
                out.write(front_matter(fields_of(archive, article, name, assets)))
                out.write("\n")
                out.write(local_markdown(archive, article, assets))
            copy_assets(archive, folder, assets, prefix)
            for asset in assets.values():
                log.add(asset.use.asset.url, archive.new_url(article), asset.name)
            if article.comments:
                write_json(folder, f"data/comments/{name}.json", comment_records(archive, article.comments))
    write_json(folder, "data/authors.json", author_records(archive))
    if not content_only:
        folder.write_text("hugo.yaml", to_yaml(configuration(archive)))
        write_layouts(folder, "hugo", {name: f"layouts/_default/{name}" for name in LAYOUTS})


def fields_of(
    archive: Selection, article: Article, name: str, assets: Mapping[str, LocalAsset]
) -> dict[str, FieldValue]:
    """The front matter of one post."""
    lead = lead_image(article, assets)
    aliases, _ = old_paths(archive, article)
    return {
        "title": title_of(article),
        "date": full_date(article.date_published),
        "lastmod": full_date(article.date_modified),
        "url": new_path(archive, article),
        "aliases": aliases,
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
            "comments": name if article.comments else None,
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
        for entry in old_paths(archive, article)[1]:
            reason = f"no alias for {entry.old_url}: redirect it on the server"
            yield Loss("dropped", "article.addresses", article.url, reason)
