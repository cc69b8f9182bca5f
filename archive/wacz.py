"""An archive folder in, one WACZ file out: WARCs, index, page lists, logs, and the digest of each (WACZ 1.1.1).

Everything is stored uncompressed, so that a reader takes ranges of the file as ranges of what is in it. The file
appears whole or not at all, and the same folder gives the same bytes but for the time in `created`. WARC files that are
kept elsewhere are brought in: a package is whole.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from archive.cdxj import index_files
from archive.errors import BadArchive, BadInput, ExportRefused, NotFound
from archive.store import DATABASE_NAME
from archive.store.audit import DatabaseAudit
from archive.wacz_pages import page_lines, read_pages
from archive.wacz_parts import PartFile, PartWriter
from archive.warc_places import AT_SUFFIX, OPEN_SUFFIX, PlacedWarc, final_name, size_of, warc_at
from archive.warc_reader import Damage
from archive.zipnum import write_blocks

__all__ = ["Package", "PackageOptions", "packable_warcs", "write_wacz"]

WACZ_VERSION = "1.1.1"
_SUFFIXES = (".warc", ".warc.gz")


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageOptions:
    """What a package says of itself."""

    created: str
    """ISO 8601 in UTC."""
    software: str
    title: str = ""
    description: str = ""
    seeds: tuple[str, ...] = ()


@dataclass(slots=True)
class Package:
    """What was written, and what was not."""

    path: Path
    warcs: int = 0
    captures: int = 0
    pages: int = 0
    damages: list[tuple[str, Damage]] = field(default_factory=list)
    """(file name, damage) of records that could not be indexed."""
    left_out: list[str] = field(default_factory=list)
    """Names of files in warc/ that a WACZ cannot hold, or that a crawl still writes."""


def packable_warcs(folder: Path) -> tuple[list[Path | PlacedWarc], list[str]]:
    """(WARC files of the folder that can be packed, names of the others), sorted; a file comes before a note of its
    place. Raises NotFound when there are none.
    """
    files = sorted(path for path in (folder / "warc").glob("*") if path.is_file() and not path.name.startswith("."))
    names = {path.name for path in files}
    files = [path for path in files if not (path.name.endswith(AT_SUFFIX) and final_name(path) in names)]
    taken = [path for path in files if path.name.removesuffix(AT_SUFFIX).endswith(_SUFFIXES)]
    left_out = [p.name for p in files if p not in taken and (OPEN_SUFFIX in p.name or re.search(r"arc", p.name))]
    if not taken:
        raise NotFound(
            "The folder has no closed WARC file to pack",
            where=str(folder / "warc"),
            next_step="Crawl or ingest into it first; a running crawl closes its file when it ends.",
        )
    return sorted((warc_at(path) for path in taken), key=lambda warc: warc.name), left_out


def write_wacz(folder: Path, path: Path, options: PackageOptions) -> Package:
    """Packs the folder into a WACZ at `path`; ExportRefused when something is there already, or when a WARC file that
    is kept elsewhere cannot be brought in as it was when the database was filled from it."""
    if path.exists():
        raise ExportRefused(f"{path.name} exists already", where=str(path), next_step="Name another file with --to.")
    warcs, left_out = packable_warcs(folder)
    _check_space(warcs, path)
    package = Package(path, warcs=len(warcs), left_out=left_out)
    temporary = path.with_name(f".{path.name}.part")
    try:
        with temporary.open("w+b") as file, PartWriter(file, temporary) as parts:
            _write_parts(parts, folder, warcs, package, options)
        temporary.rename(path)
    finally:
        temporary.unlink(missing_ok=True)
    return package


def _check_space(warcs: list[Path | PlacedWarc], path: Path) -> None:
    needed, free = sum(map(_size_of, warcs)), shutil.disk_usage(path.resolve().parent).free
    if needed > free:
        raise ExportRefused(
            f"The package needs {needed:,} bytes and the disk has {free:,}",
            where=str(path),
            next_step="Name a --to path on a larger disk.",
        )


def _size_of(warc: Path | PlacedWarc) -> int:
    try:
        return size_of(warc)
    except BadInput as error:
        raise _out_of_reach(warc, error) from error


def _out_of_reach(warc: Path | PlacedWarc, error: BadInput) -> ExportRefused:
    return ExportRefused(
        f"{warc.name} is kept elsewhere and cannot be brought into the package: {error.what}",
        where=str(warc),
        next_step=f"Make its place reachable, or put the file into warc/ as {warc.name} (and delete {warc.name}.at).",
    )


def _add_warcs(parts: PartWriter, folder: Path, warcs: list[Path | PlacedWarc]) -> list[PartFile]:
    """Writes the WARC files, and gives them as they are in the package."""
    known = _known_sums(folder)
    added = []
    for warc in warcs:
        try:
            with warc.open("rb") as source:
                part = parts.add(f"archive/{warc.name}", source)
        except BadInput as error:
            raise _out_of_reach(warc, error) from error
        if isinstance(warc, PlacedWarc) and known.get(warc.name, part.sha256) != part.sha256:
            raise ExportRefused(
                f"{warc.name} is not the file that the database was filled from",
                where=str(warc),
                next_step="See 'oldface check' on the folder; bring the old file back, or fill the database anew.",
            )
        added.append(part)
    return added


def _known_sums(folder: Path) -> dict[str, str]:
    """SHA-256 of the WARC files that archive.db was filled from, by name; empty when there is none to be read."""
    if not (folder / DATABASE_NAME).exists():
        return {}
    try:
        with DatabaseAudit(folder) as audit:
            return {name: sha256 for name, _, sha256 in audit.files() if sha256}
    except BadArchive:
        return {}


def _write_parts(
    parts: PartWriter, folder: Path, warcs: list[Path | PlacedWarc], package: Package, options: PackageOptions
) -> None:
    added = _add_warcs(parts, folder, warcs)
    with _sorted_index(added, package) as (index, blocks):
        parts.add("indexes/index.cdx.gz", index)
        parts.add_lines("indexes/index.idx", blocks)
    main, extra = page_lines(read_pages(folder, added), seeds=options.seeds)
    package.pages = len(main) + len(extra) - 2
    parts.add_lines("pages/pages.jsonl", main)
    parts.add_lines("pages/extraPages.jsonl", extra)
    for name, log in _logs(folder):
        with log.open("rb") as source:
            parts.add(name, source)
    description = json.dumps(_datapackage(parts.resources, options), ensure_ascii=False, indent=1).encode() + b"\n"
    parts.add_data("datapackage.json", description)
    digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(description).hexdigest()}"}
    parts.add_data("datapackage-digest.json", json.dumps(digest, indent=1).encode() + b"\n")


@contextmanager
def _sorted_index(warcs: list[PartFile], package: Package) -> Iterator[tuple[IO[bytes], list[str]]]:
    """The compressed index as a file at its beginning, and the lines of the index of its blocks."""
    with tempfile.TemporaryFile() as index:

        def counted() -> Iterator[str]:
            for line in index_files(warcs, damages=package.damages):
                package.captures += 1
                yield line

        blocks = list(write_blocks(counted(), cast("BinaryIO", index), filename="index.cdx.gz"))
        index.seek(0)
        yield cast("IO[bytes]", index), blocks


def _logs(folder: Path) -> Iterator[tuple[str, Path]]:
    """(name in the package, file) of what the crawls tell of themselves."""
    if (folder / "oldface.toml").exists():
        yield "logs/oldface.toml", folder / "oldface.toml"
    for crawl in sorted((folder / "crawls").glob("*/frontier.db")):
        # not report.json: validators of data packages take a file of that name for a report of their own
        for name in ("crawl.log", "report.html"):
            if (crawl.parent / name).exists():
                yield f"logs/{crawl.parent.name}-{name}", crawl.parent / name


def _datapackage(resources: list[dict[str, Any]], options: PackageOptions) -> dict[str, Any]:  # Any: JSON
    package: dict[str, Any] = {
        "profile": "data-package",
        "resources": resources,
        "wacz_version": WACZ_VERSION,
        "created": options.created,
        "software": options.software,
    }
    if options.title:
        package["title"] = options.title
    if options.description:
        package["description"] = options.description
    if options.seeds:
        package["mainPageUrl"] = options.seeds[0]
    return package
