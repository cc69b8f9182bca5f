"""Paths and addresses of WARC files in, paths in the archive folder out: what lies in object storage is brought here.

Addresses are those of fsspec (extra oldface[cluster]; s3:// needs s3fs, gs:// gcsfs, hdfs:// pyarrow).
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from archive.errors import BadInput, MissingExtra
from archive.intake import WARC_FOLDER
from archive.warc_places import is_remote

__all__ = ["brought_here"]

_CHUNK = 1 << 20


def brought_here(paths: Iterable[str], folder: Path) -> list[Path]:
    """The local paths as they are; remote files, with * and ? in their names filled in, as copies in `folder`/warc.

    A copy that is there with the right size is not fetched again; a half one never gets its name. BadInput for an
    address that names nothing.
    """
    here: list[Path] = []
    for path in paths:
        here.extend(_fetched(path, folder / WARC_FOLDER) if is_remote(path) else [Path(path)])
    return here


def _fetched(address: str, target: Path) -> list[Path]:
    try:
        import fsspec
    except ImportError as error:
        raise MissingExtra(
            f"{address} needs fsspec", next_step="Install it: pip install 'oldface[cluster]' (and s3fs for s3://)."
        ) from error
    try:
        files = fsspec.open_files(address, "rb")
    except (ImportError, ValueError, OSError) as error:
        raise BadInput(
            f"{address} cannot be opened: {error}", next_step="Check the address and its credentials."
        ) from error
    if not files:
        raise BadInput(f"{address} names no file", next_step="Check the address; * and ? stand for any name.")
    target.mkdir(parents=True, exist_ok=True)
    here: list[Path] = []
    for file in files:
        name = PurePosixPath(unquote(urlsplit(file.path).path)).name
        if not name or name.startswith("."):
            raise BadInput(f"{file.path} has no name that a file could have", where=address)
        try:
            size = file.fs.size(file.path)
            place = target / name
            if not (place.is_file() and place.stat().st_size == size):
                draft = target / f"{name}.draft"
                with file as source, draft.open("wb") as copy:
                    while chunk := source.read(_CHUNK):
                        copy.write(chunk)
                draft.replace(place)
        except (OSError, ValueError) as error:
            raise BadInput(f"{file.path} cannot be fetched: {error}", where=address) from error
        here.append(place)
    return here
