"""The schema's own comments in, Datasette's metadata out: each table and column described, labels and facets."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from archive.schema_docs import schema_docs

__all__ = ["datasette_metadata"]

_LABELS = {
    "articles": "headline",
    "pages": "url",
    "captures": "target_uri",
    "people": "name",
    "tags": "name",
    "assets": "url",
    "crawls": "name",
    "warc_files": "filename",
    "comments": "subject",
    "feeds": "url",
    "feed_entries": "title",
}
_FACETS = {
    "articles": ["in_language", "comment_status", "article_section"],
    "pages": ["kind", "site", "platform"],
    "captures": ["status", "mime", "record_type"],
    "comments": ["kind", "author_source"],
    "bylines": ["relation", "source", "is_guest"],
    "notices": ["kind"],
    "navigation": ["kind"],
    "segments": ["region", "kind"],
    "links": ["region", "is_internal"],
    "assets": ["kind", "mime"],
    "feeds": ["format", "generator"],
    "problems": ["code"],
    "skipped": ["reason"],
}


def datasette_metadata(*, large: Collection[str] = ()) -> dict[str, Any]:  # Any: Datasette's metadata is JSON
    """Metadata of the database `archive`, as Datasette 0.65 reads it; tables that are `large` have their facets when
    they are asked for, as counting a column of them takes a second."""
    tables: dict[str, Any] = {"_sqlite_migrations": {"hidden": True}}  # Any: as above
    for doc in schema_docs():
        table: dict[str, Any] = {  # Any: as above
            "description": doc.description,
            "columns": {column.name: column.description for column in doc.columns},
        }
        if doc.name in _LABELS:
            table["label_column"] = _LABELS[doc.name]
        if doc.name in _FACETS and doc.name not in large:
            table["facets"] = _FACETS[doc.name]
        tables[doc.name] = table
    return {
        "title": "oldface archive",
        "databases": {
            "archive": {
                "description": "Everything the parsers read from the WARC files; each row leads back to its record.",
                "tables": tables,
            }
        },
    }
