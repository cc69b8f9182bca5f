"""Page in, nodes out whose tag, class or id hints at title, byline, date or tags.

Told by the page's index, each distinct class looked at once. A class is taken apart into words ("postMeta" and "post-meta" are post and meta); what
a word and a class string hint at is worked out once and remembered. A hint decides nothing: it only keeps the
region parsers from looking at every node.
"""
# ruff: noqa: E501 - the word lists read best one language or kind a line

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from archive.model import Page
from archive.page_index import page_index

__all__ = ["Hint", "Marks", "hints_above", "read_marks"]


class Hint:
    """Bits for what a class or id hints at (plain integers: IntFlag costs more than the whole walk)."""

    TITLE = 1
    SUBTITLE = 2
    KICKER = 4
    BYLINE = 8
    DATE = 16
    TAGS = 32
    NAME = 64
    """The very name of a person inside a byline (fn, author-name, username)."""
    META = 128
    """A line with author, date and tags together."""
    UPDATED = 256
    # from here on a hint also holds for everything below the element
    CHROME = 512
    COMMENT = 1024
    BIO = 2048
    ARTICLE = 4096
    HEADER = 8192
    FOOTER = 16384
    TEASER = 32768


_INHERITED = Hint.CHROME | Hint.COMMENT | Hint.BIO | Hint.ARTICLE | Hint.HEADER | Hint.FOOTER | Hint.TEASER

# Atoms that only tell something together with another word of the same class.
_INFO = 1 << 20
_LIST = 1 << 21
_ABOUT = 1 << 22
_NAME_WORD = 1 << 23
_MORE = 1 << 24
_SUB = 1 << 25

_WORDS: dict[str, int] = {
    word: hint
    for hint, words in (
        (Hint.TITLE, "title headline heading hed titre titulo titel titolo ueberschrift"),
        (Hint.SUBTITLE, "subtitle subhead subheading subhed subheadline dek deck standfirst strapline tagline untertitel "
                        "chapo chapeau bajada subtitulo sottotitolo sommario summary undertitel"),
        (Hint.KICKER, "kicker eyebrow overline pretitle roofline dachzeile spitzmarke surtitle volanta antetitulo topline "
                      "overtitle occhiello surtitre"),
        (Hint.BYLINE, "author authors byline bylines by contributor contributors writer creator poster journalist reporter "
                      "redakteur verfasser redactor auteur autor autores autora autore autoren firma firme signature "
                      "postedby writtenby publishedby byauthor vcard username authored credits"),
        (Hint.DATE, "date dates time times datum fecha posted pub created published publish publication day timestamp "
                    "dateline datetime pubdate posttime postdate entrydate data giorno published publishdate dtstamp"),
        (Hint.UPDATED, "updated modified lastmod revised update aktualisiert actualizado"),
        (Hint.TAGS, "tag tags category categories keyword keywords topic topics label labels filed rubrik schlagworte "
                    "tagcloud taxonomy taglist cats rubrique etiquetas"),
        (Hint.NAME, "fn username authorname"),
        (Hint.META, "meta metadata postinfo submitted attribution entrymeta postmeta posted byline"),
        (Hint.CHROME, "nav navbar navigation menu menus sidebar related relatedposts recommend recommended recommendations "
                      "recent popular trending widget widgets promo promos advert advertisement ads ad newsletter subscribe "
                      "subscription signup cookie cookies breadcrumb breadcrumbs pagination pager popup modal carousel "
                      "slider latest share sharing social toolbar drawer megamenu archives archive blogroll skip onward "
                      "sponsor sponsored offcanvas dropdown lightbox ticker"),
        (Hint.COMMENT, "comment comments commentlist disqus respond reply replies review reviews kommentare comentarios "
                       "commentaires comentario"),
        (Hint.BIO, "bio bios biography authorbox authorbio authorinfo aboutauthor"),
        (Hint.ARTICLE, "hentry post article story entry single blogpost node content blog"),
        (Hint.HEADER, "hero masthead header head top postheader entryheader"),
        (Hint.FOOTER, "footer colophon bottom"),
        (Hint.TEASER, "teaser card cards tile tiles thumb thumbnail thumbnails preview loop"),
        (_INFO, "info details detail desc description box card block panel profile about blurb"),
        (_LIST, "list grid item items listing"),
        (_ABOUT, "about"),
        (_NAME_WORD, "name link"),
        (_MORE, "more next also may most read up"),
        (_SUB, "sub"),
    )
    for word in words.split()
}  # fmt: skip
# A word may carry several hints.
for _word, _hint in (
    ("submitted", Hint.BYLINE | Hint.DATE | Hint.META),
    ("posted", Hint.DATE | Hint.META),
    ("byline", Hint.BYLINE | Hint.META),
    ("card", Hint.TEASER | _INFO),
    ("about", _ABOUT | _INFO),
    ("username", Hint.BYLINE | Hint.NAME),
    ("authorname", Hint.BYLINE | Hint.NAME),
    ("bio", Hint.BIO | Hint.BYLINE),
    ("authorbio", Hint.BIO | Hint.BYLINE),
    ("authorbox", Hint.BIO | Hint.BYLINE),
    ("postmeta", Hint.META | Hint.ARTICLE),
    ("entrymeta", Hint.META | Hint.ARTICLE),
):
    _WORDS[_word] = _hint

# Long words are several written together: "sitefooter", "authorblock", "articletitle".
_STEM_HINTS: dict[str, int] = {
    stem: hint
    for hint, stems in (
        (Hint.TITLE, "headline title heading"),
        (Hint.BYLINE, "author byline"),
        (Hint.DATE, "publish date timestamp"),
        (Hint.CHROME, "sidebar related recommend newsletter widget navigation breadcrumb advert navbar menu promo"),
        (Hint.COMMENT, "comment"),
        (Hint.FOOTER, "footer"),
    )
    for stem in stems.split()
}
_NOT_BEFORE = {"date": "(?!d)", "promo": "(?!ted)"}
_STEMS = re.compile("|".join([stem + _NOT_BEFORE.get(stem, "") for stem in _STEM_HINTS]))
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_LETTERS_ALONE = {code: chr(code) if chr(code).islower() else " " for code in range(128)}
_TAG_HINTS = {
    "nav": Hint.CHROME, "aside": Hint.CHROME, "footer": Hint.FOOTER, "form": Hint.CHROME, "article": Hint.ARTICLE,
    "header": Hint.HEADER,
}  # fmt: skip
_HEADINGS = ("h1", "h2", "h3", "h4")
_UNHINTED = frozenset(["#text", "html", "body", "script", "style", "link", "meta", "img", "path", "svg", "head"])


@dataclass(frozen=True, slots=True)
class Marks:
    """Nodes worth a look, each list in page order."""

    hints: Mapping[int, int] = field(default_factory=dict)
    """Node to its own Hint bits, where it has any."""
    headings: tuple[int, ...] = ()
    """h1 to h4."""
    times: tuple[int, ...] = ()
    """time elements, and elements that carry a datetime attribute."""
    author_links: tuple[int, ...] = ()
    """Elements with rel=author, itemprop or property author or creator."""

    def having(self, hint: int) -> list[int]:
        """Nodes with one of the hints, in page order."""
        return [node for node, held in self.hints.items() if held & hint]


@lru_cache(maxsize=16384)
def _stem_hints(word: str) -> int:
    """Hints of a long word that is not in the list."""
    match = _STEMS.search(word)
    return _STEM_HINTS[match[0]] if match else 0


@lru_cache(maxsize=16384)
def _class_hints(token: str) -> int:
    """Hints of one class or id: those of its words, and of words that stand together."""
    token = token[:80]
    if token.isascii() and token.islower():  # most are, and their words need no pattern
        words = token.translate(_LETTERS_ALONE).split()
    else:
        words = [word.lower() for word in _WORD.findall(token)]
    atoms = 0
    for word in words:
        known = _WORDS.get(word)
        if known is not None:
            atoms |= known
        elif len(word) > 6:
            atoms |= _stem_hints(word)
    held = atoms & 0xFFFF
    if not atoms:
        return 0
    if len(words) == 1:
        # a lone "content", "top", "blog" or "date" names a place, not a part of an article's head
        return held
    if atoms & _SUB and held & Hint.TITLE:
        held |= Hint.SUBTITLE
    if "with-summary" in token:
        # a text that has a summary beside it, as Drupal calls the body: field-type-text-with-summary
        held &= ~Hint.SUBTITLE
    if held & Hint.BYLINE:
        if atoms & (_INFO | _ABOUT):
            held = (held | Hint.BIO) & ~Hint.TEASER
        if atoms & _NAME_WORD:
            held |= Hint.NAME
    if held & Hint.ARTICLE:
        if atoms & _INFO:
            held |= Hint.META
        if atoms & _LIST:
            held |= Hint.TEASER
        if atoms & _MORE:
            held |= Hint.CHROME
    return held


@lru_cache(maxsize=32768)
def _hints_of(names: str) -> int:
    held = 0
    tokens = names.split()[:16]
    is_post = "hentry" in tokens
    for token in tokens:
        # what a box has ("has-post-thumbnail"), or what a post is filed under, is not what it is
        if token.startswith("has-") or (is_post and token.startswith(("category-", "tag-"))):
            continue
        held |= _class_hints(token)
    return held


def read_marks(page: Page) -> Marks:
    """The marks of a page."""
    index = page_index(page)
    tags, attributes = page.tags, page.attributes
    hints: dict[int, int] = {}
    for tag, held in _TAG_HINTS.items():
        for node in index.tags.get(tag, ()):
            hints[node] = held
    for names, nodes in index.class_values.items():
        held = _hints_of(names)
        if held:
            for node in nodes:
                hints[node] = hints.get(node, 0) | held
    for node in index.attributes.get("id", ()):
        held = _class_hints(attributes[node]["id"])
        if held:
            hints[node] = hints.get(node, 0) | held
    headings = sorted(node for tag in _HEADINGS for node in index.tags.get(tag, ()))
    times = {*index.tags.get("time", ()), *_hinted(tags, index.attributes.get("datetime", ()))}
    authors = {n for n in index.attributes.get("rel", ()) if "author" in attributes[n]["rel"].lower()}
    authors.update(
        n for n in index.attributes.get("itemprop", ()) if attributes[n]["itemprop"] in ("author", "creator")
    )
    return Marks(
        {node: hints[node] for node in _hinted(tags, sorted(hints))},
        tuple(headings),
        tuple(sorted(times)),
        tuple(_hinted(tags, sorted(authors))),
    )


def _hinted(tags: Sequence[str], nodes: Iterable[int]) -> list[int]:
    """The nodes without those whose names tell nothing about the page's text."""
    return [node for node in nodes if tags[node] not in _UNHINTED]


def hints_above(page: Page, marks: Marks, node: int) -> int:
    """Inherited hints of the node and what is around it.

    An element that holds most of the page ("content-with-sidebar") tells nothing about its parts.
    """
    held = 0
    most = len(page.tags) * 0.6
    hints = marks.hints
    while node > 0:
        own = hints.get(node)
        if own and page.ends[node] - node < most:
            held |= own & _INHERITED
        node = page.parents[node]
    return held
