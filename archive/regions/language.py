"""Page in, its language and direction out: what it states, unless its words plainly say otherwise."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from archive.function_words import LONGEST_TEXT, clearest_language, language_of_words, small_words
from archive.model import FieldClaim
from archive.regions import Context, Findings
from archive.shown_texts import shown_texts

ORDER = 45

_TAG = re.compile(r"^[A-Za-z]{2,3}(?:[-_](?:[A-Za-z]{2,4}|\d{3}))*$")
_SHORTEST_TEXT = 200
_LONGEST_TEXT = 4000
_SOME_TEXT = 900
"""So much is enough where its words agree with what is stated."""
# How many times as many small words another language must have before it overrules what is stated.
_PLAINLY = 2.5
_NEAR = (frozenset(["da", "no", "nb", "nn"]), frozenset(["es", "pt", "gl", "ca"]), frozenset(["id", "ms"]))
_RIGHT_TO_LEFT = frozenset(["ar", "he", "fa", "ur", "yi", "ps", "ckb", "iw"])


def read(context: Context) -> Findings:
    """Language as a BCP 47 tag, and the direction of writing where it is stated or follows from the language."""
    stated = _stated(context)
    text = _prose(context)
    language, source = stated[0] if stated else (None, "")
    words = _told_by_words(text, language)
    if words and (language is None or (words[1] >= _PLAINLY and not _agree(language, words[0]))):
        agreeing = next((tag for tag, _ in stated if _agree(tag, words[0])), None)
        language, source = agreeing or words[0], "visible"
    if language is None and len(text) >= _SHORTEST_TEXT:
        language, source = _classified(text), "visible"
    claims = [FieldClaim("language", tag, told, tag == language) for tag, told in stated]
    if source == "visible" and language:
        claims.append(FieldClaim("language", language, source, True))
    direction = context.structured.direction or None
    if direction is None and language and language.split("-")[0] in _RIGHT_TO_LEFT:
        direction = "rtl"
    return Findings(field_claims=tuple(claims), language=language, direction=direction)


def _told_by_words(text: str, stated: str | None) -> tuple[str, float] | None:
    """What clearest_language says of the text; of its beginning alone, where that agrees with what is stated."""
    if stated is None:
        return language_of_words(text)
    some = text.rfind(" ", 0, _SOME_TEXT) + 1
    first = small_words(text[:some])
    told = clearest_language(first)
    if told is None or not _agree(stated, told[0]):
        told = clearest_language(first + small_words(text[some:LONGEST_TEXT]))
    return told


def _stated(context: Context) -> list[tuple[str, str]]:
    """(tag, source) of each statement, the most trusted first."""
    structured = context.structured
    told = [(structured.language, "html")]
    told += [(value, "opengraph") for value in structured.meta_values("og:locale")]
    told += [
        (value, "meta") for value in structured.meta_values("content-language", "language", "dc.language", "inlanguage")
    ]
    for item in structured.json_ld[:20]:
        value = item.get("inLanguage")
        if isinstance(value, str):
            told.append((value, "json-ld"))
    tags: dict[tuple[str, str], None] = {}
    for written, source in told:
        tag = _normal(written)
        if tag:
            tags[(tag, source)] = None
    return list(tags)


@lru_cache(maxsize=1024)
def _normal(written: str) -> str:
    """
    >>> _normal("en_us"), _normal("DE"), _normal("zh-hans-cn"), _normal("English")
    ('en-US', 'de', 'zh-Hans-CN', '')
    """
    written = written.split(",")[0].strip()
    if not _TAG.match(written):
        return ""
    first, *rest = re.split(r"[-_]", written)
    parts = [part.title() if len(part) == 4 else part.upper() for part in rest]
    return "-".join([first.lower(), *parts])


def _agree(tag: str, language: str) -> bool:
    first = tag.split("-")[0]
    return first == language or any(first in near and language in near for near in _NEAR)


def _prose(context: Context) -> str:
    """The page's longer texts, up to a bound, without comments' words."""
    page = context.page
    pieces: list[str] = []
    room = _LONGEST_TEXT
    for text in shown_texts(page).texts:
        if len(text) >= 60:
            pieces.append(text)
            room -= len(text)
            if room <= 0:
                break
    if room > _LONGEST_TEXT - _SHORTEST_TEXT:
        pieces = shown_texts(page).texts[:200]
    return " ".join(pieces)[:_LONGEST_TEXT]


_SCRIPTS = tuple(
    (language, re.compile(f"[{letters}]"))
    for language, letters in (
        ("ja", "\u3040-\u30ff"),
        ("ko", "\uac00-\ud7af"),
        ("zh", "\u4e00-\u9fff"),
        ("ar", "\u0600-\u06ff"),
        ("he", "\u0590-\u05ff"),
        ("el", "\u0370-\u03ff"),
        ("th", "\u0e00-\u0e7f"),
        ("hi", "\u0900-\u097f"),
    )
)


def _classified(text: str) -> str | None:
    """The language told by the script of the letters; None where it tells nothing, and nobody guesses."""
    letters = Counter({language: len(script.findall(text)) for language, script in _SCRIPTS})
    for language, _ in _SCRIPTS:
        if letters[language] > 0.1 * len(text):
            return language
    return None
