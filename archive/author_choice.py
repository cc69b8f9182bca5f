"""Authors' candidates and how likely each is in, the ones that wrote the page out."""

from __future__ import annotations

from archive.mentions import Candidate
from archive.model import Contributor

__all__ = ["WEAK_KINDS", "choose_authors"]

WEAK_KINDS = frozenset(["alone", "bio-sentence", "short", "title-part", "copyright"])
"""Kinds of mention that alone make nobody an author."""

_LEAST_FOR_PERSON, _LEAST_FOR_OTHER = -1.6, -0.8
# A page that states to be a shop's, a site's first or something else but an article needs surer signs.
_NOT_OF_ARTICLE = ("page:og-other", "page:ld-product", "page:home")
_OF_ARTICLE = ("page:og-article", "page:ld-article")
_OFF_WHERE_NO_ARTICLE = 0.8
_LEAST_FOR_SECOND, _LEAST_BESIDE_PERSON, _LEAST_FOR_COMPANION = 0.2, 2.5, -2.5


def choose_authors(candidates: list[Candidate[Contributor]], scores: list[float]) -> list[int]:
    """Places of the candidates that are authors, in page order.

    The surest candidate needs less than a second one, and a person less than a company; who stands in the same
    words as an author is one too.
    """
    if _states_no_article(candidates):
        scores = [told - _OFF_WHERE_NO_ARTICLE for told in scores]
    # what the page says outright needs no weighing
    scores = [100.0 if _is_called_guest(candidates[n]) else told for n, told in enumerate(scores)]
    scores = [told if _may_be_author(candidates[n]) else -100.0 for n, told in enumerate(scores)]
    is_person = ["person-name" in candidate.features for candidate in candidates]
    best = max(range(len(candidates)), key=lambda n: (scores[n], -n), default=-1)
    if best < 0 or scores[best] <= (_LEAST_FOR_PERSON if is_person[best] else _LEAST_FOR_OTHER):
        said = [n for n, candidate in enumerate(candidates) if _is_said_plainly(candidate)]
        return said if len(said) == 1 else []
    any_person = any(is_person[n] and scores[n] > _LEAST_FOR_SECOND for n in range(len(candidates)))
    chosen = {
        n for n, told in enumerate(scores)
        if told > (_LEAST_FOR_SECOND if is_person[n] or not any_person else _LEAST_BESIDE_PERSON)
    } | {best}  # fmt: skip
    words = {w for n in chosen for w in _shared_words(candidates[n])}
    for n, candidate in enumerate(candidates):
        is_companion = is_person[n] and scores[n] > _LEAST_FOR_COMPANION
        if n not in chosen and is_companion and any(w in words for w in _shared_words(candidate)):
            chosen.add(n)
    return sorted(chosen)


def _states_no_article(candidates: list[Candidate[Contributor]]) -> bool:
    """Whether the page's own statements call it something else, and none calls it an article."""
    of_page = candidates[0].features if candidates else {}  # every candidate has the features of its page
    return any(name in of_page for name in _NOT_OF_ARTICLE) and not any(name in of_page for name in _OF_ARTICLE)


def _is_said_plainly(candidate: Candidate[Contributor]) -> bool:
    """Whether the page's only labelled person is one that "Written by" names."""
    features = candidate.features
    return bool(features.get("only-labelled-person") and features.get("any:strong-label:person"))


def _may_be_author(candidate: Candidate[Contributor]) -> bool:
    """Whether any place names the person as something but photographer, editor, translator …

    A name that stands elsewhere without a label is still the editor's that "Edited by" names.
    """
    mentions = candidate.mentions
    if all(m.fact.relation == "author" for m in mentions):
        return True
    return any(
        m.fact.relation == "author" and m.kind != "short" and (not m.features or "label:author" in m.features)
        for m in mentions
    )


def _is_called_guest(candidate: Candidate[Contributor]) -> bool:
    """Whether a line that begins like "Guest post by" names the person."""
    return any(m.fact.is_guest and m.features.get("labelled:person") for m in candidate.mentions)


def _shared_words(candidate: Candidate[Contributor]) -> set[tuple[str, str]]:
    """(kind, words) of the statements that name several authors at once."""
    return {
        (m.kind, m.printed)
        for m in candidate.mentions
        if m.fact.relation == "author" and m.printed and len(m.printed) > len(m.fact.name) + 4
        and m.kind not in WEAK_KINDS
    }  # fmt: skip
