"""An archive folder, WARC file, WACZ or bag in; the whole check's report out.

The records are read first (check.py); then the index, the package's digests and the database are held against them.
"""

from __future__ import annotations

import hashlib
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from io import TextIOWrapper
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, cast

from archive.cdxj import read_line
from archive.check import CheckReport, RecordPlace, check_warcs
from archive.errors import BadArchive, BadInput, BadRecord, OldfaceError
from archive.intake import is_warc_name
from archive.store import DATABASE_NAME
from archive.store.audit import CaptureClaim, DatabaseAudit
from archive.warc_payload import record_id_of_place
from archive.warc_places import AT_SUFFIX, OPEN_SUFFIX, PlacedWarc, final_name, warc_at
from archive.warc_reader import CAPTURE_TYPES
from archive.zipnum import read_blocks

__all__ = ["check_path"]

_BLOCK = 1 << 20
_SHA1_LABEL = re.compile(r"sha1:[A-Z2-7]{32}")


def check_path(path: Path, *, progress: Callable[[int], None] = lambda _: None) -> CheckReport:
    """The check of whatever is at `path`; `progress` is told how many bytes of WARC files were read.

    Raises BadInput when it is nothing that can be checked.
    """
    report = CheckReport()
    if path.is_dir() and (path / "bagit.txt").exists():
        _check_bag(path, report, progress)
    elif path.is_dir():
        warcs = _warcs_of(path)
        check_warcs(warcs, report, progress=progress)
        for index in sorted((path / "indexes").glob("*.cdxj")):
            with index.open(encoding="utf-8") as lines:
                _check_index((line.rstrip("\n") for line in lines), index.name, report)
        if (path / DATABASE_NAME).exists():
            _check_database(path, warcs, report)
    elif zipfile.is_zipfile(path):
        _check_wacz(path, report, progress)
    elif path.is_file():
        check_warcs([warc_at(path)], report, progress=progress)
    else:
        raise BadInput(f"There is nothing at {path}", next_step="Give an archive folder, a WARC, a WACZ or a bag.")
    report.findings.sort(key=lambda f: (f.severity != "damage", f.file, f.offset_bytes or 0, f.code))
    return report


def _warcs_of(folder: Path) -> list[Path | PlacedWarc]:
    """The WARC files of the folder, also those whose place it notes; a file that is there comes before its note."""
    place = folder / "warc" if (folder / "warc").is_dir() else folder
    paths = sorted(path for path in place.iterdir() if path.is_file())
    own = [path for path in paths if is_warc_name(path.name) and not path.name.endswith(AT_SUFFIX)]
    names = {final_name(path) for path in own}
    notes = [path for path in paths if path.name.endswith(AT_SUFFIX) and is_warc_name(final_name(path))]
    found = [*own, *(warc_at(path) for path in notes if final_name(path) not in names)]
    if not found:
        raise BadInput(
            "The folder has no WARC file",
            where=str(place),
            next_step="Give an archive folder, a WARC, a WACZ or a bag.",
        )
    return found


# --- the index ------------------------------------------------------------------------------------------------------


def _check_index(lines: Iterator[str], name: str, report: CheckReport) -> None:
    """Whether the lines are sorted, each leads to its record, and each capture has a line."""
    before = ""
    met: set[tuple[str, int]] = set()
    for number, line in enumerate(lines, 1):
        report.index_lines += 1
        if line < before:
            _find_index(report, name, number, "index.unsorted", "is not in its place: lookups fail around it")
        before = line
        try:
            entry = read_line(line)
        except BadRecord as error:
            _find_index(report, name, number, "index.unreadable", f"cannot be read: {error.what}")
            continue
        if entry.filename.rpartition("/")[2] in report.unread:
            continue
        place = report.places.get((entry.filename.rpartition("/")[2], entry.offset_bytes))
        if place is None:
            where = f"{entry.filename} at byte {entry.offset_bytes}"
            _find_index(report, name, number, "index.no-record", f"leads to {where}, where no record begins")
            continue
        met.add((entry.filename.rpartition("/")[2], entry.offset_bytes))
        if place.target_uri.replace(" ", "%20") != entry.url:
            _find_index(report, name, number, "index.other-url", f"says {entry.url}, the record {place.target_uri}")
        if entry.length_bytes and entry.length_bytes != place.length_bytes:
            what = f"says {entry.length_bytes} bytes, the record has {place.length_bytes}"
            _find_index(report, name, number, "index.length", what)
    for (file, offset), place in sorted(report.places.items()):
        if place.record_type in CAPTURE_TYPES and (file, offset) not in met:
            report.find(
                "index.missing-line", file, offset, f"The capture of {place.target_uri} has no line in {name}",
                "The capture; replay does not find it.", "Make the package again with 'oldface package'.", damage=False,
            )  # fmt: skip


def _find_index(report: CheckReport, name: str, number: int, code: str, what: str) -> None:
    report.find(
        code, name, None, f"Line {number} {what}", "The records; the index can be made again from them.",
        "Make the package again with 'oldface package'.", damage=False,
    )  # fmt: skip


# --- packages -------------------------------------------------------------------------------------------------------


def _check_wacz(path: Path, report: CheckReport, progress: Callable[[int], None]) -> None:
    """The package's own digests, then all that is in it."""
    with ExitStack() as stack:
        package = stack.enter_context(zipfile.ZipFile(path))
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="oldface-check-")))
        names = [name for name in package.namelist() if not name.endswith("/")]
        listed = _read_datapackage(package, path.name, report)
        for name in names:
            _check_member(package, name, path.name, listed.get(name), folder, report)
        for name in sorted(set(listed) - set(names)):
            report.find(
                "package.missing-file", path.name, None, f"{name} is listed in datapackage.json and not there",
                "All other files.", "Restore the package from a copy, or make it again.",
            )  # fmt: skip
        warcs = sorted(folder.iterdir())
        check_warcs(warcs, report, progress=progress)
        if "indexes/index.cdx.gz" in names:
            with package.open("indexes/index.cdx.gz") as index:
                _check_index(
                    read_blocks(cast("Any", index)), "indexes/index.cdx.gz", report
                )  # Any: a BinaryIO in all but name
        for name in names:
            if name.startswith("indexes/") and name.endswith((".cdxj", ".cdx")):
                with package.open(name) as index:
                    lines = TextIOWrapper(index, encoding="utf-8")
                    _check_index((line.rstrip("\n") for line in lines), name, report)


def _read_datapackage(package: zipfile.ZipFile, name: str, report: CheckReport) -> dict[str, str]:
    """path -> digest of datapackage.json, whose own digest is compared first."""
    try:
        data = package.read("datapackage.json")
        resources = json.loads(data)["resources"]
        listed = {str(resource["path"]): str(resource["hash"]) for resource in resources}
    except (KeyError, ValueError, TypeError, zipfile.BadZipFile) as error:
        report.find(
            "package.no-datapackage", name, None, f"datapackage.json cannot be read: {error}", "The files in it.",
            "Make the package again.",
        )  # fmt: skip
        return {}
    try:
        stated = str(json.loads(package.read("datapackage-digest.json"))["hash"])
    except (KeyError, ValueError, zipfile.BadZipFile):
        stated = ""
    if stated and stated != f"sha256:{hashlib.sha256(data).hexdigest()}":
        report.find(
            "package.digest", name, None, "datapackage.json does not have the digest stated beside it",
            "The files; that they are the original ones is not sure.", "Restore the package from a copy.",
        )  # fmt: skip
    return listed


def _check_member(
    package: zipfile.ZipFile, name: str, file: str, stated: str | None, folder: Path, report: CheckReport
) -> None:
    """The member's CRC and digest; a WARC is copied out for reading, damaged or not."""
    digest, crc = hashlib.sha256(), 0
    member = package.getinfo(name)
    is_warc = name.startswith("archive/") and is_warc_name(name) and not name.endswith(AT_SUFFIX)
    try:
        with ExitStack() as stack:
            target: IO[bytes] | None = None
            if is_warc:
                target = stack.enter_context((folder / name.rpartition("/")[2]).open("wb"))
            for block in _member_blocks(package, member):
                digest.update(block)
                crc = zlib.crc32(block, crc)
                if target is not None:
                    target.write(block)
    except (zipfile.BadZipFile, EOFError, zlib.error, struct.error) as error:
        report.find(
            "package.damaged-file", file, member.header_offset, f"{name}: {error}", "What was read of it before.",
            "Restore the package from a copy.",
        )  # fmt: skip
        return
    report.digests += 1
    if crc != member.CRC or (stated is not None and stated != f"sha256:{digest.hexdigest()}"):
        report.find(
            "package.digest", file, member.header_offset, f"{name} does not have the digest that the package states",
            "The file as it is now; of a WARC file the records that are whole, see below.",
            "Restore the package from a copy.",
        )  # fmt: skip
    elif stated is None and name not in ("datapackage.json", "datapackage-digest.json"):
        report.find(
            "package.unlisted-file", file, member.header_offset, f"{name} is not listed in datapackage.json",
            "The file.", "Make the package again with 'oldface package'.", damage=False,
        )  # fmt: skip


def _member_blocks(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The member's bytes; of a stored one as they are in the file, since zipfile gives none when its CRC is wrong."""
    if member.compress_type != zipfile.ZIP_STORED or package.filename is None:
        with package.open(member) as source:
            while block := source.read(_BLOCK):
                yield block
        return
    with Path(package.filename).open("rb") as source:
        source.seek(member.header_offset)
        # local file header (APPNOTE.TXT section 4.3.7): lengths of name and extra field at 26 and 28
        name_length, extra_length = struct.unpack("<HH", source.read(30)[26:30])
        source.seek(name_length + extra_length, 1)
        left = member.file_size
        while left > 0 and (block := source.read(min(_BLOCK, left))):
            left -= len(block)
            yield block


def _check_bag(path: Path, report: CheckReport, progress: Callable[[int], None]) -> None:
    import bagit  # type: ignore[import-untyped]  # it has no type hints

    try:
        bagit.Bag(str(path)).validate()
    except bagit.BagValidationError as error:
        for detail in getattr(error, "details", None) or [error]:
            report.find("bag.invalid", path.name, None, str(detail), "All other files.", "Restore the bag from a copy.")
    except bagit.BagError as error:
        report.find("bag.unreadable", path.name, None, str(error), "Its files.", "Restore the bag from a copy.")
    for package in sorted((path / "data").glob("*.wacz")):
        _check_wacz(package, report, progress)


# --- the database ---------------------------------------------------------------------------------------------------


def _check_database(folder: Path, warcs: list[Path | PlacedWarc], report: CheckReport) -> None:
    """Whether the database is whole, and each of its captures is where it says."""
    rebuild = f"Delete {DATABASE_NAME} and run 'oldface ingest' on the folder's warc/: it is made again from the WARCs."
    try:
        with DatabaseAudit(folder) as audit:
            for fault in audit.faults():
                report.find("database.damaged", DATABASE_NAME, None, fault, "All: the WARC files have it.", rebuild)
            _check_files(audit, warcs, report, rebuild)
            _check_captures(audit, report, rebuild)
    except (BadArchive, OldfaceError) as error:
        report.find("database.unreadable", DATABASE_NAME, None, error.what, "All: the WARC files have it.", rebuild)


def _check_files(audit: DatabaseAudit, warcs: list[Path | PlacedWarc], report: CheckReport, rebuild: str) -> None:
    names = {warc.name.removesuffix(OPEN_SUFFIX) for warc in warcs}
    for filename, size, sha256 in audit.files():
        if filename not in names:
            report.find(
                "database.missing-file", filename, None, "The database was filled from this file, which is not here",
                "What the database says of it.", "Restore the file from a copy.",
            )  # fmt: skip
        names.discard(filename)
        if sha256 is None or filename not in report.file_sums:
            continue
        report.digests += 1
        if report.file_sums[filename] != (size, sha256):
            report.find(
                "database.other-file", filename, None, "The file is not the one the database was filled from",
                "All whole records in it.", f"Restore it from a copy; or, if this is the right one: {rebuild}",
            )  # fmt: skip
    for filename in sorted(names):
        report.find(
            "database.file-not-read", filename, None, "The database knows nothing of this file", "Everything.",
            "Run 'oldface ingest' on the folder's warc/.", damage=False,
        )  # fmt: skip


def _check_captures(audit: DatabaseAudit, report: CheckReport, rebuild: str) -> None:
    met: set[tuple[str, int]] = set()
    files: set[str] = set()
    for claim in audit.captures():
        files.add(claim.filename)
        if claim.filename in report.unread:
            continue
        report.database_links += 1
        if claim.offset_in_member_bytes:
            continue  # it shares its member with others, and is found by reading through it
        met.add((claim.filename, claim.offset_bytes))
        place = report.places.get((claim.filename, claim.offset_bytes))
        if place is None or not _has_id(place, claim):
            report.find(
                "database.missing-record", claim.filename, claim.offset_bytes,
                f"The database says that the capture of {claim.target_uri} is here, and it is not",
                "What was parsed from it.", rebuild,
            )  # fmt: skip
        elif not _says_the_same(claim, place):
            report.find(
                "database.other-capture", claim.filename, claim.offset_bytes,
                f"The database says status {claim.status} and {claim.payload_digest} of the capture of "
                f"{claim.target_uri}, the record {place.status} and {place.payload_digest}",
                "The record is whole.", rebuild,
            )  # fmt: skip
    for (file, offset), place in sorted(report.places.items()):
        if place.record_type in CAPTURE_TYPES and (file, offset) not in met and file in files:
            report.find(
                "database.not-ingested", file, offset, f"The database has no row for the capture of {place.target_uri}",
                "The capture.", "Run 'oldface ingest' on the folder's warc/.", damage=False,
            )  # fmt: skip


def _has_id(place: RecordPlace, claim: CaptureClaim) -> bool:
    """Whether the record is the row's; one whose id is another capture's has one made of its place there."""
    own = record_id_of_place(claim.filename, claim.offset_bytes, claim.offset_in_member_bytes, claim.target_uri)
    return not place.record_id or claim.record_id in (place.record_id, own)


def _says_the_same(claim: CaptureClaim, place: RecordPlace) -> bool:
    """Whether status and digest of the payload are those of the record, as far as it states them in our way."""
    if place.status is not None and claim.status != place.status:
        return False
    stated = place.payload_digest or ""
    return not _SHA1_LABEL.fullmatch(stated) or claim.payload_digest == stated
