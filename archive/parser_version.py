"""The source of parsers or of the feed reader in, a short name of its version out: it changes when, and only when, they
do."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path

__all__ = ["feed_reader_version", "parser_version"]

_IMPORT = re.compile(r"^\s*from (archive[\w.]*) import|^\s*import (archive[\w.]*)", re.MULTILINE)
_SCANNED = ("regions", "platforms", "profiles", "models")
"""Folders whose files are found by scanning: no import names them."""


@cache
def parser_version() -> str:
    """Twelve hex digits of the SHA-256 of all that archive/parse.py needs: modules, scanned folders, the model."""
    root = Path(__file__).parent
    waiting = [root / "parse.py", root / "parse_rows.py", root / "parsed_json.py"]
    for folder in _SCANNED:
        waiting += [
            path for path in (root / folder).rglob("*") if path.is_file() and path.suffix not in (".pyc", ".md")
        ]
    return _version_of(waiting, root)


@cache
def feed_reader_version() -> str:
    """The same of all that archive/feed_rows.py needs."""
    root = Path(__file__).parent
    return _version_of([root / "feed_rows.py"], root)


def _version_of(waiting: list[Path], root: Path) -> str:
    """Twelve hex digits of the SHA-256 of the files and of what they import."""
    found: set[Path] = set()
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        found.add(path)
        if path.suffix == ".py":
            waiting += _imported(path, root)
    digest = hashlib.sha256()
    for path in sorted(found):
        digest.update(path.relative_to(root).as_posix().encode() + b"\x00" + path.read_bytes() + b"\x00")
    return digest.hexdigest()[:12]


def _imported(path: Path, root: Path) -> list[Path]:
    paths: list[Path] = []
    for match in _IMPORT.finditer(path.read_text(encoding="utf-8")):
        parts = (match[1] or match[2]).split(".")[1:]
        module = root.joinpath(*parts)
        paths += [p for p in (module.with_suffix(".py"), module / "__init__.py") if parts and p.is_file()]
    return paths
