"""Where a run works: one at a time, in a folder of its own that is gone afterwards."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from homeroom.intake.errors import installation

_mine = threading.local()


@contextmanager
def one_intake() -> Iterator[None]:
    """One run takes files in at a time; the next waits. A killed run lets go. A run within a run goes on."""
    if getattr(_mine, "running", False):
        yield
        return
    home = Path(settings.HOMEROOM_HOME)
    with installation("intake.lock"):
        home.mkdir(parents=True, exist_ok=True)
        lock = (home / "intake.lock").open("w")
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _mine.running = True
        try:
            yield
        finally:
            _mine.running = False


@contextmanager
def one_judge() -> Iterator[None]:
    """Feeds are judged by one run at a time; a lock of its own, so that a run that takes files in may judge them."""
    home = Path(settings.HOMEROOM_HOME)
    with installation("feeds.lock"):
        lock = (home / "feeds.lock").open("w")
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def workshop() -> Iterator[Path]:
    """A folder for half-done work, gone afterwards; what a killed run left is swept up here too.

    A workshop in use is locked, so that nobody sweeps it: a killed run lets go.
    """
    root = Path(settings.HOMEROOM_HOME) / "tmp"
    with installation("half-done work"):
        root.mkdir(parents=True, exist_ok=True)
        with locked(root):
            _sweep(root)
            folder = Path(tempfile.mkdtemp(dir=root, prefix="intake-"))
            handle = os.open(folder, os.O_RDONLY)
            fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(handle)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _sweep(root: Path) -> None:
    for left in root.glob("intake-*"):
        try:
            handle = os.open(left, os.O_RDONLY)
        except FileNotFoundError:  # its owner has just tidied up
            continue
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(left, ignore_errors=True)
        except BlockingIOError:
            pass
        finally:
            os.close(handle)
