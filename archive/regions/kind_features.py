"""Page in, what tells its kind out: the words its elements, its address and its head go by, and a few measures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from archive.model import Page
from archive.regions.body_features import FEATURES
from archive.regions.body_words import naming_values, token_names, tokens_of

__all__ = ["KINDS", "kind_measures", "kind_words"]

KINDS = ("article", "collection", "documentation", "forum", "listing", "product", "service")
"""The kinds that the model tells apart, in its order."""

_LETTERS = re.compile("[a-z]+")
_MOST_PARTS = 5
_FIRST_ROW = tuple(i for i, name in enumerate(FEATURES) if name.startswith(("page_", "url_", "container_share")))
_MEANS = tuple(FEATURES.index(name) for name in ("most_repeats", "characters", "in_ul", "in_table", "in_form"))


def kind_words(page: Page) -> set[str]:
    """The names of all elements with visible text, the parts of the address, and og:type."""
    tags, parents, attributes = page.tags, page.parents, page.attributes
    named = naming_values(page)
    seen: set[int] = set()
    found_tags: set[str] = set()
    found_values: set[str | None] = set()
    for node in page.visible:
        above = parents[node]
        while above >= 0 and above not in seen:
            seen.add(above)
            found_tags.add(tags[above])
            found_values.add(named[above])
            above = parents[above]
    words = {f"<{tag}>" for tag in found_tags}
    for token in {token for values in found_values for token in tokens_of(values)}:
        words.update(token_names(token))
    words.update(_address_words(page.url))
    for node, tag in enumerate(tags):
        if tag == "body":
            break
        if tag == "meta" and attributes[node].get("property") == "og:type":
            words.add("og:" + attributes[node].get("content", "")[:40].lower())
    return words


def _address_words(url: str) -> set[str]:
    try:
        split = urlsplit(url)
        host = split.hostname or ""
    except ValueError:
        return set()
    parts = [part for part in split.path.lower().split("/") if part]
    words = {"/" + part for part in parts[:-1]}
    if parts:
        words.update("/:" + word for word in _LETTERS.findall(parts[-1]))
    words.add(f"//{min(len(parts), _MOST_PARTS)}")
    words.add("host:" + host.split(".")[0])
    return words


def kind_measures(rows: NDArray[np.float32]) -> Sequence[float]:
    """The page's own numbers, from the rows of its blocks."""
    return [*rows[0, _FIRST_ROW].tolist(), *rows[:, _MEANS].mean(axis=0).tolist()]
