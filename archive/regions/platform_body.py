"""The platform's container of the article in, body claims out for what no other parser spoke of inside it.

Runs after the body is known: a template that names the one place where the article stands is surer than any measure
of the text in it. What was claimed there otherwise (a share bar, an author box, comments) stays so, and a page with
several such containers is a list, of which this says nothing.
"""

from __future__ import annotations

from archive.claims import UNCLAIMED, decide
from archive.markup import visible_below
from archive.model import Claim, Page, Region
from archive.platforms import Platform
from archive.regions import Context, Findings
from archive.selecting import select

__all__ = ["ORDER", "article_container", "read"]

ORDER = 94

_CONFIDENCE = 0.85
_FEWEST_WORDS = 30
# Where the model finds no body at all in the article's own container, it is the model that errs.
_MODEL_SAYS_NO = "model:furniture"


def read(context: Context) -> Findings:
    """Body claims for the unclaimed text of the one container that the platform puts articles in."""
    if context.platform is None:
        return Findings()
    container = article_container(context.page, context.platform)
    if container is None:
        return Findings()
    deciding = decide(context.page, context.claimed_nodes())
    nodes = visible_below(context.page, container)
    has_body = any(deciding[node].region is Region.BODY for node in nodes)
    if has_body and any(deciding[node].rule.startswith("model:") for node in nodes):
        return Findings()  # the model has looked at each block there, and knows share bars and teasers by themselves
    rule = f"platform:{context.platform.name}:body"
    return Findings(
        claims=tuple(
            Claim(node, Region.BODY, rule, confidence=_CONFIDENCE)
            for node in nodes
            if deciding[node] is UNCLAIMED or (not has_body and deciding[node].rule == _MODEL_SAYS_NO)
        )
    )


def article_container(page: Page, platform: Platform) -> int | None:
    """The element that the first fitting selector of the platform names, when it names but one with text in it."""
    for selector in platform.body:
        found = [node for node in select(page, selector) if _has_words(page, node)]
        outer = [node for node in found if not any(other < node < page.ends[other] for other in found)]
        if len(outer) == 1:
            return outer[0]
        if outer:
            return None
    return None


def _has_words(page: Page, node: int) -> bool:
    """Whether enough words stand below the node to be an article."""
    words = 0
    for text in visible_below(page, node):
        words += len(page.texts[text].split(None, _FEWEST_WORDS))
        if words >= _FEWEST_WORDS:
            return True
    return False
