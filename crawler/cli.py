"""The crawler's commands: options in, one call, what came of it printed."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive.errors import BadInput
from archive.warc_places import is_remote

if TYPE_CHECKING:
    from crawler.crawling import CrawlOutcome

__all__ = ["crawl", "scope"]

_FOLDER = click.Path(file_okay=False, path_type=Path)


def _folder(context: click.Context, option: click.Parameter, value: str) -> Path:
    """The folder named; BadInput for an address: a record must be on the disk when the next request is sent."""
    if is_remote(value):
        raise BadInput(
            f"A crawl cannot be written to {value}",
            where="--into",
            next_step="Name a folder of this machine. Closed WARC files can be moved to object storage afterwards:"
            " 'oldface ingest s3://… --into DIR --in-place' reads them there.",
        )
    return Path(str(_FOLDER.convert(value, option, context)))


_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("seeds", nargs=-1, metavar="SEED…")
@click.option(
    "--into", "folder", callback=_folder, required=True, metavar="DIR", help="Archive folder; made when missing."
)
@click.option(
    "--scope",
    "scope_type",
    type=click.Choice(["page", "prefix", "host", "domain", "custom"]),
    help="Which pages are ours, seen from a seed.  [default: prefix]",
)
@click.option("--include", multiple=True, metavar="REGEX", help="Further pages that are ours; may be repeated.")
@click.option("--exclude", multiple=True, metavar="REGEX", help="Addresses never fetched; may be repeated.")
@click.option("--page-limit", type=click.IntRange(min=0), metavar="N", help="Stop after N pages.")
@click.option("--depth-limit", type=click.IntRange(min=0), metavar="N", help="Follow at most N links from a seed.")
@click.option(
    "--delay", "delay_seconds", type=click.FloatRange(min=0), metavar="SECONDS", help="Pause between two requests."
)
@click.option("--operator", metavar="TEXT", help="Who crawls and how to reach them; sites' owners see it.")
@click.option("--name", metavar="TEXT", help="Name of the collection, written to every WARC file.")
@click.option("--ignore-robots", is_flag=True, help="For your own site only; it is written to the log and the WARCs.")
@click.option(
    "--browser",
    type=click.Choice(["never", "empty", "always"]),
    help="Load pages in Chromium too: those without text of their own, or all.  [default: never]",
)
@click.option(
    "--credentials",
    type=_FILE,
    metavar="FILE",
    help="Names and passwords: a netrc file, or JSON by origin. They are kept out of the archive.",
)
@click.option("--ingest/--no-ingest", "has_ingest", default=True, help="Fill archive.db as well.  [default: ingest]")
@click.option("--verbose", is_flag=True, help="Show Scrapy's log instead of the progress display.")
@click.option(
    "--sites",
    metavar="CSV",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Crawl many sites, each into DIR/NAME: a seed a line, or columns seed, name, scope, delay …; options given"
    " here count for all of them, unless a column says otherwise.",
)
@click.option(
    "--at-once", type=click.IntRange(min=1), default=4, show_default=True, help="With --sites: sites at one time."
)
@click.option(
    "--scheduler", metavar="ADDRESS", help="With --sites: on a Dask cluster, tcp://HOST:PORT or tls://HOST:PORT."
)
@click.option("--tls-ca", type=_FILE, help="With tls://: certificate of the cluster's authority (PEM).")
@click.option("--tls-cert", type=_FILE, help="With tls://: our certificate (PEM).")
@click.option("--tls-key", type=_FILE, help="With tls://: our key (PEM).")
@click.pass_context
def crawl(
    context: click.Context,
    /,
    seeds: tuple[str, ...],
    folder: Path,
    credentials: Path | None,
    has_ingest: bool,
    verbose: bool,
    sites: Path | None,
    at_once: int,
    scheduler: str | None,
    tls_ca: Path | None,
    tls_cert: Path | None,
    tls_key: Path | None,
    **options: Any,
) -> None:
    """Record a site into DIR: every exchange as a WARC record, every page's text into archive.db.

    \b
    oldface crawl http://blog.example/news/ --into news
    oldface crawl http://blog.example/ --into blog --operator 'Example Archive, crawl@archive.example'
    oldface crawl --into blog                       # again, with the seeds of blog/oldface.toml
    oldface crawl https://staging.example/ --into staging --credentials ~/.netrc
    oldface crawl --sites sites.csv --into all      # many sites; 'oldface status all' shows them

    The first crawl writes DIR/oldface.toml, whose comments explain every choice; edit it, and the next crawl uses it.
    Options given here are written to a new oldface.toml, and overrule an existing one for this crawl.

    Ctrl-C stops after the requests in flight, a second one at once. Nothing is lost either way, nor by a power cut:
    the same command goes on where the crawl stopped. A crawl after a complete one asks only for what has changed.

    Exit status: 0 complete, 4 stopped before its end, 130 interrupted, 2 a bad option, 3 the folder is in use.
    """
    from contextlib import ExitStack

    from crawler.crawl_folder import configure_folder
    from crawler.crawling import ingesting, run_crawl, show_ingest_log

    if sites is not None:
        from crawler.sites_run import crawl_sites

        if credentials is not None:
            raise click.UsageError("--credentials is for one site; for many, set OLDFACE_CREDENTIALS.")
        if seeds:
            raise click.UsageError(f"With --sites, seeds stand in the list: write {seeds[0]} there.")

        tls = (tls_ca, tls_cert, tls_key)
        common = [*_as_arguments(options), *([] if has_ingest else ["--no-ingest"])]
        context.exit(crawl_sites(sites, folder, options=common, at_once=at_once, scheduler=scheduler, tls=tls))
    changes = _changes(options)
    configuration = configure_folder(folder, seeds=seeds, changes=changes)
    settings = _settings(folder, verbose=verbose)
    if credentials is not None:
        from crawler.credentials import credentials_from_file

        settings["OLDFACE_CREDENTIALS"] = credentials_from_file(credentials, seeds=configuration.seeds)
    with ExitStack() as stack:
        end_ingest = stack.enter_context(ingesting(folder)) if has_ingest else None
        outcome = run_crawl(folder, seeds=seeds, changes=changes, settings=settings)
        if end_ingest is not None:
            click.echo("oldface: the last pages go into archive.db …", err=True)
        ingest_status = end_ingest() if end_ingest is not None else 0
    _print_outcome(outcome, folder, is_ingested=has_ingest and ingest_status == 0)
    if ingest_status:
        click.echo(f"\nThe database could not be filled whole:\n{show_ingest_log(folder)}", err=True)
    context.exit(outcome.exit_code or ingest_status)


def _changes(options: dict[str, Any]) -> dict[str, Any]:
    """Fields of Configuration that were given."""
    given = {name: value for name, value in options.items() if value is not None and value != ()}
    if given.pop("ignore_robots", False):
        given["obey_robots"] = False
    return given


def _as_arguments(options: dict[str, Any]) -> list[str]:
    """Options that were given, as on the command line."""
    words: list[str] = []
    for parameter, value in options.items():
        name = {"scope_type": "scope", "delay_seconds": "delay"}.get(parameter, parameter).replace("_", "-")
        if value is True:
            words.append(f"--{name}")
        elif value is not None and value is not False:
            words += [f"--{name}={one}" for one in (value if isinstance(value, tuple) else (value,))]
    return words


def _settings(folder: Path, *, verbose: bool) -> dict[str, Any]:
    if verbose:
        return {"OLDFACE_PROGRESS": False}
    log = folder / "crawls" / "scrapy.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    return {"OLDFACE_PROGRESS": True, "LOG_FILE": str(log), "LOG_FILE_APPEND": True}


def _print_outcome(outcome: CrawlOutcome, folder: Path, *, is_ingested: bool) -> None:
    from crawler.words import describe_ending, readable_bytes

    report = outcome.report
    totals = report.totals
    unchanged = totals["pages_unchanged"]
    reason = str(report.crawl["finish_reason"])
    state = (
        "complete"
        if report.is_complete
        else (f"not complete: {totals['queued_left']:,} addresses left, for {describe_ending(reason)}")
    )
    rows = [
        ("Crawl", f"{report.crawl['id']}, {state}"),
        ("Pages", f"{totals['pages']:,}" + (f", and {unchanged:,} that did not change" if unchanged else "")),
        ("Images, styles, documents", f"{totals['requisites']:,}"),
        ("Responses recorded", f"{totals['responses']:,} ({readable_bytes(totals['bytes'])})"),
        ("Payloads the archive had", f"{totals['revisits']:,} revisits, {totals['not_modified']:,} not modified"),
        ("Missing", f"{totals['missing_pages']:,} pages, {totals['missing_requisites']:,} other files"),
        ("Left out, with a reason", f"{totals['skipped']:,}"),
        ("Report", str(outcome.crawl_folder / "report.html")),
    ]
    width = max(len(label) for label, _ in rows)
    for label, value in rows:
        click.echo(f"{label:<{width}}  {value}")
    if not report.is_complete:
        first = "Make room on the disk, then run" if reason in ("disk_low", "disk_full") else "Run"
        click.echo(f"\n{first} it again to go on:  oldface crawl --into {shlex.quote(str(folder))}")
    elif not totals["pages"] and not unchanged:
        click.echo("\nNo page was recorded.")
        for advice in report.to_fix:
            click.echo(f"- {advice.what} {advice.how}")
    elif is_ingested:
        click.echo(f"\nNext:  oldface search WORDS --from {shlex.quote(str(folder))}")
    sys.stdout.flush()


@click.command()
@click.argument("url")
@click.option(
    "--from", "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), required=True, metavar="DIR",
    help="Archive folder whose oldface.toml decides.",
)  # fmt: skip
def scope(url: str, folder: Path) -> None:
    """Say whether URL is ours, and why.

    \b
    oldface scope http://blog.example/about --from blog
    in, because its address begins with http://blog.example/, the seed's folder

    Exit status: 0 when it is in, 1 when it is out.
    """
    from crawler.configuration import FILENAME, read_configuration, scope_of
    from crawler.scope import decide, explain

    found = scope_of(read_configuration(folder / FILENAME))
    click.echo(explain(found, url))
    sys.exit(0 if decide(found, url).is_in else 1)
