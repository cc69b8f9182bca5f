"""Tasks in, results out, in the order they were given: worker processes around a pure function.

A task that hangs or kills its worker is found, given up, and the rest goes on.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from archive.errors import OldfaceError, PageTooLarge
from archive.worker_process import WorkerLost, WorkerProcess, WorkerProcesses, answer_of, answer_with, question_of

__all__ = ["ParserPool"]

_GROUPS_AHEAD = 6
"""Groups of a worker that are under way or done: so many that it has work while this process writes a batch."""

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")


class ParserPool(Generic[_Task, _Result]):
    """Runs `function` over groups of tasks; each group comes back with its results, in order."""

    def __init__(
        self,
        function: Callable[[_Task], _Result],
        give_up: Callable[[_Task, OldfaceError], _Result],
        *,
        processes: WorkerProcesses | None,
        initializer: Callable[..., None] | None = None,
        initial: Sequence[Any] = (),  # Any: what the initializer takes
        seconds_per_task: float = 60.0,
    ) -> None:
        """With no processes, all is done in this one. `initializer(*initial)` runs once in each, and here."""
        self._function = function
        self._give_up = give_up
        self._processes = processes
        self._preparation = None if initializer is None else question_of(_prepare, [(initializer, tuple(initial))])
        self._seconds_per_task = seconds_per_task
        # A thread for each process waits for its answers, which stay bytes until they are asked for.
        self._threads = ThreadPoolExecutor(processes.count if processes else 1)
        self._waiting: deque[tuple[Sequence[_Task], Future[bytes] | None]] = deque()
        self._is_over = False
        if initializer is not None:
            initializer(*initial)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None and self._processes is not None:
            # A thread that waits for a worker that hangs does not hear a shutdown.
            self._is_over = True
            self._processes.kill()
        self._threads.shutdown(cancel_futures=True)

    def map(self, groups: Iterator[Sequence[_Task]]) -> Iterator[tuple[Sequence[_Task], list[_Result]]]:
        """Each group with its results; no more groups are taken than keep every worker busy."""
        most = _GROUPS_AHEAD * self._processes.count + 1 if self._processes is not None else 0
        for group in groups:
            self._waiting.append((group, self._submitted(group)))
            while len(self._waiting) > most:
                yield self._next()
        while self._waiting:
            yield self._next()

    def _submitted(self, tasks: Sequence[_Task]) -> Future[bytes] | None:
        if not tasks or self._processes is None:
            return None
        return self._threads.submit(self._asked, self._processes, tasks)

    def _next(self) -> tuple[Sequence[_Task], list[_Result]]:
        tasks, future = self._waiting.popleft()
        if future is None:
            return tasks, [self._function(task) for task in tasks]
        return tasks, answer_of(future.result())

    def _asked(self, processes: WorkerProcesses, tasks: Sequence[_Task]) -> bytes:
        """The answer of a worker; where the group ends it, of workers that are asked for each task alone."""
        with processes.lent() as process:
            try:
                return self._ask(process, tasks)
            except WorkerLost:
                return answer_with([self._alone(process, task) for task in tasks])

    def _ask(self, process: WorkerProcess, tasks: Sequence[_Task]) -> bytes:
        if self._is_over:
            raise WorkerLost("was ended")
        return process.ask(
            question_of(self._function, tasks),
            preparation=self._preparation,
            seconds=self._seconds_per_task * len(tasks),
        )

    def _alone(self, process: WorkerProcess, task: _Task) -> _Result:
        """The result of one task, so that it is known which one fails."""
        try:
            result: _Result = answer_of(self._ask(process, [task]))[0]
        except WorkerLost as lost:
            return self._give_up(task, PageTooLarge(f"Reading the page {lost}"))
        return result


def _prepare(initial: tuple[Callable[..., None], Sequence[Any]]) -> None:  # Any: what the initializer takes
    """Runs in a worker: the initializer."""
    initializer, values = initial
    initializer(*values)
