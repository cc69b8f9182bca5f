"""Page in, claims on its forms for writing a comment out, with their headings."""

from __future__ import annotations

from archive.comment_area import words_without
from archive.comment_forms import comment_forms
from archive.comment_headings import INVITATION
from archive.model import Claim, Page, Region
from archive.regions import Context, Findings

__all__ = ["ORDER", "read"]

ORDER = 12

_FEW_WORDS = 40


def read(context: Context) -> Findings:
    """Claims on every comment form and the few words that stand with it."""
    page = context.page
    claims: list[Claim] = []
    for form, rule in comment_forms(page):
        whole = _with_wrapper(page, form)
        claims.append(Claim(whole, Region.COMMENT_FORM, rule, confidence=0.95))
        heading = _heading_before(page, whole)
        if heading is not None:
            claims.append(Claim(heading, Region.COMMENT_FORM, "comment_form:heading", "heading", 0.9))
    return Findings(claims=tuple(claims))


def _with_wrapper(page: Page, form: int) -> int:
    """The form's box, while it holds little more than the form and speaks of nothing else."""
    here = form
    while True:
        above = page.parents[here]
        if above <= 0 or page.tags[above] in ("body", "html", "main", "article", "td"):
            return here
        if words_without(page, above, form) > _FEW_WORDS:
            return here
        names = f"{page.attributes[above].get('id', '')} {page.attributes[above].get('class', '')}".lower()
        if words_without(page, above, form) and not ("respond" in names or "form" in names or "reply" in names):
            return here
        here = above


def _heading_before(page: Page, node: int) -> int | None:
    above = page.parents[node]
    found: int | None = None
    sibling = above + 1
    while sibling < node:
        if page.tags[sibling] != "#text" or page.texts[sibling].strip():
            text = " ".join("".join(page.texts[sibling : page.ends[sibling]]).split())
            if text:
                found = sibling if len(text) < 120 and INVITATION.match(text) else None
        sibling = page.ends[sibling]
    return found
