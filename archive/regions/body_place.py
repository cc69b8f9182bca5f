"""Page, text blocks and their skeleton in, where each block stands out: sizes and names of the elements around it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from archive.model import Page
from archive.regions.body_blocks import Blocks
from archive.regions.body_names import FLAG_TAGS, Names
from archive.regions.body_skeleton import Integers, Reals, Skeleton, running
from archive.regions.body_text import Column

__all__ = ["Sums", "levels_of", "name_columns", "place_columns"]

LEVELS = 6
"""How many elements above a block are looked at, its own block element included."""

_KINDS = {"p": 1, "li": 2, "td": 3, "th": 3, "div": 4, "dd": 5, "dt": 5, "pre": 6, "blockquote": 7, "figcaption": 8}
_KINDS |= {"section": 9, "article": 9, "main": 9, "body": 10, "summary": 11, "caption": 12, "ul": 13, "ol": 13, "a": 14}
_BITS = np.arange(len(FLAG_TAGS))[:, None]
_LONG = 80
_REPEATS_LEVELS = 4
_SHARES = (0.4, 0.6, 0.8)


class Sums:
    """Sums of the blocks' text over any element of the skeleton."""

    def __init__(self, skeleton: Skeleton, text: Mapping[str, Column]) -> None:
        self.skeleton = skeleton
        self.characters = np.asarray(text["characters"], dtype=np.float64)
        self.linked = np.asarray(text["linked"], dtype=np.float64)
        self.is_long = (self.characters > _LONG) & (self.linked < self.characters / 3)
        self.running_characters = running(self.characters)
        self.running_linked = running(self.linked)
        self.running_long = running(np.where(self.is_long, self.characters, 0))
        self.blocks = skeleton.stop - skeleton.begin

    def below(self, sums: Reals) -> Reals:
        """Of running sums over the blocks: the sum below each element."""
        return np.asarray(sums[self.skeleton.stop] - sums[self.skeleton.begin])


def levels_of(skeleton: Skeleton) -> list[Integers]:
    """For each level the element that stands so far above each block."""
    above = np.array(skeleton.above)
    found = [skeleton.around]
    for _ in range(LEVELS - 1):
        found.append(above[found[-1]])
    return found


def place_columns(page: Page, blocks: Blocks, sums: Sums, levels: list[Integers], names: Names) -> dict[str, Column]:
    """Where each block stands: tags around it, sizes of what is around it, place on the page."""
    skeleton = sums.skeleton
    tags, depths = page.tags, np.array([page.depths[element] for element in skeleton.elements])
    flags = (names.flags[skeleton.inner] >> _BITS) & 1
    columns: dict[str, Column] = {f"in_{name}": flag for name, flag in zip(FLAG_TAGS, flags, strict=True)}
    columns["kind"] = np.array([_KINDS.get(tags[n], 0) for n in blocks.parents])
    depth = depths[skeleton.around]
    columns["inline_depth"] = depths[skeleton.inner] - depth
    columns["depth"] = depth
    total = max(float(sums.running_characters[-1]), 1.0)
    characters = sums.below(sums.running_characters)
    density = sums.below(sums.running_linked) / np.maximum(characters, 1)
    mean = characters / np.maximum(sums.blocks, 1)
    held_long = sums.below(sums.running_long)
    share = characters / total
    for level, elements in enumerate(levels):
        if level:
            columns[f"blocks_{level}"] = sums.blocks[elements]
            columns[f"link_density_{level}"] = density[elements]
            columns[f"share_{level}"] = share[elements]
            columns[f"mean_{level}"] = mean[elements]
        if level < _REPEATS_LEVELS:
            columns[f"repeats_{level}"] = names.repeats[elements]
    columns["characters_5"] = characters[levels[5]]
    columns["most_repeats"] = np.max([names.repeats[elements] for elements in levels], axis=0)
    count = len(blocks.nodes)
    place = np.arange(count, dtype=np.float64)
    columns["place"] = place / count
    columns["from_start"] = place
    columns["from_end"] = count - place
    columns["text_before"] = sums.running_characters[:-1] / total
    long_total = max(float(sums.running_long[-1]), 1.0)
    columns["long_before"] = sums.running_long[:-1] / long_total
    columns["long_after"] = 1 - sums.running_long[1:] / long_total
    for least in _SHARES:
        holders = np.flatnonzero(held_long >= least * long_total)
        container = int(holders[-1]) if len(holders) else 0
        columns[f"in_container_{least}"] = (place >= skeleton.begin[container]) & (place < skeleton.stop[container])
        columns[f"below_container_{least}"] = depth - depths[container]
        columns[f"container_share_{least}"] = share[container]
    return columns


def name_columns(skeleton: Skeleton, levels: list[Integers], names: Names) -> dict[str, Column]:
    """What the names of the elements around each block say."""
    inner = skeleton.inner
    columns: dict[str, Column] = {
        "name_lowest": names.lowest[inner],
        "name_highest": names.highest[inner],
        "name_sum": names.total[inner],
        "name_nearest": names.nearest[inner],
        "name_fading": names.fading[inner],
        "name_inline": names.own[inner],
    }
    for level in range(4):
        columns[f"name_{level}"] = names.own[levels[level]]
    for level in (1, 3):
        columns[f"name_lowest_{level}"] = names.lowest[levels[level]]
        columns[f"name_highest_{level}"] = names.highest[levels[level]]
    inside, as_block, as_parent, path = names.linear
    within = np.where(inner != skeleton.around, inside[inner], 0.0)
    columns["linear_names"] = within + as_block[levels[0]] + as_parent[levels[1]] + path[levels[2]]
    return columns
