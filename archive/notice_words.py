"""What notices say in five languages, that comments are closed in seven: patterns by kind, with words to look for."""

from __future__ import annotations

import re

from archive.model import NoticeKind

__all__ = ["BY_MAIL", "CLOSED", "CLUES", "COMMENT_WORD", "MARKED_OTHER", "NOT_FOUND", "PATTERNS"]

COMMENT_WORD = re.compile(r"comment|komment|coment[aá]ri|comentar|reactie|reager", re.I)

_THREAD = r"(?:thread|post|entry|article|discussion|topic|item|page|story|conversation|content)"
CLOSED = re.compile(
    r"\bcomments?(?: section| and (?:pings|pingbacks|trackbacks))?(?: (?:for|on|to) (?:this|the) [\w ]{1,30})?,?\s+"
    r"(?:(?:is|are|have been|has been|were)\s+)?(?:now |currently |temporarily |therefore |also )?"
    r"(?:closed|disabled|turned off|switched off|locked|shut off|unavailable)\b"
    r"|\bcommenting (?:(?:for|on|to) (?:this|the) [\w ]{1,30} )?(?:is|has been) (?:now |currently |temporarily "
    r")?(?:closed|disabled|turned off|not available|unavailable|no longer)"
    rf"|\bthis {_THREAD} (?:is|has been) (?:now )?(?:closed|locked)(?: (?:to|for) (?:new |further )?(?:comments?|"
    rf"commenting|replies|posting)|\W*$)"
    r"|\b(?:is|are|has been) (?:now )?closed (?:to|for) (?:new |further )?(?:comments?|commenting)"
    r"|\bno (?:further|more|new|longer any) comments? (?:can|may|will|are|accepted|allowed)|\bcomments? (?:are "
    r")?(?:no longer|not) (?:being )?(?:accepted|allowed|open|possible|permitted|enabled|available)"
    r"|\byou can ?(?:not|no longer) (?:post|add|leave|submit)(?: any)? (?:new )?comments|\bnot open (?:to|for) "
    r"(?:further )?comments"
    r"|\bclosed comments\b|\bcomments off\b|\bcomment form is (?:now |currently )?closed|\bno new comments? (?:are )?"
    r"(?:allowed|accepted|possible)"
    r"|\bkann nicht (?:mehr |länger )?kommentiert werden|\bkeine (?:neuen |weiteren )?kommentare mehr\b"
    r"|\b(?:ya )?no admite (?:m[áa]s |nuevos )?comentarios|\breacties sta(?:at|an) uit"
    r"|\bkommentare?(?:funktion|bereich)?(?: (?:zu|für|auf) (?:diese[mnrs]?|den|das|die) [\w-]{1,30})?\s+(?:(?:ist|"
    r"sind|wurden?)\s+)?(?:derzeit |jetzt |zurzeit |momentan |leider |für diesen (?:beitrag|artikel) "
    r")?(?:geschlossen|deaktiviert|gesperrt|abgeschaltet|ausgeschaltet|nicht mehr möglich)"
    r"|\bkeine (?:weiteren|neuen) kommentare|\bkommentieren (?:ist )?(?:derzeit |hier )?nicht (?:mehr )?möglich|"
    r"\bkeine kommentare (?:mehr )?(?:möglich|erlaubt|zugelassen)"
    r"|\bcomentarios?(?: (?:a|de|en|para) (?:este|esta|la|el) [\w ]{1,30})?\s+(?:(?:est[áa]n?|han sido|"
    r"fueron)\s+)?(?:ya )?(?:cerrados?|desactivados?|deshabilitados?|clausurados?|bloqueados?)"
    r"|\bno se (?:permiten|admiten|aceptan) (?:m[áa]s |nuevos )?comentarios|\bno es posible (?:dejar|hacer|escribir) "
    r"comentarios|\bcerrado a comentarios"
    r"|\bcommentaires?(?: (?:de|sur|pour) (?:cet|cette|ce) [\w ]{1,30})?\s+(?:(?:sont|est|ont été)\s+)?(?:maintenant "
    r"|désormais |actuellement )?(?:fermés?|clos|désactivés?|verrouillés?)"
    r"|\b(?:il n['’]est plus possible de|vous ne pouvez (?:plus|pas)) (?:poster|laisser|ajouter|publier)?(?: de| "
    r"un)? ?comment"
    r"|\bcoment[áa]rios?(?: (?:a|de|neste|nesta|para) (?:este|esta|o|a)? ?[\w ]{1,30})?\s+(?:(?:est[ãa]o?|"
    r"foram)\s+)?(?:agora )?(?:fechados?|encerrados?|desativados?|desabilitados?|bloqueados?)"
    r"|\bn[ãa]o (?:[ée]|s[ãa]o) (?:mais )?(?:poss[íi]vel (?:comentar|deixar coment)|permitidos? (?:novos )?coment)"
    r"|\bcommenti? (?:(?:a|per|su) quest\w+ [\w ]{1,30} )?(?:(?:sono|[èe]|sono stati) )?(?:ora |attualmente "
    r")?(?:chius[io]|disabilitat[io]|disattivat[io]|bloccat[io])"
    r"|\bnon (?:[èe] (?:pi[ùu] )?possibile|si possono pi[ùu]) (?:commentare|lasciare|inserire|aggiungere)"
    r"|\breacties? (?:(?:op|bij|voor) d(?:it|eze) [\w ]{1,30} )?(?:(?:zijn|is|werden) )?(?:nu |momenteel |helaas "
    r")?(?:gesloten|uitgeschakeld|afgesloten)"
    r"|\b(?:reageren|reacties plaatsen) is (?:hier |op dit \w+ )?niet (?:meer |langer )?mogelijk|\b(?:je|u) kunt niet "
    r"(?:meer |langer )?reageren",
    re.I,
)
_COOKIE = re.compile(
    r"\b(?:site|website|page|blog|we|our partners)\b.{0,40}\buses?\b.{0,20}\bcookies|\bcookies?\b.{0,60}\b(?:to "
    r"(?:improve|give|ensure|personali[sz]e|enhance|provide)|on this (?:web)?site)"
    r"|\b(?:accept|uses?|using|allow|agree to)\b.{0,40}\bcookies|\bcookies?\b.{0,60}\b(?:verwend|benutz|nutz|setz|"
    r"einverstanden|akzeptier|zustimm)|\b(?:verwend|benutz|nutz|setz)\w*\b.{0,40}\bcookies"
    r"|\b(?:utiliza(?:mos)?|usa(?:mos)?|uso de|acepta(?:r|s)?|aceitar?|emplea)\b.{0,40}\bcookies|"
    r"\butilis\w+\b.{0,40}\bcookies|\bcookies?\b.{0,60}\b(?:accept|acept|aceit|utilis|navegaci|navega[çc]|navigation|"
    r"experi)",
    re.I | re.S,
)
_REDESIGN = re.compile(
    r"\b(?:getting|gets|has|have|got|with|in for) (?:a |an |its |our )?(?:facelift|face-lift|(?:brand[- ]?)?new "
    r"(?:look|design|home)|makeover|redesign|fresh (?:new )?look)"
    r"|\b(?:see|view|preview|try|check out|explore|discover|visit|go to|take a look at|switch to) (?:the|our|out "
    r"our)? ?(?:brand[- ]?)?(?:new|beta|redesigned)(?: (?:version of (?:the|our))?)? ?(?:design|site|website|web "
    r"site|look|blog|home ?page|version|experience)"
    r"|\b(?:we['’]?re|we are|we['’]ve|we have|this (?:blog|site|website)(?: is| has)?(?: been)?|our (?:blog|site|"
    r"website)(?: is| has)?(?: been)?) (?:now |been |just |soon |currently )?(?:moved|moving|relocat|redesign|"
    r"relaunch|re-launch|revamp|rebuil|migrat)"
    r"|\b(?:new|redesigned) (?:site|website|design|look|blog|home ?page) (?:is )?(?:coming|launching|launches|"
    r"arrives|on the way|available)(?: soon)?|\bwelcome to (?:our|the) (?:brand[- ]?)?new (?:site|website|look|"
    r"design|blog|home)"
    r"|\bno longer (?:being )?(?:updated|maintained)|\bis now archived|\bthis is an archived (?:page|site|version)|"
    r"\b(?:moved|moving) to (?:a )?new (?:address|home|location|url|site)"
    r"|\b(?:neue[snrm]?|im neuen) (?:design|look|auftritt|gewand|webseite|website|blog|layout|erscheinungsbild)|"
    r"\bwir (?:sind umgezogen|ziehen um|überarbeiten)|\bist umgezogen|\brelaunch|\bwird nicht (?:mehr|länger) "
    r"(?:aktualisiert|gepflegt)"
    r"|\bnuevo (?:diseño|sitio|aspecto|look|portal|blog|sitio web)|\bnos (?:hemos )?muda(?:do|mos)|\bse ha(?:n)? "
    r"mudado|\bestrena(?:mos)? (?:nuev|diseño|imagen)|\bya no se actualiza"
    r"|\bnouve(?:au|lle) (?:design|site|look|version|maquette|adresse|blog|apparence)|\b(?:fait|faire|va faire) peau "
    r"neuve|\b(?:a|avons) déménagé|\bn['’]est plus (?:mis à jour|alimenté)"
    r"|\bnovo (?:design|site|visual|layout|blog|endere[çc]o)|\b(?:de )?cara nova|\bmudamos\b|\bmudou de endere|"
    r"\bn[ãa]o [ée] mais atualizad",
    re.I,
)
_POLICY = re.compile(
    r"\bcomment(?:s|ing)?(?:\s+\w+)? (?:policy|guidelines|rules)|\b(?:community|house|discussion) (?:guidelines|"
    r"rules|standards)|\bwe (?:reserve|retain) the right to (?:delete|remove|edit|moderate|not publish|refuse)|"
    r"\b(?:please )?(?:keep|be) (?:your )?(?:comments )?(?:respectful|civil|on topic|polite|relevant)|\bwe "
    r"(?:encourage|welcome) (?:your )?(?:comments|thoughtful|constructive)"
    r"|\b(?:comments|posts) that (?:are|contain|include) .{0,60}(?:will be|may be|are) (?:deleted|removed|edited|"
    r"rejected)|\bcomments? (?:do not|don['’]t) (?:necessarily )?(?:reflect|represent)|\bviews expressed (?:in|by) "
    r"(?:the )?comment"
    r"|\bnetiquette|\bkommentarregeln|\b(?:behalten|behält) (?:wir )?(?:uns|sich) (?:das recht )?vor|\bspielregeln "
    r"(?:für|zum)|\b(?:pol[íi]tica|normas|reglas) (?:de|para) (?:los )?coment|\bnos reservamos (?:el|o) d(?:erecho|"
    r"ireito)"
    r"|\b(?:charte|règles) (?:de|des|pour les) (?:comment|modération|participation)|\bnous nous réservons le droit|"
    r"\breserva(?:mos)?(?:-nos| o direito)|\bregras (?:de|para) (?:os )?coment",
    re.I,
)
_MODERATION = re.compile(
    r"\b(?:all )?comments? (?:are|is|will be|must be|may be|submitted|posted)(?: all| now| currently| first)? "
    r"(?:moderated|reviewed|subject to|held|screened|approved|pre-moderated|checked|published (?:after|once|only))|"
    r"\bcomment moderation (?:is |has been )?(?:enabled|on|in use|active)|\bmoderation (?:is )?enabled"
    r"|\b(?:will|won['’]t) (?:not )?(?:appear|be (?:visible|published|posted|displayed|shown))(?: \w+){0,4} (?:after|"
    r"until|once|unless) (?:\w+ ){0,6}(?:approv|moderat|review)|\bmay (?:delay|take).{0,40}(?:comment|appear)"
    r"|\bkommentare? (?:werden|wird|müssen|muss) .{0,40}(?:moderiert|freigeschaltet|freigegeben|geprüft)|\b(?:nach|"
    r"vor) (?:der )?(?:prüfung|freischaltung|freigabe|moderation)\b.{0,30}|\bcomentarios? (?:ser[áa]n?|est[áa]n?|son|"
    r"pasan|sujetos) .{0,30}(?:modera|aprob|revis)"
    r"|\bcommentaires? (?:sont|seront|est|sera) .{0,30}(?:modér|valid|publié après)|\bcoment[áa]rios? (?:ser[ãa]o|"
    r"est[ãa]o|s[ãa]o|passam) .{0,30}(?:modera|aprova|revis)",
    re.I,
)
BY_MAIL = re.compile(
    r"^\W*(?:(?:if you (?:want|wish|would like) )?to (?:add|leave|make|post|send|submit) (?:a|an|us|your) "
    r"(?:remark|comment|reply|response|reaction|opinion)"
    r"|(?:please )?(?:send|e-?mail|mail) (?:us |me |in )?(?:your |any )?(?:remarks|comments|thoughts|reactions|"
    r"feedback|replies)\b"
    r"|(?:remarks|comments|reactions)(?: are welcome)?\s*(?:\?|:|to\b|by e-?mail)"
    r"|(?:ihre |eure |bitte )?(?:kommentare|anmerkungen|leserbriefe|meinungen?)\b.{0,30}\b(?:an|per e-?mail)\b"
    r"|(?:para )?(?:env[ií]e(?:n|nos)?|enviar?|mande) (?:sus|tus|su|un|seus?|um) (?:coment[aá]rios?|opini)"
    r"|(?:envoyez|adressez|merci d['’]envoyer)(?:[- ]nous)? (?:vos|votre|un) (?:commentaires?|réactions?|avis)"
    r"|(?:inviate|invia|scriveteci) (?:i vostri|il tuo|un) comment"
    r"|(?:stuur|mail) (?:uw|je|jouw) (?:reacties?|commentaar))",
    re.I,
)
"""The beginning of a line that says where to mail a comment."""
NOT_FOUND = re.compile(
    r"^\W*(?:error\s*)?(?:404|410)\b|\b(?:page|file|document|content|article|post|url|resource)\b.{0,40}\b(?:not "
    r"(?:be )?found|does(?:n['’]t| not) exist|no longer (?:exists|available)|cannot be found|has been (?:removed|"
    r"deleted|moved))|\b(?:not found|nothing found|can['’]?t (?:find|be found))\b.{0,20}$|\bcouldn['’]t find (?:the|"
    r"that|this|what)|\bwe (?:can['’]?t|could not|couldn['’]t) find"
    r"|\bseite (?:wurde )?(?:leider )?nicht gefunden|\b(?:seite|inhalt|artikel) (?:existiert|ist) nicht(?: mehr)?|"
    r"\bp[áa]gina no encontrada|\bno (?:se )?(?:ha podido |pudo |hemos )?encontra|\bpage (?:introuvable|non trouvée)|"
    r"\bn['’]existe (?:pas|plus)|\bp[áa]gina n[ãa]o (?:foi )?encontrada|\bn[ãa]o (?:foi )?encontrad[oa]",
    re.I,
)
"""What the headline of an error page says."""

PATTERNS: dict[NoticeKind, re.Pattern[str]] = {
    NoticeKind.REDESIGN: _REDESIGN,
    NoticeKind.COOKIE: _COOKIE,
    NoticeKind.COMMENT_POLICY: _POLICY,
    NoticeKind.MODERATION: _MODERATION,
}

CLUES: dict[NoticeKind, tuple[str, ...]] = {
    NoticeKind.COMMENTS_CLOSED: (
        "closed",
        "disabled",
        "turned off",
        "switched off",
        "locked",
        "no longer",
        "no further comment",
        "no more comment",
        "not allowed",
        "not accepted",
        "unavailable",
        "geschlossen",
        "deaktiviert",
        "gesperrt",
        "abgeschaltet",
        "nicht mehr möglich",
        "nicht möglich",
        "keine weiteren",
        "keine kommentare",
        "cerrad",
        "desactivad",
        "deshabilitad",
        "no se permiten",
        "no se admiten",
        "no se aceptan",
        "fermé",
        "clos",
        "désactivé",
        "plus possible",
        "fechad",
        "encerrad",
        "desativad",
        "desabilitad",
        "não é",
        "não são",
        "chius",
        "disabilitat",
        "disattivat",
        "bloccat",
        "possibile",
        "non si possono",
        "gesloten",
        "uitgeschakeld",
        "niet meer",
        "niet langer",
        "niet mogelijk",
        "kunt niet",
        "not open",
        "comments off",
        "no new comment",
        "nicht mehr kommentiert",
        "kommentare mehr",
        "no admite",
        "uit voor",
        "staan uit",
        "cannot post",
    ),
    NoticeKind.COOKIE: ("cookie",),
    NoticeKind.REDESIGN: (
        "facelift",
        "face-lift",
        "new look",
        "new design",
        "makeover",
        "redesign",
        "fresh look",
        "new site",
        "new website",
        "new blog",
        "new home",
        "beta",
        "moved",
        "moving",
        "relaunch",
        "re-launch",
        "revamp",
        "no longer",
        "archived",
        "neue",
        "umgezogen",
        "ziehen um",
        "überarbeiten",
        "nicht mehr aktualisiert",
        "nuevo",
        "mudad",
        "mudamos",
        "mudou",
        "estrena",
        "actualiza",
        "nouveau",
        "nouvelle",
        "peau neuve",
        "déménag",
        "mis à jour",
        "novo ",
        "cara nova",
        "atualizad",
        "new version",
    ),
    NoticeKind.COMMENT_POLICY: (
        "policy",
        "guidelines",
        "rules",
        "right to",
        "respectful",
        "civil",
        "on topic",
        "polite",
        "comments that",
        "welcome",
        "encourage",
        "necessarily",
        "views expressed",
        "netiquette",
        "kommentarregeln",
        "vor,",
        "vorbehalten",
        "behalten",
        "spielregeln",
        "normas",
        "política",
        "politica",
        "reglas",
        "reservamos",
        "charte",
        "règles",
        "réservons",
        "regras",
    ),
    NoticeKind.MODERATION: (
        "moderat",
        "moderiert",
        "freigeschaltet",
        "freigegeben",
        "prüfung",
        "freischaltung",
        "freigabe",
        "approv",
        "reviewed",
        "modera",
        "aprob",
        "modér",
        "valid",
        "aprova",
        "screened",
    ),
}
"""Lower-case words of which one must be in a text before its pattern is tried."""

MARKED_OTHER = re.compile(
    r"^\W*(?:correction|clarification|editor['’]?s? note|update|disclaimer|note to readers|important notice|notice|"
    r"legal notice|retraction|korrektur|anmerkung der redaktion|hinweis|aktualisierung|"
    r"correcci[óo]n|nota del editor|nota de la redacci[óo]n|aclaraci[óo]n|aviso|rectificatif|note de la rédaction|"
    r"mise à jour|avertissement|corre[çc][ãa]o|nota do editor|nota da reda[çc][ãa]o)\b",
    re.I,
)
"""How a marked notice of another kind begins."""
