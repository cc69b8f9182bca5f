"""Page and text blocks in, one row of numbers a block out: what the body model looks at.

Nothing here knows a site. What class names and words mean comes in through a WordTable, which training fills.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from archive.model import Page
from archive.regions.body_blocks import Blocks
from archive.regions.body_linear import LINEAR_FEATURES, linear_of
from archive.regions.body_names import names_of
from archive.regions.body_place import AROUND_FEATURES, PLACE_FEATURES, around_of, around_rows, linear_names, place_rows
from archive.regions.body_skeleton import Integers, Reals, Skeleton, skeleton_of, windows
from archive.regions.body_sums import CHARACTERS, LINKED, LONG, STOPS, Sums, sums_of
from archive.regions.body_text import Texts, heading_levels, measure_texts, title_block
from archive.regions.body_words import WordTable

__all__ = ["FEATURES", "Look", "look_at"]

_WIDTHS = (3, 8)
_NEVER = 999

_TEXT_FEATURES = ("characters", "words", "link_density", "stops", "ends_sentence", "copies_before", "nodes")
_NEIGHBOUR_FEATURES = ("kind@1", *(f"link_density~{width}" for width in _WIDTHS), "stops~8")
_HEADING_FEATURES = ("heading", "heading_level", "heading_distance", "after_title", "after_last_title")
_PAGE_FEATURES = (
    "page_linear", "page_linear_mass", "page_link_density", "page_long_share", "page_long_blocks", "page_h1",
    "page_articles", "page_prices", "page_copies", "page_in_main", "page_in_article", "page_in_table", "page_in_pre",
    "page_repeats", "page_name_mean", "url_parts", "url_is_root",
)  # fmt: skip

FEATURES: tuple[str, ...] = (
    *_TEXT_FEATURES, *PLACE_FEATURES, *AROUND_FEATURES, *LINEAR_FEATURES, *_NEIGHBOUR_FEATURES, *_HEADING_FEATURES,
    *_PAGE_FEATURES,
)  # fmt: skip
"""Names of the columns, in order."""

_KIND, _IN_ARTICLE, _MOST_REPEATS = map(PLACE_FEATURES.index, ("kind", "in_article", "most_repeats"))
_SHARED = [PLACE_FEATURES.index(name) for name in ("in_main", "in_article", "in_table", "in_pre")]
_NAME_FADING = AROUND_FEATURES.index("name_fading")


@dataclass(frozen=True, slots=True)
class Look:
    """What the body model sees of a page."""

    rows: NDArray[np.float32]
    """One row a block, one column a name of FEATURES."""
    skeleton: Skeleton
    kinds: set[int]
    """Numbers of the words among the names of elements that tell of the page's kind."""


@dataclass(frozen=True, slots=True)
class _Headings:
    """The headings among the blocks."""

    levels: Integers
    """1 to 6 for headings, 0 for other blocks."""
    last: Integers
    """The last heading up to each block, itself included; -1 for none."""


def look_at(page: Page, blocks: Blocks, table: WordTable) -> Look:
    """What the body model sees of the page."""
    skeleton = skeleton_of(page, blocks)
    names = names_of(page, blocks, table)
    texts = measure_texts(blocks, table)
    sums = sums_of(skeleton, texts)
    around = around_of(page, blocks, skeleton, names, sums)
    levels = heading_levels(page, blocks)
    headings = _Headings(np.array(levels), _last(np.array(levels) > 0))
    linear = linear_of(
        skeleton,
        sums,
        texts.weights,
        np.where(headings.last >= 0, texts.heading_weights[headings.last], 0.0),
        linear_names(skeleton, around),
        table.linear["bias"].get("", 0.0),
    )
    place, elements = place_rows(page, blocks, skeleton, names.flags, sums, around), around_rows(around)
    rows = np.empty((len(FEATURES), len(levels)), dtype=np.float32)
    parts = (
        _text_rows(blocks, texts), place, elements, linear.rows, _neighbour_rows(place[_KIND], sums),
        _heading_rows(headings, title_block(page, blocks)),
    )  # fmt: skip
    np.concatenate(parts, out=rows[: -len(_PAGE_FEATURES)], casting="same_kind")
    of_page = _page_values(texts, sums, headings, place, elements[_NAME_FADING])
    rows[-len(_PAGE_FEATURES) :] = np.array([linear.mean, linear.mass, *of_page, *_address_values(page.url)])[:, None]
    return Look(rows.T, skeleton, names.kinds)


def _last(is_there: NDArray[np.bool_]) -> Integers:
    """The last block up to each that is there, itself included; -1 for none."""
    return np.maximum.accumulate(np.where(is_there, np.arange(len(is_there)), -1))


def _text_rows(blocks: Blocks, texts: Texts) -> NDArray[np.float32]:
    rows = np.empty((len(_TEXT_FEATURES), len(blocks.nodes)), dtype=np.float32)
    rows[0] = texts.characters
    rows[1] = texts.words
    rows[2] = texts.linked / np.maximum(texts.characters, 1)
    rows[3] = texts.stops
    rows[4] = texts.ends_sentence
    rows[5] = texts.copies
    rows[6] = list(map(len, blocks.nodes))
    return rows


def _neighbour_rows(kinds: NDArray[np.float32], sums: Sums) -> NDArray[np.float32]:
    count = len(kinds)
    rows = np.empty((len(_NEIGHBOUR_FEATURES), count), dtype=np.float32)
    rows[0, :-1] = kinds[1:]
    rows[0, -1] = -1
    low, high = windows(count, _WIDTHS)
    near = sums.running.take(high, axis=1) - sums.running.take(low, axis=1)
    rows[1:3] = near[LINKED] / np.maximum(near[CHARACTERS], 1)
    rows[3] = near[STOPS, 1]
    return rows


def _heading_rows(headings: _Headings, title: int) -> NDArray[np.float32]:
    """What the last heading before each block is, and how far it and the page's headline are."""
    levels, last = headings.levels, headings.last
    count = len(levels)
    place = np.arange(count)
    rows = np.empty((len(_HEADING_FEATURES), count), dtype=np.float32)
    rows[0] = levels
    known = last >= 0
    rows[1] = np.where(known, levels[last], 0)
    rows[2] = np.where(known, place - last, _NEVER)
    firsts = (levels == 1).nonzero()[0].tolist()
    first, last_one = (firsts[0], firsts[-1]) if firsts else (title, -1)
    rows[3] = place - first if first >= 0 else -_NEVER
    rows[4] = place - last_one if last_one >= 0 else -_NEVER
    return rows


def _page_values(
    texts: Texts, sums: Sums, headings: _Headings, place: NDArray[np.float32], fading: Reals
) -> list[float]:  # fmt: skip
    """What is the same for all blocks of the page, from the third of _PAGE_FEATURES to the measures of its text."""
    running, total, count = sums.running, sums.total, len(fading)
    in_article = place[_IN_ARTICLE]
    return [
        float(running[LINKED, -1]) / total,
        float(running[LONG, -1]) / total,
        sums.long_blocks,
        int(np.count_nonzero(headings.levels == 1)),
        int(np.count_nonzero(in_article[1:] > in_article[:-1])),
        texts.prices,
        (count - texts.copies.count(0)) / count,
        *[held / total for held in np.add.reduce(place.take(_SHARED, axis=0) * texts.characters, axis=1).tolist()],
        float(np.maximum.reduce(place[_MOST_REPEATS])),
        float(np.dot(texts.characters, fading)) / total,
    ]


def _address_values(url: str) -> tuple[int, bool]:
    """How many parts the path of an address has, and whether it has none."""
    try:
        path = urlsplit(url).path
    except ValueError:
        path = ""
    parts = len([part for part in path.split("/") if part])
    return parts, not parts
