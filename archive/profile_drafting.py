"""Captured pages of one template in, a draft of a site profile out: selectors that find what the parsers found.

Each candidate is a name that elements bear (an id, a class, one of them below another), and its score is how well
the text it selects is the text of the region, as F1 in characters, averaged over the pages. A name with digits is
none: it would fit one page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from archive.claims import decide
from archive.errors import NotFound, OldfaceError
from archive.markup import visible_below
from archive.model import Claim, NavigationKind, Page, PageKind, Region
from archive.page_sources import SourcePage
from archive.parse import read_context
from archive.profiles import Profile
from archive.selecting import select
from archive.site_templates import observe, shape_likeness

__all__ = ["Draft", "draft_profile"]

_MOST_PAGES = 30
_LOWEST_SCORE = 0.75
_LIKE_ENOUGH = 0.7

_Wanted = Callable[[Claim], bool]
_Best = tuple[str, float, int]
"""(selector, its mean score, pages that have what it is for)."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A profile and how sure each of its selectors is."""

    profile: Profile
    page_count: int
    """Pages of the template that it was drafted from."""
    notes: Mapping[str, str]
    """By field, e.g. 'regions.body', the score of its selector in words."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A page and the claim that decided for each of its nodes."""

    page: Page
    deciding: Sequence[Claim]
    kind: PageKind | None
    comments: frozenset[int]
    """Numbers of the elements that hold one comment each."""


def draft_profile(url: str, sources: Iterable[SourcePage]) -> Draft:
    """A draft for the site of `url`, from the pages that have the template and the kind of the page there.

    Raises NotFound when the page is not among them.
    """
    given = [source for source in sources if urlsplit(source.url).hostname == urlsplit(url).hostname]
    if not any(source.url == url for source in given):
        raise NotFound(f"no page {url}", next_step="Give the address of a page that was captured, as captured.")
    chosen = _of_one_template(url, given)
    pages = list(chosen.values())
    host = (urlsplit(url).hostname or "").lower()
    notes: dict[str, str] = {}
    regions: dict[str, tuple[str, ...]] = {}
    navigation: dict[str, tuple[str, ...]] = {}
    items = _best_item_selector(pages)
    found: list[tuple[str, str, _Best | None]] = [("regions", "comment", items)]
    found += [(table, name, _best_selector(pages, wanted)) for table, name, wanted in _targets()]
    for table, name, best in found:
        if best is None or (name.startswith("comment_") and not items and name != "comment_form"):
            continue
        selector, score, count = best
        (navigation if table == "navigation" else regions)[name] = (selector,)
        notes[f"{table}.{name}"] = f"agrees with the parsers to {score:.0%} on {count} of {len(pages)} pages"
    name = host.removeprefix("www.").replace(".", "-")
    profile = Profile(name, (host,), scope=_scope(list(chosen)), regions=regions, navigation=navigation)
    return Draft(profile, len(pages), notes)


def _of_one_template(url: str, sources: Sequence[SourcePage]) -> dict[str, _Read]:
    """By address, the page and those most like it of the same kind."""
    read: dict[str, _Read] = {}
    for source in sources:
        try:
            context = read_context(source.payload, url=source.url, charset=source.charset)
        except OldfaceError:  # a page that cannot be read has no selectors to offer
            continue
        kind = next((findings.kind for findings in context.found if findings.kind), None)
        comments = frozenset(c.node for findings in context.found for c in findings.comments if c.node is not None)
        read[source.url] = _Read(context.page, decide(context.page, context.claimed_nodes()), kind, comments)
    if url not in read:
        raise NotFound(f"the page {url} cannot be read", next_step="Give the address of another page of the site.")
    shape = observe(read[url].page)
    likeness = {
        address: shape_likeness(shape, observe(item.page))
        for address, item in read.items()
        if item.kind == read[url].kind
    }
    likest = sorted(likeness, key=lambda address: (-likeness[address], address))[:_MOST_PAGES]
    return {address: read[address] for address in likest if likeness[address] >= _LIKE_ENOUGH}


def _scope(addresses: Sequence[str]) -> tuple[str, ...]:
    """The folder that all the addresses are in; empty where that is the whole host."""
    first, last = min(addresses), max(addresses)
    length = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last)))
    folder = first[: first.rfind("/", 0, length) + 1]
    return (folder,) if len(addresses) > 1 and urlsplit(folder).path.strip("/") else ()


def _targets() -> Iterable[tuple[str, str, _Wanted]]:
    """(table, field, whether a deciding claim belongs to it) of each selector that is looked for."""
    for name, region in (
        ("title", Region.TITLE),
        ("body", Region.BODY),
        ("byline", Region.BYLINE),
        ("published", Region.DATE),
        ("tags", Region.TAGS),
        ("comment_form", Region.COMMENT_FORM),
    ):
        yield "regions", name, _is_region(region)
    for part in ("author", "date", "subject", "text"):
        yield "regions", f"comment_{part}", _is_region(Region.COMMENT, part)
    for kind in NavigationKind:
        yield "navigation", str(kind), _is_region(Region.NAVIGATION, str(kind))


def _is_region(region: Region, kind: str | None = None) -> _Wanted:
    def is_wanted(claim: Claim) -> bool:
        return claim.region is region and (kind is None or claim.kind == kind)

    return is_wanted


def _best_item_selector(pages: Sequence[_Read]) -> _Best | None:
    """The selector that names the comments' own elements, one by one; None when no selector is good enough."""
    having = [item for item in pages if item.comments]
    names = Counter(name for item in having for name in {n for node in item.comments for n in _names(item.page, node)})
    scored: list[tuple[float, int, str]] = []
    for name in sorted(names):
        total = 0.0
        for item in having:
            got = set(select(item.page, name))
            total += 2 * len(got & item.comments) / (len(got) + len(item.comments))
        scored.append((total / len(having), -len(name), name))
    score, _, name = max(scored, default=(0.0, 0, ""))
    return (name, score, len(having)) if score >= _LOWEST_SCORE else None


def _best_selector(pages: Sequence[_Read], wanted: _Wanted) -> _Best | None:
    """The selector of the region's text; None when no selector is good enough."""
    found = [(item.page, {n for n in item.page.visible if wanted(item.deciding[n])}) for item in pages]
    having = [(page, nodes) for page, nodes in found if nodes]
    if not having or len(having) * 3 < len(pages):
        return None
    names: Counter[str] = Counter()
    for page, nodes in having:
        names.update(set(_candidates(page, nodes)))
    common = [name for name, count in names.items() if count * 2 >= len(having)]
    scored = [(_score(name, having), -len(name) - 20 * name.count(" "), name) for name in sorted(common)]
    if not scored:
        return None
    score, _, name = max(scored)
    return (name, score, len(having)) if score >= _LOWEST_SCORE else None


def _score(selector: str, pages: Sequence[tuple[Page, set[int]]]) -> float:
    total = 0.0
    for page, wanted in pages:
        got = {node for element in select(page, selector) for node in visible_below(page, element)}
        shared = _length(page, got & wanted)
        both = _length(page, got) + _length(page, wanted)
        total += 2 * shared / both if both else 0.0
    return total / len(pages)


def _length(page: Page, nodes: Iterable[int]) -> int:
    return sum(len(page.texts[node].strip()) for node in nodes)


_MOST_ELEMENTS = 400


def _candidates(page: Page, nodes: set[int]) -> Iterable[str]:
    """Names of the elements that hold little but the wanted text."""
    total = _length(page, nodes)
    seen: set[int] = set()
    for node in sorted(nodes):
        here = page.parents[node]
        while here >= 0 and here not in seen and len(seen) < _MOST_ELEMENTS:
            seen.add(here)
            below = visible_below(page, here)
            if _length(page, [n for n in below if n in nodes]) < 0.6 * _length(page, below):
                break
            yield from _names(page, here)
            if _length(page, below) >= total:
                yield from _below_names(page, here)
            here = page.parents[here]


_GOOD_NAME = re.compile(r"[a-zA-Z_][a-zA-Z_-]*\d?[a-zA-Z_-]*")
_STATES = frozenset(
    ["clearfix", "first", "last", "odd", "even", "active", "hidden", "left", "right", "row", "container"]
)


def _names(page: Page, element: int) -> Iterable[str]:
    attributes, tag = page.attributes[element], page.tags[element]
    name = attributes.get("id", "")
    if _GOOD_NAME.fullmatch(name):
        yield f"#{name}"
    for token in attributes.get("class", "").split():
        if _GOOD_NAME.fullmatch(token) and token not in _STATES:
            yield f".{token}"
            yield f"{tag}.{token}"


def _below_names(page: Page, element: int) -> Iterable[str]:
    """The element by a named one above it, for elements that have no name of their own."""
    own = [page.tags[element], *_names(page, element)]
    here, steps = page.parents[element], 0
    while here >= 0 and steps < 6:
        for above in _names(page, here):
            for name in own:
                yield f"{above} {name}"
            if page.parents[element] == here:
                yield f"{above} > {page.tags[element]}"
        here, steps = page.parents[here], steps + 1
