"""A small OneRoster gradebook that really listens on this machine, and misbehaves when it is told to."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from homeroom.goals.channels.program_apis import ProgramApi

SECRET = "a-secret-nobody-may-see"
BASE = "/ims/oneroster/gradebook/v1p2/"
type Fault = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Gradebook:
    """What it was told, by collection and id. `faults` are what it does instead, by the collection it is asked for;
    each is taken from the list when it happens, but for the last, which stays. None: it does as it should.
    """

    address: str = ""
    told: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    faults: dict[str, list[Fault | None]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    tokens: int = 0
    rest: threading.Event = field(default_factory=threading.Event)

    def api(self, **more: Any) -> ProgramApi:
        told = {
            "program": "garden",
            "address": self.address,
            "token_address": f"{self.address}/token",
            "client_id": "homeroom",
            "client_secret": SECRET,
            "private": True,
        }
        return ProgramApi(**{**told, **more})

    def table(self, **more: Any) -> dict[str, Any]:
        """The same as it stands in settings.toml."""
        api = self.api(**more)
        return {name: value for name, value in vars(api).items() if value != ""}

    def of(self, collection: str) -> dict[str, dict[str, Any]]:
        return {sourced_id: body for (kind, sourced_id), body in self.told.items() if kind == collection}

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        path = handler.path
        collection = "token" if path == "/token" else path.removeprefix(BASE).partition("/")[0]
        self.asked.append(f"{handler.command} {path}")
        body = handler.rfile.read(int(handler.headers.get("Content-Length", 0)))
        if fault := self._fault(collection):
            fault(handler)
        elif collection == "token":
            self._token(handler, body)
        elif handler.headers.get("Authorization") != f"Bearer t{self.tokens}":
            status(401)(handler)
        else:
            self._put(handler, collection, path.rpartition("/")[2], json.loads(body))

    def _fault(self, collection: str) -> Fault | None:
        faults = self.faults.get(collection, [None])
        return faults.pop(0) if len(faults) > 1 else faults[0]

    def _token(self, handler: BaseHTTPRequestHandler, body: bytes) -> None:
        pair = base64.b64encode(f"homeroom:{SECRET}".encode()).decode()
        form = parse_qs(body.decode())
        if handler.headers.get("Authorization") != f"Basic {pair}" or form["grant_type"] != ["client_credentials"]:
            return status(401)(handler)
        self.tokens += 1
        return send(handler, 200, {"access_token": f"t{self.tokens}", "token_type": "bearer", "expires_in": 3600})

    def _put(self, handler: BaseHTTPRequestHandler, collection: str, sourced_id: str, body: dict[str, Any]) -> None:
        (inner,) = body.values()
        assert inner["sourcedId"] == sourced_id
        self.told[collection, sourced_id] = inner
        send(handler, 201, body)


@contextmanager
def gradebook() -> Iterator[Gradebook]:
    book = Gradebook()

    class Handler(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            book.answer(self)

        def do_POST(self) -> None:
            book.answer(self)

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """A client that hung up is what some tests want."""

    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    book.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield book
    finally:
        book.rest.set()
        server.shutdown()
        server.server_close()


def send(handler: BaseHTTPRequestHandler, code: int, body: object, **headers: str) -> None:
    text = body if isinstance(body, bytes) else json.dumps(body).encode()
    handler.send_response(code)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(text)))
    handler.end_headers()
    handler.wfile.write(text)


def status(code: int, **headers: str) -> Fault:
    return lambda handler: send(handler, code, {"imsx_codeMajor": "failure"}, **headers)


def says(body: object, code: int = 200) -> Fault:
    return lambda handler: send(handler, code, body)


def elsewhere(handler: BaseHTTPRequestHandler) -> None:
    send(handler, 302, b"", Location="http://127.0.0.1:9/inside")


def hangs_up(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.close()


def silent(book: Gradebook) -> Fault:
    """Takes the question and never answers, until the test is over."""
    return lambda handler: [book.rest.wait(20), None][1]


def drips(book: Gradebook) -> Fault:
    """Each byte comes in time, and the answer never."""

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(201)
        handler.end_headers()
        while not book.rest.wait(0.05):
            handler.wfile.write(b" ")
            handler.wfile.flush()

    return drip


def endless(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(201)
    handler.end_headers()
    for _ in range(400):
        handler.wfile.write(b" " * 65536)
