"""An archive in, how long searches of many kinds take out.

python benchmarks/generate_archive.py --pages 100000 --to /tmp/generated --rows
python benchmarks/search_speed.py /tmp/generated
"""

from __future__ import annotations

import argparse
import statistics
import time
from pathlib import Path

from archive.search import read_query
from archive.store import Archive
from archive.store.searching import search


def queries(archive: Archive) -> list[str]:
    """Common and rare words, phrases and fields, drawn from the archive's own text."""
    rows = archive.database.execute("SELECT headline, body_text FROM articles ORDER BY id LIMIT 3").fetchall()
    words = rows[0][1].split()
    by_use = archive.database.execute("SELECT name FROM people ORDER BY article_count DESC LIMIT 1").fetchone()[0]
    return [
        words[0],
        " ".join(words[:2]),
        " ".join(words[3:6]),
        f'"{" ".join(words[2:5])}"',
        max(words, key=len),
        f"{max(words, key=len)[:6]}*",
        f"title:{rows[1][0].split()[0]}",
        f"{words[0]} -{words[7]}",
        f'author:"{by_use}" {words[4]}',
        f'author:"{by_use}"',
        f"tag:cloud {words[0]} after:2010 before:2012",
        f"in:comments {words[0]}",
        "in:articles after:2015",
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args()
    with Archive(options.folder) as archive:
        print(f"{archive.count('articles')} articles, {archive.count('comments')} comments")
        for words in queries(archive):
            query = read_query(words)
            spent, worked = [], []
            for _ in range(options.times):
                started, working = time.perf_counter(), time.process_time()
                result = search(archive, query)
                spent.append((time.perf_counter() - started) * 1000)
                worked.append((time.process_time() - working) * 1000)
            found = f"{result.articles} articles, {result.comments} comments"
            timing = f"{statistics.median(spent):7.1f} ms, {statistics.median(worked):7.1f} ms of processor time"
            print(f"{timing}, first {spent[0]:7.1f} ms  {words}: {found}")


if __name__ == "__main__":
    main()
