"""oldface ingest: WARC files of any origin into an archive folder."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from archive.errors import BadInput
from archive.warc_places import is_remote
from archive.worker_process import FEWEST_BYTES_FOR_WORKERS, start_ahead

__all__ = ["ingest"]

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def _folder(_context: click.Context, _option: click.Parameter, value: str) -> Path:
    """The folder named; BadInput for an address: SQLite and the parts of a cluster are written to file systems."""
    if is_remote(value):
        raise BadInput(
            f"The archive cannot be made at {value}",
            where="--into",
            next_step="Name a folder, with --scheduler a shared one; WARC files alone may stay in object storage.",
        )
    return Path(value)


def is_much_to_read(paths: Iterable[str]) -> bool:
    """Whether worker processes are sure to be needed, if none of it was read before: files and folders are looked at,
    not what is in their subfolders."""
    files = (file for path in map(Path, paths) for file in (path.iterdir() if path.is_dir() else (path,)))
    return sum(file.stat().st_size for file in files if file.is_file()) >= FEWEST_BYTES_FOR_WORKERS


@click.command()
@click.argument("paths", metavar="WARC|WACZ|DIR...", nargs=-1, required=True)
@click.option("--into", "folder", metavar="DIR", required=True, callback=_folder, help="The archive folder.")
@click.option("--workers", default=2, show_default=True, help="Parser processes; 0 parses in this one.")
@click.option("--follow", is_flag=True, help="Go on while a crawl writes; end when standard input closes.")
@click.option(
    "--reparse", is_flag=True, help="Parse again what an earlier version of the parsers read; tell what changed."
)
@click.option(
    "--link", is_flag=True, help="Hard-link the files instead of copying them: only if nothing writes to them again."
)
@click.option(
    "--in-place", is_flag=True, help="Leave the files where they are, and note their places in DIR/warc (NAME.at)."
)
@click.option(
    "--scheduler", metavar="ADDRESS", help="Read and parse on a Dask cluster: tcp://HOST:PORT or tls://HOST:PORT."
)
@click.option("--tls-ca", type=_FILE, help="With tls://: certificate of the cluster's authority (PEM).")
@click.option("--tls-cert", type=_FILE, help="With tls://: our certificate (PEM).")
@click.option("--tls-key", type=_FILE, help="With tls://: our key (PEM).")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def ingest(
    paths: tuple[str, ...],
    folder: Path,
    workers: int,
    follow: bool,
    reparse: bool,
    link: bool,
    in_place: bool,
    scheduler: str | None,
    tls_ca: Path | None,
    tls_cert: Path | None,
    tls_key: Path | None,
    as_json: bool,
) -> None:
    """Fill the archive in DIR from WARC files, whoever wrote them.

    Takes WARC 1.0 and 1.1 and ARC, gzip, zstd or plain, and WACZ packages; folders are searched. The files are copied
    into DIR/warc, and DIR/archive.db is brought up to date. Doing it again changes nothing; a run that was stopped,
    even by a power cut, is finished by the next one. What is broken in a file becomes a row of the table problems.

    \b
    Examples:
      oldface ingest site.warc.gz --into archive/          what wget --warc-file made
      oldface ingest crawl.wacz --into archive/            a Browsertrix package
      oldface ingest archive/warc --into archive/          rebuild a deleted archive.db
      oldface ingest archive/warc --into archive/ --reparse   after an update of oldface
      oldface ingest archive/warc --into archive/ --follow    while a crawl writes into archive/warc
      oldface ingest s3://bucket/crawl/*.warc.gz --into archive/      from object storage
      oldface ingest *.warc.gz --into /shared/archive --scheduler tcp://10.0.0.1:8786
      oldface ingest 's3://bucket/*.warc.gz' --into /shared/archive --scheduler tcp://10.0.0.1:8786

    With --scheduler the workers of a Dask cluster do the work, a stretch of a WARC file at a time; they see DIR under
    the same path, and files given as addresses are left in place: each worker reads its stretch from there.

    Exit status: 0 all read, 1 read with damage (see 'oldface check DIR'), 2 a path cannot be used, 3 archive in use,
    4 the scheduler went away (run it again: it goes on).
    """
    if workers and scheduler is None and not follow and is_much_to_read(paths):
        # While this process loads its own parts, another loads the parsers.
        start_ahead()
    from archive.cluster import connected
    from archive.ingest import IngestOptions
    from archive.ingest_run import run_ingest
    from archive.remote_files import brought_here

    with connected(scheduler, tls_ca, tls_cert, tls_key) as client:
        options = IngestOptions(workers=workers, link=link, in_place=in_place, reparse=reparse, client=client)
        here = brought_here(paths, folder, in_place=in_place or client is not None)
        summary = run_ingest(here, folder, options, follow=follow, as_json=as_json)
    raise SystemExit(1 if summary.torn or summary.refused or summary.twins else 0)
