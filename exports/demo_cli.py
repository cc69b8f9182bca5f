"""`oldface demo`: the demo blog on loopback, the real crawl against it, and what came of it."""

from __future__ import annotations

from pathlib import Path

import click

__all__ = ["demo"]


@click.command()
@click.option(
    "--into",
    "folder",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("demo-archive"),
    show_default=True,
    help="Archive folder to write; it stays.",
)
@click.option("--serve", "serve_only", is_flag=True, help="Only keep the demo blog up, until Ctrl-C.")
@click.option("--port", default=8014, show_default=True, help="Port of the demo blog on 127.0.0.1.")
def demo(folder: Path, serve_only: bool, port: int) -> None:
    """Crawl the demo blog and show where each part of its pages went.

    The demo blog is three small corporate blogs as they were before their redesign: a department on Drupal 7, a
    flour mill on WordPress, a shipyard's hand-made pages. It is served on loopback, crawled by the real
    `oldface crawl`, and what was found is printed. Running it again goes on with the same archive folder.

    \b
    Examples:
      oldface demo
      oldface demo --serve            look at the blog itself in a browser
      oldface demo --into /tmp/try
    """
    from exports.demo import run_demo, serve_demo_blog

    if serve_only:
        serve_demo_blog(port=port)
    else:
        run_demo(folder, port=port)
