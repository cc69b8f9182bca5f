"""Words printed around a comment in, names and what they are out: who, a profile's line, a trackback."""

from __future__ import annotations

import re
from functools import lru_cache

from archive.comment_words import AWAITING, BY_PREFIX, EDITED, LINE_JUNK, NOT_A_NAME, SAYS_SUFFIX

__all__ = [
    "ends_sentence",
    "ends_with_saying",
    "is_awaiting",
    "is_edited",
    "is_name",
    "is_profile_line",
    "kind_by_name",
    "may_tell_of_editing",
    "may_tell_of_waiting",
    "squash",
    "strip_name",
]

_AROUND_NAMES = " \t,;:.!?()[]{}\"“”„'’‘|/\\-–—+@»«•·¶†→>~*\xa0"
_MARKUP = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?>", re.I)
# What forums print beside a name: how many posts, since when, from where.
_PROFILE_LINE = re.compile(
    r"^\W*(?:(?:total )?posts?|beiträge|messages?|mensajes|mensagens|comments|topics?|threads?|location|ort|wohnort|"
    r"from|ubicación|localização|localisation|"
    r"join(?:ed)?(?: date)?|date joined|registered(?: on)?|registriert(?: seit)?|dabei seit|mitglied seit|member "
    r"since|inscri(?:t|ption)(?: le)?|date d'inscription|registrado|fecha de ingreso|"
    r"likes?(?: received)?|thanks?(?: received)?|thanked|dank(?: erhalten)?|erhaltene danke|reputation|rep(?: "
    r"power)?|karma|points?|punkte|reaction score|trophy points|solutions|kudos|age|alter|gender|geschlecht|sex|"
    r"mood|status|occupation|interests|website|rank|rang|group|gruppe|credits|country|real name|vorname|name|"
    r"warnings?|bike|team|reactions|activity|device)\s*[:.]\s*\S.{0,60}$"
    r"|^\W*[\d.,]+k?\s+(?:posts?|beiträge|messages|mensajes|mensagens|likes|thanks|points|topics|comments|kudos|"
    r"reviews)\W*$"
    r"|^\W*(?:registered user|(?:senior|junior|new|active|full|hero|power|regular|super|established|well-known) "
    r"member|member|moderator|administrator|global moderator|"
    r"mitglied|gast|guest|benutzer|neues? mitglied|stammgast|premium|site admin|admin|staff member|themenstarter|"
    r"topic starter|thread starter|original poster|op|autor|supporter|newbie|offline|online|banned|veteran|"
    r"\[?(?:visitor|besucher|visiteur|visitante|bezoeker|ospite|visitatore)\]?|"
    r"miembro|usuario registrado|membre|animateur|modérateur|administrateur)\W*$",
    re.I,
)
# What a full stop belongs to: "s.k.", "Ann B.", "John Doe Jr."
_INITIALS = re.compile(r"(?:^|[\s.])(?:[^\W\d_]|[JS]r)$")
_OF_COMMENTS = re.compile(
    r"^(?:all|\d+|view|show|see|more|older|newer|alle|tous les|toutes les|todos los|ver|todos os|tutti i)\s+(?:\w+\s+)?"
    r"(?:comments?|kommentare?n?|commentaires?|comentarios?|comentários?|commenti|reacties)$",
    re.I,
)
_LAST_WORD = re.compile(r"\w+$")
_LONGEST_WORD = 40
_LAST_OF_SAYING = frozenset(
    "say says said write writes wrote commented replied responded posted add adds added ask asks asked comments sagt "
    "sagte gesagt schreibt schrieb geschrieben kommentiert kommentierte meint meinte antwortet antwortete dice "
    "dijo dicho "
    "escribió escribio escribe comentó comento comenta respondió respondio detto scritto scrive dit écrit répondu diz "
    "disse escreveu comentou respondeu zegt zei schreef schrijft skrev skriver säger siger pisze this that following "
    "folgendes siguiente".split()
)
_WORDS = re.compile(r"\w+")
_MARKS_OF_JUNK = frozenset("([#№|•·")
_WORDS_OF_JUNK = frozenset(
    "permalink permanent permalien enlace link direktlink comment submitted posted erstellt verfasst gepostet "
    "geschrieben created on at am um el le em à às den vom date datum fecha data says said wrote schrieb dijo "
    "reply antworten "
    "responder répondre edit".split()
)
# Words that stand before a name, and those that may be taken off: a text of none of them is a name as it stands.
_WORDS_BEFORE_NAMES = ("by", "from", "von", "por", "par", "da", "door", "av", "af", "de")
_WORDS_OFF_NAMES = _LAST_OF_SAYING | _WORDS_OF_JUNK | {*_WORDS_BEFORE_NAMES}
_PING_NAME = re.compile(r"(?:^|[\s_-])(trackback|pingback|tweetback|ping)s?(?=$|[\s_:-])", re.I)


@lru_cache(maxsize=8192)
def is_profile_line(text: str) -> bool:
    """Whether a line is of a forum's panel about the author: "Posts: 12", "Senior Member"."""
    return _PROFILE_LINE.match(text) is not None


def squash(text: str) -> str:
    """The text in one line."""
    return " ".join(text.split())


def may_tell_of_editing(lowered: str) -> bool:
    """Whether a text in lower case has a word of which one is in every line that says a post was changed."""
    return "edi" in lowered or "bearb" in lowered or "ände" in lowered or "modif" in lowered or "updat" in lowered


def is_edited(text: str) -> bool:
    """Whether a line says that the post was changed."""
    return may_tell_of_editing(text.lower()) and EDITED.search(text) is not None


def may_tell_of_waiting(lowered: str) -> bool:
    """Whether a text in lower case has a word of which one is in every line that says a comment waits for approval."""
    return (
        "mod" in lowered
        or "goed" in lowered
        or "prüf" in lowered
        or "control" in lowered
        or "appro" in lowered
        or "apro" in lowered
        or "frei" in lowered
        or "valid" in lowered
    )


def is_awaiting(text: str) -> bool:
    """Whether a line says that the comment waits for approval."""
    return may_tell_of_waiting(text.lower()) and AWAITING.search(text) is not None


def ends_with_saying(text: str) -> bool:
    """Whether a text in one line ends with "says:" or its like.

    >>> ends_with_saying("Ann Smith wrote on her blog:"), ends_with_saying("Ann Smith replied to Bob:")
    (False, True)
    """
    return (_is_of_saying(_last_word(text)) or _may_hold_saying(text)) and SAYS_SUFFIX.search(text) is not None


def _last_word(text: str) -> str:
    """The word that a text in one line ends with, marks after it left out; '' where it ends with none."""
    ending = text.rstrip(" ,:.…")
    word = ending[ending.rfind(" ") + 1 :][-_LONGEST_WORD:]
    if word.isalnum():
        return word
    match = _LAST_WORD.search(word)
    return match[0] if match else ""


def _is_of_saying(word: str) -> bool:
    return word.lower() in _LAST_OF_SAYING


def _may_hold_saying(text: str) -> bool:
    """Whether a text has the words after which "says" need not be its last: "replied to Ann", "napisał(a)"."""
    lowered = text.lower()
    return "repl" in lowered or "napisa" in lowered


def _without_saying(text: str) -> str:
    """The text without "says:" at its end; the pattern is asked only where the last word may be of it."""
    last = _last_word(text)
    return SAYS_SUFFIX.sub("", text) if last and (_is_of_saying(last) or _may_hold_saying(text)) else text


def _may_hold_junk(text: str) -> bool:
    """Whether one of the words or marks of LINE_JUNK is in the text."""
    return (
        not _MARKS_OF_JUNK.isdisjoint(text)
        or "http" in text.lower()
        or not _WORDS_OF_JUNK.isdisjoint(_WORDS.findall(text.lower()))
    )


@lru_cache(maxsize=8192)
def strip_name(text: str) -> str:
    """A printed name without the words around it.

    >>> strip_name("Posted by: Bob Smith |"), strip_name("Bob (Leeds) says:"), strip_name("Ann (not verified)")
    ('Bob Smith', 'Bob (Leeds)', 'Ann')
    >>> strip_name("s.k. says:"), strip_name("Ann B."), strip_name("Bob.")
    ('s.k.', 'Ann B.', 'Bob')
    >>> strip_name("fern [example.org]")
    'fern [example.org]'
    """
    text = squash(text)
    if len(text) > 200:
        return text
    words = text.lower().split()
    if (
        "".join(words).isalpha()
        and _WORDS_OFF_NAMES.isdisjoint(words)
        and not words[0].endswith(_WORDS_BEFORE_NAMES)
        and not _may_hold_saying(text)
    ):
        return text
    before = BY_PREFIX.match(text)
    if before is not None:
        text = text[before.end() :]
    text = _without_saying(text)
    text = LINE_JUNK.sub(" ", text) if (" " in text or not text.isalpha()) and _may_hold_junk(text) else text
    if "<" in text:
        text = _MARKUP.sub("", text)  # Drupal 9 prints the tags around a name as words
    whole = squash(text)
    text = whole.strip(_AROUND_NAMES).lstrip("_")
    text = squash(_without_saying(text))
    if f"{text}." in whole and _INITIALS.search(text[-3:]):
        text += "."
    for opening, closing in ("()", "[]"):  # the end of "fern [example.org]" is no mark around the name
        if text.count(opening) > text.count(closing) and not text.endswith(opening):
            return text + closing
    return text


@lru_cache(maxsize=8192)
def is_name(text: str) -> bool:
    """Whether a short text can be who wrote a comment."""
    if not 0 < len(text) <= 60 or len(text.split()) > 7 or NOT_A_NAME.match(text) or _OF_COMMENTS.search(text):
        return False
    return any(map(str.isalnum, text)) and not (text.isdigit() and len(text) < 3)


def ends_sentence(text: str) -> bool:
    """Whether a line ends as sentences do, and not with an initial: "Thanks." but not "Karen S."."""
    return text[-1:] in ".!?" and not _INITIALS.search(text[:-1])


@lru_cache(maxsize=8192)
def kind_by_name(names: str) -> str:
    """trackback, pingback or comment, by words or class names."""
    match = _PING_NAME.search(names)
    return "comment" if match is None else "trackback" if match[1].lower() == "trackback" else "pingback"
