"""Counts over time in, a picture out: SVG that needs no script and follows the page's colours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from math import ceil

__all__ = ["bars", "without_gaps"]

_WIDTH, _HEIGHT, _BOTTOM, _TOP = 720, 180, 24, 12
_DIGIT = 7
"""Width of a digit, of the scale as of the labels."""


_YEAR = re.compile(r"\d{4}")
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_MOST_POINTS = 600


def without_gaps(points: Sequence[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """The points with one of zeros for each year, or each month, that is left out between two of them.

    As they are where the labels are neither, or reach over more than can be shown: an archive may hold a wrong date.

    >>> without_gaps([("2012-11", 1, 0), ("2013-01", 2, 5)])
    [('2012-11', 1, 0), ('2012-12', 0, 0), ('2013-01', 2, 5)]
    >>> without_gaps([("2009", 1, 0), ("2011", 2, 5)])
    [('2009', 1, 0), ('2010', 0, 0), ('2011', 2, 5)]
    """
    labels = [label for label, _, _ in points]
    if labels and all(_YEAR.fullmatch(label) for label in labels):
        full = [f"{year:04}" for year in range(int(labels[0]), int(labels[-1]) + 1)]
    elif labels and all(_MONTH.fullmatch(label) for label in labels):
        first, last = (int(label[:4]) * 12 + int(label[5:]) - 1 for label in (labels[0], labels[-1]))
        full = [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(first, last + 1)]
    else:
        return list(points)
    held = {label: (one, two) for label, one, two in points}
    return [(label, *held.get(label, (0, 0))) for label in full] if len(full) <= _MOST_POINTS else list(points)


def bars(
    points: Sequence[tuple[str, int, int]], *, first: str, second: str, link: str | None = None, width: int = _WIDTH
) -> str:
    """Two bars for each (label, first value, second value); each series on a scale of its own, named in the legend.

    `link` is an address with `{}` for the label; the bars of that label then lead there. `width` is that of the place
    it is shown in, in pixels, so that its letters are as large as the page's. Empty when there are no points.
    """
    if not points:
        return ""
    highest = [max(1, *(one for _, one, _ in points)), max(1, *(two for _, _, two in points))]
    start = 6 + _DIGIT * len(f"{max(highest):,}")
    step = (width - start) / len(points)
    bar = max(1.0, min(22.0, step * 0.36))
    room = _HEIGHT - _BOTTOM - _TOP
    # An image has no parts; a picture whose bars are links is a group of them.
    role = "group" if link else "img"
    summary = f"{first} and {second}, {points[0][0]} to {points[-1][0]}"
    parts = [
        f'<svg class="chart" viewBox="0 0 {width} {_HEIGHT}" role="{role}" aria-label="{escape(summary)}">',
        f'<line class="axis" x1="{start}" x2="{width}" y1="{_HEIGHT - _BOTTOM}" y2="{_HEIGHT - _BOTTOM}"/>',
        f'<text class="one" x="{start - 4}" y="{_TOP + 8}" text-anchor="end">{highest[0]:,}</text>',
        f'<text class="two" x="{start - 4}" y="{_TOP + 22}" text-anchor="end">{highest[1]:,}</text>',
    ]
    label_width = _DIGIT * max(len(label) for label, _, _ in points)
    every = ceil((label_width + 2 * _DIGIT) / step)
    for number, (label, one, two) in enumerate(points):
        middle = start + step * (number + 0.5)
        drawn = [f"<title>{escape(label)}: {one} {escape(first)}, {two} {escape(second)}</title>"]
        for series, value, left in (("one", one, middle - bar), ("two", two, middle)):
            height = room * value / highest[series == "two"]
            if value:
                drawn.append(
                    f'<rect class="{series}" x="{left:.1f}" y="{_HEIGHT - _BOTTOM - height:.1f}" '
                    f'width="{bar:.1f}" height="{height:.1f}"/>'
                )
        group = "<g>" + "".join(drawn) + "</g>"
        if link and (one or two):
            group = f'<a href="{escape(link.format(label))}" aria-label="{escape(label)}">{group}</a>'
        parts.append(group)
        if number % every == 0:
            place = min(middle, width - label_width / 2)
            parts.append(f'<text x="{place:.1f}" y="{_HEIGHT - 7}" text-anchor="middle">{escape(label)}</text>')
    return "".join([*parts, "</svg>"])
