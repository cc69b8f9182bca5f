"""Text of a JSON-LD script in, the objects it describes out; hostile text gives fewer objects, never an error.

JSON-LD 1.1 (W3C Recommendation, 2020) as pages use it: one object, a list of them, or an object with @graph.
No context is fetched: keys are taken as written, without the schema.org prefix.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from html import unescape

__all__ = ["JsonObject", "json_ld_objects", "json_ld_types"]

JsonObject = Mapping[str, object]

_LONGEST = 1_000_000
_DEEPEST = 12
_MOST_OBJECTS = 400

# Wrappers that XHTML templates put around a script: CDATA marks and HTML comments, alone or behind //.
_WRAPPER = re.compile(r"^\s*(?:/[/*]\s*)?(?:<!\[CDATA\[|<!--)(?:\s*\*/)?|(?:/[/*]\s*)?(?:\]\]>|-->)(?:\s*\*/)?\s*$")
_WRAPPED_BEGIN, _WRAPPED_END = ("<", "/"), (">", "/")
_TYPE_PARTS = re.compile(r"[/#:]")
_TRAILING_COMMA = re.compile(r",\s*(?=[}\]])")


def json_ld_objects(scripts: Iterable[str]) -> tuple[JsonObject, ...]:
    """All objects of the page's JSON-LD scripts, outer before inner, at most 400.

    An object that is only a reference ({"@id": …}) is replaced by the object of that id where there is one.
    """
    found: list[dict[str, object]] = []
    room = _LONGEST
    for script in scripts:
        if len(script) > room:
            break
        room -= len(script)
        for value in _lenient_values(script):
            _collect(value, found, 0)
    by_id: dict[str, dict[str, object]] = {}
    for item in found:
        name = item.get("@id")
        if isinstance(name, str) and len(item) > len(by_id.get(name, ())):
            by_id[name] = item
    return tuple({key: _resolved(value, by_id) for key, value in item.items()} for item in found)


def json_ld_types(item: JsonObject) -> tuple[str, ...]:
    """Names of the object's types, without the vocabulary's address.

    >>> json_ld_types({"@type": ["http://schema.org/BlogPosting"]})
    ('BlogPosting',)
    """
    stated = item.get("@type")
    names = stated if isinstance(stated, list) else [stated]
    return tuple([_bare_type(name) for name in names if isinstance(name, str)])


@lru_cache(maxsize=4096)
def _bare_type(name: str) -> str:
    return _TYPE_PARTS.split(name)[-1]


def _lenient_values(script: str) -> Iterator[object]:
    text = script.strip()
    if text.startswith(_WRAPPED_BEGIN) or text.endswith(_WRAPPED_END):
        text = _WRAPPER.sub("", text).strip()
    for attempt in _mended(text):
        try:
            yield json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
        return
    # several objects one after the other, or rubbish after the first: keep what reads
    decoder = json.JSONDecoder(strict=False)
    place = 0
    while 0 <= place < len(text):
        try:
            value, end = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            return
        yield value
        place = text.find("{", end)


def _mended(text: str) -> Iterator[str]:
    """The script as it is written, then with more and more put right."""
    yield text
    yield _TRAILING_COMMA.sub("", text)
    yield _TRAILING_COMMA.sub("", unescape(text))


def _collect(value: object, found: list[dict[str, object]], depth: int) -> None:
    if depth > _DEEPEST or len(found) >= _MOST_OBJECTS:
        return
    if isinstance(value, list):
        for entry in value:
            _collect(entry, found, depth + 1)
    elif isinstance(value, dict):
        if "@type" in value or ("@id" in value and len(value) > 1):
            found.append({key.removeprefix("schema:"): entry for key, entry in value.items()})
        for entry in value.values():
            if isinstance(entry, (dict, list)):
                _collect(entry, found, depth + 1)


def _resolved(value: object, by_id: Mapping[str, dict[str, object]]) -> object:
    if isinstance(value, list):
        return [_resolved(entry, by_id) for entry in value[:200]]
    if isinstance(value, dict) and len(value) <= 2:
        name = value.get("@id")
        if isinstance(name, str) and "name" not in value:
            return by_id.get(name, value)
    return value
