"""`oldface status`: how the crawls of a folder are."""

from __future__ import annotations

from pathlib import Path

import click

__all__ = ["status"]


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--watch", is_flag=True, help="Show it again every two seconds until all is complete, or Ctrl-C.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a site.")
def status(folder: Path, watch: bool, as_json: bool) -> None:
    """Show how far the crawls in DIR are, live, and what is stuck and why.

    DIR is an archive folder, or the folder of many that 'oldface crawl --sites' fills. It only reads, also while
    crawls run, on this machine or others.

    \b
    Examples:
      oldface status all
      oldface status all --watch
      oldface status all --json | jq 'select(.state == "stuck")'

    Exit status: 0 all complete, 1 some are not.
    """
    from crawler.status_table import show_status

    raise SystemExit(show_status(folder, watch=watch, as_json=as_json))
