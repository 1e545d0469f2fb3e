"""What we ask others: short waits, no redirects, and no answer believed without its certificate."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import requests
from django.test import RequestFactory

from homeroom.pages.sign_in.outside import OutsideAdapter


class Elsewhere(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(302)
        self.send_header("Location", "http://127.0.0.1:9/inside")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def issuer() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Elsewhere)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_an_issuer_that_sends_us_elsewhere_is_not_followed(issuer: str, rf: RequestFactory) -> None:
    with OutsideAdapter(rf.get("/")).get_requests_session() as session, pytest.raises(requests.TooManyRedirects):
        session.get(issuer)


def test_an_issuers_certificate_is_always_looked_at(rf: RequestFactory) -> None:
    with OutsideAdapter(rf.get("/")).get_requests_session() as session:
        assert session.verify is True
