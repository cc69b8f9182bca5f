"""Files of one export in, a folder out that is all there or not there, with a SHA-256 manifest.

The files are written into a folder beside the wanted one and synced; then one rename puts them in place. A run
that was killed leaves only that folder, which the next run to the same place takes away.
"""

from __future__ import annotations

import fcntl
import hashlib
import io
import os
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, TextIO

from archive.errors import ExportRefused
from exports.names import fold, is_safe_path

__all__ = ["MANIFEST", "Bundle", "FileWritten", "open_bundle", "open_single_file", "verify_bundle"]

MANIFEST = "manifest-sha256.txt"
"""Lines '<SHA-256 in hex>  <path>', by path: `sha256sum --check manifest-sha256.txt` reads it."""

TAG_MANIFEST = "tagmanifest-sha256.txt"
"""In a bag: the same for all files outside data/, the manifest among them."""

ZIP_DATE = (1980, 1, 1, 0, 0, 0)
"""The date in every ZIP entry: the earliest the format knows, so that a ZIP depends on its content alone."""


@dataclass(frozen=True, slots=True)
class FileWritten:
    """One file of a bundle."""

    path: str
    """Relative to the bundle's folder, with '/'."""
    size_bytes: int
    sha256: str


class Bundle:
    """The folder being written. Made by open_bundle(); a format only ever sees it from within."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names: set[bytes] = set()
        self._parents: set[str] = set()
        self._manifest = (folder / MANIFEST).open("w+", encoding="utf-8", newline="\n")
        self._is_bag = False
        self._payload = [0, 0]
        self.file_count = 0
        self.size_bytes = 0

    @contextmanager
    def binary(self, path: str) -> Iterator[BinaryIO]:
        """A new file to write bytes to; when closed it stands in the manifest."""
        target = self._new_path(path)
        with target.open("xb", buffering=1 << 16) as raw:
            counted = _Hashed(raw)
            yield counted
            counted.flush()
        self._list(FileWritten(path, counted.size_bytes, counted.digest.hexdigest()))

    @contextmanager
    def text(self, path: str) -> Iterator[TextIO]:
        """A new file to write text to: UTF-8, line ends as given, lone surrogates replaced."""
        with self.binary(path) as raw:
            wrapper = io.TextIOWrapper(raw, encoding="utf-8", errors="replace", newline="", write_through=False)
            yield wrapper
            wrapper.flush()
            wrapper.detach()

    def write_text(self, path: str, content: str) -> None:
        """One small text file at once."""
        with self.text(path) as out:
            out.write(content)

    def copy(self, path: str, source: BinaryIO) -> FileWritten:
        """A file with the bytes of an open one."""
        with self.binary(path) as out:
            shutil.copyfileobj(source, out, 1 << 16)
        return self._last

    def adopt(self, path: str) -> Path:
        """A path to be written by other code (a library that takes only paths); seal() it afterwards."""
        return self._new_path(path)

    def seal(self, path: str) -> FileWritten:
        """Put an adopted file, written meanwhile, into the manifest."""
        with (self._folder / path).open("rb") as done:
            digest = hashlib.file_digest(done, "sha256").hexdigest()
            self._list(FileWritten(path, done.tell(), digest))
        return self._last

    @contextmanager
    def scratch(self) -> Iterator[BinaryIO]:
        """An unnamed file for what must wait until later in the output; read it back from the start."""
        with (self._folder / ".scratch").open("x+b") as raw:
            (self._folder / ".scratch").unlink()
            yield raw

    @contextmanager
    def zip(self, path: str) -> Iterator[ZipBundle]:
        """A new ZIP file to write entries to, in the order written; its bytes depend on their content alone."""
        with self.binary(path) as raw, zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
            yield ZipBundle(archive)

    def make_bag(self) -> None:
        """Take the folder for a BagIt bag: the manifest lists data/ alone, and a tag manifest all else (RFC 8493)."""
        self._is_bag = True

    def payload_oxum(self) -> tuple[int, int]:
        """(bytes, files) below data/ so far: a bag's Payload-Oxum."""
        return self._payload[0], self._payload[1]

    def _new_path(self, path: str) -> Path:
        if not is_safe_path(path) or path in (MANIFEST, TAG_MANIFEST):
            raise ExportRefused(f"the name {path!r} is not safe on every file system", next_step=REPORT_BUG)
        folded = fold(path)
        if folded in self._names:
            raise ExportRefused(f"two files of the export would be named {path!r}", next_step=REPORT_BUG)
        self._names.add(folded)
        parent, _, _ = path.rpartition("/")
        if parent not in self._parents:
            (self._folder / parent).mkdir(parents=True, exist_ok=True)
            self._remember_parent(parent)
        return self._folder / path

    def _remember_parent(self, parent: str) -> None:
        """Keep that a folder is there; of a hundred thousand folders, one a post, only the last ones."""
        if len(self._parents) >= 1000:
            self._parents.clear()
        self._parents.add(parent)

    def _list(self, written: FileWritten) -> None:
        self._last = written
        self.file_count += 1
        self.size_bytes += written.size_bytes
        if written.path.startswith("data/"):
            self._payload[0] += written.size_bytes
            self._payload[1] += 1
        self._manifest.write(f"{written.sha256}  {written.path}\n")

    def _finish(self) -> None:
        """Bring the manifest in order and everything to the disk."""
        self._manifest.seek(0)
        lines = sorted(self._manifest, key=lambda line: line[66:])
        self._manifest.seek(0)
        self._manifest.truncate()
        self._manifest.writelines(line for line in lines if not self._is_bag or line[66:].startswith("data/"))
        self._manifest.close()
        if self._is_bag:
            digest = hashlib.sha256((self._folder / MANIFEST).read_bytes()).hexdigest()
            tags = [line for line in lines if not line[66:].startswith("data/")]
            (self._folder / TAG_MANIFEST).write_text("".join([*tags, f"{digest}  {MANIFEST}\n"]), encoding="utf-8")
        _sync_tree(self._folder)

    def _abandon(self) -> None:
        self._manifest.close()
        shutil.rmtree(self._folder, ignore_errors=True)


class ZipBundle:
    """A ZIP file being written into a bundle."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names: set[bytes] = set()

    @contextmanager
    def binary(self, path: str) -> Iterator[IO[bytes]]:
        """A new entry to write bytes to; one at a time."""
        if not is_safe_path(path) or fold(path) in self._names:
            raise ExportRefused(f"the ZIP entry {path!r} is unsafe or there twice", next_step=REPORT_BUG)
        self._names.add(fold(path))
        entry = zipfile.ZipInfo(path, ZIP_DATE)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = 0o644 << 16
        with self._archive.open(entry, "w", force_zip64=True) as out:
            yield out

    def copy(self, path: str, source: BinaryIO) -> None:
        """An entry with the bytes of an open file."""
        with self.binary(path) as out:
            shutil.copyfileobj(source, out, 1 << 16)


class _Hashed(io.RawIOBase, BinaryIO):
    """A file to write to that counts and digests what passes; readable and seekable never, so that zipfile streams."""

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw
        self.digest = hashlib.sha256()
        self.size_bytes = 0

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        view = memoryview(data)  # type: ignore[arg-type]  # io's own signature is wider than any buffer
        self._raw.write(view)
        self.digest.update(view)
        self.size_bytes += view.nbytes
        return view.nbytes


REPORT_BUG = "This is a fault of the export format, not of your archive: please report it with the name."


@contextmanager
def open_bundle(target: Path, *, replace: bool = False) -> Iterator[Bundle]:
    """A bundle that becomes `target` when the block ends well, and nothing when it does not.

    Raises ExportRefused where `target` is there already and not an empty folder, unless `replace` is set and it
    is an earlier export (it has a manifest).
    """
    target = target.absolute()
    _refuse_existing(target, replace=replace)
    with ExitStack() as stack:
        part = stack.enter_context(_part_folder(target))
        bundle = Bundle(part)
        try:
            yield bundle
            bundle._finish()
        except BaseException:
            bundle._abandon()
            raise
        _put_in_place(part, target)


@contextmanager
def open_single_file(target: Path, path: str, *, replace: bool = False) -> Iterator[Bundle]:
    """A bundle of which only the file named `path` is kept, as `target`, when the block ends well."""
    target = target.absolute()
    if target.exists() and not replace:
        raise ExportRefused(
            "the file is there already", where=str(target), next_step="Give another --to, or --replace."
        )
    with _part_folder(target) as part:
        bundle = Bundle(part)
        try:
            yield bundle
            bundle._finish()
            (part / path).replace(target)
            _sync_folder(target.parent)
        finally:
            bundle._abandon()


def verify_bundle(folder: Path) -> list[str]:
    """What is wrong with a finished bundle, a sentence each: missing, changed and unlisted files; [] when none is."""
    listed: dict[str, str] = {}
    for name in (MANIFEST, TAG_MANIFEST):
        if (folder / name).exists():
            for line in (folder / name).read_text(encoding="utf-8").splitlines():
                digest, _, path = line.partition("  ")
                listed[path] = digest
    listed.pop(MANIFEST, None)
    found = {str(p.relative_to(folder).as_posix()) for p in folder.rglob("*") if p.is_file()} - {MANIFEST, TAG_MANIFEST}
    wrong = [f"{path}: missing" for path in sorted(set(listed) - found)]
    wrong += [f"{path}: not in the manifest" for path in sorted(found - set(listed))]
    for path in sorted(found & set(listed)):
        with (folder / path).open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != listed[path]:
                wrong.append(f"{path}: changed")
    return wrong


def _refuse_existing(target: Path, *, replace: bool) -> None:
    if not target.exists():
        return
    if not target.is_dir():
        raise ExportRefused("there is a file where the export's folder should go", where=str(target))
    if not any(target.iterdir()):
        return
    if not (target / MANIFEST).is_file():
        raise ExportRefused("the folder is not empty and is no earlier export", where=str(target))
    if not replace:
        raise ExportRefused(
            "there is an earlier export",
            where=str(target),
            next_step="Give another --to, or --replace to put it there.",
        )


@contextmanager
def _part_folder(target: Path) -> Iterator[Path]:
    """An empty folder beside `target`, locked against a second run to the same place."""
    target.parent.mkdir(parents=True, exist_ok=True)
    lock_path = target.with_name(f".{target.name}.oldface-lock")
    with lock_path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ExportRefused(
                "another export to the same place is running", where=str(target), next_step="Wait for it to end."
            ) from None
        part = target.with_name(f".{target.name}.oldface-part")
        if part.exists():
            shutil.rmtree(part)
        part.mkdir()
        try:
            yield part
        finally:
            lock_path.unlink(missing_ok=True)


def _put_in_place(part: Path, target: Path) -> None:
    old = target.with_name(f".{target.name}.oldface-old")
    if target.exists():
        if old.exists():
            shutil.rmtree(old)
        target.replace(old)
    part.replace(target)
    _sync_folder(target.parent)
    if old.exists():
        shutil.rmtree(old)


def _sync_tree(folder: Path) -> None:
    """One sync of the whole file system: for many small files far cheaper than one a file."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    os.sync()


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
