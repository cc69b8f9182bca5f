"""Page and text blocks in, one row of numbers a block out: what the body model looks at.

Nothing here knows a site. What class names and words mean comes in through a WordTable, which training fills.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from archive.model import Page
from archive.regions.body_blocks import Blocks
from archive.regions.body_place import Tree, element_columns, place_columns, running
from archive.regions.body_text import Column, text_columns
from archive.regions.body_words import WordTable

__all__ = ["FEATURES", "features_of"]


def features_of(page: Page, blocks: Blocks, table: WordTable) -> NDArray[np.float32]:
    """One row a block, one column a name of FEATURES."""
    columns = _columns(page, blocks, table)
    rows = np.empty((len(columns), len(blocks.nodes)), dtype=np.float32)
    for row, values in enumerate(columns.values()):
        rows[row] = values
    return np.ascontiguousarray(rows.T)


def _columns(page: Page, blocks: Blocks, table: WordTable) -> dict[str, Column]:
    columns: dict[str, Column] = {}
    text = text_columns(page, blocks, table)
    columns |= text
    tree = Tree(page, blocks, text)
    columns |= place_columns(page, blocks, tree)
    columns |= element_columns(page, tree, table)
    columns |= _neighbour_columns(columns, tree)
    columns |= _heading_columns(columns)
    columns |= _page_columns(page, blocks, columns, tree)
    return columns


_NEIGHBOUR_COLUMNS = (
    "characters",
    "link_density",
    "word_mean",
    "heading",
    "kind",
    "name_fading",
    "repeats_1",
    "ends_sentence",
)
_FARTHEST = 2
"""Blocks away that a neighbour is looked at; there is -1 where the page has none."""


def _neighbour_columns(columns: Mapping[str, Column], tree: Tree) -> dict[str, Column]:
    found: dict[str, Column] = {}
    count = len(tree.first)
    outside = np.full(_FARTHEST, -1)
    padded = {name: np.concatenate((outside, columns[name], outside)) for name in _NEIGHBOUR_COLUMNS}
    for shift in (-2, -1, 1, 2):
        start = _FARTHEST + shift
        for name, values in padded.items():
            found[f"{name}@{shift}"] = values[start : start + count]
        index = np.clip(np.arange(count) + shift, 0, count - 1)
        found[f"same_around@{shift}"] = tree.above[1][index] == tree.above[1]
    for width in (3, 8):
        for name in ("characters", "linked", "stops"):
            sums = running(np.asarray(columns[name]))
            low = np.clip(np.arange(count) - width, 0, count)
            high = np.clip(np.arange(count) + width + 1, 0, count)
            found[f"{name}~{width}"] = sums[high] - sums[low]
        found[f"link_density~{width}"] = found[f"linked~{width}"] / np.maximum(found[f"characters~{width}"], 1)
    return found


def _heading_columns(columns: Mapping[str, Column]) -> dict[str, Column]:
    """What the last heading before each block says, and how far it and the page's first <h1> are."""
    heading = np.asarray(columns["heading"])
    place = np.arange(len(heading))
    last = np.maximum.accumulate(np.where(heading > 0, place, -1))
    known = last >= 0
    index = np.maximum(last, 0)
    found: dict[str, Column] = {
        "heading_level": np.where(known, heading[index], 0),
        "heading_distance": np.where(known, place - last, 999),
        "heading_word_mean": np.where(known, np.asarray(columns["word_mean"])[index], 0.0),
        "heading_word_min": np.where(known, np.asarray(columns["word_min"])[index], 0.0),
        "heading_link": np.where(known, np.asarray(columns["link_density"])[index], 0.0),
    }
    firsts = np.flatnonzero(heading == 1)
    title = int(firsts[0]) if len(firsts) else -1
    overlap = np.asarray(columns["title_overlap"])
    if title < 0 and overlap.max(initial=0.0) > 0.3:
        title = int(overlap.argmax())
    found["after_title"] = place - title if title >= 0 else np.full(len(place), -999)
    last_title = int(firsts[-1]) if len(firsts) else -1
    found["after_last_title"] = place - last_title if last_title >= 0 else np.full(len(place), -999)
    return found


def _page_columns(page: Page, blocks: Blocks, columns: Mapping[str, Column], tree: Tree) -> dict[str, Column]:
    """What is the same for all blocks of the page."""
    count = len(blocks.texts)
    characters = np.asarray(columns["characters"])
    linked = np.asarray(columns["linked"])
    total = max(float(characters.sum()), 1.0)
    long = float(tree.sums["long"][-1])
    heading = np.asarray(columns["heading"])
    path = _path(page.url)
    parts = [part for part in path.split("/") if part]
    last = parts[-1] if parts else ""
    values: dict[str, float] = {
        "page_blocks": count,
        "page_characters": total,
        "page_link_density": float(linked.sum()) / total,
        "page_long": long,
        "page_long_share": long / total,
        "page_long_blocks": float(((characters > 80) & (linked < characters / 3)).sum()),
        "page_h1": float((heading == 1).sum()),
        "page_h2": float((heading == 2).sum()),
        "page_h3": float((heading == 3).sum()),
        "page_articles": float(np.count_nonzero(np.diff(np.asarray(columns["in_article"]).astype(np.int64)) == 1)),
        "page_prices": float(np.asarray(columns["price"]).sum()),
        "page_copies": float(np.asarray(columns["copies_before"]).astype(bool).sum()) / max(count, 1),
        "page_in_main": float((characters * np.asarray(columns["in_main"])).sum()) / total,
        "page_in_article": float((characters * np.asarray(columns["in_article"])).sum()) / total,
        "page_in_table": float((characters * np.asarray(columns["in_table"])).sum()) / total,
        "page_in_pre": float((characters * np.asarray(columns["in_pre"])).sum()) / total,
        "page_repeats": float(np.asarray(columns["most_repeats"]).max(initial=0)),
        "page_word_mean": float((characters * np.asarray(columns["word_mean"])).sum()) / total,
        "page_name_mean": float((characters * np.asarray(columns["name_fading"])).sum()) / total,
        "url_parts": len(parts),
        "url_last_length": len(last),
        "url_hyphens": last.count("-") + last.count("_"),
        "url_digits": sum(map(str.isdigit, path)),
        "url_is_root": float(not parts),
    }
    return {name: np.full(count, value) for name, value in values.items()}


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def feature_names() -> tuple[str, ...]:
    """Names of the columns, in order."""
    page = Page("http://a/", "http://a/", ["html", "#text"], [-1, 0], [2, 2], [0, 1], [{}, {}], ["", "a"], [1])
    return tuple(_columns(page, Blocks([[1]], [0], ["a"], [0]), WordTable({}, {})))


FEATURES: tuple[str, ...] = feature_names()
