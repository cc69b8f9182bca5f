"""Page in, claims on the text of its body out: the article's own words, without what stands around them."""

from __future__ import annotations

from archive.claims import UNCLAIMED, decide
from archive.model import Claim, Region
from archive.regions import Context, Findings
from archive.regions.body_blocks import read_blocks
from archive.regions.body_rules import choose_by_rules

__all__ = ["ORDER", "read"]

ORDER = 60


def read(context: Context) -> Findings:
    """A claim for each text node of the body that no other parser has claimed."""
    page = context.page
    deciding = decide(page, context.claimed_nodes())
    blocks = read_blocks(page)
    claims: list[Claim] = []
    for block, confidence in choose_by_rules(page, blocks):
        for node in blocks.nodes[block]:
            if deciding[node] is UNCLAIMED:
                claims.append(Claim(node, Region.BODY, "body:rules", confidence=confidence))
    return Findings(claims=tuple(claims))
