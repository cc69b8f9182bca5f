"""`python -m crawler.site_job DIR OPTION… SEED…`: one site's crawl, held by a lease, ending with whoever began it.

It reads its standard input: when that ends, its parent is gone, and the crawl stops as at Ctrl-C.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

import click

from archive.errors import OldfaceError
from crawler.leases import held_lease
from crawler.site_list import SiteJob

__all__ = ["run_site", "start_site"]


def start_site(folder: Path, job: SiteJob) -> subprocess.Popen[bytes]:
    """Starts the job as a process of its own; what it says goes to DIR/NAME/job.log. Closing its input stops it."""
    place = folder / job.name
    place.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "crawler.site_job", str(place), *job.options, *job.seeds]
    with (place / "job.log").open("ab") as log:
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=log, stderr=log, start_new_session=True)


def run_site(folder: str, job: SiteJob) -> tuple[str, int]:
    """Runs the job to its end; (name, exit status of crawl). What a worker of a cluster does."""
    with start_site(Path(folder), job) as process:
        return job.name, process.wait()


def main(arguments: Sequence[str]) -> int:
    """Crawls into arguments[0] with the rest as crawl's arguments; its exit status."""
    from crawler.cli import crawl

    place = Path(arguments[0])
    threading.Thread(target=_stop_with_parent, name="parent", daemon=True).start()
    try:
        with held_lease(place):
            return int(crawl.main([*arguments[1:], "--into", str(place)], standalone_mode=False) or 0)
    except OldfaceError as error:
        click.echo(f"oldface: {error}", err=True)
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code


def _stop_with_parent() -> None:
    while os.read(sys.stdin.fileno(), 4096):
        pass
    os.kill(os.getpid(), signal.SIGINT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
