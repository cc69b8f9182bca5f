"""Train the model of body text and page kind, and measure it on sites it has not seen.

    python benchmarks/train_body.py DATA-FOLDER --out archive/models/body.npz [--report FILE] [--held-out-out FILE]

DATA-FOLDER holds `*.jsonl.gz` in the form that benchmarks/extraction.py reads. Needs catboost and scikit-learn, which
the program itself does not. Data sets named in NOT_FOR_TRAINING are never read. Sites fall in five folds by the SHA-1
of their host; every figure of the report is of a page whose site was in none of the data its model learned from.
`--held-out-out` writes the model that has not seen the fold that benchmarks/extraction.py calls held out, to measure
the whole path with.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from body_labels import label_blocks, words_of
from body_linear import linear_tables
from body_tables import Labelled, name_tables

from archive.page import read_page
from archive.regions.body_blocks import read_blocks
from archive.regions.body_context import CONTEXT_FEATURES, best_threshold, context_of
from archive.regions.body_features import FEATURES, Look, look_at
from archive.regions.body_words import WordTable
from archive.regions.kind_features import KINDS, kind_measures, kind_words

NOT_FOR_TRAINING = ("dragnet-comments", "postlight")  # a licence for measuring alone; no body annotated
FOLDS = 5
SECOND_LOOK_COLUMNS = 50
TRUST = {"readability": 0.3, "harvest-forum": 0.6, "aeb": 2.0, "trafilatura": 1.0, "wcxb": 1.0}


@dataclass
class Item:
    """One annotated page."""

    id: str
    dataset: str
    kind: str
    labelled: Labelled
    gold: Counter[str] | None
    wanted: list[str]
    unwanted: list[str]
    words: list[list[str]]
    kind_words: set[str]


def read_items(folder: Path) -> Iterator[Item]:
    """Every page with visible text, labelled."""
    for file in sorted(folder.glob("*.jsonl.gz")):
        if file.name.startswith(NOT_FOR_TRAINING):
            continue
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            for line in lines:
                item = read_item(json.loads(line))
                if item:
                    yield item
        print(file.name, file=sys.stderr, flush=True)


def read_item(source: dict[str, Any]) -> Item | None:
    gold = source["gold"]
    page = read_page(source["html"], url=source["url"] or "http://unknown.invalid/")
    blocks = read_blocks(page)
    if not blocks.nodes:
        return None
    host = (urlsplit(source.get("url") or "").hostname or source["id"]).removeprefix("www.")
    fold = hashlib.sha1(host.encode(), usedforsecurity=False).digest()[0] % FOLDS
    body = gold.get("body_text")
    if source["dataset"] == "harvest-forum":
        body = "\n".join(post["text"] for post in gold["comments"] or [])
    wanted, unwanted = gold.get("with") or [], gold.get("without") or []
    labels = label_blocks(blocks.texts, body) if body is not None else snippet_labels(blocks.texts, wanted, unwanted)
    return Item(
        source["id"], source["dataset"], source["page_type"], Labelled(page, blocks, labels, host, fold),
        Counter(words_of(body)) if body is not None else None, wanted, unwanted,
        [words_of(text) for text in blocks.texts], kind_words(page, blocks.elements),
    )  # fmt: skip


def squash(text: str) -> str:
    return " ".join(text.split()).casefold()


def snippet_labels(texts: Sequence[str], wanted: Sequence[str], unwanted: Sequence[str]) -> list[float]:
    """1 for blocks with a snippet that must be in the body, 0 with one that must not, -1 where nothing is known."""
    good, bad = [squash(s) for s in wanted], [squash(s) for s in unwanted]
    found = []
    for text in map(squash, texts):
        found.append(1.0 if any(s in text for s in good) else 0.0 if any(s in text for s in bad) else -1.0)
    return found


def weights_of(item: Item) -> list[float]:
    """How much each block weighs: about its share of the page's F1."""
    total = sum(item.gold.values()) + 100 if item.gold is not None else 400
    trust = TRUST.get(item.dataset, 1.0)
    found = []
    for words, label in zip(item.words, item.labelled.labels, strict=True):
        size = len(words) + 2 if item.gold is not None else min(len(words), 100) + 10
        found.append(min(size / total, 0.3) * trust if label >= 0 and words else 0.0)
    return found


@dataclass
class Rows:
    """All blocks of all pages in one matrix."""

    numbers: np.ndarray
    labels: np.ndarray
    weights: np.ndarray
    """0 for blocks that are not learned from."""
    folds: np.ndarray
    borders: np.ndarray
    """Page i has the rows borders[i] to borders[i + 1]."""

    def of(self, page: int) -> slice:
        return slice(self.borders[page], self.borders[page + 1])


def read_rows(items: Sequence[Item]) -> tuple[Rows, list[Look], list[WordTable]]:
    """(rows, the look at each page, by fold the words its pages were read with and last those of all)."""
    labelled = [i.labelled for i in items]
    sizes = [len(i.labels) for i in labelled]
    borders = np.concatenate(([0], np.cumsum(sizes)))
    labels = np.concatenate([i.labels for i in labelled])
    weights = thinned(labels, np.concatenate([weights_of(i) for i in items]))
    names = name_tables([i.labelled for i in items if i.gold is not None], FOLDS)
    linear = linear_tables(labelled, [weights[a:b] for a, b in pairwise(borders)], FOLDS)
    tables = [WordTable(*both) for both in zip(names, linear, strict=True)]
    looks = [look_at(i.page, i.blocks, tables[i.fold]) for i in labelled]
    numbers = np.concatenate([look.rows for look in looks])
    return Rows(numbers, labels, weights, np.repeat([i.fold for i in labelled], sizes), borders), looks, tables


def thinned(labels: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Weights with which some of the many blocks that weigh little stand for all of them; 0 for the others."""
    usable = (labels >= 0) & (weights > 0)
    low, middle = np.quantile(weights[usable], (0.5, 0.8))
    chance = (np.arange(len(weights)) * 2654435761) % 100  # the same for each run
    share = np.where(weights < low, 22, np.where(weights < middle, 60, 100))
    return np.where(usable & (chance < share), weights * 100 / share, 0.0)


def fit_trees(numbers: np.ndarray, labels: np.ndarray, weights: np.ndarray, iterations: int, l2: float) -> Any:
    from catboost import CatBoostClassifier, Pool

    model = CatBoostClassifier(
        iterations=iterations, depth=6, learning_rate=0.1, loss_function="CrossEntropy", border_count=32, verbose=0,
        random_seed=1, l2_leaf_reg=l2, bootstrap_type="Bernoulli", subsample=0.6, rsm=0.4, thread_count=2,
    )  # fmt: skip
    model.fit(Pool(numbers, labels, weight=weights / weights.mean()))
    return model


def cross_fit(numbers: np.ndarray, rows: Rows, iterations: int, l2: float) -> tuple[np.ndarray, list[Any], Any]:
    """(opinion on each row by a model that has not seen its site, the models by fold left out, the model of all)."""
    opinions = np.full(len(rows.labels), np.nan)
    models = []
    for fold in [*range(FOLDS), -1]:
        start = time.process_time()
        chosen = (rows.weights > 0) & (rows.folds != fold)
        models.append(fit_trees(numbers[chosen], rows.labels[chosen], rows.weights[chosen], iterations, l2))
        here = rows.folds == fold
        if here.any():
            opinions[here] = models[-1].predict_proba(numbers[here])[:, 1]
        print(f"fold {fold} {time.process_time() - start:.0f} s", file=sys.stderr, flush=True)
    return opinions, models[:-1], models[-1]


# --- page kinds ---------------------------------------------------------------------------------------------------


@dataclass
class KindModel:
    words: list[str]
    weights: np.ndarray
    trees: Any

    def by_words(self, item: Item) -> np.ndarray:
        places = self.places
        raw = self.weights[[places[w] for w in item.kind_words if w in places]].sum(axis=0) + self.weights[-1]
        exponents = np.exp(raw - raw.max())
        return np.log(exponents / exponents.sum() + 1e-4)

    def __post_init__(self) -> None:
        self.places = {word: row for row, word in enumerate(self.words)}


def fit_words(items: Sequence[Item], words: list[str]) -> KindModel:
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    places = {word: row for row, word in enumerate(words)}
    pairs = [(i, places[w]) for i, item in enumerate(items) for w in item.kind_words if w in places]
    matrix = csr_matrix((np.ones(len(pairs)), tuple(zip(*pairs, strict=True))), shape=(len(items), len(words)))
    model = LogisticRegression(C=0.1, max_iter=150)
    model.fit(matrix, [kind_of(i) for i in items], sample_weight=[kind_weight(i) for i in items])
    return KindModel(
        words, np.concatenate((model.coef_.T, model.intercept_[None])).astype(np.float16).astype(float), None
    )


def kind_of(item: Item) -> int:
    return KINDS.index(item.kind if item.kind in KINDS else "article")


def kind_weight(item: Item) -> float:
    return 1.0 if item.dataset == "wcxb" else 0.3


def cross_fit_kinds(items: Sequence[Item], rows: Rows) -> tuple[np.ndarray, list[KindModel], KindModel]:
    """(kind probabilities of each page by a model that has not seen its site, models by fold, the model of all)."""
    from catboost import CatBoostClassifier

    hosts: dict[str, set[str]] = defaultdict(set)
    for item in items:
        for word in item.kind_words:
            hosts[word].add(item.labelled.host)
    words = sorted(word for word, held in hosts.items() if len(held) >= 8)
    folds = np.array([i.labelled.fold for i in items])
    measures = np.array([kind_measures(rows.numbers[rows.of(n)]) for n in range(len(items))])
    models = [fit_words([i for i in items if i.labelled.fold != fold], words) for fold in range(FOLDS)]
    said = np.array([models[i.labelled.fold].by_words(i) for i in items])
    numbers = np.concatenate((measures, said), axis=1)
    kinds, weights = np.array([kind_of(i) for i in items]), np.array([kind_weight(i) for i in items])

    def fit(chosen: np.ndarray) -> Any:
        trees = CatBoostClassifier(iterations=150, depth=4, learning_rate=0.08, loss_function="MultiClass", verbose=0,
                                   random_seed=1, l2_leaf_reg=6, thread_count=2)  # fmt: skip
        return trees.fit(numbers[chosen], kinds[chosen], sample_weight=weights[chosen])

    found = np.zeros((len(items), len(KINDS)))
    for fold, model in enumerate(models):
        model.trees = fit(folds != fold)
        found[folds == fold] = model.trees.predict_proba(numbers[folds == fold])
    whole = fit_words(items, words)
    whole.trees = fit(np.ones(len(items), bool))
    return found, models, whole


# --- writing ------------------------------------------------------------------------------------------------------


def tree_arrays(model: Any, name: str) -> dict[str, np.ndarray]:
    """The trees as archive/trees.py reads them; trees of less depth are filled up with splits that are never true."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "model.json"
        model.save_model(str(file), format="json")
        saved = json.loads(file.read_text())
    trees = saved["oblivious_trees"]
    depth = max(len(tree["splits"] or []) for tree in trees)
    scale, bias = saved["scale_and_bias"]
    assert scale == 1
    classes = len(bias)
    columns = np.zeros((depth, len(trees)), dtype=np.uint16)
    borders = np.full((depth, len(trees)), np.float32(3e38))
    leaves = np.zeros((classes, len(trees), 2**depth), dtype=np.float16)
    for number, tree in enumerate(trees):
        for level, split in enumerate(tree["splits"] or []):
            columns[level, number] = split["float_feature_index"]
            borders[level, number] = split["border"]
        values = np.array(tree["leaf_values"]).reshape(-1, classes)
        leaves[:, number, : len(values)] = values.T
    return {f"{name}_columns": columns, f"{name}_borders": borders.astype(np.float32), f"{name}_leaves": leaves,
            f"{name}_bias": np.array(bias, dtype=np.float32)}  # fmt: skip


def packed(lines: Sequence[str]) -> np.ndarray:
    return np.frombuffer("\n".join(lines).encode(), dtype=np.uint8)


def write_model(
    out: Path, table: WordTable, first: Any, second: Any, second_features: Sequence[str], kinds: KindModel
) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    linear: dict[str, np.ndarray] = {}
    for group, words in table.linear.items():
        linear |= packed_table(f"linear_{group}", words)
    np.savez_compressed(
        out, features=packed(FEATURES), second_features=packed(second_features),
        **packed_table("names", table.names), **linear,
        kind_words=packed(kinds.words), kind_weights=kinds.weights.astype(np.float16),
        **tree_arrays(first, "first"), **tree_arrays(second, "second"), **tree_arrays(kinds.trees, "kind"),
    )  # fmt: skip


def packed_table(name: str, words: Mapping[str, float]) -> dict[str, np.ndarray]:
    return {name: packed(list(words)), f"{name}_values": np.array(list(words.values()), dtype=np.float16)}


# --- measuring ----------------------------------------------------------------------------------------------------


def word_f1(taken: Counter[str], gold: Counter[str]) -> float:
    if not gold or not taken:
        return float(not gold and not taken)
    overlap = sum((taken & gold).values())
    return 2 * overlap / (sum(taken.values()) + sum(gold.values()))


def measure(items: Sequence[Item], rows: Rows, opinions: np.ndarray) -> dict[str, tuple[float, int]]:
    """(mean word F1, pages) by data set and kind, and trafilatura's F1 of decisive segments."""
    found: dict[str, list[float]] = defaultdict(list)
    hits = misses = wrongs = 0
    for number, item in enumerate(items):
        likely = opinions[rows.of(number)]
        if np.isnan(likely).any():
            continue
        threshold = best_threshold(likely, sizes_of(rows, number))
        taken = likely >= threshold
        if item.gold is None:
            text = squash("\n".join(t for t, yes in zip(item.labelled.blocks.texts, taken, strict=True) if yes))
            here = sum(squash(s) in text for s in item.wanted)
            hits += here
            misses += len(item.wanted) - here
            wrongs += sum(squash(s) in text for s in item.unwanted)
            continue
        words: Counter[str] = Counter()
        for block, yes in zip(item.words, taken, strict=True):
            if yes:
                words.update(block)
        score = word_f1(words, item.gold)
        found[item.dataset].append(score)
        if item.dataset == "wcxb":
            found[f"wcxb/{item.kind}"].append(score)
    result = {name: (float(np.mean(scores)), len(scores)) for name, scores in sorted(found.items())}
    if hits:
        result["trafilatura segF1"] = (2 * hits / (2 * hits + misses + wrongs), hits + misses)
    return result


def sizes_of(rows: Rows, number: int) -> np.ndarray:
    return rows.numbers[rows.of(number), FEATURES.index("words")].astype(float)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--held-out-out", type=Path)
    parser.add_argument("--report", type=Path)
    parser.add_argument("--first", type=int, default=300, metavar="TREES")
    parser.add_argument("--second", type=int, default=200, metavar="TREES")
    args = parser.parse_args()
    items = list(read_items(args.data))
    rows, looks, tables = read_rows(items)
    print(rows.numbers.shape, len(items), file=sys.stderr)
    kinds, kind_models, kind_whole = cross_fit_kinds(items, rows)
    opinions, first_models, first_whole = cross_fit(rows.numbers, rows, args.first, 5)
    print(json.dumps(measure(items, rows, opinions)), file=sys.stderr)
    best = np.argsort(-np.array(first_whole.get_feature_importance()), kind="stable")[:SECOND_LOOK_COLUMNS]
    numbers = np.concatenate(
        (rows.numbers[:, best], contexts(looks, rows, opinions),
         np.repeat(kinds, np.diff(rows.borders), axis=0).astype(np.float32)), axis=1,
    )  # fmt: skip
    judged, second_models, second_whole = cross_fit(numbers, rows, args.second, 20)
    names = [FEATURES[place] for place in best]
    write_model(args.out, tables[-1], first_whole, second_whole, names, kind_whole)
    if args.held_out_out:
        write_model(args.held_out_out, tables[0], first_models[0], second_models[0], names, kind_models[0])
    by_words = rows.numbers[:, FEATURES.index("linear")].astype(float)
    result = {
        "linear look": measure(items, rows, 1 / (1 + np.exp(-np.clip(by_words, -30, 30)))),
        "first look": measure(items, rows, opinions),
        "second look": measure(items, rows, judged),
        "kind accuracy": float(
            np.mean([kinds[n].argmax() == kind_of(i) for n, i in enumerate(items) if i.dataset == "wcxb"])
        ),
    }
    print(json.dumps(result, indent=1))
    if args.report:
        args.report.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


def contexts(looks: Sequence[Look], rows: Rows, opinions: np.ndarray) -> np.ndarray:
    found = [
        context_of(look.skeleton, opinions[rows.of(number)], sizes_of(rows, number))
        for number, look in enumerate(looks)
    ]
    matrix = np.concatenate(found)
    assert matrix.shape[1] == len(CONTEXT_FEATURES)
    return matrix


if __name__ == "__main__":
    main()
