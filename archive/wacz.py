"""An archive folder in, one WACZ file out: WARCs, index, page lists, logs, and the digest of each (WACZ 1.1.1).

Everything is stored uncompressed, so that a reader takes ranges of the file as ranges of what is in it. The file
appears whole or not at all, and the same folder gives the same bytes but for the time in `created`.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from archive.cdxj import index_files
from archive.errors import ExportRefused, NotFound
from archive.wacz_pages import page_lines, read_pages
from archive.warc_reader import OPEN_SUFFIX, Damage
from archive.zipnum import write_blocks

__all__ = ["Package", "PackageOptions", "packable_warcs", "write_wacz"]

WACZ_VERSION = "1.1.1"
_SUFFIXES = (".warc", ".warc.gz")
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest a ZIP can say: when a file was put in is no fact of the archive."""


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


def packable_warcs(folder: Path) -> tuple[list[Path], list[str]]:
    """(WARC files of the folder that can be packed, names of the others), sorted.

    Raises NotFound when there are none.
    """
    files = sorted(path for path in (folder / "warc").glob("*") if path.is_file())
    warcs = [path for path in files if path.name.endswith(_SUFFIXES)]
    left_out = [p.name for p in files if p not in warcs and (OPEN_SUFFIX in p.name or re.search(r"arc", p.name))]
    if not warcs:
        raise NotFound(
            "The folder has no closed WARC file to pack",
            where=str(folder / "warc"),
            next_step="Crawl or ingest into it first; a running crawl closes its file when it ends.",
        )
    return warcs, left_out


def write_wacz(folder: Path, path: Path, options: PackageOptions) -> Package:
    """Packs the folder into a WACZ at `path`; ExportRefused when something is there already."""
    if path.exists():
        raise ExportRefused(f"{path.name} exists already", where=str(path), next_step="Name another file with --to.")
    warcs, left_out = packable_warcs(folder)
    _check_space(warcs, path)
    package = Package(path, warcs=len(warcs), left_out=left_out)
    temporary = path.with_name(f".{path.name}.part")
    try:
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
            _write_parts(_Parts(archive), folder, warcs, package, options)
        temporary.rename(path)
    finally:
        temporary.unlink(missing_ok=True)
    return package


def _check_space(warcs: list[Path], path: Path) -> None:
    needed, free = sum(warc.stat().st_size for warc in warcs), shutil.disk_usage(path.resolve().parent).free
    if needed > free:
        raise ExportRefused(
            f"The package needs {needed:,} bytes and the disk has {free:,}",
            where=str(path),
            next_step="Name a --to path on a larger disk.",
        )


class _Parts:
    """The parts of a package being written, and what datapackage.json says of them."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.resources: list[dict[str, Any]] = []  # Any: JSON

    def add(self, name: str, source: IO[bytes]) -> None:
        """Writes a part from its bytes, and notes its digest."""
        digest, size = hashlib.sha256(), 0
        member = zipfile.ZipInfo(name, _ZIP_TIME)
        # told beforehand, the size is no reason for a ZIP64 field in the member's own header: wabac.js takes the length
        # of that header from the central directory, which has none, and would begin to read 20 bytes too early
        member.file_size = source.seek(0, 2)
        source.seek(0)
        with self._archive.open(member, "w") as target:
            while block := source.read(1 << 20):
                digest.update(block)
                size += len(block)
                target.write(block)
        self.resources.append(
            {"name": _resource_name(name), "path": name, "hash": f"sha256:{digest.hexdigest()}", "bytes": size}
        )

    def add_lines(self, name: str, lines: Iterable[str]) -> int:
        """The same from lines; gives how many."""
        count = 0
        with tempfile.TemporaryFile() as buffer:
            for line in lines:
                buffer.write(line.encode("utf-8", "surrogatepass") + b"\n")
                count += 1
            buffer.seek(0)
            self.add(name, cast("IO[bytes]", buffer))
        return count

    def add_data(self, name: str, data: bytes) -> None:
        """Writes what is not listed in datapackage.json: itself, and its digest."""
        self._archive.writestr(zipfile.ZipInfo(name, _ZIP_TIME), data)


def _resource_name(path: str) -> str:
    """The name a data package may use: lower case, few characters, one for each path."""
    return re.sub(r"[^a-z0-9._-]+", "-", path.rpartition("/")[2].lower())


def _write_parts(parts: _Parts, folder: Path, warcs: list[Path], package: Package, options: PackageOptions) -> None:
    for warc in warcs:
        with warc.open("rb") as source:
            parts.add(f"archive/{warc.name}", source)
    with _sorted_index(warcs, package) as (index, blocks):
        parts.add("indexes/index.cdx.gz", index)
        parts.add_lines("indexes/index.idx", blocks)
    main, extra = page_lines(read_pages(folder, warcs), seeds=options.seeds)
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
def _sorted_index(warcs: list[Path], package: Package) -> Iterator[tuple[IO[bytes], list[str]]]:
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
