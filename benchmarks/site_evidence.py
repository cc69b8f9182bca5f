"""Score pages read alone against the same pages read with their site as evidence.

    python benchmarks/site_evidence.py DATA-FOLDER [--dataset NAME]… [--fewest N]

Takes the annotated pages (see extraction.py) of sites with at least N pages, learns each site from all of its pages
there, and prints the body's word F1 both ways, over the pages and over those that changed.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from extraction import load_score

from archive.errors import OldfaceError
from archive.page import read_page
from archive.parse import parse_page
from archive.site_templates import learn_site, observe


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--dataset", action="append", default=[])
    parser.add_argument("--fewest", type=int, default=4)
    parser.add_argument("--show", action="store_true", help="print each page that changed")
    args = parser.parse_args()
    score = load_score(args.data)
    sites: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for file in sorted(args.data.glob("*.jsonl.gz")):
        if args.dataset and file.name.split("-dev")[0] not in args.dataset:
            continue
        for page in score.read_jsonl(file):
            if page["url"] and page["gold"]["body_text"] is not None:
                sites[(urlsplit(page["url"]).hostname or "").removeprefix("www.")].append(page)
    many = {site: pages for site, pages in sites.items() if len(pages) >= args.fewest}
    alone: list[float] = []
    together: list[float] = []
    changed: list[tuple[float, float, str]] = []
    for pages in many.values():
        evidence = learn_site(observe(read_page(page["html"], url=page["url"])) for page in pages)
        for page in pages:
            try:
                one = body_of(page, None)
                other = body_of(page, evidence)
            except OldfaceError:
                continue
            gold = page["gold"]["body_text"]
            before, after = word_f1(one, gold), word_f1(other, gold)
            alone.append(before)
            together.append(after)
            if one != other:
                changed.append((before, after, page["url"]))
    print(f"{len(many)} sites, {len(alone)} pages")
    print(f"body word F1   alone {mean(alone):.4f}   with the site {mean(together):.4f}")
    print(
        f"changed pages  {len(changed)}: better {sum(a > b for b, a, _ in changed)}, "
        f"worse {sum(a < b for b, a, _ in changed)}, "
        f"alone {mean([b for b, _, _ in changed]):.4f}, with the site {mean([a for _, a, _ in changed]):.4f}"
    )
    if args.show:
        for before, after, url in sorted(changed, key=lambda c: c[1] - c[0]):
            print(f"{before:.3f} -> {after:.3f} {url}")


def body_of(page: dict[str, Any], evidence: Any) -> str:
    parsed = parse_page(page["html"], url=page["url"], site=evidence)
    return parsed.body.text if parsed.body else ""


def mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def word_f1(one: str, gold: str) -> float:
    """F1 of the two texts' words as bags, as score.py has it."""
    a, b = Counter(one.lower().split()), Counter(gold.lower().split())
    shared = sum((a & b).values())
    if not shared:
        return float(not a and not b)
    return 2 * shared / (sum(a.values()) + sum(b.values()))


if __name__ == "__main__":
    main()
