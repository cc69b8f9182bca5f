"""Pages of one site in, what they share out: which templates there are, what each repeats, how dates are ordered.

Two passes. `observe` reads one page alone and keeps a few kilobytes of numbers (PageShape); `learn_site` looks at the
shapes of a site's pages together and says what is evidence (SiteEvidence). Both are pure, and neither the order of
the pages nor the number of machines changes the outcome. Parsing a page with its site's evidence then is a function
of page and evidence; without, it is what a single page gives.

A block (the words of one text node at one place) that stands on pages with different titles is chrome: a single page
cannot tell the footer's sentence from the article's, two pages can. Words are taken together with the place, or the
first paragraph of an article that lists quote as its teaser would count as chrome.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from zlib import crc32

from archive.model import Page
from archive.page import subtree_text
from archive.page_index import page_index

__all__ = [
    "Asked",
    "PageShape",
    "SiteEvidence",
    "Template",
    "answer",
    "chrome_nodes",
    "evidence_json",
    "learn_site",
    "observe",
    "template_of",
]

_MOST_PAGES = 400
"""Pages of a site that are looked at together; more tell nothing new, and time grows with templates times pages."""
_SAME_TEMPLATE = 0.55
"""Share of features that two pages of one template have in common (Jaccard)."""
_FEWEST_PAGES = 3
"""Pages with different titles that a block must stand on."""
_SMALLEST_SHARE = 0.2
"""Share of the pages, counted by titles, that a block must stand on, where there are many."""
_FEW_PAGES = 15
_SMALLEST_SHARE_OF_FEW = 0.5
"""The same where there are fewer: an article, its month's list and the front page may print the same words."""


@dataclass(frozen=True, slots=True)
class PageShape:
    """What is kept of a page for the comparison with others."""

    url: str
    title: int
    """Hash of the page's <title>, so that one article under two addresses counts once."""
    features: frozenset[int]
    """Hashes of the page's element names with their classes and ids, digits left out."""
    blocks: frozenset[int]
    """Hashes of (place, words) of its visible text nodes."""
    day_first_dates: int
    """Numeric dates that can only be day first, as 25/07/2013."""
    month_first_dates: int
    """Numeric dates that can only be month first, as 07/25/2013."""


@dataclass(frozen=True, slots=True)
class Template:
    """Pages of one shape, and what they repeat."""

    page_count: int
    features: frozenset[int]
    """Of the page that stands for the template."""
    chrome: frozenset[int]
    """Blocks that it repeats from page to page."""


@dataclass(frozen=True, slots=True)
class SiteEvidence:
    """What the pages of one site tell together."""

    templates: tuple[Template, ...] = ()
    """By number of pages, the most first."""
    common: frozenset[int] = frozenset()
    """Blocks that pages of whatever template repeat."""
    day_first: bool | None = None
    """Order of day and month in its numeric dates; None when they do not tell."""

    @property
    def version(self) -> str:
        """Hex digest that changes when, and only when, the evidence does."""
        digest = blake2b(repr(self.day_first).encode(), digest_size=8)
        sets = [self.common, *(numbers for t in self.templates for numbers in (t.features, t.chrome))]
        for numbers in sets:
            digest.update(b"|" + b",".join(b"%d" % number for number in sorted(numbers)))
        return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Asked:
    """What parsing a page asks of its site's evidence, besides the order of day and month."""

    nodes: tuple[int, ...] = ()
    """Text nodes of which it matters whether the site repeats them, in page order."""
    seeks_body: bool = False
    """Whether hardly any body was found: then it matters, too, whether the page has anything that is repeated."""


def observe(page: Page) -> PageShape:
    """The shape of one page."""
    index = page_index(page)
    heads = index.tags.get("title", ())
    title = _hash(subtree_text(page, heads[0])) if heads else 0
    day, month = _ordered_dates(page)
    return PageShape(page.url, title, _features(page), frozenset(_blocks(page, page.visible).values()), day, month)


def learn_site(shapes: Iterable[PageShape]) -> SiteEvidence:
    """The evidence of a site's pages; of very many, a part chosen by a hash of the address, the same one each time."""
    chosen = sorted({shape.url: shape for shape in shapes}.values(), key=lambda s: (_hash(s.url), s.url))[:_MOST_PAGES]
    templates = [_template(group) for group in _clusters(chosen)]
    templates.sort(key=lambda t: (-t.page_count, sorted(t.features)[:1]))
    day = sum(shape.day_first_dates > shape.month_first_dates for shape in chosen)
    month = sum(shape.month_first_dates > shape.day_first_dates for shape in chosen)
    day_first = None if day == month else day > month
    if min(day, month) * 10 > max(day, month):
        day_first = None  # the site prints both
    return SiteEvidence(tuple(templates), _repeated(chosen), day_first)


def shape_likeness(one: PageShape, other: PageShape) -> float:
    """How much of their shape two pages share, from 0 to 1."""
    return _likeness(one.features, other.features)


def template_of(page: Page, evidence: SiteEvidence) -> Template | None:
    """The template that the page was made with; None when none of the site's fits."""
    features = _features(page)
    scored = [(_likeness(features, template.features), template) for template in evidence.templates]
    best = max(scored, key=lambda item: item[0], default=None)
    return best[1] if best is not None and best[0] >= _SAME_TEMPLATE else None


def chrome_nodes(page: Page, evidence: SiteEvidence, *, among: Sequence[int] | None = None) -> frozenset[int]:
    """Visible text nodes of the page that the site repeats from page to page; only those `among` the given ones."""
    repeated = _repeated_anywhere(evidence)
    if not repeated.blocks:
        return frozenset()
    blocks = _blocks(page, page.visible if among is None else among, repeated.places)
    found = {node: block for node, block in blocks.items() if block in repeated.blocks}
    common = evidence.common
    if common.issuperset(found.values()):
        return frozenset(found)
    template = template_of(page, evidence)  # asked last: most pages need no answer
    chrome = template.chrome if template else frozenset()
    return frozenset([node for node, block in found.items() if block in chrome or block in common])


# A parse asks, and the note of what concerned it asks the same again: the last answer is remembered.
_last_answer: tuple[Page, Asked, SiteEvidence, frozenset[int]] | None = None


def answer(page: Page, asked: Asked, evidence: SiteEvidence) -> frozenset[int]:
    """The nodes asked about that the site repeats; of a page that seeks its body, all that are repeated on it."""
    global _last_answer
    last = _last_answer
    if last is not None and last[0] is page and last[1] is asked and last[2] is evidence:
        return last[3]
    if asked.seeks_body:
        chrome = chrome_nodes(page, evidence)
    else:
        chrome = chrome_nodes(page, evidence, among=asked.nodes) if asked.nodes else frozenset()
    _last_answer = (page, asked, evidence, chrome)
    return chrome


@dataclass(frozen=True, slots=True)
class _Repeated:
    """What a site repeats on pages of any template."""

    evidence: SiteEvidence
    blocks: frozenset[int]
    places: frozenset[int]
    """Hashes of the places of the blocks."""


# The pages of a site come one after the other: the last one's evidence is remembered.
_last: _Repeated | None = None


def _repeated_anywhere(evidence: SiteEvidence) -> _Repeated:
    global _last
    last = _last
    if last is None or last.evidence is not evidence:
        blocks = evidence.common.union(*[template.chrome for template in evidence.templates])
        last = _last = _Repeated(evidence, blocks, frozenset([block >> 32 for block in blocks]))
    return last


def _clusters(shapes: Sequence[PageShape]) -> list[list[PageShape]]:
    """Pages grouped with the first page, in the given order, that is like them."""
    clusters: list[list[PageShape]] = []
    for shape in shapes:
        likeness = [(_likeness(shape.features, group[0].features), -number) for number, group in enumerate(clusters)]
        best = max(likeness, default=(0.0, 0))
        if best[0] >= _SAME_TEMPLATE:
            clusters[-best[1]].append(shape)
        else:
            clusters.append([shape])
    return clusters


def _likeness(one: frozenset[int], other: frozenset[int]) -> float:
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared) if shared else 0.0


def _template(group: Sequence[PageShape]) -> Template:
    return Template(len(group), group[0].features, _repeated(group))


def _repeated(group: Sequence[PageShape]) -> frozenset[int]:
    titles = len({shape.title for shape in group})
    share = _SMALLEST_SHARE if titles >= _FEW_PAGES else _SMALLEST_SHARE_OF_FEW
    fewest = max(_FEWEST_PAGES, share * titles)
    if titles < fewest:
        return frozenset()
    titles_of: defaultdict[int, set[int]] = defaultdict(set)
    for shape in group:
        for block in shape.blocks:
            titles_of[block].add(shape.title)
    return frozenset(block for block, held in titles_of.items() if len(held) >= fewest)


_DIGITS = re.compile(r"\d+")
_MOST_NAMES = 600
_LAYOUT_TAGS = frozenset(["body", "div", "main", "header", "footer", "nav", "aside", "table", "td", "ul", "form"])


def _features(page: Page) -> frozenset[int]:
    index = page_index(page)
    found = {_feature(name) for name in [*index.class_lists][:_MOST_NAMES]}
    for name, nodes in index.ids.items():
        if page.tags[nodes[0]] in _LAYOUT_TAGS:  # the ids of headings and notes are the article's own
            found.add(_feature("#" + name))
    # A page of 2003 has tables and fonts and no classes: then the tags' own paths are its shape.
    if len(found) < 40:
        found |= {crc32(step.encode("utf-8", "replace")) for step in _tag_steps(page)}
    return frozenset(found)


@lru_cache(maxsize=16_384)
def _feature(name: str) -> int:
    return crc32(_DIGITS.sub("", name).encode("utf-8", "replace"))


def _tag_steps(page: Page) -> Iterable[str]:
    tags = page.tags
    steps = {
        (depth, tags[parent] if parent >= 0 else "", tag)
        for tag, depth, parent in zip(tags, page.depths, page.parents, strict=True)
        if depth <= 12 and tag != "#text"
    }
    for depth, above, tag in steps:
        yield f"{depth}>{above}>{tag}"


# The pages of a site share their templates, and so these.
@lru_cache(maxsize=16_384)
def _place_below(above: int, tag: str, names: str) -> int:
    """Hash of the place of an element, from that of the one around it; digits in its classes are left out."""
    step = f"{tag}.{_DIGITS.sub('', names)}" if names else tag
    return crc32(step.encode("utf-8", "replace"), above)


def _blocks(page: Page, nodes: Sequence[int], wanted: frozenset[int] | None = None) -> dict[int, int]:
    """By text node, the hash of its words and its place: the path of tags and classes above it.

    Only of the `nodes`, and those alone that are at the places `wanted`, by their hashes, unless that is None.
    """
    places: dict[int, int] = {-1: 0}
    blocks: dict[int, int] = {}
    tags, parents, attributes, texts = page.tags, page.parents, page.attributes, page.texts
    for node in nodes:
        above = parents[node]
        held = places.get(above)
        if held is None:
            chain = [above]
            above = parents[above]
            while (held := places.get(above)) is None:
                chain.append(above)
                above = parents[above]
            for here in reversed(chain):
                held = places[here] = _place_below(held, tags[here], attributes[here].get("class", ""))
        if wanted is None or held in wanted:
            blocks[node] = (held << 32) | crc32(_words(texts[node]).lower().encode("utf-8", "replace"))
    return blocks


def _words(text: str) -> str:
    """The text with its white space collapsed; most has none but single spaces between words."""
    if text.isprintable() and "  " not in text:
        return text.strip(" ")
    return " ".join(text.split())


_NUMERIC_DATE = re.compile(r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2((?:19|20)\d\d|\d\d)(?![\d/])")


# Digits as 0 and the marks of dates as -, to find at once where a date may stand.
_SHAPES = bytes.maketrans(b"123456789/.", b"000000000--")
_LONGEST_DATED = 400


def _ordered_dates(page: Page) -> tuple[int, int]:
    """How many numeric dates can only be day first, and how many only month first."""
    texts = page.texts
    shown = "\n".join([texts[node] for node in page.visible if len(texts[node]) <= _LONGEST_DATED])
    counts: Counter[bool] = Counter()
    for line in _lines_with_dates(shown) if shown.isascii() else (shown,):
        for match in _NUMERIC_DATE.finditer(line):
            first, second = int(match[1]), int(match[3])
            if 12 < first <= 31 and 1 <= second <= 12:
                counts[True] += 1
            elif 12 < second <= 31 and 1 <= first <= 12:
                counts[False] += 1
    return counts[True], counts[False]


def _lines_with_dates(text: str) -> Iterable[str]:
    """The lines of an ASCII text that have a digit on both sides of a mark that dates have."""
    shapes = text.encode().translate(_SHAPES)
    place = shapes.find(b"0-0")
    while place >= 0:
        end = text.find("\n", place)
        end = len(text) if end < 0 else end
        yield text[text.rfind("\n", 0, place) + 1 : end]
        place = shapes.find(b"0-0", end)


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "big")


def evidence_json(evidence: SiteEvidence) -> Mapping[str, object]:
    """The evidence as plain data, the same each time: for an archive, or another machine."""
    return {
        "day_first": evidence.day_first,
        "common": sorted(evidence.common),
        "templates": [
            {"page_count": t.page_count, "features": sorted(t.features), "chrome": sorted(t.chrome)}
            for t in evidence.templates
        ],
    }
