"""An archive folder in, a WACZ package out: the WARC files with index and pages, for replay anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version

from archive.errors import ExportRefused
from archive.wacz import PackageOptions, write_wacz
from exports.bundle import Bundle
from exports.losses import Field
from exports.selection import Selection

NAME = "wacz"
DESCRIPTION = "WACZ package of the WARC files: the capture itself, replayable; see also 'oldface package'"
LOSSES: Mapping[Field, str] = {}
SINGLE_FILE = "archive.wacz"


def write(archive: Selection, folder: Bundle) -> None:
    """archive.wacz; its time of making is that of the last capture, so that the same archive gives the same bytes."""
    if not archive.is_whole:
        raise ExportRefused("a WACZ holds whole WARC files", next_step="Leave --where out, or take another format.")
    pack(archive, folder, SINGLE_FILE)


def pack(archive: Selection, folder: Bundle, path: str) -> None:
    """The package at a path of the bundle."""
    row = archive.archive.database.execute("SELECT max(warc_date) FROM captures").fetchone()
    options = PackageOptions(
        created=str(row[0] or "1970-01-01T00:00:00Z"),
        software=f"oldface {version('oldface')}",
        title=", ".join(archive.sites),
    )
    write_wacz(archive.archive.folder, folder.adopt(path), options)
    folder.seal(path)
