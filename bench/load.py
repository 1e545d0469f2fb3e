"""A server as `homeroom serve` starts it, asked for pages at a fixed rate from the same machine."""

from __future__ import annotations

import http.client
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

RATE, WORKERS, ASKERS = 200, 2, 32
LIMITS = {"class": 100, "student": 150}
PATIENCE = 60


@dataclass(frozen=True)
class Asking:
    address: str
    cookie: str


def report(home: Path, opened: Sequence[tuple[Any, int]], wanted: Sequence[Sequence[int]], seconds: int) -> None:
    """Each kind of page at the full rate, and at a quarter of it: each class once before, so that it is kept."""
    cookies = [_cookie(user) for user, _ in opened[:40]]
    pages = {
        "class": [Asking(f"/class/{opened[at][1]}/", cookie) for at, cookie in enumerate(cookies)],
        "student": [Asking(f"/student/{wanted[at][0]}/", cookie) for at, cookie in enumerate(cookies)],
    }
    with _serving(home) as port:
        for kind, askings in pages.items():
            _asked(port, askings, len(askings) / 4, 4)
            for rate in (RATE // 4, RATE):
                times, wrong = _asked(port, askings, rate, seconds)
                slow = statistics.quantiles(times, n=20)[18] if len(times) > 1 else 0.0
                told = f"p50 {statistics.median(times):6.0f} ms  p95 {slow:6.0f} ms  errors {wrong}"
                mark = "PASS" if slow <= LIMITS[kind] and not wrong else "FAIL"
                print(f"  {mark}  {kind} at {rate} a second: {told}, limit {LIMITS[kind]} ms at {RATE}")
    print(f"  load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


def _asked(port: int, askings: Sequence[Asking], rate: float, seconds: int) -> tuple[list[float], int]:
    """Times in ms from when each was due, whether or not the one before had come; and how many were no page."""
    due = [at / rate for at in range(int(rate * seconds))]
    times, wrong, lock, begin = list[float](), [0], threading.Lock(), time.perf_counter() + 0.2
    left = iter(enumerate(due))

    def ask() -> None:
        line = http.client.HTTPConnection("localhost", port, timeout=PATIENCE)
        while True:
            with lock:
                at, when = next(left, (-1, 0.0))
            if at < 0:
                return
            time.sleep(max(0.0, begin + when - time.perf_counter()))
            one, ok = askings[at % len(askings)], False
            with suppress(OSError, http.client.HTTPException):
                line.request("GET", one.address, headers={"Cookie": one.cookie})
                answer = line.getresponse()
                ok = answer.status == 200 and bool(answer.read())
            with lock:
                times.append(1000 * (time.perf_counter() - begin - when))
                wrong[0] += not ok
            if not ok:
                line.close()

    threads = [threading.Thread(target=ask) for _ in range(ASKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times, wrong[0]


@contextmanager
def _serving(home: Path) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "homeroom", "serve", "--port", str(port), "--workers", str(WORKERS), "--no-worker"]
    server = subprocess.Popen(command, env={**os.environ, "HOMEROOM_HOME": str(home.resolve())})
    try:
        _until_it_answers(port)
        yield port
    finally:
        server.terminate()
        server.wait()


def _until_it_answers(port: int) -> None:
    until = time.perf_counter() + PATIENCE
    while time.perf_counter() < until:
        with suppress(OSError), socket.create_connection(("localhost", port), timeout=1):
            return
        time.sleep(0.2)
    raise SystemExit("the server did not start")


def _cookie(user: Any) -> str:
    from django.conf import settings
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
