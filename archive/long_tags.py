"""Markup in, the length of its longest tag out: what a bomb for parsers shows before any parser has read it."""

from __future__ import annotations

__all__ = ["MAXIMUM_TAG_CHARACTERS", "longest_tag"]

MAXIMUM_TAG_CHARACTERS = 30_000
"""Longer tags are for no parser: they are quadratic in the attributes of one. data: images make long tags with few."""


def longest_tag(text: str) -> int:
    """Characters from a '<' to the next '>', at most; a '<' within a tag does not end it. 0 when none is too long.

    >>> longest_tag("<p>" + "<img src='" + "a" * 40_000 + "'>"), longest_tag("<p>text</p>")
    (40011, 0)
    """
    pieces = (piece for piece in text.split(">") if len(piece) > MAXIMUM_TAG_CHARACTERS)
    return max((len(piece) - piece.find("<") for piece in pieces if "<" in piece), default=0)
