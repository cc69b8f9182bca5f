"""`oldface serve`: the reading room of an archive folder, in a browser."""

from __future__ import annotations

from pathlib import Path

import click

__all__ = ["serve"]


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--port", default=8001, show_default=True, help="Port of the reading room; 0 takes any free one.")
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Address to listen on; leave it on loopback unless a proxy guards it.",
)
@click.option("--pywb", metavar="PROGRAM", help="pywb's wayback program, when it is not on the PATH.")
@click.option("--replay/--no-replay", default=True, show_default=True, help="Play captures back beside their articles.")
@click.option(
    "--site", "sites", multiple=True, metavar="HOST", help="Of a Parquet dataset, this site alone. Repeatable."
)
@click.option(
    "--warcs",
    metavar="FOLDER",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Of a Parquet dataset, where its WARC files are: with them there is replay.",
)
@click.option("--open", "open_browser", is_flag=True, help="Open the first page in a browser.")
def serve(
    folder: Path,
    port: int,
    host: str,
    pywb: str | None,
    replay: bool,
    sites: tuple[str, ...],
    warcs: Path | None,
    open_browser: bool,
) -> None:
    """Open the reading room of the archive in DIR.

    Home page, articles with their comments and provenance, people, tags, time line, links, crawl reports and
    problems; beside each article the page as it was, replayed from the WARC files by pywb, with its regions as
    coloured overlays. Datasette's tables, facets, SQL, JSON and CSV are under "Tables and SQL". Nothing can be
    written. Stop it with Ctrl-C.

    DIR may also be a Parquet dataset ('oldface export dataset'): it is read into a temporary database, which takes
    about a minute for 100,000 articles, and everything but pictures and replay is there; --warcs brings these.

    \b
    Examples:
      oldface serve demo-archive
      oldface serve demo-archive --port 9000 --open
      oldface serve demo-archive --pywb ~/.local/bin/wayback
      oldface serve dataset --site blog.example.com --warcs demo-archive/warc
    """
    from exports.reading_room.serving import run_room

    run_room(
        folder,
        host=host,
        port=port,
        pywb=pywb,
        with_replay=replay,
        sites=sites,
        warcs=warcs,
        announce=lambda text: click.echo(text, err=True),
        open_browser=open_browser,
    )
