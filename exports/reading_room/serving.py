"""An archive folder in, a running web server out: Datasette with our plugin, pywb beside it."""

from __future__ import annotations

import contextlib
import signal
import socket
import webbrowser
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import uvicorn
from datasette.app import Datasette
from datasette.plugins import pm

from archive.errors import BadInput
from archive.intake import WARC_FOLDER
from archive.store import DATABASE_NAME, Archive
from exports.dataset_reading import archive_of_dataset, is_dataset
from exports.reading_room.datasette_metadata import datasette_metadata
from exports.reading_room.replay import find_pywb, places_of_warcs, replaying
from exports.reading_room.room import Room

__all__ = ["make_datasette", "run_room"]

_SETTINGS = {
    "allow_download": False,
    "sql_time_limit_ms": 3000,
    "default_page_size": 50,
    "max_returned_rows": 2000,
    "facet_time_limit_ms": 1000,
    "num_sql_threads": 3,
}
_LARGE_ROWS = 20_000
"""From so many rows on, a table's columns are counted only for those who ask."""


def make_datasette(folder: Path, *, replay: str | None = None) -> Datasette:
    """Datasette over the archive with our pages; one room a process, as Datasette's plugins are global."""
    for plugin in list(pm.get_plugins()):
        if isinstance(plugin, Room):
            pm.unregister(plugin)
    pm.register(Room(folder, replay=replay), name="oldface-reading-room")
    large = _large_tables(folder)
    return Datasette(
        [str(folder / DATABASE_NAME)],
        metadata=datasette_metadata(large=large),
        settings={**_SETTINGS, "suggest_facets": not large},
        cors=False,
    )


def _large_tables(folder: Path) -> set[str]:
    """Tables that have many rows."""
    with Archive(folder) as archive:
        tables = [name for name in archive.database.table_names() if "_fts" not in name]
        many = f"LIMIT 1 OFFSET {_LARGE_ROWS}"
        return {name for name in tables if archive.database.execute(f'SELECT 1 FROM "{name}" {many}').fetchone()}


def run_room(
    folder: Path,
    *,
    host: str,
    port: int,
    pywb: str | None,
    with_replay: bool,
    announce: Callable[[str], None],
    sites: Sequence[str] = (),
    warcs: Path | None = None,
    open_browser: bool = False,
) -> None:
    """Serves until interrupted; `announce` gets the lines for the person who started it.

    `sites` and `warcs` are for a Parquet dataset: which part of it, and where the bytes are.
    """
    with contextlib.ExitStack() as stack:
        stack.enter_context(_ending_in_order())
        given = folder
        if is_dataset(folder):
            announce(f"Reading {', '.join(sites) or 'all sites'} of the Parquet dataset into a temporary database …")
            folder = stack.enter_context(archive_of_dataset(folder, sites=sites, warcs=warcs))
        elif sites or warcs:
            raise BadInput("--site and --warcs are for a Parquet dataset", next_step="Leave them out.")
        archive = stack.enter_context(Archive(folder))
        listener = stack.enter_context(_listen(host, port))
        name = f"[{host}]" if ":" in host else host
        origin = f"http://{name}:{listener.getsockname()[1]}"
        if with_replay and not places_of_warcs(archive):
            where = "--warcs FOLDER names theirs" if is_dataset(given) else f"put them into {folder / WARC_FOLDER}"
            announce(f"Pictures and replay are off: the WARC files are not here ({where}).")
            with_replay = False
        program = find_pywb(pywb) if with_replay else None
        replay = None
        if program:
            announce("Starting pywb for the replay …")
            replay = stack.enter_context(replaying(archive, program, room_origin=origin))
        elif with_replay:
            announce("Replay is off: pywb was not found. Install it with 'pipx install pywb' and run this again.")
        application = make_datasette(folder, replay=replay).app()
        announce(f"The reading room is open at {origin}/ (Ctrl-C closes it)")
        if open_browser:
            webbrowser.open(origin + "/")
        server = uvicorn.Server(uvicorn.Config(application, log_level="warning", lifespan="on"))
        server.run(sockets=[listener])


@contextlib.contextmanager
def _ending_in_order() -> Iterator[None]:
    """Lets SIGTERM end the program as an exception does, so that pywb and temporary folders do not outlive it.

    uvicorn stops serving at the signal, and then raises it once more for whoever handled it before.
    """

    def end(number: int, _: object) -> None:
        raise SystemExit(128 + number)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        # Who follows the address as soon as it is printed waits for an answer, and is not refused.
        listener.listen()
    except OSError as error:
        listener.close()
        raise BadInput(
            f"Port {port} of {host} cannot be used: {error.strerror}",
            next_step="Give another --port; 0 takes any free one.",
        ) from error
    return listener
