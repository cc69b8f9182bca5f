"""Skeleton and texts of the blocks in, sums of the texts over runs of blocks and over elements out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from archive.regions.body_skeleton import Reals, Skeleton, running
from archive.regions.body_text import Texts

__all__ = ["CHARACTERS", "LINKED", "LONG", "STOPS", "WORDS", "Sums", "sums_of"]

CHARACTERS, LINKED, LONG, WORDS, STOPS = range(5)
"""Rows of the sums: characters, those in links, those of long blocks; words; signs that end or part sentences."""
_LONG_BLOCK = 80
"""Characters above which a block that is mostly no link is long."""


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums of the blocks' text, one row each for CHARACTERS, LINKED, LONG, WORDS and STOPS."""

    running: Reals
    """Of the first 0, 1, 2 … blocks."""
    below: Reals
    """Of the blocks below each of Blocks.elements."""
    total: float
    """Characters of the page, at least 1."""
    long_total: float
    """Those of long blocks, at least 1."""
    long_blocks: int


def sums_of(skeleton: Skeleton, texts: Texts) -> Sums:
    """The sums of the page's blocks."""
    characters, linked = texts.characters, texts.linked
    is_long = (characters > _LONG_BLOCK) & (linked < characters / 3)
    sums = running(characters, linked, characters * is_long, texts.words, texts.stops)
    total, _, long_total, _, _ = sums[:, -1].tolist()
    return Sums(
        sums,
        sums.take(skeleton.stop, axis=1) - sums.take(skeleton.begin, axis=1),
        max(total, 1.0),
        max(long_total, 1.0),
        int(np.count_nonzero(is_long)),
    )
