"""The words around names in bylines, by what they tell: labels in several languages, roles, organisations, noise."""
# ruff: noqa: E501 - the word lists read best one language or kind a line

from __future__ import annotations

import re

__all__ = [
    "BEATS",
    "CREDENTIALS",
    "DOMAIN",
    "FUNCTIONS",
    "LABELS",
    "LABEL_STEMS",
    "LABEL_WORDS",
    "NOISE",
    "ORGANISATION",
    "PARTICLES",
    "ROLE",
    "SECOND_WORDS",
]

# (relation, guest?, words before the names), most telling first; what follows a label is a list of names.
_GUEST = (
    r"(?:(?:a|our|today['’]s|this\s+week['’]s)\s+)?guest[\s-]+(?:blog(?!ger)\s*)?(?:post|blogger|blog|article|author|column|contribution|"
    r"contributor|essay|entry|writer|piece|opinion|commentary)(?:\s+(?:is|was|comes))?(?:\s*(?:written|contributed|submitted|authored))?"
    r"\s*(?:by|from)?\s*:?|guest\s*(?:by\b|from\b|:)|guest[\s-]blog(?:\s+by)?\s*:?|(?:the\s+following\s+(?:is\s+a\s+)?guest\s+(?:blog\s+)?(?:post|article|entry|blog)\s+(?:is\s+|was\s+|comes\s+)?"
    r"(?:written\s+|contributed\s+)?(?:by|from))|"
    r"(?:this\s+(?:is\s+a\s+)?guest\s+(?:post|blog|article)\s+(?:is\s+|was\s+)?(?:written\s+|contributed\s+)?(?:by|from))|"
    r"(?:(?:ein|dieser)\s+)?gast(?:beitrag|autor(?:in)?|artikel|kommentar|blog|bijdrage|auteur|column)\s*(?:von|door|van)?\s*:?|(?:artículo|entrada|post)\s+invitad[oa]\s+(?:de|por)\s*:?|"
    r"autor(?:a)?\s+invitad[oa]\s*:?|(?:article|billet|tribune)\s+(?:invité|de l['’]invité)\s*(?:de|par)?\s*:?|"
    r"(?:artigo|post)\s+(?:de\s+)?convidad[oa]\s*(?:de|por)?\s*:?|invité\s*:"
)
_TRANSLATOR = (
    r"translat(?:ed|ion)\s+(?:\w+\s+){0,3}by\s*:?|translator\s*:|übersetz(?:t|ung)\s*(?:von|:)|aus dem \w+ (?:übersetzt |übertragen )?von|"
    r"vertaald\s+door\s*:?|vertaling\s*(?:door|:)|"
    r"traduc(?:ido|ción|tor|tora)\s*(?:de|por|:)|tradu(?:it|ction|cteur)\s*(?:de l['’]\w+ )?(?:par|:)|"
    r"tradu(?:zido|ção|tor)\s*(?:por|de|:)|tradotto da|traduzione di"
)
_INTERVIEWER = (
    r"interview(?:ed)?(?:\s+(?:conducted|led))?\s+(?:by|von|par)\s*:?|interview\s*:|das (?:interview|gespräch) führten?|"
    r"entrevist(?:a|ado|ada)\s+(?:realizada\s+|conduzida\s+)?(?:de|por)\s*:?|as\s+told\s+to|interview\s+door\s*:?|intervista\s+(?:di|a cura di)\s*:?|propos recueillis par|entretien (?:réalisé |mené )?par"
)
_PHOTOGRAPHER = (
    r"(?:photo(?:s|graph|graphs|graphy|graphie)?|image(?:s)?|picture(?:s)?|illustration(?:s)?|video|graphic(?:s)?|artwork)"
    r"\s*(?:credit)?\s*(?:courtesy of|by|von|par|por|:)|photographer\s*:|foto(?:s|grafie|grafía|grafias)?\s*(?:von|de|por|di|:)|"
    r"bild(?:er)?\s*(?:von|:)|fotograf(?:in)?\s*:|crédito?s?\s*:|illustriert von"
)
_EDITOR = (
    r"edited\s+by\s*:?|editors?\s*:|redaktion\s*:|bearbeitet von|editado por|édité par|redigiert von|compiled by\s*:?|"
    r"curated by\s*:?|presented by\s*:?|hosted by\s*:?"
)
_CONTRIBUTOR = (
    r"(?:medically\s+|clinically\s+|technically\s+|expert\s+|scientifically\s+|legally\s+)?(?:reviewed|fact[\s-]*checked|"
    r"approved|verified|updated|tested|vetted)\s+(?:\w+\s+)?by\s*:?|reviewer\s*:|(?:with\s+)?(?:additional\s+)?"
    r"(?:reporting|contributions?|research|contributing|input|help|assistance|support)\s+(?:by|from|of)\s*:?|mitarbeit\s*:|geprüft von|"
    r"con la colaboración de|sponsored\s+by|paid for by|brought to you by|powered by|in partnership with|story by"
)
_AUTHOR = (
    r"(?:this\s+(?:blog\s+)?(?:entry|post|article|item|story|page)\s+(?:was|has\s+been)\s+)?(?:article|blog|post|story|text|words|content|report|recipe|review|opinion|column|essay|analysis)?\s*(?:post|article)?\s*"
    r"(?:originally\s+)?(?:co-?)?(?:posted|written|published|submitted|contributed|created|authored|added|penned|reported|started|"
    r"blogged|uploaded|shared|prepared|last\s+edited)\s+(?:on\s+[^,|]{4,30}\s+)?by\s*:?|"
    r"(?:this|the\s+following|today['’]s)\s+(?:\w+\s+)?(?:post|article|entry|blog|piece|story|column)\s+(?:is|was|comes)\s+(?:co-?)?"
    r"(?:written|contributed|authored|submitted)?\s*(?:by|from)|"
    r"(?:texte|testo|tekst)\s*:|(?:text|words|story|article|recipe|report|analysis|opinion|column|essay|blog(?:\s*post)?|commentary|author|about\s+the\s+author|"
    r"about\s+author|writer|post(?:ed)?|story)\s*(?:by|:)\s*:?|by\s*:|by(?=\s)|author(?:s|\(s\))?\s*:|authors?\(s\)|written\s*:|"
    r"(?:ein\s+(?:beitrag|artikel|gastbeitrag|kommentar|text|bericht)\s+)?von\s*:?(?=\s)|"
    r"(?:geschrieben|verfasst|veröffentlicht|erstellt|gepostet|eingestellt|publiziert)(?:\s+am\s+[^,|]{4,24})?\s+von\s*:?|"
    r"verfasser(?:in)?\s*:?|autor(?:in|en|a|es|e)?\s*:|contributors?\s*:|text\s*(?:von|:)|beitrag\s+von|"
    r"(?:escrito|publicado|enviado|redactado|elaborado|postado)(?:\s+(?:el|em|en)\s+[^,|]{4,30})?\s+por\s*:?|por\s*:?(?=\s)|texto\s*(?:de|:)|"
    r"(?:écrit|publié|rédigé|posté|proposé)(?:e)?(?:\s+le\s+[^,|]{4,30})?\s+par\s*:?|par\s*:?(?=\s)|auteur(?:e)?\s*:|"
    r"(?:scritto|pubblicato|redatto|inserito)\s+da\s*:?|di\s*:?(?=\s[A-Z])|autore\s*:|"
    r"(?:geschreven|geplaatst)\s+door\s*:?|door\s*:?(?=\s)|tekst\s*:|av\s*:?(?=\s[A-Z])|af\s*:?(?=\s[A-Z])|autor\s*:?(?=\s)|"
    r"автор\s*:|author(?=\s)"
)
BEFORE_LABEL = " \t\n\xa0~|[–—-"
"""What may stand before a label: "— Posted by Jane Doe", "[Guest post by …]"."""
LABELS: tuple[tuple[str, bool, re.Pattern[str]], ...] = tuple(
    (relation, is_guest, re.compile(rf"[\s~|\[–—-]{{0,8}}(?:{words})\s*", re.IGNORECASE))
    for relation, is_guest, words in (
        ("author", True, _GUEST),
        ("translator", False, _TRANSLATOR),
        ("interviewer", False, _INTERVIEWER),
        ("photographer", False, _PHOTOGRAPHER),
        ("editor", False, _EDITOR),
        ("contributor", False, _CONTRIBUTOR),
        ("author", False, _AUTHOR),
    )
)

LABEL_STEMS: tuple[tuple[str, ...], ...] = (
    tuple("guest a our today this the ein dieser gast artículo entrada post autor article billet tribune artigo invité".split()),
    tuple("transl übers aus vertaal vertal tradu trado".split()),
    tuple("interview das entrevist as intervista propos entretien".split()),
    tuple("photo image picture illustr video graphic artwork foto bild crédito".split()),
    tuple("edit redaktion bearbeitet édité redigiert compiled curated presented hosted".split()),
    tuple("medically clinically technically expert scientifically legally review fact approved verified updated tested vetted with "
          "additional report contribut research input help assistance support mitarbeit geprüft con sponsored paid brought powered "
          "in story".split()),
    ("",),
)  # fmt: skip
"""What the first word of each of LABELS begins with, in the same order: a quick look that spares most the pattern."""
SECOND_WORDS: dict[str, tuple[str, ...]] = {
    "a": ("guest",),
    "the": ("following",),
    "in": ("partnership",),
    "with": tuple("additional report contribut research input help assistance support".split()),
    "das": ("interview", "gespräch"),
}
"""By a first word that many sentences begin with: what the next one begins with where both are of a label."""

LABEL_WORDS = frozenset(
    """a additional additionally af analysis approved artigo artikel artículo article articles artwork aus author author(s)
    authors autor autora autore autores autorin autoren auteur auteure authored av autrice bearbeitet beitrag bild bilder
    billet blog blogged brought by clinically column commentary compiled con content contributed contributing contributor contributors
    created crédito créditos curated das di door edited editado editor editors ein eingestellt elaborado entrada entretien
    entrevista entrevistado enviado erstellt escrito essay expert fact fact-checked foto fotos fotografie fotografía fotograf
    fotografin gastautor gastautorin gastbeitrag gastartikel gastkommentar geplaatst gepostet geprüft geschreven geschrieben
    graphic guest guest-post hosted illustriert illustration illustrations image images in inserito interview interviewed
    invité last legally medically mitarbeit opinion originally paid par penned photo photograph photographer photographs
    photography photographie photos picture pictures por post posté postado posted powered prepared presented propos proposé
    pubblicato publiée publicado published publié publiziert recipe redaktion redactado redatto redigiert report reported
    reporting research review reviewed reviewer rédigé scientifically scritto shared sponsored started story submitted
    technically tekst tested text texto this traducido traducción traduction traducteur traduit traduzido tradução tradutor
    traduzione tradotto translated translation translator tribune updated uploaded verfasst verfasser verfasserin
    veröffentlicht verified vetted video videos von with words writer written écrit écrite édité übersetzt übersetzung
    about added автор today's today’s the as co-written co-authored coauthored gastblog gastbijdrage gastauteur gastcolumn
    vertaald vertaling intervista texte testo editor's editor’s editors' ed nota note anmerkung anm ndlr""".split()
)
"""Every word that a label begins with: a quick look that spares most texts the long patterns."""

ROLE = frozenset(
    """editor editors writer writers reporter reporters journalist journalists correspondent correspondents columnist
    columnists contributor contributors author authors blogger bloggers director manager managers managing president vice
    chief ceo cto cfo cmo coo cio vp svp evp founder founders cofounder head lead leader officer executive engineer engineers
    developer developers architect architects analyst analysts consultant consultants advisor advisors adviser advisers
    researcher researchers scientist scientists professor professors lecturer fellow specialist strategist expert evangelist
    advocate designer producer photographer secretary minister administrator chair chairman chairwoman partner principal
    associate assistant intern student coordinator dietitian nutritionist physician attorney lawyer coach
    trainer teacher owner curator redakteur redakteurin redaktionsleiter redaktionsleiterin chefredakteur chefredakteurin
    volontär volontärin korrespondent korrespondentin geschäftsführer geschäftsführerin leiter leiterin vorstand redactor
    redactora periodista colaborador colaboradora directora jefe gerente rédacteur rédactrice journaliste directeur
    directrice redator redatora diretor diretora jornalista presidente giornalista direttore senior junior technologist
    technologists marketer programmer spokesperson spokesman spokeswoman ambassador copywriter publisher economist historian
    entrepreneur instructor educator librarian archivist planner principal stylist responsable fundador fundadora cofundador
    cofundadora socio socia consultor consultora ingeniero ingeniera presidenta vicepresidente vicepresidenta asesor asesora
    abogado abogada profesor profesora subdirector fondateur fondatrice cofondateur cofondatrice président présidente ingénieur
    ingénieure consultante associé associée gérant gérante chercheur chercheuse professeur chargé chargée gründer gründerin
    mitgründer ingenieur ingenieurin berater beraterin entwickler entwicklerin produktmanager produktmanagerin projektleiter
    projektleiterin abteilungsleiter abteilungsleiterin pressesprecher pressesprecherin professorin wissenschaftler
    wissenschaftlerin referentin mitarbeiter mitarbeiterin expertin experte präsident präsidentin vorsitzender vorsitzende
    inhaber inhaberin fundadora sócio sócia engenheiro engenheira coordenador coordenadora especialista gestora analista
    gardener astrologer photojournalist mentor speaker volunteer investor psychologist therapist nurse direttrice fondatore fondatrice ingegnere responsabile amministratore professore ricercatore oprichter oprichtster
    adviseur onderzoeker onderzoekster medewerker redacteur eigenaar voorzitter""".split()
)
ORGANISATION = frozenset(
    """team staff editors editorial desk newsroom newsdesk redaktion redacción rédaction redazione redação admin
    administrator webmaster moderator inc llc ltd gmbh ag corp corporation co company group agency office department bureau
    ministry commission committee council association society institute institut university universität universidad college
    school hospital clinic center centre foundation stiftung verein verband federation network media news press presse reuters
    afp dpa ap bloomberg magazine times post herald tribune gazette daily journal blog affairs relations communications
    service services solutions technologies systems software lab labs studio studios marketing bank club contributors
    publications publishing productions online digital global international community support experts academy partners
    bund equipo equipe équipe équipes pressestelle unternehmenskommunikation kommunikation prensa imprensa comunicación communicatie
    squadra gremium""".split()
)
# What stands between a name and a role, and tells the role's field: "Jane Doe Health Editor".
BEATS = frozenset(
    """national international biotech biotechnology health science sciences political politics business technology tech sports sport
    news food culture culinary education travel marketing product sales content data web software security finance financial
    money legal medical clinical entertainment arts art climate energy environment environmental economics economic investigative
    features feature style fashion beauty lifestyle gaming games mobile digital creative social media community customer people
    human research development engineering design brand growth account project program programme public general executive
    foreign white trending breaking congressional freelance guest staff contributing deputy managing chief assistant associate regional local
    city state royal verified licensed certified registered master crypto markets market investing ai cloud devops seo""".split()
)
FUNCTIONS = BEATS | frozenset(
    """operations strategy strategic services service solutions outreach affairs relations partnerships partners alliances innovation
    analytics quality infrastructure procurement logistics supply chain manufacturing it hr pr communications communication
    programs programmes storage server servers systems networks networking platform platforms ux experience success care loyalty
    retail corporate worldwide europe emea americas asia pacific north south america apac sustainability training support
    department office enterprise industry industries public sector policy planning integration architecture products information
    ventas comunicación investigación producto productos desarrollo operaciones recursos humanos ingeniería tecnología estrategia
    vendas comunicação produto produtos pesquisa desenvolvimento operações engenharia tecnologia estratégia mercadeo
    recherche produit produits développement ventes stratégie projet projets ressources humaines ingénierie technologie
    entwicklung forschung vertrieb kommunikation unternehmenskommunikation produktmanagement technik einkauf personal
    and und et y e of the la le los las der die das des & für""".split()
)
"""Words that name a field of work: "VP of Sales" is a role, "CEO of Rivermill" a role at a house."""
DOMAIN = re.compile(r"\w\.(?:com|de|org|net|io|co|fr|es|it|uk|eu|tv|info|gov|edu)\b", re.IGNORECASE)
# Letters after a name, and marks of generation.
CREDENTIALS = re.compile(
    r"^(?:(?:[A-Z][A-Za-z]{0,3}\.){1,4}[A-Z]?|Ph\.?\s?D\.?|[A-Z][A-Z\-/®]{1,7}|Jr\.?|Sr\.?|III?|IV|MSc|BSc|MEd|MBA|PharmD|PsyD|"
    r"LMFT|DrPH|Esq\.?|EdD|DVM|DO|NASM-CPT|C\.?P\.?T\.?|LCSW|CFP®?|CPA|CSCS|RDN?|LDN|MD|M\.D\.)$"
)
PARTICLES = frozenset(
    "de da do dos das di del della la le les los las el al bin ibn ben van von der den ter ten zu zum zur af av du des y e "
    "of the and und st san santa mc o' d' l' abu van't in".split()
)
# Words that never stand in a name: what else a byline or its neighbourhood says.
NOISE = frozenset(
    """read more views view comments comment share shares min mins minutes minute ago updated update published posted reply
    follow subscribe login log sign register click here home search menu about contact category categories tags tag filed
    uncategorized leave edit print email e-mail facebook twitter linkedin instagram youtube pinterest whatsapp http https www
    copyright all posts article articles this that your you we our my how what why when where which who is are was were has
    have will can would should not with from on at to for best top new next previous january february september october
    november december monday tuesday wednesday thursday friday saturday sunday profile website latest recent related popular
    featured image photo photos credit source via other learn get free download advertisement disclosure affiliate uhr januar
    februar märz oktober dezember lesezeit teilen kommentar kommentare mehr leer comentarios lire commentaires
    partager time reading listen table contents overview introduction faq join unknown anonymous anonym null undefined bio
    biography meet see tiktok written archives policy privacy terms skip continue cookie cookies shop cart account
    resources products product pricing features careers events webinars
    veröffentlicht geschrieben verfasst erstellt eingestellt publié publiée rédigé écrit posté publicado publicada escrito postado
    pubblicato scritto gepubliceerd geplaatst geschreven publicerad
    guidelines alle artikel datum quelle weitere ähnliche beiträge inhalt startseite meldungen zurück
    paid advertorial newsletter podcast podcasts videos video guide guides tips""".split()
)
