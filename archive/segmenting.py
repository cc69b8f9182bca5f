"""Page and claims in, segments out: each visible text node in exactly one region (law 3).

The nearest claimed ancestor (or the text node itself) wins; of several claims on one node the one whose region
stands first in PRECEDENCE wins, then the surer, then the earlier; a node under no claim is furniture.
"""

from __future__ import annotations

from collections.abc import Iterable

from archive.model import Claim, Page, Region, Segment
from archive.page import node_path

__all__ = ["PRECEDENCE", "assign", "segment"]

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

_UNCLAIMED = Claim(0, Region.FURNITURE, "segmenting:unclaimed", confidence=0.5)


def assign(page: Page, claims: Iterable[Claim]) -> list[Claim]:
    """The deciding claim of each visible text node, in the order of page.visible."""
    best: dict[int, Claim] = {}
    for claim in claims:
        held = best.get(claim.node)
        if held is None or (_RANK[claim.region], -claim.confidence) < (_RANK[held.region], -held.confidence):
            best[claim.node] = claim
    deciding: list[Claim] = []
    nearest: dict[int, Claim] = {}
    for node in page.visible:
        chain: list[int] = []
        here = node
        while here >= 0 and here not in nearest and here not in best:
            chain.append(here)
            here = page.parents[here]
        claim = _UNCLAIMED if here < 0 else nearest.get(here) or best[here]
        for passed in chain:
            nearest[passed] = claim
        deciding.append(claim)
    return deciding


def segment(page: Page, claims: Iterable[Claim]) -> tuple[Segment, ...]:
    """Runs of neighbouring text nodes with one region, kind, group and rule."""
    runs: list[tuple[Claim, list[int]]] = []
    for node, claim in zip(page.visible, assign(page, claims), strict=True):
        if runs:
            last = runs[-1][0]
            if (last.region, last.kind, last.group, last.rule) == (
                claim.region,
                claim.kind,
                claim.group,
                claim.rule,
            ):
                runs[-1][1].append(node)
                continue
        runs.append((claim, [node]))
    return tuple(
        Segment(
            position,
            claim.region,
            claim.kind,
            claim.group,
            tuple(nodes),
            node_path(page, _common_ancestor(page, nodes[0], nodes[-1])),
            " ".join(" ".join(page.texts[n].split()) for n in nodes),
            claim.rule,
            claim.confidence,
        )
        for position, (claim, nodes) in enumerate(runs)
    )


def _common_ancestor(page: Page, first: int, last: int) -> int:
    here = page.parents[first]
    while page.ends[here] <= last:
        here = page.parents[here]
    return here
