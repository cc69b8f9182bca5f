"""The whole path from a page's bytes to what it says, as one short function."""

from __future__ import annotations

from dataclasses import replace

from archive.model import PageKind, ParsedPage
from archive.page import read_page
from archive.platforms import recognise
from archive.profiles import Profile
from archive.regions import Context, region_parsers
from archive.segmenting import segment
from archive.structured import read_structured_data

__all__ = ["parse_page"]


def parse_page(
    html: str | bytes, *, url: str, charset: str | None = None, profile: Profile | None = None
) -> ParsedPage:
    """All that the parsers say of one page; pure. `charset` is the one of the HTTP header, where there was one."""
    page = read_page(html, url=url, charset=charset)
    recognised = recognise(page)
    platform = recognised.platform if recognised else None
    context = Context(page, read_structured_data(page), platform=platform, profile=profile)
    for _, read in region_parsers():
        context = replace(context, found=(*context.found, read(context)))
    segments = segment(page, context.claimed_nodes())
    return ParsedPage(
        url=url, canonical_url=None, kind=PageKind.OTHER, kind_rule="none",
        platform=platform.name if platform else None, platform_evidence=recognised.evidence if recognised else (),
        language=None, direction=None, title=None, bylines=(), published=None, modified=None, tags=(), body=None,
        comments=(), comment_status=None, comment_count_stated=None, comment_system=None, notices=(),
        navigation=(), links=(), assets=(), addresses=(), segments=segments, field_claims=(),
    )  # fmt: skip
