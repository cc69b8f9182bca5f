"""Page and claims in, the deciding claim of each node out: the one place where claims are weighed.

The nearest claimed ancestor (or the node itself) wins; of several claims on one node the one whose region stands
first in PRECEDENCE wins, then the surer, then the earlier; a node under no claim is furniture.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from archive.model import Claim, Page, Region

__all__ = ["MODEL_SAYS_NO", "PRECEDENCE", "UNCLAIMED", "decide", "is_free"]

PRECEDENCE = (
    Region.NOTICE,
    Region.COMMENT,
    Region.COMMENT_FORM,
    Region.TITLE,
    Region.BYLINE,
    Region.DATE,
    Region.TAGS,
    Region.NAVIGATION,
    Region.BODY,
    Region.FURNITURE,
)
_RANK = {region: rank for rank, region in enumerate(PRECEDENCE)}

UNCLAIMED = Claim(0, Region.FURNITURE, "segmenting:unclaimed", confidence=0.5)
"""What decides for a node that no rule speaks of."""
MODEL_SAYS_NO = "model:furniture"
"""The rule of the claims by which the body model takes a text for none of the article's."""


# Between two parsers that claim nothing a page is decided again and again: the last decision is remembered.
_last: tuple[Page, list[Claim], list[Claim]] | None = None


def is_free(claim: Claim) -> bool:
    """Whether a deciding claim leaves its node to those who know better: nobody spoke, or the body model alone."""
    return claim is UNCLAIMED or claim.rule == MODEL_SAYS_NO


def decide(page: Page, claims: Iterable[Claim]) -> Sequence[Claim]:
    """The deciding claim of every node, elements included, in document order; UNCLAIMED where there is none."""
    global _last
    given = list(claims)
    last = _last
    if last is not None and last[0] is page and last[1] == given:
        return last[2]
    deciding = _decide(page.ends, given)
    _last = (page, given, deciding)
    return deciding


def _decide(ends: Sequence[int], claims: Iterable[Claim]) -> list[Claim]:
    best: dict[int, Claim] = {}
    for claim in claims:
        held = best.get(claim.node)
        if held is None or (_RANK[claim.region], -claim.confidence) < (_RANK[held.region], -held.confidence):
            best[claim.node] = claim
    deciding = [UNCLAIMED] * len(ends)
    for node in sorted(best):  # in document order: what lies deeper comes later, and wins
        end = ends[node]
        if end == node + 1:
            deciding[node] = best[node]
        else:
            deciding[node:end] = [best[node]] * (end - node)
    return deciding
