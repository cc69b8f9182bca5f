"""Many short comments for the posts that everybody had something to say about, the same each time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

__all__ = ["many_comments"]

_NAMES = (
    "Agnes", "B. Thornhill", "Cormac", "Dilys", "Emeka", "Frau Holle", "Gwen T.", "Hal", "Ingrid", "Jonas",
    "K. Petrova", "Lou", "Mabel", "Nate", "Oona",
)  # fmt: skip
_OPENINGS = (
    "This took me back to my first job.",
    "I read this aloud at breakfast.",
    "Sent to my brother, who will deny everything.",
    "Not how we did it, and we did it for thirty years.",
    "A question, if somebody still reads these.",
)
_ENDINGS = (
    "Ours stopped on a Sunday, of course.",
    "Is there a picture of the inside?",
    "The third paragraph is the whole truth.",
    "My grandfather kept a diary of such nights.",
    "Please write the next one soon.",
    "Nobody believes me when I tell it.",
    "I would have looked in the hopper first.",
)


def many_comments(first_id: int, start: datetime, count: int) -> list[dict[str, Any]]:  # Any: as the content files
    """`count` comments, hours apart; every fourth answers the one before it."""
    comments: list[dict[str, Any]] = []
    for n in range(count):
        comment: dict[str, Any] = {
            "id": first_id + n,
            "date": start + timedelta(hours=5 * n + 1, minutes=7 * n % 60),
            "name": _NAMES[n % len(_NAMES)],
            "subject": _OPENINGS[n % len(_OPENINGS)].rstrip("."),
            "body": f"<p>{_OPENINGS[n % len(_OPENINGS)]} {_ENDINGS[n % len(_ENDINGS)]} ({n + 1})</p>",
        }
        if n % 4 == 3:
            comment["parent"] = first_id + n - 1
        comments.append(comment)
    return comments
