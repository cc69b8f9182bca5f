"""Score the parsers in this process on annotated pages, development and held-out part apart.

    python benchmarks/extraction.py DATA-FOLDER [--dataset NAME]… [--part dev|held-out|all] [--save FILE]

DATA-FOLDER holds `*.jsonl.gz` and the `score.py` that defines the measures. A page is held out when the SHA-1 of
its site's host (its id where it names no site) falls in one of five buckets, so no site is in both parts. Look at
failures of the dev part only; the held-out part is for the figure.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

from archive.errors import OldfaceError
from archive.page_json import page_record
from archive.parse import parse_page


def load_score(folder: Path) -> ModuleType:
    """The data set's own score.py as a module."""
    spec = importlib.util.spec_from_file_location("score", folder / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def is_held_out(page: dict[str, Any]) -> bool:
    """Whether the page's site is in the held-out fifth."""
    host = (urlsplit(page.get("url") or "").hostname or page["id"]).removeprefix("www.")
    return hashlib.sha1(host.encode(), usedforsecurity=False).digest()[0] % 5 == 0


def runs(pages: Iterator[dict[str, Any]], part: str) -> Iterator[tuple[Any, ...]]:
    """(page, prediction, wall seconds, CPU seconds, raised) of each page of the part."""
    for page in pages:
        if part != "all" and is_held_out(page) != (part == "held-out"):
            continue
        wall, cpu = time.perf_counter(), time.process_time()
        try:
            prediction = page_record(parse_page(page["html"], url=page["url"] or "http://unknown.invalid/"))
            raised = 0
        except OldfaceError as error:
            prediction, raised = {"error": str(error)}, 1
        yield page, prediction, time.perf_counter() - wall, time.process_time() - cpu, raised


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--dataset", action="append", default=[])
    parser.add_argument("--part", choices=["dev", "held-out", "all"], default="dev")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--save", type=Path)
    args = parser.parse_args()
    score = load_score(args.data)
    files = [
        f for f in sorted(args.data.glob("*.jsonl.gz")) if not args.dataset or f.name.split("-dev")[0] in args.dataset
    ]
    pages = (p for f in files for i, p in enumerate(score.read_jsonl(f)) if i % args.every == 0)
    save = args.save.open("w", encoding="utf-8") if args.save else None
    groups, _wall, cpu = score.collect(runs(pages, args.part), save)
    if save:
        save.close()
    score.print_table(groups)
    ordered = sorted(cpu)
    print(
        f"{len(cpu)} pages, {len(cpu) / sum(cpu):.0f} pages a CPU second, "
        f"p50 {1000 * ordered[len(cpu) // 2]:.1f} ms, p99 {1000 * ordered[int(len(cpu) * 0.99)]:.1f} ms"
    )


if __name__ == "__main__":
    main()
