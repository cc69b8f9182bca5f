"""What a site's templates repeat in, claims out that take it from the article: only with the whole site as evidence.

Runs after the body is known. A chrome block inside the body is taken out, but not a heading or a short line in the
midst of the article's own text: "Introduction" and "Summary" stand in many an article at the same place.
"""

from __future__ import annotations

from archive.claims import decide
from archive.model import Claim, Region
from archive.regions import Context, Findings
from archive.site_templates import chrome_nodes

__all__ = ["ORDER", "read"]

ORDER = 95

_RULE = "site_chrome:repeats"
_SHORT_WORDS = 8


def read(context: Context) -> Findings:
    """Furniture claims for the body's text that stands on the template's other pages too."""
    if context.site is None:
        return Findings()
    page = context.page
    chrome = chrome_nodes(page, context.site)
    if not chrome:
        return Findings()
    deciding = decide(page, context.claimed_nodes())
    body = [node for node in page.visible if deciding[node].region is Region.BODY]
    own = [node not in chrome for node in body]
    if not any(own):
        return Findings()  # a page that is chrome throughout: the evidence says nothing of what is its text
    claims: list[Claim] = []
    for position, node in enumerate(body):
        if own[position]:
            continue
        is_within = any(own[:position]) and any(own[position + 1 :])
        next_is_own = position + 1 < len(body) and own[position + 1]
        is_short = len(page.texts[node].split()) <= _SHORT_WORDS
        if is_short and (is_within or next_is_own) and not _is_linked(context, node):
            continue
        claims.append(Claim(node, Region.FURNITURE, _RULE, confidence=0.9))
    return Findings(claims=tuple(claims))


def _is_linked(context: Context, node: int) -> bool:
    page = context.page
    while node >= 0:
        if page.tags[node] == "a":
            return True
        node = page.parents[node]
    return False
