"""The region parsers: one file each, found by scanning this folder.

A region parser is a module with two names:

- `ORDER`: an integer; lower ones run first, and what they found is in the context of later ones;
- `read(context) -> Findings`: points at nodes (claims) and states facts. It never changes the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from itertools import chain
from pkgutil import iter_modules

from archive.model import (
    AssetUse,
    Byline,
    Claim,
    Comment,
    CommentStatus,
    DateFact,
    FieldClaim,
    NavigationLink,
    Notice,
    Page,
    PageKind,
    Problem,
    Region,
    Tag,
    Title,
)
from archive.platforms import Platform
from archive.profiles import Profile
from archive.quick_values import quickly_made
from archive.site_templates import Asked, SiteEvidence
from archive.structured import StructuredData

__all__ = ["Context", "Findings", "region_parsers"]


@quickly_made
@dataclass(frozen=True, slots=True)
class Findings:
    """What one region parser found; every field it has nothing for keeps its default."""

    claims: tuple[Claim, ...] = ()
    field_claims: tuple[FieldClaim, ...] = ()
    problems: tuple[Problem, ...] = ()
    kind: PageKind | None = None
    kind_rule: str | None = None
    title: Title | None = None
    bylines: tuple[Byline, ...] = ()
    published: DateFact | None = None
    modified: DateFact | None = None
    language: str | None = None
    direction: str | None = None
    tags: tuple[Tag, ...] = ()
    comments: tuple[Comment, ...] = ()
    comment_status: CommentStatus | None = None
    comment_count_stated: int | None = None
    comment_system: str | None = None
    notices: tuple[Notice, ...] = ()
    navigation: tuple[NavigationLink, ...] = ()
    assets: tuple[AssetUse, ...] = ()


_NOTHING = Asked()


@quickly_made
@dataclass(frozen=True, slots=True)
class Context:
    """All a region parser may look at."""

    page: Page
    structured: StructuredData
    """JSON-LD, microdata, RDFa, OpenGraph, meta and link elements."""
    platform: Platform | None = None
    """The content management system recognised; None when none was."""
    platform_evidence: tuple[str, ...] = ()
    """What the platform was recognised by."""
    profile: Profile | None = None
    """What is known about this one site; overrules everything."""
    site: SiteEvidence | None = None
    """What the site's pages tell together; None when a page is read alone."""
    found: tuple[Findings, ...] = field(default=())
    """What the parsers of lower ORDER found, in order."""
    use_model: bool = True
    """Whether the learned model may be asked; without it the rules decide alone."""
    day_first: bool | None = None
    """Whether the site writes the day before the month in numeric dates; None when that is not known."""
    asked_of_site: Asked = _NOTHING
    """What was asked of `site`."""

    def spans(self, *regions: Region) -> list[tuple[int, int]]:
        """(first node, one past the last) of each claim so far for one of the regions."""
        ends = self.page.ends
        return [(c.node, ends[c.node]) for held in self.found for c in held.claims if c.region in regions]

    def claimed_nodes(self) -> Iterable[Claim]:
        """All claims so far, in the order they were made."""
        return chain.from_iterable([findings.claims for findings in self.found])


RegionParser = Callable[[Context], Findings]


@cache
def region_parsers() -> tuple[tuple[str, RegionParser], ...]:
    """(module name, its read function) of every file of this folder, by ORDER, then name."""
    modules = [import_module(f"{__name__}.{m.name}") for m in iter_modules(__path__)]
    modules = [m for m in modules if hasattr(m, "ORDER")]
    modules.sort(key=lambda m: (m.ORDER, m.__name__))
    return tuple((m.__name__.rpartition(".")[2], m.read) for m in modules)
