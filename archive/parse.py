"""The whole path from a page's bytes to what it says, as one short function."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from itertools import chain
from operator import attrgetter
from typing import TypeVar

from archive.claims import decide
from archive.lead_image import lead_image
from archive.markup import block_text, clean_html, media_kept, visible_below
from archive.model import AssetUse, Body, Link, Page, PageKind, ParsedPage, Region, Segment
from archive.page import read_page
from archive.platform_mending import mend_by_platform
from archive.platforms import recognise
from archive.profiles import Profile
from archive.regions import Context, Findings, region_parsers
from archive.regions.body import posts_of_body
from archive.regions.navigation_entries import kept_entries
from archive.rows import read_addresses, read_assets, read_canonical, read_links
from archive.segmenting import Run, runs_of, segments_of
from archive.site_mending import mend_by_site
from archive.site_templates import SiteEvidence
from archive.structured import StructuredData, read_structured_data

__all__ = ["assemble", "parse_page", "read_context"]

# Pages that show what others say: the author and day of their first entry are not theirs.
_OF_ENTRIES = frozenset(
    [PageKind.HOME, PageKind.LISTING, PageKind.TAG, PageKind.AUTHOR, PageKind.SEARCH, PageKind.ERROR]
)
_OF_ARTICLE = frozenset(["author", "published", "modified"])
_Fact = TypeVar("_Fact")
_BodyAndAssets = tuple[Body | None, tuple[AssetUse, ...]]


def parse_page(
    html: str | bytes,
    *,
    url: str,
    charset: str | None = None,
    profile: Profile | None = None,
    site: SiteEvidence | None = None,
    use_model: bool = True,
    details: bool = True,
) -> ParsedPage:
    """All that the parsers say of one page; pure. `charset` is the one of the HTTP header, where there was one;
    `site` is what the site's pages tell together (archive/site_templates.py), None for a page alone. Without
    `use_model` the learned model is not asked, and rules tell the body. Without `details` segments, links, assets,
    addresses and the body's HTML stay empty; the rest is the same.

    Raises BadPage where the bytes are no page or over the bounds of archive/page.py, and nothing else.
    """
    context = read_context(html, url=url, charset=charset, profile=profile, site=site, use_model=use_model)
    return assemble(context, details=details)


def read_context(
    html: str | bytes,
    *,
    url: str,
    charset: str | None = None,
    profile: Profile | None = None,
    site: SiteEvidence | None = None,
    use_model: bool = True,
) -> Context:
    """The page with the findings of every region parser: what parse_page puts together."""
    page = read_page(html, url=url, charset=charset)
    recognised = recognise(page)
    platform = recognised.platform if recognised else None
    context = Context(
        page,
        read_structured_data(page),
        platform=platform,
        platform_evidence=recognised.evidence if recognised else (),
        profile=profile,
        site=site,
        day_first=_day_first(profile, site),
        use_model=use_model,
    )
    for _, read in region_parsers():
        context = _with_findings(context, read(context))
    context = mend_by_site(mend_by_platform(context))
    if profile is None:
        return context
    from archive.profile_overruling import overrule  # Beautiful Soup is loaded only where a profile asks for it

    return overrule(context)


_CONTEXT = [held.name for held in fields(Context)]
_parts_of = attrgetter(*_CONTEXT)
_FOUND = _CONTEXT.index("found")
_NOTHING = Findings()


def _with_findings(context: Context, findings: Findings) -> Context:
    """The context with one more parser's findings; itself where there are none. A page needs it so often that
    `replace` is felt."""
    if findings == _NOTHING:
        return context
    parts = list(_parts_of(context))
    parts[_FOUND] = (*context.found, findings)
    return Context(*parts)


def _day_first(profile: Profile | None, site: SiteEvidence | None) -> bool | None:
    if profile is not None and profile.day_first is not None:
        return profile.day_first
    return site.day_first if site is not None else None


def assemble(context: Context, *, details: bool = True) -> ParsedPage:
    """The parsed page: each fact from the first parser that has it, lists joined, text shared out by region.

    `details` as in parse_page.
    """
    page, structured, found = context.page, context.structured, context.found
    deciding = decide(page, context.claimed_nodes())
    kind, kind_rule = _kind(found)
    written = () if kind in _OF_ENTRIES else found
    navigation = kept_entries(page, deciding, chain.from_iterable(f.navigation for f in found))
    runs = runs_of(page, deciding)
    nodes = _body_nodes(context, runs, kind)
    title = _first(f.title for f in found)
    links: tuple[Link, ...] = ()
    assets: tuple[AssetUse, ...] = ()
    segments: tuple[Segment, ...] = ()
    if details:
        links = read_links(page, deciding)
        segments = segments_of(page, runs)
        # Most bodies are one segment, and have its text.
        text = next((s.text for s in segments if s.nodes == nodes), None)
        captions = [node for run in runs if run.claim.kind == "caption" for node in run.nodes]
        lead = lead_image(page, deciding, title.node, nodes[0]) if title and title.node is not None and nodes else None
        body, assets = _body(page, nodes, text, captions, links, lead)
    else:
        body = _plain_body(page, nodes)
    return ParsedPage(
        url=page.url,
        canonical_url=read_canonical(structured, page),
        kind=kind,
        kind_rule=kind_rule,
        platform=context.platform.name if context.platform else None,
        platform_evidence=context.platform_evidence,
        language=_first(f.language for f in found),
        direction=_first(f.direction for f in found),
        title=title,
        bylines=tuple(chain.from_iterable(f.bylines for f in written)),
        published=_first(f.published for f in written),
        modified=_first(f.modified for f in written),
        tags=tuple(chain.from_iterable(f.tags for f in found)),
        body=body,
        comments=tuple(chain.from_iterable(f.comments for f in found)),
        comment_status=_first(f.comment_status for f in found),
        comment_count_stated=_first(f.comment_count_stated for f in found),
        comment_system=_first(f.comment_system for f in found),
        notices=tuple(chain.from_iterable(f.notices for f in found)),
        navigation=navigation,
        links=links,
        assets=assets,
        addresses=read_addresses(structured, navigation, page) if details else (),
        segments=segments,
        field_claims=tuple(
            replace(claim, accepted=False) if claim.field in _OF_ARTICLE and not written else claim
            for claim in chain.from_iterable(f.field_claims for f in found)
        ),
        problems=(*page.problems, *chain.from_iterable(f.problems for f in found)),
        description=_description(structured),
    )


def _first(facts: Iterable[_Fact | None]) -> _Fact | None:
    return next((fact for fact in facts if fact is not None), None)


def _kind(found: Sequence[Findings]) -> tuple[PageKind, str]:
    for findings in found:
        if findings.kind is not None:
            return findings.kind, findings.kind_rule or "unnamed"
    return PageKind.OTHER, "none"


def _body_nodes(context: Context, runs: Sequence[Run], kind: PageKind) -> tuple[int, ...]:
    """Text nodes of the body; in a forum, which has no article, those of its posts too."""
    nodes = _nodes_of(runs, Region.BODY)
    if kind is not PageKind.FORUM:
        return nodes
    posts = _nodes_of(runs, Region.COMMENT)
    chosen = posts_of_body(context)
    return tuple(sorted((*nodes, *(node for node in posts if chosen is None or node in chosen))))


def _nodes_of(runs: Sequence[Run], region: Region) -> tuple[int, ...]:
    return tuple(chain.from_iterable([run.nodes for run in runs if run.claim.region is region]))


def _body(
    page: Page,
    nodes: Sequence[int],
    text: str | None,
    captions: Sequence[int],
    links: Sequence[Link],
    lead: int | None,
) -> _BodyAndAssets:
    """(the body, all assets of the page); no body where no text is in its region. Captions go with their pictures.
    `text` is the nodes' text where it is known."""
    if not nodes:
        return None, read_assets(page, (), links)
    if text is None:
        text = block_text(page, nodes)
    shown = sorted((*nodes, *captions)) if captions else nodes
    media = frozenset(media_kept(page, shown))
    assets = read_assets(page, media, links, lead=lead if lead not in media else None)
    words = frozenset(nodes)
    in_body = tuple(
        use
        for use in assets
        if use.node in media or (use.kind == "document" and not words.isdisjoint(_words_below(page, use.node)))
    )
    return Body(text, clean_html(page, shown, media=media), len(text.split()), in_body), assets


def _plain_body(page: Page, nodes: Sequence[int]) -> Body | None:
    """The body's text alone; None where no text is in its region."""
    if not nodes:
        return None
    text = block_text(page, nodes)
    return Body(text, "", len(text.split()))


def _words_below(page: Page, node: int | None) -> list[int]:
    return [] if node is None else visible_below(page, node)


def _description(structured: StructuredData) -> str | None:
    for wanted in ("description", "og:description", "twitter:description"):
        for name, content in structured.meta:
            if name == wanted and content.strip():
                return " ".join(content.split())
    return None
