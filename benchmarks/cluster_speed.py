"""Pages a second of one ingest: the embedded pool, and a Dask scheduler with one and with two workers, side by side.

    python benchmarks/cluster_speed.py --pages 1200

Scheduler and workers are processes of this machine, on loopback; the rows of all runs are compared. The cost of a task
that does nothing is told too.
"""

from __future__ import annotations

import argparse
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generate_archive import write_warcs

from archive.cluster import connect
from archive.ingest import IngestOptions, ingest
from archive.store.dump import dump


@contextmanager
def cluster(workers: int) -> Iterator[str]:
    """A scheduler with so many workers of one thread each; its address."""
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
        time.sleep(3)
        yield address
    finally:
        for process in processes:
            process.kill()
            process.wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=1200)
    parser.add_argument("--span", type=int, default=2 << 20, help="bytes of WARC in one task")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "warcs").mkdir()
        warcs = write_warcs(folder / "warcs", pages=args.pages)
        dumps = []
        for workers in (1, 2):
            started = time.monotonic()
            ingest(warcs, into=folder / f"pool-{workers}", options=IngestOptions(workers=workers))
            seconds = time.monotonic() - started
            dumps.append(list(dump(folder / f"pool-{workers}")))
            print(f"pool of {workers}: {args.pages / seconds:.1f} pages/s ({seconds:.1f} s)")
        for workers in (1, 2):
            with cluster(workers) as address:
                client = connect(address)
                client.wait_for_workers(workers)
                client.gather(client.map(abs, range(50)))
                started = time.monotonic()
                client.gather([client.submit(abs, n, key=f"nothing-{n}", pure=False) for n in range(1000)])
                overhead = time.monotonic() - started
                started = time.monotonic()
                place = folder / f"cluster-{workers}"
                ingest(warcs, into=place, options=IngestOptions(client=client, span_bytes=args.span))
                seconds = time.monotonic() - started
                client.close()
            dumps.append(list(dump(place)))
            print(
                f"cluster of {workers}: {args.pages / seconds:.1f} pages/s ({seconds:.1f} s), "
                f"{overhead:.2f} ms for a task that does nothing"
            )
        print("the rows are the same" if all(one == dumps[0] for one in dumps) else "THE ROWS DIFFER")


if __name__ == "__main__":
    main()
