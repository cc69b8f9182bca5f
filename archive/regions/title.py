"""Page in, headline out, with its subtitle and kicker; never the site's name."""

from __future__ import annotations

import math
from functools import lru_cache

from archive.evidence import scores
from archive.headlines import Headline, headlines, slug_words, word_key
from archive.inline_text import inline_text, visible_nodes
from archive.marks import Hint, Marks
from archive.mentions import ELSEWHERE_HINTS, hints_around
from archive.model import Claim, FieldClaim, Page, Region, Title
from archive.regions import Context, Findings

ORDER = 20

_HEADINGS = ("h1", "h2", "h3", "h4")
_MORE_CHARACTERS = 12
"""How much longer a text node may be that says the headline: white space and marks around it."""
_SOURCE_NAMES = (
    ("json-ld", "json-ld"), ("microdata", "microdata"), ("rdfa", "rdfa"), ("og", "opengraph"), ("twitter", "twitter"),
    ("html-title", "html-title"),
)  # fmt: skip


def read(context: Context) -> Findings:
    """The headline with its claims, and what each source says of it."""
    return read_beside(context, frozenset())


def read_beside(context: Context, repeated: frozenset[int]) -> Findings:
    """The headline as `read` gives it, chosen among what none of the `repeated` text nodes shows."""
    page, marks = context.page, context.structured.marks
    candidates = headlines(page, context.structured)
    if repeated:
        candidates = [c for c in candidates if c.node is None or repeated.isdisjoint(visible_nodes(page, c.node))]
    if not candidates:
        return Findings()
    likely = scores([candidate.features for candidate in candidates], "title")
    best = max(range(len(candidates)), key=lambda n: (likely[n], -n))
    slug = slug_words(page.url)
    chosen = _shown_as_in_address(_part_in_address(candidates[best], candidates, slug), candidates, slug)
    surest = likely[best]
    confidence = 1 / sum(math.exp(max(s - surest, -30.0)) for s in likely)
    nodes = _shown_at(page, marks, chosen, candidates)
    subtitle = _subtitle(page, marks, nodes[0], chosen) if nodes else None
    kicker = _kicker(page, marks, nodes[0]) if nodes else None
    claims = [Claim(node, Region.TITLE, "title:headline", confidence=confidence) for node in nodes]
    claims += [Claim(node, Region.TITLE, "title:subtitle", "subtitle", 0.8) for node in (subtitle,) if node]
    claims += [Claim(node, Region.TITLE, "title:kicker", "kicker", 0.8) for node in (kicker,) if node]
    title = Title(
        chosen.text, _source(chosen.sources), nodes[0] if nodes else None,
        inline_text(page, subtitle) if subtitle else None, inline_text(page, kicker) if kicker else None,
    )  # fmt: skip
    return Findings(claims=tuple(claims), field_claims=_field_claims(candidates, chosen), title=title)


def _part_in_address(chosen: Headline, candidates: list[Headline], slug: frozenset[str]) -> Headline:
    """The beginning or end of the headline that has exactly the address's words: the rest is the site's name."""
    if len(slug) < 3 or chosen.features.get("tag:h1") or _is_heading_of_title(chosen):
        return chosen
    for candidate in candidates:
        is_part = candidate is not chosen and (
            chosen.key.startswith(candidate.key + " ") or chosen.key.endswith(" " + candidate.key)
        )
        if is_part and slug == {word for word in candidate.key.split() if len(word) > 1}:
            return candidate
    return chosen


def _shown_as_in_address(chosen: Headline, candidates: list[Headline], slug: frozenset[str]) -> Headline:
    """What the page shows in just the address's words, where the choice comes from the title element alone: themes
    that put the site's name into the title of each page leave the headline to a plain element."""
    shared = len(slug.intersection(chosen.key.split()))
    if len(slug) < 3 or chosen.node is not None or shared > 0.6 * len(slug) or _source(chosen.sources) != "html-title":
        return chosen
    for candidate in candidates:
        words = {word for word in candidate.key.split() if len(word) > 1 and not word.isdigit()}
        if candidate.node is not None and words == slug:
            return candidate
    return chosen


def _is_heading_of_title(chosen: Headline) -> bool:
    """Whether a heading shows it, and the title element says the same and then more: the site's name is off already."""
    features = chosen.features
    is_beginning = features.get("title-starts", 0.0) and not features.get("starts-with-title")
    return bool(is_beginning) and any(source in ("h1", "h2", "h3") for source in chosen.sources)


def _source(sources: tuple[str, ...]) -> str:
    """Visible where the page shows it; else the syntax that told it."""
    if any(source in ("h1", "h2", "h3", "h4", "class") for source in sources):
        return "visible"
    return next((name for prefix, name in _SOURCE_NAMES if sources[0].startswith(prefix)), "meta")


@lru_cache(maxsize=1024)
def _claimed(sources: tuple[str, ...]) -> tuple[str, ...]:
    """Names of the sources whose word is recorded, each once: lesser headings and parts of titles are not."""
    told = [
        "visible" if source == "h1" else _source((source,))
        for source in sources
        if source == "h1" or (source not in ("h2", "h3", "h4", "class") and not source.endswith("part"))
    ]
    return tuple(dict.fromkeys(told))


def _field_claims(candidates: list[Headline], chosen: Headline) -> tuple[FieldClaim, ...]:
    """What the machine-readable sources and the first-level headings say."""
    claims: list[FieldClaim] = []
    for candidate in candidates:
        told = _claimed(candidate.sources)
        if candidate is chosen and not told:
            told = (_source(candidate.sources),)
        claims += [FieldClaim("title", candidate.text, source, candidate is chosen) for source in told]
    return tuple(claims[:20])


def _shown_at(page: Page, marks: Marks, chosen: Headline, candidates: list[Headline]) -> list[int]:
    """Elements that show the headline: the best one, and headings with nearly the same words."""
    if chosen.node is not None:
        return [_widest(page, chosen.node)]
    # the source was no heading: the heading that says it in other punctuation or with a little more
    wanted = set(chosen.key.split())
    for candidate in candidates:
        words = set(candidate.key.split())
        if candidate.node is None or page.tags[candidate.node] not in ("h1", "h2"):
            continue
        if hints_around(page, marks)(candidate.node) & ELSEWHERE_HINTS:
            continue
        if len(wanted & words) >= 0.7 * max(len(wanted), len(words), 1):
            return [candidate.node]
    return _said_at(page, marks, chosen)


def _said_at(page: Page, marks: Marks, chosen: Headline) -> list[int]:
    """The text that says the headline where no heading says it alone: behind a kicker, or in plain bold type."""
    hints, longest = hints_around(page, marks), len(chosen.text) + _MORE_CHARACTERS
    plain: list[int] = []
    for node in page.visible:
        text = page.texts[node]
        if (
            not len(chosen.text) <= len(text) <= longest
            or word_key(text) != chosen.key
            or hints(node) & ELSEWHERE_HINTS
        ):
            continue
        around = [node]
        for _ in range(3):
            around.append(max(page.parents[around[-1]], 0))
        heading = next((n for n in around if page.tags[n] in _HEADINGS), None)
        if heading is not None:
            return [heading]
        if " " in chosen.key and not any(page.tags[n] == "a" for n in around):
            plain = plain or [around[1] if inline_text(page, around[1], most=6) == text.strip() else node]
    return plain


def _widest(page: Page, node: int) -> int:
    """The heading around a node that says nothing but it."""
    parent = page.parents[node]
    if parent >= 0 and page.tags[parent] in ("h1", "h2", "h3") and inline_text(page, parent) == inline_text(page, node):
        return parent
    return node


def _subtitle(page: Page, marks: Marks, title: int, chosen: Headline) -> int | None:
    """The element after the headline that its class calls a subtitle."""
    end = min(page.ends[title] + 40, len(page.tags))
    for node in range(page.ends[title], end):
        held = marks.hints.get(node, 0)
        if page.tags[node] in ("h1", "article", "section") or held & Hint.COMMENT:
            return None
        if held & Hint.SUBTITLE and not held & (Hint.BYLINE | Hint.DATE | Hint.CHROME) and page.ends[node] - node < 30:
            text = inline_text(page, node)
            if 10 <= len(text) <= 350 and word_key(text) != chosen.key and not _is_of_links(page, node, text):
                return node
    return None


def _is_of_links(page: Page, node: int, text: str) -> bool:
    """Whether an element is mostly several links: where the article is filed, and by whom."""
    links = [n for n in range(node, page.ends[node]) if page.tags[n] == "a"]
    return len(links) > 1 and sum(len(inline_text(page, link, most=6)) for link in links) * 2 > len(text)


def _kicker(page: Page, marks: Marks, title: int) -> int | None:
    """The element just before the headline that its class calls a kicker."""
    for node in range(title - 1, max(title - 30, 0), -1):
        held = marks.hints.get(node, 0)
        if held & Hint.KICKER and not held & Hint.CHROME and page.ends[node] <= title:
            text = inline_text(page, node)
            if 2 <= len(text) <= 80:
                return node
    return None
