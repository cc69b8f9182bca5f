"""Page and blocks in, what tags, classes and ids around each element say out, from the root down.

Blocks name parents before children, so one pass is enough; what the names on a way from the root come to is
remembered, for a site's pages have the same ones.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from archive.model import Page
from archive.page_index import page_index
from archive.regions.body_blocks import Blocks
from archive.regions.body_skeleton import Integers, Reals
from archive.regions.body_words import NAMING_BUT_CLASS, VALUE_LENGTH, WordTable, name_values, naming_values

__all__ = ["FLAG_TAGS", "NAME_MEASURES", "Names", "names_of"]

FLAG_TAGS = (
    "aside", "footer", "article", "main", "form", "table", "ul", "ol", "button", "pre", "figcaption",
)  # fmt: skip
"""Tags of which it is told whether a block stands in them."""
_FLAG_BITS = {tag: 1 << bit for bit, tag in enumerate(FLAG_TAGS)}
_FLAG_BITS["menu"] = _FLAG_BITS["ul"]
_SAYS_MUCH = 0.3
_MOST_REMEMBERED = 50_000
_FADING = 0.7

NAME_MEASURES = (
    "own", "lowest", "highest", "total", "fading", "nearest",
    "linear_inside", "linear_block", "linear_parent", "linear_path",
)  # fmt: skip
"""What an element's own names say; the least and the most that any name from the root down to it says; sums from the
root down to it, the second with less weight for what is far; what the nearest element says that says much; and what
the linear look makes of it inside a block's element, as that element, as its parent, and of all from the root down."""


@dataclass(frozen=True, slots=True)
class Names:
    """One number an element around text, in the order of Blocks.elements."""

    flags: Integers
    """Which of FLAG_TAGS it is or stands in, as bits."""
    repeats: Integers
    """How many children of its parent have its tag and class, itself included."""
    measures: Reals
    """One row for each of NAME_MEASURES."""
    kinds: set[int]
    """Numbers of the words among all names that tell of the page's kind, as WordTable.kinds has them."""


def names_of(page: Page, blocks: Blocks, table: WordTable) -> Names:
    """What the names of each element around text say."""
    tags, attributes = page.tags, page.attributes
    paths = table.paths
    if len(paths.places) > _MOST_REMEMBERED:
        paths.forget()
    known = paths.places
    places: list[int] = []
    groups: list[int] = []
    counts: list[int] = []
    indexed = page_index(page).attributes
    named_by_more: set[int] = set().union(*[indexed[name] for name in NAMING_BUT_CLASS & indexed.keys()])
    group_of: dict[tuple[int, str, str | None], int] = {}
    up = -1
    for element, above in zip(blocks.elements, blocks.above, strict=True):
        tag, written, named, values = tags[element], attributes[element], None, None
        if written:
            named = written.get("class")
            if element in named_by_more:
                values = naming_values(written)
            elif named:
                values = named[:VALUE_LENGTH]
        if places:
            up = places[above]
        key = (up, tag, values)
        place = known.get(key)
        places.append(_added(key, table) if place is None else place)
        alike = (above, tag, named)
        group = group_of.get(alike)
        if group is None:
            group_of[alike] = group = len(counts)
            counts.append(1)
        else:
            counts[group] += 1
        groups.append(group)
    told = paths.rows().take(places, axis=0).T
    kinds = paths.kinds
    found: set[int] = set().union(*[kinds[place] for place in set(places)])
    return Names(told[0].astype(np.int64), np.array(counts)[groups], told[1:], found)


def _added(key: tuple[int, str, str | None], table: WordTable) -> int:
    """The place of a way from the root not met before."""
    above, tag, values = key
    own, low, high, inside, as_block, as_parent, anywhere, kinds = name_values(tag, values, table)
    bits = _FLAG_BITS.get(tag, 0)
    paths = table.paths
    place = len(paths.told)
    paths.places[key] = place
    paths.kinds.append(kinds)
    if above < 0:
        paths.told.append(
            (bits, own, min(low, 0.0), max(high, 0.0), own, own, own, inside, as_block, as_parent, anywhere)
        )
        return place
    flags, _, lowest, highest, total, fading, nearest, _, _, _, path = paths.told[above]
    paths.told.append((
        int(flags) | bits, own, min(lowest, low), max(highest, high), total + own, _FADING * fading + own,
        own if abs(own) > _SAYS_MUCH else nearest, inside, as_block, as_parent, path + anywhere,
    ))  # fmt: skip
    return place
