"""A search in, its hits on the terminal out."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from archive.search import Hit, SearchResult, read_query
from archive.store import Archive
from archive.store.searching import search

__all__ = ["run_search"]


def run_search(words: str, folder: Path, *, limit: int, offset: int, as_json: bool) -> SearchResult:
    """Searches and prints."""
    query = read_query(words)
    with Archive(folder) as archive:
        result = search(archive, query, limit=limit, offset=offset)
    if as_json:
        plain = dataclasses.asdict(result)
        for hit in plain["hits"]:
            hit["snippet"] = hit["snippet"].replace("\x02", "").replace("\x03", "")
        click.echo(json.dumps(plain, ensure_ascii=False, indent=2))
        return result
    console = Console()
    for hit in result.hits:
        _print_hit(console, hit)
    shown = f", {len(result.hits)} shown" if result.hits else ""
    console.print(Text(f"{result.found_in(query.place)} found{shown}"), style="dim")
    return result


def _print_hit(console: Console, hit: Hit) -> None:
    title = hit.headline or "(no title)"
    console.print(Text(title if hit.kind == "article" else f"comment on {title}", style="bold"))
    about = " · ".join(part for part in (hit.authors, hit.date[:10] if hit.date else "") if part)
    if about:
        console.print(Text(about, style="cyan"))
    console.print(_marked(hit.snippet))
    console.print(Text(hit.url, style="dim"), soft_wrap=True)
    console.print()


def _marked(snippet: str) -> Text:
    """The snippet with what was found in bold."""
    text = Text()
    for number, part in enumerate(" ".join(snippet.split()).split("\x02")):
        found, mark, rest = part.partition("\x03")
        if number and mark:
            text.append(found, style="bold yellow")
            text.append(rest)
        else:
            text.append(part)
    return text
