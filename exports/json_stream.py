"""Rows in, JSON files out that are never in memory whole."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from exports.bundle import Bundle

__all__ = ["JsonLines", "SplitArrays", "json_lines"]


class JsonLines:
    """A file with a JSON value a line."""

    def __init__(self, folder: Bundle, path: str) -> None:
        self._opened = folder.text(path)
        self._out = self._opened.__enter__()

    def add(self, value: object) -> None:
        """One line."""
        self._out.write(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n")

    def close(self) -> None:
        """Finish the file."""
        self._opened.__exit__(None, None, None)


@contextmanager
def json_lines(folder: Bundle, path: str) -> Iterator[JsonLines]:
    """A JSON Lines file, for `with`."""
    lines = JsonLines(folder, path)
    try:
        yield lines
    finally:
        lines.close()


class SplitArrays:
    """A table as several JSON files, each {"<name>": [rows]}: for importers that read a file whole."""

    def __init__(self, folder: Bundle, prefix: str, name: str, *, rows_per_file: int) -> None:
        self._folder, self._prefix, self._name, self._limit = folder, prefix, name, rows_per_file
        self._rows: list[object] = []
        self.paths: list[str] = []

    def add(self, row: object) -> None:
        """One row."""
        self._rows.append(row)
        if len(self._rows) >= self._limit:
            self.flush()

    def add_all(self, rows: Iterable[object]) -> None:
        """Many rows."""
        for row in rows:
            self.add(row)

    def flush(self) -> None:
        """Write what is held; a table without rows still gets one file."""
        if self._rows or not self.paths:
            path = f"{self._prefix}{self._name}-{len(self.paths) + 1:03}.json"
            with self._folder.text(path) as out:
                json.dump({self._name: self._rows}, out, ensure_ascii=False, indent=1)
                out.write("\n")
            self.paths.append(path)
            self._rows = []
