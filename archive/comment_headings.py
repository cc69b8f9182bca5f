"""Headings around comments beyond "N comments", as patterns: what calls for one, and what gathers readers' words.

A heading that names no comment ("Join the conversation", "Lesermeinungen") may as well stand above a part of the
article: it shows where to look, and what is found below it must be comments beyond doubt.
"""

from __future__ import annotations

import re

__all__ = ["INVITATION", "LOOSE_CLUES", "LOOSE_HEADING"]

INVITATION = re.compile(
    r"^\W*(?:\d+\W+)?(?:leave|post|add|write|submit|make|join|what do you|your|share your|have your|tell us|speak|"
    r"reply|respond|cancel reply|click here to cancel|comment on|new comment|"
    r"schreibe?n? sie|schreib|kommentar (?:schreiben|verfassen|hinzuf|abgeben|hinterlassen)|hinterlasse?n?|neue[nr]? "
    r"kommentar|ihr kommentar|dein kommentar|antwort(?:en)? |deja|dejar|a[ñn]ad|agregar|escrib|comenta\b|publicar un|"
    r"responder|tu comentario|"
    r"laisser|laissez|ajouter|[ée]crire|poster un|publier un|r[ée]agir|votre commentaire|répondre|deixe|deixar|"
    r"adicionar|escreva|enviar|comentar|seu comentário|lascia|scrivi|aggiungi|reageer|plaats|geef)",
    re.I,
)
"""The heading or link that calls for a comment."""
# Not customers or users: what they say is printed to sell.
_READERS = r"(?:readers?|visitors?|viewers?|community|listeners?|subscribers?)"
_ENGLISH = (
    rf"(?:(?:our|the|from (?:our|the)|latest|recent)\s+)?{_READERS}[’']?s?[’']?\s+(?:feedback|opinions?|voices|views|"
    r"thoughts|letters|mail|remarks|discussions?|say|talk|stories)"
    rf"|(?:hear |see |read |here[’']s )?what (?:(?:our|other|some)\s+)?(?:people|others|you|they|everyone|{_READERS})"
    r"(?:[’']re| are| have| had)?\s+(?:said|say|think|thought|saying|thinking|to say|have to say)"
    r"(?: about (?:this|it|us))?"
    r"|(?:(?:the|read the|view the|join the|join in the|join our|start the|continue the|follow the)\s+)?(?:discussion|"
    r"conversation|debate|dialogue|chatter|talk)(?: (?:about|on|of|for|thread)(?: this(?: \w+)?| the \w+)?)?"
    r"|(?:have|add|get|it[’']s)?\s*your (?:say|turn|thoughts?|views?|opinions?|voice|feedback|two cents)"
    r"|speak (?:your mind|up|out)|sound off|talk ?backs?|voice your opinion|letters(?: to the editor)?|"
    r"mailbag|feedback|guest ?book(?: entries)?|shout ?(?:box|outs?)|annotations|notes from (?:our )?readers|"
    r"write ?backs?|kudos|community talk|peanut gallery"
)
_OTHERS = (
    r"leser(?:meinung(?:en)?|stimmen?|kommentare?|reaktion(?:en)?|zuschriften|post|forum|briefe?|diskussion|debatte)|"
    r"(?:eure|ihre|deine) (?:meinung(?:en)?|beiträge|stimmen?|reaktionen)|(?:die )?(?:diskussion(?:en)?|debatte)"
    r"(?: (?:zu|über|um)(?:m| diese[mnrs]?| den| das)? [\w-]+)?|(?:diskutieren|reden|sprechen) sie mit|diskutier mit|"
    r"gästebuch|stimmen (?:unserer|der) leser|was (?:unsere leser|andere|sie) (?:sagen|denken|meinen)"
    r"|(?:las )?opini[oó]n(?:es)?(?: de (?:los|nuestros|las|nuestras) \w+)|(?:tu|su|vuestra) opini[oó]n|debates?|"
    r"participa|(?:qu[eé]|lo que) (?:opinan|dicen|piensan) (?:los|nuestros) \w+|cartas (?:al director|de los lectores)|"
    r"libro de visitas|conversaci[oó]n"
    r"|(?:vos|votre|les) (?:avis|opinions?|messages|témoignages)(?: des (?:lecteurs|internautes|visiteurs))?|"
    r"(?:le )?débat|réagissez|à vous la parole|courrier des lecteurs|livre d[’']or|la parole aux lecteurs|"
    r"ils ont (?:dit|réagi)|conversation"
    r"|(?:a )?opini(?:ão|ões)(?: d[oe]s? (?:leitor(?:es)?|nossos leitores|usuários))|(?:dê a )?sua opinião|participe|"
    r"o que (?:os leitores|as pessoas) (?:dizem|pensam|acham)|cartas dos leitores|livro de visitas|conversa|discussão"
    r"|(?:la )?(?:vostra|tua) opinione|(?:le )?opinioni(?: dei lettori)?|discussione|dibattito|libro degli ospiti|"
    r"la parola ai lettori|lettere"
    r"|(?:uw|jouw|je) mening|lezers(?:reacties|brieven| reageren)|(?:de )?discussie(?: over .{1,40})?|gastenboek|"
    r"praat mee"
)
LOOSE_HEADING = re.compile(
    rf"^[\s\W]*(?:\d+\s+)?(?:{_ENGLISH}|{_OTHERS})\s*(?:[:(\[–-]\s*(?:\d{{1,6}}\s*(?:comments?|posts?)?)?)?[\s\W]*$",
    re.I,
)
"""A whole line that gathers what readers say."""
LOOSE_CLUES = (
    "reader", "visitor", "viewer", "communit", "guest", "listener", "subscriber",
    "people", "others", "what ", "discuss", "conversa", "debate", "debatte", "débat", "dialogue", "chatter", "talk",
    "your", "speak", "sound off", "voice", "letter", "mailbag", "feedback", "shout", "annotation", "notes from",
    "write", "kudos", "peanut",
    "leser", "eure", "ihre ", "deine", "diskuss", "diskut", "reden", "sprechen", "gästebuch", "stimmen", "was ",
    "opini", "participa", "opinan", "dicen", "piensan", "cartas", "libro", "lo que",
    "vos ", "votre", "avis", "réag", "parole", "courrier", "livre d", "ils ont", "témoignage",
    "participe", "o que", "livro", "discuss", "vostra", "tua ", "dibattito", "parola", "lettere",
    "mening", "lezers", "gastenboek", "praat mee",
)  # fmt: skip
"""Lower-case words of which one is in whatever LOOSE_HEADING fits."""
