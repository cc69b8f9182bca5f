"""Page and text blocks in, one row of numbers a block out: what the body model looks at.

Nothing here knows a site. The words of class names and of texts come in through a WordTable, which training fills.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from archive.model import Page
from archive.regions.body_blocks import Blocks

__all__ = ["FEATURES", "WordTable", "block_words", "element_names", "features_of"]

Numbers = NDArray[np.float32]
Integers = NDArray[np.int64]

_LEVELS = 6
"""How many elements above a block are looked at, its own block element included."""


@dataclass(frozen=True, slots=True)
class WordTable:
    """How much more body there is where a word stands, learned from many sites; words not in it say nothing."""

    names: Mapping[str, float]
    """By word of class, id, role and the like, as element_names gives them."""
    words: Mapping[str, float]
    """By word of the text, as block_words gives them."""


# --- words --------------------------------------------------------------------------------------------------------

_PART = re.compile(r"[A-Z]?[a-z]{2,}|[A-Z]{2,}")
_NAMING = ("class", "id", "role", "itemprop", "itemtype", "data-testid", "aria-label", "data-component", "property")
_TOKEN_LIMIT = 12
_names_seen: dict[str, tuple[str, ...]] = {}
_MOST_NAMES = 100_000


def element_names(tag: str, attributes: Mapping[str, str]) -> tuple[str, ...]:
    """The words that an element is named by: whole class tokens, and the words inside them marked '*'."""
    key = tag
    for name in _NAMING:
        value = attributes.get(name)
        if value:
            key += "\n" + value[:200]
    found = _names_seen.get(key)
    if found is None:
        if len(_names_seen) >= _MOST_NAMES:
            _names_seen.clear()
        found = _names_seen[key] = _split_names(key)
    return found


def _split_names(key: str) -> tuple[str, ...]:
    tag, *values = key.split("\n")
    words: dict[str, None] = {f"<{tag}>": None}
    for value in values:
        for token in value.split()[:_TOKEN_LIMIT]:
            words[token.lower().rpartition("/")[2]] = None
            for part in _PART.findall(token):
                words["*" + part.lower()] = None
    return tuple(words)


_WORD = re.compile(r"[^\W\d_]+")
_MOST_WORDS = 40


def block_words(text: str) -> list[str]:
    """The words of a block's beginning and end, lower case, without digits."""
    words = _WORD.findall(text[:400].lower())
    return words[:_MOST_WORDS]


# --- features -----------------------------------------------------------------------------------------------------

_FLAG_TAGS = (
    "nav", "aside", "footer", "header", "article", "main", "section", "form", "table", "ul", "ol", "figure", "blockquote",
    "button", "label", "details", "dialog", "dl", "pre", "a", "figcaption", "code", "strong", "em",
)  # fmt: skip
_FLAG_BITS = {tag: 1 << bit for bit, tag in enumerate(_FLAG_TAGS)}
_FLAG_BITS |= {"b": _FLAG_BITS["strong"], "i": _FLAG_BITS["em"], "menu": _FLAG_BITS["ul"]}
_KINDS = {"p": 1, "li": 2, "td": 3, "th": 3, "div": 4, "dd": 5, "dt": 5, "pre": 6, "blockquote": 7, "figcaption": 8}
_KINDS |= {"section": 9, "article": 9, "main": 9, "body": 10, "summary": 11, "caption": 12, "ul": 13, "ol": 13, "a": 14}
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_PRICE = re.compile(r"[$€£¥₹]\s?\d|\d\s?(?:[$€£¥₹]|USD|EUR|GBP)")


def features_of(page: Page, blocks: Blocks, table: WordTable) -> Numbers:
    """One row a block, one column a name of FEATURES."""
    columns = _columns(page, blocks, table)
    return np.column_stack([np.asarray(values, dtype=np.float32) for values in columns.values()])


def _columns(page: Page, blocks: Blocks, table: WordTable) -> dict[str, NDArray[np.generic]]:
    columns: dict[str, NDArray[np.generic]] = {}
    text = _text_columns(page, blocks, table)
    columns |= text
    tree = _Tree(page, blocks, text)
    columns |= _place_columns(page, blocks, tree)
    columns |= _element_columns(page, tree, table)
    columns |= _neighbour_columns(columns, tree)
    columns |= _heading_columns(columns)
    columns |= _page_columns(page, blocks, columns, tree)
    return columns


def _text_columns(page: Page, blocks: Blocks, table: WordTable) -> dict[str, NDArray[np.generic]]:
    words_known = table.words
    rows: list[tuple[float, ...]] = []
    title = _title_words(page)
    seen: dict[str, int] = {}
    for text in blocks.texts:
        seen[text] = seen.get(text, 0) + 1
    met: dict[str, int] = {}
    for text, linked in zip(blocks.texts, blocks.link_characters, strict=True):
        length = len(text)
        words = block_words(text)
        known = [words_known[w] for w in words if w in words_known]
        before = met.get(text, 0)
        met[text] = before + 1
        letters = text[:300]
        spaces = text.count(" ")
        overlap = len(title.intersection(words)) / (len(title) + 1) if title and length < 300 else 0.0
        rows.append((
            length, spaces + 1, linked, len(letters) / (letters.count(" ") + 1),
            text.count(","), text.count(".") + text.count("!") + text.count("?") + text.count("。"),
            text[-1:] in ".!?…。！？”\"'’»)", text[-1:] == ":", text[:1].islower(),
            sum(map(str.isupper, letters)) / (len(letters) + 1), sum(map(str.isdigit, letters)) / (len(letters) + 1),
            text.count("|") + text.count("·") + text.count("•") + text.count("/"), "©" in text,
            "@" in text, _PRICE.search(letters) is not None, text[:1] in "»«›‹→←<>+×✕",
            sum(known) / len(known) if known else 0.0, min(known, default=0.0), max(known, default=0.0),
            known[0] if known else 0.0, len(known) / (len(words) + 1), overlap, before, seen[text] - before - 1,
        ))  # fmt: skip
    names = (
        "characters", "words", "linked", "word_length", "commas", "stops", "ends_sentence", "ends_colon", "starts_lower",
        "upper", "digits", "separators", "copyright", "at_sign", "price", "starts_arrow", "word_mean", "word_min", "word_max",
        "word_first", "word_known", "title_overlap", "copies_before", "copies_after",
    )  # fmt: skip
    array = np.array(rows, dtype=np.float64).reshape(-1, len(names))
    columns: dict[str, NDArray[np.generic]] = {name: array[:, i] for i, name in enumerate(names)}
    columns["link_density"] = array[:, 2] / np.maximum(array[:, 0], 1)
    return columns


def _title_words(page: Page) -> frozenset[str]:
    for node, tag in enumerate(page.tags):
        if tag == "title":
            words = "".join(page.texts[node : page.ends[node]])[:300].lower()
            return frozenset(w for w in _WORD.findall(words) if len(w) > 2)
        if tag == "body":
            break
    return frozenset()


class _Tree:
    """The page's tree as arrays, and sums of the blocks' text over any element."""

    def __init__(self, page: Page, blocks: Blocks, text: Mapping[str, NDArray[np.generic]]) -> None:
        self.parents = np.array(page.parents, dtype=np.int64)
        self.ends = np.array(page.ends, dtype=np.int64)
        self.depths = np.array(page.depths, dtype=np.int64)
        self.around = np.array(blocks.parents, dtype=np.int64)
        self.first = np.array([nodes[0] for nodes in blocks.nodes], dtype=np.int64)
        self.innermost = self.parents[self.first]
        self.above = [self.around]
        for _ in range(_LEVELS - 1):
            self.above.append(np.maximum(self.parents[self.above[-1]], 0))
        characters = np.asarray(text["characters"])
        linked = np.asarray(text["linked"])
        long = (characters > 80) & (linked < characters / 3)
        self.sums = {
            "characters": _running(characters),
            "linked": _running(linked),
            "blocks": _running(np.ones(len(characters))),
            "long": _running(np.where(long, characters, 0)),
        }
        self.begin = np.searchsorted(self.first, np.arange(len(self.parents)), side="left")
        self.stop = np.searchsorted(self.first, self.ends, side="left")

    def below(self, what: str, elements: Integers) -> NDArray[np.float64]:
        """Sum over the blocks that begin inside each element."""
        sums = self.sums[what]
        return np.asarray(sums[self.stop[elements]] - sums[self.begin[elements]])


def _running(values: NDArray[np.generic]) -> NDArray[np.float64]:
    return np.concatenate(([0.0], np.cumsum(np.asarray(values, dtype=np.float64))))


def _place_columns(page: Page, blocks: Blocks, tree: _Tree) -> dict[str, NDArray[np.generic]]:
    """Where each block stands: tags around it, sizes of what is around it, place on the page."""
    tags = page.tags
    columns: dict[str, NDArray[np.generic]] = {}
    flags: list[int] = []
    for tag, above in zip(tags, page.parents, strict=True):
        inherited = flags[above] if above >= 0 else 0
        bit = _FLAG_BITS.get(tag)
        flags.append(inherited | bit if bit else inherited)
    bits = np.array([flags[n] for n in tree.first.tolist()], dtype=np.int64)
    for place, name in enumerate(_FLAG_TAGS):
        columns[f"in_{name}"] = (bits >> place) & 1
    columns["kind"] = np.array([_KINDS.get(tags[n], 0) for n in blocks.parents])
    columns["heading"] = np.array([_HEADINGS.get(tags[n], 0) for n in blocks.parents])
    columns["inline_depth"] = tree.depths[tree.innermost] - tree.depths[tree.around]
    columns["nodes"] = np.array([len(nodes) for nodes in blocks.nodes])
    columns["depth"] = tree.depths[tree.around]
    total = max(float(tree.sums["characters"][-1]), 1.0)
    everything = float(tree.sums["blocks"][-1])
    repeats = _repeats(page, tree)
    for level, elements in enumerate(tree.above):
        characters = tree.below("characters", elements)
        count = np.maximum(tree.below("blocks", elements), 1)
        if level:
            columns[f"characters_{level}"] = characters
            columns[f"blocks_{level}"] = count
            columns[f"link_density_{level}"] = tree.below("linked", elements) / np.maximum(characters, 1)
            columns[f"share_{level}"] = characters / total
            columns[f"mean_{level}"] = characters / count
            columns[f"long_{level}"] = tree.below("long", elements) / np.maximum(characters, 1)
        columns[f"repeats_{level}"] = repeats[elements]
    columns["most_repeats"] = np.max([repeats[elements] for elements in tree.above], axis=0)
    place = np.arange(len(blocks.nodes), dtype=np.float64)
    columns["place"] = place / everything
    columns["from_end"] = everything - place
    columns["from_start"] = place
    columns["text_before"] = tree.sums["characters"][:-1] / total
    long_total = max(float(tree.sums["long"][-1]), 1.0)
    columns["long_before"] = tree.sums["long"][:-1] / long_total
    columns["long_after"] = 1 - tree.sums["long"][1:] / long_total
    mass = tree.sums["long"][tree.stop] - tree.sums["long"][tree.begin]
    for share in (0.4, 0.6, 0.8):
        holders = np.flatnonzero(mass >= share * long_total)
        container = int(holders[-1]) if len(holders) else 0
        inside = (tree.first >= container) & (tree.first < tree.ends[container])
        columns[f"in_container_{share}"] = inside
        columns[f"below_container_{share}"] = tree.depths[tree.around] - int(tree.depths[container])
        columns[f"container_share_{share}"] = np.full(
            len(place), float(tree.below("characters", np.array([container]))[0]) / total
        )
    return columns


def _repeats(page: Page, tree: _Tree) -> Integers:
    """For each node, how many children of its parent have its tag and class (itself included)."""
    signatures: dict[tuple[int, str, str | None], int] = {}
    keys: list[int] = []
    for tag, above, attributes in zip(page.tags, page.parents, page.attributes, strict=True):
        signature = (above, tag, attributes.get("class") if attributes else None)
        keys.append(signatures.setdefault(signature, len(signatures)))
    array = np.array(keys, dtype=np.int64)
    return np.bincount(array, minlength=len(signatures))[array]


def _element_columns(page: Page, tree: _Tree, table: WordTable) -> dict[str, NDArray[np.generic]]:
    """What the names of the elements around each block say."""
    known = table.names
    size = len(page.tags)
    sums = np.zeros(size, dtype=np.float32)
    lows = np.zeros(size, dtype=np.float32)
    highs = np.zeros(size, dtype=np.float32)
    needed = np.flatnonzero(tree.stop > tree.begin)
    tags, attributes = page.tags, page.attributes
    for node in needed.tolist():
        values = _known_names(tags[node], attributes[node], known)
        if values is not None:
            sums[node], lows[node], highs[node] = values
    paths = np.zeros((size, 5), dtype=np.float32)  # lowest, highest, sum, nearest, fading sum
    order = needed[np.argsort(tree.depths[needed], kind="stable")]
    depths = tree.depths[order]
    borders = np.flatnonzero(np.diff(depths)) + 1
    for nodes in np.split(order, borders):
        above = np.maximum(tree.parents[nodes], 0)
        inherited = paths[above]
        own = sums[nodes]
        paths[nodes, 0] = np.minimum(inherited[:, 0], lows[nodes])
        paths[nodes, 1] = np.maximum(inherited[:, 1], highs[nodes])
        paths[nodes, 2] = inherited[:, 2] + own
        paths[nodes, 3] = np.where(np.abs(own) > 0.3, own, inherited[:, 3])
        paths[nodes, 4] = 0.7 * inherited[:, 4] + own
    columns: dict[str, NDArray[np.generic]] = {}
    for place, name in enumerate(("lowest", "highest", "sum", "nearest", "fading")):
        columns[f"name_{name}"] = paths[tree.innermost, place]
    columns["name_inline"] = sums[tree.innermost]
    for level, elements in enumerate(tree.above):
        columns[f"name_{level}"] = sums[elements]
    for level in (1, 3):
        for place, name in enumerate(("lowest", "highest")):
            columns[f"name_{name}_{level}"] = paths[tree.above[level], place]
    return columns


def _known_names(
    tag: str, attributes: Mapping[str, str], known: Mapping[str, float]
) -> tuple[float, float, float] | None:
    values = [known[name] for name in element_names(tag, attributes) if name in known]
    if not values:
        return None
    return sum(values) / len(values) ** 0.5, min(values), max(values)


_NEIGHBOUR_COLUMNS = (
    "characters",
    "link_density",
    "word_mean",
    "heading",
    "kind",
    "name_fading",
    "repeats_1",
    "ends_sentence",
)


def _neighbour_columns(columns: Mapping[str, NDArray[np.generic]], tree: _Tree) -> dict[str, NDArray[np.generic]]:
    found: dict[str, NDArray[np.generic]] = {}
    count = len(tree.first)
    for shift in (-2, -1, 1, 2):
        index = np.arange(count) + shift
        outside = (index < 0) | (index >= count)
        index = np.clip(index, 0, count - 1)
        for name in _NEIGHBOUR_COLUMNS:
            found[f"{name}@{shift}"] = np.where(outside, -1, np.asarray(columns[name])[index])
        found[f"same_around@{shift}"] = tree.above[1][index] == tree.above[1]
    for width in (3, 8):
        for name in ("characters", "linked", "stops"):
            running = _running(np.asarray(columns[name]))
            low = np.clip(np.arange(count) - width, 0, count)
            high = np.clip(np.arange(count) + width + 1, 0, count)
            found[f"{name}~{width}"] = running[high] - running[low]
        found[f"link_density~{width}"] = found[f"linked~{width}"] / np.maximum(found[f"characters~{width}"], 1)
    return found


def _heading_columns(columns: Mapping[str, NDArray[np.generic]]) -> dict[str, NDArray[np.generic]]:
    """What the last heading before each block says, and how far it and the page's first <h1> are."""
    heading = np.asarray(columns["heading"])
    place = np.arange(len(heading))
    last = np.maximum.accumulate(np.where(heading > 0, place, -1))
    known = last >= 0
    index = np.maximum(last, 0)
    found: dict[str, NDArray[np.generic]] = {
        "heading_level": np.where(known, heading[index], 0),
        "heading_distance": np.where(known, place - last, 999),
        "heading_word_mean": np.where(known, np.asarray(columns["word_mean"])[index], 0.0),
        "heading_word_min": np.where(known, np.asarray(columns["word_min"])[index], 0.0),
        "heading_link": np.where(known, np.asarray(columns["link_density"])[index], 0.0),
    }
    firsts = np.flatnonzero(heading == 1)
    title = int(firsts[0]) if len(firsts) else -1
    overlap = np.asarray(columns["title_overlap"])
    if title < 0 and overlap.max(initial=0.0) > 0.3:
        title = int(overlap.argmax())
    found["after_title"] = place - title if title >= 0 else np.full(len(place), -999)
    last_title = int(firsts[-1]) if len(firsts) else -1
    found["after_last_title"] = place - last_title if last_title >= 0 else np.full(len(place), -999)
    return found


def _page_columns(
    page: Page, blocks: Blocks, columns: Mapping[str, NDArray[np.generic]], tree: _Tree
) -> dict[str, NDArray[np.generic]]:
    """What is the same for all blocks of the page."""
    count = len(blocks.texts)
    characters = np.asarray(columns["characters"])
    linked = np.asarray(columns["linked"])
    total = max(float(characters.sum()), 1.0)
    long = float(tree.sums["long"][-1])
    heading = np.asarray(columns["heading"])
    path = urlsplit(page.url).path if "[" not in page.url else ""
    parts = [part for part in path.split("/") if part]
    last = parts[-1] if parts else ""
    values: dict[str, float] = {
        "page_blocks": count,
        "page_characters": total,
        "page_link_density": float(linked.sum()) / total,
        "page_long": long,
        "page_long_share": long / total,
        "page_long_blocks": float(((characters > 80) & (linked < characters / 3)).sum()),
        "page_h1": float((heading == 1).sum()),
        "page_h2": float((heading == 2).sum()),
        "page_h3": float((heading == 3).sum()),
        "page_articles": float(np.count_nonzero(np.diff(np.asarray(columns["in_article"]).astype(np.int64)) == 1)),
        "page_prices": float(np.asarray(columns["price"]).sum()),
        "page_copies": float(np.asarray(columns["copies_before"]).astype(bool).sum()) / max(count, 1),
        "page_in_main": float((characters * np.asarray(columns["in_main"])).sum()) / total,
        "page_in_article": float((characters * np.asarray(columns["in_article"])).sum()) / total,
        "page_in_table": float((characters * np.asarray(columns["in_table"])).sum()) / total,
        "page_in_pre": float((characters * np.asarray(columns["in_pre"])).sum()) / total,
        "page_repeats": float(np.asarray(columns["most_repeats"]).max(initial=0)),
        "page_word_mean": float((characters * np.asarray(columns["word_mean"])).sum()) / total,
        "page_name_mean": float((characters * np.asarray(columns["name_fading"])).sum()) / total,
        "url_parts": len(parts),
        "url_last_length": len(last),
        "url_hyphens": last.count("-") + last.count("_"),
        "url_digits": sum(map(str.isdigit, path)),
        "url_is_root": float(not parts),
    }
    return {name: np.full(count, value) for name, value in values.items()}


def feature_names() -> tuple[str, ...]:
    """Names of the columns, in order."""
    page = Page("http://a/", "http://a/", ["html", "#text"], [-1, 0], [2, 2], [0, 1], [{}, {}], ["", "a"], [1])
    return tuple(_columns(page, Blocks([[1]], [0], ["a"], [0]), WordTable({}, {})))


FEATURES: Sequence[str] = feature_names()
