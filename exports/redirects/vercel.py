"""A URL map in, vercel.json out; above the limit of its redirects also a file of bulk redirects."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import parse_qsl

from exports.bundle import Bundle
from exports.redirects import encoded_path, one_per_path
from exports.url_map import MapEntry, UrlMap

NAME = "vercel"
DESCRIPTION = "vercel.json redirects, with bulk redirects where there are many"

LIMIT = 1024
"""Redirects in vercel.json; longer lists fail to deploy."""


def write(url_map: UrlMap, folder: Bundle, prefix: str) -> tuple[str, ...]:
    """vercel.json, and redirects.jsonl where there are more than it can hold."""
    warnings: list[str] = []
    gone = total = 0
    for entry in one_per_path(url_map, warnings):
        total += 1
        gone += not entry.new_url
    if gone:
        warnings.append(f"{gone} addresses that are gone cannot be said in vercel.json: they answer 404")
    if total - gone <= LIMIT:
        rules = [rule_of(entry) for entry in by_need(url_map) if entry.new_url]
        folder.write_text(f"{prefix}vercel.json", json.dumps({"redirects": rules}, indent=2) + "\n")
        return tuple(warnings)
    queries = [rule_of(entry) for entry in one_per_path(url_map, []) if entry.query and entry.new_url]
    if len(queries) > LIMIT:
        warnings.append(f"{len(queries) - LIMIT} addresses with a query are over the limit of vercel.json and left out")
    configuration = {"bulkRedirectsPath": "redirects.jsonl", "redirects": queries[:LIMIT]}
    folder.write_text(f"{prefix}vercel.json", json.dumps(configuration, indent=2) + "\n")
    with folder.text(f"{prefix}redirects.jsonl") as out:
        for entry in one_per_path(url_map, []):
            if entry.new_url and not entry.query:
                bulk = {"source": encoded_path(entry), "destination": entry.new_url, "statusCode": 301, "query": False}
                out.write(json.dumps(bulk) + "\n")
    return (*warnings, f"over {LIMIT} redirects: redirects.jsonl needs a plan with bulk redirects")


def by_need(url_map: UrlMap) -> Iterator[MapEntry]:
    """The entries, those with a query first: the first match wins."""
    yield from (entry for entry in one_per_path(url_map, []) if entry.query)
    yield from (entry for entry in one_per_path(url_map, []) if not entry.query)


def rule_of(entry: MapEntry) -> dict[str, object]:
    """One redirect; signs that path-to-regexp would take for a pattern are escaped."""
    rule: dict[str, object] = {"source": re.sub(r"([(){}:*?+!|\[\]\\])", r"\\\1", encoded_path(entry))}
    if entry.query:
        pairs = parse_qsl(entry.query, keep_blank_values=True)
        rule["has"] = [{"type": "query", "key": key, "value": re.escape(value)} for key, value in pairs]
    return {**rule, "destination": entry.new_url, "statusCode": 301}
