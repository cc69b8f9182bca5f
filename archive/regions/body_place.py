"""Page and text blocks in, where each block stands out: tags, sizes and names of the elements around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from archive.model import Page
from archive.regions.body_arrays import Integers, alike, page_arrays
from archive.regions.body_blocks import Blocks
from archive.regions.body_text import Column
from archive.regions.body_words import NameValues, WordTable, name_values, naming_values

__all__ = ["Tree", "element_columns", "place_columns", "running"]

_LEVELS = 6
"""How many elements above a block are looked at, its own block element included."""

_FLAG_TAGS = (
    "nav", "aside", "footer", "header", "article", "main", "section", "form", "table", "ul", "ol", "figure",
    "blockquote", "button", "label", "details", "dialog", "dl", "pre", "a", "figcaption", "code", "strong", "em",
)  # fmt: skip
_FLAG_BITS = {tag: 1 << bit for bit, tag in enumerate(_FLAG_TAGS)}
_FLAG_BITS |= {"b": _FLAG_BITS["strong"], "i": _FLAG_BITS["em"], "menu": _FLAG_BITS["ul"]}
_KINDS = {"p": 1, "li": 2, "td": 3, "th": 3, "div": 4, "dd": 5, "dt": 5, "pre": 6, "blockquote": 7, "figcaption": 8}
_KINDS |= {"section": 9, "article": 9, "main": 9, "body": 10, "summary": 11, "caption": 12, "ul": 13, "ol": 13, "a": 14}
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_SAYS_MUCH = 0.3
_SAYS_NOTHING = (0.0, 0.0, 0.0)
_FADING = 0.7


class Tree:
    """The page's tree as arrays, and sums of the blocks' text over any element."""

    def __init__(self, page: Page, blocks: Blocks, text: Mapping[str, Column]) -> None:
        self.arrays = page_arrays(page)
        self.parents = self.arrays.parents
        self.ends = self.arrays.ends
        self.depths = self.arrays.depths
        self.around = np.array(blocks.parents, dtype=np.int64)
        self.first = np.array([nodes[0] for nodes in blocks.nodes], dtype=np.int64)
        self.innermost = self.parents[self.first]
        self.above = [self.around]
        for _ in range(_LEVELS - 1):
            self.above.append(np.maximum(self.parents[self.above[-1]], 0))
        characters = np.asarray(text["characters"])
        linked = np.asarray(text["linked"])
        long = (characters > 80) & (linked < characters / 3)
        self.sums = {
            "characters": running(characters),
            "linked": running(linked),
            "blocks": running(np.ones(len(characters))),
            "long": running(np.where(long, characters, 0)),
        }
        self.begin = np.searchsorted(self.first, np.arange(len(self.parents)), side="left")
        self.stop = np.searchsorted(self.first, self.ends, side="left")
        self.holders = np.flatnonzero((self.stop > self.begin) & (self.ends > np.arange(len(self.ends)) + 1))
        """Elements with text below them."""

    def below(self, what: str, elements: Integers) -> NDArray[np.float64]:
        """Sum over the blocks that begin inside each element."""
        sums = self.sums[what]
        return np.asarray(sums[self.stop[elements]] - sums[self.begin[elements]])


def running(values: Column) -> NDArray[np.float64]:
    return np.concatenate(([0.0], np.cumsum(np.asarray(values, dtype=np.float64))))


def place_columns(page: Page, blocks: Blocks, tree: Tree) -> dict[str, Column]:
    """Where each block stands: tags around it, sizes of what is around it, place on the page."""
    tags = page.tags
    columns: dict[str, Column] = {}
    bits = _flags(page, tree.innermost.tolist())
    for bit, name in enumerate(_FLAG_TAGS):
        columns[f"in_{name}"] = (bits >> bit) & 1
    columns["kind"] = np.array([_KINDS.get(tags[n], 0) for n in blocks.parents])
    columns["heading"] = np.array([_HEADINGS.get(tags[n], 0) for n in blocks.parents])
    columns["inline_depth"] = tree.depths[tree.innermost] - tree.depths[tree.around]
    columns["nodes"] = np.array([len(nodes) for nodes in blocks.nodes])
    columns["depth"] = tree.depths[tree.around]
    total = max(float(tree.sums["characters"][-1]), 1.0)
    everything = float(tree.sums["blocks"][-1])
    repeats = _repeats(tree)
    for level, elements in enumerate(tree.above):
        characters = tree.below("characters", elements)
        count = np.maximum(tree.below("blocks", elements), 1)
        if level:
            columns[f"characters_{level}"] = characters
            columns[f"blocks_{level}"] = count
            columns[f"link_density_{level}"] = tree.below("linked", elements) / np.maximum(characters, 1)
            columns[f"share_{level}"] = characters / total
            columns[f"mean_{level}"] = characters / count
            columns[f"long_{level}"] = tree.below("long", elements) / np.maximum(characters, 1)
        columns[f"repeats_{level}"] = repeats[elements]
    columns["most_repeats"] = np.max([repeats[elements] for elements in tree.above], axis=0)
    place = np.arange(len(blocks.nodes), dtype=np.float64)
    columns["place"] = place / everything
    columns["from_end"] = everything - place
    columns["from_start"] = place
    columns["text_before"] = tree.sums["characters"][:-1] / total
    long_total = max(float(tree.sums["long"][-1]), 1.0)
    columns["long_before"] = tree.sums["long"][:-1] / long_total
    columns["long_after"] = 1 - tree.sums["long"][1:] / long_total
    mass = tree.sums["long"][tree.stop] - tree.sums["long"][tree.begin]
    for share in (0.4, 0.6, 0.8):
        holders = np.flatnonzero(mass >= share * long_total)
        container = int(holders[-1]) if len(holders) else 0
        inside = (tree.first >= container) & (tree.first < tree.ends[container])
        columns[f"in_container_{share}"] = inside
        columns[f"below_container_{share}"] = tree.depths[tree.around] - int(tree.depths[container])
        columns[f"container_share_{share}"] = np.full(
            len(place), float(tree.below("characters", np.array([container]))[0]) / total
        )
    return columns


def _flags(page: Page, elements: Sequence[int]) -> Integers:
    """Which of the flagged tags each of the elements is or stands in, as bits."""
    tags, parents = page.tags, page.parents
    known = {-1: 0}
    for element in elements:
        chain: list[int] = []
        while element not in known:
            chain.append(element)
            element = parents[element]
        found = known[element]
        for inner in reversed(chain):
            found |= _FLAG_BITS.get(tags[inner], 0)
            known[inner] = found
    return np.array([known[element] for element in elements], dtype=np.int64)


def _repeats(tree: Tree) -> Integers:
    """For each element with text, how many such children of its parent have its tag and class (itself included)."""
    holders = tree.holders
    groups = alike(tree.parents[holders] + 1, tree.arrays.tags[holders], tree.arrays.classes[holders])
    found = np.ones(len(tree.parents), dtype=np.int64)
    found[holders] = np.bincount(groups)[groups]
    return found


def element_columns(page: Page, tree: Tree, table: WordTable) -> dict[str, Column]:
    """What the names of the elements around each block say."""
    sums, paths = _name_paths(page, tree, table)
    columns: dict[str, Column] = {}
    for place, name in enumerate(("lowest", "highest", "sum", "nearest", "fading")):
        columns[f"name_{name}"] = paths[place, tree.innermost]
    columns["name_inline"] = sums[tree.innermost]
    for level, elements in enumerate(tree.above):
        columns[f"name_{level}"] = sums[elements]
    for level in (1, 3):
        for place, name in enumerate(("lowest", "highest")):
            columns[f"name_{name}_{level}"] = paths[place, tree.above[level]]
    return columns


def _name_paths(page: Page, tree: Tree, table: WordTable) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """(what its own names say, what those from the root down to it say) of each element with text.

    The second has five rows: lowest, highest, sum, nearest that says much, sum that fades with distance.
    """
    size = len(page.tags)
    order = tree.holders[np.argsort(tree.depths[tree.holders], kind="stable")]
    place = np.zeros(size, dtype=np.int64)
    place[order] = np.arange(len(order))
    above = place[np.maximum(tree.parents[order], 0)]
    own, low, high = _own_names(page, order.tolist(), table)
    is_weak = ~(np.abs(own) > _SAYS_MUCH)
    state = np.zeros((5, len(order)), dtype=np.float32)
    borders = [0, *(np.flatnonzero(np.diff(tree.depths[order])) + 1).tolist(), len(order)]
    for start, stop in pairwise(borders):
        here = slice(start, stop)
        inherited = state.take(above[here], axis=1)
        np.minimum(inherited[0], low[here], out=state[0, here])
        np.maximum(inherited[1], high[here], out=state[1, here])
        np.add(inherited[2], own[here], out=state[2, here])
        state[3, here] = np.where(is_weak[here], inherited[3], own[here])
        np.add(_FADING * inherited[4], own[here], out=state[4, here])
    sums = np.zeros(size, dtype=np.float32)
    sums[order] = own
    paths = np.zeros((5, size), dtype=np.float32)
    paths[:, order] = state
    return sums, paths


def _own_names(page: Page, elements: Sequence[int], table: WordTable) -> NDArray[np.float32]:
    """Three rows: sum, lowest and highest of what is known of the names of each element."""
    tags, named, remembered = page.tags, naming_values(page), table.remembered
    found: list[NameValues] = []
    for element in elements:
        tag, names = tags[element], named.get(element)
        values = remembered[tag, names] if (tag, names) in remembered else name_values(tag, names, table)
        found.append(values or _SAYS_NOTHING)
    return np.ascontiguousarray(np.array(found, dtype=np.float32).reshape(-1, 3).T)
