"""Two texts in, their paragraphs side by side out: kept, edited, missing, new."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

__all__ = ["Pairing", "fold", "pair", "split_paragraphs"]

EDITED_FROM = 0.6
"""Likeness from which two paragraphs count as one that was edited: below, half of the words are others."""

_QUOTES = str.maketrans(
    {"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\xa0": " ", "\u200b": ""}
)


@dataclass(frozen=True, slots=True)
class Pairing:
    """How the old paragraphs fared."""

    kept: tuple[str, ...]
    edited: tuple[tuple[str, str], ...]
    """(old, new)"""
    missing: tuple[str, ...]
    new: tuple[str, ...]


def fold(text: str) -> str:
    """The text as compared: typographic quotes and dashes plain, white space collapsed, case and marks of list gone.

    >>> fold("  “It’s  here” – really… ")
    '"it\\'s here" - really...'
    """
    plain = unicodedata.normalize("NFC", text).translate(_QUOTES)
    return re.sub(r"\s+", " ", re.sub(r"^(?:[•·*-]|\d+[.)])\s+", "", plain.strip())).strip().casefold()


def split_paragraphs(text: str) -> list[str]:
    """The paragraphs and lines of a text, those without a letter or digit left out."""
    return [part.strip() for part in re.split(r"\n+", text) if any(c.isalnum() for c in part)]


def pair(old: Sequence[str], new: Iterable[str], *, elsewhere: str = "") -> Pairing:
    """Pairs each old paragraph with a new one: an equal one, else the likest that is like enough.

    `elsewhere` is all text of the new page: a paragraph found whole in it counts as kept (a theme may show a caption
    or a heading outside the body).
    """
    fresh = [(fold(text), text) for text in new]
    whole = fold(elsewhere)
    used: set[int] = set()
    kept: list[str] = []
    open_ones: list[str] = []
    for text in old:
        wanted = fold(text)
        place = next((n for n, (folded, _) in enumerate(fresh) if n not in used and folded == wanted), None)
        if place is not None:
            used.add(place)
            kept.append(text)
        elif wanted in whole:
            kept.append(text)
        else:
            open_ones.append(text)
    edited: list[tuple[str, str]] = []
    missing: list[str] = []
    for text in open_ones:
        likeness, place = max(
            ((_likeness(fold(text), folded), n) for n, (folded, _) in enumerate(fresh) if n not in used),
            default=(0.0, -1),
        )
        if likeness >= EDITED_FROM:
            used.add(place)
            edited.append((text, fresh[place][1]))
        else:
            missing.append(text)
    return Pairing(
        tuple(kept), tuple(edited), tuple(missing), tuple(t for n, (_, t) in enumerate(fresh) if n not in used)
    )


def _likeness(one: str, two: str) -> float:
    """0 to 1, by words; the cheap upper bounds of difflib first."""
    matcher = SequenceMatcher(None, one.split(), two.split(), autojunk=False)
    if matcher.real_quick_ratio() < EDITED_FROM or matcher.quick_ratio() < EDITED_FROM:
        return 0.0
    return matcher.ratio()
