"""Options of oldface ingest in, the run with its progress and summary on the terminal out."""

from __future__ import annotations

import dataclasses
import json
import os
import select
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from archive.ingest import IngestOptions, IngestSummary, ingest
from archive.ingest import Progress as Reached
from archive.ingest import follow as follow_crawl

__all__ = ["print_summary", "run_ingest"]

_REASONS = {
    "evidence": "what the pages of their site tell together has changed",
    "parsers": "another version of the parsers had read them",
    "profile": "the profiles of their site have changed",
}
_SITES_NAMED = 3


def run_ingest(
    paths: Sequence[Path], folder: Path, options: IngestOptions, *, follow: bool, as_json: bool
) -> IngestSummary:
    """Ingests, with progress on stderr and the summary on stdout."""
    with _progress() as report:
        summary = ingest(paths, into=folder, options=options, progress=report) if not follow else None
        if summary is None:
            summary = follow_crawl(folder, options=options, progress=report, has_ended=input_is_closed)
    if as_json:
        click.echo(json.dumps(dataclasses.asdict(summary), ensure_ascii=False, sort_keys=True))
    else:
        print_summary(summary, folder)
    return summary


@contextmanager
def _progress() -> Iterator[Callable[[Reached], None]]:
    """A bar with rate and time left on a terminal; nothing elsewhere."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _: None
        return
    columns = (
        TextColumn("{task.fields[doing]}", justify="left"), BarColumn(), DownloadColumn(),
        TextColumn("{task.fields[pages]} pages"), TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("ingest", total=None, doing="looking", pages=0)

        def report(reached: Reached) -> None:
            bar.update(
                task, total=reached.bytes_total, completed=reached.bytes_done, doing=reached.doing[-40:],
                pages=reached.pages,
            )  # fmt: skip

        yield report


def print_summary(summary: IngestSummary, folder: Path) -> None:
    """The summary as a table, and what to do next."""
    console = Console()
    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_column(style="bold", justify="right")
    table.add_column()
    read = f"{summary.files_read} of {summary.files} files had something new"
    table.add_row(str(summary.captures), f"captures read ({read})")
    table.add_row(str(summary.pages_parsed), "pages parsed")
    for name in ("articles", "people", "comments", "tags", "assets", "pages", "captures", "problems"):
        table.add_row(str(summary.totals[name]), f"{name} in the archive")
    console.print(table)
    for what in summary.refused:
        console.print(f"[yellow]{what}[/]")
    for name in summary.torn:
        console.print(f"[yellow]{name} ends inside a record: all before it was read.[/] See 'oldface check {folder}'.")
    if summary.twins:
        console.print(
            f"[yellow]{summary.twins} captures have the record id of another one: see record.duplicate-id in the"
            " problems.[/] All are in the archive."
        )
    if summary.changed_parses or summary.unchanged_parses:
        spared = f", of which {summary.unconcerned_parses} needed no parsing" if summary.unconcerned_parses else ""
        console.print(
            f"Parsed again: {summary.changed_parses} pages changed, {summary.unchanged_parses} did not{spared}."
        )
        for reason, sites in summary.reparse_reasons.items():
            console.print(f"  {sum(sites.values())} because {_REASONS[reason]}: {_most(sites)}", highlight=False)
        for name, count in sorted(summary.changed_fields.items(), key=lambda item: (-item[1], item[0])):
            console.print(f"  {name}: {count} pages, first {summary.changed_examples[name]}", highlight=False)
    if summary.outdated_parses:
        console.print(
            f"{summary.outdated_parses} pages were read by another version of the parsers: "
            f"'oldface ingest {folder}/warc --into {folder} --reparse' brings them up to date."
        )


def _most(sites: Mapping[str, int]) -> str:
    """The sites with the most pages, and how many more there are."""
    first = sorted(sites, key=lambda site: (-sites[site], site))[:_SITES_NAMED]
    return ", ".join(first) + (f" and {len(sites) - len(first)} more sites" if len(sites) > len(first) else "")


def input_is_closed(seconds: float) -> bool:
    """Waits up to `seconds`; whether standard input came to its end meanwhile."""
    ready, _, _ = select.select([sys.stdin], [], [], seconds)
    return bool(ready) and not os.read(sys.stdin.fileno(), 65536)
