"""Page in, what tells its kind out: the words its elements, its address and its head go by, and a few measures."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from archive.model import Page
from archive.regions.body_features import FEATURES
from archive.regions.body_words import naming_values, token_names, tokens_of

__all__ = ["KINDS", "kind_measures", "kind_rows", "kind_words"]

KINDS = ("article", "collection", "documentation", "forum", "listing", "product", "service")
"""The kinds that the model tells apart, in its order."""

_LETTERS = re.compile("[a-z]+")
_MOST_PARTS = 5
_FIRST_ROW = np.array([i for i, name in enumerate(FEATURES) if name.startswith(("page_", "url_", "container_share"))])
_MEANS = np.array([FEATURES.index(name) for name in ("most_repeats", "characters", "in_ul", "in_table", "in_form")])


def kind_words(page: Page, elements: Sequence[int]) -> set[str]:
    """The names of all elements with visible text, the parts of the address, and og:type."""
    words = set(_page_words(page, elements))
    for values in {naming_values(page.attributes[element]) for element in elements}:
        for token in tokens_of(values):
            words.update(token_names(token))
    return words


def kind_rows(page: Page, elements: Sequence[int], names: Collection[int], places: Mapping[str, int]) -> list[int]:
    """The places of kind_words, in order; those of names are given."""
    return sorted({*names, *[places[word] for word in _page_words(page, elements) if word in places]})


def _page_words(page: Page, elements: Sequence[int]) -> list[str]:
    """Words of tags, address and og:type."""
    tags = page.tags
    words = [f"<{tag}>" for tag in {tags[element] for element in elements}]
    words += _address_words(page.url)
    for node, tag in enumerate(tags):
        if tag == "body":
            break
        if tag == "meta" and page.attributes[node].get("property") == "og:type":
            words.append("og:" + page.attributes[node].get("content", "")[:40].lower())
    return words


def _address_words(url: str) -> list[str]:
    try:
        split = urlsplit(url)
        host = split.hostname or ""
    except ValueError:
        return []
    parts = [part for part in split.path.lower().split("/") if part]
    words = ["/" + part for part in parts[:-1]]
    if parts:
        words += ["/:" + word for word in _LETTERS.findall(parts[-1])]
    words.append(f"//{min(len(parts), _MOST_PARTS)}")
    words.append("host:" + host.split(".")[0])
    return words


def kind_measures(rows: NDArray[np.float32]) -> Sequence[float]:
    """The page's own numbers, from the rows of its blocks."""
    return [*rows[0, _FIRST_ROW].tolist(), *(np.add.reduce(rows[:, _MEANS]) / len(rows)).tolist()]
