"""Values in, a YAML front matter out; quoting is a library's work, never ours."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

__all__ = ["FieldValue", "front_matter", "to_yaml", "without_empty"]

FieldValue = str | int | float | bool | date | datetime | None | Sequence["FieldValue"] | Mapping[str, "FieldValue"]

NOT_YAML = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""Characters that YAML 1.2 does not print (section 5.1), as old pages have them in titles."""


@cache
def writer() -> YAML:
    """A YAML writer that keeps the order of keys and never folds a line."""
    yaml = YAML(typ="rt", pure=True)
    yaml.default_flow_style = False
    yaml.allow_unicode = True
    yaml.width = 1 << 30
    yaml.version = None
    return yaml


def front_matter(fields: Mapping[str, FieldValue]) -> str:
    """The block between '---' lines, with what is empty left out."""
    return f"---\n{to_yaml(without_empty(fields))}---\n"


def to_yaml(value: FieldValue) -> str:
    """A YAML document, ending in a line end."""
    out = io.StringIO()
    writer().dump(_plain(value), out)
    return out.getvalue()


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


def _plain(value: FieldValue) -> object:
    """The value in lists, dictionaries and strings that YAML can print."""
    if isinstance(value, str):
        # always quoted: readers of YAML 1.1 (Hugo's, Jekyll's) take a bare no, on, 012 or 12:30 for something else
        return DoubleQuotedScalarString(NOT_YAML.sub("\ufffd", value))
    if isinstance(value, Mapping):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, Sequence):
        return [_plain(inner) for inner in value]
    return value
