"""Time the whole parse of real pages in one process: CPU seconds, so that a busy machine does not matter much.

    python benchmarks/parse_speed.py DATA-FOLDER [--pages 300] [--longest 60000] [--stages] [--peer trafilatura]
        [--memory 10000]

Reads every n-th page of the wcxb files of DATA-FOLDER, of those of at most `--longest` characters. `--stages` tells
where the time goes, parser by parser. `--peer` runs trafilatura, resiliparse or bs4 (the tree alone) on the same pages
in the same run. `--memory N` parses N pages, over and over the same, and prints what the process holds, and its peak,
along the way.
"""

from __future__ import annotations

import argparse
import gzip
import json
import resource
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from archive import parse as whole
from archive.page import read_page
from archive.platforms import recognise
from archive.regions import Context, region_parsers
from archive.structured import read_structured_data

Pages = Sequence[tuple[str, str]]
"""(address, HTML)"""


def read_pages(folder: Path, count: int, longest: int | None = None) -> Pages:
    """`count` pages spread evenly over the wcxb files, `longest` characters at most."""
    pages: list[tuple[str, str]] = []
    for file in sorted(folder.glob("wcxb*.jsonl.gz")):
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            for line in lines:
                source = json.loads(line)
                if longest is None or len(source["html"]) <= longest:
                    pages.append((source["url"] or "http://unknown.invalid/", source["html"]))
    step = max(len(pages) // count, 1)
    return pages[::step][:count]


def held_bytes() -> int:
    """What the process holds in memory now; 0 where the system does not tell (it tells on Linux)."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except OSError:
        return 0
    return pages * resource.getpagesize()


def peers() -> dict[str, Callable[[str, str], object]]:
    """What a page can be given to, by name; imported only when asked for."""

    def oldface(url: str, html: str) -> object:
        return whole.parse_page(html, url=url)

    def trafilatura(url: str, html: str) -> object:
        from trafilatura import bare_extraction

        return bare_extraction(html, url=url, with_metadata=True)

    def resiliparse(_: str, html: str) -> object:
        from resiliparse.extract.html2text import extract_plain_text

        return extract_plain_text(html, main_content=True)

    def bs4(_: str, html: str) -> object:
        from bs4 import BeautifulSoup

        return BeautifulSoup(html, "lxml")

    return {"oldface": oldface, "trafilatura": trafilatura, "resiliparse": resiliparse, "bs4": bs4}


def timed(run: Callable[[str, str], object], pages: Pages) -> list[float]:
    """CPU seconds of each page, the first few having warmed up."""
    for url, html in pages[:10]:
        run(url, html)
    found = []
    for url, html in pages:
        start = time.process_time()
        run(url, html)
        found.append(time.process_time() - start)
    return found


def report(name: str, seconds: Sequence[float]) -> str:
    ordered = sorted(seconds)
    return (
        f"{name:14} {len(seconds) / sum(seconds):7.1f} pages/CPU s   p50 {1000 * ordered[len(ordered) // 2]:6.1f} ms   "
        f"p99 {1000 * ordered[int(len(ordered) * 0.99)]:6.1f} ms   max {1000 * ordered[-1]:6.1f} ms"
    )


def stages(pages: Pages) -> Iterator[tuple[str, float]]:
    """(stage, CPU milliseconds a page) of each parser, the slowest first."""
    spent: dict[str, float] = defaultdict(float)

    def count(name: str, start: float) -> None:
        spent[name] += time.process_time() - start

    for url, html in pages:
        start = time.process_time()
        page = read_page(html, url=url)
        count("page", start)
        start = time.process_time()
        recognised = recognise(page)
        count("recognise", start)
        start = time.process_time()
        context = Context(page, read_structured_data(page), platform=recognised.platform if recognised else None)
        count("structured", start)
        for name, read in region_parsers():
            start = time.process_time()
            context = replace(context, found=(*context.found, read(context)))
            count("regions/" + name, start)
        start = time.process_time()
        whole.assemble(context)
        count("assemble", start)
    yield from sorted(((n, 1000 * s / len(pages)) for n, s in spent.items()), key=lambda row: -row[1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--longest", type=int)
    parser.add_argument("--stages", action="store_true")
    parser.add_argument("--peer", action="append", default=[])
    parser.add_argument("--memory", type=int)
    args = parser.parse_args()
    pages = read_pages(args.data, args.pages, args.longest)
    print(f"{len(pages)} pages of {sum(len(html) for _, html in pages) // len(pages) // 1000} kB")
    if args.stages:
        for name, milliseconds in stages(pages):
            print(f"{name:28} {milliseconds:7.2f} ms")
    for name in ["oldface", *args.peer]:
        print(report(name, timed(peers()[name], pages)), flush=True)
    for number in range(args.memory or 0):
        url, html = pages[number % len(pages)]
        whole.parse_page(html, url=url)
        if number % 1000 == 999:
            print(
                f"{number + 1:6} pages  holds {held_bytes() / 2**20:.0f} MiB  "
                f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB",
                flush=True,
            )


if __name__ == "__main__":
    main()
