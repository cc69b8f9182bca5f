"""Page, text blocks and their skeleton in, where each block stands out: sizes and names of the elements around it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from archive.model import Page
from archive.regions.body_blocks import Blocks
from archive.regions.body_names import FLAG_TAGS, NAME_MEASURES, Names
from archive.regions.body_skeleton import LEVELS, Integers, Reals, Skeleton
from archive.regions.body_sums import CHARACTERS, LINKED, LONG, Sums

__all__ = ["AROUND_FEATURES", "PLACE_FEATURES", "around_of", "around_rows", "linear_names", "place_rows"]

_KINDS = {"p": 1, "li": 2, "td": 3, "th": 3, "div": 4, "dd": 5, "dt": 5, "pre": 6, "blockquote": 7, "figcaption": 8}
_KINDS |= {"section": 9, "article": 9, "main": 9, "body": 10, "summary": 11, "caption": 12, "ul": 13, "ol": 13, "a": 14}
_BITS = np.arange(len(FLAG_TAGS))[:, None]
_SHARES = (0.4, 0.6, 0.8)
_SHARES_COLUMN = np.array(_SHARES)[:, None]

_MEASURES = (*NAME_MEASURES, "repeats", "depth", "blocks", "characters", "density", "mean", "share")
"""What is known of each element."""
_INNER = LEVELS
"""The row of Skeleton.places after the levels: the element right around a block's first text."""
_ASKED = (
    ("depth", "depth", 0), ("characters_5", "characters", 5),
    *((f"{name}_{level}", measure, level)
      for level in range(1, LEVELS)
      for name, measure in (("blocks", "blocks"), ("link_density", "density"), ("share", "share"), ("mean", "mean"))),
    *((f"repeats_{level}", "repeats", level) for level in range(4)),
    *((f"name_{level}", "own", level) for level in range(4)),
    *((f"name_{measure}_{level}", measure, level) for measure in ("lowest", "highest") for level in (1, 3)),
    ("name_inline", "own", _INNER), ("name_lowest", "lowest", _INNER), ("name_highest", "highest", _INNER),
    ("name_sum", "total", _INNER), ("name_fading", "fading", _INNER), ("name_nearest", "nearest", _INNER),
)  # fmt: skip
"""Columns that each say one thing of one element around a block: (column, measure, row of Skeleton.places)."""
AROUND_FEATURES = tuple(name for name, _, _ in _ASKED)
_ASKED_ROWS = np.array([_MEASURES.index(measure) * (LEVELS + 1) + row for _, measure, row in _ASKED])
_REPEATS, _DEPTH, _INSIDE, _AS_BLOCK, _AS_PARENT, _PATH = map(
    _MEASURES.index, ("repeats", "depth", "linear_inside", "linear_block", "linear_parent", "linear_path")
)

PLACE_FEATURES = (
    *(f"in_{tag}" for tag in FLAG_TAGS), "kind", "inline_depth", "most_repeats", "place", "from_start", "from_end",
    "text_before", "long_before", "long_after", *(f"in_container_{least}" for least in _SHARES),
    *(f"below_container_{least}" for least in _SHARES), *(f"container_share_{least}" for least in _SHARES),
)  # fmt: skip


def around_of(page: Page, blocks: Blocks, skeleton: Skeleton, names: Names, sums: Sums) -> Reals:
    """What is known of the elements around each block: _MEASURES x rows of Skeleton.places x blocks."""
    depths = page.depths
    known = np.empty((len(_MEASURES), len(blocks.elements)))
    known[: len(NAME_MEASURES)] = names.measures
    repeats, depth, below, characters, density, mean, share = known[len(NAME_MEASURES) :]
    repeats[:] = names.repeats
    depth[:] = [depths[element] for element in blocks.elements]
    np.subtract(skeleton.stop, skeleton.begin, out=below)
    characters[:] = sums.below[CHARACTERS]
    np.divide(sums.below[LINKED], np.maximum(characters, 1), out=density)
    np.divide(characters, np.maximum(below, 1), out=mean)
    np.divide(characters, sums.total, out=share)
    return known.take(skeleton.places, axis=1)


def around_rows(around: Reals) -> Reals:
    """One row for each of AROUND_FEATURES."""
    return around.reshape(-1, around.shape[-1]).take(_ASKED_ROWS, axis=0)


def linear_names(skeleton: Skeleton, around: Reals) -> Reals:
    """What the linear look makes of the names around each block."""
    places = skeleton.places
    within = np.where(places[_INNER] != places[0], around[_INSIDE, _INNER], 0.0)
    return np.asarray(within + around[_AS_BLOCK, 0] + around[_AS_PARENT, 1] + around[_PATH, 2])


def place_rows(
    page: Page, blocks: Blocks, skeleton: Skeleton, flags: Integers, sums: Sums, around: Reals
) -> NDArray[np.float32]:  # fmt: skip
    """One row for each of PLACE_FEATURES: tags around each block, and where it stands on the page."""
    tags = page.tags
    count = len(blocks.nodes)
    rows = np.empty((len(PLACE_FEATURES), count), dtype=np.float32)
    row = len(FLAG_TAGS)
    rows[:row] = (flags.take(skeleton.places[_INNER]) >> _BITS) & 1
    rows[row] = [_KINDS.get(tags[n], 0) for n in blocks.parents]
    depth = around[_DEPTH, 0]
    rows[row + 1] = around[_DEPTH, _INNER] - depth
    rows[row + 2] = around[_REPEATS, :LEVELS].max(axis=0)
    place = np.arange(count, dtype=np.float64)
    rows[row + 3] = place / count
    rows[row + 4] = place
    rows[row + 5] = count - place
    rows[row + 6] = sums.running[CHARACTERS, :-1] / sums.total
    long_share = sums.running[LONG] / sums.long_total
    rows[row + 7] = long_share[:-1]
    rows[row + 8] = 1 - long_share[1:]
    containers = _containers(sums)
    begin, stop = skeleton.begin[containers][:, None], skeleton.stop[containers][:, None]
    rows[row + 9 : row + 12] = (place >= begin) & (place < stop)
    for number, container in enumerate(containers, row + 12):
        rows[number] = depth - page.depths[blocks.elements[container]]
    rows[row + 15 :] = (sums.below[CHARACTERS][containers] / sums.total)[:, None]
    return rows


def _containers(sums: Sums) -> list[int]:
    """The last elements with at least each of _SHARES of the page's long text below them; else the root."""
    held = sums.below[LONG]
    holds = held >= _SHARES_COLUMN * sums.long_total
    holds[:, 0] = True
    last = len(held) - 1
    return [last - first for first in holds[:, ::-1].argmax(axis=1).tolist()]
