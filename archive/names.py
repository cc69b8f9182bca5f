"""Text of a byline in, the people and bodies it names out, with role, organisation and relation.

"Guest blog post by Anne Altman, general manager of IBM, and Dan Pelino" names two guest authors, one with a role at
an organisation. Nothing is looked up: what a name is, is told by its form and by the words around it.
"""
# ruff: noqa: E501 - patterns and tables read best unbroken

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from archive.dates import find_dates
from archive.model import Contributor
from archive.name_words import BEATS, CREDENTIALS, DOMAIN, LABEL_WORDS, LABELS, NOISE, ORGANISATION, PARTICLES, ROLE

__all__ = [
    "Label",
    "is_organisation",
    "is_person_name",
    "leading_label",
    "may_begin_label",
    "name_key",
    "read_byline",
    "tidy_name",
]

_LONGEST_BYLINE = 600
_WORD = re.compile(r"\w+")
_LETTERS = re.compile(r"[^\W\d_]+")
_HONORIFIC = re.compile(
    r"^(?:by|von|par|por|dr|prof|professor|mr|mrs|ms|miss|sir|dame|rev|herr|frau|monsieur|madame|hon)\b\.?:?\s+", re.I
)
_DEGREE = re.compile(r"(?:dr|prof)", re.IGNORECASE)
_AND = re.compile(r"\s+(?:and|und|et|y|e|with|mit|con|avec|og|och|en|i|и)\s+|\s*&\s*", re.IGNORECASE)
_LEADING_AND = re.compile(r"^(?:and|und|et|y|with|mit|con|avec|&|og|och|en)\s+", re.IGNORECASE)
_BREAK = re.compile(r"\s*(?:[|•·●◦⋅∙‧;]|\s[-–—]{1,2}\s|[\n\r]|\s::\s|\s>\s|»|\s/\s|/(?=[A-ZÄÖÜ]))\s*")
_COMMA = re.compile(r"\s*[,;]\s*")
_CAPITALISED = re.compile(r"[A-ZÄÖÜÉ][\w'’-]+")
_AT = re.compile(r"\s+(?:of|at|for|with|from|bei|der|des|von|de|chez|à|da|do|del|presso|@)\s+|\s*@\s*", re.IGNORECASE)
_ROLE_AT = re.compile(
    r"\s+(?:of|at|for|from|with|bei|der|des|von|de|du|chez|da|do|del|presso)\s+|\s*@\s*|,\s+", re.IGNORECASE
)
_AT_BODY = re.compile(r"(?<=\w)\s+(?:at|bei|chez)\s+(?=\w)", re.IGNORECASE)
_PARENTHESES = re.compile(r"\s*[(\[]([^)\]]{2,120})[)\]]\s*")
_INNER_LABEL = re.compile(
    r"(?<=[\w.)])(?<!ly)\s+(?=(?:written|posted|published|edited|reviewed|photos?|photographs|images?|illustrations?|translated|updated|"
    r"fact[\s-]checked|medically reviewed|interview)\s+by\b|(?:text|fotos?|bild(?:er)?|illustration(?:en)?|übersetzung|interview)\s+von\s|"
    r"(?:texto?|fotos?|photos?|ilustraci(?:ón|ones)|traducción|traduction)\s+(?:de|por|par)\s[A-ZÁÉÍÓÚ])",
    re.IGNORECASE,
)
# "Kaya ÖzNov 8, 2016": name and day that only a style sheet keeps apart
_GLUED_DAY = re.compile(
    r"(?<=[a-zß-ÿ])(?=(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.? \d)|(?<=[a-zß-ÿ])(?=\d\d?[ ./]\S+ ?\d{4})"
)
_INITIAL_END = re.compile(r"(?:^|[\s.])[^\W\d_][a-z]?\.$")
_SECOND_LABEL = re.compile(r"[\w.)]\s+[^\W\d_][\w\s-]+\s(?:by|von|de|por|par)\s", re.IGNORECASE)
_LABELS_END = ("by", "von", "de", "por", "par")
_HANDLE = re.compile(r"(?<=\s)@[A-Za-z]\w{2,30}(?=[\s,]|$)")
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
    r"\bposted\b|\bpublished\b|\bupdated\b|\blast\s+(?:updated|modified)\b|(?-i:\bon\s*:?\s*$)|\bin\s+[A-Z]\w+.*$|(?-i:\bat\s*$)|\d+\s+min|"
    r"(?-i:\b(?:am|el|le|em|in|op|il|den)\s*$)|\bfiled under\b|\bunder\b|\bview (?:all|profile|bio)\b|\bfollow\b|\bread more\b|\bread full\b|"
    r"\d+\s*comments?|\bleave a\b|\bsee all\b|\bfact[\s-]check(?:ed)?\b|\bmedically reviewed\b|\breviewed by\b|\bedited by\b|"
    r"\bphotos? by\b|\bon behalf of\b|\bis an?\b|\bhas been\b|\bjoined\b|\bwas\b|(?<=\w)\s(?-i:An?)\s(?=[a-z])).*$",
    re.IGNORECASE | re.DOTALL,
)


_TAIL_WORDS = frozenset(
    """on am el le em den il op posted published updated last in at filed under view follow read leave see fact medically
    reviewed edited photo photos is has joined was a an""".split()
)
"""Every word that such a tail begins with, but for days of the week, minutes and comments."""


@dataclass(frozen=True, slots=True)
class Label:
    """The words before a name that tell what it did."""

    relation: str
    is_guest: bool
    end: int
    """Where the names begin, in characters."""


@lru_cache(maxsize=8192)
def name_key(name: str) -> str:
    """A name for comparison: no accents, case, punctuation, honorifics or letters after it.

    >>> name_key("Dr. José  Núñez, PhD") == name_key("Jose Nunez")
    True
    """
    name = " ".join(name.split())
    while honorific := _HONORIFIC.match(name):
        name = name[honorific.end() :]
    kept = [token for place, token in enumerate(name.split()) if place < 2 or not CREDENTIALS.match(token.strip(","))]
    folded = unicodedata.normalize("NFKD", " ".join(kept)).casefold()
    words = _WORD.findall("".join(c for c in folded if not unicodedata.combining(c)))
    while len(words) > 2 and words[-1] in ("phd", "md", "jr", "sr", "mba", "rd", "cpa", "esq"):
        words.pop()
    return " ".join(words)


def may_begin_label(text: str) -> bool:
    """Whether the first word of a text is one that a label can begin with: cheap, and never wrong about "no".

    >>> may_begin_label("  By: Jane"), may_begin_label("Jane Doe")
    (True, False)
    """
    first = text[:40].split(None, 1)[:1]
    return bool(first) and first[0].rstrip(":,.").casefold() in LABEL_WORDS


@lru_cache(maxsize=4096)
def leading_label(text: str) -> Label | None:
    """The label at the beginning of a text, or None.

    >>> leading_label("Guest post by Jane Doe")
    Label(relation='author', is_guest=True, end=14)
    """
    if not may_begin_label(text):
        return None
    for relation, is_guest, pattern in LABELS:
        match = pattern.match(text)
        if (
            match
            and match.end()
            and (match.end() == len(text) or not text[match.end() - 1 : match.end() + 1].isalnum())
        ):
            return Label(relation, is_guest, match.end())
    return None


@lru_cache(maxsize=8192)
def is_organisation(name: str) -> bool:
    """Whether a name is of a company, team or office.

    >>> is_organisation("Public Affairs"), is_organisation("The Meetingnotes Team"), is_organisation("Jane Doe")
    (True, True, False)
    """
    return bool(
        not ORGANISATION.isdisjoint(_words(name))
        or DOMAIN.search(name)
        or (name.startswith("The ") and len(name.split()) > 1)
    )


def _words(text: str) -> list[str]:
    return _LETTERS.findall(text.casefold())


def _has_role(text: str) -> bool:
    return not ROLE.isdisjoint(_words(text))


def _role_start(text: str) -> int:
    """Where the first word of a role begins; -1 when there is none."""
    if not _has_role(text):
        return -1
    return next((m.start() for m in _LETTERS.finditer(text) if m[0].casefold() in ROLE), -1)


@lru_cache(maxsize=8192)
def is_person_name(text: str) -> bool:
    """Whether a text has the form of a person's full name.

    >>> is_person_name("Ludwig van Beethoven"), is_person_name("Read More"), is_person_name("general manager")
    (True, False, False)
    """
    tokens = text.replace(",", " ").split()
    while len(tokens) > 2 and tokens[1].casefold() in (
        "med.",
        "phil.",
        "jur.",
        "nat.",
        "rer.",
        "ing.",
        "h.",
        "c.",
        "dr.",
    ):
        del tokens[1]  # "Dr. rer. nat. Hans Müller"
    if not 2 <= len(tokens) <= 5 or len(text) > 50 or not tokens[0][:1].isupper():
        return False
    if not all(map(_is_name_token, tokens)) or tokens[-1] in PARTICLES:
        return False
    words = _words(text)
    return NOISE.isdisjoint(words) and ROLE.isdisjoint(words) and not is_organisation(text)


def _is_name_token(token: str) -> bool:
    bare = token.strip(".,'’\"“”()-")
    if not bare:
        return False
    if bare.casefold() in PARTICLES:
        return True
    if bare.isascii() and bare.isalpha():
        return bare[0].isupper()
    first = bare[0]
    # scripts without capital letters (Chinese, Arabic) tell nothing by them
    return (first.isupper() or not (first.islower() or first.isupper())) and all(
        c.isalpha() or c in "-.'’ʼ·" or unicodedata.combining(c) for c in bare
    )


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
    people: list[Contributor] = []
    relation, is_guest = "author", False
    for part in _parts(text[:_LONGEST_BYLINE]):
        label = leading_label(part)
        if label:
            relation, is_guest = label.relation, label.is_guest
            part = part[label.end :]
        part = _trimmed(_without_tail(part).strip(" \t,:-–—|"))
        if part:
            _read_list(part, relation, is_guest, people)
    return tuple(people)


def _without_tail(text: str) -> str:
    """The text without what follows the names; most have no word that a tail begins with."""
    lowered = text.casefold()
    words = _WORD.findall(lowered)
    may_have_one = (
        not _TAIL_WORDS.isdisjoint(words)
        or (words and words[-1].endswith("day"))
        or "min" in lowered
        or "comment" in lowered
    )
    return _TAIL.sub("", text) if may_have_one else text


def _trimmed(text: str) -> str:
    """
    >>> _trimmed("our public sector."), _trimmed("John D.")
    ('our public sector', 'John D.')
    """
    return text if _INITIAL_END.search(text) else text.rstrip(" .")


def _parts(text: str) -> Iterator[str]:
    """The byline cut where it breaks, dates and addresses taken out."""
    if "@" in text:
        text = _EMAIL.sub(" ", text)
        if len(text.split()) > 2:
            text = _HANDLE.sub(" ", text)  # "John Smith @jsmith": the account of who stands before it
    if any(map(str.isdigit, text)):
        text = _GLUED_DAY.sub(" ", text)
    for found in reversed(find_dates(text)):
        text = f"{text[: found.start]} | {text[found.end :]}"
    if any(map(text.lower().__contains__, _LABELS_END)) and _SECOND_LABEL.search(text):
        text = _INNER_LABEL.sub(r" | \g<0>", text)
    for part in _BREAK.split(text):
        part = part.strip(" \t,")
        # a second label inside a part begins another one: "Jane Doe Photos by John Roe"
        if part:
            yield part


def _read_list(part: str, relation: str, is_guest: bool, people: list[Contributor]) -> None:
    """Reads "A, role of X, and B" into people."""
    notes = [] if _MIDDLE_NAME.search(part) else _PARENTHESES.findall(part)
    part = (_PARENTHESES.sub(" ", part) if notes else part).strip()
    before = len(people)
    pieces = [piece for piece in _COMMA.split(part) if piece]
    if len(pieces) == 2 and all(map(_CAPITALISED.fullmatch, pieces)):
        pieces = [f"{pieces[1]} {pieces[0]}"]  # "Doe, Jane"
    for piece in pieces:
        label = leading_label(piece)
        if label and label.end < len(piece):
            relation, is_guest, piece = label.relation, label.is_guest, piece[label.end :]
        opened = bool(_LEADING_AND.match(piece))
        piece = _trimmed(_LEADING_AND.sub("", piece).strip(" :"))
        if not piece or piece.isdigit() or (people and CREDENTIALS.match(piece)):
            continue
        if len(people) > before and not opened and (_is_role(piece) or is_organisation(piece)):
            people[-1] = _with_role(people[-1], piece)
            continue
        people.extend(_named(piece, relation, is_guest))
        if len(people) == before and people and _is_role(piece):
            people[-1] = _with_role(people[-1], piece)
    if notes and len(people) == before + 1 and (_is_role(notes[0]) or is_organisation(notes[0])):
        people[-1] = _with_role(people[-1], notes[0])


def _named(piece: str, relation: str, is_guest: bool) -> list[Contributor]:
    """The contributors of a piece without commas: one, or several joined by 'and'."""
    joined = [_bare(name) for name in _AND.split(piece)]
    if len(joined) > 1 and all(_may_be_name(name) for name in joined) and not _is_one_body(piece, joined):
        surname = joined[-1].split()
        if len(joined) == 2 and " " not in joined[0] and len(surname) == 2 and is_person_name(joined[1]):
            joined[0] = f"{joined[0]} {surname[1]}"  # "Jane and John Doe"
        return [_contributor(name, relation, is_guest) for name in joined]
    cut = _AT.search(piece)
    if cut and is_person_name(_bare(piece[: cut.start()])) and not is_person_name(_bare(piece)):
        person = _contributor(_bare(piece[: cut.start()]), relation, is_guest)
        return [replace(person, organisation=piece[cut.end() :].strip(" .") or None)]
    role = _role_start(piece)
    if role > 0:
        before = _before_role(piece, role)
        if before:
            person = _contributor(before, relation, is_guest)
            return [_with_role(person, piece[len(before) :].strip(" -–—:"))]
    name = _bare(piece)
    return [_contributor(name, relation, is_guest)] if _may_be_name(name) else []


def _is_one_body(piece: str, joined: list[str]) -> bool:
    """Whether 'and' stands inside one organisation's name ("Bureau of Trade and Industry")."""
    return is_organisation(piece) and not any(is_person_name(name) for name in joined)


def _before_role(piece: str, start: int) -> str:
    """The name that stands before a role without a comma ("Jane Ann Doe Senior Health Writer"), or ''."""
    tokens = piece[:start].split()
    beat = next((n for n, token in enumerate(tokens) if token.casefold() in BEATS), len(tokens))
    for count in (4, 3, 2):
        name = " ".join(tokens[:count])
        if beat >= count and is_person_name(name) and len(tokens) - count <= 2:
            return name
    return ""


def _is_role(piece: str) -> bool:
    """Whether a piece tells what somebody is, not who."""
    if is_person_name(piece):
        return False
    return _has_role(piece) or (piece[:1].islower() and " " in piece)


def _with_role(person: Contributor, piece: str) -> Contributor:
    """The person with a further piece of role or organisation."""
    if person.role:
        return person if person.organisation else replace(person, organisation=piece)
    # "chief of outreach at the Western Satellite Office": where there is an "at", what stands before it is the role
    cut = _AT_BODY.search(piece) or _ROLE_AT.search(piece)
    if cut and _has_role(piece[: cut.start()]):
        return replace(person, role=piece[: cut.start()].strip(), organisation=piece[cut.end() :].strip() or None)
    if _has_role(piece):
        return replace(person, role=piece)
    return replace(person, organisation=piece)


def _bare(name: str) -> str:
    is_dotted = name.rstrip(" \t").endswith(".")
    name = name.strip(" \t.:,;\"“”'‘’*#–—-|_")
    while not _DEGREE.match(name) and (honorific := _HONORIFIC.match(name)):
        name = name[honorific.end() :]
    tokens = name.split()
    half = len(tokens) // 2
    for size in range(1, half + 1):  # "Example Corp Example Corp", from a name beside its picture's text
        if len(tokens) % size == 0 and tokens == tokens[:size] * (len(tokens) // size):
            tokens = tokens[:size]
            break
    if len(tokens) > 2 and tokens[-1] == tokens[0]:  # "Jane Doe Jane is an editor"
        tokens.pop()
    while len(tokens) > 2 and CREDENTIALS.match(tokens[-1]) and len(tokens[-1]) > 2 and not name.isupper():
        tokens.pop()
    if is_dotted and len(tokens) > 1 and len(tokens[-1]) == 1:
        tokens[-1] += "."  # an initial
    return " ".join(tokens)


def _may_be_name(name: str) -> bool:
    if not 2 <= len(name) <= 60 or len(name.split()) > 6 or not any(map(str.isalpha, name)):
        return False
    if is_person_name(name):
        return True
    if name.casefold() in PARTICLES or not NOISE.isdisjoint(_words(name)) or name.endswith(("…", "...")):
        return False
    tokens = name.split()
    if is_organisation(name):
        return name[:1].isupper() or len(tokens) == 1
    if len(tokens) == 2 and tokens[1].isdigit():
        return False  # "Jun 2"
    if len(tokens) == 1:
        return not name.isdigit() and name.casefold() not in ROLE
    if _has_role(name):
        return False
    return all(_is_name_token(t) or t.isdigit() for t in tokens) or (len(tokens) <= 3 and name.islower())


def _contributor(name: str, relation: str, is_guest: bool) -> Contributor:
    return Contributor(name, relation=relation, is_guest=is_guest, is_organisation=is_organisation(name))
