"""A made-up blog in, pages a second from WARC to searchable rows out, with the peak of memory.

    python benchmarks/ingest_speed.py --pages 3000

Measures wall time of `oldface ingest` with two workers on pages of 60 KB, and, with --stages, how much processor
time each stage takes on one page. Memory is the sum over the process and its workers, sampled ten times a second.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from generate_archive import write_warcs
from processes import resident_bytes


def measure(warcs: Path, folder: Path, workers: int) -> tuple[float, int]:
    """(seconds, peak bytes) of one ingest."""
    program = "from archive.cli import main; main()"
    command = [sys.executable, "-c", program, "ingest", str(warcs), "--into", str(folder), "--workers", str(workers)]
    started = time.monotonic()
    peak = 0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            peak = max(peak, resident_bytes(process.pid))
            time.sleep(0.1)
    assert process.returncode == 0, process.returncode
    return time.monotonic() - started, peak


def stages(warcs: Path, folder: Path) -> dict[str, float]:
    """Milliseconds of processor time a page, by stage, in one process."""
    from archive import ingest as ingesting
    from archive import parse_archive, parse_tasks

    spent: dict[str, float] = {}

    def timed(module: object, name: str) -> None:
        function = getattr(module, name)

        def run(*arguments: object, **options: object) -> object:
            before = time.process_time()
            try:
                return function(*arguments, **options)
            finally:
                spent[name] = spent.get(name, 0.0) + time.process_time() - before

        setattr(module, name, run)

    for module, name in (
        (parse_archive, "parse_task"),
        (parse_archive, "_learn"),
        (parse_archive, "_put"),
        (parse_tasks, "_content"),
        (ingesting, "finish"),
    ):
        timed(module, name)
    before = time.process_time()
    summary = ingesting.ingest([warcs], into=folder, options=ingesting.IngestOptions(workers=0))
    spent["total"] = time.process_time() - before
    milliseconds = {name: seconds * 1000 / summary.pages_parsed for name, seconds in spent.items()}
    return {
        "read captures": milliseconds["total"] - milliseconds["finish"],
        "learn the site": milliseconds["_learn"],
        "read payloads": milliseconds["_content"],
        "parse to rows": milliseconds["parse_task"] - milliseconds["_content"],
        "write rows": milliseconds["_put"],
        "put together": milliseconds["finish"] - sum(milliseconds[n] for n in ("parse_task", "_learn", "_put")),
        "all": milliseconds["total"],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=3000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--warcs", type=Path, help="a folder of WARC files to use instead")
    parser.add_argument("--own-menus", action="store_true", help="other menu words on every page, as no site has")
    parser.add_argument("--stages", action="store_true", help="processor time by stage, in one process")
    options = parser.parse_args()
    work = Path(tempfile.mkdtemp(prefix="oldface-ingest-"))
    try:
        warcs = options.warcs or work / "warcs"
        if options.warcs is None:
            write_warcs(warcs, pages=options.pages, has_own_menus=options.own_menus)
        print(f"load {os.getloadavg()[0]:.1f}")
        if options.stages:
            for name, milliseconds in stages(warcs, work / "archive").items():
                print(f"{milliseconds:8.2f} ms a page  {name}")
            return
        seconds, peak = measure(warcs, work / "archive", options.workers)
        rate = options.pages / seconds
        print(f"{options.pages} pages in {seconds:.1f} s: {rate:.0f} a second, peak {peak / 1e6:.0f} MB")
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
