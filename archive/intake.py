"""Files, folders and WACZ packages in, WARC files inside the archive folder out."""

from __future__ import annotations

import hashlib
import os
import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO

from archive.errors import BadInput, BadRecord, NotAWarc
from archive.warc_places import AT_SUFFIX, OPEN_SUFFIX, WarcFile
from archive.warc_streams import open_stream

__all__ = ["WARC_FOLDER", "is_warc_name", "note_place", "sha256_of", "take_in", "warc_files_in"]

WARC_FOLDER = "warc"

_SUFFIXES = (".warc", ".arc", ".warc.gz", ".arc.gz", ".warc.zst", ".arc.zst", ".warc.zstd")
_CHUNK = 1 << 20


def warc_files_in(folder: Path) -> list[Path]:
    """The WARC and ARC files of a folder and those below, also those still being written, by name."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in paths if is_warc_name(path.name))


def is_warc_name(name: str) -> bool:
    """Whether a file of that name is taken for a WARC or ARC file, also one that is still written or kept elsewhere.

    >>> is_warc_name("a.warc.gz"), is_warc_name("A.ARC.open"), is_warc_name("a.txt")
    (True, True, False)
    """
    return name.removesuffix(AT_SUFFIX).removesuffix(OPEN_SUFFIX).lower().endswith(_SUFFIXES)


def take_in(paths: Iterable[Path], folder: Path, *, link: bool = False, in_place: bool = False) -> list[Path]:
    """Brings what the paths name into `folder`/warc; the WARC files there that hold it, by name.

    A file is copied under a draft name and moved, so that a kill leaves no half file under a WARC's name; with `link`
    it is hard-linked where the disk allows it, for those who know that nothing writes to it again (wget, run twice,
    does); with `in_place` it stays where it is, and only its place is noted. What is there already is not brought
    again, and what a package holds is unpacked in any case. BadInput for a path that is nothing.
    """
    target = folder / WARC_FOLDER
    target.mkdir(parents=True, exist_ok=True)
    held = {_key(path): path for path in sorted(target.iterdir()) if path.is_file() and is_warc_name(path.name)}
    taken: dict[Path, None] = {}
    for path in _expanded(paths):
        if path.suffix.lower() in (".wacz", ".zip"):
            for inner in _unpacked(path, target, held):
                taken[inner] = None
        elif path.resolve().parent == target.resolve():
            taken[path] = None
        elif in_place and not path.name.endswith(AT_SUFFIX):
            taken[note_place(_held_name(path), str(path.resolve()), target)] = None
        else:
            taken[_brought(path, target, held, link=link)] = None
    return sorted(taken)


def _expanded(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            found = warc_files_in(path) + sorted(path.rglob("*.wacz"))
            if not found:
                raise BadInput("The folder holds no WARC, ARC or WACZ file", where=str(path))
            yield from found
        elif path.is_file():
            yield path
        else:
            raise BadInput("There is no such file or folder", where=str(path))


def _key(path: Path) -> tuple[str, int]:
    return path.name, path.stat().st_size


def _brought(path: Path, target: Path, held: dict[tuple[str, int], Path], *, link: bool) -> Path:
    name = _held_name(path)
    same = held.get((name, path.stat().st_size))
    if same is not None and _same_bytes(same, path):
        return same
    place = _free_place(target, name, lambda: sha256_of(path))
    if place.exists():
        return place
    with _draft_of(place) as draft:
        if not (link and _linked(path, draft)):
            shutil.copyfile(path, draft)
    held[_key(place)] = place
    return place


def _held_name(path: Path) -> str:
    """The name of a file in the archive folder: its own, with the ending of what it holds where it has none that says
    so, since files are found again by it."""
    if is_warc_name(path.name):
        return path.name
    try:
        with open_stream(path) as stream:
            if not stream.begins_record():
                return path.name
            kind = ".warc" if stream.peek(5).upper() == b"WARC/" else ".arc"
            return path.name + kind + {"gzip": ".gz", "zstd": ".zst"}.get(stream.compression, "")
    except BadRecord:
        return path.name


@contextmanager
def _draft_of(place: Path) -> Iterator[Path]:
    """Where to write what becomes the file; nothing is left of it where that fails, for the disk may be full."""
    draft = place.with_name(f".{place.name}.draft")
    draft.unlink(missing_ok=True)
    try:
        yield draft
        draft.replace(place)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def note_place(name: str, place: str, target: Path) -> Path:
    """The file in `target` that says where the WARC file of that name is; a file of that name that is there already
    gets a neighbour, named by the place too."""
    target.mkdir(parents=True, exist_ok=True)
    stem, dot, suffixes = name.partition(".")
    for free in (name, f"{stem}-{hashlib.sha256(place.encode()).hexdigest()[:12]}{dot}{suffixes}"):
        note = target / f"{free}{AT_SUFFIX}"
        if note.is_file() and note.read_text("utf-8").strip() == place:
            return note
        if not note.exists() and not (target / free).exists():
            break
    draft = target / f".{note.name}.draft"
    draft.write_text(f"{place}\n", encoding="utf-8")
    draft.replace(note)
    return note


def _linked(path: Path, place: Path) -> bool:
    try:
        os.link(path.resolve(), place)
    except OSError:
        return False
    return True


def _same_bytes(one: Path, other: Path) -> bool:
    return one.samefile(other) or sha256_of(one) == sha256_of(other)


def _free_place(target: Path, name: str, digest: Callable[[], str]) -> Path:
    """Where a file of that name goes: another file of that name there gets a neighbour named by its content."""
    place = target / name
    if not place.exists():
        return place
    stem, dot, suffixes = name.partition(".")
    number = digest()
    return target / f"{stem}-{number[:12]}{dot}{suffixes}"


def _unpacked(path: Path, target: Path, held: dict[tuple[str, int], Path]) -> Iterator[Path]:
    try:
        with zipfile.ZipFile(path) as package:
            members = sorted(
                (member for member in package.infolist() if _is_packed_warc(member)),
                key=lambda member: member.filename,
            )
            if not members:
                raise NotAWarc("The package holds no WARC file", where=str(path))
            for member in members:
                # Only the last part of the name is used: a package may name places outside the folder.
                name = Path(member.filename.replace("\\", "/")).name
                same = held.get((name, member.file_size))
                with package.open(member) as inner:
                    digest = _sha256(inner)
                if same is not None and sha256_of(same) == digest:
                    yield same
                    continue
                place = _free_place(target, name, partial(str, digest))
                if not place.exists():
                    with _draft_of(place) as draft, package.open(member) as inner, draft.open("wb") as out:
                        shutil.copyfileobj(inner, out, _CHUNK)
                    held[_key(place)] = place
                yield place
    except zipfile.BadZipFile as error:
        raise NotAWarc(f"The package is no whole ZIP file: {error}", where=str(path)) from error


def _is_packed_warc(member: zipfile.ZipInfo) -> bool:
    """Whether it is a WARC file; a note of a place is none: whoever made the package could name any file of ours."""
    return is_warc_name(member.filename) and not member.is_dir() and not member.filename.endswith(AT_SUFFIX)


def sha256_of(path: WarcFile) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as stream:
        return _sha256(stream)


def _sha256(stream: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while block := stream.read(_CHUNK):
        digest.update(block)
    return digest.hexdigest()
