"""Articles in, a Jekyll site out: dated posts, files, comments and authors as data, a plain theme."""

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
    captured_on,
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

NAME = "jekyll"
DESCRIPTION = "Jekyll site: dated posts with redirect_from, files, comments and authors as data"
PATTERN = "/{year}/{month}/{day}/{slug}/"
LOSSES: Mapping[Field, str] = {
    Field.DATE_PRECISION: "written as the first day of its month or year; date_precision tells",
    Field.QUERY_ADDRESSES: "redirect_from makes pages, and those have no query: use 'oldface urls' for the server",
}
OPTIONS = (Option("content_only", "Leave out _config.yml and the plain theme: for a site that has its own.", False),)

THEME = {"default.html": "_layouts/default.html", "post.html": "_layouts/post.html", "index.html": "index.html"}

PLUGIN = """\
# Old addresses answer with a refresh page where the plugin is there: gem install jekyll-redirect-from
# plugins: [jekyll-redirect-from]
"""


def write(archive: Selection, folder: Bundle, *, content_only: bool = False) -> None:
    """_posts/, assets/, _data/ and, unless content_only, _config.yml and layouts."""
    register = NameRegister()
    with asset_log(folder) as log:
        for article in archive.articles():
            name = folder_name(register, article)
            assets = local_assets(article)
            files_at = f"/assets/posts/{name}"
            day = (full_date(article.date_published) or captured_on(article))[:10]
            with folder.text(f"_posts/{day}-{name}.md") as out:
                out.write(front_matter(fields_of(archive, article, name, assets, files_at)))
                out.write("\n")
                out.write(local_markdown(archive, article, assets, place=place_below(files_at)))
            copy_assets(archive, folder, assets, f"{files_at[1:]}/")
            for asset in assets.values():
                log.add(asset.use.asset.url, files_at, asset.name)
            if article.comments:
                write_json(folder, f"_data/comments/{name}.json", comment_records(archive, article.comments))
    write_json(folder, "_data/authors.json", author_records(archive))
    if not content_only:
        folder.write_text("_config.yml", to_yaml(configuration(archive)) + PLUGIN)
        write_layouts(folder, "jekyll", THEME)


def fields_of(
    archive: Selection, article: Article, name: str, assets: Mapping[str, LocalAsset], files_at: str
) -> dict[str, FieldValue]:
    """The front matter of one post."""
    lead = lead_image(article, assets)
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
        "image": place_below(files_at)(lead) if lead else None,
        "subtitle": article.alternative_headline,
        "kicker": article.kicker,
        "lang": article.in_language,
        "direction": article.direction,
        "date_precision": article.date_published_precision if article.date_published else "unknown",
        "date_as_printed": article.date_published_raw,
        "comments": name if article.comments else None,
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
        for entry in old_paths(archive, article)[1]:
            reason = f"no redirect_from for {entry.old_url}: redirect it on the server"
            yield Loss("dropped", "article.addresses", article.url, reason)
