"""The recognised platform's conventions in, claims out; runs before all other region parsers.

Each claim's rule is 'platform:<platform>:<what>'. A claim here says what the platform's own templates mean by their
markup; a later parser that looks closer claims deeper nodes and so overrules it.
"""

from __future__ import annotations

from collections.abc import Iterable

from archive.model import Claim, Page, PageKind, Region
from archive.page import subtree_text
from archive.platforms import Platform, conventions
from archive.regions import Context, Findings
from archive.selecting import select

__all__ = ["ORDER", "only_title", "page_kind", "read"]

ORDER = 5

_REGIONS = {
    "byline": Region.BYLINE,
    "date": Region.DATE,
    "tags": Region.TAGS,
    "notice": Region.NOTICE,
    "furniture": Region.FURNITURE,
}
_CONFIDENCE = 0.9
_NOTICE_CONFIDENCE = 0.3


def read(context: Context) -> Findings:
    """A claim for each element that the platform's markup names outright."""
    platform = context.platform
    if platform is None:
        return Findings()
    claims: list[Claim] = []
    title = only_title(context.page, platform)
    if title is not None:
        claims.append(Claim(title, Region.TITLE, f"platform:{platform.name}:title", confidence=_CONFIDENCE))
    for what, region in _REGIONS.items():
        for node in _outermost(context.page, conventions(context.page, platform, what)):
            # what the notice says is read by its own parser, whose claim on the same element is to win
            kind, sure = ("other", _NOTICE_CONFIDENCE) if region is Region.NOTICE else (None, _CONFIDENCE)
            claims.append(Claim(node, region, f"platform:{platform.name}:{what}", kind, sure))
    for kind in platform.navigation:
        nodes = conventions(context.page, platform, f"navigation.{kind}")
        for group, node in enumerate(_outermost(context.page, nodes)):
            claims.append(Claim(node, Region.NAVIGATION, f"platform:{platform.name}:{kind}", kind, _CONFIDENCE, group))
    kind = page_kind(context.page, platform)
    return Findings(claims=tuple(claims), kind=kind, kind_rule=f"platform:{platform.name}:kind" if kind else None)


def only_title(page: Page, platform: Platform) -> int | None:
    """The headline's element, as the first selector that names just one has it: several are teasers of a listing."""
    if not conventions(page, platform, "page_title"):
        return None
    for selector in platform.page_title:
        nodes = [node for node in select(page, selector) if subtree_text(page, node)]
        if len(nodes) == 1:
            return nodes[0]
    return None


def _outermost(page: Page, nodes: Iterable[int]) -> Iterable[int]:
    """The nodes that lie in none of the others; given in document order."""
    end = -1
    for node in nodes:
        if node >= end:
            end = page.ends[node]
            yield node


def page_kind(page: Page, platform: Platform) -> PageKind | None:
    """The kind that the platform's markup states; None when it states none."""
    for kind in platform.kinds:
        found = len(conventions(page, platform, f"kinds.{kind}"))
        if found == 1 or (found and kind != PageKind.ARTICLE):
            return PageKind(kind)
    return None
