"""Workers that answer documents: as many as asked for, in order, with a bounded number under way.

Each worker is a process with a pipe of its own and at most ``AHEAD`` documents in hand, so that
memory stays flat for any number of documents. Answers are given in the order of the documents. A
worker that dies (for want of memory, or killed) costs one document an error at most: it is tried
once more, alone, in a new worker; a worker that takes too long over one is killed, with the same
effect.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Any

from onrecord.check.bulk.answer import Answer, Answerer, failed
from onrecord.check.bulk.documents import Document

AHEAD = 4
"""Documents in hand of one worker."""
WINDOW = 16
"""Documents for each worker that may be under way or waiting for an earlier one."""
SECONDS = 120.0
"""For one document, beyond which its worker is killed."""
DIED = "it broke its worker twice; look at it alone with onrecord check"


def run(
    documents: Iterable[Document], answerer: Answerer, *, jobs: int, seconds: float = SECONDS
) -> Iterator[Answer]:
    """The answer to each document, in order.

    Args:
        jobs: worker processes; 0 answers in this process, where nothing bounds a document.
        seconds: for one document.
    """
    if jobs == 0:
        yield from map(answerer.answer, documents)
        return
    pool = _Pool(answerer, jobs, seconds)
    try:
        yield from pool.answers(iter(documents))
    finally:
        pool.close()


@dataclass(eq=False)
class _Worker:
    process: Any
    pipe: Connection
    hand: deque[int] = field(default_factory=deque)
    since: float = 0.0


class _Pool:
    def __init__(self, answerer: Answerer, jobs: int, seconds: float) -> None:
        answerer.warm()
        gc.collect()
        gc.freeze()  # what all share stays shared: no collector writes to its pages
        self._answerer, self._seconds = answerer, seconds
        self._workers = [self._start() for _ in range(jobs)]
        self._pending: dict[int, Document] = {}
        self._ready: dict[int, Answer] = {}
        self._again: deque[int] = deque()
        self._tried: dict[int, int] = {}

    def _start(self) -> _Worker:
        context = _context()
        ours, theirs = context.Pipe()
        process = context.Process(target=_work, args=(self._answerer, theirs), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def answers(self, documents: Iterator[Document]) -> Iterator[Answer]:
        """The answers, in order."""
        number, given, more = 0, 0, True
        most = WINDOW * len(self._workers)
        while more or self._pending or self._ready:
            while more and number - given < most and (worker := self._free()):
                document = next(documents, None)
                if document is None:
                    more = False
                    break
                self._pending[number] = document
                self._hand(worker, number)
                number += 1
            while given in self._ready:
                yield self._ready.pop(given)
                given += 1
            if self._pending:
                self._listen()

    def _free(self) -> _Worker | None:
        """The worker with the least in hand, if it may have more."""
        while self._again:
            idle = next((w for w in self._workers if not w.hand), None)
            if idle is None:
                return None
            self._hand(idle, self._again.popleft())
        worker = min(self._workers, key=lambda each: len(each.hand))
        return worker if len(worker.hand) < AHEAD else None

    def _hand(self, worker: _Worker, number: int) -> None:
        if not worker.hand:
            worker.since = time.monotonic()
        worker.hand.append(number)
        try:
            worker.pipe.send(self._pending[number])
        except (BrokenPipeError, OSError):
            self._died(worker)

    def _listen(self) -> None:
        """Take what workers have answered; see who died or takes too long."""
        ready = wait([worker.pipe for worker in self._workers], timeout=1.0)
        now = time.monotonic()
        for worker in list(self._workers):
            if worker.pipe in ready:
                self._take(worker)
            elif worker.hand and now - worker.since > self._seconds:
                self._died(worker)
        self._free()

    def _take(self, worker: _Worker) -> None:
        try:
            answer: Answer = worker.pipe.recv()
        except (EOFError, OSError):
            self._died(worker)
            return
        number = worker.hand.popleft()
        worker.since = time.monotonic()
        del self._pending[number]
        self._tried.pop(number, None)
        self._ready[number] = answer

    def _died(self, worker: _Worker) -> None:
        """Put another in its place; the document that it had begun is tried once more, alone."""
        if worker not in self._workers:
            return
        self._workers[self._workers.index(worker)] = self._start()
        _end(worker)
        for place, number in enumerate(worker.hand):
            if place == 0:
                self._tried[number] = self._tried.get(number, 0) + 1
            if self._tried.get(number, 0) > 1:
                self._ready[number] = failed(self._pending.pop(number), DIED)
            else:
                self._again.append(number)

    def close(self) -> None:
        """End every worker."""
        for worker in self._workers:
            _end(worker)
        gc.unfreeze()


def _end(worker: _Worker) -> None:
    worker.pipe.close()
    with contextlib.suppress(OSError, ValueError):
        worker.process.kill()
        worker.process.join()


def _context() -> Any:
    """Forked workers share the library; where there is no fork, each is handed its own."""
    methods = multiprocessing.get_all_start_methods()
    return multiprocessing.get_context("fork" if "fork" in methods else "spawn")


def _work(answerer: Answerer, pipe: Connection) -> None:
    """A worker's life: one document after another, until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who asked for the run ends it
    parent = os.getppid()
    with contextlib.suppress(EOFError, OSError):
        while os.getppid() == parent:
            if pipe.poll(5.0):
                pipe.send(answerer.answer(pipe.recv()))
