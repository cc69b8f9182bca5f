"""Page and text blocks in, one row of numbers a block out: what the body model looks at.

Nothing here knows a site. What class names and words mean comes in through a WordTable, which training fills.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from archive.model import Page
from archive.regions.body_blocks import Blocks
from archive.regions.body_names import names_of
from archive.regions.body_place import Sums, levels_of, name_columns, place_columns
from archive.regions.body_skeleton import Integers, Skeleton, running, skeleton_of
from archive.regions.body_text import Column, heading_levels, text_columns, title_block
from archive.regions.body_words import LINEAR_GROUPS, WordTable, naming_values

__all__ = ["FEATURES", "Look", "look_at"]


@dataclass(frozen=True, slots=True)
class Look:
    """What the body model sees of a page."""

    rows: NDArray[np.float32]
    """One row a block, one column a name of FEATURES."""
    skeleton: Skeleton
    levels: list[Integers]
    """The elements above each block, as levels_of gives them."""


def look_at(page: Page, blocks: Blocks, table: WordTable) -> Look:
    """What the body model sees of the page."""
    skeleton = skeleton_of(page, blocks)
    levels = levels_of(skeleton)
    columns = _columns(page, blocks, table, skeleton, levels)
    rows = np.empty((len(columns), len(blocks.nodes)), dtype=np.float32)
    for row, values in enumerate(columns.values()):
        rows[row] = values
    return Look(rows.T, skeleton, levels)


def _columns(
    page: Page, blocks: Blocks, table: WordTable, skeleton: Skeleton, levels: list[Integers]
) -> dict[str, Column]:
    naming_values(page).fill(blocks.elements)
    names = names_of(page, skeleton, table)
    columns = text_columns(blocks, table)
    sums = Sums(skeleton, columns)
    columns |= place_columns(page, blocks, sums, levels, names)
    columns |= name_columns(skeleton, levels, names)
    headings = heading_levels(page, blocks)
    columns |= _linear_columns(headings, table, columns, sums, levels)
    columns |= _neighbour_columns(columns)
    columns |= _heading_columns(np.array(headings), title_block(page, blocks))
    columns |= _page_columns(page, columns, sums)
    for name in _NOT_ASKED:
        del columns[name]
    return columns


_NOT_ASKED = ("linked", "price", "section")
"""Columns that others are made of, and that tell nothing more by themselves."""


_WIDTHS = (3, 8)
_FAR = -9.0
"""What the linear look says of neighbours that are not there."""


def _linear_columns(
    headings: list[int], table: WordTable, columns: Mapping[str, Column], sums: Sums, levels: list[Integers]
) -> dict[str, Column]:  # fmt: skip
    """A first opinion by words and names alone, of each block, its neighbours and the elements around it."""
    heading = np.array(headings)
    place = np.arange(len(headings))
    last = np.maximum.accumulate(np.where(heading > 0, place, -1))
    text, section, names = (
        np.asarray(columns[name], dtype=np.float64) for name in ("linear_text", "section", "linear_names")
    )
    count = len(headings)
    padded = np.full(count + 4, _FAR)
    said = text + np.where(last >= 0, section[last], 0.0) + names
    opinion = padded[2:-2] = said + table.linear["bias"].get("", 0.0)
    words = np.asarray(columns["words"], dtype=np.float64)
    likely = words / (1 + np.exp(-np.clip(opinion, -30, 30)))
    mass, size = running(likely), running(words)
    total = float(mass[-1]) + 1e-6
    found: dict[str, Column] = {"linear": opinion}
    for shift in (-2, -1, 1, 2):
        found[f"linear@{shift}"] = padded[2 + shift : 2 + shift + count]
    for width in _WIDTHS:
        low, high = np.maximum(place - width, 0), np.minimum(place + width + 1, count)
        found[f"linear~{width}"] = (mass[high] - mass[low]) / (size[high] - size[low])
    below = sums.below(mass)
    mean = below / np.maximum(sums.below(size), 0.5)
    for level in range(1, 5):
        found[f"linear_{level}"] = mean[levels[level]]
    for level in (2, 4):
        found[f"linear_share_{level}"] = below[levels[level]] / total
    found["linear_before"] = mass[:-1] / total
    found["page_linear"] = mass[-1] / size[-1]
    found["page_linear_mass"] = mass[-1]
    return found


def _neighbour_columns(columns: Mapping[str, Column]) -> dict[str, Column]:
    found: dict[str, Column] = {}
    kinds = np.asarray(columns["kind"])
    count = len(kinds)
    found["kind@1"] = np.concatenate((kinds[1:], [-1]))
    place = np.arange(count)
    characters, linked, stops = (running(np.asarray(columns[name])) for name in ("characters", "linked", "stops"))
    for width in _WIDTHS:
        low, high = np.maximum(place - width, 0), np.minimum(place + width + 1, count)
        size = characters[high] - characters[low]
        found[f"link_density~{width}"] = (linked[high] - linked[low]) / np.maximum(size, 1)
    found["stops~8"] = stops[high] - stops[low]
    return found


def _heading_columns(heading: Integers, title: int) -> dict[str, Column]:
    """What the last heading before each block is, and how far it and the page's headline are."""
    count = len(heading)
    place = np.arange(count)
    last = np.maximum.accumulate(np.where(heading > 0, place, -1))
    known = last >= 0
    found: dict[str, Column] = {
        "heading": heading,
        "heading_level": np.where(known, heading[last], 0),
        "heading_distance": np.where(known, place - last, 999),
    }
    firsts = np.flatnonzero(heading == 1)
    first = int(firsts[0]) if len(firsts) else title
    last_one = int(firsts[-1]) if len(firsts) else -1
    found["after_title"] = place - first if first >= 0 else np.full(count, -999)
    found["after_last_title"] = place - last_one if last_one >= 0 else np.full(count, -999)
    return found


def _page_columns(page: Page, columns: Mapping[str, Column], sums: Sums) -> dict[str, float]:
    """What is the same for all blocks of the page."""
    characters = sums.characters
    count = len(characters)
    total = max(float(characters.sum()), 1.0)
    heading = np.asarray(columns["heading"])
    in_article = np.asarray(columns["in_article"])
    parts = [part for part in _path(page.url).split("/") if part]

    def share(name: str) -> float:
        return float(np.dot(characters, np.asarray(columns[name], dtype=np.float64))) / total

    values: dict[str, float] = {
        "page_link_density": float(sums.running_linked[-1]) / total,
        "page_long_share": float(sums.running_long[-1]) / total,
        "page_long_blocks": float(np.count_nonzero(sums.is_long)),
        "page_h1": float(np.count_nonzero(heading == 1)),
        "page_articles": float(np.count_nonzero(np.diff(in_article) == 1)),
        "page_prices": float(np.count_nonzero(columns["price"])),
        "page_copies": float(np.count_nonzero(columns["copies_before"])) / count,
        "page_in_main": share("in_main"),
        "page_in_article": share("in_article"),
        "page_in_table": share("in_table"),
        "page_in_pre": share("in_pre"),
        "page_repeats": float(np.max(columns["most_repeats"])),
        "page_name_mean": share("name_fading"),
        "url_parts": len(parts),
        "url_is_root": float(not parts),
    }
    return values


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def feature_names() -> tuple[str, ...]:
    """Names of the columns, in order."""
    page = Page("http://a/", "http://a/", ["html", "#text"], [-1, 0], [2, 2], [0, 1], [{}, {}], ["", "a"], [1])
    table = WordTable({}, {group: {} for group in LINEAR_GROUPS})
    blocks = Blocks([[1]], [0], ["a"], [0], [0])
    skeleton = skeleton_of(page, blocks)
    return tuple(_columns(page, blocks, table, skeleton, levels_of(skeleton)))


FEATURES: tuple[str, ...] = feature_names()
