"""Paths of JSON files in, the migrations of migrate_plus that read them out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from exports.front_matter import FieldValue

__all__ = ["MODULE", "migrations"]

MODULE = "oldface_migrate"


def source(name: str, paths: Sequence[str], fields: Sequence[str]) -> dict[str, FieldValue]:
    """The source plugin for one table."""
    return {
        "plugin": "url",
        "data_fetcher_plugin": "file",
        "data_parser_plugin": "json",
        "urls": [f"modules/custom/{path}" for path in paths],
        "item_selector": name,
        "fields": [{"name": field, "label": field.replace("_", " "), "selector": field} for field in fields],
        "ids": {"id": {"type": "string"}},
    }


def migration(
    name: str,
    label: str,
    *,
    source_of: Mapping[str, FieldValue],
    process: Mapping[str, FieldValue],
    destination: Mapping[str, FieldValue],
    after: Sequence[str] = (),
) -> dict[str, FieldValue]:
    """One migration."""
    return {
        "id": f"oldface_{name}",
        "label": label,
        "migration_group": "oldface",
        "migration_tags": ["oldface"],
        "source": source_of,
        "process": process,
        "destination": destination,
        "migration_dependencies": {"required": [f"oldface_{one}" for one in after]},
    }


def look_up(names: str, field: str, *, no_stub: bool = True) -> list[FieldValue]:
    """Skip what is empty, then look its new id up."""
    return [
        {"plugin": "skip_on_empty", "method": "process", "source": field},
        {"plugin": "migration_lookup", "migration": f"oldface_{names}", "no_stub": no_stub},
    ]


def constant(value: FieldValue) -> dict[str, FieldValue]:
    """A value that is the same for all rows."""
    return {"plugin": "default_value", "default_value": value}


def migrations(paths: Mapping[str, Sequence[str]], content_type: str) -> dict[str, dict[str, FieldValue]]:
    """Each migration by the name of its file."""
    made = [
        migration(
            "users", "Authors of the old site, blocked",
            source_of=source("users", paths["users"], ["id", "name", "slug", "bio"]),
            process={
                "name": [{"plugin": "make_unique_entity_field", "source": "name", "entity_type": "user",
                          "field": "name", "postfix": "_", "migrated": True}],
                "status": constant(0),
            },
            destination={"plugin": "entity:user"},
        ),
        migration(
            "terms", "Tags and categories of the old site",
            source_of=source("terms", paths["terms"], ["id", "name", "vocabulary"]),
            process={"name": "name", "vid": "vocabulary"},
            destination={"plugin": "entity:taxonomy_term"},
        ),
        migration(
            "files", "Images and documents of the old site",
            source_of=source("files", paths["files"], ["id", "path", "uri", "filename", "mime", "old_url", "credit"]),
            process={
                "uri": {"plugin": "file_copy", "source": ["path", "uri"], "file_exists": "replace"},
                "filename": "filename",
                "filemime": "mime",
                "status": constant(1),
                "uid": constant(1),
            },
            destination={"plugin": "entity:file"},
        ),
        migration(
            "articles", "Articles of the old site",
            source_of=source("articles", paths["articles"], [
                "id", "title", "body", "summary", "created", "changed", "author", "bylines", "tags", "categories",
                "image", "image_alt", "alias", "comment_status", "subtitle", "kicker", "language", "old_url", "capture",
            ]),
            process={
                "type": constant(content_type),
                "title": "title",
                "body/value": "body",
                "body/summary": "summary",
                "body/format": constant("full_html"),
                "created": "created",
                "changed": "changed",
                "status": constant(1),
                "uid": [*look_up("users", "author"), constant(1)],
                "field_tags": [{"plugin": "migration_lookup", "migration": "oldface_terms", "source": "tags",
                                "no_stub": True}],
                "field_categories": [{"plugin": "migration_lookup", "migration": "oldface_terms",
                                      "source": "categories", "no_stub": True}],
                "field_image/target_id": look_up("files", "image"),
                "field_image/alt": "image_alt",
                "comment/status": "comment_status",
                "path/alias": "alias",
                "path/pathauto": constant(0),
            },
            destination={"plugin": "entity:node", "default_bundle": content_type},
            after=["users", "terms", "files"],
        ),
        migration(
            "comments", "Comments of the old site",
            source_of=source("comments", paths["comments"], [
                "id", "article", "parent", "name", "homepage", "subject", "body", "created", "status", "kind", "votes",
            ]),
            process={
                "entity_type": constant("node"),
                "entity_id": [*look_up("articles", "article"), {"plugin": "skip_on_empty", "method": "row"}],
                "field_name": constant("comment"),
                "comment_type": constant("comment"),
                "pid": look_up("comments", "parent"),
                "subject": "subject",
                "name": "name",
                "homepage": "homepage",
                "uid": constant(0),
                "created": "created",
                "changed": "created",
                "status": "status",
                "comment_body/value": "body",
                "comment_body/format": constant("basic_html"),
            },
            destination={"plugin": "entity:comment"},
            after=["articles"],
        ),
        migration(
            "redirects", "Old addresses",
            source_of={
                **source("redirects", paths["redirects"], ["id", "path", "query", "article"]),
                "constants": {"prefix": "internal:/node/"},
            },
            process={
                "redirect_source/path": "path",
                "redirect_source/query": [
                    {"plugin": "skip_on_empty", "method": "process", "source": "query"},
                    {"plugin": "callback", "callable": "oldface_migrate_parse_query"},
                ],
                "node_id": [*look_up("articles", "article"), {"plugin": "skip_on_empty", "method": "row"}],
                "redirect_redirect/uri": {"plugin": "concat", "source": ["constants/prefix", "@node_id"]},
                "status_code": constant(301),
                "language": constant("und"),
            },
            destination={"plugin": "entity:redirect"},
            after=["articles"],
        ),
    ]  # fmt: skip
    return {str(one["id"]): one for one in made}
