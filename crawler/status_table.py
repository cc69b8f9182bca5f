"""Statuses in, a table on the terminal or JSON lines out."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.live import Live
from rich.table import Table

from crawler.crawl_status import SiteStatus, status_of_all
from crawler.words import readable_bytes

__all__ = ["show_status"]

_COLOURS = {"complete": "green", "running": "cyan", "stuck": "red", "stopped": "yellow", "waiting": "yellow"}


def show_status(folder: Path, *, watch: bool = False, as_json: bool = False) -> int:
    """Prints the statuses; 0 when all crawls are complete, else 1."""
    statuses = status_of_all(folder)
    if as_json:
        for status in statuses:
            click.echo(json.dumps(asdict(status), ensure_ascii=False))
    elif watch:
        console = Console()
        with suppress(KeyboardInterrupt), Live(_table(statuses), console=console, auto_refresh=False) as live:
            while not _all_complete(statuses):
                time.sleep(2)
                statuses = status_of_all(folder)
                live.update(_table(statuses), refresh=True)
    else:
        Console().print(_table(statuses))
    return 0 if _all_complete(statuses) else 1


def _all_complete(statuses: Sequence[SiteStatus]) -> bool:
    return all(status.state == "complete" for status in statuses)


def _table(statuses: Sequence[SiteStatus]) -> Table:
    table = Table(
        title=f"{sum(s.state == 'complete' for s in statuses)} of {len(statuses)} complete", title_justify="left"
    )
    for name in ("site", "state"):
        table.add_column(name, no_wrap=True)
    for name in ("done", "to go", "failed", "WARC", "problems"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("why", overflow="fold", min_width=20)
    for s in statuses:
        colour = _COLOURS.get(s.state, "white")
        numbers = (s.done, s.queued, s.failed)
        table.add_row(
            s.name, f"[{colour}]{s.state}[/]", *map(str, numbers), readable_bytes(s.warc_bytes), str(s.problems), s.why
        )
    return table
