"""A cluster gives the rows that one machine gives, whatever happens to its workers and its scheduler."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from archive.cluster import connect
from archive.errors import BadInput, SchedulerGone
from archive.ingest import IngestOptions, Progress, ingest
from archive.remote_files import brought_here
from archive.store.dump import dump
from archive.task_pool import PARTS_FOLDER

pytest.importorskip("distributed")

SETTINGS = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "3", "PYTHONWARNINGS": "ignore"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Cluster:
    """A scheduler and workers as processes of their own, on loopback."""

    def __init__(self) -> None:
        self.address = f"tcp://127.0.0.1:{free_port()}"
        self.scheduler = self._start(
            "scheduler", "--host", "127.0.0.1", "--port", self.address.rpartition(":")[2], "--no-dashboard", "--no-show"
        )
        self.workers: list[subprocess.Popen[bytes]] = []

    def wait_until_it_listens(self) -> None:
        end = time.monotonic() + 60
        while time.monotonic() < end and self.scheduler.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", int(self.address.rpartition(":")[2]))) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError("the scheduler did not start")

    def add_worker(self) -> subprocess.Popen[bytes]:
        worker = self._start(
            "worker", self.address, "--host", "127.0.0.1", "--nthreads", "1", "--no-nanny", "--no-dashboard"
        )
        self.workers.append(worker)
        return worker

    def _start(self, *command: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "dask", *command],
            env=os.environ | SETTINGS,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def stop(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


@contextmanager
def running_cluster(workers: int) -> Iterator[Cluster]:
    cluster = Cluster()
    try:
        for _ in range(workers):
            cluster.add_worker()
        cluster.wait_until_it_listens()
        yield cluster
    finally:
        cluster.stop()


def dumped(folder: Path) -> list[str]:
    return list(dump(folder))


@pytest.mark.slow
def test_the_rows_of_a_cluster_equal_those_of_one_machine_also_when_workers_are_killed(
    demo_warc: Path, demo_folder: Path, into_bucket: Callable[[str, bytes], str], tmp_path: Path
) -> None:
    folder = tmp_path / "archive"
    address = into_bucket("cluster/demo.warc.gz", demo_warc.read_bytes())
    with ExitStack() as stack:
        cluster = stack.enter_context(running_cluster(2))
        client = stack.enter_context(connect(cluster.address, seconds=5))
        client.wait_for_workers(2, timeout=60)
        killed: dict[str, int] = {}

        def kill_one(reached: Progress) -> None:
            """Kills a worker while spans are read, and another one, when there is a new one, while pages are parsed."""
            step = reached.doing.partition(" ")[0]
            if step in ("reading", "parsing") and step not in killed:
                victim = cluster.workers[len(killed)]
                victim.send_signal(signal.SIGKILL)
                killed[step] = victim.pid
                if step == "reading":
                    cluster.add_worker()

        # By address and in place: each worker reads its spans from the bucket.
        warcs = brought_here([address], folder, in_place=True)
        ingest(warcs, into=folder, options=IngestOptions(client=client, span_bytes=20_000), progress=kill_one)
    assert sorted(killed) == ["parsing", "reading"]
    assert dumped(folder) == dumped(demo_folder)
    assert not (folder / PARTS_FOLDER).exists()
    assert [path.name for path in (folder / "warc").iterdir()] == ["demo.warc.gz.at"]


@pytest.mark.slow
@pytest.mark.parametrize("step", ["reading", "parsing"])
def test_a_run_whose_scheduler_died_goes_on_with_the_next_one(
    demo_warc: Path, demo_folder: Path, tmp_path: Path, step: str
) -> None:
    folder = tmp_path / "archive"
    with ExitStack() as stack:
        cluster = stack.enter_context(running_cluster(1))
        client = stack.enter_context(connect(cluster.address, seconds=5))
        client.wait_for_workers(1, timeout=60)

        def stop_all(reached: Progress) -> None:
            if reached.doing.startswith(step):
                cluster.stop()

        with pytest.raises(SchedulerGone, match="went away") as told:
            ingest([demo_warc], into=folder, options=IngestOptions(client=client, span_bytes=40_000), progress=stop_all)
    assert "same command" in told.value.next_step
    with ExitStack() as stack:
        cluster = stack.enter_context(running_cluster(1))
        client = stack.enter_context(connect(cluster.address, seconds=5))
        client.wait_for_workers(1, timeout=60)
        ingest([demo_warc], into=folder, options=IngestOptions(client=client, span_bytes=40_000))
    assert dumped(folder) == dumped(demo_folder)


def test_an_address_that_is_no_scheduler_is_told() -> None:
    with pytest.raises(BadInput, match="no scheduler"):
        connect("10.0.0.1:8786")


def test_tls_without_certificates_is_told() -> None:
    with pytest.raises(BadInput, match="needs certificates"):
        connect("tls://127.0.0.1:1")


def test_a_scheduler_that_does_not_answer_is_told() -> None:
    started = time.monotonic()
    with pytest.raises(SchedulerGone, match="does not answer"):
        connect(f"tcp://127.0.0.1:{free_port()}", seconds=1)
    assert time.monotonic() - started < 20
