"""Two parses of one page in, what differs between them out, by field; and the sums over a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from archive.parsed_json import StoredPage

__all__ = ["ParseChanges", "differing_fields"]


@dataclass(slots=True)
class ParseChanges:
    """What parsing again changed: a tally, filled as pages come."""

    parsed: int = 0
    """Pages parsed for the first time."""
    unchanged: int = 0
    """Pages parsed again, every row the same; or that would be."""
    unconcerned: int = 0
    """Of these, pages that were not parsed: nothing that changed in their site's evidence concerns them."""
    changed: int = 0
    """Pages parsed again, some row different."""
    fields: Counter[str] = field(default_factory=Counter)
    """By field: pages in which it differs."""
    examples: dict[str, str] = field(default_factory=dict)
    """By field: the first page in which it differs."""
    reasons: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By (reason, site): pages that were to be parsed again because parsers, profile or evidence changed."""

    def note(self, before: StoredPage, now: StoredPage) -> None:
        """One more page with different rows."""
        self.changed += 1
        for name in differing_fields(before, now):
            self.fields[name] += 1
            self.examples.setdefault(name, now.url)

    def reasons_by_site(self) -> dict[str, dict[str, int]]:
        """Pages parsed again, by reason, then site; both in order."""
        found: dict[str, dict[str, int]] = {}
        for (reason, site), pages in sorted(self.reasons.items()):
            found.setdefault(reason, {})[site] = pages
        return found


def differing_fields(before: StoredPage, now: StoredPage) -> list[str]:
    """Names of the fields that a reader would see differ; 'structure' when only menus, regions, links or claims do."""
    names = [name for name, one, other in _pairs(before, now) if one != other]
    return names or ["structure"]


def _pairs(before: StoredPage, now: StoredPage) -> Iterator[tuple[str, object, object]]:
    for name in ("kind", "canonical_url", "language", "comment_status", "comment_count_stated", "description"):
        yield name, getattr(before, name), getattr(now, name)
    for name, read in (
        ("title", lambda page: page.title and page.title.text),
        ("bylines", lambda page: [(c.name, c.role, c.organisation) for b in page.bylines for c in b.contributors]),
        ("published", lambda page: page.published and page.published.value),
        ("modified", lambda page: page.modified and page.modified.value),
        ("tags", lambda page: [(tag.taxonomy, tag.name) for tag in page.tags]),
        ("body", lambda page: page.body and (page.body.text, page.body.html)),
        ("comments", lambda page: [(c.author, c.subject, c.text, c.parent) for c in page.comments]),
        ("notices", lambda page: [(n.kind, n.text) for n in page.notices]),
        ("assets", lambda page: [(use.url, use.role, use.caption) for use in page.assets]),
    ):
        yield name, read(before), read(now)
