"""A comment's text in, the name it is signed with out."""

from __future__ import annotations

import re

__all__ = ["signature_name"]

_CLOSING = re.compile(
    r"^(?:very |most |yours |with |kind(?:est)? |warm(?:est)? |best |many |all the )*"
    r"(?:respectfully(?: yours| submitted)?|sincerely(?: yours)?|regards|wishes|thanks(?: again| in advance)?|thank "
    r"you|cheers|best|yours(?: truly| faithfully)?|truly|cordially|warmly|gratefully|"
    r"blessings|peace|love|take care|signed|"
    r"(?:mit )?(?:freundlichen|besten|vielen|herzlichen|lieben|liebe|viele|herzliche|beste|schöne|freundliche) "
    r"grüße?n?|hochachtungsvoll|gruß|grüße|mfg|lg|vg|"
    r"(?:un )?(?:cordial )?saludos?(?: cordiales)?|atentamente|atte\.?|un abrazo|abrazos?|"
    r"cordialement|bien (?:à vous|cordialement)|amicalement|salutations(?: distinguées)?|respectueusement|"
    r"atenciosamente|respeitosamente|cumprimentos|(?:um )?abraço|obrigad[oa]|cordiali saluti|distinti saluti|"
    r"met vriendelijke groet(?:en)?|groet(?:en)?)\s*[,.!:–—-]*\s*",
    re.IGNORECASE,
)
_DASH = re.compile(r"^\s*(?:--+|[–—~]|-\s)\s*")
# Two to four words with capitals, the way people sign; particles of names may be small.
_FULL_NAME = re.compile(
    r"^(?:(?:Dr|Prof|Mr|Mrs|Ms)\.?\s+)?[^\W\d_][\w.'’-]*(?:\s+(?:(?:de|da|do|dos|del|della|di|van|von|der|den|la|le|"
    r"bin|al|y|e)\s+)*[^\W\d_][\w.'’-]*){0,3}$"
)
_SMALL = frozenset(
    ("de", "da", "do", "dos", "del", "della", "di", "van", "von", "der", "den", "la", "le", "bin", "al", "y", "e")
)


def signature_name(text: str) -> str | None:
    """The name in the last line of a text, where a closing ("Respectfully,") or a dash shows that it is signed.

    The closing may stand on the line before. A single word after a dash alone is not enough.

    >>> signature_name("We need fair trade.\\n\\nRespectfully, Alan Ernst")
    'Alan Ernst'
    >>> signature_name("Danke!\\nMit freundlichen Grüßen\\nJürgen Groß")
    'Jürgen Groß'
    >>> signature_name("I said no, thanks, and left.") is None
    True
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        return None
    last = lines[-1]
    if len(last) > 90:
        return None
    closing = _CLOSING.match(last)
    if closing and closing.end() < len(last):
        has_break = bool(re.search(r"[,.!:–—-]\s*$", closing[0])) or closing[0].lower().startswith(("mit ", "met "))
        return _as_name(last[closing.end() :], least_words=1 if has_break else 2)
    if len(lines) > 1:
        before = _CLOSING.fullmatch(lines[-2])
        if before:
            return _as_name(_DASH.sub("", last), least_words=1)
    dash = _DASH.match(last)
    if dash and len(lines) > 1:
        return _as_name(last[dash.end() :], least_words=2)
    return None


def _as_name(text: str, *, least_words: int) -> str | None:
    name = text.strip(" .,;:!-–—~")
    if not _FULL_NAME.match(name) or len(name) > 50:
        return None
    words = name.split()
    if len(words) < least_words or not all(w[0].isupper() for w in words if w not in _SMALL):
        return None
    return name
