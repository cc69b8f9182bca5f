"""Values in, YAML out that every reader of YAML 1.1 and 1.2 takes for the same values.

Only the structure is written here. A string is always quoted, by the json library: a JSON string is a YAML string
(YAML 1.2 section 1.3), and no reader takes a quoted no, 012 or 12:30 for something else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeGuard

__all__ = ["FieldValue", "front_matter", "to_yaml", "without_empty"]

FieldValue = str | int | float | bool | None | Sequence["FieldValue"] | Mapping[str, "FieldValue"]

NOT_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What YAML does not print (1.2 section 5.1), as old pages have it in titles: Hugo refuses some even when escaped."""

LINE_ENDS = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")
"""What JSON leaves as it is and YAML takes for a line's end or for nothing."""

PLAIN_KEY = re.compile(r"[A-Za-z_][\w-]*\Z", re.ASCII)
WORDS = frozenset("y n yes no on off true false null".split())
"""Keys that YAML 1.1 takes for something else when they are not quoted."""


def front_matter(fields: Mapping[str, FieldValue]) -> str:
    """The block between '---' lines, with what is empty left out."""
    return f"---\n{to_yaml(without_empty(fields))}---\n"


def to_yaml(value: Mapping[str, FieldValue]) -> str:
    """A YAML document in block style, keys in their order.

    >>> print(to_yaml({"title": "a: b", "tags": ["no", "12:30"], "m": {"x": 1, "y": True}, "none": []}), end="")
    title: "a: b"
    tags:
    - "no"
    - "12:30"
    m:
      x: 1
      "y": true
    none: []
    """
    return "".join(f"{line}\n" for line in _mapping(value, "")) or "{}\n"


def _mapping(value: Mapping[str, FieldValue], indent: str) -> Iterator[str]:
    for name, inner in value.items():
        key = name if PLAIN_KEY.match(name) and name.lower() not in WORDS else _scalar(name)
        if isinstance(inner, Mapping) and inner:
            yield f"{indent}{key}:"
            yield from _mapping(inner, f"{indent}  ")
        elif _is_list(inner) and inner:
            yield f"{indent}{key}:"
            yield from _list(inner, indent)
        else:
            yield f"{indent}{key}: {_scalar(inner)}"


def _list(value: Sequence[FieldValue], indent: str) -> Iterator[str]:
    for inner in value:
        if isinstance(inner, Mapping) and inner:
            first, *rest = _mapping(inner, f"{indent}  ")
            yield f"{indent}- {first.lstrip()}"
            yield from rest
        elif _is_list(inner) and inner:
            yield f"{indent}-"
            yield from _list(inner, f"{indent}  ")
        else:
            yield f"{indent}- {_scalar(inner)}"


def _is_list(value: FieldValue) -> TypeGuard[Sequence[FieldValue]]:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _scalar(value: FieldValue) -> str:
    """A string, number, truth value, nothing, or an empty list or mapping."""
    if isinstance(value, str):
        quoted = json.dumps(NOT_CHARACTERS.sub("\ufffd", value), ensure_ascii=False)
        return LINE_ENDS.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)
    return json.dumps(value)


def without_empty(fields: Mapping[str, FieldValue]) -> dict[str, FieldValue]:
    """The fields without those that are None, '' or an empty list or mapping, at every level of mappings."""
    kept: dict[str, FieldValue] = {}
    for name, value in fields.items():
        inner = _inner_without_empty(value)
        if inner is not None and inner != "" and inner != [] and inner != () and inner != {}:
            kept[name] = inner
    return kept


def _inner_without_empty(value: FieldValue) -> FieldValue:
    if isinstance(value, Mapping):
        return without_empty(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_inner_without_empty(one) for one in value]
    return value
