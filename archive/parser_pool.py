"""Parse tasks in, rows out, in the order they were given: two worker processes around the pure parsers.

A page that hangs or kills its worker is found, given up with a problem row, and the rest goes on.
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeout
from concurrent.futures.process import BrokenProcessPool
from types import TracebackType
from typing import Generic, Self, TypeVar

from archive.errors import PageTooLarge
from archive.parse_rows import ParseRows, ParseTask, given_up, parse_rows

__all__ = ["ParserPool"]

_Ticket = TypeVar("_Ticket")


def _parse_all(tasks: Sequence[ParseTask]) -> list[ParseRows]:
    return [parse_rows(task) for task in tasks]


class ParserPool(Generic[_Ticket]):
    """Parses groups of pages; each group comes back with the ticket it was given with, in order."""

    def __init__(self, *, workers: int, seconds_per_page: float = 60.0) -> None:
        self._workers = workers
        self._seconds_per_page = seconds_per_page
        self._executor: ProcessPoolExecutor | None = None
        self._waiting: deque[tuple[_Ticket, Sequence[ParseTask], Future[list[ParseRows]] | None]] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop(at_once=error is not None)

    @property
    def is_full(self) -> bool:
        """Whether enough groups wait to keep every worker busy: take some out before giving more."""
        return len(self._waiting) > 2 * max(1, self._workers) + 1

    def give(self, ticket: _Ticket, tasks: Sequence[ParseTask]) -> None:
        """Puts a group at the end of the queue; a group may be empty."""
        self._waiting.append((ticket, tasks, self._submitted(tasks)))

    def take(self) -> Iterator[tuple[_Ticket, list[ParseRows]]]:
        """The oldest group, parsed; nothing when none waits."""
        if self._waiting:
            ticket, tasks, future = self._waiting.popleft()
            yield ticket, self._result(tasks, future)

    def take_all(self) -> Iterator[tuple[_Ticket, list[ParseRows]]]:
        """All that still wait, in order."""
        while self._waiting:
            yield from self.take()

    def _submitted(self, tasks: Sequence[ParseTask]) -> Future[list[ParseRows]] | None:
        if not tasks or self._workers == 0:
            return None
        try:
            return self._pool().submit(_parse_all, tasks)
        except BrokenProcessPool:
            self._stop(at_once=True)
            return self._pool().submit(_parse_all, tasks)

    def _pool(self) -> ProcessPoolExecutor:
        if self._executor is None:
            # forkserver: no copy of this process's open database and threads, and the parsers are imported once.
            context = multiprocessing.get_context("forkserver")
            context.set_forkserver_preload(["archive.parse_rows"])
            self._executor = ProcessPoolExecutor(self._workers, mp_context=context)
        return self._executor

    def _result(self, tasks: Sequence[ParseTask], future: Future[list[ParseRows]] | None) -> list[ParseRows]:
        if future is None:
            return _parse_all(tasks)
        try:
            return future.result(timeout=self._seconds_per_page * len(tasks))
        except (BrokenProcessPool, FutureTimeout):
            self._stop(at_once=True)
            result = [self._one_by_one(task) for task in tasks]
            self._waiting = deque((t, group, self._submitted(group)) for t, group, _ in self._waiting)
            return result

    def _one_by_one(self, task: ParseTask) -> ParseRows:
        try:
            return self._pool().submit(_parse_all, [task]).result(timeout=self._seconds_per_page)[0]
        except (BrokenProcessPool, FutureTimeout) as error:
            self._stop(at_once=True)
            ended = "ended its process" if isinstance(error, BrokenProcessPool) else "took too long"
            return given_up(task, PageTooLarge(f"Parsing the page {ended}"))

    def _stop(self, *, at_once: bool) -> None:
        if self._executor is None:
            return
        processes = list((getattr(self._executor, "_processes", None) or {}).values())
        self._executor.shutdown(wait=not at_once, cancel_futures=True)
        if at_once:
            # A worker that hangs does not hear a shutdown.
            for process in processes:
                process.kill()
        self._executor = None
