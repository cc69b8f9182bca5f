"""Page in, what tells its kind out: the words its elements, its address and its head go by, and a few measures."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
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
_MOST_REMEMBERED = 50_000
_FIRST_ROW = tuple(i for i, name in enumerate(FEATURES) if name.startswith(("page_", "url_", "container_share")))
_MEANS = tuple(FEATURES.index(name) for name in ("most_repeats", "characters", "in_ul", "in_table", "in_form"))


def kind_words(page: Page, elements: Sequence[int]) -> set[str]:
    """The names of all elements with visible text, the parts of the address, and og:type."""
    words, tokens = _words_and_tokens(page, elements)
    for token in tokens:
        words.update(token_names(token))
    return words


def kind_rows(
    page: Page, elements: Sequence[int], places: Mapping[str, int], of_tokens: dict[str, tuple[int, ...]]
) -> list[int]:
    """The places of kind_words, in order; those of the tokens met so far are remembered in `of_tokens`."""
    words, tokens = _words_and_tokens(page, elements)
    found = {places[word] for word in words if word in places}
    if len(of_tokens) > _MOST_REMEMBERED:
        of_tokens.clear()
    for token in tokens:
        known = of_tokens.get(token)
        if known is None:
            of_tokens[token] = known = tuple([places[word] for word in token_names(token) if word in places])
        if known:
            found.update(known)
    return sorted(found)


def _words_and_tokens(page: Page, elements: Sequence[int]) -> tuple[set[str], set[str]]:
    """(words of tags, address and og:type, class tokens and the like) of the elements and their page."""
    tags, named = page.tags, naming_values(page)
    words = {f"<{tag}>" for tag in {tags[element] for element in elements}}
    values = {named[element] for element in elements}
    tokens = {token for value in values for token in tokens_of(value)}
    words.update(_address_words(page.url))
    for node, tag in enumerate(tags):
        if tag == "body":
            break
        if tag == "meta" and page.attributes[node].get("property") == "og:type":
            words.add("og:" + page.attributes[node].get("content", "")[:40].lower())
    return words, tokens


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
