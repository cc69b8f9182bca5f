"""Links outside every group in, those that give themselves away as navigation out: print, share, next, skip."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from archive.model import NavigationKind as Kind
from archive.model import Page
from archive.page import subtree_text
from archive.page_index import page_index
from archive.regions.navigation_blocks import LinkMeasure
from archive.regions.navigation_group import Group, is_inside, outermost
from archive.regions.navigation_words import is_page_tool, kind_of_address, kind_of_link_text, kind_of_names, may_tell

__all__ = ["link_text", "single_links"]

_OUTER = frozenset([Kind.SHARE, Kind.UTILITY, Kind.PREVIOUS_NEXT, Kind.PAGINATION])


def single_links(
    measure: LinkMeasure,
    main: int | None,
    taken: Sequence[tuple[int, int]],
    lines: Sequence[tuple[int, int]],
    groups: Sequence[Group],
) -> list[Group]:
    """A group of one for each such link; also for a print or share link inside a group of another kind.

    None in what is `taken`; in bylines and the like (`lines`) only print, mail and share links.
    """
    page = measure.page
    attributes = page.attributes
    held = sorted([(group.node, page.ends[group.node], group.kind) for group in groups])
    found: list[Group] = []
    footers = _footers(measure)
    in_lines = {link for first, end in lines for link in measure.links_between(first, end)}
    share, utility = Kind.SHARE, Kind.UTILITY
    position = 0
    first = held[0][0] if held else len(page.tags)
    """Where the next group begins."""
    around: list[tuple[int, int, Kind]] = []
    for link in measure.links_outside(taken):
        while first <= link:
            around.append(held[position])
            position += 1
            first = held[position][0] if position < len(held) else len(page.tags)
        while around and around[-1][1] <= link:
            around.pop()
        kind: Kind | None = None
        if around or link in in_lines:
            outer = Kind.MENU if link in in_lines else around[-1][2]
            # a kind that the link has against its group's
            if outer is not utility:
                if may_tell(text := link_text(measure, link)) and is_page_tool(text):
                    kind = utility
                elif outer is not share and kind_of_address(attributes[link]["href"]) is share:
                    kind = share
        else:
            kind = _kind_alone(measure, link, main, footers)
        if kind is not None:
            rule = "navigation:page-tool" if kind is utility and _is_tool(measure, link) else "navigation:link"
            found.append(Group(link, kind, rule, 0.8, family=_block(measure, link)))
    return found


def _is_tool(measure: LinkMeasure, link: int) -> bool:
    """Whether the link offers to print the page or send it on, and no sentence is around it."""
    return is_page_tool(link_text(measure, link)) and _stands_alone(measure, link)


def _kind_alone(measure: LinkMeasure, link: int, main: int | None, footers: Sequence[tuple[int, int]]) -> Kind | None:
    page = measure.page
    attributes = page.attributes[link]
    by_address = kind_of_address(attributes["href"])
    if by_address is Kind.SHARE:
        return by_address
    text = link_text(measure, link)
    kind = kind_of_link_text(text) if text and may_tell(text) else None
    if kind is None and by_address is None and "rel" not in attributes and "class" not in attributes:
        return Kind.FOOTER if is_inside(footers, link) else None
    rel = attributes["rel"].lower().split() if "rel" in attributes else ()
    if ("prev" in rel or "next" in rel) and kind is not Kind.PAGINATION:
        return Kind.PREVIOUS_NEXT
    if kind is None or kind not in _OUTER:
        kind = by_address or kind_of_names(attributes.get("class", ""))
        if kind is Kind.PAGINATION and not text.isdecimal():
            kind = None  # 'page-link' is any link to a page
        if kind not in _OUTER:
            return Kind.FOOTER if is_inside(footers, link) else None
    is_prose = main is not None and main <= link < page.ends[main]
    if is_prose and not _stands_alone(measure, link):
        return None
    return kind


def _stands_alone(measure: LinkMeasure, link: int) -> bool:
    block = _block(measure, link)
    return measure.text_length(block) - measure.link_length(block) <= 20


def _footers(measure: LinkMeasure) -> list[tuple[int, int]]:
    """(first, one past the last) node of each footer of the page, not of an article."""
    page = measure.page
    index = page_index(page)
    found = [*index.tags.get("footer", ()), *index.ids.get("footer", ())]
    return outermost((node, page.ends[node]) for node in found if not _is_of_article(page, node))


def _is_of_article(page: Page, node: int) -> bool:
    while node >= 0:
        if page.tags[node] in ("article", "main"):
            return True
        node = page.parents[node]
    return False


_INLINE = frozenset(["a", "span", "b", "strong", "i", "em", "font", "small", "big", "u", "img", "label"])


def _block(measure: LinkMeasure, link: int) -> int:
    """The element that holds the link's line: of an item of a list, the list."""
    page = measure.page
    here = page.parents[link]
    tags, parents = page.tags, page.parents
    while here > 0 and tags[here] in _INLINE:
        here = parents[here]
    if tags[here] == "li" and measure.link_count(page.parents[here]) <= 30:
        return page.parents[here]
    return here


def link_text(measure: LinkMeasure, link: int) -> str:
    """What a reader sees or hears of a link: its text, else its label, title or its image's words; '' when nothing."""
    held = measure.words.get(link)
    if held is None:
        held = measure.words[link] = _read_text(measure, link)
    return held


def _read_text(measure: LinkMeasure, link: int) -> str:
    page = measure.page
    first, last = measure.texts_before[link], measure.texts_before[page.ends[link]]
    texts = page.texts
    if last - first == 1:
        return " ".join(texts[page.visible[first]].split())
    words = " ".join(" ".join([texts[node] for node in page.visible[first:last]]).split())
    if words:
        return words
    return next((" ".join(label.split()) for label in _labels(measure, link) if label.strip()), "")


def _labels(measure: LinkMeasure, link: int) -> Iterable[str]:
    page = measure.page
    attributes = page.attributes[link]
    yield attributes.get("aria-label", "")
    for node in range(link + 1, min(page.ends[link], link + 40)):
        if page.tags[node] in ("img", "input"):
            yield page.attributes[node].get("alt", "")
    yield attributes.get("title", "")
    for node in range(link + 1, min(page.ends[link], link + 40)):
        if page.tags[node] == "title":
            yield subtree_text(page, node)
        elif page.tags[node] == "img":
            yield page.attributes[node].get("title", "")
