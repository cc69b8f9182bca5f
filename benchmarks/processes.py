"""Process numbers in, what the system counts of them and of all that descend from them out (Linux, /proc)."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path

__all__ = ["resident_bytes", "seconds_spent"]


def resident_bytes(root: int) -> int:
    """Resident memory of a process and all that descend from it."""
    page = os.sysconf("SC_PAGE_SIZE")
    return sum(int(fields[21]) * page for fields in _counts_below({root}).values())


def seconds_spent(roots: Collection[int]) -> dict[int, float]:
    """Processor time of each of the processes and of all that descend from them, by number."""
    ticks = os.sysconf("SC_CLK_TCK")
    return {pid: (int(fields[11]) + int(fields[12])) / ticks for pid, fields in _counts_below(roots).items()}


def _counts_below(roots: Collection[int]) -> dict[int, list[str]]:
    """The fields of /proc/PID/stat after the name, see proc_pid_stat(5), by number."""
    counts: dict[int, list[str]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                counts[int(entry.name)] = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
    return {pid: fields for pid, fields in counts.items() if _is_below(pid, roots, counts)}


def _is_below(pid: int, roots: Collection[int], counts: dict[int, list[str]]) -> bool:
    here = pid
    while here and here not in roots:
        here = int(counts[here][1]) if here in counts else 0
    return bool(here)
