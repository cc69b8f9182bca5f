"""Rows of spans, rows or shapes of pages in, the bytes of a part out, and back: msgpack, so that reading a part can
run nothing."""

from __future__ import annotations

from dataclasses import fields

from archive.parse_rows import ParseRows
from archive.site_templates import PageShape
from archive.span_rows import SpanRows

__all__ = ["dump_rows", "dump_shapes", "dump_spans", "load_rows", "load_shapes", "load_spans"]


def dump_rows(parsed: list[ParseRows]) -> bytes:
    """The rows as bytes; the same rows give the same bytes."""
    import msgpack

    packed = msgpack.packb(
        [[rows.parse_id, rows.page_id, rows.rows_sha256, rows.made_by, list(rows.tables.items())] for rows in parsed],
        use_bin_type=True,
        unicode_errors="surrogatepass",
    )
    return bytes(packed)


def load_rows(data: bytes) -> list[ParseRows]:
    """The rows that dump_rows packed."""
    import msgpack

    unpacked = msgpack.unpackb(data, raw=False, use_list=False, unicode_errors="surrogatepass", strict_map_key=False)
    return [
        ParseRows(parse_id, page_id, digest, made_by, {table: list(lines) for table, lines in tables})
        for parse_id, page_id, digest, made_by, tables in unpacked
    ]


def dump_shapes(shapes: list[PageShape | None]) -> bytes:
    """The shapes as bytes; the same shapes give the same bytes."""
    import msgpack

    packed = [
        None
        if shape is None
        else [
            shape.url,
            shape.title,
            sorted(shape.features),
            sorted(shape.blocks),
            shape.day_first_dates,
            shape.month_first_dates,
        ]
        for shape in shapes
    ]
    return bytes(msgpack.packb(packed, use_bin_type=True, unicode_errors="surrogatepass"))


def load_shapes(data: bytes) -> list[PageShape | None]:
    """The shapes that dump_shapes packed."""
    import msgpack

    unpacked = msgpack.unpackb(data, raw=False, unicode_errors="surrogatepass")
    return [
        None if row is None else PageShape(row[0], row[1], frozenset(row[2]), frozenset(row[3]), row[4], row[5])
        for row in unpacked
    ]


_SPAN_FIELDS = tuple(field.name for field in fields(SpanRows))


def dump_spans(spans: list[SpanRows]) -> bytes:
    """The rows of spans as bytes; the same rows give the same bytes."""
    import msgpack

    packed = [[getattr(rows, name) for name in _SPAN_FIELDS] for rows in spans]
    return bytes(msgpack.packb(packed, use_bin_type=True, unicode_errors="surrogatepass"))


def load_spans(data: bytes) -> list[SpanRows]:
    """The rows that dump_spans packed."""
    import msgpack

    loaded = [
        SpanRows(*values)
        for values in msgpack.unpackb(
            data, raw=False, use_list=False, unicode_errors="surrogatepass", strict_map_key=False
        )
    ]
    for rows in loaded:
        rows.tables = {table: list(lines) for table, lines in rows.tables.items()}
        rows.metadata = list(rows.metadata)
    return loaded
