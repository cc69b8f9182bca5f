"""The body in, claims on its footnotes out: what the text points at, and what points back to it.

A list of notes at the end is short lines with links, and so looks like anything but text. That a mark in the body leads
to a note, and the note back to the mark, is how HTML writes a footnote (WHATWG HTML section 4.13.6); no menu does so.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from archive.claims import decide, is_free
from archive.markup import visible_below
from archive.model import Claim, Page, Region
from archive.page import subtree_text
from archive.page_index import page_index
from archive.regions import Context, Findings

__all__ = ["ORDER", "read"]

ORDER = 61

_LARGEST_NOTE = 120
_FEWEST_LINKS = 2
_LONGEST_MARK = 6
"""Letters of "[12]" and its like; an entry of a table of contents has more."""
_BLOCKS = frozenset(["li", "p", "dd", "div", "td", "aside"])


def read(context: Context) -> Findings:
    """A body claim for each text of a footnote that no other parser has claimed, or that the model took for none."""
    page = context.page
    links = [n for n in page_index(page).tags.get("a", ()) if page.attributes[n].get("href", "")[:1] == "#"]
    if len(links) < _FEWEST_LINKS:
        return Findings()
    deciding = decide(page, context.claimed_nodes())
    marks = [
        n
        for n in links
        if len(subtree_text(page, n)) <= _LONGEST_MARK
        and any(deciding[below].region is Region.BODY for below in visible_below(page, n))
    ]
    claims = {
        node: Claim(node, Region.BODY, "body:footnote", confidence=0.9)
        for note in _notes(page, marks, links)
        for node in visible_below(page, note)
        if is_free(deciding[node])
    }
    return Findings(claims=tuple(claims.values()))


def _notes(page: Page, marks: list[int], links: list[int]) -> Iterator[int]:
    """The blocks that marks lead to and that lead back to the mark."""
    places = _places(page)
    for mark in marks:
        targets = places.get(page.attributes[mark]["href"][1:], ())
        note = next((_block(page, target) for target in targets if target > mark), None)
        if note is None or page.ends[note] - note > _LARGEST_NOTE or note <= mark < page.ends[note]:
            continue
        back = links[bisect_left(links, note) : bisect_left(links, page.ends[note])]
        if any(_is_at(page, mark, places.get(page.attributes[link]["href"][1:], ())) for link in back):
            yield note


def _places(page: Page) -> Mapping[str, Sequence[int]]:
    """Elements by the fragment that leads to them: an id, or the name of an anchor as of old."""
    index = page_index(page)
    named = {name: (n,) for n in index.tags["a"] if (name := page.attributes[n].get("name"))}
    return {**named, **index.ids}


def _block(page: Page, target: int) -> int:
    """The block that an id names: the element itself, or the one around the anchor that has it."""
    while page.tags[target] not in _BLOCKS and page.parents[target] > 0:
        target = page.parents[target]
    return target


def _is_at(page: Page, mark: int, places: Sequence[int]) -> bool:
    """Whether one of the elements is the mark, or stands close around or in it."""
    return any(place <= mark < page.ends[place] <= place + 12 or mark <= place < page.ends[mark] for place in places)
