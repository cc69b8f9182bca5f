"""What tasks need in, the pool that does them out: processes of this machine, or the workers of a cluster.

The tasks are the same, and so are their results; only who does them differs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from archive.cluster import ClusterPool, PartFormat
from archive.errors import OldfaceError
from archive.parse_tasks import Shared, close_files, prepare_worker
from archive.parser_pool import ParserPool
from archive.parser_version import parser_version
from archive.worker_process import WorkerProcesses

__all__ = ["PARTS_FOLDER", "Crew", "opened_pool"]

PARTS_FOLDER = "parts"
"""Where the workers of a cluster leave their parts, inside the archive folder."""
_PAGE_SECONDS = 60.0

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Crew:
    """Who does tasks."""

    folder: Path
    """The archive folder; with a cluster, all machines see it under the same path."""
    processes: WorkerProcesses | None
    """Processes of this machine; None does all in this one."""
    client: Any = None  # Any: distributed has no types
    """Client of a Dask scheduler; None for this machine."""


@contextmanager
def opened_pool(
    crew: Crew,
    function: Callable[[_Task], _Result],
    give_up: Callable[[_Task, OldfaceError], _Result],
    *,
    part_format: PartFormat[_Result],
    shared: Shared,
    seconds_per_task: float = _PAGE_SECONDS,
) -> Iterator[ParserPool[_Task, _Result] | ClusterPool[_Task, _Result]]:
    """The pool; `shared` is what all its tasks share. `function` and `part_format` can be imported by name."""
    pool: ParserPool[_Task, _Result] | ClusterPool[_Task, _Result]
    if crew.client is None:
        pool = ParserPool(
            function,
            give_up,
            processes=crew.processes,
            initializer=prepare_worker,
            initial=(shared,),
            seconds_per_task=seconds_per_task,
        )
    else:
        told = (parser_version(), sorted(shared.told.items()), shared.longest_bytes)
        pool = ClusterPool(
            function,
            give_up,
            client=crew.client,
            parts=crew.folder / PARTS_FOLDER,
            part_format=part_format,
            initializer=prepare_worker,
            initial=(shared,),
            initial_name=repr((function.__name__, *told)),
        )
    try:
        with pool:
            yield pool
    finally:
        close_files()
