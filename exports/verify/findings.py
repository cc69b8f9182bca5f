"""What a comparison can find: each kind with its weight and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["KINDS", "Comparison", "Finding", "FindingKind", "Verdict"]


@dataclass(frozen=True, slots=True)
class FindingKind:
    """A kind of difference between the old site and the new one."""

    name: str
    is_fault: bool
    """Whether it counts against the new site; otherwise it is only told."""
    meaning: str
    remedy: str


KINDS = {
    kind.name: kind
    for kind in (
        FindingKind("article-missing", True, "No page of the new site holds this article.", "Import the article."),
        FindingKind("redirect-missing", True, "The old address does not lead anywhere.", "Add a redirect with 301."),
        FindingKind("redirect-wrong", True, "The old address leads to another page.", "Correct the redirect's target."),
        FindingKind(
            "redirect-by-page",
            True,
            "The old address answers with a page that leads on, not with a redirect.",
            "Answer 301 on the server: 'oldface urls' writes its file.",
        ),
        FindingKind("redirect-chain", True, "The old address takes more than one hop.", "Redirect to the last page."),
        FindingKind("redirect-temporary", True, "The redirect is not permanent.", "Answer 301 or 308."),
        FindingKind("title-changed", True, "The headline differs.", "Restore it, or accept the edit."),
        FindingKind("paragraph-missing", True, "A paragraph of the body is not there.", "Restore the paragraph."),
        FindingKind("paragraph-edited", True, "A paragraph of the body was edited.", "Restore it, or accept the edit."),
        FindingKind("author-missing", True, "An author is not named.", "Add the author to the article."),
        FindingKind("date-changed", True, "The day of publication differs.", "Correct the date."),
        FindingKind("date-missing", True, "The day of publication is not shown.", "Show the date."),
        FindingKind("image-missing", True, "An image of the body is not there or does not load.", "Upload the image."),
        FindingKind("document-missing", True, "A linked document is not there or does not load.", "Upload it."),
        FindingKind("tag-missing", True, "A tag is not there.", "File the article under the tag."),
        FindingKind("comment-missing", True, "A comment is not there.", "Import the comment."),
        FindingKind("comment-edited", True, "A comment's words differ.", "Restore the comment."),
        FindingKind("link-broken", True, "An internal link of the new page is dead.", "Correct the link."),
        FindingKind("old-host-link", True, "The new page still uses the old host.", "Point it to the new site."),
        FindingKind("canonical-missing", True, "The new page names no canonical address.", "Add rel=canonical."),
        FindingKind("canonical-wrong", True, "The canonical address is another page.", "Let it name the page itself."),
        FindingKind("description-missing", False, "The new page has no meta description.", "Add a description."),
        FindingKind("structured-data-missing", False, "The new page has no structured data.", "Add JSON-LD Article."),
        FindingKind(
            "page-missing", False, "An old page that is no article leads nowhere.", "Redirect it to its section."
        ),
        FindingKind("paragraph-new", False, "The new page has a paragraph that the old one had not.", "Nothing."),
        FindingKind("article-new", False, "The new site has an article that the old one had not.", "Nothing."),
        FindingKind("comment-new", False, "The new page has a comment that the old one had not.", "Nothing."),
    )
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference, where it is, and both sides of it."""

    kind: str
    """A key of KINDS."""
    old_url: str
    """Address of the old article or page; '' for what is only on the new site."""
    new_url: str
    """Address of the new page; '' when there is none."""
    old: str = ""
    """What the old site says, shortened for a report."""
    new: str = ""
    """What the new site says, shortened for a report."""

    @property
    def is_fault(self) -> bool:
        """Whether it counts against the new site."""
        return KINDS[self.kind].is_fault


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one old article fared."""

    old_url: str
    new_url: str
    headline: str
    content_score: float
    """Share of the old body's words that stand in paragraphs found unchanged on the new page, 0 to 1."""
    paragraphs: int
    paragraphs_kept: int
    comments: int
    comments_kept: int
    images: int
    images_kept: int
    faults: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """All of it."""

    verdicts: tuple[Verdict, ...]
    """One for each old article, by old address."""
    findings: tuple[Finding, ...]
    """By old address, then kind."""
    addresses_checked: int
    """Old addresses that were requested of the new site."""

    @property
    def faults(self) -> tuple[Finding, ...]:
        """The findings that count against the new site."""
        return tuple(finding for finding in self.findings if finding.is_fault)
