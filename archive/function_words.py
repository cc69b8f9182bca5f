"""Text in, the language its small words belong to out: a quick check, not a classifier.

Thirty words of a language make up a third of its prose. That is enough to notice that a page that says lang="en" is
German; what is not one of these languages gets no answer.
"""
# ruff: noqa: E501 - the word lists read best one language or kind a line

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["LONGEST_TEXT", "SmallWords", "clearest_language", "language_of_words", "small_words"]

_WORDS = {
    "en": "the of and to in is that for it with as was on are this be by from have not you or at which but they an we",
    "de": "der die und das den von zu mit sich des auf für ist nicht ein eine als auch es an werden aus er hat dass sie dem",
    "es": "de la que el en y los se del las por un para con una su al lo como más pero sus le ya o este sí porque",
    "fr": "de la le et les des en un du une que est pour qui dans par plus pas au sur ne se ce avec il sont aux ou",
    "pt": "de a o que e do da em um para com não uma os no se na por mais as dos como mas ao das à seu sua ou",
    "it": "di e il la che in un per è non una sono del della con si le da dei i nel gli come più anche alla ma",
    "nl": "de van het een en in is dat op te zijn met voor niet aan er die om ook als bij naar maar door uit worden",
    "sv": "och att det som en på är av för med den till inte har de ett om från var så men kan vi",
    "da": "og at det er en af på til med for den som de ikke har et om fra var så men kan vi der",
    "no": "og det er på av for som til med en ikke har de et om fra var så men kan vi jeg",
    "pl": "w i na z się do nie że jest to o jak po od za przez dla są ale oraz tym który",
    "fi": "ja on ei se että oli ovat mutta kuin myös joka tai hän sen niin ole",
    "tr": "ve bir bu için ile da de olarak çok daha gibi olan ne var en",
    "ru": "и в не на что с по как это он от за для из к но у о же",
    "cs": "a se na je v že to s z do i o ve pro by jsou ale za jako",
}  # fmt: skip
# How often each language's words are met is counted in one long integer: a lane of so many bits for each language.
_LANE_BITS = 16
_LANES: dict[str, int] = {}
for _place, _text in enumerate(_WORDS.values()):
    for _word in dict.fromkeys(_text.split()):
        _LANES[_word] = _LANES.get(_word, 0) + (1 << (_LANE_BITS * _place))
_SHIFTS = range(0, _LANE_BITS * len(_WORDS), _LANE_BITS)
_ONE_LANE = (1 << _LANE_BITS) - 1
_WORD = re.compile(r"[^\W\d_]+")
_LETTERS_ALONE = {code: chr(code).lower() if chr(code).isalpha() else " " for code in range(128)}
_FEWEST_WORDS = 60
LONGEST_TEXT = 3000
"""Characters; more tell no more."""
_LEAST_SHARE = 0.15


@dataclass(frozen=True, slots=True)
class SmallWords:
    """How often a text, or several, meets each language's small words."""

    met: int = 0
    """The numbers of all languages, a lane of bits each."""
    count: int = 0
    """Of words of any kind."""

    def __add__(self, other: SmallWords) -> SmallWords:
        return SmallWords(self.met + other.met, self.count + other.count)


def small_words(text: str) -> SmallWords:
    """The small words of a text of some thousand characters at most."""
    words = text.translate(_LETTERS_ALONE).split() if text.isascii() else _WORD.findall(text.casefold())
    return SmallWords(sum(filter(None, map(_LANES.get, words))), len(words))


def clearest_language(found: SmallWords) -> tuple[str, float] | None:
    """(language, its share of small words over the next language's), or None when that is not clear."""
    if found.count < _FEWEST_WORDS:
        return None
    met = [found.met >> shift & _ONE_LANE for shift in _SHIFTS]
    best = max(met)
    if best < _LEAST_SHARE * found.count:
        return None
    language = max([name for name, count in zip(_WORDS, met, strict=True) if count == best])
    met.remove(best)
    return language, best / max(*met, 1)


def language_of_words(text: str) -> tuple[str, float] | None:
    """(language, its share of small words over the next language's) of a text, or None when that is not clear.

    >>> language_of_words("Der Hund und die Katze sind mit dem Mann auf das Feld " * 8)[0]
    'de'
    """
    return clearest_language(small_words(text[:LONGEST_TEXT]))
