"""A page and its site's evidence in, what of the evidence concerns the page out, in few words that can be kept.

Evidence changes whenever a page comes or goes, and most of that is nothing to most pages. A parse takes from it only
the order of day and month, and which of some text nodes are repeated (archive/site_mending.py). What was asked does
not depend on the answers; so a page with the same answers as before would be parsed to the same rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import blake2b

from archive.model import Page
from archive.site_templates import Asked, SiteEvidence, answer

__all__ = ["concern_of", "has_same_concern"]

_SEEKS_BODY = "+"


def concern_of(page: Page, asked: Asked, evidence: SiteEvidence, *, profile_version: str) -> str:
    """What was asked, and a digest of the answers: nodes as runs of their numbers, a colon, hex digits.

    `profile_version` stands for what is known of the site besides, and counts as an answer.
    """
    chrome = answer(page, asked, evidence)
    answers = (
        evidence.day_first, profile_version, asked.seeks_body and bool(chrome), sorted(chrome.intersection(asked.nodes))
    )  # fmt: skip
    digest = blake2b(repr(answers).encode("utf-8", "replace"), digest_size=8).hexdigest()
    return f"{_SEEKS_BODY if asked.seeks_body else ''}{_in_runs(asked.nodes)}:{digest}"


def has_same_concern(concern: str, page: Page, evidence: SiteEvidence, *, profile_version: str) -> bool:
    """Whether the page, asking the same as when `concern` was noted, gets the same answers from this evidence."""
    runs = concern.partition(":")[0]
    asked = Asked(tuple(_from_runs(runs.removeprefix(_SEEKS_BODY))), runs.startswith(_SEEKS_BODY))
    return concern_of(page, asked, evidence, profile_version=profile_version) == concern


def _in_runs(numbers: Iterable[int]) -> str:
    """Rising numbers, those that follow each other as first and last.

    >>> _in_runs([3, 4, 5, 9, 11, 12]), _in_runs([])
    ('3-5,9,11-12', '')
    """
    runs: list[str] = []
    first = last = -2
    for number in numbers:
        if number != last + 1:
            if last >= 0:
                runs.append(str(last) if first == last else f"{first}-{last}")
            first = number
        last = number
    if last >= 0:
        runs.append(str(last) if first == last else f"{first}-{last}")
    return ",".join(runs)


def _from_runs(runs: str) -> Iterator[int]:
    """The numbers again.

    >>> list(_from_runs("3-5,9"))
    [3, 4, 5, 9]
    """
    for run in runs.split(",") if runs else ():
        first, _, last = run.partition("-")
        yield from range(int(first), int(last or first) + 1)
