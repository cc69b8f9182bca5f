"""Page in, claims on the text of its body out: the article's own words, without what stands around them.

The learned model decides (rule 'model:body'); without its file, or when asked to, the rules do ('rules:body'). What
other parsers claimed stays theirs, but for what the model is sure to be part of the text: a list of links can be what
an article consists of, a word of a sentence may lead to a tag's page, and the first paragraph may be called a summary.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from archive.claims import MODEL_SAYS_NO, UNCLAIMED, decide
from archive.model import Claim, Page, Region
from archive.regions import Context, Findings
from archive.regions.body_blocks import read_blocks
from archive.regions.body_captions import has_captions, is_caption, is_figure_caption
from archive.regions.body_lines import line_of_page
from archive.regions.body_model import Judgement, judge, model_is_there
from archive.regions.body_rules import choose_by_rules

__all__ = ["ORDER", "posts_of_body", "read"]

ORDER = 60

_BODY, _FURNITURE = Region.BODY, Region.FURNITURE
_SURELY_BODY = 0.9
"""How likely claimed navigation must be body to be taken back from it in an article."""
_ARTICLE = 0.5
_LEAD_BLOCKS = 4
"""So far above the first paragraph the caption of an article's picture stands."""
_SURELY_FURNITURE = 0.2
_TAKEN_BACK = frozenset([Region.NAVIGATION])
_TAKEN_BACK_IN_PROSE = frozenset([Region.NAVIGATION, Region.TAGS])
_PROSE = 60
"""Characters that nobody else claims, from which a block is prose, if they are most of it."""
# Claims of these are of a standard or a person, and right whatever the text looks like.
_FIRM = ("profile:", "platform:", "navigation:landmark", "navigation:page-tool")
_NEVER_BODY = frozenset(["breadcrumb", "pagination", "share", "footer", "previous_next"])
_LISTS_OF_THE_SITE = frozenset(["archives", "tag_cloud"])
"""Beside a very short post they are most of the page; where their heading says what they are, they stay navigation."""


def read(context: Context) -> Findings:
    """A claim for each text node of the body that no other parser has claimed."""
    deciding = decide(context.page, context.claimed_nodes())
    if not context.use_model or not model_is_there():
        return Findings(claims=tuple(_by_rules(context, deciding)))
    judgement = judge(context.page)
    if judgement is None:
        return Findings()
    return Findings(claims=tuple(_by_model(context.page, judgement, deciding)))


def _by_rules(context: Context, deciding: Sequence[Claim]) -> list[Claim]:
    blocks = read_blocks(context.page)
    claims: list[Claim] = []
    for block, confidence in choose_by_rules(context.page, blocks):
        if is_caption(context.page, blocks, block):
            claim = Claim(0, Region.FURNITURE, "body:caption", "caption", confidence)
        else:
            claim = Claim(0, Region.BODY, "rules:body", confidence=confidence)
        claims.extend(replace(claim, node=node) for node in blocks.nodes[block] if deciding[node] is UNCLAIMED)
    return claims


def _by_model(page: Page, judgement: Judgement, deciding: Sequence[Claim]) -> list[Claim]:
    claims: list[Claim] = []
    is_article = judgement.kinds["article"] >= _ARTICLE
    may_be_caption = is_article and has_captions(page)
    surely = _SURELY_BODY if is_article else 0.0
    blocks = judgement.blocks
    first, last = _span(judgement.chosen)
    threshold = judgement.threshold
    for block, (nodes, exactly, is_body) in enumerate(
        zip(blocks.nodes, judgement.likely.tolist(), judgement.chosen, strict=True)
    ):
        free = [node for node in nodes if deciding[node] is UNCLAIMED]
        if not free and not is_body:
            continue
        likely = round(exactly, 3)
        is_within = may_be_caption and first <= block < last
        if is_within and is_caption(page, blocks, block):
            claims += [Claim(node, _FURNITURE, "body:caption", "caption", likely) for node in free]
        elif is_body:
            line = line_of_page(blocks, block) if is_article else None
            if line:
                claims += [replace(line, node=node, confidence=likely) for node in free]
            elif len(free) == len(nodes):
                claims += [Claim(node, _BODY, "model:body", None, likely) for node in nodes]
            else:
                taken = _taken(page, judgement, block, deciding) if likely >= surely else free
                claims += [Claim(node, _BODY, "model:body", None, likely) for node in taken]
        elif is_within and is_figure_caption(page, blocks, block):
            claims += [Claim(node, _FURNITURE, "body:caption", "caption", round(1 - likely, 3)) for node in free]
        elif exactly >= threshold:
            claims += [Claim(node, _FURNITURE, "body:copy", "copy", likely) for node in free]
        elif likely <= _SURELY_FURNITURE:
            unlikely = round(1 - likely, 3)
            claims += [Claim(node, _FURNITURE, MODEL_SAYS_NO, None, unlikely) for node in free]
    return claims


def _taken(page: Page, judgement: Judgement, block: int, deciding: Sequence[Claim]) -> list[int]:
    """Nodes of a block of the body that nobody has claimed, and those that the body takes from who has."""
    nodes = judgement.blocks.nodes[block]
    regions = _TAKEN_BACK_IN_PROSE if len(nodes) > 1 and _is_prose(page, nodes, deciding) else _TAKEN_BACK
    return [
        node
        for node in nodes
        if (claim := deciding[node]) is UNCLAIMED
        or _may_be_taken_back(claim, regions)
        or _is_first_paragraph(page, judgement, block, claim)
    ]


def _span(chosen: Sequence[bool]) -> tuple[int, int]:
    """(first block, one past the last) of where the body stands, with room for a picture above it."""
    if True not in chosen:
        return 0, 0
    first = chosen.index(True)
    last = len(chosen) - next(place for place, is_body in enumerate(reversed(chosen)) if is_body)
    return max(first - _LEAD_BLOCKS, 0), last


def _may_be_taken_back(claim: Claim, regions: frozenset[Region]) -> bool:
    if claim.kind in _LISTS_OF_THE_SITE and claim.rule.endswith("+heading"):
        return False
    return claim.region in regions and claim.kind not in _NEVER_BODY and not claim.rule.startswith(_FIRM)


def _is_prose(page: Page, nodes: Sequence[int], deciding: Sequence[Claim]) -> bool:
    """Whether most of a block is claimed by nobody, and is a sentence rather than a label."""
    free = claimed = 0
    for node in nodes:
        if deciding[node] is UNCLAIMED:
            free += len(page.texts[node].strip())
        else:
            claimed += len(page.texts[node].strip())
    return free >= _PROSE and free > claimed


def _is_first_paragraph(page: Page, judgement: Judgement, block: int, claim: Claim) -> bool:
    """Whether a block claimed as subtitle is one paragraph among others, whatever its class calls it."""
    if claim.rule != "title:subtitle" or block + 1 >= len(judgement.chosen) or not judgement.chosen[block + 1]:
        return False
    element, following = judgement.blocks.parents[block : block + 2]
    return page.tags[element] == page.tags[following] == "p" and page.parents[element] == page.parents[following]


def posts_of_body(context: Context) -> frozenset[int] | None:
    """The text nodes that are body if the posts of a forum are; None, that is all, where no model is asked."""
    judgement = judge(context.page) if context.use_model and model_is_there() else None
    if judgement is None:
        return None
    return frozenset(
        node
        for nodes, is_body in zip(judgement.blocks.nodes, judgement.chosen, strict=True)
        if is_body
        for node in nodes
    )
