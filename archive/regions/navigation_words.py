"""Class names, headings, link texts and addresses in, the kind of navigation they mean out."""

# ruff: noqa: E501 - the word lists read best one language a line

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from archive.model import NavigationKind as Kind

__all__ = [
    "LINK_TEXT",
    "PAGE_TOOL",
    "is_page_tool",
    "kind_of_address",
    "kind_of_heading",
    "kind_of_link_text",
    "kind_of_name",
    "kind_of_names",
    "may_tell",
]

# A name is taken apart at - and _; the order is that of trust: 'share-nav' is a share bar, 'footer-menu' a footer.
_NAMES: tuple[tuple[Kind, str], ...] = (
    (Kind.BREADCRUMB, r"bread_?-?crumbs?|\bcrumbs?\b|crumbtrail|\bpathway\b|you_?-?are_?-?here|\brootline\b"),
    (
        Kind.SHARE,
        r"\bshar(e|es|er|ing)\b|sharedaddy|share_?this|add_?this|addtoany|\ba2a\b|share_?-?(bar|buttons?|links?|tools|icons?|box|list|post)"
        r"|\bsocials?\b|social_?-?(media|links?|icons?|shar\w*|bar|nav|menu|networks?|buttons?|bookmark\w*|follow)"
        r"|follow_?-?us|\bsociable\b|shariff|\bssba\b|heateor|\bssb\b|service_?-?links|bookmarking|tweetmeme|sns_?-?links",
    ),
    (Kind.TAG_CLOUD, r"tag_?-?cloud|tagadelic|cloud_?-?tags?|label_?-?cloud|\bcloud_?-?label"),
    (
        Kind.PAGINATION,
        r"paginat(ion|or|e)|page_?-?nav(i|igation)?\b|wp_?-?pagenavi|\bpagers?\b|\bpaging\b|page_?-?(numbers?|links?|bar)\b"
        r"|posts_?-?navigation|paging_?-?navigation|comments?_?-?(pagination|navigation|nav)\b|paginador|listing_?-?pager",
    ),
    (
        Kind.PREVIOUS_NEXT,
        r"prev(ious)?_?-?(and|or)?_?-?next|next_?-?(and|or)?_?-?prev|(post|entry|article|single|story)_?-?(nav|navi|navigation|pager)\b"
        r"|\bnav_?-?(previous|next|below|above|single|inside)\b|(prev|previous|next)_?-?(post|article|entry|story)"
        r"|blog_?-?pager|adjacent_?-?posts?|\bpost_?-?nav|content_?-?nav\b|entry_?-?nav",
    ),
    (Kind.ARCHIVES, r"widget_?-?archives?|\barchives?_?-?(list|links?|menu|block|dates?|widget|module|month\w*)|blog_?-?archives?|archive_?-?list"),
    (
        Kind.RELATED,
        r"\brelated|yarpp|recommend(ed|ations?)|similar_?-?(posts?|articles?|stories|content)"
        r"|more_?-?(stories|posts|articles|news|from|in|on|like)\b|(also|might|may)_?-?(like|read)|outbrain|taboola|zergnet"
        r"|(recent|latest|popular|featured|top|trending|newest)_?-?(posts?|comments?|entries|articles?|stories|news|blogs?)"
        r"|most_?-?(read|popular|viewed|commented|shared|recent)|\btrending\b|read_?-?next|\bup_?-?next\b|suggested_?-?(posts?|articles?)",
    ),
    (
        Kind.UTILITY,
        r"skip_?-?(to|links?|nav\w*|content)|\bskip\b|print_?-?(friendly|links?|page|button|icon|me|this)|\bprint(er)?\b|email_?-?(links?|this|button|page)"
        r"|(article|post|page|story|entry|doc\w*)_?-?(tools?|actions?|toolbar)|\btool_?-?(box|links)\b|\butil(s|ity|ities)?\b"
        r"|lang(uage)?s?_?-?(switch\w*|select\w*|nav|menu|list|links|bar|chooser|picker)|\blanguages?\b|user_?-?(menu|nav|links|tools)|account_?-?(menu|nav|links)"
        r"|top_?-?(bar|links?)|quick_?-?links|back_?-?to_?-?top|scroll_?-?(to_?-?)?top|to_?-?top\b|feed_?-?(links?|icons?)|\bhelper_?-?(nav|links)"
        r"|\blog_?-?in\b|\bsign_?-?in\b|login_?-?links?|secondary_?-?links|meta_?-?(nav|menu)\b",
    ),
    (Kind.FOOTER, r"(?<!post)(?<!post-)(?<!entry)(?<!entry-)(?<!article)(?<!article-)(?<!comment)(?<!comment-)(?<!card)(?<!card-)(?<!asset)(?<!asset-)(?<!node)(?<!node-)(?<!story)(?<!story-)(?<!item)(?<!item-)(?<!section)(?<!section-)(?<!modal)(?<!modal-)(?<!widget)(?<!widget-)(?<!module)(?<!module-)(?<!blog)(?<!blog-)footer|\bfoot\b|\bcolophon\b|\blegal_?-?(links?|nav|menu)?\b|copyright|site_?-?info\b|\bbottom_?-?(nav|menu|links|bar)"),
    (
        Kind.MENU,
        r"\w*nav(s|bar|i|list|links|tabs|items?)?\b|\bnav\w*|\w*navigation\w*|\w*menus?\b|\bmenu\w*|menubar|\bblog_?-?roll|\bwidget_?-?(categories|pages|links)"
        r"|\bcategor(y|ies)_?-?(list|menu|links|nav)|\blink_?-?list|\bsite_?-?map\b|\btabs?\b|tab_?-?(list|bar|links)|\bwidget_?-?nav",
    ),
)  # fmt: skip
_NAME_PATTERNS = tuple((kind, re.compile(pattern.replace("_?-?", "[-_]?"))) for kind, pattern in _NAMES)
_RANK = {kind: rank for rank, (kind, _) in enumerate(_NAMES)}

# State of the page or a thing of a menu that is no menu: 'nav-open', 'has-sidebar-menu', 'menu-item'.
_NO_CONTAINER = re.compile(
    r"(^|[-_])(open|opened|closed|active|toggle|toggler|button|btn|icon|trigger|overlay|has|no|with|hidden|item|link|menu-item"
    r"|current|enabled|disabled|mobile-toggle|wrapper-content|single-post)($|[-_])|^(js|is|has|no)[-_]"
)

_KINDS_WITH_PARTS = frozenset([Kind.MENU, Kind.FOOTER, Kind.RELATED])


def _in_one(patterns: Sequence[tuple[Kind, str]]) -> tuple[list[Kind], re.Pattern[str]]:
    """(the kinds, one pattern for all of them): the group 'k<n>' of the first that fits is the last to be closed."""
    return [kind for kind, _ in patterns], re.compile("|".join(f"(?P<k{n}>{p})" for n, (_, p) in enumerate(patterns)))


_HEADINGS: tuple[tuple[Kind, str], ...] = (
    (
        Kind.SHARE,
        r"share( (this|on|it|via|with|article|post|page|story)\b.*)?|sharing|follow( us| me)?( on.*)?|connect( with us)?|stay connected|join us( on.*)?|find us on.*"
        r"|teilen( (auf|mit).*)?|folgen sie uns.*|folge uns.*|beitrag teilen|artikel teilen|partager.*|suivez-nous.*|compart(e|ir|ilhar|ilhe)\b.*"
        r"|s[ií]guenos.*|siga-nos.*|condividi.*|seguici.*|delen|deel dit.*|volg ons.*|bookmark.*|spread the word|social( media| links| bookmarks)?",
    ),
    (Kind.TAG_CLOUD, r"tags?|tag cloud|tags cloud|popular tags|labels|topics cloud|schlagw[oö]rter|schlagwortwolke|nuage de( tags| mots.cl[eé]s)|nube de (tags|etiquetas)|nuvem de tags|etiquetas"),
    (
        Kind.ARCHIVES,
        r"(blog |monthly |post |news )?archives?( by (month|date|year))?|by (month|date|year)|archiv(e|es|o|os|io|i)?|nach monaten|monatsarchiv|arquivos?|archief",
    ),
    (
        Kind.RELATED,
        r"(more )?related( \w+){0,3}|similar( \w+){0,2}|(you (may|might) also|also) (like|enjoy|be interested in|interested in|read)\b.*|you (may|might) (like|enjoy)\b.*"
        r"|recommended( \w+){0,3}|more (from|on|in|like|about|stories|posts|articles|news)\b.*|(recent|latest|popular|trending|top|featured|newest|most (read|popular|viewed|commented|recent|shared))( (\w+|&)){0,4}"
        r"|trending|read (next|also|more)|see also|up next|what to read next|further reading|popular|don.t miss( \w+)*|in case you missed it"
        r"|[aä]hnliche( \w+){1,2}|verwandte( \w+){1,2}|das k[oö]nnte sie auch interessieren.*|auch interessant|(neueste|aktuelle|letzte|beliebte)( \w+){1,2}|mehr (zum thema|aus|von|zu)\b.*|weitere (artikel|beitr[aä]ge|meldungen|themen|nachrichten)|meistgelesen.*|lesen sie auch.*"
        r"|articles? (similaires?|r[eé]cents?|li[eé]s|connexes)|[aà] lire (aussi|[eé]galement).*|derniers? (articles?|billets?|commentaires?)|sur le m[eê]me sujet|commentaires r[eé]cents|les plus lus|voir aussi"
        r"|(art[ií]culos?|entradas|noticias|contenidos?) (relacionad[ao]s?|recientes|similares|m[aá]s le[ií]d[ao]s)|tambi[eé]n te puede interesar.*|te puede interesar.*|lo m[aá]s le[ií]do.*|comentarios recientes|[uú]ltimas (noticias|entradas)"
        r"|(posts?|artigos?|not[ií]cias|mat[eé]rias|conte[uú]dos?) (relacionad[ao]s?|recentes|similares|mais lid[ao]s)|leia (tamb[eé]m|mais).*|veja tamb[eé]m.*|coment[aá]rios recentes|mais lidas|[uú]ltimas not[ií]cias"
        r"|articoli (correlati|recenti|simili)|leggi anche.*|potrebbe interessarti.*|gerelateerde( \w+)?|lees ook.*|recente (berichten|reacties)|meer (over|van)\b.*",
    ),
    (
        Kind.MENU,
        r"categor(y|ies)|blog categories|kategorien?|cat[eé]gories?|categor[ií]as?|categorie|categorie[eë]n|rubriken|pages|seiten|blog ?roll|links|useful links|main menu|menu|navigation|hauptmen[uü]|men[uú]|sections?|topics?|browse( by)?( \w+){0,2}"
        r"|in this section|site map|explore|channels|blogs|our blogs|departments",
    ),
    (Kind.UTILITY, r"subscribe( to.*)?|meta|syndicat(e|ion)|tools|languages?|feeds?|rss( feeds?)?|account|user login|my account|quick links|sprachen?|idiomas?|langues?"),
    (Kind.PAGINATION, r"pages?( navigation)?|posts? navigation|posts pagination|comments? navigation|pagination|seitennummerierung( der beitr[aä]ge)?|beitragsnavigation|navigation des articles|pagination des publications|navegaci[oó]n de entradas|navega[cç][aã]o de posts"),
    (Kind.BREADCRUMB, r"you are here|breadcrumbs?( navigation)?|sie (sind|befinden sich) hier|vous [eê]tes ici|est[aá]s? (usted )?aqu[ií]|voc[eê] est[aá] aqui|fil d.ariane|tu sei qui|u bent hier"),
    (Kind.PREVIOUS_NEXT, r"continue reading|post navigation|previous and next( \w+)?"),
    (Kind.FOOTER, r"footer( \w+)?"),
)  # fmt: skip
_HEADING_KINDS, _HEADING_PATTERN = _in_one(_HEADINGS)

_PAGE_TOOL_WORDS = (
    r"skip( directly)?( to)?\b.*|jump to (the )?(main )?(content|navigation)|(go )?(back )?to( the)? top|top of page|back to top|nach oben|zum (seitenanfang|inhalt|hauptinhalt)( springen)?|direkt zum inhalt"
    r"|aller (au|[aà] la|directement au) (contenu|navigation|recherche).*|haut de page|retour en haut|(saltar|ir|pasar) al? (contenido|conte[uú]do).*|pular para o conte[uú]do|volver arriba|subir|vai al contenuto|ga naar (de )?(inhoud|hoofdinhoud)"
    r"|(view )?printer.friendly( version| page| format)?|print( this| page| article| version| story| this (page|article|post|entry))?|printable version|drucken|(seite |artikel )?drucken|druckversion|imprimer( (cette page|l.article|cet article))?|version imprimable|imprimir|versi[oó]n (para imprimir|imprimible)|vers[aã]o para impress[aã]o|stampa|afdrukken"
    r"|e\W?mail( this( (page|article|post|story|entry|to a friend))?| page| post| article| a friend| to a friend| link)?|send (this )?(by email|to (a )?friend)|(per )?e\W?mail (versenden|senden)|envoyer (par (e-?mail|courriel)|[aà] un ami)|enviar (por (e-?mail|correo)|a un amigo|para um amigo)|weiterempfehlen"
    r"|click to (email|print)\b.*|pdf|download pdf|pdf version|save as pdf|download as pdf"
)  # fmt: skip
PAGE_TOOL = re.compile(_PAGE_TOOL_WORDS)
"""Whole texts of links to print, mail or save the page, or to jump within it."""

_LINK_TEXTS: tuple[tuple[Kind, str], ...] = (
    (
        Kind.UTILITY,
        _PAGE_TOOL_WORDS +
        r"|log ?in|log ?out|sign ?in|sign ?up|sign ?out|register|join|my account|create( an)? account|anmelden|abmelden|registrieren|einloggen|connexion|se connecter|s\Winscrire|iniciar sesi[oó]n|acceder|entrar|cadastre-se|accedi|inloggen"
        r"|(subscribe( via)?( to)?( this)? )?(rss|atom)( (feed|\d\.\d+))?|rss feeds?|entries rss|comments rss|entries feed|comments feed|subscribe( by email| to (our )?(rss|feed|newsletter|blog).*)?|syndicate|syndicate content|feed",
    ),
    (
        Kind.PREVIOUS_NEXT,
        r"[«‹←<\s]*(previous|prev|next|newer|older) (post|article|entry|story|blog post|blog|item)\b.*|(previous|prev|next)[\s»›→>«‹←<:]*"
        r"|(vorheriger|voriger|n[aä]chster|nächste|vorherige) (beitrag|artikel|eintrag|post)\b.*|article (pr[eé]c[eé]dent|suivant)\b.*|(entrada|art[ií]culo) (anterior|siguiente)\b.*|(post|artigo) (anterior|seguinte|pr[oó]ximo)\b.*|pr[oó]ximo (post|artigo)\b.*|articolo (precedente|successivo)\b.*|(vorige|volgende) (bericht|artikel)\b.*",
    ),
    (
        Kind.PAGINATION,
        r"[«‹←<\s]*(older|newer|earlier|previous|next) (entries|posts|articles|page|stories|results)[\s»›→>]*|load more( \w+)?|(show|view|see) more (posts|articles|stories)|(first|last)[\s»›→>«‹]*|page \d+|[«‹<»›>]{1,2}"
        r"|([aä]ltere|neuere) (beitr[aä]ge|artikel|eintr[aä]ge)|n[aä]chste seite|vorherige seite|page (suivante|pr[eé]c[eé]dente)|(articles|billets) (plus )?(anciens|r[eé]cents)|p[aá]gina (siguiente|anterior|seguinte)|entradas (antiguas|recientes|anteriores|siguientes)|posts (antigos|recentes|anteriores)|pagina (successiva|precedente)|volgende pagina|vorige pagina",
    ),
    (
        Kind.SHARE,
        r"(share|tweet|pin|post|like)( this)?( (on|to|via|it))?( (facebook|twitter|x|linked ?in|google\+?|google plus|pinterest|reddit|digg|delicious|del\.icio\.us|stumbleupon|tumblr|whatsapp|telegram|xing|e-?mail))?( \d+)?"
        r"|(facebook|twitter|linked ?in|google\+|google plus|pinterest|reddit|digg|del\.icio\.us|delicious|stumbleupon|tumblr|whatsapp|instagram|youtube|flickr|vimeo|xing|mastodon|bluesky|rss)( \d+)?|share this( (post|article|page|story))?|add ?this|bookmark( this| and share)?"
        r"|(auf|bei) (facebook|twitter|linkedin|xing|whatsapp) teilen|teilen|twittern|partager( sur \w+)?|tweeter|compartir( en \w+)?|compartilhar( no \w+)?|condividi( su \w+)?|delen( (op|via) \w+)?"
        r"|follow us( on \w+)?|(find|join|like) us on \w+|click to share .*",
    ),
)  # fmt: skip
_LINK_TEXT_KINDS, LINK_TEXT = _in_one(_LINK_TEXTS)
"""Whole texts of links that give a kind away."""

# How link texts begin that tell something, up to their third letter; what begins with another sign is looked at, too.
_BEGINNINGS = frozenset(
    """abm acc add afd all alt anm art ato auf bac bei bil blu boo cad cli com con cre del dig dir dow dru ear ein ema ent
    env fac fee fin fir fli fol goo hau imp ini inl ins joi jum las lik lin loa log mas nac neu new nex näc old pag par
    pas pdf per pin pos pre pri pro pró pul pág red reg ret rss sal sav see sei sen sha sho sig ski sta stu sub syn tei top
    tum twe twi vai ver vie vim vol vor wei wha xin you zum ält""".split()
)


def may_tell(text: str) -> bool:
    """Whether a link's text may fit a pattern for such texts; most do not even begin as one.

    >>> may_tell('Printer-friendly version'), may_tell('» next'), may_tell('Shipyards')
    (True, True, False)
    """
    beginning = text[:3].lower()
    return beginning in _BEGINNINGS or not beginning.isalpha()


# Host (its last two labels) of a network -> parts of the address that make it a share button; '' for every address.
_SHARE_HOSTS = {
    "facebook.com": ("/sharer", "/share", "/dialog/feed"),
    "twitter.com": ("/intent/", "/share", "?status=", "/home/?status"),
    "x.com": ("/intent/", "/share"),
    "linkedin.com": ("sharearticle", "/cws/share", "/sharing"),
    "google.com": ("plus.google.com/share", "/bookmarks/mark", "/reader/link", "plusone."),
    "pinterest.com": ("/pin/create",),
    "reddit.com": ("/submit",),
    "digg.com": ("/submit", "/remote-submit", "?phase"),
    "icio.us": ("/post", "/save"),
    "delicious.com": ("/post", "/save"),
    "stumbleupon.com": ("/submit",),
    "tumblr.com": ("/share", "/widgets/share"),
    "addthis.com": ("/bookmark", "/feed", "/email"),
    "addtoany.com": ("",),
    "sharethis.com": ("",),
    "technorati.com": ("/faves", "/cosmos"),
    "live.com": ("favorites.",),
    "yahoo.com": ("myweb",),
    "xing.com": ("/spi/shares", "op=share", "/social_plugins/share"),
    "wa.me": ("?",),
    "whatsapp.com": ("/send",),
    "t.me": ("/share",),
    "telegram.me": ("/share",),
    "vk.com": ("/share",),
    "slashdot.org": ("/bookmark",),
    "newsvine.com": ("/_tools",),
    "getpocket.com": ("/save", "/edit"),
    "instapaper.com": ("/hello", "/edit"),
    "ycombinator.com": ("/submitlink",),
    "bufferapp.com": ("/add",),
    "buffer.com": ("/add",),
    "evernote.com": ("/clip",),
    "flipboard.com": ("/bookmarklet",),
}
_UTILITY_ADDRESS = re.compile(
    r"^mailto:\?|^mailto:[^@]*$|^javascript:\s*(window\.)?print\b|/print(mail|pdf)?/\d+$"
    r"|[?&](print|format)=(1|print|pdf|printable)\b|/printer-friendly"
)

# A word of a name without any of these means nothing to the patterns above: most names of a page end here.
_STEMS: tuple[tuple[Kind, tuple[str, ...]], ...] = tuple(
    (kind, tuple(stems.split()))
    for kind, stems in (
        (Kind.BREADCRUMB, "crumb pathway here rootline"),
        (
            Kind.SHARE,
            "shar add a2a social follow sociable ssb heateor service bookmark tweetmeme sns",
        ),
        (Kind.TAG_CLOUD, "cloud tagadelic"),
        (Kind.PAGINATION, "pag navigation nav listing"),
        (Kind.PREVIOUS_NEXT, "nav prev next adjacent pager"),
        (Kind.ARCHIVES, "archive"),
        (
            Kind.RELATED,
            "related yarpp recommend similar more also might outbrain taboola zergnet recent latest popular featured top"
            " trending newest most next suggested read",
        ),
        (
            Kind.UTILITY,
            "skip print mail tool action util lang user account top quick back feed helper log sign secondary meta",
        ),
        (Kind.FOOTER, "foot colophon legal copyright site bottom"),
        (Kind.MENU, "nav menu blogroll roll widget categor link site tab"),
    )
)


_STEM_KINDS: dict[str, frozenset[Kind]] = {
    # a stem stands for the longer ones that begin with it too: the search below finds the shortest at each place
    stem: frozenset(kind for kind, stems in _STEMS if any(longer.startswith(stem) for longer in stems))
    for _, stems_of_kind in _STEMS
    for stem in stems_of_kind
}
_ANY_STEM = re.compile(f"(?=({'|'.join(sorted(_STEM_KINDS, key=lambda stem: (len(stem), stem)))}))")


@lru_cache(maxsize=50_000)
def _kinds_of_word(word: str) -> frozenset[Kind]:
    """The kinds whose patterns a name with this word may fit."""
    return frozenset(kind for stem in _ANY_STEM.findall(word) for kind in _STEM_KINDS[stem])


@lru_cache(maxsize=50_000)
def kind_of_name(name: str) -> Kind | None:
    """The kind of navigation that a class or id in lower case means; None when it means none.

    >>> kind_of_name('footer-menu'), kind_of_name('jp-relatedposts'), kind_of_name('entry-content')
    (<NavigationKind.FOOTER: 'footer'>, <NavigationKind.RELATED: 'related'>, None)
    """
    if len(name) > 60:
        return None
    spaced = name.replace("_", "-")  # so that \b stands where a word ends
    plausible: frozenset[Kind] = frozenset()
    for word in spaced.split("-"):
        if kinds := _kinds_of_word(word):
            plausible |= kinds
    if not plausible:
        return None
    for kind, pattern in _NAME_PATTERNS:
        if kind in plausible and pattern.search(spaced):
            is_part = kind in _KINDS_WITH_PARTS and _NO_CONTAINER.search(name)
            return None if is_part else kind
    return None


@lru_cache(maxsize=20_000)
def kind_of_names(value: str) -> Kind | None:
    """The kind that a class or id attribute means: the most trusted of those of its names."""
    kinds = [kind for name in value.lower().split() if (kind := kind_of_name(name)) is not None]
    return min(kinds, key=_RANK.__getitem__) if kinds else None


@lru_cache(maxsize=20_000)
def kind_of_heading(text: str) -> Kind | None:
    """The kind of list that a heading, aria-label or label announces.

    >>> kind_of_heading('Related Posts:')
    <NavigationKind.RELATED: 'related'>
    """
    return _match(text, _HEADING_PATTERN, _HEADING_KINDS)


@lru_cache(maxsize=50_000)
def kind_of_link_text(text: str) -> Kind | None:
    """The kind that a link's whole text gives away, wherever it stands.

    >>> kind_of_link_text('Printer-friendly version')
    <NavigationKind.UTILITY: 'utility'>
    """
    return _match(text, LINK_TEXT, _LINK_TEXT_KINDS) if may_tell(text) else None


@lru_cache(maxsize=50_000)
def is_page_tool(text: str) -> bool:
    """Whether a link's whole text offers to print, mail or save the page, or to jump within it."""
    return len(text) <= 80 and may_tell(text) and PAGE_TOOL.fullmatch(_plain(text)) is not None


@lru_cache(maxsize=50_000)
def kind_of_address(href: str) -> Kind | None:
    """The kind that a link's address gives away: a share button of a network, a print page.

    >>> kind_of_address('https://www.facebook.com/sharer.php?u=x'), kind_of_address('/print/12')
    (<NavigationKind.SHARE: 'share'>, <NavigationKind.UTILITY: 'utility'>)
    """
    lower = href[:1000].strip().lower()
    if lower.startswith(("http", "//")):
        host = lower.partition("//")[2].partition("/")[0].partition("?")[0]
        parts = _SHARE_HOSTS.get(".".join(host.split(".")[-2:]))
        if parts is not None:
            return Kind.SHARE if any(part in lower for part in parts) else None
    elif lower.startswith("whatsapp://send"):
        return Kind.SHARE
    if "print" in lower or lower.startswith("mailto:"):
        return Kind.UTILITY if _UTILITY_ADDRESS.search(lower) else None
    return None


def _match(text: str, pattern: re.Pattern[str], kinds: Sequence[Kind]) -> Kind | None:
    if len(text) > 80:
        return None
    found = pattern.fullmatch(_plain(text))
    return kinds[int(found.lastgroup[1:])] if found and found.lastgroup else None


def _plain(text: str) -> str:
    words = " ".join(text.lower().split())
    return words.strip(" :.!…»›→>|-–—?[]") or words
