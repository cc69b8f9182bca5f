"""The platforms: one file for each content management system, found by scanning this folder.

A platform file has `PLATFORM`, a Platform: how its pages are recognised and what its markup means, as data. The
selectors are those of archive/selecting.py. To use the conventions in a region parser:

    from archive.platforms import conventions
    nodes = conventions(context.page, context.platform, "byline")

`archive/regions/platform.py` (ORDER 5) turns them into claims named 'platform:<name>:<what>' before any other parser
runs, so that most parsers need not ask: they find the claims in `context.found`. The selectors of the body
and of comments make no claims: whether a container's text is body or comment is for their parsers to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from string import punctuation

from archive.model import Page
from archive.page_index import page_index
from archive.selecting import names_asked, select_all

__all__ = ["CommentMarkup", "Platform", "Recognised", "conventions", "platforms", "recognise"]


@dataclass(frozen=True, slots=True)
class CommentMarkup:
    """Where a platform's templates put the parts of a comment thread; selectors, those of parts relative to none."""

    area: tuple[str, ...] = ()
    """What holds the whole thread."""
    item: tuple[str, ...] = ()
    """One comment."""
    author: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    form: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Platform:
    """One content management system."""

    name: str
    """Short lower-case name, e.g. 'drupal7'."""
    title: str = ""
    """As its makers write it, e.g. 'Drupal 7'."""
    sure: tuple[str, ...] = ()
    """Signs of which one is enough: 'generator:…' (how it begins), 'meta:name', 'class:…', 'id:…', or 'path:…' (a part
    of the address of a style sheet, script or image, or of a link within the site); in lower case."""
    likely: tuple[str, ...] = ()
    """Signs of which two are needed."""
    kinds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Selectors of what only pages of one kind have, by PageKind value; the first kind that fits is meant. For an
    article the selector must name exactly one element: several are a list of them."""
    standing_page: tuple[str, ...] = ()
    """Selectors of what its pages for standing texts have ("About us"), and its posts have not."""
    page_title: tuple[str, ...] = ()
    """Selectors of the headline."""
    byline: tuple[str, ...] = ()
    """Of the line or part that names the author."""
    date: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    """Of the container of the article's own text."""
    navigation: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By NavigationKind value."""
    notice: tuple[str, ...] = ()
    """Of what its templates print as a message of the site."""
    furniture: tuple[str, ...] = ()
    """Of what is never part of an article: author boxes, forms, badges, hidden data."""
    comments: CommentMarkup = CommentMarkup()


@dataclass(frozen=True, slots=True)
class Recognised:
    """A platform, and what it was recognised by."""

    platform: Platform
    evidence: tuple[str, ...]
    """Signs as in Platform.sure, a generator with its whole content, in a fixed order."""


_PARTS = ("standing_page", "page_title", "byline", "date", "tags", "body", "notice", "furniture")
_SURE = 2
_ENOUGH = 2
# A page of a megabyte may name thousands of files; the head and the top of the page tell as much.
_MOST_ADDRESSES = 60
_LONGEST_ADDRESS = 120


@cache
def platforms() -> tuple[Platform, ...]:
    """The platform of every file of this folder, by name."""
    found = [import_module(f"{__name__}.{m.name}").PLATFORM for m in iter_modules(__path__)]
    return tuple(sorted(found, key=lambda platform: platform.name))


def conventions(page: Page, platform: Platform | None, what: str) -> Sequence[int]:
    """Elements that the platform's markup names for `what`: a field of Platform, or a part, as in 'comments.item'."""
    if platform is None:
        return []
    last = _last
    found = (
        last.found if last is not None and last.page is page and last.platform is platform else _look(page, platform)
    )
    nodes = found.get(what, ())
    if isinstance(nodes, list):
        return nodes
    looked_for = found[what] = select_all(page, nodes) if nodes else []
    return looked_for


@dataclass(frozen=True, slots=True)
class _Held:
    """What is known of a platform's conventions on a page."""

    page: Page
    platform: Platform
    found: dict[str, list[int] | tuple[str, ...]]
    """By the name of each that may be on the page: its elements, once they were asked for; until then its selectors."""


# A page is asked for some twenty conventions, and has few: the last page and platform are remembered.
_last: _Held | None = None


def _look(page: Page, platform: Platform) -> dict[str, list[int] | tuple[str, ...]]:
    """The conventions of which at least one element may be on the page, by the names that are there."""
    global _last
    index, held = page_index(page), _conventions_of(platform)
    names = set(held.by_nothing)
    for asked, there in ((held.by_class, index.class_lists), (held.by_id, index.ids), (held.by_tag, index.tags)):
        for name in asked.keys() & there.keys():
            names.update(asked[name])
    _last = _Held(page, platform, {name: held.selectors[name] for name in names})
    return _last.found


@dataclass(frozen=True, slots=True)
class _Conventions:
    """What a platform's markup names, each as `conventions` is asked for it."""

    platform: Platform
    selectors: dict[str, tuple[str, ...]]
    by_class: dict[str, list[str]]
    """The conventions that ask for an element of the class; the others in the same way."""
    by_id: dict[str, list[str]]
    by_tag: dict[str, list[str]]
    by_nothing: list[str]


_known: dict[str, _Conventions] = {}


def _conventions_of(platform: Platform) -> _Conventions:
    """The platform's conventions, taken apart once."""
    held = _known.get(platform.name)
    if held is None or held.platform is not platform:
        held = _known[platform.name] = _taken_apart(platform)
    return held


def _taken_apart(platform: Platform) -> _Conventions:
    selectors = {name: getattr(platform, name) for name in _PARTS}
    selectors |= {f"comments.{part.name}": getattr(platform.comments, part.name) for part in fields(CommentMarkup)}
    for name in ("kinds", "navigation"):
        selectors |= {f"{name}.{kind}": held for kind, held in getattr(platform, name).items()}
    found = _Conventions(platform, selectors, {}, {}, {}, [])
    for what, held in selectors.items():
        asked = names_asked(held)
        found.by_nothing.extend([what] if asked.is_any else [])
        for table, names in (
            (found.by_class, asked.classes), (found.by_id, asked.ids), (found.by_tag, asked.tags)
        ):  # fmt: skip
            for name in names:
                table.setdefault(name, []).append(what)
    return found


def recognise(page: Page) -> Recognised | None:
    """The platform whose signs the page shows most of; None when it shows too few of any."""
    signs = _signs()
    index = page_index(page)
    found: dict[str, list[tuple[int, str]]] = {}

    def note(sign: str, evidence: str) -> None:
        for name, weight in signs.get(sign, ()):
            found.setdefault(name, []).append((weight, evidence))

    for token in _tokens_asked("class").intersection(index.class_lists):  # which goes through the page's few names
        note(f"class:{token}", f"class:{token}")
    for token in _tokens_asked("id").intersection(index.ids):
        note(f"id:{token}", f"id:{token}")
    for node in index.tags.get("meta", ()):
        name = page.attributes[node].get("name", "").strip().lower()
        if name == "generator":
            content = page.attributes[node].get("content", "").strip()
            lowered = content.lower()
            for start in _tokens_asked("generator"):
                if lowered.startswith(start):
                    note(f"generator:{start}", f"generator:{content[:100]}")
        elif name in _tokens_asked("meta"):
            note(f"meta:{name}", f"meta:{name}")
    for part in _parts_in(_addresses(page)):
        note(f"path:{part}", f"path:{part}")
    return _best(found)


_MARKS_TO_BLANKS = {ord(mark): " " for mark in punctuation}
# Addresses without any part that a sign knows: most of a page's, and a site's pages share them.
_SAYS_NOTHING: set[str] = set()
_MOST_KNOWN = 20_000


def _parts_in(addresses: Iterable[str]) -> list[str]:
    """The parts of addresses that signs know and that stand in one of these."""
    unknown = [address for address in addresses if address not in _SAYS_NOTHING]
    lines = "\n".join(unknown).lower()
    found = [part for part in _parts_to_seek(lines) if part in lines]
    if len(_SAYS_NOTHING) < _MOST_KNOWN:
        _SAYS_NOTHING.update([a for a in unknown if not any(part in a.lower() for part in found)] if found else unknown)
    return found


def _parts_to_seek(addresses: str) -> Iterable[str]:
    """The parts of addresses that signs know, without those of which a whole word is nowhere in the addresses."""
    by_word = _parts_by_word()
    found = list(by_word[""])
    for word in by_word.keys() & set(addresses.translate(_MARKS_TO_BLANKS).split()):
        found += by_word[word]
    return found


@cache
def _parts_by_word() -> dict[str, list[str]]:
    """Parts of addresses by the longest of their words that ends on both sides within the part; '' for none."""
    table: dict[str, list[str]] = {"": []}
    for part in sorted(_tokens_asked("path")):
        words = f"x{part}x".translate(_MARKS_TO_BLANKS).split()[1:-1]
        table.setdefault(max(words, key=len, default=""), []).append(part)
    return table


def _best(found: Mapping[str, list[tuple[int, str]]]) -> Recognised | None:
    scored = sorted((-sum(weight for weight, _ in signs), name) for name, signs in found.items())
    if not scored or -scored[0][0] < _ENOUGH:
        return None
    name = scored[0][1]
    platform = next(p for p in platforms() if p.name == name)
    return Recognised(platform, tuple(sorted({evidence for _, evidence in found[name]})))


def _addresses(page: Page) -> Iterable[str]:
    """Addresses of the page's own files and pages, each once; links to other sites say nothing of this one."""
    index = page_index(page)
    held: list[str] = []
    written = page.attributes
    for tag, name in (("link", "href"), ("script", "src"), ("img", "src")):
        nodes = index.tags.get(tag, ())[:_MOST_ADDRESSES]
        held.extend([written[node].get(name, "")[:_LONGEST_ADDRESS] for node in nodes])
    links = [written[node].get("href", "") for node in index.tags.get("a", ())[:_MOST_ADDRESSES]]
    held.extend([href[:_LONGEST_ADDRESS] for href in links if href[:1] == "/"])
    return dict.fromkeys(held)


@cache
def _signs() -> dict[str, tuple[tuple[str, int], ...]]:
    """By sign, the (platform's name, weight) of each platform that has it."""
    table: dict[str, list[tuple[str, int]]] = {}
    for platform in platforms():
        for signs, weight in ((platform.sure, _SURE), (platform.likely, 1)):
            for sign in signs:
                table.setdefault(sign.lower(), []).append((platform.name, weight))
    return {sign: tuple(held) for sign, held in table.items()}


@cache
def _tokens_asked(kind: str) -> frozenset[str]:
    return frozenset(sign.partition(":")[2] for sign in _signs() if sign.startswith(kind + ":"))
