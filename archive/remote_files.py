"""Paths and addresses of WARC files in, paths out: what lies in object storage is brought here, or its place noted.

Addresses are those of fsspec (extra oldface[cluster]; s3:// needs s3fs, gs:// gcsfs, hdfs:// pyarrow).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from archive.errors import BadInput
from archive.intake import WARC_FOLDER, note_place
from archive.warc_places import file_system, is_remote

__all__ = ["brought_here"]

_CHUNK = 1 << 20


def brought_here(paths: Iterable[str], folder: Path, *, in_place: bool = False) -> list[Path]:
    """The local paths as they are; remote files, with * and ? in their names filled in, as copies in `folder`/warc.

    With `in_place` they are left where they are, and `folder`/warc says where. A copy that is there with the right
    size is not fetched again; a half one never gets its name. BadInput for an address that names nothing.
    """
    here: list[Path] = []
    target = folder / WARC_FOLDER
    for path in paths:
        if not is_remote(path):
            here.append(Path(path))
            continue
        files, found = _files_at(path)
        is_pattern = "*" in path or "?" in path
        for file in found:
            name = _name_of(file, path)
            if in_place:
                here.append(note_place(name, str(files.unstrip_protocol(file)) if is_pattern else path, target))
            else:
                here.append(_fetched(files, file, path, target / name))
    return here


def _files_at(address: str) -> tuple[Any, list[str]]:  # Any: fsspec has no types
    """(file system, paths in it) that the address names."""
    files, path = file_system(address)
    try:
        found = sorted(files.glob(path))
    except (OSError, ValueError) as error:
        raise BadInput(
            f"{address} cannot be listed: {error}", next_step="Check the address and its credentials."
        ) from error
    if not found:
        raise BadInput(f"{address} names no file", next_step="Check the address; * and ? stand for any name.")
    return files, found


def _name_of(file: str, address: str) -> str:
    name = PurePosixPath(unquote(urlsplit(file).path)).name
    if not name or name.startswith("."):
        raise BadInput(f"{file} has no name that a file could have", where=address)
    return name


def _fetched(files: Any, file: str, address: str, place: Path) -> Path:  # Any: fsspec has no types
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        if not (place.is_file() and place.stat().st_size == files.size(file)):
            draft = place.with_name(f".{place.name}.draft")
            with files.open(file, "rb") as source, draft.open("wb") as copy:
                shutil.copyfileobj(source, copy, _CHUNK)
            draft.replace(place)
    except (OSError, ValueError) as error:
        raise BadInput(f"{file} cannot be fetched: {error}", where=address) from error
    return place
