"""The demo: starts the blog, runs the crawl as anybody would, and reads from the archive what to print.

The blog belongs to the crawler and is another program to us, as any site is: it runs as a process of its own.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from archive.errors import BadInput, OldfaceError
from archive.store import Archive

__all__ = ["SEED_PATH", "run_demo", "seed_parts", "serve_demo_blog", "summary"]

SEED_PATH = "/gov/blog/2014/02/26/vision-mexicos-future"


def serve_demo_blog(*, port: int) -> None:
    """Keeps the demo blog up until interrupted."""
    console = Console(stderr=True)
    # Whoever ends us ends the blog, too: SIGTERM is taken as Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with _demo_blog(port) as origin:
            console.print(f"The demo blog is at [bold]{origin}[/] (Ctrl-C stops it)")
            while True:
                time.sleep(3600)
    except KeyboardInterrupt:
        console.print("Stopped.")


def run_demo(folder: Path, *, port: int) -> None:
    """Crawls the demo blog into `folder` and prints what was found."""
    # A log file has no width of its own.
    console = Console(width=None if sys.stdout.isatty() else 120)
    started = time.monotonic()
    with _demo_blog(port) as origin:
        console.print(f"The demo blog is up at {origin}; crawling it as [bold]oldface crawl[/] would any site.")
        # The blog is our own and on this machine: no need to be slow with it.
        command = ["crawl", origin, "--into", str(folder), "--delay", "0"]
        status = subprocess.run([sys.executable, "-m", "archive.cli", *command], check=False).returncode
    if status:
        raise OldfaceError(
            f"The crawl of the demo blog ended with status {status}",
            next_step="Read its last lines above; running 'oldface demo' again goes on where it stopped.",
        )
    with Archive(folder) as archive:
        console.print(_counts_table(archive, seconds=time.monotonic() - started))
        console.print(_seed_table(archive, origin.rstrip("/") + SEED_PATH))
    seed = origin.rstrip("/") + SEED_PATH
    console.print(
        "\nTry next:\n"
        f"  [bold]oldface serve {folder}[/]\n"
        f"  [bold]oldface search mexico --from {folder}[/]\n"
        f"  [bold]oldface regions {seed} --from {folder}[/]\n",
        highlight=False,
        soft_wrap=True,
    )


@contextmanager
def _demo_blog(port: int) -> Iterator[str]:
    """The demo blog as a process of its own while the context is open; gives its address."""
    process = subprocess.Popen(
        [sys.executable, "-m", "crawler.demo_blog", str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        origin = process.stdout.readline().strip() if process.stdout else ""
        if not origin:
            last = (process.stderr.read().strip().splitlines() if process.stderr else []) or ["it said nothing"]
            raise BadInput(f"The demo blog did not start on port {port}: {last[-1]}", next_step="Give another --port.")
        yield origin
    finally:
        process.terminate()
        process.wait()
        for stream in (process.stdout, process.stderr):
            if stream:
                stream.close()


def summary(archive: Archive) -> list[tuple[str, int]]:
    """(what, how many) of what the archive holds."""
    return [
        ("pages", archive.count("pages")),
        ("articles", archive.count("articles")),
        ("people", archive.count("people")),
        ("comments", archive.count("comments")),
        ("notices", archive.count("notices")),
        ("WARC records", _one(archive, "SELECT coalesce(sum(record_count), 0) FROM warc_files")),
    ]


def seed_parts(archive: Archive, url: str) -> list[tuple[str, str, str]]:
    """(part, what it says, where it stands) of the seed page, each read from its own table."""
    article = archive.article(url)
    parse_id = _one(archive, "SELECT parse_id FROM articles WHERE id = ?", article.id)
    parts: list[tuple[str, str, str]] = []
    for kind, text, path in _rows(
        archive, "SELECT kind, text, node_path FROM notices WHERE parse_id = ? ORDER BY position", parse_id
    ):
        parts.append((f"notice: {kind.replace('_', ' ')}", text, path))
    parts.append(("title", article.headline or "", _path(archive, parse_id, "title")))
    for label, href, path in _rows(
        archive,
        "SELECT label, href, node_path FROM navigation WHERE parse_id = ? AND kind = 'utility' ORDER BY position",
        parse_id,
    ):
        parts.append(("utility link", f"{label} → {href}", path))
    for address in article.addresses:
        if address.relation == "print":
            parts.append(("print version", address.url, address.evidence))
    for asset in article.assets:
        if asset.caption:
            parts.append(("figure caption", asset.caption, asset.node_path or ""))
    for byline in article.bylines:
        role = ", ".join(part for part in (byline.role, byline.organisation) if part)
        guest = "guest author" if byline.is_guest else byline.relation
        parts.append((guest, f"{byline.name}{f' ({role})' if role else ''}", byline.node_path or byline.source))
    paragraphs = article.body_text.split("\n\n")
    parts.append(
        ("body", f"{len(paragraphs)} paragraphs, {article.word_count} words", _path(archive, parse_id, "body"))
    )
    parts.append(("comment status", article.comment_status or "", article.comment_notice or ""))
    for comment in article.comments:
        said = f"{comment.subject or ''}: {comment.text}"
        parts.append((f"comment by {comment.author_name} ({comment.author_source})", said, comment.node_path or ""))
    return parts


def _path(archive: Archive, parse_id: int, region: str) -> str:
    sql = "SELECT node_path FROM segments WHERE parse_id = ? AND region = ? ORDER BY position LIMIT 1"
    return next((str(row[0]) for row in _rows(archive, sql, parse_id, region)), "")


def _rows(archive: Archive, sql: str, *parameters: object) -> list[tuple[str, ...]]:
    return list(archive.database.execute(sql, list(parameters)).fetchall())


def _one(archive: Archive, sql: str, *parameters: object) -> int:
    return int(_rows(archive, sql, *parameters)[0][0])


def _shortened(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 110 else flat[:109] + "…"


def _end_of_path(place: str) -> str:
    """The last steps of an XPath: enough to find it by eye; `oldface regions` shows all of it."""
    steps = place.split("/")
    return place if not place.startswith("/") or len(steps) < 6 else "…/" + "/".join(steps[-4:])


def _counts_table(archive: Archive, *, seconds: float) -> Table:
    table = Table(title="What the archive holds", title_justify="left")
    for what, _ in summary(archive):
        table.add_column(what, justify="right")
    table.add_column("seconds", justify="right")
    table.add_row(*(str(count) for _, count in summary(archive)), f"{seconds:.1f}")
    return table


def _seed_table(archive: Archive, url: str) -> Table:
    table = Table(title=f"Where each part of the seed page went: {url}", title_justify="left")
    table.add_column("part")
    table.add_column("what it says", ratio=2, overflow="fold")
    table.add_column("where it stands", ratio=1, overflow="fold")
    for part, text, place in seed_parts(archive, url):
        table.add_row(part, escape(_shortened(text)), escape(_shortened(_end_of_path(place))))
    return table
