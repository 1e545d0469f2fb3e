"""The machine: its Python, and the port that pages are served on."""

from __future__ import annotations

import socket

from homeroom.site.doctor.finding import Finding

OLDEST_PYTHON = (3, 12)
PORT = 8000


def python_version(found: tuple[int, ...]) -> Finding:
    name = ".".join(map(str, found))
    if found < OLDEST_PYTHON:
        return Finding("wrong", f"Python {name} is too old.", "Install Python 3.13, then run `make setup` again.")
    return Finding("ok", f"Python {name}.")


def port_free(port: int) -> Finding:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            mend = "Nothing to do if that is homeroom itself; else stop the other program before `homeroom serve`."
            return Finding("warn", f"Port {port} is taken: something is being served there already.", mend)
    return Finding("ok", f"Port {port} is free for `homeroom serve`.")
