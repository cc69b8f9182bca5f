"""Two captures of an article's page in, what changed between them out, ready for a template or JSON."""

from __future__ import annotations

from typing import Any

from archive.diff import compare, words_changed
from archive.store import Archive

__all__ = ["comparison"]


def comparison(archive: Archive, number: int, first: str, second: str) -> dict[str, Any]:  # Any: JSON values
    """What changed in the article's page between two times (YYYYMMDDhhmmss); by default at its last change."""
    article = archive.article_by_id(number)
    found = compare(archive, article.url, first or None, second or None)
    return {
        "article_id": number,
        "headline": article.headline,
        "url": article.url,
        "before": {"capture_id": found.before.capture_id, "captured_at": found.before.captured_at},
        "after": {"capture_id": found.after.capture_id, "captured_at": found.after.captured_at},
        "versions": found.versions,
        "changes": [
            {
                "region": change.region,
                "kind": change.kind,
                "before": change.before,
                "after": change.after,
                "parts": [
                    {"kind": kind, "text": text}
                    for kind, text in words_changed(change.before or "", change.after or "")
                ],
            }
            for change in found.changes
        ],
    }
