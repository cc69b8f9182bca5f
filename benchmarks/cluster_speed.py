"""Pages a second of one ingest: the embedded pool, and a Dask scheduler with one and with two workers, side by side.

    python benchmarks/cluster_speed.py --pages 1200

Scheduler and workers are processes of this machine, on loopback; the rows of all runs are compared. Each line tells
wall time, which other work on the machine disturbs, and the processor time of all processes, which it hardly does. The
cost of a task that does nothing is told too: of Dask's own, and of ours with its part written, renamed and read back.
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

from generate_archive import write_warcs
from processes import seconds_spent

from archive.cluster import ClusterPool, PartFormat, connect
from archive.ingest import IngestOptions, ingest
from archive.parse_parts import dump_shapes, load_shapes
from archive.store.dump import dump

EMPTY_TASKS = 500


@contextmanager
def cluster(workers: int) -> Iterator[tuple[str, list[int]]]:
    """A scheduler with so many workers of one thread each: its address, and the ids of all processes."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    start = [sys.executable, "-m", "dask"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    processes = [
        subprocess.Popen(
            [*start, "scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard", "--no-show"], **quiet
        )
    ]
    for _ in range(workers):
        options = ["--host", "127.0.0.1", "--nthreads", "1", "--no-nanny", "--no-dashboard"]
        processes.append(subprocess.Popen([*start, "worker", address, *options], **quiet))
    try:
        yield address, [process.pid for process in processes]
    finally:
        for process in processes:
            process.kill()
            process.wait()


class ProcessorTime:
    """Seconds of processor time of some processes and all below them, from `with` on; looked at ten times a second."""

    def __init__(self, roots: list[int]) -> None:
        self._roots = set(roots)
        self._first: dict[int, float] = {}
        self._last: dict[int, float] = {}
        self._is_over = Event()
        self._thread = Thread(target=self._watch, daemon=True)

    def __enter__(self) -> ProcessorTime:
        self._first = seconds_spent(self._roots)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._last.update(seconds_spent(self._roots))
        self._is_over.set()
        self._thread.join()

    @property
    def seconds(self) -> float:
        return sum(spent - self._first.get(pid, 0.0) for pid, spent in self._last.items())

    def _watch(self) -> None:
        while not self._is_over.wait(0.1):
            self._last.update(seconds_spent(self._roots))


def nothing(_: int) -> None:
    """A task without work."""


def give_up(_: int, __: Exception) -> None:
    """What comes of it when it fails: nothing as well."""


def empty_task_milliseconds(client: object, parts: Path) -> tuple[float, float]:
    """(of a Dask task that does nothing, of a group of ours that does nothing), wall time."""
    client.gather(client.map(abs, range(50)))  # type: ignore[attr-defined]  # distributed is half typed
    started = time.monotonic()
    tasks = [client.submit(abs, n, key=f"nothing-{n}", pure=False) for n in range(EMPTY_TASKS)]  # type: ignore[attr-defined]
    client.gather(tasks)  # type: ignore[attr-defined]
    bare = time.monotonic() - started
    started = time.monotonic()
    with ClusterPool(
        nothing, give_up, client=client, parts=parts, part_format=PartFormat(dump_shapes, load_shapes),
        initializer=print, initial=(), initial_name="nothing",
    ) as pool:  # fmt: skip
        assert sum(1 for _ in pool.map([n] for n in range(EMPTY_TASKS))) == EMPTY_TASKS
    return bare * 1000 / EMPTY_TASKS, (time.monotonic() - started) * 1000 / EMPTY_TASKS


def told(name: str, pages: int, seconds: float, processor: float) -> str:
    return (
        f"{name}: {pages / seconds:.1f} pages/s ({seconds:.1f} s), {processor * 1000 / pages:.1f} ms of processor time "
        f"a page, {pages / processor:.0f} pages a second and core"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=1200)
    parser.add_argument("--small", action="store_true", help="pages of 2 to 4 KB")
    parser.add_argument("--span", type=int, default=1 << 20, help="bytes of WARC in one task")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "warcs").mkdir()
        warcs = write_warcs(folder / "warcs", pages=args.pages, is_small=args.small)
        dumps = []
        for workers in (1, 2):
            started = time.monotonic()
            with ProcessorTime([os.getpid()]) as processor:
                options = IngestOptions(workers=workers, span_bytes=args.span)
                ingest(warcs, into=folder / f"pool-{workers}", options=options)
            seconds = time.monotonic() - started
            dumps.append(list(dump(folder / f"pool-{workers}")))
            print(told(f"pool of {workers}", args.pages, seconds, processor.seconds), flush=True)
        for workers in (1, 2):
            with cluster(workers) as (address, pids):
                client = connect(address, seconds=60)
                client.wait_for_workers(workers)
                bare, ours = empty_task_milliseconds(client, folder / "empty")
                started = time.monotonic()
                place = folder / f"cluster-{workers}"
                with ProcessorTime([os.getpid(), *pids]) as processor:
                    ingest(warcs, into=place, options=IngestOptions(client=client, span_bytes=args.span))
                seconds = time.monotonic() - started
                client.close()
            dumps.append(list(dump(place)))
            print(told(f"cluster of {workers}", args.pages, seconds, processor.seconds))
            print(f"    a task that does nothing: {bare:.2f} ms of Dask, {ours:.2f} ms of ours", flush=True)
        print("the rows are the same" if all(one == dumps[0] for one in dumps) else "THE ROWS DIFFER")


if __name__ == "__main__":
    main()
