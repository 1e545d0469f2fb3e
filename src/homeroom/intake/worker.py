"""The worker: one process that does the jobs, one after the other, as they were asked for."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from django.conf import settings
from django.tasks import DEFAULT_TASK_BACKEND_ALIAS, DEFAULT_TASK_QUEUE_NAME
from django.utils.crypto import get_random_string
from django.utils.module_loading import import_string
from django_tasks_db.management.commands.db_worker import Worker

from homeroom.intake.job_run import Stopping
from homeroom.intake.jobs import take_up_again, the_worker, tidy

LOOK = 1.0  # seconds between two looks into an empty queue


class JobWorker(Worker):
    """Django's database worker, which on a signal lets the job in hand end at its next safe point, not at its end."""

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        Stopping.asked = True
        super().shutdown(signum, frame)


def work(*, until_empty: bool = False, beside: int = 0, tell: Callable[[str], None] = print) -> None:
    """Do jobs until a signal, or until none is left. `beside` is the process to end with.

    Where a worker is already there, this one waits to take its place.
    """
    Stopping.asked = False
    if beside:
        threading.Thread(target=_end_with, args=(beside,), daemon=True).start()
    told = False
    while True:
        with the_worker() as alone:
            if alone:
                _begin(tell)
                worker = _worker(until_empty)
                with _heard_by(worker):
                    worker.run()
                return
        if until_empty:
            tell("A worker is already running; it does what is asked.")
            return
        if not told:
            tell("Another worker is running; this one waits to take its place.")
            told = True
        time.sleep(LOOK)


def _begin(tell: Callable[[str], None]) -> None:
    if cut := take_up_again():
        tell(f"{cut} {'job was' if cut == 1 else 'jobs were'} cut off and will be taken up again.")
    tidy()
    # Others have work in the queue, too, and make it anew out of their own rows.
    import_string(settings.HOMEROOM_AS_A_WORKER_BEGINS)()


def _worker(until_empty: bool) -> JobWorker:
    return JobWorker(
        queue_names=[DEFAULT_TASK_QUEUE_NAME],
        interval=LOOK,
        batch=until_empty,
        backend_name=DEFAULT_TASK_BACKEND_ALIAS,
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(16),
        excluded_queue_names=[],
    )


@contextmanager
def _heard_by(worker: JobWorker) -> Iterator[None]:
    """Signals to end go to the worker while it runs, and afterwards to whom they went before."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)}
    worker.configure_signals()
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end_with(parent: int) -> None:
    """Ask this process to stop when the server that started it is gone."""
    while os.getppid() == parent:
        time.sleep(LOOK)
    os.kill(os.getpid(), signal.SIGTERM)
