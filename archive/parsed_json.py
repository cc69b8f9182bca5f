"""ParsedPage in, compressed JSON out, and back: what of a page is no row of its own."""

from __future__ import annotations

import json
import types
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from functools import cache
from operator import attrgetter
from threading import local
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

import zstandard

from archive.model import (
    Address,
    AssetUse,
    Body,
    Byline,
    Comment,
    CommentStatus,
    DateFact,
    Notice,
    PageKind,
    ParsedPage,
    Tag,
    Title,
)
from archive.quick_values import quickly_made

__all__ = ["StoredPage", "from_json", "stored_page", "to_json"]

_LEVEL = 3


@quickly_made
@dataclass(frozen=True, slots=True)
class StoredPage:
    """The part of a ParsedPage that articles are made of, with the XPath of every element it names."""

    url: str
    canonical_url: str | None
    kind: PageKind
    language: str | None
    direction: str | None
    title: Title | None
    bylines: tuple[Byline, ...]
    published: DateFact | None
    modified: DateFact | None
    tags: tuple[Tag, ...]
    body: Body | None
    comments: tuple[Comment, ...]
    comment_status: CommentStatus | None
    comment_count_stated: int | None
    comment_system: str | None
    notices: tuple[Notice, ...]
    assets: tuple[AssetUse, ...]
    addresses: tuple[Address, ...]
    description: str | None
    node_paths: Mapping[str, str]
    """XPath by node number (as text: JSON has no other keys)."""

    def path(self, node: int | None) -> str | None:
        """XPath of the element with that number; None for None."""
        return None if node is None else self.node_paths.get(str(node))


def stored_page(parsed: ParsedPage, path_of: Callable[[int], str]) -> StoredPage:
    """What is kept of a parsed page; `path_of` gives the XPath of a node."""
    named = {part.node for part in (parsed.title, parsed.published, parsed.modified) if part and part.node is not None}
    named |= {byline.node for byline in parsed.bylines if byline.node is not None}
    named |= {comment.node for comment in parsed.comments if comment.node is not None}
    named |= {use.node for use in parsed.assets if use.node is not None}
    if parsed.body:
        named |= {use.node for use in parsed.body.assets if use.node is not None}
    return StoredPage(
        **{name: getattr(parsed, name) for name in _SHARED},
        node_paths={str(node): path_of(node) for node in sorted(named)},
    )


_SHARED = [field.name for field in fields(StoredPage) if field.name != "node_paths"]


def to_json(page: StoredPage) -> bytes:
    """The page as zstd-compressed JSON; the same page gives the same bytes; lone surrogates become question marks."""
    text = _encode(page)
    return _zstd.compressor.compress(text.encode("utf-8", "replace"))


class _Zstd(local):
    """What compresses and what undoes it: made once for each thread, as two must not share one."""

    def __init__(self) -> None:
        self.compressor = zstandard.ZstdCompressor(level=_LEVEL)
        self.decompressor = zstandard.ZstdDecompressor()


_zstd = _Zstd()


def from_json(data: bytes) -> StoredPage:
    """The page that `to_json` was given."""
    text = _zstd.decompressor.decompress(data).decode("utf-8")
    page: StoredPage = _dataclass_reader(StoredPage)(json.loads(text))
    return page


@cache
def _parts(kind: Any) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:  # Any: a dataclass
    """(names of its fields, what gives all their values)."""
    names = tuple(field.name for field in fields(kind))
    return names, attrgetter(*names) if len(names) > 1 else lambda value: (getattr(value, names[0]),)


def _fields(value: Any) -> dict[str, Any]:  # Any: a dataclass, and what its fields hold
    """The fields by name; those that are None are left out: most of a comment's are."""
    names, parts_of = _parts(cast(Hashable, type(value)))
    return {name: part for name, part in zip(names, parts_of(value), strict=True) if part is not None}


# Made once: json.dumps makes an encoder for each call.
_encode = json.JSONEncoder(default=_fields, ensure_ascii=False, separators=(",", ":")).encode


_Reader = Callable[[Any], Any]
"""What JSON holds in, a value out."""


@cache
def _reader(kind: Any) -> _Reader | None:  # Any: a type hint
    """None where the value is as JSON holds it."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (types.UnionType, Union):
        return _optional(_reader(next(a for a in arguments if a is not type(None))))
    if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
        return _many(_reader(arguments[0]))
    if origin is tuple:
        return tuple
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind
    return _dataclass_reader(cast(Hashable, kind)) if is_dataclass(kind) else None


def _optional(inner: _Reader | None) -> _Reader | None:
    return None if inner is None else lambda value: None if value is None else inner(value)


def _many(inner: _Reader | None) -> _Reader:
    return tuple if inner is None else lambda value: tuple([inner(item) for item in value])


@cache
def _dataclass_reader(kind: Any) -> _Reader:  # Any: a dataclass
    hints = get_type_hints(kind)
    readers = {field.name: _reader(hints[field.name]) for field in fields(kind)}
    absent = {name: None for name in readers if type(None) in get_args(hints[name])}

    def read(value: Any) -> Any:  # Any: a JSON object
        known: dict[str, Any] = dict(absent)  # Any: values of the fields
        for name, item in value.items():
            if name in readers:
                reader = readers[name]
                known[name] = item if reader is None else reader(item)
        return kind(**known)

    return read
