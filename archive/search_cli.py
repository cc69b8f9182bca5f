"""oldface search: words in, articles and comments out."""

from __future__ import annotations

from pathlib import Path

import click

__all__ = ["search"]


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option(
    "--from", "folder", metavar="DIR", required=True, type=click.Path(path_type=Path), help="The archive folder."
)
@click.option("--limit", default=10, show_default=True, help="How many to show.")
@click.option("--offset", default=0, help="How many to pass over.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def search(words: tuple[str, ...], folder: Path, limit: int, offset: int, as_json: bool) -> None:
    """Find articles and comments in the archive in DIR, best first; words in titles count most.

    All words must be there; other forms of a word are found, too (planets for planet), and accents do not matter.
    What is written without spaces (Japanese, Chinese, Korean, Thai, pictographs) is found anywhere in a text.

    \b
    Examples:
      oldface search mexico --from demo-archive
      oldface search '"smarter planet" -cloud' --from demo-archive      a phrase; without a word
      oldface search 'author:altman after:2013 before:2015-07' --from demo-archive
      oldface search 'title:vision tag:"public sector"' --from demo-archive
      oldface search 'in:comments spam*' --from demo-archive            only comments; words that begin so
      oldface search --from demo-archive -- -cloud harbour              a first word with a minus needs --

    Fields: author: tag: title: before: after: in:articles in:comments site: lang:
    """
    from archive.search_run import run_search

    run_search(" ".join(words), folder, limit=limit, offset=offset, as_json=as_json)
