"""The command `oldface urls`: read options, build the map, write it, print what there is to decide."""

from __future__ import annotations

from pathlib import Path

import click

from exports.cli import read_rules, url_options

__all__ = ["urls"]

EPILOG = """
\b
Examples:
  oldface urls --from archive --pattern '/news/{year}/{slug}/'
  oldface urls --from archive --map decided.csv --page tag=/topics/{slug}/ --to redirects
  oldface urls --from archive --feed /index.xml --server nginx --server csv --to redirects
\b
A CSV of --map has the columns old_url and new_url; new_url 410 says that a page is given up on purpose. Give
the option again for oldface/files.csv of an export, so that old images and documents are redirected too.
"""


@click.command(epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--from", "source", type=click.Path(path_type=Path, exists=True, file_okay=False), required=True,
              metavar="DIR", help="The archive folder.")  # fmt: skip
@click.option("--to", "target", type=click.Path(path_type=Path), metavar="DIR", help="Where the files go.")
@click.option("--server", "names", multiple=True, metavar="NAME", help="Only for this server; repeatable. See --list.")
@click.option("--list", "is_list", is_flag=True, is_eager=True, help="Show the servers.")
@click.option("--replace", is_flag=True, help="Put it in the place of an earlier export.")
@click.option("--strict", is_flag=True, help="End with status 1 when there is anything to decide.")
@url_options("/{slug}/")
def urls(
    source: Path,
    target: Path | None,
    names: tuple[str, ...],
    is_list: bool,
    replace: bool,
    strict: bool,
    pattern: str,
    map_files: tuple[Path, ...],
    base_url: str,
    pages: tuple[str, ...],
    feed: str,
) -> None:
    """Map every old address to its new one, and write the redirects for servers.

    Old addresses are all that an article was ever known by: its own, print, AMP and mobile forms, shortlinks,
    comment pages, redirects seen in the crawl. Collisions, orphans and loops are told, never guessed away.
    """
    from archive.store import Archive
    from exports.bundle import open_bundle
    from exports.redirects import servers, write_redirects
    from exports.url_map import build_url_map

    if is_list:
        for server in servers().values():
            click.echo(f"{server.name:12} {server.description}")
        return
    rules = read_rules(pattern, map_files, base_url, pages, feed)
    with Archive(source) as archive, build_url_map(archive, rules) as url_map:
        if target is not None:
            with open_bundle(target, replace=replace) as folder:
                warnings = write_redirects(url_map, folder, names=names)
            for name, sentences in warnings.items():
                for sentence in sentences[:10]:
                    click.echo(f"{name}: {sentence}", err=True)
        counts = url_map.counts()
        click.echo(
            f"{counts.pop('articles')} articles, {counts.pop('redirects')} redirects"
            + (f": {target}" if target else "")
        )
        for name, count in counts.items():
            click.echo(f"  {count:>7}  {name}")
        problems = 0
        for problem in url_map.problems():
            problems += 1
            if problems <= 50:
                click.echo(f"{problem.code}: {problem.old_url} {problem.new_url}: {problem.message}")
    if strict and problems:
        raise click.exceptions.Exit(1)
