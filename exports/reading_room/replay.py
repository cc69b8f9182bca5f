"""An archive folder in, a running pywb out: the captures played back as they were, on a host name of their own.

Archived pages run whatever they like. They get an origin that shares neither storage nor cookies with the reading
room: another port, and another host name (localhost, where the room is 127.0.0.1), because cookies ignore ports.
pywb is an outside program (GPL, and its dependencies clash with Scrapy's); it is used when it is found.
"""

from __future__ import annotations

import json
import logging
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

from archive.errors import BadInput
from archive.intake import WARC_FOLDER
from archive.store import Archive
from archive.warc_places import PlacedWarc, find_warc, is_remote
from exports.reading_room.storage_server import serving_stretches

__all__ = ["COLLECTION", "find_pywb", "places_of_warcs", "replaying", "write_collection"]

COLLECTION = "room"
_START_SECONDS = 40
_log = logging.getLogger(__name__)


def find_pywb(wanted: str | None) -> str | None:
    """Path of pywb's `wayback` program: the one asked for, one beside our own Python, or one on the PATH."""
    if wanted:
        found = shutil.which(wanted)
        if found is None:
            raise BadInput(f"There is no program {wanted}", next_step="Give --pywb the path of pywb's wayback program.")
        return found
    beside = Path(sys.executable).parent.parent.with_name(".venv-replay") / "bin" / "wayback"
    return str(beside) if beside.is_file() else shutil.which("wayback")


def places_of_warcs(archive: Archive) -> list[tuple[str, str]]:
    """(name, path or address) of each WARC file whose bytes are there, in the order of their names' bytes."""
    places: list[tuple[str, str]] = []
    for (name,) in archive.database.execute("SELECT filename FROM warc_files ORDER BY CAST(filename AS BLOB)"):
        found = find_warc(archive.folder.resolve() / WARC_FOLDER, name)
        if isinstance(found, PlacedWarc):
            places.append((name, found.place))
        elif found.is_file():
            places.append((name, str(found)))
    return places


def write_collection(
    archive: Archive, folder: Path, *, room_origin: str, served: Mapping[str, str] | None = None
) -> None:
    """Writes what pywb needs into `folder`: its configuration, the index of all captures, where the WARC files are, and
    our overlay script. `served` has the addresses, by name, at which files are served that pywb could not read."""
    _write_index(archive, folder / "index.cdxj")
    places = {**dict(places_of_warcs(archive)), **(served or {})}
    lines = [f"{name}\t{place}\n" for name, place in places.items()]
    (folder / "paths.txt").write_text("".join(lines), encoding="utf-8")
    files_of_collection = {"index_paths": str(folder / "index.cdxj"), "archive_paths": str(folder / "paths.txt")}
    configuration = {
        "collections": {COLLECTION: files_of_collection},
        "framed_replay": False,
        "enable_auto_colls": False,
        "custom_banner_html": "room_banner.html",
    }
    # JSON is YAML, and no value of ours can break out of it.
    (folder / "config.yaml").write_text(json.dumps(configuration), encoding="utf-8")
    (folder / "templates").mkdir()
    (folder / "static").mkdir()
    ours = files("exports.reading_room")
    script = (ours / "static" / "overlay.js").read_text(encoding="utf-8")
    (folder / "static" / "overlay.js").write_text(
        script.replace("ROOM_ORIGIN", json.dumps(room_origin)), encoding="utf-8"
    )
    banner = '<script src="{{ static_prefix }}/overlay.js"></script>\n'
    (folder / "templates" / "room_banner.html").write_text(banner, encoding="utf-8")


def _write_index(archive: Archive, path: Path) -> None:
    """A sorted CDXJ of every capture that can be played back."""
    with path.open("w", encoding="utf-8") as lines:
        for row in archive.database.query(
            """SELECT c.urlkey, c.timestamp14, c.target_uri, c.mime, c.status, c.payload_digest, c.length_bytes,
            c.offset_bytes, c.record_type, f.filename FROM captures c JOIN warc_files f ON f.id = c.warc_file_id
            WHERE c.record_type IN ('response', 'revisit', 'resource') ORDER BY c.urlkey, c.timestamp14, c.record_id"""
        ):
            lines.write(f"{row['urlkey']} {row['timestamp14']} {json.dumps(_fields(row))}\n")


def _fields(row: dict[str, str | int | None]) -> dict[str, str]:
    """The JSON block of a CDXJ line; values as strings, as pywb reads them."""
    digest = str(row["payload_digest"] or "").removeprefix("sha1:")
    fields = {
        "url": row["target_uri"],
        "mime": "warc/revisit" if row["record_type"] == "revisit" else row["mime"],
        "status": row["status"],
        "digest": digest or None,
        "length": row["length_bytes"],
        "offset": row["offset_bytes"],
        "filename": row["filename"],
    }
    return {name: str(value) for name, value in fields.items() if value is not None}


@contextmanager
def replaying(archive: Archive, program: str, *, room_origin: str, port: int = 0) -> Iterator[str]:
    """Runs pywb over the archive while the context is open; gives the prefix of replay addresses.

    A capture plays at prefix + timestamp14 + '/' + its address.
    """
    port = port or _free_port()
    stored = [PlacedWarc(name, place) for name, place in places_of_warcs(archive) if is_remote(place)]
    with (
        TemporaryDirectory(prefix="oldface-replay-") as temporary,
        serving_stretches(stored) as served,
    ):
        folder = Path(temporary)
        write_collection(archive, folder, room_origin=room_origin, served=served)
        with (folder / "log").open("w+b") as log:
            process = subprocess.Popen(
                [program, "-p", str(port), "-b", "127.0.0.1"],
                cwd=folder,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
            )
            try:
                _wait_for(port, process, log.name)
                yield f"http://localhost:{port}/{COLLECTION}/"
            finally:
                process.terminate()
                try:
                    process.wait(10)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes], log: str) -> None:
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    last = Path(log).read_text(errors="replace").strip().splitlines()[-1:] or ["it said nothing"]
    raise BadInput(
        f"pywb did not start: {last[0]}",
        next_step="Run its wayback program by hand to see why, or leave replay out with --no-replay.",
    )
