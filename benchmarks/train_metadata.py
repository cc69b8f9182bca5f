"""Learn from annotated pages which candidate is the headline, the day of publication, an author.

    python benchmarks/train_metadata.py DATA-FOLDER [--models archive/models]

DATA-FOLDER holds `*.jsonl.gz` and `score.py`, as for benchmarks/extraction.py. Used are wcxb, trafilatura and
postlight; the held-out sites of benchmarks/extraction.py are never learned from. Pages of wcxb are taken twice, with
and without their scripts, so that what JSON-LD says is not relied on.

Written are metadata.json (linear weights, which a person can read), metadata.npz (trees for headline and authors, where
catboost is installed: pip install catboost; it is no dependency) and metadata.md (figures of a cross-validation by
site, and of the held-out sites). The same data give the same files.
"""

# ruff: noqa: E501 - tables of figures

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from extraction import is_held_out, load_score

from archive.date_choice import choose_day
from archive.headlines import headlines
from archive.model import Region
from archive.page import read_page
from archive.page_authors import author_candidates, choose_authors
from archive.page_dates import date_candidates
from archive.regions import Context, region_parsers
from archive.structured import read_structured_data

_SCRIPT = re.compile(r"<script\b.*?</script>", re.IGNORECASE | re.DOTALL)
_SETS = ("wcxb", "trafilatura", "postlight")
_FOLDS = 5
# A feature of fewer candidates tells nothing.
_FEWEST_USES = 8
# Pages of other kinds than article name no day: they teach when to name none, but must not cost articles theirs.
_NONE_SHARE = 3
# Trees choose headlines better than weights, and claim fewer authors where there are none; days they find no better.
_BY_TREES = ("title", "author")
# Depth, trees, rate and regularisation: more fit the development pages better, and no other page.
_TREES = {"depth": 5, "iterations": 150, "learning_rate": 0.07, "l2_leaf_reg": 5}


@dataclass
class Row:
    """One page with the candidates of one task."""

    group: str
    held_out: bool
    fold: int
    candidates: list[Any]  # Any: candidates of the three tasks have features in common
    hits: list[float]
    loose: list[bool]
    keys: list[set[str]]
    gold: Any  # Any: a title, a day or a set of names


def rows_of(data: Path, score: ModuleType) -> dict[str, list[Row]]:
    """Title, published and author rows of all pages."""
    rows: dict[str, list[Row]] = {"title": [], "published": [], "author": []}
    before = [read for name, read in region_parsers() if import_module(f"archive.regions.{name}").ORDER < 20]
    title_reader = dict(region_parsers())["title"]
    for file in sorted(data.glob("*.jsonl.gz")):
        if file.name.split("-dev")[0] not in _SETS:
            continue
        for page in score.read_jsonl(file):
            for stripped in (False, True) if page["dataset"] == "wcxb" and "<script" in page["html"] else (False,):
                html = _SCRIPT.sub("", page["html"]) if stripped else page["html"]
                read = read_page(html, url=page["url"] or "http://unknown.invalid/")
                context = Context(read, read_structured_data(read))
                for reader in before:
                    context = replace(context, found=(*context.found, reader(context)))
                title = title_reader(context).title
                _add_rows(rows, page, stripped, context, title.node if title else None, score)
    return rows


def _add_rows(
    rows: dict[str, list[Row]],
    page: dict[str, Any],
    stripped: bool,
    context: Context,
    node: int | None,
    score: ModuleType,
) -> None:
    gold = page["gold"]
    host = (urlsplit(page["url"] or "").hostname or page["id"]).removeprefix("www.")
    fold = hashlib.sha1(host.encode(), usedforsecurity=False).digest()[1] % _FOLDS
    group = f"{page['dataset']}/{page['page_type']}" if page["dataset"] == "wcxb" else page["dataset"]
    group += " without scripts" if stripped else ""
    spans = context.spans(Region.COMMENT, Region.COMMENT_FORM)

    def add(
        task: str, candidates: list[Any], hits: list[float], loose: list[bool], keys: list[set[str]], want: Any
    ) -> None:
        rows[task].append(Row(group, is_held_out(page), fold, candidates, hits, loose, keys, want))

    if gold["title"]:
        found = headlines(context.page, context.structured)
        matches = [score.title_matches(c.text, gold["title"]) for c in found]
        strict = [float(s) for s, _ in matches]
        add("title", found, strict if any(strict) else [float(s) for _, s in matches], [s for _, s in matches],
            [{str(s)} for s, _ in matches], gold["title"])  # fmt: skip
    other_kind = page["dataset"] == "wcxb" and page["page_type"] not in ("article", "forum")
    if gold["published"] or other_kind:
        days = date_candidates(context.page, context.structured, title_node=node, excluded=spans)
        accepted = {d[:10] for d in (gold["published"], *(gold.get("published_also") or [])) if d}
        hits = [float(c.key in accepted) for c in days] + [float(not gold["published"])]
        add("published", [*days, _None()], hits, [], [], gold["published"])
    if gold["authors"] is not None:
        people = author_candidates(context.page, context.structured, title_node=node, excluded=spans)
        names = score.name_set(gold["authors"])
        keys = [score.name_set([c.fact.name]) for c in people]
        add("author", people, [float(bool(k & names)) for k in keys], [], keys, names)


class _None:
    """The candidate that stands for no day at all."""

    features: Mapping[str, float] = {"none": 1.0}


def feature_names(rows: Iterable[Row]) -> list[str]:
    counts: dict[str, int] = defaultdict(int)
    for row in rows:
        for candidate in row.candidates:
            for name in candidate.features:
                counts[name] += 1
    return sorted(name for name, count in counts.items() if count >= _FEWEST_USES)


def matrix(rows: list[Row], names: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """(features by candidate, page of each candidate)."""
    place = {name: n for n, name in enumerate(names)}
    total = sum(len(row.candidates) for row in rows)
    table, pages = np.zeros((total, len(names))), np.zeros(total, dtype=int)
    line = 0
    for number, row in enumerate(rows):
        for candidate in row.candidates:
            for name, value in candidate.features.items():
                if name in place:
                    table[line, place[name]] = value
            pages[line] = number
            line += 1
    return table, pages


def _descend(gradient: Any, size: int, steps: int) -> np.ndarray:  # Any: a function of the weights
    """Adam with a falling rate: the same result each time."""
    weights, first, second = np.zeros(size), np.zeros(size), np.zeros(size)
    for step in range(1, steps + 1):
        slope = gradient(weights)
        first, second = 0.9 * first + 0.1 * slope, 0.999 * second + 0.001 * slope * slope
        rate = 0.1 * (1 - (step - 1) / steps) + 0.002
        weights = weights - rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return weights


def _products(table: np.ndarray) -> tuple[Any, Any]:  # Any: functions of a vector
    """What multiplies the table, and what multiplies it turned: of a page's candidate nine tenths of the features are 0."""
    lines, columns = np.nonzero(table)
    values, (count, width) = table[lines, columns], table.shape

    def by_line(weights: np.ndarray) -> np.ndarray:
        return np.bincount(lines, weights=values * weights[columns], minlength=count)

    def by_column(told: np.ndarray) -> np.ndarray:
        return np.bincount(columns, weights=values * told[lines], minlength=width)

    return by_line, by_column


def fit_choice(rows: list[Row], names: list[str]) -> np.ndarray:
    """Weights under which the right candidate of a page is likeliest (a conditional logit)."""
    rows = [row for row in rows if row.candidates and any(row.hits)]
    table, pages = matrix(rows, names)
    starts = np.searchsorted(pages, np.arange(len(rows)))
    hits = np.array([hit for row in rows for hit in row.hits])
    wanted = hits / np.add.reduceat(hits, starts)[pages]
    by_line, by_column = _products(table)

    def gradient(weights: np.ndarray) -> np.ndarray:
        scores = by_line(weights)
        raised = np.exp(scores - np.maximum.reduceat(scores, starts)[pages])
        return np.asarray(by_column(raised / np.add.reduceat(raised, starts)[pages] - wanted) + weights)

    return _descend(gradient, len(names), 300)


def _of_authors(rows: list[Row]) -> tuple[list[Row], np.ndarray]:
    """(pages to learn authors from, how much each candidate counts)."""
    # trafilatura's [] often means that nobody looked for an author
    rows = [row for row in rows if row.candidates and (row.gold or row.group != "trafilatura")]
    part = {"wcxb/forum": 0.3, "wcxb/article": 0.5}
    counts = [part.get(row.group.removesuffix(" without scripts"), 1.0) for row in rows for _ in row.hits]
    return rows, np.array(counts)


def fit_each(rows: list[Row], names: list[str]) -> np.ndarray:
    """Weights under which each candidate's own likelihood is right (a logistic regression)."""
    rows, counts = _of_authors(rows)
    table, _ = matrix(rows, names)
    hits = np.array([hit for row in rows for hit in row.hits])
    by_line, by_column = _products(table)

    def gradient(weights: np.ndarray) -> np.ndarray:
        likely = 1 / (1 + np.exp(-np.clip(by_line(weights), -30, 30)))
        return np.asarray(by_column(counts * (likely - hits)) + weights)

    return _descend(gradient, len(names), 400)


def fit(task: str, rows: list[Row], names: list[str]) -> np.ndarray:
    if task == "author":
        return fit_each(rows, names)
    return fit_choice(_fewer_without_day(rows) if task == "published" else rows, names)


def _fewer_without_day(rows: list[Row]) -> list[Row]:
    return [row for n, row in enumerate(rows) if row.gold or n % 10 < _NONE_SHARE]


def fit_trees(task: str, rows: list[Row], names: list[str]) -> Any:  # Any: catboost has no types
    """Boosted oblivious trees: the choice among a page's candidates, or each author on its own; None without catboost."""
    if task not in _BY_TREES:
        return None
    try:
        catboost = import_module("catboost")
    except ModuleNotFoundError:
        return None
    options = {**_TREES, "random_seed": 1, "thread_count": 1, "verbose": False, "allow_writing_files": False}
    if task == "author":
        rows, counts = _of_authors(rows)
        table, _ = matrix(rows, names)
        model = catboost.CatBoost({**options, "loss_function": "Logloss"})
        model.fit(catboost.Pool(table.astype(np.float32), [hit for row in rows for hit in row.hits], weight=counts))
        return model
    rows = [row for row in rows if row.candidates and any(row.hits)]
    table, pages = matrix(rows, names)
    model = catboost.CatBoost({**options, "loss_function": "QuerySoftMax"})
    model.fit(catboost.Pool(table.astype(np.float32), [hit for row in rows for hit in row.hits], group_id=pages))
    return model


def tree_arrays(task: str, model: Any, folder: Path) -> dict[str, np.ndarray]:  # Any: catboost has no types
    """The trees as archive/trees.py reads them."""
    file = folder / "metadata-trees.json"
    model.save_model(str(file), format="json")
    told = json.loads(file.read_text("utf-8"))
    file.unlink()
    trees = told["oblivious_trees"]
    depth = max(len(tree["splits"]) for tree in trees)
    columns, borders = (
        np.zeros((depth, len(trees)), dtype=np.int64),
        np.full((depth, len(trees)), np.inf, dtype=np.float32),
    )
    leaves = np.zeros((1, len(trees), 2**depth), dtype=np.float32)
    for number, tree in enumerate(trees):
        for level, split in enumerate(tree["splits"]):
            columns[level, number], borders[level, number] = split["float_feature_index"], split["border"]
        values = tree["leaf_values"]
        leaves[0, number] = np.tile(values, 2**depth // len(values))
    scale, bias = told.get("scale_and_bias", [1, [0]])
    return {
        f"{task}_columns": columns, f"{task}_borders": borders, f"{task}_leaves": leaves * scale,
        f"{task}_bias": np.array(bias if isinstance(bias, list) else [bias], dtype=np.float32),
    }  # fmt: skip


def evaluate(task: str, rows: list[Row], scores: np.ndarray) -> dict[str, list[float]]:
    """Counts by group: title [pages, strict, loose], published [pages, right], author [hits, claimed, wanted, wrong, none]."""
    counts: dict[str, list[float]] = defaultdict(lambda: [0.0] * 5)
    line = 0
    for row in rows:
        own = scores[line : line + len(row.candidates)]
        line += len(row.candidates)
        count = counts[row.group]
        if task == "author":
            chosen = choose_authors(row.candidates, list(own))
            claimed = set().union(*(row.keys[n] for n in chosen)) if chosen else set()
            if row.gold:
                count[0] += len(claimed & row.gold)
                count[1] += len(claimed)
                count[2] += len(row.gold)
            else:
                count[3] += bool(claimed)
                count[4] += 1
        elif row.gold:
            if task == "published":
                chosen_day = choose_day(row.candidates[:-1], list(own))
                best = -1 if chosen_day is None else chosen_day
            else:
                best = int(np.argmax(own)) if len(own) else -1
            count[0] += 1
            if task == "title":
                count[1] += best >= 0 and row.keys[best] == {"True"}
                count[2] += best >= 0 and row.loose[best]
            else:
                count[1] += best >= 0 and row.hits[best] > 0
    return counts


def report(task: str, title: str, counts: Mapping[str, list[float]]) -> str:
    lines = [f"\n### {task}: {title}\n"]
    if task == "author":
        lines += ["| pages | precision | recall | F1 | claimed where none |", "| --- | --- | --- | --- | --- |"]
    else:
        head = "| pages | n | exact | loose |" if task == "title" else "| pages | n | right day |"
        lines += [head, "|" + " --- |" * (head.count("|") - 1)]
    for group, (a, b, c, d, e) in sorted(counts.items()):
        if task == "author":
            spurious = f"{d:.0f} of {e:.0f}" if e else "-"
            if c >= 10 or e >= 10:
                lines.append(
                    f"| {group} | {a / max(b, 1):.3f} | {a / max(c, 1):.3f} | {2 * a / max(b + c, 1):.3f} | {spurious} |"
                )
        elif a >= 10:
            lines.append(f"| {group} | {a:.0f} | {b / a:.3f} |" + (f" {c / a:.3f} |" if task == "title" else ""))
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--models", type=Path, default=Path(__file__).parents[1] / "archive" / "models")
    args = parser.parse_args()
    everything = rows_of(args.data, load_score(args.data))
    linear: dict[str, dict[str, float]] = {}
    arrays: dict[str, np.ndarray] = {}
    columns: dict[str, list[str]] = {}
    text = _HEAD
    for task, rows in everything.items():
        known, held = [row for row in rows if not row.held_out], [row for row in rows if row.held_out]
        names = feature_names(known)
        table = {id(row): matrix([row], names)[0] for row in rows}
        text += crossed(task, known, names, table)
        weights, trees = fit(task, known, names), fit_trees(task, known, names)
        linear[task] = {n: round(float(w), 3) for n, w in zip(names, weights, strict=True) if abs(w) >= 0.005}
        text += report(task, "weights alone, held-out sites", evaluate(task, held, scored(held, table, weights)))
        if trees is not None:
            found = evaluate(task, held, scored(held, table, weights, trees))
            text += report(task, "weights and trees, held-out sites", found)
            arrays |= tree_arrays(task, trees, args.models)
            columns[task] = names
    told: dict[str, Any] = {"linear": linear, "columns": columns}
    (args.models / "metadata.json").write_text(json.dumps(told, indent=1, sort_keys=True) + "\n", "utf-8")
    if arrays:
        np.savez_compressed(args.models / "metadata.npz", **arrays)  # type: ignore[arg-type]  # stubs name no **
    (args.models / "metadata.md").write_text(text, "utf-8")
    print(text)


def scored(part: list[Row], table: dict[int, np.ndarray], weights: np.ndarray, trees: Any = None) -> np.ndarray:
    """One number for each candidate, as archive/evidence.py has it."""  # Any: catboost has no types
    stacked = np.vstack([table[id(row)] for row in part])
    linear = stacked @ weights
    return np.asarray(0.7 * trees.predict(stacked.astype(np.float32)) + 0.3 * linear if trees is not None else linear)


def crossed(task: str, known: list[Row], names: list[str], table: dict[int, np.ndarray]) -> str:
    """The report of a cross-validation by site."""
    sums: dict[str, dict[str, list[float]]] = {}
    for fold in range(_FOLDS):
        learned, left = [r for r in known if r.fold != fold], [r for r in known if r.fold == fold]
        weights, trees = fit(task, learned, names), fit_trees(task, learned, names)
        found = {"weights alone": evaluate(task, left, scored(left, table, weights))}
        if trees is not None:
            found["weights and trees"] = evaluate(task, left, scored(left, table, weights, trees))
        for kind, counts in found.items():
            added = sums.setdefault(kind, defaultdict(lambda: [0.0] * 5))
            for group, count in counts.items():
                added[group] = [x + y for x, y in zip(added[group], count, strict=True)]
    return "".join(report(task, f"{kind}, cross-validated by site", counts) for kind, counts in sums.items())


_HEAD = """# Metadata models: headline, day of publication, authors

Written by `benchmarks/train_metadata.py`. metadata.json holds the weights of the linear models, metadata.npz
boosted trees for headline and authors; archive/evidence.py reads both, and works with the weights alone. Learned from the development pages of
wcxb (annotations CC-BY-4.0), trafilatura (Apache-2.0) and postlight (MIT or Apache-2.0); the sites that
benchmarks/extraction.py holds out were not learned from. Figures are of the models alone, on candidates found by the
same code; groups of fewer than ten pages are left out.
"""


if __name__ == "__main__":
    main()
