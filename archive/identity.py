"""Pages in, which of them are one article out: print, AMP and mobile versions, comment pages, parts, variants, copies.

Each decision has its evidence: what a page names (canonical, print link), what its address shows, and always that
titles or texts agree, because many sites name their home page as canonical of everything.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from archive.keys import page_key, row_id, without_fragment
from archive.near_duplicates import similarity

__all__ = ["PageFacts", "Rendition", "group_keys", "part_number", "plain_address", "renditions"]

_TRACKING = re.compile(
    r"^(utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|_ga|_hs\w+|hss_channel|igshid|yclid|wt\.?mc\w*|cmp\w*|icid|ncid|"
    r"s_cid|ref|ref_?src|source|src|from|share|phpsessid|jsessionid|sid|sessionid|aspsessionid\w*|cfid|cftoken|replytocom)$",
    re.IGNORECASE,
)
_SESSION_IN_PATH = re.compile(r";(jsessionid|phpsessid|sid)=[^/?#]*", re.IGNORECASE)
_INDEX_FILE = re.compile(r"/(index|default|home)\.(html?|php\d?|aspx?|jsp|cfm)$", re.IGNORECASE)
_COMMENT_PAGE = re.compile(r"/comment-page-(\d+)/?$|[?&](?:cpage|comment_?page)=(\d+)", re.IGNORECASE)
_PART = re.compile(
    r"[?&](?:page|pg|p|part|seite|pagina|start|offset)=(\d+)(?=&|$)|/(?:page|part|seite|pagina)[/-]?(\d+)/?$|"
    r"/(\d{1,2})/?$|[-_](?:p|page|part)?(\d{1,2})(?=\.\w{3,5}$)",
    re.IGNORECASE,
)
_PRINT_WORDS = re.compile(
    r"[\[(]?\b(?:print(?:er)?[- ]?friendly(?: version| page)?|print(?:able)? (?:version|page)|druck(?:version|ansicht)|"
    r"version imprimable|versión (?:para imprimir|imprimible)|versione stampabile|versão para impressão)[\])]?"
)
"""What a print version adds to the title of its article."""
_FEWEST_WORDS = 30
_TEXT_KINDS = frozenset(["article", "forum"])
"""Pages of a listing have one title and different texts too, and are no parts of one text."""


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What identity is decided on, as last captured."""

    id: int
    url: str
    site: str
    kind: str
    title: str | None
    canonical_url: str | None
    content_sha256: str
    body_signature: bytes | None
    body_words: int
    addresses: tuple[tuple[str, str], ...] = ()
    """(relation, address) of each other address that the page names."""


@dataclass(frozen=True, slots=True)
class Rendition:
    """A page that is another form of a page."""

    page_id: int
    main_page_id: int
    name: str
    """print, amp, mobile, comment-page, part, duplicate or variant"""


def renditions(pages: Iterable[PageFacts]) -> list[Rendition]:
    """Every page that is a form of another, by page id; the order of `pages` changes nothing."""
    known = {page.id: page for page in sorted(pages, key=lambda page: page.id)}
    chosen: dict[int, tuple[int, str]] = {}
    for evidence in (_named_renditions, _canonical, _by_address, _same_content, _unlinked_prints):
        edges = sorted(evidence(known), key=lambda edge: (edge[0], _preference(known[edge[1]]), edge[2]))
        for child, main, name in edges:
            if child not in chosen and child != main and _root(main, chosen)[0] != child:
                chosen[child] = (main, name)
    return [Rendition(child, _root(child, chosen)[0], _name(child, chosen)) for child in sorted(chosen)]


_PAIRS, _ASKS, _IS_ASKED = range(3)


def group_keys(page: PageFacts, *, has_prints: bool) -> Iterator[tuple[int, int]]:
    """(key of a group that the page is in, its part there): what `renditions` may find lies within such groups.

    A group counts when two of its pages pair (0), or when one asks (1) and there is any other; pages that are only
    asked (2) alone are nothing. Whoever has a million pages gives `renditions` those of the groups that count, with
    those that name each other. `has_prints` tells whether there is any print page.
    """
    yield row_id("address", plain_address(page.url)), _PAIRS
    base = _COMMENT_PAGE.sub("", page.url) if _COMMENT_PAGE.search(page.url) else _PART.sub("", page.url)
    if base != page.url:
        yield row_id("address", plain_address(base)), _ASKS
    if page.canonical_url and without_fragment(page.canonical_url) != page.url:
        yield row_id("canonical", page.canonical_url), _PAIRS
    is_text = page.kind in _TEXT_KINDS
    if page.body_words >= _FEWEST_WORDS and (is_text or page.kind == "print"):
        yield row_id("content", page.site, page.content_sha256), _PAIRS
    if has_prints and page.kind in ("article", "print"):
        is_print = page.kind == "print"
        yield row_id("title", page.site, _title_key(page.title)), _ASKS if is_print else _IS_ASKED


def _root(page_id: int, chosen: Mapping[int, tuple[int, str]]) -> tuple[int, list[str]]:
    """(main page, the names on the way there); chains are short, and never closed: a child's root is checked first."""
    names: list[str] = []
    while page_id in chosen:
        page_id, name = chosen[page_id]
        names.append(name)
    return page_id, names


def _name(page_id: int, chosen: Mapping[int, tuple[int, str]]) -> str:
    """The form the page has; a variant of a print version is a print version, too."""
    names = _root(page_id, chosen)[1]
    return next((name for name in names if name not in ("variant", "duplicate")), names[0])


def _alike(one: PageFacts, other: PageFacts, *, at_least: float = 0.5) -> bool:
    """Whether titles or texts agree."""
    if one.content_sha256 == other.content_sha256:
        return True
    if _title_key(one.title) and _title_key(one.title) == _title_key(other.title):
        return True
    return _text_similarity(one, other) >= at_least


def _text_similarity(one: PageFacts, other: PageFacts) -> float:
    if one.body_signature is None or other.body_signature is None:
        return 0.0
    return similarity(one.body_signature, other.body_signature)


def _title_key(title: str | None) -> str:
    return "".join(re.findall(r"\w+", _PRINT_WORDS.sub("", (title or "").casefold())))


def _page_of(url: str | None, pages: Mapping[int, PageFacts]) -> PageFacts | None:
    return pages.get(page_key(url)) if url else None


def _named_renditions(pages: Mapping[int, PageFacts]) -> Iterator[tuple[int, int, str]]:
    """Pages that an article links to as its print, AMP or mobile version."""
    for page in pages.values():
        if page.kind == "print":
            continue
        for relation, url in page.addresses:
            if relation not in ("print", "amp", "mobile"):
                continue
            other = _page_of(url, pages)
            if other is not None and (_alike(page, other) or (relation == "print" and other.kind == "print")):
                yield other.id, page.id, relation


def _canonical(pages: Mapping[int, PageFacts]) -> Iterator[tuple[int, int, str]]:
    """Pages that name another page as their own address, and agree with it."""
    unmet: dict[str, list[PageFacts]] = defaultdict(list)
    for page in pages.values():
        if not page.canonical_url or without_fragment(page.canonical_url) == page.url:
            continue
        main = _page_of(page.canonical_url, pages)
        if main is None:
            unmet[page.canonical_url].append(page)
        elif _alike(page, main):
            yield page.id, main.id, _form_of(page, main)
    for group in unmet.values():
        yield from _led_by_best(group, "variant")


def _form_of(page: PageFacts, main: PageFacts) -> str:
    if page.kind == "print":
        return "print"
    if _COMMENT_PAGE.search(page.url):
        return "comment-page"
    if plain_address(_PART.sub("", page.url)) == plain_address(main.url) != plain_address(page.url):
        return "part" if _is_part(page, main) else "comment-page"
    if re.search(r"/amp/?$|[?&]amp(=|&|$)|\.amp(\.|$)", page.url):
        return "amp"
    return "variant"


def _is_part(page: PageFacts, main: PageFacts) -> bool:
    return (
        page.kind in _TEXT_KINDS
        and main.kind in _TEXT_KINDS
        and page.body_words >= _FEWEST_WORDS
        and main.body_words >= _FEWEST_WORDS
        and _title_key(page.title) == _title_key(main.title) != ""
        and _text_similarity(page, main) < 0.5
    )


def _by_address(pages: Mapping[int, PageFacts]) -> Iterator[tuple[int, int, str]]:
    """Pages whose address, without what counts pages or tracks visitors, is that of another that agrees with them."""
    groups: dict[str, list[PageFacts]] = defaultdict(list)
    for page in pages.values():
        groups[plain_address(page.url)].append(page)
    for group in groups.values():
        yield from _led_by_best(group, "variant")
    for page in pages.values():
        comment_page = _COMMENT_PAGE.search(page.url)
        base = _COMMENT_PAGE.sub("", page.url) if comment_page else _PART.sub("", page.url)
        if base == page.url:
            continue
        for main in groups.get(plain_address(base), []):
            if main.id == page.id or not _title_key(page.title) or _title_key(page.title) != _title_key(main.title):
                continue
            if _is_part(page, main) and not comment_page:
                yield page.id, main.id, "part"
            elif comment_page or (page.kind in _TEXT_KINDS and main.kind in _TEXT_KINDS):
                # Drupal counts the pages of comments with ?page=1 under the same text.
                yield page.id, main.id, "comment-page"


def _same_content(pages: Mapping[int, PageFacts]) -> Iterator[tuple[int, int, str]]:
    """Pages of one site that say exactly the same."""
    groups: dict[tuple[str, str], list[PageFacts]] = defaultdict(list)
    for page in pages.values():
        if page.body_words >= _FEWEST_WORDS and (page.kind in _TEXT_KINDS or page.kind == "print"):
            groups[page.site, page.content_sha256].append(page)
    for group in groups.values():
        yield from _led_by_best(group, "duplicate")


def _unlinked_prints(pages: Mapping[int, PageFacts]) -> Iterator[tuple[int, int, str]]:
    """Print pages that no article links to: by title and text."""
    titles: dict[tuple[str, str], list[PageFacts]] = defaultdict(list)
    for page in pages.values():
        if page.kind == "article" and _title_key(page.title):
            titles[page.site, _title_key(page.title)].append(page)
    for page in pages.values():
        if page.kind == "print":
            named = titles.get((page.site, _title_key(page.title)), [])
            # A title that only one article has says much; short texts that were read differently are less alike.
            least = 0.25 if len(named) == 1 else 0.5
            mains = [main for main in named if _text_similarity(page, main) >= least]
            if mains:
                yield page.id, min(mains, key=_preference).id, "print"


def _led_by_best(group: Sequence[PageFacts], name: str) -> Iterator[tuple[int, int, str]]:
    """All but the best page of a group, as forms of the best; only those that agree with it."""
    if len(group) < 2:
        return
    best = min(group, key=_preference)
    for page in group:
        if page.id != best.id and _alike(page, best, at_least=0.8):
            yield page.id, best.id, "print" if page.kind == "print" else name


def _preference(page: PageFacts) -> tuple[bool, bool, bool, int, str]:
    """Smaller is better: no print page, its own canonical, a plain address, a short one."""
    names_another = bool(page.canonical_url) and without_fragment(page.canonical_url or "") != page.url
    return page.kind == "print", names_another, plain_address(page.url) != page.url, len(page.url), page.url


def part_number(url: str) -> int | None:
    """The number of the part or comment page that an address shows; None when it shows none.

    >>> part_number("http://example.com/a?page=2"), part_number("http://example.com/a")
    (2, None)
    """
    match = _COMMENT_PAGE.search(url) or _PART.search(url)
    return int(next(number for number in match.groups() if number)) if match else None


def plain_address(url: str) -> str:
    """The address without what only tracks visitors, names the session or spells the same place otherwise.

    >>> plain_address("http://www.Example.com/a/index.html?utm_source=x&id=3")
    'example.com/a?id=3'
    """
    try:
        parts = urlsplit(without_fragment(url))
        host = (parts.netloc.rpartition("@")[2]).lower()
    except ValueError:
        return url
    host = re.sub(r"^(www\d*)\.", "", host)
    host = re.sub(r":(80|443)$", "", host)
    path = _INDEX_FILE.sub("/", _SESSION_IN_PATH.sub("", parts.path)).rstrip("/")
    kept = [
        (name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.match(name)
    ]
    return f"{host}{path}" + (f"?{urlencode(sorted(kept))}" if kept else "")
