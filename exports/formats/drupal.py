"""Articles in, a Drupal module out: migrate_plus JSON sources, files, and the migrations that read them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import quote, unquote, urlsplit

from archive.store import Article
from exports.bundle import Bundle
from exports.dates import read_moment
from exports.drupal_migrations import MODULE, migrations
from exports.formats import Option
from exports.front_matter import to_yaml
from exports.json_stream import SplitArrays
from exports.local_body import comment_html, local_html
from exports.losses import Field, Loss
from exports.media import Media
from exports.posts import authors_of, lead_image
from exports.selection import LocalAsset, Selection
from exports.url_pattern import title_of
from exports.wordpress import parents_first

NAME = "drupal"
DESCRIPTION = "Drupal module for migrate_plus: users, terms, files, nodes, threaded comments, aliases, redirects"
PATTERN = "/blog/{slug}"
FEED = "/rss.xml"
LOSSES: Mapping[Field, str] = {
    Field.SUBTITLE: "in the source, without a process line: add a field and a line",
    Field.KICKER: "in the source, without a process line: add a field and a line",
    Field.FURTHER_AUTHORS: "a node has one author; all stand in the source field bylines",
    Field.ROLE: "in the source field bylines",
    Field.ORGANISATION: "in the source field bylines",
    Field.GUEST: "in the source field bylines",
    Field.RELATION: "in the source field bylines",
    Field.BYLINE_RAW: "in the source field bylines",
    Field.DATE_PRECISION: "the first day, at midnight",
    Field.LANGUAGE: "in the source; nodes get the site's language",
    Field.COMMENT_VOTES: "in the source, without a process line",
    Field.COMMENT_AUTHOR_SOURCE: "left out",
    Field.CAPTION: "in the body; files have no caption",
    Field.CREDIT: "in the source of files, without a process line",
}
OPTIONS = (
    Option("rows_per_file", "Rows in one JSON file: Drupal reads a file whole.", 2000),
    Option("files_path", "Address of public:// on the new site.", "/sites/default/files"),
    Option("content_type", "Machine name of the content type.", "article"),
)

TITLE_LIMIT, NAME_LIMIT, SUBJECT_LIMIT = 255, 60, 64
"""Characters of a node's title, a user's or commenter's name, and a comment's subject."""


def write(
    archive: Selection,
    folder: Bundle,
    *,
    rows_per_file: int = 2000,
    files_path: str = "/sites/default/files",
    content_type: str = "article",
) -> None:
    """oldface_migrate/: put it into modules/custom, enable it, and run 'drush migrate:import --group=oldface'."""
    data = f"{MODULE}/data/"
    names = ("users", "terms", "files", "articles", "comments", "redirects")
    tables = {name: SplitArrays(folder, data, name, rows_per_file=rows_per_file) for name in names}
    for person in archive.people.values():
        name = person.name[: NAME_LIMIT - 1]
        tables["users"].add({"id": str(person.id), "name": name, "slug": person.slug, "bio": person.bio or ""})
    for tag in archive.tags:
        tables["terms"].add({"id": str(tag.id), "name": tag.name[:TITLE_LIMIT], "vocabulary": vocabulary(tag.taxonomy)})
    media = Media(archive)
    for article in archive.articles():
        assets = media.of(article)
        for local in media.write(assets, lambda one, opened: folder.copy(f"{MODULE}/files/{one.name}", opened)):
            tables["files"].add(file_row(local))
        tables["articles"].add(article_row(archive, article, assets, files_path))
        tables["comments"].add_all(comment_rows(archive, article))
        tables["redirects"].add_all(redirect_rows(archive, article))
    for table in tables.values():
        table.flush()
    folder.write_text(f"{MODULE}/{MODULE}.info.yml", to_yaml(INFO))
    folder.write_text(f"{MODULE}/{MODULE}.module", MODULE_CODE)
    group = {"id": "oldface", "label": "Old posts", "source_type": "JSON made from an archive of the old site"}
    folder.write_text(f"{MODULE}/config/install/migrate_plus.migration_group.oldface.yml", to_yaml(group))
    paths = {name: table.paths for name, table in tables.items()}
    for name, migration in migrations(paths, content_type).items():
        folder.write_text(f"{MODULE}/migrations/{name}.yml", to_yaml(migration))


INFO = {
    "name": "Old posts",
    "type": "module",
    "description": "Migrations from an archive of the old site.",
    "core_version_requirement": "^9.5 || ^10 || ^11",
    "package": "Migration",
    "dependencies": ["migrate_plus:migrate_plus", "drupal:comment", "drupal:taxonomy", "redirect:redirect"],
}


MODULE_CODE = """\
<?php

/**
 * @file
 * What the migrations of this module call.
 */

/**
 * The parameters of a query as the redirect module keeps them.
 */
function oldface_migrate_parse_query(string $query): array {
  parse_str($query, $parameters);
  return $parameters;
}
"""


def vocabulary(taxonomy: str) -> str:
    """Machine name of the vocabulary for tags, or for categories and sections."""
    return "tags" if taxonomy == "tag" else "categories"


def file_row(local: LocalAsset) -> dict[str, object]:
    """One file; its path is relative to Drupal's root."""
    return {
        "id": str(local.use.asset.id),
        "path": f"modules/custom/{MODULE}/files/{local.name}",
        "uri": f"public://oldface/{local.name}",
        "filename": local.name,
        "mime": local.use.asset.mime or "",
        "old_url": local.use.asset.url,
        "credit": local.use.credit or "",
    }


def article_row(
    archive: Selection, article: Article, assets: Mapping[str, LocalAsset], files_path: str
) -> dict[str, object]:
    """One node."""
    authors = authors_of(article)
    lead = lead_image(article, assets)
    place = f"{files_path.rstrip('/')}/oldface/"
    return {
        "id": str(article.id),
        "title": title_of(article)[:TITLE_LIMIT],
        "body": local_html(archive, article, assets, place=lambda local: f"{place}{quote(local.name)}"),
        "summary": article.description or "",
        "created": unix(article.date_published) or unix(article.capture.warc_date),
        "changed": unix(article.date_modified) or unix(article.date_published) or unix(article.capture.warc_date),
        "author": str(authors[0].person_id) if authors else "",
        "bylines": [
            {"person": str(b.person_id), "name": b.name, "role": b.role, "organisation": b.organisation,
             "relation": b.relation, "guest": b.is_guest, "as_printed": b.text_raw}
            for b in article.bylines
        ],
        "tags": [str(tag.id) for tag in article.tags if tag.taxonomy == "tag"],
        "categories": [str(tag.id) for tag in article.tags if tag.taxonomy != "tag"],
        "image": str(lead.use.asset.id) if lead else "",
        "image_alt": (lead.use.alt or "")[:512] if lead else "",
        "alias": "/" + unquote(urlsplit(archive.new_url(article)).path).strip("/"),
        "comment_status": 2 if article.comment_status == "open" else 1,
        "subtitle": article.alternative_headline or "",
        "kicker": article.kicker or "",
        "language": article.in_language or "",
        "old_url": article.url,
        "capture": f"{article.capture.filename} {article.capture.offset_bytes} {article.capture.record_id}",
    }  # fmt: skip


def unix(date: str | None) -> int | None:
    """A date in seconds since 1970, UTC."""
    moment = read_moment(date)
    return int(moment.utc.timestamp()) if moment else None


def comment_rows(archive: Selection, article: Article) -> Iterator[dict[str, object]]:
    """The comments of a node, a parent before its answers: the migration looks it up."""
    for comment in parents_first(article.comments):
        yield {
            "id": str(comment.id),
            "article": str(article.id),
            "parent": "" if comment.parent_id is None else str(comment.parent_id),
            "name": (comment.author_name or "Anonymous")[:NAME_LIMIT],
            "homepage": (comment.author_url or "")[:255],
            "subject": (comment.subject or comment.text.strip().split("\n")[0])[:SUBJECT_LIMIT],
            "body": comment_html(archive, comment),
            "created": unix(comment.date_created) or unix(article.date_published) or unix(article.capture.warc_date),
            "status": 0 if comment.status == "pending" else 1,
            "kind": comment.kind,
            "votes": comment.upvote_count,
        }


def redirect_rows(archive: Selection, article: Article) -> Iterator[dict[str, object]]:
    """The old addresses of a node: path without its slash, query apart."""
    for entry in archive.urls.sources(archive.new_url(article)):
        path = entry.path.encode("utf-8", "surrogateescape").decode("utf-8", "replace").strip("/")
        if path or entry.query:
            yield {"id": entry.old_url, "path": path, "query": entry.query, "article": str(article.id)}


def preflight(archive: Selection, **_options: object) -> Iterator[Loss]:
    """What Drupal's lengths cut, users of one name, dates that are made up."""
    names: dict[str, int] = {}
    for person in archive.people.values():
        if names.setdefault(person.name.casefold(), person.id) != person.id:
            reason = f"two people are called {person.name}: one user gets _1"
            yield Loss("merged", "byline.name", person.url or "", reason)
    for article in archive.articles():
        if len(title_of(article)) > TITLE_LIMIT:
            reason = f"the title has {len(title_of(article))} characters, Drupal takes {TITLE_LIMIT}"
            yield Loss("truncated", "article.title", article.url, reason)
        if unix(article.date_published) is None:
            yield Loss("changed", "article.date_published", article.url, "undated: gets the time of its capture")
        for comment in article.comments:
            if len(comment.subject or "") > SUBJECT_LIMIT:
                reason = f"a subject of {len(comment.subject or '')} characters, Drupal takes {SUBJECT_LIMIT}"
                yield Loss("truncated", "comment.subject", article.url, reason)
            if comment.date_created is None:
                yield Loss("changed", "comment.date", article.url, "an undated comment: gets the date of the node")
