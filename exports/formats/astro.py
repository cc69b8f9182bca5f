"""Articles in, an Astro site out: a content collection with its schema, files, comments and authors as data."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from urllib.parse import quote

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

NAME = "astro"
DESCRIPTION = "Astro site: a content collection with schema, files, comments, authors and redirects as data"
PATTERN = "/posts/{slug}/"
LOSSES: Mapping[Field, str] = {
    Field.DATE_PRECISION: "written as the first day of its month or year; datePrecision tells",
    Field.QUERY_ADDRESSES: "redirect pages have no query: use 'oldface urls' for the server",
}
OPTIONS = (Option("content_only", "Leave out configuration, schema and pages: for a site that has its own.", False),)

THEME = {
    "astro.config.mjs": "astro.config.mjs",
    "package.json": "package.json",
    "content.config.ts": "src/content.config.ts",
    "Base.astro": "src/layouts/Base.astro",
    "index.astro": "src/pages/index.astro",
}


def write(archive: Selection, folder: Bundle, *, content_only: bool = False) -> None:
    """src/content/posts/, src/data/, public/ and, unless content_only, what makes a site of them."""
    register = NameRegister()
    with asset_log(folder) as log, folder.text("redirects.json") as redirects:
        redirects.write("{")
        count = 0
        for article in archive.articles():
            name = folder_name(register, article)
            assets = local_assets(article)
            files_at = f"/files/{name}"
            # public/ and not beside the post: Astro's image service takes Markdown images only, not those in HTML
            with folder.text(f"src/content/posts/{name}.md") as out:
                out.write(front_matter(fields_of(archive, article, name, assets, files_at)))
                out.write("\n")
                out.write(local_markdown(archive, article, assets, place=place_below(files_at)))
            copy_assets(archive, folder, assets, f"public{files_at}/")
            for asset in assets.values():
                log.add(asset.use.asset.url, files_at, asset.name)
            if article.comments:
                write_json(folder, f"src/data/comments/{name}.json", comment_records(archive, article.comments))
            for old_path in filter(is_plain_route, old_paths(archive, article)[0]):
                pair = f"{json.dumps(quote(old_path))}: {json.dumps(archive.new_url(article))}"
                redirects.write(f"{',' if count else ''}\n  {pair}")
                count += 1
        redirects.write("\n}\n")
    write_json(folder, "src/data/authors.json", author_records(archive))
    if not content_only:
        write_layouts(folder, "astro", THEME)
        write_layouts(folder, "astro", {"post.astro": "src/pages/[...path].astro"})


def is_plain_route(path: str) -> bool:
    """Whether Astro takes a path as it is: brackets mean a parameter, and names with '_' or '.' at a start nothing."""
    return not set(path) & set("[]*:()%") and not any(part.startswith((".", "_")) for part in path.split("/"))


def fields_of(
    archive: Selection, article: Article, name: str, assets: Mapping[str, LocalAsset], files_at: str
) -> dict[str, FieldValue]:
    """The front matter of one post, as src/content.config.ts checks it."""
    lead = lead_image(article, assets)
    return {
        "title": title_of(article),
        "path": new_path(archive, article),
        "pubDate": full_date(article.date_published),
        "updatedDate": full_date(article.date_modified),
        "description": article.description,
        "heroImage": place_below(files_at)(lead) if lead else None,
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
        "commentsKey": name if article.comments else None,
        "commentStatus": article.comment_status,
        "commentNotice": article.comment_notice,
        "archive": provenance(article),
    }


def preflight(archive: Selection, **_options: object) -> Iterator[Loss]:
    """Addresses that no page can stand for."""
    for article in archive.articles():
        paths, left = old_paths(archive, article)
        refused = [path for path in paths if not is_plain_route(path)]
        for old in [*refused, *(entry.old_url for entry in left)]:
            yield Loss("dropped", "article.addresses", article.url, f"no page can redirect {old}: do it on the server")
