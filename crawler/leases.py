"""A folder that machines share in, the right to crawl into it out: one holder at a time, taken over when it is dead.

A lease is a file made with O_EXCL, which one maker alone can do, also on a network disk. Its holder touches it every
few seconds; one that nobody touched for long belongs to the dead and is cleared away; who first makes a new one has it.
"""

from __future__ import annotations

import json
import os
import socket
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from archive.errors import ArchiveInUse

__all__ = ["BEAT_SECONDS", "DEAD_AFTER_SECONDS", "Lease", "held_lease", "read_lease"]

BEAT_SECONDS = 5.0
"""How often a holder touches its lease."""
DEAD_AFTER_SECONDS = 60.0
"""Age from which a lease is taken over: twelve beats, so that a machine that is only slow keeps what is its."""
_NAME = "lease.json"


@dataclass(frozen=True, slots=True)
class Lease:
    """Who crawls into a folder."""

    holder: str
    """Host name, process id and a random part."""
    age_seconds: float
    """Time since the last touch, by the clock of the disk."""

    @property
    def is_alive(self) -> bool:
        """Whether its holder is to be taken for alive."""
        return self.age_seconds < DEAD_AFTER_SECONDS


def read_lease(folder: Path) -> Lease | None:
    """The lease on the folder; None when nobody has one."""
    path = folder / _NAME
    try:
        holder = str(json.loads(path.read_text(encoding="utf-8"))["holder"])
        age = _disk_now(folder) - path.stat().st_mtime
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        # made, but not yet written; or damaged: its age alone counts
        try:
            holder, age = "unknown", _disk_now(folder) - path.stat().st_mtime
        except FileNotFoundError:
            return None
    return Lease(holder, age)


@contextmanager
def held_lease(folder: Path, *, beat_seconds: float = BEAT_SECONDS) -> Iterator[str]:
    """Holds the lease while inside and gives the holder's name; ArchiveInUse when somebody living has it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / _NAME
    holder = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
    _take(folder, path, holder)
    stop = threading.Event()

    def beat() -> None:
        while not stop.wait(beat_seconds):
            try:
                os.utime(path)
            except FileNotFoundError:
                return

    beating = threading.Thread(target=beat, name="lease", daemon=True)
    beating.start()
    try:
        yield holder
    finally:
        stop.set()
        beating.join()
        lease = read_lease(folder)
        if lease is not None and lease.holder == holder:
            path.unlink(missing_ok=True)


def _take(folder: Path, path: Path, holder: str) -> None:
    for _ in range(3):
        try:
            descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644)
        except FileExistsError:
            lease = read_lease(folder)
            if lease is not None and lease.is_alive:
                raise ArchiveInUse(
                    f"{lease.holder} crawls this site (touched {lease.age_seconds:.0f} s ago)",
                    where=str(folder),
                    next_step=f"Wait for it; a dead one is taken over after {DEAD_AFTER_SECONDS:.0f} s.",
                ) from None
            _clear_dead(folder, path)
        else:
            with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
                json.dump({"holder": holder}, stream)
            return
    raise ArchiveInUse("Others take this site at the same moment", where=str(folder))


def _clear_dead(folder: Path, path: Path) -> None:
    """Removes the lease if it is dead still: looked at again by one at a time, so that nobody removes a new one."""
    mutex = folder / "lease.clearing"
    try:
        os.close(os.open(mutex, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644))
    except FileExistsError:
        # somebody is at it, or died at it
        with suppress(FileNotFoundError):
            if _disk_now(folder) - mutex.stat().st_mtime > DEAD_AFTER_SECONDS:
                mutex.unlink()
        return
    try:
        lease = read_lease(folder)
        if lease is not None and not lease.is_alive:
            path.unlink(missing_ok=True)
    finally:
        mutex.unlink(missing_ok=True)


def _disk_now(folder: Path) -> float:
    """The time by the clock of the disk: leases of other machines are stamped with it, not with ours."""
    probe = folder / f".now-{uuid.uuid4().hex[:8]}"
    try:
        probe.touch()
        return probe.stat().st_mtime
    except OSError:
        return time.time()
    finally:
        probe.unlink(missing_ok=True)
