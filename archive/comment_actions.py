"""Words for pressing below a comment, in seven languages, as one pattern: reply, report, share, "3 likes", numbers."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["is_action_line"]

_ACTION = (
    r"(?:"
    r"reply with quote|quick reply|(?:multi-?)?quote this(?: message)?|view single post|report post|add to|thanks?|"
    r"reply(?: to (?:this|@?[\w .'-]{1,40}))?|replies|respond|quote|multi-?quote|"
    r"report(?: (?:abuse|this|comment|post|spam|it|as \w+|violation|offensive|inappropriate))*|"
    r"flag(?: (?:as|this|comment).{0,25})?|(?:un)?like(?: this)?|dislike|likes?\s*\(?\d*\)?|share(?: (?:this|link))?|"
    r"edit(?: post)?|delete|link(?: to (?:this|comment).*)?|permalink|permanent link|comment link|up(?:vote)?|"
    r"down(?:vote)?|vote(?: (?:up|down))?|thumbs? (?:up|down)|recommend|agree|disagree|helpful|hide|show|collapse|"
    r"expand|more|read more|"
    r"(?:zum antworten (?:bitte )?anmelden|(?:bitte )?(?:einloggen|anmelden),? um zu antworten|"
    r"acc[ée]der? para responder|inicia sesión para responder|connectez-vous pour répondre|"
    r"se connecter pour répondre|faça login para responder|entre para responder|accedi per rispondere)|"
    r"(?:log|sign) ?in(?: (?:or|and) (?:register|sign ?up))? to (?:reply|post|comment|vote).*|parent|top|back to top|"
    r"go to top|up|next|prev(?:ious)?|root|context|favou?rite|unvote|save|embed|give (?:gold|award)|thread|frozen|"
    r"reply to (?:this|post|comment)|\(?\d+ child(?:ren)?\)?|see parent|follow|ignore|"
    r"view (?:forum |public |all )?(?:posts?|profile|articles|message)|visit (?:home|web)page|"
    r"visit .{1,30}'s homepage!?|find (?:more|all) posts by .{1,30}|add .{1,30} to your contacts|"
    r"send (?:a )?(?:private )?message(?: to .{1,30})?|send (?:pm|message)|pm|private message|view profile|profile|"
    r"user info|website|homepage|www|e-?mail|print|"
    r"(?:auf (?:diesen )?(?:kommentar|beitrag) )?antworten(?: (?:auf|an) .{1,40})?|antwort schreiben|"
    r"(?:diesen )?(?:kommentar|beitrag|missbrauch)?\s*melden|als spam markieren|gefällt \d+ (?:person(?:en)?|mal)|"
    r"(?:alle |weitere )?(?:\d+ )?antworten (?:anzeigen|ausblenden)|zitieren|zitat|teilen|gefällt mir(?:\s*\d+)?|"
    r"bearbeiten|löschen|nach oben|permalink|direktlink|responder(?: a .{1,40})?|"
    r"(?:ver|mostrar|ocultar)(?: las| as| todas as)? (?:\d+ )?respuestas?|"
    r"(?:ver|mostrar|ocultar)(?: as)? (?:\d+ )?respostas?|a \d+ personas? les? gusta(?: esto)?|citar|reportar|"
    r"denunciar(?: comentario)?|compartir|me gusta|editar|eliminar|borrar|enlace(?: permanente)?|"
    r"répondre(?: [àa] .{1,40})?|(?:voir|afficher|masquer) (?:les |la |toutes les )?(?:\d+ )?réponses?|alerter|citer|"
    r"signaler(?: (?:un abus|ce commentaire|au modérateur))?|partager|j[’']aime|modifier|supprimer|"
    r"lien(?: permanent)?|permalien|curtir|gostei|compartilhar|partilhar|excluir|apagar|link permanente|"
    r"rispondi(?: a .{1,40})?|(?:mostra|nascondi) (?:le )?(?:\d+ )?risposte|cita|segnala|condividi|mi piace|modifica|"
    r"elimina|beantwoorden|(?:be)?antwoord|reageer|reageren|reactie melden|meld misbruik|vind ik leuk|delen|bewerken|"
    r"log in om te (?:reageren|antwoorden)|(?:toon|bekijk|verberg) (?:\d+ )?(?:antwoorden|reacties)|citeren|melden|"
    r"svara|svar|odpowiedz|"
    r"\(?\s*[+-]?\d+\s*(?:likes?|votes?|points?|upvotes?|downvotes?|replies|reply|people (?:like|"
    r"liked) this.{0,20})\s*\)?|"
    r"(?:nr|no|post|comment|kommentar|beitrag|#)\.?\s*:?\s*#?\s*\d+(?:\s*(?:of|von|de)\s*\d+)?|[#+-]?\s*\d{1,4}[.)]?|"
    r"liked by .{1,60}|avatar|gravatar|photo|author|autor|auteur|guest|gast|says|said"
    r")"
)
_ACTION_LINE = re.compile(rf"^[\s\W]*(?:{_ACTION}[\s|•·»«↓↑→←.,:(){{}}\[\]/–—-]*)+[\s\W]*$|^[\W_]+$", re.I)


@lru_cache(maxsize=8192)
def is_action_line(text: str) -> bool:
    """Whether a line is nothing but things to press, numbers and marks.

    >>> is_action_line("Reply · Report abuse"), is_action_line("#12"), is_action_line("Reply to the second part: no")
    (True, True, False)
    """
    return _ACTION_LINE.match(text) is not None
