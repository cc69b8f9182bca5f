"""Words of comment areas in several languages, as patterns: what a line or a class says, never where it stands.

English, German, Spanish, French, Portuguese, Italian and Dutch are taken in full; a few others where their blogs
use one fixed word (Polish, Swedish, Danish).
"""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = [
    "AWAITING",
    "BY_PREFIX",
    "COUNT_HEADING",
    "DATE_TEXT",
    "DELETED",
    "EDITED",
    "JOINING_LINE",
    "LINE_JUNK",
    "NOT_A_NAME",
    "NO_COMMENTS",
    "PINGBACK",
    "READ_MORE",
    "SAYS_SUFFIX",
    "SCORE",
    "comment_count",
    "date_spans",
]

_MONTH = (
    r"(?:jan(?:uary|uar|v(?:ier)?|eiro)?|ene(?:ro)?|feb(?:ruary|ruar|rero)?|f[ée]v(?:r(?:ier)?|ereiro)?|mar(?:ch|s|"
    r"zo|ço)?|"
    r"m[äa]r(?:z|t|et)?|mrz|maart|mrt|apr(?:il|ile)?|avr(?:il)?|abr(?:il)?|may(?:o)?|mai(?:o)?|mei|maj|magg(?:io)?|"
    r"june?|juni|juin|"
    r"junho|junio|giu(?:gno)?|jul(?:y|i|ho|io)?|juil(?:let)?|luglio|lug|aug(?:ust|ustus)?|ao[uû]t|ago(?:sto)?|"
    r"sep(?:t(?:embe?r?|embre)?)?|"
    r"set(?:embro|t(?:embre)?)?|oct(?:ober|obre)?|okt(?:ober)?|out(?:ubro)?|ott(?:obre)?|nov(?:emb(?:er|re|ro))?|"
    r"dec(?:ember)?|"
    r"dez(?:ember|embro)?|d[ée]c(?:embre)?|dic(?:iembre|embre)?)"
)
_WEEKDAY = (
    r"(?:(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?|montag|dienstag|mittwoch|donnerstag|freitag|"
    r"samstag|sonntag|[mdfs][oira]|lunes|martes|mi[ée]rcoles|jueves|viernes|s[áa]bado|domingo|lundi|mardi|mercredi|"
    r"jeudi|"
    r"vendredi|samedi|dimanche|(?:segunda|ter[çc]a|quarta|quinta|sexta)(?:-feira)?)"
)
_TIME = (
    r"\d{1,2}(?:[:.]\d{2}|h\d{2})(?:[:.]\d{2})?(?:\s*[ap]\.?\s?m\b\.?)?(?:\s*(?:uhr|h\b|(?:ut|gm|[ecmp][sd]|ce?s|"
    r"be)t\b))?|\d{1,2}\s?[ap]\.?m\b\.?"
)
_DAY = (
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:t\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:z|[+-]\d{2}:?\d{2})?)?"
    r"|\d{1,2}[-/.]\s?\d{1,2}[-/.]\s?(?:\d{4}|\d{2})\b"
    rf"|(?<!\d)\d{{1,2}}(?:st|nd|rd|th|er|\.|º|ª)?[\s-]*(?:(?:de|of|d')\s*)?{_MONTH}\b"
    # the name "spock17" may stand before "- August 8, 2012"
    r"(?!\.?\s*\d{1,2}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d\b)"
    rf"\.?,?(?:[\s-]*(?:(?:de|"
    rf"del)\s+)?'?(?:\d{{4}}|\d{{2}})\b)?"
    # "Fri Feb 10 10:20:00 2017", as C's ctime writes it
    rf"|\b{_MONTH}\s+\d{{1,2}}\s+\d{{2}}:\d{{2}}(?::\d{{2}})?(?:\s+[a-z]{{2,5}})?\s+(?:19|20)\d{{2}}\b"
    rf"|\b{_MONTH}\b\.?\s*\d{{1,2}}(?:st|nd|rd|th)?\b(?:[,.]?\s*'?\d{{4}}\b|,?\s+'\d{{2}})?"
    rf"|\b{_MONTH}\b\.?\s+(?:19|20)\d{{2}}\b"
    r"|\d{1,2}[/.]\d{1,2}\.?(?=,?\s+(?:at|um|à|a las|às|alle)\s+\d{1,2}[:h]\d{2})"
    r"|\d{4}年\d{1,2}月\d{1,2}日"
)
_UNIT = (
    r"(?:s(?:ec(?:ond)?s?)?|m(?:in(?:ute)?s?)?|h(?:(?:ou)?rs?)?|d(?:ays?)?|w(?:eeks?)?|mo(?:nths?)?|y(?:(?:ea)?rs?)?|"
    r"sekunden?|minuten?|stunden?|tag(?:en?)?|"
    r"wochen?|monat(?:en?)?|jahr(?:en?)?|segundos?|minutos?|horas?|d[ií]as?|semanas?|mes(?:es)?|años?|"
    r"anos?|secondes?|"
    r"minutes?|heures?|jours?|semaines?|mois|ans?|années?|uur|dagen|weken|maanden|jaar|giorni|ore|mesi|anni)\b"
)
_RELATIVE = (
    rf"(?:about |over |almost |around )?(?:\d+|an?|one)\+?\s*{_UNIT}(?:,?\s*(?:and|und|y|et|"
    rf"e)?\s*\d+\s*{_UNIT})?\s+(?:ago|her|geleden|fa|atr[áa]s)\b"
    rf"|\b(?:vor|hace|il y a|h[áa]|for)\s+(?:etwa |mehr als |über |plus d'|environ |cerca de |aproximadamente |"
    rf"m[áa]s de )?(?:\d+|einer?[mnr]?|une?|uma?)\s*{_UNIT}"
    rf"(?:,?\s*(?:und|y|et|e)?\s*\d+\s*{_UNIT})?"
    r"|\b(?:today|yesterday|heute|gestern|hoy|ayer|aujourd[’']hui|hier(?=\s+(?:à\s+)?\d)|hoje|ontem|vandaag|gisteren|"
    r"just now)\b"
)
_DATE = rf"(?:\b{_WEEKDAY}\b\.?,?\s*)?(?:{_DAY}|{_RELATIVE})"
_JOIN = r"[\s,;|/@·•–-]*(?:(?:at|um|on|à|a las|às|alle|om|kl\.?|den|the|-)\s+)?"
DATE_TEXT = re.compile(
    rf"(?:(?:{_TIME}){_JOIN})?{_DATE}(?:{_JOIN}(?:{_TIME}))?(?:\s*\(?(?:utc|gmt)(?:\s*[+-]\d+)?\)?)?", re.I
)
"""A day, or an age such as '3 hours ago', with the time of day beside it."""

# "6d", "2h", "3w" and nothing else: how long ago, as Substack and other newer sites print it.
_SHORT_AGE = re.compile(r"^\d{1,3}\s?(?:h|d|w|y|mo|min|hrs?|yr)$")
# What every text with a date has, in lower case: a number, or a word that tells the day or an age.
_HAS_DATE = re.compile(r"\d|today|yesterday|heute|gestern|ayer|hoy\b|hier\b|hoje|ontem|ago|just now")
# And beside the number: another number parted by a mark, a month, an age; or one of the words for a day or an age.
_MONTH_STEMS = (
    "jan|ene|feb|f[ée]v|m[aä]r|mrz|maa|mrt|apr|avr|abr|ma[yijg]|mei|ju[nil]|giu|lug|aug|ao[uû]|ago|se[pt]|o[ck]t|"
    "out|ott|nov|de[cz]|déc|dic"
)
_NUMBER_OF_DATE = re.compile(
    rf"\d(?:[-/.]\s?\d|年|\+?\s*{_UNIT}|(?:st|nd|rd|th|er|[.ºª])?[\s-]*(?:(?:de|of|d')\s*)?(?:{_MONTH_STEMS}))"
)
_MONTH_OF_DATE = re.compile(rf"(?:{_MONTH_STEMS})[^\W\d]*\.?\s*\d")
_WORD_OF_DATE = re.compile(
    r"today|yesterday|heute|gestern|hoy|ayer|hui|hier|hoje|ontem|vandaag|gisteren|"
    rf"just now|ago\b|her\b|geleden|fa\b|atr[áa]s|eine[mnr]*\s*{_UNIT}|une?\s*{_UNIT}|uma?\s*{_UNIT}"
)
# The letters in one case are found in half the time.
_LOWER_DATE_TEXT = re.compile(DATE_TEXT.pattern)


@lru_cache(maxsize=8192)
def date_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where dates stand in a short text, as (start, end) in characters.

    >>> [("Bob on March 3, 2010 at 4:05 pm says"[a:b]) for a, b in date_spans("Bob on March 3, 2010 at 4:05 pm says")]
    ['March 3, 2010 at 4:05 pm']
    >>> date_spans("Fri Feb 10 10:20:00 2017")
    ((0, 24),)
    """
    lowered = text.lower()
    if not _HAS_DATE.search(lowered):
        return ()
    if len(text) < 6 and _SHORT_AGE.match(text):
        return ((0, len(text)),)
    if not (_NUMBER_OF_DATE.search(lowered) or _MONTH_OF_DATE.search(lowered) or _WORD_OF_DATE.search(lowered)):
        return ()
    # A capital with a dot, as Turkish has, is two characters in small letters, and places would differ.
    found = _LOWER_DATE_TEXT.finditer(lowered) if len(lowered) == len(text) else DATE_TEXT.finditer(text)
    return tuple([match.span() for match in found])


BY_PREFIX = re.compile(
    r"^[\s\W]*(?:\d{1,5}[\s.:)-]+)?(?:(?:re\s*:\s*)?(?:(?:comment|commentaire|kommentar|comentario|coment[áa]rio|commento|reactie)\s*"
    r"(?:#|n[°ºo.]{1,2}|nr\.?)\s*\d+\s*[:.,-]?\s*)?(?:comment(?:ed)?|left|posted|written|submitted|sent|"
    r"added|reply|response|published|"
    r"created|"
    r"trackback|pingback|geschrieben|verfasst|kommentar|kommentiert|eingetragen|erstellt|beitrag|antwort|gepostet|"
    r"escrito|publicado|enviado|comentado|"
    r"dejado|comentario|respuesta|postado|comentário|resposta|publié|écrit|posté|rédigé|envoyé|commentaire|réponse|"
    r"scritto|inviato|geplaatst|reactie)\s*"
    r"(?:#?\d+\s*)?)?(?:by|from|von|por|par|da|door|av|af|de)\s*:?\s+"
    r"|^[\s\W]*(?:name|author|user|from|von|de|autor|auteur|nombre|nom|nome|naam|authored by)\s*:\s+",
    re.I,
)
SAYS_SUFFIX = re.compile(
    r"\s*\b(?:says?|said|writes?|wrote|commented|replied(?: to [^:]*)?|responded|posted|adds?|added|asks?|asked|"
    r"comments|"
    r"(?:hat )?(?:sagt|sagte|gesagt|schreibt|schrieb|geschrieben|kommentiert(?:e)?|meint|meinte|antwortet(?:e)?)|"
    r"dice|dijo|ha dicho|escribi[óo]|escribe|coment[óo]|comenta|respondi[óo]|ha detto|ha scritto|scrive|"
    r"a dit|a écrit|dit|écrit|a répondu|diz|disse|escreveu|comentou|respondeu|zegt|zei|schreef|schrijft|skrev|"
    r"skriver|säger|siger|pisze|napisa[łl](?:\(a\))?)"
    r"(?:\s+(?:this|that|the following|in reply to.*|folgendes|lo siguiente))?[\s,:.…]*$",
    re.I,
)
LINE_JUNK = re.compile(
    r"\(\s*(?:not verified|nicht überprüft|no verificado|non vérifié|não verificado|niet gecontroleerd|guest|gast|"
    r"invitado|invité|visitante|author|autor|auteur|registered|unregistered|m|f|op)?\s*\)"
    r"|\[(?:visitor|member|guest|besucher|mitglied|gast|visiteur|membre|visitante|miembro|membro|bezoeker)\]"
    r"|(?<=.)https?://\S+"
    r"|\b(?:permalink|permanent link|permalien|enlace permanente|link permanente|direktlink|comment link|link to "
    r"this comment|"
    r"submitted on|posted on|posted at|posted|erstellt|verfasst|gepostet|geschrieben|created|on|at|am|um|el|le|em|"
    r"às?|den|vom|date|datum|fecha|data|says|said|said on|wrote on|schrieb am|dijo|reply|antworten|responder|"
    r"répondre|edit)\b\s*:?(?=\s|\W|$)"
    r"|[#№]\s*\d+|[|•·]",
    re.I,
)
NOT_A_NAME = re.compile(
    r"^(?:(?:add|leave|post|write) (?:a |your )?comments?|"
    r"reply|quote|permalink|link|here|edit|delete|report|share|top|like|comments?|commentaires?|kommentare?|"
    r"comentarios?|says|said|"
    r"website|homepage|www|profile|e-?mail|#?\d+|re|message|post|subject|title|date|name|author|user|by|"
    r"(?:comment|posted|written|submitted|trackback|pingback|tweetback)(?: (?:by|from|von|por|par|de|da|door))?|"
    r"le|el|il|am|um|den|vom|on|at|em|op|à|às|alle|https?://\S+|"
    r"antworten|responder|répondre|responses?|replies|new|erstellt|geschrieben|verfasst|gepostet|created|written|"
    r"posted|join|op|answered|asked|commented|message \d+|view|edited|"
    r"bearbeitet|zuletzt bearbeitet|last edited|online|offline|moderator|administrator|"
    r"admin|member|guest author|staff)$",
    re.I,
)
AWAITING = re.compile(
    r"awaiting (?:moderation|approval)|(?:pending|held for) (?:moderation|approval)|wartet (?:noch )?auf (?:die "
    r")?(?:freischaltung|moderation|freigabe)|"
    r"muss (?:noch|erst) (?:freigeschaltet|freigegeben|geprüft)|wird (?:noch )?(?:moderiert|geprüft)|"
    r"(?:pendiente|en espera) de (?:moderaci[óo]n|aprobaci[óo]n)|en attente de (?:mod[ée]ration|validation)|"
    r"aguarda(?:ndo)? (?:modera[çc][ãa]o|aprova[çc][ãa]o)|in attesa di (?:moderazione|approvazione)|"
    r"wacht op (?:moderatie|goedkeuring)|"
    r"moet nog (?:worden )?(?:goedgekeurd|gemodereerd|gecontroleerd)",
    re.I,
)
DELETED = re.compile(
    r"^\W*(?:\[?deleted\]?|\[?removed\]?|(?:this|the|a|your)?\s*(?:comment|post|message|reply|"
    r"user)\b.{0,60}\b(?:deleted|removed|hidden)\b.{0,60}|"
    r"(?:dieser|der)? ?(?:kommentar|beitrag)\b.{0,40}\b(?:gelöscht|entfernt)\b.{0,40}|(?:este )?(?:comentario|"
    r"comentário|mensaje)\b.{0,40}\b(?:eliminado|borrado|removido|exclu[íi]do)\b.{0,40}|"
    r"(?:ce )?(?:commentaire|message)\b.{0,40}\b(?:supprim[ée]|retir[ée])\b.{0,40})\W*$",
    re.I | re.S,
)
EDITED = re.compile(
    r"\b(?:last|zuletzt|dernière|última|ultima)\s+(?:edit|bearbeit|geändert|modifi|edici|ediç|modific|updated)|"
    r"\bedited (?:by|on|at|\d)|\bthis (?:post|message|comment) (?:was|has been) (?:last )?(?:edited|modified)|"
    r"\bbearbeitet (?:von|am)|\bvon .{1,40} bearbeitet|\bbearbeitet\]|\beditado (?:por|el)|\bmodifié (?:par|le)|"
    r"\bedited\b.{0,30}\btimes?\b",
    re.I,
)
"""The line that forums add when a post was changed."""
SCORE = re.compile(r"\s*\(\s*score\s*[:=]\s*(-?\d{1,5})(?:\s*,\s*[\w ]{1,20})?\s*\)\s*$", re.I)
"""The votes and their reason at the end of a title: "(Score:5, Informative)"."""
JOINING_LINE = re.compile(
    r"^\W*(?:(?:(?:comment|trackback|pingback)(?= from| by)|from|by|date|on|at|to|subject|title|name|"
    r"posted|says|said|"
    r"von|am|um|vom|datum|le|par|à|de|del|el|fecha|"
    r"em|por|data|il|alle|da|op|om|door)\b\W*){1,4}$",
    re.I,
)
"""A line of words that join the parts of a comment, and of labels whose values stand elsewhere."""
PINGBACK = re.compile(r"^\W*(trackback|pingback|ping|tweetback)s?\b(?=\s*(?::|by|from|von|de|par|por|-|–|$))", re.I)

READ_MORE = re.compile(
    r"(?:read (?:more|on|full)|more|continue reading|view (?:full )?(?:post|thread|topic)|weiter ?lesen|mehr(?: "
    r"lesen)?|leer m[áa]s|seguir leyendo|lire (?:la )?suite|en savoir plus|leia mais|ler mais|continua a leggere|"
    r"lees (?:meer|verder))[\s.…>»→)\]]*$",
    re.I,
)
"""The end of a teaser."""
_BARE_WORD = (
    r"(?:trackbacks?|pingbacks?|comments?|responses?|replies|reactions|remarks|kommentare|antworten|"
    r"reaktionen|leserbriefe|comentarios?|"
    r"comentários?|respuestas|respostas|"
    r"commentaires?|réponses|réactions|commenti|risposte|reacties|komentarze|kommentarer)"
)
"""Words that head a comment area also without a number."""
_COUNT_WORD = (
    r"(?:comments?|responses?|repl(?:y|ies)|thoughts?|reactions?|remarks?|feedbacks?|opinions?|talkbacks?|"
    r"discussions?|"
    r"answers?|kommentare?n?|antworten|reaktionen|meinungen|leserbriefe|"
    r"comentarios?|comentários?|coment[áa]rios?|respuestas?|respostas?|opiniones|commentaires?|réponses?|réactions?|"
    r"avis|commenti|commento|risposte|reacties|reactie|"
    r"komentarze|komentarzy|kommentarer)"
)
_NUMBER_WORD = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "ein": 1,
    "eine": 1,
    "un": 1,
    "uno": 1,
    "una": 1,
    "um": 1,
    "uma": 1,
    "une": 1,
    "no": 0,
    "een": 1,
    "zero": 0,
    "keine": 0,
    "aucun": 0,
    "sin": 0,
    "sem": 0,
    "nenhum": 0,
    "nessun": 0,
    "geen": 0,
}
_NUMBER = rf"(?P<number>\d{{1,3}}(?:[.,]\d{{3}})*|\d{{1,6}}|{'|'.join(_NUMBER_WORD)})"
# What WordPress calls comments in its themes since 2012: "3 thoughts on “…”", always with the title in quotes.
_THOUGHTS = (
    r"(?:gedanken?|pensamientos?|ideas?|réflexions?|ideias?|opini(?:ões|ão)|pensier[io]|gedachten?|reflexiones|"
    r"reflexión)\s+(?:zu|en|sobre|sur|su|over|acerca de|em)\s*[“”„«»\"'‘’]"
)
_NUMBER_OF_THOUGHTS = _NUMBER.replace("<number>", "<thoughts>")
COUNT_HEADING = re.compile(
    rf"^[\s\W]*(?:(?:all|view|show|see|read|add|reader|readers[’']?|user|visitor|recent|latest|there (?:are|is)|"
    rf"showing|nombre de|anzahl der|número de|numero (?:di|de)|aantal|currently|es gibt|hay|il y a|há|blog|"
    rf"post|displaying|total|join the|your|our|vos|les|ihre|eure|i vostri|tus|sus|"
    rf"seus|os|uw|alle|todos los|todos os|tous les|tutti i|de|het)\s+)*"
    rf"(?:\(?(?:\d{{1,6}}\s*(?:[-–]|to|bis|a|à|au)\s*\d{{1,6}}\s+(?:of|von|de|sur|di|"
    rf"van)\s+)?{_NUMBER}\)?\s+(?:(?:users?|readers?|new|more|total|visitor|so far|"
    rf"blog)\s+)*(?:{_COUNT_WORD}|(?:people "
    rf")?(?:have "
    rf")?(?:commented|responded)|trackbacks?(?:/pingbacks?)?|pingbacks?)\b"
    rf"|{_NUMBER_OF_THOUGHTS}\s+{_THOUGHTS}"
    rf"|{_BARE_WORD}(?:\s*(?:/|&|and|und|y|et|e)\s*{_COUNT_WORD})?\s*(?:(?:[:(\[–-]|\d{{1,6}}\s*(?:[-–]|"
    rf"to)\s*\d{{1,6}}\s+of)\s*(?P<after>\d{{1,6}})\b|(?=\W*$)|"
    rf"(?=\s*[:(]|\s+(?:to|on|for|so far|from|about|zu|auf|von|a|en|à|sur|em|para|su|op|per|»|“|\")\s?)|"
    rf"(?=\s+(?:de nuestros|de los|des|dos|dei|van|der|by|of)\s+\w+\W*$)))",
    re.I,
)
"""A heading of a comment area; group 'number', 'thoughts' or 'after' holds how many it says there are."""

NO_COMMENTS = re.compile(
    r"^\W*(?:there are (?:currently )?)?(?:no|0|keine|noch keine|sin|no hay|aucun|pas (?:encore )?de|nenhum|sem|"
    rf"nessun|geen|ingen|be the first to)\s+{_COUNT_WORD}\b",
    re.I,
)


def comment_count(text: str) -> int | None:
    """How many comments a heading says there are; None where it is no heading of comments or names no number.

    >>> comment_count("12 Responses to “A post”"), comment_count("Comments (3)"), comment_count("One comment")
    (12, 3, 1)
    """
    match = COUNT_HEADING.match(text) if len(text) < 300 else None
    if match is None:
        return None
    stated = match["number"] or match["thoughts"] or match["after"]
    if not stated:
        return None
    known = _NUMBER_WORD.get(stated.lower())
    return known if known is not None else int(re.sub(r"\D", "", stated))
