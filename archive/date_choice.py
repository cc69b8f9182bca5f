"""Days' candidates and how likely each is in, the day of publication out."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from archive.dates import FoundDate
from archive.mentions import Candidate, Mention, is_elsewhere

__all__ = ["RATHER_A_DAY", "choose_day", "says_modified"]

RATHER_A_DAY = 2.0
"""Taken off the likelihood that the page names no day: pages that are no articles must not cost articles theirs."""
_STATING = frozenset(["meta:article", "meta:published", "meta:vendor", "meta:named", "property:published"])


def choose_day(
    candidates: Sequence[Candidate[FoundDate]], likely: Sequence[float], *, listed: Collection[int] = ()
) -> int | None:
    """Place of the day of publication among the candidates; None when the page names none.

    `likely` has one number more than there are candidates: the last one is for no day at all. `listed` are places of
    days in a list of posts (archive/date_lists.py), which give way to any day that the article itself states.
    """
    if not candidates:
        return None
    best = max(range(len(candidates)), key=lambda n: (likely[n], -n))
    if likely[best] <= likely[-1] - RATHER_A_DAY:
        return None
    if best in listed:
        own = [
            n for n, candidate in enumerate(candidates)
            if n not in listed and not all(map(is_elsewhere, candidate.mentions))
        ]  # fmt: skip
        best = max(own, key=lambda n: (likely[n], -n), default=best)
    if "modified-only:others-published" in candidates[best].features:
        return _stated_instead(candidates, likely, best)
    return best


def says_modified(mention: Mention[FoundDate]) -> bool:
    """Whether the place calls the day one of change."""
    held = mention.features
    return "modified" in mention.kind or "label:updated" in held or "updated-class" in held


def _stated_instead(candidates: Sequence[Candidate[FoundDate]], likely: Sequence[float], best: int) -> int:
    """The likeliest day that a meta element or property states, in place of one that every mention calls a change.

    JSON-LD does not count: plug-ins write into it when the address was made, also where all was written anew since.
    """
    stated = [
        n for n, candidate in enumerate(candidates) if not _STATING.isdisjoint(m.kind for m in candidate.mentions)
    ]
    return max(stated, key=lambda n: likely[n], default=best)
