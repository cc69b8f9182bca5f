"""Page in, claims on its forms for writing a comment out, with their headings."""

from __future__ import annotations

import re

from archive.comment_area import words_without
from archive.comment_forms import comment_forms
from archive.model import Claim, Page, Region
from archive.regions import Context, Findings

__all__ = ["ORDER", "read"]

ORDER = 12

_HEADING = re.compile(
    r"^\W*(?:\d+\W+)?(?:leave|post|add|write|submit|make|join|what do you|your|share your|have your|tell us|speak|"
    r"reply|respond|cancel reply|click here to cancel|comment on|new comment|"
    r"schreibe?n? sie|schreib|kommentar (?:schreiben|verfassen|hinzuf|abgeben|hinterlassen)|hinterlasse?n?|neue[nr]? "
    r"kommentar|ihr kommentar|dein kommentar|antwort(?:en)? |deja|dejar|a[ñn]ad|agregar|escrib|comenta\b|publicar un|"
    r"responder|tu comentario|"
    r"laisser|laissez|ajouter|[ée]crire|poster un|publier un|r[ée]agir|votre commentaire|répondre|deixe|deixar|"
    r"adicionar|escreva|enviar|comentar|seu comentário|lascia|scrivi|aggiungi|reageer|plaats|geef)",
    re.I,
)
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
                found = sibling if len(text) < 120 and _HEADING.match(text) else None
        sibling = page.ends[sibling]
    return found
