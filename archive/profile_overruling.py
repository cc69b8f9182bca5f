"""What the parsers found and a profile in, the findings as the profile wants them out.

Three rules, for whatever the profile names: other claims of the same region are dropped everywhere; other claims on
the very same element are dropped; and inside what the profile names, other claims are dropped too, but for the body:
there the title, bylines, menus and notices found inside it stay, since one selector for the whole article is what
people write. `furniture` takes out what is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from archive.dates import first_date, read_machine_date
from archive.markup import absolute
from archive.model import (
    Byline,
    Claim,
    Contributor,
    DateFact,
    FieldClaim,
    NavigationKind,
    NavigationLink,
    Notice,
    NoticeKind,
    Page,
    Region,
    Tag,
    Title,
)
from archive.names import read_byline
from archive.page import subtree_text
from archive.profile_comments import read_profile_comments
from archive.profile_tree import PageTree, page_tree, select_nodes
from archive.profiles import Profile
from archive.regions import Context, Findings
from archive.regions.navigation import number_groups
from archive.regions.navigation_blocks import measure_links
from archive.regions.navigation_entries import navigation_links
from archive.regions.navigation_group import Group

__all__ = ["overrule"]

_REGIONS = {
    "title": Region.TITLE,
    "subtitle": Region.TITLE,
    "kicker": Region.TITLE,
    "body": Region.BODY,
    "byline": Region.BYLINE,
    "author": Region.BYLINE,
    "published": Region.DATE,
    "modified": Region.DATE,
    "tags": Region.TAGS,
    "comment": Region.COMMENT,
    "comment_author": Region.COMMENT,
    "comment_date": Region.COMMENT,
    "comment_subject": Region.COMMENT,
    "comment_text": Region.COMMENT,
    "comment_form": Region.COMMENT_FORM,
    "furniture": Region.FURNITURE,
}
_FACTS = {
    "title": "title",
    "byline": "bylines",
    "author": "bylines",
    "published": "published",
    "modified": "modified",
    "tags": "tags",
    "comment": "comments",
}
_FIELDS = {"title": "title", "byline": "author", "author": "author", "published": "published", "modified": "modified"}


@dataclass(frozen=True, slots=True)
class _Named:
    """The nodes that the profile names, by name of its field; a field that matches nothing on this page is absent."""

    nodes: dict[str, list[int]]
    navigation: dict[NavigationKind, list[int]]
    notices: dict[NoticeKind, list[int]]

    def regions(self) -> set[Region]:
        found = {_REGIONS[name] for name in self.nodes}
        found.discard(Region.FURNITURE)
        return found


def overrule(context: Context) -> Context:
    """The context with the profile's own findings first, and what they overrule taken out; itself without a profile.

    A selector that matches nothing on the page changes nothing: templates differ, and a profile is for all of them.
    """
    profile = context.profile
    if profile is None:
        return context
    named = _select(page_tree(context.page), profile)
    own = _findings(context, profile, named)
    exact = {claim.node for claim in own.claims}
    inside = _ranges(context.page, named)
    others = [_without(findings, named, exact, inside) for findings in context.found]
    if own.navigation:
        every = [own.navigation, *(findings.navigation for findings in others)]
        own = replace(own, navigation=_renumbered(every))
        others = [replace(findings, navigation=()) for findings in others]
    return replace(context, found=(own, *others))


def _renumbered(lists: Iterable[tuple[NavigationLink, ...]]) -> tuple[NavigationLink, ...]:
    """All entries in page order, with the positions that order gives them."""
    numbered = sorted(
        ((link.node or 0, which, link) for which, links in enumerate(lists) for link in links),
        key=lambda item: (item[0], item[1], item[2].position),
    )
    places = {(which, link.position): place for place, (_, which, link) in enumerate(numbered)}
    return tuple(
        replace(link, position=place, parent=None if link.parent is None else places.get((which, link.parent)))
        for place, (_, which, link) in enumerate(numbered)
    )


def _select(tree: PageTree, profile: Profile) -> _Named:
    nodes = {name: select_nodes(tree, selectors) for name, selectors in profile.regions.items()}
    if not nodes.get("comment"):  # a comment's parts mean nothing without the comments
        nodes = {
            name: held for name, held in nodes.items() if not name.startswith("comment_") or name == "comment_form"
        }
    navigation = {NavigationKind(name): select_nodes(tree, held) for name, held in profile.navigation.items()}
    notices = {NoticeKind(name): select_nodes(tree, held) for name, held in profile.notices.items()}
    return _Named(
        {name: held for name, held in nodes.items() if held},
        {kind: held for kind, held in navigation.items() if held},
        {kind: held for kind, held in notices.items() if held},
    )


def _ranges(page: Page, named: _Named) -> list[tuple[int, int]]:
    """(first, one past the last) node of each subtree in which nothing but the profile speaks."""
    lists = [held for name, held in named.nodes.items() if name != "body"]
    lists += [*named.navigation.values(), *named.notices.values()]
    return [(node, page.ends[node]) for held in lists for node in held]


def _without(findings: Findings, named: _Named, exact: set[int], inside: Sequence[tuple[int, int]]) -> Findings:
    regions, kinds, notices = named.regions(), set(named.navigation), set(named.notices)

    def is_kept(node: int | None) -> bool:
        return node is None or not (node in exact or any(first <= node < end for first, end in inside))

    def is_claim_kept(claim: Claim) -> bool:
        if claim.region in regions or not is_kept(claim.node):
            return False
        if claim.region is Region.NAVIGATION and claim.kind in kinds:
            return False
        return not (claim.region is Region.NOTICE and claim.kind in notices)

    gone = {_FACTS[name] for name in named.nodes if name in _FACTS}
    fields = {_FIELDS[name] for name in named.nodes if name in _FIELDS}
    return replace(
        findings,
        claims=tuple(claim for claim in findings.claims if is_claim_kept(claim)),
        field_claims=tuple(replace(c, accepted=c.accepted and c.field not in fields) for c in findings.field_claims),
        title=None if "title" in gone else findings.title,
        bylines=() if "bylines" in gone else findings.bylines,
        published=None if "published" in gone else findings.published,
        modified=None if "modified" in gone else findings.modified,
        tags=() if "tags" in gone else findings.tags,
        comments=() if "comments" in gone else findings.comments,
        notices=tuple(n for n in findings.notices if n.kind not in notices and is_kept(n.node)),
        navigation=tuple(n for n in findings.navigation if n.kind not in kinds and is_kept(n.node))
        if kinds or inside
        else findings.navigation,
    )


def _findings(context: Context, profile: Profile, named: _Named) -> Findings:
    page, nodes = context.page, named.nodes
    comments, comment_claims = read_profile_comments(page, nodes, _rule(profile), profile.day_first)
    claims = [
        Claim(node, _REGIONS[name], _rule(profile))
        for name, held in nodes.items()
        if _REGIONS[name] is not Region.COMMENT
        for node in held
    ]
    groups = number_groups(
        Group(node, kind, _rule(profile), 1.0) for kind, held in named.navigation.items() for node in held
    )
    claims += [Claim(g.node, Region.NAVIGATION, g.rule, str(g.kind), 1.0, g.number) for g in groups]
    claims += [
        Claim(node, Region.NOTICE, _rule(profile), str(kind)) for kind, held in named.notices.items() for node in held
    ]
    title = _title(page, nodes)
    bylines = _bylines(page, nodes)
    published = _date(page, nodes.get("published", ()), profile.day_first)
    modified = _date(page, nodes.get("modified", ()), profile.day_first)
    return Findings(
        claims=(*claims, *comment_claims),
        field_claims=tuple(_field_claims(title, bylines, published, modified)),
        title=title,
        bylines=bylines,
        published=published,
        modified=modified,
        tags=tuple(_tags(page, nodes.get("tags", ()))),
        comments=comments,
        notices=tuple(_notices(page, named)),
        navigation=navigation_links(measure_links(page), groups) if groups else (),
    )


def _rule(profile: Profile) -> str:
    return f"profile:{profile.name}"


def _title(page: Page, nodes: dict[str, list[int]]) -> Title | None:
    if "title" not in nodes:
        return None

    def first(name: str) -> str | None:
        return subtree_text(page, nodes[name][0]) or None if name in nodes else None

    return Title(first("title") or "", "profile", nodes["title"][0], first("subtitle"), first("kicker"))


def _bylines(page: Page, nodes: dict[str, list[int]]) -> tuple[Byline, ...]:
    """One byline for each element named, with the names that stand in it; names alone are bylines of their own."""
    names = [(node, _contributor(page, node)) for node in nodes.get("author", ())]
    lines = nodes.get("byline", ())
    found: list[Byline] = []
    for line in lines:
        text = subtree_text(page, line)
        held = tuple(person for node, person in names if line <= node < page.ends[line])
        found.append(Byline(text, held or read_byline(text), "profile", line))
    for node, person in names:
        if not any(line <= node < page.ends[line] for line in lines):
            found.append(Byline(subtree_text(page, node), (person,), "profile", node))
    return tuple(found)


def _contributor(page: Page, node: int) -> Contributor:
    link = next((n for n in range(node, page.ends[node]) if page.attributes[n].get("href")), None)
    url = absolute(page, page.attributes[link]["href"]) if link is not None else None
    words = subtree_text(page, node)
    read = read_byline(words)
    person = read[0] if len(read) == 1 else Contributor(words.strip(" ,:|"))
    return replace(person, url=url)


def _date(page: Page, nodes: Iterable[int], day_first: bool | None) -> DateFact | None:
    """The first date among the elements: of their datetime, content or title attributes, or as printed."""
    for node in nodes:
        attributes = page.attributes[node]
        for raw in (attributes.get(name) for name in ("datetime", "content", "title")):
            found = read_machine_date(raw, day_first=day_first) if raw else None
            if found is not None:
                return DateFact(found.value, found.precision, found.raw, "profile", node)
        found = first_date(subtree_text(page, node), day_first=day_first)
        if found is not None:
            return DateFact(found.value, found.precision, found.raw, "profile", node)
    return None


def _tags(page: Page, nodes: Iterable[int]) -> Iterable[Tag]:
    for node in nodes:
        links = [n for n in range(node, page.ends[node]) if page.tags[n] == "a" and page.attributes[n].get("href")]
        for link in links:
            name = subtree_text(page, link)
            if name:
                yield Tag(name, url=absolute(page, page.attributes[link]["href"]), node=link)
        if not links and subtree_text(page, node):
            yield Tag(subtree_text(page, node), node=node)


def _notices(page: Page, named: _Named) -> Iterable[Notice]:
    for kind, held in named.notices.items():
        for node in held:
            links = [n for n in range(node, page.ends[node]) if page.tags[n] == "a" and page.attributes[n].get("href")]
            pairs = [(subtree_text(page, n), absolute(page, page.attributes[n]["href"])) for n in links]
            known = tuple((text, address) for text, address in pairs if address)
            yield Notice(kind, subtree_text(page, node), links=known, node=node)


def _field_claims(
    title: Title | None, bylines: Iterable[Byline], published: DateFact | None, modified: DateFact | None
) -> Iterable[FieldClaim]:
    if title:
        yield FieldClaim("title", title.text, "profile", True)
    for byline in bylines:
        for person in byline.contributors:
            yield FieldClaim("author", person.name, "profile", True)
    if published:
        yield FieldClaim("published", published.value, "profile", True)
    if modified:
        yield FieldClaim("modified", modified.value, "profile", True)
