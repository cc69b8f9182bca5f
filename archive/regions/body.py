"""Page in, claims on the text of its body out: the article's own words, without what stands around them.

The learned model decides (rule 'model:body'); without its file, or when asked to, the rules do ('rules:body'). What
other parsers claimed stays theirs, but for links that the model is sure to be part of the text: a list of links can
be what an article consists of.
"""

from __future__ import annotations

from collections.abc import Sequence

from archive.claims import UNCLAIMED, decide
from archive.model import Claim, Region
from archive.regions import Context, Findings
from archive.regions.body_blocks import read_blocks
from archive.regions.body_model import Judgement, judge, model_is_there
from archive.regions.body_rules import choose_by_rules

__all__ = ["ORDER", "posts_of_body", "read"]

ORDER = 60

_SURELY_BODY = 0.9
"""How likely claimed navigation must be body to be taken back from it in an article."""
_ARTICLE = 0.5
_SURELY_FURNITURE = 0.2
_TAKEN_BACK = frozenset([Region.NAVIGATION])
# Claims of these are of a standard or a person, and right whatever the text looks like.
_FIRM = ("profile:", "platform:", "navigation:landmark")
_NEVER_BODY = frozenset(["breadcrumb", "pagination", "share", "footer", "previous_next"])


def read(context: Context) -> Findings:
    """A claim for each text node of the body that no other parser has claimed."""
    deciding = decide(context.page, context.claimed_nodes())
    if not context.use_model or not model_is_there():
        return Findings(claims=tuple(_by_rules(context, deciding)))
    judgement = judge(context.page)
    if judgement is None:
        return Findings()
    return Findings(claims=tuple(_by_model(judgement, deciding)))


def _by_rules(context: Context, deciding: Sequence[Claim]) -> list[Claim]:
    blocks = read_blocks(context.page)
    return [
        Claim(node, Region.BODY, "rules:body", confidence=confidence)
        for block, confidence in choose_by_rules(context.page, blocks)
        for node in blocks.nodes[block]
        if deciding[node] is UNCLAIMED
    ]


def _by_model(judgement: Judgement, deciding: Sequence[Claim]) -> list[Claim]:
    claims: list[Claim] = []
    surely = _SURELY_BODY if judgement.kinds["article"] >= _ARTICLE else 0.0
    for nodes, likely in zip(judgement.blocks.nodes, judgement.likely.tolist(), strict=True):
        likely = round(likely, 3)
        if likely >= judgement.threshold:
            for node in nodes:
                if deciding[node] is UNCLAIMED or (likely >= surely and _may_be_taken_back(deciding[node])):
                    claims.append(Claim(node, Region.BODY, "model:body", confidence=likely))
        elif likely <= _SURELY_FURNITURE:
            for node in nodes:
                if deciding[node] is UNCLAIMED:
                    claims.append(Claim(node, Region.FURNITURE, "model:furniture", confidence=round(1 - likely, 3)))
    return claims


def _may_be_taken_back(claim: Claim) -> bool:
    return claim.region in _TAKEN_BACK and claim.kind not in _NEVER_BODY and not claim.rule.startswith(_FIRM)


def posts_of_body(context: Context) -> frozenset[int] | None:
    """The text nodes that are body if the posts of a forum are; None, that is all, where no model is asked."""
    judgement = judge(context.page) if context.use_model and model_is_there() else None
    if judgement is None:
        return None
    chosen = judgement.likely >= judgement.threshold
    return frozenset(
        node
        for nodes, is_body in zip(judgement.blocks.nodes, chosen.tolist(), strict=True)
        if is_body
        for node in nodes
    )
