"""The data dictionary in, docs/reference/schema.md out: entity diagram, then table by table, column by column."""

from __future__ import annotations

from collections.abc import Iterator

from archive.schema_docs import TableDoc, schema_docs

__all__ = ["schema_reference"]

_GROUPS = (
    ("What was fetched", ("crawls", "warc_files", "captures", "skipped", "problems")),
    ("What pages say", ("sites", "pages", "parses", "versions", "segments", "field_claims", "navigation", "notices",
                        "links", "page_addresses", "destinations", "feeds", "feed_entries")),
    ("Articles and people", ("articles", "bylines", "people", "person_names", "comments", "tags", "article_tags",
                             "assets", "article_assets", "addresses", "article_feed_facts")),
    ("The archive itself", ("archive_info", "table_docs", "column_docs")),
)  # fmt: skip

_INTRODUCTION = """# The schema of archive.db

Generated from `archive/schema.sql` and `archive/views.sql`: the same sentences stand there, in the tables
`table_docs` and `column_docs`, and in Datasette. Every fact leads back: a row names its parse, the parse its
capture, the capture its WARC file, offset and digest; `node_path` is an XPath into the page.

Ids are the first 53 bits of the SHA-256 of the row's natural key: the same on every machine, in whatever order files
were read. Dates of publication are as precise as the page is: `2013`, `2013-07` or `2013-07-25`.
"""


def schema_reference() -> str:
    """The whole page as Markdown."""
    return "\n".join(_page())


def _page() -> Iterator[str]:
    docs = {doc.name: doc for doc in schema_docs()}
    yield _INTRODUCTION
    yield "## Entities"
    yield ""
    yield "```mermaid"
    yield from _diagram(docs)
    yield "```"
    for title, names in _GROUPS:
        yield ""
        yield f"## {title}"
        for name in names:
            yield from _table(docs[name])
    yield ""
    yield "## Views"
    for doc in docs.values():
        if doc.kind == "view":
            yield from _table(doc)
    yield ""


def _diagram(docs: dict[str, TableDoc]) -> Iterator[str]:
    yield "erDiagram"
    for doc in docs.values():
        for column in doc.columns:
            if column.references:
                target = column.references[0]
                end = "o|" if column.may_be_null else "||"
                yield f"    {target} {end}--o{{ {doc.name} : {column.name}"


def _table(doc: TableDoc) -> Iterator[str]:
    yield ""
    yield f"### {doc.name}"
    yield ""
    yield doc.description
    yield ""
    if doc.kind == "view":
        yield "| column | says |"
        yield "|---|---|"
        for column in doc.columns:
            yield f"| `{column.name}` | {_cell(column.description)} |"
        return
    yield "| column | type | says |"
    yield "|---|---|---|"
    for column in doc.columns:
        key = " key" if column.name in doc.primary_key else ""
        null = "" if not column.may_be_null or key else ", may be null"
        reference = f" → [{column.references[0]}](#{column.references[0]})" if column.references else ""
        yield f"| `{column.name}` | {column.type}{key}{null} | {_cell(column.description)}{reference} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
