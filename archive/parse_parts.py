"""ParseRows in, the bytes of a part out, and back: msgpack, so that reading a part can run nothing."""

from __future__ import annotations

from archive.parse_rows import ParseRows

__all__ = ["dump_rows", "load_rows"]


def dump_rows(parsed: list[ParseRows]) -> bytes:
    """The rows as bytes; the same rows give the same bytes."""
    import msgpack

    packed = msgpack.packb(
        [[rows.parse_id, rows.page_id, rows.rows_sha256, list(rows.tables.items())] for rows in parsed],
        use_bin_type=True,
        unicode_errors="surrogatepass",
    )
    return bytes(packed)


def load_rows(data: bytes) -> list[ParseRows]:
    """The rows that dump_rows packed."""
    import msgpack

    unpacked = msgpack.unpackb(data, raw=False, use_list=False, unicode_errors="surrogatepass", strict_map_key=False)
    return [
        ParseRows(parse_id, page_id, digest, {table: list(lines) for table, lines in tables})
        for parse_id, page_id, digest, tables in unpacked
    ]
