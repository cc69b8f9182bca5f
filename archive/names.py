"""Text of a byline in, the people and bodies it names out, with role, organisation and relation.

"Guest blog post by Anne Altman, general manager of IBM, and Dan Pelino" names two guest authors, one with a role at
an organisation. Nothing is looked up: what a name is, is told by its form and by the words around it.
"""
# ruff: noqa: E501 - patterns and tables read best unbroken

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from archive.byline_roles import before_role, is_plural_role, is_role, may_be_body, role_start, said_to_be, with_role
from archive.dates import find_dates
from archive.model import Contributor
from archive.name_forms import bare_name, is_organisation, is_person_name, may_be_name
from archive.name_words import BEFORE_LABEL, CREDENTIALS, LABEL_STEMS, LABEL_WORDS, LABELS, SECOND_WORDS
from archive.quick_values import quickly_made

__all__ = ["Label", "leading_label", "may_begin_label", "read_byline", "tidy_name"]

_LONGEST_BYLINE = 600
_WORD = re.compile(r"\w+")
_AND_WORDS = frozenset("and und et y e with mit con avec og och en i и &".split())
_AND = re.compile(r"\s+(?:and|und|et|y|e|with|mit|con|avec|og|och|en|i|и)\s+|\s*&\s*", re.IGNORECASE)
_LEADING_AND = re.compile(r"^(?:and|und|et|y|with|mit|con|avec|&|og|och|en)\s+", re.IGNORECASE)
_BREAK = re.compile(r"\s*(?:[|•·●◦⋅∙‧;]|\s[-–—]{1,2}\s|[\n\r]|\s::\s|\s>\s|»|\s/\s|/(?=[A-ZÄÖÜ]))\s*")
_BREAKING = frozenset("|•·●◦⋅∙‧;-–—\n\r:>»/")
"""Every character that a break is made of."""
_COMMA = re.compile(r"\s*[,;]\s*")
_CAPITALISED = re.compile(r"[A-ZÄÖÜÉ][\w'’-]+")
_AT_WORDS = frozenset("of at for with from bei der des von de chez à da do del presso @".split())
_AT = re.compile(r"\s+(?:of|at|for|with|from|bei|der|des|von|de|chez|à|da|do|del|presso|@)\s+|\s*@\s*", re.IGNORECASE)
_NEVER_IN_NAMES = frozenset(["of", "at", "from", "bei", "chez", "@"])
_PARENTHESES = re.compile(r"\s*[(\[]([^)\]]{2,120})[)\]]\s*")
# A second label among the names: "Jane Doe Photos by John Roe", "Text: A. Fotos: B"
_INNER_LABEL = re.compile(
    r"(?<=[\w.,)])(?<!ly)\s+(?=(?:written|posted|published|edited|reviewed|photos?|photographs|photography|images?|illustrations?|"
    r"translated|translation|updated|fact[\s-]checked|medically reviewed|interview)\s+(?:from\s+(?:the\s+)?\w+\s+)?by\b|as told to\b|"
    r"with\s+(?:additional\s+)?(?:contributions?|reporting|input|help|assistance|support|research)\s+(?:by|from|of)\b|"
    r"(?:text|fotos?|bild(?:er)?|illustration(?:en)?|übersetzung|interview)\s+von\s|"
    r"(?:texto?|fotos?|photos?|ilustraci(?:ón|ones)|traducción|traduction)\s+(?:de|por|par)\s[A-ZÁÉÍÓÚ]|"
    r"(?:texto?|texte|fotos?|fotografie|photos?|bild(?:er)?|illustration(?:en|s)?|video|interview|übersetzung|traducción|traduction|"
    r"photography|images?)\s?:\s)",
    re.IGNORECASE,
)
_INNER_WORDS = frozenset(
    """written posted published edited reviewed photo photos photographs photography image images illustration illustrations
    translated translation updated fact fact-checked medically interview as with text foto fotos bild bilder illustrationen übersetzung texto
    texte ilustración ilustraciones traducción traduction fotografie video""".split()
)
"""Every word that a second label begins with: a quick look that spares most texts the pattern."""
# "Kaya ÖzNov 8, 2016": name and day that only a style sheet keeps apart
_GLUED_DAY = re.compile(
    r"(?<=[a-zß-ÿ])(?=(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.? \d)|(?<=[a-zß-ÿ])(?=\d\d?[ ./]\S+ ?\d{4})"
)
_GLUED = re.compile(r"[a-zß-ÿ](?:[JFMASOND]|[0-9])")
_INITIAL_END = re.compile(r"(?:^|[\s.])[^\W\d_][a-z]?\.$")
_DIGIT = re.compile(r"\d")
_CLOCK = re.compile(
    r"(?:\b(?:at|um|à|a las|às|alle|om|kl\.?)\s+)?\b[012]?\d(?::[0-5]\d(?::[0-5]\d)?(?:\s?[ap]\.?m\b\.?)?|\s?[ap]\.?m\b\.?)"
    r"(?:\s?(?:Uhr|hrs|h)\b)?(?:\s?(?:[ECMP][SD]?T|GMT|UTC|CES?T)\b)?",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"[\[(]?(?:editor(?:s?['’]s?|s)?\s+note|ed\.?\s+note|note from the editors?|anm(?:erkung|\.)\s+der\s+redaktion|nota del? (?:la )?redac\w+|"
    r"nota do editor|note de la rédaction|ndlr)\s*[:.–—-]\s*",
    re.IGNORECASE,
)
# Soft hyphens and their like, which a style sheet's hyphenation leaves in names
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")
_HANDLE = re.compile(r"(?<=\s)@[A-Za-z]\w{2,30}(?=[\s,]|$)")
_HANDLE_BETWEEN = re.compile(r"(?<=\w)\s@[A-Za-z]\w{2,30}\s(?=[A-ZÄÖÜÉ][\w'’-]+\s[A-ZÄÖÜÉ])")
_MIDDLE_NAME = re.compile(r"(?<=\w)\s[(\[][A-ZÄÖÜÉ][\w'’-]+[)\]]\s(?=[A-ZÄÖÜÉ][\w'’-]+$)")
_EMAIL = re.compile(r"<?\S+@\S+\.\w+>?")
# What a byline says after the names. "le" and "el" end names too ("Loïc Le Clerc"): only before a weekday are they noise.
_WEEKDAY = (
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tue|wed|thu|fri|sat|sun)\b|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche|"
    r"(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag)|lunes|martes|miércoles|jueves|viernes|sábado|"
    r"domingo|segunda|terça|quarta|quinta|sexta|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag)"
)
_TAIL = re.compile(
    rf"\s*(?:\b(?:on|am|el|le|em|den|il|op)\s+{_WEEKDAY}\S{{0,7}}\s*$|"
    r"(?<![\w-])(?:mon|tues|wednes|thurs|fri|satur|sun)day\s*,?\s*$|"
    r"\bposted\b|\bpublished\b|\bupdated\b|\blast\s+(?:updated|modified)\b|(?-i:\bon\s*:?\s*$)|\b(?:in|dans|unter|em|sous)\s+[A-Z]\w+.*$|(?-i:\bat\s*$)|\d+\s+min|\d+\s(?:(?:year|month|week|day|hour|second)s?,?\s(?:\d+\s(?:year|month|week|day|hour|min)\w*\s)?ago\b)|"
    r"(?-i:\b(?:am|el|le|em|in|op|il|den)\s*$)|\bfiled under\b|\bunder\b|\bview (?:all|profile|bio)\b|\bfollow\b|\bread more\b|\bread full\b|"
    r"\d+\s*comments?|\bleave a\b|\bsee all\b|\bfact[\s-]check(?:ed)?\b|\bmedically reviewed\b|\breviewed by\b|\bedited by\b|"
    r"\bphotos? by\b|\bon behalf of\b|\bis an?\b|\bhas been\b|\bjoined\b|\bwas\b|(?<=\w)\s(?-i:An?)\s(?=[a-z])).*$",
    re.IGNORECASE | re.DOTALL,
)


_TAIL_WORDS = frozenset(
    """on am el le em den il op dans unter sous posted published updated last in at filed under view follow read leave see fact medically
    reviewed edited photo photos is has joined was a an""".split()
)
"""Every word that such a tail begins with, but for days of the week, minutes and comments."""


_LabelPattern = tuple[str, bool, re.Pattern[str]]
_PATTERNS: dict[str, tuple[_LabelPattern, ...]] = {
    word: tuple([label for label, stems in zip(LABELS, LABEL_STEMS, strict=True) if word.startswith(stems)])
    for word in LABEL_WORDS
}
"""By first word, those of LABELS that may match."""
_PLAIN_NAME = re.compile(r"[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+(?: [A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+){1,2}")
_TELLING = (
    LABEL_WORDS | _INNER_WORDS | _TAIL_WORDS | _AND_WORDS | _AT_WORDS
    | frozenset("by von par por dr prof professor mr mrs ms miss sir dame rev herr frau monsieur madame hon jr sr esq".split())
)  # fmt: skip
"""Words that say something beside names, or are no part of the name they stand with."""


@quickly_made
@dataclass(frozen=True, slots=True)
class Label:
    """The words before a name that tell what it did."""

    relation: str
    is_guest: bool
    end: int
    """Where the names begin, in characters."""


def may_begin_label(text: str) -> bool:
    """Whether the first word of a text is one that a label can begin with: cheap, and never wrong about "no".

    >>> may_begin_label("  By: Jane"), may_begin_label("Jane Doe"), may_begin_label("In the shade")
    (True, False, False)
    """
    return bool(_patterns_for(text))


def _patterns_for(text: str) -> tuple[_LabelPattern, ...]:
    """Those of LABELS that may match at the beginning of a text, by its first two words."""
    words = text[:60].lstrip(BEFORE_LABEL).split(None, 2)
    if not words:
        return ()
    first = words[0].rstrip(":,.").casefold()
    wanted = SECOND_WORDS.get(first)
    if wanted is not None and not (len(words) > 1 and words[1].casefold().startswith(wanted)):
        return ()
    return _PATTERNS.get(first, ())


@lru_cache(maxsize=4096)
def leading_label(text: str) -> Label | None:
    """The label at the beginning of a text, or None.

    >>> leading_label("Guest post by Jane Doe")
    Label(relation='author', is_guest=True, end=14)
    """
    patterns = _patterns_for(text)
    if not patterns:
        return None
    note = _NOTE.match(text)
    if note:  # "Editor's note: this post was written by …"
        noted = leading_label(text[note.end() :])
        return replace(noted, end=noted.end + note.end()) if noted else None
    for relation, is_guest, pattern in patterns:
        match = pattern.match(text)
        if (
            match
            and match.end()
            and (match.end() == len(text) or not text[match.end() - 1 : match.end() + 1].isalnum())
        ):
            return Label(relation, is_guest, match.end())
    return None


def tidy_name(text: str) -> str:
    """The name alone: labels, honorifics' labels, dates, handles and letters after it cut off; '' when none is left.

    >>> tidy_name("By JANE DOE, PhD | Staff Writer")
    'JANE DOE'
    """
    people = read_byline(text)
    return people[0].name if people else ""


@lru_cache(maxsize=4096)
def read_byline(text: str) -> tuple[Contributor, ...]:
    """Everybody a byline names, in order.

    >>> [(c.name, c.role) for c in read_byline("By Jane Doe, Staff Writer, and John Q. Public")]
    [('Jane Doe', 'Staff Writer'), ('John Q. Public', None)]
    >>> [(c.name, c.relation) for c in read_byline("Von Max Muster | Fotos: Erika Mustermann")]
    [('Max Muster', 'author'), ('Erika Mustermann', 'photographer')]
    """
    if not text.isascii():
        text = _INVISIBLE.sub("", text)
    if _is_plain_name(text):
        return (_contributor(text, "author", False),)
    people: list[Contributor] = []
    relation, is_guest, alone = "author", False, False
    for part in _parts(text[:_LONGEST_BYLINE]):
        label = leading_label(part)
        if label:
            relation, is_guest = label.relation, label.is_guest
            part = part[label.end :]
        part = _trimmed(_without_tail(said_to_be(part)).strip(" \t,:-–—|[]"))
        before = len(people)
        if _is_plain_name(part):
            people.append(_contributor(part, relation, is_guest))
        elif part:
            _read_list(part, relation, is_guest, people)
        added = len(people) - before
        if alone and not label and added == 1 and people[-1].is_organisation and people[-2].organisation is None:
            people[-2:] = [replace(people[-2], organisation=people[-1].name)]  # "Jane Doe – Rivermill Inc."
        alone = added == 1 and is_person_name(people[-1].name)
    return tuple(people)


def _is_plain_name(text: str) -> bool:
    """Whether a text is two or three capitalised words that are a person's name: as most are, and nothing to read in it.

    >>> _is_plain_name("Jane Doe"), _is_plain_name("Guest Author"), _is_plain_name("Jane Doe Jane"), _is_plain_name("Jane E Doe")
    (True, False, False, False)
    """
    if not _PLAIN_NAME.fullmatch(text):
        return False
    words = text.casefold().split()
    return _TELLING.isdisjoint(words) and words[0] != words[-1] and is_person_name(text)


def _without_tail(text: str) -> str:
    """The text without what follows the names; most have no word that a tail begins with."""
    lowered = text.casefold()
    words = _WORD.findall(lowered)
    telling = [word for word in words if word in _TAIL_WORDS]
    if words and words[-1].endswith("day"):
        telling.append(words[-1])
    starts = [lowered.find(word) for word in telling]
    if (number := _DIGIT.search(text)) and ("min" in lowered or "comment" in lowered or lowered.endswith("ago")):
        starts.append(number.start())
    if not starts:
        return text
    # the pattern is asked from the first of these on, and from the white space before it
    start = len(text[: min(starts)].rstrip()) if len(lowered) == len(text) else 0
    tail = _TAIL.search(text, start)
    return text[: tail.start()] if tail else text


def _trimmed(text: str) -> str:
    """
    >>> _trimmed("our public sector."), _trimmed("John D.")
    ('our public sector', 'John D.')
    """
    if not text.endswith((".", " ")) or _INITIAL_END.search(text):
        return text
    return text.rstrip(" .")


def _parts(text: str) -> Iterator[str]:
    """The byline cut where it breaks, dates and addresses taken out."""
    if "@" in text:
        text = _EMAIL.sub(" ", text)
        if len(text.split()) > 2:
            text = _HANDLE_BETWEEN.sub(", ", text)
            text = _HANDLE.sub(" ", text)  # "John Smith @jsmith": the account of who stands before it
    if _DIGIT.search(text):
        if _GLUED.search(text):
            text = _GLUED_DAY.sub(" ", text)
        for found in reversed(find_dates(text)):
            text = f"{text[: found.start]} | {text[found.end :]}"
        if _DIGIT.search(text):
            text = _CLOCK.sub(" | ", text)
    if not _INNER_WORDS.isdisjoint([word.rstrip(":") for word in text.lower().split()[1:]]):
        text = _INNER_LABEL.sub(r" | \g<0>", text)
    for part in [text] if _BREAKING.isdisjoint(text) else _BREAK.split(text):
        part = part.strip(" \t,")
        # a second label inside a part begins another one: "Jane Doe Photos by John Roe"
        if part:
            yield part


def _read_list(part: str, relation: str, is_guest: bool, people: list[Contributor]) -> None:
    """Reads "A, role of X, and B" into people."""
    notes = _PARENTHESES.findall(part) if ("(" in part or "[" in part) and not _MIDDLE_NAME.search(part) else []
    part = (_PARENTHESES.sub(" ", part) if notes else part).strip()
    before = len(people)
    pieces = [piece for piece in _COMMA.split(part) if piece] if "," in part or ";" in part else [part]
    if len(pieces) == 2 and all(map(_CAPITALISED.fullmatch, pieces)):
        pieces = [f"{pieces[1]} {pieces[0]}"]  # "Doe, Jane"
    for place, piece in enumerate(pieces):
        label = leading_label(piece)
        if label and label.end < len(piece):
            relation, is_guest, piece = label.relation, label.is_guest, piece[label.end :]
        opened = _LEADING_AND.match(piece)
        piece = _trimmed((piece[opened.end() :] if opened else piece).strip(" :"))
        if not piece or piece.isdigit() or (people and CREDENTIALS.match(piece)):
            continue
        if len(people) > before and not opened and _tells_of(people[-1], piece, place == 1 and len(pieces) == 2):
            several = is_plural_role(piece)
            people[before:] = [
                with_role(p, piece) if p is people[-1] or (several and not p.role) else p for p in people[before:]
            ]
            continue
        people.extend(_named(piece, relation, is_guest))
        if len(people) == before and people and is_role(piece):
            people[-1] = with_role(people[-1], piece)
    if notes and len(people) == before + 1 and (is_role(notes[0]) or is_organisation(notes[0])):
        people[-1] = with_role(people[-1], notes[0])


def _tells_of(person: Contributor, piece: str, is_last_of_two: bool) -> bool:
    """Whether a piece after a comma is about the person before it, and nobody else's name."""
    if CREDENTIALS.match(piece):
        return False
    return is_role(piece) or is_organisation(piece) or may_be_body(person, piece, is_last_of_two=is_last_of_two)


def _named(piece: str, relation: str, is_guest: bool) -> list[Contributor]:
    """The contributors of a piece without commas: one, or several joined by 'and'."""
    words = frozenset(piece.lower().split())
    has_and = "&" in piece or not words.isdisjoint(_AND_WORDS)
    joined = [bare_name(name) for name in _AND.split(piece)] if has_and else [bare_name(piece)]
    if len(joined) > 1 and all(may_be_name(name) for name in joined) and not _is_one_body(piece, joined):
        surname = joined[-1].split()
        if len(joined) == 2 and " " not in joined[0] and len(surname) == 2 and is_person_name(joined[1]):
            joined[0] = f"{joined[0]} {surname[1]}"  # "Jane and John Doe"
        return [_contributor(name, relation, is_guest) for name in joined]
    cut = _AT.search(piece) if "@" in piece or not words.isdisjoint(_AT_WORDS) else None
    is_body_named = cut and (cut[0].strip().lower() in _NEVER_IN_NAMES or not is_person_name(bare_name(piece)))
    if cut and is_body_named and is_person_name(bare_name(piece[: cut.start()])):
        person = _contributor(bare_name(piece[: cut.start()]), relation, is_guest)
        return [replace(person, organisation=piece[cut.end() :].strip(" .") or None)]
    role = role_start(piece)
    if role > 0:
        before = before_role(piece, role)
        if before:
            person = _contributor(before, relation, is_guest)
            return [with_role(person, piece[len(before) :].strip(" -–—:"))]
    name = bare_name(piece) if has_and else joined[0]
    return [_contributor(name, relation, is_guest)] if may_be_name(name) else []


def _is_one_body(piece: str, joined: list[str]) -> bool:
    """Whether 'and' stands inside one organisation's name ("Bureau of Trade and Industry")."""
    return is_organisation(piece) and not any(is_person_name(name) for name in joined)


def _contributor(name: str, relation: str, is_guest: bool) -> Contributor:
    return Contributor(name, relation=relation, is_guest=is_guest, is_organisation=is_organisation(name))
