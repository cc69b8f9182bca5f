"""One comment's nodes in, its parts out: who, when, subject, the text itself, and what is only for pressing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive.comment_draft import Draft
from archive.comment_named_lines import read_named_lines, read_source, read_trackback
from archive.comment_names import squash
from archive.comment_span import Span, own_nodes
from archive.comment_unnamed_lines import read_unnamed_lines
from archive.comment_words import DELETED
from archive.model import Page
from archive.quick_values import quickly_made

__all__ = ["Parts", "read_parts"]


@quickly_made
@dataclass(frozen=True, slots=True)
class Parts:
    """What one comment consists of; lists hold numbers of text nodes in page order."""

    nodes: tuple[int, ...]
    """All visible text nodes of its own."""
    kinds: dict[int, str]
    """Text node to author, date, subject, text, action, signature, quote-free remainder 'meta'."""
    author: str | None = None
    author_link: int | None = None
    """The <a> around the author's name."""
    date_raw: str | None = None
    date_machine: str | None = None
    """Value of a datetime, title or content attribute beside the printed date."""
    date_node: int | None = None
    subject: str | None = None
    text_nodes: tuple[int, ...] = ()
    status: str | None = None
    kind: str = "comment"
    votes: int | None = None

    @property
    def evidence(self) -> int:
        """How many of author and date there are, 0 to 2."""
        return (self.author is not None) + (self.date_raw is not None)


# The ways to find comments read the same places of one page: what the last page's held is remembered.
_last_parts: tuple[Page, dict[tuple[Span, ...], Parts]] | None = None


def read_parts(page: Page, span: Span, inner: Sequence[Span] = ()) -> Parts:
    """The parts of the comment at `span`; the comments inside it (`inner`) are none of its own."""
    global _last_parts
    last = _last_parts
    if last is None or last[0] is not page:
        last = _last_parts = (page, {})
    key = (span, *inner)
    held = last[1].get(key)
    if held is None:
        held = last[1][key] = _read_parts(page, span, inner)
    return held


def _read_parts(page: Page, span: Span, inner: Sequence[Span]) -> Parts:
    nodes = own_nodes(page, span, inner)
    draft = Draft(page, span, nodes)
    read_trackback(draft)
    read_named_lines(draft)
    read_unnamed_lines(draft)
    read_source(draft)
    kinds = draft.kinds
    text_nodes = tuple([n for n in nodes if kinds[n] == "text"])
    if draft.status is None and text_nodes:
        text = squash(" ".join([page.texts[n] for n in text_nodes[:8]]))
        if len(text) < 140 and DELETED.match(text):
            draft.status = "deleted"
    return Parts(
        tuple(nodes), kinds, draft.author, draft.author_link, draft.date_raw, draft.date_machine, draft.date_node,
        draft.subject, text_nodes, draft.status, draft.kind, draft.votes,
    )  # fmt: skip
