"""Page and claims in, segments out: each visible text node in exactly one region (law 1).

How claims are weighed stands in `archive/claims.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from archive.claims import PRECEDENCE, decide
from archive.markup import block_text
from archive.model import Claim, Page, Segment
from archive.node_paths import node_path

__all__ = ["PRECEDENCE", "assign", "segment", "segments_of"]


def assign(page: Page, claims: Iterable[Claim]) -> list[Claim]:
    """The deciding claim of each visible text node, in the order of page.visible."""
    deciding = decide(page, claims)
    return [deciding[node] for node in page.visible]


def segment(page: Page, claims: Iterable[Claim]) -> tuple[Segment, ...]:
    """Runs of neighbouring text nodes with one region, kind, group and rule."""
    return segments_of(page, decide(page, claims))


def segments_of(page: Page, deciding: Sequence[Claim]) -> tuple[Segment, ...]:
    """The same from claims already weighed: `deciding` has one claim for each node of the page."""
    runs: list[tuple[Claim, list[int]]] = []
    unlike: set[int] = set()  # runs of several claims, which may be of unlike confidence
    last: Claim | None = None
    for node in page.visible:
        claim = deciding[node]
        if claim is not last:
            if last is None or not _is_one_run(last, claim):
                nodes: list[int] = []
                runs.append((claim, nodes))
            else:
                unlike.add(len(runs) - 1)
            last = claim
        nodes.append(node)
    return tuple(
        [
            Segment(
                position,
                claim.region,
                claim.kind,
                claim.group,
                tuple(nodes),
                node_path(page, _common_ancestor(page, nodes[0], nodes[-1])),
                block_text(page, nodes),
                claim.rule,
                min([deciding[node].confidence for node in nodes]) if position in unlike else claim.confidence,
            )
            for position, (claim, nodes) in enumerate(runs)
        ]
    )


def _is_one_run(one: Claim, other: Claim) -> bool:
    return one.rule == other.rule and one.region is other.region and one.group == other.group and one.kind == other.kind


def _common_ancestor(page: Page, first: int, last: int) -> int:
    here = page.parents[first]
    while page.ends[here] <= last:
        here = page.parents[here]
    return here
