"""oldface show, cite, diff and why: one page of the archive, read, quoted, compared, traced."""

from __future__ import annotations

from pathlib import Path

import click

__all__ = ["cite", "diff", "show", "why"]

_FOLDER = click.option(
    "--from", "folder", metavar="DIR", required=True, type=click.Path(path_type=Path), help="The archive folder."
)


@click.command()
@click.argument("url")
@_FOLDER
@click.option("--raw", is_flag=True, help="Write the captured payload instead, byte by byte.")
@click.option("--at", metavar="TIME", help="With --raw: the capture nearest to YYYYMMDDhhmmss, or a part of it.")
def show(url: str, folder: Path, raw: bool, at: str | None) -> None:
    """Show an article of the archive in DIR as people read it: text, bylines, comments, where it came from.

    Any address the article was known by will do: its own, its print version, a redirect.

    \b
    Examples:
      oldface show http://127.0.0.1:8014/gov/blog/2014/02/26/vision-mexicos-future --from demo-archive
      oldface show http://127.0.0.1:8014/gov/print/3117 --from demo-archive --raw > page.html
    """
    from archive.show import print_article, print_raw

    if raw:
        print_raw(folder, url, at)
    else:
        print_article(folder, url)


@click.command()
@click.argument("url")
@_FOLDER
@click.option("--style", type=click.Choice(["text", "bibtex", "csl-json"]), default="text", show_default=True)
@click.option(
    "--at", metavar="TIME", help="The capture nearest to YYYYMMDDhhmmss, or a part of it; the last by default."
)
@click.option(
    "--prefix", default="/room/", show_default=True, help="What comes before TIME/URL where the archive is served."
)
def cite(url: str, folder: Path, style: str, at: str | None, prefix: str) -> None:
    """Cite a capture: who, what, when captured, with digest, WARC record and Memento-style URI.

    \b
    Examples:
      oldface cite URL --from demo-archive
      oldface cite URL --from demo-archive --style bibtex --prefix https://archive.example.org/room/
      oldface cite URL --from demo-archive --style csl-json --at 2014
    """
    from archive.show import print_citation

    print_citation(folder, url, style=style, at=at, prefix=prefix)


@click.command()
@click.argument("url")
@click.argument("first", required=False)
@click.argument("second", required=False)
@_FOLDER
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def diff(url: str, first: str | None, second: str | None, folder: Path, as_json: bool) -> None:
    """Show what changed between two captures of a page, region by region.

    FIRST and SECOND are times; the captures nearest to them are compared. Without them: the last change.

    \b
    Examples:
      oldface diff URL --from archive
      oldface diff URL 2014-03 2016 --from archive
      oldface diff URL 2014 --from archive --json      from then to the last capture
    """
    from archive.show import print_diff

    print_diff(folder, url, first, second, as_json=as_json)


@click.command()
@click.argument("url")
@click.argument("words", nargs=-1, required=True)
@_FOLDER
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def why(url: str, words: tuple[str, ...], folder: Path, as_json: bool) -> None:
    """Trace words of a page: which region they are in, which rule decided, at which node, in which WARC record.

    \b
    Example:
      oldface why URL "Guest blog post" --from demo-archive
    """
    from archive.show import print_why

    print_why(folder, url, " ".join(words), as_json=as_json)
