"""The platform's container of the article in, body claims out for what no other parser spoke of inside it.

Runs after the body is known: a template that names the one place where the article stands is surer than any measure
of the text in it. What was claimed there otherwise (a share bar, an author box, comments) stays so, and a page with
several such containers is a list, of which this says nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from archive.claims import UNCLAIMED, decide, is_free
from archive.marks import Hint
from archive.markup import visible_below
from archive.model import Claim, Page, Region
from archive.platforms import Platform
from archive.regions import Context, Findings
from archive.selecting import select

__all__ = ["ORDER", "article_container", "read"]

ORDER = 94

_CONFIDENCE = 0.85
_FEWEST_WORDS = 30
_TYPED = frozenset(
    """p ul ol li dl dt dd blockquote pre table thead tbody tr th td h2 h3 h4 h5 h6 a b strong i em u s sup sub span
    small code cite q abbr mark del ins font""".split()
)
_BOXES = Hint.CHROME | Hint.COMMENT | Hint.BIO | Hint.TEASER | Hint.TAGS | Hint.META | Hint.BYLINE | Hint.DATE


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
        # the model has looked at each block there, and knows share bars and teasers by themselves
        nodes = _plain(context, container, [node for node in nodes if deciding[node] is UNCLAIMED])
    rule = f"platform:{context.platform.name}:body"
    return Findings(
        claims=tuple(
            Claim(node, Region.BODY, rule, confidence=_CONFIDENCE)
            for node in nodes
            # where the model finds no body at all in the article's own container, it is the model that errs
            if deciding[node] is UNCLAIMED or (not has_body and is_free(deciding[node]))
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


def _plain(context: Context, container: int, nodes: Sequence[int]) -> list[int]:
    """Of texts that the model was unsure of, those that stand straight in the text's own markup: notes, short lists.

    A bar of links or a teaser among an article has boxes around it; what an author types has not.
    """
    page = context.page
    hints = context.structured.marks.hints

    def is_plain(node: int) -> bool:
        here = page.parents[node]
        while here > container:
            if page.tags[here] not in _TYPED or hints.get(here, 0) & _BOXES:
                return False
            here = page.parents[here]
        return here == container

    plain = [node for node in nodes if is_plain(node)]
    blocks: dict[int, list[int]] = {}
    for node in plain:
        blocks.setdefault(_child_of(page, container, node), []).append(node)
    return [node for held in blocks.values() if not _is_mostly_links(page, held) for node in held]


def _child_of(page: Page, container: int, node: int) -> int:
    while page.parents[node] != container:
        node = page.parents[node]
    return node


def _is_mostly_links(page: Page, nodes: Sequence[int]) -> bool:
    def is_linked(node: int) -> bool:
        return "a" in (page.tags[page.parents[node]], page.tags[page.parents[page.parents[node]]])

    total = sum(len(page.texts[node]) for node in nodes)
    return 2 * sum(len(page.texts[node]) for node in nodes if is_linked(node)) > total
