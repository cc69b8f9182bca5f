"""Page and simple selectors in, element numbers out: the CSS that rules kept as data need, without an engine.

Taken are compounds of `tag`, `.class`, `#id`, `[attr]`, `[attr=value]`, `[attr^=value]`, `[attr*=value]`,
`[attr$=value]`, joined by a space (below) or `>` (directly below), and lists of them with commas. Names are compared
without regard to letter case. Profiles, which a person writes for one site, take all of CSS instead
(archive/profiles).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from archive.errors import BadInput
from archive.model import Page
from archive.page_index import PageIndex, page_index

__all__ = ["Names", "names_asked", "select", "select_all"]

_PART = re.compile(
    r"""(?P<tag>[a-z][a-z0-9-]*)
      | \.(?P<cls>[\w-]+)
      | \#(?P<id>[\w:-]+)
      | \[(?P<attr>[\w:-]+)(?:(?P<op>[\^*$]?=)"?(?P<value>[^"\]]*)"?)?\]
    """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Compound:
    tag: str
    classes: tuple[str, ...]
    id: str
    attributes: tuple[tuple[str, str, str], ...]
    """(name, operator, value); operator '' asks only that the attribute is there."""
    is_bare: bool
    """Whether it is one name alone, of which the index knows all elements."""


@dataclass(frozen=True, slots=True)
class _Path:
    steps: tuple[_Compound, ...]
    """From the outermost to the element wanted."""
    direct: tuple[bool, ...]
    """Whether steps[i + 1] is directly below steps[i]."""


@dataclass(slots=True)
class _Selected:
    """What was selected on one page, by selector: a platform's conventions are asked for again and again."""

    page: Page
    index: PageIndex
    nodes: dict[str, tuple[int, ...]]


_last: _Selected | None = None


def select(page: Page, selector: str) -> list[int]:
    """Elements that match, in document order, each once.

    >>> from archive.page import read_page
    >>> page = read_page('<ul class="menu"><li><a>x</a></ul><a>y</a>', url='http://a.invalid/')
    >>> [page.tags[n] for n in select(page, 'ul.menu a, .menu')]
    ['ul', 'a']
    """
    return list(_selected(page, selector))


def select_all(page: Page, selectors: Iterable[str]) -> list[int]:
    """Elements that match any of the selectors, in document order, each once."""
    found = [nodes for selector in _worth_asking(page, tuple(selectors)) if (nodes := _selected(page, selector))]
    return list(found[0]) if len(found) == 1 else sorted({node for nodes in found for node in nodes})


def _selected(page: Page, selector: str) -> tuple[int, ...]:
    global _last
    last = _last
    if last is None or last.page is not page:
        last = _last = _Selected(page, page_index(page), {})
    nodes = last.nodes.get(selector)
    if nodes is None:
        paths = _compile(selector)
        matches = [found for path in paths if (found := _matches(page, last.index, path))]
        nodes = last.nodes[selector] = tuple(
            matches[0] if len(matches) == 1 else sorted({node for found in matches for node in found})
        )
    return nodes


@dataclass(frozen=True, slots=True)
class _Asked:
    """Selectors by the name that the elements wanted must bear: a page has few of the names that a rule knows."""

    by_class: dict[str, list[str]]
    by_id: dict[str, list[str]]
    by_tag: dict[str, list[str]]
    by_nothing: list[str]


@dataclass(frozen=True, slots=True)
class Names:
    """Names of which one at least must be on a page for selectors to find anything there."""

    classes: frozenset[str]
    ids: frozenset[str]
    tags: frozenset[str]
    is_any: bool
    """Whether one of the selectors asks for no name, so that any page may do."""


@cache
def names_asked(selectors: tuple[str, ...]) -> Names:
    """What the elements that the selectors name must bear."""
    asked = _asked(selectors)
    return Names(frozenset(asked.by_class), frozenset(asked.by_id), frozenset(asked.by_tag), bool(asked.by_nothing))


def _worth_asking(page: Page, selectors: tuple[str, ...]) -> Iterable[str]:
    """Those of the selectors, each once, whose elements' names occur on the page."""
    if not selectors:
        return ()
    asked, index = _asked(selectors), page_index(page)
    found = dict.fromkeys(asked.by_nothing)
    for table, names in ((asked.by_class, index.class_lists), (asked.by_id, index.ids), (asked.by_tag, index.tags)):
        if table:
            for name in table.keys() & names.keys():
                found.update(dict.fromkeys(table[name]))
    return found


@cache
def _asked(selectors: tuple[str, ...]) -> _Asked:
    asked = _Asked({}, {}, {}, [])
    for selector in selectors:
        for path in _compile(selector):
            wanted = path.steps[-1]
            if wanted.id:
                asked.by_id.setdefault(wanted.id, []).append(selector)
            elif wanted.classes:
                asked.by_class.setdefault(wanted.classes[0], []).append(selector)
            elif wanted.tag:
                asked.by_tag.setdefault(wanted.tag, []).append(selector)
            else:
                asked.by_nothing.append(selector)
    return asked


@cache
def _compile(selector: str) -> tuple[_Path, ...]:
    return tuple(_compile_path(part.strip(), selector) for part in selector.split(","))


def _compile_path(text: str, whole: str) -> _Path:
    steps: list[_Compound] = []
    direct: list[bool] = []
    is_direct = False
    for word in text.replace(">", " > ").split():
        if word == ">":
            is_direct = True
            continue
        if steps:
            direct.append(is_direct)
        is_direct = False
        steps.append(_compile_compound(word, whole))
    if not steps:
        raise BadInput(f"no selector in {whole!r}", next_step="Write it as tag, .class or #id.")
    return _Path(tuple(steps), tuple(direct))


def _compile_compound(word: str, whole: str) -> _Compound:
    tag, classes, name = "", [], ""
    attributes: list[tuple[str, str, str]] = []
    at = 0
    while at < len(word):
        match = _PART.match(word, at)
        if match is None or (match["tag"] and at):
            raise BadInput(
                f"cannot read {word[at:]!r} of the selector {whole!r}",
                next_step="Use tag, .class, #id and [attribute=value] alone.",
            )
        at = match.end()
        if match["tag"]:
            tag = match["tag"].lower()
        elif match["cls"]:
            classes.append(match["cls"].lower())
        elif match["id"]:
            name = match["id"].lower()
        else:
            attributes.append((match["attr"].lower(), match["op"] or "", (match["value"] or "").lower()))
    names = [name for name in (tag, name, *classes) if name]
    return _Compound(tag, tuple(classes), name, tuple(attributes), len(names) == 1 and not attributes)


def _matches(page: Page, index: PageIndex, path: _Path) -> list[int]:
    wanted = path.steps[-1]
    candidates = _candidates(index, wanted)
    if not candidates:
        return candidates
    if not wanted.is_bare:
        candidates = [node for node in candidates if _is_match(page, node, wanted)]
    last = len(path.steps) - 1
    if not last:
        return candidates
    if not all(_may_occur(index, step) for step in path.steps[:last]):
        return []
    return [node for node in candidates if _is_below(page, node, path, last)]


def _may_occur(index: PageIndex, wanted: _Compound) -> bool:
    """Whether each name of the compound is on the page."""
    return (
        (not wanted.tag or wanted.tag in index.tags)
        and (not wanted.id or wanted.id in index.ids)
        and all(name in index.class_lists for name in wanted.classes)
    )


def _candidates(index: PageIndex, wanted: _Compound) -> list[int]:
    if wanted.id:
        return index.ids.get(wanted.id, [])
    if wanted.classes:
        if len(wanted.classes) == 1:
            return index.with_class(wanted.classes[0])
        return min([index.with_class(name) for name in wanted.classes], key=len)
    if wanted.tag:
        return index.tags.get(wanted.tag, [])
    return sorted(node for nodes in index.tags.values() for node in nodes)


def _is_match(page: Page, node: int, wanted: _Compound) -> bool:
    if wanted.tag and page.tags[node] != wanted.tag:
        return False
    attributes = page.attributes[node]
    if wanted.id and attributes.get("id", "").strip().lower() != wanted.id:
        return False
    if wanted.classes:
        held = attributes.get("class")
        if not held or not _classes(held).issuperset(wanted.classes):
            return False
    if not wanted.attributes:
        return True
    return all(_has_attribute(attributes.get(name), operator, value) for name, operator, value in wanted.attributes)


@lru_cache(maxsize=8192)
def _classes(value: str) -> frozenset[str]:
    """The names in a class attribute, which sites repeat from page to page."""
    return frozenset(value.lower().split())


def _has_attribute(held: str | None, operator: str, value: str) -> bool:
    if held is None or not operator:
        return held is not None
    held = held.lower()
    if operator == "=":
        return held == value
    if operator == "^=":
        return held.startswith(value)
    return held.endswith(value) if operator == "$=" else value in held


def _is_below(page: Page, node: int, path: _Path, step: int) -> bool:
    above = path.steps[step - 1]
    here = page.parents[node]
    while here >= 0:
        if _is_match(page, here, above):
            if step == 1 or _is_below(page, here, path, step - 1):
                return True
            if not any(path.direct[: step - 1]):
                return False  # the nearest match leaves most above it: a farther one cannot do better
        if path.direct[step - 1]:
            return False
        here = page.parents[here]
    return False
