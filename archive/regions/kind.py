"""Everything found so far in, the kind of the page out: what it is as a whole.

Outright signs come first: what an address, a body class or the words of an error page say. The model judges the rest,
and a page with headline, date and author is an article to it unless it is quite sure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import parse_qsl, urljoin, urlsplit

from archive.claims import decide
from archive.comment_words import READ_MORE
from archive.forum_signs import is_thread_address
from archive.model import Claim, CommentStatus, Page, PageKind, Region
from archive.page import subtree_text
from archive.page_index import page_index
from archive.regions import Context, Findings
from archive.regions.body_model import judge, model_is_there
from archive.regions.kind_entries import is_run_of_entries, leads_elsewhere

__all__ = ["ORDER", "read"]

ORDER = 90

_BODY_CLASSES = tuple(
    (kind, frozenset(names.split()))
    for kind, names in (
        (PageKind.ERROR, "error404 error-404 page-404 page-not-found not-found http-error"),
        (PageKind.SEARCH, "search-results search-no-results page-search path-search"),
        (PageKind.ATTACHMENT, "attachment single-attachment"),
        (PageKind.PRINT, "print print-page printer-friendly print-version"),
        (PageKind.AUTHOR, "author author-page author-archive page-author"),
        (PageKind.TAG, "tag category tag-page category-page page-taxonomy page-taxonomy-term archive-category "
                       "archive-tag tag-archive category-archive tax-category"),
        (PageKind.HOME, "home front home-template homepage home-page is-front path-frontpage"),
        (PageKind.LISTING, "archive blog-list date archives paged view-item-list blog-archive"),
        (PageKind.ARTICLE, "single single-post single-format-standard post-template node-type-blog node-type-article "
                           "node-type-story node-type-blog-post page-node-type-article item-view singular"),
    )
)  # fmt: skip

_ERROR_WORDS = re.compile(
    r"\b404\b|\bnot (?:be )?found\b|no longer (?:exists?|available)|does(?:n(?:'|’)t| not) exist|"
    r"(?:could|can)(?:n(?:'|’)t|not| not)? (?:be )?f(?:ind|ound) (?:that|the|this)|nicht gefunden|"
    r"introuvable|non trouvée|no (?:encontrad[ao]|existe)|no se (?:ha )?encontr|não (?:foi )?encontrad|niet gevonden|"
    r"non trovata|access denied|\bforbidden\b|service unavailable|internal server error",
    re.IGNORECASE,
)
_LIST_TITLE = re.compile(
    r"\b(?:items|posts?|entries|articles?|stories|beiträge|artikel|billets|entradas|artigos|articoli)\s+"
    r"(?:tagged|filed|from|for|in|by|of|mit|aus|vom|von|im|de|du|en|em|del)\b|"
    r"\b(?:tag(?:ged)?|categor(?:y|ies)|kategorie|schlagwort|catégorie|étiquette|categoría|etiqueta|categoria)\s*[:»“\"]|"
    r"\barchives?\b|\barchivos?\b|\barchiv\b",
    re.IGNORECASE,
)
"""What pages of tags and months are called: with an address that says the same, the page is one."""
_FEW_WORDS_ON_AN_ERROR = 150
_FEW_WORDS_AROUND_A_FORM = 120
_OF_PEOPLE = (Region.BODY, Region.COMMENT)
"""Regions of what somebody wrote."""
_SEARCH_KEYS = frozenset(["s", "q", "query", "search", "searchterm", "search_query", "keyword", "keywords", "text"])
_PATHS = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (
            PageKind.PRINT,
            r"/print(?:er|view|article|friendly)?/|/print(?:er-friendly)?/?$|/print\.(?:php|aspx?|html?)$",
        ),
        (PageKind.AUTHOR, r"/(?:authors?|autor(?:en|es)?|auteurs?|contributors?|bloggers?)/[^/]+/?(?:page/\d+/?)?$"),
        (PageKind.TAG, r"/(?:tags?|categor(?:y|ies)|kategorie|etiqueta|labels?|taxonomy/term|search/label)/[^/]+"),
        (PageKind.SEARCH, r"/(?:search|suche|recherche|buscar)(?:/|\.\w+)?$"),
        (
            PageKind.LISTING,
            r"/(?:archives?|page)/\d+(?:/index\.\w+)?/?$|/(?:index|page)[-_]?\d{1,3}(?:\.\w+)?/?$|"
            r"/(?:19|20)\d\d(?:/\d{1,2})?(?:/\d{1,2})?(?:/index\.\w+)?/?$|/archives?(?:\.\w+)?/?$|"
            r"/archives?/\d{4}(?:/\d{1,2})?(?:\.\w+)?/?$|/(?:tags|categories|authors)(?:\.\w+)?/?$",
        ),
    )
)
_BETWEEN_WORDS = re.compile(r"[-_+.]+|%20")
_ERROR_PATH = re.compile(r"/404(?:\.\w+)?/?$")
_NAME_IN_ADDRESS = re.compile(r"/([^/]+?)(?:\.\w+)?/?(?:page/\d+/?)?$")

_PRINT_KEYS = frozenset(["print", "printable", "printview", "format", "view", "tmpl", "pf"])
_PRINT_VALUES = frozenset(["1", "print", "true", "yes", "y", "printable", "component"])
_HOME_PATHS = frozenset(["", "/", "/index.html", "/index.htm", "/index.php", "/default.aspx", "/default.asp", "/home"])
_MODEL_KINDS = {
    "article": PageKind.ARTICLE,
    "collection": PageKind.LISTING,
    "documentation": PageKind.DOCUMENTATION,
    "forum": PageKind.FORUM,
    "listing": PageKind.LISTING,
    "product": PageKind.PRODUCT,
    "service": PageKind.SERVICE,
}
_LISTS = frozenset([PageKind.AUTHOR, PageKind.TAG, PageKind.SEARCH, PageKind.LISTING, PageKind.HOME])
_ARTICLE_TYPES = frozenset(["article", "blogposting", "newsarticle", "blog_post"])
_LIKELY_LIST = 0.5
_LIKELY_FORUM = 0.4
_FEWEST_ANSWERS = 2
_SURELY_NO_ARTICLE = 0.75
_FEW_ENTRIES = 4
_WORDS_OF_A_POST = 60
_LONGEST_READ_ON = 40
_SHORTEST_ENTRY = 15
_MOSTLY = 0.6
_MOST_PARTS_OF_HOME = 2
_LONGEST_NAME = 3
"""Words; the name of a tag or a person in an address has no more, that of an article mostly has."""
_WORDS_ABOUT_A_PERSON = 200
_FIELD_TYPES = frozenset(["text", "email", "tel", "checkbox", "radio", "number", "date"])
_SENT = frozenset(["submit", "image", "button", "text", "email", "tel"])


def read(context: Context) -> Findings:
    """The kind, with the rule that told."""
    for kind, rule in _opinions(context):
        return Findings(kind=kind, kind_rule=rule)
    return Findings(kind=PageKind.OTHER, kind_rule="kind:nothing-told")


def _opinions(context: Context) -> Iterator[tuple[PageKind, str]]:
    """Kinds with the rule that tells, the surest first."""
    page = context.page
    classes = _body_classes(page)
    named = [(kind, f"kind:body-class-{min(found)}") for kind, names in _BODY_CLASSES if (found := names & classes)]
    yield from (opinion for opinion in named if opinion[0] in (PageKind.ERROR, PageKind.SEARCH, PageKind.ATTACHMENT))
    deciding = decide(page, context.claimed_nodes())
    words = _count_words(page, deciding, _OF_PEOPLE, _FEW_WORDS_ON_AN_ERROR)
    if words < _FEW_WORDS_ON_AN_ERROR:
        if place := _error_words(context):
            yield PageKind.ERROR, f"kind:error-words-in-{place}"
        if _ERROR_PATH.search(_path(page.url)):
            yield PageKind.ERROR, "kind:address-404"
    by_address = list(_by_address(page.url))
    yield from (opinion for opinion in (*named, *by_address) if opinion[0] is PageKind.PRINT)
    posts = len([1 for findings in context.found for comment in findings.comments if comment.kind == "post"])
    if posts >= 2:
        yield PageKind.FORUM, "kind:posts"
    likely = _by_model(context)
    comments = sum([len(findings.comments) for findings in context.found])
    if not posts and ((comments and _has_text(page, deciding)) or _invites_comments(context)):
        likely.pop(PageKind.FORUM, None)
    elif comments >= _FEWEST_ANSWERS and (
        likely.get(PageKind.FORUM, 0.0) >= _LIKELY_FORUM or is_thread_address(page.url)
    ):
        yield PageKind.FORUM, "kind:answers-without-text"
    entries = _entries(page, deciding)
    is_list = likely.get(PageKind.LISTING, 0.0) >= _LIKELY_LIST or entries >= _FEW_ENTRIES
    if any(kind is PageKind.ARTICLE for kind, _ in named) and not any(kind in _LISTS for kind, _ in named):
        yield from (opinion for opinion in named if opinion[0] is PageKind.ARTICLE)
    # a theme may call each of its pages "home": what else is said goes before
    for kind, rule in sorted((*named, *by_address), key=lambda opinion: opinion[0] is PageKind.HOME):
        if kind is PageKind.HOME:
            if not _names_an_inner_page(page.url):
                yield kind, rule
        elif kind in _LISTS and (
            is_list
            or (kind, rule) in named
            or _is_called_a_list(page, kind)
            or _is_list_as_its_address_says(context, kind)
        ):
            yield kind, rule
    if _is_form(context, words):
        yield PageKind.FORM, "kind:form-and-few-words"
    if _is_teaser(page, deciding):
        yield PageKind.LISTING, "kind:teaser"
    if entries and is_run_of_entries(context):
        yield PageKind.LISTING, "kind:run-of-entries"
    if _has_article_signs(context):
        best = max(likely, key=lambda kind: (likely[kind], kind), default=PageKind.ARTICLE)
        if likely.get(best, 0.0) < _SURELY_NO_ARTICLE:
            yield PageKind.ARTICLE, "kind:headline-with-date-or-author"
    if likely:
        yield max(likely, key=lambda kind: (likely[kind], kind)), "model:kind"
    if words >= _FEW_WORDS_ON_AN_ERROR:
        yield PageKind.ARTICLE, "kind:text"
    if entries >= _FEW_ENTRIES:
        yield PageKind.LISTING, "kind:entries"


def _body_classes(page: Page) -> frozenset[str]:
    nodes = page_index(page).tags.get("body", [])
    return frozenset(page.attributes[nodes[0]].get("class", "").lower().split()) if nodes else frozenset()


def _count_words(page: Page, deciding: Sequence[Claim], regions: tuple[Region, ...], most: int) -> int:
    """How many words the page has in the regions; counting ends where `most` are reached."""
    texts, count = page.texts, 0
    for node in page.visible:
        if deciding[node].region in regions:
            count += len(texts[node].split())
            if count >= most:
                break
    return count


def _error_words(context: Context) -> str | None:
    """Where the page says that there is nothing: in its title, or in its first heading; None where it does not."""
    page = context.page
    for place in ("title", "h1", "h2"):
        for node in page_index(page).tags.get(place, [])[:1]:
            if _ERROR_WORDS.search(subtree_text(page, node)[:200]):
                return place
    return None


def _by_address(url: str) -> Iterator[tuple[PageKind, str]]:
    try:
        split = urlsplit(url)
    except ValueError:
        return
    path = split.path.lower()
    query = [(key.lower(), value.lower()) for key, value in parse_qsl(split.query[:2000])] if split.query else []
    if any(
        key in _PRINT_KEYS and value in _PRINT_VALUES and (key != "view" or value == "print") for key, value in query
    ):
        yield PageKind.PRINT, "kind:address-print"
    if any(key in _SEARCH_KEYS and value for key, value in query):
        yield PageKind.SEARCH, "kind:address-search"
    for kind, pattern in _PATHS:
        if pattern.search(path):
            yield kind, f"kind:address-{kind}"
    if path in _HOME_PATHS and not query:
        yield PageKind.HOME, "kind:address-home"


def _path(url: str) -> str:
    try:
        return urlsplit(url).path.lower()
    except ValueError:
        return ""


def _names_an_inner_page(url: str) -> bool:
    """Whether the last part of the address is a name of several words, as no home page has: themes that give every
    page the class "home" are told by it."""
    name = _NAME_IN_ADDRESS.search(_path(url))
    return name is not None and (len(_words_in(name[1])) > 1 or _path(url).count("/") > _MOST_PARTS_OF_HOME)


def _is_list_as_its_address_says(context: Context, kind: PageKind) -> bool:
    """Whether a page at the address of a list only leads to others; the list of a tag may have one entry."""
    if any(len(_words_in(part)) > _LONGEST_NAME for part in _path(context.page.url).split("/")):
        return False
    if kind is PageKind.AUTHOR:
        return leads_elsewhere(context, most_words=_WORDS_ABOUT_A_PERSON)
    return kind in (PageKind.TAG, PageKind.LISTING) and leads_elsewhere(context)


def _is_called_a_list(page: Page, kind: PageKind) -> bool:
    """Whether the document's title is that of a list of posts, on a page whose address is one's."""
    if kind not in (PageKind.TAG, PageKind.LISTING):
        return False
    titles = page_index(page).tags.get("title", [])[:1]
    return any(_LIST_TITLE.search(subtree_text(page, node)[:200]) for node in titles)


def _words_in(name: str) -> list[str]:
    return [word for word in _BETWEEN_WORDS.split(name) if word]


def _by_model(context: Context) -> dict[PageKind, float]:
    """Probability of each kind that the model knows; empty without it."""
    if not context.use_model or not model_is_there():
        return {}
    judgement = judge(context.page)
    found: dict[PageKind, float] = {}
    for name, likely in (judgement.kinds if judgement else {}).items():
        found[_MODEL_KINDS[name]] = found.get(_MODEL_KINDS[name], 0.0) + likely
    return found


def _invites_comments(context: Context) -> bool:
    """Whether the page counts its comments and has a form for one more: they are on something, be it a film."""
    return not is_thread_address(context.page.url) and any(
        f.comment_count_stated is not None and f.comment_status is CommentStatus.OPEN for f in context.found
    )


def _has_text(page: Page, deciding: Sequence[Claim]) -> bool:
    """Whether a text stands apart from the comments on it, where the first post of a forum is one of them."""
    return _count_words(page, deciding, (Region.BODY,), _WORDS_OF_A_POST) >= _WORDS_OF_A_POST


def _entries(page: Page, deciding: Sequence[Claim]) -> int:
    """How many headings on the page are links of their own, as the entries of a list have."""
    index = page_index(page)
    count = 0
    for tag in ("h1", "h2", "h3"):
        linked = 0
        for node in index.tags.get(tag, ()):
            below = page.tags[node + 1 : page.ends[node]]
            if "a" not in below or deciding[node].region in (Region.NAVIGATION, Region.COMMENT):
                continue
            text = subtree_text(page, node)
            link = node + 1 + below.index("a")
            linked += len(text) > _SHORTEST_ENTRY and len(subtree_text(page, link)) * 2 > len(text)
        count = max(count, linked)
    return count


def _is_teaser(page: Page, deciding: Sequence[Claim]) -> bool:
    """Whether most of the body stands between a link and one to the same page that says to read on."""
    texts = page.texts
    body = [node for node in page.visible if deciding[node].region is Region.BODY]
    ends = {
        node: link
        for node in body
        if len(texts[node]) < _LONGEST_READ_ON and READ_MORE.match(texts[node].strip(" \t\n\r([«»<>→.…"))
        if (link := _address_around(page, node)) is not None
    }
    if not ends:
        return False
    begins: dict[str, int] = {}
    for node in page.visible[: page.visible.index(max(ends))]:
        if (link := _address_around(page, node)) is not None:
            begins.setdefault(link, node)
    spans = sorted(((begins[link], end) for end, link in ends.items() if link in begins), reverse=True)
    inside = everything = reach = 0
    for node in body:
        while spans and spans[-1][0] < node:
            reach = max(reach, spans.pop()[1])
        words = len(texts[node].split())
        everything += words
        inside += words if node <= reach else 0
    return inside > _MOSTLY * everything


def _address_around(page: Page, node: int) -> str | None:
    """Where the link around a text leads, when it is another page of the web; None outside links."""
    above = page.parents[node]
    while above > 0 and page.tags[above] != "a":
        above = page.parents[above]
    href = page.attributes[above].get("href", "").strip() if above > 0 else ""
    address = href.partition("#")[0]
    if not address or address.partition(":")[0].lower() in ("mailto", "javascript", "tel"):
        return None
    try:
        address = urljoin(page.base_url, address)
    except ValueError:
        return None
    return address if address != page.url.partition("#")[0] else None


def _is_form(context: Context, words: int) -> bool:
    """Whether the page is there to be filled in: several fields, and little to read."""
    page = context.page
    index = page_index(page)
    fields = sum(
        page.attributes[n].get("type", "text").lower() in _FIELD_TYPES and _is_in_form(page, n)
        for n in index.tags.get("input", ())
    ) + len(index.tags.get("textarea", ()))
    is_comment_form = any(f.comment_status is not None for f in context.found)
    return fields >= 5 and words < _FEW_WORDS_AROUND_A_FORM and not is_comment_form


def _is_in_form(page: Page, node: int) -> bool:
    """Whether a field is one to be sent: boxes that only open a menu or switch colours stand outside forms."""
    if page.attributes[node].get("type", "text").lower() not in ("checkbox", "radio"):
        return True
    while node > 0 and page.tags[node] != "form":
        node = page.parents[node]
    return node > 0 and any(
        page.tags[n] in ("button", "textarea", "select")
        or (page.tags[n] == "input" and page.attributes[n].get("type", "text").lower() in _SENT)
        for n in range(node, page.ends[node])
    )


def _has_article_signs(context: Context) -> bool:
    """Whether the page has a headline, and a date or an author, or calls itself an article."""
    types = {value.lower().rpartition("/")[2] for value in context.structured.meta_values("og:type")}
    if types & _ARTICLE_TYPES:
        return True
    has_title = any(f.title is not None for f in context.found)
    has_date = any(f.published is not None for f in context.found)
    has_author = any(f.bylines for f in context.found)
    return has_title and (has_date or has_author)
