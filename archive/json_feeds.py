"""A text in, the JSON Feed (jsonfeed.org, versions 1 and 1.1) that it is out. Pure."""

from __future__ import annotations

import json
from typing import Any

__all__ = ["json_feed"]

_MOST_ITEMS = 5_000


def json_feed(text: str) -> dict[str, Any] | None:  # Any: JSON values
    """The feed, its items all objects; None when the text is none."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or not str(found.get("version", "")).startswith("https://jsonfeed.org/version/"):
        return None
    items = found.get("items")
    listed = items[:_MOST_ITEMS] if isinstance(items, list) else []
    return {**found, "items": [item if isinstance(item, dict) else {} for item in listed]}
