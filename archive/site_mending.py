"""What the parsers found and the whole site as evidence in, the findings mended out: body text and chrome told apart.

Three mends, once all parsers have run. A headline that the site repeats from page to page is the site's name, and the
next likely one is taken. What stands on the template's other pages too is taken out of the body, but not a
heading or a short line in the midst of the article's own text: "Introduction" and "Summary" stand in many an article
at the same place. And where hardly any body was found, the text that no other page of the site has is the body.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from archive.claims import decide, is_free
from archive.inline_text import visible_nodes
from archive.model import Claim, Page, PageKind, Region
from archive.regions import Context, Findings
from archive.regions.title import read_beside
from archive.site_templates import Asked, answer

__all__ = ["mend_by_site"]

_HEADLINE = "title:headline"
_REPEATS = "site:repeats"
_UNIQUE = "site:unique"
_SHORT_WORDS = 8
_SMALL_BODY = 0.06
"""A body with less than this share of the page's unclaimed own words is none."""
_FEWEST_WORDS = 40


def mend_by_site(context: Context) -> Context:
    """The context with claims for body and furniture where the site's pages know better; itself for a page alone."""
    site = context.site
    if site is None:
        return context
    # what products or lists repeat is the labels of their facts, which belong to them
    kind = next((findings.kind for findings in context.found if findings.kind), None)
    if kind not in (None, PageKind.ARTICLE):
        return context
    deciding = decide(context.page, context.claimed_nodes())
    body = [node for node in context.page.visible if deciding[node].region is Region.BODY]
    free = _free_for_body(context, body, deciding)
    headline = [node for node in context.page.visible if deciding[node].rule == _HEADLINE]
    asked = Asked(tuple(sorted({*body, *free, *headline})), bool(free))
    context = replace(context, asked_of_site=asked)
    chrome = answer(context.page, asked, site)
    if not chrome:
        return context
    if chrome.issuperset(headline) and headline:
        context = _with_another_headline(context, frozenset(headline))
        body = [node for node in body if node not in _said_in_headline(context)]
    out = _taken_out(context, body, chrome)
    claims = out or _put_in(context, body, chrome, free)
    if not claims:
        return context
    named = {claim.node for claim in claims}
    found = []
    for findings in context.found:
        kept = tuple([c for c in findings.claims if c.node not in named or c.region not in _MENDED])
        found.append(replace(findings, claims=kept) if len(kept) < len(findings.claims) else findings)
    return replace(context, found=(*found, Findings(claims=tuple(claims))))


_MENDED = frozenset([Region.BODY, Region.FURNITURE])


def _with_another_headline(context: Context, repeated: frozenset[int]) -> Context:
    """The context with the likeliest headline that the site does not repeat; itself where there is no other shown."""
    other = read_beside(context, repeated)
    if other.title is None or other.title.node is None:
        return context
    own = _visible_below(context.page, [claim.node for claim in other.claims])
    found = []
    for findings in context.found:
        if findings.title is not None:
            found.append(other)
            continue
        kept = tuple([c for c in findings.claims if c.node not in own or c.region not in _MENDED])
        found.append(replace(findings, claims=kept) if len(kept) < len(findings.claims) else findings)
    return replace(context, found=tuple(found))


def _said_in_headline(context: Context) -> frozenset[int]:
    claims = [claim.node for findings in context.found if findings.title for claim in findings.claims]
    return _visible_below(context.page, claims)


def _visible_below(page: Page, nodes: Sequence[int]) -> frozenset[int]:
    return frozenset([text for node in nodes for text in visible_nodes(page, node)])


def _taken_out(context: Context, body: Sequence[int], chrome: frozenset[int]) -> list[Claim]:
    """Furniture claims for the body's text nodes that the template repeats."""
    if chrome.isdisjoint(body):
        return []
    texts = context.page.texts
    repeated = [node for node in body if node in chrome]
    held = sum([len(texts[node].split()) for node in repeated])
    if not _has_words(texts, [node for node in body if node not in chrome], held):
        return []  # more chrome than text: such a page is no article, or the site prints its articles twice
    own = [node not in chrome for node in body]
    claims: list[Claim] = []
    times = Counter([texts[node].strip() for node in body])
    for position, node in enumerate(body):
        # what stands often within the body is a label of its items, on a page that lists some
        if own[position] or times[texts[node].strip()] > 2:
            continue
        is_within = any(own[:position]) and any(own[position + 1 :])
        next_is_own = position + 1 < len(body) and own[position + 1]
        is_short = len(texts[node].split()) <= _SHORT_WORDS
        if is_short and (is_within or next_is_own) and not _is_linked(context, node):
            continue
        claims.append(Claim(node, Region.FURNITURE, _REPEATS, confidence=0.9))
    return claims


def _free_for_body(context: Context, body: Sequence[int], deciding: Sequence[Claim]) -> list[int]:
    """The unclaimed text nodes, of which the body may be made; none where it could not be, whatever is repeated."""
    texts = context.page.texts
    free = [node for node in context.page.visible if is_free(deciding[node])]
    # no text has more words than every second character: most pages have a body beyond all doubt
    most = sum([(len(texts[node]) + 1) // 2 for node in free])
    if _has_words(texts, body, int(_SMALL_BODY * most) + 1):
        return []
    held = sum([len(texts[node].split()) for node in body])
    total = sum([len(texts[node].split()) for node in free])
    return [] if total < _FEWEST_WORDS or held > _SMALL_BODY * total else free


def _has_words(texts: Sequence[str], nodes: Sequence[int], count: int) -> bool:
    """Whether the nodes have so many words; counted no further than needed."""
    for node in nodes:
        if count <= 0:
            return True
        count -= len(texts[node].split(None, count))
    return count <= 0


def _put_in(context: Context, body: Sequence[int], chrome: frozenset[int], free: Sequence[int]) -> list[Claim]:
    """Body claims for the page's own unclaimed text, where there is much of it and hardly any body."""
    page = context.page
    if not free:
        return []
    texts = {n: len(page.texts[n].split()) for n in free if n not in chrome}
    prose = {node: count for node, count in texts.items() if not _is_linked(context, node)}
    total = sum(prose.values())
    held = sum([len(page.texts[node].split()) for node in body])
    if total < _FEWEST_WORDS or held > _SMALL_BODY * total:
        return []
    holder = _holder(page.parents, prose, total)
    end = page.ends[holder]
    return [Claim(node, Region.BODY, _UNIQUE, confidence=0.7) for node in texts if holder <= node < end]


def _holder(parents: Sequence[int], words: dict[int, int], total: int) -> int:
    """The deepest element that holds nine tenths of the words."""
    held: dict[int, int] = {}
    for node, count in words.items():
        here = parents[node]
        while here >= 0:
            held[here] = held.get(here, 0) + count
            here = parents[here]
    return max(node for node, count in held.items() if count >= 0.9 * total)


def _is_linked(context: Context, node: int) -> bool:
    page = context.page
    while node >= 0:
        if page.tags[node] == "a":
            return True
        node = page.parents[node]
    return False
