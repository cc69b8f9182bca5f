"""Options in, parsed pages on stdout: the commands `oldface parse` and `oldface regions`."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

import click

__all__ = ["parse", "regions"]


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True), required=False)
@click.option("--url", help="Address of the page: the base of its links, and evidence for dates and kinds.")
@click.option("--charset", help="Encoding that the server named in its Content-Type, where it named one.")
@click.option("--jsonl", is_flag=True, help='Read pages as JSON lines {"id", "url", "html"} from FILE or stdin.')
@click.option("--rules-only", is_flag=True, help="Leave the learned model out: rules alone tell body and kind.")
@click.option(
    "--full", is_flag=True, help="Everything the parsers say, segments included, instead of the short record."
)
def parse(file: Path | None, url: str | None, charset: str | None, jsonl: bool, rules_only: bool, full: bool) -> None:
    """Parse a page, or many, to JSON on stdout.

    One page, from a file or from stdin:

      oldface parse page.html --url https://example.org/blog/1

      curl -s https://example.org/blog/1 | oldface parse --url https://example.org/blog/1

    Many pages, one JSON object a line, answered in the same order; a page that cannot be parsed gives
    {"id", "error"} and the run goes on:

      oldface parse --jsonl < pages.jsonl > parsed.jsonl
    """
    from archive.page_lines import parse_bytes, parse_lines

    if jsonl:
        # What was loaded by now stays to the end: the collector need not look at it again for each page.
        gc.freeze()
        gc.set_threshold(20_000, 20, 20)
        with click.open_file(str(file or "-"), "rb") as lines:
            failed = 0
            for line, is_error in parse_lines(lines, full=full, use_model=not rules_only):
                failed += is_error
                sys.stdout.write(line + "\n")
                sys.stdout.flush()
        if failed:
            click.echo(f"{failed} of the pages could not be parsed; their lines say why.", err=True)
        return
    if file is None and sys.stdin.isatty():
        raise click.UsageError("Give a FILE, or pipe a page in. See 'oldface parse --help'.")
    with click.open_file(str(file or "-"), "rb") as stream:
        payload = stream.read()
    click.echo(parse_bytes(payload, url=url, charset=charset, full=full, use_model=not rules_only))


@click.command()
@click.argument("page")
@click.option("--from", "folder", type=click.Path(path_type=Path, file_okay=False, exists=True),
              help="Archive folder that holds the address.")  # fmt: skip
@click.option("--url", help="Address of the page, where PAGE is a file.")
@click.option("--html", "out", type=click.Path(path_type=Path, dir_okay=False),
              help="Write the page with its regions coloured and named to this file.")  # fmt: skip
def regions(page: str, folder: Path | None, url: str | None, out: Path | None) -> None:
    """Print a page region by region: which text went where, by which rule, and how sure.

    PAGE is an HTML file, or an address with the archive folder that holds it:

      oldface regions page.html --url https://example.org/blog/1

      oldface regions https://example.org/blog/1 --from my-archive --html regions.html

    It ends with the count of text nodes and how many of them are in no region, which is always 0.
    """
    from archive.regions_report import read_payload, regions_html, regions_text

    payload = read_payload(page, folder=folder, url=url)
    click.echo(regions_text(payload))
    if out is not None:
        out.write_text(regions_html(payload), encoding="utf-8")
        click.echo(f"Wrote {out}.", err=True)
