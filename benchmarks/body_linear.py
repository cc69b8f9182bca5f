"""Labelled pages in, the linear look out: a weight for each word of a text and each name of an element around it.

Logistic regression over blocks, fitted by stochastic gradient descent in a fixed order. Words and names of fewer than
three sites have no weight. A page's own fold never speaks for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from body_tables import Labelled

from archive.model import Page
from archive.regions.body_blocks import Blocks
from archive.regions.body_text import heading_levels
from archive.regions.body_vocabulary import HEADING_WORDS, SHORT
from archive.regions.body_words import LINEAR_GROUPS, block_words, element_names, naming_values

_LEAST_SITES = 3
_LEAST_WEIGHT = 0.02
_SCALE = 1 / 9
"""About one over the root of a block's number of terms: the penalty on weights is meant for rows of length one."""


def block_terms(page: Page, blocks: Blocks) -> Iterator[list[tuple[str, float]]]:
    """For each block its terms, 'group:word', with how much of each; as archive.regions weighs them."""
    paths: dict[int, tuple[str, ...]] = {-1: ()}

    def names(element: int, group: str) -> list[tuple[str, float]]:
        return [
            (f"{group}:{word}", 1.0)
            for word in element_names(page.tags[element], naming_values(page.attributes[element]))
        ]

    def path(element: int) -> tuple[str, ...]:
        if element not in paths:
            own = (term for term, _ in names(element, "path"))
            paths[element] = (*path(page.parents[element]), *own)
        return paths[element]

    section: list[tuple[str, float]] = []
    headings = heading_levels(page, blocks)
    inner = [page.parents[nodes[0]] for nodes in blocks.nodes]
    read = zip(block_words(blocks.texts), headings, blocks.parents, inner, strict=True)
    for words, heading, element, innermost in read:
        if heading:
            section = [(f"heading:{word}", 1.0) for word in words[:HEADING_WORDS]]
        terms = list(section)
        if words:
            group = "short" if len(words) < SHORT else "long"
            share = 1 / (len(words) + 1) ** 0.5
            terms += [(f"{group}:{word}", share) for word in words]
            terms.append((f"first:{words[0]}", 1.0))
            if len(words) > 1:
                terms.append((f"pair:{words[0]} {words[1]}", 1.0))
            if len(words) < SHORT:
                terms.append((f"last:{words[-1]}", 1.0))
        above = max(page.parents[element], 0)
        outer = max(page.parents[above], 0)
        if innermost != element:
            terms += names(innermost, "inner")
        terms += names(element, "block")
        terms += names(above, "parent")
        terms += [(term, 1.0) for term in path(outer)]
        yield terms


def linear_tables(
    items: Sequence[Labelled], weights: Sequence[Sequence[float]], folds: int
) -> list[dict[str, dict[str, float]]]:
    """Weights by group and word, for each fold the ones that leave it out; last those of all."""
    from scipy.sparse import csr_matrix

    places: dict[str, int] = {}
    sites: defaultdict[int, set[str]] = defaultdict(set)
    starts, columns, values, kept_labels, kept_weights, kept_folds = [0], [], [], [], [], []
    for item, page_weights in zip(items, weights, strict=True):
        for terms, label, weight in zip(block_terms(item.page, item.blocks), item.labels, page_weights, strict=True):
            if label < 0 or weight <= 0:
                continue
            for term, share in terms:
                place = places.setdefault(term, len(places))
                known = sites[place]
                if len(known) < _LEAST_SITES:
                    known.add(item.host)
                columns.append(place)
                values.append(share * _SCALE)
            starts.append(len(columns))
            kept_labels.append(label >= 0.5)
            kept_weights.append(weight)
            kept_folds.append(item.fold)
    common = np.array([len(sites[place]) >= _LEAST_SITES for place in range(len(places))])
    matrix = csr_matrix(
        (np.array(values, dtype=np.float32), np.array(columns, dtype=np.int32), np.array(starts)),
        shape=(len(kept_labels), len(places)),
    )[:, np.flatnonzero(common)]
    terms_kept = [term for term, place in places.items() if common[place]]
    labels, sizes, of_fold = np.array(kept_labels), np.sqrt(kept_weights), np.array(kept_folds)
    found = []
    for left_out in [*range(folds), -1]:
        chosen = np.flatnonzero(of_fold != left_out)
        weights_found, bias = _fit(matrix[chosen], labels[chosen], sizes[chosen])
        found.append(_grouped(terms_kept, weights_found) | {"bias": {"": round(bias, 2)}})
    return found


def _fit(matrix: object, labels: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, float]:
    from sklearn.linear_model import SGDClassifier

    model = SGDClassifier(loss="log_loss", alpha=1e-5, max_iter=8, tol=None, average=True, random_state=1)
    model.fit(matrix, labels, sample_weight=weights / weights.mean())
    return np.asarray(model.coef_[0]) * _SCALE, float(model.intercept_[0])


def _grouped(terms: Sequence[str], weights: np.ndarray) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {group: {} for group in LINEAR_GROUPS}
    for term, weight in sorted(zip(terms, weights.tolist(), strict=True)):
        if abs(weight) >= _LEAST_WEIGHT:
            group, _, word = term.partition(":")
            found[group][word] = round(weight, 2)
    return found
