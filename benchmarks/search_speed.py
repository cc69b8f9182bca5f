"""An archive in, how long searches of many kinds take out.

python benchmarks/generate_archive.py --pages 100000 --to /tmp/generated --rows
python benchmarks/search_speed.py /tmp/generated
"""

from __future__ import annotations

import argparse
import re
import statistics
import time
from collections import Counter
from pathlib import Path

from archive.search import read_query
from archive.store import Archive
from archive.store.searching import search


def queries(archive: Archive) -> list[str]:
    """Common and rare words, phrases, fields, and common words with fields, drawn from the archive's own text."""
    rows = archive.database.execute("SELECT headline, body_text FROM articles ORDER BY id LIMIT 100").fetchall()
    words = rows[0][1].split()
    use = Counter(word for row in rows for word in sorted(set(re.findall(r"[^\W\d_]+", row[1].lower()))))
    one, two, three = (word for word, _ in use.most_common(3))
    longest = max(words, key=len)
    by_use = archive.database.execute("SELECT name FROM people ORDER BY article_count DESC LIMIT 1").fetchone()[0]
    tag = archive.database.execute(
        """SELECT t.slug FROM tags t JOIN article_tags x ON x.tag_id = t.id GROUP BY t.id
        ORDER BY count(*) DESC, t.slug LIMIT 1"""
    ).fetchone()[0]
    first, middle, last = (
        archive.database.execute(
            """SELECT substr(date_published, 1, 10) FROM articles WHERE date_published IS NOT NULL
            ORDER BY date_published LIMIT 1 OFFSET (SELECT count(date_published) FROM articles) * ? / 100""",
            (part,),
        ).fetchone()[0]
        for part in (10, 50, 97)
    )
    return [
        words[0],
        " ".join(words[:2]),
        " ".join(words[3:6]),
        f'"{" ".join(words[2:5])}"',
        longest,
        f"{longest[:6]}*",
        f"title:{rows[1][0].split()[0]}",
        f"{words[0]} -{words[7]}",
        one,
        f"{one} {two} {three}",
        f'"{one} {two}"',
        f"{one[:3]}*",
        *(f"{one} {field}" for field in (f"after:{first}", f"after:{middle}", f"before:{middle}", f"after:{last}")),
        *(f"{words[20]} {field}" for field in (f"after:{middle}", f"after:{last}", f"tag:{tag}")),
        f"{one} tag:{tag}",
        f"{one} {two} {three} tag:{tag} before:{middle}",
        f'{one} author:"{by_use}"',
        f'author:"{by_use}"',
        f"tag:{tag}",
        f"tag:{tag} after:{middle}",
        f"in:comments {one}",
        f"in:comments {one} {two} {three} after:{middle}",
        f"in:comments {one} tag:{tag}",
        f'in:comments {one} author:"{by_use}"',
        f"in:articles after:{middle}",
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
            found = f"{_number(result.articles, result.has_more_articles)} articles"
            found += f", {_number(result.comments, result.has_more_comments)} comments"
            timing = f"{statistics.median(spent):7.1f} ms, {statistics.median(worked):7.1f} ms of processor time"
            print(f"{timing}, first {spent[0]:7.1f} ms  {words}: {found}")


def _number(count: int, has_more: bool) -> str:
    return f"over {count}" if has_more else str(count)


if __name__ == "__main__":
    main()
