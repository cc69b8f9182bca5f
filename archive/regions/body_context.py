"""A first opinion on each block in, what its surroundings think of it out: the columns the second look takes.

The first look judges each block by itself. Text of an article stands together, so the second look sees the opinions
on the neighbours, on the containers, and on blocks of the same make elsewhere on the page.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from archive.model import Page
from archive.regions.body_arrays import alike, page_arrays
from archive.regions.body_blocks import Blocks

__all__ = ["CONTEXT_FEATURES", "best_threshold", "context_of"]

Numbers = NDArray[np.float32]
Reals = NDArray[np.float64]

_LEVELS = 7
_SHIFTS = (-4, -3, -2, -1, 1, 2, 3, 4)
_WIDTHS = (2, 5, 12)


def best_threshold(opinions: Reals, words: Reals) -> float:
    """The cut that promises the best F1 of words: blocks at or above it are taken.

    With probabilities p and sizes w, taking a set S promises F1 of 2 * sum(S, p w) / (sum(S, w) + sum(all, p w)).
    """
    order = np.argsort(-opinions, kind="stable")
    hit = np.cumsum((opinions * words)[order])
    taken = np.cumsum(words[order])
    if not len(order) or not hit[-1]:
        return 1.0
    promised = 2 * hit / (taken + hit[-1])
    return float(opinions[order[int(promised.argmax())]])


def context_of(page: Page, blocks: Blocks, opinions: Reals, words: Reals, heading: Reals) -> Numbers:
    """One row a block, one column a name of CONTEXT_FEATURES.

    `opinions` are probabilities of being body, `words` sizes in words, `heading` heading levels, 0 for none.
    """
    count = len(opinions)
    place = np.arange(count)
    sizes = words + 0.5
    mass = opinions * sizes
    running_mass = _running(mass)
    running_size = _running(sizes)
    total_mass = running_mass[-1] + 1e-9
    columns: list[Reals] = [opinions]
    for shift in _SHIFTS:
        index = place + shift
        outside = (index < 0) | (index >= count)
        columns.append(np.where(outside, 0.0, opinions[np.clip(index, 0, count - 1)]))
    for width in _WIDTHS:
        low, high = np.maximum(place - width, 0), np.minimum(place + width + 1, count)
        columns.append((running_mass[high] - running_mass[low]) / (running_size[high] - running_size[low]))
    arrays = page_arrays(page)
    parents, ends = arrays.parents, arrays.ends
    first = np.array([nodes[0] for nodes in blocks.nodes])
    elements = np.array(blocks.parents)
    for level in range(_LEVELS):
        if level:
            elements = np.maximum(parents[elements], 0)
        begin, stop = np.searchsorted(first, elements), np.searchsorted(first, ends[elements])
        held_mass = running_mass[stop] - running_mass[begin]
        columns.append(held_mass / np.maximum(running_size[stop] - running_size[begin], 0.5))
        columns.append(held_mass / total_mass)
    columns.append(running_mass[:-1] / total_mass)
    columns.append(np.full(count, total_mass))
    columns.append(np.full(count, total_mass / running_size[-1]))
    columns.append(np.full(count, opinions.max(initial=0)))
    threshold = best_threshold(opinions, words)
    columns.append(opinions - threshold)
    for likely in (0.4, 0.8):
        columns.extend(_distances(opinions >= likely, place))
    for grouping in _makes(page, blocks):
        columns.append(_group_mean(grouping, mass, sizes))
        columns.append(_group_mean(grouping, np.ones(count), np.full(count, 1.0), counted=True))
    low_run, high_run = _heaviest_run(mass - 0.4 * sizes)
    columns.append(((place >= low_run) & (place < high_run)).astype(float))
    columns.append(np.where(place < low_run, low_run - place, np.where(place >= high_run, high_run - 1 - place, 0)))
    columns.extend(_sections(heading, mass, sizes, running_mass, running_size, place))
    table = np.empty((len(columns), count), dtype=np.float32)
    for row, column in enumerate(columns):
        table[row] = column
    return np.ascontiguousarray(table.T)


def _running(values: Reals) -> Reals:
    return np.concatenate(([0.0], np.cumsum(values)))


def _distances(likely: NDArray[np.bool_], place: NDArray[np.int64]) -> tuple[Reals, Reals]:
    """Blocks since the last likely one, and until the next; 999 for none."""
    before = np.maximum.accumulate(np.where(likely, place, -1000))
    after = np.minimum.accumulate(np.where(likely, place, 100_000)[::-1])[::-1]
    return np.minimum(place - before, 999).astype(float), np.minimum(after - place, 999).astype(float)


def _makes(page: Page, blocks: Blocks) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Which blocks are made alike: by tag and class of the block element, and with those of two elements above."""
    arrays = page_arrays(page)
    tags, classes, parents = arrays.tags, arrays.classes, arrays.parents
    element = np.array(blocks.parents)
    inner = parents[[nodes[0] for nodes in blocks.nodes]]
    above = np.maximum(parents[element], 0)
    outer = np.maximum(parents[above], 0)
    near = alike(tags[inner], tags[element], classes[element])
    return near, alike(near, tags[above], classes[above], classes[outer])


def _group_mean(groups: NDArray[np.int64], mass: Reals, sizes: Reals, *, counted: bool = False) -> Reals:
    if counted:
        return np.bincount(groups)[groups].astype(float)
    return (np.bincount(groups, weights=mass) / np.bincount(groups, weights=sizes))[groups]


def _heaviest_run(values: Reals) -> tuple[int, int]:
    """(start, end) of the run with the greatest sum."""
    running = _running(values)
    lowest = np.minimum.accumulate(running)
    end = int((running - lowest).argmax())
    start = int(running[: end + 1].argmin())
    return start, end


def _sections(
    heading: Reals, mass: Reals, sizes: Reals, running_mass: Reals, running_size: Reals, place: NDArray[np.int64]
) -> list[Reals]:
    """The opinion on the section a block stands in, on its heading, and on what follows up to the next heading."""
    count = len(place)
    is_heading = heading > 0
    start = np.maximum.accumulate(np.where(is_heading, place, 0))
    following = np.minimum.accumulate(np.append(np.where(is_heading, place, count), count)[::-1])[::-1]
    end = following[1:]
    section = (running_mass[end] - running_mass[start]) / (running_size[end] - running_size[start])
    later = np.minimum(place + 1, count - 1)
    rest = (running_mass[end] - running_mass[later]) / np.maximum(running_size[end] - running_size[later], 0.5)
    own = (mass / sizes)[start]
    return [section, rest, own, (end - place).astype(float)]


def context_names() -> tuple[str, ...]:
    """Names of the columns, in order."""
    names = ["opinion"]
    names += [f"opinion@{shift}" for shift in _SHIFTS]
    names += [f"opinion~{width}" for width in _WIDTHS]
    for level in range(_LEVELS):
        names += [f"opinion_around_{level}", f"mass_around_{level}"]
    names += ["mass_before", "mass", "mean_opinion", "top_opinion", "over_threshold"]
    names += ["since_0.4", "until_0.4", "since_0.8", "until_0.8"]
    names += ["alike", "alike_count", "alike_far", "alike_far_count", "in_run", "from_run"]
    names += ["section", "rest_of_section", "section_heading", "section_left"]
    return tuple(names)


CONTEXT_FEATURES = context_names()
