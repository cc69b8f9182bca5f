"""ParsedPage in, the JSON object of `oldface parse --jsonl` out."""

from __future__ import annotations

from typing import Any

from archive.model import ParsedPage

__all__ = ["page_record"]


def page_record(parsed: ParsedPage) -> dict[str, Any]:  # Any: a JSON object
    """The keys of `oldface parse --jsonl`, without the id that the caller knows."""
    published = parsed.published
    return {
        "title": parsed.title.text if parsed.title else None,
        "authors": [
            person.name for byline in parsed.bylines for person in byline.contributors if person.relation == "author"
        ],
        "published": published.value[:10] if published and len(published.value) >= 10 else None,
        "body_text": parsed.body.text if parsed.body else "",
        "comments": [
            {
                "author": comment.author,
                "posted_at": (comment.posted_at.value or None) if comment.posted_at else None,
                "subject": comment.subject,
                "text": comment.text,
                "parent": comment.parent,
            }
            for comment in parsed.comments
        ],
        "navigation": [{"kind": str(n.kind), "text": n.text, "href": n.href} for n in parsed.navigation],
        "notices": [{"kind": str(n.kind), "text": n.text} for n in parsed.notices],
        "kind": str(parsed.kind),
        "language": parsed.language,
    }
