"""Page in, its bylines out: who wrote, translated, photographed, as what, and in which words the page says so."""

from __future__ import annotations

import math
from dataclasses import replace

from archive.author_places import profile_url
from archive.evidence import scores
from archive.inline_text import inline_text, visible_nodes
from archive.marks import Hint
from archive.mentions import hints_around, is_below_article, is_elsewhere, is_near_title
from archive.model import Byline, Claim, Contributor, FieldClaim, Page, Region
from archive.names import leading_label
from archive.page_authors import AuthorCandidate, AuthorMention, author_candidates, choose_authors
from archive.regions import Context, Findings

ORDER = 30

_LONGEST_BYLINE = 200
_SHORTEST_BIO, _LONGEST_BIO = 40, 1500
_Boxes = list[tuple[int, str, int]]
"""(element, its words folded, how many characters they have) of each author box"""
_LONGEST_LINK = 80
_ABOUT = (
    "by",
    "about",
    "about the author",
    "author",
    "written by",
    "von",
    "über",
    "par",
    "por",
    "sobre",
    "à propos de",
)
_WEAK = frozenset(["short", "title-part", "copyright"])


def read(context: Context) -> Findings:
    """The bylines with their claims, and whom each source names as author."""
    title_node = next((f.title.node for f in context.found if f.title is not None), None)
    candidates = author_candidates(
        context.page, context.structured, title_node=title_node,
        excluded=context.spans(Region.COMMENT, Region.COMMENT_FORM),
    )  # fmt: skip
    if not candidates:
        return Findings()
    likely = scores([candidate.features for candidate in candidates], "author")
    authors = choose_authors(candidates, likely)
    named = [_Named(candidates[n], _display(candidates[n]), likely[n], True) for n in authors]
    for n, candidate in enumerate(candidates):
        helper = None if n in authors else _helper(candidate, bool(authors))
        if helper:
            named.append(_Named(candidate, helper, likely[n], False))
    named = _with_account_apart(named)
    bylines, claims = _bylines(context, named, title_node)
    return Findings(claims=tuple(claims), field_claims=_field_claims(candidates, authors), bylines=tuple(bylines))


class _Named:
    """Somebody a byline names, with the mention that stands for it."""

    __slots__ = ("candidate", "is_author", "mention", "person", "score")

    def __init__(self, candidate: AuthorCandidate, mention: AuthorMention, points: float, is_author: bool) -> None:
        self.candidate, self.mention, self.score, self.is_author = candidate, mention, points, is_author
        relation = "author" if is_author else mention.fact.relation
        person = candidate.fact
        self.person: Contributor = person if person.relation == relation else replace(person, relation=relation)


def _display(candidate: AuthorCandidate) -> AuthorMention:
    """The mention to show: visible before invisible, labelled before bare, the first of equals."""
    return max(
        candidate.mentions,
        key=lambda m: (
            m.node is not None and m.kind not in _WEAK and not is_elsewhere(m),
            m.node is not None and m.fact.relation == "author",
            ("after:8" in m.features) + 2 * ("labelled" in m.features),
            -candidate.mentions.index(m),
        ),
    )


def _helper(candidate: AuthorCandidate, has_authors: bool) -> AuthorMention | None:
    """The mention that names somebody who is no author: a translator, or the account of an office that posted."""
    for mention in candidate.mentions:
        held = mention.features
        if mention.node is None or is_elsewhere(mention) or not is_near_title(mention):
            continue
        if mention.fact.relation != "author" and mention.kind in ("line", "class", "name", "rel"):
            return mention
        if has_authors and "labelled" in held and "after:8" in held and candidate.fact.is_organisation:
            return replace(mention, fact=replace(mention.fact, relation="contributor"))
    return None


def _with_account_apart(named: list[_Named]) -> list[_Named]:
    """Where guests are named, the office whose account posted is no author."""
    if any(n.person.is_guest and not n.person.is_organisation for n in named if n.is_author):
        for one in named:
            if one.is_author and one.person.is_organisation and not one.person.is_guest:
                one.person = replace(one.person, relation="contributor")
    return named


def _bylines(context: Context, named: list[_Named], title_node: int | None) -> tuple[list[Byline], list[Claim]]:
    page = context.page
    groups: dict[int | str, list[_Named]] = {}
    for one in named:
        node = one.mention.node if one.mention.kind not in _WEAK else None
        if node is None or (is_elsewhere(one.mention) and not is_below_article(page, one.mention)):
            groups.setdefault(one.mention.printed or one.person.name, []).append(one)
        else:
            groups.setdefault(_container(context, node, title_node), []).append(one)
    boxes = _boxes(context)
    bylines: list[Byline] = []
    claims: list[Claim] = []
    for place, held in sorted(
        groups.items(), key=lambda g: (isinstance(g[0], str), g[0] if isinstance(g[0], int) else 0)
    ):
        people = tuple(_with_bio(page, boxes, one.person) for one in held)
        first = held[0].mention
        if isinstance(place, str):
            bylines.append(Byline(place, people, first.source if first.node is None else "visible", None))
            continue
        text = inline_text(page, place, most=60) or first.printed
        shown = place
        if len(text) > _LONGEST_BYLINE and first.kind == "line" and text.startswith(first.printed):
            text, shown = first.printed, visible_nodes(page, place)[0]  # the sentence goes on about other things
        bylines.append(Byline(text, people, first.source, place))
        confidence = round(1 / (1 + math.exp(-max(one.score for one in held) - 1)), 3)
        if first.kind != "bio-sentence":
            claims.append(Claim(shown, Region.BYLINE, f"byline:{first.kind}", confidence=confidence))
    if boxes:
        claims += _box_claims(page, boxes, [p.name for b in bylines for p in b.contributors], title_node)
    return bylines, claims


def _container(context: Context, node: int, title_node: int | None) -> int:
    """The whole byline around a name: up while it stays short and still is a byline."""
    page, hints = context.page, context.structured.marks.hints
    best = node
    here = page.parents[node]
    for _ in range(5):
        if (
            here <= 0
            or page.ends[here] - here > 40
            or (title_node is not None and here <= title_node < page.ends[here])
        ):
            break
        text = inline_text(page, here, most=16)
        if not text or len(text) > _LONGEST_BYLINE:
            break
        if (
            hints.get(here, 0) & (Hint.BYLINE | Hint.META)
            or leading_label(text)
            or text == inline_text(page, best, most=16)
        ):
            best = here
        here = page.parents[here]
    return best


def _with_bio(page: Page, boxes: _Boxes, person: Contributor) -> Contributor:
    box = _box(boxes, person.name)
    if box is None:
        return person
    url = person.url or profile_url(page, box)
    return replace(person, bio=_told_in(page, box, person.name), url=url)


def _told_in(page: Page, box: int, name: str) -> str:
    """What an author box says, without the name that heads it and the link to all that the author wrote."""
    whole = inline_text(page, box, most=80)
    nodes = visible_nodes(page, box)
    while len(nodes) > 1 and _is_about(page.texts[nodes[0]], name):
        nodes = nodes[1:]
    while len(nodes) > 1 and page.tags[page.parents[nodes[-1]]] == "a" and len(page.texts[nodes[-1]]) <= _LONGEST_LINK:
        nodes = nodes[:-1]
    text = " ".join(" ".join(page.texts[node] for node in nodes).split())
    # a box whose words are all links, or one that ends amid a sentence with one, is given whole
    return text if len(text) > len(name) + 20 and text[-1:] in ".!?…。؟" and text in whole else whole


def _is_about(text: str, name: str) -> bool:
    """Whether words are the name, or "About" it, and nothing else."""
    rest = text.casefold().replace(name.casefold(), "").strip(" :,.|–—-\n\t")
    return rest == "" or rest in _ABOUT


def _boxes(context: Context) -> _Boxes:
    """The author boxes of the page."""
    page, hints = context.page, hints_around(context.page, context.structured.marks)
    found: _Boxes = []
    for node in hints.having(Hint.BIO):
        if 2 <= page.ends[node] - node <= 160 and not hints(page.parents[node]) & (Hint.TEASER | Hint.COMMENT):
            text = inline_text(page, node, most=80)
            if _SHORTEST_BIO < len(text) <= _LONGEST_BIO:
                found.append((node, text.casefold(), len(text)))
    return found


def _box(boxes: _Boxes, name: str) -> int | None:
    """The author box that speaks of the name at some length."""
    wanted, least = name.casefold(), len(name) + _SHORTEST_BIO
    return next((node for node, text, length in boxes if least <= length and wanted in text), None)


def _box_claims(page: Page, boxes: _Boxes, names: list[str], title_node: int | None) -> list[Claim]:
    found = {box for name in names if (box := _box(boxes, name)) is not None}
    return [
        Claim(box, Region.BYLINE, "byline:author-box", "bio", 0.8)
        for box in sorted(found)
        if title_node is None or not box <= title_node < page.ends[box]
    ]


def _field_claims(candidates: list[AuthorCandidate], authors: list[int]) -> tuple[FieldClaim, ...]:
    claims: dict[FieldClaim, None] = {}
    for n, candidate in enumerate(candidates):
        for mention in candidate.mentions:
            if n in authors or mention.kind not in (*_WEAK, "alone", "bio-sentence"):
                source = "visible" if mention.source in ("author-box", "rel-author") else mention.source
                if not is_elsewhere(mention):
                    claims[FieldClaim("author", candidate.fact.name, source, n in authors)] = None
    return tuple(claims)[:30]
