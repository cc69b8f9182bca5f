"""`oldface verify`: hold the new site against the archive of the old one."""

from __future__ import annotations

import sys
from pathlib import Path

import click

__all__ = ["verify"]


@click.command()
@click.argument("new_site", metavar="NEW-SITE")
@click.option(
    "--from", "folder", metavar="DIR", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Archive folder of the old site.",
)  # fmt: skip
@click.option(
    "--into", metavar="DIR", type=click.Path(file_okay=False, path_type=Path), default=None,
    help="Where the new site's WARCs and the report go.  [default: DIR/verify/<host of NEW-SITE>]",
)  # fmt: skip
@click.option("--delay", type=float, default=None, metavar="SECONDS", help="Pause between requests to the new site.")
@click.option(
    "--watch", type=float, default=None, metavar="MINUTES", help="Do it again every so many minutes until Ctrl-C."
)
@click.option(
    "--baseline", metavar="REPORT.JSON", type=click.Path(exists=True, dir_okay=False, path_type=Path), default=None,
    help="Exit with 1 only for faults that this earlier report.json has not.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print the comparison as JSON.")
def verify(
    new_site: str,
    folder: Path,
    into: Path | None,
    delay: float | None,
    watch: float | None,
    baseline: Path | None,
    as_json: bool,
) -> None:
    """Prove that everything arrived on NEW-SITE.

    Crawls NEW-SITE politely, into WARC as well, asks it for every address the old site was ever known by, and holds
    it against the archive in DIR: one permanent redirect to the right page; title, body by paragraph, authors, dates,
    images, documents, tags and comments; internal links, canonical address, description and structured data. Writes
    report.html for the client, to-fix.csv, report.json and junit.xml. Exit status: 0 nothing to fix, 1 faults found.

    \b
    Examples:
      oldface verify https://new.example.com/ --from old-blog
      oldface verify http://127.0.0.1:1313/ --from old-blog --delay 0
      oldface verify https://new.example.com/ --from old-blog --watch 30
    """
    from exports.verify.running import verify_site

    sys.exit(
        verify_site(
            new_site,
            folder,
            into=into,
            delay_seconds=delay,
            watch_minutes=watch,
            baseline=baseline,
            as_json=as_json,
        )
    )
