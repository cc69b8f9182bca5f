"""Page and claims in, segments out: each visible text node in exactly one region (law 1).

How claims are weighed stands in `archive/claims.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.claims import PRECEDENCE, decide
from archive.markup import block_text
from archive.model import Claim, Page, Segment
from archive.node_paths import paths_of
from archive.quick_values import quickly_made

__all__ = ["PRECEDENCE", "Run", "assign", "runs_of", "segment", "segments_of"]


def assign(page: Page, claims: Iterable[Claim]) -> list[Claim]:
    """The deciding claim of each visible text node, in the order of page.visible."""
    deciding = decide(page, claims)
    return [deciding[node] for node in page.visible]


def segment(page: Page, claims: Iterable[Claim]) -> tuple[Segment, ...]:
    """Runs of neighbouring text nodes with one region, kind, group and rule."""
    return segments_of(page, runs_of(page, decide(page, claims)))


@quickly_made
@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring visible text nodes whose claims say the same."""

    claim: Claim
    """That of its first node."""
    nodes: tuple[int, ...]
    confidence: float
    """The least of its claims."""


def runs_of(page: Page, deciding: Sequence[Claim]) -> list[Run]:
    """The runs of a page, in order; `deciding` has one claim for each node of the page."""
    found: list[tuple[Claim, list[int], list[float]]] = []
    last: Claim | None = None
    for node in page.visible:
        claim = deciding[node]
        if claim is not last:
            if last is None or not _is_one_run(last, claim):
                nodes: list[int] = []
                confidences: list[float] = []
                found.append((claim, nodes, confidences))
            confidences.append(claim.confidence)
            last = claim
        nodes.append(node)
    return [Run(claim, tuple(nodes), min(confidences)) for claim, nodes, confidences in found]


def segments_of(page: Page, runs: Sequence[Run]) -> tuple[Segment, ...]:
    """The runs with their place and text."""
    path_of = paths_of(page)
    return tuple(
        [
            Segment(
                position,
                run.claim.region,
                run.claim.kind,
                run.claim.group,
                run.nodes,
                path_of(_common_ancestor(page, run.nodes[0], run.nodes[-1])),
                block_text(page, run.nodes),
                run.claim.rule,
                run.confidence,
            )
            for position, run in enumerate(runs)
        ]
    )


def _is_one_run(one: Claim, other: Claim) -> bool:
    return one.rule == other.rule and one.region is other.region and one.group == other.group and one.kind == other.kind


def _common_ancestor(page: Page, first: int, last: int) -> int:
    here = page.parents[first]
    while page.ends[here] <= last:
        here = page.parents[here]
    return here
